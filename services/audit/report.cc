// What was verified, as a page and as JSON.
#include <nlohmann/json.hpp>

#include "services/audit/verify.h"

namespace outturn::audit {
namespace {

using figures::Language;
using figures::Words;

constexpr size_t kMostRemarks = 20;  // of a page

Words Conclusion(Verdict verdict) {
  switch (verdict) {
    case Verdict::kHolds:
      return {"结论：成立", "conclusion: holds"};
    case Verdict::kDoesNotHold:
      return {"结论：不成立", "conclusion: does not hold"};
    case Verdict::kWrongKey:
      return {"结论：不成立，由另一把密钥签署",
              "conclusion: does not hold, it is signed by another key"};
    case Verdict::kAnotherBook:
      return {"结论：不成立，属于另一账簿", "conclusion: does not hold, it is of another book"};
    case Verdict::kForked:
      return {"结论：不成立，检查点分叉",
              "conclusion: does not hold, the checkpoint is from a fork"};
  }
  return {};
}

Words What(Subject subject) {
  switch (subject) {
    case Subject::kPack:
      return {"审计包", "audit pack"};
    case Subject::kInclusion:
      return {"事项在日志中的证明", "proof that an event is in the log"};
    case Subject::kGrowth:
      return {"日志由检查点增长而来的证明", "proof that the log grew from a checkpoint"};
  }
  return {};
}

const char* Name(Subject subject) {
  switch (subject) {
    case Subject::kPack:
      return "pack";
    case Subject::kInclusion:
      return "inclusion";
    case Subject::kGrowth:
      return "growth";
  }
  return "";
}

const char* Name(Verdict verdict) {
  switch (verdict) {
    case Verdict::kHolds:
      return "holds";
    case Verdict::kDoesNotHold:
      return "does_not_hold";
    case Verdict::kWrongKey:
      return "wrong_key";
    case Verdict::kAnotherBook:
      return "another_book";
    case Verdict::kForked:
      return "forked";
  }
  return "";
}

std::string FactsLine(const Facts& facts, Language language) {
  const std::string size = std::to_string(facts.size);
  const Words words{"账簿 " + facts.book + " · 账套 " + facts.ledger.ToString() + " · 截至 " +
                        facts.as_of.ToString() + " · 已知事项 1–" + size,
                    "book " + facts.book + " · ledger " + facts.ledger.ToString() + " · as of " +
                        facts.as_of.ToString() + " · events known 1–" + size};
  return words.In(language) + "\n";
}

}  // namespace

std::string Verification::ToText(Language language) const {
  const Words title = verdict == Verdict::kHolds ? Words{"：成立", ": holds"}
                                                 : Words{"：不成立", ": DOES NOT hold"};
  const Words holds{"成立    ", "holds     "};
  const Words fails{"不成立  ", "DOES NOT  "};
  const Words witness{"另有共同签名（未验证其人）：", "co-signed by (not checked here): "};
  std::string text = What(subject).In(language) + title.In(language) + "\n";
  if (facts) text += FactsLine(*facts, language);
  text += "\n";
  for (const Check& check : checks) {
    text += "  " + (check.holds ? holds : fails).In(language) + check.words.In(language) + "\n";
  }
  if (not_checkable > 0) {
    const std::string cells = std::to_string(not_checkable);
    text += "  " +
            Words{"无法核对：" + cells + " 格，含未提供的涉密事项",
                  "not checkable: " + cells + " cells, which rest on withheld events"}
                .In(language) +
            "\n";
  }
  for (const store::NoteSignature& signature : cosignatures) {
    text += "  " + witness.In(language) + signature.name + "\n";
  }
  if (!remarks.empty()) text += "\n";
  for (size_t i = 0; i < remarks.size() && i < kMostRemarks; ++i) {
    text += "  " + remarks[i].In(language) + "\n";
  }
  if (remarks.size() > kMostRemarks) {
    const std::string more = std::to_string(remarks.size() - kMostRemarks);
    text += "  " + Words{"……另有 " + more + " 条", "… and " + more + " more"}.In(language) + "\n";
  }
  return text + "\n" + Conclusion(verdict).In(language) + "\n";
}

std::string Verification::ToJson() const {
  nlohmann::ordered_json json;
  json["verified"] = Name(subject);
  json["verdict"] = Name(verdict);
  if (facts) {
    json["book"] = facts->book;
    json["ledger"] = facts->ledger.ToString();
    json["as_of"] = facts->as_of.ToString();
    json["size"] = facts->size;
  }
  json["checks"] = nlohmann::ordered_json::array();
  for (const Check& check : checks) {
    json["checks"].push_back({{"check", check.id},
                              {"holds", check.holds},
                              {"zh", check.words.zh},
                              {"en", check.words.en}});
  }
  json["not_checkable"] = not_checkable;
  json["remarks"] = nlohmann::ordered_json::array();
  for (const Words& remark : remarks)
    json["remarks"].push_back({{"zh", remark.zh}, {"en", remark.en}});
  json["cosignatures"] = nlohmann::ordered_json::array();
  for (const store::NoteSignature& signature : cosignatures) {
    json["cosignatures"].push_back(signature.name);
  }
  using Handler = nlohmann::ordered_json::error_handler_t;
  return json.dump(2, ' ', false, Handler::replace) + "\n";
}

}  // namespace outturn::audit
