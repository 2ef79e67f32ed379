#include "services/app/packs/code_files.h"

#include <algorithm>
#include <initializer_list>
#include <map>
#include <sstream>

namespace outturn::app {
namespace {

using core::ClassGroup;
using core::CodeTables;
using core::FundGroup;
using core::ThreePublic;

// The fields of one CSV line; a field in quotes may hold commas and doubled quotes.
std::vector<std::string> Fields(const std::string& line) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quoted && c == '"' && i + 1 < line.size() && line[i + 1] == '"') {
      fields.back() += line[++i];
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      fields.emplace_back();
    } else {
      fields.back() += c;
    }
  }
  return fields;
}

// One file: a head, then one code per line.
class CodeFile {
 public:
  using Record = std::map<std::string, std::string, std::less<>>;

  CodeFile(const PackFiles& files, std::string name, std::vector<PackError>& errors,
           std::initializer_list<const char*> columns)
      : name_(std::move(name)), errors_(errors) {
    const auto text = files.find(name_);
    if (text != files.end()) {
      std::istringstream lines(text->second);
      Read(lines, columns);
    } else {
      Report("无法读取", "it cannot be read");
    }
  }

  // Calls `add` with every record.
  template <typename Add>
  void Each(Add add) {
    for (const auto& [line, record] : records_) {
      line_ = line;
      add(record);
    }
  }

  // About the line at hand.
  void Report(const std::string& zh, const std::string& en) {
    errors_.push_back({name_, line_ == 0 ? "" : "line " + std::to_string(line_), {{zh, en}, {}}});
  }

  template <typename Table>
  void CheckParent(const Record& record, const Table& table) {
    const std::string& parent = record.at("parent");
    if (parent.empty() || table.contains(parent)) return;
    Report("没有上级代码 " + parent, "there is no parent " + parent);
  }

 private:
  void Read(std::istream& lines, std::initializer_list<const char*> columns) {
    std::string line;
    while (std::getline(lines, line)) {
      ++line_;
      if (!line.empty() && line.back() == '\r') line.pop_back();
      if (line_ == 1 && line.starts_with("\xEF\xBB\xBF")) line.erase(0, 3);
      if (line.empty()) continue;
      if (!head_.empty()) {
        AddRecord(Fields(line));
      } else if (head_ = Fields(line); !HasColumns(columns)) {
        return;
      }
    }
    line_ = 0;
  }

  bool HasColumns(std::initializer_list<const char*> columns) {
    bool all = true;
    for (const char* column : columns) {
      if (std::find(head_.begin(), head_.end(), column) != head_.end()) continue;
      Report(std::string("缺少列 ") + column, std::string("the column ") + column + " is missing");
      all = false;
    }
    return all;
  }

  void AddRecord(const std::vector<std::string>& fields) {
    if (fields.size() != head_.size()) {
      const std::string due = std::to_string(head_.size());
      const std::string found = std::to_string(fields.size());
      Report("应有 " + due + " 列，实有 " + found + " 列",
             due + " columns are due, " + found + " found");
      return;
    }
    Record record;
    for (size_t i = 0; i < fields.size(); ++i) record[head_[i]] = fields[i];
    const std::string& code = record["code"];
    if (code.empty()) {
      Report("缺少代码", "the code is missing");
      return;
    }
    const auto [first, fresh] = seen_.try_emplace(code, line_);
    if (!fresh) {
      const std::string line = std::to_string(first->second);
      Report("代码 " + code + " 已在第 " + line + " 行",
             "code " + code + " stands on line " + line + " already");
      return;
    }
    records_.emplace_back(line_, std::move(record));
  }

  std::string name_;
  std::vector<PackError>& errors_;
  std::vector<std::string> head_;
  std::vector<std::pair<size_t, Record>> records_;
  std::map<std::string, size_t> seen_;
  size_t line_ = 0;
};

// False when the word is none of the table's.
bool ReadThreePublic(const std::string& word, core::EconomicClassInfo& info) {
  for (const ThreePublic kind : core::kThreePublics) {
    if (word != core::Name(kind)) continue;
    info.is_three_public = true;
    info.three_public = kind;
  }
  return word.empty() || info.is_three_public;
}

void ReadEconomic(CodeFile file, CodeTables& tables) {
  static const std::map<std::string, ClassGroup> kGroups = {
      {"", ClassGroup::kOther},
      {"personnel", ClassGroup::kPersonnel},
      {"public", ClassGroup::kPublic},
      {"public_basic_only", ClassGroup::kPublicBasicOnly}};
  file.Each([&](const CodeFile::Record& record) {
    core::EconomicClassInfo info;
    info.name = record.at("name");
    info.parent = record.at("parent");
    const auto group = kGroups.find(record.at("group"));
    if (group == kGroups.end()) {
      file.Report("没有分组“" + record.at("group") + "”",
                  "there is no group \"" + record.at("group") + "\"");
      return;
    }
    info.group = group->second;
    const std::string& word = record.at("three_public");
    if (!ReadThreePublic(word, info)) {
      file.Report("没有三公类别“" + word + "”",
                  "there is no three-public expense \"" + word + "\"");
      return;
    }
    tables.economic[record.at("code")] = std::move(info);
  });
  file.Each([&](const CodeFile::Record& record) { file.CheckParent(record, tables.economic); });
}

void ReadFunctional(CodeFile file, CodeTables& tables) {
  file.Each([&](const CodeFile::Record& record) {
    tables.functional[record.at("code")] = {record.at("name"), record.at("parent")};
  });
  file.Each([&](const CodeFile::Record& record) { file.CheckParent(record, tables.functional); });
}

void ReadFundTypes(CodeFile file, CodeTables& tables) {
  static const std::map<std::string, FundGroup> kGroups = {
      {"", FundGroup::kOther},
      {"general", FundGroup::kGeneral},
      {"gov_fund", FundGroup::kGovernmentFund},
      {"state_capital", FundGroup::kStateCapital},
      {"special_account", FundGroup::kSpecialAccount}};
  file.Each([&](const CodeFile::Record& record) {
    const std::string& fiscal = record.at("fiscal");
    if (fiscal != "0" && fiscal != "1") {
      file.Report("fiscal 应为 0 或 1，实为“" + fiscal + "”",
                  "fiscal is 0 or 1, not \"" + fiscal + "\"");
      return;
    }
    const auto group = kGroups.find(record.at("group"));
    if (group == kGroups.end()) {
      file.Report("没有资金分组“" + record.at("group") + "”",
                  "there is no group of funds \"" + record.at("group") + "\"");
      return;
    }
    tables.fund_types[record.at("code")] = {record.at("name"), fiscal == "1", group->second};
  });
}

}  // namespace

CodeTables ReadCodeTables(const PackFiles& files, const std::string& pack,
                          const std::string& version, std::vector<PackError>& errors) {
  CodeTables tables;
  tables.version = version;
  ReadEconomic(CodeFile(files, pack + "/economic.csv", errors,
                        {"code", "name", "parent", "group", "three_public"}),
               tables);
  ReadFunctional(CodeFile(files, pack + "/functional.csv", errors, {"code", "name", "parent"}),
                 tables);
  ReadFundTypes(
      CodeFile(files, pack + "/fund_types.csv", errors, {"code", "name", "fiscal", "group"}),
      tables);
  return tables;
}

}  // namespace outturn::app
