#include "services/figures/table.h"

namespace outturn::figures {

std::string Hex(std::string_view bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (const char byte : bytes) {
    const auto value = static_cast<unsigned char>(byte);
    text += kDigits[value >> 4];
    text += kDigits[value & 15];
  }
  return text;
}

std::vector<std::string> ProvenanceLines(const Provenance& from, Language language) {
  const bool zh = language == Language::kChinese;
  const auto line = [zh](const char* chinese, const char* english, const std::string& value) {
    return zh ? std::string(chinese) + "：" + value : std::string(english) + ": " + value;
  };
  std::vector<std::string> lines;
  lines.push_back(line("截至", "as of", from.as_of.ToString()));
  lines.push_back(line("账簿", "book", from.book));
  lines.push_back(line("所据事项", "events",
                       (from.position == 0 ? "0" : "1–" + std::to_string(from.position)) +
                           (zh ? "（记录于 " : " (the last recorded on ") +
                           from.known_at.ChinaDay().ToString() + (zh ? "）" : ")")));
  if (!from.root.empty()) lines.push_back(line("根哈希", "root hash", Hex(from.root)));
  lines.push_back(line("政策", "policy", from.policy.ToString()));
  return lines;
}

std::vector<std::string> ProvenanceLines(const Table& table) {
  return ProvenanceLines(table.provenance, table.language);
}

}  // namespace outturn::figures
