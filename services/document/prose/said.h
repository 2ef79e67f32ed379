// Numbers of sentences as they are said, and what is held against the rest of
// the document once all of it was read. For this folder.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "services/document/builder.h"

namespace outturn::document {

// A number and the words since the one before it, within its sentence.
struct Said {
  Written number;
  std::string words;
  std::string behind;  // up to the next number or the end of the sentence
  std::string unit;    // "money", else what is counted
  Exactly value;       // money in 万元
  Exactly half;
  [[nodiscard]] bool Says(std::initializer_list<const char*> any) const { return Has(words, any); }
};
[[nodiscard]] std::vector<Said> SaidIn(std::string_view sentence, const Labels& labels);
[[nodiscard]] std::vector<std::string> SentencesIn(std::string_view bare);
[[nodiscard]] std::string ShownAs(const Said& said);  // "12万元", "3个"
// What all relations of such numbers have.
[[nodiscard]] Relation RelationOf(Relation::Kind kind, const std::string& label, const Said& result,
                                  const std::vector<const Said*>& parts, const std::string& sign,
                                  const Place& place);
// A relation of that place has it already.
[[nodiscard]] bool IsRelated(const Builder& builder, const Said& said, const Place& place);

// "年初预算 500，追加 60，全年预算 560"; "预算 80，中标 72，节约 8，节约率
// 10%"; "完成 345，超收 45"; "执行进度 45%，低于序时进度 13 个百分点".
void ReadBudgetSentences(Builder& builder, const std::string& bare, const Place& place);

// "自评得分 93.5 分，等级为优", by the scale the document tells or the usual
// one.
void ReadGrades(Builder& builder, const Document& document);
// "共设置 6 个三级指标", "3 个项目评为优", and the tables.
void ReadToldCounts(Builder& builder, const Document& document);
// "年度目标：培训不少于 500 人次", and a table of indicators without points.
void ReadToldResults(Builder& builder, const Document& document);
// A paragraph beside a table says what its total is, but for a slip of the pen.
void ReadToldTotals(Builder& builder, const Document& document);
// "……36 场，具体如下：", and each kind a paragraph.
void ReadParagraphLists(Builder& builder, const Document& document);

}  // namespace outturn::document
