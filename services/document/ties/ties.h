// Numbers that hang together whatever they are called: shares, growth, averages, rates and sums of
// any counted thing. What the figures' own words say is read elsewhere (sentence.h). For this
// folder.
#pragma once

#include "services/document/ties/rooms.h"

namespace outturn::document {

// Follows the paragraphs of a document and adds the relations that do not hold, or might be meant.
class TieReader {
 public:
  explicit TieReader(Builder& builder) : told_{builder} {}

  // Once the paragraph's own figures were read: what was tied there is not tied again.
  void ReadParagraph(const std::string& text, const Place& place);
  void Finish();

 private:
  void ReadPercent(size_t i);
  void ReadAmount(size_t i);
  void ReadMoney(size_t i);
  void KeepNames();

  Telling told_;
  ShareTies shares_{told_};
  GrowthTies growth_{told_};
  RateTies rates_{told_};
  LeftTies left_{told_};
  EachTies each_{told_};
  ListTies lists_{told_};
  ItemTies items_{told_};
  AccountTies accounts_{told_};
  TwiceTies twice_{told_};
};

}  // namespace outturn::document
