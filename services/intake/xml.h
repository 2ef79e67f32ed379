// XML as events, wrapping expat: no document type, no entities of its own, no deep nesting, so that
// a small text cannot become a large one.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace outturn::intake {

// Names without their namespace's prefix: "row" for "x:row".
struct XmlElement {
  std::string_view name;
  std::vector<std::pair<std::string_view, std::string_view>> attributes;
  // "" where there is no such attribute.
  [[nodiscard]] std::string_view operator[](std::string_view attribute) const;
};

struct XmlEvents {
  std::function<void(const XmlElement&)> start;
  std::function<void(std::string_view name)> end;
  std::function<void(std::string_view text)> text;  // in pieces
};

// One document. Views given to the events live for the call only.
class XmlReader {
 public:
  explicit XmlReader(XmlEvents events);
  ~XmlReader();
  XmlReader(const XmlReader&) = delete;
  XmlReader& operator=(const XmlReader&) = delete;

  // False where it is no well-formed XML, or not of the sort above; then no other call may follow.
  [[nodiscard]] bool Feed(std::string_view bytes, bool last);
  // From inside an event: nothing more is wanted. Feed then gives true, and takes nothing more.
  void Stop();
  [[nodiscard]] bool stopped() const { return stopped_; }

 private:
  static void OnStart(void* self, const char* name, const char** attributes);
  static void OnEnd(void* self, const char* name);
  static void OnText(void* self, const char* text, int size);
  static void OnDocumentType(void* self, const char*, const char*, const char*, int);
  void Refuse();

  XmlEvents events_;
  void* parser_;  // XML_Parser
  int depth_ = 0;
  bool stopped_ = false;
  bool refused_ = false;
};

}  // namespace outturn::intake
