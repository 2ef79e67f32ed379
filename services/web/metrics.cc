#include "services/web/metrics.h"

#include <prometheus/collectable.h>
#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>
#include <unistd.h>

#include <fstream>
#include <utility>
#include <vector>

namespace outturn::web {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;
using Labels = std::vector<ClientMetric::Label>;

constexpr double kMicros = 1e6;  // in a second

// Builds families one after the other: Begin, then their samples.
class Families {
 public:
  void Begin(const char* name, const char* help, MetricType type) {
    families_.push_back({name, help, type, {}});
  }
  void Value(double value, Labels labels = {}) {
    ClientMetric& metric = Add(std::move(labels));
    (families_.back().type == MetricType::Counter ? metric.counter.value : metric.gauge.value) =
        value;
  }
  // `unit`: how many of the histogram's numbers make one of the family's unit. Dividing by it is
  // exact where multiplying by its inverse prints 0.09999999999999999.
  void Buckets(const app::Histogram& histogram, double unit, Labels labels = {}) {
    ClientMetric& metric = Add(std::move(labels));
    const app::Histogram::Counts counts = histogram.Get();
    uint64_t below = 0;
    for (size_t i = 0; i < histogram.bounds().size(); ++i) {
      below += counts.buckets[i];
      metric.histogram.bucket.push_back({below, static_cast<double>(histogram.bounds()[i]) / unit});
    }
    metric.histogram.sample_count = counts.count();
    metric.histogram.sample_sum = static_cast<double>(counts.sum) / unit;
  }
  void Counter(const char* name, const char* help, uint64_t value) {
    Begin(name, help, MetricType::Counter);
    Value(static_cast<double>(value));
  }
  void Gauge(const char* name, const char* help, double value) {
    Begin(name, help, MetricType::Gauge);
    Value(value);
  }
  std::vector<MetricFamily> Take() { return std::move(families_); }

 private:
  ClientMetric& Add(Labels labels) {
    ClientMetric& metric = families_.back().metric.emplace_back();
    metric.label = std::move(labels);
    return metric;
  }
  std::vector<MetricFamily> families_;
};

void AddBook(const app::Book& book, Families& out) {
  const app::Resident::Tip tip = book.DurableTip();
  const app::Writer::Queue queue = book.Waiting();
  out.Begin("outturn_build_info", "The program and the book it serves; always 1.",
            MetricType::Gauge);
  out.Value(1, {{"version", OUTTURN_VERSION}, {"book", book.name()}});
  out.Gauge("outturn_writable", "1 while the book takes writes, else 0.",
            book.WhyNotWritable().empty() ? 1 : 0);
  out.Gauge("outturn_log_damaged",
            "1 once something of the log could not be read since the start, else 0.",
            book.LogDamage() ? 1 : 0);
  out.Gauge("outturn_durable_position", "The last durable event.",
            static_cast<double>(tip.position));
  out.Gauge("outturn_derived_position", "The last event that all derived state on disk reflects.",
            static_cast<double>(book.DerivedPosition()));
  out.Gauge("outturn_ledgers", "Ledgers in the book.", static_cast<double>(tip.ledgers));
  out.Gauge("outturn_queue_commands", "Commands that wait to be decided.",
            static_cast<double>(queue.commands));
  out.Gauge("outturn_queue_bytes", "About what these hold in memory.",
            static_cast<double>(queue.bytes));
}

void AddComparison(const app::Meters& meters, Families& out) {
  out.Counter("outturn_ledgers_compared_total",
              "Ledgers whose state in memory was compared with their events, folded anew.",
              meters.compared.Get());
  out.Counter("outturn_ledger_differences_total", "Of those, not the same; never, one hopes.",
              meters.differences.Get());
  out.Counter("outturn_rule_sets_compared_total",
              "Rule sets in memory that were compared with those the events adopt.",
              meters.rule_sets_compared.Get());
  out.Counter("outturn_rule_set_differences_total", "Of those, not the same; never, one hopes.",
              meters.rule_set_differences.Get());
  out.Counter("outturn_checkpoints_checked_total",
              "Checkpoints ever handed out that were compared with the tree since the start.",
              meters.checkpoints_checked.Get());
  out.Counter("outturn_checkpoint_differences_total",
              "Of those, not of this log; never, one hopes.", meters.checkpoint_differences.Get());
  out.Gauge("outturn_ledger_last_compared_timestamp_seconds",
            "When the server last compared a ledger by itself, in seconds since 1970; 0: never.",
            static_cast<double>(meters.last_compared_seconds.Get()));
  out.Gauge("outturn_ledgers_to_compare", "Left of the ledgers it compares in turn.",
            static_cast<double>(meters.ledgers_to_compare.Get()));
  out.Gauge("outturn_history_behind_events",
            "How far the history of ledgers is behind; from 10,000 on nothing is compared.",
            static_cast<double>(meters.history_behind.Get()));
}

void AddWriting(const app::Meters& meters, Families& out) {
  out.Counter("outturn_events_recorded_total", "Events made durable.",
              meters.group_events.Get().sum);
  out.Counter("outturn_answered_again_total",
              "Commands recorded before that got their original answer.",
              meters.answered_again.Get());
  out.Begin("outturn_refused_total", "Commands refused by the rules, by the first reason found.",
            MetricType::Counter);
  for (size_t i = 0; i < meters.refused.size(); ++i) {
    out.Value(static_cast<double>(meters.refused[i].Get()),
              {{"reason", std::string(core::Name(static_cast<core::Reason>(i)))}});
  }
  out.Counter("outturn_malformed_total", "Commands with malformed fields.", meters.malformed.Get());
  out.Begin("outturn_unavailable_total", "Commands not decided, or with unknown outcome, by why.",
            MetricType::Counter);
  for (size_t i = 0; i < meters.unavailable.size(); ++i) {
    out.Value(static_cast<double>(meters.unavailable[i].Get()),
              {{"reason", std::string(app::Name(static_cast<app::Unavailable::Why>(i)))}});
  }
  out.Begin("outturn_group_events", "Events made durable with one fsync.", MetricType::Histogram);
  out.Buckets(meters.group_events, 1);
  out.Begin("outturn_group_flush_seconds", "Time of a group's write and fsync.",
            MetricType::Histogram);
  out.Buckets(meters.group_micros, kMicros);
  out.Counter("outturn_group_bytes_total", "Bytes of events made durable.",
              meters.group_bytes.Get());
  out.Counter("outturn_groups_failed_total", "Groups whose write or fsync failed.",
              meters.failed_groups.Get());
}

Labels MethodLabels(size_t call) {
  const std::string_view name = app::Name(static_cast<app::Call>(call));
  const size_t slash = name.find('/');
  return {{"grpc_service", std::string(name.substr(0, slash))},
          {"grpc_method", std::string(name.substr(slash + 1))}};
}

void AddCalls(const app::Meters& meters, Families& out) {
  // As the usual gRPC metrics are called. Of codes other than OK only those that occurred.
  out.Begin("grpc_server_handled_total", "Calls ended, by method and status code.",
            MetricType::Counter);
  for (size_t i = 0; i < app::kCallCount; ++i) {
    const auto& ended = meters.calls[i].ended;
    for (size_t code = 0; code < ended.size(); ++code) {
      const uint64_t count = ended[code].Get();
      if (code != 0 && count == 0) continue;
      Labels labels = MethodLabels(i);
      labels.push_back({"grpc_code", std::string(app::StatusCodeName(code))});
      out.Value(static_cast<double>(count), std::move(labels));
    }
  }
  out.Begin("grpc_server_handling_seconds",
            "From arrival to the reply being handed over; of RecordStream, of each batch.",
            MetricType::Histogram);
  for (size_t i = 0; i < app::kCallCount; ++i) {
    out.Buckets(meters.calls[i].micros, kMicros, MethodLabels(i));
  }
  out.Gauge("outturn_streams_open", "RecordStream calls under way.",
            static_cast<double>(meters.streams_open.Get()));
}

void AddMachine(const app::Book& book, Families& out) {
  const app::Meters& meters = book.meters();
  out.Gauge("outturn_disk_free_bytes", "Free on the disk of the data folder.",
            static_cast<double>(meters.disk_free_bytes.Get()));
  out.Gauge("outturn_disk_capacity_bytes", "Size of that disk.",
            static_cast<double>(meters.disk_capacity_bytes.Get()));
  out.Gauge("outturn_disk_reserve_bytes", "With less than this free the book takes no writes.",
            static_cast<double>(meters.disk_reserve_bytes.Get()));
  out.Gauge("process_start_time_seconds", "When the book was opened, in seconds since 1970.",
            static_cast<double>(book.opened_at().microseconds()) / kMicros);
  uint64_t pages = 0;
  uint64_t resident = 0;
  std::ifstream("/proc/self/statm") >> pages >> resident;
  out.Gauge("process_resident_memory_bytes", "Resident memory.",
            static_cast<double>(resident) * static_cast<double>(::sysconf(_SC_PAGESIZE)));
}

class BookMetrics final : public prometheus::Collectable {
 public:
  explicit BookMetrics(const app::Book& book) : book_(book) {}

  std::vector<MetricFamily> Collect() const override {
    Families out;
    AddBook(book_, out);
    AddComparison(book_.meters(), out);
    AddWriting(book_.meters(), out);
    AddCalls(book_.meters(), out);
    AddMachine(book_, out);
    return out.Take();
  }

 private:
  const app::Book& book_;
};

}  // namespace

std::string MetricsText(const app::Book& book) {
  return prometheus::TextSerializer().Serialize(BookMetrics(book).Collect());
}

}  // namespace outturn::web
