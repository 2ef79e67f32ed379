#include "services/wire/refusal_words.h"

#include <google/protobuf/descriptor.h>

#include <charconv>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "outturn/v1/about.pb.h"
#include "outturn/v1/event.pb.h"
#include "services/core/day.h"
#include "services/core/money.h"
#include "services/core/three_public_words.h"
#include "services/wire/kind_words.h"

namespace outturn::wire {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;

struct Words {
  std::string zh;
  std::string en;
  v1::Notation notation = v1::PLAIN;
};
using Dictionary = std::map<std::string, Words, std::less<>>;

std::optional<Words> WordsOf(const FieldDescriptor& field) {
  const v1::About& about = field.options().GetExtension(v1::about);
  if (about.zh().empty()) return std::nullopt;
  return Words{about.zh(), about.en(), about.notation()};
}

// The schema's own words: of the kinds' fields by name, of enum values by name and, where the core
// writes them, by their English word.
struct Schema {
  Dictionary fields;
  Dictionary values;

  Schema() {
    const Descriptor* command = v1::Command::descriptor();
    for (int i = command->field_count() - 1; i >= 0; --i) {  // the header, which is first, last
      const FieldDescriptor* kind = command->field(i);
      if (kind->message_type() != nullptr) Take(*kind->message_type());
    }
    Take(*v1::LineCategory_descriptor(), true);
    Take(*v1::IndicatorKind_descriptor(), true);
  }

 private:
  void Take(const Descriptor& message) {
    for (int i = 0; i < message.field_count(); ++i) {
      const FieldDescriptor* field = message.field(i);
      if (const auto words = WordsOf(*field)) fields.insert({field->name(), *words});
      if (field->enum_type() != nullptr) Take(*field->enum_type(), false);
    }
  }
  void Take(const EnumDescriptor& all, bool by_word) {
    for (int i = 0; i < all.value_count(); ++i) {
      const v1::Word& word = all.value(i)->options().GetExtension(v1::word);
      if (word.zh().empty()) continue;
      values.insert({all.value(i)->name(), {word.zh(), word.en()}});
      if (by_word) values.insert({word.en(), {word.zh(), word.en()}});
    }
  }
};

const Schema& TheSchema() {
  static const Schema& schema = *new Schema;
  return schema;
}

// What the schema has no field or enum of.
const Dictionary& Others() {
  static const Dictionary& words = *new Dictionary{
      {"fiscal_year", {"预算年度开始日", "the year's first day"}},
      {"recorded_on", {"登记日期", "the day of recording"}},
  };
  return words;
}

std::optional<Words> ThreePublicNamed(std::string_view name) {
  for (const core::ThreePublic kind : core::kThreePublics) {
    const core::ThreePublicWords words = core::WordsOf(kind);
    if (core::Name(kind) == name) return Words{std::string(words.zh), std::string(words.en)};
  }
  return std::nullopt;
}

const Words* Find(const Dictionary& dictionary, std::string_view name) {
  const auto found = dictionary.find(name);
  return found == dictionary.end() ? nullptr : &found->second;
}

const std::string& In(const Words& words, core::Language language) {
  return language == core::Language::kChinese ? words.zh : words.en;
}

// The field at a path from the command, "virement.legs[1].amount_fen": 金额（第 2 项）. A name
// alone is that of some kind's field.
std::optional<Words> FindField(std::string_view path) {
  const Descriptor* at = v1::Command::descriptor();
  const FieldDescriptor* field = nullptr;
  std::string zh_item;
  std::string en_item;
  for (std::string_view rest = path; at != nullptr;) {
    const size_t dot = rest.find('.');
    std::string_view name = rest.substr(0, dot);
    size_t item = 0;
    if (const size_t open = name.find('['); open != std::string_view::npos) {
      std::from_chars(name.data() + open + 1, name.data() + name.size(), item);
      zh_item = "（第 " + std::to_string(item + 1) + " 项）";
      en_item = " (item " + std::to_string(item + 1) + ")";
      name = name.substr(0, open);
    }
    field = at->FindFieldByName(std::string(name));
    at = field == nullptr ? nullptr : field->message_type();
    if (dot == std::string_view::npos) break;
    rest.remove_prefix(dot + 1);
    if (at == nullptr) field = nullptr;
  }
  auto words = field == nullptr ? std::nullopt : WordsOf(*field);
  if (words) return Words{words->zh + zh_item, words->en + en_item, words->notation};
  const Words* some = Find(TheSchema().fields, path);
  return some == nullptr ? std::nullopt : std::optional(*some);
}

std::optional<Words> FindKindOrValue(std::string_view name) {
  if (auto kind = WordsOfKind(name)) return Words{std::move(kind->zh), std::move(kind->en)};
  const Words* value = Find(TheSchema().values, name);
  return value == nullptr ? std::nullopt : std::optional(*value);
}

// "payment, cut": each in words where all have some; else as it is.
std::string Listed(const std::string& names, core::Language language) {
  constexpr std::string_view kBetween = ", ";
  std::string text;
  for (std::string_view rest = names;;) {
    const size_t end = rest.find(kBetween);
    const auto words = FindKindOrValue(rest.substr(0, end));
    if (!words) return names;
    if (!text.empty()) text += language == core::Language::kChinese ? "、" : kBetween;
    text += In(*words, language);
    if (end == std::string_view::npos) return text;
    rest.remove_prefix(end + kBetween.size());
  }
}

std::string AsWritten(const std::string& value, v1::Notation notation, core::Language language) {
  if (value.empty()) return language == core::Language::kChinese ? "（空）" : "(empty)";
  int64_t number = 0;
  const auto read = std::from_chars(value.data(), value.data() + value.size(), number);
  if (read.ec != std::errc() || read.ptr != value.data() + value.size()) return value;
  // Both are hundredths.
  if (notation == v1::YUAN || notation == v1::POINTS) return core::FormatYuan(core::Fen(number));
  if (notation != v1::DAY) return value;
  const auto day = core::Day::OfNumber(static_cast<int32_t>(number));
  return day ? day->ToString() : value;
}

std::string ValueInWords(const core::Variable& variable, core::Language language) {
  const Words* other = nullptr;
  if (variable.name == "field" || variable.name == "bound") {
    if (const auto words = FindField(variable.value)) return In(*words, language);
    other = Find(Others(), variable.value);
  } else if (variable.name == "three_public") {
    if (const auto words = ThreePublicNamed(variable.value)) return In(*words, language);
  } else if (variable.name == "kind" || variable.name == "allowed" || variable.name == "category") {
    return Listed(variable.value, language);
  }
  return other == nullptr ? variable.value : In(*other, language);
}

}  // namespace

std::string BlamedField(const core::Refusal& refusal) {
  using core::Reason;
  const auto says = [&](std::string_view name) -> const std::string* {
    for (const core::Variable& variable : refusal.variables) {
      if (variable.name == name) return &variable.value;
    }
    return nullptr;
  };
  static const std::map<Reason, std::string_view> kByReason = {
      {Reason::kIdReused, "header.external_id"},
      {Reason::kLedgerNotFound, "header.unit"},
      {Reason::kBackdatedTooFar, "header.effective_on"},
      {Reason::kBeforeOpening, "header.effective_on"},
      {Reason::kDocumentMissing, "header.document_number"},
      {Reason::kLineNotFound, "line"},
      {Reason::kLineExists, "line"},
      {Reason::kClassNotDetailed, "economic_class"},
      {Reason::kClassNotInCategory, "economic_class"},
      {Reason::kThreePublicMismatch, "economic_class"},
      {Reason::kClassRequired, "economic_class"},
      {Reason::kCommitmentNotFound, "commitment"},
      {Reason::kPaymentNotFound, "payment"},
      {Reason::kIndicatorNotFound, "indicator"},
      {Reason::kWarningRuleNotFound, "rule"},
      {Reason::kAttachmentMissing, "attachment"},
      {Reason::kExceedsPayment, "amount_fen"},
      {Reason::kExceedsCommitment, "amount_fen"},
      {Reason::kAmountTooLarge, "amount_fen"},
      {Reason::kNoBudget, "amount_fen"},
      {Reason::kHeadroomExceeded, "amount_fen"},
      {Reason::kClassHeadroomExceeded, "amount_fen"},
      {Reason::kThreePublicExceeded, "amount_fen"},
      {Reason::kClassBudgetExceeded, "amount_fen"},
  };
  if (refusal.reason == Reason::kDayOutsideYear) {
    return says("completed_on") != nullptr ? "completed_on" : "header.effective_on";
  }
  const auto found = kByReason.find(refusal.reason);
  if (found != kByReason.end()) return std::string(found->second);
  const std::string* named = says("field");
  return named == nullptr ? "" : *named;
}

core::Refusal InWords(core::Refusal refusal, core::Language language) {
  std::optional<Words> differs;  // the field two commands of one id differ in
  for (core::Variable& variable : refusal.variables) {
    if (variable.name == "field" && refusal.reason == core::Reason::kIdReused) {
      differs = FindField(variable.value);
    } else if (differs && (variable.name == "recorded" || variable.name == "sent")) {
      variable.value = AsWritten(variable.value, differs->notation, language);
    }
    variable.value = ValueInWords(variable, language);
  }
  return refusal;
}

}  // namespace outturn::wire
