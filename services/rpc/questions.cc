#include "services/rpc/questions.h"

#include <string>

namespace outturn::rpc {

AskedCut CutOf(Language language, const v1::LedgerRef& ledger, int32_t as_of, uint64_t known_at) {
  AskedCut asked;
  asked.question.ledger = {ledger.unit(), ledger.year()};
  asked.question.known_at = known_at;
  wire::Violations violations;
  wire::Fields fields("", violations);
  if (ledger.unit().empty()) fields.Violate("ledger.unit", "", {"必填", "required"});
  asked.question.as_of = fields.OptionalDay("as_of", as_of);
  if (!violations.empty()) asked.status = ToGrpc(Describe(violations, language));
  return asked;
}

Language LanguageOf(v1::Language asked, Language otherwise) {
  if (asked == v1::ZH) return Language::kChinese;
  if (asked == v1::EN) return Language::kEnglish;
  return otherwise;
}

}  // namespace outturn::rpc
