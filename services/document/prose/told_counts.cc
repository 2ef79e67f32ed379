// "共设置 6 个三级指标", "自评项目 5 个，其中 3 个项目评为优": as many as the
// tables have.
#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "services/document/prose/said.h"

namespace outturn::document {
namespace {

// What a table lists, by name: projects, and how many of them have each grade.
struct Listed {
  size_t projects = 0;
  std::map<std::string, size_t> grades;
};

bool IsTotal(const std::string& name) { return Has(name, {"合计", "总计", "小计", "平均"}); }

// The column of the head row with one of these words; nullopt: none.
std::optional<size_t> ColumnOf(const std::vector<Cell>& row,
                               std::initializer_list<const char*> words) {
  for (size_t c = 0; c < row.size(); ++c) {
    if (!row[c].covered && Has(Bare(row[c].text), words)) return c;
  }
  return std::nullopt;
}

std::optional<Listed> ListIn(const Grid& grid) {
  constexpr size_t kHeads = 4;  // rows
  if (grid.flat) return std::nullopt;
  for (size_t r = 0; r < std::min(grid.rows.size(), kHeads); ++r) {
    const auto name = ColumnOf(grid.rows[r], {"项目名称"});
    const auto grade = ColumnOf(grid.rows[r], {"等级", "等次"});
    if (!name || !grade) continue;
    Listed listed;
    for (size_t k = r + 1; k < grid.rows.size(); ++k) {
      const auto& row = grid.rows[k];
      if (*name >= row.size() || *grade >= row.size()) return std::nullopt;
      const std::string project = Bare(row[*name].text);
      const std::string is = Bare(row[*grade].text);
      if (project.empty() || IsTotal(project) || IsTotal(Bare(row.front().text))) continue;
      if (!Has(is, {"优", "良", "中", "差"})) return std::nullopt;
      ++listed.projects;
      ++listed.grades[is.substr(0, LetterLength(is))];
    }
    return listed.projects >= 2 ? std::optional(listed) : std::nullopt;
  }
  return std::nullopt;
}

class ToldCounts {
 public:
  ToldCounts(Builder& builder, const Document& document) : builder_(builder) {
    for (const Block& block : document.blocks) {
      const auto listed = block.is_table ? ListIn(block.grid) : std::nullopt;
      if (!listed) continue;
      several_ = list_.has_value();
      list_ = listed;
    }
    CountIndicators();
  }

  void Read(const std::string& bare, const Place& place) {
    for (const std::string& sentence : SentencesIn(bare)) {
      const std::vector<Said> said = SaidIn(sentence, builder_.labels);
      for (const Said& one : said) {
        const bool count = (one.unit == "个" || one.unit == "项") && one.number.decimals == 0 &&
                           !one.number.approximate;
        if (!count) continue;
        ReadIndicators(one, place);
        if (list_ && !several_) ReadProjects(one, place);
      }
    }
  }

 private:
  // Only where one table has them all: its weights make the whole.
  void CountIndicators() {
    const auto& tables = builder_.filing.indicators;
    if (tables.size() != 1 || tables.front().headless || tables.front().partial) return;
    Exactly weights;
    for (const auto& one : tables.front().indicators) {
      if (!one.weight.number) return;
      weights = weights + *one.weight.number;
      names_.insert(one.level1 + "|" + one.level2 + "|" + one.name);
      if (Has(one.name, {"执行率"})) executed_ = true;
    }
    besides_ = !executed_ && figures::IsZero(weights - Exactly{90, 1});
    const bool whole = besides_ || figures::IsZero(weights - Exactly{100, 1}) ||
                       figures::IsZero(weights - Exactly{90, 1});
    if (!whole || names_.size() != tables.front().indicators.size()) names_.clear();
  }

  void ReadIndicators(const Said& one, const Place& place) {
    const std::string behind = BehindCounter(one);
    const bool set = one.Says({"设置", "设定", "设有", "设立", "共设", "包含", "包括", "共有"});
    const bool of_third = behind.starts_with("三级指标") || one.words.ends_with("三级指标") ||
                          ((behind.starts_with("绩效指标") || behind.starts_with("具体指标") ||
                            one.words.ends_with("绩效指标")) &&
                           set);
    const bool told = set || one.words.ends_with("三级指标") || one.words.ends_with("共");
    if (!of_third || !told || names_.empty() || one.Says({"完成", "达标", "未", "其中", "扣"}))
      return;
    if (Has(behind, {"完成", "达标", "未", "扣分", "得"})) return;
    const auto there = static_cast<int64_t>(names_.size());
    if (one.number.digits == there || (besides_ && one.number.digits == there + 1)) return;
    Tell(one, names_.size(), "三级指标", place);
  }

  void ReadProjects(const Said& one, const Place& place) {
    const std::string behind = BehindCounter(one);
    for (const std::string grade : {"优", "良", "中", "差"}) {
      const bool graded =
          behind.starts_with("项目评为" + grade) || behind.starts_with("项目为" + grade) ||
          behind.starts_with("项目等级为" + grade) || behind.starts_with("评为" + grade) ||
          one.words.ends_with("评为" + grade + "的项目") ||
          one.words.ends_with("等级为" + grade + "的项目");
      if (!graded) continue;
      const auto found = list_->grades.find(grade);
      const size_t there = found == list_->grades.end() ? 0 : found->second;
      if (one.number.digits != static_cast<int64_t>(there))
        Tell(one, there, "评为“" + grade + "”的项目", place);
      return;
    }
    const bool all = one.words.ends_with("自评项目") || one.words.ends_with("评价项目") ||
                     (behind.starts_with("项目") && one.Says({"共自评", "共评价", "自评", "列入"}));
    if (!all || one.Says({"其中"}) || one.number.digits == static_cast<int64_t>(list_->projects))
      return;
    Tell(one, list_->projects, "项目", place);
  }

  static std::string BehindCounter(const Said& one) {
    const std::string& counter = one.number.counter;
    const std::string rest = counter.substr(std::min(counter.size(), one.number.unit.size()));
    return one.behind.starts_with(rest) ? one.behind.substr(rest.size()) : one.behind;
  }

  void Tell(const Said& one, size_t there, const std::string& label, const Place& place) {
    if (IsRelated(builder_, one, place)) return;
    Relation relation = RelationOf(Relation::Kind::kNamed, label, one, {}, "", place);
    relation.parts = {{static_cast<int64_t>(there), 1}};
    relation.halves = {{}};
    relation.formula = std::to_string(there);
    builder_.filing.relations.push_back(std::move(relation));
  }

  Builder& builder_;
  std::optional<Listed> list_;
  bool several_ = false;
  std::set<std::string> names_;
  bool executed_ = false;  // the rate of execution is one of them
  bool besides_ = false;   // it has its points outside of the table
};

}  // namespace

void ReadToldCounts(Builder& builder, const Document& document) {
  ToldCounts counts(builder, document);
  for (const Block& block : document.blocks) {
    if (!block.is_table) counts.Read(Bare(block.text), {"正文", block.where, block.order});
  }
}

}  // namespace outturn::document
