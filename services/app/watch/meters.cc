#include "services/app/watch/meters.h"

#include <algorithm>
#include <numeric>

namespace outturn::app {

void Histogram::Observe(uint64_t value) {
  const auto bound = std::lower_bound(bounds_.begin(), bounds_.end(), value);
  buckets_[static_cast<size_t>(bound - bounds_.begin())].fetch_add(1, std::memory_order_relaxed);
  sum_.fetch_add(value, std::memory_order_relaxed);
}

Histogram::Counts Histogram::Get() const {
  Counts counts;
  for (size_t i = 0; i <= bounds_.size(); ++i) {
    counts.buckets[i] = buckets_[i].load(std::memory_order_relaxed);
  }
  counts.sum = sum_.load(std::memory_order_relaxed);
  return counts;
}

uint64_t Histogram::Counts::count() const {
  return std::accumulate(buckets.begin(), buckets.end(), uint64_t{0});
}

Histogram::Counts Histogram::Counts::Since(const Counts& earlier) const {
  Counts since = *this;
  for (size_t i = 0; i < buckets.size(); ++i) since.buckets[i] -= earlier.buckets[i];
  since.sum -= earlier.sum;
  return since;
}

uint64_t Quantile(std::span<const uint64_t> bounds, const Histogram::Counts& counts, int percent) {
  const uint64_t count = counts.count();
  if (count == 0) return 0;
  const uint64_t rank = std::max<uint64_t>(1, (count * static_cast<uint64_t>(percent) + 99) / 100);
  uint64_t below = 0;
  for (size_t i = 0; i < bounds.size(); ++i) {
    const uint64_t within = counts.buckets[i];
    if (below + within >= rank) {
      const uint64_t low = i == 0 ? 0 : bounds[i - 1];
      return low + (bounds[i] - low) * (rank - below) / within;
    }
    below += within;
  }
  return bounds.empty() ? 0 : bounds.back();
}

std::string_view Name(Call call) {
  static constexpr std::array<std::string_view, kCallCount> kNames = {
      "outturn.v1.Recorder/Record",
      "outturn.v1.Recorder/RecordBatch",
      "outturn.v1.Recorder/RecordStream",
      "outturn.v1.Ledgers/ListLedgers",
      "outturn.v1.Ledgers/GetBalances",
      "outturn.v1.Ledgers/ListPolicies",
      "outturn.v1.Payments/GetPayment",
      "outturn.v1.Performance/ListIndicators",
      "outturn.v1.Reports/ListForms",
      "outturn.v1.Reports/GetReport",
      "outturn.v1.Reports/ListFigures",
      "outturn.v1.Reports/GetFigures",
      "outturn.v1.Checks/CheckLedger",
      "outturn.v1.Checks/CheckStated",
      "outturn.v1.Checks/ListChecks",
      "outturn.v1.Events/ListEvents",
      "outturn.v1.Events/GetEvent",
      "outturn.v1.Books/GetBook",
      "outturn.v1.Monitoring/ListWarnings",
      "outturn.v1.Monitoring/GetRollup",
      "outturn.v1.Monitoring/Watch",
      "outturn.v1.Proofs/GetCheckpoint",
      "outturn.v1.Proofs/ProveInclusion",
      "outturn.v1.Proofs/ProveConsistency",
      "outturn.v1.Proofs/RecordProven",
      "outturn.v1.Proofs/NameCheckpoint",
      "outturn.v1.Proofs/ListCheckpoints",
      "outturn.v1.Proofs/AddCosignature",
      "outturn.v1.Proofs/CreateAuditPack",
      "outturn.v1.Audit/Explain",
      "outturn.v1.Audit/Diff",
      "outturn.v1.Audit/Reconcile",
      "outturn.v1.Audit/FindPosition",
      "outturn.v1.Documents/FillTemplate",
      "outturn.v1.Documents/FindLeaks",
      "outturn.v1.Inspection/CompareLedger",
      "outturn.v1.Inspection/Fsck",
  };
  return kNames[static_cast<size_t>(call)];
}

std::string_view StatusCodeName(size_t code) {
  static constexpr std::array<std::string_view, kStatusCodeCount> kNames = {
      "OK",
      "CANCELLED",
      "UNKNOWN",
      "INVALID_ARGUMENT",
      "DEADLINE_EXCEEDED",
      "NOT_FOUND",
      "ALREADY_EXISTS",
      "PERMISSION_DENIED",
      "RESOURCE_EXHAUSTED",
      "FAILED_PRECONDITION",
      "ABORTED",
      "OUT_OF_RANGE",
      "UNIMPLEMENTED",
      "INTERNAL",
      "UNAVAILABLE",
      "DATA_LOSS",
      "UNAUTHENTICATED",
  };
  return code < kNames.size() ? kNames[code] : "";
}

std::string_view Name(Unavailable::Why why) {
  switch (why) {
    case Unavailable::Why::kOverloaded:
      return "OVERLOADED";
    case Unavailable::Why::kReadOnly:
      return "READ_ONLY";
    case Unavailable::Why::kUnknownOutcome:
      return "OUTCOME_UNKNOWN";
    case Unavailable::Why::kStopping:
      return "STOPPING";
    case Unavailable::Why::kDiskFull:
      return "DISK_NEARLY_FULL";
    case Unavailable::Why::kDamaged:
      return "DATA_DAMAGED";
  }
  return "";
}

}  // namespace outturn::app
