// The kept inputs: corpus/TARGET.txt and, of those that once did harm, TARGET-harm.txt; one input a
// line; printable ASCII stands for itself, every other byte and the backslash as \xHH.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace outturn::fuzz {

[[nodiscard]] std::string Escaped(std::string_view bytes);
[[nodiscard]] std::string Unescaped(std::string_view line);

// Of the file; none where there is no such file.
[[nodiscard]] std::vector<std::string> ReadCorpus(const std::string& path);

}  // namespace outturn::fuzz
