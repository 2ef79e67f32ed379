#include "services/app/derived/read_ahead.h"

#include <string_view>
#include <utility>
#include <vector>

namespace outturn::app {
namespace {

// A chunk stays near the processor while it is hashed and looked at, and all of them near enough.
constexpr size_t kChunkEvents = 1'024;
constexpr size_t kMostChunks = 16;

}  // namespace

bool ReadAhead::Queue::Put(std::unique_ptr<Chunk> chunk) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return chunks_.size() < kMostChunks || stopped_; });
  if (stopped_) return false;
  chunks_.push_back(std::move(chunk));
  changed_.notify_all();
  return true;
}

std::unique_ptr<ReadAhead::Chunk> ReadAhead::Queue::Take() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !chunks_.empty() || ended_; });
  if (chunks_.empty()) return nullptr;
  auto chunk = std::move(chunks_.front());
  chunks_.pop_front();
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
    : reading_([this, &log, from] { Read(log, from); }),
      hashing_([this, frontier = std::move(frontier)]() mutable { Hash(std::move(frontier)); }) {}

ReadAhead::~ReadAhead() {
  read_.Stop();
  hashed_.Stop();
  reading_.join();
  hashing_.join();
}

void ReadAhead::Read(const store::EventLog& log, core::Position from) {
  const auto cursor = log.Read(from);
  bool more = true;
  bool wanted = true;
  size_t bytes = 0;  // of the chunk before
  while (more && wanted) {
    auto chunk = std::make_unique<Chunk>();
    chunk->bytes.reserve(bytes + bytes / 8);
    chunk->ends.reserve(kChunkEvents);
    while (chunk->size() < kChunkEvents && (more = cursor->Next())) {
      chunk->Add(cursor->position(), cursor->event());
    }
    bytes = chunk->bytes.size();
    if (chunk->size() > 0) wanted = read_.Put(std::move(chunk));
  }
  status_ = cursor->status();
  read_.End();
}

void ReadAhead::Hash(store::Frontier frontier) {
  bool wanted = true;
  while (wanted) {
    auto chunk = read_.Take();
    if (chunk == nullptr) break;
    std::vector<std::string_view> leaves;
    leaves.reserve(chunk->size());
    for (size_t i = 0; i < chunk->size(); ++i) {
      if (chunk->position(i) > frontier.size()) leaves.push_back(chunk->event(i));
    }
    frontier.Append(store::LeafHashes(leaves));
    chunk->after = frontier;
    chunk->seen.reserve(chunk->size());
    for (size_t i = 0; i < chunk->size(); ++i) chunk->seen.push_back(SeePayment(chunk->event(i)));
    wanted = hashed_.Put(std::move(chunk));
  }
  hashed_.End();
}

std::unique_ptr<ReadAhead::Chunk> ReadAhead::Next() { return hashed_.Take(); }

}  // namespace outturn::app
