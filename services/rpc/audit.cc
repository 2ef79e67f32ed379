#include "services/rpc/audit.h"

#include <charconv>
#include <optional>
#include <string>

#include "services/rpc/questions.h"
#include "services/rpc/rendering.h"

namespace outturn::rpc {
namespace {

constexpr uint32_t kDefaultPage = 20;
constexpr uint32_t kLargestPage = 1000;
constexpr int kMostNames = 100;

// "8234.20240731.20": as known at position 8234, as of 31 July, behind the first 20.
struct Token {
  core::Position position = 0;
  core::Day as_of;
  uint64_t skip = 0;

  [[nodiscard]] std::string ToString() const {
    return std::to_string(position) + "." + std::to_string(as_of.Number()) + "." +
           std::to_string(skip);
  }
};
std::optional<Token> ReadToken(const std::string& text) {
  uint64_t numbers[3];
  const char* at = text.data();
  const char* const end = at + text.size();
  for (uint64_t& number : numbers) {
    if (&number != numbers && (at == end || *at++ != '.')) return std::nullopt;
    const auto read = std::from_chars(at, end, number);
    if (read.ec != std::errc()) return std::nullopt;
    at = read.ptr;
  }
  const auto day = numbers[1] <= INT32_MAX ? core::Day::OfNumber(static_cast<int32_t>(numbers[1]))
                                           : std::nullopt;
  if (at != end || numbers[0] == 0 || !day) return std::nullopt;
  return Token{numbers[0], *day, numbers[2]};
}

// Lets the question go on where the page before it ended; a cut given beside the token must be its
// own.
grpc::Status GoOn(Language language, const std::string& text, app::Question& question,
                  app::Audit::Page& page) {
  if (text.empty()) return grpc::Status::OK;
  const auto token = ReadToken(text);
  if (!token) {
    return Malformed(language, "page_token", text,
                     {"上一页返回的 next_page_token", "the next_page_token of the page before"});
  }
  if (question.known_at != 0 && question.known_at != token->position) {
    const std::string at = std::to_string(question.known_at);
    return Malformed(language, "page_token", text,
                     {"认知位置 " + at + " 的页，或不给认知时点",
                      "a page of position " + at + ", or no known_at beside it"});
  }
  if (question.as_of && *question.as_of != token->as_of) {
    const std::string day = question.as_of->ToString();
    return Malformed(
        language, "page_token", text,
        {"截至 " + day + " 的页，或不给截至日", "a page as of " + day + ", or no as_of beside it"});
  }
  question.known_at = token->position;
  question.as_of = token->as_of;
  page.skip = token->skip;
  return grpc::Status::OK;
}

grpc::Status CheckShape(Language language, v1::Format format, uint32_t page_size) {
  if (!v1::Format_IsValid(format) || format == v1::XLSX) {
    return Malformed(language, "format", std::to_string(format),
                     {"TABLE、JSON、CSV 或 HTML", "TABLE, JSON, CSV or HTML"});
  }
  if (page_size > kLargestPage) {
    return Malformed(language, "page_size", std::to_string(page_size), {"1 至 1000", "1 to 1000"});
  }
  return grpc::Status::OK;
}

size_t SizeOf(uint32_t page_size) { return page_size == 0 ? kDefaultPage : page_size; }

template <typename Reply>
void Put(const figures::Table& table, v1::Format format, Reply& reply) {
  Rendered rendered = *Render(table, format);  // only workbooks can fail
  reply.set_content(std::move(rendered.content));
  reply.set_media_type(std::move(rendered.media_type));
}

}  // namespace

grpc::ServerUnaryReactor* Audit::Explain(grpc::CallbackServerContext* context,
                                         const v1::ExplainRequest* request,
                                         v1::ExplainReply* reply) {
  return reading_.Finish(context, app::Call::kExplain, [=, this]() -> grpc::Status {
    const Language language = LanguageOf(request->language(), LanguageOf(*context));
    AskedCut asked = CutOf(language, moments_, *request);
    if (!asked.status.ok()) return asked.status;
    asked.question.given_up = [context] { return IsGivenUp(*context); };
    auto wrong = CheckShape(language, request->format(), request->page_size());
    if (!wrong.ok()) return wrong;
    app::Audit::Page page;
    page.size = SizeOf(request->page_size());
    wrong = GoOn(language, request->page_token(), asked.question, page);
    if (!wrong.ok()) return wrong;
    const auto explained = audit_.Explain(asked.question, request->figure(), page, language);
    if (!explained.ok()) return ToGrpc(Describe(explained.trouble(), language));
    Put(explained->table, request->format(), *reply);
    const figures::Provenance& from = explained->table.provenance;
    Fill(from, *reply->mutable_provenance());
    reply->set_adds_up(explained->adds_up);
    if (explained->more) {
      const Token next{from.position, from.as_of, page.skip + page.size};
      reply->set_next_page_token(next.ToString());
    }
    return grpc::Status::OK;
  });
}

grpc::ServerUnaryReactor* Audit::Diff(grpc::CallbackServerContext* context,
                                      const v1::DiffRequest* request, v1::DiffReply* reply) {
  return reading_.Finish(context, app::Call::kDiff, [=, this]() -> grpc::Status {
    const Language language = LanguageOf(request->language(), LanguageOf(*context));
    const AskedCut from = CutOf(language, moments_, *request);
    if (!from.status.ok()) return from.status;
    AskedCut to = CutOf(
        language, request->ledger(), request->to_as_of(),
        MomentOf(language, moments_, request->to_known(), request->to_known_at(), "to_"), "to_");
    if (!to.status.ok()) return to.status;
    to.question.given_up = [context] { return IsGivenUp(*context); };
    auto wrong = CheckShape(language, request->format(), request->page_size());
    if (!wrong.ok()) return wrong;
    if (request->names_size() == 0 || request->names_size() > kMostNames) {
      return Malformed(language, "names", std::to_string(request->names_size()) + " names",
                       {"1 至 100 个表或指标数", "1 to 100 forms or figures"});
    }
    const auto difference =
        audit_.Diff(from.question, to.question, {request->names().begin(), request->names().end()},
                    SizeOf(request->page_size()), language);
    if (!difference.ok()) return ToGrpc(Describe(difference.trouble(), language));
    Put(figures::DifferenceTable(*difference, language), request->format(), *reply);
    Fill(difference->before, *reply->mutable_from());
    Fill(difference->after, *reply->mutable_to());
    reply->set_compared(static_cast<uint32_t>(difference->compared));
    reply->set_changed(static_cast<uint32_t>(difference->changed.size()));
    reply->set_adds_up(figures::AddUp(difference->bases));
    return grpc::Status::OK;
  });
}

grpc::ServerUnaryReactor* Audit::Reconcile(grpc::CallbackServerContext* context,
                                           const v1::ReconcileRequest* request,
                                           v1::ReconcileReply* reply) {
  return reading_.Finish(context, app::Call::kReconcile, [=, this]() -> grpc::Status {
    const Language language = LanguageOf(request->language(), LanguageOf(*context));
    AskedCut asked = CutOf(language, moments_, *request);
    if (!asked.status.ok()) return asked.status;
    asked.question.given_up = [context] { return IsGivenUp(*context); };
    auto wrong = CheckShape(language, request->format(), request->page_size());
    if (!wrong.ok()) return wrong;
    const auto refiled =
        audit_.Reconcile(asked.question, request->form(), SizeOf(request->page_size()), language);
    if (!refiled.ok()) return ToGrpc(Describe(refiled.trouble(), language));
    Put(figures::RefiledTable(*refiled, language), request->format(), *reply);
    Fill(refiled->provenance, *reply->mutable_provenance());
    reply->set_adds_up(true);
    for (const figures::RefiledForm& form : refiled->forms) {
      if (!figures::AddUp(form.changes)) reply->set_adds_up(false);
      for (const figures::RefiledCell& cell : form.cells) {
        const auto standing = figures::StandingOf(cell.then.verdict, cell.now.verdict);
        const bool was_right = standing == figures::Standing::kWasRight;
        const bool wrong_now = was_right || standing == figures::Standing::kNeverRight;
        reply->set_cells(reply->cells() + 1);
        reply->set_not_borne_out(reply->not_borne_out() + (wrong_now ? 1 : 0));
        reply->set_changed_since(reply->changed_since() + (was_right ? 1 : 0));
      }
    }
    return grpc::Status::OK;
  });
}

grpc::ServerUnaryReactor* Audit::FindPosition(grpc::CallbackServerContext* context,
                                              const v1::FindPositionRequest* request,
                                              v1::FindPositionReply* reply) {
  return reading_.Finish(context, app::Call::kFindPosition, [=, this]() -> grpc::Status {
    const Language language = LanguageOf(*context);
    v1::KnownAt known = request->known();
    if (known.moment_case() == v1::KnownAt::MOMENT_NOT_SET) {
      known.set_instant_us(request->instant_us());
    }
    const AskedMoment asked = MomentOf(language, moments_, known);
    if (!asked.status.ok()) return asked.status;
    const auto moment = moments_.At(asked.position);
    if (!moment.ok()) return ToGrpc(Describe(moment.trouble(), language));
    reply->set_position(moment->position);
    reply->set_recorded_at_us(moment->recorded_at.microseconds());
    return grpc::Status::OK;
  });
}

}  // namespace outturn::rpc
