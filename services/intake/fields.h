// Setting a field of a command from text, as a flag or a cell gives it.
#pragma once

#include <google/protobuf/message.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "services/intake/kinds.h"

namespace outturn::intake {

// Sets `field` of `message` (the message field.path starts from) from `text`. A kList gains one
// element per call, or several where `text` separates them with ';'. Text that is empty after
// trimming sets nothing. Returns what would have been right; then the message is to be thrown away.
[[nodiscard]] std::optional<Words> SetField(const Field& field, std::string_view text,
                                            google::protobuf::Message* message);

// The field's value as people write it, "" where it is empty: what SetField reads as the same
// value. Enum values in the words of `english` or Chinese; elements of a list separated by "; ".
[[nodiscard]] std::string FieldText(const Field& field, const google::protobuf::Message& message,
                                    bool english);

// What may be written in the field, for help and errors: "金额（元），最多两位小数".
[[nodiscard]] Words Notation(const Field& field);

// The words of an enum field's values: "国家政策、不可抗力 …" / "state policy, force majeure …".
[[nodiscard]] Words EnumWords(const google::protobuf::EnumDescriptor& descriptor);

// A set of fields of one kind: bit i is Kind::fields[i].
using FieldSet = uint64_t;
[[nodiscard]] constexpr FieldSet Bit(int field) { return FieldSet{1} << field; }

// Index of the first required field that is not in `given`; -1 when nothing is missing. A list or
// reference counts as given when it is, or when all its required parts are; a part counts as
// required as soon as another part of the same whole is given.
[[nodiscard]] int FirstMissing(const Kind& kind, FieldSet given);

// What a command of this kind takes from the defaults: a policy belongs to no ledger, so unit and
// year are not for it.
[[nodiscard]] v1::Header DefaultsFor(const Kind& kind, const v1::Header& defaults);

// The header fields that are not empty.
[[nodiscard]] FieldSet GivenInHeader(const Kind& kind, const v1::Header& header);

// Fills in the year from the effective day where only the day is in `given`: an event takes effect
// in the year of its ledger, so nothing is guessed. Adds the year's bit to `given`.
void CompleteYear(const Kind& kind, v1::Command* command, FieldSet* given);

}  // namespace outturn::intake
