// What the program's exit code says, as its help and clients/README.md have it. Scripts rely on
// these: never renumber.
#pragma once

#include <string>

#include "clients/client/failure.h"

namespace outturn::cli {

enum ExitCode : int {
  kOk = 0,
  kFailed = 1,   // anything not named below; check, check-document, fsck, compare: findings;
                 // explain, diff, reconcile: events that do not add up; recorded, but the file that
                 // was to hold the answer cannot be written
  kUsage = 2,    // the command line or a value in it is wrong, a file it names is not what it
                 // asks for, or cannot be read or written; nothing was sent, or it was malformed
  kRefused = 3,  // the book's rules refuse it; with import: some rows were rejected
  kConflict = 4,     // the id or name was used for something else, or the ledger has moved on
  kUnreachable = 5,  // no answer; whether a write happened is unknown: repeat it with the same id
  kNotFound = 6,     // nothing of this name or position
  // What verify and proof say, and questions about a checkpoint somebody kept.
  kDoesNotHold = 7,     // something was changed, is missing or was never the book's
  kWrongKey = 8,        // signed by another key than the one given
  kAnotherBook = 9,     // of another book than the key's
  kForked = 10,         // two checkpoints contradict each other
  kOutsideYear = 11,    // the day asked for, or of an event, lies outside the fiscal year
  kBeyondTail = 12,     // the position, instant or checkpoint asked for is not in the book
  kUnknownFigure = 13,  // no figure of this name, or none of what it names; near names are told
};

[[nodiscard]] inline ExitCode ExitCodeOf(client::FailureClass what) {
  switch (what) {
    case client::FailureClass::kMalformed:
      return kUsage;
    case client::FailureClass::kRefused:
      return kRefused;
    case client::FailureClass::kConflict:
      return kConflict;
    case client::FailureClass::kNotFound:
      return kNotFound;
    case client::FailureClass::kUnreachable:
      return kUnreachable;
    case client::FailureClass::kOther:
      return kFailed;
  }
  return kFailed;
}

// By the reason where it has a code of its own, else by the class.
[[nodiscard]] inline ExitCode ExitCodeOf(const client::Failure& failure) {
  const std::string& reason = failure.reason;
  if (reason == "DAY_OUTSIDE_YEAR") return kOutsideYear;  // of a question or an event
  if (reason == "POSITION_BEYOND_TAIL" || reason == "BEFORE_THE_BOOK" || reason == "AHEAD_OF_NOW" ||
      reason == "CHECKPOINT_NOT_FOUND") {
    return kBeyondTail;
  }
  if (reason == "FIGURE_NOT_FOUND") return kUnknownFigure;
  if (reason == "CHECKPOINT_NAME_TAKEN") return kConflict;
  if (reason == "CHECKPOINT_OF_ANOTHER_KEY") return kWrongKey;
  if (reason == "CHECKPOINT_OF_ANOTHER_BOOK") return kAnotherBook;
  if (reason == "CHECKPOINT_CHANGED" || reason == "COSIGNATURE_WRONG") return kDoesNotHold;
  if (reason == "CHECKPOINT_FORKED") return kForked;
  return ExitCodeOf(failure.Class());
}

}  // namespace outturn::cli
