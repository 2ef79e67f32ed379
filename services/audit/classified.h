// Which events say something of what is classified: a pack for the public has only their hashes.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "services/audit/secret_words.h"
#include "services/core/book_state.h"

namespace outturn::audit {

// Of one ledger, as all its events make it. A pack cannot trim an event, so one that names a
// classified line, project or indicator, in whatever text or figure of it, is withheld whole.
// Policies and the ledger's opening are not looked into but for their header: they are the rules
// and the unit's name, and nothing can be checked without them.
class Classified {
 public:
  // The state outlives it.
  explicit Classified(const core::LedgerState& ledger);

  // `withheld`: the events withheld before; what is about one of them is withheld, too.
  [[nodiscard]] bool Concerns(const core::Event& event,
                              const std::set<core::EventRef>& withheld) const;

  [[nodiscard]] bool IsLine(const std::string& code) const { return words_.IsClassified(code); }
  [[nodiscard]] bool IsProject(const std::string& code) const {
    return words_.IsClassifiedProject(code);
  }
  [[nodiscard]] bool IsIndicator(const std::string& code) const;
  // Whether a text names something classified.
  [[nodiscard]] bool NamedIn(std::string_view text) const { return words_.NamedIn(text); }
  // Whether a figure's name does: "paid(project=ZX05)", "paid(disclosure=classified)".
  [[nodiscard]] bool NamedByFigure(const std::string& figure) const;

 private:
  const core::LedgerState& ledger_;
  SecretWords words_;
};

}  // namespace outturn::audit
