// deploy/packs/checks/labels.json → Labels.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "services/document/labels.h"
#include "services/document/normal.h"

namespace outturn::document {
namespace {

using nlohmann::json;

class Reader {
 public:
  explicit Reader(LoadedLabels& loaded) : loaded_(loaded) {}

  void Read(const json& file) {
    if (!file.is_object()) return Report("/", "应为对象", "an object is due");
    for (const auto& [name, value] : file.items()) ReadMember(name, value);
    auto& labels = loaded_.labels.labels;
    std::stable_sort(labels.begin(), labels.end(), [](const Label& a, const Label& b) {
      return a.words.size() != b.words.size() ? a.words.size() > b.words.size() : a.words < b.words;
    });
    for (size_t i = 0; i + 1 < labels.size(); ++i) {
      const bool twice =
          labels[i].words == labels[i + 1].words && labels[i].with == labels[i + 1].with;
      if (twice) loaded_.problems.push_back({labels[i].words, {"出现了两次", "stands here twice"}});
    }
    for (const Label& label : labels) {
      loaded_.labels.by_start[label.words.substr(0, LetterLength(label.words))].push_back(&label);
    }
  }

 private:
  void Report(std::string where, const char* zh, const char* en) {
    loaded_.problems.push_back({std::move(where), {zh, en}});
  }

  std::vector<std::string> Texts(const json& value, const std::string& where) {
    std::vector<std::string> texts;
    if (!value.is_array()) {
      Report(where, "应为文字的数组", "an array of texts is due");
      return texts;
    }
    for (size_t i = 0; i < value.size(); ++i) {
      std::string text = value[i].is_string() ? Bare(value[i].get<std::string>()) : "";
      if (text.empty()) Report(where + "/" + std::to_string(i), "应为文字", "a text is due");
      if (!text.empty()) texts.push_back(std::move(text));
    }
    return texts;
  }

  std::string Text(const json& object, const char* member, const std::string& where) {
    const auto found = object.find(member);
    if (found == object.end()) return "";
    if (found->is_string()) return found->get<std::string>();
    Report(where + "/" + member, "应为文字", "a text is due");
    return "";
  }

  void ReadMember(const std::string& name, const json& value) {
    const std::string where = "/" + name;
    if (name == "measures") return Each(value, where, Role::kMeasure, "measure");
    if (name == "hints") return Each(value, where, Role::kWeakMeasure, "measure");
    if (name == "subjects") return Each(value, where, Role::kSubject, "select");
    if (name == "figures") return Each(value, where, Role::kFigure, "figure");
    if (name == "lists") return Plain(value, where, Role::kList);
    if (name == "changes") return Plain(value, where, Role::kChange);
    if (name == "totals") return Plain(value, where, Role::kTotal);
    if (name == "fillers") return Plain(value, where, Role::kFiller);
    if (name == "opposites") return Opposites(value, where, loaded_.labels.opposites);
    if (name == "complete_lists") return CompleteLists(value, where);
    if (name == "columns") return Columns(value, where);
    if (name == "governments" && value.is_object()) return Governments(value, where);
    if (name == "three_public_order" && value.is_array()) {
      for (const json& one : value) {
        if (one.is_string()) loaded_.labels.three_public_order.push_back(one.get<std::string>());
      }
      return;
    }
    static const std::map<std::string, std::vector<std::string> Labels::*> kWords = {
        {"leftovers", &Labels::leftovers},
        {"less_is_better", &Labels::less_is_better},
        {"due", &Labels::due},
        {"form_cells", &Labels::form_cells}};
    if (const auto words = kWords.find(name); words != kWords.end()) {
      loaded_.labels.*words->second = Texts(value, where);
      return;
    }
    if (name == "function_classes") {
      auto& classes = loaded_.labels.function_classes;
      classes = Texts(value, where);
      std::sort(classes.begin(), classes.end(), [](const auto& a, const auto& b) {
        return a.size() != b.size() ? a.size() > b.size() : a < b;
      });
      return;
    }
    if (name == "owners" && value.is_string()) {
      loaded_.labels.owners = value.get<std::string>();
      return;
    }
    Report(where, "没有这一项，或写法不对", "there is no such member, or it is written otherwise");
  }

  void Plain(const json& value, const std::string& where, Role role) {
    for (std::string& words : Texts(value, where)) {
      Label label;
      label.role = role;
      label.words = std::move(words);
      loaded_.labels.labels.push_back(std::move(label));
    }
  }

  // "男/女"
  void Opposites(const json& value, const std::string& where,
                 std::vector<std::pair<std::string, std::string>>& opposites) {
    for (const std::string& text : Texts(value, where)) {
      const size_t bar = text.find('/');
      if (bar == std::string::npos) return Report(where, "应为 A/B", "A/B is due");
      opposites.emplace_back(text.substr(0, bar), text.substr(bar + 1));
    }
  }

  void Governments(const json& value, const std::string& where) {
    for (const auto& [name, words] : value.items()) {
      const std::string at = where + "/" + name;
      if (name == "words") {
        loaded_.labels.government_words = Texts(words, at);
      } else if (name == "accounts") {
        loaded_.labels.account_words = Texts(words, at);
      } else if (name == "splits") {
        loaded_.labels.split_words = Texts(words, at);
      } else if (name == "levels") {
        Opposites(words, at, loaded_.labels.opposite_levels);
      } else {
        Report(at, "没有这一项", "there is no such member");
      }
    }
  }

  // {"of": ["总收入"], "parts": ["税收收入", "非税收入"]}
  void CompleteLists(const json& value, const std::string& where) {
    if (!value.is_array()) return Report(where, "应为数组", "an array is due");
    for (size_t i = 0; i < value.size(); ++i) {
      const std::string at = where + "/" + std::to_string(i);
      const json& one = value[i];
      const bool needs = one.is_object() && one.contains("needs") && one["needs"].is_array();
      if (!one.is_object() || one.size() != (needs ? 3 : 2) || !one.contains("of") ||
          !one.contains("parts")) {
        Report(at, "应为有 of、parts（和 needs）的对象",
               "an object with \"of\", \"parts\" (and \"needs\") is due");
        continue;
      }
      CompleteList list{Texts(one["of"], at + "/of"), Texts(one["parts"], at + "/parts"), {}};
      for (size_t k = 0; needs && k < one["needs"].size(); ++k)
        list.needs.push_back(Texts(one["needs"][k], at + "/needs/" + std::to_string(k)));
      loaded_.labels.complete_lists.push_back(std::move(list));
    }
  }

  void Each(const json& value, const std::string& where, Role role, const char* what) {
    if (!value.is_array()) return Report(where, "应为数组", "an array is due");
    for (size_t i = 0; i < value.size(); ++i) {
      const std::string at = where + "/" + std::to_string(i);
      const json& one = value[i];
      if (!one.is_object() || !one.contains(what) || !one.contains("words")) {
        Report(at, "应为有名称和词语（words）的对象", "an object with a name and words is due");
        continue;
      }
      for (const auto& [member, unused] : one.items()) {
        static const std::vector<std::string> kKnown = {
            "measure", "select", "figure", "words", "prior", "also", "with", "kind", "by_measure"};
        if (std::find(kKnown.begin(), kKnown.end(), member) == kKnown.end()) {
          Report(at + "/" + member, "没有这一项", "there is no such member");
        }
      }
      Label label = Common(one, at, role, what);
      for (std::string& words : Texts(one["words"], at + "/words")) {
        label.words = std::move(words);
        loaded_.labels.labels.push_back(label);
      }
    }
  }

  Label Common(const json& one, const std::string& at, Role role, const char* what) {
    Label label;
    label.role = role;
    label.value = Text(one, what, at);
    label.prior = Text(one, "prior", at);
    label.also = Text(one, "also", at);
    label.with = Text(one, "with", at);
    const std::string kind = Text(one, "kind", at);
    if (kind == "percent") label.measured = checks::Measured::kPercent;
    if (kind == "points") label.measured = checks::Measured::kPoints;
    if (kind == "count") label.measured = checks::Measured::kCount;
    if (label.measured == checks::Measured::kMoney && !kind.empty() && kind != "money") {
      Report(at + "/kind", "应为 money、percent、points 或 count",
             "money, percent, points or count");
    }
    if (const auto by = one.find("by_measure"); by != one.end() && by->is_object()) {
      for (const auto& [measure, figure] : by->items()) {
        if (figure.is_string()) label.by_measure[measure] = figure.get<std::string>();
      }
    }
    return label;
  }

  void Columns(const json& value, const std::string& where) {
    static const std::map<std::string, Column> kColumns = {{"level1", Column::kLevel1},
                                                           {"level2", Column::kLevel2},
                                                           {"name", Column::kName},
                                                           {"target", Column::kTarget},
                                                           {"first_target", Column::kFirstTarget},
                                                           {"actual", Column::kActual},
                                                           {"weight", Column::kWeight},
                                                           {"score", Column::kScore},
                                                           {"reason", Column::kReason},
                                                           {"unit", Column::kUnit},
                                                           {"direction", Column::kDirection}};
    if (!value.is_object()) return Report(where, "应为对象", "an object is due");
    for (const auto& [name, words] : value.items()) {
      const auto column = kColumns.find(name);
      if (column == kColumns.end()) {
        Report(where + "/" + name, "没有这一列", "there is no such column");
        continue;
      }
      loaded_.labels.columns[static_cast<size_t>(column->second)] =
          Texts(words, where + "/" + name);
    }
  }

  LoadedLabels& loaded_;
};

}  // namespace

LoadedLabels LoadLabels(std::string_view text) {
  LoadedLabels loaded;
  json value;
  try {
    value = json::parse(text);
  } catch (const json::parse_error& error) {
    loaded.problems.push_back({"byte " + std::to_string(error.byte),
                               {"不是有效的 JSON", std::string("no valid JSON: ") + error.what()}});
    return loaded;
  } catch (const json::out_of_range& error) {  // a number that no type of numbers holds
    loaded.problems.push_back(
        {"/", {"不是有效的 JSON", std::string("no valid JSON: ") + error.what()}});
    return loaded;
  }
  Reader(loaded).Read(value);
  return loaded;
}

const Labels& BuiltInLabels() {
  static const Labels kLabels = LoadLabels(BuiltInLabelsText()).labels;
  return kLabels;
}

}  // namespace outturn::document
