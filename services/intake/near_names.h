// The command line reads core only through intake.
#pragma once

#include "services/core/near_names.h"

namespace outturn::intake {

using core::IsNear;
using core::Nearest;

}  // namespace outturn::intake
