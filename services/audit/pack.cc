#include "services/audit/pack.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "store/big_endian.h"

namespace outturn::audit {
namespace {

constexpr std::string_view kMagic = "outturn.audit-pack/1";
constexpr size_t kEntryHeadBytes = 8 + 1 + 1 + 32 + 4;
constexpr uint64_t kMostManifestBytes = 16 << 20;

store::Status Bad(std::string what) { return store::Status::Corrupt(0, std::move(what)); }

std::string_view BytesOf(const store::Hash& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

std::string Hex(const store::Hash& hash) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const uint8_t byte : hash) {
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

std::string EntriesText(const std::vector<Entry>& entries) {
  std::string bytes;
  for (const Entry& entry : entries) {
    store::AppendBigEndian64(&bytes, entry.position);
    bytes += static_cast<char>(entry.of);
    bytes += static_cast<char>(entry.withheld ? 1 : 0);
    bytes += BytesOf(entry.leaf);
    store::AppendBigEndian32(&bytes, static_cast<uint32_t>(entry.bytes.size()));
    bytes += entry.bytes;
  }
  return bytes;
}

std::string HashesText(const store::Proof& proof) {
  std::string bytes;
  for (const store::Hash& hash : proof) bytes += BytesOf(hash);
  return bytes;
}

std::string FactsText(const Facts& facts) {
  return std::string(kMagic) + "\nbook " + facts.book + "\nledger " + facts.ledger.ToString() +
         "\nas-of " + facts.as_of.ToString() + "\nsize " + std::to_string(facts.size) +
         "\nrecorded-at-us " + std::to_string(facts.recorded_at.microseconds()) + "\nversion " +
         std::to_string(facts.version) + "\nprior-version " + std::to_string(facts.prior_version) +
         "\n";
}

// A decimal number as it is written: no sign, no leading zeros.
std::optional<uint64_t> Number(std::string_view text) {
  uint64_t value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc() || std::to_string(value) != text) return std::nullopt;
  return value;
}

// Takes the manifest's text line by line.
class ManifestReader {
 public:
  explicit ManifestReader(std::string_view text) : rest_(text) {}

  [[nodiscard]] bool good() const { return good_; }
  [[nodiscard]] bool at_end() const { return rest_.empty(); }

  // What is behind "name " on the next line.
  std::string_view Value(std::string_view name) {
    const size_t end = rest_.find('\n');
    good_ = good_ && end != std::string_view::npos && rest_.starts_with(name) &&
            end > name.size() && rest_[name.size()] == ' ';
    if (!good_) return {};
    const std::string_view value = rest_.substr(name.size() + 1, end - name.size() - 1);
    rest_.remove_prefix(end + 1);
    ++taken_;
    return value;
  }
  uint64_t NumberOf(std::string_view name) {
    const auto value = Number(Value(name));
    if (good_ && !value) Spoil();
    return value.value_or(0);
  }
  void Magic() {
    good_ = good_ && rest_.starts_with(kMagic) && rest_.substr(kMagic.size()).starts_with('\n');
    if (good_) rest_.remove_prefix(kMagic.size() + 1);
    if (good_) ++taken_;
  }
  // The last line taken is not what it ought to be.
  void Spoil() {
    if (good_) --taken_;
    good_ = false;
  }
  // Of the first line that is not.
  [[nodiscard]] store::Status BadLine() const {
    return Bad("line " + std::to_string(taken_ + 1) + " of the manifest is damaged");
  }

 private:
  std::string_view rest_;
  size_t taken_ = 0;  // lines
  bool good_ = true;
};

Facts ReadFacts(ManifestReader& reader) {
  Facts facts;
  reader.Magic();
  facts.book = reader.Value("book");
  const std::string_view ledger = reader.Value("ledger");
  const size_t slash = ledger.rfind('/');
  uint64_t year = 0;
  if (slash != std::string_view::npos) year = Number(ledger.substr(slash + 1)).value_or(0);
  if (year < 1900 || year > 2999) reader.Spoil();
  const auto as_of = core::Day::Parse(reader.Value("as-of"));
  if (!as_of || as_of->year() != static_cast<int>(year)) reader.Spoil();
  facts.size = reader.NumberOf("size");
  facts.recorded_at = core::Instant(static_cast<int64_t>(reader.NumberOf("recorded-at-us")));
  facts.version = reader.NumberOf("version");
  facts.prior_version = reader.NumberOf("prior-version");
  if (!reader.good()) return facts;
  facts.ledger = {std::string(ledger.substr(0, slash)), static_cast<int>(year)};
  facts.as_of = *as_of;
  return facts;
}

std::optional<store::Hash> HashOfHex(std::string_view text) {
  store::Hash hash;
  if (text.size() != 2 * hash.size()) return std::nullopt;
  for (size_t i = 0; i < hash.size(); ++i) {
    const auto read = std::from_chars(&text[2 * i], &text[2 * i] + 2, hash[i], 16);
    if (read.ec != std::errc() || read.ptr != &text[2 * i] + 2) return std::nullopt;
  }
  return Hex(hash) == text ? std::optional(hash) : std::nullopt;
}

// "section NAME SIZE HASH" lines; their bytes follow each other in `rest`.
store::Status ReadSections(ManifestReader& reader, std::string_view rest, Opened& opened) {
  while (!reader.at_end()) {
    const std::string_view line = reader.Value("section");
    const size_t first = line.find(' ');
    const size_t second = first == std::string_view::npos ? first : line.find(' ', first + 1);
    if (!reader.good()) return reader.BadLine();
    const bool whole = second != std::string_view::npos;
    const auto size = whole ? Number(line.substr(first + 1, second - first - 1)) : std::nullopt;
    const auto hash = whole ? HashOfHex(line.substr(second + 1)) : std::nullopt;
    if (!size || !hash) {
      reader.Spoil();
      return reader.BadLine();
    }
    const std::string name(line.substr(0, first));
    if (opened.Find(name) != nullptr) return Bad("section " + name + " is there twice");
    if (*size > rest.size()) return Bad("the file ends within section " + name);
    opened.sections.push_back({name, *hash, rest.substr(0, *size)});
    rest.remove_prefix(*size);
  }
  return rest.empty() ? store::Status()
                      : Bad(std::to_string(rest.size()) + " bytes behind the last section");
}

}  // namespace

std::string Write(const Pack& pack, store::Digest digest, const Sign& sign) {
  std::vector<std::pair<std::string, std::string>> sections;
  const auto add = [&](std::string_view name, std::string bytes) {
    sections.emplace_back(name, std::move(bytes));
  };
  add(kCheckpointSection, pack.checkpoint.ToString());
  add(kEventsSection, EntriesText(pack.entries));
  add(kProofSection, HashesText(pack.proof));
  if (pack.from > 0) {
    std::string growth;
    store::AppendBigEndian64(&growth, pack.from);
    add(kGrowthSection, growth + HashesText(pack.growth));
  }
  if (!pack.touched.empty()) add(kTouchedSection, pack.touched.ToString());
  for (const auto& [name, text] : pack.rules) add(std::string(kRulesPrefix) + name, text);
  for (const auto& [name, text] : pack.forms) add(std::string(kFormsPrefix) + name, text);
  std::string manifest = FactsText(pack.facts);
  std::string rest;
  for (const auto& [name, bytes] : sections) {
    manifest += "section " + name + " " + std::to_string(bytes.size()) + " " +
                Hex(store::HashOf(bytes, digest)) + "\n";
    rest += bytes;
  }
  const std::string note = sign(std::move(manifest)).ToString();
  return std::string(kMagic) + " " + std::to_string(note.size()) + "\n" + note + rest;
}

const Section* Opened::Find(std::string_view name) const {
  const auto found = std::find_if(sections.begin(), sections.end(),
                                  [&](const Section& section) { return section.name == name; });
  return found == sections.end() ? nullptr : &*found;
}

store::Result<Opened> Open(std::string_view file) {
  if (!file.starts_with(kMagic) || !file.substr(kMagic.size()).starts_with(' ')) {
    return Bad("no audit pack: it does not begin with " + std::string(kMagic));
  }
  file.remove_prefix(kMagic.size() + 1);
  const size_t end = file.find('\n');
  const auto size = Number(file.substr(0, end));
  if (end == std::string_view::npos || !size || *size > kMostManifestBytes) {
    return Bad("the first line says no size of the manifest");
  }
  file.remove_prefix(end + 1);
  if (*size > file.size()) return Bad("the file ends within the manifest");
  auto manifest = store::Note::Parse(file.substr(0, *size));
  if (!manifest.ok()) return Bad("the manifest is no signed note: " + manifest.status().message());
  Opened opened;
  opened.manifest = *std::move(manifest);
  ManifestReader reader(opened.manifest.text);
  opened.facts = ReadFacts(reader);
  if (!reader.good()) return reader.BadLine();
  if (auto status = ReadSections(reader, file.substr(*size), opened); !status.ok()) return status;
  return opened;
}

store::Result<std::vector<Entry>> ReadEntries(std::string_view bytes) {
  std::vector<Entry> entries;
  while (!bytes.empty()) {
    if (bytes.size() < kEntryHeadBytes) return Bad("the events end within one");
    Entry entry;
    entry.position = store::BigEndian64(bytes);
    const auto of = static_cast<uint8_t>(bytes[8]);
    const auto withheld = static_cast<uint8_t>(bytes[9]);
    const uint32_t size = store::BigEndian32(bytes.substr(42));
    const std::string at = "the entry at position " + std::to_string(entry.position);
    if (of > static_cast<uint8_t>(Entry::Of::kBook) || withheld > 1) {
      return Bad(at + " is of no kind there is");
    }
    if (size > bytes.size() - kEntryHeadBytes) return Bad(at + " is longer than what is left");
    if (withheld == 1 && size > 0) return Bad(at + " is withheld and there all the same");
    if (entry.position <= (entries.empty() ? 0 : entries.back().position)) {
      return Bad(at + " does not come after the one before it");
    }
    entry.of = static_cast<Entry::Of>(of);
    entry.withheld = withheld == 1;
    std::copy_n(bytes.begin() + 10, entry.leaf.size(), entry.leaf.begin());
    entry.bytes = bytes.substr(kEntryHeadBytes, size);
    bytes.remove_prefix(kEntryHeadBytes + size);
    entries.push_back(std::move(entry));
  }
  return entries;
}

store::Result<store::Proof> ReadHashes(std::string_view bytes) {
  store::Proof proof(bytes.size() / 32);
  if (bytes.size() % 32 != 0) return Bad("hashes are 32 bytes each");
  for (store::Hash& hash : proof) {
    std::copy_n(bytes.begin(), hash.size(), hash.begin());
    bytes.remove_prefix(hash.size());
  }
  return proof;
}

store::Result<Growth> ReadGrowth(std::string_view bytes) {
  if (bytes.size() < 8) return Bad("the proof of growth is too short");
  auto proof = ReadHashes(bytes.substr(8));
  if (!proof.ok()) return proof.status();
  return Growth{store::BigEndian64(bytes), *std::move(proof)};
}

}  // namespace outturn::audit
