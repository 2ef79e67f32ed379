#include "clients/cli/document_report.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace outturn::cli {
namespace {

using checks::Finding;
using checks::Rounding;
using checks::Severity;
using checks::Stated;
using nlohmann::ordered_json;

const std::string& In(const Cli& cli, const figures::Words& words) {
  return cli.english() ? words.en : words.zh;
}

std::string SeverityWord(const Cli& cli, Severity severity) {
  switch (severity) {
    case Severity::kError:
      return cli.Say("错误", "error");
    case Severity::kWarning:
      return cli.Say("警告", "warning");
    case Severity::kInfo:
      return cli.Say("说明", "info");
  }
  return "";
}

const char* RoundingWord(Rounding rounding) {
  switch (rounding) {
    case Rounding::kNoMatter:
      return "";
    case Rounding::kExplains:
      return "explains";
    case Rounding::kDoesNotExplain:
      return "does_not_explain";
  }
  return "";
}

std::string WithoutSpaces(std::string text) {
  std::erase(text, ' ');
  return text;
}

// "表1" of a table without a name says no more than "表 1 第 3 行第 4 列".
std::string PlaceText(const Cli& cli, const checks::Place& place) {
  const std::string& where = In(cli, place.where);
  const std::string numbered = "表";
  const std::string number =
      place.form.starts_with(numbered) ? place.form.substr(numbered.size()) : std::string();
  const bool counted =
      !number.empty() && number.find_first_not_of("0123456789") == std::string::npos;
  if (place.form.empty() || place.where.zh == place.form) return where;
  if (counted && WithoutSpaces(place.where.zh).starts_with(place.form + "第")) return where;
  const bool text = place.form == "正文";
  if (cli.english() && counted) return "table " + number + ", " + where;
  return (cli.english() && text ? "text," : place.form) + " " + where;
}

std::string CountOf(size_t count, const std::string& one, const std::string& several) {
  return std::to_string(count) + " " + (count == 1 ? one : several);
}

// Whether the number stands in the report: sums of many, rates over a target and the like do not.
bool IsPrinted(const Finding& finding) {
  const auto digits = [](const std::string& text) {
    std::string bare;
    for (const char letter : text) {
      if ((letter >= '0' && letter <= '9') || letter == '.') bare += letter;
    }
    return bare;
  };
  const std::string found = digits(finding.found);
  const bool words = std::any_of(finding.found.begin(), finding.found.end(), [](char letter) {
    return static_cast<unsigned char>(letter) > 127;
  });
  return words || found.empty() || finding.compared.empty() ||
         std::any_of(finding.compared.begin(), finding.compared.end(),
                     [&](const checks::Compared& one) { return digits(one.value) == found; });
}

// Three lines each: what kind and where; the numbers; the sentence. What follows from the same
// cause stands below it.
std::string FindingText(const Cli& cli, const Finding& finding, bool below) {
  const std::string indent = below ? "      " : "   ";
  const std::string mark =
      below ? cli.Say("   └ 同因", "   └ same cause") : SeverityWord(cli, finding.severity);
  std::string text = mark + "  " + finding.check + "  " + PlaceText(cli, finding.place) + "\n";
  std::string numbers;
  const auto add = [&](const char* zh, const char* en, const std::string& value) {
    if (value.empty()) return;
    numbers += (numbers.empty() ? "" : cli.Say("，", ", ")) + cli.Say(zh, en) + " " + value;
  };
  const bool printed = IsPrinted(finding);
  add(printed ? "印为" : "算得", printed ? "printed" : "reckoned", finding.found);
  add("应为", "expected", finding.expected);
  add("相差", "difference", finding.difference);
  if (!numbers.empty()) text += indent + numbers + "\n";
  text += indent + In(cli, finding.words) + "\n";
  for (const Finding& also : finding.also) text += FindingText(cli, also, true);
  return text;
}

std::string FigureText(const Stated& stated) {
  std::string text = stated.scope.empty() ? "" : stated.scope + ": ";
  return text + stated.figure + (stated.guessed ? " ?" : "");
}

Listing FiguresListing() {
  Listing listing;
  listing.columns = {{{"指标", "figure"}},
                     {{"名称", "label"}},
                     {{"数值", "value"}, true},
                     {{"单位", "unit"}},
                     {{"位置", "place"}}};
  return listing;
}

void AddFigure(const Cli& cli, const Stated& stated, Listing& listing) {
  listing.rows.push_back({FigureText(stated), stated.label, stated.printed, stated.unit,
                          PlaceText(cli, stated.place)});
}

Listing ReadListing(const Cli& cli, const DocumentReport& report) {
  Listing listing = FiguresListing();
  for (const Stated& stated : report.filing.stated) AddFigure(cli, stated, listing);
  for (const checks::IndicatorTable& table : report.filing.indicators) {
    for (const checks::StatedIndicator& one : table.indicators) {
      const auto add = [&](const char* zh, const char* en, const checks::StatedCell& cell) {
        if (cell.text.empty()) return;
        listing.rows.push_back({cli.Say("指标", "indicator"), one.name + "/" + cli.Say(zh, en),
                                cell.text, cell.unit, PlaceText(cli, cell.place)});
      };
      add("指标值", "target", one.target);
      add("完成值", "result", one.actual);
      add("分值", "weight", one.weight);
      add("得分", "score", one.score);
    }
  }
  return listing;
}

Listing UnreadListing(const Cli& cli, const DocumentReport& report) {
  Listing listing;
  listing.columns = {{{"数", "number"}, true}, {{"前文", "before it"}}, {{"位置", "place"}}};
  for (const checks::Unread& unread : report.filing.unread) {
    listing.rows.push_back({unread.text, unread.label, PlaceText(cli, unread.place)});
  }
  return listing;
}

Listing UntiedListing(const Cli& cli, const DocumentReport& report) {
  Listing listing = FiguresListing();
  for (const Stated* stated : report.untied) AddFigure(cli, *stated, listing);
  return listing;
}

ordered_json PlaceJson(const checks::Place& place) {
  return {{"form", place.form}, {"zh", place.where.zh}, {"en", place.where.en}};
}

ordered_json FindingJson(const Finding& finding) {
  ordered_json json = {{"check", finding.check},
                       {"severity", checks::Name(finding.severity)},
                       {"scope", finding.scope},
                       {"figure", finding.figure},
                       {"place", PlaceJson(finding.place)},
                       {"found", finding.found},
                       {"expected", finding.expected},
                       {"difference", finding.difference},
                       {"rounding", RoundingWord(finding.rounding)},
                       {"zh", finding.words.zh},
                       {"en", finding.words.en},
                       {"compared", ordered_json::array()},
                       {"same_cause", ordered_json::array()}};
  for (const checks::Compared& compared : finding.compared) {
    json["compared"].push_back({{"label", compared.label},
                                {"value", compared.value},
                                {"zh", compared.where.zh},
                                {"en", compared.where.en}});
  }
  for (const Finding& also : finding.also) json["same_cause"].push_back(FindingJson(also));
  return json;
}

std::string Json(const DocumentReport& report) {
  ordered_json json = {
      {"file", report.file}, {"year", report.filing.year}, {"ledger", report.ledger}};
  json["findings"] = ordered_json::array();
  for (const Finding& finding : report.findings) json["findings"].push_back(FindingJson(finding));
  json["read"] = ordered_json::array();
  for (const Stated& stated : report.filing.stated) {
    json["read"].push_back({{"scope", stated.scope},
                            {"figure", stated.figure},
                            {"label", stated.label},
                            {"value", stated.printed},
                            {"unit", stated.unit},
                            {"sure", !stated.guessed},
                            {"place", PlaceJson(stated.place)}});
  }
  json["untied"] = ordered_json::array();
  for (const Stated* stated : report.untied) {
    json["untied"].push_back({{"scope", stated->scope},
                              {"figure", stated->figure},
                              {"label", stated->label},
                              {"value", stated->printed},
                              {"unit", stated->unit},
                              {"place", PlaceJson(stated->place)}});
  }
  json["indicators"] = ordered_json::array();
  for (const checks::IndicatorTable& table : report.filing.indicators) {
    for (const checks::StatedIndicator& one : table.indicators) {
      json["indicators"].push_back({{"scope", table.scope},
                                    {"name", one.name},
                                    {"target", one.target.text},
                                    {"result", one.actual.text},
                                    {"weight", one.weight.text},
                                    {"score", one.score.text},
                                    {"reason", one.reason.text},
                                    {"place", PlaceJson(one.weight.place)}});
    }
  }
  json["agreeing"] = report.agreeing;
  json["not_compared"] = ordered_json::array();
  for (const checks::Compared& one : report.not_compared) {
    json["not_compared"].push_back(
        {{"label", one.label}, {"value", one.value}, {"zh", one.where.zh}});
  }
  json["unread"] = ordered_json::array();
  for (const checks::Unread& unread : report.filing.unread) {
    json["unread"].push_back(
        {{"text", unread.text}, {"before", unread.label}, {"place", PlaceJson(unread.place)}});
  }
  json["notes"] = ordered_json::array();
  for (const figures::Words& note : report.notes)
    json["notes"].push_back({{"zh", note.zh}, {"en", note.en}});
  return json.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

std::string Summary(const Cli& cli, const DocumentReport& report) {
  const auto counted = [&](Severity severity) {
    return static_cast<size_t>(
        std::count_if(report.findings.begin(), report.findings.end(),
                      [&](const Finding& one) { return one.severity == severity; }));
  };
  const auto count = [&](Severity severity) { return std::to_string(counted(severity)); };
  size_t indicators = 0;
  for (const auto& table : report.filing.indicators) indicators += table.indicators.size();
  const std::string year =
      report.filing.year == 0 ? cli.Say("不明", "unknown") : std::to_string(report.filing.year);
  if (cli.english()) {
    return report.file + ": year " + year + ", " +
           CountOf(report.filing.stated.size(), "figure", "figures") + " and " +
           CountOf(indicators, "indicator", "indicators") + " read, " +
           CountOf(report.filing.unread.size(), "number", "numbers") + " not understood; " +
           CountOf(counted(Severity::kError), "error", "errors") + ", " +
           CountOf(counted(Severity::kWarning), "warning", "warnings") + ", " +
           CountOf(counted(Severity::kInfo), "remark", "remarks") + "\n";
  }
  return report.file + "：年度 " + year + "，读出 " + std::to_string(report.filing.stated.size()) +
         " 个数、" + std::to_string(indicators) + " 项绩效指标，" +
         std::to_string(report.filing.unread.size()) + " 个数未能识别；错误 " +
         count(Severity::kError) + "，警告 " + count(Severity::kWarning) + "，说明 " +
         count(Severity::kInfo) + "\n";
}

std::string LedgerLine(const Cli& cli, const DocumentReport& report) {
  if (report.ledger.empty()) return "";
  const std::string agreeing = std::to_string(report.agreeing);
  const std::string left = std::to_string(report.not_compared.size());
  if (cli.english()) {
    return "against ledger " + report.ledger + ": " + agreeing + " agree, " + left +
           " have nothing in the ledger to compare with\n";
  }
  return "与账套 " + report.ledger + " 核对：一致 " + agreeing + " 个，账上没有对应数的 " + left +
         " 个\n";
}

std::string Text(const Cli& cli, const DocumentReport& report) {
  std::string text = Summary(cli, report) + LedgerLine(cli, report);
  for (const figures::Words& note : report.notes) text += In(cli, note) + "\n";
  const size_t width = cli.console.width();
  if (!report.findings.empty()) {
    text += "\n" + cli.Say("一、问题", "1. Findings") + "\n";
    for (const Finding& finding : report.findings) text += FindingText(cli, finding, false);
  } else if (NothingRead(report)) {
    text += "\n" + cli.Say("没有可核对的数。", "There was nothing to check.") + "\n";
  } else {
    text += "\n" + cli.Say("没有发现问题。", "No findings.") + "\n";
  }
  if (report.findings_only) return text;
  text += "\n" +
          cli.Say("二、读出的数（“?”：词语没有说明是预算还是决算）",
                  "2. What was read (\"?\": no word says whether budget or outturn)") +
          "\n" + ReadListing(cli, report).ToText(cli.english(), width);
  if (!report.filing.unread.empty()) {
    text += "\n" + cli.Say("三、看到而未能识别的数", "3. Numbers seen and not understood") + "\n" +
            UnreadListing(cli, report).ToText(cli.english(), width);
  }
  if (!report.untied.empty()) {
    text += "\n" +
            cli.Say("四、正文中读出而没有别的数可核对的（对不对，本程序不知道）",
                    "4. Read in the text, and nothing to hold it against: whether it is right is "
                    "not known") +
            "\n" + UntiedListing(cli, report).ToText(cli.english(), width);
  }
  return text;
}

// One list: what was found, read and not understood, told apart by the first column.
std::string Csv(const Cli& cli, const DocumentReport& report) {
  Listing listing;
  listing.columns = {{{"类别", "part"}},     {{"级别", "severity"}}, {{"检查", "check"}},
                     {{"指标", "figure"}},   {{"位置", "place"}},    {{"印为", "printed"}},
                     {{"单位", "unit"}},     {{"应为", "expected"}}, {{"相差", "difference"}},
                     {{"舍入", "rounding"}}, {{"说明", "what"}}};
  const auto add = [&](const Finding& finding, const auto& self) -> void {
    listing.rows.push_back({"finding", std::string(checks::Name(finding.severity)), finding.check,
                            finding.figure, PlaceText(cli, finding.place), finding.found, "",
                            finding.expected, finding.difference, RoundingWord(finding.rounding),
                            In(cli, finding.words)});
    for (const Finding& also : finding.also) self(also, self);
  };
  for (const Finding& finding : report.findings) add(finding, add);
  if (!report.findings_only) {
    for (const Stated& stated : report.filing.stated) {
      listing.rows.push_back({"read", "", "", FigureText(stated), PlaceText(cli, stated.place),
                              stated.printed, stated.unit, "", "", "", stated.label});
    }
    for (const Stated* stated : report.untied) {
      listing.rows.push_back({"untied", "", "", FigureText(*stated), PlaceText(cli, stated->place),
                              stated->printed, stated->unit, "", "", "", stated->label});
    }
    for (const checks::Unread& unread : report.filing.unread) {
      listing.rows.push_back({"unread", "", "", "", PlaceText(cli, unread.place), unread.text, "",
                              "", "", "", unread.label});
    }
  }
  return listing.ToCsv(cli.english());
}

}  // namespace

bool NothingRead(const DocumentReport& report) {
  return report.filing.stated.empty() && report.filing.indicators.empty() &&
         report.findings.empty();
}

bool HasErrors(const DocumentReport& report) {
  return std::any_of(report.findings.begin(), report.findings.end(),
                     [](const Finding& one) { return one.severity == Severity::kError; });
}

std::string Render(const Cli& cli, const DocumentReport& report) {
  if (cli.settings.format == "json") return Json(report);
  if (cli.settings.format == "csv") return Csv(cli, report);
  return Text(cli, report);
}

}  // namespace outturn::cli
