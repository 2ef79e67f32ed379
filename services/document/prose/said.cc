#include "services/document/prose/said.h"

#include <algorithm>

#include "services/document/prose/sentence.h"

namespace outturn::document {

std::vector<std::string> SentencesIn(std::string_view bare) {
  const std::string_view stop = "。";
  std::vector<std::string> sentences;
  for (size_t at = 0; at < bare.size();) {
    const size_t end = std::min(bare.find(stop, at), bare.size());
    sentences.emplace_back(bare.substr(at, end - at));
    at = end + stop.size();
  }
  return sentences;
}

std::vector<Said> SaidIn(std::string_view sentence, const Labels& labels) {
  std::vector<Said> all;
  std::string words;
  for (const Token& token : Tokens(sentence, labels)) {
    if (token.kind != Token::Kind::kNumber) {
      words += token.text;
      if (!all.empty()) all.back().behind += token.text;
      continue;
    }
    Said said;
    said.number = token.number;
    if (!all.empty()) {  // "公里": the counter is no word
      const Written& last = all.back().number;
      const std::string rest = last.counter.substr(std::min(last.unit.size(), last.counter.size()));
      if (words.starts_with(rest)) words.erase(0, rest.size());
    }
    said.words = std::move(words);
    const bool money = IsMoney(token.number.unit);
    const std::string& unit = token.number.unit;
    said.unit = money ? "money" : token.number.counter.empty() ? unit : token.number.counter;
    if (unit == "%" || unit == "分" || unit == "个百分点") said.unit = unit;
    if (said.unit == "名") said.unit = "人";
    const Exactly value = ValueOf(token.number);
    const Exactly coarse = CoarseOf(token.number, "");
    said.value = money ? InWan(value, unit) : value;
    const bool rounded = money || unit == "%" || token.number.decimals > 0;
    if (rounded) said.half = money ? InWan(coarse, unit) : coarse;
    words.clear();
    all.push_back(std::move(said));
  }
  return all;
}

std::string ShownAs(const Said& said) {
  const Written& number = said.number;
  return number.printed + (number.unit.empty() ? number.counter : number.unit);
}

Relation RelationOf(Relation::Kind kind, const std::string& label, const Said& result,
                    const std::vector<const Said*>& parts, const std::string& sign,
                    const Place& place) {
  Relation relation;
  relation.kind = kind;
  relation.place = place;
  relation.label = label;
  relation.printed = result.number.printed + (result.unit == "%" ? "%" : "");
  relation.unit = result.unit == "money" ? result.number.unit : "";
  relation.value = result.value;
  relation.half = result.half;
  relation.numbers.emplace_back(ShownAs(result), place.where);
  for (const Said* part : parts) {
    relation.parts.push_back(part->value);
    relation.halves.push_back(part->half);
    relation.formula += (relation.formula.empty() ? "" : sign) + part->number.printed;
    relation.numbers.emplace_back(ShownAs(*part), place.where);
  }
  return relation;
}

bool IsRelated(const Builder& builder, const Said& said, const Place& place) {
  const std::string printed = said.number.printed + (said.unit == "%" ? "%" : "");
  const auto& all = builder.filing.relations;
  return std::any_of(all.rbegin(), all.rend(), [&](const Relation& one) {
    return one.place.order == place.order && one.printed == printed;
  });
}

}  // namespace outturn::document
