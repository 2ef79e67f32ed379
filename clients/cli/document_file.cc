#include "clients/cli/document_file.h"

#include <algorithm>
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

std::string Decoded(std::string_view bytes, intake::Encoding encoding = intake::Encoding::kDetect) {
  std::string text;
  intake::TextDecoder decoder(encoding);
  decoder.Feed(bytes, &text);
  decoder.Finish(&text);
  return text;
}

size_t UnreadableIn(std::string_view text) {
  size_t count = 0;
  for (size_t at = text.find(intake::kUnreadable); at != std::string_view::npos;
       at = text.find(intake::kUnreadable, at + 1)) {
    ++count;
  }
  return count;
}

// Every line as UTF-8 where it is that, else as GB18030: somebody put two files together.
std::string DecodedByLine(std::string_view bytes) {
  std::string text;
  while (!bytes.empty()) {
    const size_t end = std::min(bytes.find('\n'), bytes.size() - 1) + 1;
    const std::string_view line = bytes.substr(0, end);
    bytes.remove_prefix(end);
    bool cut = false;
    const bool utf8 = intake::ValidUtf8Prefix(line, &cut) == line.size();
    text += Decoded(line, utf8 ? intake::Encoding::kUtf8 : intake::Encoding::kGb18030);
  }
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
  std::string text = Decoded(bytes);
  if (const size_t unreadable = UnreadableIn(text); unreadable > 0) {
    std::string lines = DecodedByLine(bytes);
    if (!IsNoText(lines) && UnreadableIn(lines) < unreadable) {
      text = std::move(lines);
      read->document.notes.push_back(
          {"文件混用了 UTF-8 和 GB18030 两种编码，已逐行分别读出",
           "the file holds both UTF-8 and GB18030: every line was read as what it is"});
    }
  }
  if (IsNoText(text)) {
    const auto why = WhyNoReport(path, FileKind::kBinary);
    if (why) read->failure = *why;
    return;
  }
  std::vector<figures::Words> notes = std::move(read->document.notes);
  read->document = document::ReadText(text);
  read->document.notes = std::move(notes);
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
