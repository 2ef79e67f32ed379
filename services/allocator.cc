// How the server's allocator, jemalloc, is set up. A payment's texts are made on one thread and
// dropped on another, and the state of a city is hundreds of megabytes read at random: both cost
// several times more with the system's allocator and small pages. Memory that was given back is
// given back in small pages, and what is taken anew is small pages, too: with jemalloc's ten
// seconds of decay a book of five million payments took three times as long for each as an empty
// one. So memory is kept, and by few arenas, which share what they keep. A thread that gives memory
// back has nothing to do then, and took a tenth of the server's time doing it. What is kept may be
// cut up however large it is (the last setting): else small things never use what large ones left.
extern "C" {
// NOLINTNEXTLINE: the name is jemalloc's.
const char* malloc_conf = "thp:always,dirty_decay_ms:-1,narenas:2,lg_extent_max_active_fit:48";
}
