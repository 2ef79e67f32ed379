#include "services/core/event.h"

#include <algorithm>
#include <utility>

#include "services/core/kind_names.h"

namespace outturn::core {
namespace {

template <size_t... I>
std::vector<std::string_view> NamesOf(std::index_sequence<I...>) {
  return {std::variant_alternative_t<I, AnyBody>::kName...};
}

}  // namespace

Body::Body() = default;
Body::Body(const Body&) = default;
Body::Body(Body&&) noexcept = default;
Body& Body::operator=(const Body&) = default;
Body& Body::operator=(Body&&) noexcept = default;
Body::~Body() = default;

bool operator==(const Body& a, const Body& b) {
  return static_cast<const AnyBody&>(a) == static_cast<const AnyBody&>(b);
}

const std::vector<std::string_view>& KindNames() {
  static const auto* const names =
      new std::vector(NamesOf(std::make_index_sequence<std::variant_size_v<AnyBody>>()));
  return *names;
}

bool IsKindName(std::string_view name) {
  const auto& names = KindNames();
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string_view KindName(const Body& body) {
  return std::visit([](const auto& kind) { return kind.kName; }, body);
}

std::vector<LedgerId> LedgersOf(const Command& command) {
  std::vector<LedgerId> ledgers;
  const auto add = [&ledgers](const LedgerId& id) {
    if (std::find(ledgers.begin(), ledgers.end(), id) == ledgers.end()) ledgers.push_back(id);
  };
  if (const auto* adopted = std::get_if<PolicyAdopted>(&command.body)) {
    for (const LedgerId& id : adopted->ledgers) add(id);
    return ledgers;
  }
  add(command.header.ledger);
  if (const auto* virement = std::get_if<Virement>(&command.body)) {
    for (const VirementLeg& leg : virement->legs) add({leg.unit, command.header.ledger.year});
  }
  return ledgers;
}

}  // namespace outturn::core
