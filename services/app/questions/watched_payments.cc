#include "services/app/questions/watched_payments.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "services/wire/codec.h"

namespace outturn::app {
namespace {

std::optional<figures::WatchedPayment> WatchedIn(core::Position position, core::Event event,
                                                 const std::vector<std::string>& words) {
  auto* payment = std::get_if<core::Payment>(&event.command.body);
  if (payment == nullptr) return std::nullopt;
  if (!figures::HoldsAny(payment->purpose, words) && !figures::HoldsAny(payment->payee, words)) {
    return std::nullopt;
  }
  const core::Header& header = event.command.header;
  return figures::WatchedPayment{position,
                                 header.effective_on,
                                 header.ref,
                                 payment->line,
                                 payment->economic_class,
                                 payment->amount,
                                 std::move(payment->payee),
                                 std::move(payment->purpose)};
}

}  // namespace

store::Status WatchedPayments::ReadOn(const core::LedgerId& ledger, core::Position position,
                                      Found& found) const {
  std::optional<store::Status> unreadable;
  const auto visit = [&](core::Position at, std::string_view bytes) {
    found.read_to = at;
    // Texts stand in the stored bytes as they are: most events need not be decoded.
    if (!figures::HoldsAny(bytes, found.words)) return true;
    auto event = wire::DecodeEvent(bytes);
    if (!event) {
      unreadable = book_.Unreadable(at);
      return false;
    }
    auto payment = WatchedIn(at, *std::move(event), found.words);
    if (payment) found.payments.push_back(*std::move(payment));
    return found.payments.size() < kMostKept;
  };
  const auto status = book_.Visit(&ledger, found.read_to + 1, position, visit);
  if (unreadable) return *unreadable;
  if (status.ok() && found.payments.size() < kMostKept) {
    found.read_to = std::max(found.read_to, position);
  }
  return status;
}

store::Result<std::vector<figures::WatchedPayment>> WatchedPayments::UpTo(
    const core::LedgerId& ledger, const std::vector<std::string>& words, core::Position position) {
  std::vector<figures::WatchedPayment> payments;
  if (words.empty() || position == 0) return payments;
  Found* found = nullptr;
  {
    const std::lock_guard lock(mutex_);
    auto& kept = found_[ledger];
    if (kept == nullptr) kept = std::make_unique<Found>();
    found = kept.get();
  }
  const std::lock_guard lock(found->mutex);
  if (found->words != words) {
    found->words = words;
    found->read_to = 0;
    found->payments.clear();
  }
  const bool full = found->payments.size() >= kMostKept;
  if (found->read_to < position && !full) {
    if (auto status = ReadOn(ledger, position, *found); !status.ok()) return status;
  }
  for (const figures::WatchedPayment& payment : found->payments) {
    if (payment.position <= position) payments.push_back(payment);
  }
  return payments;
}

}  // namespace outturn::app
