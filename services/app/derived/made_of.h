// MadeOf: which log a part of the folder that is derived was made of: the one beside it, or another
// one, as where another book's folder was copied here, or that of a copy that went on by itself.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/event_log.h"
#include "store/ids/id_index.h"
#include "store/state_store.h"
#include "store/tree/merkle.h"

namespace outturn::app {

struct MadeOf {
  enum class Verdict : uint8_t {
    kNothing,     // it is empty, or of another version: it is no witness
    kThisLog,     // all it knows is the log's
    kMoreOfIt,    // likewise as far as the log goes, and it knows later events
    kAnotherLog,  // it knows another event than the log holds
    kDamaged,     // it cannot be read
  };
  std::string part;  // "derived", as the folder is called
  Verdict verdict = Verdict::kNothing;
  store::Position reached = 0;
  store::Position differs_at = 0;  // kAnotherLog: there, or before it
  store::Status damage = {};       // kDamaged: why

  [[nodiscard]] bool is(Verdict one) const { return verdict == one; }
};

// What `state`, of the folder `part`, was made of. An error is one of the log, of the last event
// that both know.
[[nodiscard]] store::Result<MadeOf> HoldAgainst(const store::EventLog& log,
                                                const store::StateStore& state,
                                                const std::string& part);
// Likewise. Only some ids are looked up: that all of them are right is for fsck to tell.
[[nodiscard]] store::Result<MadeOf> HoldAgainst(const store::EventLog& log,
                                                const store::IdIndex& ids);

// What is to be kept with a state store's first events, by which its log is told from any other
// even where it ends before all that is known here; nothing where that is kept already.
void AddFirstEvent(const store::EventLog& log, const store::StateStore& state,
                   std::vector<store::Change>& changes);

// What several parts tell of a log together. `covered`: the newest signed checkpoint is of so many
// events, and of this log; 0: there is none; nullopt: it is of another log.
struct Judged {
  std::vector<MadeOf> foreign;   // the log is the book's own, and these are not made of it
  std::vector<MadeOf> against;   // these, or the log: nothing tells which of them is another book's
  bool log_is_anothers = false;  // but something signed does
};
[[nodiscard]] Judged Judge(const std::vector<MadeOf>& parts,
                           std::optional<store::Position> covered);

// The tree over the first events of a log; nullopt where it cannot be read so far.
[[nodiscard]] std::optional<store::Frontier> TreeOf(const store::EventLog& log,
                                                    store::Position size,
                                                    store::Digest digest = store::Digest::kSha256);

// As OfAnotherLog of data_folder.h, of those that are against it; ok where there are none.
[[nodiscard]] store::Status OfAnotherLog(const Judged& judged);
// What is wrong with a foreign part, and what to do.
[[nodiscard]] store::Status OfAnotherLog(const MadeOf& part);

}  // namespace outturn::app
