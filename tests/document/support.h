// Documents read and checked, for the tests of this folder.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/checks/check.h"
#include "services/document/read.h"

namespace outturn::document::testing {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::Ge;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;

// The bytes of tests/document/files/NAME.
[[nodiscard]] std::string FileBytes(const std::string& name);
// As the program reads it, by its ending: .txt, .docx, .xlsx, .xhtml (the words of a PDF).
[[nodiscard]] checks::Filing ReadFile(const std::string& name);
[[nodiscard]] checks::Filing ReadWords(const std::string& text);

// "check found expected" of every finding, those below a cause behind "  ".
[[nodiscard]] std::vector<std::string> Findings(const checks::Filing& filing);

// The text with the first `was` in it written `now`.
[[nodiscard]] std::string With(std::string text, const std::string& was, const std::string& now);
// Of a text of words; where `right` is given, its last place there is written `wrong` before.
[[nodiscard]] std::vector<std::string> In(std::string text, const std::string& right = "",
                                          const std::string& wrong = "");

// "value unit" of the figure, every time it is stated: "20.60万元, 20.6万元"; behind a name and ":"
// of a scope's.
[[nodiscard]] std::string Values(const checks::Filing& filing, const std::string& figure);

}  // namespace outturn::document::testing
