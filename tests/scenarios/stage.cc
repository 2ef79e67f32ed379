#include "tests/scenarios/stage.h"

#include <atomic>
#include <future>
#include <stdexcept>

#include "services/render/render.h"
#include "services/wire/codec.h"
#include "store/memory_state_store.h"

namespace outturn::scenarios {

class Stage::StageClock : public app::Clock {
 public:
  void Set(core::Day day) {
    constexpr int64_t kHour = 3'600'000'000;
    now_ = day.since_epoch() * 24 * kHour + 4 * kHour;
  }
  [[nodiscard]] core::Instant Now() const override { return core::Instant(now_); }

 private:
  std::atomic<int64_t> now_ = 0;
};

namespace {

constexpr int kYear = 2024;

core::Day DayOf(const std::string& text) {
  const auto day = core::Day::Parse(text);
  if (!day) throw std::invalid_argument("there is no day " + text);
  return *day;
}

std::string Indented(const std::string& mark, const std::string& text) {
  std::string lines;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    std::string line = "  " + mark + " " + text.substr(begin, end - begin);
    line.erase(line.find_last_not_of(' ') + 1);
    lines += line + "\n";
    begin = end + 1;
  }
  return lines;
}

std::string_view Name(core::ControlMode mode) {
  switch (mode) {
    case core::ControlMode::kForbid:
      return "forbid";
    case core::ControlMode::kIntercept:
      return "intercept";
    case core::ControlMode::kWarn:
      return "warn";
    case core::ControlMode::kRecordOnly:
      return "record only";
  }
  return "";
}

}  // namespace

Stage::Stage(std::string root, const app::Packs& packs, Reopening reopening)
    : root_(std::move(root)),
      packs_(packs),
      reopening_(reopening),
      clock_(std::make_unique<StageClock>()),
      disk_(std::make_shared<store::MemoryDisk>()) {
  Open();
}

Stage::~Stage() = default;

void Stage::Open() {
  book_.reset();
  auto log = store::MemoryEventLog::Open(disk_);
  if (!log.ok()) throw std::runtime_error("the log does not open");
  app::BookParts parts;
  parts.name = "431200";
  parts.log = std::move(*log);
  // What is derived outlives the book: opened again, it begins with its snapshots.
  parts.derived = std::make_unique<app::SharedState>(state_, no_faults_);
  parts.ids = std::make_unique<app::SharedIds>(ids_, no_faults_);
  parts.tables = packs_.code_tables;
  parts.clock = clock_.get();
  parts.background = [](const std::function<void()>& task) { task(); };
  auto book = app::Book::Open(std::move(parts));
  if (!book.ok()) throw std::runtime_error("the book does not open");
  book_ = std::move(*book);
}

std::string Stage::Said(const core::Refusal& refusal) const {
  const auto language = language_ == figures::Language::kChinese ? core::Language::kChinese
                                                                 : core::Language::kEnglish;
  return std::string(core::Name(refusal.reason)) + ": " + core::Message(refusal, language);
}

std::string Stage::Record(const v1::Command& sent, const std::string& recorded_on) {
  auto decoded = wire::Decode(sent);
  if (const auto* violations = std::get_if<wire::Violations>(&decoded)) {
    std::string lines;
    for (const auto& violation : *violations) {
      lines += Indented("!", "malformed " + violation.field + ": \"" + violation.found +
                                 "\", should be " + violation.wanted_en);
    }
    return lines;
  }
  auto& command = std::get<core::Command>(decoded);
  clock_->Set(recorded_on.empty() ? command.header.effective_on : DayOf(recorded_on));
  const std::string id = command.header.ref.external_id;
  std::promise<app::Answer> answered;
  book_->Submit(std::move(command), false,
                [&](app::Answer answer) { answered.set_value(std::move(answer)); });
  const app::Answer answer = answered.get_future().get();
  if (const auto* refusal = std::get_if<core::Refusal>(&answer)) {
    return Indented("!", Said(*refusal));
  }
  if (const auto* unavailable = std::get_if<app::Unavailable>(&answer)) {
    return Indented("!", "unavailable: " + unavailable->detail);
  }
  const auto& receipt = std::get<app::Receipt>(answer);
  positions_[id] = receipt.position;
  std::string lines;
  if (receipt.already_recorded) lines += "  = recorded before\n";
  for (const core::Warning& warning : receipt.outcome.warnings) {
    lines += Indented("~", "(" + std::string(Name(warning.mode)) + ") " + Said(warning.exceeded));
  }
  return lines;
}

app::Question Stage::QuestionOf(Pairs& pairs) const {
  const std::string unit = Take(pairs, "unit");
  const std::string year = Take(pairs, "year");
  const std::string day = Take(pairs, "on");
  const std::string known = Take(pairs, "known");
  app::Question question;
  question.ledger = {unit.empty() ? unit_ : unit, year.empty() ? kYear : std::stoi(year)};
  question.as_of = day.empty() ? core::Day::LastOf(question.ledger.year) : DayOf(day);
  if (!known.empty()) {
    const auto found = positions_.find(known);
    if (found == positions_.end()) throw std::invalid_argument("nothing was recorded as " + known);
    question.known_at = found->second;
  }
  return question;
}

// "show [on=DAY] [known=ID] [unit=U] [year=Y] FIGURE; FIGURE; …": figures hold spaces and commas,
// so only what stands before the first of them is taken apart.
std::string Stage::Show(const std::string& line) {
  std::string rest = line.substr(std::string("show").size());
  Pairs pairs;
  while (true) {
    rest.erase(0, rest.find_first_not_of(' '));
    const std::string word = rest.substr(0, rest.find(' '));
    const size_t equals = word.find('=');
    if (equals == std::string::npos || word.find('(') < equals) break;
    pairs.emplace_back(word.substr(0, equals), word.substr(equals + 1));
    rest.erase(0, word.size());
  }
  std::vector<std::string> names;
  while (!rest.empty()) {
    std::string name = rest.substr(0, rest.find(';'));
    rest.erase(0, name.size() + 1);
    name.erase(0, name.find_first_not_of(' '));
    name.erase(name.find_last_not_of(' ') + 1);
    names.push_back(name);
  }
  const auto values = app::Reports(*book_, packs_).Values(QuestionOf(pairs), names);
  if (!values.ok()) {
    return Indented("!", values.trouble().reason + ": " + values.trouble().words.en);
  }
  std::string lines;
  for (const auto& [figure, value] : values->values) {
    std::string printed = figures::Print(value, figures::MoneyUnit::kYuan, language_);
    if (!figures::HasValue(value)) {
      const figures::Words& why = figures::Why(std::get<figures::NoValue>(value).why);
      printed = "— (" + (language_ == figures::Language::kChinese ? why.zh : why.en) + ")";
    }
    lines += Indented("=", figure.Name() + ": " + printed);
  }
  return lines;
}

std::string Stage::Form(Words words) {
  const app::Question question = QuestionOf(words.pairs);
  auto table = app::Reports(*book_, packs_).Table(question, words.plain.at(1), language_);
  if (!table.ok()) return Indented("!", table.trouble().reason + ": " + table.trouble().words.en);
  figures::Table printed = *table;
  printed.provenance.root.clear();  // changes with every byte of the schema
  return Indented("|", render::Text(printed));
}

std::string Stage::Play(const std::string& line) {
  const std::string verb = line.substr(0, line.find(' '));
  const bool question = verb == "show" || verb == "form";
  if (question && reopening_ == Reopening::kBeforeEveryQuestion) Open();
  if (verb == "show") return Show(line);
  Words words = TakeApart(line);
  if (verb == "form") return Form(std::move(words));
  if (verb == "default") {
    notation_.SetDefault(words);
  } else if (verb == "unit") {
    unit_ = words.plain.at(1);
    notation_.SetDefault({{"default"}, "", {{"unit", unit_}}});
  } else if (verb == "language") {
    language_ =
        words.plain.at(1) == "zh" ? figures::Language::kChinese : figures::Language::kEnglish;
  } else if (verb == "policy") {
    const std::string path = root_ + "/deploy/packs/" + words.plain.at(1) + "/policy.json";
    const std::string recorded = Take(words.pairs, "recorded");
    return Record(notation_.PolicyCommand(words, path), recorded);
  } else {
    const std::string recorded = Take(words.pairs, "recorded");
    return Record(notation_.CommandOf(words), recorded);
  }
  return "";
}

}  // namespace outturn::scenarios
