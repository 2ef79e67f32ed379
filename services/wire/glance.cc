#include "services/wire/glance.h"

#include "services/wire/payment_fields.h"

namespace outturn::wire {
namespace {

// One message's fields, one after the other. Knows numbers and bytes only: nothing else occurs.
class Scan {
 public:
  explicit Scan(std::string_view rest) : at_(rest.data()), end_(rest.data() + rest.size()) {}

  // False at the end, and where the bytes are none of the two; good() tells which.
  bool Next() {
    if (at_ == end_ || !good_) return false;
    const uint64_t tag = Varint();
    field = static_cast<uint32_t>(tag >> 3);
    if ((tag & 7) == 0) {
      number = Varint();
      is_number = true;
    } else {
      is_number = false;
      const uint64_t size = (tag & 7) == 2 ? Varint() : UINT64_MAX;
      good_ = good_ && size <= static_cast<uint64_t>(end_ - at_);
      if (!good_) return false;
      bytes = std::string_view(at_, size);
      at_ += size;
    }
    return good_;
  }
  [[nodiscard]] bool good() const { return good_; }

  uint32_t field = 0;
  bool is_number = false;
  uint64_t number = 0;
  std::string_view bytes;

 private:
  uint64_t Varint() {
    uint64_t value = 0;
    for (int shift = 0; shift < 64 && at_ != end_; shift += 7) {
      const auto byte = static_cast<unsigned char>(*at_++);
      value |= static_cast<uint64_t>(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    good_ = false;
    return 0;
  }

  const char* at_;
  const char* end_;
  bool good_ = true;
};

bool ReadHeader(std::string_view bytes, PaymentGlance& to) {
  Scan scan(bytes);
  while (scan.Next()) {
    const bool wants_number =
        scan.field == kYear || scan.field == kEffectiveOn || scan.field == kExpectedVersion;
    if (scan.is_number != wants_number) return false;
    if (scan.field == kSource) {
      to.source = scan.bytes;
    } else if (scan.field == kExternalId) {
      to.external_id = scan.bytes;
    } else if (scan.field == kUnit) {
      to.unit = scan.bytes;
    } else if (scan.field == kYear) {
      to.year = static_cast<int32_t>(scan.number);
    } else if (scan.field == kEffectiveOn) {
      to.effective_on = static_cast<int32_t>(scan.number);
    } else if (scan.field == 0 || scan.field > kOverride) {
      return false;
    }
  }
  return scan.good();
}

bool ReadPayment(std::string_view bytes, PaymentGlance& to) {
  Scan scan(bytes);
  while (scan.Next()) {
    const bool wants_number =
        scan.field == kAmount || scan.field == kProcurement || scan.field == kMethod;
    if (scan.is_number != wants_number) return false;
    if (scan.field == kLine) {
      to.line = scan.bytes;
    } else if (scan.field == kEconomicClass) {
      to.economic_class = scan.bytes;
    } else if (scan.field == kAmount) {
      to.amount_fen = static_cast<int64_t>(scan.number);
    } else if (scan.field == kProcurement) {
      to.procurement = scan.number != 0;
    } else if (scan.field == 0 || scan.field > kMethod) {
      return false;  // a commitment, what was drawn, or what a later program added
    }
  }
  return scan.good();
}

bool ReadCommand(std::string_view bytes, PaymentGlance& to) {
  Scan scan(bytes);
  uint32_t seen = 0;
  while (scan.Next()) {
    const bool in_order =
        seen == 0 ? scan.field == kHeader : seen == kHeader && scan.field == kPayment;
    if (!in_order || scan.is_number) return false;
    seen = scan.field;
    if (!(seen == kHeader ? ReadHeader(scan.bytes, to) : ReadPayment(scan.bytes, to))) return false;
  }
  return scan.good() && seen == kPayment;
}

}  // namespace

std::optional<PaymentGlance> GlanceAtPayment(std::string_view bytes) {
  PaymentGlance glance;
  Scan scan(bytes);
  bool seen = false;
  while (scan.Next()) {
    if (scan.field == kPosition && scan.is_number) {
      glance.position = scan.number;
    } else if (scan.field == kRecordedAt && scan.is_number) {
      glance.recorded_at_us = static_cast<int64_t>(scan.number);
    } else if (scan.field == kCommand && !scan.is_number && !seen) {
      seen = true;
      if (!ReadCommand(scan.bytes, glance)) return std::nullopt;
    } else if (scan.field != kOutcome || scan.is_number) {
      return std::nullopt;
    }
  }
  return scan.good() && seen ? std::optional(glance) : std::nullopt;
}

}  // namespace outturn::wire
