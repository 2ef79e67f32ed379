// What is said of damage, in Chinese.
#include "services/audit/store_words.h"

#include <gtest/gtest.h>

#include "services/audit/pack.h"
#include "store/tree/signed_note.h"
#include "store/tree/signing.h"

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
  EXPECT_EQ(InChinese("/d/checkpoints: damaged within its first 9 bytes (/d/durable). Put it back "
                      "with checkpoints.sum and durable from one copy; to give up all that was in "
                      "it, put it aside with checkpoint-names, checkpoint-names.sum, "
                      "checkpoints.sum and durable"),
            "/d/checkpoints：前 9 字节内有损坏（据 /d/durable）。请从同一备份一并放回该文件、"
            "checkpoints.sum 和 durable；要放弃其中全部内容，将该文件与 checkpoint-names, "
            "checkpoint-names.sum, checkpoints.sum 和 durable 一并移走");
  EXPECT_EQ(
      InChinese("the log ends at event 4, but event 7 was durable (durable 7, ids 6): its end "
                "is lost. Put the log back; to go on with what it holds, giving up events 5 "
                "to 7, 3 in all, remove the folders derived, ids and history and the files tiles "
                "and durable, and put checkpoints, checkpoint-names and the .sum of each aside, "
                "all four together: whoever has a checkpoint of those events will see that the log "
                "is not the one it was"),
      "日志到事项 4 为止，而事项 7 已落盘（据 durable 7, ids 6）：日志丢失末尾。请放回日志；"
      "要以现有内容继续、放弃事项 5 至 7（共 3 个），删除目录 derived、ids、history 和文件 "
      "tiles、durable，并将 checkpoints、checkpoint-names 及各自的 .sum "
      "四个文件一并移走：持有含这些事项的检"
      "查点的人会发现日志已不是原来的");
  EXPECT_EQ(
      InChinese("is another event than was recorded here (derived 9): the log is another "
                "book's, or a copy's that went on by itself, or derived are. Put the book's own "
                "log back; where this is the book's own, remove nothing but derived, which the "
                "next start makes anew; to go on with what another one holds, remove the folders "
                "derived, ids and history and the files tiles and durable"),
      "不是原来在此记下的事项（据 derived 9）：日志是另一账簿的，或是一份备份自行续记的，或者 "
      "derived 是。请放回本账簿自己的日志；若这就是本账簿自己的日志，只删除 "
      "derived，下次启动即重新生成；要以另一日志的内容继续，删除目录 derived、ids、history 和文件 "
      "tiles、durable");
  EXPECT_EQ(
      InChinese("failed: the outcome of this write is unknown: IO error: No space left on device"),
      "写入失败：此次写入的结果未知：读写失败：磁盘已满");
  EXPECT_EQ(
      InChinese("disk nearly full: /d has 1 MiB free; writes go on by themselves once it has 2 "
                "MiB"),
      "磁盘将满：/d 剩余 1 MiB；达到 2 MiB 后自动恢复写入");
  EXPECT_EQ(
      InChinese("io: /d/log/4.log: No space left on device; the disk is full: /d/log has 0 MiB "
                "free and needs 51 MiB; make room there, then the server can be started again "
                "and goes on"),
      "读写失败：/d/log/4.log：磁盘已满；/d/log 剩余 0 MiB，需要 51 "
      "MiB；请在该处腾出空间，之后可重启服务、继续记账");
  EXPECT_EQ(
      InChinese("/d/key: Permission denied; no permission: check the owner and the mode of the "
                "folder and of what is in it"),
      "/d/key：没有权限；请检查该目录及其中文件的属主和权限");
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

TEST(StoreWords, SayInChineseWhatSystemAndEngineSay) {
  EXPECT_EQ(InChinese("/d/ids/MANIFEST: Is a directory"), "/d/ids/MANIFEST：是目录，不是文件");
  EXPECT_EQ(InChinese("/d/ids/run-1: too short"), "/d/ids/run-1：过短");
  EXPECT_EQ(InChinese("IO error: While appending to file: /d/log/4.log: No space left on device"),
            "读写失败：/d/log/4.log：磁盘已满");
  EXPECT_EQ(InChinese("IO error: No such file or directory: While open a file for random read: "
                      "/d/log/14.sst: No such file or directory"),
            "读写失败：没有文件 /d/log/14.sst");
  EXPECT_EQ(InChinese("corrupt at position 7: Corruption: block checksum mismatch: stored = 1, "
                      "computed = 2, type = 4  in /d/log/14.sst offset 100 size 4096"),
            "位置 7 处损坏：损坏：数据块校验和不符：/d/log/14.sst，偏移 100，长度 4096");
  EXPECT_EQ(InChinese("/d/log/9.log: writes before byte 8 are damaged or missing: events up to 7"),
            "/d/log/9.log：字节 8 之前的写入损坏或缺失：至 7 为止的事项");
}

TEST(StoreWords, SayWhichFileOfALogIsWrong) {
  EXPECT_EQ(InChinese("/d/log/MANIFEST-5: is cut off: its end is lost (Corruption: Missing WAL); "
                      "put the file back from a backup of the whole folder log"),
            "/d/log/MANIFEST-5：被截断，末尾丢失（损坏：Missing WAL）；从 log 整个目录的备份"
            "放回该文件");
  EXPECT_EQ(
      InChinese("/d/log/1.sst: is missing; the other table files lack events 1 to 3, 7 to 9; "
                "put the file back from a backup of the whole folder log"),
      "/d/log/1.sst：缺失；其他表文件缺事项 1 至 3、 7 至 9；从 log 整个目录的备份放回该文件");
  EXPECT_EQ(InChinese("/d/log: is no folder"), "/d/log：不是目录");
  EXPECT_EQ(InChinese("corrupt at position 8: events 8 to 9 are missing, which were durable"),
            "位置 8 处损坏：缺事项 8 至 9，它们曾经落盘");
  EXPECT_EQ(InChinese("/d is open in another process (IO error: lock)"),
            "/d 正由另一进程打开（读写失败：lock）");
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
            "/d/derived：无法打开：没有权限；derived 目录由日志派生：停止服务后删除，"
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
  EXPECT_EQ(InChinese("/data/key: some other trouble"), "/data/key：some other trouble");
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
