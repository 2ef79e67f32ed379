#include "tests/simulation/serial_order.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

namespace outturn::simulation {
namespace {

std::string Show(const Done& done) {
  constexpr const char* kAsked[] = {"pays", "refunds", "shifts", "looks"};
  constexpr const char* kTold[] = {"recorded at", "again at", "conflict", "refused", "saw", "?"};
  return done.id + " " + kAsked[static_cast<size_t>(done.asked)] + " " + std::to_string(done.fen) +
         " " + done.about + ": " + kTold[static_cast<size_t>(done.told)] + " " +
         std::to_string(done.position) + ", headroom " + std::to_string(done.headroom) +
         ", called " + std::to_string(done.called) + ", returned " + std::to_string(done.returned);
}

bool SameContent(const Done& a, const Done& b) {
  return a.asked == b.asked && a.fen == b.fen && a.about == b.about;
}

// The book's course as the log tells it.
class Course {
 public:
  Course(const std::vector<Done>& log, uint64_t opening, int64_t budget, int64_t other)
      : log_(log), opening_(opening), line_{budget}, other_{other} {}

  // Empty when no id is there twice and nothing is ever overspent.
  std::string Follow();

  [[nodiscard]] uint64_t end() const { return opening_ + log_.size(); }
  [[nodiscard]] const Done* At(uint64_t position) const {
    return position > opening_ && position <= end() ? &log_[position - opening_ - 1] : nullptr;
  }
  // Where an id is recorded; 0: nowhere.
  [[nodiscard]] uint64_t Find(const std::string& id) const {
    const auto found = positions_.find(id);
    return found == positions_.end() ? 0 : found->second;
  }
  [[nodiscard]] int64_t Line(uint64_t position) const { return line_[position - opening_]; }
  // Whether there was too little for it after `position`.
  [[nodiscard]] bool Lacks(const Done& asked, uint64_t position) const {
    switch (asked.asked) {
      case Asked::kPay:
        return Line(position) < asked.fen;
      case Asked::kShift:
        return asked.fen > 0 ? other_[position - opening_] < asked.fen
                             : Line(position) < -asked.fen;
      case Asked::kRefund:
        return LeftOf(asked.about, position) < asked.fen;
      case Asked::kLook:
        break;
    }
    return false;
  }

 private:
  [[nodiscard]] int64_t LeftOf(const std::string& payment, uint64_t position) const {
    int64_t left = 0;
    const auto changes = left_.find(payment);
    if (changes == left_.end()) return 0;
    for (const auto& [at, fen] : changes->second) left += at <= position ? fen : 0;
    return left;
  }

  const std::vector<Done>& log_;
  const uint64_t opening_;
  std::vector<int64_t> line_;   // headroom after the opening and each event
  std::vector<int64_t> other_;  // likewise of the other line
  std::map<std::string, uint64_t> positions_;
  std::map<std::string, std::vector<std::pair<uint64_t, int64_t>>> left_;  // of each payment
};

std::string Course::Follow() {
  for (size_t i = 0; i < log_.size(); ++i) {
    const Done& event = log_[i];
    const uint64_t position = opening_ + i + 1;
    if (!positions_.emplace(event.id, position).second) return event.id + " is recorded twice";
    if (Lacks(event, position - 1)) {
      return Show(event) + ": recorded at " + std::to_string(position) + " on a headroom of " +
             std::to_string(Line(position - 1));
    }
    const bool pays = event.asked == Asked::kPay;
    line_.push_back(line_.back() + (pays ? -event.fen : event.fen));
    other_.push_back(other_.back() - (event.asked == Asked::kShift ? event.fen : 0));
    if (pays) left_[event.id].emplace_back(position, event.fen);
    if (event.asked == Asked::kRefund) left_[event.about].emplace_back(position, -event.fen);
  }
  return "";
}

// Moments: 2p is the recording of position p, 2p + 1 whatever comes before the next.
class Ordering {
 public:
  Ordering(const Course& course, uint64_t opening) : course_(course), opening_(opening) {}

  // The first moment from `earliest` on at which the answer is right; nullopt when there is none.
  std::optional<uint64_t> Place(const Done& done, uint64_t earliest) const {
    const uint64_t last = 2 * course_.end() + 1;
    const auto at = [&](uint64_t moment) {
      return moment >= earliest && moment <= last ? std::optional(moment) : std::nullopt;
    };
    switch (done.told) {
      case Told::kRecorded: {
        const Done* event = course_.At(done.position);
        const bool it_is = event != nullptr && event->id == done.id && SameContent(*event, done);
        if (!it_is || !HeadroomIsRight(done)) return std::nullopt;
        return at(2 * done.position);
      }
      case Told::kAgain: {
        const Done* event = course_.At(done.position);
        const bool it_is = event != nullptr && event->id == done.id && SameContent(*event, done);
        return it_is ? at(std::max(earliest, 2 * done.position + 1)) : std::nullopt;
      }
      case Told::kConflict: {
        const uint64_t position = course_.Find(done.id);
        const bool differs = position > 0 && !SameContent(*course_.At(position), done);
        return differs ? at(std::max(earliest, 2 * position + 1)) : std::nullopt;
      }
      case Told::kSaw:
        if (done.position < opening_ || done.position > course_.end()) return std::nullopt;
        return HeadroomIsRight(done) ? at(2 * done.position + 1) : std::nullopt;
      case Told::kRefused:
        for (uint64_t position = std::max(earliest / 2, opening_); position <= course_.end();
             ++position) {
          if (course_.Lacks(done, position)) return at(std::max(earliest, 2 * position + 1));
        }
        return std::nullopt;
      case Told::kUnknown:
        break;
    }
    return earliest;
  }

 private:
  [[nodiscard]] bool HeadroomIsRight(const Done& done) const {
    return done.headroom == -1 || done.headroom == course_.Line(done.position);
  }
  const Course& course_;
  const uint64_t opening_;
};

// Of an id whose recording nobody was told of directly, the first to send it recorded it.
void NameUntoldWriters(std::vector<Done>& answers) {
  std::map<std::string, Done*> writers;
  for (Done& done : answers) {
    if (done.told == Told::kRecorded) writers[done.id] = &done;
  }
  for (Done& done : answers) {  // in order of calling
    if (done.told == Told::kAgain && writers.emplace(done.id, &done).second) {
      done.told = Told::kRecorded;
    }
  }
}

}  // namespace

std::string WhyNotSerial(std::vector<Done> answers, const std::vector<Done>& log, uint64_t opening,
                         int64_t budget, int64_t other) {
  Course course(log, opening, budget, other);
  if (std::string wrong = course.Follow(); !wrong.empty()) return wrong;
  std::sort(answers.begin(), answers.end(),
            [](const Done& a, const Done& b) { return a.called < b.called; });
  NameUntoldWriters(answers);
  const Ordering ordering(course, opening);
  // In order of calling, each as early as it can be: whatever returned before a call has then been
  // placed, and nothing placed later could have been helped by placing it later.
  std::map<uint64_t, uint64_t> placed;  // by moment of return, the latest moment taken by then
  std::map<std::string, int> recorded;
  for (const Done& done : answers) {
    if (done.told == Told::kRecorded && ++recorded[done.id] > 1) {
      return Show(done) + ": somebody else was told that he recorded it";
    }
    auto before = placed.lower_bound(done.called);
    const uint64_t earliest =
        before == placed.begin() ? 2 * opening + 1 : std::prev(before)->second;
    const auto moment = ordering.Place(done, earliest);
    if (!moment)
      return Show(done) + ": right at no moment from " + std::to_string(earliest) + " on";
    if (done.told == Told::kUnknown) continue;
    auto [at, fresh] = placed.emplace(done.returned, *moment);
    before = at;
    if (at != placed.begin()) at->second = std::max(at->second, std::prev(before)->second);
    for (auto later = std::next(at); later != placed.end() && later->second < at->second; ++later) {
      later->second = at->second;
    }
  }
  return "";
}

}  // namespace outturn::simulation
