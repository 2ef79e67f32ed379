// What a book must answer, told from outside: the model of tests/properties for the money, and for
// the rest names, positions, versions, closings and times kept in plain lists. Shares no code with
// the writer.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "services/app/answer.h"
#include "services/core/event.h"
#include "tests/properties/model.h"

namespace outturn::simulation {

// A command, made once and sent as often as its client wants.
struct Op {
  std::string id;
  int content = 0;  // differs between two commands under one id
  core::Command command;
  std::optional<model::Step> step;  // of what the model knows; `about` is filled in when asked
  std::string about;                // the id that the step names; empty: none
  int ledger = 0;
  int day = 0;
  bool closes = false;              // closes the ledger
  std::optional<uint64_t> expects;  // version of the ledger
  [[nodiscard]] std::string Show() const;
};
using OpPtr = std::shared_ptr<const Op>;

// The same sentence from what is expected and from what came: "recorded 12 at … version 5".
[[nodiscard]] std::string Show(const Op& op, const app::Answer& answer);
// "REFUSED HEADROOM_EXCEEDED" and the like; for the oracle and Show.
[[nodiscard]] std::string ShowRefusal(core::Reason reason);

// A value: copies are other courses things may take.
class Oracle {
 public:
  // `openings`: commands recorded at the very beginning, for all ledgers in turn.
  explicit Oracle(model::World world);

  // Takes in an opening without being asked whether it is right.
  void Open(const Op& op, int64_t now);
  // The answer; recorded when it is a receipt and not only `validate_only`.
  std::string Ask(const Op& op, bool validate_only, int64_t now);

  [[nodiscard]] const model::Model& model() const { return model_; }
  [[nodiscard]] core::Position position() const { return events_.size(); }

  struct Recorded {
    OpPtr op;
    int64_t recorded_at = 0;
    std::vector<int> ledgers;
  };
  // What was recorded at a position.
  [[nodiscard]] const Recorded& at(core::Position position) const { return events_[position - 1]; }
  // Where an id was recorded; 0: nowhere.
  [[nodiscard]] core::Position Find(const std::string& id) const;
  [[nodiscard]] std::vector<core::Position> PositionsOf(int ledger) const;
  // The name of the model's step.
  [[nodiscard]] const std::string& NameOf(int step) const {
    return names_[static_cast<size_t>(step)];
  }
  [[nodiscard]] bool closed(int ledger) const { return closed_[static_cast<size_t>(ledger)]; }
  [[nodiscard]] int latest(int ledger) const { return latest_[static_cast<size_t>(ledger)]; }
  [[nodiscard]] uint64_t version(int ledger) const {
    return versions_[static_cast<size_t>(ledger)];
  }

 private:
  struct Known {
    core::Position position;
    int content;
    std::string told;
    int step;  // the model's number, −1 for none
  };
  std::optional<core::Reason> Objection(const Op& op) const;
  // The step with `about` as the model numbers it; nullopt when there is none of that name.
  [[nodiscard]] std::optional<model::Step> StepOf(const Op& op) const;
  std::string Record(const Op& op, std::string told, int64_t now);
  [[nodiscard]] int64_t RecordedAt(int64_t now) const;
  static std::vector<int> LedgersOf(const Op& op);

  model::Model model_;
  std::vector<Recorded> events_;
  std::map<std::string, Known> known_;
  std::vector<std::string> names_;  // of the model's steps
  std::vector<bool> closed_;        // by ledger
  std::vector<int> latest_;         // day of any event, by ledger
  std::vector<uint64_t> versions_;
};

}  // namespace outturn::simulation
