#include "clients/cli/cut_flags.h"

#include <charconv>

#include "clients/cli/moment.h"
#include "clients/cli/proofs.h"
#include "services/intake/cells.h"

namespace outturn::cli {
namespace {

constexpr std::string_view kCheckpoint = "checkpoint:";

// A position; 0 when it is none.
uint64_t PositionOf(const std::string& text) {
  uint64_t position = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, position);
  return read.ec == std::errc() && read.ptr == end ? position : 0;
}

constexpr std::string_view kHexDigits = "0123456789abcdefABCDEF";
constexpr std::string_view kBase64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";

// A root hash as tables print it (64 hex digits) or as JSON and signed notes do (base64, 44).
// Both may begin with a digit, as positions and instants do.
bool IsRoot(const std::string& text) {
  const auto written_in = [&](std::string_view digits) {
    return text.find_first_not_of(digits) == std::string::npos;
  };
  return (text.size() == 64 && written_in(kHexDigits)) ||
         (text.size() == 44 && text.back() == '=' && written_in(kBase64));
}

// "@june.txt": the note somebody kept. False when the file cannot be read: told.
bool TakeNote(Cli* cli, const std::string& path, v1::KnownAt* known, int* exit_code) {
  const auto read = ReadNote(path);
  if (!read) {
    *exit_code = cli->UsageError(Unreadable(path));
    return false;
  }
  const std::string& note = *read;
  bool cut_off = false;
  if (note.find('\n') == std::string::npos ||
      intake::ValidUtf8Prefix(note, &cut_off) != note.size()) {
    *exit_code = cli->UsageError({path + " 不是检查点", path + " is no checkpoint"});
    return false;
  }
  known->set_checkpoint(note);
  return true;
}

// A variable of a script that was never set would ask for now without a word.
CLI::Validator NotEmpty(const Cli& cli, const std::string& flag) {
  const std::string wrong = flag + cli.Say(" 是空的", " is empty");
  return CLI::Validator(
      [wrong](const std::string& text) { return text.empty() ? wrong : std::string(); }, "");
}

}  // namespace

bool TakeKnownAt(Cli* cli, const std::string& name, const std::string& given, v1::KnownAt* known,
                 int* exit_code) {
  const std::string text(intake::Trim(given));
  if (text.empty()) return true;
  if (text.front() == '@') return TakeNote(cli, text.substr(1), known, exit_code);
  if (const uint64_t position = PositionOf(text); position > 0) {
    known->set_position(position);
  } else if (text.starts_with(kCheckpoint) && text.size() > kCheckpoint.size()) {
    known->set_checkpoint(text.substr(kCheckpoint.size()));
  } else if (const auto instant = ParseMoment(text)) {
    known->set_instant_us(*instant);
  } else if (IsRoot(text) || text.find_first_of("0123456789+-") != 0) {
    known->set_checkpoint(text);
  } else {
    *exit_code = cli->UsageError(
        {name + " 是“" + text +
             "”，应为位置（如 8234）、时刻（如 2024-08-01 12:00，北京时间；"
             "2024-08-01T12:00:00+08:00；只写日期为当日终了，今天则为此刻）或检查点（名称、根哈希、"
             "checkpoint:事项数、@文件）",
         name + " is \"" + text +
             "\", expected a position (8234), an instant (2024-08-01 12:00, China's time; "
             "2024-08-01T12:00:00+08:00; a day alone is its end, today is now) or a checkpoint "
             "(its name, its root hash, checkpoint:EVENTS, @FILE)"});
    return false;
  }
  return true;
}

void AddKnownAtFlag(Cli* cli, CLI::App* command, const std::string& name, std::string* text) {
  command
      ->add_option(
          name, *text,
          cli->Say("只计到这一位置、时刻或检查点为止已记录的事项；默认全部。时刻如 "
                   "2024-08-01 12:00（北京时间）或 2024-08-01T12:00:00Z，只写日期为当日终了"
                   "（今天则为此刻）；检查点写名称、根哈希、checkpoint:事项数或 @文件",
                   "as it was known at this position, instant or checkpoint; all by "
                   "default. Instants: 2024-08-01 12:00 (China's time), "
                   "2024-08-01T12:00:00Z, or a day: its end, today: now; checkpoints: a "
                   "name, a root hash, checkpoint:EVENTS, @FILE"))
      ->type_name(cli->Say("位置|时刻|检查点", "POSITION|INSTANT|CHECKPOINT"))
      ->check(NotEmpty(*cli, name))
      ->group(cli->Say("时点", "Cut"));
}

void AddCutFlags(Cli* cli, CLI::App* command, CutFlags* cut) {
  command
      ->add_option("--" + cut->prefix + "as-of", cut->as_of.text,
                   cli->Say("截至生效日；默认今天，年度已过则为年末",
                            "as of this effective day; today, or the year's end once it is over"))
      ->type_name(cli->Say("日期", "DAY"))
      ->check(NotEmpty(*cli, "--" + cut->prefix + "as-of"))
      ->group(cli->Say("时点", "Cut"));
  AddKnownAtFlag(cli, command, "--" + cut->prefix + "known-at", &cut->known_at);
}

bool TakeCut(Cli* cli, const CutFlags& flags, Cut* cut, int* exit_code) {
  const std::string as_of = "--" + flags.prefix + "as-of";
  if (auto wrong = flags.as_of.Parse(as_of.c_str(), &cut->as_of)) {
    *exit_code = cli->UsageError(*wrong);
    return false;
  }
  return TakeKnownAt(cli, "--" + flags.prefix + "known-at", flags.known_at, &cut->known, exit_code);
}

void TellProvenance(Cli* cli, const v1::Provenance& from) {
  if (from.book().empty()) return;  // an older server says it of fewer answers
  const std::string recorded = InstantText(from.known_at_us());
  std::string line = cli->Say("账簿 ", "book ") + from.book();
  if (from.as_of() != 0) line += cli->Say("，截至 ", ", as of ") + intake::DayText(from.as_of());
  line += cli->Say("，位置 ", ", position ") + std::to_string(from.position());
  if (!recorded.empty()) {
    line += cli->Say("（记录于 ", " (recorded ") + recorded + cli->Say("）", ")");
  }
  if (!from.policy().empty()) line += cli->Say("，政策 ", ", policy ") + from.policy();
  cli->console.Note(line);
  cli->console.Note(cli->Say("根哈希 ", "root hash ") + Hex(from.root()));
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
