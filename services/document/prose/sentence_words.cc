// What the words between two numbers name.
#include <algorithm>

#include "services/document/prose/sentence.h"

namespace outturn::document {

bool IsLabel(const Token& token, Role role) {
  return token.label != nullptr && token.label->role == role;
}

bool Segment::Has(Role role) const {
  return std::any_of(tokens.begin(), tokens.end(),
                     [&](const Token* t) { return IsLabel(*t, role); });
}

bool Segment::HasText(std::string_view text) const {
  return std::any_of(tokens.begin(), tokens.end(), [&](const Token* t) { return t->text == text; });
}

bool Segment::Says(std::string_view words) const { return Text().find(words) != std::string::npos; }

bool Segment::SaysChange() const {
  bool change = false;
  for (const Token* token : tokens) {
    if (token->text == ";") change = false;
    change = change || IsLabel(*token, Role::kChange);
  }
  return change;
}

bool SaysUnchanged(std::string_view words) {
  for (const std::string_view same : {"持平", "无变化", "无增减", "保持一致", "保持不变"}) {
    if (words.find(same) != std::string_view::npos) return true;
  }
  return false;
}

Segment Segment::LastClauses() const {
  Segment last;
  for (const Token* token : tokens) {
    if (token->text == ";") {
      last.tokens.clear();
    } else {
      last.tokens.push_back(token);
    }
  }
  return last;
}

Segment Segment::BehindUnchanged() const {
  const Segment all = LastClauses();
  Segment last;
  for (const Token* token : all.tokens) {
    if (token->text == "," && SaysUnchanged(last.Text())) {
      last.tokens.clear();
    } else {
      last.tokens.push_back(token);
    }
  }
  return last.SaysChange() ? all : last;
}

std::string Segment::Text() const {
  std::string text;
  for (const Token* token : tokens) text += token->text;
  return text;
}

bool SentenceReader::EndsOwner(std::string_view text) const {
  std::string_view last;
  for (std::string_view rest = text; !rest.empty();) {
    last = rest.substr(0, LetterLength(rest));
    rest.remove_prefix(last.size());
  }
  return builder_.labels.owners.find(last) != std::string::npos;
}

size_t SentenceReader::CleanFrom(const Segment& segment) const {
  size_t clean = segment.tokens.size();
  while (clean > 0 && segment.tokens[clean - 1]->kind != Kind::kUnknown) --clean;
  return clean;
}

bool SentenceReader::Bounded(const Segment& segment, size_t at) const {
  constexpr size_t kShortWord = 3;  // bytes: one character
  const auto walks_on = [&](const Token& token) {
    if (IsLabel(token, Role::kWeakMeasure)) return true;  // "社会保障支出|年初预算"
    if (token.text == "的" || !IsLabel(token, Role::kFiller)) return false;
    return token.text.size() <= kShortWord || token.text == "经费" || token.text == "费用";
  };
  while (at > 0 && walks_on(*segment.tokens[at - 1])) --at;
  if (at == 0) return true;
  const Token& before = *segment.tokens[at - 1];
  // "所属服务中心公务用车运行费": of somebody below the unit.
  for (size_t k = at; k-- > 0 && segment.tokens[k]->kind != Kind::kMark;) {
    for (const std::string_view below : {"所属", "下属", "直属"}) {
      const size_t found = segment.tokens[k]->text.find(below);
      if (found != std::string_view::npos && before.kind == Kind::kUnknown) return false;
    }
  }
  return before.kind != Kind::kUnknown || EndsOwner(before.text);
}

SentenceReader::Named SentenceReader::NamesIn(const Segment& segment) {
  Named named;
  const size_t clean = CleanFrom(segment);
  const int year_before = year_;
  named.clean = clean == 0;
  bool adjacent = false;
  for (size_t i = 0; i < segment.tokens.size(); ++i) {
    const Token& token = *segment.tokens[i];
    if (token.kind == Kind::kYear) {
      year_ = token.year;
      named_year_ = true;
    }
    // "与 2025 年预算持平；公务用车运行费 7.20 万元": of this year again.
    if (token.text == ";" && i > 0) year_ = year_before;
    if (i < clean) continue;
    if (token.kind == Kind::kMark) adjacent = false;
    if (token.label == nullptr) continue;
    if (sentence_.find(token.label->with) == std::string::npos) continue;
    const Role role = token.label->role;
    if (role == Role::kSubject) {
      if (!adjacent) named.selects.clear();
      if (!named.subject || !adjacent) named.bounded = Bounded(segment, i);
      named.subject = true;
      named.figure = nullptr;
      if (!token.label->value.empty()) named.selects.push_back(token.label->value);
      adjacent = true;
    } else if (role == Role::kMeasure) {
      named.measure = token.label;
      if (!named.subject) named.bounded = named.bounded && Bounded(segment, i);
    } else if (role == Role::kWeakMeasure) {
      const bool weaker =
          named.hint != nullptr && token.label->value == "paid" && named.hint->value != "paid";
      if (!weaker) named.hint = token.label;
    } else if (role == Role::kFigure) {
      named.figure = token.label;
      named.bounded = Bounded(segment, i);
    } else if (role == Role::kList) {
      named.clean = false;
    }
  }
  return named;
}

}  // namespace outturn::document
