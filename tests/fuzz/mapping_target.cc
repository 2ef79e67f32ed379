// Import maps, and the small notations they steer: units in heads and titles, amounts, days.
#include "services/intake/mapping.h"
#include "tests/fuzz/target.h"

namespace outturn::fuzz {
namespace {

void Run(std::string_view bytes) {
  const uint8_t how = TakeByte(bytes);
  if (how % 2 == 0) {
    const auto read = intake::ParseMapping(bytes);
    if (const auto* wrong = std::get_if<intake::Words>(&read)) {
      Require(!wrong->zh.empty() && !wrong->en.empty(), "a map is refused without words");
    }
    return;
  }
  const intake::NameAndUnit split = intake::SplitUnit(bytes);
  // A byte that is no UTF-8 becomes the three of U+FFFD.
  Require(split.name.size() <= 3 * bytes.size(), "a head grows");
  if (split.unit) Require(!intake::MoneyUnitName(*split.unit).empty(), "a unit without a name");
  if (const auto unit = intake::UnitOfTitle(bytes)) {
    Require(intake::MoneyUnit(intake::MoneyUnitName(*unit)) == unit, "a unit is read as another");
  }
  (void)intake::MoneyUnit(bytes);
  const int power = how / 2 % 11 - 2;
  if (const auto yuan = intake::ToYuan(bytes, power)) {
    const auto again = intake::ToYuan(*yuan, 0);  // none: more than there may be
    Require(!again || again == yuan, "yuan are read as other yuan");
  }
  for (const auto order :
       {intake::DayOrder::kYearFirst, intake::DayOrder::kDayFirst, intake::DayOrder::kMonthFirst}) {
    const std::string day = intake::YearFirst(bytes, order);
    Require(intake::YearFirst(day, intake::DayOrder::kYearFirst) == day, "a day is turned twice");
  }
}

const Registered registered("mapping", Run);

}  // namespace
}  // namespace outturn::fuzz
