// Packs: code tables and forms as data files (deploy/packs).
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "services/checks/rules.h"
#include "services/core/book_state.h"
#include "services/figures/forms/form.h"

namespace outturn::app {

// What is wrong with a data file, for whoever wrote it.
struct PackError {
  std::string file;   // below the packs' folder: "hunan-2024/forms/annex1.json"
  std::string where;  // "line 12", of a form with the place: "line 12, /sections/0/rows/3/cells/1"
  figures::Problem problem;
  // "hunan-2024/forms/annex1.json: line 12, /sections/…: there is no figure …"
  [[nodiscard]] std::string ToString(figures::Language language) const;
};

// The text of packs' files by name below their folder: "codes-2024/economic.csv".
using PackFiles = std::map<std::string, std::string, std::less<>>;

// The reconciliation is no data file but a form all the same.
inline constexpr std::string_view kReconciliation = "reconciliation";

struct PackForm {
  std::string pack;  // "hunan-2024"
  figures::FormDefinition form;
};

struct Packs {
  core::CodeTablesByVersion code_tables;  // by what follows "codes-" in the folder's name
  std::vector<PackForm> forms;            // by pack, then file name
  PackFiles files;                        // what both were read from

  checks::Rules check_rules = checks::BuiltInRules();  // of checks/rules.json where it is there

  // The form as a ledger's rules have it: that of the pack named like the policy's id, else of a
  // pack "national-…"; "sichuan-2024/project-evaluation" names the pack. nullptr when none has.
  [[nodiscard]] const figures::FormDefinition* FindForm(std::string_view policy,
                                                        std::string_view form) const;
  // Every form of that id with its pack, as FindForm takes it: "hunan-2024/annex1". A pack named in
  // `form` is passed over.
  [[nodiscard]] std::vector<std::string> NamesOf(std::string_view form) const;
};

struct LoadedPacks {
  Packs packs;
  std::vector<PackError> errors;  // empty: everything was read; else what could be read is there
};

// Reads codes-*/*.csv, */forms/*.json and checks/rules.json below `folder`. Every figure a form
// names is looked up, so a form that loads without error prints. Of */policy.json and
// */templates/*.txt it is only checked that a book would take the one and fill in the other: they
// come with a command and with a call.
[[nodiscard]] LoadedPacks LoadPacks(const std::filesystem::path& folder);
// The same from memory, for packs that came another way (services/audit).
[[nodiscard]] LoadedPacks LoadPacks(PackFiles files);

}  // namespace outturn::app
