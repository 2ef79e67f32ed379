// FolderWatch: a book's data folder, looked after while a server writes to it.
#pragma once

#include <string>

#include "services/app/book.h"
#include "services/app/proofs/proofs.h"

namespace outturn::app {

// What is written to files that were removed, or to a folder that was moved away, is gone with this
// process; and what another folder in its place holds is not to be touched.
class FolderWatch {
 public:
  // The folder as it is now is the book's.
  FolderWatch(std::string folder, Book& book, const Proofs& proofs);
  ~FolderWatch();
  FolderWatch(const FolderWatch&) = delete;
  FolderWatch& operator=(const FolderWatch&) = delete;

  // Renews the mark `durable`, and turns the book read-only where its folder, or a file its log
  // lives from, is no longer there under its name. From one thread at a time.
  void Look();

  // Whether the folder's name still stands for the folder that was opened; false also where there
  // is none.
  [[nodiscard]] bool IsTheSame() const;

 private:
  void RenewMark();

  const std::string folder_;
  Book& book_;
  const Proofs& proofs_;
  const int opened_;       // the folder itself, so that no other one is mistaken for it; −1: none
  bool mark_kept_ = true;  // whether the mark could be renewed the last time
};

}  // namespace outturn::app
