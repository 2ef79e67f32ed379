// The thread sanitizer cannot see the synchronisation inside the distribution's RocksDB.
extern "C" const char* __tsan_default_suppressions();
extern "C" const char* __tsan_default_suppressions() { return "race:librocksdb.so\n"; }
