#!/usr/bin/env bash
# The table of the auditor's speed, in one go: inside the server, through gRPC and, where asked for,
# PostgreSQL beside it over the same payments.
#
#   tests/bench/auditor.sh FOLDER [--postgresql] [OPTIONS OF bench_auditor …]
#
# FOLDER keeps the book (made when it is not there: 5 GB) and may be removed afterwards. Wants a
# machine that does nothing else, and a release build: cmake --preset release && ninja -C build/release
set -euo pipefail
cd "$(dirname "$0")/../.."

folder=$(realpath -m "$1")
shift
rows=()
if [[ "${1:-}" == --postgresql ]]; then
  shift
  rows=(--rows "$folder/rows.tsv")
fi
bin=build/release/bin
mkdir -p "$folder"

echo "== inside the server"
"$bin/bench_auditor" --data "$folder/book" "${rows[@]}" "$@"

echo "== through gRPC"
"$bin/outturn-server" --data "$folder/book" --listen 127.0.0.1:0 >"$folder/server.out" 2>"$folder/server.log" &
server=$!
trap 'kill "$server" 2>/dev/null' EXIT
until grep -q "listening on port" "$folder/server.out"; do
  kill -0 "$server" || { cat "$folder/server.log"; exit 1; }
  sleep 0.1
done
"$bin/bench_questions" --server "127.0.0.1:$(grep -o '[0-9]*$' "$folder/server.out")"
kill "$server"
wait "$server"
trap - EXIT

if [[ ${#rows[@]} -gt 0 ]]; then
  echo "== PostgreSQL"
  tests/bench/postgresql.sh "$folder/rows.tsv" "$folder/postgresql"
fi
