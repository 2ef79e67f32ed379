// Functional items as prose tells them: "社会保障和就业支出（类）抚恤（款）死亡抚恤（项）96.50
// 万元". Their codes are found in the tables, which may stand before or behind. For this folder.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "services/document/builder.h"

namespace outturn::document {

class FunctionItems {
 public:
  explicit FunctionItems(Builder& builder) : builder_(builder) {}

  // Before a paragraph is read: the funds that its items are of, if it names them.
  void Enter(const std::string& bare, const Place& place);
  // The words of a sentence of that paragraph, every item in it the name of a part of the money.
  // `sentence` outlives them.
  [[nodiscard]] std::vector<Token> TokensOf(std::string_view sentence);
  // The label of the last item below 类 of these words; nullptr: there is none.
  [[nodiscard]] static const Label* ItemIn(const std::vector<Token>& tokens);
  // Gives the items their codes, and adds the sums they make.
  void Finish();

 private:
  struct Path {
    std::vector<std::string> names;  // 类, 款, 项 as far as they are told
    std::string fund;                // "fund=general", "source=current"; empty: nobody says
    size_t list = 0;
    Place place;
    std::string code;
    Label label;
  };
  struct Span {
    size_t from = 0;
    size_t to = 0;
    std::vector<std::string> names;
  };

  [[nodiscard]] std::vector<Span> SpansIn(std::string_view text) const;
  [[nodiscard]] size_t ClassAt(std::string_view text, size_t at, std::string& name) const;
  const Label& LabelOf(const std::vector<std::string>& names);

  void NoteRows();
  [[nodiscard]] bool RowIs(const std::string& code, const std::string& name) const;
  [[nodiscard]] std::string CodeOf(const Path& path) const;
  [[nodiscard]] std::string ParentOf(const Path& path) const;
  void MatchTheLast();
  void CompareNames(const Path& path);
  void AddListSums();
  void AddListSum(size_t list, const std::string& measure);
  void DropSharesOfWrongWholes();
  void NameFigures();
  [[nodiscard]] std::string FigureOf(const std::string& figure) const;
  [[nodiscard]] std::string NamedByCode(const std::string& figure) const;
  // Whether what was paid of 财政拨款 and of all money are told, and are not the same.
  [[nodiscard]] bool IsFiscalApart() const;
  void JoinFiscal();

  Builder& builder_;
  std::deque<Path> paths_;
  std::map<std::string, size_t> by_name_;
  std::string fund_;
  size_t list_ = 0;
  bool fiscal_apart_ = false;
  bool classes_ = false;  // the paragraph lists classes by their names alone
  Place place_;
  std::map<std::string, std::map<std::string, size_t>> rows_;  // code → names in the tables
};

}  // namespace outturn::document
