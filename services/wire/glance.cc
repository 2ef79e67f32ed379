#include "services/wire/glance.h"

#include "services/wire/message_bytes.h"
#include "services/wire/payment_fields.h"

namespace outturn::wire {
namespace {

// What stands before a field below 16, where that is a number and where it is bytes.
constexpr char NumberTag(uint32_t field) { return static_cast<char>(field << 3); }
constexpr char BytesTag(uint32_t field) { return static_cast<char>(field << 3 | 2); }

// One message, its fields each asked for in their order, as they are written: which comes next is
// then no question to the processor.
class AsWritten {
 public:
  explicit AsWritten(std::string_view bytes)
      : at_(bytes.data()), end_(bytes.data() + bytes.size()) {}

  // Whether this stands here; if so, it is passed.
  bool Passes(char tag) {
    if (at_ == end_ || *at_ != tag) return false;
    ++at_;
    return true;
  }
  // Nothing was wrong, and nothing is left.
  [[nodiscard]] bool AtEnd() const { return good_ && at_ == end_; }

  uint64_t Number() { return ReadVarint(at_, end_, good_); }
  std::string_view Bytes() {
    const bool is_short = at_ != end_ && static_cast<unsigned char>(*at_) < 0x80;
    const uint64_t size = is_short ? static_cast<unsigned char>(*at_++) : Number();
    if (size > static_cast<uint64_t>(end_ - at_)) {
      good_ = false;
      at_ = end_;
      return {};
    }
    const std::string_view bytes(at_, size);
    at_ += size;
    return bytes;
  }

 private:
  const char* at_;
  const char* end_;
  bool good_ = true;
};

bool ReadHeader(std::string_view bytes, PaymentGlance& to) {
  AsWritten scan(bytes);
  if (scan.Passes(BytesTag(kSource))) to.source = scan.Bytes();
  if (scan.Passes(BytesTag(kExternalId))) to.external_id = scan.Bytes();
  if (scan.Passes(BytesTag(kActor))) scan.Bytes();
  if (scan.Passes(BytesTag(kUnit))) to.unit = scan.Bytes();
  if (scan.Passes(NumberTag(kYear))) to.year = static_cast<int32_t>(scan.Number());
  if (scan.Passes(NumberTag(kEffectiveOn))) to.effective_on = static_cast<int32_t>(scan.Number());
  if (scan.Passes(BytesTag(kDocumentNumber))) scan.Bytes();
  if (scan.Passes(NumberTag(kExpectedVersion))) scan.Number();
  if (scan.Passes(BytesTag(kOverride))) scan.Bytes();
  return scan.AtEnd();
}

// What is left at its end: a commitment, what was drawn, or what a later program added.
bool ReadPayment(std::string_view bytes, PaymentGlance& to) {
  AsWritten scan(bytes);
  if (scan.Passes(BytesTag(kLine))) to.line = scan.Bytes();
  if (scan.Passes(BytesTag(kEconomicClass))) to.economic_class = scan.Bytes();
  if (scan.Passes(NumberTag(kAmount))) to.amount_fen = static_cast<int64_t>(scan.Number());
  if (scan.Passes(BytesTag(kPayee))) scan.Bytes();
  if (scan.Passes(BytesTag(kPurpose))) scan.Bytes();
  if (scan.Passes(BytesTag(kVoucher))) scan.Bytes();
  if (scan.Passes(NumberTag(kProcurement))) to.procurement = scan.Number() != 0;
  if (scan.Passes(NumberTag(kMethod))) scan.Number();
  return scan.AtEnd();
}

bool ReadCommand(std::string_view bytes, PaymentGlance& to) {
  constexpr uint32_t kTag = kPayment << 3 | 2;  // of two bytes
  static_assert(kTag >= 0x80 && kTag < 0x4000);
  AsWritten scan(bytes);
  return scan.Passes(BytesTag(kHeader)) && ReadHeader(scan.Bytes(), to) &&
         scan.Passes(static_cast<char>(kTag | 0x80)) && scan.Passes(static_cast<char>(kTag >> 7)) &&
         ReadPayment(scan.Bytes(), to) && scan.AtEnd();
}

}  // namespace

std::optional<PaymentGlance> GlanceAtPayment(std::string_view bytes) {
  std::optional<PaymentGlance> glance(std::in_place);
  AsWritten scan(bytes);
  if (scan.Passes(NumberTag(kPosition))) glance->position = scan.Number();
  if (scan.Passes(NumberTag(kRecordedAt))) {
    glance->recorded_at_us = static_cast<int64_t>(scan.Number());
  }
  if (!scan.Passes(BytesTag(kCommand)) || !ReadCommand(scan.Bytes(), *glance)) return std::nullopt;
  if (scan.Passes(BytesTag(kOutcome))) scan.Bytes();
  if (!scan.AtEnd()) return std::nullopt;
  return glance;
}

}  // namespace outturn::wire
