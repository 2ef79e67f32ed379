// One Read and one Write per kind: outturn.v1 message ↔ core struct. Read notes malformed fields;
// Write is total. Written by hand so that the compiler finds the missing field's user, and the hot
// path stays short.
#pragma once

#include "outturn/v1/event.pb.h"
#include "services/core/event.h"
#include "services/wire/fields.h"

namespace outturn::wire {

core::PolicyAdopted Read(const v1::PolicyAdopted& from, Violations& violations);
core::LedgerOpened Read(const v1::LedgerOpened& from, Violations& violations);
core::LedgerClosed Read(const v1::LedgerClosed& from, Violations& violations);
core::LedgerReopened Read(const v1::LedgerReopened& from, Violations& violations);
core::LineOpened Read(const v1::LineOpened& from, Violations& violations);
core::InitialAppropriation Read(const v1::InitialAppropriation& from, Violations& violations);
core::CarryOverIn Read(const v1::CarryOverIn& from, Violations& violations);
core::Supplement Read(const v1::Supplement& from, Violations& violations);
core::Cut Read(const v1::Cut& from, Violations& violations);
core::Virement Read(const v1::Virement& from, Violations& violations);
core::FundsReceived Read(const v1::FundsReceived& from, Violations& violations);
core::Commitment Read(const v1::Commitment& from, Violations& violations);
core::CommitmentRelease Read(const v1::CommitmentRelease& from, Violations& violations);
core::Payment Read(const v1::Payment& from, Violations& violations);
core::Reversal Read(const v1::Reversal& from, Violations& violations);
core::PriorYearRefund Read(const v1::PriorYearRefund& from, Violations& violations);
core::Correction Read(const v1::Correction& from, Violations& violations);
core::GoalStated Read(const v1::GoalStated& from, Violations& violations);
core::IndicatorSet Read(const v1::IndicatorSet& from, Violations& violations);
core::IndicatorRevised Read(const v1::IndicatorRevised& from, Violations& violations);
core::ResultReported Read(const v1::ResultReported& from, Violations& violations);
core::IndicatorRated Read(const v1::IndicatorRated& from, Violations& violations);
core::DeviationExplained Read(const v1::DeviationExplained& from, Violations& violations);
core::TextRecorded Read(const v1::TextRecorded& from, Violations& violations);
core::ForecastReported Read(const v1::ForecastReported& from, Violations& violations);
core::WarningHandled Read(const v1::WarningHandled& from, Violations& violations);
core::ReportPublished Read(const v1::ReportPublished& from, Violations& violations);
core::QuotaSet Read(const v1::QuotaSet& from, Violations& violations);
core::HeadcountReported Read(const v1::HeadcountReported& from, Violations& violations);
core::BuildingReported Read(const v1::BuildingReported& from, Violations& violations);
core::PriorYearFigures Read(const v1::PriorYearFigures& from, Violations& violations);
core::Declaration Read(const v1::Declaration& from, Violations& violations);

void Write(const core::PolicyAdopted& from, v1::PolicyAdopted& to);
void Write(const core::LedgerOpened& from, v1::LedgerOpened& to);
void Write(const core::LedgerClosed& from, v1::LedgerClosed& to);
void Write(const core::LedgerReopened& from, v1::LedgerReopened& to);
void Write(const core::LineOpened& from, v1::LineOpened& to);
void Write(const core::InitialAppropriation& from, v1::InitialAppropriation& to);
void Write(const core::CarryOverIn& from, v1::CarryOverIn& to);
void Write(const core::Supplement& from, v1::Supplement& to);
void Write(const core::Cut& from, v1::Cut& to);
void Write(const core::Virement& from, v1::Virement& to);
void Write(const core::FundsReceived& from, v1::FundsReceived& to);
void Write(const core::Commitment& from, v1::Commitment& to);
void Write(const core::CommitmentRelease& from, v1::CommitmentRelease& to);
void Write(const core::Payment& from, v1::Payment& to);
void Write(const core::Reversal& from, v1::Reversal& to);
void Write(const core::PriorYearRefund& from, v1::PriorYearRefund& to);
void Write(const core::Correction& from, v1::Correction& to);
void Write(const core::GoalStated& from, v1::GoalStated& to);
void Write(const core::IndicatorSet& from, v1::IndicatorSet& to);
void Write(const core::IndicatorRevised& from, v1::IndicatorRevised& to);
void Write(const core::ResultReported& from, v1::ResultReported& to);
void Write(const core::IndicatorRated& from, v1::IndicatorRated& to);
void Write(const core::DeviationExplained& from, v1::DeviationExplained& to);
void Write(const core::TextRecorded& from, v1::TextRecorded& to);
void Write(const core::ForecastReported& from, v1::ForecastReported& to);
void Write(const core::WarningHandled& from, v1::WarningHandled& to);
void Write(const core::ReportPublished& from, v1::ReportPublished& to);
void Write(const core::QuotaSet& from, v1::QuotaSet& to);
void Write(const core::HeadcountReported& from, v1::HeadcountReported& to);
void Write(const core::BuildingReported& from, v1::BuildingReported& to);
void Write(const core::PriorYearFigures& from, v1::PriorYearFigures& to);
void Write(const core::Declaration& from, v1::Declaration& to);

void Write(const core::Policy& from, v1::Policy& to);

}  // namespace outturn::wire
