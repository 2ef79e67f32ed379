#include "services/app/packs/packs.h"

#include <algorithm>
#include <fstream>
#include <optional>
#include <sstream>

#include "services/app/packs/code_files.h"
#include "services/app/packs/form_json.h"
#include "services/app/packs/json_lines.h"
#include "services/app/packs/policy_json.h"
#include "services/figures/forms/template.h"

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

// "line 12, /sections/0" of a JSON pointer; what is a line already stays.
std::string PlaceOf(std::string_view text, const std::string& pointer) {
  if (!pointer.starts_with('/')) return pointer;
  return "line " + std::to_string(LineOf(text, pointer)) + ", " + pointer;
}

// `path` is below the packs' folder. Without a text it could not be read.
void LoadForm(const fs::path& path, const std::optional<std::string>& text, LoadedPacks& loaded) {
  const std::string name = path.generic_string();
  const auto report = [&](const std::string& where, figures::Problem problem) {
    loaded.errors.push_back({name, where, std::move(problem)});
  };
  if (!text) return report("", {{"无法读取", "it cannot be read"}, {}});
  FormJson read = ReadFormJson(*text);
  for (figures::FormProblem& problem : read.problems) {
    report(PlaceOf(*text, problem.where), problem.problem);
  }
  if (!read.problems.empty()) return;
  if (read.form.id != path.stem().string()) {
    return report(PlaceOf(*text, "/id"),
                  {{"标识应与文件名相同", "the id is to be the file's name"}, {}});
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
    loaded.errors.push_back({path.lexically_relative(root).generic_string(),
                             PlaceOf(*text, problem.where),
                             {problem.words, {}}});
  }
  if (read.problems.empty()) loaded.packs.check_rules = std::move(read.rules);
}

// What would otherwise be met only when somebody adopts it.
void CheckPolicy(const fs::path& root, const std::string& pack, LoadedPacks& loaded) {
  const std::string name = pack + "/policy.json";
  if (!fs::exists(root / name)) return;
  const auto text = ReadFile(root / name);
  if (!text) {
    loaded.errors.push_back({name, "", {{"无法读取", "it cannot be read"}, {}}});
    return;
  }
  PolicyJson read = ReadPolicyJson(*text);
  // Forms are found by it.
  if (read.problems.empty() && read.policy.ref.id != pack) {
    read.problems.push_back(
        {"/id", {{"标识应与文件夹同名", "the id is to be the folder's name"}, {}}});
  }
  for (figures::FormProblem& problem : read.problems) {
    loaded.errors.push_back({name, PlaceOf(*text, problem.where), std::move(problem.problem)});
  }
}

// Once every form is there.
void CheckTemplates(const fs::path& root, const std::string& pack, LoadedPacks& loaded) {
  for (const fs::path& path : SortedEntries(root / pack / "templates")) {
    if (path.extension() != ".txt") continue;
    const auto report = [&](size_t line, figures::Problem problem) {
      loaded.errors.push_back({path.lexically_relative(root).generic_string(),
                               line == 0 ? "" : "line " + std::to_string(line),
                               std::move(problem)});
    };
    const auto text = ReadFile(path);
    if (!text) {
      report(0, {{"无法读取", "it cannot be read"}, {}});
      continue;
    }
    figures::Template read = figures::ReadTemplate(*text);
    for (figures::TemplateProblem& problem : read.problems) {
      report(problem.line, std::move(problem.problem));
    }
    for (const figures::TemplateLine& line : read.lines) {
      if (line.kind != figures::PartKind::kTable || line.form == kReconciliation) continue;
      if (loaded.packs.FindForm(pack, line.form) != nullptr) continue;
      report(line.line, {{"没有表 " + line.form, "there is no form " + line.form},
                         loaded.packs.NamesOf(line.form)});
    }
  }
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
    CheckPolicy(folder, name, loaded);
  }
  for (const fs::path& pack : packs) {
    CheckTemplates(folder, pack.filename().string(), loaded);
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
