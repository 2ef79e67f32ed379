#include "services/document/flat/sums.h"

#include "services/document/normal.h"

namespace outturn::document {

FlatSums::FlatSums(const FlatTables& all, const FlatTable& table, const Spot& spot)
    : all_(all), table_(table), spot_(spot) {
  FindSums();
}

bool FlatSums::Flawed() const {
  const auto most_wrong = [](const Tally& tally) {
    return tally.wrong > tally.holds && tally.wrong >= 3;
  };
  return table_.kind != FlatKind::kTwoSides && (most_wrong(down_) || most_wrong(across_));
}

void FlatSums::TellWrong(Builder& builder) {
  for (const Sum& sum : wrong_) {
    std::vector<const Coded*> parts;
    for (const Coded& part : sum.parts) parts.push_back(&part);
    AddSum(builder, sum.whole, parts);
  }
  wrong_.clear();
}

void FlatSums::Weigh(const FlatRow& whole, const std::vector<const FlatRow*>& parts, int column,
                     const std::string& remark) {
  const FlatAmount* sum = whole.In(column);
  if (sum == nullptr) return;
  Sum found{CodedOf(whole, *sum), {}};
  found.whole.label += FlatHeadOf(table_, column) + remark;
  int64_t off = sum->micro;
  for (const FlatRow* part : parts) {
    if (column > 0 && !part->Known()) return;
    const FlatAmount* amount = part->In(column);
    if (amount == nullptr) continue;
    off -= amount->micro;
    found.parts.push_back(CodedOf(*part, *amount));
  }
  Count(std::move(found), off, column == 0 ? down_ : other_);
}

void FlatSums::Count(Sum found, int64_t off, Tally& tally) {
  if (found.parts.empty()) return;
  if (FlatNear(off, found.parts.size())) {
    ++tally.holds;
  } else {
    ++tally.wrong;
    wrong_.push_back(std::move(found));
  }
}

void FlatSums::WeighRow(const FlatRow& row) {
  if (row.amounts.size() < 2 || row.amounts.front().blank) return;
  Sum found{CodedOf(row, row.amounts.front()), {}};
  int64_t off = row.amounts.front().micro;
  for (size_t i = 1; i < row.amounts.size(); ++i) {
    if (row.amounts[i].blank) continue;
    off -= row.amounts[i].micro;
    found.parts.push_back(CodedOf(row, row.amounts[i]));
  }
  Count(std::move(found), off, across_);
}

void FlatSums::FindSums() {
  switch (table_.kind) {
    case FlatKind::kIncome:
    case FlatKind::kExpenditure:
    case FlatKind::kEconomic:
      WeighTree();
      if (table_.width > 1) {
        for (const FlatRow& row : table_.rows) WeighRow(row);
      }
      break;
    case FlatKind::kFlow:
      WeighTree();
      break;
    case FlatKind::kTwoSides:
      WeighSide(true);
      WeighSide(false);
      break;
    case FlatKind::kThreePublic:
    case FlatKind::kUnknown:
      break;
  }
}

std::vector<const FlatRow*> FlatSums::RowsBelow(const std::string& code) const {
  std::vector<const FlatRow*> rows;
  for (const size_t row : table_.Below(code)) rows.push_back(&table_.rows[row]);
  return rows;
}

void FlatSums::WeighTree() {
  const auto weigh = [&](const FlatRow& whole, const std::string& code) {
    const auto parts = RowsBelow(code);
    const std::string remark = ShiftOf(whole, parts);
    for (int c = 0; c < table_.width; ++c) Weigh(whole, parts, c, remark);
  };
  if (const auto total = table_.Total()) weigh(table_.rows[*total], "");
  for (const FlatRow& row : table_.rows) {
    if (!row.code.empty()) weigh(row, row.code);
  }
  if (table_.kind == FlatKind::kEconomic) WeighNatures();
}

std::string FlatSums::ShiftOf(const FlatRow& whole, const std::vector<const FlatRow*>& parts) {
  constexpr size_t kLeast = 4;
  const FlatAmount* sum = whole.In(0);
  if (sum == nullptr || parts.size() < kLeast || parts.back()->In(0) == nullptr) return "";
  int64_t rest = 0;
  for (const FlatRow* part : parts) rest += part->In(0) == nullptr ? 0 : part->In(0)->micro;
  const int64_t last = parts.back()->In(0)->micro;
  const bool shifted =
      last != 0 && last == sum->micro && FlatNear(rest - last - sum->micro, parts.size());
  return shifted
             ? "（末行 " + parts.back()->code + " 与合计相同，其余各行已等于合计：数与科目错行）"
             : "";
}

void FlatSums::WeighNatures() {
  for (const FlatRow& row : table_.rows) {
    const std::string name = Bare(row.name);
    const bool personnel = name.starts_with("人员经费");
    if (!row.code.empty() || row.In(0) == nullptr) continue;
    if (!personnel && !name.starts_with("公用经费")) continue;
    std::vector<const FlatRow*> parts;
    for (const FlatRow* root : RowsBelow("")) {
      const bool of_personnel = root->code == "301" || root->code == "303";
      if (root->code.size() == 3 && of_personnel == personnel) parts.push_back(root);
    }
    Weigh(row, parts, 0);
  }
}

void FlatSums::WeighSide(bool left) {
  std::vector<const FlatRow*> parts;
  std::vector<const FlatRow*> balances;
  for (const FlatRow& row : table_.rows) {
    if (row.left != left || row.amounts.empty()) continue;
    if (table_.width > 1 && !left) WeighRow(row);
    if (NamesFlatSum(row.name)) {
      const bool again = parts.empty() && !balances.empty();
      for (int c = 0; c < table_.width; ++c) Weigh(row, again ? balances : parts, c);
      balances = {&row};
      parts.clear();
    } else if (!balances.empty()) {
      // Balances below, and what they are made of.
      if (!IsFlatPart(row)) balances.push_back(&row);
    } else if (IsFlatPart(row)) {
      parts.push_back(&row);
    }
  }
}
void FlatSums::WeighThreePublic(const FlatRow& row, const FlatAmount* whole,
                                std::initializer_list<const FlatAmount*> parts) {
  if (whole == nullptr) return;
  Sum sum{CodedOf(row, *whole), {}};
  sum.whole.label = "三公经费";
  int64_t off = whole->micro;
  for (const FlatAmount* part : parts) {
    if (part == nullptr) continue;
    off -= part->micro;
    sum.parts.push_back(CodedOf(row, *part));
  }
  Count(std::move(sum), off, across_);
}

}  // namespace outturn::document
