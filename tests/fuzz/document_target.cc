// Written reports: text, the words of a PDF, the XML within Word and Excel files, and the checks'
// data files. Whatever stands in them is read or told as unread, and checked.
#include "services/checks/check.h"
#include "services/document/read.h"
#include "services/document/source/files.h"
#include "tests/fuzz/target.h"
#include "tests/intake/xlsx_maker.h"

namespace outturn::fuzz {
namespace {

document::Document DocumentOf(uint8_t how, const std::string& bytes) {
  switch (how % 5) {
    case 0:
      return document::ReadPdfWords(bytes).document;
    case 1:
      return document::ReadOffice(intake::ZipOf({{"word/document.xml", bytes}})).document;
    case 2:
      return document::ReadOffice(intake::XlsxOf({{"a", bytes, "A1:B1 C2:C9"}}, {"预算数"}))
          .document;
    case 3:
      return document::ReadOffice(bytes).document;
    default:
      return document::ReadText(bytes);
  }
}

void Run(std::string_view bytes) {
  const uint8_t how = TakeByte(bytes);
  const std::string text(bytes);
  if (how % 8 == 7) {
    for (const auto& problem : checks::LoadRules(text).problems) {
      Require(!problem.where.empty() && !problem.words.empty(), "a problem without place or words");
    }
    (void)document::LoadLabels(text);
    return;
  }
  const checks::Filing filing = document::Read(DocumentOf(how, text), document::BuiltInLabels());
  for (const checks::Finding& finding : checks::Check(filing, checks::BuiltInRules())) {
    Require(!finding.check.empty() && !finding.words.zh.empty() && !finding.words.en.empty(),
            "a finding without words");
  }
}

const Registered registered("document", Run);

}  // namespace
}  // namespace outturn::fuzz
