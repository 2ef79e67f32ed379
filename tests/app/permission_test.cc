// What the server's account may not read: that is said, and nothing of lost data.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <sstream>

#include "services/app/data_folder.h"
#include "tests/app/real_folder.h"
#include "tests/store/temp_folder.h"

namespace outturn::app {
namespace {

using testing::AllOf;
using testing::AnyOf;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

// Root may read whatever it is told not to: as long as this lives it is somebody else, who owns the
// folder with all that is in it.
class AsNobody {
 public:
  explicit AsNobody(const std::string& folder) : root_(geteuid() == 0) {
    if (!root_) return;
    constexpr uid_t kNobody = 65'534;
    constexpr auto kSame = static_cast<gid_t>(-1);
    EXPECT_EQ(chown(folder.c_str(), kNobody, kSame), 0);
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      EXPECT_EQ(chown(entry.path().c_str(), kNobody, kSame), 0);
    }
    EXPECT_EQ(seteuid(kNobody), 0);
  }
  ~AsNobody() {
    if (!root_) return;
    EXPECT_EQ(seteuid(0), 0);
  }
  AsNobody(const AsNobody&) = delete;
  AsNobody& operator=(const AsNobody&) = delete;

 private:
  const bool root_;
};

class Permission : public testing::Test {
 protected:
  Permission() {
    MakeFolder(path);
    // What was in the write-ahead log becomes a table.
    EXPECT_TRUE(OnDisk::Open(path).ok());
  }
  static auto Advises() {
    return AllOf(HasSubstr("Permission denied"),
                 HasSubstr("; no permission: check the owner and the mode of the folder and of "
                           "what is in it"),
                 Not(HasSubstr("backup")), Not(HasSubstr("derived from the log")),
                 Not(HasSubstr("lost")), Not(HasSubstr("Put ")), Not(HasSubstr("remove")));
  }

  // Others hold nothing in a write-ahead log.
  [[nodiscard]] bool OfLog(const std::string& file) const {
    return file.starts_with(path + "/log/");
  }

  const store::TempFolder temp;
  const std::string path = temp.Sub("data");
};

TEST_F(Permission, IsSaidToBeWantingOfAFolder) {
  const AsNobody nobody(temp.Sub(""));
  const auto says = [&](const std::string& part) {
    return AllOf(StartsWith(part + ": " + path + "/" + part), Advises());
  };
  const std::vector<std::string> parts = {"derived", "ids", "history"};
  for (const std::string& part : parts) chmod((path + "/" + part).c_str(), 0);
  EXPECT_THAT(FindingsOf(path), ElementsAre(says("derived"), says("ids"), says("history")));
  for (const std::string& part : parts) {
    const auto opened = OnDisk::Open(path);
    ASSERT_FALSE(opened.ok());
    EXPECT_THAT(opened.status().message(), AllOf(HasSubstr(path + "/" + part), Advises()));
    chmod((path + "/" + part).c_str(), 0700);
  }
  chmod((path + "/log").c_str(), 0);
  EXPECT_THAT(
      FindingsOf(path),
      ElementsAre(AllOf(StartsWith("log: " + path + "/log: cannot be opened: "), Advises())));
  EXPECT_THAT(OnDisk::Open(path).status().message(),
              AllOf(HasSubstr("/log: cannot be opened: "), Advises()));
  chmod((path + "/log").c_str(), 0700);
  chmod((path + "/log/LOCK").c_str(), 0);
  EXPECT_THAT(OnDisk::Open(path).status().message(),
              AllOf(HasSubstr("/log/LOCK: Permission denied"), Advises(),
                    Not(HasSubstr("open in another process"))));
  chmod((path + "/log/LOCK").c_str(), 0600);
  EXPECT_THAT(FindingsOf(path), IsEmpty());
}

// One after the other, whatever it is: only the file's own mode is wrong.
TEST_F(Permission, IsSaidToBeWantingOfAFile) {
  const AsNobody nobody(temp.Sub(""));
  for (const auto& entry : std::filesystem::recursive_directory_iterator(path)) {
    const std::string file = entry.path().string();
    const std::string name = entry.path().filename().string();
    if (!entry.is_regular_file() || name.starts_with("LOG") || name.starts_with("OPTIONS-") ||
        name == "IDENTITY" || name == "LOCK" || (name.ends_with(".log") && !OfLog(file))) {
      continue;
    }
    struct stat about {};
    ASSERT_EQ(stat(file.c_str(), &about), 0);
    chmod(file.c_str(), 0);
    SCOPED_TRACE(file);
    const auto findings = FindingsOf(path);
    EXPECT_THAT(findings, Each(Advises()));
    EXPECT_FALSE(findings.empty());
    if (!file.ends_with("durable") && !file.ends_with(".sum")) {  // written anew, by another name
      const auto opened = OnDisk::Open(path);
      EXPECT_FALSE(opened.ok());
      EXPECT_THAT(opened.status().message(), AllOf(HasSubstr(file), Advises()));
    }
    chmod(file.c_str(), about.st_mode & 0777);
  }
  EXPECT_THAT(FindingsOf(path), IsEmpty());
}

TEST_F(Permission, IsNotedWhereAStartCouldNotWrite) {
  const AsNobody nobody(temp.Sub(""));
  const auto before = spdlog::default_logger();
  std::ostringstream lines;
  spdlog::set_default_logger(std::make_shared<spdlog::logger>(
      "test", std::make_shared<spdlog::sinks::ostream_sink_mt>(lines)));
  EXPECT_THAT(FindingsOf(path), IsEmpty());
  EXPECT_EQ(lines.str(), "");
  for (const std::string& shut : {path, path + "/checkpoints", path + "/log"}) {
    lines.str("");
    chmod(shut.c_str(), 0500);
    EXPECT_THAT(FindingsOf(path), IsEmpty());
    EXPECT_THAT(lines.str(), HasSubstr(shut + ": this account may not write there"));
    chmod(shut.c_str(), 0700);
  }
  spdlog::set_default_logger(before);
}

}  // namespace
}  // namespace outturn::app
