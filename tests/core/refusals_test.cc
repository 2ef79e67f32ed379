// One row per refusal of every kind, and that none is missing.
#include "tests/core/refusals.h"

#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "services/core/kind_names.h"
#include "tests/core/bodies.h"

namespace outturn::core {

Rows AllRefusals() {
  return LedgerRefusals() + PolicyRefusals() + BudgetRefusals() + VirementRefusals() +
         SpendingRefusals() + FollowUpRefusals() + PerformanceRefusals() + StandingRefusals();
}

namespace {

// Asked by the shell, which keeps the index of external ids: tests/scenarios/a_retry.txt.
const std::set<Reason> kOfTheShell = {Reason::kIdReused};

std::string ReadAll(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Runs of letters, digits and '_'.
std::vector<std::string> WordsOf(std::string_view text) {
  std::vector<std::string> words(1);
  for (const char c : text) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_') {
      words.back() += c;
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  return words;
}

std::string Camel(std::string_view snake) {
  std::string camel;
  bool up = true;
  for (const char c : snake) {
    if (c == '_') {
      up = true;
    } else {
      camel += up ? static_cast<char>(std::toupper(static_cast<unsigned char>(c)))
                  : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
      up = false;
    }
  }
  return camel;
}

// The reasons a kind's header promises: the comment that begins "Refuses:".
std::set<std::string> Promised(std::string_view kind) {
  const std::string header = ReadAll(std::filesystem::path(SOURCE_DIR) / "services/core/kinds" /
                                     (std::string(kind) + ".h"));
  const size_t begin = header.find("// Refuses:");
  if (begin == std::string::npos) return {"no comment \"// Refuses:\""};
  const std::string comment = header.substr(begin, header.find("\nResult<", begin) - begin);
  std::set<std::string> reasons;
  for (const std::string& word : WordsOf(comment)) {
    const bool constant = word.size() > 1 && word[0] == 'k' && word[1] >= 'A' && word[1] <= 'Z';
    if (constant) reasons.insert(word);
  }
  return reasons;
}

std::string ConstantOf(Reason reason) { return "k" + Camel(Name(reason)); }

// Every {placeholder} of the sentences.
std::set<std::string> Placeholders() {
  const std::string words = ReadAll(std::filesystem::path(SOURCE_DIR) / "services/core/refusal.cc");
  std::set<std::string> names;
  for (size_t open = words.find('{'); open != std::string::npos; open = words.find('{', open + 1)) {
    const size_t end = words.find_first_not_of("abcdefghijklmnopqrstuvwxyz_", open + 1);
    if (end != std::string::npos && end > open + 1 && words[end] == '}') {
      names.insert(words.substr(open + 1, end - open - 1));
    }
  }
  return names;
}

const std::string* ValueOf(const std::vector<Variable>& variables, std::string_view name) {
  for (const Variable& variable : variables) {
    if (variable.name == name) return &variable.value;
  }
  return nullptr;
}

// The row tells every variable the refusal has.
void ExpectWholeRow(const Row& row, const Refusal& refusal) {
  for (const Variable& variable : refusal.variables) {
    if (variable.name == "control") continue;
    EXPECT_NE(ValueOf(row.variables, variable.name), nullptr)
        << "the row says nothing of " << variable.name << " = " << variable.value;
  }
}

// Every variable is told and no placeholder is left empty.
void ExpectSaidInFull(const Refusal& refusal, Language language) {
  static const std::set<std::string> placeholders = Placeholders();
  const std::string message = Message(refusal, language);
  EXPECT_EQ(message.find_first_of("{}"), std::string::npos) << message;
  for (const Variable& variable : refusal.variables) {
    if (variable.name == "control") continue;
    EXPECT_NE(message.find(variable.value), std::string::npos)
        << message << " does not tell " << variable.name;
  }
  for (const std::string& name : placeholders) {
    // Two words for one thing: the day of the header or the day of completion.
    if (name == "completed_on" || name == "effective_on") continue;
    if (ValueOf(refusal.variables, name) != nullptr) continue;
    Refusal with = refusal;
    with.variables.push_back({name, "something"});
    EXPECT_EQ(Message(with, language), message) << "{" << name << "} is left empty";
  }
}

class Refusals : public testing::TestWithParam<Row> {};

TEST_P(Refusals, AreSaidInFullAndChangeNothing) {
  const Row& row = GetParam();
  Story story;
  story.Given(row.given);
  const uint64_t before = story.book().position;
  const auto answer = story.When(row.when);
  ExpectRefused(answer, row.reason, row.variables);
  if (answer.ok()) return;
  EXPECT_EQ(story.book().position, before);
  ExpectWholeRow(row, answer.refusal());
  ExpectSaidInFull(answer.refusal(), Language::kChinese);
  ExpectSaidInFull(answer.refusal(), Language::kEnglish);
}

std::string RowName(const testing::TestParamInfo<Row>& info) {
  return Camel(info.param.kind()) + info.param.name + "Gives" + Camel(Name(info.param.reason));
}
INSTANTIATE_TEST_SUITE_P(OfEveryKind, Refusals, testing::ValuesIn(AllRefusals()), RowName);

TEST(Refusal, OfEveryReasonHasARow) {
  std::set<Reason> given = kOfTheShell;
  for (const Row& row : AllRefusals()) given.insert(row.reason);
  for (int i = 0; i < kReasonCount; ++i) {
    const auto reason = static_cast<Reason>(i);
    EXPECT_TRUE(given.contains(reason)) << Name(reason) << " is reached by no row";
  }
}

TEST(Refusal, PromisedByAKindsHeaderHasARowAndNoOtherIsGiven) {
  std::map<std::string, std::set<std::string>> given;
  for (const Row& row : AllRefusals()) {
    if (!row.standing) given[std::string(row.kind())].insert(ConstantOf(row.reason));
  }
  for (const std::string_view kind : KindNames()) {
    EXPECT_EQ(given[std::string(kind)], Promised(kind)) << kind;
  }
}

TEST(Refusal, OfEveryReasonHasANameOfItsOwn) {
  std::set<std::string_view> names;
  for (int i = 0; i < kReasonCount; ++i) names.insert(Name(static_cast<Reason>(i)));
  EXPECT_EQ(names.size(), static_cast<size_t>(kReasonCount));
}

TEST(Refusal, OfAReusedIdSaysWhichFieldDiffers) {
  const Refusal refusal{Reason::kIdReused,
                        {{"ref", "test/p1"},
                         {"position", "17"},
                         {"field", "amount"},
                         {"recorded", "5.00"},
                         {"sent", "6.00"}}};
  EXPECT_EQ(Message(refusal, Language::kChinese),
            "外部编号 test/p1 已用于另一条记录（位置 17）：字段 amount 原为 5.00，现为 6.00");
  EXPECT_EQ(Message(refusal, Language::kEnglish),
            "external id test/p1 already names another record (position 17): field amount was "
            "5.00, now 6.00");
}

TEST(Refusal, OfABudgetUnderNoClassSaysToNameTheClass) {
  Refusal refusal{Reason::kClassBudgetExceeded,
                  {{"line", "BG"},
                   {"economic_class", ""},
                   {"asked", "1.00"},
                   {"budget", "0.00"},
                   {"on", "2024-03-01"}}};
  EXPECT_THAT(Message(refusal, Language::kChinese), testing::EndsWith("请填明经济分类"));
  EXPECT_THAT(Message(refusal, Language::kEnglish), testing::EndsWith("name the class"));
  refusal.variables[1].value = "30201";
  EXPECT_THAT(Message(refusal, Language::kEnglish), testing::EndsWith("cannot be taken"));
}

TEST(Refusal, OfBudgetThatIsNotThereToBeTakenSpeaksOfNoSpending) {
  Refusal refusal{Reason::kNoBudget, {{"line", "BG"}, {"asked", "1.00"}, {"on", "2024-03-01"}}};
  EXPECT_EQ(Message(refusal, Language::kChinese), "指标 BG 于 2024-03-01 无预算，不得支出 1.00 元");
  refusal.variables.push_back({"control", "taking"});
  EXPECT_EQ(Message(refusal, Language::kChinese),
            "指标 BG 于 2024-03-01 无预算，没有可调减的 1.00 元");
  EXPECT_EQ(Message(refusal, Language::kEnglish),
            "line BG has no budget on 2024-03-01: there are no 1.00 yuan to take from it");
}

TEST(EveryKind, IsRecordedWhereNothingIsWrong) {
  const Asks asks = OneOfEachKind();
  ASSERT_EQ(asks.size(), KindNames().size());
  Policy policy;
  for (size_t i = 0; i < asks.size(); ++i) {
    const std::string_view kind = KindNames()[i];
    SCOPED_TRACE(kind);
    ASSERT_EQ(KindName(asks[i].command.body), kind);
    Story story;
    Policy strict = policy;
    strict.ref = {"r", 1};
    strict.bands = {{"good", "", "", 80, 100}, {"poor", "", "", 0, 80}};
    strict.warning_rules = {Watch("behind")};
    story.Given(Eventful(strict));
    if (kind == LedgerReopened::kName) story.Given({Ask("2024-06-01", LedgerClosed{})});
    const uint64_t before = story.book().position;
    const auto answer = story.When(asks[i]);
    ASSERT_TRUE(answer.ok()) << Message(answer.refusal(), Language::kEnglish);
    EXPECT_EQ(answer->position, before + 1);
    EXPECT_EQ(story.book().position, before + 1);
  }
}

}  // namespace
}  // namespace outturn::core
