// bench_id_index [entries] [folder]: what the index of external ids costs, on one thread: adding
// and looking up while it grows, then looking up what is there and what is not; and its memory.
#include "store/ids/id_index.h"

#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace outturn::store {
namespace {

// Of the processor, so that what else runs here does not count; in nanoseconds.
double Cpu() {
  timespec now = {};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

// Evenly spread and without repetition (splitmix64).
uint64_t Fingerprint(uint64_t number) {
  uint64_t mixed = (number + 1) * 0x9e3779b97f4a7c15u;
  mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9u;
  mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111ebu;
  return mixed ^ mixed >> 31;
}

uint64_t ResidentBytes() {
  std::ifstream about("/proc/self/statm");
  uint64_t whole = 0;
  uint64_t resident = 0;
  about >> whole >> resident;
  return resident * 4096;
}

void Must(const Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "%s\n", status.ToString().c_str());
  std::exit(1);
}

size_t MustFind(const IdIndex& index, uint64_t fingerprint) {
  const auto found = index.Find(fingerprint);
  Must(found.status());
  return found->size();
}

void Grow(IdIndex& index, uint64_t entries) {
  double adding = 0;
  double finding = 0;
  double writing = 0;
  double longest = 0;
  constexpr uint64_t kPiece = 1 << 14;
  for (uint64_t done = 0; done < entries; done += kPiece) {
    double start = Cpu();
    for (uint64_t i = done; i < done + kPiece; ++i) {
      if (MustFind(index, Fingerprint(i)) > 0) std::printf("a collision\n");
    }
    finding += Cpu() - start;
    start = Cpu();
    for (uint64_t i = done; i < done + kPiece; ++i) index.Add(Fingerprint(i), i + 1);
    adding += Cpu() - start;
    start = Cpu();
    if (index.WantsWriting()) Must(index.WriteBehind(false));
    const double took = Cpu() - start;
    writing += took;
    longest = std::max(longest, took);
  }
  const auto count = static_cast<double>(entries);
  std::printf(
      "while growing, per entry: find %.0f ns, add %.0f ns, write behind and merge %.0f ns ",
      finding / count, adding / count, writing / count);
  std::printf("(longest call %.0f ms)\n", longest / 1e6);
}

void Measure(const std::string& folder, uint64_t entries) {
  Must(DestroyIdIndex(folder));
  {
    auto index = OpenIdIndex(folder);
    Must(index.status());
    Grow(**index, entries);
    Must((*index)->WriteBehind(true));
    std::printf("resident after growing: %.0f MB\n", static_cast<double>(ResidentBytes()) / 1e6);
  }
  double start = Cpu();
  const auto index = OpenIdIndex(folder);
  Must(index.status());
  std::printf("open: %.0f ms, resident %.0f MB\n", (Cpu() - start) / 1e6,
              static_cast<double>(ResidentBytes()) / 1e6);
  constexpr uint64_t kLookups = 1'000'000;
  start = Cpu();
  for (uint64_t i = 0; i < kLookups; ++i) MustFind(**index, Fingerprint(entries * 2 + i));
  std::printf("find, not there: %.0f ns\n", (Cpu() - start) / kLookups);
  start = Cpu();
  size_t found = 0;
  for (uint64_t i = 0; i < kLookups; ++i) {
    found += MustFind(**index, Fingerprint(Fingerprint(i) % entries));
  }
  std::printf("find, there: %.0f ns (%zu of %d found)\n", (Cpu() - start) / kLookups, found,
              static_cast<int>(kLookups));
  Must(DestroyIdIndex(folder));
}

}  // namespace
}  // namespace outturn::store

int main(int argc, char** argv) {
  const uint64_t entries = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 10'000'000;
  const std::string folder =
      argc > 2 ? argv[2] : (std::filesystem::temp_directory_path() / "bench_id_index").string();
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  outturn::store::Measure(folder, entries);
}
