#include "services/document/prose/function_items.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "services/document/prose/sentence.h"
#include "services/document/quantity.h"
#include "services/document/words.h"
#include "services/figures/catalogue.h"

namespace outturn::document {
namespace {

constexpr std::array<std::string_view, 3> kLevels = {"(类)", "(款)", "(项)"};
constexpr std::string_view kMark = "function=@";
constexpr char kText[] = "正文";

// "一般公共服务" is "一般公共服务支出".
std::string Core(std::string name) {
  return Without(std::move(name), {"支出", "预算", "决算", "(类)", "类科目"});
}

// Where a name that ends at `end` begins: behind the mark or number before it; `within`: the name
// itself may list things, "环境保护法规、规划及标准".
size_t NameStart(std::string_view text, size_t end, bool within = false) {
  size_t start = end;
  while (start > 0) {
    size_t at = start - 1;
    while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
    const std::string_view letter = text.substr(at, start - at);
    const bool mark =
        letter.size() == 1 || (letter == "、" && !within) || letter == "。" || letter == "…";
    if (mark) break;
    start = at;
  }
  for (const std::string_view lead : {"其中", "主要用于", "用于", "包括"}) {
    if (text.substr(start, end - start).starts_with(lead)) start += lead.size();
  }
  return start;
}

// Whether a name may begin here. What NameStart leaves out is shorter than what is looked back at.
bool BeginsName(std::string_view text, size_t at) {
  constexpr size_t kBack = 64;  // bytes
  const size_t from = at > kBack ? at - kBack : 0;
  return NameStart(text.substr(from), at - from) == at - from;
}

// "教育支出(类)-普通教育(款)": where the next name begins.
size_t BehindDash(std::string_view text, size_t at) {
  for (const std::string_view dash : {"--", "-", "——", "—", "–"}) {
    if (text.substr(at).starts_with(dash)) return at + dash.size();
  }
  return at;
}

// ",主要用于……等项目支出,年初预算为": what the item's money was for, up to its first number, names
// nothing. 0: it is not told here.
size_t PurposeIn(std::string_view text) {
  const size_t number = std::min(text.find_first_of("0123456789"), text.size());
  const std::string_view words = text.substr(0, number);
  bool told = false;
  for (const std::string_view lead : {",主要用于", ",用于", ":主要用于", ",主要是"}) {
    told = told || words.starts_with(lead);
  }
  if (!told) return 0;
  for (const std::string_view measure : {",年初预算", ",当年支出决算", ",支出决算", ",全年预算"}) {
    const size_t at = words.find(measure);
    if (at != std::string::npos) return at;
  }
  return 0;
}

// "fund=general" of "(fund=general)" and "income(fund=general)".
std::string FundOf(const std::string& value) {
  for (const std::string_view key : {"fund=", "source=current"}) {
    const size_t at = value.find(key);
    if (at == std::string::npos) continue;
    return value.substr(at, value.find_first_of(",)", at) - at);
  }
  return "";
}

std::string DigitsAt(std::string_view text, size_t at) {
  size_t end = at;
  while (end < text.size() && IsDigit(text[end])) ++end;
  return std::string(text.substr(at, end - at));
}

// "行政单位离退休" of "2080501行政单位离退休/支出合计".
std::string NameOfRow(const std::string& label) {
  std::string name = BareName(label.substr(0, label.find('/')));
  size_t at = 0;
  while (at < name.size() && IsDigit(name[at])) ++at;
  name.erase(0, at);
  while (!name.empty() && (IsDigit(name.back()) || name.back() == '.' || name.back() == ','))
    name.pop_back();
  return name;
}

// By more than a tenth.
bool IsFarOff(const Exactly& whole, const Exactly& sum) { return Size(whole - sum) * 10 > whole; }

std::string Replaced(std::string text, const std::string& what, const std::string& with) {
  const size_t at = text.find(what);
  if (at != std::string::npos) text.replace(at, what.size(), with);
  return text;
}

}  // namespace

// The length of "教育支出(类)" and the like before a number; 0: nothing there.
size_t FunctionItems::ClassAt(std::string_view text, size_t at, std::string& name) const {
  for (const std::string& one : builder_.labels.function_classes) {
    if (!text.substr(at).starts_with(one)) continue;
    size_t end = at + one.size();
    for (bool more = true; more;) {
      more = false;
      for (const std::string_view part : {"支出", "(类)", "类科目", "类", "预算", "决算", "为"}) {
        if (!text.substr(end).starts_with(part)) continue;
        end += part.size();
        more = true;
      }
    }
    if (end >= text.size() || !IsDigit(text[end])) return 0;
    name = one;
    return end - at;
  }
  return 0;
}

std::vector<FunctionItems::Span> FunctionItems::SpansIn(std::string_view text) const {
  std::vector<Span> spans;
  size_t behind = 0;
  constexpr size_t kLongestName = 600;  // bytes
  const auto next_mark = [&](size_t from, size_t least) {
    for (size_t at = text.find('(', from); at != std::string::npos; at = text.find('(', at + 1)) {
      if (least > 0 && at - from > kLongestName) break;  // below another: right behind it
      for (size_t level = least; level < kLevels.size(); ++level) {
        if (text.substr(at).starts_with(kLevels[level])) return std::pair{at, level};
      }
    }
    return std::pair<size_t, size_t>{std::string::npos, 0};
  };
  for (auto [at, level] = next_mark(0, 0); at != std::string::npos;) {
    const size_t start = std::max(NameStart(text, at), behind);
    Span span{start, at + kLevels[level].size(), {std::string(text.substr(start, at - start))}};
    while (level + 1 < kLevels.size()) {
      const auto [more, lower] = next_mark(span.to, level + 1);
      const size_t from = BehindDash(text, span.to);
      if (more == std::string::npos || more <= from || NameStart(text, more, true) > from) break;
      span.names.emplace_back(text.substr(from, more - from));
      span.to = more + kLevels[lower].size();
      level = lower;
    }
    if (!span.names.front().empty()) spans.push_back(span);
    behind = span.to;
    std::tie(at, level) = next_mark(behind, 0);
  }
  if (!spans.empty() || !classes_) return spans;
  for (size_t at = 0; at < text.size(); at += LetterLength(text.substr(at))) {
    std::string name;
    const size_t length = BeginsName(text, at) ? ClassAt(text, at, name) : 0;
    if (length > 0) spans.push_back({at, at + length, {name}});
  }
  return spans;
}

void FunctionItems::Enter(const std::string& bare, const Place& place) {
  place_ = place;
  size_t classes = 0;
  for (size_t at = 0; at < bare.size(); at += LetterLength(std::string_view(bare).substr(at))) {
    std::string name;
    if (BeginsName(bare, at) && ClassAt(bare, at, name) > 0) ++classes;
  }
  const bool listed = bare.find("元,占") != std::string::npos;
  classes_ = classes > 1 || (classes > 0 && listed);
  const std::vector<Span> spans = SpansIn(bare);
  const std::string_view before =
      std::string_view(bare).substr(0, spans.empty() ? bare.size() : spans.front().from);
  for (const Token& token : Tokens(before, builder_.labels)) {
    const std::string fund = token.label == nullptr ? "" : FundOf(token.label->value);
    if (fund.empty()) continue;
    fund_ = fund;
    ++list_;
    return;
  }
}

const Label& FunctionItems::LabelOf(const std::vector<std::string>& names) {
  std::string key = fund_ + "|" + std::to_string(names.size() > 1 ? list_ : 0);
  for (const std::string& name : names) key += "|" + Core(name);
  const auto known = by_name_.find(key);
  if (known != by_name_.end()) return paths_[known->second].label;
  by_name_[key] = paths_.size();
  Path& path = paths_.emplace_back();
  path.names = names;
  path.fund = fund_;
  path.list = list_;
  path.place = place_;
  path.label.role = Role::kSubject;
  path.label.words = names.back();
  path.label.value = "(" + std::string(kMark) + std::to_string(paths_.size() - 1) +
                     (fund_.empty() ? "" : ", " + fund_) + ")";
  return path.label;
}

std::vector<Token> FunctionItems::TokensOf(std::string_view sentence) {
  std::vector<Token> tokens;
  size_t at = 0;
  const auto plain = [&](size_t to) {
    for (Token& token : Tokens(sentence.substr(at, to - at), builder_.labels))
      tokens.push_back(std::move(token));
  };
  for (const Span& span : SpansIn(sentence)) {
    plain(span.from);
    Token item;
    item.kind = Token::Kind::kLabel;
    item.text = sentence.substr(span.from, span.to - span.from);
    item.label = &LabelOf(span.names);
    tokens.push_back(std::move(item));
    at = span.to + (span.names.size() > 1 ? PurposeIn(sentence.substr(span.to)) : 0);
  }
  plain(sentence.size());
  return tokens;
}

const Label* FunctionItems::ItemIn(const std::vector<Token>& tokens) {
  const Label* item = nullptr;
  for (const Token& token : tokens) {
    const bool here = token.label != nullptr && token.label->value.find(kMark) != std::string::npos;
    if (here && token.text.find("(款)") != std::string_view::npos) item = token.label;
  }
  return item;
}

// ---- once everything was read

void FunctionItems::NoteRows() {
  constexpr std::string_view kKey = "function=";
  for (const Stated& stated : builder_.filing.stated) {
    const size_t at = stated.figure.find(kKey);
    if (at == std::string::npos || stated.place.form == kText) continue;
    const std::string code = DigitsAt(stated.figure, at + kKey.size());
    const std::string name = NameOfRow(stated.label);
    if (!code.empty() && !name.empty()) ++rows_[code][Core(name)];
  }
}

bool FunctionItems::RowIs(const std::string& code, const std::string& name) const {
  const auto row = rows_.find(code);
  return row != rows_.end() && row->second.contains(Core(name));
}

std::string FunctionItems::CodeOf(const Path& path) const {
  const size_t digits = 1 + 2 * path.names.size();
  std::vector<std::string> named;
  for (const auto& [code, names] : rows_) {
    if (code.size() == digits && names.contains(Core(path.names.back()))) named.push_back(code);
  }
  if (path.names.size() == 1) return named.size() == 1 ? named.front() : "";
  // Under its own parents; else under one of them.
  for (const bool parent : {true, false}) {
    std::vector<std::string> fits;
    for (const std::string& code : named) {
      const bool own_class = RowIs(code.substr(0, 3), path.names.front());
      const bool own = !parent || RowIs(code.substr(0, digits - 2), path.names[digits / 2 - 2]);
      if (own && (own_class || parent)) fits.push_back(code);
    }
    if (fits.size() > 1) {
      std::erase_if(fits, [&](const std::string& code) {
        return !RowIs(code.substr(0, 3), path.names.front());
      });
    }
    if (fits.size() == 1) return fits.front();
  }
  return "";
}

// The code of what an item stands under: by its name, else where its fellows are.
std::string FunctionItems::ParentOf(const Path& path) const {
  std::set<std::string> parents;
  for (const auto& [code, names] : rows_) {
    const bool named = code.size() == 5 && path.names.size() == 3 &&
                       names.contains(Core(path.names[1])) &&
                       RowIs(code.substr(0, 3), path.names[0]);
    if (named) parents.insert(code);
  }
  for (const Path& other : paths_) {
    const bool fellow = parents.empty() || parents.size() > 1;
    if (!fellow || other.names.size() != 3 || other.code.empty()) continue;
    if (other.names[0] == path.names[0] && other.names[1] == path.names[1])
      parents.insert(other.code.substr(0, 5));
  }
  return parents.size() == 1 ? *parents.begin() : "";
}

// The one item of a 款 that no row is called like is the one row of it that no item was.
void FunctionItems::MatchTheLast() {
  std::map<std::string, std::vector<Path*>> open;
  std::set<std::string> taken;
  for (Path& path : paths_) {
    if (!path.code.empty()) taken.insert(path.code);
    if (path.names.size() == 1 && path.code.empty()) open[""].push_back(&path);
    if (path.names.size() != 3 || !path.code.empty()) continue;
    const std::string parent = ParentOf(path);
    if (!parent.empty()) open[parent].push_back(&path);
  }
  for (const auto& [parent, paths] : open) {
    std::vector<std::string> left;
    for (const auto& [code, names] : rows_) {
      const bool below = parent.empty() ? code.size() == 3 : code.size() == 7;
      const bool free = below && code.starts_with(parent) && !taken.contains(code);
      if (free) left.push_back(code);
    }
    if (paths.size() == 1 && left.size() == 1) paths.front()->code = left.front();
  }
}

// "司法（款）其他公共安全支出（项）", and the tables have it under another 款.
void FunctionItems::CompareNames(const Path& path) {
  for (size_t level = 0; level < path.names.size(); ++level) {
    const auto row = rows_.find(path.code.substr(0, 3 + 2 * level));
    if (row == rows_.end() || row->second.contains(Core(path.names[level]))) continue;
    // A name that a table printed over several lines may be a part of itself.
    const auto surest =
        std::max_element(row->second.begin(), row->second.end(),
                         [](const auto& a, const auto& b) { return a.second < b.second; });
    const std::string& name = surest->first;
    const bool sure = row->second.size() == 1 && surest->second > 1;
    if (!sure || path.names[level].find(name) == 0) continue;
    builder_.filing.remarks.push_back(
        {checks::Remark::Kind::kName,
         path.place,
         path.names[level],
         name,
         {"科目名称与表不一致：文中“" + path.names[level] + "”，表中 " + row->first + " 为“" +
              name + "”",
          "the name differs from the tables: \"" + path.names[level] + "\" here, \"" + name +
              "\" there (" + row->first + ")"}});
    return;
  }
}

void FunctionItems::AddListSum(size_t list, const std::string& measure) {
  struct Item {
    const Stated* used = nullptr;
    std::vector<const Stated*> all;
  };
  std::map<size_t, Item> items;
  std::string fund;
  int first = 0;
  for (size_t i = 0; i < paths_.size(); ++i) {
    if (paths_[i].list != list || paths_[i].names.size() < 2) continue;
    items[i];
    fund = paths_[i].fund;
    if (first == 0) first = paths_[i].place.order;
  }
  if (items.size() < 3 || fund.empty()) return;
  const Stated* whole = nullptr;
  for (const Stated& stated : builder_.filing.stated) {
    if (stated.place.form != kText || stated.approximate) continue;
    if (stated.figure == measure + "(" + fund + ")" && stated.place.order <= first) whole = &stated;
    const size_t at = stated.figure.find(kMark);
    if (at == std::string::npos || !stated.figure.starts_with(measure + "(")) continue;
    const auto item = items.find(std::stoul(DigitsAt(stated.figure, at + kMark.size())));
    if (item == items.end()) continue;
    item->second.used = &stated;
    item->second.all.push_back(&stated);
  }
  if (whole == nullptr) return;
  constexpr size_t kShown = 6;  // addends
  std::vector<const Stated*> used;
  for (const auto& [index, item] : items) {
    if (item.used == nullptr) return;
    used.push_back(item.used);
  }
  const Terms parts = TermsOf(used);
  const Exactly sum = SumOf(parts).value;
  const Exactly tolerance = SumOf(parts).half + whole->half;
  if (IsFarOff(whole->value, sum)) return;  // only some items are listed
  // Of an item told twice the other number may be the right one: that is told by itself.
  const bool holds = Within(whole->value - sum, tolerance);
  for (const auto& [index, item] : items) {
    for (const Stated* other : item.all) {
      if (holds) break;
      if (Within(whole->value - sum - (other->value - item.used->value), tolerance)) return;
    }
  }
  Relation relation =
      SumRelation("所列 " + std::to_string(items.size()) + " 项合计", TermOf(*whole), parts);
  if (parts.size() > kShown) {
    const Terms shown(parts.begin(), parts.begin() + kShown);
    relation.formula = SumRelation("", TermOf(*whole), shown).formula + " + …";
  }
  builder_.filing.relations.push_back(std::move(relation));
}

void FunctionItems::AddListSums() {
  for (size_t list = 1; list <= list_; ++list) {
    for (const char* measure : {"initial_budget", "paid"}) AddListSum(list, measure);
  }
}

std::string FunctionItems::NamedByCode(const std::string& figure) const {
  const size_t at = figure.find(kMark);
  if (at == std::string::npos) return figure;
  const std::string number = DigitsAt(figure, at + kMark.size());
  const Path& path = paths_[std::stoul(number)];
  std::string names;
  for (const std::string& name : path.names) names += (names.empty() ? "" : "/") + name;
  return Replaced(figure, std::string(kMark) + number,
                  "function=" + (path.code.empty() ? names : path.code));
}

bool FunctionItems::IsFiscalApart() const {
  std::map<std::string, std::vector<const Stated*>> all;
  for (const Stated& stated : builder_.filing.stated) {
    if (stated.figure.starts_with("paid") && stated.scope.empty() && !stated.approximate)
      all[NamedByCode(stated.figure)].push_back(&stated);
  }
  size_t same = 0;
  size_t apart = 0;
  for (const auto& [figure, told] : all) {
    if (!Has(figure, {"source=current"})) continue;
    std::string whole = Replaced(Replaced(figure, ", source=current", ""), "(source=current)", "");
    const auto other = all.find(whole);
    if (other == all.end()) continue;
    const bool agree = std::any_of(told.begin(), told.end(), [&](const Stated* a) {
      return std::any_of(other->second.begin(), other->second.end(),
                         [&](const Stated* b) { return figures::IsZero(a->value - b->value); });
    });
    ++(agree ? same : apart);
  }
  constexpr size_t kLeast = 2;  // one may be a slip
  return apart >= kLeast && apart > same;
}

// What was paid of 财政拨款 is all there is, as far as is told: tables and text name it alike.
void FunctionItems::JoinFiscal() {
  fiscal_apart_ = IsFiscalApart();
  if (fiscal_apart_) return;
  for (Stated& stated : builder_.filing.stated) {
    if (!builder_.fiscal.contains(stated.place.order)) continue;
    for (const std::string part : {", source=current", "(source=current)"})
      stated.figure = Replaced(stated.figure, part, "");
  }
}

// The name of an item's figure by its code; as the tables state it, of its funds or of all.
std::string FunctionItems::FigureOf(const std::string& figure) const {
  const size_t at = figure.find(kMark);
  const Path& path = paths_[std::stoul(DigitsAt(figure, at + kMark.size()))];
  std::string own = NamedByCode(figure);
  if (fiscal_apart_ && path.fund == "source=current") return own;
  own = Replaced(own, ", source=current", "");
  if (const auto parsed = figures::ParseFigure(own)) own = parsed->Name();
  std::string all = Replaced(Replaced(own, ", " + path.fund, ""), path.fund + ", ", "");
  if (all == own || path.code.empty()) return own;
  std::optional<Exactly> value;
  bool one = true;
  for (const Stated& stated : builder_.filing.stated) {
    if (stated.figure == own && stated.place.form != kText) return own;
    if (stated.figure != all) continue;
    one = one && (!value || *value == stated.value);
    value = stated.value;
  }
  return value && one ? all : own;
}

void FunctionItems::NameFigures() {
  const auto is_item = [](const std::string& figure) {
    return figure.find(kMark) != std::string::npos;
  };
  std::map<std::string, std::string> names;
  const auto name = [&](std::string& figure) {
    if (!is_item(figure)) return;
    const auto [at, added] = names.try_emplace(figure);
    if (added) at->second = FigureOf(figure);
    figure = at->second;
  };
  std::vector<std::string*> figures;
  for (Stated& stated : builder_.filing.stated) {
    figures.push_back(&stated.figure);
    for (std::string& other : stated.or_figures) figures.push_back(&other);
  }
  for (Relation& relation : builder_.filing.relations) figures.push_back(&relation.whole);
  for (const std::string* figure : figures) {  // all of them before any is renamed
    if (is_item(*figure)) names.try_emplace(*figure, FigureOf(*figure));
  }
  for (std::string* figure : figures) name(*figure);
}

// Where most shares of one whole do not fit it is the whole that is wrong: of it others tell.
void FunctionItems::DropSharesOfWrongWholes() {
  const auto fits = [&](const Relation& share) {
    for (const Stated& stated : builder_.filing.stated) {
      if (stated.figure != share.whole) continue;
      if (Within(PercentOf(share.parts[0], stated.value) - share.value, share.half)) return true;
    }
    return false;
  };
  std::map<std::string, std::pair<size_t, size_t>> counts;  // all, and those that do not fit
  const auto elsewhere = [](const Relation& relation) {
    return relation.label == kItemShare && !relation.whole.empty();
  };
  for (const Relation& relation : builder_.filing.relations) {
    if (!elsewhere(relation)) continue;
    auto& [all, wrong] = counts[relation.whole];
    ++all;
    if (!fits(relation)) ++wrong;
  }
  std::erase_if(builder_.filing.relations, [&](const Relation& relation) {
    if (!elsewhere(relation)) return false;
    const auto& [all, wrong] = counts[relation.whole];
    return wrong * 2 >= all && !fits(relation);
  });
}

void FunctionItems::Finish() {
  DropSharesOfWrongWholes();
  NoteRows();
  for (Path& path : paths_) path.code = CodeOf(path);
  MatchTheLast();
  JoinFiscal();
  for (const Path& path : paths_) {
    if (!path.code.empty()) CompareNames(path);
  }
  AddListSums();
  NameFigures();
}

}  // namespace outturn::document
