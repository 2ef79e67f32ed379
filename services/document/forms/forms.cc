#include "services/document/forms/forms.h"

#include "services/document/forms/words.h"
#include "services/document/normal.h"

namespace outturn::document {
namespace {

// One form, from the words "年度资金总额" on.
FormGrid ReadForm(const FormText& text, size_t at) {
  FormGrid form;
  const size_t behind = ReadFormMoney(text, at, form);
  if (behind != at) ReadFormIndicators(text, behind, form);
  return form;
}

// Indicators whose money could not be read, or is not there.
FormGrid ReadScored(const FormText& text, size_t at) {
  FormGrid form;
  form.AddRow(text, at)[kFormName].text = "项目名称";
  form.grid.rows.back()[kFormInitial].text = text.ProjectName(at);
  ReadFormExecution(text, at, form);
  ReadFormIndicators(text, at, form);
  if (form.grid.rows.size() < 2) form.grid.rows.clear();  // nothing but its name
  return form;
}

FormGrid ReadWeighted(const FormText& text, size_t at) {
  FormGrid form;
  ReadFormCoefficients(text, at, form);
  return form;
}

FormGrid ReadApplied(const FormText& text, size_t at) {
  FormGrid form;
  ReadFormApplication(text, at, form);
  return form;
}

// A table without rows: what stands there is told as unread.
Block Unread(const Block& block) {
  Block table;
  table.is_table = true;
  table.text = "自评表的指标";
  table.where = block.where;
  table.order = block.order;
  return table;
}

}  // namespace

std::vector<Block> WithForms(const std::vector<Block>& blocks, const Labels& labels) {
  std::vector<Block> all;
  const std::vector<FormWord> words = FormWordsOf(blocks, labels);
  const FormText text(words, blocks);
  size_t next = 0;  // block to be taken
  size_t unread_to = 1;
  size_t read_to = 0;  // the word behind the last form: several may stand in one block
  for (size_t at = 0; at < words.size(); ++at) {
    if (at < read_to) continue;
    const std::string word = text.Text(at);
    const bool applied = word.starts_with("年度资金申请总额");
    const bool total = word == "总额" && at > 0 && text.Text(at - 1) == "原因";
    const bool money = total || word.starts_with("年度资金总额");
    const bool indicators =
        word.starts_with("一级指标") || word.ends_with("一级指标") || word == "一级";
    const bool coefficients = word.find("指标权重") != std::string::npos;
    if (!applied && !money && !indicators && !coefficients) continue;
    FormGrid form = applied        ? ReadApplied(text, at)
                    : money        ? ReadForm(text, at)
                    : coefficients ? ReadWeighted(text, at)
                                   : ReadScored(text, at);
    if (form.left_unread >= unread_to) {
      unread_to = form.left_unread + 1;
      while (next <= words[form.left_unread].block) all.push_back(blocks[next++]);
      all.push_back(Unread(blocks[words[form.left_unread].block]));
    }
    if (form.grid.rows.empty()) continue;
    read_to = form.last + 1;
    while (next <= words[form.last].block) all.push_back(blocks[next++]);
    Block table;
    table.is_table = true;
    table.where = blocks[words[at].block].where;
    table.order = blocks[words[at].block].order;
    table.grid = std::move(form.grid);
    all.push_back(std::move(table));
  }
  all.insert(all.end(), blocks.begin() + static_cast<std::ptrdiff_t>(next), blocks.end());
  return all;
}

}  // namespace outturn::document
