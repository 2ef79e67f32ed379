// Events as the auditor's lists show them. For this folder only.
#pragma once

#include "services/figures/explain/explain_table.h"
#include "services/wire/kind_words.h"

namespace outturn::app {

[[nodiscard]] inline figures::EventRow RowOf(const core::Event& event) {
  const wire::KindWords kind = wire::WordsOf(event.command.body);
  return figures::RowOf(event, {kind.zh, kind.en});
}

}  // namespace outturn::app
