// The sample year, exported from the built server by the built program, read by the real hledger.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>

#include "tests/cli/at_server.h"
#include "tests/export/hledger.h"

namespace outturn::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

class ExportedYear : public AtServer {
 protected:
  void SetUp() override {
    AtServer::SetUp();
    ImportSample();
  }

  std::string Export(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"export", "--format"});
    const Ran ran = Outturn(arguments);
    EXPECT_EQ(ran.code, 0) << ran.err;
    return ran.out;
  }

  int64_t Figure(const std::string& name, const std::string& day) {
    const Ran ran = Outturn({"figure", "show", name, "--as-of", day, "--format", "json"});
    EXPECT_EQ(ran.code, 0) << ran.err;
    return std::stoll(nlohmann::json::parse(ran.out)["figures"][0]["exact"].get<std::string>());
  }
};

TEST_F(ExportedYear, IsToHledgerWhatItIsToUs) {
  const std::string journal = Export({"hledger"});
  const exporter::Hledger hledger(journal);
  std::string why;
  ASSERT_TRUE(hledger.Accepts(&why)) << why;
  EXPECT_THAT(journal, HasSubstr("0.00 CNY = ")) << "the server's balances are asserted";
  const exporter::Monthly changes = hledger.Changes();
  const auto total = [&](const std::string& accounts, int month) {
    int64_t sum = 0;
    for (const auto& [account, months] : changes) {
      if (account.starts_with(accounts)) sum += exporter::Until(changes, account, month);
    }
    return sum;
  };
  EXPECT_EQ(total("payments:", 7), Figure("paid", "2024-07-31"));
  EXPECT_EQ(-total("budget:", 12), Figure("full_year_budget", "2024-12-31"));
  EXPECT_EQ(total("payments:ZX09:", 12), Figure("paid(line=ZX09)", "2024-12-31"));
  EXPECT_EQ(total("payments:", 12), 1'922'750'000);
  const Ran list = Outturn({"event", "list", "--format", "json"});
  EXPECT_EQ(hledger.Transactions(), static_cast<int>(nlohmann::json::parse(list.out).size()));
}

TEST_F(ExportedYear, NeverReplacesALinkOrAFifo) {
  namespace fs = std::filesystem;
  const std::vector<std::vector<std::string>> all = {
      {"export", "--format", "ndjson"},
      {"audit-pack", "431200-136/2024"},
      {"report", "annex1"},
      {"export", "--format", "csv-datapackage"}};  // the last: its names are others
  for (const std::vector<std::string>& command : all) {
    const std::string ending = command == all.back() ? ".zip" : "";
    const std::string link = folder_.File("link" + ending);
    const std::string fifo = folder_.File("fifo" + ending);
    const auto to = [&](const std::string& out) {
      std::vector<std::string> words = command;
      words.insert(words.end(), {"--out", out});
      const Ran ran = Outturn(words);
      EXPECT_EQ(ran.code, 0) << command[0] << ": " << ran.err;
    };
    fs::remove(folder_.File("target"));
    if (!fs::is_symlink(link)) fs::create_symlink("target", link);
    to(link);  // of a file that is not there yet
    const std::string written = folder_.Read("target");
    EXPECT_GT(written.size(), 100U) << command[0];
    (void)folder_.Write("target", "what was there before");
    to(link);
    EXPECT_EQ(folder_.Read("target"), written) << command[0];
    EXPECT_TRUE(fs::is_symlink(link)) << command[0];
    if (!fs::exists(fifo)) {
      ASSERT_EQ(mkfifo(fifo.c_str(), 0600), 0);
    }
    std::string read;
    std::thread reader([&] { read = folder_.Read("fifo" + ending); });
    to(fifo);
    close(open(fifo.c_str(), O_WRONLY | O_NONBLOCK));  // where nobody wrote, the reader goes on
    reader.join();
    EXPECT_EQ(read.size(), written.size()) << command[0];
    EXPECT_TRUE(fs::is_fifo(fifo)) << command[0];
  }
}

// What goes out has to be whole on the disk before it is recorded: in a FIFO it never is.
TEST_F(ExportedYear, PublishesToPlainFilesOnly) {
  namespace fs = std::filesystem;
  fs::create_symlink("nowhere", folder_.File("link"));
  ASSERT_EQ(mkfifo(folder_.File("fifo").c_str(), 0600), 0);
  const std::string before = Must({"book", "status", "--format", "json"});
  for (const char* name : {"link", "fifo"}) {
    const Ran ran = Outturn({"report", "publish", "annex1", "--accepted-by", "chief",
                             "--accepted-reason", "a test", "--out", folder_.File(name)});
    EXPECT_EQ(ran.code, 2) << ran.out;
    EXPECT_THAT(ran.err, HasSubstr("不是普通文件")) << name;
  }
  EXPECT_FALSE(folder_.Has("nowhere"));
  EXPECT_TRUE(fs::is_fifo(folder_.File("fifo")));
  const auto position = [](const std::string& status) {
    return nlohmann::json::parse(status)["position"];
  };
  EXPECT_EQ(position(Must({"book", "status", "--format", "json"})), position(before));
}

TEST_F(ExportedYear, KeepsALinkToTheFolderOfAPackage) {
  std::filesystem::create_directory(folder_.File("tables"));
  std::filesystem::create_symlink("tables", folder_.File("link"));
  Export({"csv-datapackage", "--out", folder_.File("link")});
  EXPECT_TRUE(std::filesystem::is_symlink(folder_.File("link")));
  EXPECT_TRUE(folder_.Has("tables/datapackage.json"));
}

TEST_F(ExportedYear, EndsWhereItIsAskedTo) {
  const std::string then = Export({"hledger", "--known-at", "500"});
  EXPECT_THAT(then, HasSubstr("position:500\n"));
  EXPECT_THAT(then, Not(HasSubstr("position:501\n")));
  EXPECT_THAT(then, HasSubstr("0.00 CNY = ")) << "the balances of then are asserted";
  std::string why;
  EXPECT_TRUE(exporter::Hledger(then).Accepts(&why)) << why;
  EXPECT_EQ(Outturn({"export", "--format", "ndjson", "--known-at", "2020-01-01"}).code, 12);
  EXPECT_EQ(Outturn({"export", "--format", "ndjson", "--known-at", "soon"}).code, 12);
  const std::string all = Export({"ndjson"});
  EXPECT_EQ(Outturn({"export", "--format", "ndjson", "--known-at", "2999-12-31"}).code, 12);
  std::istringstream lines(all);
  std::string line;
  std::getline(lines, line);
  EXPECT_TRUE(nlohmann::json::parse(line).contains("outturn"));
  std::getline(lines, line);
  EXPECT_EQ(nlohmann::json::parse(line),
            nlohmann::json::parse(Outturn({"event", "list", "--format", "json"}).out)[0]);
}

TEST_F(ExportedYear, SaysInEveryFormWhatItRestsOn) {
  const Ran asked = Outturn({"figure", "show", "paid", "--known-at", "500", "--format", "json"});
  const auto from = nlohmann::json::parse(asked.out)["provenance"];
  const Ran ran = Outturn({"export", "--format", "ndjson", "--known-at", "500"});
  const auto head = nlohmann::json::parse(ran.out.substr(0, ran.out.find('\n')))["outturn"];
  EXPECT_EQ(head["book"], from["book"]);
  EXPECT_EQ(head["unit"], "431200-136");
  EXPECT_EQ(head["year"], 2024);
  EXPECT_EQ(head["position"], 500);
  EXPECT_EQ(head["public"], false);
  const auto root = head["root"].get<std::string>();
  EXPECT_EQ(root.size(), 64u);
  EXPECT_THAT(asked.err + ran.err, HasSubstr(root));
  EXPECT_THAT(ran.err, HasSubstr("位置 500（记录于 "));
  const auto known_at = head["known_at"].get<std::string>();
  EXPECT_THAT(known_at, testing::MatchesRegex("20..-..-..T..:..:..\\.......Z"));
  const std::string journal = Export({"hledger", "--known-at", "500"});
  EXPECT_THAT(journal, HasSubstr("1–500，记录于 " + known_at + "，根哈希 " + root));
  Export({"csv-datapackage", "--known-at", "500", "--out", folder_.File("package")});
  EXPECT_EQ(nlohmann::json::parse(folder_.Read("package/datapackage.json"))["outturn"], head);
}

TEST_F(ExportedYear, HasNothingClassifiedInItsPublicVersion) {
  const auto lines =
      nlohmann::json::parse(Outturn({"ledger", "balances", "--format", "json"}).out)["balances"];
  std::vector<std::string> classified;
  for (const auto& one : lines) {
    if (one["line"]["disclosure"] == "CLASSIFIED") {
      classified.push_back(one["line"]["line"]);
      classified.push_back(one["line"]["name"]);
    }
  }
  ASSERT_FALSE(classified.empty());
  const std::string journal = Export({"hledger", "--public"});
  Export({"csv-datapackage", "--public", "--out", folder_.File("package")});
  const std::string texts = journal + Export({"ndjson", "--public"}) +
                            folder_.Read("package/datapackage.json") +
                            folder_.Read("package/lines.csv") + folder_.Read("package/events.csv") +
                            folder_.Read("package/movements.csv");
  for (const std::string& word : classified) EXPECT_THAT(texts, Not(HasSubstr(word)));
  EXPECT_THAT(journal, HasSubstr("公开版"));
  std::string why;
  EXPECT_TRUE(exporter::Hledger(journal).Accepts(&why)) << why;
}

TEST_F(ExportedYear, IsADataPackageWhoseRowsAddUp) {
  Export({"csv-datapackage", "--out", folder_.File("package")});
  const auto package = nlohmann::json::parse(folder_.Read("package/datapackage.json"));
  EXPECT_EQ(package["profile"], "tabular-data-package");
  for (const auto& resource : package["resources"]) {
    std::string head;
    for (const auto& field : resource["schema"]["fields"]) {
      head += (head.empty() ? "" : ",") + field["name"].get<std::string>();
    }
    const std::string table = folder_.Read("package/" + resource["path"].get<std::string>());
    EXPECT_EQ(table.substr(0, table.find("\r\n")), head);
  }
  std::istringstream rows(folder_.Read("package/movements.csv"));
  int64_t paid = 0;
  for (std::string row; std::getline(rows, row);) {
    if (row.find(",paid,executed,") == std::string::npos) continue;
    std::string yuan = row.substr(row.rfind(',') + 1);
    yuan.erase(yuan.find('.'), 1);
    paid += std::stoll(yuan);
  }
  EXPECT_EQ(paid, 1'922'750'000);
  Export({"csv-datapackage", "--out", folder_.File("package.zip")});
  EXPECT_EQ(folder_.Read("package.zip").substr(0, 2), "PK");
}

TEST_F(ExportedYear, LeavesNothingHalfWritten) {
  EXPECT_EQ(Outturn({"export", "--format", "csv"}).code, 2);
  EXPECT_EQ(Outturn({"export", "--format", "csv-datapackage"}).code, 2);
  EXPECT_EQ(Outturn({"export", "--format", "hledger", "--year", "2023", "--out", "x"}).code, 6);
  EXPECT_FALSE(folder_.Has("x"));
  Export({"csv-datapackage", "--out", "package"});
  const Ran again = Outturn({"export", "--format", "csv-datapackage", "--out", "package"});
  EXPECT_EQ(again.code, 2) << "a folder with something in it is never replaced";
  EXPECT_EQ(Outturn({"export", "--format", "ndjson", "--out", "none/x"}).code, 2);
  EXPECT_FALSE(folder_.Has("package.partial"));
}

}  // namespace
}  // namespace outturn::cli
