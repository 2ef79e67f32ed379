#include <pugixml.hpp>
#include <string_view>

#include "services/document/source/files.h"
#include "services/intake/xlsx_archive.h"

namespace outturn::document {
namespace {

using pugi::xml_node;

constexpr int kDeepest = 60;

std::string_view Tag(const xml_node& node) {
  const std::string_view name = node.name();
  const size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

xml_node Child(const xml_node& node, std::string_view tag) {
  for (const xml_node& child : node.children()) {
    if (Tag(child) == tag) return child;
  }
  return {};
}

std::string Attribute(const xml_node& node, std::string_view tag) {
  for (const pugi::xml_attribute& attribute : node.attributes()) {
    const std::string_view name = attribute.name();
    if (name == tag || name.ends_with(":" + std::string(tag))) return attribute.value();
  }
  return "";
}

// The words of a paragraph or a cell. What was deleted while changes are tracked is no word.
// False: it lies deeper in one another than is followed.
bool TextOf(const xml_node& node, int depth, std::string& text) {
  if (depth > kDeepest) return false;
  bool whole = true;
  for (const xml_node& child : node.children()) {
    const std::string_view tag = Tag(child);
    if (tag == "t") {
      text += child.text().get();
    } else if (tag == "tab" && Tag(node) == "r") {
      text += ' ';
    } else if (tag != "del" && tag != "delText" && tag != "instrText" && tag != "pPr" &&
               tag != "rPr" && tag != "Fallback") {
      whole = TextOf(child, depth + 1, text) && whole;
    }
  }
  return whole;
}

class DocxReader {
 public:
  void Read(const xml_node& body, int depth = 0) {
    if (depth > kDeepest) {
      NoteTooDeep({"第 " + std::to_string(paragraphs_) + " 段之后",
                   "behind paragraph " + std::to_string(paragraphs_)});
      return;
    }
    for (const xml_node& child : body.children()) {
      const std::string_view tag = Tag(child);
      if (tag == "p") {
        ReadParagraph(child);
      } else if (tag == "tbl") {
        ReadTable(child);
      } else if (tag == "sdt" || tag == "sdtContent" || tag == "ins" || tag == "smartTag") {
        Read(child, depth + 1);
      }
    }
  }
  [[nodiscard]] Document& document() { return document_; }

 private:
  // Tables within tables, twenty deep and more.
  void NoteTooDeep(const figures::Words& where) {
    constexpr size_t kMost = 20;
    if (document_.notes.size() >= kMost) return;
    document_.notes.push_back({where.zh + "：嵌套过深，深处的表和文字没有读",
                               where.en + ": too deeply nested, what lies deepest was not read"});
  }

  void ReadParagraph(const xml_node& node) {
    Block block;
    std::string text;
    const bool whole = TextOf(node, 0, text);
    block.text = CellText(text);
    if (block.text.empty() && whole) return;
    const std::string number = std::to_string(++paragraphs_);
    block.where = {"第 " + number + " 段", "paragraph " + number};
    if (!whole) NoteTooDeep(block.where);
    if (block.text.empty()) return;
    block.order = ++order_;
    document_.blocks.push_back(std::move(block));
  }

  // What a cell above goes on into, by column.
  struct Above {
    std::string text;
    bool goes_on = false;
  };

  void ReadTable(const xml_node& node) {
    ++tables_;
    Block block;
    block.is_table = true;
    std::vector<Above> above;
    for (const xml_node& child : node.children()) {
      if (Tag(child) == "tr") ReadRow(child, block.grid, above);
    }
    if (block.grid.rows.empty() || block.grid.rows.front().empty()) return;
    block.where = block.grid.rows.front().front().where;
    block.order = block.grid.rows.front().front().order;
    document_.blocks.push_back(std::move(block));
  }

  void ReadRow(const xml_node& node, Grid& grid, std::vector<Above>& above) {
    std::vector<Cell> row;
    const std::string number = std::to_string(grid.rows.size() + 1);
    const std::string table = std::to_string(tables_);
    for (const xml_node& child : node.children()) {
      const xml_node cell = Tag(child) == "sdt" ? Child(Child(child, "sdtContent"), "tc") : child;
      if (Tag(cell) != "tc") continue;
      const xml_node about = Child(cell, "tcPr");
      const int asked = std::atoi(Attribute(Child(about, "gridSpan"), "val").c_str());
      const size_t span = asked > 1 && asked < 200 ? static_cast<size_t>(asked) : 1;
      const xml_node merge = Child(about, "vMerge");
      const bool goes_on = merge && Attribute(merge, "val") != "restart";
      std::string text;
      if (!TextOf(cell, 0, text)) {
        NoteTooDeep(
            {"表 " + table + " 第 " + number + " 行", "table " + table + ", row " + number});
      }
      text = CellText(text);
      for (size_t i = 0; i < span; ++i) {
        const size_t column = row.size();
        if (above.size() <= column) above.resize(column + 1);
        const std::string at = std::to_string(column + 1 - i);
        Cell made{goes_on ? above[column].text : text,
                  {"表 " + table + " 第 " + number + " 行第 " + at + " 列",
                   "table " + table + ", row " + number + ", column " + at},
                  ++order_,
                  goes_on || i > 0};
        above[column].text = made.text;
        row.push_back(std::move(made));
      }
    }
    grid.rows.push_back(std::move(row));
  }

  Document document_;
  int order_ = 0;
  int paragraphs_ = 0;
  int tables_ = 0;
};

}  // namespace

Opened ReadOffice(const std::string& bytes) {
  constexpr size_t kMostBytes = size_t{64} << 20;  // unpacked
  const std::string document = "word/document.xml";
  intake::XlsxArchive archive;
  if (archive.Open(bytes) && bytes.size() <= intake::XlsxArchive::kMostFileBytes) {
    return {{},
            {"无法解开：不是完好的 .docx 或 .xlsx", "cannot be unpacked: no sound .docx or .xlsx"}};
  }
  if (bytes.size() > intake::XlsxArchive::kMostFileBytes || !archive.Has(document)) {
    return ReadXlsx(bytes);
  }
  std::string xml;
  if (archive.Read(document, kMostBytes, &xml)) {
    return {
        {},
        {"Word 文档已损坏，或解压后过大", "the Word document is damaged or unpacks to too much"}};
  }
  pugi::xml_document parsed;
  // White space stays: a run may hold nothing else.
  if (!parsed.load_buffer(xml.data(), xml.size(),
                          pugi::parse_default | pugi::parse_ws_pcdata_single)) {
    return {{}, {"Word 文档的内容不是完好的 XML", "the Word document's content is no sound XML"}};
  }
  DocxReader reader;
  reader.Read(Child(parsed.document_element(), "body"));
  return {std::move(reader.document()), {}};
}

}  // namespace outturn::document
