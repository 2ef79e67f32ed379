// WatchedPayments: payments whose texts hold words that warning rules look for. The resident state
// keeps no texts; this keeps what was found, and reads on from where it had come to.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "services/app/book.h"
#include "services/figures/monitoring/warnings.h"

namespace outturn::app {

// Threads: any. The book outlives it.
class WatchedPayments {
 public:
  explicit WatchedPayments(const Book& book) : book_(book) {}

  // The ledger's payments up to `position` (durable) that hold any of the words, by position. The
  // first question after a start, or one with other words, reads the ledger's events from the
  // first; later ones only what is new.
  [[nodiscard]] store::Result<std::vector<figures::WatchedPayment>> UpTo(
      const core::LedgerId& ledger, const std::vector<std::string>& words, core::Position position);

  // More than that nobody reads; what is beyond is left out.
  static constexpr size_t kMostKept = 10'000;

 private:
  struct Found {
    std::mutex mutex;
    std::vector<std::string> words;
    core::Position read_to = 0;
    std::vector<figures::WatchedPayment> payments;
  };
  [[nodiscard]] store::Status ReadOn(const core::LedgerId& ledger, core::Position position,
                                     Found& found) const;

  const Book& book_;
  std::mutex mutex_;
  std::map<core::LedgerId, std::unique_ptr<Found>> found_;
};

}  // namespace outturn::app
