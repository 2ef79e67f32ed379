#include "clients/export/journal.h"

#include <algorithm>

#include "clients/export/head_json.h"
#include "services/intake/cells.h"
#include "services/intake/kinds.h"
#include "services/intake/text.h"

namespace outturn::exporter {
namespace {

std::string Percent(std::string_view bytes) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    text += {'%', kHex[byte >> 4], kHex[byte & 15]};
  }
  return text;
}

// Of ASCII only what no reader takes for anything but a name; of the rest no kind of space.
bool IsNamePart(char32_t c) {
  if (c < 0x80) {
    const bool letter = (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
    return letter || (c >= U'0' && c <= U'9') || c == U'-' || c == U'_' || c == U'.';
  }
  const bool space = c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200F) ||
                     (c >= 0x2028 && c <= 0x202F) || (c >= 0x205F && c <= 0x206F) || c == 0x3000 ||
                     c == 0xFEFF || c == 0xFFFD;
  return !space;
}

// In one line, without what ends a description or a tag.
std::string OneLine(std::string_view text, std::string_view special) {
  std::string line;
  for (const char c : text) {
    const bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    if (control) {
      line += ' ';
    } else if (special.find(c) != std::string_view::npos) {
      line += Percent({&c, 1});
    } else {
      line += c;
    }
  }
  return std::string(intake::Trim(line));
}

std::string Yuan(int64_t fen) { return intake::YuanText(fen) + " CNY"; }

std::string Place(const std::string& line, const std::string& economic_class) {
  return ":" + AccountPart(line) + ":" +
         (economic_class.empty() ? "-" : AccountPart(economic_class));
}

// The account of a movement, and how its amount stands there.
struct Booked {
  std::string account;
  int64_t fen;
};

Booked BookedAs(const Movement& m) {
  const std::string place = Place(m.line, m.economic_class);
  switch (m.account) {
    case Account::kInitial:
      return {"budget:initial" + place, -m.fen};
    case Account::kCarryIn:
      return {"budget:carry-in" + place, -m.fen};
    case Account::kSupplement:
      return {"budget:supplement" + place, -m.fen};
    case Account::kCut:
      return {"budget:cut" + place, m.fen};
    case Account::kVirement:
      return {"budget:virement" + place, -m.fen};
    case Account::kReceived:
      return {"receipts:" + AccountPart(m.line), m.fen};
    case Account::kPriorYearRefund:
      return {"receipts:prior-year", m.fen};
    case Account::kCommitted:
      return {"commitments" + place, m.fen};
    case Account::kPaid:
      return {"payments" + place, m.fen};
  }
  return {"", 0};
}

std::string Posting(const std::string& account, int64_t fen) {
  return "    " + account + "    " + Yuan(fen) + "\n";
}

// The event in a few words: who was paid and what for, else what kind of event it is.
std::string Description(const v1::Command& command, bool english) {
  const intake::Kind* kind = intake::KindOf(command);
  std::string text = kind == nullptr ? "?" : english ? kind->name.en : kind->name.zh;
  if (command.has_payment()) {
    const v1::Payment& payment = command.payment();
    text = OneLine(payment.payee(), ";|");
    if (!payment.purpose().empty()) text += " | " + OneLine(payment.purpose(), ";|");
  } else if (command.has_commitment() && !command.commitment().counterparty().empty()) {
    text += " | " + OneLine(command.commitment().counterparty(), ";|");
  } else if (command.has_line_opened()) {
    text +=
        " | " + OneLine(command.line_opened().line() + " " + command.line_opened().name(), ";|");
  }
  return text;
}

void Tag(std::string_view name, std::string_view value, std::string* text) {
  const std::string line = OneLine(value, ",%");
  if (line.empty()) return;
  *text += "    ; ";
  text->append(name).append(":").append(line).append("\n");
}

std::string RefText(const v1::EventRef& ref) { return ref.source() + "/" + ref.external_id(); }

}  // namespace

std::string AccountPart(std::string_view name) {
  std::string part;
  while (!name.empty()) {
    std::string_view rest = name;
    const char32_t c = intake::TakeCodePoint(&rest);
    const std::string_view bytes = name.substr(0, name.size() - rest.size());
    part += IsNamePart(c) ? std::string(bytes) : Percent(bytes);
    name = rest;
  }
  return part;
}

void Journal::Begin(const Head& head) {
  head_ = head;
  const auto say = [&](const char* zh, const char* en) { return head.english ? en : zh; };
  std::string text = std::string("; Outturn ") + say("导出：", "export: ") + head.unit + "/" +
                     std::to_string(head.year) + say("，账簿 ", ", book ") + head.book + "\n";
  text += std::string("; ") + say("所据事项：1–", "events: 1–") + std::to_string(head.position) +
          say("，记录于 ", ", recorded ") + InstantText(head.known_at_us) +
          say("，根哈希 ", ", root ") + head.root + "\n";
  text += std::string("; ") + say("政策：", "policy: ") + head.policy + "\n";
  if (head.is_public) {
    text += std::string("; ") +
            say("公开版：不含涉密指标", "public version: classified lines are left out") + "\n";
  }
  text +=
      "\n"
      "commodity 1000.00 CNY\n"
      "\n"
      "account available  ; type:A\n"
      "account commitments  ; type:A\n"
      "account payments  ; type:X\n"
      "account budget  ; type:R\n"
      "account receipts  ; type:A\n"
      "account treasury  ; type:L\n";
  Write(text);
}

void Journal::Declare(const std::string& account, const std::string& about) {
  if (!declared_.insert(account).second) return;
  Write("account " + account + (about.empty() ? "" : "  ; " + about) + "\n");
}

void Journal::Tags(const v1::Event& event, std::string* text) const {
  const v1::Command& command = event.command();
  const v1::Header& header = command.header();
  Tag("position", std::to_string(event.position()), text);
  Tag("recorded_at_us", std::to_string(event.recorded_at_us()), text);
  const intake::Kind* kind = intake::KindOf(command);
  Tag("kind", kind == nullptr ? "" : kind->member->name(), text);
  Tag("id", header.source() + "/" + header.external_id(), text);
  Tag("actor", header.actor(), text);
  Tag("document", header.document_number(), text);
  if (command.has_payment()) {
    Tag("voucher", command.payment().voucher(), text);
    if (command.payment().procurement()) Tag("procurement", "yes", text);
    if (command.payment().has_commitment()) {
      Tag("commitment", RefText(command.payment().commitment()), text);
    }
  }
  if (command.has_commitment()) Tag("contract", command.commitment().contract_number(), text);
  if (command.has_commitment_release()) {
    Tag("commitment", RefText(command.commitment_release().commitment()), text);
  }
  const auto original = [&](const auto& body) {
    if (body.has_payment()) Tag("original", RefText(body.payment()), text);
    Tag("reason", body.reason(), text);
  };
  if (command.has_reversal()) original(command.reversal());
  if (command.has_correction()) original(command.correction());
  if (command.has_prior_year_refund()) original(command.prior_year_refund());
}

void Journal::Add(const v1::Event& event, const std::vector<Movement>& movements) {
  const v1::Command& command = event.command();
  if (command.has_line_opened())
    lines_[command.line_opened().line()] = command.line_opened().name();
  std::string postings;
  std::map<std::string, int64_t> available;
  const auto post = [&](const std::string& account, const std::string& line, int64_t fen) {
    const auto named = lines_.find(line);
    Declare(account, named == lines_.end() ? "" : OneLine(named->second, ",:;"));
    postings += Posting(account, fen);
  };
  for (const Movement& m : movements) {
    const Booked booked = BookedAs(m);
    post(booked.account, m.line, booked.fen);
    const int sign = HeadroomSign(m.account);
    if (sign == 0) {
      const bool of_line = m.account == Account::kReceived;
      post("treasury:" + (of_line ? AccountPart(m.line) : "prior-year"), m.line, -m.fen);
    } else {
      available["available" + Place(m.line, m.economic_class)] += sign * m.fen;
    }
  }
  for (const auto& [account, fen] : available) {
    if (fen == 0) continue;  // drawn on a commitment, or moved within a place
    Declare(account, "");
    postings += Posting(account, fen);
  }
  const std::string& code =
      command.has_payment() ? command.payment().voucher() : command.header().document_number();
  std::string about = Description(command, head_.english);
  if (!code.empty() || about.starts_with('(')) about = "(" + OneLine(code, ")") + ") " + about;
  std::string text = "\n" + intake::DayText(command.header().effective_on()) + " * " + about + "\n";
  Tags(event, &text);
  Write(text + postings);
}

void Journal::Assert(const std::string& account, int64_t fen, std::string* postings) {
  int64_t& last = asserted_[account];
  if (last == fen) return;  // said before, or never moved
  last = fen;
  Declare(account, "");
  *postings += "    " + account + "    0.00 CNY = " + Yuan(fen) + "\n";
}

// By class: what a line has under none is under "-".
void Journal::Balances(const v1::GetBalancesReply& reply) {
  std::string postings;
  for (const v1::LineBalance& one : reply.balances()) {
    if (one.economic_class().empty()) continue;
    const bool none = one.economic_class() == "-";
    const std::string line = AccountPart(one.line().line());
    const std::string place = Place(one.line().line(), none ? "" : one.economic_class());
    const auto say = [&](const char* account, int64_t fen) {
      Assert(account + place, fen, &postings);
    };
    say("budget:initial", -one.initial_fen());
    say("budget:carry-in", -one.carry_in_fen());
    say("budget:supplement", -one.supplements_fen());
    say("budget:cut", one.cuts_fen());
    say("budget:virement", -one.virements_fen());
    say("commitments", one.committed_fen());
    say("payments", one.paid_fen());
    say("available", one.headroom_fen());
    if (none) Assert("receipts:" + line, one.received_fen(), &postings);
  }
  if (postings.empty()) return;
  Write("\n" + intake::DayText(reply.as_of()) + " * " +
        (head_.english ? "balances as the book has them" : "账簿所载余额") + "\n" + postings);
}

void Journal::End() {}

}  // namespace outturn::exporter
