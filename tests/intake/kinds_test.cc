#include "services/intake/kinds.h"

#include <gtest/gtest.h>

#include <set>

#include "services/intake/fields.h"

namespace outturn::intake {
namespace {

const Field& At(const Kind& kind, const char* spelling) {
  const int index = kind.Find(spelling);
  EXPECT_GE(index, 0) << spelling;
  return kind.fields[index >= 0 ? index : 0];
}

TEST(Kinds, AreFoundByEveryName) {
  for (const char* name : {"支付", "payment", "Payment", "payment make", "PAYMENT_MAKE"}) {
    const Kind* kind = FindKind(name);
    ASSERT_NE(kind, nullptr) << name;
    EXPECT_EQ(kind->member->name(), "payment");
  }
  EXPECT_EQ(FindKind("付"), nullptr);
}

TEST(Fields, AReferenceMayBeTypedInFullWidth) {
  const Kind& kind = *FindKind("payment");
  v1::Command command;
  EXPECT_FALSE(
      SetField(kind.fields[kind.FindPath("payment.commitment")], "ｈｔ／ＨＴ－７", &command));
  EXPECT_EQ(command.payment().commitment().source(), "ht");
  EXPECT_EQ(command.payment().commitment().external_id(), "HT-7");
}

TEST(Kinds, HaveNamesVerbsAndUniqueFlags) {
  std::set<std::string> commands;
  for (const Kind& kind : Kinds()) {
    EXPECT_FALSE(kind.name.zh.empty()) << kind.member->name();
    EXPECT_FALSE(kind.verb.empty()) << kind.member->name();
    EXPECT_TRUE(commands.insert(kind.noun + " " + kind.verb).second) << kind.member->name();
    EXPECT_LE(kind.fields.size(), 64u) << kind.member->name();
    std::set<std::string> flags;
    for (const Field& field : kind.fields) {
      EXPECT_TRUE(flags.insert(field.flag).second) << kind.member->name() << " --" << field.flag;
      EXPECT_EQ(kind.Find(field.dotted) >= 0, true) << field.dotted;
    }
  }
}

TEST(Kinds, FindColumnsByAnySpelling) {
  const Kind& payment = *FindKind("payment");
  for (const char* name : {"金额", "amount", "amount_fen", "Amount Fen", "金额（元）", "金额(元)",
                           "payment.amount_fen", " ＡＭＯＵＮＴ　"}) {
    EXPECT_EQ(At(payment, name).dotted, "payment.amount_fen") << name;
  }
  EXPECT_EQ(At(payment, "支付单号").dotted, "header.external_id");
  EXPECT_EQ(At(payment, "合同").dotted, "payment.commitment.external_id");
  EXPECT_EQ(At(payment, "commitment.source").dotted, "payment.commitment.source");
  EXPECT_EQ(At(payment, "来源系统").dotted, "header.source");
}

TEST(Kinds, GiveAListsPartsTheirOwnColumns) {
  const Kind& supplement = *FindKind("追加");
  EXPECT_EQ(At(supplement, "经济分类").dotted, "supplement.amounts.economic_class");
  EXPECT_EQ(At(supplement, "金额").dotted, "supplement.amounts.amount_fen");
  EXPECT_EQ(At(supplement, "金额明细").dotted, "supplement.amounts");
}

TEST(Kinds, KeepTheHeadersUnitApartFromAnIndicatorsUnit) {
  const Kind& indicator = *FindKind("indicator_set");
  EXPECT_EQ(At(indicator, "unit").dotted, "header.unit");
  EXPECT_EQ(At(indicator, "度量单位").dotted, "indicator_set.unit");
  EXPECT_EQ(At(indicator, "度量单位").flag, "unit-of-measure");
}

TEST(Kinds, DoNotTakeAReasonForTheOverridesReason) {
  EXPECT_EQ(FindKind("payment")->Find("reason"), -1);
  EXPECT_EQ(At(*FindKind("reversal"), "reason").dotted, "reversal.reason");
  EXPECT_EQ(At(*FindKind("payment"), "放行原因").dotted, "header.override.reason");
}

TEST(Kinds, MapPathsAsTheServerWritesThem) {
  const Kind& virement = *FindKind("virement");
  EXPECT_EQ(virement.fields[virement.FindPath("command.virement.legs[2].amount_fen")].dotted,
            "virement.legs.amount_fen");
  EXPECT_EQ(virement.fields[virement.FindPath("commands[7].header.unit")].dotted, "header.unit");
  EXPECT_EQ(virement.FindPath("payment.payee"), -1);
}

TEST(SetField, FillsEveryShape) {
  v1::Command command;
  const Kind& payment = *FindKind("payment");
  const auto set = [&](const char* field, const char* text) {
    EXPECT_FALSE(SetField(At(payment, field), text, &command)) << field;
  };
  set("line", "P-01");
  set("amount", "1,234.56");
  set("effective_on", "2024年7月31日");
  set("procurement", "是");
  set("支付方式", "国库集中支付");
  set("commitment.external_id", "HT/7");
  set("drawn", "1000");
  const v1::Payment& body = command.payment();
  EXPECT_EQ(body.line(), "P-01");
  EXPECT_EQ(body.amount_fen(), 123456);
  EXPECT_EQ(command.header().effective_on(), 20240731);
  EXPECT_TRUE(body.procurement());
  EXPECT_EQ(body.method(), v1::TREASURY);
  EXPECT_EQ(body.commitment().external_id(), "HT/7");
  EXPECT_EQ(body.drawn_fen(), 100000);
}

TEST(SetField, ReadsAReferenceWithAndWithoutItsSource) {
  const Kind& reversal = *FindKind("reversal");
  const Field& payment = reversal.fields[reversal.Find("reversal.payment")];
  v1::Command command;
  EXPECT_FALSE(SetField(payment, "Z-1", &command));
  EXPECT_EQ(command.reversal().payment().external_id(), "Z-1");
  EXPECT_EQ(command.reversal().payment().source(), "");
  EXPECT_FALSE(SetField(payment, "treasury/Z-2/1", &command));
  EXPECT_EQ(command.reversal().payment().external_id(), "Z-2/1");
  EXPECT_EQ(command.reversal().payment().source(), "treasury");
}

TEST(SetField, AddsElementsOfAList) {
  const Kind& virement = *FindKind("virement");
  const Field& legs = At(virement, "legs");
  v1::Command command;
  EXPECT_FALSE(SetField(legs, "line=A,direction=out,amount=12,345.00", &command));
  EXPECT_FALSE(SetField(legs, "方向=调入,预算指标=B,金额=345.00; line=C,direction=IN,amount=12000",
                        &command));
  ASSERT_EQ(command.virement().legs_size(), 3);
  EXPECT_EQ(command.virement().legs(0).amount_fen(), 1234500);
  EXPECT_EQ(command.virement().legs(1).direction(), v1::IN);
  EXPECT_EQ(command.virement().legs(2).line(), "C");
}

TEST(SetField, SaysWhatAnElementLacksOrHasWrong) {
  const Kind& virement = *FindKind("virement");
  const Field& legs = At(virement, "legs");
  v1::Command command;
  const auto lacks = SetField(legs, "line=A,amount=1", &command);
  ASSERT_TRUE(lacks);
  EXPECT_NE(lacks->en.find("direction=…"), std::string::npos) << lacks->en;
  const auto wrong = SetField(legs, "line=A,direction=sideways,amount=1", &command);
  ASSERT_TRUE(wrong);
  EXPECT_NE(wrong->en.find("out, in"), std::string::npos) << wrong->en;
  EXPECT_TRUE(SetField(legs, "line=A,colour=red", &command));
  EXPECT_TRUE(SetField(legs, "nonsense", &command));
}

TEST(SetField, TakesEnumValuesByNameOrWord) {
  const Kind& indicator = *FindKind("indicator_set");
  const Field& kind = indicator.fields[indicator.FindPath("indicator_set.kind")];
  for (const char* name : {"≥", ">=", "AT_LEAST", "at least"}) {
    v1::Command command;
    EXPECT_FALSE(SetField(kind, name, &command)) << name;
    EXPECT_EQ(command.indicator_set().kind(), v1::AT_LEAST);
  }
  v1::Command command;
  EXPECT_TRUE(SetField(kind, "INDICATOR_KIND_UNSPECIFIED", &command));
  EXPECT_TRUE(SetField(kind, "1", &command));
}

TEST(SetField, ReadsAPolicyAsJson) {
  const Field& policy = At(*FindKind("policy_adopted"), "policy_adopted.policy");
  v1::Command command;
  EXPECT_FALSE(SetField(policy, R"({"id":"hunan-2024","version":1})", &command));
  EXPECT_EQ(command.policy_adopted().policy().id(), "hunan-2024");
  EXPECT_TRUE(SetField(policy, R"({"colour":1})", &command));
}

TEST(FieldText, IsReadBackAsTheSameCommand) {
  struct Said {
    const char* kind;
    const char* field;
    const char* text;
  };
  const Said said[] = {
      {"payment", "amount", "1234.5"},
      {"payment", "effective_on", "2024/7/31"},
      {"payment", "year", "2024"},
      {"payment", "procurement", "是"},
      {"payment", "method", "TREASURY"},
      {"payment", "payment.commitment", "treasury/HT/1"},
      {"payment", "purpose", "两行\n文字"},
      {"virement", "legs", "line=A,direction=out,amount=5;line=B,direction=in,amount=5"},
      {"indicator_set", "weight", "7.5"},
      {"indicator_set", "target", "95.50"},
      {"policy_adopted", "policy", "{\"id\":\"p\",\"version\":2}"}};
  for (const Said& one : said) {
    const Field& field = At(*FindKind(one.kind), one.field);
    for (const bool english : {true, false}) {
      v1::Command first;
      ASSERT_FALSE(SetField(field, one.text, &first)) << one.field;
      const std::string text = FieldText(field, first, english);
      v1::Command second;
      ASSERT_FALSE(SetField(field, text, &second)) << one.field << ": " << text;
      EXPECT_EQ(first.SerializeAsString(), second.SerializeAsString()) << text;
      EXPECT_NE(text, "");
    }
    EXPECT_EQ(FieldText(field, v1::Command(), true), "") << one.field;
  }
}

TEST(FirstMissing, AsksForRequiredFieldsOnly) {
  const Kind& reversal = *FindKind("reversal");
  FieldSet given = 0;
  std::set<std::string> asked;
  for (int i; (i = FirstMissing(reversal, given)) >= 0; given |= Bit(i)) {
    asked.insert(reversal.fields[i].dotted);
  }
  EXPECT_EQ(asked,
            (std::set<std::string>{"header.source", "header.external_id", "header.actor",
                                   "header.unit", "header.year", "header.effective_on",
                                   "reversal.payment", "reversal.amount_fen", "reversal.kind"}));
}

TEST(FirstMissing, AsksForTheIdOfAReferenceWhoseSourceIsGiven) {
  const Kind& payment = *FindKind("payment");
  FieldSet given = ~FieldSet{0};
  given &= ~Bit(payment.FindPath("payment.commitment"));
  given &= ~Bit(payment.FindPath("payment.commitment.external_id"));
  ASSERT_GE(FirstMissing(payment, given), 0);
  EXPECT_EQ(payment.fields[FirstMissing(payment, given)].dotted, "payment.commitment.external_id");
}

}  // namespace
}  // namespace outturn::intake
