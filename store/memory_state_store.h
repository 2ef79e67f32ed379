// Derived state in memory, for tests and simulation. A new one is empty, at position 0: what a
// crash may leave of any state store.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <shared_mutex>
#include <span>
#include <string>
#include <string_view>

#include "store/state_store.h"

namespace outturn::store {

class MemoryStateStore final : public StateStore {
 public:
  Status Apply(std::span<const Change> changes, Position reached) override;
  Position Reached() const override;
  Result<std::string> Get(std::string_view key) const override;
  // Copies what it will show: for tests, not for large stores.
  std::unique_ptr<StateCursor> Scan(std::string_view prefix,
                                    std::string_view from = {}) const override;
  Status Wipe() override;

 private:
  mutable std::shared_mutex mutex_;
  std::map<std::string, std::string, std::less<>> content_;
  Position reached_ = 0;
};

}  // namespace outturn::store
