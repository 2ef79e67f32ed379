// "自评得分 93.50 分，自评等级为优": the grade by the scale the document tells,
// or the usual one.
#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "services/document/prose/said.h"

namespace outturn::document {
namespace {

constexpr std::array<std::string_view, 4> kGrades = {"优", "良", "中", "差"};
constexpr int64_t kTop = 100;

// The least points of 优, 良, 中 and 差.
using Scale = std::array<Exactly, kGrades.size()>;

constexpr std::array<int64_t, kGrades.size()> kUsual = {90, 80, 60, 0};

// Where a text names each grade once, in their order; nullopt: it tells no
// scale.
std::optional<std::array<size_t, kGrades.size()>> GradesAt(const std::string& bare) {
  std::array<size_t, kGrades.size()> at{};
  size_t from = 0;
  for (size_t g = 0; g < kGrades.size(); ++g) {
    at[g] = bare.find(kGrades[g], from);
    // "中" of "其中" is none.
    while (at[g] != std::string::npos && at[g] >= 3 && bare.compare(at[g] - 3, 3, "其") == 0)
      at[g] = bare.find(kGrades[g], at[g] + 3);
    if (at[g] == std::string::npos) return std::nullopt;
    from = at[g] + kGrades[g].size();
  }
  return at;
}

// "90(含)-100分为优，75(含)-90分为良，……" and "优(90-100分)、良(75-90分)……".
std::optional<Scale> ScaleIn(const std::string& bare, const Labels& labels) {
  constexpr size_t kLongest = 900;  // bytes of all four
  const auto at = GradesAt(bare);
  if (!at || at->back() - at->front() > kLongest || !Has(bare, {"分"})) return std::nullopt;
  std::array<std::vector<Exactly>, kGrades.size()> points;
  std::array<bool, kGrades.size()> below{};
  const size_t digit = bare.find_first_of("0123456789");
  if (digit == std::string::npos) return std::nullopt;
  const bool behind = digit > at->front();  // the points stand behind the grades
  for (size_t g = 0; g < kGrades.size(); ++g) {
    const size_t from = behind ? (*at)[g] : g == 0 ? 0 : (*at)[g - 1];
    const size_t to = !behind ? (*at)[g] : g + 1 < kGrades.size() ? (*at)[g + 1] : bare.size();
    const std::string part = bare.substr(from, to - from);
    for (const Token& token : Tokens(part, labels)) {
      if (token.kind != Token::Kind::kNumber || token.number.decimals > 1) continue;
      const Exactly value = Size(ValueOf(token.number));
      if ((Exactly{kTop, 1} - value).numerator >= 0) points[g].push_back(value);
    }
    below[g] = Has(part, {"以下", "<", "低于", "不足", "不满"});
  }
  Scale scale{};
  for (size_t g = 0; g + 1 < kGrades.size(); ++g) {
    if (points[g].empty() || points[g].size() > 3) return std::nullopt;
    scale[g] =
        *std::min_element(points[g].begin(), points[g].end(),
                          [](const Exactly& a, const Exactly& b) { return (b - a).numerator > 0; });
    if (points[g].size() == 1 && below[g]) return std::nullopt;
    if (scale[g].numerator <= 0 || (g > 0 && (scale[g - 1] - scale[g]).numerator <= 0))
      return std::nullopt;
  }
  const bool top = (scale[0] - Exactly{75, 1}).numerator >= 0 &&
                   (Exactly{98, 1} - scale[0]).numerator >= 0 && !points.back().empty();
  return top ? std::optional(scale) : std::nullopt;
}

// Which grade a word is; nullopt for none.
std::optional<size_t> GradeOf(std::string_view word) {
  for (size_t g = 0; g < kGrades.size(); ++g) {
    const std::string grade(kGrades[g]);
    for (const char* end : {"", "秀", "好", "等", "级", "等级"}) {
      if (word == grade + end) return g;
    }
  }
  return std::nullopt;
}

struct Graded {
  size_t grade = 0;
  size_t at = 0;
};

// "等级为优", "评价结果为良好".
std::vector<Graded> GradesSaidIn(const std::string& bare) {
  std::vector<Graded> all;
  for (const std::string_view word : {"等级为", "等级是", "等级:", "等次为", "等次:", "档次为",
                                      "级别为", "评定为", "评为", "结果为", "结论为"}) {
    for (size_t at = bare.find(word); at != std::string::npos; at = bare.find(word, at + 1)) {
      const size_t from = at + word.size();
      const size_t end = std::min(bare.find_first_of(",;:.()", from), bare.size());
      const size_t stop = std::min(bare.find("。", from), end);
      const auto grade = GradeOf(std::string_view(bare).substr(from, stop - from));
      if (grade) all.push_back({*grade, at});
    }
  }
  return all;
}

class Grades {
 public:
  Grades(Builder& builder, const Document& document) : builder_(builder) {
    std::string near;  // a scale may stand in several lines
    for (const Block& block : document.blocks) {
      if (block.is_table) {
        for (const auto& row : block.grid.rows) {
          for (const Cell& cell : row) Learn(cell.covered ? "" : Bare(cell.text));
        }
        near.clear();
        continue;
      }
      const std::string bare = Bare(block.text);
      Learn(bare);
      constexpr size_t kShort = 150;  // bytes
      near = bare.size() < kShort ? near + bare + ";" : "";
      if (near.size() < 4 * kShort) Learn(near);
    }
    if (!told_) {
      for (size_t g = 0; g < kGrades.size(); ++g) scale_[g] = {kUsual[g], 1};
    }
  }

  void Read(const Document& document) {
    for (const Block& block : document.blocks) {
      if (block.is_table) {
        ReadTable(block);
      } else {
        ReadParagraph(Bare(block.text), {"正文", block.where, block.order});
      }
    }
    // By the scale the document tells they were held against their points here.
    if (!told_) return;
    std::erase_if(builder_.filing.claims,
                  [](const Claim& claim) { return claim.kind == Claim::Kind::kGrade; });
  }

 private:
  void Learn(const std::string& bare) {
    if (told_) return;
    const auto scale = ScaleIn(bare, builder_.labels);
    told_ = scale.has_value();
    if (scale) scale_ = *scale;
  }

  // The score nearest before each grade.
  void ReadParagraph(const std::string& bare, const Place& place) {
    if (ScaleIn(bare, builder_.labels)) return;
    for (const Graded& graded : GradesSaidIn(bare)) {
      const std::string before = bare.substr(0, graded.at);
      const Said* score = nullptr;
      const std::vector<Said> said = SaidIn(before, builder_.labels);
      for (const Said& one : said) {
        if (one.unit != "分" || one.number.approximate) continue;
        const bool total = one.Says({"得分", "总分", "评分", "分数"}) && !one.Says({"满分", "扣"});
        if (total) score = &one;
      }
      if (score == nullptr || score->behind.find("。") != std::string::npos) {
        LearnTotal(graded, place);
        continue;
      }
      if (IsTotal(score->value)) continue;  // a rule asks
      DropClaim(place);
      Tell(graded.grade, score->value, score->number.printed, "得分", place);
    }
  }

  // The score of the whole report, and no scale but the usual one.
  [[nodiscard]] bool IsTotal(const Exactly& score) const {
    const auto& all = builder_.filing.stated;
    const auto first = std::find_if(all.begin(), all.end(), [](const Stated& one) {
      return one.figure == "total_score" && one.scope.empty() && !one.guessed && !one.approximate;
    });
    return !told_ && first != all.end() && figures::IsZero(first->value - score);
  }

  // The score stands in another paragraph.
  void LearnTotal(const Graded& graded, const Place& place) {
    const Stated* only = nullptr;
    for (const Stated& one : builder_.filing.stated) {
      if (one.figure != "total_score" || one.guessed || one.approximate) continue;
      if (only != nullptr && !figures::IsZero(only->value - one.value)) return;
      only = &one;
    }
    if (only == nullptr || (!told_ && only->scope.empty())) return;
    const std::string printed = only->printed;
    const Exactly value = only->value;
    DropClaim(place);
    Tell(graded.grade, value, printed, "得分", place);
  }

  void DropClaim(const Place& place) {
    std::erase_if(builder_.filing.claims, [&](const Claim& claim) {
      return claim.kind == Claim::Kind::kGrade && claim.place.order == place.order;
    });
  }

  // "得分 | 等级" of a list.
  void ReadTable(const Block& block) {
    if (block.grid.flat || block.grid.rows.size() < 2) return;
    constexpr size_t kNone = static_cast<size_t>(-1);
    size_t score = kNone;
    size_t grade = kNone;
    size_t head = 0;
    for (size_t r = 0; r < std::min<size_t>(block.grid.rows.size(), 4); ++r) {
      if (score != kNone && grade != kNone) break;
      score = grade = kNone;
      head = r;
      for (size_t c = 0; c < block.grid.rows[r].size(); ++c) {
        const std::string name = Bare(block.grid.rows[r][c].text);
        if (Has(name, {"得分", "评分", "分数"}) && !Has(name, {"率", "等级"})) score = c;
        if (Has(name, {"等级", "等次", "评价结果"})) grade = c;
      }
    }
    if (score == kNone || grade == kNone) return;
    size_t fitting = 0;
    std::vector<size_t> wrong;
    for (size_t r = head + 1; r < block.grid.rows.size(); ++r) {
      const auto& row = block.grid.rows[r];
      if (score >= row.size() || grade >= row.size()) continue;
      const auto is = GradeOf(Bare(row[grade].text));
      const auto points = figures::ReadPrinted(Bare(row[score].text));
      if (!is || !points) continue;
      if (Range(*is, points->Exact()) == 0)
        ++fitting;
      else
        wrong.push_back(r);
    }
    if (wrong.empty() || wrong.size() > fitting) return;  // another scale
    for (const size_t r : wrong) {
      const auto& row = block.grid.rows[r];
      const Cell& cell = row[grade];
      const std::string printed = Bare(row[score].text);
      Tell(*GradeOf(Bare(cell.text)), figures::ReadPrinted(printed)->Exact(), printed, "得分",
           {"", cell.where, cell.order});
    }
  }

  // 1: the score is too high for the grade, -1: too low.
  [[nodiscard]] int Range(size_t grade, const Exactly& score) const {
    if ((score - scale_[grade]).numerator < 0) return -1;
    return grade > 0 && (score - scale_[grade - 1]).numerator >= 0 ? 1 : 0;
  }

  void Tell(size_t grade, const Exactly& score, const std::string& printed, const char* label,
            const Place& place) {
    const int off = Range(grade, score);
    if (off == 0) return;
    const Exactly bound = off < 0 ? scale_[grade] : scale_[grade - 1];
    const std::string points = figures::AllDecimals(bound);
    Relation relation;
    relation.kind = Relation::Kind::kAtMost;
    relation.place = place;
    relation.label =
        "等级“" + std::string(kGrades[grade]) + "”" +
        (off < 0 ? "要求的最低分与" + std::string(label) : std::string(label) + "与更高一级的起点");
    relation.printed = printed;
    relation.value = off < 0 ? bound : score;
    relation.parts = {off < 0 ? score : bound};
    relation.halves = {{}};
    if (off > 0) relation.half = Exactly{} - Exactly{1, 1000};  // the bound itself is above
    relation.numbers = {{off < 0 ? points + "分" : printed + "分", place.where},
                        {off < 0 ? printed + "分" : points + "分", place.where}};
    builder_.filing.relations.push_back(std::move(relation));
  }

  Builder& builder_;
  Scale scale_{};
  bool told_ = false;
};

}  // namespace

void ReadGrades(Builder& builder, const Document& document) {
  Grades(builder, document).Read(document);
}

}  // namespace outturn::document
