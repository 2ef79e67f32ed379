#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <set>
#include <string>

#include "services/render/page.h"
#include "services/render/render.h"
#include "services/render/width.h"

namespace outturn::render {
namespace {

using figures::Align;
using figures::Cell;
using figures::MoneyUnit;

constexpr size_t kLongestText = 32'000;  // of a cell; a spreadsheet's limit is 32,767

std::string Cut(std::string text, size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80) --most;
  text.resize(most);
  return text;
}

struct Number {
  double value;
  std::string format;
};

double Quotient(double numerator, double denominator) { return numerator / denominator; }

std::string WithUnit(const std::string& unit) {
  if (unit.empty()) return "General";
  std::string quoted = "General\"";
  for (const char c : unit) quoted += c == '"' ? '\'' : c;
  return quoted + "\"";
}

// What of a value a spreadsheet can count with; nullopt: it is a text.
std::optional<Number> NumberOf(const figures::Value& value, MoneyUnit money) {
  if (const auto* fen = std::get_if<core::Fen>(&value)) {
    const double unit = money == MoneyUnit::kYuan ? 100 : 1'000'000;
    return Number{Quotient(static_cast<double>(fen->count()), unit), "#,##0.00"};
  }
  if (const auto* ratio = std::get_if<figures::Ratio>(&value)) {
    return Number{
        Quotient(static_cast<double>(ratio->numerator), static_cast<double>(ratio->denominator)),
        "0.00%"};
  }
  if (const auto* gap = std::get_if<figures::RateGap>(&value)) {
    return Number{Quotient(100 * static_cast<double>(gap->gap.numerator),
                           static_cast<double>(gap->gap.denominator)),
                  "+0.00;-0.00;0.00"};
  }
  if (const auto* points = std::get_if<figures::Points>(&value)) {
    return Number{Quotient(static_cast<double>(points->hundredths), 100), "General"};
  }
  if (const auto* count = std::get_if<figures::Count>(&value)) {
    return Number{static_cast<double>(count->number), "0"};
  }
  const auto* quantity = std::get_if<figures::Quantity>(&value);
  if (quantity == nullptr || !quantity->text.empty()) return std::nullopt;
  return Number{Quotient(static_cast<double>(quantity->number.millionths()), 1'000'000),
                WithUnit(Clean(quantity->unit))};
}

// A cell whose words say something else than its value (a mark behind it, say) stays words.
std::optional<Number> NumberOf(const Cell& cell, const figures::Table& table) {
  if (!figures::HasValue(cell.value)) return std::nullopt;
  if (cell.printed == figures::Print(cell.value, table.money, table.language)) {
    return NumberOf(cell.value, table.money);
  }
  const auto* fen = std::get_if<core::Fen>(&cell.value);
  if (fen == nullptr || !cell.printed.empty()) return std::nullopt;
  return Number{0, "#,##0.00;-#,##0.00;"};  // nothing, and so shown
}

// Where the figures come from, for the foot of every page: at most 255 characters with the rest.
std::string Footer(const figures::Table& table) {
  const bool zh = table.language == figures::Language::kChinese;
  const figures::Provenance& from = table.provenance;
  const auto say = [zh](const char* chinese, const char* english) {
    return zh ? chinese : english;
  };
  std::string first = say("账簿 ", "book ") + from.book + say("，截至 ", ", as of ") +
                      from.as_of.ToString() + say("，事项 1–", ", events 1–") +
                      std::to_string(from.position) + say("（记录于 ", " (recorded ") +
                      from.known_at.ChinaDay().ToString() + say("），政策 ", "), policy ") +
                      from.policy.ToString();
  std::string escaped;
  for (const char c : Cut(Clean(first), 140))
    escaped += c == '&' ? std::string("＆") : std::string(1, c);
  return "&L&7" + escaped + "\n" + say("根哈希 ", "root ") + figures::Hex(from.root).substr(0, 64) +
         "&R&7" + say("第 &P 页，共 &N 页", "page &P of &N");
}

// One workbook being written. libxlsxwriter knows files only: this one has no name and lives in
// memory, and its temporary files are kept out of the disk where the system has a place for that.
class Workbook {
 public:
  explicit Workbook(const figures::Table& table) : table_(table) {
    file_ = memfd_create("outturn-xlsx", MFD_CLOEXEC);
    if (file_ < 0) return;
    const std::string path = "/proc/self/fd/" + std::to_string(file_);
    char memory[] = "/dev/shm";
    lxw_workbook_options options{};
    if (access(memory, W_OK) == 0) options.tmpdir = memory;
    book_ = workbook_new_opt(path.c_str(), &options);
  }
  ~Workbook() {
    if (file_ >= 0) close(file_);
  }
  Workbook(const Workbook&) = delete;
  Workbook& operator=(const Workbook&) = delete;

  std::optional<std::string> Write() {
    if (book_ == nullptr) return std::nullopt;
    SetProperties();
    for (const Page& page : PagesOf(table_)) AddSheet(page);
    const lxw_error error = workbook_close(book_);  // and frees it
    book_ = nullptr;
    if (error != LXW_NO_ERROR) return std::nullopt;
    return Content();
  }

 private:
  struct Look {
    BoxKind kind = BoxKind::kCell;
    Align align = Align::kLeft;
    int indent = 0;
    bool strong = false;
    std::string number;
    auto operator<=>(const Look&) const = default;
  };

  [[nodiscard]] std::optional<std::string> Content() const {
    const off_t size = lseek(file_, 0, SEEK_END);
    if (size <= 0) return std::nullopt;
    std::string bytes(static_cast<size_t>(size), '\0');
    size_t done = 0;
    while (done < bytes.size()) {
      const ssize_t got =
          pread(file_, bytes.data() + done, bytes.size() - done, static_cast<off_t>(done));
      if (got <= 0) return std::nullopt;
      done += static_cast<size_t>(got);
    }
    return bytes;
  }

  void SetProperties() {
    std::string title = Clean(table_.title);
    std::string from;
    for (const std::string& line : ProvenanceLines(table_)) from += Clean(line) + "\n";
    char program[] = "Outturn";
    lxw_doc_properties properties{};
    properties.title = title.data();
    properties.author = program;
    properties.comments = from.data();
    properties.created = static_cast<time_t>(
        std::max<int64_t>(1, table_.provenance.known_at.microseconds() / 1'000'000));
    workbook_set_properties(book_, &properties);
  }

  // At most 31 characters, none of []:*?/\, each once.
  std::string SheetName(const Page& page) {
    std::string wanted = page.name.empty() ? Clean(table_.title) : page.name;
    for (char& c : wanted) {
      if (std::string_view("[]:*?/\\'\n").find(c) != std::string_view::npos) c = ' ';
    }
    std::string name;
    size_t characters = 0;
    for (const char c : wanted) {
      characters += (static_cast<unsigned char>(c) & 0xC0) != 0x80 ? 1 : 0;
      if (characters > 27) break;
      name += c;
    }
    if (name.find_first_not_of(' ') == std::string::npos) name = "1";
    std::string unique = name;
    for (int i = 2; !names_.insert(unique).second; ++i) unique = name + " " + std::to_string(i);
    return unique;
  }

  lxw_format* FormatOf(const Look& look) {
    lxw_format*& format = formats_[look];
    if (format != nullptr) return format;
    format = NewFormat(10);
    format_set_border(format, LXW_BORDER_THIN);
    format_set_text_wrap(format);
    const bool centre = look.kind != BoxKind::kCell || look.align == Align::kCentre;
    format_set_align(format, centre                        ? LXW_ALIGN_CENTER
                             : look.align == Align::kRight ? LXW_ALIGN_RIGHT
                                                           : LXW_ALIGN_LEFT);
    if (look.kind != BoxKind::kCell || look.strong) format_set_bold(format);
    if (look.indent > 0) format_set_indent(format, static_cast<uint8_t>(std::min(look.indent, 15)));
    if (!look.number.empty()) format_set_num_format(format, OffTheEdge(look.number).c_str());
    return format;
  }
  // Each part of a number format with a space's room behind the number.
  static std::string OffTheEdge(const std::string& number) {
    std::string format;
    bool quoted = false;
    for (const char c : number) {
      quoted ^= c == '"';
      if (c == ';' && !quoted) format += "_ ";
      format += c;
    }
    return format + "_ ";
  }
  lxw_format* NewFormat(double size) {
    lxw_format* format = workbook_add_format(book_);
    format_set_font_name(
        format, table_.language == figures::Language::kChinese ? "宋体" : "Times New Roman");
    format_set_font_size(format, size);
    format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
    return format;
  }

  // A line of words over columns `from` to `to`, without a border; its height in points.
  void Line(lxw_worksheet* sheet, lxw_row_t row, size_t from, size_t to, const std::string& text,
            lxw_format* format) {
    const auto first = static_cast<lxw_col_t>(from);
    const auto last = static_cast<lxw_col_t>(to - 1);
    if (last > first) {
      worksheet_merge_range(sheet, row, first, row, last, text.c_str(), format);
    } else {
      worksheet_write_string(sheet, row, first, text.c_str(), format);
    }
  }

  void AddSheet(const Page& page) {
    lxw_worksheet* sheet = workbook_add_worksheet(book_, SheetName(page).c_str());
    if (sheet == nullptr) return;
    const size_t columns = page.widths.size();
    for (size_t i = 0; i < columns; ++i) {
      const auto column = static_cast<lxw_col_t>(i);
      worksheet_set_column(sheet, column, column, Quotient(page.widths[i], 10), nullptr);
    }
    lxw_row_t row = AddTop(sheet, page);
    const lxw_row_t top = row;
    for (size_t i = 0; i < page.lines.size(); ++i) {
      SetHeight(sheet, top + static_cast<lxw_row_t>(i), page.lines[i], 6);
    }
    for (const Block& block : page.blocks) {
      for (const Box& box : block.boxes) AddBox(sheet, top, box);
    }
    row = AddNotes(sheet, page, top + static_cast<lxw_row_t>(page.lines.size()));
    SetPaper(sheet, page, top, row);
  }

  static void SetHeight(lxw_worksheet* sheet, lxw_row_t row, size_t lines, double more) {
    constexpr double kLine = 13.5;
    constexpr double kMost = 409;  // a spreadsheet's limit
    const double height = kLine * static_cast<double>(lines) + more;
    worksheet_set_row(sheet, row, std::min(height, kMost), nullptr);
  }

  // Title and subtitle; the row behind them.
  lxw_row_t AddTop(lxw_worksheet* sheet, const Page& page) {
    const size_t columns = page.widths.size();
    lxw_format* big = NewFormat(16);
    format_set_bold(big);
    format_set_align(big, LXW_ALIGN_CENTER);
    format_set_text_wrap(big);
    const std::string title = Clean(table_.title);
    const size_t room = static_cast<size_t>(std::max(page.Width() * 10 / 160, 2));
    worksheet_set_row(sheet, 0, 24 * static_cast<double>(Wrap(title, room).size()) + 8, nullptr);
    Line(sheet, 0, 0, columns, title, big);
    const std::vector<std::string> parts = PartsOf(table_.subtitle);
    if (parts.empty()) return 1;
    // The first stands left, the last right: "单位：万元".
    const bool split = parts.size() > 1 && columns > 1;
    size_t middle = columns;
    if (split) {
      int before = 0;
      middle = 0;
      while (middle + 1 < columns && (middle == 0 || before * 10 < page.Width() * 6)) {
        before += page.widths[middle++];
      }
    }
    std::string left = parts[0];
    for (size_t i = 1; i + (split ? 1 : 0) < parts.size(); ++i) left += "    " + parts[i];
    Line(sheet, 1, 0, middle, left, NewFormat(10));
    if (split) {
      lxw_format* right = NewFormat(10);
      format_set_align(right, LXW_ALIGN_RIGHT);
      Line(sheet, 1, middle, columns, parts.back(), right);
    }
    SetHeight(sheet, 1, 1, 4);
    return 2;
  }

  void AddBox(lxw_worksheet* sheet, lxw_row_t top, const Box& box) {
    const auto number = box.cell == nullptr ? std::nullopt : NumberOf(*box.cell, table_);
    lxw_format* format = FormatOf({.kind = box.kind,
                                   .align = box.align,
                                   .indent = box.indent,
                                   .strong = box.strong,
                                   .number = number ? number->format : ""});
    const lxw_row_t row = top + static_cast<lxw_row_t>(box.row);
    const auto column = static_cast<lxw_col_t>(box.column);
    if (box.rows > 1 || box.columns > 1) {
      worksheet_merge_range(sheet, row, column, row + static_cast<lxw_row_t>(box.rows) - 1,
                            static_cast<lxw_col_t>(box.column + box.columns - 1), "", format);
    }
    if (number) {
      worksheet_write_number(sheet, row, column, number->value, format);
    } else if (box.text.empty()) {
      worksheet_write_blank(sheet, row, column, format);
    } else {
      worksheet_write_string(sheet, row, column, Cut(box.text, kLongestText).c_str(), format);
    }
    const std::string note = box.cell == nullptr ? "" : NoteOf(*box.cell, table_.language);
    if (note.empty()) return;
    char author[] = "Outturn";
    lxw_comment_options options{};
    options.author = author;
    options.width = 260;
    options.height = 50;
    worksheet_write_comment_opt(sheet, row, column, note.c_str(), &options);
  }

  // The row behind the last.
  lxw_row_t AddNotes(lxw_worksheet* sheet, const Page& page, lxw_row_t row) {
    if (table_.notes.empty()) return row;
    lxw_format* format = NewFormat(9);
    format_set_text_wrap(format);
    for (const std::string& note : table_.notes) {
      const std::string text = Clean(note);
      const size_t room = static_cast<size_t>(std::max(page.Width() / 10, 4));
      SetHeight(sheet, row, Wrap(text, room).size(), 2);
      Line(sheet, row, 0, page.widths.size(), text, format);
      ++row;
    }
    return row;
  }

  void SetPaper(lxw_worksheet* sheet, const Page& page, lxw_row_t top, lxw_row_t end) {
    constexpr uint8_t kA4 = 9;
    worksheet_set_paper(sheet, kA4);
    if (IsWide(page)) worksheet_set_landscape(sheet);
    worksheet_set_margins(sheet, 0.5, 0.5, 0.6, 0.8);
    worksheet_fit_to_pages(sheet, 1, 0);
    worksheet_center_horizontally(sheet);
    worksheet_set_footer(sheet, Footer(table_).c_str());
    if (end > 0) {
      worksheet_print_area(sheet, 0, 0, end - 1, static_cast<lxw_col_t>(page.widths.size() - 1));
    }
    if (page.blocks.size() == 1 && page.blocks[0].heads > 0) {
      worksheet_repeat_rows(sheet, 0, top + static_cast<lxw_row_t>(page.blocks[0].heads) - 1);
    }
  }

  const figures::Table& table_;
  int file_ = -1;
  lxw_workbook* book_ = nullptr;
  std::map<Look, lxw_format*> formats_;
  std::set<std::string> names_;
};

}  // namespace

std::optional<std::string> Xlsx(const figures::Table& table) {
  // The library keeps the time and its temporary names in places that threads share.
  static std::mutex one_at_a_time;
  const std::lock_guard<std::mutex> turn(one_at_a_time);
  return Workbook(table).Write();
}

}  // namespace outturn::render
