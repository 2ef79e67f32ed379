#include "clients/cli/cut_flags.h"

#include <charconv>

#include "clients/cli/moment.h"
#include "outturn/v1/audit.grpc.pb.h"

namespace outturn::cli {
namespace {

// A position; 0 when it is none.
uint64_t PositionOf(const std::string& text) {
  uint64_t position = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, position);
  return read.ec == std::errc() && read.ptr == end ? position : 0;
}

bool TakeKnownAt(Cli* cli, const CutFlags& flags, uint64_t* known_at, int* exit_code) {
  const std::string text(intake::Trim(flags.known_at));
  *known_at = PositionOf(text);
  if (text.empty() || *known_at > 0) return true;
  const auto instant = ParseMoment(text);
  if (!instant) {
    const std::string name = "--" + flags.prefix + "known-at";
    *exit_code = cli->UsageError(
        {name + " 是“" + text +
             "”，应为位置（如 8234）或时刻（如 2024-08-01 12:00，北京时间；"
             "2024-08-01T12:00:00+08:00；只写日期为当日终了）",
         name + " is \"" + text +
             "\", expected a position (8234) or an instant (2024-08-01 12:00, China's time; "
             "2024-08-01T12:00:00+08:00; a day alone is its end)"});
    return false;
  }
  v1::FindPositionRequest request;
  request.set_instant_us(*instant);
  v1::FindPositionReply reply;
  if (!Ask<v1::Audit>(cli, &v1::Audit::Stub::FindPosition, request, &reply, exit_code)) {
    return false;
  }
  *known_at = reply.position();
  return true;
}

}  // namespace

void AddCutFlags(Cli* cli, CLI::App* command, CutFlags* cut) {
  const std::string group = cli->Say("时点", "Cut");
  command
      ->add_option("--" + cut->prefix + "as-of", cut->as_of.text,
                   cli->Say("截至生效日；默认今天，年度已过则为年末",
                            "as of this effective day; today, or the year's end once it is over"))
      ->type_name(cli->Say("日期", "DAY"))
      ->group(group);
  command
      ->add_option("--" + cut->prefix + "known-at", cut->known_at,
                   cli->Say("只计到这一位置或时刻为止已记录的事项；默认全部。时刻如 "
                            "2024-08-01 12:00（北京时间）或 2024-08-01T12:00:00Z",
                            "as it was known at this position or instant; all by default. "
                            "Instants: 2024-08-01 12:00 (China's time), 2024-08-01T12:00:00Z"))
      ->type_name(cli->Say("位置|时刻", "POSITION|INSTANT"))
      ->group(group);
}

bool TakeCut(Cli* cli, const CutFlags& flags, Cut* cut, int* exit_code) {
  const std::string as_of = "--" + flags.prefix + "as-of";
  if (auto wrong = flags.as_of.Parse(as_of.c_str(), &cut->as_of)) {
    *exit_code = cli->UsageError(*wrong);
    return false;
  }
  return TakeKnownAt(cli, flags, &cut->known_at, exit_code);
}

v1::Language WireLanguage(const Cli& cli) { return cli.english() ? v1::EN : v1::ZH; }

v1::Format WireFormat(const Cli& cli) {
  const std::string& format = cli.settings.format;
  if (format == "json") return v1::JSON;
  if (format == "csv") return v1::CSV;
  if (format == "xlsx") return v1::XLSX;
  if (format == "html") return v1::HTML;
  return v1::TABLE;
}

}  // namespace outturn::cli
