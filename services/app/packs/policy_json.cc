#include "services/app/packs/policy_json.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "outturn/v1/ledger.pb.h"
#include "services/app/packs/json_lines.h"
#include "services/core/kinds/policy_adopted.h"
#include "services/core/refusal.h"
#include "services/figures/catalogue.h"
#include "services/wire/kinds.h"

namespace outturn::app {
namespace {

using figures::FormProblem;
using figures::Problem;
using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using nlohmann::json;

// Holds a JSON value against the message it stands for: what protobuf would refuse, but all of it
// and by place.
class Shape {
 public:
  explicit Shape(std::vector<FormProblem>& problems) : problems_(problems) {}

  void Check(const json& value, const Descriptor& type, const std::string& where) {
    if (!value.is_object()) return Report(where, "应为对象", "an object is due");
    for (const auto& [name, member] : value.items()) {
      const std::string at = where + "/" + name;
      const FieldDescriptor* field = type.FindFieldByName(name);
      if (field == nullptr) {
        Report(at, "没有这一项", "there is no such member", figures::Nearest(name, Names(type)));
      } else if (!field->is_repeated()) {
        CheckOne(member, *field, at);
      } else if (!member.is_array()) {
        Report(at, "应为数组", "an array is due");
      } else {
        for (size_t i = 0; i < member.size(); ++i) {
          CheckOne(member[i], *field, at + "/" + std::to_string(i));
        }
      }
    }
  }

 private:
  void Report(const std::string& where, const std::string& zh, const std::string& en,
              std::vector<std::string> near = {}) {
    problems_.push_back({where.empty() ? "/" : where, Problem{{zh, en}, std::move(near)}});
  }

  void CheckOne(const json& value, const FieldDescriptor& field, const std::string& where) {
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_MESSAGE:
        return Check(value, *field.message_type(), where);
      case FieldDescriptor::CPPTYPE_STRING:
        if (!value.is_string()) Report(where, "应为文字", "a string is due");
        return;
      case FieldDescriptor::CPPTYPE_BOOL:
        if (!value.is_boolean()) Report(where, "应为 true 或 false", "true or false is due");
        return;
      case FieldDescriptor::CPPTYPE_ENUM:
        return CheckEnum(value, *field.enum_type(), where);
      case FieldDescriptor::CPPTYPE_INT32:
        return CheckWhole(value, std::numeric_limits<int32_t>::min(), where);
      case FieldDescriptor::CPPTYPE_UINT32:
        return CheckWhole(value, 0, where);
      case FieldDescriptor::CPPTYPE_INT64:  // "500000", as protobuf writes what JSON may round
        if (value.is_string() && IsDigits(value.get<std::string>())) return;
        if (!value.is_number_integer()) Report(where, "应为整数", "a whole number is due");
        return;
      case FieldDescriptor::CPPTYPE_UINT64:
      case FieldDescriptor::CPPTYPE_DOUBLE:
      case FieldDescriptor::CPPTYPE_FLOAT:
        return;  // no policy holds one; protobuf would say
    }
  }

  void CheckEnum(const json& value, const EnumDescriptor& type, const std::string& where) {
    std::vector<std::string> known;
    std::string list;
    for (int i = 0; i < type.value_count(); ++i) {
      if (type.value(i)->number() == 0) continue;
      known.push_back(type.value(i)->name());
      list += (list.empty() ? "" : ", ") + known.back();
      if (value == known.back()) return;
    }
    if (!value.is_string()) return Report(where, "应为：" + list, "one of these is due: " + list);
    const std::string found = value.get<std::string>();
    Report(where, "没有“" + found + "”，可用：" + list,
           "there is no \"" + found + "\"; there are: " + list, figures::Nearest(found, known));
  }

  void CheckWhole(const json& value, int64_t least, const std::string& where) {
    const int64_t most = std::numeric_limits<int32_t>::max();
    if (value.is_number_integer() && value.get<int64_t>() >= least && value.get<int64_t>() <= most)
      return;
    Report(where, least == 0 ? "应为不小于 0 的整数" : "应为整数",
           least == 0 ? "a whole number from 0 on is due" : "a whole number is due");
  }

  static bool IsDigits(const std::string& text) {
    return !text.empty() && text.size() < 19 &&
           text.find_first_not_of("0123456789") == std::string::npos;
  }

  static std::vector<std::string> Names(const Descriptor& type) {
    std::vector<std::string> names;
    for (int i = 0; i < type.field_count(); ++i) names.push_back(type.field(i)->name());
    return names;
  }

  std::vector<FormProblem>& problems_;
};

// The element of an array that `path` ("behind-10.threshold") begins with the name of, as core's
// refusals name it; what is left of the path then.
std::optional<size_t> ElementNamed(const json& array, std::string_view& path) {
  for (size_t i = 0; i < array.size(); ++i) {
    for (const char* key : {"id", "code", "zh"}) {
      const json& element = array[i];
      if (!element.is_object() || !element.contains(key) || !element[key].is_string()) continue;
      const std::string name = element[key].get<std::string>();
      if (name.empty() || !path.starts_with(name)) continue;
      if (path.size() > name.size() && path[name.size()] != '.') continue;
      path.remove_prefix(std::min(path.size(), name.size() + 1));
      return i;
    }
  }
  return std::nullopt;
}

// "3].level" of a path, or by name, which is taken off it.
std::optional<size_t> ElementAt(const json& array, std::string_view& path) {
  const size_t end = path.find_first_not_of("0123456789");
  if (end == 0 || end == std::string_view::npos || path[end] != ']') {
    return ElementNamed(array, path);
  }
  const size_t index = std::stoul(std::string(path.substr(0, end)));
  path.remove_prefix(std::min(path.size(), end + 1));
  if (path.starts_with('.')) path.remove_prefix(1);
  return index < array.size() ? std::optional(index) : std::nullopt;
}

// "warning_rules[3].level", or by name "warning_rules.behind-10.threshold", as a JSON pointer.
std::string PointerOf(const json& policy, std::string_view path) {
  std::string pointer;
  const json* at = &policy;
  while (!path.empty()) {
    if (at->is_array()) {
      const auto index = ElementAt(*at, path);
      if (!index) break;
      pointer += "/" + std::to_string(*index);
      at = &(*at)[*index];
      continue;
    }
    const size_t end = std::min(path.find_first_of(".[]"), path.size());
    const std::string name(path.substr(0, end));
    path.remove_prefix(std::min(path.size(), end + 1));
    pointer += "/" + name;
    if (!at->is_object() || !at->contains(name)) break;
    at = &(*at)[name];
  }
  return pointer;
}

void CheckValues(const json& value, const v1::Policy& policy, PolicyJson& read) {
  v1::PolicyAdopted adopted;
  *adopted.mutable_policy() = policy;
  wire::Violations violations;
  read.policy = wire::Read(adopted, violations).policy;
  constexpr std::string_view kBelow = "policy_adopted.policy.";
  for (const wire::FieldViolation& violation : violations) {
    const std::string found = violation.found.empty() ? "" : "“" + violation.found + "”：";
    const std::string found_en = violation.found.empty() ? "" : "\"" + violation.found + "\": ";
    const std::string path =
        violation.field.substr(std::min(kBelow.size(), violation.field.size()));
    read.problems.push_back({PointerOf(value, path),
                             {{found + violation.wanted_zh, found_en + violation.wanted_en}, {}}});
  }
  if (!read.problems.empty()) return;
  if (const auto refusal = core::CheckContent(read.policy)) {
    const auto field = std::find_if(refusal->variables.begin(), refusal->variables.end(),
                                    [](const auto& variable) { return variable.name == "field"; });
    const std::string path = field == refusal->variables.end() ? "" : field->value;
    read.problems.push_back({PointerOf(value, path),
                             {{Message(*refusal, core::Language::kChinese),
                               Message(*refusal, core::Language::kEnglish)},
                              {}}});
  }
}

}  // namespace

PolicyJson ReadPolicyJson(const std::string& text) {
  PolicyJson read;
  json value;
  try {
    value = json::parse(text);
  } catch (const json::parse_error& error) {
    read.problems.push_back(
        {LineAndColumn(text, error.byte),
         {{"不是有效的 JSON", std::string("no valid JSON: ") + error.what()}, {}}});
    return read;
  }
  Shape(read.problems).Check(value, *v1::Policy::descriptor(), "");
  if (!read.problems.empty()) return read;
  v1::Policy policy;
  const auto status = google::protobuf::util::JsonStringToMessage(text, &policy);
  if (!status.ok()) {
    const std::string reason(status.message().data(), status.message().size());
    read.problems.push_back({"/", {{reason, reason}, {}}});
    return read;
  }
  CheckValues(value, policy, read);
  return read;
}

}  // namespace outturn::app
