#!/usr/bin/env python3
"""The tables of the way in, measured from outside: a server of its own for each run, clients on the same machine.

    tests/bench/ingest.py FOLDER speed [--runs 5] [--postgresql]   rates and latencies, PostgreSQL in turn where asked
    tests/bench/ingest.py FOLDER clients                           from 1 to 1,024 connections
    tests/bench/ingest.py FOLDER ledgers                           with 1 to 10,000 ledgers
    tests/bench/ingest.py FOLDER growth [--to 10000000]            from an empty book on: rate, p99, memory; then
                                                                   kill -9, restart, memory again
    tests/bench/ingest.py FOLDER again                             a backlog that is sent a second time

FOLDER is made and removed. Wants a machine that does nothing else, and a release build:
cmake --preset release && ninja -C build/release
"""
import argparse
import json
import os
import pathlib
import re
import shutil
import signal
import statistics
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = ROOT / "build/release/bin"
POSTGRESQL = ROOT / "tests/bench/postgresql_payments.sh"


class Server:
    """A server over a folder; `ready_s` is how long it took to answer."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        begin = time.monotonic()
        self.process = subprocess.Popen(
            [BIN / "outturn-server", "--data", folder / "book", "--book", "431200", "--listen", "127.0.0.1:0"],
            cwd=ROOT, stdout=subprocess.PIPE, stderr=open(folder / "log", "a"), text=True)
        said = ""
        while not (port := re.search(r"listening on port (\d+)|127\.0\.0\.1:(\d+)", said)):
            said = self.process.stdout.readline()
            if not said:
                sys.exit(f"the server did not start: {open(folder / 'log').read()[-2000:]}")
        self.ready_s = time.monotonic() - begin
        self.address = f"127.0.0.1:{port[1] or port[2]}"

    def memory_mib(self):
        status = open(f"/proc/{self.process.pid}/status").read()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) // 1024

    def stop(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        self.process.wait()


def pay(server, *options):
    """One run of bench_ingest; a number of its own makes its ids its own."""
    pay.run += 1
    done = subprocess.run([BIN / "bench_ingest", "--server", server.address, "--run", str(pay.run), *options],
                          capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"bench_ingest {' '.join(options)}: {done.stdout}{done.stderr}")
    return json.loads(done.stdout)


pay.run = int(time.time())

STREAM = ["--mode", "stream", "--batch", "100", "--prepared"]
CASES = {
    "stream, 100 payments per message": (STREAM + ["--payments", "1000000", "--in-flight", "16", "--clients", "4"],
                                         "batch"),
    "unary, 256 in flight": (["--mode", "unary", "--in-flight", "256", "--clients", "4", "--payments", "200000"], "many"),
    "unary, 1,024 in flight": (["--mode", "unary", "--in-flight", "1024", "--clients", "4", "--payments", "200000"], "many"),
    "everybody on one budget line": (["--mode", "unary", "--in-flight", "256", "--clients", "4", "--one-line",
                                      "--payments", "200000"], "line"),
    "unary, 1 in flight": (["--mode", "unary", "--in-flight", "1", "--payments", "5000"], "one"),
}


def speed(folder, runs, postgresql):
    ours = {name: [] for name in CASES}
    theirs = {case: [] for _, case in CASES.values()}
    if postgresql:
        subprocess.run([POSTGRESQL, folder / "postgresql", "start"], check=True)
    for run in range(runs):
        server = Server(folder / f"run{run}")
        pay(server, *STREAM, "--payments", "100000")  # warm
        for name, (options, case) in CASES.items():
            ours[name].append(pay(server, *options))
            if postgresql and len(theirs[case]) <= run:
                said = subprocess.run([POSTGRESQL, folder / "postgresql", case], check=True, capture_output=True, text=True)
                theirs[case].append([int(word) for word in said.stdout.split()])
        server.stop()
        shutil.rmtree(server.folder)
    if postgresql:
        subprocess.run([POSTGRESQL, folder / "postgresql", "stop"], check=True)
    print(f"{'':34} {'payments/s':>22} {'p50 ms':>8} {'p99 ms':>8}   PostgreSQL/s (ratio, p50, p99 ms)")
    for name, (_, case) in CASES.items():
        rates = [run["payments_per_second"] for run in ours[name]]
        line = f"{name:34} {spread(rates):>22} {median_ms(ours[name], 'p50_us')} {median_ms(ours[name], 'p99_us')}"
        if postgresql:
            their = [statistics.median(values) for values in zip(*theirs[case])]
            ratios = statistics.median(our / other[0] for our, other in zip(rates, theirs[case]))
            line += f"   {their[0]:,.0f} ({ratios:.1f}x, {their[1] / 1000:.2f}, {their[2] / 1000:.2f})"
        print(line)


def spread(values):
    return f"{statistics.median(values):,.0f} ({min(values) / 1000:,.0f}-{max(values) / 1000:,.0f}k)"


def median_ms(results, key):
    return f"{statistics.median(result[key] for result in results) / 1000:8.2f}"


def row(name, result, more=""):
    print(f"{name:40} {result['payments_per_second']:>10,.0f}/s   p50 {result['p50_us'] / 1000:8.2f} ms   "
          f"p99 {result['p99_us'] / 1000:8.2f} ms{more}", flush=True)


def clients(folder):
    server = Server(folder / "clients")
    pay(server, *STREAM, "--payments", "100000")
    for count in (1, 4, 16, 64, 256, 1024):
        row(f"unary, {count} connections, one call each",
            pay(server, "--mode", "unary", "--clients", str(count), "--in-flight", str(count), "--payments",
                str(min(200_000, 5_000 * count))))
    for count in (1, 4, 16, 64, 256, 1024):
        row(f"streams of {count} connections, 4 x 100 each",
            pay(server, *STREAM, "--clients", str(count), "--in-flight", "4", "--payments", "500000"))
    server.stop()


def ledgers(folder):
    for count in (1, 10, 100, 1000, 10_000):
        server = Server(folder / f"ledgers{count}")
        shape = ["--ledgers", str(count)] + (["--lines", "12"] if count == 10_000 else [])
        pay(server, *STREAM, "--payments", "100000", *shape)
        row(f"{count:,} ledgers, stream", pay(server, *STREAM, "--payments", "500000", "--in-flight", "32", *shape),
            f"   {server.memory_mib()} MiB")
        row(f"{count:,} ledgers, unary 256",
            pay(server, "--mode", "unary", "--in-flight", "256", "--clients", "4", "--payments", "100000", *shape))
        server.stop()
        shutil.rmtree(server.folder)


def growth(folder, to):
    server = Server(folder / "growth")
    done = 0
    while done < to:
        result = pay(server, *STREAM, "--payments", "1000000", "--in-flight", "32", "--reads", "200")
        done += 1_000_000
        row(f"stream, to {done // 1_000_000} million", result,
            f"   read p50 {result['read_p50_us'] / 1000:.2f} p99 {result['read_p99_us'] / 1000:.2f} ms"
            f"   {server.memory_mib()} MiB")
    row("unary 256, then", pay(server, "--mode", "unary", "--in-flight", "256", "--clients", "4", "--payments", "100000",
                               "--reads", "200"))
    subprocess.Popen([BIN / "bench_ingest", "--server", server.address, "--run", str(pay.run + 1000), *STREAM,
                      "--payments", "2000000"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(3)
    server.stop(signal.SIGKILL)
    server = Server(folder / "growth")
    print(f"kill -9 under load, then ready again after {server.ready_s:.2f} s, {server.memory_mib()} MiB")
    row("stream, after the restart", pay(server, *STREAM, "--payments", "500000", "--in-flight", "32"),
        f"   {server.memory_mib()} MiB")
    server.stop()


def again(folder):
    server = Server(folder / "again")
    pay(server, *STREAM, "--payments", "1000000", "--in-flight", "32")
    begin = time.monotonic()
    done = subprocess.run([BIN / "bench_ingest", "--server", server.address, "--run", str(pay.run), *STREAM,
                           "--payments", "1000000", "--in-flight", "32"], capture_output=True, text=True)
    result = json.loads(done.stdout)
    print(f"a million payments sent again: {result['recorded']} recorded, {result['other']} answered again, "
          f"{result['other'] / (time.monotonic() - begin):,.0f}/s, their making included")
    server.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("what", choices=["speed", "clients", "ledgers", "growth", "again"])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--to", type=int, default=10_000_000)
    options = parser.parse_args()
    folder = options.folder.resolve()
    folder.mkdir(parents=True)
    print(f"{os.cpu_count()} processors; {options.what}", flush=True)
    try:
        if options.what == "speed":
            speed(folder, options.runs, options.postgresql)
        elif options.what == "growth":
            growth(folder, options.to)
        else:
            {"clients": clients, "ledgers": ledgers, "again": again}[options.what](folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
