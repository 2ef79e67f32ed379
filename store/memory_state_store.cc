#include "store/memory_state_store.h"

#include <algorithm>
#include <mutex>
#include <utility>
#include <vector>

namespace outturn::store {
namespace {

class CopyCursor final : public StateCursor {
 public:
  using Entries = std::vector<std::pair<std::string, std::string>>;
  explicit CopyCursor(Entries entries) : entries_(std::move(entries)) {}

  bool Next() override { return next_ < entries_.size() && ++next_ > 0; }
  std::string_view key() const override { return entries_[next_ - 1].first; }
  std::string_view value() const override { return entries_[next_ - 1].second; }
  const Status& status() const override { return status_; }

 private:
  const Entries entries_;
  size_t next_ = 0;
  const Status status_;
};

}  // namespace

Status MemoryStateStore::Apply(std::span<const Change> changes, Position reached) {
  std::lock_guard lock(mutex_);
  if (Status status = CheckApply(changes, reached_, reached); !status.ok()) return status;
  for (const Change& change : changes) {
    if (change.value) {
      content_[change.key] = *change.value;
    } else {
      content_.erase(change.key);
    }
  }
  reached_ = reached;
  return Status();
}

Position MemoryStateStore::Reached() const {
  std::shared_lock lock(mutex_);
  return reached_;
}

Result<std::string> MemoryStateStore::Get(std::string_view key) const {
  std::shared_lock lock(mutex_);
  auto found = content_.find(key);
  if (found == content_.end()) return Status(Code::kNotFound, "no such key");
  return found->second;
}

std::unique_ptr<StateCursor> MemoryStateStore::Scan(std::string_view prefix,
                                                    std::string_view from) const {
  std::shared_lock lock(mutex_);
  CopyCursor::Entries entries;
  for (auto it = content_.lower_bound(std::max(prefix, from));
       it != content_.end() && it->first.starts_with(prefix); ++it) {
    entries.push_back(*it);
  }
  return std::make_unique<CopyCursor>(std::move(entries));
}

Status MemoryStateStore::Wipe() {
  std::lock_guard lock(mutex_);
  content_.clear();
  reached_ = 0;
  return Status();
}

}  // namespace outturn::store
