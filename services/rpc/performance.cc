#include "services/figures/values/scoring.h"
#include "services/rpc/questions.h"
#include "services/rpc/readers.h"
#include "services/rpc/rendering.h"
#include "services/rpc/unary.h"
#include "services/wire/codec.h"
#include "services/wire/kinds.h"

namespace outturn::rpc {
namespace {

void Fill(const figures::IndicatorResult& from, v1::IndicatorStatus& to) {
  wire::Write(from.set, *to.mutable_indicator());
  to.set_actual(figures::Print(from.actual));
  to.set_scored(from.score.has_value());
  if (from.score) to.set_score(static_cast<int32_t>(from.score->hundredths));
  to.set_completion(figures::Print(from.completion));
  to.set_reason_needed(from.reason_needed);
  to.set_reason(from.reason);
}

}  // namespace

grpc::ServerUnaryReactor* Performance::ListIndicators(grpc::CallbackServerContext* context,
                                                      const v1::ListIndicatorsRequest* request,
                                                      v1::ListIndicatorsReply* reply) {
  return reading_.Finish(context, app::Call::kListIndicators, [=, this]() -> grpc::Status {
    const Language language = LanguageOf(*context);
    const AskedCut asked = CutOf(language, moments_, *request);
    if (!asked.status.ok()) return asked.status;
    std::map<std::string, v1::IndicatorStatus*> by_code;
    std::vector<core::Position> reports;
    const auto trouble = reports_.WithCut(
        asked.question, [&](const figures::Cut& cut, const figures::Provenance& from) {
          reply->Clear();
          reports.clear();
          reply->set_as_of(cut.as_of.Number());
          reply->set_position(from.position);
          Fill(from, *reply->mutable_provenance());
          for (const auto& [code, indicator] : cut.ledger.indicators) {
            if (indicator.set_on > cut.as_of) continue;
            v1::IndicatorStatus& out = *reply->add_indicators();
            Fill(figures::ScoreIndicator(cut, indicator), out);
            for (const auto& result : indicator.results.entries()) {
              if (result.day <= cut.as_of) reports.push_back(result.position);
            }
          }
        });
    if (trouble) return ToGrpc(Describe(*trouble, language));
    for (v1::IndicatorStatus& status : *reply->mutable_indicators()) {
      by_code[status.indicator().indicator()] = &status;
    }
    for (const core::Position position : reports) {
      const auto status =
          book_.VisitEvents(nullptr, position, position, [&](auto&, std::string_view bytes) {
            v1::Event event;
            event.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
            const auto found = by_code.find(event.command().result_reported().indicator());
            if (found != by_code.end()) *found->second->add_reports() = std::move(event);
            return true;
          });
      if (!status.ok()) return ToGrpc(Describe(app::Damaged(status), language));
    }
    return grpc::Status::OK;
  });
}

}  // namespace outturn::rpc
