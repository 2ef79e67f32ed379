// Rows of points in text that is no table any more. For this folder.
#pragma once

#include <optional>
#include <string>

#include "services/document/relations.h"

namespace outturn::document {

// A number without a unit, of which nothing was rounded off.
[[nodiscard]] std::optional<Term> PointsIn(std::string word, const Place& place);

// "名称 …… 100% 10 10 是" under "得分系数 指标权重 指标得分", "执行规范 3 2" under "分值 得分", and
// what names with their points in brackets, "项目完成（20分）", come to.
void ReadScoredRows(Builder& builder, const Document& document);
// The same where the text has no rows any more.
void ReadScoredStream(Builder& builder, const Document& document);

}  // namespace outturn::document
