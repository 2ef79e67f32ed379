#include "services/rpc/errors.h"

#include <utility>

#include "google/rpc/error_details.pb.h"
#include "services/wire/refusal_words.h"

namespace outturn::rpc {
namespace {

constexpr char kDomain[] = "outturn";

// An error travels in the trailing metadata, of which clients take 8 KiB in all, percent-encoded
// and in base64. What is longer would reach them as RESOURCE_EXHAUSTED and without its reason.
constexpr size_t kMostValue = 200;        // bytes of a variable
constexpr size_t kMostViolations = 1000;  // bytes of all that is said of malformed fields
constexpr size_t kMostMessage = 800;      // bytes of any other message

constexpr int kBusySeconds = 30;  // until what is under way may be over

// At most `most` bytes, cut between characters.
std::string Shortened(const std::string& text, size_t most) {
  if (text.size() <= most) return text;
  size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + "…";
}

google::rpc::Status With(grpc::StatusCode code, std::string message,
                         const google::rpc::ErrorInfo& info) {
  google::rpc::Status status;
  status.set_code(code);
  status.set_message(std::move(message));
  status.add_details()->PackFrom(info);
  return status;
}

google::rpc::ErrorInfo Info(std::string reason) {
  google::rpc::ErrorInfo info;
  info.set_reason(std::move(reason));
  info.set_domain(kDomain);
  return info;
}

void AddRetry(int seconds, google::rpc::Status& status) {
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_seconds(seconds);
  status.add_details()->PackFrom(retry);
}

// The one mapping from a refusal to a status code. No `default`: a new reason must be put
// somewhere.
grpc::StatusCode CodeOf(core::Reason reason) {
  using core::Reason;
  switch (reason) {
    case Reason::kIdReused:
    case Reason::kLedgerExists:
    case Reason::kPolicyExists:
    case Reason::kLineExists:
    case Reason::kIndicatorExists:
      return grpc::StatusCode::ALREADY_EXISTS;
    case Reason::kVersionConflict:
    case Reason::kPublishedMeanwhile:
      return grpc::StatusCode::ABORTED;
    case Reason::kLedgerNotFound:
    case Reason::kPolicyNotFound:
    case Reason::kCodeTablesNotFound:
    case Reason::kLineNotFound:
    case Reason::kCommitmentNotFound:
    case Reason::kPaymentNotFound:
    case Reason::kIndicatorNotFound:
    case Reason::kWarningRuleNotFound:
      return grpc::StatusCode::NOT_FOUND;
    case Reason::kPolicyInvalid:
    case Reason::kLedgerClosed:
    case Reason::kLedgerNotClosed:
    case Reason::kDayOutsideYear:
    case Reason::kBackdatedTooFar:
    case Reason::kDayTooLate:
    case Reason::kBeforeOpening:
    case Reason::kBeforeLatest:
    case Reason::kUnknownCode:
    case Reason::kClassNotDetailed:
    case Reason::kClassNotInCategory:
    case Reason::kThreePublicMismatch:
    case Reason::kProjectMismatch:
    case Reason::kSubjectMismatch:
    case Reason::kProjectDiffers:
    case Reason::kDocumentMissing:
    case Reason::kClassRequired:
    case Reason::kCommitmentMismatch:
    case Reason::kPaymentElsewhere:
    case Reason::kPlacementAmbiguous:
    case Reason::kIndicatorKindMismatch:
    case Reason::kResultBelowZero:
    case Reason::kRatingOutsideBand:
    case Reason::kWeightsExceedTotal:
    case Reason::kAttachmentMissing:
    case Reason::kHandlingNotAllowed:
    case Reason::kKnownAtTooLate:
    case Reason::kLeaksNotAccepted:
    case Reason::kVirementUnbalanced:
    case Reason::kVirementToItself:
    case Reason::kTargetsMissing:
    case Reason::kBeforeOriginal:
    case Reason::kExceedsPayment:
    case Reason::kCorrectionToItself:
    case Reason::kExceedsOriginal:
    case Reason::kExceedsCommitment:
    case Reason::kAmountTooLarge:
    case Reason::kNoBudget:
    case Reason::kHeadroomExceeded:
    case Reason::kClassHeadroomExceeded:
    case Reason::kThreePublicExceeded:
    case Reason::kClassBudgetExceeded:
      return grpc::StatusCode::FAILED_PRECONDITION;
  }
  return grpc::StatusCode::UNKNOWN;
}

// What the refusal is about: the first variable says it (a ledger, a line, a payment …).
std::string SubjectOf(const core::Refusal& refusal) {
  return refusal.variables.empty() ? "" : refusal.variables.front().value;
}

}  // namespace

Language LanguageOf(const grpc::ServerContextBase& context) {
  const auto& metadata = context.client_metadata();
  const auto found = metadata.find("accept-language");
  const bool english = found != metadata.end() && found->second.starts_with("en");
  return english ? Language::kEnglish : Language::kChinese;
}

google::rpc::Status Describe(const core::Refusal& refusal, Language language) {
  core::Refusal told = refusal;
  google::rpc::ErrorInfo info = Info(std::string(core::Name(told.reason)));
  for (core::Variable& variable : told.variables) {
    variable.value = Shortened(variable.value, kMostValue);
    (*info.mutable_metadata())[variable.name] = variable.value;
  }
  if (std::string blamed = wire::BlamedField(told); !blamed.empty()) {
    (*info.mutable_metadata())["blamed_field"] = std::move(blamed);
  }
  const std::string message = core::Message(wire::InWords(told, language), language);
  google::rpc::Status status = With(CodeOf(told.reason), message, info);
  google::rpc::PreconditionFailure failure;
  auto* violation = failure.add_violations();
  violation->set_type(std::string(core::Name(told.reason)));
  violation->set_subject(SubjectOf(told));
  violation->set_description(message);
  status.add_details()->PackFrom(failure);
  return status;
}

google::rpc::Status Describe(const wire::Violations& violations, Language language) {
  const bool chinese = language == Language::kChinese;
  google::rpc::BadRequest request;
  std::string message;
  for (const wire::FieldViolation& violation : violations) {
    const std::string found = Shortened(violation.found, kMostValue);
    const std::string description = chinese
                                        ? "填的是“" + found + "”，应为：" + violation.wanted_zh
                                        : "found \"" + found + "\", wanted: " + violation.wanted_en;
    const std::string sentence = violation.field + ": " + description;
    const bool first = message.empty();
    if (!first && message.size() + sentence.size() > kMostViolations) break;
    auto* out = request.add_field_violations();
    out->set_field(violation.field);
    out->set_description(description);
    message += (first ? "" : "; ") + sentence;
  }
  const size_t untold = violations.size() - static_cast<size_t>(request.field_violations_size());
  if (untold > 0) {
    const std::string number = std::to_string(untold);
    message += chinese ? "；另有 " + number + " 处" : "; and " + number + " more";
  }
  google::rpc::ErrorInfo info = Info("MALFORMED");
  if (!violations.empty()) (*info.mutable_metadata())["field"] = violations.front().field;
  (*info.mutable_metadata())["violations"] = std::to_string(violations.size());
  google::rpc::Status status = With(grpc::StatusCode::INVALID_ARGUMENT, message, info);
  status.add_details()->PackFrom(request);
  return status;
}

google::rpc::Status Describe(const app::Unavailable& unavailable, Language language) {
  using Why = app::Unavailable::Why;
  struct Case {
    grpc::StatusCode code;
    const char* reason;
    const char* zh;
    const char* en;
    int retry_seconds;
  };
  const Case what = [&]() -> Case {
    switch (unavailable.why) {
      case Why::kOverloaded:
        return {grpc::StatusCode::RESOURCE_EXHAUSTED, "OVERLOADED", "排队已满，请稍后重试",
                "the queue is full, try again shortly", 1};
      case Why::kReadOnly:
        return {grpc::StatusCode::UNAVAILABLE, "READ_ONLY", "账簿暂停写入，未作处理",
                "the book takes no writes; nothing happened", 30};
      case Why::kUnknownOutcome:
        return {grpc::StatusCode::UNAVAILABLE, "OUTCOME_UNKNOWN",
                "落盘失败，结果未知；恢复后用同一外部编号重发即可确认",
                "the flush failed, the outcome is unknown; send the same id again once it is back",
                30};
      case Why::kDiskFull:
        return {grpc::StatusCode::UNAVAILABLE, "DISK_NEARLY_FULL", "磁盘将满，暂停写入，未作处理",
                "the disk is nearly full, so the book takes no writes; nothing happened", 30};
      case Why::kStopping:
        return {grpc::StatusCode::UNAVAILABLE, "STOPPING", "服务正在停止，未作处理",
                "the server is going down; nothing happened", 1};
      case Why::kDamaged:
        return {grpc::StatusCode::DATA_LOSS, "DATA_DAMAGED", "存储数据损坏，未作处理",
                "stored data is damaged; nothing happened", 0};
    }
    return {grpc::StatusCode::UNKNOWN, "UNKNOWN", "", "", 0};
  }();
  google::rpc::ErrorInfo info = Info(what.reason);
  const std::string detail = Shortened(unavailable.detail, kMostMessage);
  (*info.mutable_metadata())["detail"] = detail;
  const bool chinese = language == Language::kChinese;
  std::string message = chinese ? what.zh : what.en;
  if (!detail.empty()) {
    const std::string said = Shortened(app::Said(unavailable.detail).In(language), kMostMessage);
    message += chinese ? "（" + said + "）" : " (" + said + ")";
  }
  google::rpc::Status status = With(what.code, message, info);
  if (what.retry_seconds > 0) AddRetry(what.retry_seconds, status);
  return status;
}

google::rpc::Status Describe(const app::Trouble& trouble, Language language) {
  const grpc::StatusCode code = [&] {
    switch (trouble.kind) {
      case app::Trouble::Kind::kNotFound:
        return grpc::StatusCode::NOT_FOUND;
      case app::Trouble::Kind::kInvalid:
        return grpc::StatusCode::INVALID_ARGUMENT;
      case app::Trouble::Kind::kBusy:
        return grpc::StatusCode::UNAVAILABLE;
      case app::Trouble::Kind::kGivenUp:
        return grpc::StatusCode::CANCELLED;
      case app::Trouble::Kind::kDamaged:
        return grpc::StatusCode::DATA_LOSS;
    }
    return grpc::StatusCode::UNKNOWN;
  }();
  google::rpc::ErrorInfo info = Info(trouble.reason);
  for (const core::Variable& variable : trouble.variables) {
    (*info.mutable_metadata())[variable.name] = Shortened(variable.value, kMostValue);
  }
  const std::string message = Shortened(trouble.words.In(language), kMostMessage);
  google::rpc::Status status = With(code, message, info);
  if (trouble.kind == app::Trouble::Kind::kInvalid) {
    google::rpc::BadRequest request;
    auto* violation = request.add_field_violations();
    violation->set_field(trouble.field);
    violation->set_description(message);
    status.add_details()->PackFrom(request);
  }
  if (trouble.kind == app::Trouble::Kind::kBusy) AddRetry(kBusySeconds, status);
  return status;
}

grpc::Status NoMemory(Language language) {
  return ToGrpc(With(grpc::StatusCode::RESOURCE_EXHAUSTED,
                     language == Language::kChinese ? "内存不足，无法生成表格文件"
                                                    : "there is no memory for the workbook",
                     Info("NO_MEMORY")));
}

grpc::Status ToGrpc(const google::rpc::Status& status) {
  return {static_cast<grpc::StatusCode>(status.code()), status.message(),
          status.SerializeAsString()};
}

grpc::Status Malformed(Language language, std::string field, std::string found,
                       wire::Wanted wanted) {
  const wire::Violations violations{
      {std::move(field), std::move(found), std::string(wanted.zh), std::string(wanted.en)}};
  return ToGrpc(Describe(violations, language));
}

}  // namespace outturn::rpc
