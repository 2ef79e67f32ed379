#include "services/intake/ndjson_decoder.h"

#include <google/protobuf/util/json_util.h>

#include <cstdio>
#include <utility>

#include "services/intake/fields.h"
#include "services/intake/json_keys.h"
#include "services/intake/json_words.h"

namespace outturn::intake {
namespace {

constexpr std::string_view kErrorMember = "{\"error\":\"";

std::string JsonString(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      result.push_back('\\');
      result.push_back(c);
    } else if (static_cast<unsigned char>(c) < 0x20) {
      char escaped[8];
      std::snprintf(escaped, sizeof escaped, "\\u%04x", static_cast<unsigned>(c));
      result += escaped;
    } else {
      result.push_back(c);
    }
  }
  return result + "\"";
}

// Fills the header up from the defaults; its own fields win.
std::optional<Problem> CompleteHeader(const v1::Header& defaults, v1::Command* command) {
  const Kind* kind = KindOf(*command);
  if (kind == nullptr) {
    return Problem{
        "", "{}", {"一项事项，如 \"payment\": {…}", "a body, such as \"payment\": {…}"}, {}};
  }
  v1::Header header = DefaultsFor(*kind, defaults);
  header.MergeFrom(command->header());
  *command->mutable_header() = std::move(header);
  FieldSet given = GivenInHeader(*kind, command->header());
  CompleteYear(*kind, command, &given);
  // The body is the server's to judge: JSON says what it says, an empty value included.
  for (int i = HeaderFieldCount(); i < static_cast<int>(kind->fields.size()); ++i) given |= Bit(i);
  const int missing = FirstMissing(*kind, given);
  if (missing < 0) return std::nullopt;
  const Field& field = kind->fields[missing];
  return Problem{field.dotted, "", Notation(field), {}};
}

}  // namespace

std::string WithError(std::string_view line, std::string_view error) {
  const std::string_view trimmed = Trim(line);
  const std::string head = "{\"error\":" + JsonString(error);
  if (!trimmed.starts_with('{')) return head + ",\"line\":" + JsonString(trimmed) + "}";
  const std::string_view rest = Trim(trimmed.substr(1));
  return head + (rest.starts_with('}') ? "" : ",") + std::string(rest);
}

std::string WithoutError(std::string_view line) {
  line = Trim(line);
  if (!line.starts_with(kErrorMember)) return std::string(line);
  size_t at = kErrorMember.size();
  while (at < line.size() && line[at] != '"') at += line[at] == '\\' ? 2 : 1;
  if (at >= line.size()) return std::string(line);
  std::string_view rest = Trim(line.substr(at + 1));
  if (rest.starts_with(',')) rest.remove_prefix(1);
  return "{" + std::string(rest);
}

NdjsonDecoder::NdjsonDecoder(IntakeDefaults defaults, RowSink* sink)
    : defaults_(std::move(defaults)), sink_(sink) {}

std::optional<Words> NdjsonDecoder::Feed(std::string_view bytes) {
  if (too_long_) {
    const size_t end = bytes.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    bytes.remove_prefix(end + 1);
    RejectTooLong(pending_);
    pending_.clear();
    too_long_ = false;
  }
  pending_.append(bytes);
  size_t start = 0;
  for (size_t end; (end = pending_.find('\n', start)) != std::string::npos; start = end + 1) {
    OnLine(std::string_view(pending_).substr(start, end - start));
  }
  pending_.erase(0, start);
  too_long_ = pending_.size() > kMostLineBytes;
  return std::nullopt;
}

void NdjsonDecoder::RejectTooLong(std::string_view line) {
  constexpr size_t kKept = 200;
  bool cut = false;
  std::string_view head = line.substr(0, kKept);
  head = head.substr(0, ValidUtf8Prefix(head, &cut));
  // Not as JSON: nobody could complete it in the file of rejects.
  SourceRow row{++line_, {}, "… " + std::string(head)};
  const Words why = {"这一行超过 4 MiB", "the line is longer than 4 MiB"};
  sink_->Reject(std::move(row), {{"", "", {}, why}});
}

std::optional<Words> NdjsonDecoder::Finish() {
  if (too_long_) {
    RejectTooLong(pending_);
  } else if (!pending_.empty()) {
    OnLine(pending_);
  }
  pending_.clear();
  if (line_ == 0) return Words{"文件是空的", "the file is empty"};
  return std::nullopt;
}

void NdjsonDecoder::OnLine(std::string_view line) {
  if (line.size() > kMostLineBytes) return RejectTooLong(line);
  ++line_;
  if (line_ == 1 && line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
  std::string text = WithoutError(line);
  if (text.empty()) return;
  v1::Command command;
  std::vector<Problem> problems;
  bool cut = false;
  if (ValidUtf8Prefix(text, &cut) != text.size()) {
    const Words why = {"这一行不是 UTF-8 文字", "this line is not UTF-8 text"};
    problems.push_back({"", "", {}, why});
  } else {
    const auto status = google::protobuf::util::JsonStringToMessage(text, &command);
    if (!status.ok()) {
      const Words why = JsonWords(std::string(status.message()));
      problems.push_back(
          {"", text, {"一项事项的 JSON：" + why.zh, "a Command as JSON: " + why.en}, {}});
    } else if (const auto twice = DoubleJsonKey(text)) {
      problems.push_back(
          {*twice, "", {}, {"给出了两次，只能给一次", "is given twice, once is right"}});
    } else {
      auto problem = CompleteHeader(defaults_.header, &command);
      if (problem) problems.push_back(std::move(*problem));
    }
  }
  SourceRow row{line_, {}, std::move(text)};
  if (problems.empty()) {
    sink_->Accept(std::move(row), std::move(command));
  } else {
    sink_->Reject(std::move(row), std::move(problems));
  }
}

}  // namespace outturn::intake
