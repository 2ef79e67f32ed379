// Packs with what is classified withheld: what goes out, and what of the rest still is proved.
#include <gmock/gmock.h>

#include "tests/audit/support.h"

namespace outturn::audit {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

core::Command Secret(const std::string& id, const std::string& line, const std::string& project) {
  core::Command command = app::OpenLine(id, line);
  auto& opened = std::get<core::LineOpened>(command.body);
  opened.name = "公用经费";
  opened.category = core::LineCategory::kProject;
  opened.project = project;
  opened.project_name = "雪亮工程";
  opened.project_kind = core::ProjectKind::kSpecialFund;
  opened.classified = true;
  return command;
}

template <typename Body>
core::Command Said(const std::string& id, Body body) {
  core::Command command = app::Pay(id, "X01", 1);
  command.body = std::move(body);
  return command;
}

// A form for the public that names single lines.
constexpr char kByLine[] = R"form({
  "id": "byline", "title": {"zh": "按指标", "en": "By line"}, "audience": "public",
  "sections": [{
    "title": "",
    "columns": [{"head": {"zh": "指标", "en": "line"}},
                {"head": {"zh": "执行数", "en": "paid"}, "figure": "paid({select})"}],
    "rows": [
      {"cells": [{"label": {"zh": "合计", "en": "Total"}}], "select": ""},
      {"cells": [{"label": {"zh": "说明", "en": "note"}}, {"figure": "text(byline, note)"}]},
      {"repeat": {"over": "lines"}, "cells": [{"label": "{line}"}], "select": "line={line}"}
    ]
}]
})form";

class Withheld : public AuditTest {
 protected:
  Withheld() {
    app::PackFiles files = packs.files;
    files["national-2024/forms/byline.json"] = kByLine;
    app::LoadedPacks loaded = app::LoadPacks(files);
    for (const app::PackError& error : loaded.errors) {
      ADD_FAILURE() << error.ToString(figures::Language::kEnglish);
    }
    packs = std::move(loaded.packs);
    world.Record({Secret("secret", "ZX09", "P-9"), app::Appropriate("sb", "ZX09", 400'000),
                  app::Pay("s1", "ZX09", 99'900)});
  }
  std::string Public() {
    app::PackOrder order;
    order.withhold_classified = true;
    return Create(order);
  }
  // Whether the event at the book's end is withheld in the pack.
  bool IsLastWithheld() {
    const std::string file = Public();
    EXPECT_EQ(Check(file).verdict, Verdict::kHolds)
        << Check(file).ToText(figures::Language::kEnglish);
    for (const char* secret : {"ZX09", "P-9", "雪亮工程"}) {
      EXPECT_THAT(file, Not(HasSubstr(secret)));
    }
    return Read(file).entries.back().withheld;
  }
};

TEST_F(Withheld, IsAFiledFormWithACellOfAClassifiedProject) {
  core::Declaration declared;
  declared.form = "annex1";
  declared.filed_on = core::Day::Parse("2024-06-09").value();
  declared.cells = {{"paid", "合计", "10.00"}, {"paid(project=P-9)", "其中", "999.00"}};
  world.Record({Said("d1", declared)});
  EXPECT_TRUE(IsLastWithheld());
  declared.cells.pop_back();
  world.Record({Said("d2", declared)});
  EXPECT_FALSE(IsLastWithheld());
}

TEST_F(Withheld, IsATextThatNamesAClassifiedProject) {
  world.Record({Said("t1", core::TextRecorded{"annex1", "thrift", "雪亮工程之外从俭"})});
  EXPECT_TRUE(IsLastWithheld());
  world.Record({Said("t2", core::TextRecorded{"annex1", "thrift", "一律从俭"})});
  EXPECT_FALSE(IsLastWithheld());
}

TEST_F(Withheld, IsLastYearsFigureOfAClassifiedProject) {
  core::PriorYearFigures figures;
  figures.figures = {{"paid(project=P-9)", core::Fen(500)}};
  world.Record({Said("f1", figures)});
  EXPECT_TRUE(IsLastWithheld());
}

TEST_F(Withheld, IsAPublicPaymentWhosePurposeNamesTheProject) {
  core::Command payment = app::Pay("p7", "X01", 10);
  std::get<core::Payment>(payment.body).purpose = "代垫P-9设备";
  world.Record({payment});
  EXPECT_TRUE(IsLastWithheld());
  EXPECT_EQ(Read(Public()).touched.lines, std::set<std::string>{"X01"});
  payment = app::Pay("p8", "X01", 10);
  std::get<core::Payment>(payment.body).purpose = "P-91";
  world.Record({payment});
  EXPECT_FALSE(Read(Public()).entries.back().withheld) << "another word";
  // Whatever is about that payment points at it.
  world.Record({app::Refund("r7", "p7", 3)});
  EXPECT_TRUE(Read(Public()).entries.back().withheld);
}

TEST_F(Withheld, IsADocumentNumberThatNamesIt) {
  core::Command payment = app::Pay("p7", "X01", 10);
  payment.header.document_number = "雪亮工程〔2024〕3号";
  world.Record({payment});
  EXPECT_TRUE(IsLastWithheld());
}

TEST_F(Withheld, IsNotWhatThePublicKnowsByTheSameName) {
  core::Command payment = app::Pay("p7", "X01", 10);
  std::get<core::Payment>(payment.body).purpose = "公用经费采购";  // the name of both lines
  world.Record({payment});
  EXPECT_FALSE(IsLastWithheld());
}

TEST_F(Withheld, LeavesAFormsTextBlankThatSaysTheName) {
  world.Record({Said("t1", core::TextRecorded{"byline", "note", "雪亮工程之外从俭"})});
  const std::string file = Public();
  EXPECT_THAT(file, Not(HasSubstr("雪亮工程")));
  EXPECT_EQ(Read(file).forms.count("byline"), 1u) << "the rest of the form is printed";
  EXPECT_TRUE(made.forms_left_out.empty());
  EXPECT_EQ(Check(file).verdict, Verdict::kHolds);
}

// A total less the public events is the one project's amount.
TEST_F(Withheld, ButWhatTotalsRevealAllTheSameIsTold) {
  (void)Public();
  std::vector<std::string> revealed;
  for (const figures::Revealed& one : made.leaks.exact) revealed.push_back(one.figure);
  EXPECT_THAT(revealed, Contains("paid(project=P-9)"));
  (void)Create();
  EXPECT_TRUE(made.leaks.exact.empty()) << "nothing is withheld";
}

class Forged : public Withheld {
 protected:
  // The pack with the first cell of `figure` printed otherwise, signed all the same.
  Verification With(const std::string& figure, Pack pack) {
    bool found = false;
    for (auto& [id, form] : pack.forms) {
      const size_t at = form.find("\"figure\": \"" + figure + "\"");
      const size_t printed = at == std::string::npos ? at : form.find("\"printed\": \"", at);
      if (printed == std::string::npos) continue;
      form.insert(printed + 12, "77");
      found = true;
    }
    EXPECT_TRUE(found) << figure;
    return Check(Written(pack));
  }
};

TEST_F(Forged, ACellOfAPublicLineIsFoundBesideOneThatCannotBeChecked) {
  const Pack pack = Read(Public());
  const Verification honest = Check(Written(pack));
  EXPECT_EQ(honest.verdict, Verdict::kHolds) << honest.ToText(figures::Language::kEnglish);
  EXPECT_GT(honest.not_checkable, 0u);
  EXPECT_THAT(honest.ToText(figures::Language::kEnglish), HasSubstr("not checkable: "));
  EXPECT_THAT(honest.ToJson(), HasSubstr("\"not_checkable\": "));
  const Verification forged = With("paid(line=X01)", pack);
  EXPECT_EQ(forged.verdict, Verdict::kDoesNotHold);
  EXPECT_EQ(Wrong(forged), "form byline");
  EXPECT_THAT(forged.ToText(figures::Language::kEnglish), HasSubstr("paid(line=X01): printed 77"));
  EXPECT_EQ(With("paid", pack).verdict, Verdict::kHolds) << "a total nobody can check";
}

TEST_F(Forged, AWordIsFound) {
  Pack pack = Read(Public());
  std::string& form = pack.forms.at("byline");
  const size_t at = form.find("按指标");
  ASSERT_NE(at, std::string::npos);
  form.replace(at, std::string("按指标").size(), "按项目");
  EXPECT_EQ(Wrong(Check(Written(pack))), "form byline");
}

TEST_F(Forged, AWithheldPublicEventIsFoundUnlessTheBookSaysWhatItIsAbout) {
  Pack pack = Read(Public());
  for (Entry& entry : pack.entries) {
    if (entry.position != 9) continue;  // p3, of 70 fen
    entry.withheld = true;
    entry.bytes.clear();
  }
  EXPECT_EQ(Wrong(Check(Written(pack))), "form byline");
  pack.touched.lines.insert("X01");
  const Verification said = Check(Written(pack));
  EXPECT_EQ(said.verdict, Verdict::kHolds) << said.ToText(figures::Language::kEnglish);
  EXPECT_THAT(said.ToText(figures::Language::kEnglish), HasSubstr("also about: line X01"));
}

}  // namespace
}  // namespace outturn::audit
