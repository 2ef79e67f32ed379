// What goes to the public, as a clerk publishes it: the leak check, the event, the file.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <thread>

#include "clients/client/recorder.h"
#include "tests/cli/at_server.h"
#include "tests/intake/xlsx_maker.h"

namespace outturn::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

class Publication : public AtServer {
 protected:
  void OpenLine(const std::string& line, const std::string& project, const std::string& name,
                const std::string& disclosure) {
    Must({"line",
          "open",
          "--id",
          "L-" + line,
          "--on",
          "2024-01-01",
          "--line",
          line,
          "--name",
          name + "经费",
          "--category",
          "项目支出",
          "--project",
          project,
          "--project-name",
          name,
          "--project-kind",
          "本级专项资金",
          "--disclosure",
          disclosure,
          "--fund-type",
          "111",
          "--functional-class",
          "2040699"});
    Must({"budget", "appropriate", "--id", "B-" + line, "--on", "2024-01-05", "--document",
          "财预〔2024〕1号", "--line", line, "--amounts", "economic_class=30201,amount=10,000.00"});
  }
  void Pay(const std::string& id, const std::string& line, const std::string& amount) {
    Must({"payment", "make", "--id", id, "--on", "2024-03-05", "--line", line, "--economic-class",
          "30201", "--payee", "某店", "--voucher", id, "--amount", amount});
  }
  // One public project and a classified one: the total of both less the public one is the other.
  void OpenLedger() {
    std::ifstream file(std::string(SOURCE_DIR) + "/deploy/packs/hunan-2024/policy.json");
    nlohmann::json policy = nlohmann::json::parse(file);
    policy["targets_before_money"] = false;  // they are not what this is about
    Must({"policy", "adopt", "--id", "P", "--on", "2024-01-01", "--file",
          folder_.Write("policy.json", policy.dump())});
    Must({"ledger", "open", "--id", "L", "--on", "2024-01-01", "--unit-name", "某市司法局",
          "--division", "431200", "--policy", "hunan-2024@1", "--code-tables", "2024"});
    OpenLine("ZX01", "ZX01", "普法", "公开");
    OpenLine("MJ01", "YEYING", "夜莺行动", "涉密");
    Pay("Z-1", "ZX01", "1,000.00");
    Pay("Z-2", "MJ01", "2,345.00");
  }

  std::string DigestOf(const std::string& file) {
    const Ran ran = RunProgram("/usr/bin/sha256sum", {folder_.File(file)}, folder_);
    EXPECT_EQ(ran.code, 0) << ran.err;
    return "sha256:" + ran.out.substr(0, 64);
  }
  // Until the server has answered the first.
  void WaitForALeakCheck() {
    const std::string ask =
        "import sys, urllib.request as u; print(u.urlopen(sys.argv[1]).read().decode())";
    for (int i = 0; i < 600; ++i) {
      const Ran metrics =
          RunProgram("/usr/bin/python3", {"-c", ask, server_.http() + "/metrics"}, folder_);
      if (metrics.out.find("FindLeaks\",grpc_code=\"OK\"") != std::string::npos) break;
    }
  }
  // 0.01 yuan, without its id.
  static v1::RecordRequest PaymentOf(const std::string& line) {
    v1::RecordRequest request;
    v1::Header& header = *request.mutable_command()->mutable_header();
    header.set_source("accounting");
    header.set_actor("clerk");
    header.set_unit("431200-136");
    header.set_year(2024);
    header.set_effective_on(20240305);
    v1::Payment& payment = *request.mutable_command()->mutable_payment();
    payment.set_line(line);
    payment.set_economic_class("30201");
    payment.set_amount_fen(1);
    payment.set_payee("某店");
    payment.set_voucher("V");
    return request;
  }
  // The bodies of the publications recorded.
  std::vector<nlohmann::json> Published() {
    std::vector<nlohmann::json> bodies;
    const auto reply = MustJson({"report", "published"});
    if (!reply.contains("events")) return bodies;
    for (const auto& event : reply["events"]) {
      bodies.push_back(event["command"]["report_published"]);
    }
    return bodies;
  }
};

using Arguments = std::vector<std::string>;

Arguments With(Arguments arguments, const Arguments& more) {
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

const Arguments& Accepted() {
  static const Arguments kAccepted = {"--accepted-by", "主管领导",          "--accepted-reason",
                                      "已按规定报批",  "--document-number", "保密批〔2024〕1号"};
  return kAccepted;
}

TEST_F(Publication, IsRefusedUntilSomebodyAnswersForWhatItReveals) {
  OpenLedger();
  const Arguments publish = {"report", "publish",     "annex1",   "--as-of", "2024-07-31",
                             "--out",  "annex1.html", "--format", "html"};
  const Ran refused = Outturn(publish);
  EXPECT_EQ(refused.code, 3);
  EXPECT_THAT(refused.out, HasSubstr("YEYING")) << "the insider sees what would be revealed";
  EXPECT_THAT(refused.err, HasSubstr("--accepted-by"));
  EXPECT_FALSE(folder_.Has("annex1.html"));
  EXPECT_TRUE(Published().empty());
  EXPECT_EQ(Outturn(With(publish, {"--accepted-by", "主管领导"})).code, 2) << "for which reason?";

  EXPECT_EQ(Outturn(With(With(publish, Accepted()), {"--dry-run"})).code, 0);
  EXPECT_FALSE(folder_.Has("annex1.html"));
  EXPECT_TRUE(Published().empty());

  const Ran out = Outturn(With(publish, Accepted()));
  EXPECT_EQ(out.code, 0);
  EXPECT_THAT(out.err, HasSubstr("已写入可以公开的文件：annex1.html"));
  EXPECT_THAT(out.err, Not(HasSubstr(".new"))) << "the name while it was not recorded";
  const std::string page = folder_.Read("annex1.html");
  EXPECT_THAT(page, HasSubstr("普法"));
  EXPECT_THAT(page, Not(HasSubstr("夜莺")));
  const auto published = Published();
  ASSERT_EQ(published.size(), 1u);
  EXPECT_EQ(published[0]["form"], "annex1");
  EXPECT_EQ(published[0]["digest"], DigestOf("annex1.html"));
  EXPECT_EQ(published[0]["accepted_by"], "主管领导");
  std::set<std::string> leaks;
  for (const auto& leak : published[0]["leaks"]) leaks.insert(leak.value("figure", ""));
  EXPECT_TRUE(leaks.contains("paid(project=YEYING)"));

  const std::string checked = Must({"report", "published", "annex1.html"});
  EXPECT_THAT(checked, HasSubstr(DigestOf("annex1.html")));
  folder_.Write("changed.html", page + " ");
  const Ran changed = Outturn({"report", "published", "changed.html", "annex1.html"});
  EXPECT_EQ(changed.code, 6);
  EXPECT_THAT(changed.err, HasSubstr("changed.html"));
  EXPECT_THAT(changed.out, HasSubstr("annex1.html"));

  // What happens afterwards changes nothing of what was published.
  Pay("Z-3", "ZX01", "500.00");
  EXPECT_THAT(Must({"report", "published", "--again", "--format", "csv"}), HasSubstr("一致"));
}

TEST_F(Publication, OfAWholeReportIsCheckedAndRecordedAsThatOfAForm) {
  OpenLedger();
  const std::string named = folder_.Write("named.txt", "# 报告\n开展夜莺行动\n");
  const Ran refused = Outturn({"report", "fill", named, "--public", "--lang", "en"});
  EXPECT_EQ(refused.code, 2);
  EXPECT_THAT(refused.err, HasSubstr("line 2: the public version may not say \"夜莺行动\""));
  Must({"report", "fill", named});

  folder_.Write("自评报告.txt",
                "# {unit_name}\n项目支出 {paid(category=project)} 万元，其中普法 "
                "{paid(project=ZX01)} 万元。\n{table final-03}\n");
  EXPECT_THAT(Must({"report", "leaks", "--template", "自评报告.txt"}),
              HasSubstr("paid(project=ZX01)"))
      << "the figures of the prose count";
  const Arguments publish = {"report",   "publish", "--template", "自评报告.txt",
                             "--format", "html",    "--out",      "report.html"};
  EXPECT_EQ(Outturn(publish).code, 3);
  EXPECT_FALSE(folder_.Has("report.html"));
  EXPECT_EQ(Outturn(With(publish, Accepted())).code, 0);
  EXPECT_THAT(folder_.Read("report.html"), Not(HasSubstr("夜莺")));
  const auto published = Published();
  ASSERT_EQ(published.size(), 1u);
  EXPECT_EQ(published[0]["form"], "自评报告");
  EXPECT_EQ(published[0]["digest"], DigestOf("report.html"));
  const Ran checked = Outturn({"report", "published", "report.html"});
  EXPECT_EQ(checked.code, 0);
  EXPECT_THAT(checked.err, HasSubstr("report fill"));
  EXPECT_THAT(Must({"report", "published", "--again"}), HasSubstr("请用 --template 给出其模板"));
  folder_.Write("另一篇.txt", "# {unit_name}\n");
  EXPECT_THAT(Must({"report", "published", "--again", "--template", "另一篇.txt"}),
              HasSubstr("不同"));
  EXPECT_THAT(Must({"report", "published", "--again", "--template", "另一篇.txt", "--template",
                    "自评报告.txt"}),
              HasSubstr("一致"));
  EXPECT_EQ(Outturn(With(publish, {"annex1"})).code, 2) << "a form's name";
  EXPECT_EQ(Outturn({"report", "publish", "--out", "x.html"}).code, 2);
}

TEST_F(Publication, ComparesWhatGoesOutWithWhatWentOutOnOtherDays) {
  OpenLedger();
  const auto publish = [&](const std::string& day, const std::string& out) {
    return Outturn(
        With({"report", "publish", "final-03", "--as-of", day, "--out", out, "--format", "csv"},
             Accepted()));
  };
  EXPECT_EQ(publish("2024-07-31", "july.csv").code, 0);
  Must({"payment", "make", "--id", "Z-9", "--on", "2024-09-05", "--line", "MJ01",
        "--economic-class", "30201", "--payee", "某店", "--voucher", "Z-9", "--amount", "777.00"});
  const Ran december = publish("2024-12-31", "december.csv");
  EXPECT_EQ(december.code, 0);
  EXPECT_THAT(december.err, HasSubstr("final-03 @2024-07-31"));
  const auto published = Published();
  ASSERT_EQ(published.size(), 2u);
  bool told = false;
  for (const auto& leak : published[1]["leaks"]) {
    told |= leak.value("figure", "") == "paid(project=YEYING)" &&
            leak.value("where", "") == "2024-07-31之后至2024-12-31";
  }
  EXPECT_TRUE(told) << published[1];
}

TEST_F(Publication, OfTheSameAgainIsToldAndChangesNothing) {
  OpenLedger();
  const auto publish = [&](const std::string& out, const Arguments& more) {
    return Outturn(With(With({"report", "publish", "final-03", "--as-of", "2024-07-31", "--format",
                              "html", "--out", out},
                             Accepted()),
                        more));
  };
  ASSERT_EQ(publish("f.html", {}).code, 0);
  const std::string page = folder_.Read("f.html");
  for (const Arguments& id : {Arguments{}, Arguments{"--id", "P-2"}}) {
    const Ran again = publish("f.html", id);
    EXPECT_EQ(again.code, 0) << again.err;
    EXPECT_THAT(again.out, HasSubstr("已公开过：位置 "));
    EXPECT_EQ(folder_.Read("f.html"), page);
  }
  std::filesystem::remove(folder_.File("f.html"));
  EXPECT_EQ(publish("f.html", {}).code, 0);
  EXPECT_EQ(folder_.Read("f.html"), page) << "a file that was lost is made again";
  folder_.Write("other.html", "草稿");
  EXPECT_EQ(publish("other.html", {}).code, 4);
  EXPECT_EQ(folder_.Read("other.html"), "草稿");
  EXPECT_EQ(Published().size(), 1u);

  const Ran elsewhere = publish("f.html", {"--place", "公告栏"});
  EXPECT_EQ(elsewhere.code, 4);
  EXPECT_THAT(elsewhere.err, HasSubstr("--place \"\" → \"公告栏\""));
  EXPECT_EQ(publish("f.html", {"--place", "公告栏", "--id", "P-3"}).code, 0);
  ASSERT_EQ(Published().size(), 2u);
  EXPECT_EQ(Published()[0]["digest"], Published()[1]["digest"]);

  Pay("Z-3", "ZX01", "500.00");
  const Ran changed = publish("f.html", {});
  EXPECT_EQ(changed.code, 4);
  EXPECT_THAT(changed.err, HasSubstr("f.html 是已公开的文件"));
  EXPECT_EQ(folder_.Read("f.html"), page);
  EXPECT_EQ(publish("g.html", {}).code, 0);
  EXPECT_EQ(Published().size(), 3u);

  const Ran some = Outturn({"report", "published", "none.html", "f.html", "g.html"});
  EXPECT_EQ(some.code, 2);
  EXPECT_THAT(some.err, HasSubstr("none.html"));
  EXPECT_THAT(some.out, testing::AllOf(HasSubstr("f.html"), HasSubstr("g.html")));
}

// Publishing asks the server several times, always as known at the position the first answer names.
TEST_F(Publication, IsOfOnePositionWhateverIsRecordedMeanwhile) {
  OpenLedger();
  std::atomic<bool> over = false;
  std::atomic<int> paid = 0;
  std::thread recording([&] {
    while (!over) {
      const std::string number = std::to_string(paid);
      Pay("M-" + number, paid % 2 == 0 ? "MJ01" : "ZX01", "1.00");
      ++paid;
    }
  });
  for (const char* out : {"1.csv", "2.csv", "3.csv"}) {
    for (const int before = paid; paid < before + 2;) std::this_thread::yield();
    const Ran ran = Outturn(With(
        {"report", "publish", "final-03", "--as-of", "2024-07-31", "--format", "csv", "--out", out},
        Accepted()));
    EXPECT_EQ(ran.code, 0) << ran.err;
  }
  over = true;
  recording.join();
  const auto published = Published();
  ASSERT_EQ(published.size(), 3u);
  for (size_t i = 0; i < published.size(); ++i) {
    EXPECT_EQ(published[i]["digest"], DigestOf(std::to_string(i + 1) + ".csv"));
    if (i > 0) {
      EXPECT_NE(published[i]["known_at"], published[i - 1]["known_at"]);
    }
  }
  const std::string again = Must({"report", "published", "--again", "--format", "csv"});
  size_t same = 0;
  for (size_t at = again.find("一致"); at != again.npos; at = again.find("一致", at + 1)) ++same;
  EXPECT_EQ(same, 3u) << again;
}

// Each of the two reveals nothing by itself, both together what the classified project was paid.
// The first has been checked and waits for its file when the second comes.
TEST_F(Publication, ThatAnotherOneOvertookIsCheckedBesideIt) {
  OpenLedger();
  const auto publish = [&](const std::string& form) {
    return Outturn({"report", "publish", form, "--as-of", "2024-07-31", "--format", "html", "--out",
                    form + ".html"});
  };
  const std::string unfinished = folder_.Write("annex2.html.new", "");
  Ran first;
  std::thread publishing([&] { first = publish("annex2"); });
  WaitForALeakCheck();
  EXPECT_EQ(publish("project-monitoring").code, 0);
  std::filesystem::remove(unfinished);
  publishing.join();
  EXPECT_EQ(first.code, 3) << first.err;
  EXPECT_THAT(first.err, HasSubstr("检查之后又有一份公开"));
  const auto reply = MustJson({"report", "published"});
  ASSERT_EQ(reply["events"].size(), 1u);
  EXPECT_EQ(reply["events"][0]["command"]["report_published"].value("last_publication", ""), "0")
      << "the book itself sees to it that nothing came between check and record";
  EXPECT_FALSE(folder_.Has("annex2.html"));
  EXPECT_FALSE(folder_.Has("annex2.html.new"));
}

// A ledger that is paid from without a pause: between any two calls of whoever publishes something
// is recorded.
TEST_F(Publication, OfABusyLedgerGetsThrough) {
  OpenLedger();
  std::atomic<bool> over = false;
  std::atomic<int> paid = 0;
  std::vector<std::thread> paying;
  for (int clerk = 0; clerk < 3; ++clerk) {
    paying.emplace_back([&, clerk] {
      const client::Connection connection({server_.address(), "en"});
      v1::RecordRequest request = PaymentOf("ZX01");
      for (int number = 0; !over; ++number) {
        request.mutable_command()->mutable_header()->set_external_id("C" + std::to_string(clerk) +
                                                                     "-" + std::to_string(number));
        const auto answer = client::Record(connection, {}, request);
        if (std::holds_alternative<v1::Receipt>(answer)) ++paid;
      }
    });
  }
  const std::string unfinished = folder_.Write("annex2.html.new", "");
  std::thread placing([&] {  // the check is over when its file is to be made
    WaitForALeakCheck();
    for (const int before = paid; paid < before + 100;) std::this_thread::yield();
    std::filesystem::remove(unfinished);
  });
  const Ran published = Outturn({"report", "publish", "annex2", "--as-of", "2024-07-31", "--format",
                                 "html", "--out", "annex2.html"});
  placing.join();
  over = true;
  for (std::thread& clerk : paying) clerk.join();
  EXPECT_EQ(published.code, 0) << published.err;
  EXPECT_THAT(published.err, Not(HasSubstr("重新检查"))) << "payments are nothing to check again";
  EXPECT_EQ(Published().size(), 1u);
  EXPECT_EQ(Published()[0]["digest"], DigestOf("annex2.html"));
}

// The file has to be whole before the publication is recorded.
TEST_F(Publication, IsNotRecordedWhereItsFileCannotBeWritten) {
  OpenLedger();
  const auto publish = [&](const std::string& out) {
    return Outturn(
        {"report", "publish", "annex2", "--as-of", "2024-07-31", "--format", "html", "--out", out});
  };
  std::filesystem::create_directory(folder_.File("folder"));
  std::filesystem::create_symlink("nowhere", folder_.File("lost"));
  for (const std::string& out : {std::string("/dev/full"), folder_.File("folder"),
                                 folder_.File("lost"), folder_.File("none/a.html")}) {
    const Ran ran = publish(out);
    EXPECT_EQ(ran.code, 2) << out << ran.err;
    EXPECT_THAT(ran.err, HasSubstr("没有公开")) << out;
    EXPECT_TRUE(Published().empty()) << out;
  }
  std::filesystem::create_symlink("round.html", folder_.File("round.html"));
  EXPECT_THAT(publish("round.html").err, HasSubstr("无法查看文件 round.html，没有公开（"));
  (void)folder_.Write("a.html", "");
  std::filesystem::create_symlink("a.html", folder_.File("link.html"));
  EXPECT_EQ(publish("link.html").code, 0);
  EXPECT_TRUE(std::filesystem::is_symlink(folder_.File("link.html")));
  EXPECT_EQ(Published().at(0)["digest"], DigestOf("a.html"));
}

// Two at once to one file: the second finds what the first is writing.
TEST_F(Publication, HasItsFileForItself) {
  OpenLedger();
  const auto publish = [&] {
    return Outturn({"report", "publish", "annex2", "--as-of", "2024-07-31", "--format", "html",
                    "--out", "a.html"});
  };
  (void)folder_.Write("a.html.new", "of another");
  const Ran second = publish();
  EXPECT_EQ(second.code, 4) << second.err;
  EXPECT_THAT(second.err, HasSubstr("另一次公开正在写 a.html；若没有别的公开在进行，请删除 "));
  EXPECT_TRUE(Published().empty());
  EXPECT_FALSE(folder_.Has("a.html"));
  EXPECT_EQ(folder_.Read("a.html.new"), "of another");
  std::filesystem::remove(folder_.File("a.html.new"));
  EXPECT_EQ(publish().code, 0);
}

TEST_F(Publication, SaysWhoPublishesAndOnWhichDay) {
  OpenLedger();
  const Arguments publish =
      With({"report", "publish", "annex1", "--format", "html", "--out", "a.html"}, Accepted());
  const std::map<std::string, std::string> nobody = {{"OUTTURN_SERVER", server_.address()},
                                                     {"OUTTURN_UNIT", "431200-136"},
                                                     {"OUTTURN_YEAR", "2024"}};
  EXPECT_EQ(RunProgram("outturn", publish, folder_, nobody).code, 2);
  for (const char* day : {"2023-12-31", "2999-01-01"}) {
    const Ran wrong = Outturn(With(publish, {"--published-on", day}));
    EXPECT_EQ(wrong.code, 3) << day;
    EXPECT_THAT(wrong.err, testing::AllOf(HasSubstr("公开日期"), HasSubstr(day)));
    EXPECT_FALSE(folder_.Has("a.html"));
  }
  const Ran named =
      RunProgram("outturn", With(publish, {"--source", "web", "--actor", "小王"}), folder_, nobody);
  EXPECT_EQ(named.code, 0) << named.err;
  const auto reply = MustJson({"report", "published"});
  EXPECT_EQ(reply["events"][0]["command"]["header"]["actor"], "小王");
}

// Codes and names of the classified lines of the sample year, from its file.
std::set<std::string> SampleSecrets(const std::string& folder) {
  std::set<std::string> secrets;
  std::ifstream lines(folder + "/02-ledger.ndjson");
  for (std::string text; std::getline(lines, text);) {
    const auto command = nlohmann::json::parse(text, nullptr, false);
    if (!command.contains("line_opened")) continue;
    const auto& line = command["line_opened"];
    if (line.value("disclosure", "") != "CLASSIFIED") continue;
    for (const char* field : {"line", "name", "project", "project_name"}) {
      secrets.insert(line[field].get<std::string>());
    }
  }
  return secrets;
}

TEST_F(Publication, OfTheSampleYearShowsNothingClassifiedInAnyFormOrFormat) {
  const std::string sample = std::string(SOURCE_DIR) + "/deploy/sample/huaihua-justice-2024";
  Arguments files;
  for (const auto& entry : std::filesystem::directory_iterator(sample)) {
    const std::string ending = entry.path().extension();
    if (ending == ".csv" || ending == ".ndjson") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  Must(With({"import"}, files));
  const std::set<std::string> secrets = SampleSecrets(sample);
  ASSERT_EQ(secrets.size(), 6u);
  const auto expect_none = [&](const std::string& where, const std::string& bytes) {
    for (const std::string& secret : secrets) {
      EXPECT_EQ(bytes.find(secret), std::string::npos) << where << ": " << secret;
    }
  };
  std::set<std::string> forms;
  const auto listed = MustJson({"report", "list"});
  for (const auto& form : listed["forms"]) {
    const bool theirs = form["pack"] == "hunan-2024" || form["pack"] == "national-2024";
    if (theirs && form["id"] != "reconciliation") forms.insert(form["id"].get<std::string>());
  }
  EXPECT_GE(forms.size(), 15u);
  EXPECT_THAT(Must({"report", "execution"}), HasSubstr(*secrets.begin())) << "insiders see them";
  for (const std::string& form : forms) {
    for (const char* format : {"table", "json", "csv", "html"}) {
      expect_none(form + " " + format, Must({"report", form, "--public", "--format", format}));
    }
    const std::string out = form + ".xlsx";
    Must({"report", form, "--public", "--format", "xlsx", "--out", out});
    const auto parts = intake::PartsOf(folder_.Read(out));
    EXPECT_GT(parts.size(), 5u) << form;
    for (const auto& [part, bytes] : parts) expect_none(form + " xlsx " + part, bytes);
  }
  const std::string written =
      std::string(SOURCE_DIR) + "/deploy/packs/hunan-2024/templates/self-evaluation.txt";
  for (const char* format : {"table", "html"}) {
    expect_none(std::string("the report as ") + format,
                Must({"report", "fill", written, "--public", "--format", format}));
  }
}

}  // namespace
}  // namespace outturn::cli
