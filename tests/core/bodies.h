// The bodies of commands, as short as a story wants them.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "tests/core/story.h"

namespace outturn::core {

// Rules "r"@1: forbids everything that can be forbidden, by line.
[[nodiscard]] Policy Strict();
[[nodiscard]] PolicyAdopted Adopt(Policy policy, std::vector<LedgerId> ledgers = {});
[[nodiscard]] LedgerOpened OpenLedger();
[[nodiscard]] LineOpened PublicLine(LineCode line);
[[nodiscard]] LineOpened PersonnelLine(LineCode line);
[[nodiscard]] LineOpened ProjectLine(LineCode line, std::string project);

using Amounts = std::vector<std::pair<EconomicClass, Fen>>;
[[nodiscard]] InitialAppropriation Appropriate(LineCode line, const Amounts& amounts);
[[nodiscard]] CarryOverIn CarryIn(LineCode line, const Amounts& amounts);
[[nodiscard]] Supplement Add(LineCode line, const Amounts& amounts);
[[nodiscard]] Cut Take(LineCode line, const Amounts& amounts);
[[nodiscard]] FundsReceived Receive(LineCode line, Fen amount);
[[nodiscard]] VirementLeg Out(LineCode line, EconomicClass economic_class, Fen amount,
                              std::string unit = {});
[[nodiscard]] VirementLeg In(LineCode line, EconomicClass economic_class, Fen amount,
                             std::string unit = {});
[[nodiscard]] Virement Vire(std::vector<VirementLeg> legs);

[[nodiscard]] Commitment Commit(LineCode line, EconomicClass economic_class, Fen amount);
[[nodiscard]] CommitmentRelease Release(std::string commitment, Fen amount);
[[nodiscard]] Payment Pay(LineCode line, EconomicClass economic_class, Fen amount);
// A payment that draws on a commitment; zero drawn: as much as there is.
[[nodiscard]] Payment Draw(std::string commitment, LineCode line, EconomicClass economic_class,
                           Fen amount, Fen drawn = Fen());
[[nodiscard]] Reversal Reverse(std::string payment, Fen amount, LineCode line = {},
                               EconomicClass economic_class = {});
[[nodiscard]] Correction Correct(std::string payment, Fen amount, LineCode to_line,
                                 EconomicClass to_class, LineCode from_line = {},
                                 EconomicClass from_class = {});
[[nodiscard]] PriorYearRefund Refund(std::string payment, Fen amount);

// Weights are points.
[[nodiscard]] IndicatorSet Indicator(std::string code, IndicatorKind kind, int points,
                                     std::string project = {});
[[nodiscard]] IndicatorRevised Revise(std::string code, int points);
[[nodiscard]] ResultReported Report(std::string code, int value);
[[nodiscard]] IndicatorRated Rate(std::string code, std::string band, int percent);
[[nodiscard]] DeviationExplained Explain(std::string code);

[[nodiscard]] ForecastReported Expect(std::string code, int value);
// A rule that asks for nothing, of the whole ledger.
[[nodiscard]] WarningRule Watch(std::string id);
[[nodiscard]] WarningHandled Handle(std::string rule);
[[nodiscard]] ReportPublished Publish(std::string form);

// The policy, P1/2024 opened on 2 January, the lines BG (public), RY (personnel), XM (project X1).
[[nodiscard]] Asks Opening(const Policy& policy = Strict());
// Opening, and BG has 1000 yuan without a class, 100 for 30217, from 5 January on.
[[nodiscard]] Asks Funded(const Policy& policy = Strict());

}  // namespace outturn::core
