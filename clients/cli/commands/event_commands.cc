#include <limits>
#include <memory>
#include <optional>

#include "clients/cli/cut_flags.h"
#include "clients/cli/event_text.h"
#include "clients/cli/moment.h"
#include "clients/cli/year.h"
#include "outturn/v1/services.grpc.pb.h"
#include "services/intake/cells.h"

namespace outturn::cli {
namespace {

struct EventFlags {
  bool whole_book = false;
  std::string unit;
  std::string year;
  std::vector<std::string> kinds;
  std::string line;
  std::string economic_class;
  std::string id;
  std::string source;
  DayFlag from;
  DayFlag to;
  std::string recorded_from;  // instants, or days
  std::string recorded_to;
  std::string known_at;
  std::optional<int64_t> limit;  // none: all
};

// A bound of the instants of recording: microseconds since 1970, 0 where nothing was said. A day
// alone is its first microsecond in China, or its last; so is a second.
std::optional<intake::Words> SetRecorded(const char* flag, const std::string& given, bool to,
                                         int64_t* bound) {
  constexpr int64_t kDay = 86'400'000'000;
  const std::string text(intake::Trim(given));
  *bound = 0;
  if (text.empty()) return std::nullopt;
  // Days in every spelling that days have elsewhere; where those take a time too, they drop it.
  const bool timed = text.find(':') != std::string::npos;
  const std::optional<core::Day> day = timed ? std::nullopt : intake::ParseDayCell(text).value;
  const auto instant = ParseMoment(day ? day->ToString() : text);
  if (instant) {
    constexpr int64_t kSecond = 1'000'000;
    const bool is_end = *instant % kSecond == kSecond - 1;
    *bound = *instant - (to || !is_end ? 0 : (day ? kDay : kSecond) - 1);
    return std::nullopt;
  }
  const std::string name = flag;
  return intake::Words{name + " 是“" + text +
                           "”，应为日期或时刻，如 2024-08-01、2024-08-01 12:00（北京时间）、"
                           "2024-08-01T12:00:00Z",
                       name + " is \"" + text +
                           "\", expected a day or an instant: 2024-08-01, 2024-08-01 12:00 "
                           "(China's time), 2024-08-01T12:00:00Z"};
}

// Told by flag; what the server says of it names the fields of the request.
std::optional<intake::Words> CheckRanges(const EventFlags& flags,
                                         const v1::ListEventsRequest& request) {
  const auto backwards = [](const std::string& flag, const std::string& to,
                            const std::string& from) {
    return intake::Words{
        "--" + flag + "to 是“" + to + "”，早于 --" + flag + "from（" + from + "）",
        "--" + flag + "to is \"" + to + "\", before --" + flag + "from (" + from + ")"};
  };
  if (request.effective_to() != 0 && request.effective_to() < request.effective_from()) {
    return backwards("", flags.to.text, flags.from.text);
  }
  if (request.recorded_to_us() != 0 && request.recorded_to_us() < request.recorded_from_us()) {
    return backwards("recorded-", flags.recorded_to, flags.recorded_from);
  }
  return std::nullopt;
}

std::optional<intake::Words> SetDays(const EventFlags& flags, v1::ListEventsRequest* request) {
  int32_t day = 0;
  if (auto wrong = flags.from.Parse("--from", &day)) return wrong;
  request->set_effective_from(day);
  if (auto wrong = flags.to.Parse("--to", &day)) return wrong;
  request->set_effective_to(day);
  int64_t instant = 0;
  if (auto wrong = SetRecorded("--recorded-from", flags.recorded_from, false, &instant)) {
    return wrong;
  }
  request->set_recorded_from_us(instant);
  auto wrong = SetRecorded("--recorded-to", flags.recorded_to, true, &instant);
  request->set_recorded_to_us(instant);
  return wrong ? wrong : CheckRanges(flags, *request);
}

// The ledger of the flags, else of the settings; the whole book where neither names one.
std::optional<intake::Words> SetLedger(const Settings& settings, const EventFlags& flags,
                                       v1::ListEventsRequest* request) {
  const bool said = !flags.unit.empty() || !flags.year.empty();
  const bool set = !settings.unit.empty() && !settings.year.empty();
  if (flags.whole_book && !said) return std::nullopt;
  if (!said && !set) return std::nullopt;
  const std::string& unit = flags.unit.empty() ? settings.unit : flags.unit;
  const std::string& written = flags.year.empty() ? settings.year : flags.year;
  if (unit.empty() || written.empty() || flags.whole_book) {
    return intake::Words{"--unit 与 --year 须一起给出，且不与 --whole-book 同用",
                         "--unit and --year go together, and not with --whole-book"};
  }
  const auto year = ReadYear(written);
  if (!year) return NoYear({"--year ", "--year"}, written);
  request->mutable_ledger()->set_unit(unit);
  request->mutable_ledger()->set_year(*year);
  return std::nullopt;
}

std::optional<intake::Words> Build(const Settings& settings, const EventFlags& flags,
                                   v1::ListEventsRequest* request) {
  if (flags.limit && *flags.limit < 1) {
    return intake::Words{"--limit 应为 1 以上的数；不给出则列出全部",
                         "--limit is 1 or more; without it all are listed"};
  }
  if (auto wrong = SetLedger(settings, flags, request)) return wrong;
  for (const std::string& name : flags.kinds) {
    const intake::Kind* kind = intake::FindKind(name);
    if (kind == nullptr) {
      return intake::Words{"--kind 是“" + name + "”，应为一类事项，如 支付、payment",
                           "--kind is \"" + name + "\", expected a kind such as payment"};
    }
    request->add_kinds(kind->member->name());
  }
  if (flags.economic_class.find_first_not_of("0123456789") != std::string::npos) {
    return intake::Words{
        "--class 是“" + flags.economic_class + "”，应为数字，如 302、30201",
        "--class is \"" + flags.economic_class + "\", expected digits such as 302 or 30201"};
  }
  request->set_line(flags.line);
  request->set_economic_class(flags.economic_class);
  if (!flags.id.empty()) request->mutable_ref()->set_external_id(flags.id);
  if (!flags.source.empty()) request->mutable_ref()->set_source(flags.source);
  return SetDays(flags, request);
}

// Prints page by page, so that a long list needs no memory.
class EventPrinter {
 public:
  explicit EventPrinter(Cli* cli) : cli_(cli) {}

  void Page(const v1::ListEventsReply& reply) {
    if (cli_->settings.format == "json") return Json(reply);
    const bool csv = cli_->settings.format == "csv";
    Listing listing{EventColumns(), {}};
    for (const v1::Event& event : reply.events()) {
      listing.rows.push_back(EventRow(event, cli_->english(), !csv));
    }
    if (csv) cli_->console.Data(listing.ToCsv(cli_->english(), pages_ == 0));
    if (!csv && (pages_ == 0 || !listing.rows.empty())) {
      cli_->console.Data(listing.ToText(cli_->english(), cli_->console.width(), &widths_));
    }
    ++pages_;
  }

  void End() {
    if (cli_->settings.format == "json") cli_->console.Data(pages_ == 0 ? "[]\n" : "]\n");
  }

 private:
  void Json(const v1::ListEventsReply& reply) {
    for (const v1::Event& event : reply.events()) {
      cli_->console.Data(pages_++ == 0 ? "[\n" : ",\n");
      cli_->console.Data(ToJson(event));
    }
  }

  Cli* cli_;
  size_t pages_ = 0;  // with JSON: events
  std::vector<size_t> widths_;
};

int ListEvents(Cli* cli, const EventFlags& flags) {
  v1::ListEventsRequest request;
  if (auto wrong = Build(cli->settings, flags, &request)) return cli->UsageError(*wrong);
  int code = kOk;
  if (!TakeKnownAt(cli, "--known-at", flags.known_at, request.mutable_known(), &code)) return code;
  int64_t left = flags.limit.value_or(std::numeric_limits<int64_t>::max());
  v1::Provenance from;  // of the first page; the others keep to it
  EventPrinter printer(cli);
  while (left > 0) {
    request.set_page_size(static_cast<uint32_t>(std::min<int64_t>(left, 1'000)));
    v1::ListEventsReply reply;
    if (!Ask<v1::Events>(cli, &v1::Events::Stub::ListEvents, request, &reply, &code)) return code;
    printer.Page(reply);
    if (from.position() == 0) from = reply.provenance();
    left -= std::min<int64_t>(left, reply.events_size());
    if (reply.next_page_token().empty()) break;
    request.set_page_token(reply.next_page_token());
    request.clear_known();
    request.set_known_at(from.position());
  }
  printer.End();
  TellProvenance(cli, from);
  return kOk;
}

int ShowEvent(Cli* cli, uint64_t position) {
  v1::GetEventRequest request;
  request.set_position(position);
  v1::Event event;
  int code = kOk;
  if (!Ask<v1::Events>(cli, &v1::Events::Stub::GetEvent, request, &event, &code)) return code;
  cli->Print(event, EventFacts(event, cli->english()));
  return kOk;
}

void AddFilters(Cli* cli, CLI::App* list, EventFlags* flags) {
  const std::string group = cli->Say("筛选", "Filters");
  const std::string day = cli->Say("日期", "DAY");
  const std::string instant = cli->Say("时刻", "INSTANT");
  const auto option = [&](const char* name, std::string* value, const std::string& about) {
    return list->add_option(name, *value, about)->group(group);
  };
  option("--unit", &flags->unit,
         cli->Say("单位代码，与 --year 一起；也取自环境变量、配置文件",
                  "unit, with --year; also by environment or configuration file"));
  option("--year", &flags->year, cli->Say("预算年度", "year"));
  list->add_flag("--whole-book", flags->whole_book,
                 cli->Say("整个账簿，不限账套（没有给出账套时本就如此）",
                          "the whole book, not one ledger (as without any unit and year)"))
      ->group(group);
  list->add_option("--kind", flags->kinds, cli->Say("事项，可重复", "kind, repeatable"))
      ->allow_extra_args(false)
      ->group(group);
  option("--line", &flags->line, cli->Say("预算指标", "line"));
  option("--class,--economic-class", &flags->economic_class,
         cli->Say("经济分类，按前缀", "economic class, by prefix"));
  option("--id,--external-id", &flags->id, cli->Say("外部编号", "external id"));
  option("--source", &flags->source, cli->Say("来源系统", "source system"));
  option("--from", &flags->from.text, cli->Say("生效日从（含）", "effective from, included"))
      ->type_name(day);
  option("--to", &flags->to.text, cli->Say("生效日到（含）", "effective to, included"))
      ->type_name(day);
  option("--recorded-from", &flags->recorded_from,
         cli->Say("记录于此时及以后（日期或时刻，如 2024-08-01 12:00，北京时间）",
                  "recorded then or later: a day or an instant, 2024-08-01 12:00 (China's time)"))
      ->type_name(instant);
  option("--recorded-to", &flags->recorded_to,
         cli->Say("记录于此时及以前（只写日期为当日终了）",
                  "recorded then or before; a day alone is its end"))
      ->type_name(instant);
  list->add_option("--limit", flags->limit,
                   cli->Say("最多多少条；默认全部", "how many at most; all by default"))
      ->type_name("N")
      ->group(group);
  for (const intake::Kind& kind : intake::Kinds()) {
    cli->choices["event list --kind"].push_back(kind.member->name());
  }
}

}  // namespace

void AddEventCommands(Cli* cli) {
  const auto flags = std::make_shared<EventFlags>();
  CLI::App* list = AddCommand(
      cli, Noun(cli, "event"), "list", {"列出已记录的事项", "the recorded events"},
      "outturn event list --unit 145001 --year 2024 --kind payment --class 302 --from 2024-07-01\n"
      "outturn event list --line JB-302 --limit 20\n"
      "outturn event list --id Z-2024-0305 --format json\n"
      "outturn event list --kind payment --known-at \"2024-08-01 12:00\"",
      [cli, flags] { return ListEvents(cli, *flags); });
  AddFilters(cli, list, flags.get());
  AddKnownAtFlag(cli, list, "--known-at", &flags->known_at);
  const auto position = std::make_shared<uint64_t>(0);
  CLI::App* show = AddCommand(cli, Noun(cli, "event"), "show",
                              {"一条事项的全部内容", "everything an event says"},
                              "outturn event show 42\noutturn event show 42 --format json",
                              [cli, position] { return ShowEvent(cli, *position); });
  show->add_option("position", *position, cli->Say("位置", "position"))
      ->check(cli->Unsigned())
      ->required();
}

}  // namespace outturn::cli
