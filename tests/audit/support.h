// A book whose packs are made and checked.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>
#include <string>

#include "services/app/proofs/signing_key.h"
#include "services/app/questions/audit_packs.h"
#include "services/audit/verify.h"
#include "tests/app/support.h"
#include "tests/store/temp_folder.h"

namespace outturn::audit {

class AuditTest : public testing::Test {
 protected:
  AuditTest() {
    // Three forms and one set of code tables: a small pack.
    app::PackFiles files;
    const auto all = app::LoadPacks(std::filesystem::path(SOURCE_DIR "/deploy/packs")).packs.files;
    for (const auto& [name, text] : all) {
      if (name.starts_with("codes-2024/") || name == "national-2024/forms/execution.json" ||
          name == "national-2024/forms/final-01.json" || name == "hunan-2024/forms/annex1.json") {
        files[name] = text;
      }
    }
    packs = app::LoadPacks(files).packs;
    world.tables = packs.code_tables;
    if (!world.Reopen().ok()) throw std::runtime_error("the book does not open");
    world.Record(app::Beginnings(1'000'000));
    world.Record(
        {app::Pay("p1", "X01", 1'000), app::Pay("p2", "X01", 2'500), app::Refund("r1", "p2", 500)});
    world.Record({app::OpenLedger("other", "202002")});
    world.Record({app::Pay("p3", "X01", 70)});
    Open();
  }

  void Open() {
    reports = std::make_unique<app::Reports>(*world.book, packs);
    proofs = app::Proofs::Open({*world.book, app::ProofFiles(folder.Sub("")), {}, {}}).value();
  }
  std::string Create(app::PackOrder order = {}) {
    order.ledger = {"101001", 2024};
    order.as_of = core::Day::Parse("2024-12-31");
    const auto pack = app::AuditPacks(*world.book, *reports, *proofs).Create(order);
    EXPECT_TRUE(pack.ok()) << (pack.ok() ? "" : pack.trouble().words.en);
    made = pack.ok() ? *pack : app::MadePack();
    return made.bytes;
  }
  Verification Check(const std::string& pack,
                     const std::optional<store::Note>& known = std::nullopt) {
    return Verify(pack, proofs->key(), known);
  }
  // As a server would write it that lies, but has the key.
  std::string Written(const Pack& pack) {
    return Write(pack, proofs->digest(), [&](std::string text) { return proofs->Sign(text); });
  }
  // The pack as it was before it was written.
  static Pack Read(const std::string& file) {
    const Opened opened = audit::Open(file).value();
    Pack pack;
    pack.facts = opened.facts;
    pack.checkpoint = store::Note::Parse(opened.Find(kCheckpointSection)->bytes).value();
    pack.entries = ReadEntries(opened.Find(kEventsSection)->bytes).value();
    pack.proof = ReadHashes(opened.Find(kProofSection)->bytes).value();
    if (const Section* touched = opened.Find(kTouchedSection)) {
      pack.touched = Touched::Parse(touched->bytes).value();
    }
    for (const Section& section : opened.sections) {
      const std::string_view name = section.name;
      if (name.starts_with(kRulesPrefix)) {
        pack.rules[section.name.substr(kRulesPrefix.size())] = section.bytes;
      } else if (name.starts_with(kFormsPrefix)) {
        pack.forms[section.name.substr(kFormsPrefix.size())] = section.bytes;
      }
    }
    return pack;
  }
  // The ids of what does not hold.
  static std::string Wrong(const Verification& result) {
    std::string wrong;
    for (const audit::Check& check : result.checks) {
      if (!check.holds) wrong += (wrong.empty() ? "" : ", ") + check.id;
    }
    return wrong;
  }

  store::TempFolder folder;
  app::World world;
  app::Packs packs;
  std::unique_ptr<app::Reports> reports;
  std::unique_ptr<app::Proofs> proofs;
  app::MadePack made;  // the last
};

}  // namespace outturn::audit
