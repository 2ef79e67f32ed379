#include "services/intake/xlsx_archive.h"

#include <zip.h>

#include <algorithm>

namespace outturn::intake {
namespace {

constexpr size_t kPiece = 64 * 1024;
constexpr size_t kMostRelations = 10'000;

const Words kNoXlsx = {"不是可读的 .xlsx 文件", "is no .xlsx file that can be read"};

Words Damaged(const std::string& part) {
  return {".xlsx 已损坏：无法读取其中的 " + part, "the .xlsx is damaged: cannot read its " + part};
}

Words TooLarge(const std::string& part) {
  return {".xlsx 解开后过大（" + part + "），不予读取",
          "the .xlsx unpacks to too much (" + part + "); it is not read"};
}

// "../media/x" from "xl/worksheets/sheet1.xml" is "xl/media/x"; "/xl/x" is "xl/x".
std::string Resolve(const std::string& part, std::string_view target) {
  if (target.starts_with('/')) return std::string(target.substr(1));
  std::string folder = part.substr(0, part.rfind('/') == std::string::npos ? 0 : part.rfind('/'));
  while (target.starts_with("../")) {
    target.remove_prefix(3);
    folder.resize(folder.rfind('/') == std::string::npos ? 0 : folder.rfind('/'));
  }
  return folder.empty() ? std::string(target) : folder + "/" + std::string(target);
}

std::string RelationsOf(const std::string& part) {
  const size_t slash = part.rfind('/');
  const size_t name = slash == std::string::npos ? 0 : slash + 1;
  return part.substr(0, name) + "_rels/" + part.substr(name) + ".rels";
}

}  // namespace

XlsxArchive::~XlsxArchive() {
  if (archive_ != nullptr) zip_discard(archive_);
}

std::optional<Words> XlsxArchive::Open(std::string bytes) {
  bytes_ = std::move(bytes);
  if (bytes_.starts_with("\xD0\xCF\x11\xE0")) {
    return Words{"是旧版 .xls 或加了密码的文件：请在电子表格中另存为不带密码的 .xlsx",
                 "is an old .xls or has a password: save it as an .xlsx without one"};
  }
  if (bytes_.size() > kMostFileBytes) {
    return Words{"过大：.xlsx 最多 64 MiB", "is too large: an .xlsx has at most 64 MiB"};
  }
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes_.data(), bytes_.size(), 0, &error);
  if (source != nullptr) {
    archive_ = zip_open_from_source(source, ZIP_RDONLY, &error);
    if (archive_ == nullptr) zip_source_free(source);
  }
  zip_error_fini(&error);
  if (archive_ == nullptr) return kNoXlsx;
  return std::nullopt;
}

bool XlsxArchive::Has(const std::string& part) const {
  return zip_name_locate(archive_, part.c_str(), ZIP_FL_NOCASE) >= 0;
}

std::optional<Words> XlsxArchive::Read(const std::string& part, size_t most_bytes,
                                       XmlReader* reader) const {
  return Unpack(
      part, most_bytes, [&] { return reader->stopped(); },
      [&](std::string_view piece) { return reader->Feed(piece, piece.empty()); });
}

std::optional<Words> XlsxArchive::Read(const std::string& part, size_t most_bytes,
                                       std::string* bytes) const {
  return Unpack(
      part, most_bytes, [] { return false; },
      [&](std::string_view piece) {
        bytes->append(piece);
        return true;
      });
}

std::optional<Words> XlsxArchive::Unpack(const std::string& part, size_t most_bytes,
                                         const std::function<bool()>& stopped,
                                         const Take& take) const {
  const zip_int64_t index = zip_name_locate(archive_, part.c_str(), ZIP_FL_NOCASE);
  if (index < 0) return Damaged(part);
  zip_file_t* file = zip_fopen_index(archive_, static_cast<zip_uint64_t>(index), 0);
  if (file == nullptr) return Damaged(part);
  std::string piece(kPiece, '\0');
  std::optional<Words> why;
  for (size_t bytes = 0; !why && !stopped();) {
    const zip_int64_t size = zip_fread(file, piece.data(), piece.size());
    bytes += size > 0 ? static_cast<size_t>(size) : 0;
    unpacked_ += size > 0 ? static_cast<size_t>(size) : 0;
    if (size < 0) {
      why = Damaged(part);
    } else if (bytes > most_bytes || unpacked_ > kMostUnpackedBytes) {
      why = TooLarge(part);
    } else if (!take(std::string_view(piece).substr(0, static_cast<size_t>(size)))) {
      why = Damaged(part);
    }
    if (size == 0) break;
  }
  zip_fclose(file);
  return why;
}

std::optional<Words> XlsxArchive::Relations(const std::string& part,
                                            std::vector<Relation>* relations) const {
  const std::string of = RelationsOf(part);
  if (!Has(of)) return std::nullopt;
  constexpr size_t kMostBytes = 4 << 20;
  XmlReader reader({[&](const XmlElement& element) {
                      if (element.name != "Relationship" || relations->size() >= kMostRelations) {
                        return;
                      }
                      const std::string_view type = element["Type"];
                      relations->push_back({std::string(element["Id"]),
                                            std::string(type.substr(type.rfind('/') + 1)),
                                            Resolve(part, element["Target"])});
                    },
                    {},
                    {}});
  return Read(of, kMostBytes, &reader);
}

}  // namespace outturn::intake
