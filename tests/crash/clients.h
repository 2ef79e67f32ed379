// Clients that go on whatever happens to the server, as an accounting system does.
#pragma once

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "tests/crash/told.h"

namespace outturn::crash {

// Threads of their own from the beginning to Stop: single calls, batches and a stream of the client
// library, all on one server address; a lost answer is asked for again with the same id.
class Clients {
 public:
  Clients(std::string address, uint32_t seed, Told& told);
  ~Clients() { Stop(); }
  // Every question asked gets its answer first: the server must be there.
  void Stop();

 private:
  void CallOneByOne(const std::string& name, uint32_t seed);
  void CallInBatches(const std::string& name, uint32_t seed);
  void Stream(const std::string& name, uint32_t seed);

  const std::string address_;
  Told& told_;
  std::atomic<bool> stop_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace outturn::crash
