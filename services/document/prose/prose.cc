// Paragraphs → sentences → figures.
#include <optional>

#include "services/document/prose/function_items.h"
#include "services/document/prose/lists.h"
#include "services/document/prose/owners.h"
#include "services/document/prose/sentence.h"

namespace outturn::document {
namespace {

std::vector<std::string> SentencesOf(const std::string& bare) {
  std::vector<std::string> sentences(1);
  for (std::string_view rest = bare; !rest.empty();) {
    const size_t length = LetterLength(rest);
    const std::string_view letter = rest.substr(0, length);
    rest.remove_prefix(length);
    if (letter == "。" || letter == "!" || letter == "?") {
      sentences.emplace_back();
    } else {
      sentences.back() += letter;
    }
  }
  return sentences;
}

// "1.公务接待费。2023年决算数1.32万元，……": what the sentences behind it are about.
bool HeadsParagraph(const std::string& sentence, const Labels& labels, Prose& prose) {
  const Naming naming = NameOf(sentence, labels);
  const bool heads = naming.whole && naming.subject && !naming.selects.empty() &&
                     naming.measure == nullptr && naming.year == 0;
  if (!heads) return false;
  prose.heading_select = Combined(naming.selects);
  prose.heading_label = BareName(sentence);
  prose.heading_sure = true;
  return true;
}

// "（二）预算执行情况。": no more than that it is about money; the next sentence opens the
// paragraph.
bool HeadsTheWhole(const std::string& sentence, const Labels& labels) {
  const Naming naming = NameOf(sentence, labels);
  return naming.whole && naming.selects.empty() && naming.figure == nullptr;
}

// "……死亡抚恤（项）96.50 万元": the sentences behind it are about it, too.
void TakeItem(const std::vector<Token>& tokens, Prose& prose) {
  const Label* item = FunctionItems::ItemIn(tokens);
  if (item == nullptr) return;
  prose.heading_select = item->value;
  prose.heading_label = item->words;
  prose.heading_sure = true;
}

}  // namespace

SentenceReader::Outer ReadProse(Builder& builder, const Prose& of,
                                const SentenceReader::Outer& outer) {
  Prose prose = of;
  std::optional<SentenceReader> before;
  SentenceReader::Outer last;
  bool first = true;
  const std::vector<std::string> sentences = SentencesOf(Bare(prose.text));
  ListReader lists(builder);
  const size_t first_stated = builder.filing.stated.size();
  const bool text = !prose.inline_cell;
  for (const std::string& sentence : sentences) {
    if (text && builder.owners != nullptr && of.spot.scope.empty())
      prose.spot.scope = builder.owners->ScopeOf(sentence);
    if (!prose.inline_cell && HeadsParagraph(sentence, builder.labels, prose)) {
      before.reset();
      first = false;
      continue;
    }
    if (sentence.find_first_of("0123456789") == std::string::npos) {
      before.reset();
      first = first && HeadsTheWhole(sentence, builder.labels);
      if (text) ReadDirection(builder, sentence, prose, first_stated);
      continue;
    }
    std::vector<Token> tokens = text && builder.items != nullptr ? builder.items->TokensOf(sentence)
                                                                 : Tokens(sentence, builder.labels);
    if (text) MendUnits(builder, tokens, prose);
    TakeItem(tokens, prose);
    const bool parts = sentence.starts_with("其中") || sentence.starts_with("按支出性质分");
    lists.Read(tokens, prose.spot.place, text, parts);
    if (text) ReadNamedCounts(builder, tokens, prose.spot.place);
    SentenceReader reader(builder, prose);
    if (first && !outer.levels.empty()) reader.GoesInto(outer);
    reader.Opens(first);
    first = false;
    if (before) reader.ComesAfter(*before);
    if (before && parts) reader.GoesInto(before->AsOuter());
    reader.Read(tokens);
    if (text) ReadDirection(builder, sentence, prose, first_stated);
    last = reader.AsOuter();
    before.emplace(reader);
  }
  return last;
}

void ReadProse(Builder& builder, const Prose& prose) { (void)ReadProse(builder, prose, {}); }

}  // namespace outturn::document
