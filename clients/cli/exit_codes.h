// What the program's exit code says. Scripts rely on these: never renumber.
#pragma once

#include "clients/client/failure.h"

namespace outturn::cli {

enum ExitCode : int {
  kOk = 0,
  kFailed = 1,  // anything not named below
  kUsage = 2,   // the command line or a value in it is wrong; nothing was sent, or it was malformed
  kRefused = 3,      // the book's rules refuse it; with import: some rows were rejected
  kConflict = 4,     // the id was used with other content, or the ledger's version has moved on
  kUnreachable = 5,  // no answer; whether a write happened is unknown: repeat it with the same id
  kNotFound = 6,     // nothing of this name or position
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

}  // namespace outturn::cli
