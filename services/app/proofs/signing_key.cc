#include "services/app/proofs/signing_key.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <system_error>

#include "services/app/log.h"
#include "services/audit/key_name.h"
#include "store/file.h"
#include "store/remedy.h"

namespace outturn::app {
namespace {

store::Status Refused(const std::string& path) {
  const int error = errno;
  return {store::Code::kIo,
          store::WithRemedy(path + ": " + std::generic_category().message(error), path)};
}

// On the disk, or not there: the name comes last.
store::Status WriteSecret(const std::string& path, const std::string& text) {
  const std::string fresh = path + ".new";
  if (auto status = store::RemoveFile(fresh); !status.ok()) return status;
  const int file = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return Refused(fresh);
  const bool written =
      ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
      ::fsync(file) == 0;
  ::close(file);
  if (!written || std::rename(fresh.c_str(), path.c_str()) != 0) return Refused(path);
  return store::SyncFolderOf(path);
}

}  // namespace

store::Status CheckIsTheBooks(const std::string& path, const store::VerifierKey& key,
                              const std::vector<store::Note>& notes) {
  std::string signer;
  for (const store::Note& note : notes) {
    for (const store::NoteSignature& one : note.signatures) {
      if (one.name != key.name()) continue;
      if (one.id == key.id()) return {};
      signer = audit::KeyName(one.name, one.id);
    }
  }
  if (signer.empty()) return {};
  return store::Status::Corrupt(
      0, path + ": is another book's key, " + audit::KeyName(key.name(), key.id()) +
             ": the checkpoints here are signed with " + signer +
             ". Put the book's own file key back from a copy (mode 0600); no other file is to be " +
             "changed for it");
}

store::Status CheckName(const std::string& folder, const std::string& book,
                        const store::Note& note) {
  const auto checkpoint = store::Checkpoint::Parse(note.text);
  const std::string begin = OriginOf("");
  if (!checkpoint.ok() || !checkpoint->origin.starts_with(begin)) return {};
  const std::string signed_of = checkpoint->origin.substr(begin.size());
  if (signed_of == book) return {};
  return store::Status::Corrupt(
      0, folder + "/BOOK: says " + book + ", but the checkpoints here are of " + signed_of +
             ". Put back from a copy whichever of the two is another book's; no other file is to " +
             "be changed for it");
}

std::string OriginOf(const std::string& book) { return "outturn/" + book; }

store::Result<store::SigningKey> OpenSigningKey(const std::string& path, const std::string& book,
                                                std::optional<store::KeyKind> to_make) {
  struct stat about = {};
  if (::stat(path.c_str(), &about) == 0) {
    if ((about.st_mode & 0077) != 0) {
      return store::Status(
          store::Code::kInvalid,
          path + " may be read by others: it must be its owner's only (mode 0600)");
    }
    const auto pem = store::ReadFile(path);
    if (!pem.ok()) return pem.status();
    auto key = store::SigningKey::FromPem(OriginOf(book), *pem);
    if (!key.ok()) {
      return store::Status::Corrupt(
          0, path + ": " + key.status().message() +
                 "; put the book's own file key back from a copy (mode 0600)");
    }
    return key;
  }
  if (errno != ENOENT) return Refused(path);
  if (!to_make) return store::Status(store::Code::kNotFound, path + ": there is no signing key");
  auto key = store::SigningKey::Generate(OriginOf(book), *to_make);
  if (!key.ok()) return key.status();
  if (auto status = WriteSecret(path, key->ToPem()); !status.ok()) return status;
  Log(LogLevel::kInfo, "a signing key was made",
      {{"file", path}, {"key", key->verifier().ToString()}});
  return key;
}

}  // namespace outturn::app
