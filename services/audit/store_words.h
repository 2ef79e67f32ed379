// What store, packs and fsck say of damage, in Chinese. They say it in English, as the server's log
// does; whoever tells it to a person in Chinese asks here.
#pragma once

#include <string>
#include <string_view>

namespace outturn::audit {

// As far as there are words for it, in its parts, too: paths, names and what other libraries say
// stay as they are.
[[nodiscard]] std::string InChinese(std::string_view said);

}  // namespace outturn::audit
