#include "tests/wire/messages.h"

#include <google/protobuf/util/message_differencer.h>

#include <stdexcept>

#include "outturn/v1/about.pb.h"
#include "services/wire/codec.h"

namespace outturn::wire {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// Hands out values that differ from each other.
class Filler {
 public:
  void Fill(Message& message) {
    const Descriptor& descriptor = *message.GetDescriptor();
    for (int i = 0; i < descriptor.field_count(); ++i) {
      const FieldDescriptor* field = descriptor.field(i);
      if (field->real_containing_oneof() != nullptr) continue;
      ++next_;
      if (field->is_repeated()) {
        Add(message, field);
        Add(message, field);
      } else {
        Set(message, field);
      }
    }
  }

 private:
  void Add(Message& message, const FieldDescriptor* field) {
    const Reflection& reflection = *message.GetReflection();
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      Fill(*reflection.AddMessage(&message, field));
    } else {
      reflection.AddString(&message, field, TextOf(field));
    }
    ++next_;
  }

  void Set(Message& message, const FieldDescriptor* field) {
    const Reflection& reflection = *message.GetReflection();
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING:
        return reflection.SetString(&message, field, TextOf(field));
      case FieldDescriptor::CPPTYPE_BOOL:
        return reflection.SetBool(&message, field, true);
      case FieldDescriptor::CPPTYPE_INT32:
        return reflection.SetInt32(&message, field, NumberOf(field));
      case FieldDescriptor::CPPTYPE_UINT32:
        return reflection.SetUInt32(&message, field, static_cast<uint32_t>(next_));
      case FieldDescriptor::CPPTYPE_INT64:
        return reflection.SetInt64(&message, field, 100'000 + next_);
      case FieldDescriptor::CPPTYPE_UINT64:
        return reflection.SetUInt64(&message, field, static_cast<uint64_t>(next_));
      case FieldDescriptor::CPPTYPE_ENUM:
        return reflection.SetEnum(&message, field,
                                  field->enum_type()->value(field->enum_type()->value_count() - 1));
      case FieldDescriptor::CPPTYPE_MESSAGE:
        return Fill(*reflection.MutableMessage(&message, field));
      default:
        Unknown(field);
    }
  }

  [[noreturn]] static void Unknown(const FieldDescriptor* field) {
    throw std::logic_error("no value for " + field->full_name());
  }

  std::string TextOf(const FieldDescriptor* field) const {
    const std::string& name = field->name();
    const std::string number = std::to_string(next_);
    if (field->options().GetExtension(v1::about).notation() == v1::DECIMAL) return number + ".25";
    if (name.find("economic_class") != std::string::npos) {
      return std::to_string(30200 + next_);
    }
    if (name == "division") return "431200";
    if (name == "digest") return "sha256:" + std::string(62, 'a') + number;
    if (name == "language") return "zh";
    if (name == "policy") return "hunan-2024@" + number;
    if (name == "currency") return "CNY";
    if (field->containing_type() == v1::Warning::descriptor()) return "HEADROOM_EXCEEDED";
    return name + "－" + number;
  }

  int32_t NumberOf(const FieldDescriptor* field) const {
    if (field->options().GetExtension(v1::about).notation() == v1::DAY ||
        field->name() == "headroom_on") {
      return 20240101 + next_ % 12 * 100 + next_ % 28;
    }
    return field->name().find("year") != std::string::npos ? 2000 + next_ : next_;
  }

  int next_ = 0;
};

// What reflection cannot know: which values of one field another one asks for.
void Settle(v1::Command& command) {
  if (command.has_indicator_set()) command.mutable_indicator_set()->set_kind(v1::AT_MOST);
  if (command.has_forecast_reported()) {  // of an indicator or of money
    command.mutable_forecast_reported()->clear_figure();
    command.mutable_forecast_reported()->clear_amount_fen();
  }
  if (command.has_deviation_explained()) command.mutable_deviation_explained()->clear_figure();
}

void CollectPlaces(const Message& message, const std::string& path,
                   const std::vector<std::pair<const FieldDescriptor*, int>>& steps,
                   std::vector<Place>& places) {
  const Descriptor& descriptor = *message.GetDescriptor();
  const Reflection& reflection = *message.GetReflection();
  for (int i = 0; i < descriptor.field_count(); ++i) {
    const FieldDescriptor* field = descriptor.field(i);
    const bool absent = field->is_repeated() ? reflection.FieldSize(message, field) == 0
                                             : !reflection.HasField(message, field);
    if (absent) continue;
    const std::string at = path + (path.empty() ? "" : ".") + field->name();
    if (!path.empty()) places.push_back({at, field, steps});
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    auto deeper = steps;
    if (field->is_repeated()) {
      deeper.emplace_back(field, 1);
      CollectPlaces(reflection.GetRepeatedMessage(message, field, 1), at + "[1]", deeper, places);
    } else {
      deeper.emplace_back(field, -1);
      CollectPlaces(reflection.GetMessage(message, field), at, deeper, places);
    }
  }
}

}  // namespace

std::vector<const FieldDescriptor*> Kinds() {
  const auto* body = v1::Command::descriptor()->FindOneofByName("body");
  std::vector<const FieldDescriptor*> kinds;
  for (int i = 0; i < body->field_count(); ++i) kinds.push_back(body->field(i));
  return kinds;
}

v1::Command FullCommand(const FieldDescriptor* kind) {
  Filler filler;
  v1::Command command;
  filler.Fill(command);
  filler.Fill(*command.GetReflection()->MutableMessage(&command, kind));
  Settle(command);
  return command;
}

v1::Event FullEvent(const FieldDescriptor* kind) {
  v1::Event event;
  Filler().Fill(*event.mutable_outcome());
  auto* variables = event.mutable_outcome()->mutable_warnings(0)->mutable_variables();
  variables->clear();
  event.mutable_outcome()->mutable_warnings(1)->clear_variables();
  (*variables)["line"] = "X01";
  (*variables)["headroom"] = "-12.34";
  event.set_position(static_cast<uint64_t>(kind->number()));
  event.set_recorded_at_us(1'722'400'000'000'001);
  *event.mutable_command() = FullCommand(kind);
  return event;
}

std::vector<std::string> MalformedFields(const v1::Command& command) {
  const auto decoded = Decode(command);
  std::vector<std::string> fields;
  if (const auto* violations = std::get_if<Violations>(&decoded)) {
    for (const FieldViolation& violation : *violations) fields.push_back(violation.field);
  }
  return fields;
}

std::string DifferenceOf(const Message& expected, const Message& found) {
  google::protobuf::util::MessageDifferencer differencer;
  std::string report;
  differencer.ReportDifferencesToString(&report);
  return differencer.Compare(expected, found) ? "" : report;
}

Message* Place::In(v1::Command& command) const {
  Message* message = &command;
  for (const auto& [step, index] : steps) {
    const Reflection& reflection = *message->GetReflection();
    message = index < 0 ? reflection.MutableMessage(message, step)
                        : reflection.MutableRepeatedMessage(message, step, index);
  }
  return message;
}

std::vector<Place> PlacesOf(const v1::Command& full) {
  std::vector<Place> places;
  CollectPlaces(full, "", {}, places);
  return places;
}

}  // namespace outturn::wire
