// A data folder on the disk with everything in it that one can have, to be damaged.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "services/app/book.h"
#include "services/app/fsck/folder.h"
#include "services/app/proofs/proofs.h"
#include "tests/app/support.h"

namespace outturn::app {

// A book on a folder, its background work done at once.
struct OnDisk {
  ManualClock clock;
  std::unique_ptr<Book> book;
  std::unique_ptr<Proofs> proofs;  // gone before the book is

  // As the server opens it, and with its errors.
  [[nodiscard]] static store::Result<std::unique_ptr<OnDisk>> Open(const std::string& path,
                                                                   const std::string& name = "");
  void Record(std::vector<core::Command> commands);
};

// Two runs of a book: a rule set, two ledgers, 300 payments, so that a tile is full,
// checkpoints of which one has a name, and a history with checkpoints of its own.
void MakeFolder(const std::string& path);

using Files = std::map<std::string, std::string>;  // by path in the folder, the content
[[nodiscard]] Files ReadFolder(const std::string& path);
// Makes the folder what `files` say.
void WriteFolder(const std::string& path, const Files& files);

// One finding a line, as fsck prints them.
[[nodiscard]] std::vector<std::string> FindingsOf(const std::string& path);

}  // namespace outturn::app
