#include "services/rpc/rendering.h"

#include "services/render/render.h"

namespace outturn::rpc {

std::optional<Rendered> Render(const figures::Table& table, v1::Format format) {
  switch (format) {
    case v1::XLSX: {
      auto workbook = render::Xlsx(table);
      if (!workbook) return std::nullopt;
      return Rendered{*std::move(workbook),
                      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"};
    }
    case v1::HTML:
      return Rendered{render::Html(table), "text/html; charset=utf-8"};
    case v1::JSON:
      return Rendered{render::Json(table), "application/json"};
    case v1::CSV:
      return Rendered{render::Csv(table), "text/csv; charset=utf-8"};
    case v1::FORMAT_UNSPECIFIED:
    case v1::TABLE:
    case v1::Format_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::Format_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
  return Rendered{render::Text(table), "text/plain; charset=utf-8"};
}

void Fill(const figures::Provenance& from, v1::Provenance& to) {
  to.set_book(from.book);
  to.set_position(from.position);
  to.set_root(from.root);
  to.set_as_of(from.as_of.Number());
  if (!from.policy.id.empty()) to.set_policy(from.policy.ToString());
  to.set_known_at_us(from.known_at.microseconds());
}

}  // namespace outturn::rpc
