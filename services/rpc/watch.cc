#include "services/rpc/watch.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <chrono>
#include <string>
#include <vector>

#include "services/rpc/questions.h"
#include "services/rpc/watch_state.h"

namespace outturn::rpc {
namespace {

constexpr int kMostNames = 1000;
constexpr auto kPause = std::chrono::milliseconds(50);
// So often it is looked at without an event, too: a day may have begun.
constexpr int kPausesUntilDayCheck = 100;

const std::vector<std::string>& UsualFigures() {
  static const std::vector<std::string> kNames = {"full_year_budget", "paid", "execution_rate",
                                                  "ahead_of_time"};
  return kNames;
}

// What is asked for, or what is malformed or unknown about it.
struct AskedWatch {
  WatchQuestion question;
  std::optional<core::Day> from_as_of;  // of what the caller saw last
  grpc::Status status;
};

AskedWatch QuestionOf(const v1::WatchRequest& request, Language language) {
  AskedWatch asked;
  const AskedCut cut = CutOf(language, request.ledger(), request.as_of());
  asked.status = cut.status;
  if (!asked.status.ok()) return asked;
  wire::Violations violations;
  asked.from_as_of = wire::Fields("", violations).OptionalDay("from_as_of", request.from_as_of());
  if (!violations.empty()) {
    asked.status = ToGrpc(Describe(violations, language));
    return asked;
  }
  asked.question = {cut.question, {}, request.warnings(), language};
  if (request.figures_size() > kMostNames) {
    asked.status = Malformed(language, "figures", std::to_string(request.figures_size()) + " names",
                             {"至多 1000 个指标名", "at most 1000 figure names"});
    return asked;
  }
  std::vector<std::string> names(request.figures().begin(), request.figures().end());
  if (names.empty()) names = UsualFigures();
  for (const std::string& name : names) {
    auto figure = figures::ParseFigure(name);
    if (!figure) {
      asked.status = ToGrpc(Describe(app::UnknownFigure(name, figure.problem()), language));
      return asked;
    }
    asked.question.figures.push_back(*std::move(figure));
  }
  return asked;
}

grpc::Status Unavailable(app::Unavailable::Why why, Language language) {
  return ToGrpc(Describe(app::Unavailable{why, "Watch"}, language));
}

}  // namespace

// One call. Lives until gRPC is done with it and nobody looks for it any more.
class WatchCall final : public grpc::ServerWriteReactor<v1::WatchUpdate>,
                        public std::enable_shared_from_this<WatchCall> {
 public:
  WatchCall(Watchers& watchers, AskedWatch asked, core::Position from)
      : watchers_(watchers),
        question_(std::move(asked.question)),
        from_(from),
        from_as_of_(asked.from_as_of),
        meter_(watchers.book_.meters().Of(app::Call::kWatch)) {
    watchers_.book_.meters().streams_open.Up();
  }

  // There may be something newer to tell.
  void Poke() {
    const std::lock_guard lock(mutex_);
    if (over_) return;
    if (looking_ || writing_) {
      again_ = true;
      return;
    }
    looking_ = true;
    Post();
  }

  void End(const grpc::Status& status) {
    const std::lock_guard lock(mutex_);
    if (over_) return;
    over_ = true;
    status_ = status;
    if (!writing_) Finish(status_);
  }

  void EndStopping() { End(Unavailable(app::Unavailable::Why::kStopping, question_.language)); }

  void OnWriteDone(bool ok) override {
    const std::lock_guard lock(mutex_);
    writing_ = false;
    if (over_) {
      Finish(status_);
    } else if (!ok) {
      over_ = true;
      status_ = grpc::Status::CANCELLED;
      Finish(status_);
    } else if (again_) {
      again_ = false;
      looking_ = true;
      Post();
    }
  }

  void OnCancel() override { End(grpc::Status::CANCELLED); }

  void OnDone() override {
    watchers_.book_.meters().streams_open.Down();
    meter_.End(status_.error_code());
    watchers_.Forget(shared_from_this());
  }

 private:
  // Where the ledgers that are looked at stand; looked at again only when that has changed.
  struct Marks {
    core::Position ledger = 0;
    core::Position last_year = 0;
    core::Day today;
    friend bool operator==(const Marks&, const Marks&) = default;
  };

  [[nodiscard]] Marks MarksNow() const {
    const core::LedgerId& id = question_.cut.ledger;
    Marks marks = watchers_.book_.Read([&](const core::BookState& book, const auto&) {
      const core::LedgerState* ledger = book.FindLedger(id);
      const core::LedgerState* before = book.FindLedger({id.unit, id.year - 1});
      return Marks{ledger == nullptr ? 0 : ledger->last_position,
                   before == nullptr ? 0 : before->last_position,
                   {}};
    });
    marks.today = watchers_.book_.clock().Now().ChinaDay();
    return marks;
  }

  void Post() {
    boost::asio::post(watchers_.pool_, [self = shared_from_this()] { self->Look(); });
  }

  // The state before the first look: as known where the caller says it stopped, on the day its
  // last update was of.
  [[nodiscard]] app::Asked<WatchState> Before() {
    if (from_ == 0) return WatchState{};
    WatchQuestion question = question_;
    if (from_as_of_) question.cut.as_of = from_as_of_;
    auto before = LookAt(watchers_.reports_, watchers_.monitor_, question, from_);
    // There was no ledger yet: everything is new.
    if (!before.ok() && before.trouble().reason == "LEDGER_NOT_FOUND") return WatchState{};
    if (before.ok()) return before;
    app::Trouble trouble = before.trouble();
    if (trouble.field == "known.position") trouble.field = "from";
    return trouble;
  }

  // On a thread of the pool; one at a time.
  void Look() {
    const app::Stopwatch watch;
    const Marks marks = MarksNow();
    std::optional<app::Trouble> trouble;
    std::optional<v1::WatchUpdate> update;
    if (!marks_ || *marks_ != marks) {
      if (!marks_) {
        auto before = Before();
        if (before.ok()) {
          told_ = *before;
        } else {
          trouble = before.trouble();
        }
      }
      if (!trouble) trouble = LookNow(update);
      marks_ = marks;
      meter_.micros.Observe(watch.Micros());
    }
    Tell(trouble, update);
  }

  std::optional<app::Trouble> LookNow(std::optional<v1::WatchUpdate>& update) {
    auto now = LookAt(watchers_.reports_, watchers_.monitor_, question_);
    if (!now.ok()) return now.trouble();
    update = UpdateBetween(told_, *now);
    if (update) told_ = *now;
    return std::nullopt;
  }

  void Tell(const std::optional<app::Trouble>& trouble, std::optional<v1::WatchUpdate>& update) {
    const std::lock_guard lock(mutex_);
    looking_ = false;
    if (over_) return;
    if (trouble) {
      over_ = true;
      status_ = ToGrpc(Describe(*trouble, question_.language));
      Finish(status_);
    } else if (update) {
      message_ = *std::move(update);
      writing_ = true;
      StartWrite(&message_);
    } else if (again_) {
      again_ = false;
      looking_ = true;
      Post();
    }
  }

  Watchers& watchers_;
  const WatchQuestion question_;
  const core::Position from_;
  const std::optional<core::Day> from_as_of_;
  app::CallMeter& meter_;

  // Of the one that looks.
  std::optional<Marks> marks_;
  WatchState told_;

  std::mutex mutex_;
  v1::WatchUpdate message_;  // on its way while writing_
  bool looking_ = false;
  bool writing_ = false;
  bool again_ = false;  // something happened meanwhile
  bool over_ = false;
  grpc::Status status_;
};

Watchers::Watchers(const app::Book& book, const app::Reports& reports, app::Monitor& monitor)
    : book_(book), reports_(reports), monitor_(monitor), thread_([this] { Run(); }) {}

Watchers::~Watchers() {
  Stop();
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_all();
  thread_.join();
  pool_.join();
}

grpc::ServerWriteReactor<v1::WatchUpdate>* Watchers::Begin(const v1::WatchRequest& request,
                                                           Language language) {
  AskedWatch asked = QuestionOf(request, language);
  const auto call = std::make_shared<WatchCall>(*this, asked, request.from());
  {
    const std::lock_guard lock(mutex_);
    if (asked.status.ok() && stopped_) {
      asked.status = Unavailable(app::Unavailable::Why::kStopping, language);
    } else if (asked.status.ok() && calls_.size() >= kMostCalls) {
      asked.status = Unavailable(app::Unavailable::Why::kOverloaded, language);
    }
    calls_.insert(call);
  }
  changed_.notify_all();
  if (asked.status.ok()) {
    call->Poke();
  } else {
    call->End(asked.status);
  }
  return call.get();
}

void Watchers::Stop() {
  std::vector<std::shared_ptr<WatchCall>> calls;
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    calls.assign(calls_.begin(), calls_.end());
  }
  for (const auto& call : calls) {
    call->EndStopping();
  }
}

void Watchers::Forget(const std::shared_ptr<WatchCall>& call) {
  const std::lock_guard lock(mutex_);
  calls_.erase(call);
}

void Watchers::Run() {
  core::Position seen = 0;
  int pauses = 0;
  std::unique_lock lock(mutex_);
  while (!ending_) {
    changed_.wait(lock, [&] { return ending_ || !calls_.empty(); });
    changed_.wait_for(lock, kPause, [&] { return ending_; });
    const core::Position tip = book_.DurableTip().position;
    if (ending_ || (tip == seen && ++pauses < kPausesUntilDayCheck)) continue;
    seen = tip;
    pauses = 0;
    const std::vector<std::shared_ptr<WatchCall>> calls(calls_.begin(), calls_.end());
    lock.unlock();
    for (const auto& call : calls) call->Poke();
    lock.lock();
  }
}

}  // namespace outturn::rpc
