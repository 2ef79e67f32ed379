#include "services/document/read.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "services/document/flat/flat.h"
#include "services/document/forms/forms.h"
#include "services/document/forms/lists.h"
#include "services/document/forms/scored_rows.h"
#include "services/document/government/government.h"
#include "services/document/prose/function_items.h"
#include "services/document/prose/owners.h"
#include "services/document/prose/said.h"
#include "services/document/prose/scopes.h"
#include "services/document/prose/sentence.h"
#include "services/document/source/paragraphs.h"
#include "services/document/tables/units.h"
#include "services/document/ties/ties.h"

namespace outturn::document {
namespace {

const std::string kThisProject = "本项目 ";

// The year it is about: that of the first short line that names one, else the one named most.
int YearOf(const Document& document, const Labels& labels) {
  constexpr size_t kTitle = 150;  // bytes
  constexpr size_t kStart = 12;   // paragraphs
  constexpr int kCaption = 10;    // times as much as another line
  std::map<int, int> counts;
  size_t paragraphs = 0;
  const auto count = [&](const std::string& text, bool cell) {
    const std::string bare = Bare(text);
    for (const Token& token : Tokens(bare, labels)) {
      if (token.kind != Token::Kind::kYear || token.year <= 0) continue;
      const std::string before = bare.substr(0, token.text.data() - bare.data());
      if (before.ends_with("比") || before.ends_with("较")) continue;  // of another
      const auto says = [&](const char* word) { return bare.find(word) != std::string::npos; };
      // "2023年决算数" over a column is no title.
      const bool called = !cell && !says("。") && (says("预算") || says("决算"));
      const bool named = token.text.ends_with("度") || called;
      const bool title =
          bare.size() < kTitle && paragraphs <= kStart && named && !counts.contains(token.year);
      counts[token.year] += title ? 20 : 1;
    }
  };
  for (const Block& block : document.blocks) {
    if (!block.is_table) {
      ++paragraphs;
      count(block.text, false);
    }
    // "2026年部门收入预算总表": as many of these as there are tables.
    for (int i = 0; block.grid.flat && i < kCaption; ++i) count(block.grid.caption, false);
    for (const auto& row : block.grid.rows) {
      for (const Cell& cell : row) {
        if (!cell.covered) count(cell.text, true);
      }
    }
  }
  const auto most =
      std::max_element(counts.begin(), counts.end(), [](const auto& a, const auto& b) {
        return a.second != b.second ? a.second < b.second : a.first < b.first;
      });
  return most == counts.end() ? 0 : most->first;
}

// "某局2022年度部门决算公开": its title says so, and that it is no evaluation.
bool AreCalled(const Document& document, const char* accounts) {
  constexpr size_t kStart = 6;    // paragraphs
  constexpr size_t kTitle = 120;  // bytes
  size_t paragraphs = 0;
  for (const Block& block : document.blocks) {
    if (block.is_table || ++paragraphs > kStart) break;
    const std::string bare = Bare(block.text);
    if (bare.size() > kTitle || bare.find(accounts) == std::string::npos) continue;
    return bare.find("评") == std::string::npos;
  }
  return false;
}

// The only unit its tables name: then those that name none have it, too.
bool OnlyYuan(const Document& document) {
  bool yuan = false;
  bool other = false;
  const auto note = [&](const std::string& text) {
    const std::string bare = Bare(text);
    yuan = yuan || bare.find("单位:元") != std::string::npos;
    for (const char* unit : {"万元", "千元", "亿元"}) {
      other = other || bare.find(unit) != std::string::npos;
    }
  };
  for (const Block& block : document.blocks) {
    note(block.text);
    for (const auto& row : block.grid.rows) {
      for (const Cell& cell : row) note(cell.text);
    }
  }
  return yuan && !other;
}

// "基本支出 1206.38 万元，其中：人员经费 …。": the public expenses are a paragraph of their own.
bool LeavesPartsOpen(const std::string& bare) {
  return bare.find("其中:人员经费") != std::string::npos &&
         bare.find("公用经费") == std::string::npos;
}

// "项目支出执行情况表" of "项目支出执行情况表 单位：万元"; all of it where no unit stands there.
std::string NameBeforeUnit(const std::string& bare) {
  std::string name = bare.substr(0, bare.find("单位:"));
  for (const std::string_view end : {"金额", "("}) {
    if (name.ends_with(end)) name.resize(name.size() - end.size());
  }
  return name;
}

// "单位：元" and no more.
bool IsUnitNote(const std::string& text) {
  std::string bare = Bare(text);
  for (const std::string_view start : {"金额", "("}) {
    if (bare.starts_with(start)) bare.erase(0, start.size());
  }
  constexpr size_t kMost = 24;  // bytes
  return bare.starts_with("单位:") && bare.size() <= kMost && !MoneyUnitIn(bare).empty();
}

// "4.《财政拨款收入支出决算总表》"
std::string WithoutTitleMarks(std::string text) {
  for (const std::string_view mark : {"《", "》"}) {
    for (size_t at = text.find(mark); at != std::string::npos; at = text.find(mark))
      text.erase(at, mark.size());
  }
  return text;
}

class Reader {
 public:
  Reader(const Document& document, const Labels& labels)
      : document_(document),
        builder_(labels),
        ties_(builder_),
        items_(builder_),
        owners_(document, labels),
        flat_(document) {
    builder_.filing.year = YearOf(document, labels);
    outturn_ = AreCalled(document, "决算");
    for (const char* name : {"部门预算", "单位预算", "预算公开", "预算情况", "预算说明"}) {
      budget_ = budget_ || (!outturn_ && AreCalled(document, name));
    }
    builder_.items = &items_;
    builder_.owners = &owners_;
  }

  Filing Run() {
    if (IsOfAGovernment(document_, builder_.labels)) government_.emplace(builder_);
    money_unit_ = OnlyYuan(document_) ? "元" : "万元";
    bool table_before = false;
    for (const Block& block : document_.blocks) {
      ++blocks_;
      goes_on_ = table_before && block.is_table;
      const bool unit = !block.is_table && IsUnitNote(block.text);
      unit_between_ = (unit && table_before) || (unit_between_ && block.is_table);
      if (!unit) table_before = block.is_table;
      if (block.is_table) {
        ReadTableBlock(block);
      } else {
        ReadParagraph(block);
      }
    }
    ties_.Finish();
    if (government_) government_->Finish();
    units_.Tell(builder_);
    flat_.PutTies(builder_);
    TakeImplied();
    FewDecimals();
    WholeNumbers();
    TotalsOfTheYear();
    LeaveOtherScopes(document_, builder_.filing);
    if (government_) LeaveWhatIsOfAGovernment(builder_.filing);
    items_.Finish();
    NameTheProject();
    TakeReasons();
    ReadScoredRows(builder_, document_);
    ReadScoredStream(builder_, document_);
    ReadLonelyLists(builder_, document_);
    ReadGrades(builder_, document_);
    ReadToldCounts(builder_, document_);
    ReadToldResults(builder_, document_);
    ReadToldTotals(builder_, document_);
    ReadParagraphLists(builder_, document_);
    return std::move(builder_.filing);
  }

 private:
  void ReadTableBlock(const Block& block) {
    if (block.grid.flat) return ReadFlatBlock(block);
    if (block.grid.rows.empty() && !block.text.empty()) {
      builder_.Miss({"正文", block.where, block.order}, block.text, "各行未能对齐");
      return;
    }
    Grid grid = block.grid;
    constexpr size_t kMostRows = 3000;  // no report's table is longer: it is a list of payments
    if (grid.rows.size() > kMostRows) {
      builder_.Miss({"", block.where, block.order}, std::to_string(grid.rows.size()) + " 行",
                    "表过长，只读前 3000 行");
      grid.rows.resize(kMostRows);
    }
    constexpr size_t kMostColumns = 256;  // no form is wider
    for (auto& row : grid.rows) {
      if (row.size() <= kMostColumns) continue;
      builder_.Miss({"", row.front().where, row.front().order}, std::to_string(row.size()) + " 列",
                    "表过宽，只读前 256 列");
      row.resize(kMostColumns);
    }
    Square(grid);
    const bool between = std::exchange(unit_between_, false);
    TableContext context;
    // "单位：元" between the rows of the funds and those of the indicators.
    if (between && !HasIndicatorHead(grid)) goes_on_ = false;
    if (!between || !goes_on_) ++tables_;
    const std::string name = caption_.empty() ? "表" + std::to_string(tables_) : caption_;
    // Pieces of one table keep its name.
    context.form = name;
    context.caption = Bare(caption_);
    context.money_unit = table_unit_.empty() ? money_unit_ : table_unit_;
    context.goes_on = goes_on_;
    context.of_projects = heading_known_ && heading_ == "(category=project)";
    ReadTable(builder_, grid, context);
    if (government_) ReadGovernmentTable(grid, context);
    units_.NoteTable(builder_, grid, TableUnit(grid), name);
    for (const auto& row : grid.rows) {
      for (const Cell& cell : row) {
        if (!cell.covered) ReadCell(cell, name);
      }
    }
  }

  void ReadGovernmentTable(const Grid& grid, const TableContext& context) {
    Spot spot;
    spot.place.form = context.form;
    const std::string unit = TableUnit(grid);
    spot.money_unit = unit.empty() ? context.money_unit : unit;
    government_->ReadTable(grid, spot);
  }

  [[nodiscard]] bool HasIndicatorHead(const Grid& grid) const {
    return !grid.rows.empty() && IsIndicatorHead(builder_, grid.rows.front());
  }

  // "单位：元" may stand in the table itself.
  [[nodiscard]] std::string TableUnit(const Grid& grid) const {
    for (const auto& row : grid.rows) {
      for (const Cell& cell : row) {
        const std::string bare = Bare(cell.text);
        if (bare.find("单位:") != std::string::npos && !MoneyUnitIn(bare).empty())
          return MoneyUnitIn(bare);
      }
    }
    return table_unit_;
  }

  // Sentences within a cell hang together as those of a paragraph do.
  void ReadCell(const Cell& cell, const std::string& form) {
    constexpr size_t kLeast = 45;  // bytes
    const Place place{form, cell.where, cell.order};
    ReadClaims(builder_, cell.text, place);
    const std::string bare = Bare(cell.text);
    const bool sentences = bare.size() >= kLeast && (bare.find("。") != std::string::npos ||
                                                     bare.find(',') != std::string::npos);
    if (!sentences) return;
    ties_.ReadParagraph(cell.text, place);
    units_.NoteText(Tokens(bare, builder_.labels), place);
  }

  void ReadFlatBlock(const Block& block) {
    TableContext context;
    ++tables_;
    context.form = caption_.empty() ? block.grid.caption : caption_;
    context.money_unit = table_unit_.empty() ? money_unit_ : table_unit_;
    flat_.Put(builder_, block.grid, context);
  }

  // "（二）项目支出": what the sentences below are about where they do not say it.
  void NoteHeading(const std::string& text) {
    const Naming naming = NameOf(text, builder_.labels);
    heading_known_ = naming.whole && naming.subject;
    if (heading_known_) heading_ = Combined(naming.selects);
  }

  // "（二）黑土地保护项目": what is told below it is told of this project alone.
  void NoteProject(const std::string& bare) {
    constexpr size_t kLeast = 15;  // bytes: "项目" and three characters before it
    const std::string name = BareName(bare);
    if (name.size() == bare.size()) return;  // it has no number of its own
    const Naming naming = NameOf(bare, builder_.labels);
    const bool project = name.ends_with("项目") && name.size() >= kLeast && !naming.subject;
    project_ = project ? name : "";
  }

  void ReadParagraph(const Block& block) {
    constexpr size_t kShort = 120;    // bytes
    constexpr size_t kNumbered = 20;  // "(公开08表)"
    const std::string bare = Bare(block.text);
    const Place place{"正文", block.where, block.order};
    ReadClaims(builder_, block.text, place);
    // A table whose cells became lines: there is no telling which column a number was in.
    const std::vector<Token> tokens = Tokens(bare, builder_.labels);
    units_.NoteText(tokens, place);
    const bool number_only = tokens.size() == 1 && tokens.front().kind == Token::Kind::kNumber;
    if (number_only) builder_.Miss(place, block.text, "独立成行的数");
    const std::string unit = MoneyUnitIn(bare);
    const bool is_caption = bare.size() < kShort && bare.find("。") == std::string::npos;
    if (is_caption && bare.find("单位:") != std::string::npos && !unit.empty()) {
      table_unit_ = unit;
      if (!bare.starts_with("表") && !NameBeforeUnit(bare).ends_with("表")) return;
    }
    const std::string named = NameBeforeUnit(bare);
    const bool names_form = bare.find("填表") == std::string::npos &&
                            (named.ends_with("表") || named.ends_with("表》") ||
                             bare.find("表(") != std::string::npos || bare.starts_with("附件") ||
                             bare.starts_with("附表") || bare.starts_with("表"));
    if (is_caption && names_form) {
      project_.clear();
      // "附件1" before its name, "公开08表" behind it.
      const bool near = caption_block_ > 0 && blocks_ - caption_block_ <= 3;
      const bool numbered = bare.starts_with("公开") && bare.size() < kNumbered;
      const bool follows =
          near && (numbered || (bare.find("表") != std::string::npos && caption_.size() < 12));
      const std::string name = WithoutTitleMarks(block.text);
      caption_ = follows ? caption_ + " " + name : name;
      caption_block_ = blocks_;
      if (bare.find("单位:") == std::string::npos) table_unit_.clear();
      if (bare.find("基础数据表") != std::string::npos) builder_.filing.compulsory_rows = true;
    }
    const bool chapter = is_caption && bare.find_first_of("0123456789") == std::string::npos;
    if (chapter && bare.find(",") == std::string::npos) NoteHeading(block.text);
    if (is_caption) NoteProject(bare);
    Prose prose;
    prose.text = block.text;
    prose.spot.scope = project_;
    prose.spot.place = place;
    prose.spot.money_unit = money_unit_;
    prose.heading_select = heading_;
    prose.heading_known = heading_known_;
    prose.outturn = outturn_;
    prose.budget = budget_;
    // Of an item it is the reason that speaks of a project.
    const bool item = bare.find("(项)") != std::string::npos;
    if (!item && (bare.find("本项目") != bare.npos || bare.find("该项目") != bare.npos)) {
      prose.spot.scope = kThisProject + std::to_string(block.order);
    }
    items_.Enter(bare, place);
    owners_.Enter(bare);
    ReadWording(builder_, bare, place);
    const bool opens = bare.ends_with("其中:") || bare.ends_with("包括:") || LeavesPartsOpen(bare);
    const SentenceReader::Outer outer = ReadProse(builder_, prose, outer_);
    ties_.ReadParagraph(block.text, place);
    if (government_) government_->ReadParagraph(block.text, place);
    ReadBudgetSentences(builder_, bare, place);
    // Its parts are the paragraphs up to the next heading.
    if (opens || (!chapter && !outer_.levels.empty())) outer_ = outer;
    if (chapter) outer_ = {};
  }

  // "本项目年初预算…": the one the tables are about; of several nobody knows which.
  void NameTheProject() {
    std::set<std::string> projects;
    for (const Stated& stated : builder_.filing.stated) {
      const bool project = !stated.scope.empty() && !owners_.Has(stated.scope);
      if (project && !stated.scope.starts_with(kThisProject)) projects.insert(stated.scope);
    }
    if (projects.size() != 1) return;
    for (Stated& stated : builder_.filing.stated) {
      if (stated.scope.starts_with(kThisProject)) stated.scope = *projects.begin();
    }
  }

  // "本年支出 21861.36 万元" was paid, unless a table or sentence says what was.
  void TakeImplied() {
    auto& all = builder_.filing.stated;
    for (Stated& stated : all) {
      if (!stated.implied || !stated.guessed) continue;
      const bool told = std::any_of(all.begin(), all.end(), [&](const Stated& other) {
        return !other.guessed && other.figure == stated.figure && other.scope == stated.scope;
      });
      if (!told) stated.guessed = false;
    }
  }

  // "注：渔民培训完成率偏高，系年中新增任务所致": the reason of an indicator, told outside its
  // table.
  void TakeReasons() {
    for (const Block& block : document_.blocks) {
      const std::string bare = Bare(block.text);
      if (!Has(bare, {"偏高", "偏低", "超额", "未达", "未完成", "扣分"})) continue;
      if (!Has(bare, {"系", "由于", "主要是", "原因", "所致"})) continue;
      GiveReason(bare);
    }
  }

  // Bytes of the name, from its first letter on, that the text says.
  static size_t SaidOf(const std::string& name, const std::string& text) {
    size_t said = 0;
    while (said < name.size()) {
      const size_t next = said + LetterLength(std::string_view(name).substr(said));
      if (text.find(name.substr(0, next)) == std::string::npos) break;
      said = next;
    }
    return said;
  }

  // Of the indicators whose name it begins with, or some of it, those of which it says most.
  void GiveReason(const std::string& bare) {
    constexpr size_t kLeast = 12;  // bytes: four characters
    std::vector<checks::StatedIndicator*> meant;
    size_t most = kLeast;
    for (checks::IndicatorTable& table : builder_.filing.indicators) {
      for (checks::StatedIndicator& one : table.indicators) {
        const size_t said = SaidOf(one.name, bare);
        if (said < most) continue;
        if (said > most) meant.clear();
        most = said;
        meant.push_back(&one);
      }
    }
    for (checks::StatedIndicator* one : meant) {
      if (one->reason.text.empty()) one->reason.text = bare;
    }
  }

  // Where money is printed with one decimal or none throughout, rounding takes that much more.
  void FewDecimals() {
    auto& all = builder_.filing.stated;
    bool any = false;
    Exactly finest{1, 2};
    for (const Stated& stated : all) {
      if (stated.measured != Measured::kMoney || stated.unit != "万元" || stated.approximate)
        continue;
      any = true;
      if (finest > stated.coarse) finest = stated.coarse;
    }
    if (!any) return;
    for (Stated& stated : all) {
      if (stated.measured != Measured::kMoney || stated.unit != "万元") continue;
      if (finest > stated.half) stated.half = finest;
    }
  }

  // "收入总计 4391.00 万元" where that is this year's income, and the expenditure another: they
  // speak of the year alone, whatever they call it.
  void TotalsOfTheYear() {
    auto& all = builder_.filing.stated;
    const auto value = [&](const char* figure) -> const Stated* {
      const Stated* found = nullptr;
      for (const Stated& one : all) {
        if (one.figure != figure || !one.scope.empty() || one.guessed) continue;
        if (found != nullptr && found->value != one.value) return nullptr;
        found = &one;
      }
      return found;
    };
    const auto same = [&](const char* a, const char* b) {
      const Stated* one = value(a);
      const Stated* other = value(b);
      return one != nullptr && other != nullptr && one->value == other->value;
    };
    // What is left makes up the difference: "支出总计" is what was paid.
    const Stated* income = value("income_all");
    const Stated* spent = value("expenditure_all");
    const Stated* left = value("carry_out_all");
    const bool apart = income != nullptr && spent != nullptr && left != nullptr &&
                       left->value.numerator > 0 && value("paid") == nullptr &&
                       income->value - spent->value == left->value;
    const bool both = same("income_all", "income") && same("expenditure_all", "paid");
    if (!both && !apart) return;
    if (same("income_all", "expenditure_all")) return;
    for (Stated& one : all) {
      if (one.figure == "income_all" && both) one.figure = "income";
      if (one.figure == "expenditure_all") one.figure = "paid";
    }
  }

  // "收入预算 28,661 万元……一般公共预算 9,376 万元": a paragraph that gives whole numbers has
  // rounded them, or cut them off.
  void WholeNumbers() {
    constexpr int64_t kLeast = 1000;
    const auto whole = [](const Stated& stated) {
      const Exactly& value = stated.value;
      return stated.measured == Measured::kMoney && stated.unit == "万元" &&
             stated.coarse.denominator == 2 && value.denominator == 1 && value.numerator >= kLeast;
    };
    std::map<int, std::set<int64_t>> odd;
    for (const Stated& stated : builder_.filing.stated) {
      if (whole(stated) && stated.value.numerator % 10 != 0)
        odd[stated.place.order].insert(static_cast<int64_t>(stated.value.numerator));
    }
    for (Stated& stated : builder_.filing.stated) {
      const auto numbers = odd.find(stated.place.order);
      if (numbers == odd.end() || numbers->second.size() < 2 || !whole(stated)) continue;
      stated.half = stated.coarse = {1, 1};
    }
  }

  const Document& document_;
  Builder builder_;
  TieReader ties_;
  UnitsHeld units_;
  FunctionItems items_;
  UnitOwners owners_;
  FlatTables flat_;
  std::optional<GovernmentReader> government_;  // where the document is a government's
  std::string money_unit_;
  std::string table_unit_;
  std::string caption_;
  int blocks_ = 0;
  int caption_block_ = 0;
  int tables_ = 0;
  bool goes_on_ = false;
  bool unit_between_ = false;  // between this table and the one before nothing stands but its unit
  std::string heading_;
  bool heading_known_ = false;
  std::string project_;  // the heading's own, where it names one
  bool outturn_ = false;
  bool budget_ = false;
  SentenceReader::Outer outer_;  // "基本支出 1206.38 万元，其中：": its parts are paragraphs
};

}  // namespace

Filing Read(const Document& document, const Labels& labels) {
  Document whole;
  whole.blocks = WithForms(WithWholeParagraphs(document.blocks), labels);
  return Reader(whole, labels).Run();
}

}  // namespace outturn::document
