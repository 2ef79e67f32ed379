// What is said of damage, in Chinese.
#include "services/audit/store_words.h"

#include <gtest/gtest.h>

#include "services/audit/pack.h"
#include "store/signed_note.h"
#include "store/signing.h"

namespace outturn::audit {
namespace {

TEST(StoreWords, SayWhatIsWrongAndKeepNames) {
  EXPECT_EQ(InChinese("/data/checkpoints: its end is lost: it has 0 bytes, and had 998"),
            "/data/checkpoints：末尾丢失：现有 0 字节，原有 998 字节");
  EXPECT_EQ(InChinese("/d/checkpoints: damaged within its first 9 bytes (/d/durable). Put it back "
                      "with checkpoints.sum and durable from one copy; to give up what was in it, "
                      "remove checkpoints.sum and durable"),
            "/d/checkpoints：前 9 字节内有损坏（据 /d/durable）。请从同一备份一并放回该文件、"
            "checkpoints.sum 和 durable；要放弃其中内容，删除 checkpoints.sum 和 durable");
  EXPECT_EQ(
      InChinese("the log ends at event 4, but event 7 was durable (durable 7, ids 6): its end "
                "is lost. Put the log back; to go on with what it holds, giving up events 5 "
                "to 7, 3 in all, remove the folders derived and ids and the file durable"),
      "日志到事项 4 为止，而事项 7 已落盘（据 durable 7, ids 6）：日志丢失末尾。请放回日志；"
      "要以现有内容继续、放弃事项 5 至 7（共 3 个），删除目录 derived、ids 和文件 durable");
  EXPECT_EQ(InChinese("failed: the outcome of this write is unknown: IO error: No space"),
            "写入失败：此次写入的结果未知：IO error: No space");
  EXPECT_EQ(InChinese("disk nearly full: 1 MiB free, 2 MiB are kept"),
            "磁盘剩余 1 MiB，须保留 2 MiB");
  EXPECT_EQ(InChinese("record checksum mismatch; an event of ledger X/2024; read on from event 9"),
            "记录的校验和不符；属账套 X/2024 的事项；自事项 9 起可再读");
  EXPECT_EQ(InChinese("corrupt at position 7: record checksum mismatch; an event of ledger X/2024"),
            "位置 7 处损坏：记录的校验和不符；属账套 X/2024 的事项");
  EXPECT_EQ(InChinese("ledger X/2024: turnover is not what its events make"),
            "账套 X/2024：turnover 与事项所得不符");
  EXPECT_EQ(InChinese("ledger X/2024: is of 3 events up to 7, the log has 4 events up to 9"),
            "账套 X/2024：内存中有 3 个事项、至位置 7，日志中有 4 个、至位置 9");
  EXPECT_EQ(InChinese("of ledger X/2024: its answer says version 7, it made version 6"),
            "属账套 X/2024：答复写的是第 7 版，实为第 6 版");
}

TEST(StoreWords, SayWhichFileOfALogIsWrong) {
  EXPECT_EQ(InChinese("/d/log/MANIFEST-5: is cut off: its end is lost (Corruption: Missing WAL); "
                      "put the file back from a backup of the whole folder log"),
            "/d/log/MANIFEST-5：被截断，末尾丢失（Corruption：Missing WAL）；从 log 整个目录的备份"
            "放回该文件");
  EXPECT_EQ(
      InChinese("/d/log/1.sst: is missing; the other table files lack events 1 to 3, 7 to 9; "
                "put the file back from a backup of the whole folder log"),
      "/d/log/1.sst：缺失；其他表文件缺事项 1 至 3、 7 至 9；从 log 整个目录的备份放回该文件");
  EXPECT_EQ(InChinese("/d/log: is no folder"), "/d/log：不是目录");
  EXPECT_EQ(InChinese("/d is open in another process (IO error: lock)"),
            "/d 正由另一进程打开（IO error: lock）");
}

TEST(StoreWords, SayWhatOfAFolderIsMissingOrShutAndWhatToDo) {
  EXPECT_EQ(InChinese("/d/log: is missing: the event log is missing; put the folder log back from "
                      "a backup; only if nothing was ever recorded in this book, remove what is "
                      "beside it and start anew"),
            "/d/log：缺失：事项日志不在；请从备份放回 "
            "log 目录；只有确知本账簿从未记过任何事项，才可删除其余文件后重新建账");
  EXPECT_EQ(InChinese("/d/derived: cannot be opened: Permission denied; the folder derived is "
                      "derived from the log: remove it while the server is down, the next start "
                      "makes it anew"),
            "/d/derived：无法打开：Permission denied；derived 目录由日志派生：停止服务后删除，"
            "下次启动即重新生成");
  EXPECT_EQ(
      InChinese("/d/tiles: is missing; the file tiles is derived from the log: remove it while "
                "the server is down, the next start makes it anew"),
      "/d/tiles：缺失；tiles 文件由日志派生：停止服务后删除，下次启动即重新生成");
  EXPECT_EQ(InChinese("whether an id is recorded already cannot be told: /d/ids/run-0: block 3 is "
                      "damaged; the folder ids is derived from the log: remove it while the server "
                      "is down, the next start makes it anew"),
            "无法判断外部编号是否已记录：/d/ids/run-0：第 3 块损坏；ids 目录由日志派生："
            "停止服务后删除，下次启动即重新生成");
}

TEST(StoreWords, KeepWhatTheyHaveNoWordsFor) {
  EXPECT_EQ(InChinese(""), "");
  EXPECT_EQ(InChinese("something else: happened"), "something else: happened");
  EXPECT_EQ(InChinese("/data/key: Permission denied"), "/data/key：Permission denied");
}

// Whatever can be wrong with a pack's form, a note or a key has its words.
TEST(StoreWords, HaveWordsForWhateverIsWrongWithAPackANoteOrAKey) {
  const auto has_words = [](const std::string& said) {
    EXPECT_FALSE(said.empty());
    EXPECT_NE(InChinese(said), said);
  };
  const std::string good = "a\n1\n" + std::string(43, 'A') + "=\n";
  for (const std::string& file : {std::string("?"), std::string("outturn.audit-pack/1 x\n"),
                                  std::string("outturn.audit-pack/1 9\nshort"),
                                  std::string("outturn.audit-pack/1 4\nnote")}) {
    has_words(Open(file).status().message());
  }
  for (const std::string& bytes : {std::string("short"), std::string(46, '\xff')}) {
    has_words(ReadEntries(bytes).status().message());
  }
  has_words(ReadGrowth("x").status().message());
  has_words(ReadHashes("x").status().message());
  for (const std::string& note :
       {std::string("text"), std::string("text\n\n"), std::string("text\n\nno dash\n"),
        std::string("text\n\n— \n"), std::string("text\n\n— name ?\n"),
        std::string("\1\n\n— a b\n")}) {
    has_words(store::Note::Parse(note).status().message());
  }
  for (const std::string& text : {std::string("a\nx\n"), std::string("a\n1\nx\n"), "\n" + good}) {
    has_words(store::Checkpoint::Parse(text).status().message());
  }
  for (const char* key : {"abc", "a+b+?", "a b+00000000+AAAA", "a+00000000+AQ=="}) {
    has_words(store::VerifierKey::Parse(key).status().message());
  }
}

}  // namespace
}  // namespace outturn::audit
