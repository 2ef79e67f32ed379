#include "store/ids/id_manifest.h"

#include <cstdio>
#include <ios>
#include <sstream>

#include "store/checksum.h"

namespace outturn::store {
namespace {

constexpr std::string_view kFormat = "outturn ids 1";

std::string Hex(uint64_t value, int digits) {
  char text[17];
  std::snprintf(text, sizeof text, "%0*llx", digits, static_cast<unsigned long long>(value));
  return text;
}

}  // namespace

std::string EncodeIdManifest(const IdManifest& manifest) {
  std::string text(kFormat);
  text += "\nreached " + std::to_string(manifest.reached) + "\n";
  for (const IdRunName& run : manifest.runs) {
    text += "run " + Hex(run.id, 16) + " " + std::to_string(run.count) + "\n";
  }
  return text + "checksum " + Hex(Checksum(text), 8) + "\n";
}

Result<IdManifest> DecodeIdManifest(const std::string& bytes) {
  IdManifest manifest;
  std::istringstream lines(bytes);
  std::string word;
  std::getline(lines, word);
  lines >> word >> manifest.reached;
  while (lines >> word && word == "run") {
    IdRunName run;
    lines >> std::hex >> run.id >> std::dec >> run.count;
    manifest.runs.push_back(run);
  }
  // Whatever was read out of it: it is right when it is what would have been written.
  if (EncodeIdManifest(manifest) == bytes) return manifest;
  return Status::Corrupt(0, "the manifest of the id index is damaged or of another version");
}

}  // namespace outturn::store
