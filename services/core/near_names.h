// "Did you mean": which of the names there are look like one there is not. The one rule for it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace outturn::core {

// Whether `name` looks like `asked`: a slip of the pen away (a third of its characters, two at
// least of four), containing it (three bytes and more), or its words in full where `asked` has
// their beginnings ("exec_rate" for "execution_rate"). Nothing looks like what is empty or longer
// than 64 bytes.
[[nodiscard]] bool IsNear(std::string_view asked, std::string_view name);

// Those of `known` that look like `asked`, nearest first, at most `most`.
[[nodiscard]] std::vector<std::string> Nearest(std::string_view asked,
                                               const std::vector<std::string>& known,
                                               size_t most = 3);

}  // namespace outturn::core
