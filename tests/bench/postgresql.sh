#!/usr/bin/env bash
# The alternative, measured beside: PostgreSQL 15 over the same payments (bench_auditor --rows), with
# the indexes, balance rows and daily rollup somebody who cares for speed would give it.
#
#   tests/bench/postgresql.sh ROWS.tsv FOLDER
#
# Makes a cluster of its own in FOLDER (settings of a machine with 16 GiB) and removes it at the end.
# Needs postgresql-15 and its pgbench; run as root it becomes the user postgres for the server.
set -euo pipefail

rows=$(realpath "$1") folder=$(realpath -m "$2")
export PATH=/usr/lib/postgresql/15/bin:$PATH PGHOST=$folder PGPORT=55433 PGUSER=postgres PGDATABASE=postgres
runs=5

as_server() { if [[ $EUID == 0 ]]; then su postgres -s /bin/bash -c "PATH=$PATH $*"; else bash -c "$*"; fi; }
seconds_of() { local begin end; begin=$(date +%s.%N); "$@" >/dev/null; end=$(date +%s.%N); echo "$end - $begin" | bc; }
median() { sort -n | awk '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)] }'; }
row() { printf '%-66s %20s\n' "PostgreSQL: $1" "$2"; }

mkdir -p "$folder"
[[ $EUID == 0 ]] && chown postgres "$folder"
as_server "initdb -D '$folder/data' -E UTF8 --locale=C.UTF-8 -U postgres -A trust" >/dev/null
cat >>"$folder/data/postgresql.conf" <<SETTINGS
listen_addresses = ''
port = $PGPORT
unix_socket_directories = '$folder'
shared_buffers = 4GB
effective_cache_size = 14GB
work_mem = 64MB
maintenance_work_mem = 1GB
max_wal_size = 8GB
checkpoint_timeout = 15min
random_page_cost = 1.1
effective_io_concurrency = 32
SETTINGS
as_server "pg_ctl -D '$folder/data' -l '$folder/log' -w start" >/dev/null
finish() {
  as_server "pg_ctl -D '$folder/data' -m fast -w stop" >/dev/null
  rm -rf "$folder"
}
trap finish EXIT

load() {
  psql -q <<SQL
CREATE TABLE payment (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, unit int NOT NULL, fiscal_year smallint NOT NULL,
  line smallint NOT NULL, economic_code int NOT NULL, amount bigint NOT NULL, value_date date NOT NULL,
  voucher text NOT NULL, payee text NOT NULL, purpose text NOT NULL, external_id text NOT NULL, actor text NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now());
\copy payment(unit, fiscal_year, line, economic_code, amount, value_date, voucher, payee, purpose, external_id, actor) from '$rows'
CREATE UNIQUE INDEX payment_id ON payment(external_id);
CREATE INDEX payment_unit ON payment(unit, fiscal_year, value_date) INCLUDE (economic_code, amount);
CREATE INDEX payment_year ON payment(fiscal_year, value_date) INCLUDE (unit, amount);
CREATE TABLE line AS SELECT unit, fiscal_year, line, economic_code, 1000000000000::bigint budget, sum(amount)::bigint paid
  FROM payment GROUP BY 1, 2, 3, 4;
CREATE INDEX line_unit ON line(unit, fiscal_year);
CREATE TABLE daily AS SELECT fiscal_year, unit, line, economic_code, value_date, sum(amount)::bigint amount
  FROM payment GROUP BY 1, 2, 3, 4, 5;
CREATE INDEX daily_unit ON daily(fiscal_year, unit, value_date) INCLUDE (amount);
VACUUM ANALYZE;
SQL
}

# ask NAME TIMES SQL: the median of five runs' medians, unit, year and day at random.
ask() {
  printf '%s\n' "\set unit random(0, $units)" "\set year random($first_year, $last_year)" "\set day random(0, 364)" "$3;" \
    >"$folder/question.sql"
  local medians
  medians=$(for ((run = 0; run < runs; ++run)); do
    rm -f "$folder"/times.*
    pgbench -n -M prepared -c 1 -t "$2" -l --log-prefix="$folder/times" -f "$folder/question.sql" >/dev/null 2>&1
    awk '{ print $3 }' "$folder"/times.* | median
  done)
  row "$1" "$(median <<<"$medians") us"
}

row "rows copied in, indexes, balance rows, rollup" "$(seconds_of load) s"
read -r units first_year last_year < <(psql -qAtF' ' -c 'SELECT max(unit), min(fiscal_year), max(fiscal_year) FROM line')
on="make_date(:year::int, 1, 1) + :day::int"
of="unit = :unit::int AND fiscal_year = :year::smallint"
budget="(SELECT sum(budget) FROM line WHERE $of)"
ask "execution of a unit-year, now, from balance rows" 3000 "SELECT sum(paid)::float8 / sum(budget) FROM line WHERE $of"
ask "the same as of a day, from the daily rollup" 2000 \
  "SELECT sum(amount)::float8 / $budget FROM daily WHERE $of AND value_date <= $on"
ask "the same as of a day, from rows" 1000 "SELECT sum(amount)::float8 / $budget FROM payment WHERE $of AND value_date <= $on"
ask "three-public figures of a unit-year, as of a day, from rows" 1000 \
  "SELECT economic_code, sum(amount) FROM payment WHERE $of AND value_date <= $on AND economic_code IN (30212, 30217, 30231, 31013) GROUP BY 1"
city="JOIN (SELECT unit, sum(budget) b FROM line WHERE fiscal_year = :year::smallint GROUP BY unit) l USING (unit)"
year="fiscal_year = :year::smallint AND value_date <= $on"
ask "the whole city as of a day, from the daily rollup" 60 \
  "SELECT unit, s::float8 / b FROM (SELECT unit, sum(amount) s FROM daily WHERE $year GROUP BY unit) p $city"
ask "the whole city as of a day, from rows" 60 \
  "SELECT unit, s::float8 / b FROM (SELECT unit, sum(amount) s FROM payment WHERE $year GROUP BY unit) p $city"
all="SELECT unit, fiscal_year, line, economic_code, sum(amount) FROM payment GROUP BY 1, 2, 3, 4"
row "every balance recomputed from all rows" \
  "$(for ((run = 0; run < runs; ++run)); do seconds_of psql -qAt -c "$all"; done | median) s"
