// Single events as transactions; texts that would mean something to hledger.
#include "clients/export/journal.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "clients/export/ndjson.h"
#include "tests/export/hledger.h"

namespace outturn::exporter {
namespace {

using testing::HasSubstr;

v1::Event EventOf(uint64_t position, const std::string& command) {
  v1::Event event;
  event.set_position(position);
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(command, event.mutable_command()))
      << command;
  v1::Header& header = *event.mutable_command()->mutable_header();
  header.set_unit("U");
  header.set_year(2024);
  if (header.effective_on() == 0) header.set_effective_on(20240305);
  header.set_source("s");
  header.set_external_id("e" + std::to_string(position));
  return event;
}

std::string JournalOf(const std::vector<v1::Event>& events) {
  std::string text;
  Journal journal([&](std::string_view, std::string_view bytes) { text += bytes; });
  journal.Begin({"431200", "U", 2024, 9, 0, "00", "p@1", false, false});
  Movements movements("U", [&](const v1::EventRef& ref) -> std::optional<v1::Event> {
    for (const v1::Event& event : events) {
      if (event.command().header().external_id() == ref.external_id()) return event;
    }
    return std::nullopt;
  });
  for (const v1::Event& event : events) {
    const auto moved = movements.Of(event);
    EXPECT_TRUE(moved.has_value()) << event.ShortDebugString();
    if (moved) journal.Add(event, *moved);
  }
  journal.End();
  return text;
}

Monthly ChangesOf(const std::vector<v1::Event>& events) {
  const std::string text = JournalOf(events);
  const Hledger hledger(text);
  std::string why;
  EXPECT_TRUE(hledger.Accepts(&why)) << why << text;
  EXPECT_EQ(hledger.Transactions(), static_cast<int>(events.size())) << text;
  return hledger.Changes();
}

TEST(Journal, KeepsNamesThatWouldMeanSomethingToHledger) {
  const std::string line = "a:b  c;(d)[e]　\\\"中文 ";
  v1::Event opened = EventOf(1, "line_opened { name: '; x:y, z' }");
  opened.mutable_command()->mutable_line_opened()->set_line(line);
  v1::Event payment =
      EventOf(2,
              "payment { economic_class: '30201' amount_fen: 123456 payee: '(括号) ; 店 | 分店' "
              "purpose: '!\\n2024-01-01 * x' voucher: 'a)b' }");
  payment.mutable_command()->mutable_payment()->set_line(line);
  payment.mutable_command()->mutable_header()->set_document_number("一,二:三;四%");
  const Monthly changes = ChangesOf({opened, payment});
  EXPECT_EQ(Until(changes, "payments:" + AccountPart(line) + ":30201", 3), 123456);
  EXPECT_EQ(Until(changes, "payments:" + AccountPart(line) + ":30201", 2), 0);
  const Hledger hledger(JournalOf({opened, payment}));
  EXPECT_THAT(hledger.Ask({"print", "tag:document=一%2C二:三;四%25"}).out, HasSubstr("123"));
  EXPECT_THAT(hledger.Ask({"register", "payee:括号"}).out, HasSubstr("1234.56"));
}

TEST(Journal, TellsNamesApartThatDifferInASpace) {
  EXPECT_NE(AccountPart("a b"), AccountPart("a_b"));
  EXPECT_NE(AccountPart("a%20b"), AccountPart("a b"));
  EXPECT_EQ(AccountPart("GY01"), "GY01");
  EXPECT_EQ(AccountPart("公用经费"), "公用经费");
}

TEST(Journal, BooksWhatCameInAndWasTakenBack) {
  const Monthly changes = ChangesOf({
      EventOf(1, "funds_received { line: 'A' amount_fen: 5000 }"),
      EventOf(2,
              "reversal { payment { source: 's' external_id: 'e1' } amount_fen: 4500 line: 'A' }"),
      EventOf(3,
              "prior_year_refund { payment { source: 's' external_id: 'old' } amount_fen: 400 "
              "payment_position: 7 payment_year: 2023 }"),
      EventOf(4,
              "reversal { payment { source: 's' external_id: 'e3' } amount_fen: 360 "
              "payment_position: 7 }"),
  });
  EXPECT_EQ(Until(changes, "receipts:A", 12), 500);
  EXPECT_EQ(Until(changes, "receipts:prior-year", 12), 40);
  EXPECT_EQ(Until(changes, "treasury:prior-year", 12), -40);
}

TEST(Journal, DrawsOnACommitmentWithoutTouchingWhatIsAvailable) {
  const Monthly changes = ChangesOf({
      EventOf(1, "commitment { line: 'A' economic_class: '30201' amount_fen: 1000 }"),
      EventOf(2,
              "payment { line: 'A' economic_class: '30201' amount_fen: 700 drawn_fen: 600 "
              "commitment { source: 's' external_id: 'e1' } payee: 'x' voucher: '1' }"),
      EventOf(3,
              "commitment_release { commitment { source: 's' external_id: 'e1' } "
              "amount_fen: 150 }"),
  });
  EXPECT_EQ(Until(changes, "commitments:A:30201", 12), 250);
  EXPECT_EQ(Until(changes, "payments:A:30201", 12), 700);
  EXPECT_EQ(Until(changes, "available:A:30201", 12), -950);
}

TEST(Movements, AskForACommitmentTheyHaveNotSeen) {
  const v1::Event commitment =
      EventOf(1, "commitment { line: 'A' economic_class: '30201' amount_fen: 1000 }");
  const v1::Event release = EventOf(
      2, "commitment_release { commitment { source: 's' external_id: 'e1' } amount_fen: 150 }");
  Movements found("U", [&](const v1::EventRef&) { return commitment; });
  EXPECT_EQ(found.Of(release), (std::vector<Movement>{{Account::kCommitted, "A", "30201", -150}}));
  Movements lost("U", [](const v1::EventRef&) { return std::nullopt; });
  EXPECT_EQ(lost.Of(release), std::nullopt);
}

TEST(Ndjson, IsOneLineForAnEvent) {
  const std::string json = JsonLine(EventOf(7, "payment { payee: 'a\\nb' amount_fen: 5 }"));
  EXPECT_EQ(json.find('\n'), std::string::npos);
  EXPECT_THAT(json, HasSubstr("\"position\":\"7\""));
  EXPECT_THAT(json, HasSubstr("\"amount_fen\":\"5\""));
}

}  // namespace
}  // namespace outturn::exporter
