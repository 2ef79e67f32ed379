#include "services/audit/verify.h"

#include <gmock/gmock.h>

#include "services/audit/receipt.h"
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

// A pack of some kilobytes: the codes the book uses, one form.
class SmallPack : public AuditTest {
 protected:
  SmallPack() {
    packs =
        app::LoadPacks(
            app::PackFiles{
                {"codes-2024/economic.csv",
                 "code,name,parent,group,three_public,source\n302,商品和服务支出,,public,,R\n"
                 "30201,办公费,302,public,,R\n"},
                {"codes-2024/functional.csv",
                 "code,name,parent,source\n204,公共安全支出,,R\n20406,司法,204,R\n"
                 "2040601,行政运行,20406,R\n"},
                {"codes-2024/fund_types.csv",
                 "code,name,fiscal,group,source\n111,一般公共预算资金,1,general,M\n"},
                {"national-2024/forms/small.json",
                 R"({"id": "small", "title": {"zh": "小表", "en": "small"}, "audience": "public",
             "sections": [{"title": "", "columns": [{"head": {"zh": "数", "en": "number"}}],
                           "rows": [{"cells": [{"figure": "paid"}]}]}]})"}})
            .packs;
    Open();
  }
  // What holds the byte at `at`: "manifest", "section proof" …
  static std::string PartOf(const Opened& opened, const std::string& pack, size_t at) {
    for (const Section& section : opened.sections) {
      const size_t begin = static_cast<size_t>(section.bytes.data() - pack.data());
      if (at >= begin && at < begin + section.bytes.size()) return "section " + section.name;
    }
    return "manifest";
  }
};

TEST_F(SmallPack, NoByteCanBeChangedWithoutBeingFoundAndNamed) {
  const std::string pack = Create();
  ASSERT_EQ(Check(pack).verdict, Verdict::kHolds);
  ASSERT_LT(pack.size(), 20'000u);
  const Opened opened = audit::Open(pack).value();
  for (size_t at = 0; at < pack.size(); ++at) {
    std::string changed = pack;
    changed[at] = static_cast<char>(changed[at] ^ (1 << at % 8));
    const Verification result = Check(changed);
    ASSERT_EQ(result.verdict, Verdict::kDoesNotHold) << "byte " << at;
    const std::string part = PartOf(opened, pack, at);
    const std::string wrong = Wrong(result);
    // What is wrong with the manifest may keep the whole file from being taken apart.
    const bool named =
        part == "manifest" ? wrong == "manifest" || wrong == "container" : wrong.starts_with(part);
    ASSERT_TRUE(named) << "byte " << at << " of " << part << ": " << wrong;
  }
}

TEST_F(SmallPack, AManifestUnderAFalseNameIsAChangedOne) {
  const std::string pack = Create();
  const std::string dash = "— ";
  const size_t name = pack.find(dash + "outturn/431200") + dash.size();
  std::string changed = pack;
  changed[name + 8] = '5';
  EXPECT_EQ(Wrong(Check(changed)), "manifest");
  EXPECT_EQ(Check(changed).verdict, Verdict::kDoesNotHold);
  const auto other = store::SigningKey::Generate("outturn/430100", {}).value();
  EXPECT_EQ(Verify(changed, other.verifier()).verdict, Verdict::kDoesNotHold) << "whoever asks";
  EXPECT_EQ(Verify(pack, other.verifier()).verdict, Verdict::kAnotherBook);
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

TEST_F(AuditTest, ThePageBeginsWithWhatWasVerifiedAndWhetherItHolds) {
  const auto page = [](const Verification& result) {
    return result.ToText(figures::Language::kEnglish);
  };
  const std::string pack = Create();
  EXPECT_TRUE(page(Check(pack)).starts_with("audit pack: holds\n"));
  EXPECT_TRUE(page(Check(pack + "x")).starts_with("audit pack: DOES NOT hold\n"));
  const auto other = store::SigningKey::Generate("outturn/431200", {}).value();
  EXPECT_TRUE(page(Verify(pack, other.verifier())).starts_with("audit pack: DOES NOT hold\n"));
  const store::Note before = *proofs->NewestCheckpoint();
  world.Record({app::Pay("p9", "X01", 1)});
  const store::Note after = *proofs->NewestCheckpoint();
  const Verification fork = VerifyGrowth({after.ToString(), before.ToString(), {}}, proofs->key());
  EXPECT_TRUE(page(fork).starts_with("proof that the log grew from a checkpoint: DOES NOT hold\n"));
  const Verification none = VerifyInclusion({1, 1, "", {}, before.ToString()}, proofs->key());
  EXPECT_TRUE(page(none).starts_with("proof that an event is in the log: DOES NOT hold\n"));
}

TEST_F(AuditTest, AProofHoldsOnlyWithTheEventThatItIsOf) {
  const app::InclusionProof proof = *proofs->ProveInclusion(5);
  InclusionClaim claim{5, proof.size, {proof.leaf.begin(), proof.leaf.end()}, {}, "", 5, ""};
  for (const store::Hash& hash : proof.proof) claim.hashes.emplace_back(hash.begin(), hash.end());
  claim.note = proof.checkpoint.ToString();
  const Verification without = VerifyInclusion(claim, proofs->key());
  EXPECT_EQ(without.verdict, Verdict::kHolds);
  EXPECT_EQ(without.remarks.size(), 1u) << "what the leaf is the hash of is not known";
  claim.event = proof.event;
  const Verification with = VerifyInclusion(claim, proofs->key());
  EXPECT_EQ(with.verdict, Verdict::kHolds);
  EXPECT_TRUE(with.remarks.empty());
  for (const std::string& other : {proof.event.substr(1), proofs->ProveInclusion(6)->event}) {
    claim.event = other;
    EXPECT_EQ(Wrong(VerifyInclusion(claim, proofs->key())), "event");
  }
}

TEST_F(AuditTest, AWitnessIsBelievedByHisKeyOnly) {
  const auto generate = [] {
    return store::SigningKey::Generate("witness.example", store::KeyKind::kCosignature).value();
  };
  const store::SigningKey witness = generate();
  const store::SigningKey stranger = generate();
  proofs =
      app::Proofs::Open({*world.book, app::ProofFiles(folder.Sub("")), {}, {witness.verifier()}})
          .value();
  std::string pack = Create();
  const auto with = [&](const store::VerifierKey& one) {
    return Verify(pack, proofs->key(), std::nullopt, {one});
  };
  EXPECT_EQ(Wrong(with(witness.verifier())), "witness") << "he has not signed it";
  const store::Note note = *proofs->NewestCheckpoint();
  const store::NoteSignature line{witness.verifier().name(), witness.verifier().id(),
                                  witness.Sign(note.text, 99)};
  ASSERT_TRUE(proofs->AddCosignature(store::Checkpoint::Parse(note.text)->size, line.Line()).ok());
  app::PackOrder order;
  order.signatures = 2;
  pack = Create(order);
  EXPECT_EQ(with(witness.verifier()).verdict, Verdict::kHolds);
  EXPECT_TRUE(with(witness.verifier()).cosignatures.empty()) << "it was checked";
  EXPECT_EQ(Wrong(with(stranger.verifier())), "witness") << "of the same name";
  EXPECT_EQ(Check(pack).verdict, Verdict::kHolds);
  EXPECT_EQ(Check(pack).cosignatures.size(), 1u) << "and of others it is said that it was not";
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
  EXPECT_EQ(Check(pack, store::Note::Sign(before.text, stranger)).verdict, Verdict::kWrongKey);
  const store::Checkpoint theirs{"outturn/430100", 9, {}};
  const auto elsewhere = store::SigningKey::Generate("outturn/430100", {}).value();
  const Verification other_book = Check(pack, store::Note::Sign(theirs.ToString(), elsewhere));
  EXPECT_EQ(other_book.verdict, Verdict::kAnotherBook);
  EXPECT_EQ(Wrong(other_book), "known checkpoint");
  store::Note changed = before;
  changed.text.replace(changed.text.find("\n9\n"), 3, "\n8\n");
  EXPECT_EQ(Check(pack, changed).verdict, Verdict::kDoesNotHold);
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

TEST_F(AuditTest, AnEntryIsOfTheLedgerItsEventNames) {
  Pack pack = Read(Create());
  pack.entries.back().of = Entry::Of::kPriorYear;
  const Verification result = Check(Written(pack));
  EXPECT_EQ(Wrong(result), "history");
  EXPECT_THAT(result.ToText(figures::Language::kEnglish),
              HasSubstr("is put down to another ledger than its event"));
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
  EXPECT_THAT(page, HasSubstr("not checkable: "));
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
