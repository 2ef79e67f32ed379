// How the server's allocator, jemalloc, is set up. A payment's texts are made on one thread and
// dropped on another, and the state of a city is hundreds of megabytes read at random: both cost
// several times more with the system's allocator and small pages.
extern "C" {
// NOLINTNEXTLINE: the name is jemalloc's.
const char* malloc_conf = "thp:always,background_thread:true";
}
