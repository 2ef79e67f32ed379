// What clients asked for and were told: what the book must then hold, and must not.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <random>
#include <string>
#include <vector>

#include "outturn/v1/services.pb.h"

namespace outturn::crash {

// What must become of a command.
enum class Fate {
  kRecorded,
  kRefused,
  kEither,  // whoever comes first gets the money
  kAgain,   // it is recorded already: the same answer
};

struct Asked {
  v1::Command command;
  Fate fate;
};

// Threads: any, for every call. What breaks a promise becomes a test failure at once.
class Told {
 public:
  // A command leaves for the server for the first time.
  void Asking(const Asked& asked);
  // Its answer, once.
  void Recorded(const Asked& asked, const v1::Receipt& receipt);
  // `reason` is ErrorInfo.reason.
  void Refused(const Asked& asked, const std::string& reason, const std::string& message);

  // A command that was answered "recorded", to be asked again: false when there is none yet.
  bool Some(std::mt19937& random, Asked& asked) const;

  // Waits until `count` more answers came than there were; false when they do not come in time:
  // clients are to be back soon after their server is.
  bool AwaitMore(size_t count);

  // Position by id of everything acknowledged.
  [[nodiscard]] std::map<std::string, uint64_t> Acknowledged() const;
  [[nodiscard]] std::map<std::string, std::string> AllRefused() const;  // reason by id
  // Everything acknowledged, as it was asked for.
  [[nodiscard]] std::map<std::string, v1::Command> Commands() const;
  [[nodiscard]] size_t open() const;           // asked and never answered
  [[nodiscard]] size_t settled_later() const;  // answered "already recorded" to who never heard

 private:
  struct Entry {
    v1::Command command;
    uint64_t position = 0;  // 0: not acknowledged
    std::string refusal;
    [[nodiscard]] bool answered() const { return position != 0 || !refusal.empty(); }
  };
  mutable std::mutex mutex_;
  std::condition_variable more_;
  std::map<std::string, Entry> entries_;
  std::vector<std::string> recorded_;  // ids
  size_t answers_ = 0;
  size_t settled_later_ = 0;
};

}  // namespace outturn::crash
