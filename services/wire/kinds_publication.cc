#include <algorithm>
#include <string_view>

#include "services/wire/kinds.h"

namespace outturn::wire {
namespace {

bool IsDigest(std::string_view text) {
  for (const std::string_view algorithm : {"sha256:", "sm3:"}) {
    if (!text.starts_with(algorithm)) continue;
    const std::string_view digits = text.substr(algorithm.size());
    return digits.size() == 64 && std::all_of(digits.begin(), digits.end(), [](char c) {
             return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
  }
  return false;
}

core::AcceptedLeak ReadLeak(const v1::AcceptedLeak& from, const std::string& path,
                            Violations& violations) {
  Fields fields(path, violations);
  return {fields.Text("project", from.project(), Need::kRequired),
          fields.Code("figure", from.figure(), Need::kOptional, 256),
          fields.Text("where", from.where())};
}

}  // namespace

core::ReportPublished Read(const v1::ReportPublished& from, Violations& violations) {
  constexpr std::string_view kPath = "report_published";
  Fields fields(kPath, violations);
  core::ReportPublished to;
  to.form = fields.Code("form", from.form(), Need::kRequired);
  to.language = fields.Code("language", from.language(), Need::kRequired);
  if (to.language != "zh" && to.language != "en") {
    fields.Violate("language", to.language, {"zh 或 en", "zh or en"});
  }
  to.format = fields.Code("format", from.format(), Need::kRequired);
  to.known_at = from.known_at();
  to.digest = fields.Code("digest", from.digest(), Need::kRequired, kMaxIdBytes);
  if (!IsDigest(to.digest)) {
    fields.Violate("digest", to.digest,
                   {"sha256: 或 sm3: 加 64 位小写十六进制数",
                    "sha256: or sm3: and 64 hex digits in lower case"});
  }
  to.published_on = fields.DayOf("published_on", from.published_on());
  to.place = fields.Code("place", from.place(), Need::kOptional, 512);
  to.project = fields.Code("project", from.project(), Need::kOptional);
  to.accepted_by = fields.Code("accepted_by", from.accepted_by(), Need::kOptional, kMaxIdBytes);
  to.accepted_reason = fields.Text("accepted_reason", from.accepted_reason());
  if (from.has_last_publication()) to.last_publication = from.last_publication();
  if (!fields.Items("leaks", from.leaks_size(), 0)) return to;
  for (int i = 0; i < from.leaks_size(); ++i) {
    to.leaks.push_back(ReadLeak(from.leaks(i), ItemPath(kPath, "leaks", i), violations));
  }
  return to;
}

void Write(const core::ReportPublished& from, v1::ReportPublished& to) {
  to.set_form(from.form);
  to.set_language(from.language);
  to.set_format(from.format);
  to.set_known_at(from.known_at);
  to.set_digest(from.digest);
  to.set_published_on(from.published_on.Number());
  to.set_place(from.place);
  to.set_project(from.project);
  to.set_accepted_by(from.accepted_by);
  to.set_accepted_reason(from.accepted_reason);
  if (from.last_publication) to.set_last_publication(*from.last_publication);
  for (const core::AcceptedLeak& leak : from.leaks) {
    v1::AcceptedLeak& out = *to.add_leaks();
    out.set_project(leak.project);
    out.set_figure(leak.figure);
    out.set_where(leak.where);
  }
}

}  // namespace outturn::wire
