// Names of the schema in refusals, as people read them.
#include "services/wire/refusal_words.h"

#include <gtest/gtest.h>

namespace outturn::wire {
namespace {

using core::Language;
using core::Reason;
using core::Refusal;

std::string Chinese(const Refusal& refusal) {
  return core::Message(InWords(refusal, Language::kChinese), Language::kChinese);
}

TEST(RefusalWords, SayFieldsAndKindsAsTheSchemaCallsThem) {
  EXPECT_EQ(Chinese({Reason::kUnknownCode,
                     {{"field", "economic_class"}, {"code", "办公费"}, {"code_tables", "2024"}}}),
            "经济分类 办公费 不在代码表 2024 中");
  EXPECT_EQ(Chinese({Reason::kDocumentMissing, {{"kind", "virement"}}}), "调剂须有文号");
  EXPECT_EQ(Chinese({Reason::kClassNotInCategory,
                     {{"economic_class", "30201"}, {"category", "personnel"}}}),
            "经济分类 30201 不能列入支出类别 人员经费 的指标");
  EXPECT_EQ(Chinese({Reason::kLedgerClosed,
                     {{"ledger", "431200-136/2024"},
                      {"kind", "payment"},
                      {"allowed", "prior_year_refund, ledger_reopened"}}}),
            "账套 431200-136/2024 已关账，不再受理 支付；关账后可受理：收回以前年度支出、重新开账");
  EXPECT_EQ(Chinese({Reason::kThreePublicExceeded,
                     {{"three_public", "reception"},
                      {"asked", "2.00"},
                      {"headroom", "1.00"},
                      {"on", "2024-03-01"}}}),
            "三公经费 公务接待费 可用 1.00 元（2024-03-01 最低），申请 2.00 元");
}

TEST(RefusalWords, SayDaysThatAreNoFields) {
  EXPECT_EQ(Chinese({Reason::kDayTooLate,
                     {{"field", "published_on"},
                      {"day", "2999-01-01"},
                      {"bound", "recorded_on"},
                      {"bound_day", "2026-11-30"}}}),
            "公开日期 2999-01-01 晚于 登记日期 2026-11-30");
}

TEST(RefusalWords, WriteWhatDiffersAsPeopleDo) {
  const auto differs = [](const char* field, const char* recorded, const char* sent) {
    return Chinese({Reason::kIdReused,
                    {{"ref", "a/1"},
                     {"position", "5"},
                     {"field", field},
                     {"recorded", recorded},
                     {"sent", sent}}});
  };
  EXPECT_EQ(differs("payment.amount_fen", "600000", "600001"),
            "外部编号 a/1 已用于另一条记录（位置 5）：字段 金额 原为 6000.00，现为 6000.01");
  EXPECT_EQ(
      differs("header.effective_on", "20240301", "20240302"),
      "外部编号 a/1 已用于另一条记录（位置 5）：字段 生效日期 原为 2024-03-01，现为 2024-03-02");
  EXPECT_EQ(differs("virement.legs[1].amount_fen", "", "5"),
            "外部编号 a/1 已用于另一条记录（位置 5）：字段 金额（第 2 项） 原为 （空），现为 0.05");
  EXPECT_EQ(differs("indicator_set.weight", "500", "750"),
            "外部编号 a/1 已用于另一条记录（位置 5）：字段 分值 原为 5.00，现为 7.50");
  EXPECT_EQ(differs("reversal.reason", "甲", "乙"),
            "外部编号 a/1 已用于另一条记录（位置 5）：字段 原因 原为 甲，现为 乙")
      << "not the header's";
  EXPECT_EQ(differs("header.override.reason", "甲", "乙"),
            "外部编号 a/1 已用于另一条记录（位置 5）：字段 放行原因 原为 甲，现为 乙");
  EXPECT_EQ(differs("payment.payee", "12", "13"),
            "外部编号 a/1 已用于另一条记录（位置 5）：字段 收款人 原为 12，现为 13");
}

TEST(RefusalWords, LeaveWhatIsNoNameOfTheSchema) {
  const Refusal refusal{Reason::kPolicyInvalid,
                        {{"field", "weights.total"}, {"found", "3"}, {"allowed", "1, 2"}}};
  EXPECT_EQ(InWords(refusal, Language::kChinese), refusal);
  EXPECT_EQ(InWords(refusal, Language::kEnglish), refusal);
}

}  // namespace
}  // namespace outturn::wire
