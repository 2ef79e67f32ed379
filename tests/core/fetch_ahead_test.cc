#include "services/core/fetch_ahead.h"

#include "tests/core/bodies.h"
#include "tests/core/story.h"

namespace outturn::core {
namespace {

// Nothing to see but that it goes on over whatever it meets: commands of every sort, for what is
// there and what is not, on an empty book and on one with long series.
TEST(FetchAhead, PassesOverWhatIsNotThere) {
  Story story;
  std::vector<Command> commands;
  for (const char* line : {"BG", "XM", "nowhere"}) {
    for (const char* economic_class : {"30201", "30217", "nothing"}) {
      for (const char* day : {"2024-01-01", "2024-07-31", "2024-12-31", "2031-01-01"}) {
        commands.push_back(Ask(day, Pay(line, economic_class, 1_yuan)).In("P1").command);
        commands.push_back(Ask(day, Commit(line, economic_class, 1_yuan)).In("P9").command);
        commands.push_back(Ask(day, Vire({})).In("P1").command);
      }
    }
  }
  std::vector<const Command*> all;
  for (const Command& command : commands) all.push_back(&command);
  FetchAhead(story.book(), all);
  story.Given(Funded());
  FetchAhead(story.book(), all);
  for (unsigned month = 2; month <= 12; ++month) {
    for (unsigned day = 1; day <= 28; ++day) {
      const std::string on = Day::Of(2024, month, day)->ToString();
      story.Given({Ask(on, Pay("BG", "30201", 1_yuan)), Ask(on, Commit("BG", "30201", 1_yuan))});
    }
  }
  const BookState before = story.book();
  for (size_t i = 0; i < all.size(); ++i) {
    FetchAhead(story.book(), std::span(all).subspan(i));
  }
  FetchAhead(story.book(), {});
  EXPECT_TRUE(SameContent(before.ledgers.at({"P1", 2024}), story.Ledger()));
}

}  // namespace
}  // namespace outturn::core
