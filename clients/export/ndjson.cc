#include "clients/export/ndjson.h"

#include <google/protobuf/util/json_util.h>

#include "clients/export/head_json.h"

namespace outturn::exporter {

std::string JsonLine(const v1::Event& event) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  options.always_print_primitive_fields = true;
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(event, &json, options).ok()) return "{}";
  return json;
}

void Ndjson::Begin(const Head& head) {
  const nlohmann::ordered_json line = {{"outturn", HeadJson(head)}};
  append_("", line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n");
}

}  // namespace outturn::exporter
