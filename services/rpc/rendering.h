// Tables as the bytes of a reply; where figures come from.
#pragma once

#include <optional>
#include <string>

#include "outturn/v1/services.pb.h"
#include "services/figures/table.h"

namespace outturn::rpc {

struct Rendered {
  std::string content;
  std::string media_type;
};
// nullopt where there is no memory for a workbook. The format is one of the enum's.
[[nodiscard]] std::optional<Rendered> Render(const figures::Table& table, v1::Format format);

void Fill(const figures::Provenance& from, v1::Provenance& to);

}  // namespace outturn::rpc
