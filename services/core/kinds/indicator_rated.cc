#include "services/core/kinds/indicator_rated.h"

#include <algorithm>
#include <string>

#include "services/core/indicators.h"

namespace outturn::core {
namespace {

// The band above owns the border; the highest band includes its upper end.
bool Inside(const QualitativeBand& band, int percent) {
  return percent >= band.from_percent &&
         (percent < band.to_percent || (percent == 100 && band.to_percent == 100));
}

std::string Describe(const std::vector<QualitativeBand>& bands) {
  std::string text;
  for (const QualitativeBand& band : bands) {
    if (!text.empty()) text += ", ";
    text +=
        band.code + " " + std::to_string(band.from_percent) + "–" + std::to_string(band.to_percent);
  }
  return text;
}

}  // namespace

Result<Verdict> Decide(const Context& context, IndicatorRated& asked) {
  if (auto refusal = CheckReported(context)) return *refusal;
  const auto indicator = UsableIndicator(context, asked.indicator);
  if (!indicator) return indicator.refusal();
  const IndicatorSet& set = (*indicator)->set;
  if (set.kind != IndicatorKind::kQualitative) return KindMismatch(set, "band");
  const auto& bands = context.policy->bands;
  const auto band = std::find_if(bands.begin(), bands.end(),
                                 [&](const QualitativeBand& b) { return b.code == asked.band; });
  if (band == bands.end() || !Inside(*band, asked.percent)) {
    return Refusal{Reason::kRatingOutsideBand,
                   {{"band", asked.band},
                    {"percent", std::to_string(asked.percent)},
                    {"allowed", Describe(bands)}}};
  }
  return Verdict{};
}

void Evolve(LedgerState& ledger, const Header& header, Position position,
            const IndicatorRated& event) {
  ledger.indicators.at(event.indicator).ratings.Put(header.effective_on, position, event);
}

}  // namespace outturn::core
