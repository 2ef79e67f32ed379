#include "clients/export/disclosure.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

namespace outturn::exporter {
namespace {

using testing::HasSubstr;
using testing::Not;

class Public : public testing::Test {
 protected:
  Public() {
    Line(
        "line: 'ZX09' name: '某专项' category: PROJECT project: 'P-9' project_name: '专案九' "
        "disclosure: CLASSIFIED");
    Line("line: 'GY01' name: '公用经费' category: PUBLIC");
    Line("line: 'ZX01' name: '普法' category: PROJECT project: 'P-1' project_name: '普法工作'");
  }

  void Line(const std::string& fields) {
    v1::LineOpened line;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(fields, &line));
    disclosure_.Learn(line);
  }

  std::optional<Disclosed> Shown(const std::string& command, std::vector<Movement> movements = {}) {
    v1::Event event;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(command, event.mutable_command()))
        << command;
    event.mutable_outcome()->set_has_headroom(true);
    return disclosure_.Public(event, movements);
  }

  Disclosure disclosure_{"U"};
};

TEST_F(Public, HasNothingOfAClassifiedLine) {
  EXPECT_FALSE(Shown("line_opened { line: 'ZX09' name: '某专项' }"));
  EXPECT_FALSE(Shown("payment { line: 'ZX09' }", {{Account::kPaid, "ZX09", "30201", 5}}));
  EXPECT_FALSE(Shown("goal_stated { project: 'P-9' expected: 'x' }"));
  EXPECT_FALSE(Shown("text_recorded { form: 'annex1' cell: 'c' text: '含专案九经费' }"));
  EXPECT_FALSE(Shown("indicator_set { indicator: 'S9' project: 'P-9' }"));
  EXPECT_FALSE(Shown("result_reported { indicator: 'S9' value: '5' }"));
  EXPECT_EQ(disclosure_.withheld(), 6u);
}

TEST_F(Public, HasTheRestAsItIs) {
  EXPECT_TRUE(Shown("line_opened { line: 'ZX01' name: '普法' }"));
  EXPECT_TRUE(Shown("result_reported { indicator: 'S1' value: '5' }"));
  EXPECT_TRUE(Shown("goal_stated { project: 'P-91' expected: 'ZX091' }")) << "another code";
  const auto paid =
      Shown("payment { line: 'GY01' payee: '某店' }", {{Account::kPaid, "GY01", "30201", 5}});
  ASSERT_TRUE(paid);
  EXPECT_TRUE(paid->event.outcome().has_headroom());
  EXPECT_EQ(disclosure_.withheld() + disclosure_.shortened(), 0u);
}

TEST_F(Public, KeepsThePublicLegsOfAVirement) {
  const auto shown = Shown(
      "virement { legs { unit: 'U' line: 'ZX09' direction: OUT amount_fen: 5 } "
      "legs { unit: 'U' line: 'GY01' direction: IN amount_fen: 3 } "
      "legs { unit: 'V' line: 'GY01' direction: IN amount_fen: 2 } }",
      {{Account::kVirement, "ZX09", "", -5}, {Account::kVirement, "GY01", "", 3}});
  ASSERT_TRUE(shown);
  EXPECT_EQ(shown->event.command().virement().legs_size(), 1);
  EXPECT_EQ(shown->movements, (std::vector<Movement>{{Account::kVirement, "GY01", "", 3}}));
  EXPECT_FALSE(shown->event.has_outcome()) << "the headroom is of the first leg's line";
}

TEST_F(Public, DoesNotSayWhereACorrectedPaymentCameFrom) {
  const std::string payment = "payment { source: 's' external_id: 'P-1' }";
  const auto shown =
      Shown("correction { " + payment +
                " from_line: 'ZX09' from_economic_class: '30201' to_line: 'GY01' "
                "to_economic_class: '30201' reason: '不属某专项' }",
            {{Account::kPaid, "ZX09", "30201", -5}, {Account::kPaid, "GY01", "30201", 5}});
  ASSERT_TRUE(shown);
  EXPECT_THAT(shown->event.DebugString(), Not(HasSubstr("ZX09")));
  EXPECT_FALSE(shown->event.command().correction().has_payment());
  EXPECT_EQ(shown->event.command().correction().reason(), "");
  EXPECT_EQ(shown->movements.size(), 1u);
  const auto reversed =
      Shown("reversal { " + payment + " line: 'GY01' economic_class: '30201' payment_position: 9 }",
            {{Account::kPaid, "GY01", "30201", -5}});
  ASSERT_TRUE(reversed);
  EXPECT_FALSE(reversed->event.command().reversal().has_payment());
  EXPECT_EQ(reversed->event.command().reversal().payment_position(), 0u);
}

TEST_F(Public, LosesTextsThatNameAClassifiedProjectButNotTheMoney) {
  const auto shown =
      Shown("payment { line: 'GY01' payee: '某店' purpose: '代垫P-9' amount_fen: 5 }",
            {{Account::kPaid, "GY01", "30201", 5}});
  ASSERT_TRUE(shown);
  EXPECT_EQ(shown->event.command().payment().purpose(), "");
  EXPECT_EQ(shown->event.command().payment().payee(), "某店");
  EXPECT_EQ(shown->movements.size(), 1u);
}

TEST_F(Public, HasNothingOfAPublicLineWhoseProjectIsClassified) {
  Line("line: 'ZX02' name: '配套' category: PROJECT project: 'P-9' project_name: '专案九'");
  EXPECT_FALSE(Shown("payment { line: 'ZX02' }", {{Account::kPaid, "ZX02", "30201", 5}}));
  EXPECT_FALSE(Shown("goal_stated { project: 'P-9' expected: 'x' }"));
}

TEST_F(Public, DropsSingleCellsOfAFiledForm) {
  const auto shown = Shown(
      "declaration { form: 'annex1' cells { label: '合计' printed: '5' } "
      "cells { label: '某专项' printed: '2' } "
      "cells { label: 'x' figure: 'paid(line=ZX09)' } }");
  ASSERT_TRUE(shown);
  EXPECT_EQ(shown->event.command().declaration().cells_size(), 1);
}

}  // namespace
}  // namespace outturn::exporter
