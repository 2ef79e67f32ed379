// The thread sanitizer cannot see the synchronisation inside the distribution's gRPC: neither its
// own nor that the last Finish of a call is over before the server is gone.
extern "C" const char* __tsan_default_suppressions();
extern "C" const char* __tsan_default_suppressions() {
  return "race:libgrpc.so\nrace:libgrpc++.so\nrace:libgpr.so\nrace:libprotobuf.so\nrace:libabsl_\n"
         "race:std::default_delete<grpc::Server>\n";
}
