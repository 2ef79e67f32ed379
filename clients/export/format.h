// What every form of an export has in common: it is told of a ledger's events one by one, in order
// of position, and writes as it goes. Nothing here knows where events come from or bytes go.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "clients/export/movements.h"
#include "outturn/v1/services.pb.h"

namespace outturn::exporter {

// What the export as a whole is of.
struct Head {
  std::string book;
  std::string unit;
  int year = 0;
  uint64_t position = 0;    // the last event of the book taken into account
  int64_t known_at_us = 0;  // when that event was recorded, microseconds since 1970
  std::string root;         // RFC 6962 root of the events up to it, in hex
  std::string policy;
  bool is_public = false;  // classified lines are left out
  bool english = false;    // the language of what people read; names for programs have one form
};

// Appends bytes to a file of the export: "" where it is only one.
using Append = std::function<void(std::string_view file, std::string_view bytes)>;

class Format {
 public:
  virtual ~Format() = default;
  virtual void Begin(const Head& head) = 0;
  // `movements` is what the event moves in this ledger.
  virtual void Add(const v1::Event& event, const std::vector<Movement>& movements) = 0;
  // What the server itself holds at the end of a day, by line and class or by line alone, for a
  // check; days in order, after all events.
  virtual void Balances(const v1::GetBalancesReply& reply) = 0;
  virtual void End() = 0;
};

}  // namespace outturn::exporter
