// The builder of explanations, and the chapters of what it knows. For this folder only.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "services/figures/explain/explain.h"

namespace outturn::figures {

class Explainer {
 public:
  Explainer(const Cut& asked, Language language) : asked_(asked), language_(language) {}

  // The figure with everything below it.
  Step Of(const Cut& cut, const Figure& figure);
  // A figure by its name, which the catalogue has.
  Step Of(const Cut& cut, std::string_view measure, const Selector& selector);
  Step Of(const Cut& cut, std::string_view measure, const std::string& code);

  // The events the step's figure rests on; they add up to `exact` where there is a sum.
  void RestOn(Step& step, const Cut& cut, Source source,
              std::optional<int64_t> exact = std::nullopt);

  [[nodiscard]] std::string Say(const char* zh, const char* en) const {
    return language_ == Language::kChinese ? zh : en;
  }
  [[nodiscard]] std::string Say(std::string_view zh, std::string_view en) const {
    return std::string(language_ == Language::kChinese ? zh : en);
  }
  // As formulas show it: money in yuan to the fen, "—" where there is no value.
  [[nodiscard]] std::string Shown(const Value& value) const;
  // "执行数 19227512.34"
  [[nodiscard]] std::string Named(const Step& step) const;

  [[nodiscard]] Explanation Done(Step root);

 private:
  void ExplainTerms(Step& step, const Cut& cut, const Figure& figure);
  void ExplainRate(Step& step, const Cut& cut, const Figure& figure);
  std::string ExplainSide(Step& step, const Cut& cut, const std::vector<Part>& parts,
                          const Selector& selector);

  const Cut& asked_;
  const Language language_;
  std::vector<Basis> bases_;
};

// How a figure that a function derives is explained: fills in formula, parts and events.
using Explaining = void (*)(Explainer& explainer, Step& step, const Cut& cut, const Figure& figure);
using Explainings = std::map<std::string_view, Explaining>;

[[nodiscard]] Explainings MoneyExplainings();
[[nodiscard]] Explainings UnitExplainings();
[[nodiscard]] Explainings PerformanceExplainings();
[[nodiscard]] Explainings MonitoringExplainings();

// What measures are called in formulas.
[[nodiscard]] const Words& MeasureName(core::Measure measure);

// The lines a selector takes.
[[nodiscard]] FromMovements MovementsFrom(const Cut& cut, std::vector<Term> terms,
                                          const Selector& selector);

}  // namespace outturn::figures
