#include "services/intake/xlsx_book.h"

#include <algorithm>
#include <charconv>

#include "services/intake/xlsx_sheet.h"

namespace outturn::intake {
namespace {

constexpr size_t kMostTextBytes = size_t{64} << 20;
constexpr size_t kMostTexts = 2'000'000;
constexpr size_t kMostSheets = 1'000;
constexpr size_t kMostStyles = 100'000;
constexpr size_t kMostMerges = 100'000;

int Number(std::string_view text) {
  int value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

bool IsYes(std::string_view text) { return text == "1" || text == "true"; }

const Words kTooMuch = {".xlsx 内容过多，不予读取", "the .xlsx holds too much; it is not read"};

}  // namespace

std::optional<Words> XlsxBook::Open(std::string bytes) {
  if (auto why = archive_.Open(std::move(bytes))) return why;
  std::vector<XlsxArchive::Relation> relations;
  if (auto why = archive_.Relations("", &relations)) return why;
  std::string workbook = "xl/workbook.xml";
  for (const auto& relation : relations) {
    if (relation.type == "officeDocument") workbook = relation.target;
  }
  if (!archive_.Has(workbook)) {
    return Words{"不是 .xlsx 文件：其中没有工作簿", "is no .xlsx file: there is no workbook in it"};
  }
  return ReadWorkbook(workbook);
}

std::optional<Words> XlsxBook::ReadWorkbook(const std::string& part) {
  std::vector<XlsxArchive::Relation> relations;
  if (auto why = archive_.Relations(part, &relations)) return why;
  std::map<std::string, std::string> targets;
  for (const auto& relation : relations) targets[relation.id] = relation.target;
  XmlReader reader({[&](const XmlElement& element) {
                      if (element.name == "workbookPr") from_1904_ = IsYes(element["date1904"]);
                      if (element.name != "sheet" || sheets_.size() >= kMostSheets) return;
                      const auto target = targets.find(std::string(element["id"]));
                      if (target == targets.end()) return;
                      const std::string_view state = element["state"];
                      sheets_.push_back({std::string(element["name"]), target->second,
                                         state == "hidden" || state == "veryHidden"});
                    },
                    {},
                    {}});
  if (auto why = archive_.Read(part, kMostTextBytes, &reader)) return why;
  for (const auto& relation : relations) {
    if (relation.type == "sharedStrings") {
      if (auto why = ReadTexts(relation.target)) return why;
    }
    if (relation.type == "styles") {
      if (auto why = ReadStyles(relation.target)) return why;
    }
  }
  return std::nullopt;
}

// <si> holds a text, or the runs of a rich one; what is inside <rPh> says how it is pronounced.
std::optional<Words> XlsxBook::ReadTexts(const std::string& part) {
  bool in_text = false;
  int phonetic = 0;
  size_t bytes = 0;
  XmlReader* stop = nullptr;
  bool too_much = false;
  XmlReader reader({[&](const XmlElement& element) {
                      if (element.name == "si") texts_.emplace_back();
                      if (element.name == "rPh") ++phonetic;
                      in_text = element.name == "t" && phonetic == 0 && !texts_.empty();
                      too_much = too_much || texts_.size() > kMostTexts;
                      if (too_much) stop->Stop();
                    },
                    [&](std::string_view name) {
                      if (name == "rPh") --phonetic;
                      in_text = false;
                    },
                    [&](std::string_view text) {
                      if (!in_text) return;
                      bytes += text.size();
                      texts_.back().append(text);
                      too_much = too_much || bytes > kMostTextBytes;
                      if (too_much) stop->Stop();
                    }});
  stop = &reader;
  if (auto why = archive_.Read(part, XlsxArchive::kMostPartBytes, &reader)) return why;
  return too_much ? std::optional(kTooMuch) : std::nullopt;
}

std::optional<Words> XlsxBook::ReadStyles(const std::string& part) {
  std::map<int, NumberFormat> custom;
  bool in_cells = false;
  XmlReader reader({[&](const XmlElement& element) {
                      if (element.name == "numFmt" && custom.size() < kMostStyles) {
                        custom[Number(element["numFmtId"])] = FormatOf(element["formatCode"]);
                      }
                      if (element.name == "cellXfs") in_cells = true;
                      if (element.name != "xf" || !in_cells) return;
                      if (formats_.size() >= kMostStyles) return;
                      const int id = Number(element["numFmtId"]);
                      const auto own = custom.find(id);
                      formats_.push_back(own != custom.end() ? own->second : FormatOf(id));
                    },
                    [&](std::string_view name) {
                      if (name == "cellXfs") in_cells = false;
                    },
                    {}});
  return archive_.Read(part, XlsxArchive::kMostPartBytes, &reader);
}

// They stand behind the rows, so the sheet is read once for them alone.
std::optional<Words> XlsxBook::ReadMerges(const Sheet& sheet, std::vector<Merge>* merges) const {
  XmlReader reader({[&](const XmlElement& element) {
                      if (element.name != "mergeCell" || merges->size() >= kMostMerges) return;
                      const std::string_view area = element["ref"];
                      const size_t colon = area.find(':');
                      if (colon == std::string_view::npos) return;
                      const auto first = ParseCellName(area.substr(0, colon));
                      const auto last = ParseCellName(area.substr(colon + 1));
                      if (!first || !last || first->row > last->row) return;
                      merges->push_back({first->row, last->row, first->column, last->column});
                    },
                    {},
                    {}});
  if (auto why = archive_.Read(sheet.part, XlsxArchive::kMostPartBytes, &reader)) return why;
  std::stable_sort(merges->begin(), merges->end(),
                   [](const Merge& a, const Merge& b) { return a.first_row < b.first_row; });
  return std::nullopt;
}

std::optional<Words> XlsxBook::Read(const Sheet& sheet, const OnRow& on_row) const {
  std::vector<Merge> merges;
  if (auto why = ReadMerges(sheet, &merges)) return why;
  XlsxSheetReader rows(*this, std::move(merges), on_row);
  XmlReader reader({[&](const XmlElement& element) { rows.Start(element); },
                    [&](std::string_view name) {
                      if (!rows.End(name)) rows.stop();
                    },
                    [&](std::string_view text) { rows.Text(text); }});
  rows.StopWith(&reader);
  if (auto why = archive_.Read(sheet.part, XlsxArchive::kMostPartBytes, &reader)) return why;
  return rows.failure();
}

}  // namespace outturn::intake
