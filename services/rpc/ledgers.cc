#include "services/rpc/questions.h"
#include "services/rpc/readers.h"
#include "services/rpc/rendering.h"
#include "services/rpc/unary.h"
#include "services/wire/kinds.h"

namespace outturn::rpc {
namespace {

void Fill(const core::LedgerState& from, v1::LedgerSummary& to) {
  to.mutable_ledger()->set_unit(from.id.unit);
  to.mutable_ledger()->set_year(from.id.year);
  to.set_unit_name(from.opened.unit_name);
  to.set_division(from.opened.division);
  to.set_parent_unit(from.opened.parent_unit);
  const core::PolicyRef* policy = from.policy.At(core::Day::LastOf(from.id.year));
  to.set_policy((policy != nullptr ? *policy : from.opened.policy).ToString());
  to.set_code_tables(from.opened.code_tables);
  to.set_closed(from.closed_now);
  to.set_version(from.version);
  to.set_last_position(from.last_position);
}

// A line's money, or one class's, as sums of cells.
class Balance {
 public:
  explicit Balance(core::Day day) : day_(day) {}

  void Add(const core::Cell& cell) {
    using core::Measure;
    initial_ += cell[Measure::kInitial].At(day_);
    carry_in_ += cell[Measure::kCarryIn].At(day_);
    supplements_ += cell[Measure::kSupplement].At(day_);
    cuts_ += cell[Measure::kCut].At(day_);
    virements_ += cell[Measure::kVirementIn].At(day_) - cell[Measure::kVirementOut].At(day_);
    received_ += cell[Measure::kReceived].At(day_);
    committed_ += cell[Measure::kCommitted].At(day_);
    paid_ += cell[Measure::kPaid].At(day_);
  }

  void Fill(v1::LineBalance& to) const {
    const core::Fen full_year = initial_ + carry_in_ + supplements_ - cuts_ + virements_;
    to.set_initial_fen(initial_.count());
    to.set_carry_in_fen(carry_in_.count());
    to.set_supplements_fen(supplements_.count());
    to.set_cuts_fen(cuts_.count());
    to.set_virements_fen(virements_.count());
    to.set_full_year_fen(full_year.count());
    to.set_received_fen(received_.count());
    to.set_committed_fen(committed_.count());
    to.set_paid_fen(paid_.count());
    to.set_headroom_fen((full_year - committed_ - paid_).count());
  }

 private:
  core::Day day_;
  core::Fen initial_, carry_in_, supplements_, cuts_, virements_, received_, committed_, paid_;
};

void FillLine(const core::Line& line, core::Day day, bool by_class, v1::GetBalancesReply& reply) {
  Balance whole(day);
  for (const auto& [economic_class, cell] : line.cells) whole.Add(cell);
  v1::LineBalance& out = *reply.add_balances();
  wire::Write(line.facts, *out.mutable_line());
  whole.Fill(out);
  if (!by_class) return;
  for (const auto& [economic_class, cell] : line.cells) {
    Balance part(day);
    part.Add(cell);
    v1::LineBalance& row = *reply.add_balances();
    wire::Write(line.facts, *row.mutable_line());
    row.set_economic_class(economic_class.empty() ? "-" : economic_class);
    part.Fill(row);
  }
}

}  // namespace

grpc::ServerUnaryReactor* Ledgers::ListLedgers(grpc::CallbackServerContext* context,
                                               const v1::ListLedgersRequest* request,
                                               v1::ListLedgersReply* reply) {
  return reading_.Finish(context, app::Call::kListLedgers, [=, this]() -> grpc::Status {
    const Language language = LanguageOf(*context);
    const AskedMoment moment = MomentOf(language, moments_, request->known(), request->known_at());
    if (!moment.status.ok()) return moment.status;
    const auto from = moments_.BookAt(moment.position);
    if (!from.ok()) return ToGrpc(Describe(from.trouble(), language));
    Fill(*from, *reply->mutable_provenance());
    reply->mutable_provenance()->clear_as_of();
    std::map<core::LedgerId, v1::LedgerSummary> sorted;
    std::vector<core::LedgerId> gone_on;  // since then
    book_.Read([&](const core::BookState& book, const auto&) {
      sorted.clear();
      gone_on.clear();
      for (const auto& [id, ledger] : book.ledgers) {
        if (request->year() != 0 && id.year != request->year()) continue;
        if (!request->unit().empty() && id.unit != request->unit()) continue;
        if (ledger.last_position > from->position) {
          gone_on.push_back(id);
        } else {
          Fill(ledger, sorted[id]);
        }
      }
    });
    for (const core::LedgerId& id : gone_on) {
      const auto ledger = book_.LedgerAt(id, from->position);
      if (!ledger.ok()) return ToGrpc(Describe(app::Damaged(ledger.status()), language));
      if (ledger->version > 0) Fill(*ledger, sorted[id]);
    }
    for (auto& [id, summary] : sorted) *reply->add_ledgers() = std::move(summary);
    return grpc::Status::OK;
  });
}

grpc::ServerUnaryReactor* Ledgers::GetBalances(grpc::CallbackServerContext* context,
                                               const v1::GetBalancesRequest* request,
                                               v1::GetBalancesReply* reply) {
  return reading_.Finish(context, app::Call::kGetBalances, [=, this]() -> grpc::Status {
    const Language language = LanguageOf(*context);
    const AskedCut asked = CutOf(language, moments_, *request);
    if (!asked.status.ok()) return asked.status;
    bool line_found = request->line().empty();
    const auto trouble = reports_.WithCut(
        asked.question, [&](const figures::Cut& cut, const figures::Provenance& from) {
          reply->Clear();
          reply->set_as_of(cut.as_of.Number());
          reply->set_position(from.position);
          Fill(from, *reply->mutable_provenance());
          for (const auto& [code, line] : cut.ledger.lines) {
            if (!request->line().empty() && code != request->line()) continue;
            line_found = true;
            if (line.opened_on > cut.as_of) continue;
            FillLine(line, cut.as_of, request->by_class(), *reply);
          }
        });
    if (trouble) return ToGrpc(Describe(*trouble, language));
    if (!line_found) {
      const core::Refusal refusal{
          core::Reason::kLineNotFound,
          {{"line", request->line()}, {"ledger", asked.question.ledger.ToString()}}};
      return ToGrpc(Describe(refusal, language));
    }
    return grpc::Status::OK;
  });
}

grpc::ServerUnaryReactor* Ledgers::ListPolicies(grpc::CallbackServerContext* context,
                                                const v1::ListPoliciesRequest*,
                                                v1::ListPoliciesReply* reply) {
  return reading_.Finish(context, app::Call::kListPolicies, [=, this] {
    book_.Read([&](const core::BookState& book, const auto&) {
      reply->Clear();
      for (const auto& [ref, policy] : book.policies) wire::Write(policy, *reply->add_policies());
    });
    return grpc::Status::OK;
  });
}

}  // namespace outturn::rpc
