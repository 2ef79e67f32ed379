#include "services/rpc/events.h"

#include <charconv>
#include <optional>

#include "services/core/kind_names.h"
#include "services/rpc/errors.h"
#include "services/rpc/event_filter.h"
#include "services/rpc/questions.h"
#include "services/rpc/rendering.h"
#include "services/rpc/unary.h"
#include "services/wire/codec.h"

namespace outturn::rpc {
namespace {

constexpr uint32_t kDefaultPage = 100;
constexpr uint32_t kLargestPage = 1000;
// A page ends here too, so that a filter that matches little cannot hold a thread for long …
constexpr int kMostVisited = 200'000;
// … and here, so that a reply stays within what clients take by default (4 MiB) unless a single
// event does not.
constexpr size_t kMostBytes = 2 << 20;

std::optional<core::Position> ReadToken(const std::string& token) {
  if (token.empty()) return 1;
  core::Position position = 0;
  const auto read = std::from_chars(token.data(), token.data() + token.size(), position);
  if (read.ec != std::errc() || read.ptr != token.data() + token.size() || position == 0) {
    return std::nullopt;
  }
  return position;
}

// A range that ends before it begins holds nothing, ever: a slip, to be told.
void CheckRanges(const v1::ListEventsRequest& request, wire::Violations& violations) {
  wire::Fields fields("", violations);
  const auto from = fields.OptionalDay("effective_from", request.effective_from());
  const auto to = fields.OptionalDay("effective_to", request.effective_to());
  if (violations.empty() && from && to && *to < *from) {
    fields.Violate("effective_to", to->ToString(),
                   {"不早于 effective_from", "not before effective_from"});
  }
  const int64_t recorded_to = request.recorded_to_us();
  if (recorded_to != 0 && recorded_to < request.recorded_from_us()) {
    fields.Violate("recorded_to_us", std::to_string(recorded_to),
                   {"不早于 recorded_from_us", "not before recorded_from_us"});
  }
}

grpc::Status CheckRequest(const v1::ListEventsRequest& request, Language language) {
  if (request.ledger().unit().empty() && request.ledger().year() != 0) {
    return Malformed(language, "ledger.unit", "",
                     {"与年度一起必填；要整个账簿则两者都不填",
                      "required with a year; neither of them asks for the whole book"});
  }
  for (const std::string& kind : request.kinds()) {
    if (core::IsKindName(kind)) continue;
    std::string known;
    for (const std::string_view name : core::KindNames()) {
      known += (known.empty() ? "" : ", ") + std::string(name);
    }
    return Malformed(language, "kinds", kind, {known, known});
  }
  if (request.page_size() > kLargestPage) {
    return Malformed(language, "page_size", std::to_string(request.page_size()),
                     {"1 至 1000", "1 to 1000"});
  }
  if (request.economic_class().find_first_not_of("0123456789") != std::string::npos) {
    return Malformed(language, "economic_class", request.economic_class(),
                     {"数字，如 302、30201", "digits, such as 302 or 30201"});
  }
  wire::Violations violations;
  CheckRanges(request, violations);
  if (!violations.empty()) return ToGrpc(Describe(violations, language));
  if (!ReadToken(request.page_token())) {
    return Malformed(language, "page_token", request.page_token(),
                     {"上一页返回的 next_page_token", "the next_page_token of the page before"});
  }
  return grpc::Status::OK;
}

bool IsThere(const app::Book& book, const v1::LedgerRef& ledger) {
  return book.Read([&](const core::BookState& state, const auto&) {
    return state.FindLedger({ledger.unit(), ledger.year()}) != nullptr;
  });
}

}  // namespace

grpc::ServerUnaryReactor* Events::ListEvents(grpc::CallbackServerContext* context,
                                             const v1::ListEventsRequest* request,
                                             v1::ListEventsReply* reply) {
  return reading_.Finish(context, app::Call::kListEvents, [=, this]() -> grpc::Status {
    const Language language = LanguageOf(*context);
    if (auto status = CheckRequest(*request, language); !status.ok()) return status;
    if (!request->ledger().unit().empty() && !IsThere(book_, request->ledger())) {
      const core::LedgerId asked{request->ledger().unit(), request->ledger().year()};
      const core::Refusal refusal{core::Reason::kLedgerNotFound, {{"ledger", asked.ToString()}}};
      return ToGrpc(Describe(refusal, language));
    }
    const AskedMoment moment = MomentOf(language, moments_, request->known(), request->known_at());
    if (!moment.status.ok()) return moment.status;
    const auto from = moments_.BookAt(moment.position);
    if (!from.ok()) return ToGrpc(Describe(from.trouble(), language));
    Fill(*from, *reply->mutable_provenance());
    reply->mutable_provenance()->clear_as_of();
    if (from->position == 0) return grpc::Status::OK;
    const bool whole_book = request->ledger().unit().empty();
    const core::LedgerId ledger{request->ledger().unit(), request->ledger().year()};
    const int page =
        static_cast<int>(request->page_size() == 0 ? kDefaultPage : request->page_size());
    int visited = 0;
    size_t bytes_told = 0;
    const auto visit = [&](const core::Event& event, std::string_view bytes) {
      const bool matches = Matches(book_, *request, event);
      const bool full = reply->events_size() == page ||
                        (matches && bytes_told > 0 && bytes_told + bytes.size() > kMostBytes);
      if (full || ++visited > kMostVisited || context->IsCancelled()) {
        reply->set_next_page_token(std::to_string(event.position));
        return false;
      }
      if (matches) {
        bytes_told += bytes.size();
        reply->add_events()->ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
      }
      return true;
    };
    const auto status = book_.VisitEvents(whole_book ? nullptr : &ledger,
                                          *ReadToken(request->page_token()), from->position, visit);
    return status.ok() ? grpc::Status::OK : ToGrpc(Describe(app::Damaged(status), language));
  });
}

grpc::ServerUnaryReactor* Events::GetEvent(grpc::CallbackServerContext* context,
                                           const v1::GetEventRequest* request, v1::Event* event) {
  return reading_.Finish(context, app::Call::kGetEvent, [=, this]() -> grpc::Status {
    const Language language = LanguageOf(*context);
    const core::Position position = request->position();
    bool found = false;
    store::Status status;
    if (position > 0) {
      status = book_.Visit(nullptr, position, position, [&](auto, std::string_view bytes) {
        found = event->ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
        return true;
      });
    }
    if (!status.ok()) return ToGrpc(Describe(app::Damaged(status), language));
    if (found) return grpc::Status::OK;
    const std::string number = std::to_string(position);
    return ToGrpc(Describe(app::NotFound("EVENT_NOT_FOUND",
                                         {"没有位置为 " + number + " 的事项",
                                          "there is no event at position " + number},
                                         {{"position", number}}),
                           language));
  });
}

}  // namespace outturn::rpc
