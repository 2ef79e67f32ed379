#!/usr/bin/env bash
# The alternative, measured beside: PostgreSQL 15 taking payments with the same checks (the line's
# balance, a unique external id, durable before the answer) and two indexes to read by.
#
#   tests/bench/postgresql_payments.sh FOLDER start|stop|RUN …
#   RUN: one | many | line | batch      prints "rate p50_us p99_us" of one run
#
# one: a single connection · many: 32 connections · line: 32 connections on one line · batch: four
# connections, 100 payments in a statement, taken from a table in memory, so that reading and
# parsing them costs PostgreSQL nothing. Needs postgresql-15; run as root it becomes postgres.
set -euo pipefail

folder=$(realpath -m "$1")
shift
export PATH=/usr/lib/postgresql/15/bin:$PATH PGHOST=$folder PGPORT=55434 PGUSER=postgres PGDATABASE=postgres
seconds=5

as_server() { if [[ $EUID == 0 ]]; then su postgres -s /bin/bash -c "PATH=$PATH $*"; else bash -c "$*"; fi; }

start() {
  mkdir -p "$folder"
  [[ $EUID == 0 ]] && chown postgres "$folder"
  as_server "initdb -D '$folder/data' -E UTF8 --locale=C.UTF-8 -U postgres -A trust" >/dev/null
  cat >>"$folder/data/postgresql.conf" <<SETTINGS
listen_addresses = ''
port = $PGPORT
unix_socket_directories = '$folder'
shared_buffers = 4GB
max_wal_size = 8GB
checkpoint_timeout = 15min
wal_sync_method = fdatasync
SETTINGS
  as_server "pg_ctl -D '$folder/data' -l '$folder/log' -w start" >/dev/null
  psql -q <<SQL
CREATE TABLE line (id int PRIMARY KEY, unit int NOT NULL, economic_code int NOT NULL, budget bigint NOT NULL,
  paid bigint NOT NULL DEFAULT 0, CHECK (paid <= budget)) WITH (fillfactor = 40);
INSERT INTO line SELECT n, n / 30, 30201, 1000000000000000 FROM generate_series(0, 5999) n;
CREATE TABLE payment (seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, line int NOT NULL, unit int NOT NULL,
  economic_code int NOT NULL, amount bigint NOT NULL, value_date date NOT NULL, voucher text NOT NULL,
  payee text NOT NULL, purpose text NOT NULL, external_id uuid NOT NULL, actor text NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now());
CREATE UNIQUE INDEX payment_id ON payment(external_id);
CREATE INDEX payment_unit ON payment(unit, value_date) INCLUDE (economic_code, amount);
CREATE INDEX payment_day ON payment(value_date) INCLUDE (unit, amount);
CREATE UNLOGGED TABLE waiting AS SELECT n, (random() * 5999)::int line, (100 + random() * 5000000)::bigint amount,
  date '2024-01-01' + (random() * 364)::int value_date, '2024-PZ-' || n voucher, '某市供应商012345有限公司'::text payee,
  '合同 123456 验收单，办公及会议支出'::text purpose FROM generate_series(1, 2000000) n;
CREATE INDEX waiting_n ON waiting(n);
CREATE SEQUENCE next_batch;
VACUUM ANALYZE;
CHECKPOINT;
SQL
}

# single SCRIPT-HEAD: one payment in a statement of its own.
single() {
  cat <<SCRIPT
$1
\\set amount random(100, 5000000)
\\set day random(0, 364)
WITH l AS (UPDATE line SET paid = paid + :amount::bigint WHERE id = :line::int AND paid + :amount::bigint <= budget
  RETURNING id, unit, economic_code)
INSERT INTO payment(line, unit, economic_code, amount, value_date, voucher, payee, purpose, external_id, actor)
SELECT l.id, l.unit, l.economic_code, :amount::bigint, date '2024-01-01' + :day::int, '2024-PZ-00001234',
  '某市供应商012345有限公司', '合同 123456 验收单，办公及会议支出', gen_random_uuid(), 'clerk' FROM l RETURNING seq;
SCRIPT
}

batch() {
  cat <<'SCRIPT'
WITH b AS (SELECT nextval('next_batch') * 100 % 2000000 first),
 i AS (SELECT w.* FROM b, waiting w WHERE w.n BETWEEN b.first + 1 AND b.first + 100),
 g AS (SELECT line, sum(amount)::bigint s FROM i GROUP BY line ORDER BY line),
 l AS (UPDATE line SET paid = paid + g.s FROM g WHERE line.id = g.line AND paid + g.s <= budget
   RETURNING id, unit, economic_code)
INSERT INTO payment(line, unit, economic_code, amount, value_date, voucher, payee, purpose, external_id, actor)
SELECT l.id, l.unit, l.economic_code, i.amount, i.value_date, i.voucher, i.payee, i.purpose, gen_random_uuid(), 'clerk'
  FROM i JOIN l ON l.id = i.line;
SCRIPT
}

# run CLIENTS PAYMENTS-A-TRANSACTION < SCRIPT
run() {
  cat >"$folder/payment.sql"
  rm -f "$folder"/times.*
  local rate
  # Two batches that meet on lines in another order are one deadlock, and tried again.
  rate=$(pgbench -n -M prepared -c "$1" -j 2 -T "$seconds" --max-tries 100 -l --log-prefix="$folder/times" \
    -f "$folder/payment.sql" 2>/dev/null | awk '/^tps/ { print $3 }')
  awk '{ print $3 }' "$folder"/times.* | sort -n | awk -v rate="$rate" -v each="$2" '{ value[NR] = $1 }
    END { printf "%.0f %d %d\n", rate * each, value[int((NR + 1) / 2)], value[int(NR * 0.99)] }'
}

for what in "$@"; do
  case "$what" in
    start) start ;;
    stop) as_server "pg_ctl -D '$folder/data' -m fast -w stop" >/dev/null; rm -rf "$folder" ;;
    one) single '\set line random(0, 5999)' | run 1 1 ;;
    many) single '\set line random(0, 5999)' | run 32 1 ;;
    line) single '\set line random(17, 17)' | run 32 1 ;;
    batch) batch | run 4 100 ;;
    *) sed -n '2,12s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
  esac
done
