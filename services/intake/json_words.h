// What the protobuf parser says is wrong with a JSON text, in words for people.
#pragma once

#include <string_view>

#include "services/intake/text.h"

namespace outturn::intake {

// `message` is that of the parser's status. What it says of a kind not known here is given as it
// is, behind words of the reader's language.
[[nodiscard]] Words JsonWords(std::string_view message);

}  // namespace outturn::intake
