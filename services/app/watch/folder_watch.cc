#include "services/app/watch/folder_watch.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <utility>

#include "services/app/data_folder.h"
#include "services/app/log.h"
#include "store/kept/durable_mark.h"

namespace outturn::app {

FolderWatch::FolderWatch(std::string folder, Book& book, const Proofs& proofs)
    : folder_(std::move(folder)),
      book_(book),
      proofs_(proofs),
      opened_(open(folder_.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)) {}

FolderWatch::~FolderWatch() {
  if (opened_ >= 0) close(opened_);
}

void FolderWatch::Look() {
  if (IsTheSame()) RenewMark();  // never in another folder
  if (!book_.WhyNotWritable().empty()) return;
  struct stat there {};
  if (!IsTheSame()) {
    book_.TurnReadOnly(stat(folder_.c_str(), &there) == 0
                           ? "the data folder " + folder_ + " is another one than was opened; " +
                                 "stop the server and put the one it wrote to back in its place"
                           : "the data folder " + folder_ +
                                 " is gone; start again on what is left");
    return;
  }
  for (const store::Status& status : book_.LookAtLog()) {
    // What cannot be read now, for want of descriptors, may be read later.
    if (status.code() == store::Code::kIo) continue;
    book_.TurnReadOnly(status.message());
    return;
  }
}

bool FolderWatch::IsTheSame() const {
  struct stat opened {};
  struct stat there {};
  return opened_ >= 0 && fstat(opened_, &opened) == 0 && stat(folder_.c_str(), &there) == 0 &&
         opened.st_dev == there.st_dev && opened.st_ino == there.st_ino;
}

void FolderWatch::RenewMark() {
  const std::string mark = DurableMarkOf(folder_);
  const auto kept =
      store::WriteDurableMark(mark, {book_.DurableTip().position, proofs_.Grown(), book_.name()});
  if (!kept.ok() && mark_kept_) {
    Log(LogLevel::kError,
        mark +
            " cannot be renewed: should the log lose the end written from now on, a start may "
            "not notice; it is tried again each second",
        {{"reason", kept.ToString()}});
  }
  mark_kept_ = kept.ok();
}

}  // namespace outturn::app
