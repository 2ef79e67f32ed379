#include "services/wire/kind_words.h"

#include "outturn/v1/about.pb.h"
#include "outturn/v1/event.pb.h"

namespace outturn::wire {

KindWords WordsOf(const core::Body& body) {
  const std::string name(core::KindName(body));
  const auto* field = v1::Command::descriptor()->FindFieldByName(name);
  if (field == nullptr) return {name, name};
  const v1::KindAbout& about = field->options().GetExtension(v1::kind);
  return {about.zh(), about.en()};
}

}  // namespace outturn::wire
