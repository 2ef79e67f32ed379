// A journal for hledger (plain text accounting, hledger.org): each event a transaction on its
// effective day, those that move no money without postings.
//
// Accounts, each with line and economic class below it ("-": none named):
//   available                what may still be spent: budget − commitments − payments
//   commitments              reserved, not yet paid
//   payments                 paid, less what was reversed
//   budget:initial …         where the budget came from; income, so negative, a cut positive
//   receipts                 funds received, of a line; receipts:prior-year: refunds of earlier
//   years treasury                 the other side of receipts
// So sums of accounts are the book's own equation: budget = available + commitments + payments.
#pragma once

#include <map>
#include <set>
#include <string>

#include "clients/export/format.h"

namespace outturn::exporter {

// A name as one part of an account's name: what would end it, divide it or be read as something
// else stands as %XX of its bytes.
[[nodiscard]] std::string AccountPart(std::string_view name);

class Journal : public Format {
 public:
  explicit Journal(Append append) : append_(std::move(append)) {}

  void Begin(const Head& head) override;
  void Add(const v1::Event& event, const std::vector<Movement>& movements) override;
  void Balances(const v1::GetBalancesReply& reply) override;
  void End() override;

 private:
  void Write(std::string_view text) { append_("", text); }
  void Declare(const std::string& account, const std::string& about);
  void Tags(const v1::Event& event, std::string* text) const;
  void Assert(const std::string& account, int64_t fen, std::string* postings);

  Append append_;
  Head head_;
  std::set<std::string> declared_;
  std::map<std::string, std::string> lines_;  // code → name
  std::map<std::string, int64_t> asserted_;   // account → what was said of it last
};

}  // namespace outturn::exporter
