#include "services/render/text_table.h"

#include <algorithm>

#include "services/render/width.h"

namespace outturn::render {
namespace {

constexpr size_t kGap = 2;
constexpr size_t kNarrowest = 8;
constexpr size_t kWidestWord = 36;    // a longer one has no right to the room of others
constexpr size_t kWidestNumber = 20;  // what is wider in a column of numbers is text among them

size_t WidestLine(std::string_view text) {
  size_t widest = 0;
  while (true) {
    const size_t end = text.find('\n');
    widest = std::max(widest, DisplayWidth(text.substr(0, end)));
    if (end == std::string_view::npos) return widest;
    text.remove_prefix(end + 1);
  }
}

// The widest piece of ASCII, which is read as one word.
size_t WidestWord(std::string_view text) {
  size_t widest = 0;
  size_t word = 0;
  for (const char c : text) {
    const bool latin = static_cast<unsigned char>(c) < 0x80 && c != ' ' && c != '\n';
    word = latin ? word + 1 : 0;
    widest = std::max(widest, word);
  }
  return widest;
}

size_t SpanWidth(const std::vector<size_t>& widths, size_t from, size_t columns) {
  size_t sum = 0;
  const size_t to = std::min(from + columns, widths.size());
  for (size_t i = from; i < to; ++i) sum += widths[i];
  return sum + (to > from ? (to - from - 1) * kGap : 0);
}

std::string Line(const std::vector<std::string>& pieces, const std::vector<size_t>& widths,
                 const std::vector<bool>& right) {
  std::string line;
  for (size_t i = 0; i < pieces.size(); ++i) {
    if (i > 0) line.append(kGap, ' ');
    const size_t width = DisplayWidth(pieces[i]);
    const size_t padding = widths[i] > width ? widths[i] - width : 0;
    if (right[i]) line.append(padding, ' ');
    line += pieces[i];
    if (!right[i]) line.append(padding, ' ');
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

std::string Rule(const std::vector<size_t>& widths) {
  std::string rule;
  for (size_t i = SpanWidth(widths, 0, widths.size()); i > 0; --i) rule += "─";
  return rule + "\n";
}

// A head that needs several lines fills them evenly: "结转和 / 调整", not "结转和调 / 整".
std::string Balanced(const std::string& head, size_t width) {
  const size_t lines = Wrap(head, width).size();
  if (lines == 1) return head;
  // Not so narrow that a word which fits whole would be cut.
  const size_t word = std::min(WidestWord(head), width);
  size_t narrow = std::max<size_t>({WidestLine(head) / lines, word, 2});
  while (narrow < width && Wrap(head, narrow).size() > lines) ++narrow;
  std::string broken;
  for (const std::string& line : Wrap(head, narrow)) broken += (broken.empty() ? "" : "\n") + line;
  return broken;
}

class Layout {
 public:
  Layout(const TextTable& table, size_t width, const std::vector<size_t>* widths) : table_(table) {
    Natural();
    for (size_t i = 0; widths != nullptr && i < std::min(widths->size(), widths_.size()); ++i) {
      widths_[i] = std::max(widths_[i], (*widths)[i]);
    }
    Widen(width);
    Shrink(width, words_);  // words stay whole while there is room
    Shrink(width, least_);
  }

  [[nodiscard]] const std::vector<size_t>& widths() const { return widths_; }

  [[nodiscard]] std::string Render(const std::vector<TextCell>& cells) const {
    std::vector<std::vector<std::string>> wrapped;
    std::vector<size_t> widths;
    std::vector<bool> right;
    size_t column = 0;
    size_t height = 1;
    for (const TextCell& cell : cells) {
      if (column >= widths_.size()) break;
      const size_t columns = std::max<size_t>(cell.columns, 1);
      widths.push_back(SpanWidth(widths_, column, columns));
      right.push_back(AllRight(column, columns));
      wrapped.push_back(WrapCell(cell, widths.back()));
      height = std::max(height, wrapped.back().size());
      column += columns;
    }
    std::string text;
    for (size_t i = 0; i < height; ++i) {
      std::vector<std::string> pieces;
      for (const auto& lines : wrapped) pieces.push_back(i < lines.size() ? lines[i] : "");
      text += Line(pieces, widths, right);
    }
    return text;
  }

 private:
  [[nodiscard]] bool AllRight(size_t column, size_t columns) const {
    const size_t end = std::min(column + columns, widths_.size());
    for (size_t i = column; i < end; ++i) {
      if (!table_.columns[i].right) return false;
    }
    return true;
  }

  // Every line of the cell begins with its indentation.
  static std::vector<std::string> WrapCell(const TextCell& cell, size_t width) {
    const size_t indent = std::min(cell.indent, width / 2);
    std::vector<std::string> lines = Wrap(cell.text, width - indent);
    for (std::string& line : lines) line.insert(0, indent, ' ');
    return lines;
  }

  void Natural() {
    widths_.resize(table_.columns.size());
    words_.resize(table_.columns.size());
    for (const TextTable::Row& row : table_.rows) {
      size_t column = 0;
      for (const TextCell& cell : row.cells) {
        if (cell.columns <= 1 && column < widths_.size()) {
          widths_[column] = std::max(widths_[column], cell.indent + WidestLine(cell.text));
          words_[column] = std::max(words_[column], cell.indent + WidestWord(cell.text));
        }
        column += std::max<size_t>(cell.columns, 1);
      }
    }
    least_ = widths_;
    for (size_t i = 0; i < widths_.size(); ++i) {
      const TextColumn& column = table_.columns[i];
      widths_[i] = std::max(widths_[i], WidestLine(column.head));
      if (column.right) {
        // The head takes a second line before it takes the room of others.
        const size_t head = std::max(kNarrowest, WidestWord(column.head));
        least_[i] = std::min(std::max(least_[i], head), kWidestNumber);
      } else {
        least_[i] = column.shrinks ? kNarrowest : widths_[i];
      }
      const size_t words = std::max(words_[i], WidestWord(column.head));
      words_[i] = std::max(least_[i], std::min(words, kWidestWord));
    }
  }

  // Gives cells that span columns the room they lack, at their last column, while there is any.
  void Widen(size_t width) {
    for (const TextTable::Row& row : table_.rows) {
      size_t column = 0;
      for (const TextCell& cell : row.cells) {
        const size_t last = std::min(column + std::max<size_t>(cell.columns, 1), widths_.size());
        if (cell.columns > 1 && last > column) {
          const size_t have = SpanWidth(widths_, column, cell.columns);
          const size_t wants = WidestLine(cell.text);
          const size_t all = SpanWidth(widths_, 0, widths_.size());
          const size_t room = width > all ? width - all : 0;
          if (wants > have) widths_[last - 1] += std::min(wants - have, room);
        }
        column += std::max<size_t>(cell.columns, 1);
      }
    }
  }

  // First the columns of numbers, whose heads break; then the widest text.
  void Shrink(size_t width, const std::vector<size_t>& least) {
    for (const bool numbers : {true, false}) {
      while (SpanWidth(widths_, 0, widths_.size()) > width) {
        size_t widest = widths_.size();
        for (size_t i = 0; i < widths_.size(); ++i) {
          const bool may = table_.columns[i].right == numbers && widths_[i] > least[i];
          if (may && (widest == widths_.size() || widths_[i] > widths_[widest])) widest = i;
        }
        if (widest == widths_.size()) break;
        --widths_[widest];
      }
    }
  }

  const TextTable& table_;
  std::vector<size_t> widths_;
  std::vector<size_t> least_;  // what each column may shrink to
  std::vector<size_t> words_;  // what it may shrink to without a word being cut
};

}  // namespace

std::string TextTable::ToText(size_t width, std::vector<size_t>* widths) const {
  const Layout layout(*this, width, widths);
  if (widths != nullptr) *widths = layout.widths();
  std::string text;
  const bool headed = std::any_of(columns.begin(), columns.end(),
                                  [](const TextColumn& column) { return !column.head.empty(); });
  if (headed) {
    std::vector<TextCell> heads;
    for (size_t i = 0; i < columns.size(); ++i) {
      heads.emplace_back(Balanced(columns[i].head, layout.widths()[i]));
    }
    for (const std::vector<TextCell>& line : above) text += layout.Render(line);
    text += layout.Render(heads) + Rule(layout.widths());
  }
  for (const Row& row : rows) {
    const bool under_head = headed && &row == rows.data();
    if (row.rule_above && !under_head) text += Rule(layout.widths());
    text += layout.Render(row.cells);
  }
  return text;
}

}  // namespace outturn::render
