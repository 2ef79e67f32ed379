#include "services/rpc/event_filter.h"

#include <algorithm>
#include <string_view>
#include <type_traits>

namespace outturn::rpc {
namespace {

struct Place {
  std::string_view line;
  std::string_view economic_class;
};

template <typename Kind>
std::vector<Place> PlacesOfAmounts(const Kind& kind) {
  std::vector<Place> places;
  for (const core::ClassAmount& amount : kind.amounts) {
    places.push_back({kind.line, amount.economic_class});
  }
  return places;
}

template <typename Kind, typename... Kinds>
concept IsOneOf = (std::is_same_v<Kind, Kinds> || ...);

// The lines and classes a kind touches.
struct PlacesOf {
  std::vector<Place> operator()(const core::LineOpened& e) const { return {{e.line, {}}}; }
  std::vector<Place> operator()(const core::InitialAppropriation& e) const {
    return PlacesOfAmounts(e);
  }
  std::vector<Place> operator()(const core::CarryOverIn& e) const { return PlacesOfAmounts(e); }
  std::vector<Place> operator()(const core::Supplement& e) const { return PlacesOfAmounts(e); }
  std::vector<Place> operator()(const core::Cut& e) const { return PlacesOfAmounts(e); }
  std::vector<Place> operator()(const core::Virement& e) const {
    std::vector<Place> places;
    for (const core::VirementLeg& leg : e.legs) places.push_back({leg.line, leg.economic_class});
    return places;
  }
  std::vector<Place> operator()(const core::FundsReceived& e) const { return {{e.line, {}}}; }
  std::vector<Place> operator()(const core::Commitment& e) const {
    return {{e.line, e.economic_class}};
  }
  std::vector<Place> operator()(const core::Payment& e) const {
    return {{e.line, e.economic_class}};
  }
  std::vector<Place> operator()(const core::Reversal& e) const {
    return {{e.line, e.economic_class}};
  }
  std::vector<Place> operator()(const core::Correction& e) const {
    return {{e.from_line, e.from_economic_class}, {e.to_line, e.to_economic_class}};
  }
  // Kinds of no line, each by name: a new kind does not compile until it says which lines it
  // touches.
  template <typename Kind>
  requires IsOneOf<Kind, core::PolicyAdopted, core::LedgerOpened, core::LedgerClosed,
                   core::LedgerReopened, core::CommitmentRelease, core::PriorYearRefund,
                   core::GoalStated, core::IndicatorSet, core::IndicatorRevised,
                   core::ResultReported, core::IndicatorRated, core::DeviationExplained,
                   core::TextRecorded, core::ForecastReported, core::WarningHandled,
                   core::ReportPublished, core::QuotaSet, core::HeadcountReported,
                   core::BuildingReported, core::PriorYearFigures, core::Declaration>
      std::vector<Place>
  operator()(const Kind&) const { return {}; }
};

bool MatchesPlace(const v1::ListEventsRequest& asked, const core::Event& event) {
  if (asked.line().empty() && asked.economic_class().empty()) return true;
  const std::vector<Place> places = std::visit(PlacesOf(), event.command.body);
  return std::any_of(places.begin(), places.end(), [&](const Place& place) {
    return (asked.line().empty() || place.line == asked.line()) &&
           (asked.economic_class().empty() ||
            place.economic_class.starts_with(asked.economic_class()));
  });
}

bool MatchesDates(const v1::ListEventsRequest& asked, const core::Event& event) {
  const int32_t day = event.command.header.effective_on.Number();
  const int64_t recorded = event.recorded_at.microseconds();
  return (asked.effective_from() == 0 || day >= asked.effective_from()) &&
         (asked.effective_to() == 0 || day <= asked.effective_to()) &&
         (asked.recorded_from_us() == 0 || recorded >= asked.recorded_from_us()) &&
         (asked.recorded_to_us() == 0 || recorded <= asked.recorded_to_us());
}

bool MatchesName(const v1::ListEventsRequest& asked, const core::Event& event) {
  if (!asked.has_ref()) return true;
  const core::EventRef& ref = event.command.header.ref;
  return (asked.ref().source().empty() || ref.source == asked.ref().source()) &&
         (asked.ref().external_id().empty() || ref.external_id == asked.ref().external_id());
}

}  // namespace

bool Matches(const v1::ListEventsRequest& asked, const core::Event& event) {
  const std::string_view kind = core::KindName(event.command.body);
  const bool kind_asked =
      asked.kinds().empty() ||
      std::find(asked.kinds().begin(), asked.kinds().end(), kind) != asked.kinds().end();
  return kind_asked && MatchesName(asked, event) && MatchesDates(asked, event) &&
         MatchesPlace(asked, event);
}

}  // namespace outturn::rpc
