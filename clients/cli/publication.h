// What publishing and looking at what was published share.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "clients/cli/cut_flags.h"
#include "outturn/v1/documents.grpc.pb.h"

namespace outturn::cli {

// A form, or a whole report where `written` is its template's text.
struct DocumentAsked {
  v1::LedgerRef ledger;
  std::string form;  // of a whole report its name
  std::string written;
  std::string project;
  std::string language;  // "zh", "en"
  v1::Format format = v1::TABLE;
};
// Its public version at some cut.
struct PublicDocument {
  std::string content;
  std::string sha256;
  v1::Provenance provenance;
  v1::FillTemplateReply filled;  // of a whole report: the places without a value
};
[[nodiscard]] grpc::Status MakePublic(const Cli& cli, const DocumentAsked& asked, const Cut& cut,
                                      PublicDocument* document);

// What the document says at a cut, without where that is: equal where nothing in it changed.
[[nodiscard]] grpc::Status WhatItSays(const Cli& cli, const DocumentAsked& asked, const Cut& cut,
                                      std::string* says);

// The cut a publication was made at.
[[nodiscard]] Cut CutOf(const v1::Command& publication);

// Every publication of the ledger, or of the whole book where the settings name none or that is
// asked for.
enum class PublicationsOf : bool { kLedger, kBook };
[[nodiscard]] bool TakePublications(Cli* cli, std::vector<v1::Event>* events, int* code,
                                    PublicationsOf of = PublicationsOf::kLedger);
// The forms there are: what was published under another name is a whole report.
[[nodiscard]] bool TakeForms(Cli* cli, std::set<std::string>* forms, int* code);

// FORMAT_UNSPECIFIED of what was made elsewhere: "pdf".
[[nodiscard]] v1::Format FormatNamed(const std::string& name);

void AddPublishedCommand(Cli* cli, CLI::App* report);

}  // namespace outturn::cli
