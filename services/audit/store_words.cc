#include "services/audit/store_words.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

namespace outturn::audit {
namespace {

// '*' stands for a part, the shortest that fits; "$1" for the first of them, in Chinese.
struct Phrase {
  std::string_view said;
  std::string_view zh;
};

// Of those that fit the one with the most words of its own counts, wherever it stands here.
constexpr Phrase kPhrases[] = {
    // A store's status.
    {"corrupt at position *: *", "位置 $1 处损坏：$2"},
    {"corrupt: *", "损坏：$1"},
    {"io: *", "读写失败：$1"},
    {"failed: *", "写入失败：$1"},
    {"not found: *", "没有找到：$1"},
    {"invalid: *", "无效：$1"},
    // Files beside the log.
    {"* (*). Put it back with * and * from one copy; to give up what was in it, remove * and *",
     "$1（据 $2）。请从同一备份一并放回该文件、$3 和 $4；要放弃其中内容，删除 $5 和 $6"},
    {"* (*). Put it back with * and * from one copy; to give up what was in it, remove * and *, "
     "and "
     "put checkpoint-names and checkpoint-names.sum aside where one names what was lost",
     "$1（据 $2）。请从同一备份一并放回该文件、$3 和 $4；要放弃其中内容，删除 $5 和 "
     "$6，若有名称属于所失的检查点，再移走 checkpoint-names 和 checkpoint-names.sum"},
    {"*; but it is as * has it: where durable was copied here from elsewhere, remove nothing but "
     "that",
     "$1；但它与 $2 所记相符：若 durable 是从别处拷来的，只删除它"},
    {"*: says *, but the checkpoints here are of *. Put back from a copy whichever of the two is "
     "another book's; no other file is to be changed for it",
     "$1：写的是 $2，而这里的检查点属于 "
     "$3。两者中何者属另一账簿，就从备份放回何者；不必为此改动其他"
     "文件"},
    {"the log ends at event *, but event * was durable (*): its end is lost, unless the folders "
     "here "
     "that know of it were made of another log: then remove nothing but *. Put the log back; to go "
     "on "
     "with what it holds, giving up events * to *, * in all, *",
     "日志到事项 $1 为止，而事项 $2 已落盘（据 "
     "$3）：日志丢失末尾；除非据以得知的目录是由另一日志生成的，"
     "那就只删除 $4。请放回日志；要以现有内容继续、放弃事项 $5 至 $6（共 $7 个），$8"},
    {"* (*). Put it back with * and * from one copy; to give up all that was in it, put it aside "
     "with *",
     "$1（据 $2）。请从同一备份一并放回该文件、$3 和 $4；要放弃其中全部内容，将该文件与 $5 "
     "一并移走"},
    {"*. Put it back with * and * from one copy; to give up all that was in it, put it aside with "
     "*",
     "$1。请从同一备份一并放回该文件、$2 和 $3；要放弃其中全部内容，将该文件与 $4 一并移走"},
    {"* and durable", "$1 和 durable"},
    {"*. Keep log and checkpoints, find out which of them is not the book's own and put that back "
     "from a copy",
     "$1。请保全日志与检查点，查明何者不是本账簿自己的，再从备份放回"},
    {"*; no permission: check the owner and the mode of the folder and of what is in it",
     "$1；请检查该目录及其中文件的属主和权限"},
    {"*; the disk is full: * has * free and needs *; make room there, then the server can be "
     "started "
     "again and goes on",
     "$1；$2 剩余 $3，需要 $4；请在该处腾出空间，之后可重启服务、继续记账"},
    {"*; the disk is full: make room and start the server again", "$1；请腾出空间后重启服务"},
    {"the log ends at event *, but event * was durable (*): its end is lost. Put the log back; to "
     "go on with what it holds, giving up events * to *, * in all, *",
     "日志到事项 $1 为止，而事项 $2 已落盘（据 $3）：日志丢失末尾。请放回日志；要以现有内容继续、"
     "放弃事项 $4 至 $5（共 $6 个），$7"},
    {"is another event than was recorded here (*): the log is another book's, or a copy's that "
     "went on by itself, as a signed checkpoint tells. Put the book's own log back; to go on with "
     "what another one holds, *",
     "不是原来在此记下的事项（据 "
     "$1）：日志是另一账簿的，或是一份备份自行续记的，签名的检查点亦如此说。"
     "请放回本账簿自己的日志；要以另一日志的内容继续，$2"},
    {"is another event than was recorded here (*): the log is another book's, or a copy's that "
     "went on by itself, or * are. Put the book's own log back; where this is the book's own, "
     "remove nothing but *, which the next start makes anew; to go on with what another one "
     "holds, *",
     "不是原来在此记下的事项（据 $1）：日志是另一账簿的，或是一份备份自行续记的，或者 $2 "
     "是。请放回本账簿自己的日志；若这就是本账簿自己的日志，只删除 "
     "$3，下次启动即重新生成；要以另一日志的内容继续，$4"},
    {"*: made of another log, or damaged: it knows another event * than the log, which is sound as "
     "far as all else here tells",
     "$1：由另一日志生成，或已损坏：其所知的事项 $2 与日志的不同；据此处其余各部分，日志完好"},
    {"remove the folders derived, ids and history and the files tiles and durable, *",
     "删除目录 derived、ids、history 和文件 tiles、durable，$1"},
    {"remove the folders derived, ids and history and the files tiles and durable",
     "删除目录 derived、ids、history 和文件 tiles、durable"},
    {"and put checkpoints, checkpoint-names and the .sum of each aside, all four together: whoever "
     "has a checkpoint of those events will see that the log is not the one it was",
     "并将 checkpoints、checkpoint-names 及各自的 .sum 四个文件一并移走：持有含这些事项的检查点的"
     "人会发现日志已不是原来的"},
    {"*; the folder * is derived from the log: remove it while the server is down, the next start "
     "makes it anew",
     "$1；$2 目录由日志派生：停止服务后删除，下次启动即重新生成"},
    {"*; the file * is derived from the log: remove it while the server is down, the next start "
     "makes it anew",
     "$1；$2 文件由日志派生：停止服务后删除，下次启动即重新生成"},
    {"*: the event log is missing; put the folder log back from a backup; only if nothing was ever "
     "recorded in this book, remove what is beside it and start anew",
     "$1：事项日志不在；请从备份放回 "
     "log 目录；只有确知本账簿从未记过任何事项，才可删除其余文件后重新建账"},
    {"*; put the file back from a backup of the whole folder log",
     "$1；从 log 整个目录的备份放回该文件"},
    {"*; put the whole folder log back from a backup; outturn-server --fsck names all that is "
     "damaged",
     "$1；请从备份放回整个 log 目录；outturn-server --fsck 列出全部损坏"},
    {"*; * more of its files are damaged, outturn-server --fsck names each",
     "$1；另有 $2 个文件损坏，outturn-server --fsck 逐一列出"},
    {"*; let the server's account read it and start again", "$1；让服务的账户可读，再启动"},
    {"*; no other table file has events", "$1；其他表文件中没有事项"},
    {"*; the other table files lack events *", "$1；其他表文件缺事项 $2"},
    {"*; the other table files have the events up to *", "$1；其他表文件有至 $2 的事项"},
    {"*: is empty, its content was cut off", "$1：为空，内容被截去"},
    {"*: is no folder", "$1：不是目录"},
    {"*: is no file", "$1：不是文件"},
    {"*: cannot be opened: *", "$1：无法打开：$2"},
    {"*: is empty", "$1：为空"},
    {"*: is not what the server wrote: *", "$1：不是服务所写入的：$2"},
    {"*: is not what the server wrote", "$1：不是服务所写入的"},
    {"*: block * is damaged", "$1：第 $2 块损坏"},
    {"*: cannot be read: *", "$1：无法读取：$2"},
    {"* is open in another process (*)", "$1 正由另一进程打开（$2）"},
    {"*: there is no such folder", "$1：没有这个目录"},
    {"*: is cut off: its end is lost (*)", "$1：被截断，末尾丢失（$2）"},
    {"*: is cut off or damaged: *", "$1：被截断或损坏：$2"},
    {"*: is not of this format, it names no manifest", "$1：格式不符，没有写明清单文件"},
    {"*: does not fit the files beside it: it is cut off or another's, or one of them is missing "
     "(*)",
     "$1：与同目录的文件不符：被截断、属别处，或缺少其中一个文件（$2）"},
    {"*: its end is lost: it has * bytes, and had *", "$1：末尾丢失：现有 $2 字节，原有 $3 字节"},
    {"*: damaged within its first * bytes", "$1：前 $2 字节内有损坏"},
    {"*: damaged, it says nothing that was written there", "$1：损坏，内容不是所写入的"},
    {"*: the file is cut short", "$1：文件不完整"},
    {"*: writes before byte * are damaged or missing: events up to *",
     "$1：字节 $2 之前的写入损坏或缺失：至 $3 为止的事项"},
    {"*: writes before byte * are damaged or missing: events *",
     "$1：字节 $2 之前的写入损坏或缺失：事项 $3"},
    {"*: writes before byte * are damaged or missing", "$1：字节 $2 之前的写入损坏或缺失"},
    {"*: no write-ahead log file", "$1：没有预写日志文件"},
    {"*: runs of ids without their manifest", "$1：有编号文件，没有其清单"},
    {"the manifest of the id index is damaged or of another version",
     "编号索引的清单损坏或属另一版本"},
    {"*: is of * events, the log of *, and durable knows of no more",
     "$1：对应 $2 个事项，日志有 $3 个，durable 所记也不更多"},
    {"*: CURRENT is missing, but there is *", "$1：缺失 CURRENT，却有 $2"},
    {"* is no database: it holds *", "$1 不是数据库：内有 $2"},
    {"* holds something else", "$1 里是别的内容"},
    {"* holds no state of this version", "$1 里的内容不是本版本的"},
    {"*: is missing", "$1：缺失"},
    {"*: an earlier write failed", "$1：先前的写入失败"},
    {"what stands behind * bytes is no note", "$1 字节之后的内容不是检查点"},
    {"line * is no name of a checkpoint", "第 $1 行不是检查点名称"},
    {"*: the checkpoint of so many events was handed out and is not in it",
     "$1：含这么多事项的检查点签发过，文件中却没有"},
    {"*: * checkpoints were handed out and are not in it, the first of * events",
     "$1：$2 个检查点签发过，文件中却没有，第一个含 $3 个事项"},
    {"*: the name * was given and is not in it", "$1：名称 $2 已给出，文件中却没有"},
    {"*; put it back from a copy, or write the book's division code into it, alone in one line",
     "$1；请从备份放回，或在其中只写一行本账簿的区划代码"},
    {"*; put the book's own file key back from a copy (mode 0600)",
     "$1；请从备份放回本账簿自己的 key 文件（权限 0600）"},
    {"* is damaged: it says \"*\"", "$1 损坏：内容为“$2”"},
    {"*: is of the book *, not of *", "$1：属于账簿 $2，不是 $3"},
    {"*: the folder holds the book of *, not of *", "$1：目录中是账簿 $2，不是 $3"},
    {"*: there is no signing key", "$1：没有签名密钥"},
    {"*: is another book's key, *: the checkpoints here are signed with *. Put the book's own file "
     "key back from a copy (mode 0600); no other file is to be changed for it",
     "$1：是另一账簿的密钥 $2，这里的检查点由 $3 签署。请从备份放回本账簿自己的 key 文件（权限 "
     "0600）；不必为此改动其他文件"},
    {"*: another key than the one the server signs with", "$1：与服务正在使用的签名密钥不同"},
    {"* may be read by others: it must be its owner's only (mode 0600)",
     "$1 他人可读：应只有属主可读（0600）"},
    // Why a book takes no writes.
    {"whether an id is recorded already cannot be told: *", "无法判断外部编号是否已记录：$1"},
    {"disk nearly full: * has * free; writes go on by themselves once it has *",
     "磁盘将满：$1 剩余 $2；达到 $3 后自动恢复写入"},
    {"the data folder * is another one than was opened; stop the server and put the one it wrote "
     "to "
     "back in its place",
     "数据目录 $1 已不是启动时打开的目录；请停止服务，放回服务写入的那个目录"},
    {"the data folder * is gone; start again on what is left",
     "数据目录 $1 已不在；请在余下的数据上重启"},
    {"what is derived from the log cannot be written: *", "由日志派生的数据无法写入：$1"},
    {"an earlier write failed; the log has to be reopened", "先前的写入失败，须重启服务"},
    {"an earlier write failed", "先前的写入失败"},
    {"the outcome of this write is unknown: *", "此次写入的结果未知：$1"},
    {"the server is going down", "服务正在停止"},
    {"too many commands are waiting", "等待处理的命令过多"},
    {"too many questions are waiting", "等待回答的查询过多"},
    // Checkpoints beside the log.
    {"unreadable: *", "无法读取：$1"},
    {"of *, another book", "属于另一账簿 $1"},
    {"not signed by this book's key", "不是由本账簿的密钥签署"},
    {"the name * is of none that was handed out", "名称 $1 不属于任何签发过的检查点"},
    {"was signed and handed out, but the log ends before", "已签发，日志却在此之前结束"},
    {"forked: it was signed of another history", "分叉：所签署的是另一份历史"},
    // The log, and what is derived of it.
    {"*; read on from event *", "$1；自事项 $2 起可再读"},
    {"*; an event of ledger *", "$1；属账套 $2 的事项"},
    {"record checksum mismatch", "记录的校验和不符"},
    {"empty record", "空记录"},
    {"unknown record version", "记录的版本不认识"},
    {"record too short", "记录过短"},
    {"bad event count", "记录中的事项数有误"},
    {"record without position or events", "记录没有位置或事项"},
    {"positions overflow", "记录的位置超出范围"},
    {"bad event length", "记录中事项的长度有误"},
    {"event lengths do not add up", "记录中各事项的长度之和不符"},
    {"the record of this position is missing", "此位置的记录缺失"},
    {"the record is another position's", "记录属于另一位置"},
    {"no event this program knows", "不是本程序认识的事项"},
    {"no event this program understands", "不是本程序认识的事项"},
    {"unreadable event", "事项无法读取"},
    {"the event cannot be read", "事项无法读取"},
    {"the event is missing", "事项缺失"},
    {"the log does not begin at position 1", "日志不是从位置 1 开始"},
    {"events * to * are missing, which were durable", "缺事项 $1 至 $2，它们曾经落盘"},
    {"the position reached is damaged", "记下的已达位置损坏"},
    {"the history of * is damaged", "账套 $1 的历史索引损坏"},
    {"damaged, or of another log", "损坏，或属另一日志"},
    {"*: holds what belongs in another folder", "$1：内容属于另一文件夹"},
    {"there is no checkpoint of the name *", "没有名为 $1 的检查点"},
    {"the proof of event * needs this one, too: *", "事项 $1 的证明也要用到它：$2"},
    {"frontier too short", "哈希树前沿过短"},
    {"frontier length does not fit its size", "哈希树前沿的长度与事项数不符"},
    {"a tree of * is asked for, the log ends at *", "所问哈希树含 $1 个事项，日志到位置 $2 为止"},
    {"the event says it is number *", "事项自称为第 $1 个"},
    {"recorded before its predecessor", "记录时间早于前一事项"},
    {"of ledger *, which nobody opened", "属账套 $1，该账套没有开设过"},
    {"of *: its answer says version *, it made version *",
     "属$1：答复写的是第 $2 版，实为第 $3 版"},
    {"lost: there were events up to *", "丢失：原有事项至位置 $1"},
    {"its id is not in the index", "其编号不在索引中"},
    {"the positions of ledger *", "账套 $1 的位置清单不符"},
    {"a Merkle frontier that is not the log's", "一处哈希树前沿与日志不符"},
    {"the root of tile * is not of the log's events", "分块 $1 的根与日志的事项不符"},
    {"the file has another root of tile * than the server answers from",
     "文件中分块 $1 的根与服务所用的不同"},
    {"the file ends within a root", "文件在一个根中间中断"},
    {"the root carried along is not the log's", "内存中的根哈希与日志不符"},
    {"rule set * is missing", "规则 $1 缺失"},
    {"rule set * is not the one adopted", "规则 $1 与所采用的不符"},
    {"rule set * was never adopted", "规则 $1 从未采用过"},
    {"ledger *: * is not what its events make", "账套 $1：$2 与事项所得不符"},
    {"ledger *: is not there, but its events are", "账套 $1：有事项，内存中却没有"},
    {"ledger *: is of * events up to *, the log has * events up to *",
     "账套 $1：内存中有 $2 个事项、至位置 $3，日志中有 $4 个、至位置 $5"},
    {"known where the log has no event", "所知之处日志没有事项"},
    {"of * is not what was folded", "账套 $1 与事项所得不符"},
    {"ledger *: *", "账套 $1：$2"},
    {"ledger *", "账套 $1"},
    {"a rule set", "规则"},
    // Packs.
    {"no audit pack: it does not begin with *", "不是审计包：开头不是 $1"},
    {"the first line says no size of the manifest", "首行没有目录的长度"},
    {"the file ends within the manifest", "文件在目录中间中断"},
    {"the file ends within section *", "文件在部分 $1 中间中断"},
    {"the manifest is no signed note: *", "目录不是签名文件：$1"},
    {"line * of the manifest is damaged", "目录第 $1 行损坏"},
    {"section * is there twice", "部分 $1 出现两次"},
    {"* bytes behind the last section", "最后一部分之后还有 $1 字节"},
    {"the events end within one", "事项部分在一个事项中间中断"},
    {"the entry at position * is of no kind there is", "位置 $1 的条目没有这一类别"},
    {"the entry at position * is longer than what is left", "位置 $1 的条目长于余下内容"},
    {"the entry at position * is withheld and there all the same",
     "位置 $1 的条目标为不提供，却仍在包内"},
    {"the entry at position * does not come after the one before it",
     "位置 $1 的条目没有排在前一条之后"},
    {"hashes are 32 bytes each", "每个哈希应为 32 字节"},
    {"the proof of growth is too short", "一致性证明过短"},
    {"a line of what is touched is none", "“涉及”部分有一行形式不符"},
    // Notes and keys.
    {"a line of the note has no end", "有一行没有行尾"},
    {"no blank line before the signatures", "签名之前没有空行"},
    {"a control character in the note", "含有控制字符"},
    {"the note has no signature", "没有签名"},
    {"no signature line: it begins with an em dash", "不是签名行：签名行以长破折号“—”开头"},
    {"a signature line names no key", "签名行没有写明密钥"},
    {"a signature that is no base64", "签名不是 base64"},
    {"the checkpoint's second line is no number of leaves", "检查点第二行不是事项数"},
    {"the checkpoint's third line is no root hash", "检查点第三行不是根哈希"},
    {"the checkpoint names no origin", "检查点没有写明账簿"},
    {"a key's name has no spaces and no '+'", "密钥名称不含空格和“+”"},
    {"no SM2 public key", "不是 SM2 公钥"},
    {"no Ed25519 public key", "不是 Ed25519 公钥"},
    {"a key of no kind this program knows", "本程序不认识的密钥种类"},
    {"a verifier key is NAME+ID+KEY", "公钥写作 名称+编号+密钥"},
    {"the third part of a verifier key is base64", "公钥的第三部分应为 base64"},
    {"the id in the verifier key is not that of its name and key", "公钥中的编号与名称、密钥不符"},
    {"no private key in PEM", "不是 PEM 格式的私钥"},
    // Files of the index of ids.
    {"too short", "过短"},
    {"not as long as it should be", "长度不符"},
    {"the filter's checksum mismatches", "过滤器的校验和不符"},
    {"it is another run's", "属于另一编号文件"},
    // The engine below log and derived state.
    {"Corruption: *", "损坏：$1"},
    {"IO error: *", "读写失败：$1"},
    {"block checksum mismatch: *  in * offset * size *", "数据块校验和不符：$2，偏移 $3，长度 $4"},
    {"Bad table magic number: *", "表文件结尾的标记不符：$1"},
    {"Can't access *: *", "无法打开 $1：$2"},
    {"No such file or directory: While open a file for random read: *: No such file or directory",
     "没有文件 $1"},
    {"While *: *: *", "$2：$3"},
    {"Missing WAL with log number: *", "缺少预写日志 $1"},
    // What the system says, as std::generic_category has it.
    {"Permission denied", "没有权限"},
    {"Operation not permitted", "不允许此操作"},
    {"No such file or directory", "没有这个文件或目录"},
    {"Is a directory", "是目录，不是文件"},
    {"Not a directory", "不是目录"},
    {"Directory not empty", "目录不为空"},
    {"File exists", "已有同名文件"},
    {"No space left on device", "磁盘已满"},
    {"Disk quota exceeded", "超出磁盘配额"},
    {"Read-only file system", "文件系统只读"},
    {"Input/output error", "读写设备出错"},
    {"Too many open files", "打开的文件过多"},
    {"Too many levels of symbolic links", "符号链接层数过多"},
    {"File name too long", "文件名过长"},
    {"File too large", "文件过大"},
    {"Resource temporarily unavailable", "正被占用"},
    {"Device or resource busy", "设备正忙"},
    {"No locks available", "无法加锁"},
    {"Cannot allocate memory", "内存不足"},
    {"Invalid argument", "参数无效"},
};

std::optional<std::vector<std::string_view>> Parts(std::string_view pattern,
                                                   std::string_view said) {
  std::vector<std::string_view> parts;
  while (true) {
    const size_t star = pattern.find('*');
    const std::string_view literal = pattern.substr(0, star);
    if (!said.starts_with(literal)) return std::nullopt;
    said.remove_prefix(literal.size());
    if (star == std::string_view::npos) {
      return said.empty() ? std::optional(std::move(parts)) : std::nullopt;
    }
    pattern.remove_prefix(star + 1);
    const std::string_view next = pattern.substr(0, pattern.find('*'));
    size_t end = said.find(next);
    // The last words stand at the end.
    if (next.size() == pattern.size())
      end = said.ends_with(next) ? said.size() - next.size() : said.npos;
    if (next.empty()) end = said.size();
    if (end == std::string_view::npos) return std::nullopt;
    parts.push_back(said.substr(0, end));
    said.remove_prefix(end);
  }
}

int64_t OwnLetters(std::string_view pattern) {
  return std::ssize(pattern) - std::count(pattern.begin(), pattern.end(), '*');
}

std::string Filled(std::string_view zh, const std::vector<std::string_view>& parts) {
  std::string filled;
  for (size_t i = 0; i < zh.size(); ++i) {
    if (zh[i] != '$') {
      filled += zh[i];
    } else {
      filled += InChinese(parts[static_cast<size_t>(zh[++i] - '1')]);
    }
  }
  return filled;
}

// "486 to 557, 600 to 700".
std::optional<std::string> Ranges(std::string_view said) {
  if (said.find_first_not_of("0123456789to, ") != said.npos) return std::nullopt;
  std::string zh;
  for (const char c : said) {
    if (c == 't') zh += "至";
    if (c == ',') zh += "、";
    if (std::string_view("to,").find(c) == std::string_view::npos) zh += c;
  }
  return zh;
}

}  // namespace

std::string InChinese(std::string_view said) {
  if (auto ranges = Ranges(said)) return *std::move(ranges);
  const Phrase* best = nullptr;
  for (const Phrase& phrase : kPhrases) {
    const bool more = best == nullptr || OwnLetters(phrase.said) > OwnLetters(best->said);
    if (more && Parts(phrase.said, said)) best = &phrase;
  }
  if (best != nullptr) return Filled(best->zh, *Parts(best->said, said));
  // "PATH: what", where the path may be anything.
  const size_t colon = said.find(": ");
  const bool of_a_file =
      colon != std::string_view::npos && said.substr(0, colon).find(' ') == said.npos;
  if (!of_a_file) return std::string(said);
  return std::string(said.substr(0, colon)) + "：" + InChinese(said.substr(colon + 2));
}

}  // namespace outturn::audit
