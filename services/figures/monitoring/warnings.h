// Warnings: what the policy's rules say of a cut. Derived anew from every cut; only what was
// decided about one is an event.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "services/core/ids.h"
#include "services/figures/catalogue.h"

namespace outturn::figures {

// A payment whose purpose or payee holds a word some rule looks for. The state keeps no texts, so
// whoever derives warnings looks these up among the ledger's events.
struct WatchedPayment {
  core::Position position = 0;
  core::Day effective_on;
  core::EventRef ref;
  core::LineCode line;
  core::EconomicClass economic_class;
  core::Fen amount;
  std::string payee;
  std::string purpose;
  friend bool operator==(const WatchedPayment&, const WatchedPayment&) = default;
};

// The words any rule of the policy looks for, each once.
[[nodiscard]] std::vector<std::string> WatchedWords(const core::Policy& policy);
// Whether any of `words` stands in the text.
[[nodiscard]] bool HoldsAny(std::string_view text, std::span<const std::string> words);

struct RaisedWarning {
  const core::WarningRule* rule = nullptr;  // of the cut's policy
  // What it is about, as a figure's brackets would name it: "project=ZX01", "indicator=A02",
  // "payment=accounting/ZF-1"; empty: the whole ledger. With the rule's id the warning's name.
  std::string subject;
  Words name;   // of the subject, for people
  Words words;  // a sentence with the numbers
  // The numbers behind it. Each figure can be explained down to its events.
  std::vector<std::pair<Figure, Value>> numbers;
  // The events behind it, where it does not rest on sums alone.
  std::vector<core::Position> events;
  // Else the sums whose events are behind it: those of `since` and later.
  std::vector<Figure> sums;
  core::Day since;
  bool classified = false;  // of a classified project or line: nothing for the public

  // How far it goes, to be held against how far it went when somebody decided about it.
  struct Extent {
    std::string cause = {};  // another one is another matter: the month of a rush, the last report
    Wide amount = 0;         // fen, hundredths of a point, months, millionths
    Wide step = 1;           // what it has to grow by to be a new matter
    [[nodiscard]] bool Outgrows(const Extent& before) const {
      return cause != before.cause || amount >= before.amount + step;
    }
  };
  Extent extent;

  // What was last decided about it by the day of the cut.
  struct Handled {
    core::Day on;
    core::Position position = 0;
    core::WarningHandled what;
  };
  std::optional<Handled> handled;
  // What was decided was about less: whoever knows the cut of that decision says so.
  bool outgrown = false;

  // Whether somebody still has to decide: not handled as far as it goes, and not only recorded.
  [[nodiscard]] bool Pending() const {
    return (!handled || outgrown) && rule->control != core::WarningControl::kLog;
  }
};

// Every warning of the cut, the gravest level first, then in the order of the rules. One cause
// gives one warning: of several rules of one test that a part of the ledger breaks, the last one.
[[nodiscard]] std::vector<RaisedWarning> DeriveWarnings(const Cut& cut,
                                                        std::span<const WatchedPayment> payments);

[[nodiscard]] const Words& Name(core::WarningLevel level);
[[nodiscard]] const Words& Name(core::WarningControl control);
[[nodiscard]] const Words& Name(core::WarningHandling handling);

}  // namespace outturn::figures
