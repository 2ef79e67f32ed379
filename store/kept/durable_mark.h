// How far a log is known to have been durable, and what the files beside it that only grow are
// known to have held, in a small file put there anew from time to time: a log that ends before it
// has lost its end, and so has such a file, whatever was removed with it.
//
// Not synced: after a power cut an earlier one is back, which says less and nothing wrong.
#pragma once

#include <map>
#include <string>

#include "store/event_log.h"
#include "store/kept/kept_sum.h"
#include "store/status.h"

namespace outturn::store {

using GrownFiles = std::map<std::string, Extent>;  // by name, without a blank

struct DurableMark {
  Position position = 0;  // events up to it are durable
  GrownFiles grown = {};  // without one of which nobody said: earlier marks have none
  std::string book = {};  // the name of the one it is of; empty: an earlier mark
};

Status WriteDurableMark(const std::string& path, const DurableMark& mark);

// kNotFound: there is no such file. kCorrupt: it holds nothing that was written there. kIo.
Result<DurableMark> ReadDurableMark(const std::string& path);

}  // namespace outturn::store
