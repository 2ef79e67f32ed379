#include "store/status.h"

namespace outturn::store {

const char* Name(Code code) {
  switch (code) {
    case Code::kOk:
      return "ok";
    case Code::kInvalid:
      return "invalid";
    case Code::kNotFound:
      return "not found";
    case Code::kWrongPosition:
      return "wrong position";
    case Code::kFenced:
      return "fenced";
    case Code::kFailed:
      return "failed";
    case Code::kCorrupt:
      return "corrupt";
    case Code::kIo:
      return "io";
  }
  return "unknown";
}

Status Status::WrongPosition(uint64_t expected, uint64_t actual) {
  return Status(Code::kWrongPosition,
                "expected position " + std::to_string(expected) + ", got " + std::to_string(actual),
                expected, actual);
}

Status Status::Fenced(uint64_t sealed, uint64_t actual) {
  return Status(Code::kFenced,
                "epoch " + std::to_string(sealed) + " is sealed, got " + std::to_string(actual),
                sealed, actual);
}

Status Status::Corrupt(uint64_t position, std::string message) {
  return Status(Code::kCorrupt, std::move(message), position, 0);
}

std::string Status::ToString() const {
  std::string text = Name(code_);
  if (code_ == Code::kCorrupt && position() != 0)
    text += " at position " + std::to_string(position());
  if (!message_.empty()) text += ": " + message_;
  return text;
}

}  // namespace outturn::store
