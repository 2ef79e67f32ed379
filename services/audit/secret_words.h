// What may not be read in what is given away, for clients too, who see nothing of figures.
#pragma once

#include "services/figures/public/secret_words.h"

namespace outturn::audit {

using figures::SecretWords;

}  // namespace outturn::audit
