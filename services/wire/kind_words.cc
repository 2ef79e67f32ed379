#include "services/wire/kind_words.h"

#include "outturn/v1/about.pb.h"
#include "outturn/v1/event.pb.h"

namespace outturn::wire {

KindWords WordsOf(const core::Body& body) {
  const std::string name(core::KindName(body));
  return WordsOfKind(name).value_or(KindWords{name, name});
}

std::optional<KindWords> WordsOfKind(std::string_view name) {
  const auto* field = v1::Command::descriptor()->FindFieldByName(std::string(name));
  if (field == nullptr) return std::nullopt;
  const v1::KindAbout& about = field->options().GetExtension(v1::kind);
  if (about.zh().empty()) return std::nullopt;  // the header
  return KindWords{about.zh(), about.en()};
}

}  // namespace outturn::wire
