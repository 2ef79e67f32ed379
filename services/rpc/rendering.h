// Tables in replies: their bytes, and where they come from.
#pragma once

#include <string>

#include "outturn/v1/services.pb.h"
#include "services/figures/table.h"

namespace outturn::rpc {

struct Rendered {
  std::string content;
  std::string media_type;
};
// FORMAT_UNSPECIFIED is TABLE.
[[nodiscard]] Rendered Render(const figures::Table& table, v1::Format format);

void Fill(const figures::Provenance& from, v1::Provenance& to);

}  // namespace outturn::rpc
