#include <algorithm>

#include "services/core/placements.h"
#include "services/rpc/errors.h"
#include "services/rpc/readers.h"
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

}  // namespace

grpc::ServerUnaryReactor* Payments::GetPayment(grpc::CallbackServerContext* context,
                                               const v1::GetPaymentRequest* request,
                                               v1::GetPaymentReply* reply) {
  return reading_.Finish(context, app::Call::kGetPayment, [=, this]() -> grpc::Status {
    const Language language = LanguageOf(*context);
    const core::EventRef ref{request->payment().source(), request->payment().external_id()};
    const core::Refusal not_found{core::Reason::kPaymentNotFound, {{"payment", ref.ToString()}}};
    const auto position = book_.FindId(ref);
    if (!position.ok()) return ToGrpc(Describe(app::Damaged(position.status()), language));
    if (!*position) return ToGrpc(Describe(not_found, language));
    std::optional<core::PaymentRecord> payment;
    auto status =
        book_.Visit(nullptr, **position, **position, [&](auto at, std::string_view bytes) {
          const auto event = wire::DecodeEvent(bytes);
          const auto* body = event ? std::get_if<core::Payment>(&event->command.body) : nullptr;
          if (body != nullptr) {
            const core::Header& header = event->command.header;
            payment = core::PaymentRecord{at, header.ledger, header.effective_on, *body};
            reply->mutable_payment()->ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
          }
          return true;
        });
    if (!status.ok()) return ToGrpc(Describe(app::Damaged(status), language));
    if (!payment) return ToGrpc(Describe(not_found, language));
    const auto collect = [&](auto, std::string_view bytes) {
      const auto event = wire::DecodeEvent(bytes);
      if (event && FollowedPayment(event->command.body) == payment->position) {
        reply->add_follow_ups()->ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
      }
      return true;
    };
    std::vector<core::LedgerId> ledgers;  // that hold follow-ups
    book_.Read([&](const core::BookState& book, const auto&) {
      ledgers.clear();
      reply->clear_placements();
      const core::LedgerState& paid_from = *book.FindLedger(payment->ledger);
      if (paid_from.placements.contains(payment->position)) ledgers.push_back(payment->ledger);
      for (const auto& place : core::PlacementsOf(paid_from, *payment)) {
        if (place.left.Last().zero()) continue;
        auto* out = reply->add_placements();
        out->set_line(place.line);
        out->set_economic_class(place.economic_class);
        out->set_amount_fen(place.left.Last().count());
      }
      for (const auto& [id, ledger] : book.ledgers) {
        if (ledger.prior_year_refunds.contains(payment->position)) ledgers.push_back(id);
      }
    });
    for (const core::LedgerId& ledger : ledgers) {
      status = book_.Visit(&ledger, payment->position + 1, 0, collect);
      if (!status.ok()) return ToGrpc(Describe(app::Damaged(status), language));
    }
    std::sort(reply->mutable_follow_ups()->begin(), reply->mutable_follow_ups()->end(),
              [](const v1::Event& a, const v1::Event& b) { return a.position() < b.position(); });
    return grpc::Status::OK;
  });
}

}  // namespace outturn::rpc
