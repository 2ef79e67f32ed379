// Bytes of a text file, in pieces of any size, to UTF-8.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace outturn::intake {

enum class Encoding { kDetect, kUtf8, kGb18030, kUtf16Le, kUtf16Be };

// "utf-8", "gb18030", "gbk", "gb2312", "utf-16le", "utf-16be", "auto"; nullopt for anything else.
[[nodiscard]] std::optional<Encoding> ParseEncoding(std::string_view name);

// Detection: a byte order mark decides; otherwise the first 64 KiB from the first byte that is not
// ASCII are UTF-8 if they are valid UTF-8 and GB18030 if not; but four Chinese characters of UTF-8
// before the first byte that breaks it are no accident: then the file is UTF-8 with a damaged
// place. What cannot be read in the encoding becomes U+FFFD, so that a row with such a place can be
// refused by itself; so does, where GB18030 was detected, the Chinese of a line that is clearly
// UTF-8. One decoder per file; not for use by several threads at once.
class TextDecoder {
 public:
  explicit TextDecoder(Encoding encoding = Encoding::kDetect);
  ~TextDecoder();
  TextDecoder(const TextDecoder&) = delete;
  TextDecoder& operator=(const TextDecoder&) = delete;

  // Appends to `to` what can be read so far. A character cut by the end of `bytes` waits for the
  // rest; undecided text waits too, at most 64 KiB of it.
  void Feed(std::string_view bytes, std::string* to);
  // No more bytes come.
  void Finish(std::string* to);

  // kDetect while only ASCII has been seen.
  [[nodiscard]] Encoding encoding() const { return encoding_; }

 private:
  void Detect(bool last, std::string* to);
  bool TakeByteOrderMark(bool last);
  void Decode(bool last, std::string* to);
  void DecodeUtf8(bool last, std::string* to);
  void DecodeLines(bool last, std::string* to);
  // The bytes at the end of `bytes` that wait for more.
  size_t DecodeIconv(std::string_view bytes, bool last, std::string* to);

  Encoding encoding_;
  bool detected_ = false;  // encoding_ is a guess
  bool started_ = false;   // past the place of a byte order mark
  std::string pending_;
  void* iconv_;  // iconv_t; opened when first needed
};

}  // namespace outturn::intake
