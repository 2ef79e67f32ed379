#include "services/audit/fsck_words.h"

#include <algorithm>

#include "services/audit/store_words.h"

namespace outturn::audit {
namespace {

using figures::Language;
using figures::Words;

const Words kMadeAnew = {"由日志派生，不伤及事项", "derived from the log, no event is affected"};

Words RemoveAndStart(const std::string& part) {
  return {"停机，删除数据目录中的 " + part + "，再启动即重新生成",
          "stop the server, remove " + part +
              " from the data folder and start again: it is made "
              "anew"};
}

FsckWords MadeAnew(std::string_view name, Words what, const std::string& part) {
  return {name, std::move(what), kMadeAnew, RemoveAndStart(part)};
}

std::string Line(const FsckWords& words, Language language) {
  const bool zh = language == Language::kChinese;
  return "  " + words.what.In(language) + (zh ? "：" : ": ") + words.meaning.In(language) +
         (zh ? "；" : "; ") + words.advice.In(language) + "\n";
}

// What a finding says of the remedy is said once for all of its kind, by WhatToDo.
std::string_view WithoutRemedy(std::string_view said) {
  for (const char* remedy : {"; put the file back from a backup", "; the folder ", "; the file "}) {
    said = said.substr(0, said.find(remedy));
  }
  return said;
}

FsckWords OfLog() {
  return {"log",
          {"日志", "log"},
          {"账簿唯一的原始记录，不能重新生成；受影响的是所列的事项",
           "the book's one original, which cannot be made anew; the events named are affected"},
          {"停机，从备份放回整个 log 目录，再检查一次",
           "stop the server, put the whole folder log back from a backup and examine it again"}};
}

FsckWords OfCheckpoint() {
  return {"checkpoint",
          {"检查点", "checkpoint"},
          {"签发过的与日志所载不符，日志或检查点不是本账簿的",
           "what was signed is not what the log holds: one of the two is not the book's"},
          {"保全两者，查明何者被换，再从备份放回被换的",
           "keep both, find out which was exchanged and restore that from a copy"}};
}

FsckWords OfCheckpointFile() {
  return {
      "checkpoint-file",
      {"检查点文件", "file of checkpoints"},
      {"签发过的检查点及其名称，不能重新生成；不伤及事项",
       "what was signed and its names, which cannot be made anew; no event is affected"},
      {"停机，从同一份最新的备份一并放回 checkpoints、checkpoint-names、各自的 .sum 和 "
       "durable；备份之后签发的检查点和名称就此失去。没有备份时将五个文件一并移走，账簿照常启动，"
       "已签发的不再可查",
       "stop the server and restore checkpoints, checkpoint-names, their .sum and durable "
       "together from the newest copy; what was signed or named after it is lost. Without a "
       "copy put all five aside: the book starts, without what was signed"}};
}

FsckWords OfKey() {
  return {
      "key",
      {"签名密钥", "signing key"},
      {"不能重新生成；没有它，重启后无法以原密钥签发检查点",
       "cannot be made anew; without it a server that starts again cannot sign as before"},
      {"从备份放回数据目录中的 key（权限 0600）", "restore the file key from a copy (mode 0600)"}};
}

FsckWords OfBook() {
  return {"book",
          {"账簿名文件", "name of the book"},
          {"写明数据目录是哪一账簿的；不伤及事项",
           "says whose book the folder is; no event is affected"},
          {"从备份放回数据目录中的 BOOK", "restore the file BOOK from a copy"}};
}

FsckWords OfSum() {
  return {"sum",
          {"校验文件", "checksum file"},
          {"用以发现日志、检查点丢失末尾；不伤及事项",
           "tells when the log or the checkpoints lose their end; no event is affected"},
          {"日志与检查点无其他发现时，重启即重写；其位置上若是目录，先移走",
           "where nothing else is found of log and checkpoints, the next start writes it anew; a "
           "folder that stands in its place is to be removed before"}};
}

}  // namespace

const FsckWords& WordsOf(FsckPart part) {
  static const FsckWords log = OfLog();
  static const FsckWords derived = MadeAnew("derived", {"派生索引", "derived state"}, "derived");
  static const FsckWords ids = MadeAnew("ids", {"编号索引", "index of ids"}, "ids");
  static const FsckWords snapshot = MadeAnew("snapshot", {"账套快照", "snapshot"}, "derived");
  static const FsckWords checkpoint = OfCheckpoint();
  static const FsckWords checkpoint_file = OfCheckpointFile();
  static const FsckWords resident =
      MadeAnew("resident", {"内存中的账", "state in memory"}, "derived");
  static const FsckWords history = MadeAnew("history", {"历史索引", "history"}, "history");
  static const FsckWords tiles = MadeAnew("tiles", {"哈希树分块", "tiles of the tree"}, "tiles");
  static const FsckWords book = OfBook();
  static const FsckWords key = OfKey();
  static const FsckWords sum = OfSum();
  switch (part) {
    case FsckPart::kLog:
      return log;
    case FsckPart::kDerived:
      return derived;
    case FsckPart::kIds:
      return ids;
    case FsckPart::kSnapshot:
      return snapshot;
    case FsckPart::kCheckpoint:
      return checkpoint;
    case FsckPart::kCheckpointFile:
      return checkpoint_file;
    case FsckPart::kResident:
      return resident;
    case FsckPart::kHistory:
      return history;
    case FsckPart::kTiles:
      return tiles;
    case FsckPart::kBook:
      return book;
    case FsckPart::kKey:
      return key;
    case FsckPart::kSum:
      return sum;
  }
  return log;
}

std::string Counted(uint64_t count, std::string_view noun) {
  return std::to_string(count).append(" ").append(noun).append(count == 1 ? "" : "s");
}

std::string PlaceText(const FsckPlace& place, Language language) {
  const bool zh = language == Language::kChinese;
  const std::string first = std::to_string(place.first);
  const std::string last = std::to_string(place.last);
  const std::string count = std::to_string(place.count);
  if (place.count <= 1) {
    return place.first == 0 ? "" : (zh ? "，事项 " : ", event ") + first;
  }
  if (place.last == place.first && place.first > 0) {
    return zh ? "，事项 " + first + "，共 " + count + " 处"
              : ", event " + first + ", " + count + " in all";
  }
  if (place.last == 0) return zh ? "，共 " + count + " 处" : ", " + count + " in all";
  return zh ? "，事项 " + first + " 至 " + last + "，共 " + count + " 处"
            : ", events " + first + " to " + last + ", " + count + " in all";
}

bool SaysRemedy(std::string_view said) {
  return said.find("; no permission: check ") != std::string_view::npos ||
         said.find("; the disk is full: ") != std::string_view::npos;
}

std::string FindingText(FsckPart part, const FsckPlace& place, std::string_view said,
                        Language language) {
  const bool zh = language == Language::kChinese;
  said = WithoutRemedy(said);
  const std::string text = WordsOf(part).what.In(language) + PlaceText(place, language);
  return text + (zh ? "：" : ": ") + (zh ? InChinese(said) : std::string(said));
}

std::string WhatToDo(const std::vector<FsckPart>& parts, Language language) {
  if (parts.empty()) return "";
  std::string text = language == Language::kChinese ? "怎么办：\n" : "what to do:\n";
  for (auto part = parts.begin(); part != parts.end(); ++part) {
    if (std::find(parts.begin(), part, *part) == part) text += Line(WordsOf(*part), language);
  }
  return text;
}

std::string ToBeMadeText(const std::vector<std::string>& parts, Language language) {
  if (parts.empty()) return "";
  const bool zh = language == Language::kChinese;
  std::string list;
  for (const std::string& part : parts) list += (list.empty() ? "" : zh ? "、" : ", ") + part;
  return zh ? "没有 " + list +
                  "：由日志派生，不伤及事项，无需处理；下次启动重新生成，事项多时启动较慢\n"
            : "not there: " + list +
                  "; derived from the log, no event is affected and nothing need be done: the next "
                  "start makes it anew, which takes its time where there are many events\n";
}

}  // namespace outturn::audit
