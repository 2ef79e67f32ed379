#include "tests/scenarios/notation.h"

#include <google/protobuf/text_format.h>
#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "services/intake/fields.h"
#include "services/intake/kinds.h"

namespace outturn::scenarios {
namespace {

std::invalid_argument Wrong(const std::string& what) { return std::invalid_argument(what); }

const intake::Kind& KindNamed(const std::string& name) {
  const intake::Kind* kind = intake::FindKind(name);
  if (kind == nullptr) throw Wrong("there is no kind " + name);
  return *kind;
}

void Set(const intake::Kind& kind, const std::string& key, const std::string& value,
         v1::Command& command) {
  const int field = kind.Find(key);
  if (field < 0) throw Wrong(kind.member->name() + " has no field " + key);
  const auto& known = kind.fields[static_cast<size_t>(field)];
  if (const auto expected = intake::SetField(known, value, &command)) {
    throw Wrong(key + "=" + value + " should be " + expected->en);
  }
}

bool Contains(const Pairs& pairs, const intake::Kind& kind, const std::string& key) {
  return std::any_of(pairs.begin(), pairs.end(),
                     [&](const auto& pair) { return kind.Find(pair.first) == kind.Find(key); });
}

// The text format's spelling of one field, so that scalars and enums need no code each.
std::string TextOf(const std::string& field, const std::string& value) {
  const auto* descriptor = v1::Policy::descriptor()->FindFieldByName(field);
  if (descriptor == nullptr) throw Wrong("a policy has no field " + field);
  const bool text = descriptor->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_STRING;
  return field + ": " + (text ? "\"" + value + "\"" : value);
}

v1::Policy ReadPolicy(const std::string& path) {
  std::ifstream file(path);
  const std::string json{std::istreambuf_iterator<char>(file), {}};
  v1::Policy policy;
  const auto status = google::protobuf::util::JsonStringToMessage(json, &policy);
  if (!file || !status.ok()) throw Wrong("no policy in " + path);
  return policy;
}

int32_t NumberOf(std::string day) {
  std::erase(day, '-');
  return std::stoi(day);
}

}  // namespace

Words TakeApart(std::string_view line) {
  Words words;
  std::string word;
  bool quoted = false;
  const auto end_word = [&] {
    const size_t equals = word.find('=');
    if (word.empty()) return;
    if (word.front() == '@') {
      words.id = word.substr(1);
    } else if (equals != std::string::npos) {
      words.pairs.emplace_back(word.substr(0, equals), word.substr(equals + 1));
    } else {
      words.plain.push_back(word);
    }
    word.clear();
  };
  for (const char c : line) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ' ' && !quoted) {
      end_word();
    } else {
      word += c;
    }
  }
  if (quoted) throw Wrong("a quotation mark is missing");
  end_word();
  return words;
}

std::string Take(Pairs& pairs, std::string_view key) {
  const auto found =
      std::find_if(pairs.begin(), pairs.end(), [&](const auto& pair) { return pair.first == key; });
  if (found == pairs.end()) return {};
  std::string value = std::move(found->second);
  pairs.erase(found);
  return value;
}

void Notation::SetDefault(const Words& words) {
  if (words.plain.size() == 1) {
    for (const auto& [key, value] : words.pairs) {
      (void)Take(defaults_, key);
      defaults_.emplace_back(key, value);
    }
    return;
  }
  defaults_of_kind_[KindNamed(words.plain.at(1)).member->name()] = words.pairs;
}

v1::Command Notation::CommandOf(const Words& words) {
  const intake::Kind& kind = KindNamed(words.plain.at(1));
  v1::Command command;
  v1::Header& header = *command.mutable_header();
  header.set_source("scenario");
  header.set_external_id(words.id.empty() ? NextId() : words.id);
  header.set_actor("clerk");
  header.set_effective_on(NumberOf(words.plain.front()));
  header.set_year(header.effective_on() / 10000);
  const google::protobuf::Reflection* reflection = command.GetReflection();
  reflection->MutableMessage(&command, kind.member);
  const auto fill = [&](const Pairs& defaults) {
    for (const auto& [key, value] : defaults) {
      if (!Contains(words.pairs, kind, key)) Set(kind, key, value, command);
    }
  };
  fill(defaults_);
  const auto of_kind = defaults_of_kind_.find(kind.member->name());
  if (of_kind != defaults_of_kind_.end()) fill(of_kind->second);
  for (const auto& [key, value] : words.pairs) Set(kind, key, value, command);
  return command;
}

v1::Command Notation::PolicyCommand(const Words& words, const std::string& path) {
  Pairs pairs = words.pairs;
  const std::string day = Take(pairs, "on");
  std::string ledgers = Take(pairs, "for");
  v1::Command command;
  v1::Header& header = *command.mutable_header();
  header.set_source("scenario");
  header.set_external_id(words.id.empty() ? NextId() : words.id);
  header.set_actor("bureau");
  header.set_effective_on(day.empty() ? 20240101 : NumberOf(day));
  v1::PolicyAdopted& adopted = *command.mutable_policy_adopted();
  *adopted.mutable_policy() = ReadPolicy(path);
  for (const auto& [field, value] : pairs) {
    v1::Policy change;
    if (!google::protobuf::TextFormat::ParseFromString(TextOf(field, value), &change)) {
      throw Wrong(field + "=" + value + " is no value of a policy");
    }
    // Zero and false are no news to a merge.
    adopted.mutable_policy()->GetReflection()->ClearField(
        adopted.mutable_policy(), v1::Policy::descriptor()->FindFieldByName(field));
    adopted.mutable_policy()->MergeFrom(change);
  }
  while (!ledgers.empty()) {
    const std::string one = ledgers.substr(0, ledgers.find(','));
    ledgers.erase(0, one.size() + 1);
    v1::LedgerRef& ledger = *adopted.add_ledgers();
    ledger.set_unit(one.substr(0, one.find('/')));
    ledger.set_year(std::stoi(one.substr(one.find('/') + 1)));
  }
  return command;
}

}  // namespace outturn::scenarios
