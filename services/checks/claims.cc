// What the prose promises, held against tables, other sentences and the document itself.
#include <algorithm>

#include "services/checks/index.h"

namespace outturn::checks {
namespace {

// The code points of a text.
std::vector<std::string_view> Letters(std::string_view text) {
  std::vector<std::string_view> letters;
  for (size_t at = 0; at < text.size();) {
    size_t end = at + 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
    letters.push_back(text.substr(at, end - at));
    at = end;
  }
  return letters;
}

// Whether the letters of a short name stand in a longer one in order: "法援案件" in "法律援助案件".
bool Abbreviates(std::string_view brief, std::string_view name) {
  const auto letters = Letters(brief);
  size_t found = 0;
  for (const std::string_view letter : Letters(name)) {
    if (found < letters.size() && letter == letters[found]) ++found;
  }
  return found == letters.size();
}

// The indicator a sentence means by `subject`, if need be by a name near it; nullptr when none or
// several may be meant.
const StatedIndicator* MeantBy(const Filing& filing, std::string_view subject) {
  const StatedIndicator* meant = nullptr;
  for (const IndicatorTable& table : filing.indicators) {
    for (const StatedIndicator& one : table.indicators) {
      if (one.name == subject) return &one;
      if (!Abbreviates(subject, one.name) && !Abbreviates(one.name, subject)) continue;
      if (meant != nullptr && meant->name != one.name) return nullptr;
      meant = &one;
    }
  }
  return meant;
}

Finding About(const char* check, Severity severity, const Claim& claim, Words words) {
  Finding finding = Blank(check, severity);
  finding.place = claim.place;
  finding.found = claim.text;
  finding.words = std::move(words);
  return finding;
}

// "超年度任务17%" against the table's 581 and 300.
void CheckExcess(const Filing& filing, const Claim& claim, std::vector<Finding>& findings) {
  const StatedIndicator* one = MeantBy(filing, claim.subject);
  if (one == nullptr || !one->target.number || !one->actual.number) return;
  if (one->target.number->numerator <= 0) return;
  const Exactly percent = PercentOf(*one->actual.number - *one->target.number, *one->target.number);
  const Exactly half = figures::Reduced(1, 2 * figures::PowerOfTen(claim.decimals));
  if (NoMoreThan(Magnitude(claim.percent - percent), half)) return;
  const std::string all = figures::Decimals(PercentOf(*one->actual.number, *one->target.number));
  Finding finding =
      About("text_against_table", Severity::kError, claim,
            {"文字与表不符：表中“" + one->name + "”指标值 " + one->target.text + "，完成值 " +
                 one->actual.text + "，为 " + all + "%，超出 " + figures::Decimals(percent) + "%",
             "the text does not fit the table: \"" + one->name + "\" has a target of " +
                 one->target.text + " and a result of " + one->actual.text + ", " + all + "%, " +
                 figures::Decimals(percent) + "% above"});
  finding.expected = figures::Decimals(percent) + "%";
  finding.difference = figures::Decimals(claim.percent - percent);
  finding.compared = {{one->name + "/指标值", one->target.text, one->target.place.where},
                      {one->name + "/完成值", one->actual.text, one->actual.place.where}};
  findings.push_back(std::move(finding));
}

const Claim* First(const Filing& filing, Claim::Kind kind) {
  for (const Claim& claim : filing.claims) {
    if (claim.kind == kind) return &claim;
  }
  return nullptr;
}

// Whether a table has something that the sentence may speak of.
bool HasIndicator(const Filing& filing, const std::string& subject) {
  for (const IndicatorTable& table : filing.indicators) {
    for (const StatedIndicator& one : table.indicators) {
      if (Abbreviates(subject, one.name) || Abbreviates(one.name, subject)) return true;
    }
  }
  return false;
}

void CheckDone(const Filing& filing, std::vector<Finding>& findings) {
  const Claim* all_done = First(filing, Claim::Kind::kAllDone);
  const bool named =
      std::any_of(filing.claims.begin(), filing.claims.end(), [](const Claim& claim) {
        return claim.kind == Claim::Kind::kNotDone && !claim.subject.empty();
      });
  for (const Claim& claim : filing.claims) {
    if (claim.kind != Claim::Kind::kNotDone) continue;
    if (all_done != nullptr && (!named || !claim.subject.empty())) {
      Finding finding = About("statements", Severity::kError, *all_done,
                              {"“" + all_done->text + "”与“" + claim.text + "”相抵触",
                               "\"" + all_done->text + "\" contradicts \"" + claim.text + "\""});
      finding.compared = {{all_done->text, "", all_done->place.where},
                          {claim.text, "", claim.place.where}};
      findings.push_back(std::move(finding));
      all_done = nullptr;
    }
    if (filing.indicators.empty() || claim.subject.empty()) continue;
    if (HasIndicator(filing, claim.subject)) continue;
    findings.push_back(About("no_such_indicator", Severity::kWarning, claim,
                             {"文中说“" + claim.subject + "”未完成，指标表里没有这个指标",
                              "the text says that \"" + claim.subject +
                                  "\" was not met; the tables have no such indicator"}));
  }
}

// 附件N that is not there, where others are. One reference, one finding.
void CheckAnnexes(const Filing& filing, std::vector<Finding>& findings) {
  if (filing.annexes.empty()) return;
  std::set<std::string> told(filing.annexes.begin(), filing.annexes.end());
  std::string there;
  for (const std::string& annex : filing.annexes) there += (there.empty() ? "" : "、") + annex;
  for (const Claim& claim : filing.claims) {
    if (claim.kind != Claim::Kind::kAnnex || !told.insert(claim.subject).second) continue;
    findings.push_back(
        About("reference", Severity::kWarning, claim,
              {"所指的" + claim.subject + "不在文中，文中只有" + there,
               claim.subject + " is referred to and not there; there are only " + there}));
  }
}

void CheckGrade(const Index& index, const Rules& rules, const Claim& claim,
                std::vector<Finding>& findings) {
  const Stated* score = index.Find("", "total_score", "");
  if (score == nullptr) return;
  for (const auto& [from, name] : rules.grades) {
    if (!NoMoreThan(Exactly{from, 1}, score->value)) continue;
    if (name == claim.subject) return;
    Finding finding =
        About("grade", Severity::kError, claim,
              {"得分 " + score->printed + " 应为“" + name + "”，文中为“" + claim.subject + "”",
               "a score of " + score->printed + " is graded " + name + ", not " + claim.subject});
    finding.expected = name;
    finding.compared = {AsCompared(*score)};
    findings.push_back(std::move(finding));
    return;
  }
}

void CheckRemarks(const Filing& filing, std::vector<Finding>& findings) {
  for (const Remark& remark : filing.remarks) {
    const bool name = remark.kind == Remark::Kind::kName;
    const char* check = name                                 ? "name_differs"
                        : remark.kind == Remark::Kind::kUnit ? "unit_left_out"
                                                             : "wording";
    Finding finding = Blank(check, name ? Severity::kWarning : Severity::kInfo);
    finding.place = remark.place;
    finding.found = remark.found;
    finding.expected = remark.expected;
    finding.words = remark.words;
    findings.push_back(std::move(finding));
  }
}

}  // namespace

void CheckClaims(const Index& index, const Rules& rules, std::vector<Finding>& findings) {
  const Filing& filing = index.filing();
  for (const Claim& claim : filing.claims) {
    if (claim.kind == Claim::Kind::kExceeds) CheckExcess(filing, claim, findings);
    if (claim.kind == Claim::Kind::kGrade) CheckGrade(index, rules, claim, findings);
  }
  CheckRemarks(filing, findings);
  CheckDone(filing, findings);
  CheckAnnexes(filing, findings);
}

}  // namespace outturn::checks
