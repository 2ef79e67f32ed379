#include "tests/document/support.h"

#include <fstream>
#include <sstream>

#include "services/document/source/files.h"

namespace outturn::document::testing {

std::string FileBytes(const std::string& name) {
  std::ifstream file(std::string(SOURCE_DIR) + "/tests/document/files/" + name, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

checks::Filing ReadFile(const std::string& name) {
  const std::string bytes = FileBytes(name);
  if (name.ends_with(".txt")) return ReadWords(bytes);
  const Opened opened = name.ends_with(".xhtml") ? ReadPdfWords(bytes) : ReadOffice(bytes);
  return Read(opened.document, BuiltInLabels());
}

checks::Filing ReadWords(const std::string& text) { return Read(ReadText(text), BuiltInLabels()); }

std::vector<std::string> Findings(const checks::Filing& filing) {
  std::vector<std::string> findings;
  for (const checks::Finding& finding : checks::Check(filing, checks::BuiltInRules())) {
    findings.push_back(finding.check + " " + finding.found + " " + finding.expected);
    for (const checks::Finding& also : finding.also) {
      findings.push_back("  " + also.check + " " + also.found + " " + also.expected);
    }
  }
  return findings;
}

std::string With(std::string text, const std::string& was, const std::string& now) {
  const size_t at = text.find(was);
  EXPECT_NE(at, std::string::npos) << was;
  return at == std::string::npos ? text : text.replace(at, was.size(), now);
}

std::vector<std::string> In(std::string text, const std::string& right, const std::string& wrong) {
  if (!right.empty()) text.replace(text.rfind(right), right.size(), wrong);
  return Findings(ReadWords(text));
}

std::string Values(const checks::Filing& filing, const std::string& figure) {
  std::string values;
  for (const checks::Stated& stated : filing.stated) {
    const std::string name =
        stated.scope.empty() ? stated.figure : stated.scope + ":" + stated.figure;
    if (name != figure) continue;
    values +=
        (values.empty() ? "" : ", ") + stated.printed + stated.unit + (stated.guessed ? "?" : "");
  }
  return values;
}

}  // namespace outturn::document::testing
