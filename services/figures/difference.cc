#include "services/figures/difference.h"

#include <algorithm>
#include <tuple>

namespace outturn::figures {
namespace {

std::string Say(Language language, const char* zh, const char* en) {
  return language == Language::kChinese ? zh : en;
}

const std::string& TextOf(const std::string* text) {
  static const std::string kEmpty;
  return text == nullptr ? kEmpty : *text;
}

auto Key(const Share& share) {
  return std::tuple(share.position, share.amount.value_or(0), TextOf(share.line),
                    TextOf(share.economic_class));
}

std::string Signed(const std::string& text) {
  return text.empty() || text[0] == '-' ? text : "+" + text;
}

std::string Shown(const Value& value, Language language) {
  return HasValue(value) ? Print(value, MoneyUnit::kYuan, language) : "—";
}

// What stood between the two cuts: recorded later, or effective later, or no longer counted.
std::string Why(const ChangedShare& share, core::Position known_before, Language language) {
  if (share.position > known_before) return Say(language, "其后记录", "recorded later");
  return share.gone ? Say(language, "不再计入", "no longer counts")
                    : Say(language, "其后生效", "effective later");
}

std::string SumLine(const ChangedBasis& changed, Language language) {
  const std::string count = std::to_string(changed.count);
  if (!changed.change) return Say(language, "共 ", "") + count + Say(language, " 项", " in all");
  const std::string sum = Say(language, "合计 ", "sum of ") + count + Say(language, " 项", "");
  const std::string change = ShareText(changed.basis, *changed.change);
  return changed.AddsUp() ? sum + Say(language, "，等于变动数 ", " = the change ") + change
                          : sum + Say(language, "，不等于变动数 ", ", NOT the change ") + change;
}

Section FiguresSection(const Difference& difference, Language language) {
  Section section;
  section.title =
      Say(language, "1. 变动的指标数（金额单位：元）", "1. Figures that changed (money in yuan)");
  section.columns = {{Say(language, "栏目", "place"), Align::kLeft, 28},
                     {Say(language, "指标数", "figure"), Align::kLeft, 30},
                     {Say(language, "由", "from"), Align::kRight, 16},
                     {Say(language, "至", "to"), Align::kRight, 16},
                     {Say(language, "变动", "change"), Align::kRight, 16}};
  for (const ChangedFigure& changed : difference.changed) {
    Cell after = TextCell(Shown(changed.after, language), Align::kRight);
    after.figure = changed.figure;
    after.value = changed.after;
    Cell before = TextCell(Shown(changed.before, language), Align::kRight);
    before.figure = changed.figure;
    before.value = changed.before;
    section.rows.push_back(
        {RowKind::kPlain,
         {TextCell(changed.label), TextCell(changed.figure), std::move(before), std::move(after),
          TextCell(ChangeText(changed.before, changed.after), Align::kRight)}});
  }
  return section;
}

std::string CutText(const Provenance& from, Language language) {
  return Say(language, "截至 ", "as of ") + from.as_of.ToString() +
         Say(language, "，所知至位置 ", ", known at position ") + std::to_string(from.position) +
         Say(language, "（记录于 ", " (recorded on ") + from.known_at.ChinaDay().ToString() +
         Say(language, "），根哈希 ", "), root hash ") + Hex(from.root);
}

}  // namespace

std::string ChangeText(const Value& before, const Value& after) {
  if (const auto* a = std::get_if<core::Fen>(&before)) {
    const auto* b = std::get_if<core::Fen>(&after);
    return b == nullptr ? "" : Signed(core::FormatYuan(*b - *a));
  }
  if (const auto* a = std::get_if<Points>(&before)) {
    const auto* b = std::get_if<Points>(&after);
    return b == nullptr ? "" : Signed(Print(Points{b->hundredths - a->hundredths}));
  }
  if (const auto* a = std::get_if<Count>(&before)) {
    const auto* b = std::get_if<Count>(&after);
    return b == nullptr ? "" : Signed(std::to_string(b->number - a->number));
  }
  if (const auto* a = std::get_if<Quantity>(&before)) {
    const auto* b = std::get_if<Quantity>(&after);
    if (b == nullptr || a->unit != b->unit) return "";
    int64_t change = 0;
    if (__builtin_sub_overflow(b->number.millionths(), a->number.millionths(), &change)) return "";
    return Signed(core::Decimal::OfMillionths(change).ToString() + (b->unit == "%" ? "" : b->unit));
  }
  const auto* a = std::get_if<Ratio>(&before);
  const auto* b = std::get_if<Ratio>(&after);
  if (a == nullptr || b == nullptr) return "";
  // As printed: two decimals of a percentage each.
  const auto hundredths = [](const Ratio& ratio) {
    return RoundHalfUp(static_cast<Wide>(ratio.numerator) * 10'000, ratio.denominator);
  };
  return Signed(WithDecimals(hundredths(*b) - hundredths(*a), 2));
}

std::vector<ChangedShare> Changes(const std::vector<Share>& before,
                                  const std::vector<Share>& after) {
  std::vector<ChangedShare> changes;
  const auto add = [&](const Share& share, bool gone) {
    auto amount = share.amount;
    if (amount && gone) amount = -*amount;
    changes.push_back(
        {share.position, amount, TextOf(share.line), TextOf(share.economic_class), gone});
  };
  auto a = before.begin();
  auto b = after.begin();
  while (a != before.end() || b != after.end()) {
    const bool only_before = b == after.end() || (a != before.end() && a->position < b->position);
    const bool only_after = !only_before && (a == before.end() || b->position < a->position);
    if (only_before) {
      add(*a++, true);
    } else if (only_after) {
      add(*b++, false);
    } else {
      if (Key(*a) != Key(*b)) {
        add(*a, true);
        add(*b, false);
      }
      ++a;
      ++b;
    }
  }
  return changes;
}

bool AddUp(const std::vector<ChangedBasis>& bases) {
  return std::all_of(bases.begin(), bases.end(), [](const auto& one) { return one.AddsUp(); });
}

Section ChangedSection(const ChangedBasis& changed, core::Position known_before, size_t number,
                       Language language) {
  const Basis& basis = changed.basis;
  const auto say = [&](const char* zh, const char* en) { return Say(language, zh, en); };
  Section section;
  section.title = std::to_string(number) + ". " + say("使其变动的事项：", "events that changed: ") +
                  basis.called + " " + basis.figure + " @ " + basis.ledger.ToString();
  const bool money = std::holds_alternative<core::Fen>(basis.value);
  section.columns = {{money ? say("金额（元）", "yuan") : say("数量", "adds"), Align::kRight, 14},
                     {say("生效日", "effective"), Align::kLeft, 10},
                     {say("记录日", "recorded"), Align::kLeft, 10},
                     {say("位置", "position"), Align::kRight, 8},
                     {say("原因", "because"), Align::kLeft, 8},
                     {say("事项", "kind"), Align::kLeft, 8},
                     {say("编号", "id"), Align::kLeft, 16},
                     {say("凭证、文号", "voucher, document"), Align::kLeft, 16},
                     {say("指标", "line"), Align::kLeft, 8},
                     {say("经济分类", "class"), Align::kLeft, 8},
                     {say("摘要", "about"), Align::kLeft, 20}};
  for (const auto& [share, event] : changed.rows) {
    section.rows.push_back(
        {RowKind::kPlain,
         {TextCell(share.amount ? ShareText(basis, *share.amount) : "", Align::kRight),
          TextCell(event.effective_on.ToString()),
          TextCell(event.recorded_at.ChinaDay().ToString()),
          TextCell(std::to_string(event.position), Align::kRight),
          TextCell(Why(share, known_before, language)), TextCell(event.kind.In(language)),
          TextCell(event.id), TextCell(event.papers), TextCell(share.line),
          TextCell(share.economic_class), TextCell(event.about)}});
  }
  Row total{RowKind::kTotal, {}};
  total.cells.push_back(
      TextCell(changed.change ? ShareText(basis, changed.sum) : "", Align::kRight));
  total.cells.push_back(TextCell(SumLine(changed, language), Align::kLeft, 10));
  section.rows.push_back(std::move(total));
  return section;
}

Table DifferenceTable(const Difference& difference, Language language) {
  Table table;
  table.id = "difference";
  table.title = Say(language, "两个时点的比较：", "Two cuts compared: ") + difference.title;
  table.subtitle = difference.unit_name;
  table.language = language;
  table.provenance = difference.after;
  table.sections.push_back(FiguresSection(difference, language));
  size_t number = 2;
  for (const ChangedBasis& changed : difference.bases) {
    table.sections.push_back(
        ChangedSection(changed, difference.before.position, number++, language));
    if (changed.rows.size() == changed.count) continue;
    table.notes.push_back(changed.basis.figure +
                          Say(language, "：显示最大的 ", ": shown are the largest ") +
                          std::to_string(changed.rows.size()) + Say(language, " 项，共 ", " of ") +
                          std::to_string(changed.count) + Say(language, " 项", ""));
  }
  table.notes.push_back(Say(language, "比较了 ", "compared: ") +
                        std::to_string(difference.compared) +
                        Say(language, " 个指标数，变动 ", " figures, changed: ") +
                        std::to_string(difference.changed.size()) + Say(language, " 个", ""));
  table.notes.push_back(Say(language, "由：", "from: ") + CutText(difference.before, language));
  table.notes.push_back(Say(language, "至：", "to: ") + CutText(difference.after, language));
  return table;
}

}  // namespace outturn::figures
