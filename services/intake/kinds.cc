#include "services/intake/kinds.h"

#include <algorithm>
#include <optional>

#include "outturn/v1/about.pb.h"
#include "outturn/v1/spending.pb.h"

namespace outturn::intake {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

Shape ShapeOf(const FieldDescriptor& field) {
  const v1::About& about = field.options().GetExtension(v1::about);
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
    if (field.is_repeated()) return Shape::kList;
    return field.message_type() == v1::EventRef::descriptor() ? Shape::kRef : Shape::kJson;
  }
  if (about.notation() == v1::YUAN) return Shape::kYuan;
  if (about.notation() == v1::DAY) return Shape::kDay;
  if (about.notation() == v1::DECIMAL) return Shape::kDecimal;
  if (about.notation() == v1::POINTS) return Shape::kPoints;
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_BOOL) return Shape::kBool;
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM) return Shape::kEnum;
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING) return Shape::kText;
  return Shape::kWhole;
}

// "amount_fen" is typed in yuan, so its flag is "amount".
std::string FlagOf(std::string name) {
  if (name.ends_with("_fen")) name.resize(name.size() - 4);
  std::replace(name.begin(), name.end(), '_', '-');
  std::replace(name.begin(), name.end(), ' ', '-');
  return name;
}

Field MakeField(const FieldDescriptor& descriptor, const std::string& prefix) {
  const v1::About& about = descriptor.options().GetExtension(v1::about);
  Field field;
  field.path = {&descriptor};
  field.shape = ShapeOf(descriptor);
  field.name = {about.zh(), about.en()};
  field.dotted = prefix + descriptor.name();
  field.flag = FlagOf(descriptor.name());
  field.required = about.required();
  field.resolved = about.resolved();
  return field;
}

std::vector<Field> ElementFields(const Descriptor& element) {
  std::vector<Field> fields;
  for (int i = 0; i < element.field_count(); ++i) {
    fields.push_back(MakeField(*element.field(i), ""));
  }
  return fields;
}

// Appends the field and, of a reference or a list, its parts.
void AddField(const FieldDescriptor& descriptor, const FieldDescriptor& owner, Kind* kind) {
  Field field = MakeField(descriptor, owner.name() + ".");
  field.path = {&owner, &descriptor};
  if (field.shape == Shape::kList) field.elements = ElementFields(*descriptor.message_type());
  const bool has_parts = field.shape == Shape::kList || field.shape == Shape::kRef;
  const int parent = static_cast<int>(kind->fields.size());
  const std::string flag = field.flag;
  kind->fields.push_back(std::move(field));
  if (!has_parts) return;
  const Descriptor& message = *descriptor.message_type();
  for (int i = 0; i < message.field_count(); ++i) {
    Field part = MakeField(*message.field(i), owner.name() + "." + descriptor.name() + ".");
    part.path = {&owner, &descriptor, message.field(i)};
    part.flag = flag + "-" + part.flag;
    part.parent = parent;
    kind->fields.push_back(std::move(part));
  }
}

// The header's parts of `override` are fields of their own: --override-reason.
void AddHeader(Kind* kind) {
  const FieldDescriptor& header = *v1::Command::descriptor()->FindFieldByName("header");
  const Descriptor& message = *header.message_type();
  for (int i = 0; i < message.field_count(); ++i) {
    const FieldDescriptor& member = *message.field(i);
    if (member.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
      Field field = MakeField(member, "header.");
      field.path = {&header, &member};
      kind->fields.push_back(std::move(field));
      continue;
    }
    for (int j = 0; j < member.message_type()->field_count(); ++j) {
      const FieldDescriptor& part = *member.message_type()->field(j);
      Field field = MakeField(part, "header." + member.name() + ".");
      field.path = {&header, &member, &part};
      field.flag = FlagOf(member.name() + "-" + part.name());
      kind->fields.push_back(std::move(field));
    }
  }
}

// A name claimed twice at one rank belongs to nobody; a higher rank (smaller number) wins.
class Names {
 public:
  void Claim(const std::string& spelling, int rank, int field) {
    const std::string key = NameKey(spelling);
    if (key.empty()) return;
    auto [it, fresh] = claims_.try_emplace(key, Claimed{rank, field});
    if (fresh) return;
    if (rank < it->second.rank) it->second = {rank, field};
    if (rank == it->second.rank && field != it->second.field) it->second.field = -1;
  }
  std::unordered_map<std::string, int> Take() {
    std::unordered_map<std::string, int> names;
    for (const auto& [key, claimed] : claims_) {
      if (claimed.field >= 0) names.emplace(key, claimed.field);
    }
    return names;
  }

 private:
  struct Claimed {
    int rank;
    int field;
  };
  std::unordered_map<std::string, Claimed> claims_;
};

void ClaimOwnNames(const Field& field, int rank, int index, Names* names) {
  const FieldDescriptor& descriptor = *field.path.back();
  const v1::About& about = descriptor.options().GetExtension(v1::about);
  names->Claim(about.zh(), rank, index);
  names->Claim(about.en(), rank, index);
  for (const std::string& also : about.also()) names->Claim(also, rank, index);
}

// Ranks: 0 full paths, 1 the header's names, 2 the body's, 3 names of parts said without their
// whole.
void ClaimNames(Kind* kind) {
  Names names;
  const int header = HeaderFieldCount();
  for (int i = 0; i < static_cast<int>(kind->fields.size()); ++i) {
    const Field& field = kind->fields[i];
    names.Claim(field.dotted, 0, i);
    const bool nested = field.path.size() > 2;
    const int rank = i < header ? 1 : (nested ? 3 : 2);
    // 原支付 in a header row means the id of that payment, as it is written there.
    const bool reference = field.shape == Shape::kRef;
    if (!reference) ClaimOwnNames(field, rank, i, &names);
    if (!reference) names.Claim(field.flag, rank, i);
    if (!nested) {
      if (!reference) names.Claim(field.path.back()->name(), rank, i);
      continue;
    }
    const FieldDescriptor& whole = *field.path[1];
    const FieldDescriptor& part = *field.path[2];
    names.Claim(whole.name() + "." + part.name(), 2, i);
    if (field.parent < 0) continue;
    const Words& whole_name = kind->fields[field.parent].name;
    names.Claim(whole_name.zh + field.name.zh, 2, i);
    names.Claim(whole_name.en + field.name.en, 2, i);
    if (kind->fields[field.parent].shape == Shape::kList) names.Claim(part.name(), 3, i);
    if (part.containing_type() == v1::EventRef::descriptor() && part.name() == "external_id") {
      ClaimOwnNames(kind->fields[field.parent], 2, i, &names);
      names.Claim(whole.name(), 2, i);
    }
  }
  kind->by_name = names.Take();
}

// --unit is the header's; 度量单位 of an indicator becomes --unit-of-measure.
void MakeFlagsUnique(Kind* kind) {
  const int header = HeaderFieldCount();
  for (int i = header; i < static_cast<int>(kind->fields.size()); ++i) {
    Field& field = kind->fields[i];
    for (int j = 0; j < header; ++j) {
      if (kind->fields[j].flag == field.flag) field.flag = FlagOf(field.name.en);
    }
  }
}

// What every event but a policy's adoption needs, though the schema cannot say so by field.
void RequireLedger(Kind* kind) {
  if (kind->member->number() == v1::Command::kPolicyAdoptedFieldNumber) return;
  for (Field& field : kind->fields) {
    if (field.dotted == "header.unit" || field.dotted == "header.year") field.required = true;
  }
}

Kind MakeKind(const FieldDescriptor& member) {
  const v1::KindAbout& about = member.options().GetExtension(v1::kind);
  Kind kind;
  kind.member = &member;
  kind.name = {about.zh(), about.en()};
  const size_t space = about.cli().find(' ');
  kind.noun = about.cli().substr(0, space);
  kind.verb = space == std::string::npos ? "" : about.cli().substr(space + 1);
  AddHeader(&kind);
  const Descriptor& body = *member.message_type();
  for (int i = 0; i < body.field_count(); ++i) AddField(*body.field(i), member, &kind);
  RequireLedger(&kind);
  MakeFlagsUnique(&kind);
  ClaimNames(&kind);
  return kind;
}

int Lookup(const std::unordered_map<std::string, int>& names, const std::string& key) {
  const auto it = names.find(key);
  return it == names.end() ? -1 : it->second;
}

}  // namespace

int HeaderFieldCount() {
  static const int count = [] {
    Kind kind;
    AddHeader(&kind);
    return static_cast<int>(kind.fields.size());
  }();
  return count;
}

int Kind::Find(std::string_view spelling) const { return Lookup(by_name, NameKey(spelling)); }

int Kind::FindPath(std::string_view dotted) const {
  std::string path;
  bool inside = false;
  for (const char c : dotted) {
    if (c == '[') inside = true;
    if (!inside) path.push_back(c);
    if (c == ']') inside = false;
  }
  for (const std::string_view prefix : {"commands.", "command."}) {
    if (path.starts_with(prefix)) path.erase(0, prefix.size());
  }
  return Lookup(by_name, NameKey(path));
}

const std::vector<Kind>& Kinds() {
  static const std::vector<Kind> kinds = [] {
    std::vector<Kind> result;
    const auto& body = *v1::Command::descriptor()->FindOneofByName("body");
    for (int i = 0; i < body.field_count(); ++i) result.push_back(MakeKind(*body.field(i)));
    return result;
  }();
  return kinds;
}

const Kind* FindKind(std::string_view text) {
  const std::string key = NameKey(text);
  for (const Kind& kind : Kinds()) {
    for (const std::string& name :
         {kind.member->name(), kind.name.zh, kind.name.en, kind.noun + kind.verb}) {
      if (key == NameKey(name)) return &kind;
    }
  }
  return nullptr;
}

const Kind* KindOf(const v1::Command& command) {
  for (const Kind& kind : Kinds()) {
    if (kind.member->number() == static_cast<int>(command.body_case())) return &kind;
  }
  return nullptr;
}

}  // namespace outturn::intake
