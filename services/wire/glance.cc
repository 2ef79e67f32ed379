#include "services/wire/glance.h"

#include "services/wire/payment_fields.h"

namespace outturn::wire {
namespace {

// What stands before a field, where that is a number and where it is bytes.
constexpr uint64_t NumberTag(uint32_t field) { return field << 3; }
constexpr uint64_t BytesTag(uint32_t field) { return field << 3 | 2; }

// One message, read from its beginning.
class Scan {
 public:
  explicit Scan(std::string_view bytes) : at_(bytes.data()), end_(bytes.data() + bytes.size()) {}

  // Whether there is more to be read, and nothing was wrong so far.
  [[nodiscard]] bool more() const { return at_ != end_ && good_; }
  [[nodiscard]] bool good() const { return good_; }

  uint64_t Number() {
    if (at_ != end_ && static_cast<unsigned char>(*at_) < 0x80) {  // most of them
      return static_cast<unsigned char>(*at_++);
    }
    return LongNumber();
  }
  std::string_view Bytes() {
    const uint64_t size = Number();
    if (size > static_cast<uint64_t>(end_ - at_)) good_ = false;
    if (!good_) return {};
    const std::string_view bytes(at_, size);
    at_ += size;
    return bytes;
  }

 private:
  uint64_t LongNumber() {
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
  while (scan.more()) {
    switch (scan.Number()) {
      case BytesTag(kSource):
        to.source = scan.Bytes();
        break;
      case BytesTag(kExternalId):
        to.external_id = scan.Bytes();
        break;
      case BytesTag(kUnit):
        to.unit = scan.Bytes();
        break;
      case NumberTag(kYear):
        to.year = static_cast<int32_t>(scan.Number());
        break;
      case NumberTag(kEffectiveOn):
        to.effective_on = static_cast<int32_t>(scan.Number());
        break;
      case NumberTag(kExpectedVersion):
        scan.Number();
        break;
      case BytesTag(kActor):
      case BytesTag(kDocumentNumber):
      case BytesTag(kOverride):
        scan.Bytes();
        break;
      default:
        return false;
    }
  }
  return scan.good();
}

bool ReadPayment(std::string_view bytes, PaymentGlance& to) {
  Scan scan(bytes);
  while (scan.more()) {
    switch (scan.Number()) {
      case BytesTag(kLine):
        to.line = scan.Bytes();
        break;
      case BytesTag(kEconomicClass):
        to.economic_class = scan.Bytes();
        break;
      case NumberTag(kAmount):
        to.amount_fen = static_cast<int64_t>(scan.Number());
        break;
      case NumberTag(kProcurement):
        to.procurement = scan.Number() != 0;
        break;
      case NumberTag(kMethod):
        scan.Number();
        break;
      case BytesTag(kPayee):
      case BytesTag(kPurpose):
      case BytesTag(kVoucher):
        scan.Bytes();
        break;
      default:
        return false;  // a commitment, what was drawn, or what a later program added
    }
  }
  return scan.good();
}

// The header, then the payment, and nothing else.
bool ReadCommand(std::string_view bytes, PaymentGlance& to) {
  Scan scan(bytes);
  return scan.more() && scan.Number() == BytesTag(kHeader) && ReadHeader(scan.Bytes(), to) &&
         scan.more() && scan.Number() == BytesTag(kPayment) && ReadPayment(scan.Bytes(), to) &&
         scan.good() && !scan.more();
}

}  // namespace

std::optional<PaymentGlance> GlanceAtPayment(std::string_view bytes) {
  std::optional<PaymentGlance> glance(std::in_place);
  Scan scan(bytes);
  bool seen = false;
  while (scan.more()) {
    switch (scan.Number()) {
      case NumberTag(kPosition):
        glance->position = scan.Number();
        break;
      case NumberTag(kRecordedAt):
        glance->recorded_at_us = static_cast<int64_t>(scan.Number());
        break;
      case BytesTag(kCommand):
        if (seen || !ReadCommand(scan.Bytes(), *glance)) return std::nullopt;
        seen = true;
        break;
      case BytesTag(kOutcome):
        scan.Bytes();
        break;
      default:
        return std::nullopt;
    }
  }
  if (!scan.good() || !seen) return std::nullopt;
  return glance;
}

}  // namespace outturn::wire
