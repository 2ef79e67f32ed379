// Where a book lies on disk: opened, refused, copied, repaired.
#include "services/app/data_folder.h"

#include <gtest/gtest.h>
#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

#include <filesystem>
#include <fstream>
#include <future>
#include <mutex>

#include "services/app/proofs/proofs.h"
#include "store/file.h"
#include "store/kept/durable_mark.h"
#include "tests/app/support.h"
#include "tests/store/temp_folder.h"

namespace outturn::app {
namespace {

namespace fs = std::filesystem;

class DataFolderTest : public testing::Test {
 protected:
  // A book on the folder, its background work done at once.
  static store::Result<std::unique_ptr<Book>> OpenBook(const std::string& path,
                                                       const std::string& name) {
    auto folder = OpenDataFolder(path, name);
    if (!folder.ok()) return folder.status();
    BookParts parts;
    parts.name = folder->book;
    parts.log = std::move(folder->log);
    parts.derived = std::move(folder->derived);
    parts.ids = std::move(folder->ids);
    parts.tables = Tables();
    parts.background = [](const std::function<void()>& task) { task(); };
    return Book::Open(std::move(parts));
  }

  static void Record(Book& book, const std::vector<core::Command>& commands) {
    std::promise<std::vector<Answer>> answered;
    book.Submit(commands, 0, false,
                [&](std::vector<Answer> answers) { answered.set_value(std::move(answers)); });
    for (const Answer& answer : answered.get_future().get()) AsReceipt(answer);
  }

  static core::Position PositionOf(const Book& book) {
    return book.Read([](const core::BookState& state, const auto&) { return state.position; });
  }

  store::TempFolder temp;
  const std::string path = temp.Sub("data");
};

TEST_F(DataFolderTest, IsMadeWhenItIsNotThere) {
  auto book = OpenBook(temp.Sub("a/b/c"), "431200");
  ASSERT_TRUE(book.ok()) << book.status().ToString();
  EXPECT_EQ((*book)->name(), "431200");
  EXPECT_FALSE(fs::exists(temp.Sub("a/b/c/BOOK.new")));
}

TEST_F(DataFolderTest, NeedsANameOnlyOnce) {
  EXPECT_EQ(OpenBook(path, "").status().code(), store::Code::kInvalid);
  EXPECT_TRUE(OpenBook(path, "431200").ok());
  const auto again = OpenBook(path, "");
  ASSERT_TRUE(again.ok());
  EXPECT_EQ((*again)->name(), "431200");
}

TEST_F(DataFolderTest, IsOfOneBookOnly) {
  ASSERT_TRUE(OpenBook(path, "431200").ok());
  const store::Status status = OpenBook(path, "431300").status();
  EXPECT_EQ(status.code(), store::Code::kInvalid);
  EXPECT_NE(status.message().find("431200"), std::string::npos) << status.ToString();
  EXPECT_NE(status.message().find("431300"), std::string::npos) << status.ToString();
}

TEST_F(DataFolderTest, TakesNoNameThatIsNone) {
  for (const char* name : {"4312 00", "431200\n", "../431200", "", "怀化"}) {
    EXPECT_EQ(OpenBook(path, name).status().code(), store::Code::kInvalid) << name;
    EXPECT_FALSE(fs::exists(fs::path(path) / "BOOK")) << name;
  }
}

TEST_F(DataFolderTest, IsOpenInOneProgramAtATime) {
  const auto first = OpenBook(path, "431200");
  ASSERT_TRUE(first.ok());
  const auto second = OpenBook(path, "431200");
  ASSERT_FALSE(second.ok());
  EXPECT_NE(second.status().message().find("open in another process"), std::string::npos)
      << second.status().ToString();
}

TEST_F(DataFolderTest, KeepsTheBookFromOneOpeningToTheNext) {
  {
    auto book = OpenBook(path, "431200");
    Record(**book, Beginnings(1'000));
  }
  auto book = OpenBook(path, "");
  ASSERT_TRUE(book.ok());
  EXPECT_EQ(PositionOf(**book), 4u);
  Record(**book, {Pay("p1", "X01", 1)});
  EXPECT_EQ(PositionOf(**book), 5u);
}

TEST_F(DataFolderTest, OpensWhereItWasCopiedTo) {
  {
    auto book = OpenBook(path, "431200");
    Record(**book, Beginnings(1'000));
  }
  const std::string elsewhere = temp.Sub("elsewhere");
  fs::copy(path, elsewhere, fs::copy_options::recursive);
  fs::remove_all(path);
  auto book = OpenBook(elsewhere, "");
  ASSERT_TRUE(book.ok()) << book.status().ToString();
  EXPECT_EQ(PositionOf(**book), 4u);
}

TEST_F(DataFolderTest, RebuildsDerivedStateThatIsGoneOrRubbish) {
  {
    auto book = OpenBook(path, "431200");
    Record(**book, Beginnings(1'000));
    Record(**book, {Pay("p1", "X01", 1)});
  }
  fs::remove_all(fs::path(path) / "derived");
  {
    auto book = OpenBook(path, "");
    ASSERT_TRUE(book.ok());
    EXPECT_EQ(*(*book)->FindId({"test", "p1"}), 5u);
  }
  std::ofstream(fs::path(path) / "derived/CURRENT") << "rubbish\n";
  auto book = OpenBook(path, "");
  ASSERT_TRUE(book.ok()) << book.status().ToString();
  EXPECT_EQ(*(*book)->FindId({"test", "p1"}), 5u);
}

TEST_F(DataFolderTest, MakesNoNewLogBesideALostName) {
  ASSERT_TRUE(OpenBook(path, "431200").ok());
  fs::remove(fs::path(path) / "BOOK");
  const store::Status status = OpenBook(path, "431200").status();
  EXPECT_EQ(status.code(), store::Code::kInvalid);
  EXPECT_NE(status.message().find("BOOK"), std::string::npos) << status.ToString();
}

// An emptied log beside the book's name would be a new, empty book under the old name.
TEST_F(DataFolderTest, NoticesThatItsLogIsGone) {
  {
    auto book = OpenBook(path, "431200");
    Record(**book, Beginnings(1'000));
  }
  fs::remove_all(fs::path(path) / "log");
  const auto book = OpenBook(path, "");
  ASSERT_FALSE(book.ok());
  EXPECT_NE(book.status().message().find("log"), std::string::npos) << book.status().ToString();
}

// Whichever of those made after the log is left: without it the book would begin anew.
TEST_F(DataFolderTest, TakesNoFolderThatLostItsLogForANewOne) {
  for (const char* part : {"durable", "derived", "ids", "history", "tiles", "key", "checkpoints",
                           "checkpoint-names"}) {
    fs::remove_all(path);
    fs::create_directories(path);
    std::ofstream(path + "/BOOK") << "431200\n";
    std::ofstream(path + "/" + part) << "x";
    for (const bool empty : {false, true}) {
      if (empty) fs::create_directory(path + "/log");  // as where nothing is mounted
      const auto book = OpenBook(path, "431200");
      ASSERT_FALSE(book.ok()) << part;
      const std::string why = book.status().message();
      EXPECT_NE(why.find(path + "/log: the event log is missing"), std::string::npos) << why;
      EXPECT_NE(why.find("made after it: " + std::string(part) +
                         ". Put the folder log back from a "
                         "backup; only if nothing was ever recorded in this book, remove BOOK and"),
                std::string::npos)
          << why;
      EXPECT_FALSE(fs::exists(path + "/log/CURRENT"));
    }
  }
}

// BOOK itself says whether there was a log.
TEST_F(DataFolderTest, TakesABookAloneForNewOnlyWhereItsLogWasNeverMade) {
  ASSERT_TRUE(OpenBook(path, "431200").ok());
  for (const auto& entry : fs::directory_iterator(path)) {
    if (entry.path().filename() != "BOOK") fs::remove_all(entry.path());
  }
  const auto book = OpenBook(path, "431200");
  ASSERT_FALSE(book.ok());
  const std::string why = book.status().message();
  EXPECT_NE(why.find("though BOOK says that there was one"), std::string::npos) << why;
  EXPECT_FALSE(fs::exists(path + "/log"));
  std::ofstream(path + "/BOOK", std::ios::app) << "the log is being made\n";
  EXPECT_TRUE(OpenBook(path, "").ok());
}

// Calls `before` whenever the engine is about to change what lies in a folder.
class WatchedFileSystem final : public rocksdb::FileSystemWrapper {
 public:
  explicit WatchedFileSystem(std::function<void()> before)
      : rocksdb::FileSystemWrapper(rocksdb::FileSystem::Default()), before_(std::move(before)) {}
  const char* Name() const override { return "WatchedFileSystem"; }
  rocksdb::IOStatus NewWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                                    std::unique_ptr<rocksdb::FSWritableFile>* file,
                                    rocksdb::IODebugContext* debug) override {
    before_();
    return target()->NewWritableFile(name, options, file, debug);
  }
  rocksdb::IOStatus RenameFile(const std::string& from, const std::string& to,
                               const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override {
    before_();
    return target()->RenameFile(from, to, options, debug);
  }
  rocksdb::IOStatus CreateDirIfMissing(const std::string& name, const rocksdb::IOOptions& options,
                                       rocksdb::IODebugContext* debug) override {
    before_();
    return target()->CreateDirIfMissing(name, options, debug);
  }

 private:
  const std::function<void()> before_;
};

// A first start that is cut short at any moment leaves a folder that the next one takes.
TEST_F(DataFolderTest, OpensAfterAFirstStartThatWasCutShort) {
  std::mutex one_at_a_time;  // the engine has threads of its own
  int copies = 0;
  const auto copy_of = [&](int copy) { return temp.Sub("cut" + std::to_string(copy)); };
  const auto watched = std::make_shared<WatchedFileSystem>([&] {
    const std::lock_guard lock(one_at_a_time);
    std::error_code ignored;  // a file that goes meanwhile
    fs::copy(path, copy_of(copies++), fs::copy_options::recursive, ignored);
  });
  const std::unique_ptr<rocksdb::Env> env = rocksdb::NewCompositeEnv(watched);
  ASSERT_TRUE(OpenDataFolder(path, "431200", env.get()).ok());
  EXPECT_GT(copies, 12);
  for (int copy = 0; copy < copies; ++copy) {
    EXPECT_TRUE(fs::exists(copy_of(copy) + "/BOOK"));
    const auto book = OpenBook(copy_of(copy), "");
    EXPECT_TRUE(book.ok()) << copy << ": " << book.status().ToString();
  }
}

// Nothing was derived of the events that are gone: the mark alone knows of them.
TEST_F(DataFolderTest, NoticesThatItsLogLostItsEnd) {
  {
    auto book = OpenBook(path, "431200");
    Record(**book, Beginnings(1'000));
  }
  ASSERT_TRUE(store::WriteDurableMark(DurableMarkOf(path), {7}).ok());
  const store::Status status = OpenBook(path, "").status();
  EXPECT_EQ(status.code(), store::Code::kCorrupt);
  EXPECT_EQ(status.position(), 5u);
  EXPECT_NE(status.message().find("ends at event 4, but event 7 was durable"), std::string::npos)
      << status.ToString();
  EXPECT_NE(status.message().find("giving up events 5 to 7, 3 in all, remove the folders derived, "
                                  "ids and history and the files tiles and durable"),
            std::string::npos)
      << status.ToString();
  fs::remove(DurableMarkOf(path));
  const std::string tiles = ProofFiles(path).tiles;  // where there is no mark, they are believed
  std::ofstream(tiles, std::ios::app) << std::string(32, 'x');
  const store::Status of_tiles = OpenBook(path, "").status();
  EXPECT_NE(of_tiles.message().find("but event 256 was durable (tiles 256)"), std::string::npos)
      << of_tiles.ToString();
  fs::remove(tiles);
  EXPECT_TRUE(OpenBook(path, "").ok());
}

// Whoever opens the checkpoints next is to see that it said nothing; the server writes it anew.
TEST_F(DataFolderTest, LeavesAMarkThatCannotBeReadAsItIs) {
  {
    auto book = OpenBook(path, "431200");
    Record(**book, Beginnings(1'000));
  }
  std::ofstream(DurableMarkOf(path)) << "rubbish\n";
  ASSERT_TRUE(OpenBook(path, "").ok()) << "a mark that cannot be read says nothing";
  EXPECT_EQ(store::ReadFile(DurableMarkOf(path)).value(), "rubbish\n");
}

// Until checkpoints and names are opened nobody else knows what they held.
TEST_F(DataFolderTest, KeepsWhatTheMarkKnowsOfOtherFiles) {
  ASSERT_TRUE(OpenBook(path, "431200").ok());
  const store::GrownFiles grown{{"checkpoint-names", {77, 0x1a2b}}, {"checkpoints", {998, 0}}};
  ASSERT_TRUE(store::WriteDurableMark(DurableMarkOf(path), {0, grown}).ok());
  EXPECT_EQ(store::ReadFile(DurableMarkOf(path)).value().substr(0, 51),
            "0\ncheckpoint-names 77 00001a2b\ncheckpoints 998 0000");
  ASSERT_TRUE(OpenBook(path, "").ok());
  EXPECT_EQ(store::ReadDurableMark(DurableMarkOf(path)).value().grown, grown);
}

TEST_F(DataFolderTest, TakesNoMarkThatIsNotWhatWasWritten) {
  ASSERT_TRUE(OpenBook(path, "431200").ok());
  ASSERT_TRUE(
      store::WriteDurableMark(DurableMarkOf(path), {4711, {{"checkpoints", {998, 7}}}}).ok());
  const std::string mark = store::ReadFile(DurableMarkOf(path)).value();
  for (size_t at = 0; at < mark.size(); ++at) {
    std::string changed = mark;
    changed[at] ^= 1;
    ASSERT_TRUE(store::ReplaceFile(DurableMarkOf(path), changed).ok());
    EXPECT_EQ(store::ReadDurableMark(DurableMarkOf(path)).status().code(), store::Code::kCorrupt);
    ASSERT_TRUE(store::ReplaceFile(DurableMarkOf(path), mark.substr(0, at)).ok());
    EXPECT_EQ(store::ReadDurableMark(DurableMarkOf(path)).status().code(), store::Code::kCorrupt);
  }
}

// What the server cannot remove by itself.
TEST_F(DataFolderTest, SaysThatWhatIsDerivedMayBeRemoved) {
  ASSERT_TRUE(OpenBook(path, "431200").ok());
  for (const char* part : {"derived", "ids", "history"}) {
    const std::string folder = path + "/" + part;
    fs::remove_all(folder);
    std::ofstream(folder) << "a file\n";
    const std::string why = OpenBook(path, "").status().message();
    EXPECT_NE(why.find(folder), std::string::npos) << why;
    EXPECT_NE(why.find(": Not a directory"), std::string::npos) << why;
    EXPECT_NE(why.find("the folder " + std::string(part) + " is derived from the log: remove it"),
              std::string::npos)
        << why;
    fs::remove(folder);
    EXPECT_TRUE(OpenBook(path, "").ok());
  }
}

TEST_F(DataFolderTest, SaysThatAPathIsNoFolder) {
  std::ofstream(path) << "a file\n";
  const auto book = OpenBook(path, "431200");
  ASSERT_FALSE(book.ok());
  EXPECT_NE(book.status().message().find(path), std::string::npos) << book.status().ToString();
}

}  // namespace
}  // namespace outturn::app
