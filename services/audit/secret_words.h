// The words that what is given to the public may not say: what classified lines and projects are
// called. Exports and audit packs go by the same.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace outturn::audit {

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

  // In any order. A project is classified as soon as one of its lines is, and with it all of them.
  void Learn(Line line);

  [[nodiscard]] bool IsClassified(const std::string& line) const { return codes_.contains(line); }
  [[nodiscard]] bool IsClassifiedProject(const std::string& project) const {
    return projects_.contains(project);
  }
  // Whether one of the words stands in the text by itself: "A-1" does in "line A-1", not in "A-12".
  // A word of fewer than three bytes counts only where it is the whole text, and none that a public
  // line is called by, too.
  [[nodiscard]] bool NamedIn(std::string_view text) const;

 private:
  void Sort(const Line& line);

  std::string known_;
  std::vector<Line> lines_;
  std::set<std::string> codes_;         // of classified lines
  std::set<std::string> projects_;      // classified
  std::set<std::string> words_;         // of classified lines
  std::set<std::string> public_words_;  // of the others
};

}  // namespace outturn::audit
