#include "services/app/log.h"

#include <spdlog/formatter.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/spdlog.h>

#include <atomic>
#include <memory>
#include <nlohmann/json.hpp>
#include <utility>

namespace outturn::app {
namespace {

// A logged message is the event, then for each fact kNext name kText value, or with kNumber. Only
// the formatter, which knows the form of the line, makes it readable.
constexpr char kNext = '\x1e';
constexpr char kText = '\x1f';
constexpr char kNumber = '\x1d';
constexpr std::string_view kMarks = "\x1d\x1e\x1f";

std::string WithoutMarks(std::string_view text) {
  std::string clean(text);
  for (char& c : clean) {
    if (kMarks.find(c) != std::string_view::npos) c = ' ';
  }
  return clean;
}

std::string Quoted(std::string_view text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

// Bare where that can be read back: key=value, key="with spaces".
std::string Bare(std::string_view text) {
  const bool plain = !text.empty() && text.find_first_of(" \t\r\n\"=\\") == std::string_view::npos;
  return plain ? std::string(text) : Quoted(text);
}

// What stands between the marks of a message, in turn.
class Pieces {
 public:
  explicit Pieces(std::string_view message) : rest_(message) {}
  std::string_view Next(char* mark) {
    const size_t end = rest_.find_first_of(kMarks);
    const std::string_view piece = rest_.substr(0, end);
    *mark = end == std::string_view::npos ? '\0' : rest_[end];
    rest_ = end == std::string_view::npos ? std::string_view() : rest_.substr(end + 1);
    return piece;
  }

 private:
  std::string_view rest_;
};

std::string TextLine(std::string_view message) {
  Pieces pieces(message);
  char mark = '\0';
  std::string line(pieces.Next(&mark));
  // One event, one line, whatever it quotes.
  for (char& c : line) {
    if (c == '\n' || c == '\r') c = ' ';
  }
  while (mark == kNext) {
    line += ' ';
    line += pieces.Next(&mark);
    line += '=';
    line += Bare(pieces.Next(&mark));
  }
  return line;
}

std::string JsonMembers(std::string_view message) {
  Pieces pieces(message);
  char mark = '\0';
  std::string members = "\"event\":" + Quoted(pieces.Next(&mark));
  while (mark == kNext) {
    members += "," + Quoted(pieces.Next(&mark)) + ":";
    const bool number = mark == kNumber;
    const std::string_view value = pieces.Next(&mark);
    members += number ? std::string(value) : Quoted(value);
  }
  return members;
}

class LineFormatter final : public spdlog::formatter {
 public:
  explicit LineFormatter(LogFormat format)
      : format_(format),
        pattern_(format == LogFormat::kJson ? R"({"time":"%Y-%m-%dT%H:%M:%S.%e%z","level":"%l",%v})"
                                            : "%Y-%m-%dT%H:%M:%S.%e%z %^%l%$ %v") {}

  void format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& out) override {
    const std::string_view payload(message.payload.data(), message.payload.size());
    const std::string line = format_ == LogFormat::kJson ? JsonMembers(payload) : TextLine(payload);
    spdlog::details::log_msg rewritten = message;
    rewritten.payload = line;
    pattern_.format(rewritten, out);
    message.color_range_start = rewritten.color_range_start;
    message.color_range_end = rewritten.color_range_end;
  }
  std::unique_ptr<spdlog::formatter> clone() const override {
    return std::make_unique<LineFormatter>(format_);
  }

 private:
  const LogFormat format_;
  spdlog::pattern_formatter pattern_;
};

// Whether the formatter is in use; without it what is logged is written out at once.
std::atomic<bool> formatted = false;

spdlog::level::level_enum LevelOf(LogLevel level) {
  switch (level) {
    case LogLevel::kInfo:
      return spdlog::level::info;
    case LogLevel::kWarning:
      return spdlog::level::warn;
    case LogLevel::kError:
      return spdlog::level::err;
    case LogLevel::kCritical:
      return spdlog::level::critical;
  }
  return spdlog::level::info;
}

}  // namespace

void Log(LogLevel level, std::string_view event, std::initializer_list<Fact> facts) {
  if (!spdlog::should_log(LevelOf(level))) return;
  std::string message = WithoutMarks(event);
  for (const Fact& fact : facts) {
    message += kNext;
    message += fact.name();
    message += fact.is_number() ? kNumber : kText;
    message += WithoutMarks(fact.text());
  }
  spdlog::default_logger_raw()->log(LevelOf(level), formatted ? message : TextLine(message));
}

void UseLogFormat(LogFormat format) {
  formatted = true;
  spdlog::set_formatter(std::make_unique<LineFormatter>(format));
}

bool RepeatedWarning::Tell(const std::string& reason) {
  const std::lock_guard lock(mutex_);
  if (std::exchange(last_, reason) == reason || reason.empty()) return false;
  Log(LogLevel::kWarning, event_, {{"reason", reason}});
  return true;
}

}  // namespace outturn::app
