// Leaks as a report.
#include "services/figures/public/classified.h"
#include "services/figures/public/leaks.h"

namespace outturn::figures {
namespace {

class Writer {
 public:
  Writer(const Cut& cut, Language language) : cut_(cut), language_(language) {}

  [[nodiscard]] std::string Say(const std::string& zh, const std::string& en) const {
    return language_ == Language::kChinese ? zh : en;
  }

  [[nodiscard]] Section Amounts(const std::string& title, const std::vector<Revealed>& all) const {
    Section section;
    section.title = title;
    section.columns = {{Say("涉密项目", "classified project"), Align::kLeft, 26},
                       {Say("数据", "what"), Align::kLeft, 22},
                       {Say("金额（万元）", "amount (10,000 yuan)"), Align::kRight, 12},
                       {Say("由公开的数这样算出", "worked out so"), Align::kLeft, 60}};
    for (const Revealed& revealed : all) {
      Cell amount = Label(Print(revealed.amount, MoneyUnit::kWanYuan, language_), Align::kRight);
      amount.figure = revealed.projects.size() == 1 ? revealed.figure : "";
      if (!revealed.when.empty()) amount.figure.clear();  // it is worth that on another day
      if (!amount.figure.empty()) amount.value = revealed.amount;
      section.rows.push_back(
          {RowKind::kPlain,
           {Label(Projects(revealed.projects)), Label(What(revealed.figure) + When(revealed.when)),
            amount, Label(Steps(revealed.steps))}});
    }
    if (all.empty()) section.rows.push_back({RowKind::kPlain, {Label(Say("无", "none"))}});
    return section;
  }

  [[nodiscard]] Section Names(const std::vector<NamePrinted>& names) const {
    Section section;
    section.title = Say("三、印出来的涉密名称或代码", "3. Names or codes that are printed");
    section.columns = {{Say("涉密项目", "classified project"), Align::kLeft, 26},
                       {Say("表", "form"), Align::kLeft, 22},
                       {Say("所在文字", "where"), Align::kLeft, 72}};
    for (const NamePrinted& name : names) {
      section.rows.push_back(
          {RowKind::kPlain,
           {Label(Projects({name.project})), Label(name.form), Label(name.where)}});
    }
    if (names.empty()) section.rows.push_back({RowKind::kPlain, {Label(Say("无", "none"))}});
    return section;
  }

  [[nodiscard]] std::string Verdict(const Leaks& leaks) const {
    if (!HasClassifiedProjects(cut_)) {
      return Say("本账套没有涉密项目。", "The ledger has no classified projects.");
    }
    if (!leaks.exact.empty() || !leaks.names.empty()) {
      return Say("结论：照此公开会泄密。可以少公开一行或一张表、与其他项目合并列示，或按规定报批。",
                 "Verdict: publishing this reveals what is classified. Leave out a row or a form, "
                 "merge rows, or ask for approval.");
    }
    if (!leaks.sums.empty()) {
      return Say("结论：只能算出几个涉密项目的合计，算不出单个项目。",
                 "Verdict: only sums of several classified projects can be worked out, no single "
                 "one.");
    }
    return Say("结论：由公开的数算不出涉密项目的金额。",
               "Verdict: no amount of classified projects can be worked out.");
  }

 private:
  static Cell Label(std::string text, Align align = Align::kLeft) {
    Cell cell;
    cell.printed = std::move(text);
    cell.align = align;
    return cell;
  }

  [[nodiscard]] std::string Projects(const std::vector<std::string>& projects) const {
    std::string text;
    for (const std::string& project : projects) {
      text += (text.empty() ? "" : Say("、", ", ")) + project;
      for (const auto& [code, line] : cut_.ledger.lines) {
        if (line.facts.project != project || line.facts.project_name.empty()) continue;
        text += " " + line.facts.project_name;
        break;
      }
    }
    return text;
  }

  // "执行数" of "paid(project=QT01)".
  [[nodiscard]] std::string What(const std::string& figure) const {
    const Definition* definition = FindDefinition(figure.substr(0, figure.find('(')));
    if (definition == nullptr) return figure;
    return std::string(language_ == Language::kChinese ? definition->zh : definition->en);
  }

  [[nodiscard]] std::string When(const Words& when) const {
    if (when.empty()) return "";
    return Say("（" + when.zh + "）", " (" + when.en + ")");
  }

  [[nodiscard]] static std::string Steps(const std::vector<Revealed::Step>& steps) {
    constexpr size_t kMost = 16;
    std::string text;
    for (size_t i = 0; i < steps.size() && i < kMost; ++i) {
      const int64_t times = steps[i].times;
      text += times < 0 ? (i == 0 ? "−" : " − ") : (i == 0 ? "" : " + ");
      if (times == 0) text += "… × ";
      if (times > 1 || times < -1) text += std::to_string(times < 0 ? -times : times) + " × ";
      text += steps[i].figure;
    }
    if (steps.size() > kMost) text += " … (" + std::to_string(steps.size()) + ")";
    return text;
  }

  const Cut& cut_;
  Language language_;
};

}  // namespace

Table LeakTable(const Leaks& leaks, const Cut& cut, const Provenance& provenance,
                Language language) {
  const Writer writer(cut, language);
  Table table;
  table.id = "leaks";
  table.title = writer.Say("公开前泄密检查", "Before publishing: what would be revealed");
  table.subtitle =
      cut.ledger.opened.unit_name +
      writer.Say("    内部资料：含涉密项目", "    internal: names classified projects");
  table.language = language;
  table.provenance = provenance;
  table.sections = {
      writer.Amounts(writer.Say("一、能算出的单个涉密项目", "1. Single projects revealed exactly"),
                     leaks.exact),
      writer.Amounts(writer.Say("二、能算出的几个涉密项目的合计", "2. Sums of several revealed"),
                     leaks.sums),
      writer.Names(leaks.names)};
  table.notes = {
      writer.Verdict(leaks),
      writer.Say(
          "检查的办法：把要公开的各表里的金额放在一起，找出所有相加减能得到涉密项目金额的算法；"
          "比率不参与计算。公开数按万元保留两位小数，所以算出的数有尾差。",
          "How: every combination of the money figures of all the forms together. Rates are "
          "left out; printed figures are rounded, so what is worked out is, too.")};
  return table;
}

}  // namespace outturn::figures
