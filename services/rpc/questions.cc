#include "services/rpc/questions.h"

#include <string>

namespace outturn::rpc {

AskedCut CutOf(Language language, const v1::LedgerRef& ledger, int32_t as_of, uint64_t known_at) {
  AskedCut asked;
  asked.question.ledger = {ledger.unit(), ledger.year()};
  asked.question.known_at = known_at;
  if (ledger.unit().empty()) {
    asked.status = Malformed(language, "ledger.unit", "", {"必填", "required"});
  }
  if (as_of != 0) {
    asked.question.as_of = core::Day::OfNumber(as_of);
    if (!asked.question.as_of) {
      asked.status = Malformed(language, "as_of", std::to_string(as_of),
                               {"存在的日期，写作 20240731", "an existing day, written 20240731"});
    }
  }
  return asked;
}

Language LanguageOf(v1::Language asked, Language otherwise) {
  if (asked == v1::ZH) return Language::kChinese;
  if (asked == v1::EN) return Language::kEnglish;
  return otherwise;
}

}  // namespace outturn::rpc
