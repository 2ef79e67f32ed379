// What people write to name figures: names, selectors, and templates of reports. What is understood
// is written in one way, and read as the same again.
#include "services/figures/catalogue.h"
#include "services/figures/forms/template.h"
#include "services/figures/name.h"
#include "tests/fuzz/target.h"

namespace outturn::fuzz {
namespace {

void CheckProblem(const figures::Problem& problem) {
  for (const auto language : {core::Language::kChinese, core::Language::kEnglish}) {
    Require(!figures::Sentence(problem).In(language).empty(), "a problem without words");
  }
}

void CheckName(std::string_view name) {
  const auto written = figures::TakeApart(name);
  if (!written) return CheckProblem(written.problem());
  const auto again = figures::TakeApart(figures::PutTogether(written->measure, written->arguments));
  Require(again && again->measure == written->measure && again->arguments == written->arguments,
          "a name is put together as another");
  const auto selector = figures::ParseSelector(written->arguments);
  if (!selector) {
    CheckProblem(selector.problem());
  } else {
    const auto second = figures::ParseSelector(selector->Arguments());
    Require(second && *second == *selector, "a selector is read as another");
  }
  const auto figure = figures::ParseFigure(name);
  if (!figure) return CheckProblem(figure.problem());
  const auto same = figures::ParseFigure(figure->Name());
  Require(same && same->Name() == figure->Name(), "a figure is named as another");
}

void CheckTemplate(std::string_view text) {
  const figures::Template written = figures::ReadTemplate(text);
  for (const figures::TemplateProblem& problem : written.problems) {
    Require(problem.line > 0, "a problem on no line");
    CheckProblem(problem.problem);
  }
  if (!written.problems.empty()) return;
  for (const figures::TemplateLine& line : written.lines) {
    for (const figures::TemplatePiece& piece : line.pieces) {
      if (piece.kind != figures::TemplatePiece::Kind::kFigure) continue;
      Require(bool(figures::ParseFigure(piece.text)), "a figure that nobody knows is no problem");
    }
  }
}

void Run(std::string_view bytes) {
  if (TakeByte(bytes) % 2 == 0) return CheckName(bytes);
  CheckTemplate(bytes);
}

const Registered registered("figures", Run);

}  // namespace
}  // namespace outturn::fuzz
