// The words of text that lost its tables, as the readers of forms take them. For this folder.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/document/blocks.h"
#include "services/document/labels.h"
#include "services/figures/forms/printed.h"

namespace outturn::document {

struct FormWord {
  std::string text;
  size_t block = 0;
};

// Words stand between spaces and bars; what stands there without any between the cells of a form
// is parted where a cell must end.
[[nodiscard]] std::vector<FormWord> FormWordsOf(const std::vector<Block>& blocks,
                                                const Labels& labels);
// "水标尺10≥266米≥266米10": the cells of fused text. For FormWordsOf.
[[nodiscard]] std::vector<std::string> FusedCells(const std::string& text, const Labels& labels);

// A number, a percentage or "—".
[[nodiscard]] bool IsFilled(const std::string& text);
// Points: no percentage, no unit.
[[nodiscard]] std::optional<figures::Exactly> FormPoints(const std::string& text);

// A form's words from one on.
class FormText {
 public:
  FormText(const std::vector<FormWord>& words, const std::vector<Block>& blocks)
      : words_(words), blocks_(blocks) {}

  [[nodiscard]] size_t size() const { return words_.size(); }
  [[nodiscard]] const std::string& raw(size_t at) const { return words_[at].text; }
  [[nodiscard]] std::string Text(size_t at) const;  // bare
  [[nodiscard]] size_t block(size_t at) const { return words_[at].block; }
  // The numbers from `at` on.
  [[nodiscard]] std::vector<size_t> Numbers(size_t at) const;
  // A cell that stands where the word does.
  [[nodiscard]] Cell CellAt(const std::string& text, size_t at) const;
  // The words before `at`, as many as that, without anything between them.
  [[nodiscard]] std::string Above(size_t at, size_t words) const;
  // Between 项目名称 and the head behind it; that of no form twice.
  [[nodiscard]] std::string ProjectName(size_t at) const;
  // "（元）" somewhere beside the rows.
  [[nodiscard]] std::string Unit(size_t at) const;

 private:
  const std::vector<FormWord>& words_;
  const std::vector<Block>& blocks_;
};

// The table put together: money has six columns, indicators, whose last but one are points, too.
enum FormColumn : uint8_t {
  kFormName,
  kFormInitial,
  kFormFull,
  kFormPaid,
  kFormWeight,
  kFormRate,
  kFormScore,
  kFormReason,
  kFormWidth
};

// What was put together of one form.
struct FormGrid {
  Grid grid;
  size_t last = 0;       // of its words
  size_t money_row = 0;  // that of all the money; 0: none
  // Where indicators stand that fit together in no way: a word; 0: nowhere.
  size_t left_unread = 0;

  std::vector<Cell>& AddRow(const FormText& text, size_t at);
};

// The rows of money from "年度资金总额" at `at` on; the word behind them, `at` where there are none
// that are whole.
[[nodiscard]] size_t ReadFormMoney(const FormText& text, size_t at, FormGrid& form);
// The points for execution before `at`, where the money itself stands in no order.
void ReadFormExecution(const FormText& text, size_t at, FormGrid& form);
// The application for a project's money, from "年度资金申请总额" on: each row has one number, that
// of all years before that of this one.
void ReadFormApplication(const FormText& text, size_t at, FormGrid& form);
// The indicators behind the money.
void ReadFormIndicators(const FormText& text, size_t at, FormGrid& form);
// Indicators whose points are their weight times a coefficient, from the heads on.
void ReadFormCoefficients(const FormText& text, size_t at, FormGrid& form);
// What money the words right before a number name, as the forms call it; nullptr: none of it.
[[nodiscard]] const char* FormPartIn(std::string words);
[[nodiscard]] bool EndsFormMoney(const std::string& text);

}  // namespace outturn::document
