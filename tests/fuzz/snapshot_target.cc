// The archive that snapshots are written in: what is read of any bytes is written and read again as
// the same.
#include "services/app/derived/archive.h"
#include "services/core/policy.h"
#include "tests/fuzz/target.h"

namespace outturn::fuzz {
namespace {

template <typename T>
void Check(std::string_view bytes) {
  T value{};
  app::ArchiveReader reader(bytes);
  reader.Get(value);
  if (!reader.good() || !reader.at_end()) return;
  std::string written;
  app::ArchiveWriter(written).Put(value);
  T again{};
  app::ArchiveReader second(written);
  second.Get(again);
  Require(second.good() && second.at_end(), "what was written cannot be read");
  std::string rewritten;
  app::ArchiveWriter(rewritten).Put(again);
  // Hash maps come in any order.
  Require(rewritten.size() == written.size(), "what was written is read as something else");
}

void Run(std::string_view bytes) {
  if (TakeByte(bytes) % 2 == 0) return Check<core::LedgerState>(bytes);
  Check<std::map<core::PolicyRef, core::Policy>>(bytes);
}

const Registered registered("snapshot", Run);

}  // namespace
}  // namespace outturn::fuzz
