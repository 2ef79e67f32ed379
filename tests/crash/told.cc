#include "tests/crash/told.h"

#include <gtest/gtest.h>

#include <chrono>

namespace outturn::crash {
namespace {

const std::string& IdOf(const v1::Command& command) { return command.header().external_id(); }

}  // namespace

void Told::Asking(const Asked& asked) {
  if (asked.fate == Fate::kAgain) return;
  const std::lock_guard lock(mutex_);
  const std::string& id = IdOf(asked.command);
  // An id that is used a second time with other content is another question with no entry of its
  // own.
  entries_.try_emplace(id, Entry{asked.command, 0, ""});
}

void Told::Recorded(const Asked& asked, const v1::Receipt& receipt) {
  const std::lock_guard lock(mutex_);
  const std::string& id = IdOf(asked.command);
  EXPECT_NE(asked.fate, Fate::kRefused) << id << " should have been refused";
  EXPECT_GT(receipt.position(), 0u) << id;
  Entry& entry = entries_.at(id);
  ++answers_;
  more_.notify_all();
  if (asked.fate == Fate::kAgain) {
    EXPECT_EQ(receipt.position(), entry.position) << id << " was asked again";
    EXPECT_TRUE(receipt.already_recorded()) << id << " was recorded twice";
    return;
  }
  EXPECT_FALSE(entry.answered()) << id << " was answered before";
  if (receipt.already_recorded()) ++settled_later_;
  entry.position = receipt.position();
  recorded_.push_back(id);
}

void Told::Refused(const Asked& asked, const std::string& reason, const std::string& message) {
  const std::lock_guard lock(mutex_);
  const std::string& id = IdOf(asked.command);
  ++answers_;
  more_.notify_all();
  const bool may_be = asked.fate == Fate::kRefused || asked.fate == Fate::kEither;
  EXPECT_TRUE(may_be) << id << " should be recorded: " << reason << " " << message;
  if (reason == "ID_REUSED") return;  // what is recorded under the id has its own answer
  Entry& entry = entries_.at(id);
  EXPECT_FALSE(entry.answered()) << id << " was answered before";
  entry.refusal = reason.empty() ? "?" : reason;
}

bool Told::Some(std::mt19937& random, Asked& asked) const {
  const std::lock_guard lock(mutex_);
  if (recorded_.empty()) return false;
  // Mostly what came lately: that is what the kills of this round may have touched.
  const size_t size = recorded_.size();
  const size_t back = random() % 4 == 0 ? random() % size : random() % std::min<size_t>(size, 200);
  asked = {entries_.at(recorded_[size - 1 - back]).command, Fate::kAgain};
  return true;
}

bool Told::AwaitMore(size_t count) {
  std::unique_lock lock(mutex_);
  const size_t wanted = answers_ + count;
  return more_.wait_for(lock, std::chrono::seconds(8), [&] { return answers_ >= wanted; });
}

std::map<std::string, uint64_t> Told::Acknowledged() const {
  const std::lock_guard lock(mutex_);
  std::map<std::string, uint64_t> acknowledged;
  for (const std::string& id : recorded_) acknowledged[id] = entries_.at(id).position;
  return acknowledged;
}

std::map<std::string, std::string> Told::AllRefused() const {
  const std::lock_guard lock(mutex_);
  std::map<std::string, std::string> refused;
  for (const auto& [id, entry] : entries_) {
    if (!entry.refusal.empty()) refused[id] = entry.refusal;
  }
  return refused;
}

std::map<std::string, v1::Command> Told::Commands() const {
  const std::lock_guard lock(mutex_);
  std::map<std::string, v1::Command> commands;
  for (const std::string& id : recorded_) commands[id] = entries_.at(id).command;
  return commands;
}

size_t Told::open() const {
  const std::lock_guard lock(mutex_);
  size_t open = 0;
  for (const auto& [id, entry] : entries_) open += entry.answered() ? 0 : 1;
  return open;
}

size_t Told::settled_later() const {
  const std::lock_guard lock(mutex_);
  return settled_later_;
}

}  // namespace outturn::crash
