// The notation of scenarios: one line, one command or question. README.md describes it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "outturn/v1/event.pb.h"

namespace outturn::scenarios {

using Pairs = std::vector<std::pair<std::string, std::string>>;

// A line taken apart at its spaces; what stands in double quotes stays together.
struct Words {
  std::vector<std::string> plain;  // payment
  std::string id;                  // @p1
  Pairs pairs;                     // amount=60
};
[[nodiscard]] Words TakeApart(std::string_view line);

// The value of `key`, taken out of the pairs; empty when there is none.
[[nodiscard]] std::string Take(Pairs& pairs, std::string_view key);

// Puts commands together from the words of their lines, by the names the schema gives to kinds and
// fields, in English or Chinese. Throws std::invalid_argument where a scenario is wrong.
class Notation {
 public:
  // "default [KIND] KEY=VALUE …": what commands, or those of one kind, say unless they say
  // otherwise.
  void SetDefault(const Words& words);
  // plain: the day and the kind.
  [[nodiscard]] v1::Command CommandOf(const Words& words);
  // plain: "policy" and the pack. `path` is the pack's policy.json; the pairs change its fields.
  [[nodiscard]] v1::Command PolicyCommand(const Words& words, const std::string& path);

 private:
  std::string NextId() { return "e" + std::to_string(++unnamed_); }

  Pairs defaults_;
  std::map<std::string, Pairs> defaults_of_kind_;  // by the kind's name in the schema
  int unnamed_ = 0;
};

}  // namespace outturn::scenarios
