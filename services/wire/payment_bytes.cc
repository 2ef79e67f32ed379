#include "services/wire/payment_bytes.h"

#include <bit>
#include <cstring>
#include <string_view>
#include <variant>

#include "services/wire/payment_fields.h"

namespace outturn::wire {
namespace {

// A field's tag is its number with the way it is written beside it.
constexpr uint64_t kAsNumber = 0;
constexpr uint64_t kAsBytes = 2;
constexpr uint64_t Tag(uint32_t field, uint64_t way) { return uint64_t{field} << 3 | way; }

// How many bytes the fields of a message take. Fields that say nothing are left out.
class Measure {
 public:
  void Number(uint32_t field, uint64_t value) {
    if (value != 0) size += SizeOf(Tag(field, kAsNumber)) + SizeOf(value);
  }
  void Bytes(uint32_t field, std::string_view value) {
    if (!value.empty()) Message(field, value.size());
  }
  // Days of four-digit years have eight digits.
  void DayOf(uint32_t field, core::Day) { size += SizeOf(Tag(field, kAsNumber)) + 4; }
  // One that is there, even when it is empty.
  void Message(uint32_t field, size_t inner) {
    size += SizeOf(Tag(field, kAsBytes)) + SizeOf(inner) + inner;
  }

  size_t size = 0;

 private:
  // Seven bits to a byte.
  static size_t SizeOf(uint64_t value) {
    return (static_cast<size_t>(std::bit_width(value | 1)) + 6) / 7;
  }
};

// Writes them to where there is room.
class Output {
 public:
  explicit Output(char* at) : at_(at) {}

  void Number(uint32_t field, uint64_t value) {
    if (value == 0) return;
    Varint(Tag(field, kAsNumber));
    Varint(value);
  }
  void Bytes(uint32_t field, std::string_view value) {
    if (value.empty()) return;
    Head(field, value.size());
    std::memcpy(at_, value.data(), value.size());
    at_ += value.size();
  }
  void DayOf(uint32_t field, core::Day day) { Number(field, static_cast<uint64_t>(day.Number())); }
  // What comes before the fields of a message within.
  void Head(uint32_t field, size_t inner) {
    Varint(Tag(field, kAsBytes));
    Varint(inner);
  }

 private:
  void Varint(uint64_t value) {
    for (; value >= 0x80; value >>= 7) *at_++ = static_cast<char>(value | 0x80);
    *at_++ = static_cast<char>(value);
  }

  char* at_;
};

uint64_t Signed(int64_t value) { return static_cast<uint64_t>(value); }

template <typename Sink>
void Put(const core::Header& header, Sink& to) {
  to.Bytes(kSource, header.ref.source);
  to.Bytes(kExternalId, header.ref.external_id);
  to.Bytes(kActor, header.actor);
  to.Bytes(kUnit, header.ledger.unit);
  to.Number(kYear, Signed(header.ledger.year));
  to.DayOf(kEffectiveOn, header.effective_on);
  to.Bytes(kDocumentNumber, header.document_number);
  to.Number(kExpectedVersion, header.expected_version.value_or(0));
}

template <typename Sink>
void Put(const core::Payment& payment, Sink& to) {
  to.Bytes(kLine, payment.line);
  to.Bytes(kEconomicClass, payment.economic_class);
  to.Number(kAmount, Signed(payment.amount.count()));
  to.Bytes(kPayee, payment.payee);
  to.Bytes(kPurpose, payment.purpose);
  to.Bytes(kVoucher, payment.voucher);
  to.Number(kProcurement, payment.procurement ? 1 : 0);
  to.Number(kMethod, static_cast<uint64_t>(payment.method));
}

template <typename Sink>
void Put(const core::Outcome& outcome, Sink& to) {
  to.Number(kLedgerVersion, outcome.ledger_version);
  if (!outcome.headroom) return;
  to.Number(kHasHeadroom, 1);
  to.Number(kHeadroom, Signed(outcome.headroom->amount.count()));
  to.DayOf(kHeadroomOn, outcome.headroom->day);
}

template <typename Message>
size_t SizeOf(const Message& message) {
  Measure measure;
  Put(message, measure);
  return measure.size;
}

}  // namespace

bool AppendPayment(const core::Event& event, std::string& bytes) {
  const core::Header& header = event.command.header;
  const auto* payment = std::get_if<core::Payment>(&event.command.body);
  const bool plain = payment != nullptr && !payment->commitment && payment->drawn.zero() &&
                     !header.override_by && event.outcome.warnings.empty();
  if (!plain) return false;

  const size_t of_header = SizeOf(header);
  const size_t of_payment = SizeOf(*payment);
  const size_t of_outcome = SizeOf(event.outcome);
  Measure command;
  command.Message(kHeader, of_header);
  command.Message(kPayment, of_payment);
  Measure whole;
  whole.Number(kPosition, event.position);
  whole.Number(kRecordedAt, Signed(event.recorded_at.microseconds()));
  whole.Message(kCommand, command.size);
  whole.Message(kOutcome, of_outcome);

  const size_t begin = bytes.size();
  bytes.resize(begin + whole.size);
  Output to(bytes.data() + begin);
  to.Number(kPosition, event.position);
  to.Number(kRecordedAt, Signed(event.recorded_at.microseconds()));
  to.Head(kCommand, command.size);
  to.Head(kHeader, of_header);
  Put(header, to);
  to.Head(kPayment, of_payment);
  Put(*payment, to);
  to.Head(kOutcome, of_outcome);
  Put(event.outcome, to);
  return true;
}

}  // namespace outturn::wire
