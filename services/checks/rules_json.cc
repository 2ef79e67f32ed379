// deploy/packs/checks/rules.json → Rules.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "services/checks/rules.h"

namespace outturn::checks {
namespace {

using nlohmann::json;

// One object of the file: members are taken by name, Finish reports those nobody took.
class Reader {
 public:
  Reader(const json& object, std::string where, std::vector<RulesProblem>& problems)
      : object_(object), where_(std::move(where)), problems_(problems) {
    if (!object.is_object()) Report("", "应为对象", "an object is due");
  }

  void Report(const std::string& member, const char* zh, const char* en) {
    problems_.push_back(
        {member.empty() ? (where_.empty() ? "/" : where_) : where_ + "/" + member, {zh, en}});
  }

  const json* Take(const char* member) {
    taken_.emplace_back(member);
    if (!object_.is_object()) return nullptr;
    const auto found = object_.find(member);
    return found == object_.end() ? nullptr : &*found;
  }

  std::string Text(const char* member, bool due = false) {
    const json* value = Take(member);
    if (value == nullptr && !due) return "";
    if (value != nullptr && value->is_string() && (!due || !value->get<std::string>().empty())) {
      return value->get<std::string>();
    }
    Report(member, "应为文字", "a text is due");
    return "";
  }

  int Whole(const char* member, int otherwise, int most) {
    const json* value = Take(member);
    if (value == nullptr) return otherwise;
    if (value->is_number_integer() && value->get<int64_t>() >= 0 && value->get<int64_t>() <= most) {
      return value->get<int>();
    }
    Report(member, "应为不大的整数", "a small whole number is due");
    return otherwise;
  }

  bool Flag(const char* member) {
    const json* value = Take(member);
    if (value == nullptr) return false;
    if (value->is_boolean()) return value->get<bool>();
    Report(member, "应为 true 或 false", "true or false is due");
    return false;
  }

  std::vector<std::string> Texts(const char* member) {
    std::vector<std::string> texts;
    Each(member, [&](const json& value, const std::string& at) {
      if (value.is_string()) {
        texts.push_back(value.get<std::string>());
      } else {
        problems_.push_back({at, {"应为文字", "a text is due"}});
      }
    });
    return texts;
  }

  template <typename Use>
  void Each(const char* member, const Use& use) {
    const json* value = Take(member);
    if (value == nullptr) return;
    if (!value->is_array()) return Report(member, "应为数组", "an array is due");
    for (size_t i = 0; i < value->size(); ++i) {
      use((*value)[i], where_ + "/" + member + "/" + std::to_string(i));
    }
  }

  Severity Weight(Severity otherwise) {
    const std::string text = Text("severity");
    if (text.empty()) return otherwise;
    if (text == "error") return Severity::kError;
    if (text == "warning") return Severity::kWarning;
    if (text != "info") Report("severity", "应为 error、warning 或 info", "error, warning or info");
    return Severity::kInfo;
  }

  // What every rule has.
  template <typename Rule>
  void Head(Rule& rule, Severity otherwise) {
    rule.id = Text("id", true);
    rule.words = {Text("zh", true), Text("en", true)};
    rule.severity = Weight(otherwise);
  }

  void Finish() {
    if (!object_.is_object()) return;
    for (const auto& [name, unused] : object_.items()) {
      if (std::find(taken_.begin(), taken_.end(), name) == taken_.end()) {
        Report(name, "没有这一项", "there is no such member");
      }
    }
  }

 private:
  const json& object_;
  std::string where_;
  std::vector<RulesProblem>& problems_;
  std::vector<std::string> taken_;
};

// "?-cuts": optional, taken off.
Addend AddendOf(std::string text) {
  Addend addend;
  if (text.starts_with('?')) {
    addend.optional = true;
    text.erase(0, 1);
  }
  if (text.starts_with('-')) {
    addend.sign = -1;
    text.erase(0, 1);
  }
  addend.figure = std::move(text);
  return addend;
}

SumRule ReadSum(Reader& reader) {
  SumRule rule;
  reader.Head(rule, Severity::kError);
  rule.measures = reader.Texts("measures");
  rule.whole = reader.Text("whole", true);
  for (std::string& part : reader.Texts("parts")) rule.parts.push_back(AddendOf(std::move(part)));
  if (rule.parts.empty()) reader.Report("parts", "缺少加数", "parts are due");
  rule.same_form = reader.Flag("same_form");
  rule.unless = reader.Text("unless");
  return rule;
}

ChangeRule ReadChange(Reader& reader) {
  ChangeRule rule;
  reader.Head(rule, Severity::kError);
  rule.from = reader.Text("from", true);
  rule.to = reader.Text("to", true);
  rule.whole = reader.Text("whole");
  rule.parts = reader.Texts("parts");
  if (rule.parts.empty()) reader.Report("parts", "缺少加数", "parts are due");
  return rule;
}

RateRule ReadRate(Reader& reader) {
  RateRule rule;
  reader.Head(rule, Severity::kError);
  rule.selectors = reader.Texts("selectors");
  rule.rate = reader.Text("rate", true);
  rule.numerator = reader.Text("numerator", true);
  rule.minus = reader.Text("minus");
  rule.denominator = reader.Text("denominator", true);
  rule.instead = reader.Texts("instead");
  rule.either = reader.Flag("either");
  return rule;
}

AtMostRule ReadAtMost(Reader& reader) {
  AtMostRule rule;
  reader.Head(rule, Severity::kWarning);
  rule.measures = reader.Texts("measures");
  rule.part = reader.Text("part", true);
  rule.whole = reader.Text("whole", true);
  rule.besides = reader.Texts("besides");
  return rule;
}

template <typename Rule>
void ReadAll(Reader& parent, const char* member, std::vector<RulesProblem>& problems,
             Rule (*read)(Reader&), std::vector<Rule>& into) {
  parent.Each(member, [&](const json& value, const std::string& at) {
    Reader reader(value, at, problems);
    into.push_back(read(reader));
    reader.Finish();
  });
}

void ReadRules(const json& value, LoadedRules& loaded) {
  Reader reader(value, "", loaded.problems);
  Rules& rules = loaded.rules;
  ReadAll(reader, "sums", loaded.problems, ReadSum, rules.sums);
  ReadAll(reader, "changes", loaded.problems, ReadChange, rules.changes);
  ReadAll(reader, "rates", loaded.problems, ReadRate, rules.rates);
  ReadAll(reader, "at_most", loaded.problems, ReadAtMost, rules.at_most);
  reader.Each("compulsory", [&](const json& row, const std::string& at) {
    Reader one(row, at, loaded.problems);
    CompulsoryRow due;
    due.select = one.Text("select", true);
    due.words = {one.Text("zh", true), one.Text("en", true)};
    one.Finish();
    rules.compulsory.push_back(std::move(due));
  });
  reader.Each("grades", [&](const json& row, const std::string& at) {
    Reader one(row, at, loaded.problems);
    const int from = one.Whole("from", 0, 1000);
    rules.grades.emplace_back(from, one.Text("name", true));
    one.Finish();
  });
  std::sort(rules.grades.rbegin(), rules.grades.rend());
  rules.over_completion_percent = reader.Whole("over_completion_percent", 130, 100'000);
  rules.total_points = reader.Whole("total_points", 100, 10'000);
  rules.rows_to_wonder = reader.Whole("rows_to_wonder", 3, 10'000);
  reader.Finish();
}

std::string LineAndColumn(std::string_view text, size_t offset) {
  const std::string_view before = text.substr(0, offset == 0 ? 0 : offset - 1);
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  const size_t start = before.rfind('\n');
  const size_t column = start == std::string_view::npos ? before.size() + 1 : before.size() - start;
  return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

}  // namespace

LoadedRules LoadRules(std::string_view text) {
  LoadedRules loaded;
  json value;
  try {
    value = json::parse(text);
  } catch (const json::parse_error& error) {
    loaded.problems.push_back({LineAndColumn(text, error.byte),
                               {"不是有效的 JSON", std::string("no valid JSON: ") + error.what()}});
    return loaded;
  } catch (const json::out_of_range& error) {  // a number that no type of numbers holds
    loaded.problems.push_back(
        {"/", {"不是有效的 JSON", std::string("no valid JSON: ") + error.what()}});
    return loaded;
  }
  ReadRules(value, loaded);
  return loaded;
}

const Rules& BuiltInRules() {
  static const Rules kRules = LoadRules(BuiltInRulesText()).rules;
  return kRules;
}

}  // namespace outturn::checks
