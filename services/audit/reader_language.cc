#include "services/audit/reader_language.h"

namespace outturn::audit {

figures::Language LanguageOfLocale(const Environment& environment) {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const auto value = environment(name);
    if (!value || value->empty()) continue;
    const bool none = *value == "POSIX" || *value == "C" || value->starts_with("C.");
    return none || value->starts_with("zh") ? figures::Language::kChinese
                                            : figures::Language::kEnglish;
  }
  return figures::Language::kChinese;
}

}  // namespace outturn::audit
