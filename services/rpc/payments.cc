#include <algorithm>

#include "services/core/placements.h"
#include "services/rpc/errors.h"
#include "services/rpc/questions.h"
#include "services/rpc/readers.h"
#include "services/rpc/rendering.h"
#include "services/rpc/unary.h"
#include "services/wire/codec.h"

namespace outturn::rpc {
namespace {

core::Position FollowedPayment(const core::Body& body) {
  if (const auto* reversal = std::get_if<core::Reversal>(&body)) return reversal->payment_position;
  if (const auto* refund = std::get_if<core::PriorYearRefund>(&body)) {
    return refund->payment_position;
  }
  if (const auto* correction = std::get_if<core::Correction>(&body)) {
    return correction->payment_position;
  }
  return 0;
}

// The payment of that name, as far as it was recorded by `known_at` (0: by now).
struct Found {
  std::optional<core::PaymentRecord> payment;
  grpc::Status status;  // OK when there is one
};
Found Find(const app::Book& book, const core::EventRef& ref, core::Position known_at,
           Language language, v1::Event& told) {
  const core::Refusal not_found{core::Reason::kPaymentNotFound, {{"payment", ref.ToString()}}};
  const auto position = book.FindId(ref);
  if (!position.ok()) return {{}, ToGrpc(Describe(app::Damaged(position.status()), language))};
  if (!*position || (known_at != 0 && **position > known_at)) {
    return {{}, ToGrpc(Describe(not_found, language))};
  }
  Found found;
  const auto take = [&](const core::Event& event, std::string_view bytes) {
    if (const auto* body = std::get_if<core::Payment>(&event.command.body)) {
      const core::Header& header = event.command.header;
      found.payment =
          core::PaymentRecord{event.position, header.ledger, header.effective_on, *body};
      told.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
    }
    return true;
  };
  const auto status = book.VisitEvents(nullptr, **position, **position, take);
  if (!status.ok()) return {{}, ToGrpc(Describe(app::Damaged(status), language))};
  if (!found.payment) found.status = ToGrpc(Describe(not_found, language));
  return found;
}

void FillPlacements(const figures::Cut& cut, const core::PaymentRecord& payment,
                    v1::GetPaymentReply& reply) {
  for (const auto& place : core::PlacementsOf(cut.ledger, payment)) {
    const core::Fen left = place.left.At(cut.as_of);
    if (left.zero()) continue;
    auto* out = reply.add_placements();
    out->set_line(place.line);
    out->set_economic_class(place.economic_class);
    out->set_amount_fen(left.count());
  }
}

// What followed the payment in the ledgers by that day, which is of the payment's own year.
store::Status FollowUps(const app::Book& book, const std::vector<core::LedgerId>& ledgers,
                        const core::PaymentRecord& payment, core::Day as_of,
                        v1::GetPaymentReply& reply) {
  const auto collect = [&](const core::Event& event, std::string_view bytes) {
    if (FollowedPayment(event.command.body) != payment.position) return true;
    const core::Header& header = event.command.header;
    if (header.ledger == payment.ledger && header.effective_on > as_of) return true;
    reply.add_follow_ups()->ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
    return true;
  };
  for (const core::LedgerId& ledger : ledgers) {
    const auto status =
        book.VisitEvents(&ledger, payment.position + 1, reply.provenance().position(), collect);
    if (!status.ok()) return status;
  }
  std::sort(reply.mutable_follow_ups()->begin(), reply.mutable_follow_ups()->end(),
            [](const v1::Event& a, const v1::Event& b) { return a.position() < b.position(); });
  return {};
}

}  // namespace

grpc::ServerUnaryReactor* Payments::GetPayment(grpc::CallbackServerContext* context,
                                               const v1::GetPaymentRequest* request,
                                               v1::GetPaymentReply* reply) {
  return reading_.Finish(context, app::Call::kGetPayment, [=, this]() -> grpc::Status {
    const Language language = LanguageOf(*context);
    const AskedMoment moment = MomentOf(language, moments_, request->known(), request->known_at());
    if (!moment.status.ok()) return moment.status;
    const core::EventRef ref{request->payment().source(), request->payment().external_id()};
    const Found found = Find(book_, ref, moment.position, language, *reply->mutable_payment());
    if (!found.status.ok()) return found.status;
    const core::PaymentRecord& payment = *found.payment;
    v1::LedgerRef ledger;
    ledger.set_unit(payment.ledger.unit);
    ledger.set_year(payment.ledger.year);
    AskedCut asked = CutOf(language, ledger, request->as_of(), moment);
    if (!asked.status.ok()) return asked.status;
    const bool ever = !asked.question.as_of;
    if (ever) asked.question.as_of = core::Day::LastOf(payment.ledger.year);
    std::vector<core::LedgerId> ledgers;  // that hold follow-ups
    const auto trouble = reports_.WithCut(
        asked.question, [&](const figures::Cut& cut, const figures::Provenance& from) {
          ledgers.clear();
          reply->clear_placements();
          Fill(from, *reply->mutable_provenance());
          FillPlacements(cut, payment, *reply);
          if (cut.ledger.placements.contains(payment.position)) ledgers.push_back(payment.ledger);
        });
    if (trouble) return ToGrpc(Describe(*trouble, language));
    if (ever) {
      const auto refunding = book_.Read([&](const core::BookState& book, const auto&) {
        std::vector<core::LedgerId> later;
        for (const auto& [id, state] : book.ledgers) {
          if (state.prior_year_refunds.contains(payment.position)) later.push_back(id);
        }
        return later;
      });
      ledgers.insert(ledgers.end(), refunding.begin(), refunding.end());
    }
    const auto status = FollowUps(book_, ledgers, payment, *asked.question.as_of, *reply);
    return status.ok() ? grpc::Status::OK : ToGrpc(Describe(app::Damaged(status), language));
  });
}

}  // namespace outturn::rpc
