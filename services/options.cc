#include "services/options.h"

#include <CLI/CLI.hpp>
#include <boost/asio/ip/address.hpp>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "services/audit/reader_language.h"

namespace outturn {
namespace {

namespace asio = boost::asio;

// Beside the program when installed, in the source tree when not.
std::string DefaultPacks(const char* program) {
  namespace fs = std::filesystem;
  std::error_code error;
  const fs::path beside = fs::canonical("/proc/self/exe", error).parent_path();
  for (const fs::path& folder : {beside / "../share/outturn/packs", beside / "packs",
                                 beside / "../../../deploy/packs", beside / "../../deploy/packs"}) {
    std::error_code missing;
    if (!error && fs::is_directory(folder, missing)) return folder.lexically_normal().string();
  }
  constexpr const char* kOfATree = "deploy/packs";  // where this is run in one
  if (fs::is_directory(fs::path(kOfATree) / "codes-2024", error)) return kOfATree;
  return std::string(program) + ".packs";
}

bool IsPort(const std::string& text) {
  int number = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() && number >= 0 &&
         number <= 65'535;
}

// Tells what is wrong with an address; callers are not asked who they are.
bool IsAllowed(const char* option, const std::string& address) {
  if (Loopback(address)) return true;
  std::fprintf(stderr, "%s %s: only a loopback address and port, as 127.0.0.1:7300\n", option,
               address.c_str());
  return false;
}

// As the command line has it: OUTTURN_LANG, else as the locale says.
std::string LanguageOfEnvironment() {
  const auto look_up = [](const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr ? std::optional<std::string>(value) : std::nullopt;
  };
  const auto named = look_up("OUTTURN_LANG");
  if (named == "zh" || named == "en") return *named;
  return audit::LanguageOfLocale(look_up) == core::Language::kEnglish ? "en" : "zh";
}

// What --lang says, before the help that it is about is made.
std::string LanguageOf(int argc, char** argv) {
  std::string language = LanguageOfEnvironment();
  constexpr std::string_view kFlag = "--lang";
  for (int i = 1; i < argc; ++i) {
    std::string_view said = argv[i];
    if (said == kFlag && i + 1 < argc) {
      said = argv[i + 1];
    } else if (said.starts_with(kFlag) && said.substr(kFlag.size()).starts_with('=')) {
      said.remove_prefix(kFlag.size() + 1);
    }
    if (said == "zh" || said == "en") language = said;
  }
  return language;
}

// The options as CLI11 has them, in the reader's language.
class CommandLine {
 public:
  explicit CommandLine(Options& options) : options_(options) {
    app_.description(
        Say("outturn-server：经 gRPC 提供一个政府的账簿。\n\n"
            "  outturn-server --data /var/lib/outturn --book 431200\n"
            "  outturn-server --data data --listen 127.0.0.1:0      # 空闲端口，启动时印出\n",
            "outturn-server: serves one government's book over gRPC.\n\n"
            "  outturn-server --data /var/lib/outturn --book 431200\n"
            "  outturn-server --data data --listen 127.0.0.1:0      # a free port, printed at "
            "start\n"));
    app_.option_defaults()->group(Say("选项", "Options"));
    AddPlaces();
    AddLog();
    AddFsck();
    AddProofs();
    AddLimits();
    app_.footer(ExitCodes());
    app_.set_version_flag("--version", OUTTURN_VERSION, Say("版本", "the version"));
    app_.set_help_flag("-h,--help", Say("本帮助", "this help"));
    if (!options_.InChinese()) return;
    const auto format = app_.get_formatter();
    format->label("Usage", "用法");
    format->label("OPTIONS", "选项");
    format->label("TEXT", "文字");
  }
  CLI::App& app() { return app_; }

 private:
  [[nodiscard]] std::string Say(const char* zh, const char* en) const {
    return options_.InChinese() ? zh : en;
  }

  [[nodiscard]] std::string ExitCodes() const {
    return Say(
        "退出码：\n"
        "  0  按要求停止；--fsck：全部相符\n"
        "  1  未能启动或继续，原因见日志；--fsck：有损坏或缺失\n"
        "  2  命令行有误；--fsck：或没有这个目录、没有规则包\n"
        "  5  --fsck 无从检查：目录或其中文件本账户无权读取，或正由另一进程打开；未见损坏",
        "Exit codes:\n"
        "  0  stopped when told to; --fsck: all agrees\n"
        "  1  did not start or go on, the log says why; --fsck: something is damaged or missing\n"
        "  2  the command line is wrong; --fsck: or there is no such folder, or no packs\n"
        "  5  --fsck could not look: the folder, or a file of it, may not be read by this account "
        "or is open in another process; nothing is known to be damaged");
  }

  void AddPlaces() {
    app_.add_option("--data", options_.data,
                    Say("数据目录；没有则建立", "data folder; made when it is not there"))
        ->capture_default_str();
    app_.add_option("--book", options_.book,
                    Say("账簿的区划代码；数据目录是新的时给出一次",
                        "division code of the book; needed once, when the data folder is new"));
    app_.add_option("--listen", options_.listen,
                    Say("环回地址和端口；端口 0 取一个空闲的",
                        "loopback address and port; port 0 takes a free one"))
        ->capture_default_str();
    app_.add_option("--packs", options_.packs,
                    Say("代码表和报表的目录；默认为程序旁的，其次为工作目录中的 deploy/packs",
                        "folder of code tables and forms; by default the one beside the program, "
                        "else deploy/packs of the working directory"))
        ->capture_default_str();
    app_.add_option("--http", options_.http,
                    Say("/metrics 和 /healthz 的环回地址和端口，如 127.0.0.1:7301；端口 0 "
                        "取一个空闲的；不给则没有 HTTP",
                        "loopback address and port for /metrics and /healthz, as 127.0.0.1:7301; "
                        "port 0 takes a free one; without it there is no HTTP"));
    app_.add_option("--disk-reserve", options_.disk_reserve,
                    Say("数据目录所在磁盘须留的空间（500MB、2GB）：不足时停止写入，直到腾出空间；"
                        "0 为不留。默认 1 GiB 或磁盘的 5 %，取小者",
                        "room that stays free on the data folder's disk (500MB, 2GB): with less, "
                        "writes stop until there is more; 0 for never. Default: 1 GiB or 5 % of "
                        "the disk, whichever is less"))
        ->transform(CLI::AsSizeValue(false));
  }

  void AddLog() {
    app_.add_option("--log-format", options_.log_format,
                    Say("text（key=value）或 json，每件事一行",
                        "text (key=value) or json, a line per event"))
        ->check(CLI::IsMember({"text", "json"}))
        ->capture_default_str();
    app_.add_option("--log-level", options_.log_level,
                    Say("日志级别", "trace, debug, info, warn, error, critical"))
        ->check(CLI::IsMember({"trace", "debug", "info", "warn", "error", "critical"}))
        ->capture_default_str();
  }

  void AddFsck() {
    app_.add_flag(
        "--fsck", options_.fsck,
        Say("不提供服务：读遍数据目录，不作改动，指出有何不对，每项一行，其后是怎么办；退出码见下",
            "serve nothing: read the whole data folder, change nothing in it, tell what is wrong, "
            "one finding a line, and below what to do; for exit codes see below"));
    app_.add_option("--lang", options_.language,
                    Say("帮助和 --fsck 的语言：zh 或 en；默认依 OUTTURN_LANG，其次 LANG",
                        "language of help and of what --fsck prints: zh or en; without it "
                        "OUTTURN_LANG, then LANG"))
        ->check(CLI::IsMember({"zh", "en"}));
  }

  void AddProofs() {
    app_.add_flag("--print-key", options_.print_key,
                  Say("不提供服务：印出核对检查点的公钥；只读 BOOK 和 key "
                      "两个文件，服务运行时也可。密钥在首次启动时生成",
                      "serve nothing: print the public key checkpoints are verified by; reads the "
                      "files BOOK and key only, also while a server runs. The key is made at the "
                      "first start"));
    app_.add_option("--signature", options_.signature,
                    Say("新密钥用什么签名：ed25519（SHA-256）或 sm2（SM3）",
                        "what a new key signs with: ed25519 (over SHA-256) or sm2 (over SM3)"))
        ->check(CLI::IsMember({"ed25519", "sm2"}))
        ->capture_default_str();
    app_.add_option("--witness", options_.witnesses,
                    Say("接受其共同签名的见证人的公钥，可重复",
                        "verifier key of a witness whose co-signatures are taken; repeatable"));
  }

  void AddLimits() {
    rpc::Limits& limits = options_.limits;
    app_.add_option("--call-memory", limits.memory_bytes,
                    Say("所有连接的调用合计可占的内存（16MB 以上）：超出则放慢读取并拒绝新的",
                        "what all connections together may hold of calls (16MB and more): with "
                        "more, they are read from more slowly and new ones refused"))
        ->transform(CLI::AsSizeValue(false))
        ->check(CLI::Range(uint64_t{16} << 20, uint64_t{1} << 40).description(""))
        ->capture_default_str();
    app_.add_option("--call-threads", limits.threads,
                    Say("gRPC 自行应答的调用（健康、反射）所用线程（8 至 1024）",
                        "threads for the calls gRPC answers itself: health, reflection (8 to "
                        "1024)"))
        ->check(CLI::Range(8, 1'024).description(""))
        ->capture_default_str();
    app_.add_option("--max-message", limits.message_bytes,
                    Say("更大的消息答以 RESOURCE_EXHAUSTED（64KB 至 32MB）",
                        "a larger message is answered RESOURCE_EXHAUSTED (64KB to 32MB)"))
        ->transform(CLI::AsSizeValue(false))
        ->check(CLI::Range(64 << 10, 32 << 20).description(""))  // a group holds one more
        ->capture_default_str();
    app_.add_option("--max-calls", limits.calls_of_a_connection,
                    Say("一个连接同时的调用数；多出的在客户端等候（1 至 65536）",
                        "calls of one connection at a time; further ones wait at the client (1 to "
                        "65536)"))
        ->check(CLI::Range(1, 65'536).description(""))
        ->capture_default_str();
  }

  Options& options_;
  CLI::App app_;
};

}  // namespace

std::optional<asio::ip::tcp::endpoint> Loopback(const std::string& address) {
  const size_t colon = address.rfind(':');
  std::string host = address.substr(0, colon);
  if (colon == std::string::npos || !IsPort(address.substr(colon + 1))) return std::nullopt;
  if (host == "localhost") host = "127.0.0.1";
  boost::system::error_code error;
  const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  const auto ip = asio::ip::make_address(bracketed ? host.substr(1, host.size() - 2) : host, error);
  if (error || !ip.is_loopback()) return std::nullopt;
  return asio::ip::tcp::endpoint(ip, static_cast<uint16_t>(std::stoi(address.substr(colon + 1))));
}

std::optional<int> Parse(int argc, char** argv, Options& options) {
  options.packs = DefaultPacks(argv[0]);
  options.language = LanguageOf(argc, argv);
  CommandLine line(options);
  try {
    line.app().parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return line.app().exit(error) == 0 ? kOk : kUsage;
  }
  const bool allowed = IsAllowed("--listen", options.listen) &&
                       (options.http.empty() || IsAllowed("--http", options.http));
  return allowed ? std::nullopt : std::optional<int>(kUsage);
}

}  // namespace outturn
