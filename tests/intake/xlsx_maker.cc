#include "tests/intake/xlsx_maker.h"

#include <zip.h>

#include <sstream>
#include <stdexcept>

#include "services/intake/xlsx_values.h"

namespace outturn::intake {
namespace {

std::string Escaped(const std::string& text) {
  std::string escaped;
  for (const char c : text) {
    escaped += c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '"' ? "&quot;" : std::string(1, c);
  }
  return escaped;
}

const char kRelations[] = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

std::string Relation(const std::string& id, const std::string& type, const std::string& target) {
  return "<Relationship Id=\"" + id + "\" Type=\"" + kRelations + type + "\" Target=\"" + target +
         "\"/>";
}

}  // namespace

std::string ZipOf(const std::map<std::string, std::string>& parts) {
  zip_source_t* source = zip_source_buffer_create(nullptr, 0, 0, nullptr);
  zip_source_keep(source);
  zip_t* archive = zip_open_from_source(source, ZIP_TRUNCATE, nullptr);
  if (archive == nullptr) throw std::runtime_error("no zip");
  for (const auto& [name, text] : parts) {
    zip_source_t* part = zip_source_buffer(archive, text.data(), text.size(), 0);
    const auto index = zip_file_add(archive, name.c_str(), part, ZIP_FL_ENC_UTF_8);
    if (index < 0) throw std::runtime_error(name);
    zip_file_set_mtime(archive, static_cast<zip_uint64_t>(index), 1'700'000'000, 0);
  }
  if (zip_close(archive) != 0) throw std::runtime_error("no zip");
  zip_stat_t stat;
  zip_source_stat(source, &stat);
  std::string bytes(stat.size, '\0');
  zip_source_open(source);
  zip_source_read(source, bytes.data(), bytes.size());
  zip_source_close(source);
  zip_source_free(source);
  return bytes;
}

std::map<std::string, std::string> PartsOf(const std::string& zip) {
  zip_source_t* source = zip_source_buffer_create(zip.data(), zip.size(), 0, nullptr);
  zip_t* archive = zip_open_from_source(source, ZIP_RDONLY, nullptr);
  if (archive == nullptr) throw std::runtime_error("no zip");
  std::map<std::string, std::string> parts;
  for (zip_int64_t i = 0; i < zip_get_num_entries(archive, 0); ++i) {
    zip_stat_t stat;
    zip_stat_index(archive, static_cast<zip_uint64_t>(i), 0, &stat);
    std::string& part = parts[stat.name];
    part.resize(stat.size);
    zip_file_t* file = zip_fopen_index(archive, static_cast<zip_uint64_t>(i), 0);
    const bool whole =
        zip_fread(file, part.data(), part.size()) == static_cast<zip_int64_t>(part.size());
    zip_fclose(file);
    if (!whole) throw std::runtime_error(stat.name);
  }
  zip_discard(archive);
  return parts;
}

std::string XlsxOf(const std::vector<SheetXml>& sheets, const std::vector<std::string>& shared,
                   bool from_1904) {
  std::map<std::string, std::string> parts;
  parts["_rels/.rels"] = "<Relationships>" + Relation("rId1", "officeDocument", "xl/workbook.xml") +
                         "</Relationships>";
  std::string list;
  std::string relations = Relation("s", "styles", "styles.xml");
  for (size_t i = 0; i < sheets.size(); ++i) {
    const std::string number = std::to_string(i + 1);
    const std::string part = "worksheets/sheet" + number + ".xml";
    relations += Relation("rId" + number, "worksheet", part);
    list += "<sheet name=\"" + Escaped(sheets[i].name) + "\" sheetId=\"" + number +
            "\" r:id=\"rId" + number + "\" state=\"" + sheets[i].state + "\"/>";
    std::string merges;
    std::istringstream areas(sheets[i].merges);
    for (std::string area; areas >> area;) merges += "<mergeCell ref=\"" + area + "\"/>";
    parts["xl/" + part] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><worksheet><sheetData>" +
                          sheets[i].rows + "</sheetData><mergeCells>" + merges +
                          "</mergeCells></worksheet>";
  }
  if (!shared.empty()) {
    relations += Relation("t", "sharedStrings", "/xl/sharedStrings.xml");
    std::string texts;
    for (const std::string& text : shared) texts += "<si><t>" + Escaped(text) + "</t></si>";
    parts["xl/sharedStrings.xml"] = "<sst>" + texts + "</sst>";
  }
  parts["xl/workbook.xml"] = std::string("<workbook xmlns:r=\"x\"><workbookPr date1904=\"") +
                             (from_1904 ? "1" : "0") + "\"/><sheets>" + list +
                             "</sheets></workbook>";
  parts["xl/_rels/workbook.xml.rels"] = "<Relationships>" + relations + "</Relationships>";
  parts["xl/styles.xml"] =
      "<styleSheet><numFmts><numFmt numFmtId=\"176\" formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;"
      "d&quot;日&quot;;@\"/><numFmt numFmtId=\"177\" formatCode=\"#,##0.00_ \"/></numFmts>"
      "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"176\"/>"
      "<xf numFmtId=\"177\"/></cellXfs></styleSheet>";
  return ZipOf(parts);
}

std::string RowOf(int number, const std::vector<std::string>& cells) {
  std::string row = "<row r=\"" + std::to_string(number) + "\">";
  for (size_t i = 0; i < cells.size(); ++i) {
    const std::string& cell = cells[i];
    if (cell.empty()) continue;
    const std::string name = "r=\"" + ColumnLetters(i) + std::to_string(number) + "\"";
    if (cell[0] == '=') {
      row += "<c " + name + " " + cell.substr(1);
    } else if (cell.find_first_not_of("0123456789.") == std::string::npos) {
      row += "<c " + name + "><v>" + cell + "</v></c>";
    } else {
      row += "<c " + name + " t=\"inlineStr\"><is><t>" + Escaped(cell) + "</t></is></c>";
    }
  }
  return row + "</row>";
}

}  // namespace outturn::intake
