#include "services/rpc/monitoring.h"

#include <algorithm>
#include <string>

#include "services/rpc/questions.h"
#include "services/rpc/rendering.h"
#include "services/wire/kinds.h"

namespace outturn::rpc {
namespace {

bool Asked(const v1::ListWarningsRequest& request, const figures::RaisedWarning& warning) {
  const auto level = static_cast<v1::WarningLevel>(warning.rule->level);
  const auto& levels = request.levels();
  return (levels.empty() || std::find(levels.begin(), levels.end(), level) != levels.end()) &&
         (request.rule().empty() || request.rule() == warning.rule->id) &&
         (request.subject().empty() || request.subject() == warning.subject) &&
         (!request.pending_only() || warning.Pending());
}

figures::GroupBy GroupOf(v1::GroupBy by) {
  switch (by) {
    case v1::BY_CATEGORY:
      return figures::GroupBy::kCategory;
    case v1::BY_PROJECT_KIND:
      return figures::GroupBy::kProjectKind;
    case v1::BY_FUNCTION:
      return figures::GroupBy::kFunction;
    case v1::BY_FUND_TYPE:
      return figures::GroupBy::kFundType;
    case v1::BY_THREE_PUBLIC:
      return figures::GroupBy::kThreePublic;
    case v1::GROUP_BY_UNSPECIFIED:
    case v1::BY_UNIT:
    case v1::GroupBy_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::GroupBy_INT_MAX_SENTINEL_DO_NOT_USE_:
      return figures::GroupBy::kUnit;
  }
  return figures::GroupBy::kUnit;
}

void Fill(const figures::RollupAmounts& from, int months, v1::RollupRow& to) {
  to.set_initial_fen(from.initial.count());
  to.set_full_year_fen(from.full_year.count());
  to.set_committed_fen(from.committed.count());
  to.set_paid_fen(from.paid.count());
  to.set_execution_rate(figures::Print(figures::ExecutionRate(from)));
  to.set_ahead_points(figures::Print(figures::AheadOfTime(from, months)));
  to.set_ahead_fen(figures::AheadAmount(from, months).count());
}

grpc::Status CheckRollup(const v1::GetRollupRequest& request, Language language) {
  if (!v1::GroupBy_IsValid(request.group_by())) {
    return Malformed(language, "group_by", std::to_string(request.group_by()),
                     {"BY_UNIT、BY_CATEGORY 等", "BY_UNIT, BY_CATEGORY …"});
  }
  if (request.levels() > 3) {
    return Malformed(language, "levels", std::to_string(request.levels()), {"1 至 3", "1 to 3"});
  }
  wire::Violations violations;
  (void)wire::Fields("", violations).OptionalDay("as_of", request.as_of());
  if (!violations.empty()) return ToGrpc(Describe(violations, language));
  return grpc::Status::OK;
}

// A rule that the policy in force does not have; those near it, else all, are told.
app::Trouble NoSuchRule(const std::string& rule, const core::Policy& policy) {
  std::vector<std::string> known;
  for (const core::WarningRule& other : policy.warning_rules) known.push_back(other.id);
  const std::vector<std::string> near = figures::Nearest(rule, known);
  std::string names;
  for (const std::string& name : near.empty() ? known : near) {
    names += (names.empty() ? "" : ", ") + name;
  }
  const std::string of = policy.ref.ToString();
  const bool told = !near.empty();
  return app::NotFound(
      "WARNING_RULE_NOT_FOUND",
      {"政策 " + of + " 没有预警规则 " + rule + (told ? "；相近的：" : "；现有：") + names,
       "policy " + of + " has no warning rule " + rule + (told ? "; near it: " : "; it has: ") +
           names},
      {{"rule", rule}, {"policy", of}, {"known", names}});
}

}  // namespace

v1::RaisedWarning ToMessage(const figures::RaisedWarning& warning, Language language) {
  v1::RaisedWarning to;
  const core::WarningRule& rule = *warning.rule;
  to.set_rule(rule.id);
  to.set_subject(warning.subject);
  to.set_title(language == Language::kEnglish && !rule.en.empty() ? rule.en : rule.zh);
  to.set_subject_name(warning.name.In(language));
  to.set_text(warning.words.In(language));
  to.set_test(static_cast<v1::WarningTest>(rule.test));
  to.set_level(static_cast<v1::WarningLevel>(rule.level));
  to.set_control(static_cast<v1::WarningControl>(rule.control));
  for (const auto& [figure, value] : warning.numbers) {
    v1::FigureValue& out = *to.add_numbers();
    out.set_name(figure.Name());
    out.set_exact(figures::Exact(value));
    out.set_printed(figures::Print(value, figures::MoneyUnit::kWanYuan, language));
  }
  for (const core::Position position : warning.events) to.add_events(position);
  to.set_classified(warning.classified);
  to.set_pending(warning.Pending());
  to.set_outgrown(warning.outgrown);
  if (warning.handled) {
    wire::Write(warning.handled->what, *to.mutable_handled());
    to.set_handled_on(warning.handled->on.Number());
    to.set_handled_position(warning.handled->position);
  }
  return to;
}

grpc::ServerUnaryReactor* Monitoring::ListWarnings(grpc::CallbackServerContext* context,
                                                   const v1::ListWarningsRequest* request,
                                                   v1::ListWarningsReply* reply) {
  return reading_.Finish(context, app::Call::kListWarnings, [=, this]() -> grpc::Status {
    const Language language = LanguageOf(request->language(), LanguageOf(*context));
    AskedCut asked = CutOf(language, moments_, *request);
    if (!asked.status.ok()) return asked.status;
    asked.question.given_up = [context] { return IsGivenUp(*context); };
    std::vector<Sums> sums;
    std::optional<app::Trouble> unknown;
    const auto trouble = monitor_.WithWarnings(
        asked.question, [&](const figures::Cut& cut, const figures::Provenance& from,
                            const std::vector<figures::RaisedWarning>& warnings) {
          reply->Clear();  // what a lost write took back was read before
          sums.clear();
          unknown.reset();
          if (!request->rule().empty() && cut.policy.FindWarningRule(request->rule()) == nullptr) {
            unknown = NoSuchRule(request->rule(), cut.policy);
            return;
          }
          for (const figures::RaisedWarning& warning : warnings) {
            if (!Asked(*request, warning)) continue;
            *reply->add_warnings() = ToMessage(warning, language);
            sums.push_back({warning.sums, warning.since});
          }
          reply->set_rules(static_cast<uint32_t>(cut.policy.warning_rules.size()));
          Fill(from, *reply->mutable_provenance());
        });
    if (trouble) return ToGrpc(Describe(*trouble, language));
    if (unknown) return ToGrpc(Describe(*unknown, language));
    return AddBehind(asked.question, request->events_behind(), sums, language, *reply);
  });
}

// As known at the position the warnings are of: what came since is not behind them.
grpc::Status Monitoring::AddBehind(app::Question question, size_t most,
                                   const std::vector<Sums>& sums, Language language,
                                   v1::ListWarningsReply& reply) const {
  constexpr size_t kMostWarnings = 20;
  constexpr size_t kMostEvents = 100;
  question.known_at = reply.provenance().position();
  question.as_of = core::Day::OfNumber(reply.provenance().as_of());
  for (size_t i = 0; most > 0 && i < std::min(sums.size(), kMostWarnings); ++i) {
    const auto listed = monitor_.EventsBehind(question, sums[i].figures, sums[i].since,
                                              std::min(most, kMostEvents));
    if (!listed.ok()) return ToGrpc(Describe(listed.trouble(), language));
    for (const app::Audit::Listed& one : *listed) {
      auto& to = *reply.mutable_warnings(static_cast<int>(i))->add_behind();
      to.set_figure(one.figure);
      to.set_position(one.event.position);
      to.set_amount_fen(one.amount_fen);
      to.set_effective_on(one.event.effective_on.Number());
      to.set_id(one.event.id);
      to.set_papers(one.event.papers);
      to.set_about(one.event.about);
    }
  }
  return grpc::Status::OK;
}

grpc::ServerUnaryReactor* Monitoring::GetRollup(grpc::CallbackServerContext* context,
                                                const v1::GetRollupRequest* request,
                                                v1::GetRollupReply* reply) {
  return reading_.Finish(context, app::Call::kGetRollup, [=, this]() -> grpc::Status {
    const Language language = LanguageOf(request->language(), LanguageOf(*context));
    if (auto status = CheckRollup(*request, language); !status.ok()) return status;
    const auto day = request->as_of() == 0 ? std::nullopt : core::Day::OfNumber(request->as_of());
    const int levels = request->levels() == 0 ? 3 : static_cast<int>(request->levels());
    const AskedMoment moment = MomentOf(language, moments_, request->known(), request->known_at());
    if (!moment.status.ok()) return moment.status;
    const auto rolled = monitor_.RollUp({request->year(), request->unit(), day,
                                         GroupOf(request->group_by()), levels, moment.position});
    if (!rolled.ok()) return ToGrpc(Describe(rolled.trouble(), language));
    const figures::Provenance& from = rolled->provenance;
    const auto months = static_cast<int>(from.as_of.month());
    Fill(rolled->rollup.total, months, *reply->mutable_total());
    reply->mutable_total()->set_units(static_cast<uint32_t>(rolled->rollup.units));
    for (const figures::RollupRow& row : rolled->rollup.rows) {
      v1::RollupRow& out = *reply->add_rows();
      Fill(row.amounts, months, out);
      out.set_key(row.key);
      out.set_name(row.name.In(language));
      out.set_rank(static_cast<uint32_t>(row.rank));
      out.set_units(static_cast<uint32_t>(row.units));
    }
    reply->set_time_progress(figures::Print(figures::Ratio{months, 12}));
    reply->set_as_of(from.as_of.Number());
    reply->set_position(from.position);
    Fill(from, *reply->mutable_provenance());
    return grpc::Status::OK;
  });
}

grpc::ServerWriteReactor<v1::WatchUpdate>* Monitoring::Watch(grpc::CallbackServerContext* context,
                                                             const v1::WatchRequest* request) {
  return watchers_.Begin(*request, LanguageOf(request->language(), LanguageOf(*context)));
}

}  // namespace outturn::rpc
