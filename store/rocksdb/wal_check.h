// Looks through RocksDB's write-ahead log before RocksDB does. Included by .cc files only.
#pragma once

#include <rocksdb/env.h>

#include <string>

#include "store/event_log.h"
#include "store/status.h"

namespace outturn::store {

// Tells a write that a crash cut short, which nobody was told of, from damage to earlier ones. No
// recovery mode of RocksDB does: one refuses to start after a power cut that left a hole in the
// last write, the others take a flipped bit in the middle for the end and drop acknowledged writes.
//
// Every write carries a sequence number, and the next one continues it. So: ok when the whole
// writes found in the folder's log files continue each other, wherever there are bad places; what
// is bad is then only the last write. kCorrupt when one is missing before another: writes were
// lost. kIo.
//
// A log file with a bad first write may stay beside its successors after a recovery. Hence the
// mark: opening a log ends with putting the key "format" of column family 1. What lies before a
// mark was checked when it was written and is no longer needed.
//
// `first_event`, where asked for: the first event that the writes behind the last mark have; 0:
// they have none. Those before it are in tables, as far as the manifest still knows them.
//
// Reads every log file once (as many bytes as RocksDB is about to replay) and changes nothing. A
// folder that is absent is ok.
Status CheckWriteAheadLog(rocksdb::Env* env, const std::string& path,
                          Position* first_event = nullptr);

}  // namespace outturn::store
