#include "services/app/packs/form_json.h"

#include <algorithm>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <utility>

#include "services/app/packs/json_lines.h"
#include "services/core/day.h"
#include "services/figures/catalogue.h"
#include "services/figures/name.h"

namespace outturn::app {
namespace {

using figures::CellDefinition;
using figures::ColumnDefinition;
using figures::FormProblem;
using figures::Problem;
using figures::Repeat;
using figures::RowDefinition;
using figures::SectionDefinition;
using figures::Words;
using nlohmann::json;

template <typename T>
using Choices = std::initializer_list<std::pair<const char*, T>>;

// One object of the file, with its place and the problems found so far. Members are taken by name;
// Finish reports those nobody took.
class Reader {
 public:
  Reader(const json& object, std::string where, std::vector<FormProblem>& problems)
      : object_(object), where_(std::move(where)), problems_(problems) {
    if (!object.is_object()) Report("", "应为对象", "an object is due");
  }

  void Report(const std::string& member, const std::string& zh, const std::string& en,
              std::vector<std::string> near = {}) {
    const std::string where = member.empty() ? where_ : At(member);
    problems_.push_back({where.empty() ? "/" : where, Problem{{zh, en}, std::move(near)}});
  }

  const json* Take(const char* member) {
    taken_.emplace_back(member);
    if (!object_.is_object()) return nullptr;
    const auto found = object_.find(member);
    return found == object_.end() ? nullptr : &*found;
  }

  std::string String(const char* member) {
    const json* value = Take(member);
    if (value == nullptr) return "";
    if (value->is_string()) return value->get<std::string>();
    Report(member, "应为文字", "a string is due");
    return "";
  }

  int Int(const char* member, int otherwise, int most) {
    const json* value = Take(member);
    if (value == nullptr) return otherwise;
    if (value->is_number_integer()) {
      const auto number = value->get<int64_t>();
      if (number >= 0 && number <= most) return static_cast<int>(number);
    }
    Report(member, "应为 0 到 " + std::to_string(most) + " 的整数",
           "a whole number from 0 to " + std::to_string(most) + " is due");
    return otherwise;
  }

  bool Bool(const char* member) {
    const json* value = Take(member);
    if (value == nullptr) return false;
    if (value->is_boolean()) return value->get<bool>();
    Report(member, "应为 true 或 false", "true or false is due");
    return false;
  }

  // {"zh": …, "en": …}, or one string for both.
  Words Both(const char* member) {
    const json* value = Take(member);
    return value == nullptr ? Words() : WordsOf(*value, member);
  }
  Words WordsOf(const json& value, const std::string& member) {
    if (value.is_string()) return {value.get<std::string>(), value.get<std::string>()};
    Reader words(value, At(member), problems_);
    Words both{words.String("zh"), words.String("en")};
    words.Finish();
    return both;
  }

  template <typename T>
  T Choice(const char* member, T otherwise, Choices<T> choices) {
    const std::string chosen = String(member);
    if (chosen.empty()) return otherwise;
    std::vector<std::string> known;
    std::string list;
    for (const auto& [name, value] : choices) {
      if (chosen == name) return value;
      known.emplace_back(name);
      list += (list.empty() ? "" : ", ") + std::string(name);
    }
    Report(member, "没有“" + chosen + "”，可用：" + list,
           "there is no \"" + chosen + "\"; there are: " + list, figures::Nearest(chosen, known));
    return otherwise;
  }

  // Calls `each` with every element of an array and its place below this object.
  template <typename Each>
  void Array(const char* member, Each each) {
    const json* value = Take(member);
    if (value == nullptr) return;
    if (!value->is_array()) {
      Report(member, "应为数组", "an array is due");
      return;
    }
    for (size_t i = 0; i < value->size(); ++i) {
      each((*value)[i], std::string(member) + "/" + std::to_string(i));
    }
  }

  void Finish() {
    if (!object_.is_object()) return;
    for (const auto& [member, value] : object_.items()) {
      if (std::find(taken_.begin(), taken_.end(), member) != taken_.end()) continue;
      Report(member, "没有这个成员", "there is no such member", figures::Nearest(member, taken_));
    }
  }

  [[nodiscard]] std::string At(const std::string& below) const { return where_ + "/" + below; }
  std::vector<FormProblem>& problems() { return problems_; }

 private:
  const json& object_;
  std::string where_;
  std::vector<FormProblem>& problems_;
  std::vector<std::string> taken_;
};

CellDefinition ReadCell(Reader& parent, const json& value, const std::string& at) {
  CellDefinition cell;
  if (value.is_string()) {
    cell.label = parent.WordsOf(value, at);
    return cell;
  }
  Reader reader(value, parent.At(at), parent.problems());
  cell.label = reader.Both("label");
  cell.figure = reader.String("figure");
  cell.otherwise = reader.String("otherwise");
  cell.tick = reader.String("tick");
  cell.columns = reader.Int("columns", 1, 100);
  cell.indent = reader.Int("indent", 0, 10);
  cell.merges = reader.Bool("merges");
  if (!cell.label.empty() && !cell.figure.empty()) {
    reader.Report("figure", "单元格或为文字，或为指标", "a cell is a label or a figure, not both");
  }
  reader.Finish();
  return cell;
}

std::vector<CellDefinition> ReadCells(Reader& parent, const char* member) {
  std::vector<CellDefinition> cells;
  parent.Array(member, [&](const json& value, const std::string& at) {
    cells.push_back(ReadCell(parent, value, at));
  });
  return cells;
}

figures::Selector ReadFilter(Reader& reader, const char* member) {
  const std::string text = reader.String(member);
  if (text.empty()) return {};
  const auto written = figures::TakeApart("filter(" + text + ")");
  const auto selector = written ? figures::ParseSelector(written->arguments)
                                : figures::Fallible<figures::Selector>(written.problem());
  if (selector) return *selector;
  const Problem& problem = selector.problem();
  reader.Report(member, problem.words.zh, problem.words.en, problem.near);
  return {};
}

Repeat::Group ReadGroup(Reader& parent, const json& value, const std::string& at) {
  Reader reader(value, parent.At(at), parent.problems());
  Repeat::Group group;
  group.level1 = reader.String("level1");
  group.level2 = reader.String("level2");
  group.figure = reader.String("figure");
  reader.Array("also", [&](const json& spelling, const std::string& below) {
    if (spelling.is_string()) {
      group.also.push_back(spelling.get<std::string>());
    } else {
      reader.Report(below, "应为文字", "a string is due");
    }
  });
  if (group.level1.empty()) reader.Report("level1", "缺少一级指标", "level 1 is missing");
  reader.Finish();
  return group;
}

Repeat ReadRepeat(const json& value, Reader& parent) {
  using figures::Over;
  Reader reader(value, parent.At("repeat"), parent.problems());
  Repeat repeat;
  if (!value.contains("over")) {
    reader.Report("over", "没有说按什么重复", "it does not say over what to repeat");
  }
  repeat.over = reader.Choice<Over>("over", Over::kProjects,
                                    {{"projects", Over::kProjects},
                                     {"lines", Over::kLines},
                                     {"functional_classes", Over::kFunctionalClasses},
                                     {"economic_classes", Over::kEconomicClasses},
                                     {"indicators", Over::kIndicators},
                                     {"buildings", Over::kBuildings}});
  repeat.filter = ReadFilter(reader, "filter");
  repeat.levels = reader.Int("levels", 0, 3);
  repeat.department =
      reader.Choice<bool>("indicators", true, {{"department", true}, {"projects", false}});
  reader.Array("frame", [&](const json& group, const std::string& at) {
    repeat.frame.push_back(ReadGroup(reader, group, at));
  });
  repeat.no_indicator = reader.Both("no_indicator");
  repeat.none = ReadCells(reader, "none");
  reader.Finish();
  return repeat;
}

RowDefinition ReadRow(Reader& parent, const json& value, const std::string& at) {
  using figures::RowKind;
  Reader reader(value, parent.At(at), parent.problems());
  RowDefinition row;
  row.kind = reader.Choice<RowKind>(
      "kind", RowKind::kPlain,
      {{"plain", RowKind::kPlain}, {"heading", RowKind::kHeading}, {"total", RowKind::kTotal}});
  row.only_with_classified = reader.Bool("only_with_classified");
  if (const json* repeat = reader.Take("repeat")) row.repeat = ReadRepeat(*repeat, reader);
  row.cells = ReadCells(reader, "cells");
  const std::string select = reader.String("select");
  if (value.contains("select")) row.select = select;
  reader.Finish();
  return row;
}

ColumnDefinition ReadColumn(Reader& parent, const json& value, const std::string& at) {
  using figures::Align;
  Reader reader(value, parent.At(at), parent.problems());
  ColumnDefinition column;
  column.head = reader.Both("head");
  column.align = reader.Choice<Align>(
      "align", Align::kLeft,
      {{"left", Align::kLeft}, {"right", Align::kRight}, {"centre", Align::kCentre}});
  column.width = reader.Int("width", 0, 500);
  column.figure = reader.String("figure");
  reader.Array("above", [&](const json& words, const std::string& below) {
    column.above.push_back(reader.WordsOf(words, below));
  });
  reader.Finish();
  return column;
}

SectionDefinition ReadSection(Reader& parent, const json& value, const std::string& at) {
  Reader reader(value, parent.At(at), parent.problems());
  SectionDefinition section;
  section.title = reader.Both("title");
  reader.Array("columns", [&](const json& column, const std::string& below) {
    section.columns.push_back(ReadColumn(reader, column, below));
  });
  reader.Array("rows", [&](const json& row, const std::string& below) {
    section.rows.push_back(ReadRow(reader, row, below));
  });
  reader.Finish();
  return section;
}

// "07-31".
std::optional<std::pair<int, int>> ReadMonthDay(Reader& reader) {
  const std::string text = reader.String("cut");
  if (text.empty()) return std::nullopt;
  const auto day = core::Day::Parse("2023-" + text);
  if (day) return std::pair(static_cast<int>(day->month()), static_cast<int>(day->day_of_month()));
  reader.Report("cut", "应为月-日，如 07-31", "a month and a day are due, as 07-31");
  return std::nullopt;
}

void ReadForm(const json& value, FormJson& read) {
  Reader reader(value, "", read.problems);
  figures::FormDefinition& form = read.form;
  form.id = reader.String("id");
  form.title = reader.Both("title");
  form.subtitle = reader.Both("subtitle");
  form.audience = reader.Choice<figures::Audience>(
      "audience", figures::Audience::kPublic,
      {{"public", figures::Audience::kPublic}, {"internal", figures::Audience::kInternal}});
  form.money = reader.Choice<figures::MoneyUnit>(
      "money", figures::MoneyUnit::kWanYuan,
      {{"wan_yuan", figures::MoneyUnit::kWanYuan}, {"yuan", figures::MoneyUnit::kYuan}});
  form.cut = ReadMonthDay(reader);
  form.zeros_blank = reader.Choice<bool>("zeros", false, {{"print", false}, {"blank", true}});
  const figures::Selector each = ReadFilter(reader, "each_project");
  if (value.contains("each_project")) form.each_project = each;
  reader.Array("sections", [&](const json& section, const std::string& at) {
    form.sections.push_back(ReadSection(reader, section, at));
  });
  reader.Array("notes", [&](const json& note, const std::string& at) {
    form.notes.push_back(reader.WordsOf(note, at));
  });
  reader.Finish();
}

}  // namespace

FormJson ReadFormJson(const std::string& text) {
  FormJson read;
  json value;
  try {
    value = json::parse(text);
  } catch (const json::parse_error& error) {
    const Problem problem{{"不是有效的 JSON", std::string("no valid JSON: ") + error.what()}, {}};
    read.problems.push_back({LineAndColumn(text, error.byte), problem});
    return read;
  } catch (const json::out_of_range& error) {  // a number that no type of numbers holds
    read.problems.push_back(
        {"/", {{"不是有效的 JSON", std::string("no valid JSON: ") + error.what()}, {}}});
    return read;
  }
  ReadForm(value, read);
  if (read.problems.empty()) read.problems = figures::CheckForm(read.form);
  return read;
}

}  // namespace outturn::app
