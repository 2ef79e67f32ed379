// The log as a third-party client follows it: paths, sizes, what is not there.
#include "services/web/log_pages.h"

#include <gtest/gtest.h>

#include "services/web/pages.h"
#include "store/kept/tile_roots.h"
#include "tests/app/support.h"
#include "tests/store/temp_folder.h"
#include "tests/web/support.h"

namespace outturn::web {
namespace {

class LogPages : public testing::Test {
 protected:
  LogPages() {
    world.Record(app::Beginnings(100'000));
    for (int i = 0; i < 296; ++i) {
      world.Record({app::Pay("p" + std::to_string(i), "X01", 1)});
    }
    proofs = app::Proofs::Open({*world.book, app::ProofFiles(folder.Sub("")), {}, {}}).value();
    pages = std::make_unique<Pages>(*world.book, proofs.get());
  }
  Response Get(const std::string& path) { return pages->Answer({path, ""}); }

  store::TempFolder folder;
  app::World world;
  std::unique_ptr<app::Proofs> proofs;
  std::unique_ptr<Pages> pages;
};

TEST_F(LogPages, GiveTheCheckpointAndTheTilesItsRootFollowsFrom) {
  const auto note = store::Note::Parse(Get("/checkpoint").body);
  ASSERT_TRUE(note.ok());
  const std::string key = Get("/key").body;
  EXPECT_TRUE(note->IsSignedBy(store::VerifierKey::Parse(key.substr(0, key.size() - 1)).value()));
  const auto checkpoint = store::Checkpoint::Parse(note->text).value();
  ASSERT_EQ(checkpoint.size, 300u);
  EXPECT_EQ(Get("/checkpoint/300").body, note->ToString());
  const std::string tiles = Get("/tile/0/000").body + Get("/tile/0/001.p/44").body;
  ASSERT_EQ(tiles.size(), 300u * 32);
  store::Frontier frontier;
  for (size_t i = 0; i < 300; ++i) {
    store::Hash leaf;
    std::copy_n(tiles.begin() + static_cast<long>(32 * i), 32, leaf.begin());
    frontier.Append(leaf);
  }
  EXPECT_EQ(frontier.Root(), checkpoint.root);
  EXPECT_EQ(Get("/tile/1/000.p/1").body.size(), 32u);
  const Response entries = Get("/tile/entries/001.p/44");
  EXPECT_EQ(entries.type, "application/octet-stream");
  size_t at = 0;
  for (size_t i = 0; i < 44; ++i) {
    const size_t size = static_cast<unsigned char>(entries.body[at]) * 256u +
                        static_cast<unsigned char>(entries.body[at + 1]);
    const store::Hash leaf = store::LeafHash(std::string_view(entries.body).substr(at + 2, size));
    EXPECT_EQ(tiles.substr((256 + i) * 32, 32), std::string(leaf.begin(), leaf.end()));
    at += 2 + size;
  }
  EXPECT_EQ(at, entries.body.size());
}

TEST_F(LogPages, LetTilesBeKeptAndCheckpointsNot) {
  EXPECT_TRUE(Get("/tile/0/000").for_ever);
  EXPECT_FALSE(Get("/checkpoint").for_ever);
}

TEST_F(LogPages, AreNotThereForAnyOtherPath) {
  for (const char* path : {"/tile",
                           "/tile/",
                           "/tile/0",
                           "/tile/0/",
                           "/tile/0/001",
                           "/tile/0/0",
                           "/tile/0/1",
                           "/tile/0/x000/000",
                           "/tile/0/000/000",
                           "/tile/0/000.p/0",
                           "/tile/0/000.p/256",
                           "/tile/0/001.p/45",
                           "/tile/0/001.p/044",
                           "/tile/00/000",
                           "/tile/-1/000",
                           "/tile/64/000",
                           "/tile/7/000",
                           "/tile/a/000",
                           "/tile/0/000x",
                           "/tile/0/x001/x002/x003/x004/x005/x006/007",
                           "/tile/entries/001",
                           "/tile/entries/000.p/",
                           "/tile/0/-01",
                           "/checkpoint/299",
                           "/checkpoint/x",
                           "/checkpoint/",
                           "/keys",
                           "/tile/0/999",
                           "/tile/63/000",
                           "/tile/0/x999/x999/x999/x999/999"}) {
    const Response answer = Get(path);
    EXPECT_EQ(answer.status, 404) << path;
    EXPECT_FALSE(answer.for_ever) << path;
  }
  EXPECT_EQ(Pages(*world.book).Answer({"/checkpoint", ""}).status, 404);
}

}  // namespace
}  // namespace outturn::web
