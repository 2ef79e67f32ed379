#include <algorithm>
#include <string>

#include "services/render/page.h"
#include "services/render/render.h"
#include "services/render/width.h"

namespace outturn::render {
namespace {

using figures::Align;

std::string Escaped(std::string_view text) {
  std::string html;
  for (const char c : text) {
    switch (c) {
      case '&':
        html += "&amp;";
        break;
      case '<':
        html += "&lt;";
        break;
      case '>':
        html += "&gt;";
        break;
      case '"':
        html += "&quot;";
        break;
      default:
        html += c;
    }
  }
  return html;
}

// For the text of a page's margin in a style sheet; "</style" cannot come about.
std::string Quoted(std::string_view text) {
  std::string css = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') css += '\\';
    css += c == '\n' ? ' ' : c == '<' ? ' ' : c;
  }
  return css + "\"";
}

std::string Percent(int part, int whole) {
  const int hundredths = whole == 0 ? 0 : static_cast<int>(int64_t{part} * 10'000 / whole);
  return std::to_string(hundredths / 100) + "." + (hundredths % 100 < 10 ? "0" : "") +
         std::to_string(hundredths % 100) + "%";
}

// The size of a table's type in tenths of a point: the largest, up to that of the prose, at which
// the columns hold what their widths promise and no number is wider than its cell.
int TypeSize(const Page& page, bool landscape) {
  constexpr int64_t kLargest = 95;
  constexpr int64_t kSmallest = 65;
  constexpr int64_t kPadding = 55;  // of a cell, with its border
  const int64_t paper = landscape ? 7600 : 5140;
  const int64_t width = std::max(page.Width(), 1);
  // A character is half as wide as the type is high; a seventh more is for padding.
  int64_t size = std::min(kLargest, paper * 10 * 2 * 100 / (width * 115));
  for (const Block& block : page.blocks) {
    for (const Box& box : block.boxes) {
      if (box.align != Align::kRight || box.text.empty()) continue;
      int64_t own = 0;
      for (size_t i = box.column; i < box.column + box.columns; ++i) own += page.widths[i];
      const int64_t room = paper * own / width - kPadding;
      // Digits, and the % behind them, are a little wider.
      const auto needs = static_cast<int64_t>(DisplayWidth(box.text)) * 60;
      size = std::min(size, room * 100 / needs);
    }
  }
  return static_cast<int>(std::max(size, kSmallest));
}

std::string Style(const figures::Provenance& from, figures::Language language, bool landscape) {
  const bool zh = language == figures::Language::kChinese;
  const std::string source =
      (zh ? "账簿 " : "book ") + Clean(from.book) + (zh ? "，位置 " : ", position ") +
      std::to_string(from.position) + (zh ? "，根哈希 " : ", root ") +
      figures::Hex(from.root).substr(0, 16) + (zh ? "，截至 " : ", as of ") + from.as_of.ToString();
  const std::string pages = zh ? "\"第 \" counter(page) \" 页，共 \" counter(pages) \" 页\""
                               : "\"page \" counter(page) \" of \" counter(pages)";
  return "@page { size: A4 " + std::string(landscape ? "landscape" : "portrait") +
         "; margin: 14mm 14mm 16mm;\n"
         "  @bottom-left { content: " +
         Quoted(source) +
         "; font: 7pt \"Noto Sans CJK SC\", sans-serif; color: #555; }\n"
         "  @bottom-right { content: " +
         pages +
         "; font: 7pt \"Noto Sans CJK SC\", sans-serif; color: #555; } }\n"
         "body { margin: 0 auto; max-width: " +
         (landscape ? "268mm" : "181mm") + "; color: #000; background: #fff; font: 9.5pt/1.3 " +
         (zh ? "\"SimSun\", \"宋体\", \"Songti SC\", \"Noto Serif CJK SC\", serif"
             : "\"Times New Roman\", \"Noto Serif CJK SC\", serif") +
         "; }\n"
         "h2 { font-size: 12pt; margin: 4mm 0 2mm; }\n"
         ".prose { text-indent: 2em; margin: 0 0 1.5mm; font-size: 12pt; line-height: 1.8; }\n"
         "h1 { font-size: 16pt; text-align: center; margin: 0 0 4mm; }\n"
         ".subtitle { display: flex; justify-content: space-between; margin: 0 0 1.5mm; }\n"
         "* + .page { break-before: page; margin-top: 10mm; }\n"
         "@media print { * + .page { margin-top: 0; } }\n"
         "table { width: 100%; border-collapse: collapse; table-layout: fixed; }\n"
         "table + table { margin-top: -1px; }\n"
         "th, td { border: 1px solid #000; padding: 0.6mm 0.8mm; height: 1.3em; "
         "overflow-wrap: anywhere; white-space: pre-line; vertical-align: middle; }\n"
         "th { font-weight: bold; text-align: center; text-wrap: balance; }\n"
         "td { text-wrap: pretty; }\n"
         "tr { break-inside: avoid; }\n"
         ".r { text-align: right; font-variant-numeric: tabular-nums; overflow-wrap: normal; }\n"
         ".c { text-align: center; }\n"
         ".s { font-weight: bold; }\n"
         ".notes { margin: 2mm 0 0; white-space: pre-wrap; }\n"
         ".notes p { margin: 0 0 1mm; }\n"
         ".provenance { margin: 2mm 0 0; font-size: 7pt; color: #555; overflow-wrap: anywhere; "
         "break-inside: avoid; }\n"
         ".provenance span { display: inline-block; margin-right: 2em; }\n";
}

void AddBox(const Box& box, figures::Language language, std::string& html) {
  const bool head = box.kind != BoxKind::kCell;
  html += head ? "<th" : "<td";
  if (box.columns > 1) html += " colspan=\"" + std::to_string(box.columns) + "\"";
  if (box.rows > 1) html += " rowspan=\"" + std::to_string(box.rows) + "\"";
  if (!head) {
    std::string classes = box.align == Align::kRight ? "r" : box.align == Align::kCentre ? "c" : "";
    if (box.strong) classes += classes.empty() ? "s" : " s";
    if (!classes.empty()) html += " class=\"" + classes + "\"";
    if (box.indent > 0) {
      html += " style=\"padding-left: calc(" + std::to_string(box.indent) + "em + 0.8mm)\"";
    }
    const std::string note = box.cell == nullptr ? "" : NoteOf(*box.cell, language);
    if (!note.empty()) html += " title=\"" + Escaped(note) + "\"";
  }
  html += ">" + Escaped(box.text) + (head ? "</th>" : "</td>");
}

void AddRows(const Block& block, size_t from, size_t to, figures::Language language,
             std::string& html) {
  auto box = block.boxes.begin();
  for (size_t row = from; row < to; ++row) {
    html += "<tr>";
    while (box != block.boxes.end() && box->row < row) ++box;
    for (; box != block.boxes.end() && box->row == row; ++box) AddBox(*box, language, html);
    html += "</tr>\n";
  }
}

void AddBlock(const Page& page, const Block& block, int size, figures::Language language,
              std::string& html) {
  html += "<table style=\"font-size: " + std::to_string(size / 10) + "." +
          std::to_string(size % 10) + "pt\">\n<colgroup>";
  for (const int width : page.widths) {
    html += "<col style=\"width: " + Percent(width, page.Width()) + "\">";
  }
  html += "</colgroup>\n";
  const size_t body = block.first + block.heads;
  if (block.heads > 0) {
    html += "<thead>\n";
    AddRows(block, block.first, body, language, html);
    html += "</thead>\n";
  }
  html += "<tbody>\n";
  AddRows(block, body, block.first + block.rows, language, html);
  html += "</tbody>\n</table>\n";
}

std::string Begin(const std::string& title, const figures::Provenance& from,
                  figures::Language language, bool landscape) {
  std::string html = "<!DOCTYPE html>\n<html lang=\"";
  html += language == figures::Language::kChinese ? "zh-CN" : "en";
  return html + "\">\n<head>\n<meta charset=\"utf-8\">\n<title>" + Escaped(Clean(title)) +
         "</title>\n<style>\n" + Style(from, language, landscape) + "</style>\n</head>\n<body>\n";
}

std::string End(const figures::Provenance& from, figures::Language language) {
  std::string html = "<div class=\"provenance\">";
  for (const std::string& line : ProvenanceLines(from, language)) {
    html += "<span>" + Escaped(Clean(line)) + "</span> ";
  }
  return html + "</div>\n</body>\n</html>\n";
}

void AddTable(const figures::Table& table, const std::vector<Page>& pages, bool landscape,
              std::string& html) {
  for (const Page& page : pages) {
    const int size = TypeSize(page, landscape);
    html += "<section class=\"page\">\n<h1>" + Escaped(Clean(table.title)) + "</h1>\n";
    const std::vector<std::string> parts = PartsOf(table.subtitle);
    if (!parts.empty()) {
      html += "<div class=\"subtitle\">";
      for (const std::string& part : parts) html += "<span>" + Escaped(part) + "</span>";
      html += "</div>\n";
    }
    for (const Block& block : page.blocks) AddBlock(page, block, size, table.language, html);
    html += "<div class=\"notes\">";
    for (const std::string& note : table.notes) html += "<p>" + Escaped(Clean(note)) + "</p>";
    html += "</div>\n</section>\n";
  }
}

}  // namespace

std::string Html(const figures::Table& table) {
  const std::vector<Page> pages = PagesOf(table);
  const bool landscape = std::any_of(pages.begin(), pages.end(), IsWide);
  std::string html = Begin(table.title, table.provenance, table.language, landscape);
  AddTable(table, pages, landscape, html);
  return html + End(table.provenance, table.language);
}

std::string Html(const figures::Document& document) {
  using figures::PartKind;
  std::string title;
  for (const figures::Document::Part& part : document.parts) {
    if (title.empty() && part.kind == PartKind::kTitle) title = part.text;
  }
  std::string html = Begin(title, document.provenance, document.language, false);
  for (const figures::Document::Part& part : document.parts) {
    const std::string text = Escaped(Clean(part.text));
    switch (part.kind) {
      case PartKind::kTitle:
        html += "<h1>" + text + "</h1>\n";
        break;
      case PartKind::kHeading:
        html += "<h2>" + text + "</h2>\n";
        break;
      case PartKind::kParagraph:
        html += "<p class=\"prose\">" + text + "</p>\n";
        break;
      case PartKind::kBlank:
        break;
      case PartKind::kTable: {
        const figures::Table& table = document.tables.at(part.table);
        AddTable(table, PagesOf(table), false, html);
        break;
      }
    }
  }
  return html + End(document.provenance, document.language);
}

}  // namespace outturn::render
