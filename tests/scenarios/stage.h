// Stage: a real book over the log in memory, on which a scenario is played line by line.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "services/app/book.h"
#include "services/app/packs/packs.h"
#include "services/app/questions/reports.h"
#include "store/memory_event_log.h"
#include "tests/app/support.h"
#include "tests/scenarios/notation.h"

namespace outturn::scenarios {

enum class Reopening : bool { kNever, kBeforeEveryQuestion };

class Stage {
 public:
  // `root` is the source tree, where the packs are.
  Stage(std::string root, const app::Packs& packs, Reopening reopening);
  ~Stage();

  // Plays one line; what it says, each line indented: nothing for a command that was recorded.
  std::string Play(const std::string& line);

 private:
  // Moved by the scenario: a command is recorded at noon of its effective day unless it says
  // "recorded=DAY".
  class StageClock;

  std::string Record(const v1::Command& command, const std::string& recorded_on);
  std::string Show(const std::string& line);
  std::string Form(Words words);
  [[nodiscard]] app::Question QuestionOf(Pairs& pairs) const;
  [[nodiscard]] std::string Said(const core::Refusal& refusal) const;
  void Open();

  const std::string root_;
  const app::Packs& packs_;
  const Reopening reopening_;
  const std::unique_ptr<StageClock> clock_;
  const std::shared_ptr<store::MemoryDisk> disk_;
  const std::shared_ptr<store::MemoryStateStore> state_ =
      std::make_shared<store::MemoryStateStore>();
  const std::shared_ptr<store::IdIndex> ids_ = store::NewMemoryIdIndex();
  const std::shared_ptr<app::SharedState::Faults> no_faults_ =
      std::make_shared<app::SharedState::Faults>();
  std::unique_ptr<app::Book> book_;
  Notation notation_;
  std::string unit_;
  figures::Language language_ = figures::Language::kEnglish;
  std::map<std::string, core::Position> positions_;  // by external id
};

}  // namespace outturn::scenarios
