// A small book over the wire.
#pragma once

#include <cstdint>
#include <string>

#include "tests/server/process.h"

namespace outturn::server {

// Policy, ledger 101001/2024, line X01 with ten million yuan of budget: 4 events.
void OpenBook(Running& server);

v1::Command PaymentOf(const std::string& id, int64_t fen);

// Records the payment; a test failure when it is refused.
v1::Receipt Pay(Running& server, const std::string& id, int64_t fen);

// The last durable position.
uint64_t PositionOf(Running& server);

}  // namespace outturn::server
