// Every file of a data folder, damaged: refused at the start, or found by fsck, or of no
// consequence, because what it held is made anew. Never a figure that is another one.
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <set>
#include <string>
#include <vector>

#include "services/app/derived/archive.h"
#include "tests/app/real_folder.h"
#include "tests/store/temp_folder.h"

namespace outturn::crash {
namespace {

using app::Files;
using app::OnDisk;

const core::LedgerId kLedger{"101001", 2024};

std::string StateOf(const core::LedgerState& ledger) {
  std::string bytes;
  app::ArchiveWriter(bytes, app::Order::kCanonical).Put(ledger);
  return bytes;
}

// All that one can ask a book: its state now and earlier, its root, where its events are and what
// they are called, and its proofs.
std::string Told(OnDisk& on_disk) {
  const app::Book& book = *on_disk.book;
  std::string told = book.name() + " " + std::to_string(book.DurableTip().position) + "\n";
  told += book.Read([](const core::BookState& state, const store::Frontier&) {
    std::string bytes;
    app::ArchiveWriter(bytes).Put(state.policies);
    const std::map<core::LedgerId, core::LedgerState> ledgers(state.ledgers.begin(),
                                                              state.ledgers.end());
    for (const auto& [id, ledger] : ledgers) bytes += StateOf(ledger);
    return bytes;
  });
  const auto root = book.RootAt(book.DurableTip().position);
  told += root.ok() ? std::string(root->begin(), root->end()) : root.status().ToString();
  for (const core::Position position : {60u, 158u, 250u}) {
    const auto known = book.LedgerAt(kLedger, position);
    told += known.ok() ? StateOf(*known) : known.status().ToString();
  }
  const auto visit = [&](core::Position position, std::string_view event) {
    told += std::to_string(position) + ": " + std::string(event);
    return true;
  };
  told += book.Visit(&kLedger, 1, 0, visit).ToString();
  for (int i = 0; i < 150; i += 7) {
    const auto found = book.FindId({"test", (i % 2 == 0 ? "a" : "b") + std::to_string(i)});
    told += found.ok() ? std::to_string(found->value_or(0)) + " " : found.status().ToString();
  }
  told += on_disk.proofs->key().ToString();
  const auto checkpoints = on_disk.proofs->EverHandedOut();
  for (const store::Note& note : checkpoints.notes) told += note.ToString();
  for (const app::CheckpointName& name : checkpoints.names) {
    told += name.name + " " + std::to_string(name.size) + "\n";
  }
  const auto tile = on_disk.proofs->Tile(0, 0, 256);
  return told + (tile.ok() ? *tile : tile.trouble().reason);
}

// The beginnings of the names of all files there are.
constexpr const char* kParts[] = {"BOOK", "key",  "checkpoint", "durable", "tiles",
                                  "log/", "ids/", "derived/",   "history/"};

class Damage : public testing::TestWithParam<const char*> {
 protected:
  static void SetUpTestSuite() {
    const store::TempFolder made;
    app::MakeFolder(made.Sub("data"));
    sound_ = app::ReadFolder(made.Sub("data"));
    auto opened = OnDisk::Open(made.Sub("data"));
    ASSERT_TRUE(opened.ok()) << opened.status().ToString();
    told_ = Told(**opened);
  }

  void Try(const Files& files, const std::string& what) {
    SCOPED_TRACE(what);
    ++tried_;
    app::WriteFolder(path_, files);
    const auto findings = app::FindingsOf(path_);
    EXPECT_TRUE(app::ReadFolder(path_) == files) << "fsck changed something";
    for (const std::string& finding : findings) EXPECT_FALSE(finding.ends_with(": ")) << finding;
    found_ += findings.empty() ? 0 : 1;
    auto opened = OnDisk::Open(path_);
    if (!opened.ok()) {
      ++refused_;
      const store::Status& status = opened.status();
      const bool placed =
          status.position() != 0 || status.message().find(path_) != std::string::npos;
      EXPECT_TRUE(placed) << "refused, but where? " << status.ToString();
      EXPECT_FALSE(findings.empty()) << "fsck did not find why: " << status.ToString();
      return;
    }
    const bool same = Told(**opened) == told_;
    harmless_ += same ? 1 : 0;
    EXPECT_TRUE(same || !findings.empty()) << "it opens, tells something else, and nobody says so";
  }

  static const Files& sound() { return sound_; }
  void Report() const {
    std::cout << GetParam() << ": " << tried_ << " damages: " << refused_
              << " refused at the start, " << found_ << " found by fsck, " << harmless_
              << " of no consequence\n";
  }

 private:
  static inline Files sound_;
  static inline std::string told_;
  const store::TempFolder temp_;
  const std::string path_ = temp_.Sub("data");
  int tried_ = 0;
  int refused_ = 0;
  int found_ = 0;
  int harmless_ = 0;
};

// Some places of a file: its ends, and others evenly spread.
std::set<size_t> PlacesIn(size_t size) {
  constexpr size_t kMost = 6;
  std::set<size_t> places;
  for (size_t i = 0; i < kMost && size > 0; ++i) places.insert(i * (size - 1) / (kMost - 1));
  return places;
}

TEST_P(Damage, IsRefusedOrFoundOrOfNoConsequence) {
  for (const auto& [name, content] : sound()) {
    if (!name.starts_with(GetParam())) continue;
    Files files = sound();
    for (const size_t at : PlacesIn(content.size())) {
      files[name][at] = static_cast<char>(content[at] ^ 0x10);
      Try(files, name + ": byte " + std::to_string(at) + " of " + std::to_string(content.size()));
      files[name] = content.substr(0, at);
      Try(files, name + ": cut off after " + std::to_string(at) + " bytes");
      files[name] = content;
    }
    files.erase(name);
    Try(files, name + ": removed");
  }
  Report();
}

TEST(DamageSweep, IsOverEveryFile) {
  const store::TempFolder made;
  app::MakeFolder(made.Sub("data"));
  for (const auto& [name, content] : app::ReadFolder(made.Sub("data"))) {
    EXPECT_TRUE(std::any_of(std::begin(kParts), std::end(kParts), [&](const char* part) {
      return name.starts_with(part);
    })) << name;
  }
}

INSTANTIATE_TEST_SUITE_P(Files, Damage, testing::ValuesIn(kParts), [](const auto& part) {
  const std::string name = part.param;
  return name.substr(0, name.find('/'));
});

}  // namespace
}  // namespace outturn::crash
