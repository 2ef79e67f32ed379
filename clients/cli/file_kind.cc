#include "clients/cli/file_kind.h"

#include <algorithm>
#include <array>
#include <filesystem>

namespace outturn::cli {
namespace {

using intake::Words;
using std::string_view_literals::operator""sv;

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

bool IsPicture(std::string_view bytes) {
  constexpr std::array<std::string_view, 5> kMarks = {"\x89PNG"sv, "\xFF\xD8\xFF"sv, "GIF8"sv,
                                                      "II*\0"sv, "MM\0*"sv};
  return std::any_of(kMarks.begin(), kMarks.end(),
                     [&](std::string_view mark) { return bytes.starts_with(mark); });
}

bool IsMarkup(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  const std::string start = Lower(intake::Trim(bytes.substr(0, 200)));
  return start.starts_with("<!doctype") || start.starts_with("<html") ||
         start.starts_with("<?xml") || start.starts_with("mime-version:");
}

// What it was found to be.
Words NameOf(FileKind kind) {
  switch (kind) {
    case FileKind::kText:
      return {"纯文本", "plain text"};
    case FileKind::kPdf:
      return {"PDF", "a PDF"};
    case FileKind::kWord:
      return {"Word 文档（.docx）", "a Word document (.docx)"};
    case FileKind::kSheet:
      return {"Excel 工作簿（.xlsx）", "an Excel workbook (.xlsx)"};
    case FileKind::kZip:
      return {"压缩包（zip）", "a zip archive"};
    case FileKind::kOldOffice:
      return {"旧格式（.doc/.xls）或加了密码的文件",
              "of the old format (.doc, .xls) or has a password"};
    case FileKind::kRichText:
      return {"RTF 文档", "an RTF document"};
    case FileKind::kMarkup:
      return {"网页或 XML", "a web page or XML"};
    case FileKind::kPicture:
      return {"图片", "a picture"};
    case FileKind::kBinary:
      return {"二进制数据，不是文字", "binary data, no text"};
    case FileKind::kEmpty:
      return {"空文件", "empty"};
  }
  return {};
}

// The kind a name promises; nullopt: it promises none.
std::optional<FileKind> Promised(const std::string& ending) {
  if (ending == ".docx" || ending == ".docm") return FileKind::kWord;
  if (ending == ".xlsx" || ending == ".xlsm") return FileKind::kSheet;
  if (ending == ".pdf") return FileKind::kPdf;
  if (ending == ".txt" || ending == ".text" || ending == ".csv" || ending == ".tsv" ||
      ending == ".md") {
    return FileKind::kText;
  }
  return std::nullopt;
}

std::string EndingOf(FileKind kind) {
  switch (kind) {
    case FileKind::kText:
      return ".txt";
    case FileKind::kPdf:
      return ".pdf";
    case FileKind::kWord:
      return ".docx";
    case FileKind::kSheet:
      return ".xlsx";
    case FileKind::kZip:
    case FileKind::kOldOffice:
    case FileKind::kRichText:
    case FileKind::kMarkup:
    case FileKind::kPicture:
    case FileKind::kBinary:
    case FileKind::kEmpty:
      return "";
  }
  return "";
}

}  // namespace

FileKind KindOf(std::string_view bytes) {
  constexpr size_t kHead = 1024;  // a PDF may begin that late
  if (bytes.empty()) return FileKind::kEmpty;
  if (bytes.substr(0, kHead).find("%PDF-") != std::string_view::npos) return FileKind::kPdf;
  if (bytes.starts_with("PK\x03\x04") || bytes.starts_with("PK\x05\x06")) {
    // Names of an archive's parts stand in it as they are.
    const bool word = bytes.find("word/document") != std::string_view::npos;
    const bool sheet = bytes.find("xl/workbook") != std::string_view::npos;
    if (word != sheet) return word ? FileKind::kWord : FileKind::kSheet;
    return FileKind::kZip;
  }
  if (bytes.starts_with("\xD0\xCF\x11\xE0")) return FileKind::kOldOffice;
  if (bytes.starts_with("{\\rtf")) return FileKind::kRichText;
  if (IsMarkup(bytes)) return FileKind::kMarkup;
  if (IsPicture(bytes)) return FileKind::kPicture;
  return FileKind::kText;
}

std::optional<Words> WhyNoReport(const std::string& path, FileKind kind) {
  const std::string ending = Lower(std::filesystem::path(path).extension().string());
  const auto promised = Promised(ending);
  const Words found = NameOf(kind);
  const bool readable = !EndingOf(kind).empty();
  // A zip that is neither may be a damaged one: whoever unpacks it says so.
  const bool office = promised == FileKind::kWord || promised == FileKind::kSheet;
  if (kind == FileKind::kZip && (office || !promised)) return std::nullopt;
  if (kind == FileKind::kEmpty) return Words{path + " 是空文件", path + " is empty"};
  if (kind == FileKind::kOldOffice) {
    return Words{path + " 是" + found.zh + "，请另存为不带密码的 .docx 或 .xlsx",
                 path + " is " + found.en + ": save it as .docx or .xlsx without one"};
  }
  if (promised && promised != kind) {
    const Words due = NameOf(*promised);
    Words words{path + " 名为 " + ending + "，应为" + due.zh + "，内容却是" + found.zh,
                path + " is named " + ending + ", so " + due.en + " is due, but it is " + found.en};
    words.zh += readable ? "：请改名为 " + EndingOf(kind) + "，或给出正确的文件"
                         : "：请给出正确的 .txt、.docx、.xlsx 或 .pdf 文件";
    words.en += readable ? ": name it " + EndingOf(kind) + ", or give the right file"
                         : ": give the right file, .txt, .docx, .xlsx or .pdf";
    return words;
  }
  if (readable) return std::nullopt;
  return Words{
      path + " 是" + found.zh + "，不能读：请另存为 .docx、.xlsx、.pdf 或 .txt",
      path + " is " + found.en + ", which is not read: save it as .docx, .xlsx, .pdf or .txt"};
}

bool IsNoText(std::string_view text) {
  constexpr size_t kOneIn = 20;
  size_t all = 0;
  size_t wrong = 0;
  while (!text.empty()) {
    const char32_t c = intake::TakeCodePoint(&text);
    if (c == 0) return true;
    const bool blank = c == '\t' || c == '\n' || c == '\v' || c == '\f' || c == '\r' || c == 0x1A;
    ++all;
    if ((c < 0x20 && !blank) || c == 0x7F || c == 0xFFFD) ++wrong;
  }
  return wrong * kOneIn > all;
}

}  // namespace outturn::cli
