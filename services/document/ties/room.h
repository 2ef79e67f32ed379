// What the rooms of ties share. For this folder.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "services/document/quantity.h"

namespace outturn::document {

struct ListItem {  // a numbered paragraph
  std::vector<Quantity> all;
  Place place;
  char mark = '(';  // '(' of "(一)", else '1'
};

// A document so far, up to the paragraph that is read.
struct Telling {
  Builder& builder;
  Place place{};                                         // of the paragraph
  std::vector<Quantity> all{};                           // its numbers
  std::vector<Quantity> last{};                          // of the paragraph before
  std::map<std::string, std::vector<Quantity>> named{};  // by their words
  std::vector<ListItem> list{};                          // numbered paragraphs right before it
  std::vector<std::pair<Quantity, size_t>> batches{};    // totals of so many "一批", "二批"
};

// Reads some of the ties between numbers. `telling` outlives it.
class TieRoom {
 protected:
  using Kind = Relation::Kind;
  using Index = size_t;

  explicit TieRoom(Telling& telling)
      : builder_(telling.builder),
        place_(telling.place),
        all_(telling.all),
        last_(telling.last),
        named_(telling.named),
        list_(telling.list),
        batches_(telling.batches) {}

  [[nodiscard]] const Quantity& At(Index i) const { return all_[i]; }
  // The nearest of that unit before it, nearest first.
  [[nodiscard]] std::vector<Index> Before(Index i, const std::string& unit, bool sentence) const;
  [[nodiscard]] bool Told(const std::string& printed) const;  // a relation has it already
  // It was tied: no number that was seen and not understood.
  void Settle(Index i);
  // A figure's own words say what it is.
  [[nodiscard]] bool IsKnown(const Quantity& rate) const;
  // The one amount that these words name, in this paragraph or before it.
  [[nodiscard]] const Quantity* NamedWhole(const std::string& words, const std::string& unit) const;

  Relation& Add(Kind kind, const std::string& label, const Quantity& result,
                const std::vector<const Quantity*>& parts, const std::string& sign);
  void AddSum(const Quantity& whole, const std::vector<const Quantity*>& parts);
  void AddNamed(const Quantity& count, int64_t listed);

  Builder& builder_;
  Place& place_;
  std::vector<Quantity>& all_;
  std::vector<Quantity>& last_;
  std::map<std::string, std::vector<Quantity>>& named_;
  std::vector<ListItem>& list_;
  std::vector<std::pair<Quantity, size_t>>& batches_;
};

}  // namespace outturn::document
