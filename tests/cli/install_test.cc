// What is installed for whom, and a release build on a machine that has nothing for tests.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/cli/program.h"

namespace outturn::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

// deploy/install on a machine that has none of the packages, where it may install.
class Install : public testing::Test {
 protected:
  Install() {
    Fake("dpkg-query", "printf not-installed");
    Fake("id", "echo 0");
    Fake("apt-get", "echo \"apt-get $*\"");
  }

  // The line that tells which packages it installs is its first.
  Ran Run(const std::vector<std::string>& arguments) {
    return RunProgram(SOURCE_DIR "/deploy/install", arguments, folder_,
                      {{"PATH", folder_.path() + ":/usr/bin:/bin"}});
  }

 private:
  void Fake(const std::string& program, const std::string& line) {
    chmod(folder_.Write(program, "#!/bin/sh\n" + line + "\n").c_str(), 0700);
  }

  Folder folder_;
};

TEST_F(Install, ForABuildLeavesOutWhatOnlyTestsNeed) {
  const Ran ran = Run({"build"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  for (const char* needed : {" g++ ", " librocksdb-dev ", " poppler-utils"}) {
    EXPECT_THAT(ran.out, HasSubstr(needed));
  }
  for (const char* of_tests : {"libgtest-dev", "hledger", "clang", "python3", "zlib1g-dev"}) {
    EXPECT_THAT(ran.out, Not(HasSubstr(of_tests)));
  }
}

TEST_F(Install, OtherwiseInstallsAll) {
  const Ran ran = Run({});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr(" librocksdb-dev "));
  EXPECT_THAT(ran.out, HasSubstr(" libgtest-dev "));
}

TEST_F(Install, AnUnknownSectionIsAMistake) {
  const Ran ran = Run({"tests"});
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("deploy/install build"));
}

TEST(ReleasePreset, ConfiguresWithoutThePackagesOfTests) {
  const Folder folder;
  const std::string build = folder.File("build");
  const Ran ran = RunProgram("/usr/bin/cmake",
                             {"--preset", "release", "-S", SOURCE_DIR, "-B", build,
                              "-DCMAKE_DISABLE_FIND_PACKAGE_GTest=ON"},
                             folder);
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(ran.err, "");
  EXPECT_THAT(ran.out, HasSubstr("Without tests and benches"));
  const std::string targets = folder.Read("build/build.ninja");
  EXPECT_THAT(targets, HasSubstr("bin/outturn-server"));
  EXPECT_THAT(targets, Not(HasSubstr("bin/test_core")));
  EXPECT_THAT(targets, Not(HasSubstr("bin/bench_ingest")));
}

}  // namespace
}  // namespace outturn::cli
