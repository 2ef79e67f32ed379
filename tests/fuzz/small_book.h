// A book in memory with one ledger, its code tables and a form, for targets that ask a whole book.
#pragma once

#include <memory>
#include <string>

#include "services/app/packs/packs.h"
#include "services/app/proofs/proofs.h"
#include "services/app/questions/reports.h"
#include "tests/app/support.h"
#include "tests/store/temp_folder.h"

namespace outturn::fuzz {

// The names of its data files.
inline constexpr char kFormFile[] = "fuzz-2024/forms/paid.json";
inline constexpr char kCodesFile[] = "codes-2024/economic.csv";

struct SmallBook {
  SmallBook();

  store::TempFolder folder;
  app::Packs packs;
  app::World world;
  std::unique_ptr<app::Reports> reports;
  std::unique_ptr<app::Proofs> proofs;
};

}  // namespace outturn::fuzz
