#include "services/intake/encoding.h"

#include <iconv.h>

#include <algorithm>
#include <cerrno>

#include "services/intake/text.h"

namespace outturn::intake {
namespace {

constexpr size_t kDetectBytes = 64 * 1024;
const iconv_t kNoIconv = reinterpret_cast<iconv_t>(-1);

const char* IconvName(Encoding encoding) {
  switch (encoding) {
    case Encoding::kDetect:
    case Encoding::kUtf8:
      return "UTF-8";
    case Encoding::kGb18030:
      return "GB18030";
    case Encoding::kUtf16Le:
      return "UTF-16LE";
    case Encoding::kUtf16Be:
      return "UTF-16BE";
  }
  return "UTF-8";
}

// Characters of three bytes and more in valid UTF-8.
size_t LongCharacters(std::string_view utf8) {
  return static_cast<size_t>(std::count_if(
      utf8.begin(), utf8.end(), [](char c) { return static_cast<unsigned char>(c) >= 0xE0; }));
}

// So many characters of Chinese in valid UTF-8 are no accident of another encoding.
constexpr size_t kNoAccident = 4;

bool IsClearlyUtf8(std::string_view line) {
  bool cut = false;
  return LongCharacters(line) >= kNoAccident && ValidUtf8Prefix(line, &cut) == line.size();
}

void AppendWithoutChinese(std::string_view line, std::string* to) {
  bool unreadable = false;
  for (const char c : line) {
    const bool ascii = static_cast<unsigned char>(c) < 0x80;
    if (ascii) to->push_back(c);
    if (!ascii && !unreadable) to->append(kUnreadable);
    unreadable = !ascii;
  }
}

size_t AsciiPrefix(std::string_view bytes) {
  size_t at = 0;
  while (at < bytes.size() && static_cast<unsigned char>(bytes[at]) < 0x80) ++at;
  return at;
}

}  // namespace

std::optional<Encoding> ParseEncoding(std::string_view name) {
  const std::string key = NameKey(name);
  if (key == "auto" || key.empty()) return Encoding::kDetect;
  if (key == "utf8") return Encoding::kUtf8;
  if (key == "gb18030" || key == "gbk" || key == "gb2312") return Encoding::kGb18030;
  if (key == "utf16le") return Encoding::kUtf16Le;
  if (key == "utf16be") return Encoding::kUtf16Be;
  return std::nullopt;
}

TextDecoder::TextDecoder(Encoding encoding) : encoding_(encoding), iconv_(kNoIconv) {}

TextDecoder::~TextDecoder() {
  if (iconv_ != kNoIconv) iconv_close(iconv_);
}

void TextDecoder::Feed(std::string_view bytes, std::string* to) {
  pending_.append(bytes);
  Decode(false, to);
}

void TextDecoder::Finish(std::string* to) {
  Decode(true, to);
  pending_.clear();
}

// False: too little has come to tell.
bool TextDecoder::TakeByteOrderMark(bool last) {
  if (pending_.size() < 3 && !last) return false;
  started_ = true;
  const std::string_view head = pending_;
  const bool guess = encoding_ == Encoding::kDetect;
  if (head.starts_with("\xEF\xBB\xBF") && (guess || encoding_ == Encoding::kUtf8)) {
    encoding_ = Encoding::kUtf8;
    pending_.erase(0, 3);
  } else if (head.starts_with("\xFF\xFE") && (guess || encoding_ == Encoding::kUtf16Le)) {
    encoding_ = Encoding::kUtf16Le;
    pending_.erase(0, 2);
  } else if (head.starts_with("\xFE\xFF") && (guess || encoding_ == Encoding::kUtf16Be)) {
    encoding_ = Encoding::kUtf16Be;
    pending_.erase(0, 2);
  } else if (head.starts_with("\x84\x31\x95\x33") && (guess || encoding_ == Encoding::kGb18030)) {
    encoding_ = Encoding::kGb18030;
    pending_.erase(0, 4);
  }
  return true;
}

void TextDecoder::Detect(bool last, std::string* to) {
  const size_t ascii = AsciiPrefix(pending_);
  to->append(pending_, 0, ascii);
  pending_.erase(0, ascii);
  if (pending_.empty() || (pending_.size() < kDetectBytes && !last)) return;
  bool cut = false;
  const size_t valid = ValidUtf8Prefix(pending_, &cut);
  const bool utf8 = valid == pending_.size() || (cut && !last) ||
                    LongCharacters(std::string_view(pending_).substr(0, valid)) >= kNoAccident;
  encoding_ = utf8 ? Encoding::kUtf8 : Encoding::kGb18030;
  detected_ = true;
}

void TextDecoder::Decode(bool last, std::string* to) {
  if (!started_ && !TakeByteOrderMark(last)) return;
  if (encoding_ == Encoding::kDetect) Detect(last, to);
  switch (encoding_) {
    case Encoding::kDetect:
      return;
    case Encoding::kUtf8:
      return DecodeUtf8(last, to);
    case Encoding::kGb18030:
      if (detected_) return DecodeLines(last, to);
      [[fallthrough]];
    case Encoding::kUtf16Le:
    case Encoding::kUtf16Be: {
      const size_t left = DecodeIconv(pending_, last, to);
      pending_.erase(0, pending_.size() - left);
    }
  }
}

// Whole lines, because only a whole one can be told to be UTF-8; a very long one as it comes.
void TextDecoder::DecodeLines(bool last, std::string* to) {
  std::string_view rest = pending_;
  while (!rest.empty()) {
    const size_t end = rest.find('\n');
    const bool whole = end != std::string_view::npos || last;
    if (!whole && rest.size() < kDetectBytes) break;
    const std::string_view line = rest.substr(0, whole ? std::min(end, rest.size() - 1) + 1 : end);
    rest.remove_prefix(line.size());
    if (whole && IsClearlyUtf8(line)) {
      AppendWithoutChinese(line, to);
      continue;
    }
    const size_t left = DecodeIconv(line, whole, to);
    if (left == 0) continue;
    rest = std::string_view(pending_).substr(pending_.size() - rest.size() - left);
    break;
  }
  pending_.erase(0, pending_.size() - rest.size());
}

void TextDecoder::DecodeUtf8(bool last, std::string* to) {
  std::string_view rest = pending_;
  while (!rest.empty()) {
    bool cut = false;
    const size_t valid = ValidUtf8Prefix(rest, &cut);
    to->append(rest.substr(0, valid));
    rest.remove_prefix(valid);
    if (rest.empty() || (cut && !last)) break;
    to->append(kUnreadable);
    rest.remove_prefix(1);
  }
  pending_.erase(0, pending_.size() - rest.size());
}

size_t TextDecoder::DecodeIconv(std::string_view bytes, bool last, std::string* to) {
  if (iconv_ == kNoIconv) iconv_ = iconv_open("UTF-8", IconvName(encoding_));
  char* in = const_cast<char*>(bytes.data());  // iconv only reads
  size_t left = bytes.size();
  char buffer[16 * 1024];
  while (left > 0) {
    char* out = buffer;
    size_t room = sizeof buffer;
    const size_t result =
        iconv_ == kNoIconv ? static_cast<size_t>(-1) : iconv(iconv_, &in, &left, &out, &room);
    const int error = iconv_ == kNoIconv ? EILSEQ : errno;
    to->append(buffer, out - buffer);
    if (result != static_cast<size_t>(-1) || error == E2BIG) continue;
    if (error == EINVAL && !last) break;  // a character cut by the end of this piece
    to->append(kUnreadable);
    const size_t unit = encoding_ == Encoding::kGb18030 ? 1 : std::min<size_t>(2, left);
    in += unit;
    left -= unit;
  }
  return left;
}

}  // namespace outturn::intake
