// What the tests of the built program at a built server share.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "tests/cli/server.h"

namespace outturn::cli {

// A server of the test's own, and the program as the clerk of unit 431200-136 runs it for 2024.
class AtServer : public testing::Test {
 protected:
  // `more` environment, or other values of what there is.
  explicit AtServer(const std::map<std::string, std::string>& more = {});
  void SetUp() override { ASSERT_NE(server_.address(), "") << "the server did not start"; }

  // `more` environment for this call alone; an empty value takes a name away.
  Ran Outturn(const std::vector<std::string>& arguments,
              const std::map<std::string, std::string>& more = {}) {
    return OutturnAt(server_, arguments, more);
  }
  Ran OutturnAt(const Server& server, const std::vector<std::string>& arguments,
                const std::map<std::string, std::string>& more = {});
  // It has to succeed; what it prints.
  std::string Must(const std::vector<std::string>& arguments,
                   const std::map<std::string, std::string>& more = {});
  nlohmann::json MustJson(std::vector<std::string> arguments);

  // A policy and a ledger with line GY01, which has 10,000.00 yuan for 30201: four events.
  void OpenLedger();
  // The files of a folder of deploy/sample, in the order they are imported in.
  static std::vector<std::string> SampleFiles(const std::string& folder = "huaihua-justice-2024");
  void ImportSample(const std::string& folder = "huaihua-justice-2024");

  Folder folder_;
  Server server_;

 private:
  const std::map<std::string, std::string> environment_;
};

}  // namespace outturn::cli
