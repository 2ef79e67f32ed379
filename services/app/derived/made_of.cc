#include "services/app/derived/made_of.h"

#include <algorithm>
#include <array>

#include "services/app/data_folder.h"
#include "services/app/derived/derived.h"
#include "services/app/derived/keys.h"
#include "services/wire/codec.h"
#include "store/file.h"
#include "store/tree/merkle.h"

namespace outturn::app {
namespace {

using Verdict = MadeOf::Verdict;

std::string Bytes(const store::Hash& hash) { return {hash.begin(), hash.end()}; }

store::Result<std::string> LeafAt(const store::EventLog& log, store::Position position) {
  const auto cursor = log.Read(position);
  if (!cursor->Next()) return cursor->status();
  return Bytes(store::LeafHash(cursor->event()));
}

MadeOf& Differs(MadeOf& made, store::Position at) {
  made.verdict = Verdict::kAnotherLog;
  made.differs_at = at;
  return made;
}

MadeOf& Damaged(MadeOf& made, const store::Status& status) {
  made.verdict = Verdict::kDamaged;
  made.damage = status;
  return made;
}

// Where the other part lies in its place: of derived, the newest leaf is kept, of history a version
// before it and its tree behind.
bool IsTheOtherPart(const std::string& reached, const std::string& part) {
  return (reached.size() > sizeof(store::Hash)) != (part == "history");
}

// Of a state that knows later events than the log has: its first event, and the newest tree of its
// that both have.
MadeOf HoldBeginAgainst(const store::EventLog& log, const store::StateStore& state, MadeOf made) {
  made.verdict = Verdict::kMoreOfIt;
  if (log.Tail() == 0) return made;
  const auto first = state.Get(kFirstEventKey);
  const auto leaf = LeafAt(log, 1);
  if (first.ok() && leaf.ok() && *first != *leaf) return Differs(made, 1);
  const auto cursor = state.Scan(kFrontierPrefix, FrontierKey(log.Tail()));
  if (!cursor->Next()) return cursor->status().ok() ? made : Damaged(made, cursor->status());
  const auto kept = store::Frontier::Parse(cursor->value());
  if (!kept.ok()) return made;
  const auto tree = TreeOf(log, kept->size());
  if (tree && tree->Serialise() != cursor->value()) return Differs(made, kept->size());
  return made;
}

// Those that go as far behind the log as one of the group does came here with it, though what both
// know looks alike, as ids do that two books have.
void AddCompanions(const std::vector<MadeOf>& parts, std::vector<MadeOf>& group) {
  const size_t differing = group.size();
  for (MadeOf one : parts) {
    if (!one.is(Verdict::kMoreOfIt)) continue;
    for (size_t i = 0; i < differing; ++i) {
      if (group[i].reached != one.reached) continue;
      group.push_back(Differs(one, group[i].differs_at));
      break;
    }
  }
}

}  // namespace

std::optional<store::Frontier> TreeOf(const store::EventLog& log, store::Position size,
                                      store::Digest digest) {
  store::Frontier frontier(digest);
  const auto cursor = log.Read(1);
  while (frontier.size() < size && cursor->Next()) {
    frontier.Append(store::LeafHash(cursor->event(), digest));
  }
  return frontier.size() == size ? std::optional(std::move(frontier)) : std::nullopt;
}

store::Result<MadeOf> HoldAgainst(const store::EventLog& log, const store::StateStore& state,
                                  const std::string& part) {
  MadeOf made{part, Verdict::kNothing, state.Reached()};
  if (made.reached == 0) return made;
  const auto stored = state.Get(kReachedKey);
  if (stored.ok() && IsTheOtherPart(*stored, part)) {
    return Damaged(made,
                   store::Status::Corrupt(0, part + ": holds what belongs in another folder"));
  }
  if (made.reached > log.Tail()) return HoldBeginAgainst(log, state, std::move(made));
  if (stored.status().code() == store::Code::kNotFound) return made;
  if (!stored.ok()) return Damaged(made, stored.status());
  const auto leaf = LeafAt(log, made.reached);
  if (!leaf.ok()) return FromACopy(leaf.status());
  // The history's has a version before it and its tree behind.
  constexpr size_t kVersionBytes = 8;
  const size_t begin = stored->size() == leaf->size() ? 0 : kVersionBytes;
  made.verdict = Verdict::kThisLog;
  if (stored->compare(std::min(begin, stored->size()), leaf->size(), *leaf) != 0) {
    return Differs(made, made.reached);
  }
  return made;
}

store::Result<MadeOf> HoldAgainst(const store::EventLog& log, const store::IdIndex& ids) {
  MadeOf made{"ids", Verdict::kNothing, ids.Reached()};
  if (made.reached == 0 || log.Tail() == 0) {
    if (made.reached > 0) made.verdict = Verdict::kMoreOfIt;
    return made;
  }
  const store::Position last = std::min(made.reached, log.Tail());
  made.verdict = made.reached > last ? Verdict::kMoreOfIt : Verdict::kThisLog;
  for (const store::Position at :
       std::array{store::Position{1}, last / 4, last / 2, last - last / 4, last}) {
    if (at == 0) continue;
    const auto cursor = log.Read(at);
    const auto event = cursor->Next() ? wire::DecodeEvent(cursor->event()) : std::nullopt;
    if (!event && at < last) continue;  // a start does not read the middle of a log
    if (!event && !cursor->status().ok()) return FromACopy(cursor->status());
    if (!event) return store::Status::Corrupt(at, "the event cannot be read");
    const auto found = ids.Find(FingerprintOf(event->command.header.ref));
    if (!found.ok()) return Damaged(made, found.status());
    if (std::find(found->begin(), found->end(), at) == found->end()) return Differs(made, at);
  }
  return made;
}

void AddFirstEvent(const store::EventLog& log, const store::StateStore& state,
                   std::vector<store::Change>& changes) {
  if (state.Get(kFirstEventKey).status().code() != store::Code::kNotFound) return;
  const auto leaf = LeafAt(log, 1);
  if (leaf.ok()) changes.push_back({std::string(kFirstEventKey), *leaf});
}

Judged Judge(const std::vector<MadeOf>& parts, std::optional<store::Position> covered) {
  // Others know the hash of an event, ids only where some names are.
  const auto weight = [&](Verdict verdict) {
    int sum = 0;
    for (const MadeOf& one : parts) sum += !one.is(verdict) ? 0 : one.part == "ids" ? 1 : 2;
    return sum;
  };
  // Where nothing signed tells, most of them do.
  const bool most = covered.has_value() && weight(Verdict::kThisLog) > weight(Verdict::kAnotherLog);
  Judged judged;
  for (const MadeOf& one : parts) {
    if (!one.is(Verdict::kAnotherLog)) continue;
    const bool foreign = most || one.differs_at <= covered.value_or(0);
    (foreign ? judged.foreign : judged.against).push_back(one);
  }
  judged.log_is_anothers = !covered;
  for (auto* group : {&judged.foreign, &judged.against}) AddCompanions(parts, *group);
  return judged;
}

store::Status OfAnotherLog(const Judged& judged) {
  const std::vector<MadeOf>& against = judged.against;
  if (against.empty()) return {};
  KnownBy told_by;
  store::Position first = against.front().differs_at;
  for (const MadeOf& one : against) {
    told_by.emplace_back(one.part, one.reached);
    first = std::min(first, one.differs_at);
  }
  return OfAnotherLog(first, told_by, judged.log_is_anothers);
}

store::Status OfAnotherLog(const MadeOf& part) {
  const auto differs = store::Status::Corrupt(
      part.differs_at, part.part + ": made of another log, or damaged: it knows another event " +
                           std::to_string(part.differs_at) + " than the log, which is sound as " +
                           "far as all else here tells");
  return MadeAnew(differs, "the folder " + part.part);
}

}  // namespace outturn::app
