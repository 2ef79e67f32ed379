#include "store/record.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <fstream>
#include <iterator>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "store/big_endian.h"

namespace outturn::store {
namespace {

std::string ReadFile(const std::string& path) {
  std::ifstream file(std::string(SOURCE_DIR) + path, std::ios::binary);
  EXPECT_TRUE(file) << path;
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string Encode(Position first, const std::vector<std::string>& group) {
  const std::vector<std::string_view> views(group.begin(), group.end());
  std::string record = "what was there before";
  EncodeRecord(first, views, &record);
  return record;
}

std::vector<std::string> Events(RecordReader reader) {
  std::vector<std::string> events;
  while (reader.Next()) {
    EXPECT_EQ(reader.position(), reader.first() + events.size());
    events.emplace_back(reader.event());
  }
  EXPECT_EQ(reader.last(), reader.first() + events.size() - 1);
  return events;
}

// A record whose checksum is right, whatever `body` says.
std::string WithChecksum(std::string body) {
  const auto checksum =
      static_cast<uint32_t>(crc32_z(0, reinterpret_cast<const Bytef*>(body.data()), body.size()));
  AppendBigEndian32(&body, checksum);
  return body;
}

std::string Header(Position first) {
  std::string header = "\x01";
  AppendBigEndian64(&header, first);
  return header;
}

TEST(Record, HasTheBytesThatFormatMdShows) {
  // The example is the only block of the document whose lines begin with hexadecimal bytes.
  std::istringstream document(ReadFile("/store/FORMAT.md"));
  std::string expected;
  bool within = false;
  for (std::string line; std::getline(document, line);) {
    if (line.starts_with("01  ")) within = true;
    if (line == "```") within = false;
    if (!within) continue;
    std::istringstream bytes(line.substr(0, 27));
    for (std::string byte; bytes >> byte;) {
      expected.push_back(static_cast<char>(std::stoi(byte, nullptr, 16)));
    }
  }
  EXPECT_EQ(Encode(7, {"opened", "", "paid 1.00"}), expected);
}

TEST(Record, OfVersionOneStaysReadableForever) {
  // Written by an independent program; never to be changed.
  const std::string golden = ReadFile("/tests/store/golden/record_v1.bin");
  std::vector<std::string> group = {"", std::string(1, '\0')};
  struct Pattern {
    int size, step, start;
  };
  for (const Pattern& of : {Pattern{127, 7, 1}, Pattern{128, 11, 2}, Pattern{300, 13, 3}}) {
    std::string event;
    for (int i = 0; i < of.size; ++i) event.push_back(static_cast<char>(i * of.step + of.start));
    group.push_back(event);
  }
  const Result<RecordReader> reader = RecordReader::Parse(golden);
  ASSERT_TRUE(reader.ok()) << reader.status().ToString();
  EXPECT_EQ(reader->first(), 0x0102030405060708u);
  EXPECT_EQ(Events(*reader), group);
  EXPECT_EQ(Encode(0x0102030405060708, group), golden);
}

TEST(Record, GivesBackWhatWasPutIn) {
  std::mt19937 random(1);
  for (int times = 0; times < 200; ++times) {
    std::vector<std::string> group(1 + random() % 20);
    for (std::string& event : group) {
      event.resize(random() % 4 == 0 ? random() % 20000 : random() % 200);
      for (char& byte : event) byte = static_cast<char>(random());
    }
    const Position first = 1 + random();
    const std::string record = Encode(first, group);
    const Result<RecordReader> reader = RecordReader::Parse(record);
    ASSERT_TRUE(reader.ok()) << reader.status().ToString();
    EXPECT_EQ(reader->first(), first);
    EXPECT_EQ(Events(*reader), group);
  }
}

TEST(Record, CutAnywhereIsDamaged) {
  const std::string record = Encode(7, {"opened", "", "paid 1.00"});
  for (size_t size = 0; size < record.size(); ++size) {
    EXPECT_EQ(RecordReader::Parse(record.substr(0, size)).status().code(), Code::kCorrupt) << size;
  }
  EXPECT_EQ(RecordReader::Parse(record + '\0').status().code(), Code::kCorrupt);
}

TEST(Record, WithAnyBitFlippedIsDamaged) {
  const std::string record = Encode(7, {"opened", "", "paid 1.00"});
  for (size_t bit = 0; bit < record.size() * 8; ++bit) {
    std::string damaged = record;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_EQ(RecordReader::Parse(damaged).status().code(), Code::kCorrupt) << bit;
  }
}

struct Hostile {
  std::string body;
  std::string complaint;
};

TEST(Record, WithARightChecksumAndWrongContentIsRefusedWithAReason) {
  using namespace std::string_literals;
  const std::vector<Hostile> cases = {
      {"\x02" + Header(7).substr(1) + "\x01\x01x"s, "unknown record version"},
      {Header(0) + "\x01\x01x"s, "record without position or events"},
      {Header(7) + "\x00"s, "record without position or events"},
      {Header(7) + "\x80"s, "bad event count"},
      {Header(7) + "\x81\x00\x01x"s, "bad event count"},  // longer than needed
      {Header(7) + "\xff\xff\xff\xff\x7f"s, "bad event length"},
      {Header(7) + "\xff\xff\xff\xff\xff\x01"s, "bad event count"},
      {Header(7) + "\x02\x01"s, "bad event length"},
      {Header(7) + "\x01\x81\x00x"s, "bad event length"},
      {Header(7) + "\x01\x02x"s, "event lengths do not add up"},
      {Header(7) + "\x01\x01xy"s, "event lengths do not add up"},
      {Header(7) + "\x01\xff\xff\xff\xff\x7f"s, "event lengths do not add up"},
      {Header(~uint64_t{0}) + "\x01\x01x"s, "positions overflow"},
  };
  for (const Hostile& hostile : cases) {
    const Status status = RecordReader::Parse(WithChecksum(hostile.body)).status();
    EXPECT_EQ(status.code(), Code::kCorrupt);
    EXPECT_EQ(status.message(), hostile.complaint);
  }
}

TEST(Record, OfRandomBytesIsNeverReadPastItsEnd) {
  std::mt19937 random(2);
  for (int times = 0; times < 20000; ++times) {
    std::string body = Header(1 + random() % 5);
    const size_t size = random() % 30;
    for (size_t i = 0; i < size; ++i) {
      body.push_back(static_cast<char>(random() % 2 == 0 ? random() % 5 : random()));
    }
    const std::string record = WithChecksum(body);
    Result<RecordReader> reader = RecordReader::Parse(record);
    if (!reader.ok()) continue;
    while (reader->Next()) {
      EXPECT_GE(reader->event().data(), record.data());
      EXPECT_LE(reader->event().data() + reader->event().size(), record.data() + record.size());
    }
  }
}

}  // namespace
}  // namespace outturn::store
