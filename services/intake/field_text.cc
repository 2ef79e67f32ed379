#include <google/protobuf/util/json_util.h>

#include "outturn/v1/about.pb.h"
#include "outturn/v1/spending.pb.h"
#include "services/intake/cells.h"
#include "services/intake/fields.h"

namespace outturn::intake {
namespace {

using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// nullptr: a list on the way is empty.
const Message* HolderOf(const Field& field, const Message* message) {
  for (size_t i = 0; i + 1 < field.path.size(); ++i) {
    const FieldDescriptor* step = field.path[i];
    const Reflection* reflection = message->GetReflection();
    if (!step->is_repeated()) {
      message = &reflection->GetMessage(*message, step);
    } else if (reflection->FieldSize(*message, step) > 0) {
      message = &reflection->GetRepeatedMessage(*message, step, 0);
    } else {
      return nullptr;
    }
  }
  return message;
}

std::string EnumText(const EnumValueDescriptor& value, bool english) {
  if (value.number() == 0) return "";
  const v1::Word& word = value.options().GetExtension(v1::word);
  const std::string& text = english ? word.en() : word.zh();
  return text.empty() ? value.name() : text;
}

std::string WholeText(const FieldDescriptor* leaf, const Message& holder) {
  const Reflection* reflection = holder.GetReflection();
  uint64_t value = 0;
  if (leaf->cpp_type() == FieldDescriptor::CPPTYPE_INT32) {
    value = static_cast<uint64_t>(reflection->GetInt32(holder, leaf));
  } else if (leaf->cpp_type() == FieldDescriptor::CPPTYPE_UINT32) {
    value = reflection->GetUInt32(holder, leaf);
  } else {
    value = reflection->GetUInt64(holder, leaf);
  }
  return value == 0 ? "" : std::to_string(value);
}

std::string RefText(const Message& holder, const FieldDescriptor* leaf) {
  if (!holder.GetReflection()->HasField(holder, leaf)) return "";
  const auto& ref =
      static_cast<const v1::EventRef&>(holder.GetReflection()->GetMessage(holder, leaf));
  return ref.source().empty() ? ref.external_id() : ref.source() + "/" + ref.external_id();
}

std::string ListText(const Field& field, const Message& holder, bool english) {
  const FieldDescriptor* leaf = field.path.back();
  std::string text;
  for (int i = 0; i < holder.GetReflection()->FieldSize(holder, leaf); ++i) {
    const Message& element = holder.GetReflection()->GetRepeatedMessage(holder, leaf, i);
    std::string pairs;
    for (const Field& part : field.elements) {
      const std::string value = FieldText(part, element, english);
      if (value.empty()) continue;
      pairs += (pairs.empty() ? "" : ",") + part.flag + "=" + value;
    }
    text += (text.empty() ? "" : "; ") + pairs;
  }
  return text;
}

std::string JsonText(const Message& holder, const FieldDescriptor* leaf) {
  if (!holder.GetReflection()->HasField(holder, leaf)) return "";
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string json;
  const Message& message = holder.GetReflection()->GetMessage(holder, leaf);
  const auto status = google::protobuf::util::MessageToJsonString(message, &json, options);
  return status.ok() ? json : "";
}

}  // namespace

std::string FieldText(const Field& field, const Message& message, bool english) {
  const Message* holder = HolderOf(field, &message);
  if (holder == nullptr) return "";
  const FieldDescriptor* leaf = field.path.back();
  const Reflection* from = holder->GetReflection();
  const bool empty = !leaf->is_repeated() && !from->HasField(*holder, leaf);
  if (empty) return "";
  switch (field.shape) {
    case Shape::kText:
    case Shape::kDecimal:
      return from->GetString(*holder, leaf);
    case Shape::kBool:
      return english ? "yes" : "是";
    case Shape::kEnum:
      return EnumText(*from->GetEnum(*holder, leaf), english);
    case Shape::kWhole:
      return WholeText(leaf, *holder);
    case Shape::kYuan:
      return YuanText(from->GetInt64(*holder, leaf));
    case Shape::kDay:
      return DayText(from->GetInt32(*holder, leaf));
    case Shape::kPoints:
      return PointsText(from->GetInt32(*holder, leaf));
    case Shape::kRef:
      return RefText(*holder, leaf);
    case Shape::kList:
      return ListText(field, *holder, english);
    case Shape::kJson:
      return JsonText(*holder, leaf);
  }
  return "";
}

}  // namespace outturn::intake
