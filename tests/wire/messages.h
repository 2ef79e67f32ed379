// Full messages made by reflection, so that a new field is tested from the day it is added.
#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <string>
#include <vector>

#include "outturn/v1/event.pb.h"

namespace outturn::wire {

// The members of Command.body.
std::vector<const google::protobuf::FieldDescriptor*> Kinds();

// A well-formed command of the kind in which every field is set, none to its default, no two alike
// where their type allows it.
v1::Command FullCommand(const google::protobuf::FieldDescriptor* kind);

// The same as an event, with every field of the outcome set.
v1::Event FullEvent(const google::protobuf::FieldDescriptor* kind);

// The paths of the fields wire::Decode found malformed; empty when it took the command.
std::vector<std::string> MalformedFields(const v1::Command& command);

// "field: what differs" for people; empty when equal.
std::string DifferenceOf(const google::protobuf::Message& expected,
                         const google::protobuf::Message& found);

// One place of a message: a field of the message that holds it, reached from the command.
struct Place {
  std::string path;  // "virement.legs[1].line", without the leading "command."
  const google::protobuf::FieldDescriptor* field;
  std::vector<std::pair<const google::protobuf::FieldDescriptor*, int>> steps;  // to its holder

  // The message that holds the field.
  google::protobuf::Message* In(v1::Command& command) const;
};

// Every field of the command, those of repeated messages at their second element.
std::vector<Place> PlacesOf(const v1::Command& full);

}  // namespace outturn::wire
