#include "services/app/read_ahead.h"

#include <utility>

namespace outturn::app {
namespace {

constexpr size_t kChunkEvents = 4'096;
constexpr size_t kMostChunks = 8;

}  // namespace

ReadAhead::ReadAhead(const store::EventLog& log, core::Position from, store::Frontier frontier)
    : thread_([this, &log, from, frontier = std::move(frontier)]() mutable {
        Run(log, from, std::move(frontier));
      }) {}

ReadAhead::~ReadAhead() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    changed_.notify_all();
  }
  thread_.join();
}

void ReadAhead::Run(const store::EventLog& log, core::Position from, store::Frontier frontier) {
  const auto cursor = log.Read(from);
  bool more = true;
  size_t bytes = 0;  // of the chunk before
  while (more) {
    auto chunk = std::make_unique<Chunk>();
    chunk->bytes.reserve(bytes + bytes / 8);
    chunk->ends.reserve(kChunkEvents);
    while (chunk->size() < kChunkEvents && (more = cursor->Next())) {
      const std::string_view event = cursor->event();
      chunk->Add(cursor->position(), event);
      if (cursor->position() > frontier.size()) frontier.Append(store::LeafHash(event));
    }
    chunk->after = frontier;
    bytes = chunk->bytes.size();
    if (chunk->size() > 0 && !Hand(std::move(chunk))) return;
  }
  const std::lock_guard lock(mutex_);
  status_ = cursor->status();
  at_end_ = true;
  changed_.notify_all();
}

bool ReadAhead::Hand(std::unique_ptr<Chunk> chunk) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return chunks_.size() < kMostChunks || stopping_; });
  if (stopping_) return false;
  chunks_.push_back(std::move(chunk));
  changed_.notify_all();
  return true;
}

std::unique_ptr<ReadAhead::Chunk> ReadAhead::Next() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !chunks_.empty() || at_end_; });
  if (chunks_.empty()) return nullptr;
  auto chunk = std::move(chunks_.front());
  chunks_.pop_front();
  changed_.notify_all();
  return chunk;
}

}  // namespace outturn::app
