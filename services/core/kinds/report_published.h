// 公开: a document was made public.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/core/header.h"
#include "services/core/result.h"

namespace outturn::core {

struct Context;
struct LedgerState;

// Something of a classified project that the document reveals, and was known to reveal.
struct AcceptedLeak {
  std::string project;  // of a sum of several projects all of them, separated by ", "
  std::string figure;   // that can be worked out; empty: a name that is printed
  std::string where;    // of a name: the form and the text it stands in; of a figure: other days
  friend bool operator==(const AcceptedLeak&, const AcceptedLeak&) = default;
};

// The header's effective day is the one the document's figures are as of.
struct ReportPublished {
  static constexpr std::string_view kName = "report_published";
  std::string form;
  std::string language;   // "zh" or "en"
  std::string format;     // "html", "pdf" …
  Position known_at = 0;  // resolved: the book's own
  std::string digest;     // of the bytes given out: "sha256:…" or "sm3:…"
  Day published_on;
  std::string place;
  std::string project;  // of a form with a page for each; empty: the whole form
  std::vector<AcceptedLeak> leaks;
  std::string accepted_by;
  std::string accepted_reason;
  // Where the ledger's last publication is expected to be recorded; 0: there is none yet.
  std::optional<Position> last_publication;
  friend bool operator==(const ReportPublished&, const ReportPublished&) = default;
};

// What a document reveals is derived, so core takes the findings as they are told; it only sees to
// it that somebody answers for them, and, where asked to, that no publication came after the check:
// of all that is recorded these alone change what readers have; the document and those before it
// are each as known at a position of their own.
//
// Refuses: kDayTooLate (not yet, or before the year began), kKnownAtTooLate, kPublishedMeanwhile,
// kLeaksNotAccepted.
Result<Verdict> Decide(const Context& context, ReportPublished& asked);
void Evolve(LedgerState& ledger, const Header& header, Position position,
            const ReportPublished& event);

// Where the last of them is recorded, whatever day its figures are as of; 0: there is none.
[[nodiscard]] Position LastPublication(const LedgerState& ledger);

}  // namespace outturn::core
