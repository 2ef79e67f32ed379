#include "clients/cli/settings.h"

#include <algorithm>
#include <cctype>

namespace outturn::cli {
namespace {

std::string* Member(const std::string& name, Settings* settings) {
  if (name == "server") return &settings->server;
  if (name == "unit") return &settings->unit;
  if (name == "year") return &settings->year;
  if (name == "source") return &settings->source;
  if (name == "actor") return &settings->actor;
  if (name == "lang") return &settings->language;
  if (name == "format") return &settings->format;
  if (name == "timeout") return &settings->timeout;
  return nullptr;
}

// The value of "--name value" or "--name=value".
std::optional<std::string> FindFlag(const std::vector<std::string>& arguments,
                                    const std::string& name) {
  for (size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "--") return std::nullopt;
    if (arguments[i].starts_with(name + "=")) return arguments[i].substr(name.size() + 1);
    if (arguments[i] == name && i + 1 < arguments.size()) return arguments[i + 1];
  }
  return std::nullopt;
}

std::string ConfigFolder(const Environment& environment) {
  if (const auto home = environment("XDG_CONFIG_HOME"); home && !home->empty()) {
    return *home + "/outturn";
  }
  return environment("HOME").value_or("") + "/.config/outturn";
}

void ApplyConfig(const std::string& path, const std::string& text, Settings* settings) {
  for (const auto& [name, value] : ParseConfig(text)) {
    if (std::string* member = Member(name, settings)) {
      *member = value;
      continue;
    }
    settings->warnings.push_back(
        {path + "：不认识的设置“" + name + "”", path + ": unknown setting \"" + name + "\""});
  }
}

}  // namespace

const std::vector<std::string>& SettingNames() {
  static const std::vector<std::string> names = {"server", "unit", "year",   "source",
                                                 "actor",  "lang", "format", "timeout"};
  return names;
}

std::map<std::string, std::string> ParseConfig(const std::string& text) {
  std::map<std::string, std::string> values;
  std::string_view rest = text;
  while (!rest.empty()) {
    const size_t end = rest.find('\n');
    const std::string_view line = intake::Trim(rest.substr(0, end));
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (line.empty() || line[0] == '#' || line[0] == ';' || line[0] == '[') continue;
    const size_t equals = line.find('=');
    const std::string name(intake::Trim(line.substr(0, equals)));
    const std::string_view value =
        equals == std::string_view::npos ? "" : intake::Trim(line.substr(equals + 1));
    const bool quoted = value.size() >= 2 && value.front() == '"' && value.back() == '"';
    values[name] = std::string(quoted ? value.substr(1, value.size() - 2) : value);
  }
  return values;
}

Settings LoadSettings(const std::vector<std::string>& arguments, const Environment& environment,
                      const ReadFile& read_file) {
  Settings settings;
  const auto locale = audit::LanguageOfLocale(environment);
  settings.language = locale == figures::Language::kEnglish ? "en" : "zh";
  auto named = FindFlag(arguments, "--config");
  if (!named) named = environment("OUTTURN_CONFIG");
  settings.folder = ConfigFolder(environment);
  const std::string path = named.value_or(settings.folder + "/config.ini");
  if (const auto text = read_file(path)) {
    ApplyConfig(path, *text, &settings);
  } else if (named) {
    settings.unreadable = path;
  }
  for (const std::string& name : SettingNames()) {
    std::string variable = "OUTTURN_" + name;
    std::transform(variable.begin(), variable.end(), variable.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    const auto value = environment(variable.c_str());
    if (value && !value->empty()) *Member(name, &settings) = *value;
  }
  if (const auto language = FindFlag(arguments, "--lang")) settings.language = *language;
  return settings;
}

}  // namespace outturn::cli
