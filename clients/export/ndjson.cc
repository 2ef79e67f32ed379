#include "clients/export/ndjson.h"

#include <google/protobuf/util/json_util.h>

namespace outturn::exporter {

std::string JsonLine(const v1::Event& event) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  options.always_print_primitive_fields = true;
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(event, &json, options).ok()) return "{}";
  return json;
}

}  // namespace outturn::exporter
