// Memory for large tables that are read at random places.
#pragma once

#include <cstddef>

namespace outturn::store {

// Zeroed bytes, aligned to a page, in huge pages where the system has them: a random access then
// costs one miss, not two. What is not touched takes no memory. Neither copied nor moved.
class ZeroedPages {
 public:
  // Throws std::bad_alloc.
  explicit ZeroedPages(size_t bytes);
  ~ZeroedPages();
  ZeroedPages(const ZeroedPages&) = delete;
  ZeroedPages& operator=(const ZeroedPages&) = delete;

  char* data() const { return data_; }
  size_t size() const { return size_; }

 private:
  const size_t size_;
  char* data_;
};

}  // namespace outturn::store
