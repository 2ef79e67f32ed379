// The kinds of events and their fields as people name them, read off the schema's options once.
// The command line's flags, CSV headers and error messages all come from here.
#pragma once

#include <google/protobuf/descriptor.h>

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "outturn/v1/event.pb.h"
#include "services/intake/text.h"

namespace outturn::intake {

// How a field's value is written by people.
enum class Shape {
  kText,
  kBool,
  kEnum,
  kWhole,    // int32, uint32, uint64: a number from 0 up
  kYuan,     // int64 fen
  kDay,      // int32 yyyymmdd
  kDecimal,  // string
  kPoints,   // int32 hundredths
  kRef,      // EventRef: "ID" or "SOURCE/ID"
  kList,     // repeated message: "key=value,key=value"
  kJson,     // any other message: protobuf JSON
};

struct Field {
  // From the message the field belongs to (a Command, or an element of a list) down to the field
  // itself. A repeated message on the way stands for its first element.
  std::vector<const google::protobuf::FieldDescriptor*> path;
  Shape shape;
  Words name;          // 金额, amount
  std::string dotted;  // "header.unit", "payment.amount_fen"
  std::string flag;    // "amount": unique in its kind, without the leading dashes
  bool required = false;
  bool resolved = false;
  int parent = -1;              // index of the kRef or kList field this one is a part of
  std::vector<Field> elements;  // of a kList: the fields of one element
};

// One kind of event: a member of Command.body and everything that can be said in it.
struct Kind {
  const google::protobuf::FieldDescriptor* member;
  Words name;        // 支付, payment
  std::string noun;  // of the command line: "payment"
  std::string verb;  // "make"
  // Header fields first (the same in every kind, in the same order), then the body's; parts of a
  // kRef or kList follow it. At most 64.
  std::vector<Field> fields;
  std::unordered_map<std::string, int> by_name;  // NameKey of every spelling → index

  // Index of the field a CSV header or JSON path names; -1 for none.
  [[nodiscard]] int Find(std::string_view spelling) const;
  // Index of the field at a path as the server writes it: "header.unit", "payment.amount_fen",
  // "command.payment.amounts[2].economic_class" (its part of the list). -1 for none.
  [[nodiscard]] int FindPath(std::string_view dotted) const;
};

// All kinds, in the schema's order. Built on first use; safe from several threads.
[[nodiscard]] const std::vector<Kind>& Kinds();

// By 支付, payment, PAYMENT or "payment make"; nullptr for none.
[[nodiscard]] const Kind* FindKind(std::string_view text);

// The kind of a command's body; nullptr when it has none.
[[nodiscard]] const Kind* KindOf(const v1::Command& command);

// Header fields of every kind, as indices into Kind::fields.
[[nodiscard]] int HeaderFieldCount();

}  // namespace outturn::intake
