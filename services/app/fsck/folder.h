// Fsck of a data folder that nobody has open.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/app/fsck/fsck.h"

namespace rocksdb {
class Env;
}

namespace outturn::app {

struct FolderToExamine {
  std::string path;
  std::string book;  // what it should be called; empty: as it says
  const core::CodeTablesByVersion& tables;
  rocksdb::Env* env = nullptr;  // as in OpenDataFolder
};

struct ExaminedFolder {
  std::string book;
  // Set where the log cannot be opened, and so no event was examined: events 1 to … can be read in
  // its sound files; 0: it is not known how many.
  std::optional<core::Position> readable = {};
  Examined examined;
  // What of "derived", "ids", "history" and "tiles" is not there: the next start makes it anew from
  // the log, which takes the longer the more events there are.
  std::vector<std::string> to_be_made = {};
};

// Opens every part of the folder to be read, which changes nothing there: what a start would throw
// away and make anew is evidence. A part that cannot be opened is a finding that says so; what is
// derived and not there is none, as the next start makes it; it is named. The rest as Examine.
// kNotFound: there is no such folder. kIo: it may not be read, or is open in another process.
[[nodiscard]] store::Result<ExaminedFolder> ExamineFolder(const FolderToExamine& folder,
                                                          const FsckProgress& progress);

}  // namespace outturn::app
