// The server's log: one event per line, words and facts, for people (text) or for machines (JSON).
// What is logged through spdlog directly comes out in the same form, without facts.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <mutex>
#include <string>
#include <string_view>

namespace outturn::app {

enum class LogLevel : uint8_t { kInfo, kWarning, kError, kCritical };

// A name and a value; texts are quoted and escaped as the format needs.
class Fact {
 public:
  Fact(std::string_view name, std::string_view text) : name_(name), text_(text) {}
  Fact(std::string_view name, const char* text) : name_(name), text_(text) {}
  Fact(std::string_view name, const std::string& text) : name_(name), text_(text) {}
  Fact(std::string_view name, uint64_t number)
      : name_(name), text_(std::to_string(number)), number_(true) {}

  [[nodiscard]] std::string_view name() const { return name_; }
  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] bool is_number() const { return number_; }

 private:
  std::string_view name_;
  std::string text_;
  bool number_ = false;
};

// Any thread.
void Log(LogLevel level, std::string_view event, std::initializer_list<Fact> facts = {});

// A trouble that is met again and again, each second say: logged when it begins and when it
// changes. Threads: any.
class RepeatedWarning {
 public:
  explicit RepeatedWarning(std::string_view event) : event_(event) {}
  // `reason` empty: there is none (any more). Whether it was logged.
  bool Tell(const std::string& reason);

 private:
  const std::string event_;
  std::mutex mutex_;
  std::string last_;
};

enum class LogFormat : uint8_t {
  kText,  // 2026-11-23T09:30:00.123+08:00 info listening book=431200 port=7300
  kJson,  // {"time":"2026-11-23T09:30:00.123+08:00","level":"info","event":"listening", …}
};
// For the default logger. Before other threads log.
void UseLogFormat(LogFormat format);

}  // namespace outturn::app
