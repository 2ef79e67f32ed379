// A refusal as people read it.
#pragma once

#include <string>

#include "services/core/refusal.h"

namespace outturn::wire {

// Names of the schema among its values (kinds, fields, categories) become the words that the schema
// has for them, and what two commands of one id say differently is written as people write it: yuan
// and days. What is no name of the schema stays as it is.
[[nodiscard]] core::Refusal InWords(core::Refusal refusal, core::Language language);

// The field of the command that the refusal is about: of the header ("header.unit") or of the
// kind's own message ("amount_fen"); empty where it is no single one.
[[nodiscard]] std::string BlamedField(const core::Refusal& refusal);

}  // namespace outturn::wire
