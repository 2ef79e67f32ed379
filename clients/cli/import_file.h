// One file's way into the book: decoded, sent, answered, its rejects written.
#pragma once

#include <chrono>
#include <deque>
#include <fstream>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "clients/cli/cli.h"
#include "clients/client/recorder.h"
#include "services/intake/csv_decoder.h"
#include "services/intake/ndjson_decoder.h"
#include "services/intake/xlsx_decoder.h"

namespace outturn::cli {

enum class FileType { kCsv, kNdjson, kXlsx };

// The ids a dry run found recordable so far, in all its files: the book does not get to know them.
class ImportedIds {
 public:
  struct Row {
    std::string file;
    uint64_t number = 0;
    size_t content = 0;
  };
  // The row that had the command's id before; nullptr where this is the first.
  const Row* Note(const v1::Command& command, const std::string& file, uint64_t number);
  // Equal for commands that say the same.
  [[nodiscard]] static size_t ContentOf(const v1::Command& command);

 private:
  std::unordered_map<std::string, Row> rows_;
};

struct ImportOptions {
  FileType type = FileType::kCsv;
  intake::Encoding encoding = intake::Encoding::kDetect;
  intake::IntakeDefaults defaults;
  bool dry_run = false;
  std::shared_ptr<ImportedIds> seen = std::make_shared<ImportedIds>();  // by a dry run
  bool preview = false;  // with a dry run: tells the first rows as understood before any is sent
  std::string rejects;   // path; empty: beside the file. A dry run writes none
};

struct ImportCounts {
  uint64_t rows = 0;
  uint64_t recorded = 0;  // with a dry run: would be
  uint64_t already = 0;   // recorded by an earlier import; with a dry run also by a row before
  uint64_t rejected = 0;
  uint64_t warnings = 0;
  std::string rejects;  // where the rejected rows were written; empty: none were
};

// Why a file cannot be read at all; nullopt where it can. "-" is standard input.
[[nodiscard]] std::optional<intake::Words> CannotRead(const std::string& path);

// Why rows cannot be appended to a file; nullopt where they can. Leaves nothing behind. The files
// they come from are none they can go to.
[[nodiscard]] std::optional<intake::Words> CannotAppend(const std::string& path,
                                                        const std::vector<std::string>& imported);

// Rows that were sent and not answered yet, and rejects between them, wait here so that messages
// and the file of rejects keep the file's order; at most a few thousand.
class ImportFile : public intake::RowSink {
 public:
  // `path` "-" is standard input.
  ImportFile(Cli* cli, std::string path, ImportOptions options);

  // Reads the file to its end or until it cannot go on; the exit code. Messages go to the console.
  int Run();
  [[nodiscard]] const ImportCounts& counts() const { return counts_; }

  void Accept(intake::SourceRow row, v1::Command command) override;
  void Reject(intake::SourceRow row, std::vector<intake::Problem> problems) override;
  void Skip(intake::SourceRow row, intake::Words why) override;
  void SkipSheet(const std::string& sheet, const intake::Words& why) override;

 private:
  struct Waiting {
    intake::SourceRow row;
    std::optional<std::string> error;  // set: rejected
    bool answered = false;
  };

  int ReadAll(std::istream* file);
  std::optional<intake::Words> Feed(std::string_view bytes);
  std::optional<intake::Words> FinishDecoding();
  void OnAnswer(const v1::Command& command, const client::Answer& answer);
  void CountBehindDamage(const client::Answer& answer);
  void TellDamage();
  // No further row is to be sent.
  [[nodiscard]] bool over() const { return stopped_.has_value() || damaged_.has_value(); }
  std::string TakenBy(const ImportedIds::Row& first) const;
  std::string FailureText(const client::Failure& failure, const v1::Command& command);
  std::string ColumnName(const std::string& path, const v1::Command& command);
  std::string BlamedColumn(const client::Failure& failure, const v1::Command& command);
  void Settle();
  void DropAnswered();
  void Stop(const client::Failure& failure);
  void WriteReject(const Waiting& rejected);
  bool OpenRejects();
  void ShowProgress();
  void Enter(const intake::SourceRow& row);
  void Send(intake::SourceRow row, v1::Command command);
  void Preview();
  void TellSkipped();
  // What a table's rows are read by; nullptr: NDJSON.
  [[nodiscard]] intake::TableDecoder* table();
  std::string Place(const intake::SourceRow& row) const;

  Cli* cli_;
  std::string path_;
  ImportOptions options_;
  client::Recorder recorder_;
  std::unique_ptr<intake::CsvDecoder> csv_;
  std::unique_ptr<intake::NdjsonDecoder> ndjson_;
  std::unique_ptr<intake::XlsxDecoder> xlsx_;
  std::vector<std::pair<intake::SourceRow, v1::Command>> first_;  // until they were shown
  bool shown_ = false;
  std::map<std::string, std::vector<std::string>> skipped_;  // reason → rows, the first few
  std::map<std::string, uint64_t> skipped_counts_;
  std::deque<Waiting> waiting_;
  ImportCounts counts_;
  std::ofstream rejects_;
  bool entered_ = false;
  std::string sheet_;              // being read
  std::vector<std::string> head_;  // its columns
  std::vector<std::string> rejects_head_;
  std::string rejects_path_;  // set once a row was rejected, whether or not it could be opened
  std::optional<client::Failure> stopped_;
  // The first answer that the server's data is damaged: no further row is sent.
  std::optional<client::Failure> damaged_;
  std::string damaged_at_;
  uint64_t recorded_behind_ = 0;  // rows behind it
  uint64_t bytes_ = 0;
  uint64_t size_ = 0;  // 0: not known
  std::chrono::steady_clock::time_point started_;
};

}  // namespace outturn::cli
