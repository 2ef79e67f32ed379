#include "clients/client/failure.h"

#include "google/rpc/error_details.pb.h"

namespace outturn::client {

FailureClass Failure::Class() const {
  switch (code) {
    case grpc::StatusCode::INVALID_ARGUMENT:
    case grpc::StatusCode::OUT_OF_RANGE:
      return FailureClass::kMalformed;
    case grpc::StatusCode::FAILED_PRECONDITION:
    case grpc::StatusCode::PERMISSION_DENIED:
      return FailureClass::kRefused;
    case grpc::StatusCode::ALREADY_EXISTS:
    case grpc::StatusCode::ABORTED:
      return FailureClass::kConflict;
    case grpc::StatusCode::NOT_FOUND:
      return FailureClass::kNotFound;
    case grpc::StatusCode::UNAVAILABLE:
    case grpc::StatusCode::CANCELLED:  // by the server on its way down
    case grpc::StatusCode::DEADLINE_EXCEEDED:
      return FailureClass::kUnreachable;
    case grpc::StatusCode::RESOURCE_EXHAUSTED:  // gRPC's own limits have no reason: for good
      return reason == "OVERLOADED" ? FailureClass::kUnreachable : FailureClass::kOther;
    default:  // gRPC's codes, not ours: whatever else it has is neither of the above
      return FailureClass::kOther;
  }
}

intake::Words PlainWords(const Failure& failure) {
  const auto says = [&](const char* words) {
    return failure.message.find(words) != std::string::npos;
  };
  switch (failure.code) {
    case grpc::StatusCode::UNAVAILABLE:
      if (!failure.reason.empty()) break;
      if (says("onnection refused")) {
        return {"该地址没有服务在运行", "no server is running at this address"};
      }
      if (says("DNS") || says("resol")) return {"找不到这台主机", "there is no such host"};
      return {"连接中断或无法建立", "the connection was lost or could not be made"};
    case grpc::StatusCode::DEADLINE_EXCEEDED:
      return {"在限定时间内没有应答", "no answer within the time allowed"};
    case grpc::StatusCode::CANCELLED:
      return {"服务中止了这次调用", "the server broke the call off"};
    case grpc::StatusCode::UNIMPLEMENTED:
      return {"该地址上的服务没有这项功能：版本不同，或不是 Outturn",
              "the server there cannot do this: another version, or not Outturn at all"};
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
      if (!failure.reason.empty()) break;
      return {"一次传送的数据过大", "too much data for one message"};
    default:
      break;
  }
  return {failure.message, failure.message};
}

Failure FailureOf(const google::rpc::Status& status) {
  Failure failure;
  failure.code = static_cast<grpc::StatusCode>(status.code());
  failure.message = status.message();
  for (const google::protobuf::Any& detail : status.details()) {
    google::rpc::ErrorInfo info;
    google::rpc::BadRequest bad_request;
    google::rpc::PreconditionFailure precondition;
    google::rpc::RetryInfo retry;
    if (detail.UnpackTo(&info)) {
      failure.reason = info.reason();
      failure.variables.insert(info.metadata().begin(), info.metadata().end());
    } else if (detail.UnpackTo(&bad_request)) {
      for (const auto& violation : bad_request.field_violations()) {
        failure.fields.push_back({violation.field(), violation.description()});
      }
    } else if (detail.UnpackTo(&precondition)) {
      for (const auto& violation : precondition.violations()) {
        failure.preconditions.push_back(violation.description());
      }
    } else if (detail.UnpackTo(&retry)) {
      failure.retry_after = std::chrono::milliseconds(retry.retry_delay().seconds() * 1'000 +
                                                      retry.retry_delay().nanos() / 1'000'000);
    }
  }
  return failure;
}

Failure FailureOf(const grpc::Status& status) {
  google::rpc::Status details;
  if (!details.ParseFromString(status.error_details())) details.Clear();
  details.set_code(status.error_code());
  details.set_message(status.error_message());
  return FailureOf(details);
}

}  // namespace outturn::client
