#include "services/app/fsck/checkpoint_examination.h"

#include <algorithm>
#include <utility>

namespace outturn::app {

CheckpointExamination::CheckpointExamination(const SignedCheckpoints& signed_by, Find find)
    : frontier_(store::DigestOf(signed_by.key.kind())), find_(std::move(find)) {
  for (const store::Note& note : signed_by.notes) {
    const auto checkpoint = store::Checkpoint::Parse(note.text);
    if (!checkpoint.ok()) {
      find_(0, "unreadable: " + checkpoint.status().message());
    } else if (checkpoint->origin != signed_by.key.name()) {
      find_(checkpoint->size, "of " + checkpoint->origin + ", another book");
    } else if (!signed_by.key_is_anothers && !note.IsSignedBy(signed_by.key)) {
      find_(checkpoint->size, "not signed by this book's key");
    } else {
      expected_[checkpoint->size].push_back(checkpoint->root);
    }
  }
  for (const CheckpointName& name : signed_by.names) {
    const auto roots = expected_.find(name.size);
    if (roots == expected_.end() ||
        std::find(roots->second.begin(), roots->second.end(), name.root) == roots->second.end()) {
      find_(name.size, "the name " + name.name + " is of none that was handed out");
    }
  }
  Compare();
}

void CheckpointExamination::Take(std::string_view bytes) {
  frontier_.Append(store::LeafHash(bytes, frontier_.digest()));
  Compare();
}

void CheckpointExamination::Finish() {
  for (const auto& [size, roots] : expected_) {
    find_(size, "was signed and handed out, but the log ends before");
  }
}

core::Position CheckpointExamination::Left() const {
  return expected_.empty() ? 0 : expected_.rbegin()->first;
}

void CheckpointExamination::Compare() {
  const auto due = expected_.find(frontier_.size());
  if (due == expected_.end()) return;
  const store::Hash root = frontier_.Root();
  for (const store::Hash& said : due->second) {
    if (said == root) {
      covered_ = covered_ ? due->first : covered_;
    } else {
      covered_.reset();
      find_(due->first, "forked: it was signed of another history");
    }
  }
  expected_.erase(due);
}

}  // namespace outturn::app
