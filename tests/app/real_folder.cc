#include "tests/app/real_folder.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <future>
#include <iterator>
#include <utility>

#include "services/app/data_folder.h"
#include "store/kept/durable_mark.h"

namespace outturn::app {
namespace {

namespace fs = std::filesystem;

constexpr int kPayments = 300;

std::vector<core::Command> Payments(const std::string& name, int count) {
  std::vector<core::Command> payments;
  for (int i = 0; i < count; ++i) payments.push_back(Pay(name + std::to_string(i), "X01", 1 + i));
  return payments;
}

}  // namespace

store::Result<std::unique_ptr<OnDisk>> OnDisk::Open(const std::string& path,
                                                    const std::string& name) {
  auto folder = OpenDataFolder(path, name);
  if (!folder.ok()) return folder.status();
  auto opened = std::make_unique<OnDisk>();
  BookParts parts;
  parts.name = folder->book;
  parts.log = std::move(folder->log);
  parts.derived = std::move(folder->derived);
  parts.ids = std::move(folder->ids);
  parts.history = std::move(folder->history);
  parts.history_limits = {.open_events = 64, .checkpoint_every = 100, .frontier_every = 32};
  parts.tables = Tables();
  parts.clock = &opened->clock;
  parts.background = [](const std::function<void()>& task) { task(); };
  auto book = Book::Open(std::move(parts));
  if (!book.ok()) return book.status();
  opened->book = *std::move(book);
  auto proofs = Proofs::Open({*opened->book, ProofFiles(path), store::KeyKind::kEd25519, {}});
  if (!proofs.ok()) return proofs.status();
  opened->proofs = *std::move(proofs);
  return opened;
}

void OnDisk::Record(std::vector<core::Command> commands) {
  std::promise<std::vector<Answer>> answered;
  book->Submit(std::move(commands), 0, false,
               [&](std::vector<Answer> answers) { answered.set_value(std::move(answers)); });
  for (const Answer& answer : answered.get_future().get()) (void)AsReceipt(answer);
}

void MakeFolder(const std::string& path) {
  for (const bool first : {true, false}) {
    auto opened = OnDisk::Open(path, "431200");
    ASSERT_TRUE(opened.ok()) << opened.status().ToString();
    OnDisk& on_disk = **opened;
    if (first) {
      on_disk.Record(Beginnings(100'000));
      on_disk.Record({OpenLedger("l2", "202002")});
    }
    on_disk.Record(Payments(first ? "a" : "b", kPayments / 2));
    on_disk.Record({Refund(first ? "ra" : "rb", first ? "a7" : "b7", 3)});
    ASSERT_TRUE(on_disk.book->FollowHistory().ok());
    on_disk.proofs->CatchUp();
    ASSERT_TRUE(on_disk.proofs->NewestCheckpoint().ok());
    ASSERT_TRUE(on_disk.proofs->NameCheckpoint(first ? "june" : "july", 0).ok());
    ASSERT_TRUE(store::WriteDurableMark(DurableMarkOf(path), {on_disk.book->DurableTip().position,
                                                              on_disk.proofs->Grown()})
                    .ok());
  }
}

Files ReadFolder(const std::string& path) {
  Files files;
  for (const auto& entry : fs::recursive_directory_iterator(path)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    files[fs::relative(entry.path(), path).string()] =
        std::string(std::istreambuf_iterator<char>(in), {});
  }
  return files;
}

void WriteFolder(const std::string& path, const Files& files) {
  fs::remove_all(path);
  for (const auto& [name, content] : files) {
    const fs::path file = fs::path(path) / name;
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << content;
    if (name == "key") fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
  }
}

std::vector<std::string> FindingsOf(const std::string& path) {
  const core::CodeTablesByVersion tables = Tables();
  const auto folder = ExamineFolder({path, "", tables}, [](core::Position, core::Position) {});
  EXPECT_TRUE(folder.ok()) << folder.status().ToString();
  std::vector<std::string> findings;
  if (!folder.ok()) return findings;
  for (const Finding& finding : folder->examined.findings) findings.push_back(finding.ToString());
  return findings;
}

}  // namespace outturn::app
