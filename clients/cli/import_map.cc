#include "clients/cli/import_map.h"

#include <filesystem>
#include <fstream>
#include <iterator>

namespace outturn::cli {
namespace {

namespace fs = std::filesystem;

std::optional<std::string> ReadText(const std::string& path) {
  std::error_code error;
  if (!fs::is_regular_file(path, error)) return std::nullopt;
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(file), {});
}

// ~/.config/outturn/maps/SOURCE.map; a source is any text, a file's name is not.
std::string RememberedPath(const Cli& cli, const std::string& source) {
  std::string name;
  for (const char c : source) {
    const bool bad = c == '/' || static_cast<unsigned char>(c) < 0x20 || (name.empty() && c == '.');
    name += bad ? '_' : c;
  }
  return cli.settings.folder + "/maps/" + name + ".map";
}

}  // namespace

std::optional<intake::Words> ImportMap::Load(Cli* cli, const std::string& said) {
  if (said == "none") return std::nullopt;
  const std::string& source = cli->settings.source;
  if (!said.empty()) {
    path_ = fs::exists(said) ? said : RememberedPath(*cli, said);
  } else if (!source.empty()) {
    path_ = RememberedPath(*cli, source);
    if (!fs::exists(path_)) return std::nullopt;
    cli->console.Note(cli->Say("按记住的映射读取：", "read by the mapping remembered: ") + path_ +
                      cli->Say("（--map none 不用）", " (--map none for none)"));
  } else {
    return std::nullopt;
  }
  const auto text = ReadText(path_);
  if (!text) {
    return intake::Words{"没有映射文件 " + said, "there is no mapping file " + said};
  }
  auto parsed = intake::ParseMapping(*text);
  if (const auto* wrong = std::get_if<intake::Words>(&parsed)) {
    return intake::Words{path_ + " " + wrong->zh, path_ + " " + wrong->en};
  }
  mapping_ = std::get<intake::Mapping>(std::move(parsed));
  text_ = *text;
  if (mapping_->source.empty() || mapping_->source == source) return std::nullopt;
  if (!source.empty()) {
    return intake::Words{
        path_ + " 是来源系统“" + mapping_->source + "”的，而 --source 是“" + source + "”",
        path_ + " is for source \"" + mapping_->source + "\", but --source is \"" + source + "\""};
  }
  cli->settings.source = mapping_->source;
  return std::nullopt;
}

void ImportMap::Remember(Cli* cli) const {
  if (!mapping_ || cli->settings.source.empty()) return;
  const std::string path = RememberedPath(*cli, cli->settings.source);
  if (ReadText(path) == text_) return;
  std::error_code error;
  fs::create_directories(fs::path(path).parent_path(), error);
  if (std::ofstream(path, std::ios::binary | std::ios::trunc) << text_) {
    cli->console.Note(cli->Say("映射已按来源记住：", "mapping remembered for the source: ") + path);
    return;
  }
  cli->console.Warn(cli->settings.lang(),
                    {"无法记住映射：" + path, "cannot remember the mapping: " + path});
}

}  // namespace outturn::cli
