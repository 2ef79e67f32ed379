#include "clients/cli/import_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <iostream>
#include <map>
#include <utility>

#include "clients/cli/receipt.h"

namespace outturn::cli {
namespace {

constexpr size_t kPiece = 256 * 1024;
constexpr size_t kMostWaiting = 4'000;

client::RecorderOptions RecorderOptionsOf(Cli* cli, const ImportOptions& options) {
  client::RecorderOptions recorder;
  recorder.validate_only = options.dry_run;
  recorder.retry = cli->Retry(60);
  recorder.retry.longest_pause = std::chrono::seconds(1);
  recorder.retry.on_retry = [cli](const grpc::Status& why, std::chrono::milliseconds pause) {
    if (!cli->console.ProgressDue()) return;
    cli->console.Progress(cli->Say("没有应答，", "no answer, trying again in ") +
                          std::to_string(pause.count()) + cli->Say(" 毫秒后重试：", " ms: ") +
                          cli->Say(client::PlainWords(client::FailureOf(why))));
  };
  return recorder;
}

// "payments.csv" → "payments.rejects.csv", or the first of "payments.rejects-2.csv" … that is
// free: corrections somebody is making are never overwritten. Rejects of "payments.rejects.csv"
// itself are named after payments.csv as well.
std::string FreeRejectsPath(const std::string& path, FileType type) {
  const char* ending = type == FileType::kNdjson ? ".ndjson" : ".csv";
  std::filesystem::path stem = path == "-" ? "stdin" : path;
  stem.replace_extension();
  const std::string own = stem.extension().string();
  const bool numbered = own.find_first_not_of("0123456789", 9) == std::string::npos;
  if (own == ".rejects" || (own.starts_with(".rejects-") && numbered)) stem.replace_extension();
  for (int n = 1;; ++n) {
    std::string name = stem.string() + ".rejects" + (n > 1 ? "-" + std::to_string(n) : "") + ending;
    if (!std::filesystem::exists(name)) return name;
  }
}

}  // namespace

std::optional<intake::Words> CannotRead(const std::string& path) {
  std::error_code error;
  if (path == "-") return std::nullopt;
  if (!std::filesystem::exists(path, error)) {
    return intake::Words{"没有文件 " + path, "there is no file " + path};
  }
  if (std::filesystem::is_directory(path, error)) {
    return intake::Words{path + " 是文件夹，不是文件", path + " is a folder, not a file"};
  }
  if (std::ifstream(path, std::ios::binary)) return std::nullopt;
  return intake::Words{"无权读取文件 " + path, "no permission to read the file " + path};
}

std::optional<intake::Words> CannotAppend(const std::string& path,
                                          const std::vector<std::string>& imported) {
  std::error_code error;
  for (const std::string& file : imported) {
    if (!std::filesystem::equivalent(path, file, error)) continue;
    return intake::Words{path + " 正是要导入的文件，拒绝的行应写入另一个文件（--rejects）",
                         path + " is what is imported: its rejects go to another file (--rejects)"};
  }
  const bool there = std::filesystem::exists(path, error);
  const bool opened = std::ofstream(path, std::ios::binary | std::ios::app).is_open();
  if (opened && !there) std::filesystem::remove(path, error);
  if (opened) return std::nullopt;
  return intake::Words{"无法写入 " + path + "（--rejects）",
                       "cannot write " + path + " (--rejects)"};
}

const ImportedIds::Row* ImportedIds::Note(const v1::Command& command, const std::string& file,
                                          uint64_t number) {
  const v1::Header& header = command.header();
  const auto [at, first] = rows_.try_emplace(
      std::to_string(header.source().size()) + header.source() + header.external_id(),
      Row{file, number, ContentOf(command)});
  return first ? nullptr : &at->second;
}

size_t ImportedIds::ContentOf(const v1::Command& command) {
  return std::hash<std::string>()(command.SerializeAsString());
}

ImportFile::ImportFile(Cli* cli, std::string path, ImportOptions options)
    : cli_(cli),
      path_(std::move(path)),
      options_(std::move(options)),
      recorder_(cli->Connect(), RecorderOptionsOf(cli, options_),
                [this](uint64_t, const v1::Command& command, const client::Answer& answer) {
                  OnAnswer(command, answer);
                }),
      started_(std::chrono::steady_clock::now()) {
  if (options_.type == FileType::kCsv) {
    csv_ = std::make_unique<intake::CsvDecoder>(options_.defaults, options_.encoding, this);
  } else if (options_.type == FileType::kXlsx) {
    xlsx_ = std::make_unique<intake::XlsxDecoder>(options_.defaults, this);
  } else {
    ndjson_ = std::make_unique<intake::NdjsonDecoder>(options_.defaults, this);
  }
}

intake::TableDecoder* ImportFile::table() {
  if (csv_) return &csv_->table();
  return xlsx_ ? &xlsx_->table() : nullptr;
}

int ImportFile::Run() {
  int code = kOk;
  if (path_ == "-") {
    code = ReadAll(&std::cin);
  } else {
    if (auto wrong = CannotRead(path_)) return cli_->UsageError(*wrong);
    std::ifstream file(path_, std::ios::binary);
    std::error_code error;
    const auto size = std::filesystem::file_size(path_, error);
    size_ = error ? 0 : size;
    code = ReadAll(&file);
  }
  cli_->console.ClearProgress();
  if (!rejects_path_.empty() && !rejects_.flush()) {
    cli_->console.Error(cli_->settings.lang(),
                        {"无法写入 " + rejects_path_, "cannot write " + rejects_path_});
    return kFailed;
  }
  if (code == kOk && counts_.rows == 0) {
    cli_->console.Warn(cli_->settings.lang(), {path_ + "：没有数据行（0 行），没有可入账的内容",
                                               path_ + ": no rows (0 rows), nothing to record"});
  }
  return code != kOk ? code : (counts_.rejected > 0 ? kRefused : kOk);
}

int ImportFile::ReadAll(std::istream* file) {
  std::string piece(kPiece, '\0');
  std::optional<intake::Words> failure;
  while (!failure && !over() && *file) {
    file->read(piece.data(), static_cast<std::streamsize>(piece.size()));
    const auto size = static_cast<size_t>(file->gcount());
    bytes_ += size;
    failure = Feed(std::string_view(piece).substr(0, size));
    ShowProgress();
  }
  if (!failure && !over()) failure = FinishDecoding();
  if (options_.preview && !shown_ && !over()) Preview();
  TellSkipped();
  // What was read before the failure is sound and goes in.
  if (!stopped_) {
    if (auto unanswered = recorder_.Flush()) Stop(*unanswered);
  }
  if (damaged_ && !stopped_) {
    TellDamage();
    waiting_.clear();
  }
  Settle();
  if (failure) {
    cli_->console.Error(cli_->settings.lang(),
                        {path_ + "：" + failure->zh, path_ + ": " + failure->en});
    return kUsage;
  }
  return stopped_ ? static_cast<int>(ExitCodeOf(stopped_->Class())) : static_cast<int>(kOk);
}

std::optional<intake::Words> ImportFile::Feed(std::string_view bytes) {
  if (xlsx_) return xlsx_->Feed(bytes);
  return csv_ ? csv_->Feed(bytes) : ndjson_->Feed(bytes);
}

std::optional<intake::Words> ImportFile::FinishDecoding() {
  if (xlsx_) return xlsx_->Finish();
  return csv_ ? csv_->Finish() : ndjson_->Finish();
}

void ImportFile::Accept(intake::SourceRow row, v1::Command command) {
  if (over()) return;
  Enter(row);
  if (over()) return;  // by an answer to the rows before
  if (!options_.preview || shown_) return Send(std::move(row), std::move(command));
  constexpr size_t kFew = 5;
  first_.emplace_back(std::move(row), std::move(command));
  if (first_.size() == kFew) Preview();
}

// The rows of one sheet are settled before those of the next: their rejects have its columns.
void ImportFile::Enter(const intake::SourceRow& row) {
  if (entered_ && row.sheet == sheet_) return;
  if (entered_) {
    if (auto failure = recorder_.Flush()) Stop(*failure);
    Settle();
  }
  entered_ = true;
  sheet_ = row.sheet;
  if (!table()) return;
  head_ = table()->HeaderCells();
  std::string unread;
  for (const std::string& name : table()->UnreadColumns()) {
    unread += (unread.empty() ? "" : cli_->Say("、", ", ")) + name;
  }
  if (unread.empty()) return;
  cli_->console.Note(path_ + cli_->Say("：不读的列：", ": columns not read: ") + unread);
}

void ImportFile::Send(intake::SourceRow row, v1::Command command) {
  const uint64_t number = row.number;
  ++counts_.rows;
  waiting_.push_back({std::move(row), std::nullopt, false});
  if (auto failure = recorder_.Submit(std::move(command), number)) Stop(*failure);
}

// Each field in its name and the words that would be typed for it.
void ImportFile::Preview() {
  shown_ = true;
  cli_->console.ClearProgress();
  if (!first_.empty()) {
    cli_->console.Note(path_ + cli_->Say("：前几行读作", ": the first rows as understood"));
  }
  for (const auto& [row, command] : first_) {
    const intake::Kind* kind = intake::KindOf(command);
    std::string text = "  " + Place(row) + (kind == nullptr ? "?" : cli_->Say(kind->name));
    for (const intake::Field& field : kind->fields) {
      if (field.parent >= 0) continue;
      const std::string value = intake::FieldText(field, command, cli_->english());
      if (!value.empty()) text += cli_->Say("，", ", ") + cli_->Say(field.name) + "=" + value;
    }
    cli_->console.Note(text);
  }
  for (auto& [row, command] : first_) {
    if (!over()) Send(std::move(row), std::move(command));
  }
  first_.clear();
}

void ImportFile::Skip(intake::SourceRow row, intake::Words why) {
  constexpr size_t kFew = 10;
  const std::string& reason = cli_->Say(why);
  std::vector<std::string>& rows = skipped_[reason];
  if (++skipped_counts_[reason] > kFew) return;
  rows.push_back((row.sheet.empty() ? "" : row.sheet + "!") + std::to_string(row.number));
}

void ImportFile::SkipSheet(const std::string& sheet, const intake::Words& why) {
  cli_->console.Note(path_ + cli_->Say("：没有读表“", ": did not read sheet \"") + sheet +
                     cli_->Say("”：", "\": ") + cli_->Say(why));
}

void ImportFile::TellSkipped() {
  for (const auto& [reason, rows] : skipped_) {
    std::string text = path_ + cli_->Say("：跳过 ", ": skipped ") +
                       std::to_string(skipped_counts_[reason]) + cli_->Say(" 行（", " rows (") +
                       reason + cli_->Say("）：第", "):");
    for (const std::string& row : rows) text += " " + row;
    if (rows.size() < skipped_counts_[reason]) text += " …";
    cli_->console.Note(text + cli_->Say(" 行", ""));
  }
  skipped_.clear();
}

void ImportFile::Reject(intake::SourceRow row, std::vector<intake::Problem> problems) {
  if (over()) return;
  Enter(row);
  if (over()) return;
  ++counts_.rows;
  std::string text;
  for (const intake::Problem& problem : problems) {
    text += (text.empty() ? "" : cli_->Say("；", "; ")) + cli_->Say(intake::Describe(problem));
  }
  waiting_.push_back({std::move(row), std::move(text), true});
  if (waiting_.size() > kMostWaiting) {
    if (auto failure = recorder_.Flush()) Stop(*failure);
  }
  Settle();
}

namespace {

// No fault of the row: the server cannot read what it stored.
bool IsDamage(const client::Answer& answer) {
  const auto* failure = std::get_if<client::Failure>(&answer);
  return failure != nullptr && failure->code == grpc::StatusCode::DATA_LOSS;
}

}  // namespace

// Rows behind it were on their way: what was recorded of them counts, what was refused may have
// rested on the damage and is to be sent again.
void ImportFile::CountBehindDamage(const client::Answer& answer) {
  DropAnswered();
  if (!waiting_.empty()) waiting_.pop_front();
  const auto* receipt = std::get_if<v1::Receipt>(&answer);
  if (receipt == nullptr) return;
  ++(receipt->already_recorded() ? counts_.already : counts_.recorded);
  if (!receipt->already_recorded()) ++recorded_behind_;
}

void ImportFile::TellDamage() {
  stopped_ = damaged_;
  cli_->console.ClearProgress();
  cli_->Fail(*damaged_);
  const std::string behind = std::to_string(recorded_behind_);
  const intake::Words recorded = {
      "到此为止；此前各行的入账有效；其后已送出的行中另有 " + behind +
          " 行已入账。请先修复服务的数据（outturn status、outturn fsck），再重新导入本文件，"
          "已入账的不会重复",
      "stopped here; what was recorded before it stands, and so do " + behind +
          " rows behind it that were on their way. Mend the server's data first (outturn status, "
          "outturn fsck), then import the file again: nothing is recorded twice"};
  const intake::Words tried = {
      "试算到此为止，没有入账。请先修复服务的数据（outturn status、outturn fsck），再重新试算",
      "the dry run stopped here, nothing was recorded. Mend the server's data first (outturn "
      "status, outturn fsck), then try the file again"};
  cli_->console.Note("  " + damaged_at_ + cli_->Say(options_.dry_run ? tried : recorded));
}

// Answers come in the order of sending, and whatever is settled has left the queue: the row waiting
// in front is the one answered.
void ImportFile::OnAnswer(const v1::Command& command, const client::Answer& answer) {
  ShowProgress();
  if (IsDamage(answer) && !damaged_) {
    damaged_ = std::get<client::Failure>(answer);
    damaged_at_ = Place(waiting_.front().row);
  }
  if (damaged_) return CountBehindDamage(answer);
  Waiting& front = waiting_.front();
  front.answered = true;
  if (const auto* failure = std::get_if<client::Failure>(&answer)) {
    front.error = FailureText(*failure, command);
    return Settle();
  }
  const auto& receipt = std::get<v1::Receipt>(answer);
  if (options_.dry_run && !receipt.already_recorded()) {
    if (const ImportedIds::Row* first = options_.seen->Note(command, path_, front.row.number)) {
      if (first->content == ImportedIds::ContentOf(command)) {
        ++counts_.already;
      } else {
        front.error = TakenBy(*first);
      }
      return Settle();
    }
  }
  ++(receipt.already_recorded() ? counts_.already : counts_.recorded);
  for (int i = 0; i < receipt.outcome().warnings_size(); ++i) {
    ++counts_.warnings;
    const std::string text = Place(front.row) + WarningText(receipt, i);
    cli_->console.Warn(cli_->settings.lang(), {text, text});
  }
  Settle();
}

namespace {

intake::Shape ShapeOf(const std::string& path, const v1::Command& command) {
  const intake::Kind* kind = intake::KindOf(command);
  const int field = kind == nullptr ? -1 : kind->FindPath(path);
  return field < 0 ? intake::Shape::kText : kind->fields[field].shape;
}

}  // namespace

// A column of the table that the blamed field was read from; empty where there is none.
std::string ImportFile::BlamedColumn(const client::Failure& failure, const v1::Command& command) {
  const auto told = failure.variables.find("blamed_field");
  const intake::Kind* kind = intake::KindOf(command);
  if (told == failure.variables.end() || kind == nullptr || !table()) return "";
  const std::string& blamed = told->second;
  const std::string own = std::string(kind->member->name()) + "." + blamed;
  // Of another event it is the external id that a table has.
  for (const std::string& path : {blamed, own, own + ".external_id", "header." + blamed}) {
    const int field = kind->FindPath(path);
    if (field < 0) continue;
    const std::string column = table()->ColumnOf(*kind, field);
    if (!column.empty()) return column;
  }
  return "";
}

// What the book will say once the row before is in it.
std::string ImportFile::TakenBy(const ImportedIds::Row& first) const {
  const std::string row = std::to_string(first.number);
  const intake::Words words = {
      "外部编号与 " + first.file + " 第 " + row + " 行的相同，内容不同（ID_REUSED）",
      "the external id is that of " + first.file + " row " + row +
          ", with other content (ID_REUSED)"};
  return cli_->Say(words);
}

std::string ImportFile::FailureText(const client::Failure& failure, const v1::Command& command) {
  const std::string separator = cli_->Say("；", "; ");
  std::string text;
  if (failure.fields.empty()) {
    const std::string column = BlamedColumn(failure, command);
    text = (column.empty() ? "" : column + cli_->Say("：", ": ")) +
           cli_->Say(client::PlainWords(failure));
  }
  for (const client::FieldViolation& violation : failure.fields) {
    text += (text.empty() ? "" : separator) + ColumnName(violation.field, command) +
            cli_->Say("：", ": ") +
            (table() ? AsTyped(violation.description, ShapeOf(violation.field, command))
                     : violation.description);
  }
  for (const std::string& description : failure.preconditions) {
    if (text.find(description) == std::string::npos) text += separator + description;
  }
  if (!failure.reason.empty()) {
    text += cli_->Say("（", " (") + failure.reason + cli_->Say("）", ")");
  }
  return text;
}

std::string ImportFile::ColumnName(const std::string& path, const v1::Command& command) {
  const intake::Kind* kind = intake::KindOf(command);
  const int field = kind == nullptr ? -1 : kind->FindPath(path);
  if (field < 0 || !table()) return path;
  const std::string column = table()->ColumnOf(*kind, field);
  return column.empty() ? "--" + kind->fields[field].flag : column;
}

void ImportFile::Settle() {
  while (!waiting_.empty() && waiting_.front().answered) {
    if (waiting_.front().error) WriteReject(waiting_.front());
    waiting_.pop_front();
  }
}

// What the client rejected itself, before the next row that waits for an answer.
void ImportFile::DropAnswered() {
  while (!waiting_.empty() && waiting_.front().answered) waiting_.pop_front();
}

// Damage met before is told first, and is what the import ended by.
void ImportFile::Stop(const client::Failure& failure) {
  if (damaged_) {
    if (!stopped_) TellDamage();
    DropAnswered();
  } else {
    stopped_ = failure;
    Settle();
  }
  cli_->Fail(failure);
  if (waiting_.empty()) return;
  const std::string row = std::to_string(waiting_.front().row.number);
  const bool nothing = client::NothingHappened(failure) && !recorder_.MayHaveRecorded();
  cli_->console.Note(
      cli_->Say("  ", "  ") + path_ + cli_->Say(" 从第 ", ": from row ") + row +
      (nothing ? cli_->Say(" 行起没有入账", " on nothing was recorded")
               : cli_->Say(" 行起是否入账尚不确定", " on it is not known what was recorded")) +
      cli_->Say("；重新导入本文件即可，已入账的不会重复",
                "; import the file again, nothing is recorded twice"));
  if (damaged_) waiting_.clear();
}

std::string ImportFile::Place(const intake::SourceRow& row) const {
  const std::string sheet =
      row.sheet.empty() ? "" : cli_->Say(" 表“", " sheet \"") + row.sheet + cli_->Say("”", "\"");
  return path_ + sheet + cli_->Say(" 第 ", " row ") + std::to_string(row.number) +
         cli_->Say(" 行：", ": ");
}

// A sheet of another head begins another file, so that each can be imported as it is.
bool ImportFile::OpenRejects() {
  const bool named = !options_.rejects.empty();
  const bool other = !rejects_path_.empty() && head_ != rejects_head_ && !named;
  if (!rejects_path_.empty() && !other) return rejects_.is_open();
  if (other) rejects_.close();
  rejects_path_ = named ? options_.rejects : FreeRejectsPath(path_, options_.type);
  rejects_head_ = head_;
  rejects_.open(rejects_path_, std::ios::binary | (named ? std::ios::app : std::ios::trunc));
  if (!rejects_) return false;
  counts_.rejects += (counts_.rejects.empty() ? "" : " ") + rejects_path_;
  if (!table() || rejects_.tellp() > 0) return true;
  std::vector<std::string> header = head_;
  header.push_back(cli_->Say("错误", "error"));
  std::string line = "\xEF\xBB\xBF";  // spreadsheets take it for UTF-8 only with the mark
  intake::AppendCsvRow(header, csv_ ? csv_->separator() : ',', &line);
  rejects_ << line;
  return true;
}

void ImportFile::WriteReject(const Waiting& rejected) {
  ++counts_.rejected;
  cli_->console.Note(Place(rejected.row) + *rejected.error);
  if (options_.dry_run || !OpenRejects()) return;
  if (!table()) {
    rejects_ << intake::WithError(rejected.row.line, *rejected.error) << '\n';
    return;
  }
  std::vector<std::string> cells = rejected.row.cells;
  cells.resize(std::max(cells.size(), rejects_head_.size()));
  cells.push_back(*rejected.error);
  std::string line;
  intake::AppendCsvRow(cells, csv_ ? csv_->separator() : ',', &line);
  rejects_ << line;
}

void ImportFile::ShowProgress() {
  if (!cli_->console.ProgressDue()) return;
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count();
  std::string text = path_ + cli_->Say("：已读 ", ": read ") + std::to_string(counts_.rows) +
                     cli_->Say(" 行，入账 ", " rows, recorded ") +
                     std::to_string(counts_.recorded) + cli_->Say("，拒绝 ", ", rejected ") +
                     std::to_string(counts_.rejected);
  if (size_ > 0) text += cli_->Say("，", ", ") + std::to_string(bytes_ * 100 / size_) + "%";
  text += cli_->Say("，", ", ") +
          std::to_string(static_cast<uint64_t>(static_cast<double>(counts_.rows) / seconds)) +
          cli_->Say(" 行/秒", " rows/s");
  cli_->console.Progress(text);
}

}  // namespace outturn::cli
