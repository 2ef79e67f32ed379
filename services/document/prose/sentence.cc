#include "services/document/prose/sentence.h"

#include <algorithm>

#include "services/document/words.h"

namespace outturn::document {
namespace {

// Says by itself what a number is, whatever was said before.
bool IsDefinite(const Label& hint) { return hint.words == "决算" || hint.words == "执行"; }

// "本年支出合计": without any other word it is what was paid.
bool SaysPaid(const Segment& segment) {
  return std::any_of(segment.tokens.begin(), segment.tokens.end(), [](const Token* token) {
    return IsLabel(*token, Role::kSubject) && token->label->also == "paid";
  });
}

// "60 万元，完成年初预算 80 万元的 75%": what was planned of the number before.
bool CompletesBudget(const std::string& text) {
  const size_t at = text.rfind("完成");
  if (at == std::string::npos || (at > 0 && text.substr(0, at) != ",")) return false;
  const std::string plan =
      Without(text.substr(at + std::string_view("完成").size()), {"数", "预算", "为"});
  return text.find("预算", at) != std::string::npos &&
         (plan.empty() || plan == "年初" || plan == "全年" || plan == "年度" || plan == "调整" ||
          plan == "调整后" || plan == "当年" || plan == "本年");
}

// "年初预算 12 万元，支出 9.2 万元": what was spent of it.
bool SaysOnlySpent(std::string text) {
  while (text.starts_with(',') || text.starts_with(';')) text.erase(0, 1);
  text = Without(text, {"为", "了", "资金", "金额", "数", "额"});
  for (const char* spent :
       {"支出", "已支出", "共支出", "使用", "已使用", "支付", "已支付", "实支"}) {
    if (text == spent) return true;
  }
  return false;
}

// "(source=current)": which money it is, and nothing of what it was for.
bool IsOfFundsOnly(const std::vector<std::string>& selects) {
  return !selects.empty() && std::all_of(selects.begin(), selects.end(), [](const auto& one) {
    return one.starts_with("(fund=") || one.starts_with("(source=");
  });
}

// "基本支出" and "支出决算": the word they share is said once.
std::string WithMeasure(const std::string& subject, std::string words) {
  const std::string_view shared = "支出";
  if (subject.ends_with(shared) && words.starts_with(shared)) words.erase(0, shared.size());
  return subject + words;
}

std::string SubjectWords(const Segment& segment) {
  std::string words;
  for (const Token* token : segment.tokens) {
    if (IsLabel(*token, Role::kSubject)) words = token->text;
  }
  return words;
}

}  // namespace

SentenceReader::SentenceReader(Builder& builder, const Prose& prose)
    : builder_(builder), prose_(prose) {
  if (!prose.heading_sure) return;
  select_ = prose.heading_select;
  label_ = prose.heading_label;
  subject_known_ = true;
}

void SentenceReader::ComesAfter(const SentenceReader& before) {
  const auto& levels = before.levels_;
  before_ = levels;
  if (levels.empty()) changed_before_ = before.measure_;
  const bool one = std::all_of(levels.begin(), levels.end(), [&](const Level& level) {
    return level.known && (level.select == levels[0].select || level.value == levels[0].value);
  });
  if (one) previous_ = levels;
}

void SentenceReader::GoesInto(const Outer& outer) {
  measure_ = outer.spoken.measure;
  strong_ = outer.spoken.strong;
  year_ = outer.spoken.year;
  wholes_ = outer.levels;
}

SentenceReader::Outer SentenceReader::AsOuter() const {
  Outer outer{present_, wholes_};
  outer.levels.insert(outer.levels.end(), levels_.begin(), levels_.end());
  return outer;
}

void SentenceReader::Read(const std::vector<Token>& tokens) {
  Segment segment;
  for (const Token& token : tokens) sentence_ += token.text;
  for (size_t at = 0; at < tokens.size();) {
    if (tokens[at].kind != Kind::kNumber) {
      segment.tokens.push_back(&tokens[at++]);
      continue;
    }
    followed_by_parts_ =
        at + 2 < tokens.size() && (tokens[at + 1].text == "其中" || tokens[at + 2].text == "其中");
    if (const size_t behind = ReadRespectively(tokens, at, segment); behind > at) {
      at = behind;
    } else {
      ReadNumber(segment, tokens[at++]);
    }
    so_far_ += segment.Text();
    segment.tokens.clear();
    first_ = false;
  }
  ReadUnchanged(segment);
  ReadNone(segment);
  AddUpInto();
  AddUpBudget();
}

void SentenceReader::ReadNumber(const Segment& segment, const Token& token) {
  const size_t levels = levels_.size();
  ReadUnchanged(segment);
  NoteMarks(segment);
  ReadOne(SaysUnchanged(segment.Text()) ? segment.BehindUnchanged() : segment, token);
  level_before_ = levels_.size() > levels;
  if (!IsMoney(token.number.unit) && token.number.unit != "%")
    counted_.push_back({token.number, segment.Text()});
}

void SentenceReader::NoteMarks(const Segment& segment) {
  for (const Token* token : segment.tokens) {
    if (token->text == "(") brackets_.push_back(subject_known_ && !lost_ ? select_ : "");
    if (token->text == ")" && !brackets_.empty()) brackets_.pop_back();
    if (token->text == ";") parts_ = false;
    if (token->text == "其中" && !parts_) of_whole_ = {select_, label_};
    if (token->text == "其中") parts_ = true;
  }
}

void SentenceReader::ReadOne(const Segment& segment, const Token& token) {
  const Written& number = token.number;
  const bool last_years = IsLastYears(segment.BehindUnchanged(), number);
  if (segment.SaysChange() && !last_years) return ReadChange(segment, number);
  if (number.unit == "%" && segment.HasText("占")) return ReadShare(segment, number);
  if (number.unit == "%" && ReadTaskShare(segment, number)) return;
  year_before_ = year_;
  Named named = NamesIn(segment);
  if (last_years) year_ = -1;
  if (number.unit == "%" && segment.Text().find("完成") != std::string::npos &&
      ReadCompletion(segment, number)) {
    return;
  }
  if (named.figure != nullptr &&
      Builder::Suits(number, named.figure->measured, prose_.inline_cell)) {
    return ReadFigure(named, segment, number);
  }
  const bool bare = number.unit.empty() && prose_.inline_cell && named.subject && named.clean;
  if (IsMoney(number.unit) || bare) ReadMoney(named, segment, number);
}

// The paragraph has told the figure in a sentence before.
bool SentenceReader::IsToldHere(const std::string& figure) const {
  const auto& all = builder_.filing.stated;
  return staff_.empty() && std::any_of(all.begin(), all.end(), [&](const Stated& one) {
           return one.figure == figure && one.place.order == prose_.spot.place.order;
         });
}

bool SentenceReader::IsOfAPart(const Named& named, const Segment& segment) {
  const std::string& figure = named.figure->value;
  if (figure != "staff_quota" && figure != "staff_on_post") return false;
  if (!named.bounded) {
    part_quota_ = part_quota_ || figure == "staff_quota";
    return true;
  }
  // "林业行政(含工勤 2 人)在职 13 人": of what stands before the bracket.
  const std::string text = segment.Text();
  if (text.starts_with(")") && !text.starts_with("),") && !text.starts_with(");")) return true;
  // "年末实有人数 19 人，其中在职人员 14 人，退休人员 5 人".
  const bool serving = named.figure->words.find("在") != std::string::npos;
  const bool retired = sentence_.find("退休") != std::string::npos;
  if (figure == "staff_on_post" && !serving && retired) {
    everybody_ = true;
    return true;
  }
  if (parts_ && IsToldHere(figure)) return true;  // "……在职人数 41 人。其中：种苗站在职 11 人"
  const bool quota = staff_.contains("staff_quota");
  const bool of_part = parts_ && !staff_.empty() && !(everybody_ && serving);
  if (staff_.contains(figure) || of_part || (part_quota_ && !quota)) return true;
  for (const char* part : {"机关", "本级"}) {  // of the unit alone, where all of it was told
    if (!segment.Says(part)) continue;
    const auto& all = builder_.filing.stated;
    const auto same = [&](const Stated& stated) { return stated.figure == figure; };
    if (std::any_of(all.begin(), all.end(), same)) return true;
  }
  staff_.insert(figure);
  return false;
}

SentenceReader::Level SentenceReader::LevelOf(const Named& named, const Segment& segment,
                                              const Written& number) const {
  Level level;
  level.number = number;
  level.clean = named.clean;
  level.now = builder_.Relative(year_) == 0;
  level.value = InWan(ValueOf(number), number.unit);
  level.half = HalfOf(number, Measured::kMoney, number.unit);
  level.words = segment.BehindUnchanged().Text();
  constexpr std::string_view kCompared = "经比较";  // that is what it says before any number
  if (level.words.starts_with(kCompared)) level.words.erase(0, kCompared.size());
  return level;
}

void SentenceReader::UnknownMoney(const Named& named, const Segment& segment,
                                  const Written& number) {
  Unknown(segment, number);
  if (!IsMoney(number.unit)) return;
  levels_.push_back(LevelOf(named, segment, number));
  change_.reset();
}

void SentenceReader::ReadFigure(const Named& named, const Segment& segment, const Written& number) {
  if (IsOfAPart(named, segment)) return Unknown(segment, number);
  if (!named.bounded) return UnknownMoney(named, segment, number);
  const bool sure = named.subject || subject_known_;
  if (!sure && number.unit == "%" && IsRateOfBoth(named, segment, number) && lost_) return;
  std::string figure = named.figure->value;
  const bool rate = figure == "execution_rate" || figure == "received_rate" ||
                    figure == "execution_rate_on_initial";
  if (builder_.Relative(year_) != 0) return UnknownMoney(named, segment, number);
  if (!named.figure->by_measure.empty()) {
    std::string measure;
    if (named.measure != nullptr) measure = named.measure->value;
    if (named.measure == nullptr && named.hint != nullptr) measure = named.hint->value;
    const auto by = named.figure->by_measure.find(measure);
    figure = by == named.figure->by_measure.end() ? "" : by->second;
    if (figure.empty()) return UnknownMoney(named, segment, number);
  }
  const bool plain = named.figure->measured == Measured::kMoney &&
                     named.figure->by_measure.empty() && figure.find('(') == std::string::npos;
  const bool carried = plain && !named.subject && (subject_known_ || lost_);
  if (carried && (lost_ || !named.clean)) return UnknownMoney(named, segment, number);
  // "优抚补助：年初预算 500 万元，追加 200 万元": of what nobody knows.
  const bool of_unknown = plain && figure == "supplements" && !levels_.empty() &&
                          !levels_.back().known && !named.subject;
  if (of_unknown) return UnknownMoney(named, segment, number);
  if (plain) figure += named.subject ? Combined(named.selects) : carried ? select_ : FundOfAll();
  // "年末结余 25.87 万元，其中结转下年 21.40 万元": a part of it.
  const bool again = std::any_of(levels_.begin(), levels_.end(), [&](const Level& level) {
    return parts_ && plain && level.select == figure;
  });
  if (again) return UnknownMoney(named, segment, number);
  if (rate) {
    std::string select = named.subject ? Combined(named.selects) : select_;
    if (!named.subject && !subject_known_) select = prose_.heading_select;
    // A rate of something that is not known is not the unit's.
    if (!named.subject && !subject_known_ && !named.clean && !named.bounded) {
      return Unknown(segment, number);
    }
    if (lost_) return Unknown(segment, number);
    figure += select;
  }
  Meaning meaning;
  meaning.figure = figure;
  meaning.label = named.figure->words;
  meaning.measured = named.figure->measured;
  meaning.guessed = rate && !named.subject && !subject_known_;
  if (rate && !named.subject && parts_ && !select_.empty()) {
    // "……，其中基本支出 …，项目支出 …，预算执行率 97.04%": of the last part or of all.
    meaning.guessed = true;
    meaning.or_figures = {named.figure->value};
  }
  builder_.Put(meaning, number, prose_.spot);
  if (meaning.measured != Measured::kMoney) return;
  change_.reset();
  Level level = LevelOf(named, segment, number);
  level.select = figure;
  level.known = level.now = true;
  level.words = segment.Text();
  levels_.push_back(std::move(level));
  if (!carried) {
    subject_known_ = false;
    select_.clear();
  }
}

// "总收入 A，其中财政拨款 B": what came in.
bool SentenceReader::IsPartOfIncome(const Named& named) const {
  const bool funds = named.measure == nullptr && named.hint == nullptr && named.subject &&
                     IsOfFundsOnly(named.selects);
  if (!funds) return false;
  const size_t income = so_far_.rfind("收入");
  const size_t spent = so_far_.rfind("支出");
  return income != std::string::npos && (spent == std::string::npos || spent < income);
}

void SentenceReader::ReadMoney(const Named& named, const Segment& segment, const Written& number) {
  if (IsPartOfIncome(named)) return Unknown(segment, number);
  if (!named.subject && of_whole_ && followed_by_parts_ && segment.HasText(";")) {
    select_ = of_whole_->first;  // "……其中项目支出 A；调整后预算 B，其中": of all again
    label_ = of_whole_->second;
  }
  const Spoken before{measure_, strong_, year_before_};
  const bool completes = level_before_ && CompletesBudget(segment.Text());
  change_.reset();
  if (named.subject && named.bounded) {
    const auto within = Within(Combined(named.selects));
    select_ = OfFundsBefore(within.value_or(""));
    const bool beyond = select_.empty() && GoesBeyondFund();
    if (select_.empty()) select_ = FundOfAll();
    subject_known_ = within.has_value() && !beyond;
    lost_ = !subject_known_;
    label_ = SubjectWords(segment);
    says_paid_ = SaysPaid(segment);
  } else if (named.subject ||
             (!named.clean && !(named.measure != nullptr && named.bounded && first_))) {
    subject_known_ = false;
    lost_ = true;
  }
  TakeMeasure(named, segment, completes);
  Level level = LevelOf(named, segment, number);
  level.select = select_;
  if (measure_ != nullptr) level.measure = builder_.MeasureOf(*measure_, year_);
  level.now = level.now && !level.measure.starts_with("prior_") && !completes;
  const Segment clause = segment.BehindUnchanged();
  level.next = level_before_;
  level.compared = clause.HasText("比") || clause.HasText("较") || clause.HasText("与") ||
                   IsLastYears(clause, number) || segment.Says("(预算") ||
                   (segment.Says("完成") && segment.Says("预算"));
  const bool aside = level.compared && !levels_.empty();
  if (level.now && !aside) present_ = {measure_, strong_, year_};
  level.known = Put(named, segment, number, level.measure);
  level.guessed = !subject_known_;
  levels_.push_back(std::move(level));
  if (!aside || before.measure == nullptr) return;
  measure_ = before.measure;  // the sentence goes on with what it spoke of
  strong_ = before.strong;
  year_ = before.year;
}

void SentenceReader::TakeMeasure(const Named& named, const Segment& segment, bool completes) {
  static const Label kInitial = [] {
    Label label;
    label.value = "initial_budget";
    label.prior = "prior_year_budget";
    return label;
  }();
  // "公用经费年初 45.76 万元"
  const bool initial = named.measure == nullptr && named.hint == nullptr && named.subject &&
                       Without(segment.Text(), {"为", "数"}).ends_with("年初");
  if (initial) {
    measure_ = &kInitial;
    strong_ = true;
  } else if (named.measure != nullptr || completes) {
    measure_ = named.measure != nullptr ? named.measure
               : named.hint != nullptr  ? named.hint
                                        : &kInitial;
    strong_ = true;
  } else if (named.hint != nullptr &&
             (measure_ == nullptr || !strong_ || named.subject || IsDefinite(*named.hint) ||
              SaysOnlySpent(segment.Text()) || segment.Says("(预算") || segment.Says("预算安排"))) {
    // "……年初预算为 2 万元；公务接待费支出 1 万元": another thing, and what was spent of it.
    const bool another = named.subject && segment.HasText(";");
    const bool keeps = strong_ && measure_ != nullptr && named.hint->value == "paid" &&
                       !IsDefinite(*named.hint) && !another && !SaysOnlySpent(segment.Text());
    if (!keeps) {
      measure_ = named.hint;
      strong_ = IsDefinite(*named.hint);
    }
  }
}

std::string SentenceReader::FundOfAll() const {
  std::string fund;
  for (const Level& level : levels_) {
    const size_t at = level.select.find('(');
    const std::string of = at == std::string::npos ? "" : level.select.substr(at);
    const bool funds = of.starts_with("(fund=") || of.starts_with("(source=");
    if (!funds || of.find(", ") != std::string::npos || (!fund.empty() && of != fund)) return "";
    fund = of;
  }
  return fund;
}

bool SentenceReader::GoesBeyondFund() const {
  bool fund = false;
  bool unknown = false;
  for (const Level& level : levels_) {
    const bool other = fund && !level.known && !level.compared;
    unknown = unknown || other;
    fund = fund || (level.known && level.select.starts_with("(fund="));
  }
  return fund && unknown;
}

std::string SentenceReader::OfFundsBefore(const std::string& select) const {
  if (select != "(category=personnel)" && select != "(category=public)") return select;
  const std::vector<const Level*> told = Told();
  for (size_t i = told.size(); i-- > 0;) {
    const std::string& whole = told[i]->select;
    if (!whole.starts_with("(category=basic") || figures::IsZero(told[i]->value)) continue;
    const size_t comma = whole.find(", ");
    if (comma == std::string::npos) return select;
    return select.substr(0, select.size() - 1) + whole.substr(comma);
  }
  return select;
}

std::optional<std::string> SentenceReader::Within(const std::string& select) const {
  if (brackets_.empty()) return select;
  const std::string& outer = brackets_.back();
  const auto dimension = [](const std::string& of) { return of.substr(0, of.find('=')); };
  if (outer.empty() || select.empty() || dimension(outer) == dimension(select)) return select;
  if (outer.find("three_public") != std::string::npos) return std::nullopt;
  return Combined({outer, select});
}

bool SentenceReader::Put(const Named& named, const Segment& segment, const Written& number,
                         std::string& measure) {
  const bool heading = !subject_known_ && !lost_ && prose_.heading_known;
  const bool whole = !subject_known_ && !lost_ && named.measure != nullptr && named.bounded &&
                     opens_ && (named_year_ || prose_.budget);
  if (lost_ || (!subject_known_ && !heading && !whole) ||
      (measure_ == nullptr && !subject_known_)) {
    Unknown(segment, number);
    return false;
  }
  const std::string select = subject_known_ ? select_ : heading ? prose_.heading_select : "";
  static const Label kPaid = [] {
    Label label;
    label.value = "paid";
    label.prior = "prior_year_paid";
    return label;
  }();
  static const Label kPlanned = [] {
    Label label;
    label.value = "initial_budget";
    label.prior = "prior_year_budget";
    return label;
  }();
  const Label& label = measure_ != nullptr ? *measure_ : prose_.budget ? kPlanned : kPaid;
  measure = builder_.MeasureOf(label, year_);
  if (measure.empty()) {
    Unknown(segment, number);
    return false;
  }
  Meaning meaning;
  meaning.figure = measure + select;
  const bool budget = label.value.find("budget") != std::string::npos;
  // In final accounts a number without any such word was paid.
  const bool weak = measure_ == nullptr || (!strong_ && !budget);
  const bool of_the_accounts = prose_.outturn ? label.value == "paid" : prose_.budget && budget;
  meaning.guessed = (weak && !of_the_accounts) || !subject_known_;
  meaning.implied = says_paid_ && measure_ == nullptr && subject_known_;
  if (!label.also.empty() && measure == label.value)
    meaning.or_figures.push_back(label.also + select);
  if (meaning.guessed && builder_.Relative(year_) == 0) {
    for (const char* other : {"paid", "full_year_budget", "initial_budget"}) {
      if (other != measure) meaning.or_figures.push_back(other + select);
    }
  }
  const std::string words = measure_ == nullptr ? "" : measure_->words;
  meaning.label = WithMeasure(subject_known_ ? label_ : std::string(), words);
  builder_.Put(meaning, number, prose_.spot);
  return true;
}

void SentenceReader::ReadNone(const Segment& rest) {
  if (present_.measure == nullptr || levels_.empty()) return;
  bool none = false;
  for (const Token* token : rest.tokens) {
    const bool says = token->text.ends_with("无") || token->text.ends_with("没有") ||
                      token->text.ends_with("未发生");
    if (token->kind == Kind::kUnknown) none = says;
    if (!none || !IsLabel(*token, Role::kSubject) || token->label->value.empty()) continue;
    Written zero;
    zero.printed = "0";
    zero.unit = "万元";
    Meaning meaning;
    meaning.figure = builder_.MeasureOf(*present_.measure, present_.year) + token->label->value;
    meaning.label = token->text;
    if (meaning.figure.starts_with("(")) continue;
    builder_.Put(meaning, zero, prose_.spot);
  }
}

void SentenceReader::Unknown(const Segment& segment, const Written& number) {
  if (number.unit.empty() && !prose_.inline_cell) return;  // a count of something
  if (segment.Text().ends_with("单价")) return;  // "单价 100 万元以上设备": what counts
  builder_.Miss(prose_.spot.place, number.printed + number.unit, segment.Text());
}

}  // namespace outturn::document
