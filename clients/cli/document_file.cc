#include "clients/cli/document_file.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include "clients/cli/file_kind.h"
#include "clients/cli/pdf_text.h"
#include "services/document/source/files.h"
#include "services/intake/encoding.h"
#include "services/intake/text.h"

namespace outturn::cli {
namespace {

std::string Decoded(const std::string& bytes) {
  std::string text;
  intake::TextDecoder decoder;
  decoder.Feed(bytes, &text);
  decoder.Finish(&text);
  return text;
}

void ReadPdf(const std::string& path, ReadDocument* read) {
  PdfText pdf = TextOfPdf(path);
  read->failure = std::move(pdf.failure);
  if (!read->failure.empty()) return;
  document::Opened opened = document::ReadPdfWords(pdf.text);
  if (!opened.failure.empty()) {
    read->failure = {path + "：" + opened.failure.zh, path + ": " + opened.failure.en};
  } else if (opened.document.blocks.empty()) {
    read->failure = {path + " 里没有文字（多半是扫描件）：请给出其电子文本",
                     path + " holds no text, it was scanned most likely: give the file it was " +
                         "printed from"};
  }
  read->document = std::move(opened.document);
}

// Bytes of another encoding than the rest: the lines they stand in were read without them.
void NoteUnreadable(const std::string& text, ReadDocument* read) {
  size_t first = 0;
  size_t lines = 0;
  size_t number = 0;
  std::istringstream rest(text);
  for (std::string line; std::getline(rest, line);) {
    ++number;
    if (line.find(intake::kUnreadable) == std::string::npos) continue;
    if (lines++ == 0) first = number;
  }
  if (lines == 0) return;
  const std::string from = std::to_string(first);
  const std::string count = std::to_string(lines);
  read->document.notes.push_back(
      {"从第 " + from + " 行起有 " + count +
           " 行含不能识别的字节，没有读全：文件多半混用了两种编码，或已损坏",
       count + (lines == 1 ? " line" : " lines") + " from line " + from +
           " on could not be read in full: the file holds two encodings, or is damaged"});
}

void ReadTextFile(const std::string& path, const std::string& bytes, ReadDocument* read) {
  const std::string text = Decoded(bytes);
  if (IsNoText(text)) {
    const auto why = WhyNoReport(path, FileKind::kBinary);
    if (why) read->failure = *why;
    return;
  }
  read->document = document::ReadText(text);
  NoteUnreadable(text, read);
}

}  // namespace

FileBytes ReadFileBytes(const std::string& path) {
  constexpr std::streamoff kMost = 64 << 20;
  FileBytes read;
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    read.failure = {path + " 是文件夹，请给出其中的一个文件",
                    path + " is a folder: name a file in it"};
    return read;
  }
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  const std::streamoff size = file ? static_cast<std::streamoff>(file.tellg()) : -1;
  if (size < 0 || size > kMost) {
    read.failure = size > kMost
                       ? intake::Words{path + " 超过 64 MiB", path + " is larger than 64 MiB"}
                       : intake::Words{"无法读取 " + path, path + " cannot be read"};
    return read;
  }
  file.seekg(0);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  read.bytes = bytes.str();
  return read;
}

ReadDocument OpenDocument(const std::string& path) {
  ReadDocument read;
  FileBytes file = ReadFileBytes(path);
  if (!file.failure.empty()) {
    read.failure = std::move(file.failure);
    return read;
  }
  const FileKind kind = KindOf(file.bytes);
  if (auto why = WhyNoReport(path, kind)) {
    read.failure = std::move(*why);
  } else if (kind == FileKind::kPdf) {
    ReadPdf(path, &read);
  } else if (kind == FileKind::kText) {
    ReadTextFile(path, file.bytes, &read);
  } else {
    document::Opened opened = document::ReadOffice(file.bytes);
    if (!opened.failure.empty()) {
      read.failure = {path + "：" + opened.failure.zh, path + ": " + opened.failure.en};
    }
    read.document = std::move(opened.document);
  }
  return read;
}

}  // namespace outturn::cli
