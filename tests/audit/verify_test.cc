#include "services/audit/verify.h"

#include <gmock/gmock.h>

#include "tests/audit/support.h"

namespace outturn::audit {
namespace {

using testing::HasSubstr;

TEST_F(AuditTest, APackHoldsWithNothingButTheKey) {
  const Verification result = Check(Create());
  EXPECT_EQ(Wrong(result), "");
  EXPECT_EQ(result.verdict, Verdict::kHolds) << result.ToText(figures::Language::kEnglish);
  EXPECT_EQ(result.facts->ledger.ToString(), "101001/2024");
  EXPECT_EQ(result.facts->version, 7u);
  EXPECT_EQ(result.facts->size, 9u);
  EXPECT_TRUE(result.forms.contains("execution"));
  EXPECT_TRUE(result.forms.contains("reconciliation"));
  EXPECT_FALSE(result.forms.contains("annex1")) << "another province's, which these rules lack";
  EXPECT_THAT(result.ToText(figures::Language::kChinese), HasSubstr("结论：成立"));
  EXPECT_THAT(result.ToJson(), HasSubstr("\"verdict\": \"holds\""));
}

// Every byte of what is small, and every so many-th of the rules and forms.
TEST_F(AuditTest, NoByteCanBeChangedWithoutBeingFound) {
  const std::string pack = Create();
  const Opened opened = audit::Open(pack).value();
  const Section* const proof = opened.Find(kProofSection);
  const size_t small = static_cast<size_t>(proof->bytes.end() - std::string_view(pack).begin());
  const size_t step = 1 + (pack.size() - small) / 60;
  std::set<std::string> named;
  for (size_t at = 0; at < pack.size(); at += at < small ? 1 : step) {
    std::string changed = pack;
    changed[at] = static_cast<char>(changed[at] ^ (1 << at % 8));
    const Verification result = Check(changed);
    EXPECT_NE(result.verdict, Verdict::kHolds) << "byte " << at;
    ASSERT_NE(Wrong(result), "") << "byte " << at;
    named.insert(Wrong(result));
  }
  EXPECT_TRUE(named.contains("container"));
  EXPECT_TRUE(named.contains("manifest"));
  EXPECT_TRUE(named.contains("section checkpoint"));
  EXPECT_TRUE(named.contains("section proof"));
  EXPECT_TRUE(named.contains("section events, event 6"));
  EXPECT_TRUE(named.contains("section rules/codes-2024/economic.csv"));
  EXPECT_TRUE(named.contains("section forms/execution"));
}

TEST_F(AuditTest, NoPartOfItCanBeCutOrAdded) {
  const std::string pack = Create();
  for (size_t size = 0; size < pack.size(); size += 1 + size / 50) {
    EXPECT_EQ(Check(pack.substr(0, size)).verdict, Verdict::kDoesNotHold) << size;
  }
  EXPECT_EQ(Check(pack + "x").verdict, Verdict::kDoesNotHold);
  EXPECT_EQ(Check("").verdict, Verdict::kDoesNotHold);
}

TEST_F(AuditTest, AWrongKeyAndAnotherBookAreToldApart) {
  const std::string pack = Create();
  const auto other = store::SigningKey::Generate("outturn/431200", {}).value();
  EXPECT_EQ(Verify(pack, other.verifier()).verdict, Verdict::kWrongKey);
  const auto elsewhere = store::SigningKey::Generate("outturn/430100", {}).value();
  EXPECT_EQ(Verify(pack, elsewhere.verifier()).verdict, Verdict::kAnotherBook);
}

TEST_F(AuditTest, AForkIsSeenByWhoeverHasAnEarlierCheckpoint) {
  const store::Note before = *proofs->NewestCheckpoint();
  world.Record({app::Pay("p9", "X01", 1)});
  app::PackOrder order;
  order.from = 9;
  const std::string pack = Create(order);
  EXPECT_EQ(Check(pack, before).verdict, Verdict::kHolds);
  EXPECT_EQ(Wrong(Check(Create(), before)), "known checkpoint") << "no proof of growth";
  const store::Checkpoint other{"outturn/431200", 9, store::LeafHash("another history")};
  const store::Note forked = proofs->Sign(other.ToString());
  EXPECT_EQ(Check(pack, forked).verdict, Verdict::kForked);
  const store::Note same_size =
      proofs->Sign(store::Checkpoint{"outturn/431200", 10, {}}.ToString());
  EXPECT_EQ(Check(pack, same_size).verdict, Verdict::kForked);
  const auto stranger = store::SigningKey::Generate("outturn/431200", {}).value();
  const Verification unsigned_ = Check(pack, store::Note::Sign(before.text, stranger));
  EXPECT_EQ(unsigned_.verdict, Verdict::kDoesNotHold);
}

TEST_F(AuditTest, AnEventLeftOutIsMissedThoughTheServerSignsThePack) {
  Pack pack = Read(Create());
  const core::Position left_out = pack.entries[5].position;
  pack.entries.erase(pack.entries.begin() + 5);
  std::vector<core::Position> positions;
  for (const Entry& entry : pack.entries) positions.push_back(entry.position);
  pack.proof = *proofs->ProvePositions(positions, pack.facts.size);
  const Verification result = Check(Written(pack));
  EXPECT_EQ(result.verdict, Verdict::kDoesNotHold);
  EXPECT_THAT(result.ToText(figures::Language::kEnglish),
              HasSubstr("missing before position " + std::to_string(left_out + 1)));
  Pack shorter = Read(Create());
  shorter.entries.pop_back();
  positions.assign({1, 2, 3, 4, 5, 6, 7});
  shorter.proof = *proofs->ProvePositions(positions, shorter.facts.size);
  EXPECT_THAT(Wrong(Check(Written(shorter))), HasSubstr("history"));
}

TEST_F(AuditTest, AFormThatSaysOtherThanTheEventsIsNamed) {
  Pack pack = Read(Create());
  std::string& form = pack.forms.at("execution");
  const std::string printed = "\"printed\": \"1.00\"";
  const size_t at = form.find(printed);
  ASSERT_NE(at, std::string::npos) << form.substr(0, 3'000);
  form.replace(at, printed.size(), "\"printed\": \"2.00\"");
  const Verification result = Check(Written(pack));
  EXPECT_EQ(Wrong(result), "form execution");
  EXPECT_THAT(result.ToText(figures::Language::kEnglish), HasSubstr("printed 2.00"));
}

TEST_F(AuditTest, AnEventOfAnotherLedgerIsNoEventOfThisOne) {
  Pack pack = Read(Create());
  Entry foreign;
  foreign.position = 8;
  ASSERT_TRUE(world.book
                  ->Visit(nullptr, 8, 8,
                          [&](core::Position, std::string_view bytes) {
                            foreign.bytes = bytes;
                            return true;
                          })
                  .ok());
  foreign.leaf = store::LeafHash(foreign.bytes);
  pack.entries.insert(pack.entries.end() - 1, foreign);
  pack.proof = *proofs->ProvePositions({1, 2, 3, 4, 5, 6, 7, 8, 9}, 9);
  EXPECT_THAT(Wrong(Check(Written(pack))), HasSubstr("history"));
}

TEST_F(AuditTest, WhatIsClassifiedCanBeWithheldAndTheRestStillHolds) {
  core::Command secret = app::OpenLine("secret", "S01");
  auto& line = std::get<core::LineOpened>(secret.body);
  line.name = "涉密项目名称";
  line.classified = true;
  world.Record({secret, app::Appropriate("sb", "S01", 400'000), app::Pay("s1", "S01", 99'900)});
  const std::string whole = Create();
  EXPECT_THAT(whole, HasSubstr("涉密项目名称"));
  EXPECT_EQ(Check(whole).verdict, Verdict::kHolds);
  app::PackOrder order;
  order.withhold_classified = true;
  const std::string pack = Create(order);
  EXPECT_EQ(pack.find("涉密项目名称"), std::string::npos);
  EXPECT_EQ(pack.find("S01"), std::string::npos);
  const Verification result = Check(pack);
  EXPECT_EQ(Wrong(result), "");
  EXPECT_EQ(result.verdict, Verdict::kHolds);
  const std::string page = result.ToText(figures::Language::kEnglish);
  EXPECT_THAT(page, HasSubstr("3 events are withheld"));
  EXPECT_THAT(page, HasSubstr("rest on withheld ones too"));
  std::string changed = pack;
  const Opened opened = audit::Open(pack).value();
  const auto entries = ReadEntries(opened.Find(kEventsSection)->bytes).value();
  ASSERT_TRUE(entries.back().withheld);
  // The leaf hash of the last one.
  const auto end = opened.Find(kEventsSection)->bytes.end() - std::string_view(pack).begin();
  changed[static_cast<size_t>(end) - 6] ^= 1;
  EXPECT_EQ(Check(changed).verdict, Verdict::kDoesNotHold);
}

// Who leaves out what the rest stands on harms his pack, not the verifier.
TEST_F(AuditTest, APackOfAnythingWithheldDoesNotStopTheVerifier) {
  const Pack whole = Read(Create());
  for (uint32_t mask = 1; mask < (1u << whole.entries.size()); mask += 3) {
    Pack pack = whole;
    for (size_t i = 0; i < pack.entries.size(); ++i) {
      if ((mask >> i & 1) == 0) continue;
      pack.entries[i].withheld = true;
      pack.entries[i].bytes.clear();
    }
    const Verification result = Check(Written(pack));
    EXPECT_NE(result.checks.size(), 0u);
  }
}

TEST_F(AuditTest, ALedgerThatIsNotThereMakesNoPack) {
  app::PackOrder order;
  order.ledger = {"999", 2024};
  const app::AuditPacks packs_of(*world.book, *reports, *proofs);
  EXPECT_EQ(packs_of.Create(order).trouble().reason, "LEDGER_NOT_FOUND");
  order.ledger = {"101001", 2024};
  order.as_of = core::Day::Parse("2025-01-01");
  EXPECT_EQ(packs_of.Create(order).trouble().reason, "DAY_OUTSIDE_YEAR");
  order.as_of.reset();
  order.signatures = 2;
  EXPECT_EQ(packs_of.Create(order).trouble().reason, "CHECKPOINT_NOT_FOUND");
  order.signatures = 0;
  order.from = 1'000;
  EXPECT_EQ(packs_of.Create(order).trouble().reason, "POSITION_BEYOND_TAIL");
}

TEST_F(AuditTest, APackNobodyWaitsForIsNotMade) {
  app::PackOrder order;
  order.ledger = {"101001", 2024};
  const app::AuditPacks packs_of(*world.book, *reports, *proofs);
  order.given_up = [] { return false; };
  EXPECT_TRUE(packs_of.Create(order).ok());
  order.given_up = [] { return true; };
  EXPECT_EQ(packs_of.Create(order).trouble().reason, "GIVEN_UP");
}

}  // namespace
}  // namespace outturn::audit
