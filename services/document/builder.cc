#include "services/document/builder.h"

#include <algorithm>

#include "services/figures/catalogue.h"

namespace outturn::document {

bool Builder::Suits(const Written& number, Measured measured, bool in_cell) {
  const std::string& unit = number.unit;
  switch (measured) {
    case Measured::kMoney:
      return IsMoney(unit) || (in_cell && unit.empty());
    case Measured::kPercent:
      return unit == "%" || (in_cell && unit.empty());
    case Measured::kPoints:
      return unit == "分" || (in_cell && unit.empty());
    case Measured::kCount:
      return ((unit == "人" || unit == "名" || unit == "个") && unit == number.counter) ||
             (in_cell && unit.empty());
  }
  return false;
}

size_t Builder::Put(const Meaning& meaning, const Written& number, const Spot& spot) {
  Stated stated;
  stated.scope = spot.scope;
  stated.figure = meaning.figure;
  // Selectors in the catalogue's order; a name without any stays as the rules write it.
  if (meaning.figure.find('(') != std::string::npos) {
    if (const auto parsed = figures::ParseFigure(meaning.figure)) stated.figure = parsed->Name();
  }
  stated.or_figures = meaning.or_figures;
  stated.label = meaning.label;
  stated.place = spot.place;
  stated.printed = number.printed;
  stated.measured = meaning.measured;
  stated.unit = number.unit;
  stated.unit_taken = number.unit.empty();
  if (stated.unit.empty() && meaning.measured == Measured::kMoney) stated.unit = spot.money_unit;
  if (stated.unit.empty() && meaning.measured == Measured::kPercent) stated.unit = "%";
  const bool money = meaning.measured == Measured::kMoney;
  stated.value = money ? InWan(ValueOf(number), stated.unit) : ValueOf(number);
  stated.half = HalfOf(number, meaning.measured, stated.unit);
  stated.coarse = CoarseOf(number, money ? stated.unit : "");
  stated.approximate = number.approximate;
  stated.guessed = meaning.guessed;
  stated.implied = meaning.implied;
  filing.stated.push_back(std::move(stated));
  return filing.stated.size() - 1;
}

void Builder::Miss(const Place& place, std::string text, std::string label) {
  constexpr size_t kShown = 60;  // bytes: the nearest words say enough
  while (label.size() > kShown) label.erase(0, LetterLength(label));
  filing.unread.push_back({place, std::move(text), std::move(label)});
}

int Builder::Relative(int year) const {
  if (year <= 0) return year;
  return filing.year == 0 ? 0 : year - filing.year;
}

std::string Builder::MeasureOf(const Label& measure, int year) const {
  const int relative = Relative(year);
  if (relative == 0) return measure.value;
  if (measure.value.starts_with("prior_")) return measure.value;
  return relative == -1 ? measure.prior : "";
}

Exactly ValueOf(const Written& number) {
  return figures::Reduced(number.digits, figures::PowerOfTen(number.decimals));
}

Exactly Size(const Exactly& number) { return number.numerator < 0 ? -number : number; }

bool Within(const Exactly& off, const Exactly& tolerance) { return Size(off) <= tolerance; }

Exactly InWan(const Exactly& value, std::string_view unit) {
  if (unit == "元") return value / 10'000;
  if (unit == "千元") return value / 10;
  if (unit == "亿元") return value * 10'000;
  return value;
}

Exactly HalfOf(const Written& number, Measured measured, std::string_view unit) {
  // Some print 万元 with six decimals: nothing was rounded off there.
  if (measured == Measured::kMoney && number.decimals > 2) return CoarseOf(number, unit);
  if (measured == Measured::kMoney) return InWan(Exactly{1, 200}, unit);
  if (measured == Measured::kCount || measured == Measured::kPoints) return {};
  return CoarseOf(number, "");
}

Exactly CoarseOf(const Written& number, std::string_view unit) {
  return InWan(figures::Reduced(1, 2 * figures::PowerOfTen(number.decimals)), unit);
}

}  // namespace outturn::document
