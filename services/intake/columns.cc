#include "services/intake/columns.h"

#include <algorithm>
#include <set>

namespace outturn::intake {
namespace {

bool IsKindColumnName(const std::string& header) {
  const std::string key = NameKey(header);
  return key == "事项" || key == "事项类型" || key == "kind";
}

// "金额 (amount)"
std::string BothNames(const Field& field) { return field.name.zh + " (" + field.name.en + ")"; }

void AppendListed(const std::string& item, const char* separator, std::string* list) {
  if (!list->empty()) *list += separator;
  *list += item;
}

bool IsKnown(const Kind* kind, const std::string& name) {
  if (kind != nullptr) return kind->Find(name) >= 0;
  // Asked of every cell above a head: one look-up, not one for each kind.
  static const auto* const all = [] {
    auto* names = new std::set<std::string>;
    for (const Kind& one : Kinds()) {
      for (const auto& [key, field] : one.by_name) names->insert(key);
    }
    return names;
  }();
  return all->contains(NameKey(name));
}

// The field a column stands for, in one of its names, and the unit it says. The mapping comes
// first, then the name as it is, then without its unit. "": left out by the mapping.
NameAndUnit Meaning(const std::string& header, const IntakeDefaults& defaults) {
  NameAndUnit bare = SplitUnit(header);
  if (defaults.mapping != nullptr) {
    const auto& columns = defaults.mapping->columns;
    auto mapped = columns.find(NameKey(header));
    if (mapped == columns.end()) mapped = columns.find(NameKey(bare.name));
    if (mapped != columns.end()) return {mapped->second, bare.unit};
  }
  const Kind* kind = defaults.kind;
  if (kind == nullptr && defaults.mapping != nullptr) kind = defaults.mapping->kind;
  if (IsKnown(kind, header) || !IsKnown(kind, bare.name)) return {header, bare.unit};
  return bare;
}

}  // namespace

bool Columns::Knows(const std::string& header, const IntakeDefaults& defaults) {
  if (Trim(header).empty()) return false;
  const NameAndUnit meant = Meaning(header, defaults);
  const Kind* kind = defaults.kind;
  if (kind == nullptr && defaults.mapping != nullptr) kind = defaults.mapping->kind;
  return meant.name.empty() || IsErrorColumn(header) || IsKindColumnName(header) ||
         IsKnown(kind, meant.name);
}

bool Columns::IsMoney(const Kind& kind, size_t column) const {
  const int field = kind.Find(names_[column]);
  return field >= 0 && kind.fields[field].shape == Shape::kYuan;
}

std::string Columns::Label(size_t column) const {
  const bool named = column < headers_.size() && !Trim(headers_[column]).empty();
  return named ? headers_[column] : "#" + std::to_string(column + 1);
}

bool IsErrorColumn(const std::string& header) {
  const std::string key = NameKey(header);
  return key == "错误" || key == "error";
}

std::optional<Words> Columns::Read(std::vector<std::string> headers,
                                   const IntakeDefaults& defaults) {
  headers_ = std::move(headers);
  while (!headers_.empty() && Trim(headers_.back()).empty()) headers_.pop_back();
  ignored_.assign(headers_.size(), false);
  names_.clear();
  units_.clear();
  for (size_t i = 0; i < headers_.size(); ++i) {
    NameAndUnit meant = Meaning(headers_[i], defaults);
    const bool left_out = meant.name.empty() && !Trim(headers_[i]).empty();
    ignored_[i] = IsErrorColumn(headers_[i]) || left_out;
    names_.push_back(left_out ? headers_[i] : std::move(meant.name));
    units_.push_back(meant.unit);
  }
  const bool said = defaults.kind == nullptr && defaults.mapping != nullptr;
  kind_ = said ? defaults.mapping->kind : defaults.kind;
  kind_column_ = FindKindColumn(defaults);
  if (kind_column_ >= 0) kind_ = nullptr;
  if (auto why = CheckKnown(defaults)) return why;
  if (kind_column_ >= 0) return std::nullopt;
  if (kind_ == nullptr) {
    if (auto why = GuessKind(defaults)) return why;
  }
  const Mapping& mapping = For(*kind_);
  if (auto why = CheckDouble(mapping)) return why;
  return CheckMissing(mapping, defaults);
}

// With a kind given by the caller, a column "kind" may be that kind's own field of this name.
int Columns::FindKindColumn(const IntakeDefaults& defaults) const {
  for (size_t i = 0; i < headers_.size(); ++i) {
    if (!IsKindColumnName(headers_[i])) continue;
    if (defaults.kind != nullptr && defaults.kind->Find(headers_[i]) >= 0) continue;
    return static_cast<int>(i);
  }
  return -1;
}

bool Columns::KnownTo(const Kind& kind, size_t column) const {
  return ignored_[column] || static_cast<int>(column) == kind_column_ ||
         Trim(headers_[column]).empty() || kind.Find(names_[column]) >= 0;
}

const Columns::Mapping& Columns::For(const Kind& kind) {
  auto [it, fresh] = mappings_.try_emplace(&kind);
  if (!fresh) return it->second;
  it->second.kind = &kind;
  for (size_t i = 0; i < headers_.size(); ++i) {
    const bool field = !ignored_[i] && static_cast<int>(i) != kind_column_;
    it->second.field_of.push_back(field ? kind.Find(names_[i]) : -1);
  }
  const auto& fields = it->second.field_of;
  const int unit = kind.FindPath("header.unit");
  it->second.has_unit = unit >= 0 && std::find(fields.begin(), fields.end(), unit) != fields.end();
  return it->second;
}

std::optional<Words> Columns::GuessKind(const IntakeDefaults& defaults) {
  std::vector<const Kind*> possible;
  for (const Kind& kind : Kinds()) {
    bool all_known = true;
    for (size_t i = 0; i < headers_.size(); ++i) all_known = all_known && KnownTo(kind, i);
    if (!all_known) continue;
    if (FirstMissing(kind, Given(For(kind), defaults)) < 0) possible.push_back(&kind);
  }
  if (possible.size() == 1) {
    kind_ = possible.front();
    return std::nullopt;
  }
  Words words;
  for (const Kind* kind : possible) {
    AppendListed(kind->name.zh, "、", &words.zh);
    AppendListed(kind->member->name(), ", ", &words.en);
  }
  if (possible.empty()) {
    return Words{"看不出这些列属于哪类事项：请加“事项”一列，或用 --kind 指明（如 --kind payment）",
                 "cannot tell the kind of these rows: add a column \"kind\" or say --kind, as in "
                 "--kind payment"};
  }
  return Words{"这些列可以是几类事项（" + words.zh + "）：请用 --kind 指明",
               "these columns fit several kinds (" + words.en + "): say which with --kind"};
}

std::optional<Words> Columns::CheckKnown(const IntakeDefaults& defaults) {
  constexpr size_t kMostNamed = 10;  // a file of quite another sort has no end of them
  Words unknown;
  size_t count = 0;
  for (size_t i = 0; i < headers_.size(); ++i) {
    bool known = kind_ != nullptr && KnownTo(*kind_, i);
    if (kind_ == nullptr) {
      for (const Kind& kind : Kinds()) known = known || KnownTo(kind, i);
    }
    if (known) continue;
    if (defaults.ignore_unknown_columns || defaults.mapping != nullptr) {
      ignored_[i] = true;
      continue;
    }
    if (++count > kMostNamed) continue;
    const Words near = NearMatches(headers_[i]);
    AppendListed("“" + headers_[i] + "”" + (near.zh.empty() ? "" : "（是否为 " + near.zh + "）"),
                 "、", &unknown.zh);
    AppendListed(
        "\"" + headers_[i] + "\"" + (near.en.empty() ? "" : " (did you mean " + near.en + "?)"),
        ", ", &unknown.en);
  }
  if (count == 0) return std::nullopt;
  if (count > kMostNamed) {
    unknown.zh += " 等 " + std::to_string(count) + " 列";
    unknown.en += " and others, " + std::to_string(count) + " in all";
  }
  return Words{"不认识的列：" + unknown.zh + "。请改列名，或加 --ignore-unknown-columns 略过",
               "unknown columns: " + unknown.en +
                   "; rename them, or leave them out with --ignore-unknown-columns"};
}

// The closest spellings, where they are close at all.
Words Columns::NearMatches(const std::string& header) const {
  const std::string key = NameKey(header);
  constexpr size_t kMostBytes = 60;  // longer than any name by more than a slip of the pen
  if (key.size() > kMostBytes) return {};
  size_t best = 3;
  std::set<std::string> zh;
  std::set<std::string> en;
  for (const Kind& kind : Kinds()) {
    if (kind_ != nullptr && &kind != kind_) continue;
    for (const auto& [name, index] : kind.by_name) {
      const size_t distance = EditDistance(key, name);
      const bool near = distance <= best && distance * 3 <= std::max(key.size(), name.size()) / 2;
      if (!near) continue;
      if (distance < best) {
        zh.clear();
        en.clear();
        best = distance;
      }
      zh.insert(kind.fields[index].name.zh);
      en.insert(kind.fields[index].name.en);
    }
  }
  Words words;
  if (zh.size() > 3) return words;
  for (const std::string& name : zh) AppendListed(name, "、", &words.zh);
  for (const std::string& name : en) AppendListed(name, ", ", &words.en);
  return words;
}

std::optional<Words> Columns::CheckDouble(const Mapping& mapping) const {
  std::map<int, size_t> seen;
  for (size_t i = 0; i < headers_.size(); ++i) {
    if (mapping.field_of[i] < 0) continue;
    const auto [it, fresh] = seen.try_emplace(mapping.field_of[i], i);
    if (fresh) continue;
    const std::string& first = headers_[it->second];
    return Words{
        "“" + first + "”和“" + headers_[i] + "”两列是同一项，请去掉一列",
        "columns \"" + first + "\" and \"" + headers_[i] + "\" are the same field; leave one out"};
  }
  return std::nullopt;
}

FieldSet Columns::Given(const Mapping& mapping, const IntakeDefaults& defaults) const {
  FieldSet given = GivenInHeader(*mapping.kind, defaults.header);
  for (const int field : mapping.field_of) {
    if (field >= 0) given |= Bit(field);
  }
  if (defaults.mapping != nullptr) {
    for (const auto& [name, text] : defaults.mapping->constants) {
      const int field = mapping.kind->Find(name);
      if (field >= 0) given |= Bit(field);
    }
  }
  const int day = mapping.kind->Find("header.effective_on");
  if (given & Bit(day)) given |= Bit(mapping.kind->Find("header.year"));
  return given;
}

std::optional<Words> Columns::CheckMissing(const Mapping& mapping,
                                           const IntakeDefaults& defaults) const {
  Words missing;
  FieldSet given = Given(mapping, defaults);
  for (int i; (i = FirstMissing(*mapping.kind, given)) >= 0; given |= Bit(i)) {
    const Field& field = mapping.kind->fields[i];
    const bool header = i < HeaderFieldCount();
    const std::string flag = header ? "，或用 --" + field.flag : "";
    AppendListed("“" + field.name.zh + "”" + flag, "、", &missing.zh);
    AppendListed(BothNames(field) + (header ? " or --" + field.flag : ""), ", ", &missing.en);
  }
  if (missing.empty()) return std::nullopt;
  return Words{"缺少列：" + missing.zh, "missing columns: " + missing.en};
}

}  // namespace outturn::intake
