// How far a log is known to have been durable, in a small file beside it, put there anew from time
// to time: a log that ends before it has lost its end.
//
// Not synced: after a power cut an earlier one is back, which says less and nothing wrong.
#ifndef OUTTURN_STORE_DURABLE_MARK_H_
#define OUTTURN_STORE_DURABLE_MARK_H_

#include <string>

#include "store/event_log.h"
#include "store/status.h"

namespace outturn::store {

// Events up to `position` are durable.
Status WriteDurableMark(const std::string& path, Position position);

// kNotFound: there is no such file. kCorrupt: it holds nothing that was written there. kIo.
Result<Position> ReadDurableMark(const std::string& path);

}  // namespace outturn::store

#endif  // OUTTURN_STORE_DURABLE_MARK_H_
