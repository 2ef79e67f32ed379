#include "clients/export/disclosure.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>

namespace outturn::exporter {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

std::string RefKey(const v1::EventRef& ref) { return ref.source() + '\0' + ref.external_id(); }

std::vector<const FieldDescriptor*> FieldsOf(const Message& message) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  return fields;
}

}  // namespace

void Disclosure::Learn(const v1::LineOpened& line) {
  secrets_.Learn({line.line(), line.name(), line.project(), line.project_name(),
                  line.disclosure() == v1::CLASSIFIED});
}

// Walks every field, so that a kind nobody thought of here cannot leak.
bool Disclosure::Names(const Message& message) const {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  for (const FieldDescriptor* field : FieldsOf(message)) {
    const int count = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
        const std::string text = field->is_repeated()
                                     ? reflection.GetRepeatedString(message, field, i)
                                     : reflection.GetString(message, field);
        if (secrets_.NamedIn(text)) return true;
        if (field->name() == "indicator" && indicators_.contains(text)) return true;
      }
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        const Message& inner = field->is_repeated()
                                   ? reflection.GetRepeatedMessage(message, field, i)
                                   : reflection.GetMessage(message, field);
        if (Names(inner)) return true;
      }
    }
  }
  return false;
}

// Empties the texts that name something classified; whether there were any.
bool Disclosure::Blank(Message* message) const {
  const google::protobuf::Reflection& reflection = *message->GetReflection();
  bool any = false;
  for (const FieldDescriptor* field : FieldsOf(*message)) {
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      const int count = field->is_repeated() ? reflection.FieldSize(*message, field) : 1;
      for (int i = 0; i < count; ++i) {
        any |= Blank(field->is_repeated() ? reflection.MutableRepeatedMessage(message, field, i)
                                          : reflection.MutableMessage(message, field));
      }
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING && !field->is_repeated() &&
               secrets_.NamedIn(reflection.GetString(*message, field))) {
      reflection.ClearField(message, field);
      any = true;
    }
  }
  return any;
}

bool Disclosure::ShortenLegs(v1::Virement* virement) const {
  auto* legs = virement->mutable_legs();
  const int before = legs->size();
  const auto hidden = [&](const v1::VirementLeg& leg) {
    return leg.unit() != unit_ || IsClassified(leg.line());
  };
  legs->erase(std::remove_if(legs->begin(), legs->end(), hidden), legs->end());
  return legs->size() < before;
}

bool Disclosure::ShortenCorrection(v1::Correction* correction) {
  const bool from = IsClassified(correction->from_line());
  const bool to = IsClassified(correction->to_line());
  if (from) {
    correction->clear_from_line();
    correction->clear_from_economic_class();
    originals_.insert(RefKey(correction->payment()));
  }
  if (to) {
    correction->clear_to_line();
    correction->clear_to_economic_class();
  }
  return from || to;
}

// Takes out of an event that moves money what is not for the public; whether anything was.
bool Disclosure::Shorten(v1::Command* command) {
  const auto forget = [&](auto* body) {
    body->clear_payment();
    body->clear_payment_position();
    return true;
  };
  bool taken = false;
  if (command->has_virement()) taken |= ShortenLegs(command->mutable_virement());
  if (command->has_correction()) {
    v1::Correction* correction = command->mutable_correction();
    taken |= ShortenCorrection(correction);
    if (originals_.contains(RefKey(correction->payment()))) taken |= forget(correction);
  }
  if (command->has_reversal()) {
    v1::Reversal* reversal = command->mutable_reversal();
    if (originals_.contains(RefKey(reversal->payment()))) taken |= forget(reversal);
  }
  // Of a payment of an earlier year nothing here tells whether its line is classified.
  if (command->has_prior_year_refund()) {
    taken |= forget(command->mutable_prior_year_refund());
    command->mutable_prior_year_refund()->clear_reason();
  }
  return taken | Blank(command);
}

// Of a filed form, or last year's figures, the cells that name something classified.
bool Disclosure::DropNaming(v1::Command* command) const {
  const auto drop = [&](auto* list) {
    const int before = list->size();
    const auto names = [&](const auto& one) { return Names(one); };
    list->erase(std::remove_if(list->begin(), list->end(), names), list->end());
    return list->size() < before;
  };
  if (command->has_declaration()) return drop(command->mutable_declaration()->mutable_cells());
  if (!command->has_prior_year_figures()) return false;
  return drop(command->mutable_prior_year_figures()->mutable_figures());
}

std::optional<Disclosed> Disclosure::Withhold() {
  ++withheld_;
  return std::nullopt;
}

std::optional<Disclosed> Disclosure::Public(const v1::Event& event,
                                            const std::vector<Movement>& movements) {
  const v1::Command& command = event.command();
  Disclosed disclosed{event, {}};
  v1::Command* shown = disclosed.event.mutable_command();
  bool shortened = false;
  if (movements.empty()) {
    shortened = DropNaming(shown);
    if (Names(disclosed.event)) {
      if (command.has_indicator_set()) indicators_.insert(command.indicator_set().indicator());
      return Withhold();
    }
  } else {
    for (const Movement& m : movements) {
      if (!IsClassified(m.line)) disclosed.movements.push_back(m);
    }
    if (disclosed.movements.empty()) return Withhold();
    shortened = Shorten(shown);
    // The headroom told may be that of a line taken out.
    if (shortened || Names(event.outcome())) disclosed.event.clear_outcome();
  }
  if (shortened) ++shortened_;
  return disclosed;
}

}  // namespace outturn::exporter
