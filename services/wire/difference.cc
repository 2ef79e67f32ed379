#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <google/protobuf/text_format.h>

#include <vector>

#include "outturn/v1/about.pb.h"
#include "services/wire/codec.h"

namespace outturn::wire {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

bool IsEmpty(const Message& message, const FieldDescriptor* field) {
  const Reflection* reflection = message.GetReflection();
  return field->is_repeated() ? reflection->FieldSize(message, field) == 0
                              : !reflection->HasField(message, field);
}

// What the book was to be like when the command came: no part of what it records.
bool IsCondition(const FieldDescriptor* field) {
  const auto* message = field->containing_type();
  return (message == v1::Header::descriptor() && field->name() == "expected_version") ||
         (message == v1::ReportPublished::descriptor() && field->name() == "last_publication");
}

// The value of a field, or of its `index`-th element, for people.
std::string Show(const Message& message, const FieldDescriptor* field, int index = -1) {
  if (index < 0 && IsEmpty(message, field)) return "";
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING && index < 0) {
    return message.GetReflection()->GetString(message, field);
  }
  std::string text;
  google::protobuf::TextFormat::Printer printer;
  printer.SetUseUtf8StringEscaping(true);
  printer.SetSingleLineMode(true);
  printer.PrintFieldValueToString(message, field, index, &text);
  return text;
}

std::optional<Difference> Compare(const Message& recorded, const Message& sent,
                                  const std::string& path);

std::optional<Difference> CompareItems(const Message& recorded, const Message& sent,
                                       const FieldDescriptor* field, const std::string& path) {
  const Reflection* reflection = recorded.GetReflection();
  const int count = reflection->FieldSize(recorded, field);
  const int sent_count = reflection->FieldSize(sent, field);
  if (count != sent_count) {
    return Difference{path, std::to_string(count) + " items",
                      std::to_string(sent_count) + " items"};
  }
  for (int i = 0; i < count; ++i) {
    const std::string item = path + "[" + std::to_string(i) + "]";
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      auto difference = Compare(reflection->GetRepeatedMessage(recorded, field, i),
                                reflection->GetRepeatedMessage(sent, field, i), item);
      if (difference) return difference;
    } else if (Show(recorded, field, i) != Show(sent, field, i)) {
      return Difference{item, Shortened(Show(recorded, field, i)), Shortened(Show(sent, field, i))};
    }
  }
  return std::nullopt;
}

std::optional<Difference> CompareField(const Message& recorded, const Message& sent,
                                       const FieldDescriptor* field, const std::string& path) {
  const v1::About& about = field->options().GetExtension(v1::about);
  if (about.decided() || (about.resolved() && IsEmpty(sent, field))) return std::nullopt;
  if (field->is_repeated()) return CompareItems(recorded, sent, field, path);
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !IsEmpty(recorded, field) &&
      !IsEmpty(sent, field)) {
    const Reflection* reflection = recorded.GetReflection();
    return Compare(reflection->GetMessage(recorded, field), reflection->GetMessage(sent, field),
                   path);
  }
  const std::string was = Show(recorded, field);
  const std::string is = Show(sent, field);
  if (was == is) return std::nullopt;
  return Difference{path, Shortened(was), Shortened(is)};
}

std::optional<Difference> Compare(const Message& recorded, const Message& sent,
                                  const std::string& path) {
  const auto* descriptor = recorded.GetDescriptor();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const FieldDescriptor* field = descriptor->field(i);
    if (IsCondition(field)) continue;
    auto difference =
        CompareField(recorded, sent, field, path + (path.empty() ? "" : ".") + field->name());
    if (difference) return difference;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Difference> FirstDifference(const v1::Command& recorded, const v1::Command& sent) {
  if (recorded.body_case() != sent.body_case()) {
    const auto* descriptor = v1::Command::descriptor();
    const auto name = [&](const v1::Command& command) -> std::string {
      const auto* field = descriptor->FindFieldByNumber(command.body_case());
      return field == nullptr ? "" : field->name();
    };
    return Difference{"body", name(recorded), name(sent)};
  }
  return Compare(recorded, sent, "");
}

}  // namespace outturn::wire
