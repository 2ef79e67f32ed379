#include "store/rocksdb/zeroed_pages.h"

#include <sys/mman.h>

#include <new>

namespace outturn::store {

ZeroedPages::ZeroedPages(size_t bytes) : size_(bytes) {
  void* const mapped =
      mmap(nullptr, size_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (mapped == MAP_FAILED) throw std::bad_alloc();
  madvise(mapped, size_, MADV_HUGEPAGE);  // advice: a refusal changes nothing but the speed
  data_ = static_cast<char*>(mapped);
}

ZeroedPages::~ZeroedPages() { munmap(data_, size_); }

}  // namespace outturn::store
