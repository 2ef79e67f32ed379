// Mirror: a book read over the wire, event by event, and what follows from it by arithmetic of the
// test's own.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "outturn/v1/services.grpc.pb.h"

namespace outturn::crash {

using Hash = std::string;  // 32 bytes

// RFC 6962, straight from its definition.
[[nodiscard]] Hash LeafHashOf(const std::string& bytes);
[[nodiscard]] Hash RootOf(const std::vector<Hash>& leaves, size_t begin, size_t end);

// The same tree, leaf by leaf.
class GrowingTree {
 public:
  void Append(Hash leaf);
  [[nodiscard]] Hash Root() const;

 private:
  std::vector<std::pair<uint64_t, Hash>> peaks_;  // leaves, hash
};

class Mirror {
 public:
  // Reads what came since the last time, up to the book's durable end at least. A test failure for
  // a gap, an id that is there twice, and a root that is not that of what was read, now and before.
  void Follow(v1::Events::Stub& events, v1::Books::Stub& books);

  [[nodiscard]] uint64_t size() const { return leaves_.size(); }
  [[nodiscard]] Hash Root() const { return RootOf(leaves_, 0, leaves_.size()); }
  // Position by id.
  [[nodiscard]] const std::map<std::string, uint64_t>& ids() const { return ids_; }

  struct Balance {
    int64_t budget = 0;
    int64_t paid = 0;
    int64_t committed = 0;
    bool operator==(const Balance&) const = default;
  };
  using Balances = std::map<std::pair<std::string, std::string>, Balance>;  // by unit and line
  [[nodiscard]] const Balances& balances() const { return balances_; }

 private:
  void Take(const v1::Event& event);
  void Account(const v1::Command& command);

  std::vector<Hash> leaves_;
  GrowingTree tree_;
  std::map<std::string, uint64_t> ids_;
  std::map<std::string, std::pair<std::string, std::string>> place_;  // unit and line, by id
  Balances balances_;
};

}  // namespace outturn::crash
