// What a number of a table means.
#include <algorithm>

#include "services/document/tables/table_reader.h"

namespace outturn::document {

bool TableReader::ReadExecution(size_t row, size_t column, const TablePaths::Path& path,
                                const Written& number) {
  const bool all = path.row.total && paths_->UnderExecution(row);
  if (!(path.row.subject || all) || !path.row.whole) return false;
  const std::string head = paths_->WordsOver(row, column);
  Meaning meaning;
  meaning.label = path.label;
  const std::string select = Combined(path.row.selects);
  const auto says = [&](const char* words) { return head.find(words) != std::string::npos; };
  if (says("预计")) return false;
  if (says("分值") || says("权重")) {
    meaning.figure = "execution_weight";
    meaning.measured = Measured::kPoints;
  } else if (says("得分")) {
    meaning.figure = "execution_score";
    meaning.measured = Measured::kPoints;
  } else if (says("执行率") || says("预算完成率")) {
    meaning.figure = "execution_rate" + select;
    meaning.measured = Measured::kPercent;
  } else {
    return false;
  }
  if (meaning.measured == Measured::kPoints && !select.empty()) return true;  // of no interest
  PutRate(meaning, row, column, number);
  return true;
}

bool TableReader::IsFraction(size_t row, size_t column, const Written& number) const {
  constexpr int64_t kOne = 1;
  if (!number.unit.empty() || number.digits <= 0) return false;
  const Exactly over = ValueOf(number) - Exactly{kOne, 1};
  const bool small = over.numerator <= 0 && (number.decimals > 0 || over.numerator == 0);
  const std::string head = paths_->WordsOver(row, column);
  return small && head.find("执行率") != std::string::npos && head.find('%') == std::string::npos &&
         head.find("％") == std::string::npos;
}

void TableReader::PutRate(const Meaning& meaning, size_t row, size_t column,
                          const Written& number) {
  constexpr int64_t kHundred = 100;
  const size_t at = builder_.Put(meaning, number, spot_);
  if (meaning.measured != Measured::kPercent || !IsFraction(row, column, number)) return;
  Stated& rate = builder_.filing.stated[at];
  rate.unit.clear();
  for (Exactly* one : {&rate.value, &rate.half, &rate.coarse}) *one = *one * kHundred;
}

// A number whose row or column names a figure.
bool TableReader::ReadNamed(size_t row, size_t column, const Label& figure,
                            const TablePaths::Path& path, const Written& number) {
  const bool projects = SumsUpProjects(path);
  int year = 0;
  const Label* measure = paths_->MeasureIn(path, year);
  const bool rate = figure.measured == Measured::kPercent;
  if (rate && number.unit != "%" && paths_->UnderPoints(row, column)) return false;
  const std::string code = CodeOf(row, column);
  if (!code.empty() && figure.measured == Measured::kMoney)  // income by function: sums only
    return PutCode(code, {}, nullptr, year, path, number, KeyOf(row, column));
  if (IsRowsOwn(path, figure) || !code.empty() || projects) return AddRowRate(row, figure, number);
  if (IsOfSomeOther(figure, path, row, column)) return false;
  if (measure == nullptr && path.row.figure == &figure) measure = path.row.hint;
  if (figure.measured == Measured::kMoney && figure.by_measure.empty() && measure != nullptr &&
      TellsOutturnToo(row, *measure))
    return false;
  if (figure.value == "execution_rate" && path.name.empty() && Filled(grid_.rows[row]) == 1) {
    return false;  // of the row above it or below, nobody knows
  }
  // "本年收入合计" of the fiscal money alone.
  if (two_sides_ && figure.value == "income" &&
      context_.caption.find("财政拨款") != std::string::npos)
    return true;
  return PutFigure(figure, measure, year, path, number);
}

namespace {

// What heads and row select; whether one of them is a subject.
bool TakeSelects(const TablePaths::Path& path, bool coded, std::vector<std::string>& selects) {
  bool subject = false;
  for (const Naming& head : path.heads) {
    if (!head.subject || !head.whole) continue;
    subject = true;
    selects.insert(selects.end(), head.selects.begin(), head.selects.end());
  }
  if (!path.row.subject || !path.row.whole) return subject;
  if (!coded)  // else it is the code that says what it is
    selects.insert(selects.end(), path.row.selects.begin(), path.row.selects.end());
  return true;
}

}  // namespace

bool TableReader::ReadNumber(size_t row, size_t column, const Written& number) {
  TablePaths::Path path = paths_->PathTo(row, column);
  // 项目资金 in the table of one project is all its money.
  if (!spot_.scope.empty()) std::erase(path.row.selects, "(category=project)");
  SetPlace(grid_.rows[row][column]);
  if (paths_->IsOneOfUnits(row, column)) return false;
  const bool projects = SumsUpProjects(path);
  if (!projects && ReadExecution(row, column, path, number)) return true;
  if (two_sides_ && path.name.ends_with("总计")) return true;  // AddTwoSides puts it
  int year = 0;
  const Label* measure = paths_->MeasureIn(path, year);
  const Label* figure = paths_->FigureIn(path);
  if (figure != nullptr && IsChangeOf(*figure, path, row, column)) return true;
  if (figure != nullptr && FitsBeside(*figure, row, column))
    return ReadNamed(row, column, *figure, path, number);
  const std::string code = CodeOf(row, column);
  std::vector<std::string> selects;
  bool subject = TakeSelects(path, !code.empty(), selects);
  if (measure == nullptr && !code.empty() && (NamesNothing(path) || NamesOnlyParts(path)))
    measure = CaptionMeasure();
  if (!code.empty()) {
    AddScopeOf(context_.caption, selects);
    AddCaptionFund(selects);
    return PutCode(code, selects, measure, year, path, number, KeyOf(row, column));
  }
  AddFundsOf(context_.caption, selects);
  // "本年支出合计" of 财政拨款收入支出决算总表.
  const bool fiscal = two_sides_ && path.row.subject && selects.empty() &&
                      context_.caption.find("财政拨款") != std::string::npos;
  if (fiscal) selects.emplace_back("(source=current)");
  const bool total = path.row.total && path.row.whole && !path.row.subject;
  // "合计" below "公用经费合计" is that of both sides, in whose columns it may stand.
  if (total && side_by_side_ && (path.name == "合计" || path.name == "总计")) return true;
  if (total) codes_.NoteTotal(column, ReckonedOf(number, "", path.label));
  // "（一）支出合计" of the table of 三公经费 is no total of all expenditure.
  const bool of_three = path.row.subject && path.row.selects.empty() && selects.empty() &&
                        context_.caption.find("三公") != std::string::npos &&
                        path.name.ends_with("支出合计");
  if (of_three || (!subject && SumsUpThreePublic(path))) {
    subject = true;
    selects.emplace_back("(three_public=total)");
  }
  if (measure == nullptr && subject && !paths_->UnderChange(row, column))
    measure = CaptionMeasure();
  const bool whole_row = total && measure != nullptr && (subject || !path.heads.empty());
  // The sum of economic classes is that of the part of the money the table is about.
  if (whole_row && by_class_ && Combined(selects).find("category=") == std::string::npos)
    return true;
  if (projects && !subject) return false;
  if (whole_row && coded_) AddCaptionFund(selects);
  if (whole_row && (coded_ || paths_->UnderExecution(row)))
    return PutMoney(*measure, year, selects, path, number);
  if (path.row.counted) return true;
  // "一、一般公共预算财政拨款" on the side of income was not paid.
  if (two_sides_ && IsOfIncome(column)) return false;
  if (!subject || (!path.row.whole && !path.name.empty())) return false;
  if (measure == nullptr || (total && ListsOthers())) return false;
  return PutMoney(*measure, year, selects, path, number);
}

// Left of the names of expenditure.
bool TableReader::IsOfIncome(size_t column) const {
  for (const auto& row : grid_.rows) {
    for (size_t c = 0; c < row.size(); ++c) {
      const std::string name = row[c].covered ? "" : BareName(row[c].text);
      if (name == "本年支出合计" || name == "支出合计") return column < c;
    }
  }
  return false;
}

void TableReader::AddCaptionFund(std::vector<std::string>& selects) {
  std::string fund = FundOfCaption(context_.caption);
  const bool fiscal = fund.empty() && IsFiscalOnly(context_.caption);
  if (fiscal) fund = "(source=current)";
  const std::string all = Combined(selects);
  const bool told = Has(all, {"fund=", "source="});
  if (fund.empty() || told) return;
  selects.push_back(fund);
  if (fiscal) builder_.fiscal.insert(spot_.place.order);
}

bool TableReader::SumsUpProjects(const TablePaths::Path& path) {
  const bool total = path.row.total && path.row.whole && !path.row.subject;
  const auto says = [&](const char* word) {
    return context_.caption.find(word) != std::string::npos;
  };
  const bool projects = context_.of_projects || says("项目") || says("专项");
  return total && spot_.scope.empty() && projects && ListsByName();
}

// "预算数 | 调整预算数 | 决算数": what was planned is not what came in.
bool TableReader::TellsOutturnToo(size_t row, const Label& measure) {
  const auto settled = [](const Label& one) { return one.words.find("决算") != std::string::npos; };
  if (settled(measure)) return false;
  for (size_t c = 0; c < grid_.rows[row].size(); ++c) {
    int year = 0;
    if (!NumberOf(grid_.rows[row][c], labels_)) continue;
    const Label* other = paths_->MeasureIn(paths_->PathTo(row, c), year);
    if (other != nullptr && (other->value != measure.value || settled(*other))) return true;
  }
  return false;
}

bool TableReader::IsRowsOwn(const TablePaths::Path& path, const Label& figure) {
  return !path.name.empty() && path.row.figure != &figure && !path.row.whole;
}

// "财政拨款收入 | 上年数 | 本年数 | 增减额": the last is no income.
bool TableReader::IsChangeOf(const Label& figure, const TablePaths::Path& path, size_t row,
                             size_t column) const {
  return path.row.figure == &figure && figure.measured == Measured::kMoney &&
         paths_->UnderChange(row, column);
}

bool TableReader::IsOfSomeOther(const Label& figure, const TablePaths::Path& path, size_t row,
                                size_t column) {
  if (figure.measured != Measured::kMoney) return false;
  const bool of_head = path.row.figure == nullptr;
  if (of_head) {
    return path.row.total && !figure.value.starts_with("income") && ListsByName();
  }
  return paths_->BesideTotal(row, column);
}

bool TableReader::ListsByName() {
  if (lists_by_name_) return *lists_by_name_;
  size_t own = 0;
  for (size_t r = 0; r < grid_.rows.size(); ++r) {
    const auto names = paths_->NamesBefore(r, grid_.rows[r].size());
    if (!paths_->HasNumbers(r) || names.empty()) continue;
    if (!NameOf(names.front()->text, labels_).whole) ++own;
  }
  lists_by_name_ = own >= 2;
  return *lists_by_name_;
}

// What the row has of last year's money.
std::optional<Coded> TableReader::CarriedIn(size_t row) {
  for (size_t c = 0; c < grid_.rows[row].size(); ++c) {
    const auto number = NumberOf(grid_.rows[row][c], labels_);
    const std::string head = number ? Bare(paths_->WordsOver(row, c)) : "";
    if (head.empty() || number->unit == "%" || !Has(head, {"上年结转", "结转资金", "年初结转"}))
      continue;
    if (!Has(head, {"执行", "支出"})) return ReckonedOf(*number, "", "");
  }
  return std::nullopt;
}

bool TableReader::AddRowRate(size_t row, const Label& figure, const Written& number) {
  constexpr size_t kWide = 64;  // no table of a report is wider
  if (figure.value != "execution_rate" || grid_.rows[row].size() > kWide) return false;
  std::optional<Coded> paid;
  std::vector<Coded> budgets;
  for (size_t c = 0; c < grid_.rows[row].size(); ++c) {
    const auto other = NumberOf(grid_.rows[row][c], labels_);
    int year = 0;
    const Label* measure = other ? paths_->MeasureIn(paths_->PathTo(row, c), year) : nullptr;
    const bool forecast = paths_->UnderChange(row, c);
    if (measure == nullptr || forecast || other->unit == "%" || builder_.Relative(year) != 0)
      continue;
    const Spot rate = spot_;
    SetPlace(grid_.rows[row][c]);
    Coded coded = ReckonedOf(*other, "", "");
    spot_ = rate;
    if (measure->value == "paid") paid = coded;
    if (measure->value == "full_year_budget") budgets.insert(budgets.begin(), coded);
    if (measure->value == "initial_budget") budgets.push_back(coded);
  }
  if (!paid || budgets.empty()) return false;
  if (const auto carried = CarriedIn(row)) {  // "执行数（含结转）": of both
    for (size_t i = 0, end = budgets.size(); i < end; ++i) {
      budgets.push_back(budgets[i]);
      budgets.back().value = budgets[i].value + carried->value;
      budgets.back().half = budgets[i].half + carried->half;
    }
  }
  AddRate(builder_, *paid, budgets, number, spot_.place);
  return true;
}

bool TableReader::ListsOthers() {
  if (!lists_others_) lists_others_ = paths_->HasHeadOfUnits();
  return *lists_others_;
}

bool TableReader::SumsUpThreePublic(const TablePaths::Path& path) const {
  const bool total = (path.row.total && path.row.whole) ||
                     (!path.heads.empty() && path.heads.back().total && path.heads.back().whole);
  // "合计" of a table of 会议费 and 培训费, too, is not that of 三公经费.
  const bool others = context_.caption.find("会议费") != std::string::npos ||
                      context_.caption.find("培训费") != std::string::npos;
  const bool said = !others || path.label.find("三公") != std::string::npos;
  return total && said && context_.caption.find("三公") != std::string::npos;
}

const Label* TableReader::CaptionMeasure() const {
  const Naming caption = NameOf(context_.caption, labels_);
  return caption.measure != nullptr ? caption.measure : caption.hint;
}

bool TableReader::FitsBeside(const Label& figure, size_t row, size_t column) const {
  return figure.with.empty() || paths_->SaysBeside(row, column, figure.with);
}

bool TableReader::PutMoney(const Label& measure, int year, const std::vector<std::string>& selects,
                           const TablePaths::Path& path, const Written& number) {
  const std::string name = builder_.MeasureOf(measure, year);
  if (name.empty() || !Builder::Suits(number, Measured::kMoney, true)) return false;
  Meaning meaning;
  const std::string select = Combined(selects);
  meaning.figure = name + select;
  // Of two columns that would say the same the first is taken.
  const auto [put, first] = of_row_.try_emplace(meaning.figure, ValueOf(number));
  if (!first && put->second != ValueOf(number)) return false;
  if (!measure.also.empty() && name == measure.value) meaning.or_figures = {measure.also + select};
  meaning.label = path.label;
  builder_.Put(meaning, number, spot_);
  return true;
}

bool TableReader::PutFigure(const Label& figure, const Label* measure, int year,
                            const TablePaths::Path& path, const Written& number) {
  std::string name = figure.value;
  const std::string of = measure == nullptr ? "" : builder_.MeasureOf(*measure, year);
  if (!figure.by_measure.empty()) {
    const auto by = figure.by_measure.find(of);
    name = by == figure.by_measure.end() ? "" : by->second;
  } else if (builder_.Relative(year) != 0 || of.starts_with("prior_")) {
    name.clear();
  }
  if (name.empty() || !Builder::Suits(number, figure.measured, true)) return false;
  // "公用经费 | 追加": of that part of the money.
  const bool of_part = figure.measured == Measured::kMoney && path.row.figure != &figure &&
                       path.row.subject && !path.row.selects.empty() &&
                       Has(name, {"supplements", "cuts", "adjustments"});
  if (of_part && name.find('(') == std::string::npos) name += Combined(path.row.selects);
  if (const std::string fund = FundOfCaption(context_.caption); coded_ && !fund.empty()) {
    if (name != "income") return false;
    name += fund;
  }
  Meaning meaning;
  meaning.figure = name;
  meaning.label = path.label;
  meaning.measured = figure.measured;
  builder_.Put(meaning, number, spot_);
  return true;
}

std::optional<size_t> TableReader::CodeAt(size_t row, size_t column) const {
  std::optional<size_t> nearest;
  for (const size_t at : CodeColumns(grid_.rows[row], labels_)) {
    if (at <= column || !nearest) nearest = at;
  }
  return nearest;
}

std::string TableReader::CodeOf(size_t row, size_t column) const {
  const auto at = CodeAt(row, column);
  return at ? CodeIn(Bare(grid_.rows[row][*at].text)) : "";
}

size_t TableReader::KeyOf(size_t row, size_t column) const {
  const auto at = CodeAt(row, column);
  return side_by_side_ && at && *at <= column ? column - *at : column;
}

bool TableReader::NamesOnlyParts(const TablePaths::Path& path) const {
  return context_.caption.find("支出决算表") != std::string::npos && !path.heads.empty() &&
         std::all_of(path.heads.begin(), path.heads.end(), [](const Naming& head) {
           return head.measure == nullptr && head.hint == nullptr && head.whole &&
                  (head.subject || head.total);
         });
}

bool TableReader::NamesNothing(const TablePaths::Path& path) {
  return std::all_of(path.heads.begin(), path.heads.end(), [](const Naming& head) {
    return head.measure == nullptr && head.hint == nullptr && !head.subject;
  });
}

Coded TableReader::ReckonedOf(const Written& number, const std::string& code,
                              const std::string& label) const {
  return {MoneyOf(number, spot_.money_unit, spot_.place), code, label};
}

bool TableReader::PutCode(const std::string& code, const std::vector<std::string>& selects,
                          const Label* measure, int year, const TablePaths::Path& path,
                          const Written& number, size_t column) {
  if (number.printed == code) return true;  // the code itself
  codes_.Note(column, ReckonedOf(number, code, path.label));
  const std::string name = measure == nullptr ? "" : builder_.MeasureOf(*measure, year);
  if (name.empty()) return true;
  std::vector<std::string> all = selects;
  all.push_back(SelectOfCode(code));
  Meaning meaning;
  meaning.figure = name + Combined(all);
  meaning.label = path.label;
  builder_.Put(meaning, number, spot_);
  return true;
}

}  // namespace outturn::document
