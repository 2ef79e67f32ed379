// Glance: what folding needs of a plain payment, read from an event's bytes without making
// anything. Nearly every event of a book is one; parsing it whole takes several times as long.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace outturn::wire {

// A payment that draws on no commitment. The views are into the event's bytes.
struct PaymentGlance {
  uint64_t position = 0;
  int64_t recorded_at_us = 0;
  std::string_view source;
  std::string_view external_id;
  std::string_view unit;
  int32_t year = 0;
  int32_t effective_on = 0;  // yyyymmdd
  std::string_view line;
  std::string_view economic_class;
  int64_t amount_fen = 0;
  bool procurement = false;
};

// nullopt of every other event, and of bytes that are not laid out as AppendEvent does it:
// DecodeEvent says what they are. What it finds is what DecodeEvent finds of the same bytes, but
// that it does not ask whether the values are ones a payment may have.
[[nodiscard]] std::optional<PaymentGlance> GlanceAtPayment(std::string_view bytes);

}  // namespace outturn::wire
