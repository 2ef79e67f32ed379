// The roots of full tiles as they are kept, beside the log's events.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "services/core/header.h"
#include "store/merkle.h"

namespace outturn::app {

struct KeptTiles {
  std::string bytes;  // of the file: one root behind the other (store/FORMAT.md)
  store::Digest digest = store::Digest::kSha256;

  [[nodiscard]] core::Position events() const;  // that the whole roots are of
};

class TileExamination {
 public:
  // Hears of the first that is not the log's, with the last of its events.
  using Find = std::function<void(core::Position, std::string)>;

  // `kept` outlives it.
  TileExamination(const KeptTiles& kept, Find find);

  // The log's next event.
  void Take(std::string_view bytes);

 private:
  const KeptTiles& kept_;
  const Find find_;
  std::vector<store::Hash> leaves_;  // of the tile that is not full yet
  core::Position position_ = 0;
  bool over_ = false;
};

}  // namespace outturn::app
