#include "services/render/width.h"

#include <gtest/gtest.h>

namespace outturn::render {
namespace {

using Lines = std::vector<std::string>;

TEST(DisplayWidth, CountsWideCharactersTwice) {
  EXPECT_EQ(DisplayWidth(""), 0U);
  EXPECT_EQ(DisplayWidth("abc"), 3U);
  EXPECT_EQ(DisplayWidth("三公经费"), 8U);
  EXPECT_EQ(DisplayWidth("三公abc"), 7U);
  EXPECT_EQ(DisplayWidth("（涉密）"), 8U);
  EXPECT_EQ(DisplayWidth("　"), 2U);
  EXPECT_EQ(DisplayWidth("批复规模（㎡）"), 14U);
  EXPECT_EQ(DisplayWidth("９６％"), 6U);
  EXPECT_EQ(DisplayWidth("〔2024〕5号"), 11U);
  EXPECT_EQ(DisplayWidth("𠀀"), 2U);
}

TEST(DisplayWidth, CountsAmbiguousCharactersOnce) {
  for (const char* character : {"①", "≥", "“", "”", "…", "─", "×", "÷", "−", "±", "é"}) {
    EXPECT_EQ(DisplayWidth(character), 1U) << character;
  }
}

TEST(DisplayWidth, CountsMarksOnOthersAsNothing) {
  EXPECT_EQ(DisplayWidth("e\xCC\x81"), 1U);  // e and a combining acute
  EXPECT_EQ(DisplayWidth("a\xE2\x80\x8B"
                         "b"),
            2U);  // zero-width space
}

TEST(DisplayWidth, SurvivesBytesThatAreNoText) {
  EXPECT_EQ(DisplayWidth("\xFF\xFE"), 2U);
  EXPECT_EQ(DisplayWidth("\xE4\xB8"), 2U);          // a character cut short
  EXPECT_EQ(DisplayWidth("\xC0\xAF"), 2U);          // an overlong slash
  EXPECT_EQ(DisplayWidth("\xED\xA0\x80"), 3U);      // half a surrogate pair
  EXPECT_EQ(DisplayWidth("\xF4\x90\x80\x80"), 4U);  // beyond Unicode
}

TEST(Printable, LeavesNothingThatSteersATerminal) {
  EXPECT_EQ(Printable("a\x1B[31mb"), "a [31mb");
  EXPECT_EQ(Printable("a\tb\r\nc"), "a b  c");
  EXPECT_EQ(Printable("a\xC2\x9B"
                      "b"),
            "a b");  // the one-byte form of ESC [
  EXPECT_EQ(Printable("a\xE2\x80\xAE"
                      "b"),
            "a b");  // right-to-left override
  EXPECT_EQ(Printable("\xFFok"), "\xEF\xBF\xBDok");
  EXPECT_EQ(Printable("三公"), "三公");
}

TEST(Wrap, BreaksAtSpacesAndBetweenWideCharacters) {
  EXPECT_EQ(Wrap("法律援助经费", 6), (Lines{"法律援", "助经费"}));
  EXPECT_EQ(Wrap("法律援助经费", 7), (Lines{"法律援", "助经费"}));
  EXPECT_EQ(Wrap("one two three", 8), (Lines{"one two", "three"}));
  EXPECT_EQ(Wrap("one two three", 7), (Lines{"one two", "three"}));
  EXPECT_EQ(Wrap("2024年12月", 6), (Lines{"2024年", "12月"}));
  EXPECT_EQ(Wrap("", 8), (Lines{""}));
}

TEST(Wrap, KeepsClosingMarksOffTheBeginningOfALine) {
  EXPECT_EQ(Wrap("一二三，四", 6), (Lines{"一二", "三，四"}));
  EXPECT_EQ(Wrap("一二（三）", 6), (Lines{"一二", "（三）"}));
}

TEST(Wrap, CutsAWordThatIsTooLong) {
  EXPECT_EQ(Wrap("abcdefgh", 3), (Lines{"abc", "def", "gh"}));
  EXPECT_EQ(Wrap("，，，，", 4), (Lines{"，，", "，，"}));
  EXPECT_EQ(Wrap("三公", 1), (Lines{"三", "公"})) << "narrower than a character is not possible";
}

TEST(Wrap, KeepsLineBreaks) {
  EXPECT_EQ(Wrap("一\n二\r\n三\n", 10), (Lines{"一", "二", "三"}));
  EXPECT_EQ(Wrap("一\n\n二", 10), (Lines{"一", "", "二"}));
}

}  // namespace
}  // namespace outturn::render
