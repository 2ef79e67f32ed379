// SecretWords: the codes and names of classified lines and projects, looked for in words that go to
// the public. For this folder only.
#pragma once

#include <map>
#include <set>
#include <string>

#include "services/figures/catalogue.h"

namespace outturn::figures {

// A code or name that a line shown to the public has, too, is no secret. A code counts where it
// stands on its own ("QT01" in "QT01 一项", not in "QT012"); one of a letter or two only where it
// is all there is. clients/export leaves the same words out of its public files.
class SecretWords {
 public:
  explicit SecretWords(const Cut& cut);

  // The first such word in the text; empty: the text names nothing classified.
  [[nodiscard]] std::string FirstIn(const std::string& text) const;
  [[nodiscard]] bool NamedIn(const std::string& text) const { return !FirstIn(text).empty(); }
  // Of a text or a number with words to it, recorded by somebody: whatever of it may be printed.
  [[nodiscard]] std::string FirstIn(const Value& value) const;
  // Whether a figure's own name says one: text(annex1, QT01), building_actual_cost("…").
  [[nodiscard]] bool NamedIn(const Figure& figure) const;
  // Whose words stand in the text: codes of projects, of lines without a project.
  [[nodiscard]] std::set<std::string> OwnersIn(const std::string& text) const;

 private:
  std::map<std::string, std::string> owners_;  // by word
};

}  // namespace outturn::figures
