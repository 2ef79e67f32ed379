// Bytes of version 1, kept for ever: what a book of that version holds, every later program reads.
//
// golden/KIND.bin is a stored event with every field set, golden/KIND.txt says what it means in
// protobuf's text format. A new kind gets its pair by running this program with
// OUTTURN_WRITE_GOLDEN=1, which never touches a file that is there.
#include <google/protobuf/stubs/logging.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "services/wire/codec.h"
#include "tests/wire/messages.h"

namespace outturn::wire {
namespace {

namespace fs = std::filesystem;
using google::protobuf::FieldDescriptor;
using google::protobuf::TextFormat;

const fs::path kFolder = fs::path(SOURCE_DIR) / "tests/wire/golden";

std::string ReadFile(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file) << path;
  return {std::istreambuf_iterator<char>(file), {}};
}

void WriteNewFile(const fs::path& path, const std::string& bytes) {
  ASSERT_FALSE(fs::exists(path)) << path << " is kept for ever";
  std::ofstream file(path, std::ios::binary);
  file << bytes;
}

void WriteMissing(const FieldDescriptor* kind) {
  const fs::path bin = kFolder / (kind->name() + ".bin");
  const fs::path text = kFolder / (kind->name() + ".txt");
  if (fs::exists(bin) || fs::exists(text)) return;
  const v1::Event event = FullEvent(kind);
  TextFormat::Printer printer;
  printer.SetUseUtf8StringEscaping(true);
  std::string words;
  ASSERT_TRUE(printer.PrintToString(event, &words));
  WriteNewFile(bin, event.SerializeAsString());
  WriteNewFile(text, words);
}

std::vector<std::string> GoldenNames() {
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(kFolder)) {
    if (entry.path().extension() == ".bin") names.insert(entry.path().stem().string());
  }
  return {names.begin(), names.end()};
}

TEST(Golden, FilesAreThereForEveryKind) {
  if (std::getenv("OUTTURN_WRITE_GOLDEN") != nullptr) {
    for (const FieldDescriptor* kind : Kinds()) WriteMissing(kind);
  }
  for (const FieldDescriptor* kind : Kinds()) {
    EXPECT_TRUE(fs::exists(kFolder / (kind->name() + ".bin"))) << kind->name();
    EXPECT_TRUE(fs::exists(kFolder / (kind->name() + ".txt"))) << kind->name();
  }
}

TEST(Golden, BytesStillMeanWhatTheyMeant) {
  for (const std::string& name : GoldenNames()) {
    SCOPED_TRACE(name);
    const std::string bytes = ReadFile(kFolder / (name + ".bin"));
    v1::Event expected;
    ASSERT_TRUE(TextFormat::ParseFromString(ReadFile(kFolder / (name + ".txt")), &expected));
    const auto event = DecodeEvent(bytes);
    ASSERT_TRUE(event.has_value());
    v1::Event understood;
    ASSERT_TRUE(understood.ParseFromString(EncodeEvent(*event)));
    EXPECT_EQ(DifferenceOf(expected, understood), "");
  }
}

// ---- hostile bytes

// Whatever decodes can be encoded and decoded again.
void Try(const std::string& bytes) {
  const auto event = DecodeEvent(bytes);
  if (!event) return;
  EXPECT_TRUE(DecodeEvent(EncodeEvent(*event)).has_value());
}

TEST(HostileBytes, CutShortAnywhereNeverCrash) {
  const google::protobuf::LogSilencer quiet;
  for (const std::string& name : GoldenNames()) {
    const std::string bytes = ReadFile(kFolder / (name + ".bin"));
    for (size_t size = 0; size < bytes.size(); ++size) Try(bytes.substr(0, size));
  }
}

TEST(HostileBytes, WithAnyBitFlippedNeverCrash) {
  const google::protobuf::LogSilencer quiet;
  for (const std::string& name : GoldenNames()) {
    std::string bytes = ReadFile(kFolder / (name + ".bin"));
    for (size_t bit = 0; bit < bytes.size() * 8; ++bit) {
      bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << bit % 8));
      Try(bytes);
      bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << bit % 8));
    }
  }
}

TEST(HostileBytes, ThatAreNoEventAreNone) {
  EXPECT_FALSE(DecodeEvent(""));
  EXPECT_FALSE(DecodeEvent("\xff\xff\xff\xff"));
  EXPECT_FALSE(DecodeEvent(std::string(1 << 16, '\0')));
  v1::Event without_body;
  without_body.set_position(1);
  EXPECT_FALSE(DecodeEvent(without_body.SerializeAsString()));
}

TEST(HostileBytes, WithAnUnknownWarningOrDayAreNone) {
  const v1::Event good = FullEvent(Kinds().front());
  ASSERT_TRUE(DecodeEvent(good.SerializeAsString()));
  v1::Event event = good;
  event.mutable_outcome()->mutable_warnings(0)->set_reason("NO_SUCH_REASON");
  EXPECT_FALSE(DecodeEvent(event.SerializeAsString()));
  event = good;
  event.mutable_outcome()->set_headroom_on(20240230);
  EXPECT_FALSE(DecodeEvent(event.SerializeAsString()));
}

}  // namespace
}  // namespace outturn::wire
