#include "services/rpc/questions.h"

namespace outturn::rpc {
namespace {

AskedMoment NoMoment(Language language, app::Trouble trouble, const char* prefix) {
  if (!trouble.field.empty()) trouble.field = prefix + trouble.field;
  return {0, ToGrpc(Describe(trouble, language))};
}

}  // namespace

AskedMoment MomentOf(Language language, const app::Moments& moments, const v1::KnownAt& known,
                     uint64_t known_at, const char* prefix) {
  switch (known.moment_case()) {
    case v1::KnownAt::MOMENT_NOT_SET:
      return {known_at, {}};
    case v1::KnownAt::kPosition:
      return {known.position(), {}};
    case v1::KnownAt::kInstantUs: {
      const auto moment = moments.At(core::Instant(known.instant_us()));
      if (!moment.ok()) return NoMoment(language, moment.trouble(), prefix);
      return {moment->position, {}};
    }
    case v1::KnownAt::kCheckpoint: {
      const auto position = moments.OfCheckpoint(known.checkpoint());
      if (!position.ok()) return NoMoment(language, position.trouble(), prefix);
      return {*position, {}};
    }
  }
  return {};
}

AskedCut CutOf(Language language, const v1::LedgerRef& ledger, int32_t as_of,
               const AskedMoment& moment, const std::string& prefix) {
  AskedCut asked;
  asked.question.ledger = {ledger.unit(), ledger.year()};
  asked.question.known_at = moment.position;
  wire::Violations violations;
  wire::Fields fields("", violations);
  if (ledger.unit().empty()) fields.Violate("ledger.unit", "", {"必填", "required"});
  asked.question.as_of = fields.OptionalDay(prefix + "as_of", as_of);
  asked.status = violations.empty() ? moment.status : ToGrpc(Describe(violations, language));
  return asked;
}

Language LanguageOf(v1::Language asked, Language otherwise) {
  if (asked == v1::ZH) return Language::kChinese;
  if (asked == v1::EN) return Language::kEnglish;
  return otherwise;
}

}  // namespace outturn::rpc
