// Why a command is not recorded. One enumeration, in order of precedence: when several reasons
// apply, the first of this list is given.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/core/day.h"
#include "services/core/money.h"

namespace outturn::core {

enum class Reason : uint8_t {
  // The request itself
  kIdReused,         // ref, position, field, recorded, sent
  kLedgerNotFound,   // ledger
  kLedgerExists,     // ledger
  kVersionConflict,  // ledger, expected, actual
  // The ledger's standing
  kPolicyNotFound,      // policy, known
  kPolicyExists,        // policy
  kPolicyInvalid,       // field, found, allowed
  kCodeTablesNotFound,  // code_tables, known
  kLedgerClosed,        // ledger, kind, allowed
  kLedgerNotClosed,     // ledger
  // The day
  kDayOutsideYear,   // effective_on or completed_on, year
  kBackdatedTooFar,  // effective_on, recorded_on, limit_days
  kDayTooLate,       // field, day, bound, bound_day
  kBeforeOpening,    // effective_on, what, opened_on
  kBeforeLatest,     // effective_on, ledger, latest_on
  // What the command names
  kLineNotFound,           // line, ledger
  kLineExists,             // line
  kUnknownCode,            // field, code, code_tables
  kClassNotDetailed,       // economic_class
  kClassNotInCategory,     // economic_class, category
  kThreePublicMismatch,    // line, economic_class
  kProjectMismatch,        // field, found, allowed
  kProjectDiffers,         // project, line, field, recorded, asked
  kDocumentMissing,        // kind
  kClassRequired,          // line
  kCommitmentNotFound,     // commitment
  kCommitmentMismatch,     // field, committed, asked
  kPaymentNotFound,        // payment
  kPaymentElsewhere,       // payment, ledger, asked
  kPlacementAmbiguous,     // payment, placements
  kIndicatorNotFound,      // indicator
  kIndicatorExists,        // indicator
  kIndicatorKindMismatch,  // indicator, kind, field
  kResultBelowZero,        // indicator, sum, unit, on
  kRatingOutsideBand,      // band, percent, allowed
  kWeightsExceedTotal,     // sum, allowed, on
  kWarningRuleNotFound,    // rule, policy, known
  kSubjectMismatch,        // field, rule, found, allowed
  kAttachmentMissing,      // rule
  kHandlingNotAllowed,     // rule
  kKnownAtTooLate,         // known_at, position
  kPublishedMeanwhile,     // ledger, expected, actual
  kLeaksNotAccepted,       // form, leaks
  // The amounts
  kVirementUnbalanced,     // in, out
  kVirementToItself,       // line, unit, economic_class
  kTargetsMissing,         // project
  kBeforeOriginal,         // effective_on, original_on
  kExceedsPayment,         // asked, left, on
  kCorrectionToItself,     // payment, line, economic_class
  kExceedsOriginal,        // original, asked, left, on
  kExceedsCommitment,      // asked, left, on
  kAmountTooLarge,         // asked, turnover, limit
  kNoBudget,               // line, asked, on
  kHeadroomExceeded,       // line, asked, headroom, on
  kClassHeadroomExceeded,  // line, economic_class, asked, headroom, on
  kThreePublicExceeded,    // three_public, asked, headroom, on
  kClassBudgetExceeded,    // line, economic_class, asked, budget, on
};
inline constexpr int kReasonCount = static_cast<int>(Reason::kClassBudgetExceeded) + 1;

struct Variable {
  std::string name;
  std::string value;
  friend bool operator==(const Variable&, const Variable&) = default;
};

struct Refusal {
  Reason reason;
  std::vector<Variable> variables;
  friend bool operator==(const Refusal&, const Refusal&) = default;
};

// "HEADROOM_EXCEEDED": the name on the wire.
[[nodiscard]] std::string_view Name(Reason reason);

// nullopt for no reason's name.
[[nodiscard]] std::optional<Reason> ReasonNamed(std::string_view name);

enum class Language : uint8_t { kChinese, kEnglish };

// The sentence for people, variables filled in; amounts are yuan, days 2024-07-31.
[[nodiscard]] std::string Message(const Refusal& refusal, Language language);

}  // namespace outturn::core
