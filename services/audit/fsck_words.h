// What fsck may find something wrong with, and the words for it: one table for whoever tells of it,
// the server's --fsck as the command line's.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "services/figures/problem.h"

namespace outturn::audit {

enum class FsckPart : uint8_t {
  kLog,             // the truth itself: restore it from a backup
  kDerived,         // remove the folder derived: the next start makes it anew
  kIds,             // remove the folder ids, likewise
  kSnapshot,        // as kDerived
  kCheckpoint,      // handed out, and not what the log holds: log or checkpoints are not the book's
  kResident,        // the state in memory: a start without derived makes it anew
  kHistory,         // remove the folder history: the next start makes it anew
  kTiles,           // remove the file tiles, likewise
  kBook,            // the folder's name: put the file BOOK back
  kKey,             // what checkpoints are signed with: put the file key back
  kCheckpointFile,  // checkpoints or their names are lost or damaged: put the files back
  kSum,             // a small file beside checkpoints, names or log: the next start makes it anew
};

struct FsckWords {
  std::string_view name;   // "log", for programs and the server's log
  figures::Words what;     // "日志", "log"
  figures::Words meaning;  // what it says of the book's events
  figures::Words advice;
};

[[nodiscard]] const FsckWords& WordsOf(FsckPart part);

// "1 event", "3 events".
[[nodiscard]] std::string Counted(uint64_t count, std::string_view noun);

// Where it was found: at one event (0: at no single one), or `count` times of one cause, up to
// `last`.
struct FsckPlace {
  uint64_t first = 0;
  uint64_t last = 0;
  uint64_t count = 1;
};
// ", event 4711", ", events 4711 to 4800, 63 in all"; empty where it is of no single one.
[[nodiscard]] std::string PlaceText(const FsckPlace& place, figures::Language language);

// "log, event 4711: …", without an end of line; `said` as the store says it.
[[nodiscard]] std::string FindingText(FsckPart part, const FsckPlace& place, std::string_view said,
                                      figures::Language language);

// Whether the finding says what to do itself: permission or room was wanting (store/remedy.h), and
// nothing is known to be lost. Then its part is none of those that WhatToDo is asked of.
[[nodiscard]] bool SaysRemedy(std::string_view said);

// What it means and what to do about it, once for each of the parts, in a block of lines. Empty
// where there are none.
[[nodiscard]] std::string WhatToDo(const std::vector<FsckPart>& parts, figures::Language language);

// That `parts` of the folder are not there, and that nothing need be done about it; a line, empty
// where there are none.
[[nodiscard]] std::string ToBeMadeText(const std::vector<std::string>& parts,
                                       figures::Language language);

}  // namespace outturn::audit
