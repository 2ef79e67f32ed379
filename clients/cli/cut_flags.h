// At which cut a question is asked: as of which effective day, as known when.
#pragma once

#include <string>

#include "clients/cli/cli.h"
#include "outturn/v1/services.pb.h"

namespace outturn::cli {

struct CutFlags {
  DayFlag as_of;
  std::string known_at;
  std::string prefix;  // "to-": the flags are --to-as-of and --to-known-at
};

// --as-of and --known-at.
void AddCutFlags(Cli* cli, CLI::App* command, CutFlags* cut);

// What the flags say: yyyymmdd and when it was known; 0 and nothing where they were not given.
struct Cut {
  int32_t as_of = 0;
  v1::KnownAt known;

  // Into a request with as_of, known_at and known. A position goes where older servers look, too.
  template <typename Request>
  void PutInto(Request* request) const {
    request->set_as_of(as_of);
    if (known.has_position()) {
      request->set_known_at(known.position());
    } else if (known.moment_case() != v1::KnownAt::MOMENT_NOT_SET) {
      *request->mutable_known() = known;
    }
  }
};
// False when they are wrong: told, and the exit code set.
[[nodiscard]] bool TakeCut(Cli* cli, const CutFlags& flags, Cut* cut, int* exit_code);

// --known-at alone: its flag, and what it says.
void AddKnownAtFlag(Cli* cli, CLI::App* command, const std::string& name, std::string* text);
[[nodiscard]] bool TakeKnownAt(Cli* cli, const std::string& name, const std::string& text,
                               v1::KnownAt* known, int* exit_code);

// On standard error, where nothing of it is in the answer itself: book, both dates (a list of
// events or ledgers has no effective day), position, root.
void TellProvenance(Cli* cli, const v1::Provenance& from);

[[nodiscard]] v1::Language WireLanguage(const Cli& cli);
[[nodiscard]] v1::Format WireFormat(const Cli& cli);

}  // namespace outturn::cli
