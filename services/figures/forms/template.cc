#include "services/figures/forms/template.h"

#include <algorithm>

#include "services/figures/forms/form_rows.h"
#include "services/figures/forms/placeholders.h"
#include "services/figures/name.h"
#include "services/figures/public/classified.h"
#include "services/figures/public/secret_words.h"

namespace outturn::figures {
namespace {

constexpr std::string_view kTable = "table ";

std::string_view Trimmed(std::string_view text) {
  constexpr std::string_view kSpaces = " \t\r";
  while (!text.empty() && kSpaces.find(text.front()) != kSpaces.npos) text.remove_prefix(1);
  while (!text.empty() && kSpaces.find(text.back()) != kSpaces.npos) text.remove_suffix(1);
  return text;
}

class LineReader {
 public:
  LineReader(size_t number, std::vector<TemplateProblem>& problems)
      : number_(number), problems_(problems) {
    line_.line = number;
  }

  TemplateLine Read(std::string_view text) {
    const std::string_view whole = Trimmed(text);
    if (whole.empty()) {
      line_.kind = PartKind::kBlank;
      return std::move(line_);
    }
    if (whole.starts_with("{table ") && whole.find('}') == whole.size() - 1) {
      line_.kind = PartKind::kTable;
      line_.form = Trimmed(whole.substr(1 + kTable.size(), whole.size() - 2 - kTable.size()));
      return std::move(line_);
    }
    line_.kind = whole.starts_with("## ")  ? PartKind::kHeading
                 : whole.starts_with("# ") ? PartKind::kTitle
                                           : PartKind::kParagraph;
    text = line_.kind == PartKind::kParagraph ? text : whole.substr(whole.find(' ') + 1);
    while (!text.empty() && text.back() == '\r') text.remove_suffix(1);
    ReadPieces(text);
    return std::move(line_);
  }

 private:
  void Report(Problem problem) { problems_.push_back({number_, std::move(problem)}); }

  void AddWords(std::string_view words) {
    if (words.empty()) return;
    if (line_.pieces.empty() || line_.pieces.back().kind != TemplatePiece::Kind::kWords) {
      line_.pieces.emplace_back();
    }
    line_.pieces.back().text += words;
  }

  void ReadPieces(std::string_view text) {
    while (!text.empty()) {
      const size_t brace = text.find_first_of("{}");
      AddWords(text.substr(0, brace));
      if (brace == std::string_view::npos) return;
      text.remove_prefix(brace);
      if (text.size() > 1 && text[1] == text[0]) {
        AddWords(text.substr(0, 1));
        text.remove_prefix(2);
        continue;
      }
      const size_t end = text[0] == '{' ? EndOfPlace(text) : std::string_view::npos;
      if (end == std::string_view::npos) {
        Report({{"花括号不成对；花括号本身写成 {{ 或 }}",
                 "a brace without its other; a brace itself is written {{ or }}"},
                {}});
        return;
      }
      ReadPlace(text.substr(1, end - 1));
      text.remove_prefix(end + 1);
    }
  }

  // A value between quotation marks may hold a brace.
  static size_t EndOfPlace(std::string_view text) {
    bool quoted = false;
    for (size_t i = 1; i < text.size(); ++i) {
      if (text[i] == '"') quoted = !quoted;
      if (text[i] == '}' && !quoted) return i;
    }
    return std::string_view::npos;
  }

  void ReadPlace(std::string_view place) {
    place = Trimmed(place);
    if (place.starts_with(kTable)) {
      Report({{"{table …} 要单独占一行", "{table …} stands alone on its line"}, {}});
      return;
    }
    TemplatePiece piece{.kind = TemplatePiece::Kind::kPlaceholder, .text = std::string(place)};
    if (!SampleCommonPlaceholders().contains(place) && !ReadFigure(place, piece)) return;
    line_.pieces.push_back(std::move(piece));
  }

  bool ReadFigure(std::string_view place, TemplatePiece& piece) {
    const size_t bar = place.rfind('|');
    const bool says_unit =
        bar != std::string_view::npos && place.find_first_of("\")", bar) == std::string_view::npos;
    if (says_unit) {
      const std::string_view unit = Trimmed(place.substr(bar + 1));
      if (unit != "yuan" && unit != "wan_yuan") {
        Report({{"“" + Shown(unit) + "”：| 之后应为 yuan 或 wan_yuan",
                 "\"" + Shown(unit) + "\": behind | stands yuan or wan_yuan"},
                Nearest(unit, {"yuan", "wan_yuan"})});
        return false;
      }
      piece.money = unit == "yuan" ? MoneyUnit::kYuan : MoneyUnit::kWanYuan;
      place = Trimmed(place.substr(0, bar));
    }
    const Fallible<Figure> figure = ParseFigure(place);
    if (!figure) {
      Problem problem = figure.problem();
      // What has no brackets may have been meant for a placeholder.
      if (place.find('(') == std::string_view::npos) {
        std::vector<std::string> names;
        for (const auto& [name, value] : SampleCommonPlaceholders()) names.push_back(name);
        for (std::string& name : Nearest(place, names)) problem.near.push_back(std::move(name));
      }
      Report(std::move(problem));
      return false;
    }
    piece.kind = TemplatePiece::Kind::kFigure;
    piece.text = figure->Name();
    return true;
  }

  size_t number_;
  std::vector<TemplateProblem>& problems_;
  TemplateLine line_;
};

class Filler {
 public:
  Filler(const Cut& cut, const Printing& printing, Filled& filled)
      : cut_(cut), printing_(printing), common_(CommonPlaceholders(cut)), filled_(filled) {
    if (printing.for_public) secrets_.emplace(cut);
  }

  void Add(const TemplateLine& line) {
    Document::Part part{.kind = line.kind, .text = "", .table = 0};
    if (line.kind == PartKind::kTable) {
      part.table = filled_.forms.size();
      filled_.forms.push_back(line.form);
    }
    for (const TemplatePiece& piece : line.pieces) part.text += TextOf(piece, line.line);
    filled_.document.parts.push_back(std::move(part));
  }

 private:
  std::string TextOf(const TemplatePiece& piece, size_t line) {
    if (piece.kind == TemplatePiece::Kind::kWords) {
      RefuseSecret(secrets_ ? secrets_->FirstIn(piece.text) : "", "", line);
      return piece.text;
    }
    if (piece.kind == TemplatePiece::Kind::kPlaceholder) return common_.at(piece.text);
    const Fallible<Figure> figure = ParseFigure(piece.text);
    if (!figure) return "";
    if (auto unknown = FindUnknown(cut_, *figure)) {
      filled_.problems.push_back({line, *std::move(unknown)});
      return "";
    }
    if (secrets_ && (NamesClassified(cut_, *figure) || secrets_->NamedIn(*figure))) {
      filled_.problems.push_back(
          {line,
           {{"公开版不能写 " + piece.text + "：它只含涉密内容",
             "the public version may not say " + piece.text + ": it is classified"},
            {}}});
      return "";
    }
    const Value value = Evaluate(cut_, *figure);
    RefuseSecret(secrets_ ? secrets_->FirstIn(value) : "", piece.text, line);
    if (!HasValue(value)) {
      filled_.gaps.push_back({line, piece.text, Why(std::get<NoValue>(value).why)});
      return "——";
    }
    return Print(value, piece.money, printing_.language);
  }

  // `figure` is the one whose text says the word; empty: the template itself does.
  void RefuseSecret(const std::string& word, const std::string& figure, size_t line) {
    if (word.empty()) return;
    Words words{"公开版不能写“" + word + "”：这是涉密的",
                "the public version may not say \"" + word + "\": it is classified"};
    if (!figure.empty()) {
      words = {"公开版不能写 " + figure + "：登记的文字里有涉密的“" + word + "”",
               "the public version may not say " + figure + ": its text names \"" + word +
                   "\", which is classified"};
    }
    filled_.problems.push_back({line, {std::move(words), {}}});
  }

  const Cut& cut_;
  const Printing& printing_;
  Placeholders common_;
  std::optional<SecretWords> secrets_;  // of a public version
  Filled& filled_;
};

}  // namespace

Template ReadTemplate(std::string_view text) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  if (text.starts_with(kMark)) text.remove_prefix(kMark.size());
  Template read;
  for (size_t number = 1; !text.empty(); ++number) {
    const size_t end = std::min(text.find('\n'), text.size());
    read.lines.push_back(LineReader(number, read.problems).Read(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return read;
}

Filled Fill(const Template& written, const Cut& cut, const Provenance& provenance,
            const Printing& printing) {
  Filled filled;
  filled.document.provenance = provenance;
  filled.document.language = printing.language;
  Filler filler(cut, printing, filled);
  for (const TemplateLine& line : written.lines) filler.Add(line);
  return filled;
}

Table ProseTable(const Template& written, const Filled& filled) {
  Table table;
  table.id = "template";
  Section& section = table.sections.emplace_back();
  for (size_t i = 0; i < written.lines.size(); ++i) {
    Row row{RowKind::kPlain, {Cell{}}};
    row.cells[0].printed = filled.document.parts[i].text;
    for (const TemplatePiece& piece : written.lines[i].pieces) {
      if (piece.kind == TemplatePiece::Kind::kFigure) row.cells.emplace_back().figure = piece.text;
    }
    section.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace outturn::figures
