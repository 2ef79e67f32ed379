// The roots of full tiles as they are kept, beside the log's events.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "services/core/header.h"
#include "store/tree/merkle.h"

namespace outturn::app {

// Hears of what is not as it should be, with the last event of the tile; 0: of no single one.
using FindTile = std::function<void(core::Position, std::string)>;

struct KeptTiles {
  std::string bytes;  // as in the file: one root behind the other (store/FORMAT.md)
  store::Digest digest = store::Digest::kSha256;

  [[nodiscard]] core::Position events() const;  // that the whole roots are of
  // These are the ones in memory; a file may hold fewer of them, but no others.
  void CompareFile(std::string_view in_file, const FindTile& find) const;
};

class TileExamination {
 public:
  // `kept` outlives it. `find` hears of the first that is not the log's.
  TileExamination(const KeptTiles& kept, FindTile find);

  // The log's next event.
  void Take(std::string_view bytes);

 private:
  const KeptTiles& kept_;
  const FindTile find_;
  std::vector<store::Hash> leaves_;  // of the tile that is not full yet
  core::Position position_ = 0;
  bool over_ = false;
};

}  // namespace outturn::app
