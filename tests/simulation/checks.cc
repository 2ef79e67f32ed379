// What must hold of the whole book, computed anew from the bytes of its log.
#include <openssl/sha.h>

#include <algorithm>

#include "services/core/decide.h"
#include "services/wire/codec.h"
#include "tests/properties/book_under_test.h"
#include "tests/simulation/simulation.h"

namespace outturn::simulation {
namespace {

// RFC 6962, as its definition goes.
store::Hash TreeHash(const std::vector<std::string>& leaves, size_t begin, size_t end) {
  std::string bytes;
  if (end - begin == 1) {
    bytes = std::string(1, '\0') + leaves[begin];
  } else if (end > begin) {
    size_t left = 1;
    while (left * 2 < end - begin) left *= 2;
    bytes = std::string(1, '\1');
    for (const store::Hash& side :
         {TreeHash(leaves, begin, begin + left), TreeHash(leaves, begin + left, end)}) {
      bytes.append(side.begin(), side.end());
    }
  }
  store::Hash hash;
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), hash.data());
  return hash;
}

std::vector<std::string> BytesOf(const app::Book& book, const core::LedgerId* ledger,
                                 core::Position to) {
  std::vector<std::string> events;
  const auto status = book.Visit(ledger, 1, to, [&](core::Position, std::string_view bytes) {
    events.emplace_back(bytes);
    return true;
  });
  if (!status.ok()) events.emplace_back("unreadable: " + status.ToString());
  return events;
}

}  // namespace

// Position by position: what was expected, once, and nothing else.
void Simulation::CheckLog() {
  core::Position next = 1;
  core::Instant before;
  const auto check = [&](core::Position position, std::string_view bytes) {
    const std::string where = "position " + std::to_string(position);
    if (position != next) Fail(where + " where " + std::to_string(next) + " comes next");
    if (position > durable_.position()) Fail(where + " holds what nobody knows of");
    const auto event = wire::DecodeEvent(bytes);
    if (!event || event->position != position) Fail(where + " cannot be read");
    if (failed()) return false;
    const Oracle::Recorded& expected = durable_.at(position);
    const core::EventRef& ref = event->command.header.ref;
    if (ref.external_id != expected.op->id) Fail(where + " holds " + ref.external_id);
    if (event->recorded_at <= before) Fail(where + " is not recorded after its predecessor");
    if (event->recorded_at.microseconds() != expected.recorded_at) Fail(where + ": wrong time");
    v1::Command recorded;
    v1::Command sent;
    wire::Encode(event->command, recorded);
    wire::Encode(expected.op->command, sent);
    if (wire::FirstDifference(recorded, sent)) Fail(where + " is not what was sent");
    before = event->recorded_at;
    ++next;
    return !failed();
  };
  if (failed()) return;
  const auto status = book_->Visit(nullptr, 1, 0, check);
  if (!status.ok()) Fail("the log cannot be read: " + status.ToString());
  Expect(next == durable_.position() + 1, "the log ends before " + std::to_string(next) +
                                              ", expected up to " +
                                              std::to_string(durable_.position()));
  for (const auto& [id, position] : told_) {
    Expect(durable_.Find(id) == position, id + " was acknowledged and is not there");
  }
  CheckRoot(durable_.position());
}

void Simulation::CheckRoot(core::Position position) {
  if (failed()) return;
  const std::vector<std::string> leaves =
      position == 0 ? std::vector<std::string>() : BytesOf(*book_, nullptr, position);
  const auto root = book_->RootAt(position);
  Expect(root.ok() && *root == TreeHash(leaves, 0, leaves.size()),
         "the root at " + std::to_string(position) + " is not that of the events");
  if (position != durable_.position()) return;
  const auto now = book_->Read([](const auto&, const auto& frontier) { return frontier.Root(); });
  Expect(root.ok() && now == *root, "the root in memory is not that of the log");
}

// The state is what its log folds to, from nothing.
void Simulation::CheckState() {
  if (failed()) return;
  core::BookState folded;
  for (const std::string& bytes : BytesOf(*book_, nullptr, 0)) {
    const auto event = wire::DecodeEvent(bytes);
    if (!event) return Fail("an event cannot be read");
    core::Evolve(folded, properties::Tables(), *event);
  }
  book_->Read([&](const core::BookState& state, const auto&) {
    Expect(state.position == folded.position && state.recorded_at == folded.recorded_at,
           "the state is not at the end of the log");
    Expect(state.policies.size() == folded.policies.size(), "rules differ from the log's");
    Expect(state.ledgers.size() == folded.ledgers.size(), "ledgers differ from the log's");
    for (const auto& [id, ledger] : folded.ledgers) {
      const core::LedgerState* found = state.FindLedger(id);
      Expect(found != nullptr && core::SameContent(*found, ledger) &&
                 found->version == ledger.version && found->turnover == ledger.turnover &&
                 found->last_position == ledger.last_position &&
                 found->closed_now == ledger.closed_now,
             "ledger " + id.ToString() + " is not what its log folds to");
    }
  });
}

// The model's figures on every day on which something may have happened.
void Simulation::CheckFigures() {
  book_->Read([&](const core::BookState& state, const auto&) {
    const model::World& world = generator_.world();
    for (int ledger = 0; ledger < static_cast<int>(world.rules.size()); ++ledger) {
      const core::LedgerState* found = state.FindLedger(properties::LedgerOf(ledger));
      if (found == nullptr) return Fail("a ledger is missing");
      for (int line = 0; line < model::kLinesPerLedger; ++line) {
        const core::DaySeries& headroom = found->FindLine(properties::LineOf(line))->headroom;
        for (const int day : generator_.DaysOf(ledger)) {
          const auto expected = durable_.model().Headroom(ledger, line, day);
          Expect(headroom.At(properties::DayOf(day)).count() == expected,
                 "the headroom of a line is not the model's");
          Expect(!generator_.strict() || expected >= 0, "a line is overspent");
        }
        Expect(
            !generator_.strict() || headroom.LowestFrom(properties::DayOf(0)).amount >= core::Fen(),
            "a line is overspent on some day");
      }
    }
  });
}

void Simulation::CheckLedger(int ledger) {
  const core::LedgerId id = properties::LedgerOf(ledger);
  std::vector<core::Position> positions;
  const auto status = book_->Visit(&id, 1, 0, [&](core::Position position, std::string_view) {
    positions.push_back(position);
    return true;
  });
  Expect(status.ok() && positions == durable_.PositionsOf(ledger),
         "ledger " + std::to_string(ledger) + " is not told its own events");
  if (failed() || positions.empty()) return;
  const core::Position at =
      positions[static_cast<size_t>(Pick(static_cast<int>(positions.size())))];
  const auto known = book_->KnownAt(id, at);
  if (!known.ok()) return Fail("what was known cannot be read: " + known.status().ToString());
  core::LedgerState folded;
  for (const std::string& bytes : BytesOf(*book_, &id, at)) {
    core::Evolve(folded, properties::Tables(), *wire::DecodeEvent(bytes));
  }
  const core::LedgerState* found = known->FindLedger(id);
  Expect(found != nullptr && core::SameContent(*found, folded) && found->version == folded.version,
         "ledger " + std::to_string(ledger) + " as known at " + std::to_string(at) + " is wrong");
}

// One question at rest.
void Simulation::Look() {
  const core::Position end = durable_.position();
  const core::Position told =
      book_->Read([](const core::BookState& state, const auto&) { return state.position; });
  Expect(told == end && told >= seen_, "readers are told of another end of the book");
  seen_ = std::max(seen_, told);
  switch (Pick(5)) {
    case 0:
      Note("the figures are looked at");
      return CheckFigures();
    case 1:
      Note("a ledger is looked at");
      return CheckLedger(Pick(static_cast<int>(generator_.world().rules.size())));
    case 2:
      Note("a root is looked at");
      return CheckRoot(1 + static_cast<core::Position>(Pick(static_cast<int>(end))));
    case 3:
      Note("the state is looked at");
      return CheckState();
    default:
      break;
  }
  const std::string id = "c" + std::to_string(Pick(next_id_ + 1));
  const auto found = book_->FindId({"test", id});
  if (disk_.faults().ids_unreadable) {
    return Expect(!found.ok(), "an id is looked up in what cannot be read");
  }
  Expect(found.ok() && found->value_or(0) == durable_.Find(id), id + " is not found where it is");
}

// Nothing of what the append that is held would record may be seen.
void Simulation::LookWhileHeld() {
  Note("the durable end is looked at");
  const auto tip = book_->DurableTip();
  Expect(tip.position == durable_.position() && tip.frontier.size() == durable_.position(),
         "the durable end tells of what is not durable");
  if (disk_.faults().ids_unreadable) return;
  const Oracle::Recorded& last = flight_.at(flight_.position());
  const auto found = book_->FindId({"test", last.op->id});
  Expect(found.ok() && !*found, last.op->id + " is found before it is durable");
}

}  // namespace outturn::simulation
