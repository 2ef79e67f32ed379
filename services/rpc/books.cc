// How the book stands and what the server counted: Books.GetBook.
#include <algorithm>

#include "services/rpc/readers.h"

namespace outturn::rpc {
namespace {

constexpr std::chrono::seconds kLately{10};

using Counts = google::protobuf::RepeatedPtrField<v1::ReasonCount>;

void Add(std::string_view reason, uint64_t count, Counts& counts) {
  if (count == 0) return;
  v1::ReasonCount& added = *counts.Add();
  added.set_reason(std::string(reason));
  added.set_count(count);
}

void MostFrequentFirst(Counts& counts) {
  std::stable_sort(counts.begin(), counts.end(),
                   [](const auto& a, const auto& b) { return a.count() > b.count(); });
}

void FillCounts(const app::Meters& meters, v1::BookStatus& status) {
  status.set_recorded(meters.group_events.Get().sum);
  status.set_answered_again(meters.answered_again.Get());
  status.set_malformed(meters.malformed.Get());
  for (size_t i = 0; i < meters.refused.size(); ++i) {
    Add(core::Name(static_cast<core::Reason>(i)), meters.refused[i].Get(),
        *status.mutable_refused());
  }
  for (size_t i = 0; i < meters.unavailable.size(); ++i) {
    Add(app::Name(static_cast<app::Unavailable::Why>(i)), meters.unavailable[i].Get(),
        *status.mutable_unavailable());
  }
  MostFrequentFirst(*status.mutable_refused());
  MostFrequentFirst(*status.mutable_unavailable());
  status.set_open_streams(meters.streams_open.Get());
  status.set_disk_free_bytes(meters.disk_free_bytes.Get());
  status.set_disk_capacity_bytes(meters.disk_capacity_bytes.Get());
  status.set_disk_reserve_bytes(meters.disk_reserve_bytes.Get());
}

void FillCalls(const app::Meters& meters, const app::Recent::Span& minute, v1::BookStatus& status) {
  for (size_t i = 0; i < app::kCallCount; ++i) {
    const app::CallMeter& meter = meters.calls[i];
    const app::Histogram::Counts& lately = minute.call_micros[i];
    v1::CallStatus call;
    uint64_t ended = 0;
    for (size_t code = 0; code < meter.ended.size(); ++code) {
      const uint64_t count = meter.ended[code].Get();
      ended += count;
      if (code != 0) Add(app::StatusCodeName(code), count, *call.mutable_failed());
    }
    if (ended == 0 && lately.count() == 0) continue;
    call.set_method(std::string(app::Name(static_cast<app::Call>(i))));
    call.set_calls(ended);
    call.set_lately(lately.count());
    call.set_p50_us(app::Quantile(app::kMicroseconds, lately, 50));
    call.set_p99_us(app::Quantile(app::kMicroseconds, lately, 99));
    *status.add_calls() = std::move(call);
  }
}

void FillLately(const app::Recent& recent, const app::Recent::Span& minute,
                v1::BookStatus& status) {
  const app::Recent::Span seconds = recent.Last(kLately);
  status.set_lately_ms(static_cast<uint32_t>(seconds.length.count()));
  status.set_events_per_second(seconds.EventsPerSecond());
  status.set_group_p50_events(app::Quantile(app::kGroupSizes, minute.group_events, 50));
  status.set_group_p99_events(app::Quantile(app::kGroupSizes, minute.group_events, 99));
  status.set_group_p50_us(app::Quantile(app::kMicroseconds, minute.group_micros, 50));
  status.set_group_p99_us(app::Quantile(app::kMicroseconds, minute.group_micros, 99));
}

}  // namespace

grpc::ServerUnaryReactor* Books::GetBook(grpc::CallbackServerContext* context,
                                         const v1::GetBookRequest*, v1::BookStatus* status) {
  // Not behind the questions of others: this is asked when the server is in trouble.
  return reading_.FinishAtOnce(context, app::Call::kGetBook, [=, this] {
    const app::Resident::Tip tip = book_.DurableTip();
    const store::Hash root = tip.frontier.Root();
    status->set_position(tip.position);
    status->set_root(root.data(), root.size());
    status->set_ledgers(tip.ledgers);
    status->set_book(book_.name());
    status->set_derived_position(book_.DerivedPosition());
    const std::string why = book_.WhyNotWritable();
    status->set_writable(why.empty());
    status->set_why_not_writable(why);
    if (const auto damage = book_.LogDamage()) {
      status->set_log_damage(damage->message());
      status->set_log_damage_position(damage->position());
    }
    status->set_version(OUTTURN_VERSION);
    status->set_now_us(book_.clock().Now().microseconds());
    status->set_started_us(book_.opened_at().microseconds());
    const app::Writer::Queue queue = book_.Waiting();
    status->set_queued_commands(queue.commands);
    status->set_queued_bytes(queue.bytes);
    const app::Recent::Span minute = book_.recent().Last(app::Recent::kKept);
    FillCounts(book_.meters(), *status);
    FillCalls(book_.meters(), minute, *status);
    FillLately(book_.recent(), minute, *status);
    return grpc::Status::OK;
  });
}

}  // namespace outturn::rpc
