// How the programs here measure and print: one line for each question, with what was to be reached.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

namespace outturn::bench {

[[noreturn]] inline void Stop(const std::string& why) {
  std::fprintf(stderr, "%s\n", why.c_str());
  std::exit(1);
}

// In microseconds, from some beginning.
inline double Now() {
  return std::chrono::duration<double, std::micro>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

inline void PrintRow(const std::string& name, const std::string& is, const std::string& reach) {
  std::printf("%-66s %20s   reach %s\n", name.c_str(), is.c_str(), reach.c_str());
  std::fflush(stdout);
}

inline std::string Micros(double micros) {
  char text[64];
  std::snprintf(text, sizeof text, micros < 1'000 ? "%.1f us" : "%.0f us", micros);
  return text;
}
inline std::string Rate(uint64_t events, double micros) {
  char text[64];
  std::snprintf(text, sizeof text, "%.2f s, %.2f M/s", micros / 1e6,
                static_cast<double>(events) / micros);
  return text;
}

inline double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

// How long something takes, in microseconds.
inline double TimeOf(const std::function<void()>& what) {
  const double begin = Now();
  what();
  return Now() - begin;
}

// Prints the median of five runs' medians, each of `times` questions: `ask` gets 0, 1, 2 …
inline void Measure(const std::string& name, int times, const std::string& reach,
                    const std::function<void(int)>& ask) {
  std::vector<double> medians;
  int number = 0;
  for (int run = 0; run < 5; ++run) {
    std::vector<double> micros;
    for (int i = 0; i < times; ++i) micros.push_back(TimeOf([&] { ask(number++); }));
    medians.push_back(Median(std::move(micros)));
  }
  PrintRow(name, Micros(Median(std::move(medians))), reach);
}

}  // namespace outturn::bench
