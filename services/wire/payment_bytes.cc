#include "services/wire/payment_bytes.h"

#include <variant>

#include "services/wire/message_bytes.h"
#include "services/wire/payment_fields.h"

namespace outturn::wire {
namespace {

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

void AppendReceipt(core::Position position, core::Instant recorded_at, bool already_recorded,
                   const core::Outcome& outcome, std::string& reply) {
  const size_t of_outcome = SizeOf(outcome);
  Measure receipt;
  receipt.Number(kReceiptPosition, position);
  receipt.Number(kReceiptRecordedAt, Signed(recorded_at.microseconds()));
  receipt.Number(kAlreadyRecorded, already_recorded ? 1 : 0);
  receipt.Message(kReceiptOutcome, of_outcome);
  Measure answer;
  answer.Message(kReceipt, receipt.size);
  Measure whole;
  whole.Message(kAnswers, answer.size);

  const size_t begin = reply.size();
  reply.resize(begin + whole.size);
  Output to(reply.data() + begin);
  to.Head(kAnswers, answer.size);
  to.Head(kReceipt, receipt.size);
  to.Number(kReceiptPosition, position);
  to.Number(kReceiptRecordedAt, Signed(recorded_at.microseconds()));
  to.Number(kAlreadyRecorded, already_recorded ? 1 : 0);
  to.Head(kReceiptOutcome, of_outcome);
  Put(outcome, to);
}

}  // namespace outturn::wire
