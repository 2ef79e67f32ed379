#include "services/app/derived/read_ahead.h"

#include <string_view>
#include <utility>
#include <vector>

namespace outturn::app {
namespace {

// A chunk stays near the processor while it is hashed and looked at, and all of them near enough.
constexpr size_t kChunkEvents = 1'024;
constexpr size_t kMostChunks = 16;
constexpr int kLookers = 2;

}  // namespace

bool ReadAhead::Queue::Put(std::unique_ptr<Chunk> chunk, size_t number) {
  std::unique_lock lock(mutex_);
  const auto may = [&] { return number == put_ && chunks_.size() < kMostChunks; };
  changed_.wait(lock, [&] { return may() || stopped_; });
  if (stopped_) return false;
  chunks_.push_back(std::move(chunk));
  ++put_;
  changed_.notify_all();
  return true;
}

std::unique_ptr<ReadAhead::Chunk> ReadAhead::Queue::Take(size_t* number) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !chunks_.empty() || ended_ || stopped_; });
  if (chunks_.empty()) return nullptr;
  auto chunk = std::move(chunks_.front());
  chunks_.pop_front();
  *number = taken_++;
  changed_.notify_all();
  return chunk;
}

void ReadAhead::Queue::End() {
  const std::lock_guard lock(mutex_);
  ended_ = true;
  changed_.notify_all();
}

void ReadAhead::Queue::Stop() {
  const std::lock_guard lock(mutex_);
  stopped_ = true;
  changed_.notify_all();
}

ReadAhead::ReadAhead(const store::EventLog& log, core::Position from, store::Frontier frontier)
    : hashed_before_(frontier.size()),
      frontier_(std::move(frontier)),
      looking_(kLookers),
      reading_([this, &log, from] { Read(log, from); }) {
  for (int i = 0; i < kLookers; ++i) lookers_.emplace_back([this] { Look(); });
}

ReadAhead::~ReadAhead() {
  read_.Stop();
  looked_at_.Stop();
  reading_.join();
  for (std::thread& looker : lookers_) looker.join();
}

void ReadAhead::Read(const store::EventLog& log, core::Position from) {
  const auto cursor = log.Read(from);
  bool more = true;
  bool wanted = true;
  size_t bytes = 0;  // of the chunk before
  for (size_t number = 0; more && wanted; ++number) {
    auto chunk = std::make_unique<Chunk>();
    chunk->bytes.reserve(bytes + bytes / 8);
    chunk->ends.reserve(kChunkEvents);
    while (chunk->size() < kChunkEvents && (more = cursor->Next())) {
      chunk->Add(cursor->position(), cursor->event());
    }
    bytes = chunk->bytes.size();
    if (chunk->size() > 0) wanted = read_.Put(std::move(chunk), number);
  }
  status_ = cursor->status();
  read_.End();
}

void ReadAhead::Look() {
  bool wanted = true;
  size_t number = 0;
  while (wanted) {
    auto chunk = read_.Take(&number);
    if (chunk == nullptr) break;
    std::vector<std::string_view> leaves;
    leaves.reserve(chunk->size());
    chunk->seen.reserve(chunk->size());
    for (size_t i = 0; i < chunk->size(); ++i) {
      if (chunk->position(i) > hashed_before_) leaves.push_back(chunk->event(i));
    }
    chunk->hashes = store::LeafHashes(leaves);
    for (size_t i = 0; i < chunk->size(); ++i) chunk->seen.push_back(SeePayment(chunk->event(i)));
    wanted = looked_at_.Put(std::move(chunk), number);
  }
  if (--looking_ == 0) looked_at_.End();
}

std::unique_ptr<ReadAhead::Chunk> ReadAhead::Next() {
  size_t number = 0;
  auto chunk = looked_at_.Take(&number);
  if (chunk == nullptr) return nullptr;
  frontier_.Append(std::move(chunk->hashes));
  chunk->after = frontier_;
  return chunk;
}

}  // namespace outturn::app
