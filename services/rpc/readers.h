// Reading ledgers, payments and performance: outturn.v1.Ledgers, Payments, Performance, Books.
#pragma once

#include "outturn/v1/services.grpc.pb.h"
#include "services/app/book.h"
#include "services/app/questions/moments.h"
#include "services/app/questions/reports.h"
#include "services/rpc/unary.h"

namespace outturn::rpc {

class Ledgers final : public v1::Ledgers::CallbackService {
 public:
  Ledgers(ReadingThreads& reading, const app::Book& book, const app::Reports& reports,
          const app::Moments& moments)
      : reading_(reading), book_(book), reports_(reports), moments_(moments) {}

  grpc::ServerUnaryReactor* ListLedgers(grpc::CallbackServerContext* context,
                                        const v1::ListLedgersRequest* request,
                                        v1::ListLedgersReply* reply) override;
  grpc::ServerUnaryReactor* GetBalances(grpc::CallbackServerContext* context,
                                        const v1::GetBalancesRequest* request,
                                        v1::GetBalancesReply* reply) override;
  grpc::ServerUnaryReactor* ListPolicies(grpc::CallbackServerContext* context,
                                         const v1::ListPoliciesRequest* request,
                                         v1::ListPoliciesReply* reply) override;

 private:
  ReadingThreads& reading_;
  const app::Book& book_;
  const app::Reports& reports_;
  const app::Moments& moments_;
};

class Payments final : public v1::Payments::CallbackService {
 public:
  Payments(ReadingThreads& reading, const app::Book& book, const app::Reports& reports,
           const app::Moments& moments)
      : reading_(reading), book_(book), reports_(reports), moments_(moments) {}

  grpc::ServerUnaryReactor* GetPayment(grpc::CallbackServerContext* context,
                                       const v1::GetPaymentRequest* request,
                                       v1::GetPaymentReply* reply) override;

 private:
  ReadingThreads& reading_;
  const app::Book& book_;
  const app::Reports& reports_;
  const app::Moments& moments_;
};

class Performance final : public v1::Performance::CallbackService {
 public:
  Performance(ReadingThreads& reading, const app::Book& book, const app::Reports& reports,
              const app::Moments& moments)
      : reading_(reading), book_(book), reports_(reports), moments_(moments) {}

  grpc::ServerUnaryReactor* ListIndicators(grpc::CallbackServerContext* context,
                                           const v1::ListIndicatorsRequest* request,
                                           v1::ListIndicatorsReply* reply) override;

 private:
  ReadingThreads& reading_;
  const app::Book& book_;
  const app::Reports& reports_;
  const app::Moments& moments_;
};

class Books final : public v1::Books::CallbackService {
 public:
  Books(ReadingThreads& reading, const app::Book& book) : reading_(reading), book_(book) {}

  grpc::ServerUnaryReactor* GetBook(grpc::CallbackServerContext* context,
                                    const v1::GetBookRequest* request,
                                    v1::BookStatus* status) override;

 private:
  ReadingThreads& reading_;
  const app::Book& book_;
};

}  // namespace outturn::rpc
