// Data files of packs: forms, code tables, and policies as they are adopted from JSON.
#include <google/protobuf/stubs/logging.h>
#include <google/protobuf/util/json_util.h>

#include "services/app/packs/packs.h"
#include "services/wire/codec.h"
#include "tests/fuzz/target.h"

namespace outturn::fuzz {
namespace {

void CheckPack(const std::string& file, std::string_view bytes) {
  app::PackFiles files;
  files[file] = bytes;
  for (const app::PackError& error : app::LoadPacks(std::move(files)).errors) {
    for (const auto language : {core::Language::kChinese, core::Language::kEnglish}) {
      Require(!error.ToString(language).empty() && !error.problem.words.empty(),
              "an error without words");
    }
  }
}

void CheckPolicy(std::string_view bytes) {
  v1::Command command;
  v1::Policy& policy = *command.mutable_policy_adopted()->mutable_policy();
  if (!google::protobuf::util::JsonStringToMessage(std::string(bytes), &policy).ok()) return;
  command.mutable_header()->set_source("fuzz");
  command.mutable_header()->set_external_id("policy");
  command.mutable_header()->set_actor("clerk");
  command.mutable_header()->set_effective_on(20240101);
  command.mutable_header()->set_document_number("1");
  const auto decoded = wire::Decode(command);
  if (const auto* violations = std::get_if<wire::Violations>(&decoded)) {
    return Require(!violations->empty(), "refused for nothing");
  }
  v1::Command again;
  wire::Encode(std::get<core::Command>(decoded), again);
  const auto second = wire::Decode(again);
  Require(std::holds_alternative<core::Command>(second) &&
              std::get<core::Command>(second) == std::get<core::Command>(decoded),
          "a policy is read as another");
}

void Run(std::string_view bytes) {
  switch (TakeByte(bytes) % 6) {
    case 0:
      return CheckPack("codes-2024/economic.csv", bytes);
    case 1:
      return CheckPack("codes-2024/functional.csv", bytes);
    case 2:
      return CheckPack("codes-2024/fund_types.csv", bytes);
    case 3:
      return CheckPolicy(bytes);
    default:
      return CheckPack("fuzz-2024/forms/f.json", bytes);
  }
}

[[maybe_unused]] const auto quiet = google::protobuf::SetLogHandler(nullptr);
const Registered registered("data", Run);

}  // namespace
}  // namespace outturn::fuzz
