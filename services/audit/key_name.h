// How a key is called where its public bytes would be too much.
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>

namespace outturn::audit {

// "outturn/431200+1a2b3c4d", as its verifier key begins.
[[nodiscard]] inline std::string KeyName(const std::string& name, uint32_t id) {
  char hex[16];
  std::snprintf(hex, sizeof hex, "+%08x", id);
  return name + hex;
}

}  // namespace outturn::audit
