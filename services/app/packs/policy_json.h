// A pack's policy.json → core::Policy, checked as adopting it would check it.
#pragma once

#include <string>
#include <vector>

#include "services/core/policy.h"
#include "services/figures/forms/form.h"

namespace outturn::app {

struct PolicyJson {
  core::Policy policy;
  // Empty: a book takes it. `where` is "line 3, column 7" while the text is no JSON, else a JSON
  // pointer.
  std::vector<figures::FormProblem> problems;
};

// One `outturn.v1.Policy` in protobuf's JSON mapping, members by their names in the proto. All
// members and types that are wrong are told, then all malformed values, then the first rule of
// content that is broken.
[[nodiscard]] PolicyJson ReadPolicyJson(const std::string& text);

}  // namespace outturn::app
