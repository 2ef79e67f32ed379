#include "tests/fuzz/small_book.h"

#include <spdlog/spdlog.h>

#include "tests/fuzz/target.h"

namespace outturn::fuzz {
namespace {

const char* const kForm = R"form({
  "id": "paid", "title": {"zh": "支出", "en": "Paid"},
  "sections": [{"title": "", "columns": [{"head": "a", "width": 9}, {"head": "b", "width": 9}],
    "rows": [
      {"cells": ["all", {"figure": "paid()"}]},
      {"repeat": {"over": "functional_classes", "filter": "fund=general"},
       "cells": ["{function}", {"figure": "paid(function={function})"}]}]
}]
})form";

app::PackFiles Files() {
  return {{kCodesFile,
           "code,name,parent,group,three_public,source\n"
           "302,商品和服务支出,,public,,R\n"
           "30201,办公费,302,public,,R\n"},
          {"codes-2024/functional.csv",
           "code,name,parent,source\n"
           "204,公共安全支出,,R\n"
           "20406,司法,204,R\n"
           "2040601,行政运行,20406,R\n"},
          {"codes-2024/fund_types.csv",
           "code,name,fiscal,group,source\n"
           "111,一般公共预算资金,1,general,M\n"},
          {kFormFile, kForm}};
}

}  // namespace

SmallBook::SmallBook() {
  spdlog::set_level(spdlog::level::off);
  auto loaded = app::LoadPacks(Files());
  for (const auto& error : loaded.errors) {
    Require(false, error.ToString(core::Language::kEnglish));
  }
  packs = std::move(loaded.packs);
  world.tables = packs.code_tables;
  Require(world.Reopen().ok(), "the book does not open");
  world.Record(app::Beginnings(1'000'000));
  world.Record({app::Pay("p1", "X01", 1'000), app::Pay("p2", "X01", 2'500),
                app::Refund("r1", "p2", 500), app::Pay("p3", "X01", 70)});
  reports = std::make_unique<app::Reports>(*world.book, packs);
  proofs = app::Proofs::Open({*world.book, app::ProofFiles(folder.Sub("")), {}, {}}).value();
}

}  // namespace outturn::fuzz
