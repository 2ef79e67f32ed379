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

// What the flags say: yyyymmdd and a position, 0 where they were not given. An instant is made a
// position by asking the server. False when they are wrong or there is no answer: told, and the
// exit code set.
struct Cut {
  int32_t as_of = 0;
  uint64_t known_at = 0;
};
[[nodiscard]] bool TakeCut(Cli* cli, const CutFlags& flags, Cut* cut, int* exit_code);

[[nodiscard]] v1::Language WireLanguage(const Cli& cli);
[[nodiscard]] v1::Format WireFormat(const Cli& cli);

}  // namespace outturn::cli
