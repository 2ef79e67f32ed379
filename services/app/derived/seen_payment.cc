#include "services/app/derived/seen_payment.h"

#include <xxhash.h>

#include <algorithm>

#include "services/app/derived/derived.h"

namespace outturn::app {
namespace {

// What no event that was ever recorded is without: another one is folded by what refuses it.
bool CanBeNamed(const wire::PaymentGlance& payment) {
  constexpr size_t kMost = UINT16_MAX;
  return payment.unit.size() <= kMost && payment.line.size() <= kMost &&
         payment.economic_class.size() <= kMost && payment.year >= 0 && payment.year <= INT16_MAX;
}

PlaceName NameOf(const wire::PaymentGlance& payment) {
  PlaceName name;
  name.unit = static_cast<uint16_t>(payment.unit.size());
  name.line = static_cast<uint16_t>(payment.line.size());
  name.economic_class = static_cast<uint16_t>(payment.economic_class.size());
  name.year = static_cast<int16_t>(payment.year);
  name.procurement = payment.procurement;
  char* at = name.text.data();
  for (const std::string_view text : {payment.unit, payment.line, payment.economic_class}) {
    const auto room = static_cast<size_t>(name.text.data() + name.text.size() - at);
    at = std::copy_n(text.data(), std::min(text.size(), room), at);
  }
  return name;
}

}  // namespace

std::string Unnamed(const wire::PaymentGlance& payment, const PlaceName& name) {
  if (name.HasRoom()) return {};
  std::string texts(payment.unit);
  return texts.append(payment.line).append(payment.economic_class).substr(name.text.size());
}

SeenPayment SeePayment(std::string_view event) {
  SeenPayment seen;
  const auto payment = wire::GlanceAtPayment(event);
  if (!payment || !CanBeNamed(*payment)) return seen;
  seen.name = NameOf(*payment);
  uint64_t seed = 0;
  if (!seen.name.HasRoom()) {
    const std::string unnamed = Unnamed(*payment, seen.name);
    seed = XXH3_64bits(unnamed.data(), unnamed.size());
  }
  seen.hash = XXH3_64bits_withSeed(&seen.name, sizeof(PlaceName), seed);
  seen.position = payment->position;
  seen.recorded_at_us = payment->recorded_at_us;
  seen.amount_fen = payment->amount_fen;
  seen.fingerprint = FingerprintOf(payment->source, payment->external_id);
  seen.effective_on = payment->effective_on;
  return seen;
}

}  // namespace outturn::app
