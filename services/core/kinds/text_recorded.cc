#include "services/core/kinds/text_recorded.h"

#include "services/core/decide.h"

namespace outturn::core {

Result<Verdict> Decide(const Context&, TextRecorded&) { return Verdict{}; }

void Evolve(LedgerState& ledger, const Header& header, Position position,
            const TextRecorded& event) {
  ledger.texts[{event.form, event.cell}].Put(header.effective_on, position, event.text);
}

}  // namespace outturn::core
