// SecretWords: the codes and names of classified lines and projects, looked for in words that go to
// the public: printed ones, exported ones, those of an audit pack.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/figures/catalogue.h"

namespace outturn::figures {

// A code or name that a line shown to the public has, too, is no secret. A code counts where it
// stands on its own ("QT01" in "QT01 一项", not in "QT012"); one of fewer than three bytes only
// where it is all there is.
class SecretWords {
 public:
  // What a line is called; project and its name may be empty.
  struct Line {
    std::string code;
    std::string name;
    std::string project;
    std::string project_name;
    bool classified = false;
  };

  // Words in `known`, such as the unit's name, are no secret.
  explicit SecretWords(std::string known = {}) : known_(std::move(known)) {}
  // Of all lines of the cut's ledger.
  explicit SecretWords(const Cut& cut);

  // In any order. A project is classified as soon as one of its lines is, and with it all of them.
  void Learn(Line line);

  [[nodiscard]] bool IsClassified(const std::string& line) const { return codes_.contains(line); }
  [[nodiscard]] bool IsClassifiedProject(const std::string& project) const {
    return projects_.contains(project);
  }
  // The first such word in the text; empty: the text names nothing classified.
  [[nodiscard]] std::string FirstIn(std::string_view text) const;
  [[nodiscard]] bool NamedIn(std::string_view text) const { return !FirstIn(text).empty(); }
  // Of a text or a number with words to it, recorded by somebody: whatever of it may be printed.
  [[nodiscard]] std::string FirstIn(const Value& value) const;
  // Whether a figure's own name says one: text(annex1, QT01), building_actual_cost("…").
  [[nodiscard]] bool NamedIn(const Figure& figure) const;
  // Whose words stand in the text: codes of projects, of lines without a project.
  [[nodiscard]] std::set<std::string> OwnersIn(std::string_view text) const;

 private:
  void Sort(const Line& line);
  [[nodiscard]] bool IsSecretIn(std::string_view text, const std::string& word) const;

  std::string known_;
  std::vector<Line> lines_;
  std::set<std::string> codes_;                // of classified lines
  std::set<std::string> projects_;             // classified
  std::map<std::string, std::string> owners_;  // by word of a classified line
  std::set<std::string> public_words_;         // of the others
};

}  // namespace outturn::figures
