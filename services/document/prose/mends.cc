// What a hurried writer leaves out or forgets to strike out.
#include <algorithm>
#include <array>

#include "services/document/prose/sentence.h"

namespace outturn::document {
namespace {

using Kind = Token::Kind;

bool EndsWithAny(const std::string& text, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return text.ends_with(word); });
}

// The words before a number say that it is money, or a share.
std::string UnitDue(const std::string& before, const Written& number, const std::string& money) {
  if (EndsWithAny(before, {",占", "占比", "占比为", "占比重"})) return "%";
  const bool says = EndsWithAny(before, {"预算为", "决算为", "预算数为", "决算数为", "预算", "决算",
                                         "预算数", "决算数", "支出为", "支出"});
  const bool nothing = number.digits == 0;  // "因公出国（境）费0"
  const bool fee = nothing && EndsWithAny(before, {"费", "费用", "经费", "(境)"});
  const bool amount = number.decimals == 2 || nothing;
  return (says && amount) || fee ? money : "";
}

struct Said {
  const char* words;
  int sign;
};
constexpr std::array<Said, 6> kSaid = {
    {{"小于", -1}, {"低于", -1}, {"大于", 1}, {"高于", 1}, {"等于", 0}, {"持平", 0}}};

std::vector<std::string> PhrasesOf(const std::string& words, int sign) {
  std::vector<std::string> phrases;
  for (const std::string outturn : {"决算数", "决算"}) {
    for (const std::string budget : {"年初预算", "预算"}) {
      phrases.push_back(words == "持平" ? outturn + "与" + budget + "数" + words
                                        : outturn + words + budget);
    }
  }
  if (sign == 0) phrases.push_back("决算数与预算数" + words);
  return phrases;
}

// The outturn and the budget of one thing, both told in the paragraph so far.
void AddDirection(Builder& builder, const std::string& clause, const Said& said, const Prose& prose,
                  size_t first) {
  const Naming naming = NameOf(clause, builder.labels);
  const std::string named = naming.subject ? Combined(naming.selects) : "";
  const auto& all = builder.filing.stated;
  const auto last = [&](const std::string& figure) -> const Stated* {
    for (size_t i = all.size(); i-- > first;) {
      if (all[i].figure == figure && !all[i].approximate) return &all[i];
    }
    return nullptr;
  };
  constexpr std::string_view kPaid = "paid";
  for (size_t i = all.size(); i-- > first;) {
    if (!all[i].figure.starts_with(kPaid)) continue;
    const std::string select = all[i].figure.substr(kPaid.size());
    if (naming.subject && select != named) continue;
    const Stated* budget = last("initial_budget" + select);
    if (budget == nullptr) continue;
    const Stated& paid = *last(all[i].figure);
    Relation relation = Relate(Relation::Kind::kDirection, "决算数与预算数",
                               {{{said.sign, 1}, {}}, said.words, "", prose.spot.place},
                               {TermOf(paid), TermOf(*budget)}, "、");
    relation.formula = paid.printed + paid.unit + "、" + budget->printed + budget->unit;
    builder.filing.relations.push_back(std::move(relation));
    return;
  }
}

}  // namespace

void MendUnits(Builder& builder, std::vector<Token>& tokens, const Prose& prose) {
  if (prose.text.find("。") == std::string::npos) return;  // a row of a table that nobody knew
  std::string before;
  for (size_t i = 0; i < tokens.size(); ++i) {
    Token& token = tokens[i];
    if (token.kind != Kind::kNumber) {
      before += token.text;
      continue;
    }
    Written& number = token.number;
    const bool last = i + 1 == tokens.size();
    const bool marked = last || tokens[i + 1].kind == Kind::kMark;
    const bool wan = !last && tokens[i + 1].text == "万" &&
                     (i + 2 == tokens.size() || tokens[i + 2].kind == Kind::kMark);
    std::string unit;
    if (number.unit.empty() && number.counter.empty()) {
      if (wan) unit = "万元";
      if (marked) unit = UnitDue(before, number, prose.spot.money_unit);
    }
    before.clear();
    if (unit.empty()) continue;
    if (wan) tokens.erase(tokens.begin() + static_cast<std::ptrdiff_t>(i) + 1);
    number.unit = unit;
    if (number.digits == 0 || wan) continue;  // nothing is nothing in any unit
    const std::string found = number.printed;
    const std::string whole = found + unit;
    builder.filing.remarks.push_back(
        {checks::Remark::Kind::kUnit,
         prose.spot.place,
         found,
         whole,
         {"“" + found + "”没有写单位，按 " + whole + " 读",
          "\"" + found + "\" lacks its unit; it was read as " + whole}});
  }
}

void ReadWording(Builder& builder, const std::string& bare, const Place& place) {
  for (const std::string& leftover : builder.labels.leftovers) {
    const size_t at = bare.find(leftover);
    if (at == std::string::npos) continue;
    const std::string words = leftover.substr(leftover.front() == ',' ? 1 : 0);
    builder.filing.remarks.push_back({checks::Remark::Kind::kWording,
                                      place,
                                      words,
                                      "",
                                      {"“" + words + "”：两种说法只能留一种",
                                       "\"" + words + "\": only one of the two words can stand"}});
  }
}

// "决算数小于预算数": of what the sentence names, else of the last two told in the paragraph.
void ReadDirection(Builder& builder, const std::string& sentence, const Prose& prose,
                   size_t first) {
  for (const auto& [words, sign] : kSaid) {
    for (const std::string& phrase : PhrasesOf(words, sign)) {
      const size_t at = sentence.find(phrase);
      if (at == std::string::npos) continue;
      const size_t mark = sentence.find_last_of(",;:", at);
      const size_t from = mark == std::string::npos ? 0 : mark + 1;
      const std::string clause = sentence.substr(from, at - from);
      return AddDirection(builder, clause, {words, sign}, prose, first);
    }
  }
}

}  // namespace outturn::document
