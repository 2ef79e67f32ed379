#include "services/render/page.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "services/render/groups.h"
#include "services/render/width.h"

namespace outturn::render {
namespace {

using figures::Cell;
using figures::Section;

constexpr int kTenths = 10;
constexpr size_t kNarrowest = 6;
constexpr size_t kWidest = 40;  // of a column that names no width

size_t WidestLine(std::string_view text) {
  size_t widest = 0;
  while (true) {
    const size_t end = text.find('\n');
    widest = std::max(widest, DisplayWidth(text.substr(0, end)));
    if (end == std::string_view::npos) return widest;
    text.remove_prefix(end + 1);
  }
}

// The widths of the section's columns, in characters.
std::vector<int> OwnWidths(const Section& section) {
  std::vector<int> widths;
  for (size_t i = 0; i < section.columns.size(); ++i) {
    int width = section.columns[i].width;
    if (width == 0) {
      size_t widest = std::max(kNarrowest, WidestLine(section.columns[i].head));
      for (const figures::Row& row : section.rows) {
        if (i < row.cells.size() && row.cells[i].columns == 1) {
          widest = std::max(widest, WidestLine(row.cells[i].printed) + 1);
        }
      }
      width = static_cast<int>(std::min(widest, kWidest));
    }
    widths.push_back(width);
  }
  return widths;
}

// The boundaries of the grid's columns from 0 to the whole width, and where each section's lie.
class Grid {
 public:
  explicit Grid(const std::vector<const Section*>& sections) {
    std::vector<std::vector<int>> widths;
    for (const Section* section : sections) {
      widths.push_back(OwnWidths(*section));
      width_ = std::max(width_, std::accumulate(widths.back().begin(), widths.back().end(), 0));
    }
    width_ *= kTenths;
    all_ = {0, width_};
    own_.resize(sections.size());
    // The section with the most columns decides, the others are made to meet it.
    std::vector<size_t> order(sections.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(),
                     [&](size_t a, size_t b) { return widths[a].size() > widths[b].size(); });
    for (const size_t section : order) own_[section] = Place(widths[section]);
  }

  [[nodiscard]] std::vector<int> Widths() const {
    std::vector<int> widths;
    for (auto at = std::next(all_.begin()); at != all_.end(); ++at) {
      widths.push_back(*at - *std::prev(at));
    }
    return widths;
  }
  // The grid column at which column `i` of a section begins; one past the last for i = its columns.
  [[nodiscard]] size_t At(size_t section, size_t i) const {
    const std::vector<int>& own = own_[section];
    const int boundary = own[std::min(i, own.size() - 1)];
    return static_cast<size_t>(std::distance(all_.begin(), all_.find(boundary)));
  }
  // In characters.
  [[nodiscard]] size_t WidthOf(size_t section, size_t from, size_t to) const {
    const std::vector<int>& own = own_[section];
    const size_t last = own.size() - 1;
    return static_cast<size_t>((own[std::min(to, last)] - own[std::min(from, last)]) / kTenths);
  }

 private:
  std::vector<int> Place(const std::vector<int>& widths) {
    const int near = width_ / 30;
    const int64_t sum = std::max(1, std::accumulate(widths.begin(), widths.end(), 0));
    std::vector<int> own = {0};
    int64_t before = 0;
    for (size_t i = 0; i + 1 < widths.size(); ++i) {
      before += widths[i];
      int wanted = static_cast<int>(before * width_ / sum);
      const auto above = all_.lower_bound(wanted);
      int best = wanted;
      // Never so far that a narrow column beside it would be another one.
      const int64_t narrow = std::min(widths[i], widths[i + 1]) * int64_t{width_} / sum;
      int distance = static_cast<int>(std::min<int64_t>(near, narrow / 3));
      for (const auto& candidate : {above, above == all_.begin() ? above : std::prev(above)}) {
        if (candidate == all_.end() || *candidate <= own.back() || *candidate >= width_) continue;
        if (std::abs(*candidate - wanted) >= distance) continue;
        distance = std::abs(*candidate - wanted);
        best = *candidate;
      }
      own.push_back(std::max(best, own.back() + kTenths));
    }
    own.push_back(std::max(width_, own.back() + kTenths));
    width_ = own.back();
    all_.insert(own.begin(), own.end());
    return own;
  }

  int width_ = 0;
  std::set<int> all_;
  std::vector<std::vector<int>> own_;
};

class BlockMaker {
 public:
  BlockMaker(const Section& section, const Grid& grid, size_t index, std::vector<size_t>& lines)
      : section_(section), grid_(grid), index_(index), lines_(lines) {
    block_.first = lines.size();
  }

  Block Make() {
    if (!section_.title.empty()) {
      Put(BoxKind::kTitle, 0, section_.columns.size(), section_.title);
      NextRow();
    }
    AddHeads();
    block_.heads = lines_.size() - block_.first;
    for (const figures::Row& row : section_.rows) AddRow(row);
    block_.rows = lines_.size() - block_.first;
    std::stable_sort(block_.boxes.begin(), block_.boxes.end(), [](const Box& a, const Box& b) {
      return std::pair(a.row, a.column) < std::pair(b.row, b.column);
    });
    return std::move(block_);
  }

 private:
  Box& Put(BoxKind kind, size_t from, size_t to, const std::string& text) {
    Box box;
    box.kind = kind;
    box.row = lines_.size();
    box.column = grid_.At(index_, from);
    box.columns = grid_.At(index_, to) - box.column;
    box.text = Clean(text);
    box.align = figures::Align::kCentre;
    block_.boxes.push_back(std::move(box));
    return block_.boxes.back();
  }
  void Needs(const std::string& text, size_t from, size_t to, int indent) {
    const size_t width = grid_.WidthOf(index_, from, to);
    const size_t taken = static_cast<size_t>(indent) * 2;
    const size_t room = width > taken + 2 ? width - taken : 2;
    height_ = std::max(height_, Wrap(text, room).size());
  }
  void NextRow() {
    lines_.push_back(height_);
    height_ = 1;
  }

  void AddHeads() {
    if (!HasHeads(section_)) return;
    const std::vector<std::vector<Group>> above = GroupsAbove(section_);
    for (size_t line = 0; line <= above.size(); ++line) {
      for (size_t i = 0; i < section_.columns.size(); ++i) {
        const figures::Column& column = section_.columns[i];
        if (std::min(column.above.size(), above.size()) != line) continue;
        Put(BoxKind::kHead, i, i + 1, column.head).rows = above.size() - line + 1;
        // A head that reaches over several rows finds its lines there.
        if (line == above.size()) Needs(block_.boxes.back().text, i, i + 1, 0);
      }
      if (line < above.size()) {
        size_t column = 0;
        for (const Group& group : above[line]) {
          if (!group.head.empty() || section_.columns[column].above.size() > line) {
            Put(BoxKind::kHead, column, column + group.columns, group.head);
            Needs(block_.boxes.back().text, column, column + group.columns, 0);
          }
          column += group.columns;
        }
      }
      NextRow();
    }
  }

  void AddRow(const figures::Row& row) {
    std::map<size_t, size_t> boxes;  // by column: those of this row
    size_t column = 0;
    for (const Cell& cell : row.cells) {
      if (column >= section_.columns.size()) break;
      const size_t next = column + static_cast<size_t>(std::max(cell.columns, 1));
      const auto above = above_.find(column);
      if (cell.same_as_above && above != above_.end()) {
        ++block_.boxes[above->second].rows;
        boxes[column] = above->second;
      } else {
        Box& box = Put(BoxKind::kCell, column, next, cell.printed);
        box.cell = &cell;
        box.align = cell.align;
        box.indent = std::max(cell.indent, 0);
        box.strong = row.kind != figures::RowKind::kPlain;
        boxes[column] = block_.boxes.size() - 1;
        Needs(box.text, column, next, box.indent);
      }
      column = next;
    }
    for (; column < section_.columns.size(); ++column) {
      Put(BoxKind::kCell, column, column + 1, "");
    }
    above_ = std::move(boxes);
    NextRow();
  }

  const Section& section_;
  const Grid& grid_;
  size_t index_;
  std::vector<size_t>& lines_;
  size_t height_ = 1;  // lines of the row being made
  Block block_;
  std::map<size_t, size_t> above_;
};

}  // namespace

bool IsWide(const Page& page) {
  constexpr int kPortrait = 120;  // characters; a spreadsheet shrinks a little to fit
  return page.Width() > kPortrait * kTenths;
}

int Page::Width() const { return std::accumulate(widths.begin(), widths.end(), 0); }

std::vector<Page> PagesOf(const figures::Table& table) {
  std::vector<Page> pages;
  for (size_t i = 0; i < table.sections.size();) {
    std::vector<const Section*> sections;
    Page page;
    page.name = Clean(table.sections[i].page);
    do {
      if (!table.sections[i].columns.empty()) sections.push_back(&table.sections[i]);
      ++i;
    } while (i < table.sections.size() && table.sections[i].page.empty());
    const Grid grid(sections);
    page.widths = grid.Widths();
    for (size_t s = 0; s < sections.size(); ++s) {
      page.blocks.push_back(BlockMaker(*sections[s], grid, s, page.lines).Make());
    }
    pages.push_back(std::move(page));
  }
  if (pages.empty()) pages.push_back({.name = "", .widths = {600}, .lines = {}, .blocks = {}});
  return pages;
}

std::string Clean(std::string_view text) {
  std::string clean;
  while (true) {
    const size_t end = text.find('\n');
    clean += Printable(text.substr(0, end));
    if (end == std::string_view::npos) return clean;
    clean += '\n';
    text.remove_prefix(end + 1);
  }
}

std::vector<std::string> PartsOf(std::string_view subtitle) {
  constexpr std::string_view kGap = "    ";
  std::vector<std::string> parts;
  while (true) {
    const size_t gap = subtitle.find(kGap);
    if (gap != 0 && !subtitle.empty()) parts.push_back(Clean(subtitle.substr(0, gap)));
    if (gap == std::string_view::npos) return parts;
    subtitle.remove_prefix(gap);
    subtitle.remove_prefix(std::min(subtitle.find_first_not_of(' '), subtitle.size()));
  }
}

std::string NoteOf(const Cell& cell, figures::Language language) {
  if (cell.figure.empty()) return "";
  std::string note = Clean(cell.figure);
  if (!figures::HasValue(cell.value)) {
    return note + "\n" + figures::Why(std::get<figures::NoValue>(cell.value).why).In(language);
  }
  const std::string_view unit = figures::UnitName(cell.value);
  if (unit == "text") return note;
  return note + "\n" + Clean(figures::Exact(cell.value)) + " " + std::string(unit);
}

}  // namespace outturn::render
