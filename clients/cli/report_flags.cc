#include "clients/cli/report_flags.h"

#include "clients/cli/proofs.h"
#include "services/intake/text.h"

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

bool ReadTemplate(Cli* cli, const std::string& file, std::string* text, int* exit_code) {
  const auto read = ReadWhole(file);
  if (!read) {
    *exit_code = cli->UsageError({"无法读取文件 " + file, "cannot read " + file});
    return false;
  }
  *text = *read;
  bool cut_off = false;
  if (intake::ValidUtf8Prefix(*text, &cut_off) == text->size()) return true;
  *exit_code = cli->UsageError({file + " 不是 UTF-8 文字", file + " is no UTF-8 text"});
  return false;
}

void WarnOfGaps(Cli* cli, const v1::FillTemplateReply& reply) {
  for (const v1::TemplateGap& gap : reply.gaps()) {
    const std::string line = std::to_string(gap.line());
    cli->console.Warn(
        cli->settings.lang(),
        {"第 " + line + " 行：" + gap.figure() + " 没有数（" + gap.why() + "），写成 ——",
         "line " + line + ": " + gap.figure() + " has no value (" + gap.why() +
             "): —— stands in its place"});
  }
}

}  // namespace outturn::cli
