"""Units, days and the shape of a command: what every part of the sample's maker shares."""

import datetime
from decimal import Decimal

UNIT = "431200-136"
DIVISION = "431200"
YEAR = 2024

# Who asks: source systems and the roles that act in them.
BUDGET = ("budget", "市财政局预算科经办")
ACCOUNTING = ("accounting", "装备财务保障科经办")
CONTRACTS = ("contracts", "装备财务保障科采购经办")
PERFORMANCE = ("performance", "装备财务保障科绩效经办")
PERSONNEL = ("personnel", "政治部经办")

# Public holidays of 2024 on which nothing is paid, as (month, first day, last day).
HOLIDAYS = [(1, 1, 1), (2, 10, 17), (4, 4, 6), (5, 1, 5), (6, 10, 10), (9, 15, 17), (10, 1, 7)]


def wan(text):
    """万元, at most four decimals that matter, as fen."""
    fen = Decimal(text) * 1_000_000
    assert fen == int(fen), text
    return int(fen)


def yuan(text):
    fen = Decimal(text) * 100
    assert fen == int(fen), text
    return int(fen)


def print_yuan(fen):
    return f"{fen // 100}.{fen % 100:02d}"


def day_number(month, day):
    return YEAR * 10000 + month * 100 + day


def _is_working_day(day):
    in_holiday = any(m == day.month and a <= day.day <= b for m, a, b in HOLIDAYS)
    return day.weekday() < 5 and not in_holiday


def working_day(month, day):
    """The working day on or after the given day, in the same month where there is one left."""
    first = datetime.date(YEAR, month, day)
    for step in (1, -1):
        found = first
        while found.month == month:
            if _is_working_day(found):
                return day_number(found.month, found.day)
            found += datetime.timedelta(days=step)
    raise AssertionError("a month without a working day")


def print_day(number):
    text = str(number)
    return f"{text[:4]}-{text[4:6]}-{text[6:]}"


class Numbers:
    """Running external ids: "YS2024-0001", "YS2024-0002" …"""

    def __init__(self):
        self._last = {}

    def next(self, prefix):
        self._last[prefix] = self._last.get(prefix, 0) + 1
        return f"{prefix}{YEAR}-{self._last[prefix]:04d}"


def command(who, external_id, day, kind, body, document=None):
    """One Command in protobuf's JSON mapping."""
    source, actor = who
    header = {"source": source, "external_id": external_id, "actor": actor}
    if kind != "policy_adopted":
        header["unit"] = UNIT
        header["year"] = YEAR
    header["effective_on"] = day
    if document:
        header["document_number"] = document
    return {"header": header, kind: body}
