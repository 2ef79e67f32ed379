// What only a log on disk can suffer: crashes in the middle of a write, damaged and missing files.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "store/rocksdb/event_log.h"
#include "store/rocksdb/log_parts.h"
#include "tests/store/crash_copy.h"
#include "tests/store/manifest.h"
#include "tests/store/temp_folder.h"

namespace outturn::store {
namespace {

namespace fs = std::filesystem;

void MustAppend(EventLog* log, const std::vector<std::string>& group) {
  const std::vector<std::string_view> views(group.begin(), group.end());
  const Status status = log->Append(0, log->Tail() + 1, views);
  ASSERT_TRUE(status.ok()) << status.ToString();
}

// Bytes that do not compress: a file then holds them as they are.
std::string RandomBytes(size_t size, unsigned seed) {
  std::mt19937 random(seed);
  std::string bytes(size, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random());
  return bytes;
}

std::vector<fs::path> Files(const std::string& folder, const std::string& extension) {
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == extension) found.push_back(entry.path());
  }
  return found;
}

// Where the writes in a file end: behind them there may be zeros.
uintmax_t EndOf(const fs::path& path) { return BytesOf(path).find_last_not_of('\0') + 1; }

void FlipBit(const fs::path& path, uintmax_t offset, int bit) {
  std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
  file.seekg(static_cast<std::streamoff>(offset));
  const char byte = static_cast<char>(file.get() ^ (1 << bit));
  file.seekp(static_cast<std::streamoff>(offset));
  file.put(byte);
}

class RocksdbEventLogTest : public testing::Test {
 protected:
  std::unique_ptr<EventLog> MustOpen(const std::string& path) const {
    Result<std::unique_ptr<EventLog>> log = OpenRocksdbEventLog(path);
    EXPECT_TRUE(log.ok()) << log.status().ToString();
    return log.ok() ? std::move(*log) : nullptr;
  }

  // The folder as a crash at this moment would leave it.
  std::string CrashCopy() const {
    CrashCopyOf(path_, folder_.Sub("copy"));
    return folder_.Sub("copy");
  }

  static fs::path Newest(const std::string& path) {
    std::vector<fs::path> files = Files(path, ".log");
    return *std::max_element(files.begin(), files.end());
  }

  // The only write-ahead log file of a folder.
  static fs::path WriteAheadLog(const std::string& path) {
    const std::vector<fs::path> files = Files(path, ".log");
    EXPECT_EQ(files.size(), 1u);
    return files.at(0);
  }

  const TempFolder folder_;
  const std::string path_ = folder_.Sub("log");
};

TEST_F(RocksdbEventLogTest, AnUnfinishedWriteAtTheEndIsDropped) {
  auto log = MustOpen(path_);
  MustAppend(log.get(), {"a", "b"});
  const uintmax_t whole = EndOf(WriteAheadLog(path_));
  MustAppend(log.get(), {RandomBytes(100000, 1), "last"});
  const uintmax_t all = EndOf(WriteAheadLog(path_));
  for (uintmax_t cut = whole; cut < all; cut += cut < whole + 40 ? 3 : 9973) {
    for (const bool zeroes : {false, true}) {  // files may grow before their bytes arrive
      const std::string copy = CrashCopy();
      fs::resize_file(WriteAheadLog(copy), cut);
      if (zeroes) fs::resize_file(WriteAheadLog(copy), all + 5000);
      const auto reopened = MustOpen(copy);
      ASSERT_NE(reopened, nullptr) << cut << zeroes;
      EXPECT_EQ(reopened->Tail(), 2u) << cut << zeroes;
    }
  }
  EXPECT_EQ(MustOpen(CrashCopy())->Tail(), 4u);
}

TEST_F(RocksdbEventLogTest, AHoleInTheLastWriteIsNoDamage) {
  auto log = MustOpen(path_);
  MustAppend(log.get(), {"a"});
  const uintmax_t start = EndOf(WriteAheadLog(path_));
  MustAppend(log.get(), {RandomBytes(100000, 2)});
  for (uintmax_t page = 4096; page < EndOf(WriteAheadLog(path_)); page += 4096) {
    ASSERT_GT(page, start);
    const std::string copy = CrashCopy();
    std::fstream file(WriteAheadLog(copy), std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(static_cast<std::streamoff>(page));
    file << std::string(4096, '\0') << std::flush;
    const auto reopened = MustOpen(copy);
    ASSERT_NE(reopened, nullptr) << page;
    EXPECT_EQ(reopened->Tail(), 1u) << page;
  }
}

TEST_F(RocksdbEventLogTest, SmallWritesOverwriteZerosAndAClosedLogHasNone) {
  auto log = MustOpen(path_);
  MustAppend(log.get(), {"a"});
  const uintmax_t size = fs::file_size(WriteAheadLog(path_));
  const uintmax_t end = EndOf(WriteAheadLog(path_));
  EXPECT_GT(size, end + 4096);
  MustAppend(log.get(), {"b"});
  EXPECT_EQ(fs::file_size(WriteAheadLog(path_)), size);
  EXPECT_GT(EndOf(WriteAheadLog(path_)), end);
  log.reset();
  EXPECT_EQ(fs::file_size(WriteAheadLog(path_)), EndOf(WriteAheadLog(path_)));
  EXPECT_EQ(MustOpen(path_)->Tail(), 2u);
}

TEST_F(RocksdbEventLogTest, CrashesInARowLoseNothing) {
  // Each round appends, is cut short in the middle of a write, and is opened again where it was
  // cut.
  std::string now = path_;
  Position tail = 0;
  for (int round = 0; round < 16; ++round) {
    auto log = MustOpen(now);
    ASSERT_NE(log, nullptr) << round;
    EXPECT_EQ(log->Tail(), tail);
    for (int i = 0; i < round / 2 % 4; ++i) {
      MustAppend(log.get(), {"event", RandomBytes(20000, 3)});
      tail += 2;
    }
    const fs::path written = Newest(now);
    const uintmax_t whole = EndOf(written);
    MustAppend(log.get(), {RandomBytes(50000, 4)});
    const std::string next = folder_.Sub("round" + std::to_string(round));
    CrashCopyOf(now, next);
    // Every third time the crash comes before opening was over.
    fs::resize_file(next / written.filename(), round % 3 == 2 && whole < 100 ? 10 : whole + 10000);
    now = next;
  }
}

TEST_F(RocksdbEventLogTest, DamageBeforeTheLastWriteIsAnError) {
  auto log = MustOpen(path_);
  MustAppend(log.get(), {"a", "b"});
  MustAppend(log.get(), {"c"});
  const uintmax_t last = EndOf(WriteAheadLog(path_));
  MustAppend(log.get(), {"d"});
  for (uintmax_t offset = 0; offset < last; ++offset) {
    for (const int bit : {0, 7}) {
      const std::string copy = CrashCopy();
      FlipBit(WriteAheadLog(copy), offset, bit);
      EXPECT_EQ(OpenRocksdbEventLog(copy).status().code(), Code::kCorrupt) << offset << "." << bit;
    }
  }
}

TEST_F(RocksdbEventLogTest, DamageAnywhereInALongWriteAheadLogIsAnError) {
  auto log = MustOpen(path_);
  std::mt19937 random(5);
  std::vector<uintmax_t> ends = {EndOf(WriteAheadLog(path_))};  // of the writes of two events each
  for (int i = 0; i < 40; ++i) {
    const size_t size = random() % 3 == 0 ? 70000 : random() % 3000;
    MustAppend(log.get(), {RandomBytes(size, random()), "x"});
    ends.push_back(EndOf(WriteAheadLog(path_)));
  }
  const uintmax_t last = ends.back();
  MustAppend(log.get(), {"last"});
  for (int times = 0; times < 100; ++times) {
    const std::string copy = CrashCopy();
    const uintmax_t offset = random() % last;
    FlipBit(WriteAheadLog(copy), offset, static_cast<int>(random() % 8));
    const auto opened = OpenRocksdbEventLog(copy);
    // Only padding may be damaged without a trace: up to six bytes before the end of a block.
    if (opened.ok() && offset % 32768 >= 32768 - 6) continue;
    EXPECT_EQ(opened.status().code(), Code::kCorrupt) << offset;
    if (offset < ends[0]) continue;  // no event's
    const auto write = static_cast<Position>(std::upper_bound(ends.begin(), ends.end(), offset) -
                                             ends.begin() - 1);
    const std::string events = std::to_string(2 * write + 2);
    const std::string said = opened.status().message();
    EXPECT_EQ(said.substr(said.rfind(' ') + 1), events) << said << "; the byte " << offset;
    EXPECT_EQ(opened.status().position(), 2 * write + (write == 0 ? 2 : 1)) << offset;
  }
}

TEST_F(RocksdbEventLogTest, DamageInATableFileNeverShowsWrongEvents) {
  const std::string event = RandomBytes(250, 6);
  MustAppend(MustOpen(path_).get(), std::vector<std::string>(20, event));
  MustOpen(path_);  // moves the records into a table file
  const std::vector<fs::path> tables = Files(path_, ".sst");
  ASSERT_FALSE(tables.empty());
  std::mt19937 random(7);
  int found = 0;
  for (int times = 0; times < 100; ++times) {
    const std::string copy = CrashCopy();
    const fs::path& table = tables[random() % tables.size()];
    FlipBit(copy / table.filename(), random() % fs::file_size(table), 3);
    auto opened = OpenRocksdbEventLog(copy);
    if (!opened.ok()) {
      ++found;
      EXPECT_EQ(opened.status().code(), Code::kCorrupt) << opened.status().ToString();
      continue;
    }
    const auto cursor = (*opened)->Read(1);
    int events = 0;
    for (; cursor->Next(); ++events) EXPECT_EQ(cursor->event(), event);
    if (cursor->status().ok()) {
      EXPECT_EQ(events, 20);  // the flip hit nothing that is read
    } else {
      ++found;
      EXPECT_EQ(cursor->status().code(), Code::kCorrupt);
    }
  }
  EXPECT_GT(found, 20);
}

// Every event of the sound groups, however few positions of one its table's index leads to it from.
TEST_F(RocksdbEventLogTest, DamagedGroupsBeforeAndBehindTakeNoEventAway) {
  const std::vector<std::string> mark = {"", RandomBytes(32, 8), "", RandomBytes(32, 9), "", ""};
  {
    const auto log = MustOpen(path_);
    for (unsigned i = 0; i < mark.size(); ++i) {
      std::vector<std::string> group(1'000, RandomBytes(40, 10 + i));
      if (!mark[i].empty()) group[500] = mark[i];
      MustAppend(log.get(), group);
    }
  }
  MustOpen(path_).reset();  // moves the records into a table file
  int damaged = 0;
  for (const fs::path& table : Files(path_, ".sst")) {
    const std::string bytes = BytesOf(table);
    for (const std::string& one : {mark[1], mark[3]}) {
      const size_t at = bytes.find(one);
      if (at == std::string::npos) continue;
      FlipBit(table, at, 3);
      ++damaged;
    }
  }
  ASSERT_EQ(damaged, 2);
  const auto log = MustOpen(path_);
  for (Position at = 1; at <= log->Tail(); ++at) {
    const auto cursor = log->Read(at);
    const bool sound = mark[(at - 1) / 1'000].empty();
    ASSERT_EQ(cursor->Next(), sound) << at << ": " << cursor->status().ToString();
    ASSERT_EQ(sound ? cursor->position() : cursor->status().position(), at);
  }
}

TEST_F(RocksdbEventLogTest, DamageInWhatOnlyMergingReadsIsFoundByWhoeverLooks) {
  MustOpen(path_).reset();  // a table with the format alone
  const std::vector<fs::path> first = Files(path_, ".sst");
  ASSERT_EQ(first.size(), 1U);
  {
    const auto log = MustOpen(path_);
    MustAppend(log.get(), {"one"});
    ASSERT_TRUE(log->Seal(1).ok());  // a key that is not there is looked for in every table
  }
  MustOpen(path_).reset();
  ASSERT_TRUE(fs::exists(first[0])) << "not merged yet";
  ASSERT_TRUE(InspectRocksdbEventLog(path_).ok());
  FlipBit(first[0], 20, 0);
  const Status found = InspectRocksdbEventLog(path_).status();
  EXPECT_EQ(found.code(), Code::kCorrupt);
  const std::string name = first[0].filename().string();
  EXPECT_NE(found.message().find(name + ": is cut off or damaged"), std::string::npos)
      << found.message();
  const DamagedLog damaged = DamagedLogParts(nullptr, path_, found);
  ASSERT_EQ(damaged.parts.size(), 1U);
  EXPECT_EQ(damaged.parts[0].message(), found.message());
}

TEST_F(RocksdbEventLogTest, AFolderCopiedByHalfIsNotTakenForANewLog) {
  MustAppend(MustOpen(path_).get(), {"a", "b"});
  MustAppend(MustOpen(path_).get(), {"c"});
  for (const fs::directory_entry& file : fs::directory_iterator(path_)) {
    const std::string name = file.path().filename();
    const bool needed = name == "CURRENT" || name.starts_with("MANIFEST") ||
                        name.ends_with(".sst") || name.ends_with(".log");
    const std::string copy = CrashCopy();
    fs::remove(copy / file.path().filename());
    const auto opened = OpenRocksdbEventLog(copy);
    EXPECT_EQ(opened.status().code(), needed ? Code::kCorrupt : Code::kOk)
        << "without " << name << ": " << opened.status().ToString();
  }
}

// ---- a manifest that lost its end

// Whatever part of the manifest is left, the log has all of its events or says that it has not.
void ExpectAllOrRefused(const std::string& crashed, Position events) {
  const fs::path manifest = Manifest(crashed);
  const std::string copy = crashed + ".cut";
  int all = 0;
  for (const size_t size : CutsOf(manifest)) {
    SCOPED_TRACE(manifest.filename().string() + " cut to " + std::to_string(size));
    CrashCopyOf(crashed, copy);
    fs::resize_file(fs::path(copy) / manifest.filename(), size);
    const Status looked = InspectRocksdbEventLog(copy).status();
    const auto log = OpenRocksdbEventLog(copy);
    ASSERT_EQ(looked.ok(), log.ok()) << looked.ToString() << "; " << log.status().ToString();
    if (!log.ok()) continue;
    ++all;
    ASSERT_EQ((*log)->Tail(), events);
    Position read = 0;
    for (const auto cursor = (*log)->Read(1); cursor->Next();) ++read;
    ASSERT_EQ(read, events);
  }
  EXPECT_GT(all, 0) << "the whole of it";
}

TEST_F(RocksdbEventLogTest, AManifestWithoutItsEndLosesNoEventUnnoticed) {
  for (const char* event : {"a", "b", "c"}) MustAppend(MustOpen(path_).get(), {event, event});
  ExpectAllOrRefused(path_, 6);
  std::string crashed;
  {
    const auto log = MustOpen(path_);
    MustAppend(log.get(), {"d"});
    crashed = CrashCopy();
  }
  ExpectAllOrRefused(crashed, 7);
  // What the write-ahead log had is in a table now.
  const auto recovered = MustOpen(crashed);
  CrashCopyOf(crashed, path_);
  ExpectAllOrRefused(path_, 7);
  MustAppend(recovered.get(), {"e"});
  CrashCopyOf(crashed, path_);
  ExpectAllOrRefused(path_, 8);
}

// As a folder that is copied file by file while its log is written: the manifest is of before a
// flush, the write-ahead log of after it.
TEST_F(RocksdbEventLogTest, TablesThatTheManifestDoesNotKnowAreMissed) {
  MustAppend(MustOpen(path_).get(), {"a"});
  const auto log = MustOpen(path_);
  const std::string before = CrashCopy();
  const fs::path first = WriteAheadLog(before);
  const std::string large(16 << 20, 'x');
  while (Newest(path_).filename() == first.filename()) MustAppend(log.get(), {large});
  const Position tail = log->Tail();
  fs::copy(Newest(path_), before);
  fs::remove(first);
  for (const Status& status :
       {InspectRocksdbEventLog(before).status(), OpenRocksdbEventLog(before).status()}) {
    EXPECT_EQ(status.code(), Code::kCorrupt);
    EXPECT_EQ(status.position(), 2U) << status.ToString();
    EXPECT_NE(status.message().find("events 2 to " + std::to_string(tail - 1) + " are missing"),
              std::string::npos)
        << status.ToString();
  }
}

TEST_F(RocksdbEventLogTest, ABeginningThatWasInterruptedIsBegunAgain) {
  MustOpen(path_);
  for (const auto& file : Files(path_, ".sst")) fs::remove(file);
  for (const auto& file : Files(path_, ".log")) fs::remove(file);
  fs::remove(path_ + "/CURRENT");
  const auto log = MustOpen(path_);
  ASSERT_NE(log, nullptr);
  EXPECT_EQ(log->Tail(), 0u);
}

TEST_F(RocksdbEventLogTest, AFolderOfSomethingElseIsLeftAlone) {
  fs::create_directory(path_);
  std::ofstream(path_ + "/letter.txt") << "dear";
  EXPECT_EQ(OpenRocksdbEventLog(path_).status().code(), Code::kInvalid);
  EXPECT_EQ(std::distance(fs::directory_iterator(path_), fs::directory_iterator()), 1);
}

TEST_F(RocksdbEventLogTest, ALogCanBeOpenOnce) {
  const auto log = MustOpen(path_);
  EXPECT_EQ(OpenRocksdbEventLog(path_).status().code(), Code::kIo);
}

}  // namespace
}  // namespace outturn::store
