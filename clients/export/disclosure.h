// The public version of a ledger's events: without classified lines and whatever speaks of them.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "clients/export/movements.h"
#include "services/audit/secret_words.h"

namespace outturn::exporter {

struct Disclosed {
  v1::Event event;
  std::vector<Movement> movements;
};

// Given a ledger's lines, then its events in order of position. An event wholly about classified
// lines is withheld, and so is one that moves no money and names a classified line, project or
// indicator by its code or name, in whatever field. Of an event that moves money of public lines
// what is public stays, so that their sums are right: legs of a virement, the public side of a
// correction, texts that name nothing classified. Memory grows with the classified lines and
// indicators only.
class Disclosure {
 public:
  // `unit` is the ledger's: legs of a virement in other units' ledgers are theirs to publish.
  explicit Disclosure(std::string unit) : unit_(std::move(unit)) {}

  // A line of the ledger. All of them first: an event may name a line that is opened after it.
  void Learn(const v1::LineOpened& line);

  // nullopt: withheld.
  [[nodiscard]] std::optional<Disclosed> Public(const v1::Event& event,
                                                const std::vector<Movement>& movements);
  [[nodiscard]] bool IsClassified(const std::string& line) const {
    return secrets_.IsClassified(line);
  }
  // How many events were withheld, and how many given in part.
  [[nodiscard]] uint64_t withheld() const { return withheld_; }
  [[nodiscard]] uint64_t shortened() const { return shortened_; }

 private:
  std::optional<Disclosed> Withhold();
  bool ShortenLegs(v1::Virement* virement) const;
  bool ShortenCorrection(v1::Correction* correction);
  bool Shorten(v1::Command* command);
  bool DropNaming(v1::Command* command) const;
  bool Blank(google::protobuf::Message* message) const;
  [[nodiscard]] bool Names(const google::protobuf::Message& message) const;

  std::string unit_;
  audit::SecretWords secrets_;
  std::set<std::string> indicators_;  // of classified projects
  std::set<std::string> originals_;   // payments a correction took out of a classified line
  uint64_t withheld_ = 0;
  uint64_t shortened_ = 0;
};

}  // namespace outturn::exporter
