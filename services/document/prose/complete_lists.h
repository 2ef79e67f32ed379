// Lists whose names say that they leave nothing out, and counts of what is listed by name. For this
// folder.
#pragma once

#include <vector>

#include "services/document/builder.h"

namespace outturn::document {

// "总收入 164.47 亿元，其中：一般公共预算收入 31.52 亿元，转移性收入 132.95 亿元": whatever else is
// told of the parts between them. `sentence_before`: that whose numbers the list may be parts of.
void ReadCompleteLists(Builder& builder, const std::vector<Token>& tokens, const Place& place,
                       const std::vector<Token>& sentence_before);

// Whether any number of the sentence is more than a change of one before it.
[[nodiscard]] bool TellsALevel(const std::vector<Token>& tokens);

// The same of money alone, and whether the first number is money.
[[nodiscard]] bool TellsMoney(const std::vector<Token>& tokens);
[[nodiscard]] bool BeginsWithMoney(const std::vector<Token>& tokens);

// "内设 8 个部门（办公室、康复部、维权部）": three. Nothing where the list goes on ("等").
void ReadNamedCounts(Builder& builder, const std::vector<Token>& tokens, const Place& place);

}  // namespace outturn::document
