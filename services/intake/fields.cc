#include "services/intake/fields.h"

#include <google/protobuf/util/json_util.h>

#include <limits>
#include <vector>

#include "outturn/v1/about.pb.h"
#include "outturn/v1/spending.pb.h"
#include "services/intake/cells.h"
#include "services/intake/json_words.h"

namespace outturn::intake {
namespace {

using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// The message that holds the last field of the path.
Message* Holder(const Field& field, Message* message) {
  for (size_t i = 0; i + 1 < field.path.size(); ++i) {
    const FieldDescriptor* step = field.path[i];
    const Reflection* reflection = message->GetReflection();
    if (!step->is_repeated()) {
      message = reflection->MutableMessage(message, step);
    } else if (reflection->FieldSize(*message, step) == 0) {
      message = reflection->AddMessage(message, step);
    } else {
      message = reflection->MutableRepeatedMessage(message, step, 0);
    }
  }
  return message;
}

const EnumValueDescriptor* FindEnumValue(const EnumDescriptor& descriptor, std::string_view text) {
  std::string key = NameKey(text);
  if (key == ">=") key = "≥";
  if (key == "<=") key = "≤";
  for (int i = 0; i < descriptor.value_count(); ++i) {
    const EnumValueDescriptor* value = descriptor.value(i);
    if (value->number() == 0) continue;  // the schema's "unspecified" is never said
    const v1::Word& word = value->options().GetExtension(v1::word);
    for (const std::string& name : {value->name(), word.zh(), word.en()}) {
      if (!name.empty() && NameKey(name) == key) return value;
    }
  }
  return nullptr;
}

std::optional<Words> SetWhole(const FieldDescriptor* leaf, std::string_view text, Message* holder) {
  const Reflection* reflection = holder->GetReflection();
  const bool wide = leaf->cpp_type() == FieldDescriptor::CPPTYPE_UINT64;
  const uint64_t most = wide ? std::numeric_limits<int64_t>::max()
                             : static_cast<uint64_t>(std::numeric_limits<int32_t>::max());
  const Parsed<uint64_t> number = ParseWholeCell(text, most);
  if (!number.value) return number.expected;
  if (leaf->cpp_type() == FieldDescriptor::CPPTYPE_INT32) {
    reflection->SetInt32(holder, leaf, static_cast<int32_t>(*number.value));
  } else if (leaf->cpp_type() == FieldDescriptor::CPPTYPE_UINT32) {
    reflection->SetUInt32(holder, leaf, static_cast<uint32_t>(*number.value));
  } else {
    reflection->SetUInt64(holder, leaf, *number.value);
  }
  return std::nullopt;
}

void SetRef(const FieldDescriptor* leaf, std::string_view text, Message* holder) {
  auto* ref = static_cast<v1::EventRef*>(holder->GetReflection()->MutableMessage(holder, leaf));
  const size_t slash = text.find('/');
  if (slash != std::string_view::npos) ref->set_source(std::string(text.substr(0, slash)));
  ref->set_external_id(
      std::string(slash == std::string_view::npos ? text : text.substr(slash + 1)));
}

std::optional<Words> SetJson(const FieldDescriptor* leaf, std::string_view text, Message* holder) {
  Message* target = holder->GetReflection()->MutableMessage(holder, leaf);
  const auto status = google::protobuf::util::JsonStringToMessage(std::string(text), target);
  if (status.ok()) return std::nullopt;
  const Words why = JsonWords(std::string(status.message()));
  return Words{"JSON（" + why.zh + "）",
               "JSON of " + leaf->message_type()->name() + " (" + why.en + ")"};
}

struct Pair {
  std::string_view key;
  std::string value;
};

// "line=A,amount=12,345.00": a piece without '=' belongs to the value before it.
std::vector<Pair> SplitPairs(std::string_view text) {
  std::vector<Pair> pairs;
  while (true) {
    const size_t comma = text.find(',');
    const std::string_view piece = text.substr(0, comma);
    const size_t equals = piece.find('=');
    if (equals != std::string_view::npos) {
      pairs.push_back({Trim(piece.substr(0, equals)), std::string(piece.substr(equals + 1))});
    } else if (!pairs.empty()) {
      pairs.back().value.append(",").append(piece);
    } else {
      pairs.push_back({piece, ""});
    }
    if (comma == std::string_view::npos) return pairs;
    text.remove_prefix(comma + 1);
  }
}

const Field* FindElementField(const std::vector<Field>& fields, std::string_view name) {
  const std::string key = NameKey(name);
  for (const Field& field : fields) {
    for (const std::string& spelling :
         {field.path.back()->name(), field.flag, field.name.zh, field.name.en}) {
      if (NameKey(spelling) == key) return &field;
    }
  }
  return nullptr;
}

Words ListNotation(const Field& field) {
  std::string keys;
  for (const Field& element : field.elements) {
    if (!keys.empty()) keys += ",";
    keys += element.flag + "=…";
  }
  return {"形如 " + keys, "of the form " + keys};
}

std::optional<Words> AddElement(const Field& field, std::string_view text, Message* element) {
  FieldSet given = 0;
  for (const Pair& pair : SplitPairs(text)) {
    const Field* part = FindElementField(field.elements, pair.key);
    if (part == nullptr) return ListNotation(field);
    if (auto expected = SetField(*part, pair.value, element)) {
      return Words{part->name.zh + "：" + expected->zh, part->name.en + ": " + expected->en};
    }
    if (!Trim(pair.value).empty()) given |= Bit(static_cast<int>(part - field.elements.data()));
  }
  for (size_t i = 0; i < field.elements.size(); ++i) {
    const Field& part = field.elements[i];
    if (!part.required || (given & Bit(static_cast<int>(i)))) continue;
    return Words{"还需要 " + part.flag + "=…（" + part.name.zh + "）",
                 part.flag + "=… too (" + part.name.en + ")"};
  }
  return std::nullopt;
}

std::optional<Words> SetList(const Field& field, std::string_view text, Message* holder) {
  const FieldDescriptor* leaf = field.path.back();
  for (bool more = true; more;) {
    const size_t end = text.find(';');
    const std::string_view one = Trim(text.substr(0, end));
    if (!one.empty()) {
      Message* element = holder->GetReflection()->AddMessage(holder, leaf);
      if (auto expected = AddElement(field, one, element)) return expected;
    }
    more = end != std::string_view::npos;
    if (more) text.remove_prefix(end + 1);
  }
  return std::nullopt;
}

std::optional<Words> SetEnum(const FieldDescriptor* leaf, std::string_view text, Message* holder) {
  const EnumValueDescriptor* value = FindEnumValue(*leaf->enum_type(), text);
  if (value == nullptr) {
    const Words words = EnumWords(*leaf->enum_type());
    return Words{"其中之一：" + words.zh, "one of: " + words.en};
  }
  holder->GetReflection()->SetEnum(holder, leaf, value);
  return std::nullopt;
}

// Puts a parsed value in with `set`, or hands on what was expected.
template <typename T, typename Set>
std::optional<Words> Put(Parsed<T> parsed, Set set) {
  if (!parsed.value) return std::move(parsed.expected);
  set(std::move(*parsed.value));
  return std::nullopt;
}

}  // namespace

std::optional<Words> SetField(const Field& field, std::string_view text, Message* message) {
  if (Trim(text).empty()) return std::nullopt;
  const FieldDescriptor* leaf = field.path.back();
  Message* holder = Holder(field, message);
  const Reflection* to = holder->GetReflection();
  switch (field.shape) {
    case Shape::kText:
      return Put(ParseTextCell(text),
                 [&](std::string value) { to->SetString(holder, leaf, std::move(value)); });
    case Shape::kBool:
      return Put(ParseBoolCell(text), [&](bool value) { to->SetBool(holder, leaf, value); });
    case Shape::kYuan:
      return Put(ParseYuanCell(text),
                 [&](core::Fen value) { to->SetInt64(holder, leaf, value.count()); });
    case Shape::kDay:
      return Put(ParseDayCell(text),
                 [&](core::Day value) { to->SetInt32(holder, leaf, value.Number()); });
    case Shape::kDecimal:
      return Put(ParseDecimalCell(text),
                 [&](core::Decimal value) { to->SetString(holder, leaf, value.ToString()); });
    case Shape::kPoints:
      return Put(ParsePointsCell(text), [&](int32_t value) { to->SetInt32(holder, leaf, value); });
    case Shape::kEnum:
      return SetEnum(leaf, text, holder);
    case Shape::kWhole:
      return SetWhole(leaf, text, holder);
    case Shape::kRef:
      return Put(ParseTextCell(text),
                 [&](const std::string& value) { SetRef(leaf, value, holder); });
    case Shape::kList:
      return SetList(field, text, holder);
    case Shape::kJson:
      return SetJson(leaf, text, holder);
  }
  return std::nullopt;
}

Words EnumWords(const EnumDescriptor& descriptor) {
  Words words;
  for (int i = 0; i < descriptor.value_count(); ++i) {
    const EnumValueDescriptor* value = descriptor.value(i);
    if (value->number() == 0) continue;
    const v1::Word& word = value->options().GetExtension(v1::word);
    words.zh += (words.zh.empty() ? "" : "、") + (word.zh().empty() ? value->name() : word.zh());
    words.en += (words.en.empty() ? "" : ", ") + (word.en().empty() ? value->name() : word.en());
  }
  return words;
}

Words Notation(const Field& field) {
  switch (field.shape) {
    case Shape::kText:
      return {"文字", "text"};
    case Shape::kBool:
      return {"是、否", "yes, no"};
    case Shape::kEnum:
      return EnumWords(*field.path.back()->enum_type());
    case Shape::kWhole:
      return {"整数", "whole number"};
    case Shape::kYuan:
      return {"元，最多两位小数", "yuan, at most two decimals"};
    case Shape::kDay:
      return {"日期，如 2024-07-31", "day, such as 2024-07-31"};
    case Shape::kDecimal:
      return {"数值，最多六位小数", "number, at most six decimals"};
    case Shape::kPoints:
      return {"分，如 7.5", "points, such as 7.5"};
    case Shape::kRef:
      return {"编号，或 来源/编号", "ID or SOURCE/ID"};
    case Shape::kList:
      return ListNotation(field);
    case Shape::kJson:
      return {"JSON", "JSON"};
  }
  return {};
}

int FirstMissing(const Kind& kind, FieldSet given) {
  const auto has = [&](int i) { return (given & Bit(i)) != 0; };
  const int count = static_cast<int>(kind.fields.size());
  for (int i = 0; i < count; ++i) {
    const Field& field = kind.fields[i];
    if (field.parent >= 0 || has(i)) continue;
    bool any_part = false;
    for (int j = i + 1; j < count; ++j) any_part |= kind.fields[j].parent == i && has(j);
    if (!any_part) {
      if (field.required) return i;
      continue;
    }
    for (int j = i + 1; j < count; ++j) {
      const Field& part = kind.fields[j];
      if (part.parent == i && part.required && !has(j)) return j;
    }
  }
  return -1;
}

v1::Header DefaultsFor(const Kind& kind, const v1::Header& defaults) {
  v1::Header header = defaults;
  if (kind.member->number() == v1::Command::kPolicyAdoptedFieldNumber) {
    header.clear_unit();
    header.clear_year();
  }
  return header;
}

FieldSet GivenInHeader(const Kind& kind, const v1::Header& header) {
  FieldSet given = 0;
  for (int i = 0; i < HeaderFieldCount(); ++i) {
    const Message* message = &header;
    const std::vector<const FieldDescriptor*>& path = kind.fields[i].path;
    for (size_t step = 1; step + 1 < path.size(); ++step) {
      message = &message->GetReflection()->GetMessage(*message, path[step]);
    }
    if (message->GetReflection()->HasField(*message, path.back())) given |= Bit(i);
  }
  return given;
}

void CompleteYear(const Kind& kind, v1::Command* command, FieldSet* given) {
  if (kind.member->number() == v1::Command::kPolicyAdoptedFieldNumber) return;
  static const int day = kind.Find("header.effective_on");
  static const int year = kind.Find("header.year");
  if (!(*given & Bit(day)) || (*given & Bit(year))) return;
  v1::Header* header = command->mutable_header();
  header->set_year(header->effective_on() / 10'000);
  *given |= Bit(year);
}

}  // namespace outturn::intake
