#include "tests/crash/mirror.h"

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>
#include <openssl/sha.h>

#include <bit>
#include <chrono>

namespace outturn::crash {
namespace {

Hash Sha256(const std::string& bytes) {
  Hash hash(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
         reinterpret_cast<unsigned char*>(hash.data()));
  return hash;
}

Hash Joined(const Hash& left, const Hash& right) { return Sha256("\x01" + left + right); }

void Prepare(grpc::ClientContext& context) {
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
  context.set_wait_for_ready(true);
}

}  // namespace

Hash LeafHashOf(const std::string& bytes) { return Sha256(std::string(1, '\0') + bytes); }

Hash RootOf(const std::vector<Hash>& leaves, size_t begin, size_t end) {
  const size_t count = end - begin;
  if (count == 0) return Sha256("");
  if (count == 1) return leaves[begin];
  const size_t left = std::bit_floor(count - 1);
  return Joined(RootOf(leaves, begin, begin + left), RootOf(leaves, begin + left, end));
}

void GrowingTree::Append(Hash leaf) {
  peaks_.emplace_back(1, std::move(leaf));
  while (peaks_.size() > 1 && peaks_[peaks_.size() - 2].first == peaks_.back().first) {
    const auto right = std::move(peaks_.back());
    peaks_.pop_back();
    peaks_.back() = {2 * right.first, Joined(peaks_.back().second, right.second)};
  }
}

Hash GrowingTree::Root() const {
  if (peaks_.empty()) return Sha256("");
  Hash root = peaks_.back().second;
  for (size_t i = peaks_.size() - 1; i > 0; --i) root = Joined(peaks_[i - 1].second, root);
  return root;
}

void Mirror::Follow(v1::Events::Stub& events, v1::Books::Stub& books) {
  grpc::ClientContext asking;
  Prepare(asking);
  v1::BookStatus book;
  const grpc::Status asked = books.GetBook(&asking, {}, &book);
  ASSERT_TRUE(asked.ok()) << asked.error_message();
  ASSERT_GE(book.position(), size()) << "the book has lost its end";
  if (book.position() == size()) {
    EXPECT_EQ(book.root(), tree_.Root());
  }
  v1::ListEventsRequest request;
  request.set_page_size(1'000);
  request.set_page_token(std::to_string(size() + 1));
  while (size() < book.position() && !request.page_token().empty()) {
    grpc::ClientContext listing;
    Prepare(listing);
    v1::ListEventsReply reply;
    const grpc::Status listed = events.ListEvents(&listing, request, &reply);
    ASSERT_TRUE(listed.ok()) << listed.error_message();
    for (const v1::Event& event : reply.events()) {
      ASSERT_EQ(event.position(), size() + 1) << "a gap";
      Take(event);
      if (size() == book.position()) {
        EXPECT_EQ(book.root(), tree_.Root()) << "at " << size();
      }
    }
    request.set_page_token(reply.next_page_token());
  }
  EXPECT_GE(size(), book.position()) << "events are missing";
}

void Mirror::Take(const v1::Event& event) {
  const std::string& id = event.command().header().external_id();
  EXPECT_TRUE(ids_.emplace(id, event.position()).second) << id << " is there twice";
  // Stored is what this serialises to: the root would tell.
  leaves_.push_back(LeafHashOf(event.SerializeAsString()));
  tree_.Append(leaves_.back());
  Account(event.command());
}

void Mirror::Account(const v1::Command& command) {
  const std::string& unit = command.header().unit();
  const std::string& id = command.header().external_id();
  if (command.has_initial_appropriation()) {
    const auto& budget = command.initial_appropriation();
    balances_[{unit, budget.line()}].budget += budget.amounts(0).amount_fen();
  } else if (command.has_payment()) {
    const v1::Payment& payment = command.payment();
    place_[id] = {unit, payment.line()};
    Balance& balance = balances_[place_[id]];
    balance.paid += payment.amount_fen();
    balance.committed -= payment.drawn_fen();
  } else if (command.has_reversal()) {
    balances_[place_.at(command.reversal().payment().external_id())].paid -=
        command.reversal().amount_fen();
  } else if (command.has_commitment()) {
    place_[id] = {unit, command.commitment().line()};
    balances_[place_[id]].committed += command.commitment().amount_fen();
  } else if (command.has_commitment_release()) {
    balances_[place_.at(command.commitment_release().commitment().external_id())].committed -=
        command.commitment_release().amount_fen();
  }
}

}  // namespace outturn::crash
