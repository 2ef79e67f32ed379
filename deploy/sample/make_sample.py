#!/usr/bin/env python3
"""Writes the sample year deploy/sample/huaihua-justice-2024 and checks that it adds up.

    deploy/sample/make_sample.py           write the files, then check them
    deploy/sample/make_sample.py --check   only check the files that are there

The same files come out on every machine: one fixed seed, Python 3.9 or newer, nothing else needed.
"""

import csv
import io
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from maker import budget, declared, performance, spending  # noqa: E402
from maker.common import ACCOUNTING, BUDGET, UNIT, YEAR, Numbers, command, print_day, print_yuan  # noqa: E402
from maker.replay import check_folder  # noqa: E402

HERE = Path(__file__).resolve().parent
FOLDER = HERE / "huaihua-justice-2024"
POLICY = HERE.parent / "packs" / "hunan-2024" / "policy.json"
# (number, name, first and last day as month × 100 + day)
PERIODS = [(1, "q1", 101, 331), (2, "q2", 401, 630), (3, "q3", 701, 930),
           (4, "oct-nov", 1001, 1130), (5, "dec", 1201, 1231)]
REFUND_COLUMNS = ["业务流水号", "来源系统", "年度", "预算单位代码", "业务日期", "原支付", "金额", "退回类型", "原因",
                  "经办人"]
REFUND_KINDS = {"REFUNDED": "退回", "REVERSED": "红冲"}


def write_ndjson(name, commands):
    commands = list(commands)
    if commands:
        lines = [json.dumps(c, ensure_ascii=False, separators=(",", ":")) for c in commands]
        (FOLDER / f"{name}.ndjson").write_text("\n".join(lines) + "\n", "utf-8", newline="\n")


def write_csv(name, columns, rows, encoding="utf-8-sig"):
    rows = list(rows)
    if rows:
        text = io.StringIO(newline="")
        csv.writer(text, lineterminator="\r\n").writerows([columns, *rows])
        (FOLDER / f"{name}.csv").write_bytes(text.getvalue().encode(encoding))


def refund_row(refund):
    header, body = refund["header"], refund["reversal"]
    return [header["external_id"], ACCOUNTING[0], str(YEAR), UNIT, print_day(header["effective_on"]),
            body["payment"]["external_id"], print_yuan(int(body["amount_fen"])),
            REFUND_KINDS[body["kind"]], body["reason"], ACCOUNTING[1]]


def by_day(commands):
    return sorted(commands, key=lambda c: c["header"]["effective_on"])


def write_opening(numbers):
    policy = json.loads(POLICY.read_text("utf-8"))
    ref = f"{policy['id']}@{policy['version']}"
    write_ndjson("01-policy", [command(BUDGET, f"ZC-{ref}", budget.OPENED, "policy_adopted",
                                       {"policy": policy})])
    write_ndjson("02-ledger", budget.ledger_commands(numbers, ref))
    write_ndjson("03-targets", performance.target_commands(numbers))
    write_ndjson("04-initial-budget", budget.initial_commands(numbers))


def write_period(period, payments, money, follow_ups, progress):
    number, name, first, last = period

    def inside(commands):
        return [c for c in by_day(commands) if first <= c["header"]["effective_on"] % 10000 <= last]

    paid = [p for p in payments if first <= p.on % 10000 <= last]
    at_once = [p for p in paid if not p.entry.contract]
    refunds = [refund_row(c) for c in inside(follow_ups) if "reversal" in c]
    december = name == "dec"
    write_ndjson(f"{number}1-{name}-budget", inside(money))
    if december:  # before the payments that spend the same money again
        write_csv(f"{number}2-{name}-refunds", REFUND_COLUMNS, refunds)
        public = [p for p in at_once if p.line.startswith("GY")]
        rest = [p for p in at_once if not p.line.startswith("GY")]
        write_csv(f"{number}3-{name}-payments", spending.COLUMNS, map(spending.csv_row, rest))
        write_csv(f"{number}4-{name}-public-payments-gb18030", spending.COLUMNS,
                  map(spending.csv_row, public), "gb18030")
    else:
        write_csv(f"{number}2-{name}-payments", spending.COLUMNS, map(spending.csv_row, at_once))
        write_csv(f"{number}3-{name}-refunds", REFUND_COLUMNS, refunds)
    write_ndjson(f"{number}5-{name}-contract-payments",
                 [spending.contract_payment_command(p) for p in paid if p.entry.contract])
    write_ndjson(f"{number}6-{name}-corrections",
                 [c for c in inside(follow_ups) if "correction" in c])
    write_ndjson(f"{number}7-{name}-progress", inside(progress))


def write_all():
    FOLDER.mkdir(exist_ok=True)
    for old in [*FOLDER.glob("*.ndjson"), *FOLDER.glob("*.csv")]:
        old.unlink()
    numbers = Numbers()
    write_opening(numbers)
    payments = spending.make_payments()
    money = [*budget.funds_commands(numbers, list(spending.movements(payments))),
             *budget.change_commands(numbers), *spending.contract_commands(numbers)]
    follow_ups = by_day(spending.follow_up_commands(payments, numbers))
    progress = [*budget.headcount_commands(numbers, 102, 1231),
                *performance.progress_commands(numbers)]
    for period in PERIODS:
        write_period(period, payments, money, follow_ups, progress)
    write_ndjson("38-q3-monitoring", performance.monitoring_commands(numbers))
    write_ndjson("61-year-end", performance.year_end_commands(numbers))
    write_ndjson("62-close", [command(BUDGET, "NJ2024-0001", performance.YEAR_END, "ledger_closed",
                                      {"note": "2024年度决算批复后关账"})])
    write_ndjson("63-self-evaluation", performance.self_evaluation_commands(numbers))
    write_ndjson("64-declared", declared.declaration_commands(numbers))


def main():
    if sys.argv[1:] not in ([], ["--check"]):
        sys.exit(__doc__)
    if not sys.argv[1:]:
        write_all()
    for line in check_folder(FOLDER):
        print(line)


if __name__ == "__main__":
    main()
