#include "services/rpc/event_filter.h"

#include <algorithm>
#include <string_view>
#include <type_traits>
#include <vector>

#include "services/wire/codec.h"

namespace outturn::rpc {
namespace {

struct Place {
  core::LedgerId ledger;
  core::LineCode line;
  core::EconomicClass economic_class;
};

template <typename Kind, typename... Kinds>
concept IsOneOf = (std::is_same_v<Kind, Kinds> || ...);

// The lines and classes an event touches: those it says, or where it names another event only,
// those of that one.
class PlacesOf {
 public:
  PlacesOf(const app::Book& book, const core::Header& header) : book_(book), header_(header) {}

  std::vector<Place> operator()(const core::LineOpened& e) const { return Here(e.line, {}); }
  std::vector<Place> operator()(const core::InitialAppropriation& e) const { return Amounts(e); }
  std::vector<Place> operator()(const core::CarryOverIn& e) const { return Amounts(e); }
  std::vector<Place> operator()(const core::Supplement& e) const { return Amounts(e); }
  std::vector<Place> operator()(const core::Cut& e) const { return Amounts(e); }
  std::vector<Place> operator()(const core::Virement& e) const {
    std::vector<Place> places;
    for (const core::VirementLeg& leg : e.legs) {
      places.push_back({{leg.unit, header_.ledger.year}, leg.line, leg.economic_class});
    }
    return places;
  }
  std::vector<Place> operator()(const core::FundsReceived& e) const { return Here(e.line, {}); }
  std::vector<Place> operator()(const core::Commitment& e) const {
    return Here(e.line, e.economic_class);
  }
  std::vector<Place> operator()(const core::CommitmentRelease& e) const {
    return book_.Read([&](const core::BookState& book, const auto&) -> std::vector<Place> {
      const core::LedgerState* ledger = book.FindLedger(header_.ledger);
      if (ledger == nullptr) return {};
      const auto commitment = ledger->commitments.find(e.commitment);
      if (commitment == ledger->commitments.end()) return {};
      return Here(commitment->second.line, commitment->second.economic_class);
    });
  }
  std::vector<Place> operator()(const core::Payment& e) const {
    return Here(e.line, e.economic_class);
  }
  // Of a reversed refund of an earlier year only the payment is known, as of the refund itself.
  std::vector<Place> operator()(const core::Reversal& e) const {
    return e.line.empty() ? OfPayment(e.payment_position) : Here(e.line, e.economic_class);
  }
  std::vector<Place> operator()(const core::PriorYearRefund& e) const {
    return OfPayment(e.payment_position);
  }
  std::vector<Place> operator()(const core::Correction& e) const {
    return {{header_.ledger, e.from_line, e.from_economic_class},
            {header_.ledger, e.to_line, e.to_economic_class}};
  }
  // Kinds of no line, each by name: a new kind does not compile until it says which lines it
  // touches.
  template <typename Kind>
  requires IsOneOf<
      Kind, core::PolicyAdopted, core::LedgerOpened, core::LedgerClosed, core::LedgerReopened,
      core::GoalStated, core::IndicatorSet, core::IndicatorRevised, core::ResultReported,
      core::IndicatorRated, core::DeviationExplained, core::TextRecorded, core::ForecastReported,
      core::WarningHandled, core::ReportPublished, core::QuotaSet, core::HeadcountReported,
      core::BuildingReported, core::PriorYearFigures, core::Declaration>
      std::vector<Place>
  operator()(const Kind&) const { return {}; }

 private:
  [[nodiscard]] std::vector<Place> Here(const core::LineCode& line,
                                        const core::EconomicClass& economic_class) const {
    return {{header_.ledger, line, economic_class}};
  }
  template <typename Kind>
  std::vector<Place> Amounts(const Kind& kind) const {
    std::vector<Place> places;
    for (const core::ClassAmount& amount : kind.amounts) {
      places.push_back({header_.ledger, kind.line, amount.economic_class});
    }
    return places;
  }
  // None where the log cannot be read there: what asks for that event itself is told so.
  [[nodiscard]] std::vector<Place> OfPayment(core::Position position) const {
    std::vector<Place> places;
    const auto take = [&](core::Position, std::string_view bytes) {
      const auto event = wire::DecodeEvent(bytes);
      const auto* payment = event ? std::get_if<core::Payment>(&event->command.body) : nullptr;
      if (payment != nullptr) places = Here(payment->line, payment->economic_class);
      return false;
    };
    (void)book_.Visit(nullptr, position, position, take);
    return places;
  }

  const app::Book& book_;
  const core::Header& header_;
};

bool MatchesPlace(const app::Book& book, const v1::ListEventsRequest& asked,
                  const core::Event& event) {
  if (asked.line().empty() && asked.economic_class().empty()) return true;
  const core::LedgerId ledger{asked.ledger().unit(), asked.ledger().year()};
  const std::vector<Place> places =
      std::visit(PlacesOf(book, event.command.header), event.command.body);
  return std::any_of(places.begin(), places.end(), [&](const Place& place) {
    return (ledger.unit.empty() || place.ledger == ledger) &&
           (asked.line().empty() || place.line == asked.line()) &&
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

bool Matches(const app::Book& book, const v1::ListEventsRequest& asked, const core::Event& event) {
  const std::string_view kind = core::KindName(event.command.body);
  const bool kind_asked =
      asked.kinds().empty() ||
      std::find(asked.kinds().begin(), asked.kinds().end(), kind) != asked.kinds().end();
  return kind_asked && MatchesName(asked, event) && MatchesDates(asked, event) &&
         MatchesPlace(book, asked, event);
}

}  // namespace outturn::rpc
