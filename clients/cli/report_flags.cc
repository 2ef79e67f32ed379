#include "clients/cli/report_flags.h"

#include <fstream>

namespace outturn::cli {

void AllowFormats(Cli* cli, CLI::App* command, const std::vector<std::string>& formats) {
  command->preparse_callback([cli, formats](size_t) { cli->formats = formats; });
}

void AddOutFlag(Cli* cli, CLI::App* command, std::string* out) {
  command
      ->add_option("--out", *out,
                   cli->Say("写入这个文件；xlsx 在终端上必须给出",
                            "write to this file; xlsx asks for it on a terminal"))
      ->type_name(cli->Say("文件", "FILE"))
      ->group(cli->Say("输出", "Output"));
}

int Deliver(Cli* cli, const std::string& out, const std::string& content) {
  if (out.empty()) {
    cli->console.Data(content);
    return kOk;
  }
  std::ofstream file(out, std::ios::binary | std::ios::trunc);
  file.write(content.data(), static_cast<std::streamsize>(content.size()));
  file.close();
  if (!file) {
    return cli->UsageError({"无法写入文件 " + out, "cannot write " + out});
  }
  cli->console.Note(cli->Say("已写入 ", "written: ") + out);
  return kOk;
}

}  // namespace outturn::cli
