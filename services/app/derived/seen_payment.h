// SeenPayment: all that folding needs of a plain payment, in place: its event's bytes, which are
// several times as many, are then not fetched again by whoever folds.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

#include "services/core/ids.h"
#include "services/wire/glance.h"

namespace outturn::app {

// A class of a line of a ledger, as payments name it: compared as bytes, in one step.
struct PlaceName {
  uint16_t unit = 0;  // lengths of the texts
  uint16_t line = 0;
  uint16_t economic_class = 0;
  int16_t year = 0;
  bool procurement = false;
  std::array<char, 47> text{};  // one behind the other, as far as there is room

  [[nodiscard]] bool HasRoom() const { return size_t{unit} + line + economic_class <= text.size(); }
};
static_assert(std::has_unique_object_representations_v<PlaceName>);

struct SeenPayment {
  PlaceName name;
  uint64_t hash = 0;            // of the name, and of what it has no room for
  core::Position position = 0;  // 0: the event is none, or not one that this can hold
  int64_t recorded_at_us = 0;
  int64_t amount_fen = 0;
  uint64_t fingerprint = 0;  // of its id
  int32_t effective_on = 0;  // yyyymmdd
};

[[nodiscard]] SeenPayment SeePayment(std::string_view event);

// What of the texts its name has no room for; empty: nothing.
[[nodiscard]] std::string Unnamed(const wire::PaymentGlance& payment, const PlaceName& name);

}  // namespace outturn::app
