#include <zip.h>

#include <memory>

#include "services/document/files.h"

namespace outturn::document {
namespace {

constexpr zip_uint64_t kMostOfOne = 64 << 20;
constexpr zip_uint64_t kMostOfAll = 128 << 20;
constexpr zip_int64_t kMostEntries = 4000;

struct Close {
  void operator()(zip_t* archive) const { zip_discard(archive); }
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};

// What is of no use here: pictures, fonts, macros.
bool IsWanted(const std::string& name) { return name.ends_with(".xml") || name.ends_with(".rels"); }

// False when the entry holds more than it may; what cannot be unpacked is left out.
bool ReadEntry(zip_t* archive, zip_uint64_t index, zip_uint64_t room, std::string& into) {
  const std::unique_ptr<zip_file_t, Close> file(zip_fopen_index(archive, index, 0));
  if (file == nullptr) return true;
  char buffer[16384];
  for (zip_int64_t got; (got = zip_fread(file.get(), buffer, sizeof buffer)) > 0;) {
    into.append(buffer, static_cast<size_t>(got));
    if (into.size() > room) return false;
  }
  return true;
}

}  // namespace

Unpacked Unzip(const std::string& bytes) {
  Unpacked unpacked;
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  zip_t* opened = source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY, &error);
  zip_error_fini(&error);
  if (opened == nullptr) {
    if (source != nullptr) zip_source_free(source);
    unpacked.failure = {"不是完好的 docx 或 xlsx 文件（无法解压）",
                        "no sound docx or xlsx file: it cannot be unpacked"};
    return unpacked;
  }
  const std::unique_ptr<zip_t, Close> archive(opened);
  const zip_int64_t count = zip_get_num_entries(archive.get(), 0);
  zip_uint64_t all = 0;
  bool fits = count <= kMostEntries;
  for (zip_int64_t i = 0; fits && i < count; ++i) {
    const auto index = static_cast<zip_uint64_t>(i);
    const char* name = zip_get_name(archive.get(), index, ZIP_FL_ENC_GUESS);
    if (name == nullptr || !IsWanted(name)) continue;
    std::string content;
    fits = ReadEntry(archive.get(), index, std::min(kMostOfOne, kMostOfAll - all), content);
    all += content.size();
    unpacked.files[name] = std::move(content);
  }
  if (!fits) {
    unpacked.files.clear();
    unpacked.failure = {"文件解压后过大", "the file is too large once unpacked"};
  }
  return unpacked;
}

Opened ReadOffice(const std::string& bytes) {
  const Unpacked unpacked = Unzip(bytes);
  if (!unpacked.failure.empty()) return {{}, unpacked.failure};
  if (unpacked.files.contains("word/document.xml")) return ReadDocx(unpacked);
  if (unpacked.files.contains("xl/workbook.xml")) return ReadXlsx(unpacked);
  return {{}, {"压缩包里既没有 Word 文档也没有 Excel 工作簿", "neither a Word nor an Excel file"}};
}

}  // namespace outturn::document
