#include "services/intake/xml.h"

#include <expat.h>

namespace outturn::intake {
namespace {

constexpr int kMostDepth = 64;

std::string_view LocalName(std::string_view name) {
  const size_t colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

XML_Parser Parser(void* parser) { return static_cast<XML_Parser>(parser); }

}  // namespace

std::string_view XmlElement::operator[](std::string_view attribute) const {
  for (const auto& [key, value] : attributes) {
    if (key == attribute) return value;
  }
  return {};
}

XmlReader::XmlReader(XmlEvents events)
    : events_(std::move(events)), parser_(XML_ParserCreate(nullptr)) {
  XML_SetUserData(Parser(parser_), this);
  XML_SetElementHandler(Parser(parser_), OnStart, OnEnd);
  XML_SetCharacterDataHandler(Parser(parser_), OnText);
  XML_SetStartDoctypeDeclHandler(Parser(parser_), OnDocumentType);
}

XmlReader::~XmlReader() { XML_ParserFree(Parser(parser_)); }

bool XmlReader::Feed(std::string_view bytes, bool last) {
  if (stopped_) return true;
  const XML_Status status =
      XML_Parse(Parser(parser_), bytes.data(), static_cast<int>(bytes.size()), last ? 1 : 0);
  return stopped_ || (status == XML_STATUS_OK && !refused_);
}

void XmlReader::Stop() {
  stopped_ = true;
  XML_StopParser(Parser(parser_), XML_FALSE);
}

void XmlReader::Refuse() {
  refused_ = true;
  XML_StopParser(Parser(parser_), XML_FALSE);
}

void XmlReader::OnStart(void* self, const char* name, const char** attributes) {
  auto& reader = *static_cast<XmlReader*>(self);
  if (reader.stopped_ || reader.refused_) return;
  if (++reader.depth_ > kMostDepth) return reader.Refuse();
  XmlElement element{LocalName(name), {}};
  for (const char** at = attributes; *at != nullptr; at += 2) {
    element.attributes.emplace_back(LocalName(at[0]), at[1]);
  }
  if (reader.events_.start) reader.events_.start(element);
}

void XmlReader::OnEnd(void* self, const char* name) {
  auto& reader = *static_cast<XmlReader*>(self);
  if (reader.stopped_ || reader.refused_) return;
  --reader.depth_;
  if (reader.events_.end) reader.events_.end(LocalName(name));
}

void XmlReader::OnText(void* self, const char* text, int size) {
  auto& reader = *static_cast<XmlReader*>(self);
  if (reader.stopped_ || reader.refused_ || !reader.events_.text) return;
  reader.events_.text({text, static_cast<size_t>(size)});
}

void XmlReader::OnDocumentType(void* self, const char*, const char*, const char*, int) {
  static_cast<XmlReader*>(self)->Refuse();
}

}  // namespace outturn::intake
