#include "services/document/normal.h"

#include <algorithm>
#include <array>

#include "services/intake/text.h"

namespace outturn::document {
namespace {

constexpr std::array<std::string_view, 12> kQuotes = {"“",  "”",  "\"", "‘",  "’",  "《",
                                                      "》", "「", "」", "〈", "〉", "＂"};
constexpr std::array<std::string_view, 10> kMoneyAndMore = {
    "亿元", "万元", "千元", "个百分点", "元", "%", "分", "人", "名", "个"};

// What numbers without a unit of money count, perhaps by 万 or 亿; longer ones first.
constexpr std::array<std::string_view, 63> kCounters = {
    "平方公里", "立方米", "平方米", "人次", "批次", "台次", "册次", "车次", "户次", "家次", "班次",
    "场次",     "公里",   "千米",   "公顷", "小时", "人天", "人日", "学时", "标段", "倍",   "人",
    "名",       "个",     "户",     "所",   "座",   "辆",   "台",   "件",   "场",   "项",   "家",
    "次",       "套",     "亩",     "吨",   "份",   "例",   "张",   "处",   "批",   "期",   "篇",
    "起",       "卷",     "册",     "头",   "株",   "斤",   "条",   "枚",   "栋",   "间",   "棵",
    "艘",       "宗",     "只",     "羽",   "盏",   "尾",   "km",   "美元"};

bool IsMark(std::string_view letter) {
  static const std::array<std::string_view, 22> kMarks = {
      "，", "。", "；", "：", "、", "（", "）", "！", "？", "…", "—",
      "・", ",",  ".",  ";",  ":",  "(",  ")",  "/",  "-",  "·", "*"};
  return std::find(kMarks.begin(), kMarks.end(), letter) != kMarks.end();
}

size_t NumberEnd(std::string_view text, size_t at) {
  size_t end = at;
  bool point = false;
  while (end < text.size()) {
    const bool next = end + 1 < text.size() && IsDigit(text[end + 1]);
    if (IsDigit(text[end])) {
      ++end;
    } else if (text[end] == '.' && !point && next) {
      point = true;
      ++end;
    } else if (text[end] == ',' && !point && end + 3 < text.size() && IsDigit(text[end + 1]) &&
               IsDigit(text[end + 2]) && IsDigit(text[end + 3]) &&
               !(end + 4 < text.size() && IsDigit(text[end + 4]))) {
      ++end;
    } else {
      break;
    }
  }
  return end;
}

// Fills in the number at the start of `text`; false when it has more digits than money has.
bool Read(std::string_view text, Written& number) {
  number.printed = std::string(text);
  int count = 0;
  bool point = false;
  for (const char c : text) {
    if (c == ',') continue;
    if (c == '.') {
      point = true;
      continue;
    }
    if (++count > 15) return false;
    number.digits = number.digits * 10 + (c - '0');
    if (point) ++number.decimals;
  }
  return number.decimals <= 6;
}

class Scanner {
 public:
  Scanner(std::string_view text, const Labels& labels) : text_(text), labels_(labels) {}

  std::vector<Token> Scan() {
    while (at_ < text_.size()) {
      if (!TakeYear() && !TakeNumber() && !TakeLabel() && !TakeLastYear()) TakeLetter();
    }
    return std::move(tokens_);
  }

 private:
  void Put(Token::Kind kind, size_t length) {
    Token token;
    token.kind = kind;
    token.text = text_.substr(at_, length);
    at_ += length;
    tokens_.push_back(std::move(token));
  }

  bool TakeYear() {
    constexpr std::string_view kYear = "年";
    const std::string_view rest = text_.substr(at_);
    if (rest.size() < 4 + kYear.size() || !std::all_of(rest.begin(), rest.begin() + 4, IsDigit)) {
      return false;
    }
    if (at_ > 0 && (IsDigit(text_[at_ - 1]) || text_[at_ - 1] == '.')) return false;
    const int year =
        (rest[0] - '0') * 1000 + (rest[1] - '0') * 100 + (rest[2] - '0') * 10 + (rest[3] - '0');
    if (year < 1990 || year > 2099) return false;
    const std::string_view behind = rest.substr(4);
    size_t length = 4;
    if (behind.starts_with(kYear)) {
      length += kYear.size();
    } else if (!behind.starts_with("预算") && !behind.starts_with("决算")) {  // "2026预算安排"
      return false;
    }
    if (rest.substr(length).starts_with("度")) length += std::string_view("度").size();
    for (const std::string_view part : {"初", "末", "中"}) {  // "2024年初预算": 年初 is a word
      if (rest.substr(length).starts_with(part)) length = 4;
    }
    Put(Token::Kind::kYear, length);
    tokens_.back().year = year;
    return true;
  }

  // "上年", where it is no part of a longer word.
  bool TakeLastYear() {
    for (const std::string_view word : {"上年度", "上年", "去年"}) {
      if (!text_.substr(at_).starts_with(word)) continue;
      Put(Token::Kind::kYear, word.size());
      tokens_.back().year = -1;
      return true;
    }
    return false;
  }

  bool TakeNumber() {
    const bool minus = text_[at_] == '-' || text_.substr(at_).starts_with("−");
    const size_t sign = !minus ? 0 : text_[at_] == '-' ? 1 : std::string_view("−").size();
    if (at_ + sign >= text_.size() || !IsDigit(text_[at_ + sign])) return false;
    if (minus && at_ > 0 && (IsDigit(text_[at_ - 1]) || text_[at_ - 1] == ')')) return false;
    const size_t end = NumberEnd(text_, at_ + sign);
    Written number;
    if (!Read(text_.substr(at_ + sign, end - at_ - sign), number)) {
      Put(Token::Kind::kUnknown, end - at_);
      return true;
    }
    if (minus) {
      number.digits = -number.digits;
      number.printed = "-" + number.printed;
    }
    size_t length = end - at_;
    const auto follows = [&](std::string_view word) {
      return text_.substr(at_ + length).starts_with(word);
    };
    for (const std::string_view more : {"余", "多", "几"}) {
      if (!follows(more)) continue;
      number.approximate = true;
      length += more.size();
    }
    for (const std::string_view unit : kMoneyAndMore) {
      if (!follows(unit)) continue;
      number.unit = std::string(unit);
      length += unit.size();
      break;
    }
    NoteCounter(text_.substr(at_ + length - number.unit.size()), number);
    for (const std::string_view about : {"约", "近", "超", "超过", "大约", "逾"}) {
      number.approximate = number.approximate || text_.substr(0, at_).ends_with(about);
    }
    if (text_.substr(0, at_).ends_with("节约")) number.approximate = false;  // saved, not about
    Put(Token::Kind::kNumber, length);
    tokens_.back().number = std::move(number);
    return true;
  }

  // "816人次" are no 816 persons.
  static void NoteCounter(std::string_view behind, Written& number) {
    std::string_view rest = behind;
    for (const std::string_view scale : {"万", "亿"}) {  // "万人"
      if (rest.starts_with(scale)) rest.remove_prefix(scale.size());
    }
    for (const std::string_view counter : kCounters) {
      if (!rest.starts_with(counter)) continue;
      number.counter = std::string(behind.substr(0, behind.size() - rest.size()));
      number.counter += counter;
      break;
    }
  }

  bool TakeLabel() {
    const std::string_view rest = text_.substr(at_);
    const auto found = labels_.by_start.find(rest.substr(0, LetterLength(rest)));
    if (found == labels_.by_start.end()) return false;
    for (const Label* label : found->second) {
      if (!rest.starts_with(label->words)) continue;
      Put(Token::Kind::kLabel, label->words.size());
      tokens_.back().label = label;
      return true;
    }
    return false;
  }

  void TakeLetter() {
    const size_t length = LetterLength(text_.substr(at_));
    if (IsMark(text_.substr(at_, length))) return Put(Token::Kind::kMark, length);
    const bool joins = !tokens_.empty() && tokens_.back().kind == Token::Kind::kUnknown;
    if (!joins) return Put(Token::Kind::kUnknown, length);
    std::string_view& text = tokens_.back().text;
    text = text_.substr(static_cast<size_t>(text.data() - text_.data()), text.size() + length);
    at_ += length;
  }

  std::string_view text_;
  const Labels& labels_;
  size_t at_ = 0;
  std::vector<Token> tokens_;
};

// "1、", "（一）", "①", "一、" at the start of a name.
std::string_view WithoutOrdinal(std::string_view text) {
  static const std::array<std::string_view, 10> kNumerals = {"一", "二", "三", "四", "五",
                                                             "六", "七", "八", "九", "十"};
  std::string_view rest = text;
  bool bracket = rest.starts_with("(");
  if (bracket) rest.remove_prefix(1);
  bool any = false;
  for (bool more = true; more && !rest.empty();) {
    more = false;
    if (IsDigit(rest[0])) {
      rest.remove_prefix(1);
      more = any = true;
      continue;
    }
    for (const std::string_view numeral : kNumerals) {
      if (!rest.starts_with(numeral)) continue;
      rest.remove_prefix(numeral.size());
      more = any = true;
      break;
    }
  }
  if (!any) {
    if (text.size() >= 3 && text.substr(0, 2) == "\xE2\x91") return text.substr(3);  // ① …
    return text;
  }
  if (bracket) return rest.starts_with(")") ? rest.substr(1) : text;
  for (const std::string_view mark : {"、", ".", "．", ")"}) {
    if (rest.starts_with(mark) && !rest.substr(mark.size()).empty())
      return rest.substr(mark.size());
  }
  return text;
}

}  // namespace

size_t LetterLength(std::string_view text) {
  if (text.empty()) return 0;
  std::string_view rest = text;
  (void)intake::TakeCodePoint(&rest);
  return text.size() - rest.size();
}

bool Has(const std::string& text, std::initializer_list<const char*> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](const char* word) { return text.find(word) != std::string::npos; });
}

std::string Bare(std::string_view text) {
  const std::string half = intake::HalfWidth(text);
  std::string bare;
  for (std::string_view rest = half; !rest.empty();) {
    const size_t length = LetterLength(rest);
    const std::string_view letter = rest.substr(0, length);
    rest.remove_prefix(length);
    const bool quote = std::find(kQuotes.begin(), kQuotes.end(), letter) != kQuotes.end();
    const bool space = letter.size() == 1 && static_cast<unsigned char>(letter[0]) <= ' ';
    if (!quote && !space && !intake::Trim(letter).empty()) bare += letter;
  }
  return bare;
}

std::string BareName(std::string_view text) {
  std::string bare = Bare(text);
  std::string_view rest = WithoutOrdinal(bare);
  for (bool more = true; more;) {
    more = false;
    for (const std::string_view start : {"其中:", "其中", "减:", "加:", ":", "—", "-"}) {
      if (rest.size() <= start.size() || !rest.starts_with(start)) continue;
      rest.remove_prefix(start.size());
      rest = WithoutOrdinal(rest);
      more = true;
    }
    while (rest.ends_with(":")) rest.remove_suffix(1);
  }
  return std::string(rest);
}

std::vector<Token> Tokens(std::string_view text, const Labels& labels) {
  return Scanner(text, labels).Scan();
}

Naming NameOf(std::string_view cell, const Labels& labels, std::string_view beside) {
  Naming naming;
  const std::string bare = BareName(cell);
  int depth = 0;
  naming.whole = !bare.empty();
  for (const std::string_view counter : kCounters) {
    if (bare.find('(') == std::string::npos) break;
    const std::string counted = std::string(counter) + ")";
    for (const char* opens : {"(", "(万", "(亿"}) {
      if (bare.find(opens + counted) != std::string::npos) naming.counted = true;
    }
  }
  for (const Token& token : Tokens(bare, labels)) {
    if (token.text == "(") ++depth;
    if (token.text == ")") --depth;
    if (token.kind == Token::Kind::kYear) {
      if (naming.year != 0 && naming.year != token.year) naming.whole = false;
      naming.year = token.year;
    }
    if (token.kind == Token::Kind::kNumber && depth <= 0) naming.whole = false;
    if (token.kind == Token::Kind::kUnknown && depth <= 0) naming.whole = false;
    if (token.label == nullptr) continue;
    switch (token.label->role) {
      case Role::kMeasure:
        // Heads of several columns that ran into one another say nothing.
        if (naming.measure != nullptr && naming.measure->value != token.label->value)
          naming.whole = false;
        naming.measure = token.label;
        break;
      case Role::kWeakMeasure:
        naming.hint = token.label;
        break;
      case Role::kSubject:
        if (!token.label->with.empty() && beside.find(token.label->with) == beside.npos) break;
        naming.subject = true;
        if (!token.label->value.empty()) naming.selects.push_back(token.label->value);
        break;
      case Role::kFigure:
        naming.figure = token.label;
        break;
      case Role::kList:
        naming.list = token.label;
        break;
      case Role::kTotal:
        naming.total = true;
        break;
      case Role::kChange:
        naming.whole = false;
        break;
      case Role::kFiller:
        break;
    }
  }
  return naming;
}

std::string Combined(const std::vector<std::string>& selects) {
  static const std::array<std::string_view, 9> kOrder = {"category",     "line",   "project",
                                                         "project_kind", "class",  "function",
                                                         "fund",         "source", "three_public"};
  std::map<std::string, std::string, std::less<>> parts;
  for (const std::string& select : selects) {
    if (select.size() < 2) continue;
    std::string_view rest = std::string_view(select).substr(1, select.size() - 2);
    while (!rest.empty()) {
      const size_t comma = std::min(rest.find(", "), rest.size());
      const std::string_view part = rest.substr(0, comma);
      const size_t equals = std::min(part.find('='), part.size());
      parts[std::string(part.substr(0, equals))] = std::string(part);
      rest.remove_prefix(std::min(rest.size(), comma + 2));
    }
  }
  // Three-public expenses are of fiscal funds by their definition.
  if (parts.contains("three_public")) {
    parts.erase("fund");
    parts.erase("source");
  }
  std::string text;
  for (const std::string_view key : kOrder) {
    const auto part = parts.find(key);
    if (part != parts.end()) text += (text.empty() ? "" : ", ") + part->second;
  }
  return text.empty() ? "" : "(" + text + ")";
}

bool HasAny(std::string_view text, const std::vector<std::string>& words) {
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    return text.find(word) != std::string_view::npos;
  });
}

bool IsMoney(std::string_view unit) {
  return unit == "元" || unit == "万元" || unit == "亿元" || unit == "千元";
}

size_t DigitsIn(std::string_view printed) {
  return static_cast<size_t>(std::count_if(printed.begin(), printed.end(), IsDigit));
}

std::string MoneyUnitIn(std::string_view bare) {
  for (const std::string_view unit : {"亿元", "万元", "千元"}) {
    if (bare.find(unit) != std::string_view::npos) return std::string(unit);
  }
  for (const std::string_view yuan :
       {"单位:元", "(元)", "单位:人民币元", "金额单位:元", "/元", "（元）"}) {
    if (bare.find(yuan) != std::string_view::npos) return "元";
  }
  return "";
}

}  // namespace outturn::document
