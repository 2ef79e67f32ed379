// How fsck reads a log behind damage.
#include "services/app/fsck/log_examination.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/wire/codec.h"
#include "tests/app/support.h"

namespace outturn::app {
namespace {

// A group of thousands of events is found to end by looking at some of them.
TEST(LogExamination, FindsTheEndOfALargeDamagedGroupWithFewLooks) {
  constexpr core::Position kFirst = 10;
  constexpr core::Position kLast = 5'000;
  constexpr core::Position kTail = 20'000;
  core::Event event;
  event.command = Pay("p", "X01", 1);
  size_t looks = 0;
  const core::BookState book;
  Findings findings;
  LogExamination::Parts parts{[&](core::Position from, core::Position to, const VisitEvent& visit) {
                                ++looks;
                                for (core::Position at = from; at <= to; ++at) {
                                  if (at >= kFirst && at <= kLast)
                                    return store::Status::Corrupt(at, "damaged");
                                  event.position = at;
                                  if (!visit(at, wire::EncodeEvent(event))) break;
                                }
                                return store::Status();
                              },
                              [](const core::Event&) { return std::nullopt; },
                              book,
                              [](const core::Event&) { return true; },
                              nullptr,
                              [](core::Position) { return std::vector<core::LedgerId>(); },
                              [](core::Position) { return true; }};
  LogExamination reading(std::move(parts), findings);
  EXPECT_TRUE(reading.ReadTo(kTail));
  Examined examined;
  findings.MoveTo(examined);
  ASSERT_FALSE(examined.findings.empty());
  EXPECT_EQ(examined.findings[0].ToString(), "log, event 10: damaged; read on from event 5001");
  EXPECT_LT(looks, 110u);
}

}  // namespace
}  // namespace outturn::app
