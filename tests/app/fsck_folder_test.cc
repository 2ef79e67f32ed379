// A data folder examined where it lies: what is wrong is told, and nothing there is touched.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <utility>

#include "services/app/data_folder.h"
#include "services/app/derived/keys.h"
#include "services/app/fsck/folder.h"
#include "store/kept/durable_mark.h"
#include "store/rocksdb/log_parts.h"
#include "store/rocksdb/manifest_tables.h"
#include "store/rocksdb/state_store.h"
#include "tests/app/real_folder.h"
#include "tests/store/manifest.h"
#include "tests/store/temp_folder.h"

namespace outturn::app {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

class FsckFolder : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    const store::TempFolder made;
    MakeFolder(made.Sub("data"));
    sound_ = ReadFolder(made.Sub("data"));
  }
  FsckFolder() : files(sound_) {}

  // Of the folder as `files` say.
  std::vector<std::string> Findings() {
    WriteFolder(path, files);
    const auto findings = FindingsOf(path);
    EXPECT_TRUE(ReadFolder(path) == files) << "something there was changed";
    return findings;
  }
  // The first file that begins so.
  std::string& File(const std::string& begin) {
    const auto found = files.lower_bound(begin);
    EXPECT_TRUE(found != files.end() && found->first.starts_with(begin)) << begin;
    return found->second;
  }
  void Remove(const std::string& folder) {
    std::erase_if(files, [&](const auto& file) { return file.first.starts_with(folder); });
  }
  // Changes a key of a state store on the disk, and leaves the folder so.
  void Change(const std::string& part, const std::string& prefix,
              const std::function<void(std::string&)>& change) {
    WriteFolder(path, files);
    {
      auto state = store::OpenRocksdbStateStore(path + "/" + part).value();
      const auto cursor = state->Scan(prefix);
      ASSERT_TRUE(cursor->Next());
      std::string value(cursor->value());
      change(value);
      const store::Change changed{std::string(cursor->key()), value};
      ASSERT_TRUE(state->Apply({&changed, 1}, state->Reached()).ok());
    }
    files = ReadFolder(path);
  }

  const store::TempFolder temp;
  const std::string path = temp.Sub("data");
  Files files;

 private:
  static inline Files sound_;
};

TEST_F(FsckFolder, FindsNothingInASoundFolderAndChangesNothing) {
  EXPECT_THAT(Findings(), IsEmpty());
  const core::CodeTablesByVersion tables = Tables();
  const auto folder =
      ExamineFolder({path, "431200", tables}, [](core::Position, core::Position) {});
  EXPECT_EQ(folder->book, "431200");
  EXPECT_EQ(folder->examined.events, 307u);
  EXPECT_EQ(folder->examined.ledgers, 2u);
}

TEST_F(FsckFolder, FindsNothingWhereWhatIsDerivedIsNotThereYet) {
  for (const char* part : {"derived/", "ids/", "history/", "tiles"}) Remove(part);
  EXPECT_THAT(Findings(), IsEmpty());
}

// A start makes these anew: until then they are the evidence of what happened.
TEST_F(FsckFolder, NamesAndKeepsDerivedPartsThatCannotBeOpened) {
  File("derived/CURRENT") = "rubbish\n";
  File("ids/MANIFEST")[0] ^= 1;
  File("history/MANIFEST").resize(20);
  EXPECT_THAT(Findings(), ElementsAre(AllOf(StartsWith("derived: "), HasSubstr(path)),
                                      AllOf(StartsWith("ids: "), HasSubstr(path)),
                                      AllOf(StartsWith("history: "), HasSubstr(path))));
}

// As a folder that may not be read (root, as which tests may run, reads all).
TEST_F(FsckFolder, NamesWhatStandsInThePlaceOfAFolder) {
  for (const char* part : {"derived/", "history/", "ids/", "tiles"}) Remove(part);
  for (const char* part : {"derived", "history", "ids"}) files[part] = "a file\n";
  const auto says = [&](const std::string& part) {
    return AllOf(StartsWith(part + ": " + path + "/" + part), HasSubstr(": Not a directory"),
                 HasSubstr("; the folder " + part +
                           " is derived from the log: remove it while the "
                           "server is down, the next start makes it anew"));
  };
  EXPECT_THAT(Findings(), ElementsAre(says("derived"), says("ids"), says("history")));
  for (const char* part : {"derived", "history", "ids"}) files.erase(part);
  files["tiles/within"] = "a folder\n";
  EXPECT_THAT(Findings(), ElementsAre(AllOf(StartsWith("tiles: " + path + "/tiles: "),
                                            HasSubstr("; the file tiles is derived"))));
}

TEST_F(FsckFolder, NamesAnEntryThatCannotBeRead) {
  for (const std::string part : {"derived/CURRENT", "history/CURRENT", "ids/MANIFEST"}) {
    const std::string content = std::exchange(files[part], "");
    files.erase(part);
    files[part + "/within"] = "a folder in its place\n";
    const std::string folder = part.substr(0, part.find('/'));
    EXPECT_THAT(Findings(),
                ElementsAre(AllOf(StartsWith(folder + ": "), HasSubstr(path + "/" + part),
                                  HasSubstr("the folder " + folder + " is derived"))));
    files.erase(part + "/within");
    files[part] = content;
  }
}

TEST_F(FsckFolder, SaysOfAFolderInPlaceOfATableThatItIsNoFile) {
  const auto table = std::find_if(files.begin(), files.end(), [](const auto& file) {
    return file.first.starts_with("log/") && file.first.ends_with(".sst");
  });
  ASSERT_NE(table, files.end());
  const std::string name = table->first;
  files.erase(table);
  files[name + "/within"] = "a folder\n";
  EXPECT_THAT(Findings(), ElementsAre(AllOf(HasSubstr(path + "/" + name + ": is no file"),
                                            HasSubstr("put the file back"))));
}

TEST_F(FsckFolder, SaysWhichPartOfALogCannotBeOpenedAndWhy) {
  const Files sound = files;
  const auto says = [&](const std::string& begin, const std::string& file, const char* what) {
    EXPECT_THAT(Findings(), ElementsAre(AllOf(StartsWith(begin + path + "/" + file),
                                              HasSubstr(what), HasSubstr("from a backup"))));
    files = sound;
  };
  const std::string manifest = files.lower_bound("log/MANIFEST")->first;
  for (const size_t length : {size_t{20}, File("log/MANIFEST").size() / 2}) {
    File("log/MANIFEST").resize(length);
    says("log: ", manifest, ": is cut off: its end is lost");
  }
  File("log/MANIFEST")[60] ^= 1;
  says("log: ", manifest, ": is cut off or damaged: ");
  File("log/MANIFEST").clear();
  says("log: ", manifest, ": is empty, its content was cut off");
  files.erase(manifest);
  says("log: ", manifest, ": is missing");
  File("log/CURRENT") = "rubbish\n";
  says("log: ", "log/CURRENT", ": is not of this format, it names no manifest");
  files.erase("log/CURRENT");
  says("log: ", "log/CURRENT", ": is missing");
  Remove("log/");
  const auto gone = [](const char* what) {
    return ElementsAre(AllOf(StartsWith("log: "), HasSubstr(what),
                             HasSubstr(": the event log is missing; put the folder log back from a "
                                       "backup; only if nothing was ever recorded")));
  };
  EXPECT_THAT(Findings(), gone("/log: is missing"));
  WriteFolder(path, files);
  std::filesystem::create_directory(path + "/log");  // as where nothing is mounted
  EXPECT_THAT(FindingsOf(path), gone("/log: is empty"));
}

TEST_F(FsckFolder, SaysWhichTableOfALogIsMissingOrCutOffAndWhichEventsTheOthersLack) {
  WriteFolder(path, files);
  for (const char* id : {"more", "most"}) {  // a table each, at the next start
    const auto run = OnDisk::Open(path);
    ASSERT_TRUE(run.ok()) << run.status().ToString();
    (*run)->Record({Pay(id, "X01", 1)});
  }
  ASSERT_TRUE(OnDisk::Open(path).ok());
  const Files sound = files = ReadFolder(path);
  std::vector<std::string> tables;
  for (const auto& [name, content] : files) {
    if (name.starts_with("log/") && name.ends_with(".sst")) tables.push_back(name);
  }
  ASSERT_GE(tables.size(), 2u);
  size_t told = 0;
  for (const std::string& table : tables) {
    for (const bool missing : {false, true}) {
      files = sound;
      missing ? void(files.erase(table)) : files[table].resize(files[table].size() / 2);
      const auto findings = Findings();
      ASSERT_EQ(findings.size(), 1u) << findings.back();
      EXPECT_THAT(findings[0], HasSubstr(path + "/" + table +
                                         (missing ? ": is missing" : ": is cut off or damaged: ")));
      EXPECT_THAT(findings[0], HasSubstr("; the other table files "));
      EXPECT_THAT(findings[0], HasSubstr("; put the file back from a backup"));
      const bool lacks = findings[0].find("lack events 1 to ") != std::string::npos;
      EXPECT_EQ(lacks, findings[0].starts_with("log, event 1: ")) << findings[0];
      told += lacks ? 1 : 0;
    }
  }
  EXPECT_GT(told, 0u);
}

// It can be read, and is another than the manifest lists.
TEST_F(FsckFolder, BlamesATableInTheWrongPlaceAndNotTheManifestThatKnowsIt) {
  WriteFolder(path, files);
  ASSERT_TRUE(OnDisk::Open(path).ok());  // writes the second table
  files = ReadFolder(path);
  std::vector<std::string> tables;
  for (const auto& [name, content] : files) {
    if (name.starts_with("log/") && name.ends_with(".sst") && content.size() > 5'000) {
      tables.push_back(name);
    }
  }
  ASSERT_EQ(tables.size(), 2u);
  files[tables[0]] = files[tables[1]];
  const auto says = AllOf(HasSubstr(path + "/" + tables[0] + ": is not what the server wrote: "),
                          HasSubstr("; the other table files lack events 1 to 156"),
                          HasSubstr("; put the file back from a backup"));
  EXPECT_THAT(Findings(), ElementsAre(AllOf(StartsWith("log, event 1: "), says)));
  EXPECT_THAT(OnDisk::Open(path).status().message(), says) << "a start says the same";
}

// A reason that is none of the files' stands as it is.
TEST_F(FsckFolder, LooksForTheReasonInTheManifestOnlyWhereItIsSaidToBeThere) {
  WriteFolder(path, files);
  const auto says = [&](const store::Status& opened) {
    const auto damaged = store::DamagedLogParts(nullptr, path + "/log", opened);
    EXPECT_EQ(damaged.parts.size(), 1u);
    return damaged.parts.front();
  };
  const store::Status newer(store::Code::kInvalid, "the folder holds no log of this version");
  EXPECT_EQ(says(newer).ToString(), newer.ToString());
  EXPECT_THAT(
      says(store::Status::Corrupt(0, "Corruption: Missing WAL with log number: 4.")).message(),
      HasSubstr(": does not fit the files beside it: it is cut off or another's, or one of "
                "them is missing (Corruption: Missing WAL"));
}

// RocksDB takes tables by that ending, too.
TEST_F(FsckFolder, NamesATableByTheEndingItHas) {
  const std::string table = [&] {
    for (const auto& [name, content] : files) {
      if (name.starts_with("log/") && name.ends_with(".sst")) return name;
    }
    return std::string();
  }();
  const std::string renamed = table.substr(0, table.size() - 4) + ".ldb";
  files[renamed] = files[table];
  files.erase(table);
  EXPECT_THAT(Findings(), IsEmpty());
  files[renamed].resize(100);
  EXPECT_THAT(Findings(),
              ElementsAre(HasSubstr(path + "/" + renamed + ": is cut off or damaged: ")));
}

// A start that was cut short leaves one behind; it is named only as long as nobody knows better.
TEST_F(FsckFolder, HoldsATableThatTheManifestDoesNotNameAgainstNobody) {
  const std::string debris = "log/000999.sst";
  const auto sound = files.lower_bound("log/0");
  ASSERT_TRUE(sound->first.ends_with(".sst")) << sound->first;
  const std::string named = sound->first;
  for (const std::string& content : {std::string(), sound->second.substr(0, 200)}) {
    files[debris] = content;
    EXPECT_THAT(Findings(), IsEmpty());
    const std::string whole = std::exchange(files[named], "");
    EXPECT_THAT(Findings(),
                ElementsAre(HasSubstr(path + "/" + named + ": is empty, its content was cut off")));
    files[named] = whole;
    WriteFolder(path, files);
    const store::Status cut(store::Code::kIo, "IO error: while appending: " + path + "/" + debris);
    const auto told = store::DamagedLogParts(nullptr, path + "/log", cut).parts;
    ASSERT_EQ(told.size(), 1u);
    EXPECT_EQ(told[0].ToString(), cut.ToString()) << "the reason stands as it is";
    std::string& manifest = File("log/MANIFEST");
    const std::string before = manifest;
    manifest[manifest.size() / 2] ^= 1;
    EXPECT_THAT(Findings(), testing::Contains(HasSubstr(path + "/" + debris)));
    manifest = before;
  }
  WriteFolder(path, files);
  ASSERT_TRUE(OnDisk::Open(path).ok());
  EXPECT_FALSE(ReadFolder(path).contains(debris)) << "a start removes it";
}

// Every kind of record a manifest of ours has is read, or nothing would be told apart.
TEST_F(FsckFolder, KnowsTheTablesOfAManifestThatHasSeenStartsAndMerging) {
  WriteFolder(path, files);
  for (int i = 0; i < 6; ++i) {
    const auto run = OnDisk::Open(path);
    ASSERT_TRUE(run.ok()) << run.status().ToString();
    (*run)->Record({Pay("again" + std::to_string(i), "X01", 1)});
  }
  for (const char* part : {"log", "derived", "history"}) {
    const std::string folder = path + "/" + part;
    const auto tables = store::TablesOfManifest(store::BytesOf(store::Manifest(folder)));
    ASSERT_TRUE(tables) << part;
    std::set<uint64_t> there;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      if (entry.path().extension() != ".sst") continue;
      there.insert(std::stoull(entry.path().stem().string()));
    }
    EXPECT_EQ(*tables, there) << part;
  }
}

TEST_F(FsckFolder, TellsALogThatIsNoFolderFromOneThatIsMissing) {
  Remove("log/");
  files["log"] = "x\n";
  EXPECT_THAT(Findings(), ElementsAre(AllOf(StartsWith("log: " + path + "/log: is no folder"),
                                            HasSubstr("from a backup"))));
}

TEST_F(FsckFolder, SaysHowManyEventsOfALogCanBeReadThatCannotBeOpened) {
  WriteFolder(path, files);
  ASSERT_TRUE(OnDisk::Open(path).ok());  // writes a table of what was in the write-ahead log
  const Files sound = files = ReadFolder(path);
  const core::CodeTablesByVersion tables = Tables();
  const auto readable = [&] {
    WriteFolder(path, files);
    return ExamineFolder({path, "", tables}, [](core::Position, core::Position) {})->readable;
  };
  EXPECT_EQ(readable(), std::nullopt) << "it was opened, and all of it examined";
  File("log/MANIFEST").resize(20);
  EXPECT_EQ(readable(), 307u);
  Remove("log/");
  EXPECT_EQ(readable(), 0u);
}

TEST_F(FsckFolder, DoesNotCallADamagedHistoryAnotherLogs) {
  // Its head: 8 bytes version, then the hash of the last event it knows.
  Change("history", "h", [](std::string& head) { head[8] ^= 1; });
  EXPECT_THAT(Findings(), ElementsAre(AllOf(StartsWith("history, event 307: "),
                                            HasSubstr("made of another log, or damaged"))));
}

TEST_F(FsckFolder, NamesALedgerWhoseHistoryIsNotWhatItsEventsMake) {
  // The lowest byte of the last payment's amount, as in the comparison's test.
  Change("history", std::string(kRunsPrefix), [](std::string& run) { run[run.size() - 8] ^= 1; });
  EXPECT_THAT(Findings(), testing::Contains("history, event 307: ledger 101001/2024: turnover is "
                                            "not what its events make"));
}

TEST_F(FsckFolder, NamesACheckpointOfALedgerThatIsNotWhatItsEventsMake) {
  Change("history", std::string(kCheckpointsPrefix), [](std::string& state) { state.back() ^= 1; });
  EXPECT_THAT(Findings(),
              ElementsAre(AllOf(StartsWith("history, event "), HasSubstr("ledger 101001/2024: "))));
}

TEST_F(FsckFolder, NamesAFrontierOfTheHistory) {
  Change("history", std::string(kFrontierPrefix), [](std::string& tree) { tree.back() ^= 1; });
  EXPECT_THAT(Findings(),
              ElementsAre("history, event 288: a Merkle frontier that is not the log's"));
}

TEST_F(FsckFolder, NamesTilesThatAreNotOfTheLog) {
  File("tiles")[3] ^= 1;
  EXPECT_THAT(Findings(),
              ElementsAre("tiles, event 256: the root of tile 0 is not of the log's events"));
}

TEST_F(FsckFolder, NamesTilesThatEndWithinARootOrBehindTheLog) {
  const std::string tiles = File("tiles");
  File("tiles").pop_back();
  EXPECT_THAT(Findings(), ElementsAre("tiles: the file ends within a root"));
  // `durable` says how far the log went; without it the tiles are believed.
  File("tiles") = tiles + std::string(32, 'x');
  EXPECT_THAT(Findings(), ElementsAre(HasSubstr(": is of 512 events, the log of 307, and durable "
                                                "knows of no more; the file tiles is derived")));
  Remove("durable");
  EXPECT_THAT(Findings(), testing::Contains(HasSubstr("512 was durable (tiles 512)")));
}

TEST_F(FsckFolder, NamesABookWithoutItsName) {
  const std::string name = File("BOOK");
  File("BOOK")[5] = '1';
  EXPECT_THAT(Findings(), ElementsAre(AllOf(StartsWith("book: "), HasSubstr("431201"))));
  Remove("BOOK");
  EXPECT_THAT(Findings(), ElementsAre(StartsWith("book: ")));
  files["BOOK"] = "431200\n";  // as earlier versions wrote it
  EXPECT_THAT(Findings(), IsEmpty());
  const core::CodeTablesByVersion tables = Tables();
  const auto asked = ExamineFolder({path, "430100", tables}, [](core::Position, core::Position) {});
  ASSERT_EQ(asked->examined.findings.size(), 1u);
  EXPECT_THAT(asked->examined.findings[0].ToString(), HasSubstr("of 431200, not of 430100"));
}

TEST_F(FsckFolder, NamesWhatAMissingKeyMeans) {
  Remove("key");
  EXPECT_THAT(Findings(),
              ElementsAre(AllOf(StartsWith("key: "), HasSubstr("there is no signing key"))));
}

// Of log and checkpoints nothing is wrong then.
TEST_F(FsckFolder, SaysOfAnotherBooksKeyThatItIsOneAndBlamesNothingElse) {
  {
    const auto other = OnDisk::Open(temp.Sub("other"), "431300");
    ASSERT_TRUE(other.ok()) << other.status().ToString();
  }
  File("key") = ReadFolder(temp.Sub("other")).at("key");
  const auto says = AllOf(HasSubstr(path + "/key: is another book's key, outturn/431200+"),
                          HasSubstr(": the checkpoints here are signed with outturn/431200+"),
                          HasSubstr("Put the book's own file key back from a copy"));
  EXPECT_THAT(Findings(), ElementsAre(AllOf(StartsWith("key: "), says)));
  const auto opened = OnDisk::Open(path);
  ASSERT_FALSE(opened.ok());
  EXPECT_THAT(opened.status().message(), AllOf(says, Not(HasSubstr("/checkpoints"))));
}

TEST_F(FsckFolder, NamesEachFileBesideTheLogThatIsNotAsItWasWritten) {
  File("BOOK")[3] ^= 1;
  File("checkpoints")[40] ^= 1;
  File("checkpoint-names.sum")[0] ^= 1;
  File("key")[30] ^= 1;
  EXPECT_THAT(
      Findings(),
      ElementsAre(AllOf(StartsWith("book: "), HasSubstr(path + "/BOOK")),
                  AllOf(StartsWith("checkpoint-file: "), HasSubstr(path + "/checkpoints: damaged")),
                  AllOf(StartsWith("sum: "), HasSubstr(path + "/checkpoint-names.sum: damaged")),
                  AllOf(StartsWith("key: "), HasSubstr(path + "/key: "))));
}

TEST_F(FsckFolder, NamesSumsThatWereRemovedAndWhatIsDerivedButNotThere) {
  for (const char* name : {"checkpoints.sum", "checkpoint-names.sum"}) {
    ASSERT_EQ(files.erase(name), 1u) << name;
  }
  const auto missing = [&](const std::string& name) {
    return AllOf(StartsWith("sum: "), HasSubstr(path + "/" + name + ": is missing"));
  };
  EXPECT_THAT(Findings(), ElementsAre(missing("checkpoints.sum"), missing("checkpoint-names.sum")));
  const core::CodeTablesByVersion tables = Tables();
  const auto to_be_made = [&] {
    WriteFolder(path, files);
    return ExamineFolder({path, "", tables}, [](auto, auto) {}).value().to_be_made;
  };
  EXPECT_THAT(to_be_made(), IsEmpty());
  for (const char* part : {"derived/", "ids/", "history/"}) Remove(part);
  files.erase("tiles");
  EXPECT_THAT(to_be_made(), ElementsAre("derived", "ids", "history", "tiles"));
  EXPECT_THAT(audit::ToBeMadeText(to_be_made(), figures::Language::kEnglish),
              StartsWith("not there: derived, ids, history, tiles; derived from the log"));
}

TEST_F(FsckFolder, NamesALogThatEndsBeforeItsMark) {
  WriteFolder(path, files);
  ASSERT_TRUE(store::WriteDurableMark(DurableMarkOf(path), {309}).ok());
  files = ReadFolder(path);
  EXPECT_THAT(Findings(), ElementsAre(AllOf(StartsWith("log, event 308: "),
                                            HasSubstr("(durable 309): its end is lost"))));
  File("durable")[0] ^= 1;
  EXPECT_THAT(Findings(), ElementsAre(AllOf(StartsWith("sum: "), HasSubstr("durable: damaged"))));
  Remove("durable");
  EXPECT_THAT(Findings(), ElementsAre(AllOf(StartsWith("sum: "), HasSubstr(path + "/durable"))));
}

// One cause, one finding: who knows of the lost events, and all that is to be done.
TEST_F(FsckFolder, NamesALogThatLostItsEndOnce) {
  const Files older = files;
  WriteFolder(path, files);
  {
    const auto run = OnDisk::Open(path);
    ASSERT_TRUE(run.ok()) << run.status().ToString();
    (*run)->Record({Pay("more", "X01", 1)});
    ASSERT_TRUE((*run)->book->FollowHistory().ok());
    ASSERT_TRUE((*run)->proofs->NewestCheckpoint().ok());
    ASSERT_TRUE(store::WriteDurableMark(DurableMarkOf(path), {308, (*run)->proofs->Grown()}).ok());
  }
  files = ReadFolder(path);
  Remove("log/");
  for (const auto& [name, content] : older) {
    if (name.starts_with("log/")) files[name] = content;
  }
  const auto findings = Findings();
  ASSERT_EQ(findings.size(), 1u) << findings.back();
  EXPECT_THAT(findings[0],
              StartsWith("log, event 308: the log ends at event 307, but event 308 was "
                         "durable (durable 308, "));
  for (const char* part : {"history 308", "checkpoints 308", "derived 308", "ids 308"}) {
    EXPECT_THAT(findings[0], HasSubstr(part));
  }
  EXPECT_THAT(findings[0],
              HasSubstr("giving up events 308 to 308, 1 in all, remove the folders derived, ids "
                        "and history and the files tiles and durable, and put checkpoints, "
                        "checkpoint-names and the .sum of each aside"));
}

// Of whatever of them is left, the same is said; and once all is done there is nothing more to do.
TEST_F(FsckFolder, NamesAtOnceAllThatGoesWithAnEndThatIsGivenUp) {
  const Files older = files;
  WriteFolder(path, files);
  {
    const auto run = OnDisk::Open(path);
    ASSERT_TRUE(run.ok()) << run.status().ToString();
    (*run)->Record({Pay("more", "X01", 1)});
    ASSERT_TRUE((*run)->book->FollowHistory().ok());
    ASSERT_TRUE((*run)->proofs->NewestCheckpoint().ok());
    ASSERT_TRUE((*run)->proofs->NameCheckpoint("august", 308).ok());
    ASSERT_TRUE(store::WriteDurableMark(DurableMarkOf(path), {308, (*run)->proofs->Grown()}).ok());
  }
  files = ReadFolder(path);
  Remove("log/");
  for (const auto& [name, content] : older) {
    if (name.starts_with("log/")) files[name] = content;
  }
  const auto refusal = [&] {
    WriteFolder(path, files);
    return OnDisk::Open(path).status().message();
  };
  constexpr char kRemove[] =
      "remove the folders derived, ids and history and the files tiles and durable";
  constexpr char kPutAside[] = ", and put checkpoints, checkpoint-names and the .sum of each aside";
  EXPECT_THAT(refusal(), HasSubstr("(checkpoints 308, durable 308, derived 308, ids 308, history "
                                   "308): its end is lost"));
  EXPECT_THAT(refusal(), HasSubstr(std::string(kRemove) + kPutAside));
  for (const char* part : {"derived/", "ids/", "tiles", "durable"}) Remove(part);
  EXPECT_THAT(refusal(), HasSubstr(std::string(kRemove) + kPutAside));
  Remove("checkpoint");
  EXPECT_THAT(refusal(), AllOf(HasSubstr("(history 308): its end is lost"), HasSubstr(kRemove)));
  EXPECT_THAT(FindingsOf(path), testing::Contains(HasSubstr(kRemove)));
  Remove("history/");
  EXPECT_EQ(refusal(), "");
}

TEST_F(FsckFolder, NamesAnotherBooksLogBeforeAllElse) {
  WriteFolder(path, files);
  std::filesystem::remove_all(temp.Sub("other"));
  {
    const auto other = OnDisk::Open(temp.Sub("other"), "431300");
    (*other)->Record(Beginnings(100'000));
    for (int i = 0; i < 310; ++i) (*other)->Record({Pay("o" + std::to_string(i), "X01", 1)});
  }
  Remove("log/");
  for (const auto& [name, content] : ReadFolder(temp.Sub("other"))) {
    if (name.starts_with("log/")) files[name] = content;
  }
  EXPECT_THAT(
      Findings(),
      ElementsAre(AllOf(StartsWith("log, event 5: is another event than was recorded here (derived "
                                   "307, ids 307, history 307): the log is another book's"),
                        HasSubstr(", as a signed checkpoint tells. Put the book's own log back")),
                  AllOf(StartsWith("checkpoint, events "), HasSubstr(", 2 in all: forked"))));
}

// Whoever removes them with their sums leaves no other trace.
TEST_F(FsckFolder, NamesCheckpointsAndNamesThatTheMarkKnowsOf) {
  for (const char* name : {"checkpoints", "checkpoint-names"}) Remove(name);
  EXPECT_THAT(Findings(),
              ElementsAre(AllOf(StartsWith("checkpoint-file: "),
                                HasSubstr(path + "/checkpoints: its end is lost: it has 0 bytes")),
                          AllOf(StartsWith("checkpoint-file: "),
                                HasSubstr(path + "/checkpoint-names: its end "
                                                 "is lost: it has 0 bytes"))));
}

TEST_F(FsckFolder, NamesLostCheckpointsOnceWithAllThatGoesWithThem) {
  const std::string beside = "checkpoints.sum and durable";
  for (const char* name : {"checkpoints", "checkpoints.sum"}) {
    files.erase(name);
    EXPECT_THAT(Findings(),
                ElementsAre(AllOf(StartsWith("checkpoint-file: " + path + "/checkpoints: its end"),
                                  HasSubstr("Put it back with " + beside + " from one copy"),
                                  HasSubstr("remove " + beside))));
  }
}

TEST_F(FsckFolder, ReadsNoFolderThatIsInUse) {
  WriteFolder(path, files);
  const auto open = OnDisk::Open(path);
  ASSERT_TRUE(open.ok()) << open.status().ToString();
  const core::CodeTablesByVersion tables = Tables();
  const auto folder = ExamineFolder({path, "", tables}, [](core::Position, core::Position) {});
  ASSERT_FALSE(folder.ok());
  EXPECT_THAT(folder.status().message(), HasSubstr("open in another process"));
  EXPECT_FALSE(
      ExamineFolder({temp.Sub("none"), "", tables}, [](core::Position, core::Position) {}).ok());
}

}  // namespace
}  // namespace outturn::app
