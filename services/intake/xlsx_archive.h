// The zip file an .xlsx (or a .docx) is, in memory. What it unpacks to is bounded, whatever it
// claims.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/intake/text.h"
#include "services/intake/xml.h"

struct zip;

namespace outturn::intake {

class XlsxArchive {
 public:
  static constexpr size_t kMostFileBytes = size_t{64} << 20;
  static constexpr size_t kMostPartBytes = size_t{256} << 20;      // unpacked
  static constexpr size_t kMostUnpackedBytes = size_t{768} << 20;  // of all parts read, each time

  // Why the bytes are no such file; nullopt where they are. To be called once, first.
  [[nodiscard]] std::optional<Words> Open(std::string bytes);
  XlsxArchive() = default;
  ~XlsxArchive();
  XlsxArchive(const XlsxArchive&) = delete;
  XlsxArchive& operator=(const XlsxArchive&) = delete;

  [[nodiscard]] bool Has(const std::string& part) const;
  // Hands a part to the events; why it cannot be read.
  [[nodiscard]] std::optional<Words> Read(const std::string& part, size_t most_bytes,
                                          XmlReader* reader) const;
  // The part as it is.
  [[nodiscard]] std::optional<Words> Read(const std::string& part, size_t most_bytes,
                                          std::string* bytes) const;

  struct Relation {
    std::string id;
    std::string type;    // the last word of its address: "worksheet"
    std::string target;  // the part's name in the archive
  };
  // What a part points to; none where nothing is said.
  [[nodiscard]] std::optional<Words> Relations(const std::string& part,
                                               std::vector<Relation>* relations) const;

 private:
  // Hands on pieces, an empty one at the end; false: it cannot be taken. `stopped`: no more.
  using Take = std::function<bool(std::string_view piece)>;
  [[nodiscard]] std::optional<Words> Unpack(const std::string& part, size_t most_bytes,
                                            const std::function<bool()>& stopped,
                                            const Take& take) const;

  std::string bytes_;
  zip* archive_ = nullptr;
  mutable size_t unpacked_ = 0;
};

}  // namespace outturn::intake
