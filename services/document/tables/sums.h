// Sums a table keeps in most of its rows or columns, and where it does not. For this folder.
#pragma once

#include "services/document/builder.h"

namespace outturn::document {

// What a table adds up its own numbers to is learned from the numbers: a row that is the sum of
// those below or above it in some columns is so in all; a column that is the sum of those beside
// it in most rows, or says 合计, is so in every one. Relations are added only for what is wrong.
// `coded`: rows go by codes, which say what they add up to.
void AddLearnedSums(Builder& builder, const Grid& grid, const Spot& spot, bool coded);
// A column of percentages that are, but in few rows, those of the same two columns.
void AddRates(Builder& builder, const Grid& grid, const Spot& spot);
// "支出合计 | 其中：基本支出 | 项目支出": what heads say of a table too short to learn from.
void AddHeadedParts(Builder& builder, const Grid& grid, const Spot& spot);
// Columns of which the heads say what must hold: 年初预算 + 追加 = 全年预算, 支出进度; the totals
// of classes side by side.
void AddNamedColumns(Builder& builder, const Grid& grid, const Spot& spot);
// Of a table of indicators: a column of 得分率 that is 得分 by 分值 in all rows but one or so.
void AddScoreRates(Builder& builder, const Grid& grid, const Spot& spot);

// "数量 | 单价（元） | 金额（万元）": what most rows have as the product of the same two columns.
void AddProducts(Builder& builder, const Grid& grid, const Spot& spot);
// Whether the first column numbers the rows: 1, 2, 3. Before the ordinals are dropped.
[[nodiscard]] bool HasNumberedRows(const Grid& grid, const Labels& labels);
// "收入总计" below rows that are all of the sources of income there are (complete_lists).
void AddTotalsOfNamed(Builder& builder, const Grid& grid, const Spot& spot);
// The total of such rows, in columns that add up.
void AddNumberedTotals(Builder& builder, const Grid& grid, const Spot& spot);

// Whether income stands on the left and expenditure on the right, each with its 总计.
[[nodiscard]] bool HasTwoSides(const Grid& grid);
// Puts both 总计: all income, all expenditure.
void AddTwoSides(Builder& builder, const Grid& grid, const Spot& spot);
// "其中：基本支出：1500.00" and "项目支出：875.00" of which nobody says whether they were planned
// or paid, stated from `first` on: they make one of the table's totals, but for a slip of the pen.
void AddNatures(Builder& builder, size_t first);

}  // namespace outturn::document
