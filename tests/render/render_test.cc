#include "services/render/render.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "services/render/text_table.h"
#include "services/render/width.h"

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
Cell Money(const std::string& figure, int64_t fen) {
  Cell cell;
  cell.figure = figure;
  cell.value = core::Fen(fen);
  cell.printed = figures::Print(cell.value);
  cell.align = Align::kRight;
  return cell;
}

Table Sample() {
  Table table;
  table.id = "sample";
  table.title = "三公经费";
  table.subtitle = "单位：万元";
  table.sections = {
      {.title = "一",
       .columns = {{"项目", Align::kLeft, 0}, {"决算数", Align::kRight, 0}},
       .rows = {{RowKind::kPlain, {Label("公务接待", 1), Money("paid(line=A)", 18'048'00)}},
                {RowKind::kTotal, {Label("合计"), Money("paid", 205'997'00)}}}}};
  table.notes = {"说明"};
  table.provenance = {.book = "431200",
                      .position = 998,
                      .root = "\xAB\x12",
                      .as_of = core::Day::OfNumber(20241231).value(),
                      .known_at = core::Instant(1'733'000'000'000'000),
                      .policy = {"hunan-2024", 1}};
  return table;
}

TEST(Text, AlignsWideCharacters) {
  EXPECT_EQ(Text(Sample()),
            "三公经费\n"
            "单位：万元\n"
            "\n"
            "一\n"
            "项目        决算数\n"
            "──────────────────\n"
            "  公务接待    1.80\n"
            "──────────────────\n"
            "合计         20.60\n"
            "\n"
            "说明\n"
            "\n"
            "截至：2024-12-31\n"
            "账簿：431200\n"
            "所据事项：1–998（记录于 2024-12-01）\n"
            "根哈希：ab12\n"
            "政策：hunan-2024@1\n");
}

TEST(Text, NeverPrintsWiderThanAsked) {
  Table table = Sample();
  std::string long_text;
  for (int i = 0; i < 60; ++i) long_text += "绩效 goal，";
  table.sections[0].rows.push_back({RowKind::kPlain, {Label(long_text, 2), Money("paid", 1)}});
  table.sections[0].rows.push_back({RowKind::kPlain, {Label("short"), Label(long_text)}});
  table.notes.push_back(long_text);
  table.title = long_text;
  for (const size_t width : {60, 80, 120}) {
    std::istringstream lines(Text(table, {.width = width}));
    for (std::string line; std::getline(lines, line);) {
      EXPECT_LE(DisplayWidth(line), width) << line;
      EXPECT_FALSE(line.ends_with(' ')) << line;
    }
  }
}

TEST(Text, LeavesOutWhatTheRowAboveSays) {
  Table table = Sample();
  Cell again = Label("产出指标");
  again.same_as_above = true;
  table.sections[0].rows = {{RowKind::kPlain, {Label("产出指标"), Label("a")}},
                            {RowKind::kPlain, {again, Label("b")}}};
  EXPECT_NE(Text(table).find("产出指标       a\n               b\n"), std::string::npos)
      << Text(table);
}

TEST(Text, PrintsProseAmongNumbersOnceInARow) {
  const auto right = [](const char* printed) {
    Cell cell = Label(printed);
    cell.align = Align::kRight;
    return cell;
  };
  Table table = Sample();
  table.sections[0].rows = {
      {RowKind::kPlain,
       {right("切实做好普法工作，组织好宣传活动"), right("切实做好普法工作，组织好宣传活动")}},
      {RowKind::kPlain, {right("1,234.00"), right("1,234.00")}}};
  const std::string text = Text(table);
  EXPECT_NE(text.find("组织好宣传活动  "), std::string::npos) << text;
  EXPECT_NE(text.find("〃\n"), std::string::npos) << text;
  EXPECT_NE(text.find(" 1,234.00\n"), std::string::npos) << text;
}

TEST(TextTable, SpansColumnsAndBreaksHeads) {
  TextTable table;
  table.columns = {{"item", false, true}, {"年初预算数合计", true, false}, {"x", true, false}};
  table.rows = {{{"a", "1.00", "2.00"}, false},
                {{TextCell("a long label over three columns", 3)}, false}};
  EXPECT_EQ(table.ToText(24),
            "item      年初预算     x\n"
            "            数合计\n"
            "────────────────────────\n"
            "a             1.00  2.00\n"
            "a long label over three\n"
            "columns\n");
}

TEST(TextTable, OfNothingPrintsItsHeads) {
  TextTable table;
  table.columns = {{"项目", false, true}, {"数", true, false}};
  EXPECT_EQ(table.ToText(), "项目  数\n────────\n");
  EXPECT_EQ(TextTable().ToText(), "");
}

TEST(TextTable, IgnoresCellsBeyondItsColumns) {
  TextTable table;
  table.columns = {{"", false, true}};
  table.rows = {{{"a", "b"}, false}, {{TextCell("c", 9)}, false}, {{}, false}};
  EXPECT_EQ(table.ToText(), "a\nc\n\n");
}

TEST(Json, GivesEveryCellItsFigureAndExactValue) {
  Table table = Sample();
  Cell rate;
  rate.figure = "execution_rate";
  rate.value = figures::NoValue{figures::Absence::kDenominatorZero};
  table.sections[0].rows.push_back({RowKind::kPlain, {Label("率"), rate}});
  const auto json = nlohmann::json::parse(Json(table));
  EXPECT_EQ(json["form"], "sample");
  EXPECT_EQ(json["provenance"]["as_of"], "2024-12-31");
  EXPECT_EQ(json["provenance"]["position"], 998);
  const auto& rows = json["sections"][0]["rows"];
  EXPECT_EQ(rows[0]["cells"][0], (nlohmann::json{{"printed", "公务接待"}, {"indent", 1}}));
  EXPECT_EQ(rows[1]["kind"], "total");
  EXPECT_EQ(rows[1]["cells"][1],
            (nlohmann::json{
                {"figure", "paid"}, {"value", "20599700"}, {"unit", "fen"}, {"printed", "20.60"}}));
  EXPECT_TRUE(rows[2]["cells"][1]["value"].is_null());
  EXPECT_EQ(rows[2]["cells"][1]["absent"], "the denominator is zero");
}

TEST(Json, SurvivesBytesThatAreNoText) {
  Table table = Sample();
  table.notes = {"\xFF\xFE"};
  EXPECT_TRUE(nlohmann::json::accept(Json(table)));
}

TEST(Csv, FollowsTheStandard) {
  Table table = Sample();
  table.sections[0].rows = {{RowKind::kPlain, {Label("a,\"b\"\nc"), Money("paid", -100'000'00)}}};
  table.notes.clear();
  const std::string csv = Csv(table);
  EXPECT_TRUE(csv.starts_with("\xEF\xBB\xBF三公经费\r\n单位：万元\r\n\r\n一\r\n项目,决算数\r\n"));
  EXPECT_NE(csv.find("\"a,\"\"b\"\"\nc\",-10.00\r\n"), std::string::npos) << csv;
  EXPECT_TRUE(Csv(table, false).starts_with("三公经费"));
}

TEST(Csv, FillsTheColumnsASpanCovers) {
  Table table = Sample();
  Cell wide = Label("总分");
  wide.columns = 2;
  table.sections[0].rows = {{RowKind::kPlain, {wide, Label("x")}}};
  EXPECT_NE(Csv(table).find("\r\n总分,,x\r\n"), std::string::npos);
}

TEST(Csv, GivesEveryRecordOfASectionTheSameNumberOfFields) {
  Table table = Sample();
  Cell wide = Label("调整");
  wide.columns = 2;
  table.sections[0].rows = {{RowKind::kPlain, {Label("一")}}, {RowKind::kPlain, {wide}}};
  EXPECT_NE(Csv(table).find("\r\n一,\r\n调整,\r\n"), std::string::npos) << Csv(table);
}

TEST(Csv, DisarmsFormulas) {
  Table table = Sample();
  table.sections[0].rows = {{RowKind::kPlain, {Label("=1+1"), Label("-1+cmd|' /C calc'!A0")}},
                            {RowKind::kPlain, {Label("@x"), Label("-48.84")}},
                            {RowKind::kPlain, {Label("+"), Label("+17.67")}}};
  const std::string csv = Csv(table);
  EXPECT_NE(csv.find("\r\n'=1+1,'-1+cmd|"), std::string::npos) << csv;
  EXPECT_NE(csv.find("\r\n'@x,-48.84\r\n'+,+17.67\r\n"), std::string::npos) << csv;
}

TEST(ProvenanceLines, SpeakTheTablesLanguage) {
  Table table = Sample();
  table.language = figures::Language::kEnglish;
  EXPECT_EQ(ProvenanceLines(table).front(), "as of: 2024-12-31");
  EXPECT_EQ(ProvenanceLines(table).back(), "policy: hunan-2024@1");
}

TEST(TextTable, CutsNoWordWhileAnotherColumnHasRoom) {
  TextTable table;
  table.columns = {{"economic classification"}, {"about"}};
  table.rows.push_back(
      {{"contract-2024-000017", std::string("一二三四五六七八九十").append("一二三四五六")},
       false});
  const std::string text = table.ToText(40);
  EXPECT_NE(text.find("classification"), std::string::npos) << text;
  EXPECT_NE(text.find("contract-2024-000017"), std::string::npos) << text;
}

TEST(TextTable, BreaksAHeadBetweenItsWords) {
  TextTable table;
  table.columns = {{"item", false, true}, {"carry-over and adjustments", true}};
  table.rows = {{{"a", "1.00"}, false}};
  for (size_t width = 17; width < 40; ++width) {
    const std::string text = table.ToText(width);
    for (const char* word : {"carry-over", "and", "adjustments"}) {
      EXPECT_NE(text.find(word), std::string::npos) << width << "\n" << text;
    }
  }
}

TEST(TextTable, LaterPagesStandUnderTheFirst) {
  TextTable first;
  first.columns = {{"id"}, {"yuan", true}};
  first.rows.push_back({{"long-id-1", "1.00"}, false});
  std::vector<size_t> widths;
  (void)first.ToText(80, &widths);
  TextTable later;
  later.columns = {{""}, {"", true}};
  later.rows.push_back({{"b", "2.00"}, false});
  EXPECT_EQ(later.ToText(80, &widths), "b          2.00\n");
}

}  // namespace
}  // namespace outturn::render
