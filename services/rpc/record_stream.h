// RecordStream calls: batches in, replies out in the same order, both bounded.
#pragma once

#include <grpcpp/grpcpp.h>

#include <deque>
#include <memory>
#include <mutex>
#include <set>

#include "services/app/book.h"
#include "services/rpc/batch.h"

namespace outturn::rpc {

class RecordStreamReactor;

// The streams under way; outlives them. Threads: any.
class RecordStreams {
 public:
  // Ends every stream once what was taken over of it is answered, and those that begin later at
  // once, with UNAVAILABLE. Nobody has to wait for clients that have nothing to say.
  void End();

 private:
  friend class RecordStreamReactor;
  // False after End.
  [[nodiscard]] bool Add(RecordStreamReactor* stream);
  void Remove(RecordStreamReactor* stream);

  std::mutex mutex_;
  std::set<RecordStreamReactor*> streams_;
  bool ended_ = false;
};

// Deletes itself when the call is done and the last batch under way is answered.
class RecordStreamReactor final
    : public grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  RecordStreamReactor(app::Book& book, RecordStreams& streams, Language language);

  // Takes no more, and ends once what was taken is answered.
  void End();
  void OnReadDone(bool ok) override;
  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

 private:
  // A batch that was read and whose reply has not gone out.
  struct Pending {
    grpc::ByteBuffer reply;
    bool answered = false;
    app::Stopwatch watch;
  };

  void Answered(Pending* pending, grpc::ByteBuffer reply);
  // Starts the next read, write or the finish, as far as the state allows. Under the lock.
  void Advance();

  app::Book& book_;
  RecordStreams& streams_;
  app::CallMeter& meter_;
  const Language language_;
  grpc::ByteBuffer request_;

  std::mutex mutex_;
  std::deque<std::unique_ptr<Pending>> pending_;  // oldest first; the oldest may be on its way out
  int unanswered_ = 0;                            // and those being handed over
  bool reading_ = false;
  bool writing_ = false;
  bool no_more_requests_ = false;
  bool ending_ = false;  // End was called: no read is waited for
  bool broken_ = false;  // cancelled, or a write failed: nobody reads any more
  bool finished_ = false;
  bool done_ = false;  // OnDone was called
  grpc::Status status_;
};

}  // namespace outturn::rpc
