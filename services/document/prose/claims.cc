// What sentences promise: that all is done, that something is not, that an annex says more.
#include <algorithm>
#include <array>

#include "services/document/builder.h"
#include "services/document/words.h"

namespace outturn::document {
namespace {

using Texts = std::vector<std::string_view>;

// The clauses of a bare text: between marks.
std::vector<std::string> ClausesOf(std::string_view text) {
  std::vector<std::string> clauses(1);
  while (!text.empty()) {
    const size_t length = LetterLength(text);
    const std::string_view letter = text.substr(0, length);
    text.remove_prefix(length);
    const bool mark = letter == "," || letter == "。" || letter == ";" || letter == ":" ||
                      letter == "!" || letter == "(" || letter == ")";
    if (mark) {
      clauses.emplace_back();
    } else {
      clauses.back() += letter;
    }
  }
  return clauses;
}

bool Has(std::string_view text, const Texts& words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return text.find(word) != std::string_view::npos;
  });
}

std::string Without(std::string text, const Texts& ends) {
  for (bool more = true; more;) {
    more = false;
    for (const std::string_view end : ends) {
      if (!text.ends_with(end)) continue;
      text.resize(text.size() - end.size());
      more = true;
    }
  }
  return text;
}

Claim Make(Claim::Kind kind, std::string subject, std::string text, const Place& place) {
  Claim claim;
  claim.kind = kind;
  claim.subject = std::move(subject);
  claim.text = std::move(text);
  claim.place = place;
  return claim;
}

void ReadDone(Builder& builder, const std::string& clause, const Place& place) {
  const bool about = Has(clause, {"指标", "绩效目标", "年度目标", "各项目标"});
  const bool all = Has(clause, {"全部圆满完成", "全部完成", "全面完成", "均已完成", "均圆满完成",
                                "全部达标", "均已达到", "全部实现", "均完成"});
  if (about && all && !Has(clause, {"未", "确保", "力争", "争取", "将"})) {
    builder.filing.claims.push_back(Make(Claim::Kind::kAllDone, "", clause, place));
  }
  const bool undone = clause.ends_with("未完成") || clause.ends_with("未达标") ||
                      clause.ends_with("未达到目标") || clause.ends_with("未全部完成");
  if (!undone || Has(clause, {"无", "没有", "不存在", "如"})) return;
  std::string subject = Without(clause, {"未完成", "未达标", "未达到目标", "未全部完成", "指标数",
                                         "指标", "任务数", "任务", "目标", "数量", "数"});
  if (Has(subject, {"部分", "导致", "个别", "造成", "使", "有的", "少数"}) || subject.size() < 6)
    subject.clear();
  builder.filing.claims.push_back(Make(Claim::Kind::kNotDone, subject, clause, place));
}

// "超年度任务17%", "超额完成全年目标 12%", "完成年度任务的 193.67%".
void ReadExcess(Builder& builder, const std::string& clause, const Place& place) {
  const auto tokens = Tokens(clause, builder.labels);
  if (tokens.empty() || tokens.back().kind != Token::Kind::kNumber) return;
  const Written& number = tokens.back().number;
  if (number.unit != "%" || number.approximate) return;
  const std::string before = clause.substr(0, clause.size() - tokens.back().text.size());
  const std::string stem = Without(before, {"的", "数", "为", "达", "达到"});
  if (!stem.ends_with("任务") && !stem.ends_with("目标") && !stem.ends_with("计划")) return;
  const bool over = Has(stem, {"超"});
  const size_t at = over ? stem.find("超") : stem.find("完成");
  if (at == std::string::npos || at == 0 || stem.size() - at > 30) return;
  std::string subject = Without(stem.substr(0, at), {"数量", "数", "量", "共", "已", "全年"});
  for (const std::string_view start : {"其中", "全年", "本年", "今年"}) {
    if (subject.starts_with(start)) subject.erase(0, start.size());
  }
  if (subject.size() < 6) return;
  Claim claim = Make(Claim::Kind::kExceeds, subject, clause, place);
  claim.percent = over ? ValueOf(number) : ValueOf(number) - Exactly{100, 1};
  claim.decimals = number.decimals;
  builder.filing.claims.push_back(std::move(claim));
}

void ReadGrade(Builder& builder, const std::string& clause, const Place& place) {
  for (const std::string_view word :
       {"等级为", "等级是", "等级:", "等次为", "档次为", "评定为", "评为", "结果为"}) {
    const size_t at = clause.find(word);
    if (at == std::string::npos) continue;
    const bool says_so = word.starts_with("等级") || word.starts_with("等次");
    const bool alone_there = at == 0 && says_so;  // the clause before it says of what
    if (!alone_there && !Has(clause, {"自评", "评价", "绩效", "评定"})) continue;
    std::string rest = clause.substr(at + word.size());
    for (const std::string_view grade : {"优", "良", "中", "差"}) {
      const std::string name(grade);
      const bool alone = rest == name || rest == name + "秀" || rest == name + "好" ||
                         rest == name + "级" || rest == name + "等";
      if (!alone) continue;
      builder.filing.claims.push_back(Make(Claim::Kind::kGrade, name, clause, place));
      return;
    }
  }
}

// "附件5" of "附件5" and "附件五"; empty for none.
std::string AnnexAt(std::string_view text) {
  constexpr std::string_view kAnnex = "附件";
  static const std::array<std::string_view, 9> kNumerals = {"一", "二", "三", "四", "五",
                                                            "六", "七", "八", "九"};
  std::string_view rest = text.substr(kAnnex.size());
  std::string number;
  while (!rest.empty() && rest[0] >= '0' && rest[0] <= '9' && number.size() < 3) {
    number += rest[0];
    rest.remove_prefix(1);
  }
  for (size_t i = 0; number.empty() && i < kNumerals.size(); ++i) {
    if (rest.starts_with(kNumerals[i])) number = std::to_string(i + 1);
  }
  return number.empty() ? "" : std::string(kAnnex) + number;
}

void ReadAnnexes(Builder& builder, const std::string& bare, const Place& place) {
  constexpr size_t kHeading = 100;  // bytes: a heading is short
  const bool heading = bare.starts_with("附件") && bare.size() < kHeading &&
                       bare.find("。") == std::string::npos && !Has(bare, {"见附件"});
  for (size_t at = bare.find("附件"); at != std::string::npos; at = bare.find("附件", at + 1)) {
    const std::string annex = AnnexAt(std::string_view(bare).substr(at));
    if (annex.empty()) continue;
    if (heading && at == 0) {
      auto& there = builder.filing.annexes;
      if (std::find(there.begin(), there.end(), annex) == there.end()) there.push_back(annex);
    } else {
      builder.filing.claims.push_back(Make(Claim::Kind::kAnnex, annex, annex, place));
    }
  }
}

}  // namespace

void ReadClaims(Builder& builder, const std::string& text, const Place& place) {
  const std::string bare = Bare(text);
  ReadAnnexes(builder, bare, place);
  for (const std::string& clause : ClausesOf(bare)) {
    if (clause.empty()) continue;
    ReadDone(builder, clause, place);
    ReadExcess(builder, clause, place);
    ReadGrade(builder, clause, place);
  }
}

}  // namespace outturn::document
