// Clerk: makes up what an accounting system sends, with what must become of each command.
#pragma once

#include <map>
#include <random>
#include <string>
#include <vector>

#include "tests/crash/told.h"

namespace outturn::crash {

// Policy, two ledgers, in each the lines X01, X02 with plenty and TIGHT with little.
[[nodiscard]] std::vector<v1::Command> Beginnings();
[[nodiscard]] std::vector<std::string> Units();
[[nodiscard]] std::vector<std::string> Lines();
// Of each line and ledger.
[[nodiscard]] int64_t BudgetOf(const std::string& line);

// One client's commands. What it refers to are its own earlier commands that were answered, so
// their fate does not depend on anybody else. Not for several threads.
class Clerk {
 public:
  Clerk(std::string name, uint32_t seed, const Told& told)
      : name_(std::move(name)), random_(seed), told_(told) {}

  [[nodiscard]] Asked Next();
  // The command was recorded: later ones may refer to it.
  void Learn(const v1::Command& command);

 private:
  struct Open {  // a payment or commitment
    v1::Command command;
    int64_t left = 0;
  };

  v1::Command New(const std::string& kind);
  int64_t Below(int64_t most) { return 1 + static_cast<int64_t>(random_() % most); }
  Asked Pay();
  Asked PayTight();
  Asked PayTooMuch();
  Asked PayFromNowhere();
  Asked PayNothing();
  Asked Commit();
  Asked Draw();
  Asked Release();
  Asked Refund();
  Asked RefundTooMuch();
  Asked SayOtherwise();

  const std::string name_;
  std::mt19937 random_;
  const Told& told_;
  int made_ = 0;
  std::vector<Open> payments_;
  std::vector<Open> commitments_;
};

}  // namespace outturn::crash
