#include "tests/export/hledger.h"

#include <stdexcept>

#include "services/core/money.h"
#include "services/intake/csv_rows.h"

namespace outturn::exporter {
namespace {

using Rows = std::vector<std::vector<std::string>>;

Rows ParseCsv(const std::string& text) {
  Rows rows;
  intake::CsvRows parser([&](intake::CsvRows::Row row) { rows.push_back(std::move(row.cells)); });
  if (parser.Feed(text) || parser.Finish()) throw std::runtime_error("no CSV: " + text);
  return rows;
}

int64_t Fen(const std::string& yuan) {
  const auto fen = core::ParseYuan(yuan);
  if (!fen) throw std::runtime_error("no amount: " + yuan);
  return fen->count();
}

}  // namespace

Hledger::Hledger(const std::string& journal) { folder_.Write("year.journal", journal); }

cli::Ran Hledger::Ask(std::vector<std::string> arguments) const {
  arguments.insert(arguments.begin(), {"-f", folder_.File("year.journal")});
  return cli::RunProgram("/usr/bin/hledger", arguments, folder_, {{"LANG", "C.UTF-8"}});
}

bool Hledger::Accepts(std::string* why) const {
  const cli::Ran ran = Ask({"check", "--strict"});
  *why = ran.err;
  return ran.code == 0;
}

Monthly Hledger::Changes() const {
  const cli::Ran ran =
      Ask({"balance", "--monthly", "--flat", "--no-total", "--layout=bare", "-O", "csv"});
  if (ran.code != 0) throw std::runtime_error(ran.err);
  const Rows rows = ParseCsv(ran.out);
  Monthly changes;
  for (size_t i = 1; i < rows.size(); ++i) {
    for (size_t column = 2; column < rows[i].size(); ++column) {
      const int month = std::stoi(rows[0][column].substr(5));  // "2024-07"
      changes[rows[i][0]][month] += Fen(rows[i][column]);
    }
  }
  return changes;
}

int Hledger::Transactions() const {
  const cli::Ran ran = Ask({"print", "tag:position"});
  int count = 0;
  for (size_t at = 0; (at = ran.out.find("; position:", at)) != std::string::npos; ++at) ++count;
  return count;
}

int64_t Until(const Monthly& changes, const std::string& account, int month) {
  const auto found = changes.find(account);
  int64_t sum = 0;
  if (found == changes.end()) return 0;
  for (const auto& [one, fen] : found->second) sum += one <= month ? fen : 0;
  return sum;
}

}  // namespace outturn::exporter
