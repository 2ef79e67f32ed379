// An id index without files.
#include <algorithm>
#include <mutex>
#include <unordered_map>

#include "store/ids/id_index.h"

namespace outturn::store {
namespace {

class MemoryIdIndex final : public IdIndex {
 public:
  void Add(uint64_t fingerprint, Position position) override {
    const std::lock_guard lock(mutex_);
    if (position <= last_) return;
    positions_.emplace(fingerprint, position);
    last_ = position;
  }

  Result<std::vector<Position>> Find(uint64_t fingerprint) const override {
    const std::lock_guard lock(mutex_);
    std::vector<Position> found;
    const auto [begin, end] = positions_.equal_range(fingerprint);
    for (auto at = begin; at != end; ++at) found.push_back(at->second);
    std::sort(found.begin(), found.end());
    return found;
  }

  Position Reached() const override {
    const std::lock_guard lock(mutex_);
    return reached_;
  }

  Status WriteBehind(bool) override {
    const std::lock_guard lock(mutex_);
    reached_ = last_;
    return Status();
  }

  bool WantsWriting() const override { return false; }

  Status Wipe() override {
    const std::lock_guard lock(mutex_);
    positions_.clear();
    reached_ = last_ = 0;
    return Status();
  }

 private:
  mutable std::mutex mutex_;
  std::unordered_multimap<uint64_t, Position> positions_;
  Position last_ = 0;
  Position reached_ = 0;
};

}  // namespace

std::unique_ptr<IdIndex> NewMemoryIdIndex() { return std::make_unique<MemoryIdIndex>(); }

}  // namespace outturn::store
