// Why a question about the book has no answer.
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "services/audit/store_words.h"
#include "services/core/ids.h"
#include "services/core/refusal.h"
#include "services/figures/problem.h"
#include "store/status.h"

namespace outturn::app {

struct Trouble {
  enum class Kind : uint8_t {
    kNotFound,  // what was asked for does not exist
    kInvalid,   // the question itself is wrong
    kBusy,      // right to ask, but not now
    kGivenUp,   // nobody waits for the answer any more
    kDamaged,   // stored data could not be read
  };
  Kind kind;
  std::string reason;  // ErrorInfo.reason: "FORM_NOT_FOUND"
  figures::Words words;
  std::vector<core::Variable> variables = {};  // what the words tell of this case, by name
  std::string field = {};                      // kInvalid: the request's field that is wrong
};

[[nodiscard]] inline Trouble NotFound(std::string reason, figures::Words words,
                                      std::vector<core::Variable> variables = {}) {
  return {Trouble::Kind::kNotFound, std::move(reason), std::move(words), std::move(variables), {}};
}

[[nodiscard]] inline Trouble Invalid(std::string field, std::string reason, figures::Words words,
                                     std::vector<core::Variable> variables = {}) {
  return {Trouble::Kind::kInvalid, std::move(reason), std::move(words), std::move(variables),
          std::move(field)};
}

// LEDGER_NOT_FOUND. `known_at`: the position it was asked at; 0: now.
[[nodiscard]] inline Trouble NoLedger(const core::LedgerId& id, core::Position known_at = 0) {
  const std::string ledger = id.ToString();
  const std::string at = std::to_string(known_at);
  return NotFound(
      "LEDGER_NOT_FOUND",
      {(known_at == 0 ? "没有账套 " : "截至第 " + at + " 个事项还没有账套 ") + ledger,
       (known_at == 0 ? "" : "as known at position " + at + " ") + "there is no ledger " + ledger},
      {{"ledger", ledger}});
}

// DAY_OUTSIDE_YEAR, of an as_of.
[[nodiscard]] inline Trouble OutsideYear(core::Day day, int fiscal_year) {
  const std::string on = day.ToString();
  const std::string year = std::to_string(fiscal_year);
  return Invalid("as_of", "DAY_OUTSIDE_YEAR",
                 {"日期 " + on + " 不在预算年度 " + year + " 内",
                  "day " + on + " lies outside fiscal year " + year},
                 {{"as_of", on}, {"year", year}});
}

// POSITION_BEYOND_TAIL: `field` asks for a position behind the book's last.
[[nodiscard]] inline Trouble BeyondTail(std::string field, core::Position position,
                                        core::Position tail) {
  const std::string asked = std::to_string(position);
  const std::string last = std::to_string(tail);
  return Invalid(std::move(field), "POSITION_BEYOND_TAIL",
                 {"位置 " + asked + " 超出账簿末位 " + last,
                  "position " + asked + " is beyond the book's last, " + last},
                 {{"position", asked}, {"last", last}});
}

// FIGURE_NOT_FOUND, with the names that are near.
[[nodiscard]] inline Trouble UnknownFigure(const std::string& name,
                                           const figures::Problem& problem) {
  std::string near;
  for (const std::string& one : problem.near) near += (near.empty() ? "" : ", ") + one;
  return NotFound("FIGURE_NOT_FOUND", figures::Sentence(problem),
                  {{"figure", name}, {"near", near}});
}

// What store, disk or writer say of themselves.
[[nodiscard]] inline figures::Words Said(const std::string& text) {
  return {audit::InChinese(text), text};
}

// DATA_DAMAGED, with what the store says.
[[nodiscard]] inline Trouble Damaged(const store::Status& status) {
  const std::string text = status.ToString();
  return {Trouble::Kind::kDamaged,
          "DATA_DAMAGED",
          {"存储数据无法读取：" + Said(text).zh, "stored data cannot be read: " + text},
          {{"detail", text}}};
}

// CHECKPOINT_NOT_KEPT: nothing is handed out that is not on the disk.
[[nodiscard]] inline Trouble NotKept(const store::Status& status) {
  const std::string text = status.ToString();
  return {Trouble::Kind::kBusy,
          "CHECKPOINT_NOT_KEPT",
          {"检查点无法写入磁盘，未签发、未命名：" + Said(text).zh +
               "；排除磁盘故障后重启服务，记账不受影响",
           "the checkpoint cannot be written to the disk, so none is handed out or named: " + text +
               "; mend the disk and restart the server; recording goes on"},
          {{"detail", text}}};
}

// GIVEN_UP: the walk was ended before it found the answer.
[[nodiscard]] inline Trouble EndedEarly() {
  return {Trouble::Kind::kGivenUp,
          "GIVEN_UP",
          {"没有人在等待回答", "nobody waits for the answer any more"}};
}

template <typename T>
class [[nodiscard]] Asked {
 public:
  Asked(T value) : content_(std::move(value)) {}            // NOLINT: implicit on purpose
  Asked(Trouble trouble) : content_(std::move(trouble)) {}  // NOLINT
  [[nodiscard]] bool ok() const { return content_.index() == 0; }
  // Only when ok().
  [[nodiscard]] const T& operator*() const& { return std::get<0>(content_); }
  [[nodiscard]] T&& operator*() && { return std::get<0>(std::move(content_)); }
  [[nodiscard]] const T* operator->() const { return &std::get<0>(content_); }
  // Only when not ok().
  [[nodiscard]] const Trouble& trouble() const { return std::get<1>(content_); }

 private:
  std::variant<T, Trouble> content_;
};

}  // namespace outturn::app
