// Events as JSON, one per line, as `outturn event list --format json` gives them; before them a
// line that says what they are: {"outturn": {"book": …, "position": …, "root": …}}.
#pragma once

#include <string>
#include <utility>

#include "clients/export/format.h"

namespace outturn::exporter {

// The event in one line, without its end.
[[nodiscard]] std::string JsonLine(const v1::Event& event);

class Ndjson : public Format {
 public:
  explicit Ndjson(Append append) : append_(std::move(append)) {}

  void Begin(const Head& head) override;
  void Add(const v1::Event& event, const std::vector<Movement>&) override {
    append_("", JsonLine(event) + "\n");
  }
  void Balances(const v1::GetBalancesReply&) override {}
  void End() override {}

 private:
  Append append_;
};

}  // namespace outturn::exporter
