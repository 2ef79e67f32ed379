// What every command needs to know: where the server is, which ledger, who asks, in which language
// and form. A flag wins over the environment, the environment over the configuration file.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/audit/reader_language.h"
#include "services/intake/text.h"

namespace outturn::cli {

enum class Language { kChinese, kEnglish };

inline const std::string& In(Language language, const intake::Words& words) {
  return language == Language::kEnglish ? words.en : words.zh;
}

inline constexpr char kDefaultServer[] = "127.0.0.1:7300";

struct Settings {
  std::string server = kDefaultServer;
  std::string unit;
  std::string year;
  std::string source;
  std::string actor;
  std::string language;                 // "zh", "en"
  std::string format = "table";         // "table", "json", "csv"
  std::string timeout;                  // seconds; empty: 3 for single calls, 60 for import
  std::string folder;                   // of the configuration file: ~/.config/outturn
  std::vector<intake::Words> warnings;  // about the configuration file
  std::string unreadable;               // the configuration file that was named, if it is

  [[nodiscard]] Language lang() const {
    return language == "en" ? Language::kEnglish : Language::kChinese;
  }
};

// The names of Settings in the configuration file; in the environment OUTTURN_SERVER …
[[nodiscard]] const std::vector<std::string>& SettingNames();

using Environment = audit::Environment;
// The text of a file; nullopt where it cannot be read.
using ReadFile = std::function<std::optional<std::string>(const std::string& path)>;

// Settings before the flags are read. Of the arguments only --lang and --config are looked at: the
// help must know its language before flags are parsed. Without any word about the language LANG
// decides: zh or unset or C is Chinese, any other English.
[[nodiscard]] Settings LoadSettings(const std::vector<std::string>& arguments,
                                    const Environment& environment, const ReadFile& read_file);

// "key = value" lines; '#' and ';' start comments, [sections] are read over.
[[nodiscard]] std::map<std::string, std::string> ParseConfig(const std::string& text);

}  // namespace outturn::cli
