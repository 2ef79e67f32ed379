#include "services/rpc/watch_state.h"

#include "services/rpc/monitoring.h"

namespace outturn::rpc {
namespace {

using google::protobuf::Message;

bool Same(const Message& a, const Message& b) {
  return a.SerializeAsString() == b.SerializeAsString();
}

}  // namespace

app::Asked<WatchState> LookAt(const app::Reports& reports, app::Monitor& monitor,
                              const WatchQuestion& question, core::Position known_at) {
  WatchState state;
  std::optional<app::Trouble> unknown;
  const auto take = [&](const figures::Cut& cut, const figures::Provenance& from,
                        const std::vector<figures::RaisedWarning>& warnings) {
    unknown.reset();
    state = {from.position, cut.as_of.Number(), from.root, {}, {}};
    for (const figures::Figure& figure : question.figures) {
      // Before a line was opened a figure of it is no mistake.
      const auto problem = known_at == 0 ? figures::FindUnknown(cut, figure) : std::nullopt;
      if (problem) unknown = app::UnknownFigure(figure.Name(), *problem);
      if (problem) return;
      const figures::Value value = figures::Evaluate(cut, figure);
      v1::FigureValue& out = state.figures.emplace_back();
      out.set_name(figure.Name());
      out.set_exact(figures::Exact(value));
      out.set_printed(figures::Print(value, figures::MoneyUnit::kWanYuan, question.language));
    }
    for (const figures::RaisedWarning& warning : warnings) {
      state.warnings[{warning.rule->id, warning.subject}] = ToMessage(warning, question.language);
    }
  };
  app::Question cut = question.cut;
  cut.known_at = known_at;
  const auto trouble =
      question.warnings
          ? monitor.WithWarnings(cut, take)
          : reports.WithCut(cut, [&](const figures::Cut& of, const figures::Provenance& from) {
              take(of, from, {});
            });
  if (trouble) return *trouble;
  if (unknown) return *unknown;
  return state;
}

std::optional<v1::WatchUpdate> UpdateBetween(const WatchState& before, const WatchState& now) {
  const bool whole = before.position == 0;
  v1::WatchUpdate update;
  update.set_previous(before.position);
  update.set_position(now.position);
  update.set_as_of(now.as_of);
  update.set_root(now.root);
  for (size_t i = 0; i < now.figures.size(); ++i) {
    if (whole || !Same(before.figures.at(i), now.figures[i])) {
      *update.add_figures() = now.figures[i];
    }
  }
  for (const auto& [key, warning] : now.warnings) {
    const auto was = before.warnings.find(key);
    if (was == before.warnings.end() || !Same(was->second, warning)) {
      *update.add_raised() = warning;
    }
  }
  for (const auto& [key, warning] : before.warnings) {
    if (now.warnings.contains(key)) continue;
    v1::WatchUpdate::Cleared& cleared = *update.add_cleared();
    cleared.set_rule(key.first);
    cleared.set_subject(key.second);
  }
  const bool same = update.figures().empty() && update.raised().empty() &&
                    update.cleared().empty() && before.as_of == now.as_of;
  if (same && !whole) return std::nullopt;
  return update;
}

}  // namespace outturn::rpc
