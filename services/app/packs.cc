#include "services/app/packs.h"

#include <algorithm>
#include <fstream>
#include <optional>
#include <sstream>

#include "services/app/code_files.h"
#include "services/app/form_json.h"
#include "services/app/json_lines.h"

namespace outturn::app {
namespace {

namespace fs = std::filesystem;

std::optional<std::string> ReadFile(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// Empty when the folder is not there.
std::vector<fs::path> SortedEntries(const fs::path& folder) {
  std::vector<fs::path> entries;
  std::error_code none_there;
  for (const auto& entry : fs::directory_iterator(folder, none_there)) {
    entries.push_back(entry.path());
  }
  std::sort(entries.begin(), entries.end());
  return entries;
}

constexpr std::string_view kCodes = "codes-";

// `path` is below the packs' folder. Without a text it could not be read.
void LoadForm(const fs::path& path, const std::optional<std::string>& text, LoadedPacks& loaded) {
  const std::string name = path.generic_string();
  const auto report = [&](const std::string& where, figures::Problem problem) {
    loaded.errors.push_back({name, where, std::move(problem)});
  };
  if (!text) return report("", {{"无法读取", "it cannot be read"}, {}});
  FormJson read = ReadFormJson(*text);
  const auto place = [&](const std::string& pointer) {
    if (!pointer.starts_with('/')) return pointer;  // a line already
    return "line " + std::to_string(LineOf(*text, pointer)) + ", " + pointer;
  };
  for (figures::FormProblem& problem : read.problems) report(place(problem.where), problem.problem);
  if (!read.problems.empty()) return;
  if (read.form.id != path.stem().string()) {
    return report(place("/id"), {{"标识应与文件名相同", "the id is to be the file's name"}, {}});
  }
  loaded.packs.forms.push_back({path.begin()->string(), std::move(read.form)});
  loaded.packs.files[name] = *text;
}

void LoadCheckRules(const fs::path& root, LoadedPacks& loaded) {
  const fs::path path = root / "checks" / "rules.json";
  const auto text = ReadFile(path);
  if (!text) return;
  checks::LoadedRules read = checks::LoadRules(*text);
  for (const checks::RulesProblem& problem : read.problems) {
    loaded.errors.push_back(
        {path.lexically_relative(root).generic_string(), problem.where, {problem.words, {}}});
  }
  if (read.problems.empty()) loaded.packs.check_rules = std::move(read.rules);
}

}  // namespace

std::string PackError::ToString(figures::Language language) const {
  std::string text = file;
  if (!where.empty()) text += ": " + where;
  return text + ": " + figures::Sentence(problem).In(language);
}

const figures::FormDefinition* Packs::FindForm(std::string_view policy,
                                               std::string_view form) const {
  if (const size_t slash = form.find('/'); slash != std::string_view::npos) {
    for (const PackForm& candidate : forms) {
      if (candidate.pack == form.substr(0, slash) && candidate.form.id == form.substr(slash + 1)) {
        return &candidate.form;
      }
    }
    return nullptr;
  }
  // The ledger's own, else the nation's. Another province's is not meant unless it is named.
  const figures::FormDefinition* national = nullptr;
  for (const PackForm& candidate : forms) {
    if (candidate.form.id != form) continue;
    if (candidate.pack == policy) return &candidate.form;
    if (national == nullptr && candidate.pack.starts_with("national-")) national = &candidate.form;
  }
  return national;
}

std::vector<std::string> Packs::NamesOf(std::string_view form) const {
  if (const size_t slash = form.find('/'); slash != std::string_view::npos) {
    form.remove_prefix(slash + 1);
  }
  std::vector<std::string> names;
  for (const PackForm& candidate : forms) {
    if (candidate.form.id == form) names.push_back(candidate.pack + "/" + candidate.form.id);
  }
  return names;
}

LoadedPacks LoadPacks(const fs::path& folder) {
  LoadedPacks loaded;
  const std::vector<fs::path> packs = SortedEntries(folder);
  if (packs.empty()) {
    loaded.errors.push_back(
        {folder.generic_string(), "", {{"没有数据包", "there are no packs here"}, {}}});
  }
  LoadCheckRules(folder, loaded);
  for (const fs::path& pack : packs) {
    if (!fs::is_directory(pack)) continue;
    const std::string name = pack.filename().string();
    if (name.starts_with(kCodes)) {
      const std::string version = name.substr(kCodes.size());
      for (const fs::path& path : SortedEntries(pack)) {
        auto text = path.extension() == ".csv" ? ReadFile(path) : std::nullopt;
        if (text) loaded.packs.files[name + "/" + path.filename().string()] = *std::move(text);
      }
      loaded.packs.code_tables[version] =
          ReadCodeTables(loaded.packs.files, name, version, loaded.errors);
      continue;
    }
    for (const fs::path& path : SortedEntries(pack / "forms")) {
      if (path.extension() != ".json") continue;
      LoadForm(path.lexically_relative(folder), ReadFile(path), loaded);
    }
  }
  return loaded;
}

LoadedPacks LoadPacks(PackFiles files) {
  LoadedPacks loaded;
  for (const auto& [name, text] : files) {
    const std::string pack = name.substr(0, name.find('/'));
    if (pack.starts_with(kCodes)) {
      const std::string version = pack.substr(kCodes.size());
      if (loaded.packs.code_tables.contains(version)) continue;
      loaded.packs.code_tables[version] = ReadCodeTables(files, pack, version, loaded.errors);
    } else if (name.substr(pack.size()).starts_with("/forms/")) {
      LoadForm(name, text, loaded);
    }
  }
  loaded.packs.files = std::move(files);
  return loaded;
}

}  // namespace outturn::app
