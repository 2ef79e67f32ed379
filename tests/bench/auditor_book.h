// The book an auditor's questions are measured on: 200 units over three years, and one large
// ledger.
#pragma once

#include <cstdint>
#include <string>

#include "services/core/book_state.h"
#include "store/event_log.h"

namespace outturn::bench {

inline constexpr int kLastYear = 2024;

struct BookShape {
  uint64_t payments = 10'000'000;
  uint64_t large = 1'000'000;  // payments of the one large ledger, beside those
  int units = 200;
  int years = 3;
  int lines = 12;
};

// The large ledger.
[[nodiscard]] const core::LedgerId& LargeLedger();

// Fills an empty log with the events the book's rules make of it. Stops the program on failure.
void MakeBook(const BookShape& shape, const core::CodeTablesByVersion& tables,
              store::EventLog& log);

// Writes the payments of such a log, but for the large ledger's, as rows that PostgreSQL copies in
// (postgresql.sh). Stops the program on failure.
void WriteRows(const store::EventLog& log, const std::string& file);

}  // namespace outturn::bench
