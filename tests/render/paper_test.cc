// Spreadsheet and printed page.
#include <gtest/gtest.h>
#include <zlib.h>

#include <map>
#include <regex>

#include "services/render/groups.h"
#include "services/render/page.h"
#include "services/render/render.h"

namespace outturn::render {
namespace {

using figures::Align;
using figures::Cell;
using figures::RowKind;
using figures::Table;

Cell Label(const std::string& text, int indent = 0) {
  Cell cell;
  cell.printed = text;
  cell.indent = indent;
  return cell;
}
Cell Figure(const std::string& name, const figures::Value& value) {
  Cell cell;
  cell.figure = name;
  cell.value = value;
  cell.printed = figures::Print(value);
  cell.align = Align::kRight;
  return cell;
}

Table Sample() {
  Table table;
  table.id = "sample";
  table.title = "三公经费 <决算> & \"表\"";
  table.subtitle = "某市司法局    单位：万元";
  table.sections = {
      {.title = "一",
       .columns = {{"项目", Align::kLeft, 30},
                   {"预算数", Align::kRight, 12, {"财政拨款"}},
                   {"决算数", Align::kRight, 12, {"财政拨款"}}},
       .rows = {{RowKind::kPlain,
                 {Label("公务接待", 1), Figure("paid(line=A)", core::Fen(18'048'00)),
                  Figure("execution_rate", figures::Ratio{1, 3})}},
                {RowKind::kTotal, {Label("合计"), Figure("paid", core::Fen(205'997'00))}}}},
      {.title = "",
       .columns = {{"", Align::kLeft, 20}, {"", Align::kLeft, 34}},
       .rows = {{RowKind::kPlain, {Label("=1+1"), Label("两行\n文字")}}}}};
  table.notes = {"说明"};
  table.provenance = {.book = "431200",
                      .position = 998,
                      .root = "\xAB\x12",
                      .as_of = core::Day::OfNumber(20241231).value(),
                      .known_at = core::Instant(1'733'000'000'000'000),
                      .policy = {"hunan-2024", 1}};
  return table;
}

uint32_t Number(const std::string& bytes, size_t at, int size) {
  uint32_t number = 0;
  for (int i = size - 1; i >= 0; --i) {
    number = number << 8 | static_cast<unsigned char>(bytes.at(at + static_cast<size_t>(i)));
  }
  return number;
}

std::string Inflated(const std::string& bytes, size_t at, size_t packed, size_t size) {
  std::string text(size, '\0');
  z_stream stream{};
  EXPECT_EQ(inflateInit2(&stream, -15), Z_OK);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data() + at));
  stream.avail_in = static_cast<uInt>(packed);
  stream.next_out = reinterpret_cast<Bytef*>(text.data());
  stream.avail_out = static_cast<uInt>(size);
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  inflateEnd(&stream);
  return text;
}

// The files of a zip archive, by its central directory.
std::map<std::string, std::string> Unzip(const std::string& bytes) {
  std::map<std::string, std::string> files;
  const size_t end = bytes.rfind("PK\x05\x06");
  if (end == std::string::npos) return files;
  size_t at = Number(bytes, end + 16, 4);
  for (uint32_t i = Number(bytes, end + 10, 2); i > 0; --i) {
    const size_t packed = Number(bytes, at + 20, 4);
    const size_t size = Number(bytes, at + 24, 4);
    const size_t name = Number(bytes, at + 28, 2);
    const size_t local = Number(bytes, at + 42, 4);
    const size_t data = local + 30 + Number(bytes, local + 26, 2) + Number(bytes, local + 28, 2);
    files[bytes.substr(at + 46, name)] = Number(bytes, at + 10, 2) == 0
                                             ? bytes.substr(data, size)
                                             : Inflated(bytes, data, packed, size);
    at += 46 + name + Number(bytes, at + 30, 2) + Number(bytes, at + 32, 2);
  }
  return files;
}

std::map<std::string, std::string> Workbook(const Table& table) {
  const auto bytes = Xlsx(table);
  return bytes ? Unzip(*bytes) : std::map<std::string, std::string>();
}

size_t Times(const std::string& text, const std::string& part) {
  size_t times = 0;
  for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++times;
  return times;
}

TEST(Groups, ShareAHeadAmongNeighbours) {
  figures::Section section;
  section.columns = {{"a", Align::kLeft, 0},
                     {"b", Align::kLeft, 0, {"X", "Y"}},
                     {"c", Align::kLeft, 0, {"X", "Z"}},
                     {"d", Align::kLeft, 0, {"W", "Z"}}};
  const auto lines = GroupsAbove(section);
  ASSERT_EQ(lines.size(), 2u);
  ASSERT_EQ(lines[0].size(), 3u);
  EXPECT_EQ(lines[0][1].head, "X");
  EXPECT_EQ(lines[0][1].columns, 2u);
  // Z stands under X and under W: two heads.
  EXPECT_EQ(lines[1].size(), 4u);
}

TEST(Page, LetsSectionsShareAGridThatTheyCover) {
  Table table = Sample();
  Cell again = Label("公务接待", 1);
  again.same_as_above = true;
  table.sections[0].rows.insert(table.sections[0].rows.begin() + 1, {RowKind::kPlain, {again}});
  const std::vector<Page> pages = PagesOf(table);
  ASSERT_EQ(pages.size(), 1u);
  const Page& page = pages[0];
  EXPECT_EQ(page.Width(), 540);
  EXPECT_EQ(page.blocks[0].heads, 3u);  // title, group, heads
  for (const Block& block : page.blocks) {
    std::map<std::pair<size_t, size_t>, int> covered;
    for (const Box& box : block.boxes) {
      for (size_t row = box.row; row < box.row + box.rows; ++row) {
        for (size_t i = box.column; i < box.column + box.columns; ++i) ++covered[{row, i}];
      }
    }
    EXPECT_EQ(covered.size(), block.rows * page.widths.size());
    for (const auto& [place, times] : covered) EXPECT_EQ(times, 1) << place.first;
  }
}

TEST(Page, MakesBoundariesMeetThatNearlyDo) {
  Table table = Sample();
  table.sections[1].columns = {{"", Align::kLeft, 31}, {"", Align::kLeft, 25}};
  EXPECT_EQ(PagesOf(table)[0].widths.size(), 3u);
}

TEST(Page, LeavesNarrowColumnsTheirOwnWidth) {
  Table table = Sample();
  table.sections[0].columns = {
      {"a", Align::kLeft, 82}, {"b", Align::kLeft, 4}, {"c", Align::kLeft, 4}};
  table.sections[0].rows.clear();
  table.sections[1].columns = {{"", Align::kLeft, 84}, {"", Align::kLeft, 6}};
  // 84 is near 82 and 86 on a page of 90, but half a narrow column away.
  EXPECT_EQ(PagesOf(table)[0].widths, (std::vector<int>{820, 20, 20, 40}));
}

TEST(Page, GivesATextThatJustFitsOneLine) {
  Table table = Sample();
  table.sections.resize(1);
  auto& section = table.sections[0];
  section.columns = {{"", Align::kLeft, 8}};
  section.rows = {{RowKind::kPlain, {Label("决算总表")}}, {RowKind::kPlain, {Label("决算总表一")}}};
  const auto lines = PagesOf(table).at(0).lines;
  ASSERT_GE(lines.size(), 2u);
  EXPECT_EQ(lines[lines.size() - 2], 1u);
  EXPECT_EQ(lines.back(), 2u);
}

TEST(Page, IsThereForATableOfNothing) {
  Table table = Sample();
  table.sections.clear();
  EXPECT_EQ(PagesOf(table).size(), 1u);
  EXPECT_NE(Html(table).find("<h1>"), std::string::npos);
  EXPECT_FALSE(Workbook(table).empty());
}

TEST(Html, EscapesWhatItShowsAndNamesItsFigures) {
  const std::string html = Html(Sample());
  EXPECT_NE(html.find("<title>三公经费 &lt;决算&gt; &amp; &quot;表&quot;</title>"),
            std::string::npos);
  EXPECT_NE(html.find("title=\"paid(line=A)\n1804800 fen\">1.80</td>"), std::string::npos);
  EXPECT_NE(html.find("<th colspan=\"2\">财政拨款</th>"), std::string::npos);
  EXPECT_NE(html.find("<th colspan=\"2\" rowspan=\"2\">项目</th>"), std::string::npos);
  EXPECT_NE(html.find("lang=\"zh-CN\""), std::string::npos);
  EXPECT_NE(html.find("size: A4 portrait"), std::string::npos);
  EXPECT_NE(html.find("<span>某市司法局</span><span>单位：万元</span>"), std::string::npos);
  EXPECT_NE(html.find("根哈希：ab12"), std::string::npos);
}

TEST(Html, KeepsRecordedTextOutOfItsMarkup) {
  Table table = Sample();
  table.sections[0].rows[0].cells[0].printed = "</td><script>alert(1)</script>\x1b[31m";
  table.provenance.book = "</style><script>";
  const std::string html = Html(table);
  EXPECT_EQ(html.find("<script"), std::string::npos);
  EXPECT_EQ(html.find('\x1b'), std::string::npos);
  EXPECT_EQ(Times(html, "</style>"), 1u);
}

// The table's type in tenths of a point.
int TypeOf(const std::string& html) {
  const std::string before = "<table style=\"font-size: ";
  const size_t at = html.find(before) + before.size();
  return std::stoi(html.substr(at)) * 10 + (html[html.find('.', at) + 1] - '0');
}

TEST(Html, MakesItsTypeSmallerWhereNumbersWouldBreak) {
  Table table = Sample();
  EXPECT_EQ(TypeOf(Html(table)), 95);
  table.sections[0].columns[0].width = 90;  // of 114 characters on a page's breadth
  const int wide = TypeOf(Html(table));
  EXPECT_LT(wide, 95);
  EXPECT_GT(wide, 70);
  table.sections[0].rows[0].cells[1].printed = "123456789.12";  // in twelve characters' breadth
  EXPECT_LT(TypeOf(Html(table)), wide);
  table.sections[0].rows[0].cells[1].printed = std::string(200, '9');
  EXPECT_EQ(TypeOf(Html(table)), 65) << "to be read at all";
}

TEST(Html, GivesBlankRowsTheHeightOfALine) {
  EXPECT_NE(Html(Sample()).find("height: 1.3em;"), std::string::npos);
}

TEST(Html, BreaksHeadsEvenlyAndKeepsADigestBehindItsName) {
  const std::string html = Html(Sample());
  EXPECT_NE(html.find("text-align: center; text-wrap: balance; }"), std::string::npos);
  EXPECT_NE(html.find(".provenance span { display: inline-block;"), std::string::npos);
}

TEST(Html, StandsOnItsSideWhenWide) {
  Table table = Sample();
  table.sections[0].columns[0].width = 120;
  EXPECT_NE(Html(table).find("size: A4 landscape"), std::string::npos);
}

TEST(Xlsx, HoldsNumbersMergedHeadsAndNotes) {
  auto files = Workbook(Sample());
  const std::string& sheet = files["xl/worksheets/sheet1.xml"];
  EXPECT_NE(sheet.find("<v>1.8048</v>"), std::string::npos) << sheet;  // exact, not as printed
  EXPECT_NE(sheet.find("<v>20.5997"), std::string::npos);
  EXPECT_NE(sheet.find("<v>0.3333333333333333"), std::string::npos);
  EXPECT_NE(sheet.find("<mergeCell ref=\"A1:D1\"/>"), std::string::npos) << sheet;  // the title
  EXPECT_NE(sheet.find("paperSize=\"9\""), std::string::npos);
  EXPECT_NE(sheet.find("fitToHeight=\"0\""), std::string::npos);
  EXPECT_NE(sheet.find("ab12"), std::string::npos);
  EXPECT_EQ(sheet.find("<f>"), std::string::npos);  // "=1+1" is a text
  EXPECT_NE(files["xl/comments1.xml"].find("paid(line=A)\n1804800 fen"), std::string::npos);
  EXPECT_NE(files["xl/styles.xml"].find("#,##0.00"), std::string::npos);
  EXPECT_NE(files["xl/workbook.xml"].find("Print_Area"), std::string::npos);
  EXPECT_NE(files["xl/sharedStrings.xml"].find("=1+1"), std::string::npos);
}

TEST(Xlsx, IsTheSameBytesForTheSameTable) { EXPECT_EQ(Xlsx(Sample()), Xlsx(Sample())); }

TEST(Xlsx, LeavesWordsThatSayMoreThanTheirValue) {
  Table table = Sample();
  Cell declared = Figure("paid", core::Fen(100'000'00));
  declared.printed = "10.00（填报）";
  Cell nothing = Figure("cuts", core::Fen(0));
  nothing.printed = "";  // a form that leaves zeros blank
  table.sections[0].rows = {{RowKind::kPlain, {Label("x"), declared, nothing}}};
  auto files = Workbook(table);
  EXPECT_NE(files["xl/sharedStrings.xml"].find("10.00（填报）"), std::string::npos);
  EXPECT_NE(files["xl/worksheets/sheet1.xml"].find("<v>0</v>"), std::string::npos);
  EXPECT_NE(files["xl/styles.xml"].find("#,##0.00_ ;-#,##0.00_ ;"), std::string::npos);
}

TEST(Xlsx, GivesEveryPageASheetWhateverItIsCalled) {
  Table table = Sample();
  table.sections[0].page = "项目[一]:*?/\\'";
  table.sections[1].page = "项目[一]:*?/\\'";
  auto files = Workbook(table);
  EXPECT_TRUE(files.contains("xl/worksheets/sheet2.xml"));
  EXPECT_NE(files["xl/workbook.xml"].find("项目 一"), std::string::npos);
}

TEST(Xlsx, SurvivesBytesThatAreNoTextAndTextsWithoutEnd) {
  Table table = Sample();
  table.title = std::string(500, '\xFF');
  table.sections[0].rows[0].cells[0].printed = std::string(100'000, 'x') + "\x01\xC3";
  table.sections[0].rows[0].cells[1].figure = std::string(5'000, 'f');
  table.provenance.policy.id = std::string(500, '&');
  EXPECT_FALSE(Workbook(table).empty());
}

}  // namespace
}  // namespace outturn::render
