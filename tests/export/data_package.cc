#include "tests/export/data_package.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

namespace outturn::exporter {
namespace {

using nlohmann::json;

const std::map<std::string, std::set<std::string>>& ConstraintsByType() {
  const std::set<std::string> ordered = {"required", "unique", "enum", "minimum", "maximum"};
  static const std::map<std::string, std::set<std::string>> kAllowed = {
      {"string", {"required", "unique", "enum", "minLength", "maxLength", "pattern"}},
      {"integer", ordered},
      {"number", ordered},
      {"boolean", {"required", "enum"}},
      {"date", ordered},
      {"datetime", ordered}};
  return kAllowed;
}

// The types of the Fiscal Data Package's columns that this test has met: published as
// taxonomies/fiscal/budgets.json and spending.json.
const std::map<std::string, std::string>& Taxonomy() {
  static const std::map<std::string, std::string> kTypes = {
      {"activity:generic:project:code", "string"},
      {"activity:generic:project:label", "string"},
      {"administrative-classification:generic:code", "string"},
      {"budget-line-id", "string"},
      {"date:fiscal-year", "integer"},
      {"date:generic", "date"},
      {"direction", "string"},
      {"economic-classification:generic:code", "string"},
      {"fin-source:generic:code", "string"},
      {"functional-classification:generic:code", "string"},
      {"phase:id", "string"},
      {"phase:label", "string"},
      {"recipient:generic:id", "string"},
      {"recipient:generic:name", "string"},
      {"transaction-id:code", "string"},
      {"transaction-id:contract-id", "string"},
      {"transaction-id:transaction-kind", "string"},
      {"value", "number"},
      {"value-currency:code", "string"},
  };
  return kTypes;
}

bool Matches(const std::string& text, const char* pattern) {
  return std::regex_match(text, std::regex(pattern));
}

std::string Text(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::vector<std::string> Names(const json& value) {
  if (value.is_string()) return {value.get<std::string>()};
  std::vector<std::string> names;
  if (!value.is_array()) return names;
  for (const json& one : value) names.push_back(one.is_string() ? one.get<std::string>() : "");
  return names;
}

// Whether a cell that is not missing is of the field's type and format.
bool IsOfType(const std::string& cell, const json& field) {
  const std::string type = Text(field, "type");
  const std::string format = Text(field, "format");
  if (type == "string") return true;
  if (type == "integer") return Matches(cell, "-?[0-9]+");
  if (type == "number") return Matches(cell, "-?[0-9]+(\\.[0-9]+)?");
  if (type == "boolean") return cell == "true" || cell == "false";
  const char* const day = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])";
  const std::string time = std::string(day) + "T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]";
  if (type == "date") return format.empty() && Matches(cell, day);
  if (type != "datetime") return false;
  if (format.empty()) return Matches(cell, (time + "Z").c_str());
  return format == "%Y-%m-%dT%H:%M:%S.%fZ" && Matches(cell, (time + "\\.[0-9]{1,6}Z").c_str());
}

class Validator {
 public:
  explicit Validator(const PackageFiles& files) : files_(files) {}

  std::vector<std::string> Validate() {
    const auto descriptor = files_.find("datapackage.json");
    if (descriptor == files_.end()) return {"there is no datapackage.json"};
    package_ = json::parse(descriptor->second, nullptr, false);
    if (!package_.is_object()) return {"datapackage.json is no JSON object"};
    CheckPackage();
    for (const json& resource : package_.value("resources", json::array())) {
      CheckResource(resource);
      CheckTable(resource);
    }
    for (const json& resource : package_.value("resources", json::array())) CheckKeys(resource);
    return std::move(faults_);
  }

 private:
  void Check(bool good, const std::string& fault) {
    if (!good) faults_.push_back(fault);
  }

  void CheckPackage() {
    Check(Text(package_, "profile") == "tabular-data-package", "profile");
    Check(Matches(Text(package_, "name"), "[-a-z0-9._/]+"), "name");
    for (const char* text : {"title", "description"}) {
      Check(!package_.contains(text) || package_[text].is_string(), text);
    }
    Check(Matches(Text(package_, "countryCode"), "[A-Za-z]{2}"), "countryCode");
    const json period = package_.value("fiscalPeriod", json::object());
    const json day = {{"type", "date"}};
    Check(IsOfType(Text(period, "start"), day) && IsOfType(Text(period, "end"), day) &&
              Text(period, "start") <= Text(period, "end"),
          "fiscalPeriod");
    Check(package_.contains("resources") && package_["resources"].is_array() &&
              !package_["resources"].empty(),
          "resources");
  }

  void CheckResource(const json& resource) {
    const std::string name = Text(resource, "name");
    const std::string path = Text(resource, "path");
    Check(Matches(name, "[-a-z0-9._/]+") && names_.insert(name).second, name + ": name");
    Check(!path.empty() && path.front() != '/' && path.find("..") == std::string::npos &&
              files_.contains(path),
          name + ": path");
    Check(Text(resource, "profile") == "tabular-data-resource", name + ": profile");
    Check(Matches(Text(resource, "mediatype"), "(.+)/(.+)"), name + ": mediatype");
    Check(Text(resource, "encoding") == "utf-8", name + ": encoding");
    const json schema = resource.value("schema", json::object());
    const json fields = schema.value("fields", json::array());
    Check(fields.is_array() && !fields.empty(), name + ": fields");
    std::set<std::string> known;
    std::set<std::string> concepts;
    for (const json& field : fields) CheckField(name, field, known, concepts);
    for (const json& field : schema.value("extraFields", json::array())) {
      CheckField(name, field, known, concepts);
      Check(field.contains("constant") != field.contains("normalizes"),
            name + "." + Text(field, "name") + ": constant");
    }
    const json missing = schema.value("missingValues", json::array({""}));
    for (const json& one : missing) Check(one.is_string(), name + ": missingValues");
  }

  void CheckField(const std::string& resource, const json& field, std::set<std::string>& known,
                  std::set<std::string>& concepts) {
    const std::string name = Text(field, "name");
    const std::string place = resource + "." + name;
    Check(!name.empty() && known.insert(name).second, place + ": name");
    const auto allowed = ConstraintsByType().find(Text(field, "type"));
    Check(allowed != ConstraintsByType().end(), place + ": type");
    if (allowed == ConstraintsByType().end()) return;
    const json constraints = field.value("constraints", json::object());
    for (const auto& [key, value] : constraints.items()) {
      Check(allowed->second.contains(key), place + ": constraint " + key);
    }
    if (!field.contains("columnType")) return;
    const std::string concept_name = Text(field, "columnType");
    const auto type = Taxonomy().find(concept_name);
    Check(type != Taxonomy().end() && type->second == allowed->first &&
              concepts.insert(concept_name).second,
          place + ": columnType " + concept_name);
  }

  void CheckTable(const json& resource) {
    const std::string path = Text(resource, "path");
    if (!files_.contains(path)) return;
    const auto rows = RowsOf(files_.at(path));
    const json fields = resource["schema"].value("fields", json::array());
    std::vector<std::string> head;
    for (const json& field : fields) head.push_back(Text(field, "name"));
    Check(!rows.empty() && rows[0] == head, path + ": head");
    for (size_t i = 1; i < rows.size(); ++i) {
      const std::string place = path + " row " + std::to_string(i);
      Check(rows[i].size() == head.size(), place + ": so many cells");
      for (size_t c = 0; c < head.size() && c < rows[i].size(); ++c) {
        CheckCell(place + ", " + head[c], rows[i][c], fields[c]);
      }
    }
  }

  void CheckCell(const std::string& place, const std::string& cell, const json& field) {
    const json constraints = field.value("constraints", json::object());
    if (cell.empty()) {
      Check(!constraints.value("required", false), place + ": missing");
      return;
    }
    Check(IsOfType(cell, field), place + ": type of " + cell);
    if (!constraints.contains("enum")) return;
    const std::vector<std::string> words = Names(constraints["enum"]);
    Check(std::find(words.begin(), words.end(), cell) != words.end(), place + ": not one of enum");
  }

  // Cells of the fields so named, row by row; rows where all of them are missing have none.
  std::vector<std::vector<std::string>> Keys(const json& resource,
                                             const std::vector<std::string>& fields) {
    std::vector<std::vector<std::string>> keys;
    const auto table = files_.find(Text(resource, "path"));
    if (table == files_.end()) return keys;
    const auto rows = RowsOf(table->second);
    for (size_t i = 1; i < rows.size(); ++i) {
      std::vector<std::string> key;
      for (const std::string& field : fields) {
        const auto at = std::find(rows[0].begin(), rows[0].end(), field);
        const auto column = static_cast<size_t>(at - rows[0].begin());
        key.push_back(column < rows[i].size() ? rows[i][column] : "");
      }
      const bool missing = std::all_of(key.begin(), key.end(), [](auto& k) { return k.empty(); });
      if (!missing) keys.push_back(std::move(key));
    }
    return keys;
  }

  void CheckKeys(const json& resource) {
    const std::string name = Text(resource, "name");
    if (!files_.contains(Text(resource, "path"))) return;
    const json& schema = resource["schema"];
    if (schema.contains("primaryKey")) {
      const auto keys = Keys(resource, Names(schema["primaryKey"]));
      const std::set<std::vector<std::string>> different(keys.begin(), keys.end());
      Check(different.size() == keys.size(), name + ": primary key is not unique");
    }
    for (const json& foreign : schema.value("foreignKeys", json::array())) {
      const std::string to = Text(foreign["reference"], "resource");
      const json* other = nullptr;
      for (const json& one : package_["resources"]) {
        if (Text(one, "name") == to) other = &one;
      }
      Check(other != nullptr, name + ": foreign key to " + to);
      if (other == nullptr) continue;
      const auto there = Keys(*other, Names(foreign["reference"]["fields"]));
      const std::set<std::vector<std::string>> known(there.begin(), there.end());
      for (const auto& key : Keys(resource, Names(foreign["fields"]))) {
        Check(known.contains(key), name + ": " + key[0] + " is not in " + to);
      }
    }
  }

  const PackageFiles& files_;
  json package_;
  std::set<std::string> names_;
  std::vector<std::string> faults_;
};

}  // namespace

std::vector<std::vector<std::string>> RowsOf(const std::string& csv) {
  std::vector<std::vector<std::string>> rows;
  std::vector<std::string> row;
  std::string cell;
  bool quoted = false;
  for (size_t i = 0; i < csv.size(); ++i) {
    const char c = csv[i];
    if (quoted) {
      if (c != '"') {
        cell += c;
      } else if (i + 1 < csv.size() && csv[i + 1] == '"') {
        cell += csv[++i];
      } else {
        quoted = false;
      }
    } else if (c == '"') {
      quoted = true;
    } else if (c == ',') {
      row.push_back(std::move(cell));
      cell.clear();
    } else if (c == '\n') {
      row.push_back(std::move(cell));
      cell.clear();
      rows.push_back(std::move(row));
      row.clear();
    } else if (c != '\r') {
      cell += c;
    }
  }
  return rows;
}

std::vector<std::string> FaultsOf(const PackageFiles& files) { return Validator(files).Validate(); }

}  // namespace outturn::exporter
