#include "services/wire/payment_command.h"

#include <algorithm>
#include <optional>

#include "outturn/v1/spending.pb.h"
#include "services/wire/characters.h"
#include "services/wire/fields.h"
#include "services/wire/message_bytes.h"
#include "services/wire/payment_fields.h"

namespace outturn::wire {
namespace {

// Whether the text is one that every reader of the field takes: what is not, is for Fields to name.
bool IsText(std::string_view bytes, size_t most) {
  return bytes.size() <= most && HasNoControlCharacters(bytes) && IsUtf8(bytes);
}
bool IsAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<signed char>(c) >= 0; });
}

// Reads the fields of one message in rising order, so that none comes twice.
class InOrder {
 public:
  explicit InOrder(std::string_view bytes) : scan_(bytes) { (void)Next(); }

  // False: it is there, and is no such text.
  bool Text(uint32_t field, size_t most, std::string& to) {
    if (!At(field)) return true;
    if (scan_.is_number || !IsText(scan_.bytes, most)) return false;
    to.assign(scan_.bytes);
    return Next();
  }
  // 0 where it is not there.
  bool Number(uint32_t field, uint64_t& to) {
    if (!At(field)) return true;
    if (!scan_.is_number) return false;
    to = scan_.number;
    return Next();
  }
  // Nothing is left, and all of it was good.
  [[nodiscard]] bool Done() const { return !there_ && scan_.good(); }

 private:
  [[nodiscard]] bool At(uint32_t field) const { return there_ && scan_.field == field; }
  bool Next() {
    there_ = scan_.Next();
    return scan_.good();
  }

  Scan scan_;
  bool there_ = false;
};

bool Read(std::string_view bytes, core::Header& to) {
  InOrder fields(bytes);
  uint64_t year = 0;
  uint64_t day = 0;
  uint64_t version = 0;
  const bool read = fields.Text(kSource, kMaxCodeBytes, to.ref.source) &&
                    fields.Text(kExternalId, kMaxIdBytes, to.ref.external_id) &&
                    fields.Text(kActor, kMaxCodeBytes, to.actor) &&
                    fields.Text(kUnit, kMaxCodeBytes, to.ledger.unit) &&
                    fields.Number(kYear, year) && fields.Number(kEffectiveOn, day) &&
                    fields.Text(kDocumentNumber, kMaxIdBytes, to.document_number) &&
                    fields.Number(kExpectedVersion, version) && fields.Done();
  if (!read || to.ref.source.empty() || to.ref.external_id.empty() || to.actor.empty() ||
      to.ledger.unit.empty() || !IsAscii(to.ref.source) || !IsAscii(to.ref.external_id)) {
    return false;
  }
  if (year < 1900 || year > 2999 || day > INT32_MAX) return false;
  const auto effective_on = core::Day::OfNumber(static_cast<int32_t>(day));
  if (!effective_on) return false;
  to.ledger.year = static_cast<int>(year);
  to.effective_on = *effective_on;
  if (version != 0) to.expected_version = version;
  return true;
}

bool Read(std::string_view bytes, core::Payment& to) {
  InOrder fields(bytes);
  uint64_t amount = 0;
  uint64_t procurement = 0;
  uint64_t method = 0;
  const bool read =
      fields.Text(kLine, kMaxCodeBytes, to.line) &&
      fields.Text(kEconomicClass, kMaxClassBytes, to.economic_class) &&
      fields.Number(kAmount, amount) && fields.Text(kPayee, kMaxPayeeBytes, to.payee) &&
      fields.Text(kPurpose, kMaxTextBytes, to.purpose) &&
      fields.Text(kVoucher, kMaxIdBytes, to.voucher) && fields.Number(kProcurement, procurement) &&
      fields.Number(kMethod, method) && fields.Done();
  if (!read || to.line.empty() || to.economic_class.empty() || to.payee.empty() ||
      to.voucher.empty()) {
    return false;
  }
  if (amount < 1 || amount > static_cast<uint64_t>(core::kMaxAmount.count())) return false;
  if (method > INT32_MAX || !v1::PaymentMethod_IsValid(static_cast<int>(method))) return false;
  to.amount = core::Fen(static_cast<int64_t>(amount));
  to.procurement = procurement != 0;
  to.method = static_cast<core::PaymentMethod>(method);
  return true;
}

}  // namespace

bool ReadPayment(std::string_view bytes, core::Command& to) {
  Scan scan(bytes);
  if (!scan.Next() || scan.field != kHeader || scan.is_number) return false;
  const std::string_view header = scan.bytes;
  if (!scan.Next() || scan.field != kPayment || scan.is_number) return false;
  const std::string_view payment = scan.bytes;
  if (scan.Next() || !scan.good()) return false;
  return Read(header, to.header) && Read(payment, to.body.emplace<core::Payment>());
}

}  // namespace outturn::wire
