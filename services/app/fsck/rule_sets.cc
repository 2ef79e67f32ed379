#include "services/app/fsck/rule_sets.h"

#include <utility>
#include <variant>

#include "services/wire/codec.h"
#include "services/wire/glance.h"

namespace outturn::app {
namespace {

constexpr core::Position kLooksAtTheTimeEach = 256;  // events

}  // namespace

std::vector<std::string> RuleSetDifferences(const PolicyMap& in_memory, const PolicyMap& adopted) {
  std::vector<std::string> differences;
  for (const auto& [ref, policy] : adopted) {
    const auto found = in_memory.find(ref);
    if (found == in_memory.end()) {
      differences.push_back("rule set " + ref.ToString() + " is missing");
    } else if (found->second != policy) {
      differences.push_back("rule set " + ref.ToString() + " is not the one adopted");
    }
  }
  for (const auto& [ref, policy] : in_memory) {
    if (adopted.contains(ref)) continue;
    differences.push_back("rule set " + ref.ToString() + " was never adopted");
  }
  return differences;
}

store::Result<std::optional<RuleSets::Compared>> RuleSets::Compare(
    std::chrono::microseconds budget) {
  const auto until = std::chrono::steady_clock::now() + budget;
  const core::Position tail = book_.DurableTip().position;
  if (auto status = ReadOn(tail, until); !status.ok()) return status;
  if (adopted_.position < tail) return std::optional<Compared>();
  const auto [position, in_memory] =
      book_.Read([](const core::BookState& state, const store::Frontier&) {
        return std::pair(state.position, state.policies);
      });
  // What came meanwhile: a group or two.
  if (auto status = ReadOn(position, std::chrono::steady_clock::time_point::max()); !status.ok()) {
    return status;
  }
  return std::optional(
      Compared{in_memory.size(), RuleSetDifferences(in_memory, adopted_.policies)});
}

store::Status RuleSets::ReadOn(core::Position to, std::chrono::steady_clock::time_point until) {
  store::Status unreadable;
  const auto take = [&](core::Position position, std::string_view bytes) {
    // Nearly every event is a payment, which adopts nothing.
    if (!wire::GlanceAtPayment(bytes)) {
      const auto event = wire::DecodeEvent(bytes);
      if (!event) {
        unreadable = store::Status::Corrupt(position, "no event this program knows");
        return false;
      }
      if (const auto* adopted = std::get_if<core::PolicyAdopted>(&event->command.body)) {
        core::Evolve(adopted_, *adopted);
      }
    }
    adopted_.position = position;
    return position % kLooksAtTheTimeEach != 0 || std::chrono::steady_clock::now() < until;
  };
  if (adopted_.position >= to) return {};
  const auto status = book_.Visit(nullptr, adopted_.position + 1, to, take);
  return status.ok() ? unreadable : status;
}

}  // namespace outturn::app
