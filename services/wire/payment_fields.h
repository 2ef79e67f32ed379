// The numbers of proto/outturn/v1 that a plain payment and its way in are made of, for what reads
// and writes its bytes without the generated classes. Tests hold both against those.
#pragma once

#include <cstdint>

namespace outturn::wire {

enum EventField : uint32_t { kPosition = 1, kRecordedAt = 2, kCommand = 3, kOutcome = 4 };
enum CommandField : uint32_t { kHeader = 1, kPayment = 32 };
enum HeaderField : uint32_t {
  kSource = 1,
  kExternalId = 2,
  kActor = 3,
  kUnit = 4,
  kYear = 5,
  kEffectiveOn = 6,
  kDocumentNumber = 7,
  kExpectedVersion = 8,
  kOverride = 9,
};
enum PaymentField : uint32_t {
  kLine = 1,
  kEconomicClass = 2,
  kAmount = 3,
  kPayee = 4,
  kPurpose = 5,
  kVoucher = 6,
  kProcurement = 7,
  kMethod = 8,
};
enum OutcomeField : uint32_t {
  kLedgerVersion = 1,
  kHasHeadroom = 2,
  kHeadroom = 3,
  kHeadroomOn = 4,
};

enum BatchRequestField : uint32_t { kCommands = 1, kValidateOnly = 2 };
enum BatchReplyField : uint32_t { kAnswers = 1 };
enum AnswerField : uint32_t { kReceipt = 1 };
enum ReceiptField : uint32_t {
  kReceiptPosition = 1,
  kReceiptRecordedAt = 2,
  kAlreadyRecorded = 3,
  kReceiptOutcome = 4,
};

}  // namespace outturn::wire
