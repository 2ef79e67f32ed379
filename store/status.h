// How a store says what happened: a code the caller switches on, and a sentence for a person.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>

namespace outturn::store {

enum class Code {
  kOk,
  kInvalid,        // the arguments break the contract; nothing happened
  kNotFound,       // no such key
  kWrongPosition,  // expected() is the position that would have been right, actual() the one given
  kFenced,         // expected() is the sealed epoch, actual() the one given
  kFailed,         // a write failed: its outcome is unknown, and every later one is refused
  kCorrupt,        // stored bytes are damaged or missing; position() says where, 0 when not known
  kIo,             // the disk or file system refused; nothing is known to be damaged
};

// "ok", "invalid", "not found" ...; static storage.
const char* Name(Code code);

class [[nodiscard]] Status {
 public:
  Status() = default;  // ok
  Status(Code code, std::string message) : code_(code), message_(std::move(message)) {}

  static Status WrongPosition(uint64_t expected, uint64_t actual);
  static Status Fenced(uint64_t sealed, uint64_t actual);
  static Status Corrupt(uint64_t position, std::string message);

  bool ok() const { return code_ == Code::kOk; }
  Code code() const { return code_; }
  const std::string& message() const { return message_; }
  // See Code; 0 where the code gives them no meaning.
  uint64_t expected() const { return expected_; }
  uint64_t actual() const { return actual_; }
  uint64_t position() const { return expected_; }

  // "corrupt at position 17: checksum mismatch"
  std::string ToString() const;

 private:
  Status(Code code, std::string message, uint64_t expected, uint64_t actual)
      : code_(code), expected_(expected), actual_(actual), message_(std::move(message)) {}

  Code code_ = Code::kOk;
  uint64_t expected_ = 0;
  uint64_t actual_ = 0;
  std::string message_;
};

// A value, or the reason why there is none. Reading the value of a failed Result throws
// std::bad_variant_access: a programming error, never a state to handle.
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : held_(std::move(value)) {}         // NOLINT: return values convert
  Result(Status status) : held_(std::move(status)) {}  // NOLINT: never with an ok status

  bool ok() const { return std::holds_alternative<T>(held_); }
  Status status() const { return ok() ? Status() : std::get<Status>(held_); }
  T& value() & { return std::get<T>(held_); }
  const T& value() const& { return std::get<T>(held_); }
  T&& value() && { return std::get<T>(std::move(held_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

 private:
  std::variant<T, Status> held_;
};

}  // namespace outturn::store
