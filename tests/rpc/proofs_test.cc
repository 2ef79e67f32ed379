// A receipt with its proof: once the event is recorded, its sender is told so whatever happens.
#include "services/app/proofs/proofs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>

#include "outturn/v1/proof.grpc.pb.h"
#include "tests/rpc/support.h"
#include "tests/store/temp_folder.h"

namespace outturn::rpc {
namespace {

// While it lives no file of this process can grow: the book here is in memory, the checkpoints are
// not.
class FullDisk {
 public:
  FullDisk() {
    std::signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before_);
    rlimit none = before_;
    none.rlim_cur = 0;
    setrlimit(RLIMIT_FSIZE, &none);
  }
  ~FullDisk() { setrlimit(RLIMIT_FSIZE, &before_); }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

 private:
  rlimit before_ = {};
};

class ProvenTest : public testing::Test {
 protected:
  ProvenTest() {
    world.Record(Beginnings(100'000));
    Start();
  }
  void Start() {
    server.reset();
    proofs = app::Proofs::Open({*world.book, app::ProofFiles(folder.Sub("")), {}, {}}).value();
    packs.code_tables = app::Tables();
    reports.emplace(*world.book, packs);
    server = Server::Start("127.0.0.1:0", *world.book, *reports, proofs.get(), nullptr);
    if (server == nullptr) throw std::runtime_error("cannot listen on a free port");
    stub = v1::Proofs::NewStub(grpc::CreateChannel("127.0.0.1:" + std::to_string(server->port()),
                                                   grpc::InsecureChannelCredentials()));
  }
  v1::ProvenReceipt Record(const std::string& id) {
    v1::RecordRequest request;
    *request.mutable_command() = Message(Pay(id, "X01", 100));
    v1::ProvenReceipt receipt;
    const auto context = Context();
    const grpc::Status status = stub->RecordProven(context.get(), request, &receipt);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return receipt;
  }

  store::TempFolder folder;
  app::World world;
  app::Packs packs;
  std::optional<app::Reports> reports;
  std::unique_ptr<app::Proofs> proofs;
  std::unique_ptr<Server> server;
  std::unique_ptr<v1::Proofs::Stub> stub;
};

TEST_F(ProvenTest, AReceiptCarriesItsProof) {
  const v1::ProvenReceipt receipt = Record("p1");
  EXPECT_EQ(receipt.receipt().position(), 5u);
  EXPECT_EQ(receipt.proof().position(), 5u);
  EXPECT_EQ(receipt.unproven(), "");
}

TEST_F(ProvenTest, AnEventThatCannotBeProvedIsToldAsRecordedAllTheSame) {
  {
    const FullDisk full;
    const v1::ProvenReceipt receipt = Record("p1");
    EXPECT_EQ(receipt.receipt().position(), 5u);
    EXPECT_FALSE(receipt.has_proof());
    EXPECT_EQ(receipt.unproven(), "CHECKPOINT_NOT_KEPT");
    EXPECT_NE(receipt.unproven_message(), "");
  }
  EXPECT_EQ(world.position(), 5u);
  Start();
  const v1::ProvenReceipt again = Record("p1");
  EXPECT_TRUE(again.receipt().already_recorded());
  EXPECT_EQ(again.proof().position(), 5u);
}

}  // namespace
}  // namespace outturn::rpc
