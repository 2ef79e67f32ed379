// "年度目标：培训不少于 500 人次": what an indicator of the table has as its target or result.
#include <algorithm>

#include "services/document/prose/said.h"
#include "services/document/slips.h"
#include "services/document/words.h"

namespace outturn::document {
namespace {

using checks::StatedCell;
using checks::StatedIndicator;

bool ShareWords(const std::string& name, const std::string& text) {
  return ShareTwoCharacters(name, text,
                            {"完成", "年度", "任务", "全年", "情况", "项目", "数量", "目标", "实际",
                             "人次", "累计", "人数", "次数", "户数", "数"});
}

std::string LastClause(const std::string& words) {
  size_t from = 0;
  for (const std::string_view mark : {",", ";", ":", "、"}) {
    const size_t at = words.rfind(mark);
    if (at != std::string::npos) from = std::max(from, at + mark.size());
  }
  return words.substr(from);
}

bool IsAside(const Said& one) {
  return one.Says({"其中", "比", "较", "增", "减", "上年", "去年", "每", "均", "累计", "另", "占"});
}

class ToldResults {
 public:
  ToldResults(Builder& builder, const checks::IndicatorTable& table)
      : builder_(builder), table_(table) {}

  void Read(const std::string& bare, const Place& place) {
    const std::string name = BareName(bare);
    bool goals = false;
    for (const char* start : {"年度目标", "绩效目标", "年度绩效目标", "年度总体目标", "总体目标"})
      goals = goals || name.starts_with(start);
    for (const std::string& sentence : SentencesIn(bare)) {
      for (const Said& one : SaidIn(sentence, builder_.labels)) {
        const bool counted = !one.number.counter.empty() && one.unit != "money" &&
                             !one.number.approximate && !IsAside(one);
        if (counted) ReadCount(one, goals, place);
      }
    }
  }

 private:
  void ReadCount(const Said& one, bool goal, const Place& place) {
    const StatedIndicator* meant = nullptr;
    const std::string clause = LastClause(one.words);
    for (const StatedIndicator& indicator : table_.indicators) {
      bool counts = false;
      for (const StatedCell* cell : {&indicator.target, &indicator.actual}) {
        if (cell->number && figures::IsZero(*cell->number - one.value)) return;
        counts = counts || (cell->number && Bare(cell->text).ends_with(one.number.counter));
      }
      if (!counts || !ShareWords(indicator.name, clause)) continue;
      if (meant != nullptr) return;  // nobody knows which
      meant = &indicator;
    }
    if (meant == nullptr || (!goal && !meant->actual.number)) return;
    const StatedCell& cell = goal ? meant->target : meant->actual;
    if (!cell.number) return;
    const size_t digits = one.number.printed.size();
    if (!goal && !IsSlip(one.value, *cell.number, digits, true)) return;
    if (IsRelated(builder_, one, place)) return;
    Said there;
    there.value = *cell.number;
    there.number.printed = cell.text;
    Relation relation = RelationOf(Relation::Kind::kListed,
                                   "表中“" + meant->name + "”" + (goal ? "指标值" : "完成值"), one,
                                   {&there}, "", place);
    relation.numbers.back().second = cell.place.where;
    builder_.filing.relations.push_back(std::move(relation));
  }

  Builder& builder_;
  const checks::IndicatorTable& table_;
};

}  // namespace

void ReadToldResults(Builder& builder, const Document& document) {
  const auto& tables = builder.filing.indicators;
  if (tables.size() != 1) return;
  // A form says what its goals are worth; here nobody scored anything.
  const auto& rows = tables.front().indicators;
  const bool scored = std::any_of(rows.begin(), rows.end(), [](const StatedIndicator& one) {
    return one.weight.number || one.score.number;
  });
  if (scored) return;
  ToldResults results(builder, tables.front());
  for (const Block& block : document.blocks) {
    if (!block.is_table) results.Read(Bare(block.text), {"正文", block.where, block.order});
  }
}

}  // namespace outturn::document
