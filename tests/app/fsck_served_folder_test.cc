// A book in service whose folder loses or damages what it lives from: fsck says which part, what it
// means and what to do, though everything open is still read.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "services/app/data_folder.h"
#include "services/app/fsck/comparison.h"
#include "services/app/fsck/served.h"
#include "tests/app/real_folder.h"
#include "tests/store/temp_folder.h"

namespace outturn::app {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

class FsckServedFolder : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    const store::TempFolder made;
    MakeFolder(made.Sub("data"));
    sound_ = ReadFolder(made.Sub("data"));
  }
  FsckServedFolder() {
    WriteFolder(path, sound_);
    auto on_disk = OnDisk::Open(path);
    EXPECT_TRUE(on_disk.ok()) << on_disk.status().ToString();
    opened = *std::move(on_disk);
    opened->Record({Pay("last", "X01", 1)});  // in the write-ahead log
  }
  ~FsckServedFolder() override { fs::remove_all(path); }

  std::vector<std::string> Findings() {
    Comparison comparison(*opened->book);
    const FsckListener listener{[](FsckStage, uint64_t, uint64_t) { return true; },
                                [](const Finding&) {}};
    const auto examined =
        ExamineServed({*opened->book, comparison, opened->proofs.get()}, listener);
    EXPECT_TRUE(examined.has_value());
    std::vector<std::string> findings;
    for (const Finding& finding : examined->findings) findings.push_back(finding.ToString());
    return findings;
  }
  // Files of a folder, by how they begin and end.
  std::vector<fs::path> FilesIn(const std::string& folder, const std::string& begin,
                                const std::string& end = "") {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(path + "/" + folder)) {
      const std::string name = entry.path().filename().string();
      if (name.starts_with(begin) && name.ends_with(end)) files.push_back(entry.path());
    }
    EXPECT_FALSE(files.empty()) << folder << "/" << begin << "…" << end;
    return files;
  }
  // What is found while it is moved away.
  std::vector<std::string> Without(const fs::path& part) {
    const std::string aside = temp.Sub("aside");
    fs::rename(part, aside);
    auto findings = Findings();
    fs::rename(aside, part);
    return findings;
  }

  const store::TempFolder temp;
  const std::string path = temp.Sub("data");
  std::unique_ptr<OnDisk> opened;

 private:
  static inline Files sound_;
};

TEST_F(FsckServedFolder, FindsNothingInASoundFolder) { EXPECT_THAT(Findings(), IsEmpty()); }

TEST_F(FsckServedFolder, NamesEachFileOfTheLogThatIsGone) {
  for (const char* ending : {".sst", ".log", "CURRENT"}) {
    for (const fs::path& file : FilesIn("log", "", ending)) {
      EXPECT_THAT(Without(file),
                  ElementsAre(AllOf(StartsWith("log"), HasSubstr(file.string() + ": is missing"),
                                    HasSubstr("from a backup of the whole folder log"))));
    }
  }
  for (const fs::path& file : FilesIn("log", "MANIFEST-")) {
    EXPECT_THAT(Without(file), ElementsAre(HasSubstr(file.string() + ": is missing")));
  }
  EXPECT_THAT(Without(path + "/log"),
              ElementsAre(AllOf(StartsWith("log: " + path + "/log: is missing"),
                                HasSubstr("put the folder log back from a backup"))));
  EXPECT_THAT(Findings(), IsEmpty());
}

TEST_F(FsckServedFolder, SaysWhichEventsATableHas) {
  std::vector<std::string> found;
  for (const fs::path& table : FilesIn("log", "", ".sst")) {
    for (const std::string& finding : Without(table)) found.push_back(finding);
  }
  EXPECT_THAT(found, Contains(StartsWith("log, event 1: ")));
  EXPECT_THAT(found, Contains(HasSubstr("; the other table files lack events 1 to ")));
}

TEST_F(FsckServedFolder, NamesWhatOfTheLogIsCutOffOrNoFileAnyMore) {
  const fs::path table = FilesIn("log", "", ".sst").front();
  const std::string aside = temp.Sub("aside");
  fs::rename(table, aside);  // what is open stays as it is
  std::ofstream(table) << "half";
  EXPECT_THAT(Findings(),
              ElementsAre(AllOf(HasSubstr(table.string() + ": its end is lost: it has 4"),
                                HasSubstr("from a backup"))));
  std::ofstream(table, std::ios::trunc).close();
  EXPECT_THAT(Findings(), ElementsAre(HasSubstr(table.string() + ": is empty")));
  fs::remove(table);
  fs::create_directory(table);
  EXPECT_THAT(Findings(), ElementsAre(HasSubstr(table.string() + ": cannot be read: ")));
  fs::remove(table);
  fs::rename(aside, table);
  fs::rename(path + "/log", aside);
  std::ofstream(path + "/log") << "a file";
  EXPECT_THAT(
      Findings(),
      ElementsAre(AllOf(StartsWith("log: " + path + "/log: cannot be opened: Not a directory"),
                        HasSubstr("start again"))));
  fs::remove(path + "/log");
  fs::rename(aside, path + "/log");
}

TEST_F(FsckServedFolder, NamesWhatIsDerivedAndGoneAndThatItIsMadeAnew) {
  const auto says = [&](const std::string& part, const fs::path& file) {
    return AllOf(StartsWith(part + ": " + file.string() + ": is missing; the folder " + part +
                            " is derived from the log"),
                 HasSubstr("remove it while the server is down, the next start makes it anew"));
  };
  for (const std::string part : {"derived", "history", "ids"}) {
    EXPECT_THAT(Without(path + "/" + part), ElementsAre(says(part, path + "/" + part)));
    for (const fs::path& file :
         FilesIn(part, part == "ids" ? "run-" : "", part == "ids" ? "" : ".sst")) {
      EXPECT_THAT(Without(file), ElementsAre(says(part, file)));
    }
    for (const fs::path& file : FilesIn(part, "MANIFEST")) {
      EXPECT_THAT(Without(file), ElementsAre(says(part, file)));
    }
  }
}

// What is in memory is sound; nobody asked for what is damaged.
TEST_F(FsckServedFolder, ReadsWhatNobodyAskedForAndNamesTheFileThatIsDamaged) {
  const auto flip = [](const fs::path& file, std::streamoff at) {
    std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekg(at);
    const char flipped = static_cast<char>(bytes.get() ^ 1);
    bytes.seekp(at);
    bytes.put(flipped);
  };
  const auto damaged = [&](const fs::path& file, std::streamoff at) {
    flip(file, at);
    auto findings = Findings();
    flip(file, at);
    return findings;
  };
  for (const std::string part : {"derived", "history"}) {
    for (const char* begin : {"0", "MANIFEST-"}) {
      for (const fs::path& file : FilesIn(part, begin)) {
        if (file.extension() == ".log") continue;
        const auto middle = static_cast<std::streamoff>(fs::file_size(file) / 2);
        for (const std::streamoff at : {std::streamoff{9}, middle}) {
          EXPECT_THAT(
              damaged(file, at),
              Contains(AllOf(StartsWith(part + ": " + file.string() + ": is cut off or damaged: "),
                             HasSubstr("; the folder " + part + " is derived from"))))
              << file << " " << at;
        }
      }
    }
  }
  for (const fs::path& file : FilesIn("log", "", ".sst")) {
    if (fs::file_size(file) > 4'000) continue;  // of events
    EXPECT_THAT(damaged(file, 9), ElementsAre(AllOf(HasSubstr(file.string() + ": is cut off"),
                                                    HasSubstr("put the file back"))));
  }
  for (const fs::path& file : FilesIn("log", "MANIFEST-")) {
    EXPECT_THAT(damaged(file, 40), ElementsAre(HasSubstr(file.string() + ": is cut off")));
  }
  opened->Record({Pay("later", "X01", 1)});
  for (const fs::path& file : FilesIn("log", "", ".log")) {
    const std::string bytes = ReadFolder(path)["log/" + file.filename().string()];
    const size_t last = bytes.find("last");  // the payment before the latest
    if (last == std::string::npos) continue;
    EXPECT_THAT(damaged(file, static_cast<std::streamoff>(last)),
                ElementsAre(AllOf(StartsWith("log, event 308: " + file.string()),
                                  HasSubstr("are damaged or missing"))));
  }
  EXPECT_THAT(Findings(), IsEmpty());
}

TEST_F(FsckServedFolder, NamesIdsThatAreNotThoseTheServerWrote) {
  std::ofstream(path + "/ids/MANIFEST") << "rubbish\n";
  EXPECT_THAT(Findings(), ElementsAre(StartsWith("ids: " + path +
                                                 "/ids/MANIFEST: is not what the server wrote; ")));
}

TEST_F(FsckServedFolder, NamesEachFileBesideTheLogThatIsGone) {
  EXPECT_THAT(Without(path + "/tiles"),
              ElementsAre(StartsWith("tiles: " + path +
                                     "/tiles: is missing; the file tiles is "
                                     "derived from the log")));
  EXPECT_THAT(Without(path + "/durable"), ElementsAre(StartsWith("sum: " + path + "/durable: ")));
  EXPECT_THAT(Without(path + "/BOOK"), ElementsAre(StartsWith("book: " + path + "/BOOK: ")));
  EXPECT_THAT(Without(path + "/key"), ElementsAre(StartsWith("key: " + path + "/key: ")));
  EXPECT_THAT(Without(path + "/checkpoints"),
              ElementsAre(StartsWith("checkpoint-file: " + path + "/checkpoints: ")));
}

}  // namespace
}  // namespace outturn::app
