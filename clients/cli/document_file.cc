#include "clients/cli/document_file.h"

#include <fstream>
#include <sstream>

#include "clients/cli/pdf_text.h"
#include "services/document/files.h"
#include "services/intake/encoding.h"

namespace outturn::cli {
namespace {

std::string Decoded(const std::string& bytes) {
  std::string text;
  intake::TextDecoder decoder;
  decoder.Feed(bytes, &text);
  decoder.Finish(&text);
  return text;
}

}  // namespace

FileBytes ReadFileBytes(const std::string& path) {
  constexpr std::streamoff kMost = 64 << 20;
  FileBytes read;
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
  if (file.bytes.starts_with("%PDF-")) {
    PdfText pdf = TextOfPdf(path);
    read.failure = std::move(pdf.failure);
    if (read.failure.empty()) {
      document::Opened opened = document::ReadPdfWords(pdf.text);
      if (!opened.failure.empty()) {
        read.failure = {path + "：" + opened.failure.zh, path + ": " + opened.failure.en};
      }
      read.document = std::move(opened.document);
    }
  } else if (file.bytes.starts_with("PK")) {
    document::Opened opened = document::ReadOffice(file.bytes);
    if (!opened.failure.empty()) {
      read.failure = {path + "：" + opened.failure.zh, path + ": " + opened.failure.en};
    }
    read.document = std::move(opened.document);
  } else if (file.bytes.starts_with("\xD0\xCF\x11\xE0")) {
    read.failure = {path + " 是旧格式（.doc/.xls），请另存为 .docx 或 .xlsx",
                    path + " is of the old format (.doc, .xls): save it as .docx or .xlsx"};
  } else {
    read.document = document::ReadText(Decoded(file.bytes));
  }
  return read;
}

}  // namespace outturn::cli
