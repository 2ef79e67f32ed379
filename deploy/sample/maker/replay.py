"""Reads the written files back, in the order of their names, and refuses them unless they add up.

Shares no code with the maker but the folder: it knows the rules and the document's figures by itself.
"""

import csv
import io
import json
from datetime import date

DAYS = 366
DOCUMENT = {  # 万元, as the document prints them (and the fen behind the rounded ones)
    ("initial", "basic"): 1391_790000, ("initial", "project"): 505_500000,
    ("full year", "basic"): 1369_580000, ("full year", "project"): 553_170000,
    ("paid", "basic"): 1369_580000, ("paid", "project"): 553_170000,
    ("received", "basic"): 1369_580000, ("received", "project"): 553_170000,
    ("initial", "classified"): 215_330000, ("full year", "classified"): 263_000000,
    ("initial", "ZX01"): 120_000000, ("initial", "ZX02"): 50_000000,
    ("initial", "ZX03"): 33_300000, ("initial", "ZX04"): 25_000000,
    ("initial", "ZX05"): 20_000000, ("initial", "ZX06"): 10_000000,
    ("initial", "ZX07"): 12_500000, ("initial", "ZX08"): 10_000000,
    ("initial", "ZX09"): 9_370000,
    ("initial", "30231"): 20_000000, ("initial", "30217"): 4_800000,
    ("paid", "30231"): 18_794900, ("paid", "30217"): 1_804800,
    ("full year", "30231"): 18_794900, ("full year", "30217"): 1_804800,
    ("initial", "procurement"): 116_000000, ("paid", "procurement"): 116_000000,
}
CSV_KINDS = {"原支付": "reversal", "收款人": "payment"}


def _day(text):
    text = text.replace("-", "")
    return int(text)


def _index(day):
    return (date(day // 10000, day // 100 % 100, day % 100) - date(2024, 1, 1)).days


def _fen(text):
    whole, _, part = text.partition(".")
    assert len(part) == 2, text
    return int(whole) * 100 + int(part)


def read_folder(folder):
    """Every command of the folder as (place, kind, header, body), in file order."""
    for path in sorted(folder.iterdir()):
        if path.suffix == ".ndjson":
            for n, line in enumerate(path.read_text("utf-8").splitlines(), 1):
                command = json.loads(line)
                header = command.pop("header")
                (kind, body), = command.items()
                yield f"{path.name}:{n}", kind, header, body
        elif path.suffix == ".csv":
            data = path.read_bytes()
            encoding = "utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "gb18030"
            rows = csv.DictReader(io.StringIO(data.decode(encoding), newline=""))
            for n, row in enumerate(rows, 2):
                yield (f"{path.name}:{n}", *_from_row(row))


def _from_row(row):
    kind = next(k for column, k in CSV_KINDS.items() if column in row)
    day = row["支付日期"] if kind == "payment" else row["业务日期"]
    header = {"source": row["来源系统"], "external_id": row["业务流水号"], "unit": row["预算单位代码"],
              "year": int(row["年度"]), "effective_on": _day(day), "actor": row["经办人"]}
    if kind == "payment":
        return kind, header, {"line": row["预算指标编码"], "economic_class": row["部门经济分类"],
                              "amount_fen": _fen(row["支付金额"]), "payee": row["收款人"],
                              "voucher": row["凭证号"], "procurement": row["是否政府采购"] == "是"}
    return kind, header, {"payment": {"external_id": row["原支付"]},
                          "amount_fen": _fen(row["金额"])}


class Ledger:
    """One number per day, and nothing else: what is left on each day of each line and class."""

    def __init__(self):
        self.lines = {}
        self.left = {}        # line → headroom by day
        self.class_left = {}  # (line, class) → headroom by day, if control were by class
        self.three_public = {c: [0] * DAYS for c in ("30212", "30217", "30231", "31013", "30913")}
        self.funds = {}       # line → received less paid, by day
        self.totals = {}
        self.placed = {}      # payment → {(line, class): fen}
        self.flagged = {}     # payment → procurement
        self.paid_on = {}
        self.contracts = {}   # id → [line, class, left by day]
        self.approved = set()
        self.appropriated = set()
        self.ids = set()
        self.counts = {}
        self.closed = False

    def take(self, place, kind, header, body):
        key = (header["source"], header["external_id"])
        assert key not in self.ids, f"{place}: {key} twice"
        self.ids.add(key)
        assert header["actor"] and header["effective_on"] // 10000 == 2024, place
        self.counts[kind] = self.counts.get(kind, 0) + 1
        if self.closed:
            assert kind in ("text_recorded", "deviation_explained", "declaration"), place
        handler = getattr(self, "_" + kind, None)
        if handler:
            handler(header["effective_on"], body)
            self._check(place)

    def _check(self, place):
        for line, days in [*self.left.items(), *self.three_public.items()]:
            assert min(days) >= 0, f"{place}: {line} short by {min(days)} fen on day {days.index(min(days))}"
        for key, (_, _, days) in self.contracts.items():
            assert min(days) >= 0, f"{place}: contract {key} overdrawn"

    def _add(self, total, line, item, fen):
        facts = self.lines[line]
        keys = ["basic" if facts["category"] != "PROJECT" else "project", item, "all"]
        keys += [facts[k] for k in ("project",) if facts.get(k)]
        keys += ["classified"] if facts.get("disclosure") == "CLASSIFIED" else []
        keys += ["procurement"] if facts.get("procurement") and total != "paid" else []
        for key in keys:
            self.totals[total, key] = self.totals.get((total, key), 0) + fen

    def _move(self, line, item, day, fen):
        """Changes what is left from a day on."""
        series = [self.left[line], self.class_left.setdefault((line, item), [0] * DAYS)]
        series += [self.three_public[item]] if item in self.three_public else []
        for days in series:
            for i in range(_index(day), DAYS):
                days[i] += fen

    def _line_opened(self, day, body):
        self.lines[body["line"]] = body
        self.left[body["line"]] = [0] * DAYS
        self.funds[body["line"]] = [0] * DAYS

    def _indicator_set(self, day, body):
        assert body["weight"] > 0 and body.get("approval")
        self.approved.add((body.get("project", ""), day))

    def _give(self, day, body, total, sign):
        for row in body["amounts"]:
            fen, item = sign * int(row["amount_fen"]), row["economic_class"]
            flag = self.lines[body["line"]].get("three_public", False)
            assert flag == (item in self.three_public), (body, "三公标识")
            self._add(total, body["line"], item, fen)
            if total != "full year":
                self._add("full year", body["line"], item, fen)
            self._move(body["line"], item, day, fen)

    def _initial_appropriation(self, day, body):
        project = self.lines[body["line"]].get("project", "")
        assert not project or any(p == project and d <= day for p, d in self.approved), project
        self.appropriated.add(body["line"])
        self._give(day, body, "initial", 1)

    def _supplement(self, day, body):
        self._give(day, body, "full year", 1)

    def _cut(self, day, body):
        self._give(day, body, "full year", -1)

    def _virement(self, day, body):
        assert sum(int(leg["amount_fen"]) * (1 if leg["direction"] == "IN" else -1)
                   for leg in body["legs"]) == 0
        for leg in body["legs"]:
            fen = int(leg["amount_fen"]) * (1 if leg["direction"] == "IN" else -1)
            self._add("full year", leg["line"], leg["economic_class"], fen)
            self._move(leg["line"], leg["economic_class"], day, fen)

    def _funds_received(self, day, body):
        self._add("received", body["line"], "", int(body["amount_fen"]))
        for i in range(_index(day), DAYS):
            self.funds[body["line"]][i] += int(body["amount_fen"])

    def _commitment(self, day, body):
        fen = int(body["amount_fen"])
        key = f"HT2024-{len(self.contracts) + 1:04d}"
        self.contracts[key] = (body["line"], body["economic_class"],
                               [fen if i >= _index(day) else 0 for i in range(DAYS)])
        self._move(body["line"], body["economic_class"], day, -fen)

    def _draw(self, key, day, fen):
        line, item, days = self.contracts[key]
        for i in range(_index(day), DAYS):
            days[i] -= fen
        self._move(line, item, day, fen)

    def _commitment_release(self, day, body):
        self._draw(body["commitment"]["external_id"], day, int(body["amount_fen"]))

    def _spend(self, line, item, day, fen, flagged):
        self._add("paid", line, item, fen)
        if flagged:
            self.totals["paid", "procurement"] = self.totals.get(("paid", "procurement"), 0) + fen
        self._move(line, item, day, -fen)
        for i in range(_index(day), DAYS):
            self.funds[line][i] -= fen

    def _payment(self, day, body):
        fen = int(body["amount_fen"])
        assert fen > 0 and body["payee"] and body["voucher"]
        assert body["line"] in self.appropriated
        if "commitment" in body:
            key = body["commitment"]["external_id"]
            assert self.contracts[key][:2] == (body["line"], body["economic_class"])
            self._draw(key, day, fen)
        self._spend(body["line"], body["economic_class"], day, fen, body.get("procurement"))
        self._last = {(body["line"], body["economic_class"]): fen}

    def remember(self, header, body):
        key = header["external_id"]
        self.placed[key] = self._last
        self.flagged[key] = body.get("procurement", False)
        self.paid_on[key] = header["effective_on"]

    def _reversal(self, day, body):
        key, fen = body["payment"]["external_id"], int(body["amount_fen"])
        (line, item), = self.placed[key]
        assert day >= self.paid_on[key] and fen <= self.placed[key][line, item], body
        self.placed[key][line, item] -= fen
        self._spend(line, item, day, -fen, self.flagged[key])

    def _correction(self, day, body):
        key, fen = body["payment"]["external_id"], int(body["amount_fen"])
        (line, item), = self.placed[key]
        assert day >= self.paid_on[key] and fen <= self.placed[key][line, item], body
        to = body["to_line"], body["to_economic_class"]
        self.placed[key][line, item] -= fen
        self.placed[key][to] = fen
        self._spend(line, item, day, -fen, self.flagged[key])
        self._spend(*to, day, fen, self.flagged[key])

    def _ledger_closed(self, day, body):
        self.closed = True


def wan(fen):
    """Rounded half up to 万元 with two decimals."""
    return f"{(fen + 5000) // 10000 / 100:.2f}"


def check_folder(folder):
    """Raises AssertionError at the first thing that is wrong; returns lines that say what was found."""
    ledger = Ledger()
    for place, kind, header, body in read_folder(folder):
        ledger.take(place, kind, header, body)
        if kind == "payment":
            ledger.remember(header, body)
    wrong = [f"{key}: {ledger.totals.get(key, 0)} instead of {fen} fen"
             for key, fen in DOCUMENT.items() if ledger.totals.get(key, 0) != fen]
    assert not wrong, "\n".join(wrong)
    for project in [f"ZX{n:02d}" for n in range(1, 10)]:
        assert (ledger.totals["initial", project] == ledger.totals["full year", project]
                == ledger.totals["paid", project]), project
    for line, days in ledger.left.items():
        assert days[-1] == 0, f"{line} has {days[-1]} fen left at the end of the year"
        assert ledger.funds[line][-1] == 0, f"{line}: received is not what was paid"
        assert min(ledger.funds[line]) >= 0, (line, "paid before it was received",
                                              min(ledger.funds[line]))
    strict = [key for key, days in ledger.class_left.items() if min(days) < 0]
    assert all(days[-1] == 0 for days in ledger.class_left.values())
    three = ledger.totals["paid", "30231"] + ledger.totals["paid", "30217"]
    assert (wan(ledger.totals["paid", "30231"]), wan(ledger.totals["paid", "30217"]),
            wan(three)) == ("18.79", "1.80", "20.60")
    yield f"{sum(ledger.counts.values())} commands: " + ", ".join(
        f"{n} {kind}" for kind, n in ledger.counts.items())
    yield (f"initial {wan(ledger.totals['initial', 'all'])}, full year {wan(ledger.totals['full year', 'all'])}, "
           f"paid {wan(ledger.totals['paid', 'all'])} 万元")
    yield f"places that control by class would refuse: {strict or 'none'}"
