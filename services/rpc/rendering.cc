#include "services/rpc/rendering.h"

#include "services/render/render.h"

namespace outturn::rpc {

Rendered Render(const figures::Table& table, v1::Format format) {
  switch (format) {
    case v1::JSON:
      return {render::Json(table), "application/json"};
    case v1::CSV:
      return {render::Csv(table), "text/csv; charset=utf-8"};
    case v1::FORMAT_UNSPECIFIED:
    case v1::TABLE:
    case v1::Format_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::Format_INT_MAX_SENTINEL_DO_NOT_USE_:
      return {render::Text(table), "text/plain; charset=utf-8"};
  }
  return {};
}

void Fill(const figures::Provenance& from, v1::Provenance& to) {
  to.set_book(from.book);
  to.set_position(from.position);
  to.set_root(from.root);
  to.set_as_of(from.as_of.Number());
  to.set_policy(from.policy.ToString());
}

}  // namespace outturn::rpc
