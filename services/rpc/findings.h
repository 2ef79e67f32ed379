// What the leak check found, on the wire.
#pragma once

#include "outturn/v1/publication.pb.h"
#include "services/figures/public/leaks.h"

namespace outturn::rpc {

// As a publication records them, single projects first; at most 500, what an event takes.
void AddFindings(const figures::Leaks& leaks, figures::Language language,
                 google::protobuf::RepeatedPtrField<v1::AcceptedLeak>* findings);

}  // namespace outturn::rpc
