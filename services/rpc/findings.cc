#include "services/rpc/findings.h"

namespace outturn::rpc {

void AddFindings(const figures::Leaks& leaks, figures::Language language,
                 google::protobuf::RepeatedPtrField<v1::AcceptedLeak>* findings) {
  constexpr int kMost = 500;
  for (const auto* revealed : {&leaks.exact, &leaks.sums}) {
    for (const figures::Revealed& one : *revealed) {
      if (findings->size() == kMost) return;
      v1::AcceptedLeak& out = *findings->Add();
      for (const std::string& project : one.projects) {
        *out.mutable_project() += (out.project().empty() ? "" : ", ") + project;
      }
      out.set_figure(one.figure);
      out.set_where(one.when.In(language));
    }
  }
  for (const figures::NamePrinted& name : leaks.names) {
    if (findings->size() == kMost) return;
    v1::AcceptedLeak& out = *findings->Add();
    out.set_project(name.project);
    out.set_where(name.form + ": " + name.where);
  }
}

}  // namespace outturn::rpc
