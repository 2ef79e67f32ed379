"""Plans of payments, and how a class's full-year budget is shared out among them."""

import random
from dataclasses import dataclass, replace

from maker.common import working_day, yuan

SEED = 431200136


@dataclass
class Entry:
    line: str
    item: str          # economic class, five digits
    month: int
    day: int           # moved to the next working day
    weight: float      # share of what the class has, beside entries with an amount of their own
    payee: str
    purpose: str
    tag: str = ""      # for what happens to this payment afterwards
    fen: bool = False  # amounts to the fen instead of whole yuan
    step: int = 0      # amounts in multiples of so many fen; 0: as `fen` says
    jitter: float = 0.12
    contract: str = ""
    amount: str = ""   # yuan; empty: by weight

    @property
    def on(self):
        return working_day(self.month, self.day)

    @property
    def grain(self):
        return self.step or (1 if self.fen else 100)


def every_month(line, item, day, payee, purpose, weights=None, months=range(1, 13), jitter=0.0,
                fen=False, contract=""):
    """One entry a month; weights are by calendar month."""
    for month in months:
        weight = weights[month - 1] if weights else 1
        yield Entry(line, item, month, day, weight, payee, purpose.format(m=month), fen=fen,
                    jitter=jitter, contract=contract)


def on_days(line, item, rows, fen=False, contract=""):
    """One entry for each (month, day, weight, payee, purpose[, tag])."""
    for month, day, weight, payee, purpose, *tag in rows:
        yield Entry(line, item, month, day, weight, payee, purpose, *tag, fen=fen,
                    contract=contract)


def share_out(entries, budgets):
    """Gives every entry its amount: [(entry, fen)] by day; each class comes to its budget exactly.

    `budgets` is {(line, class): fen}. What rounding leaves goes to the class's last entry.
    """
    chance = random.Random(SEED)
    classes = {}
    for entry in entries:
        classes.setdefault((entry.line, entry.item), []).append(entry)
    missing = [key for key, fen in budgets.items() if fen and key not in classes]
    assert not missing, f"a budget nobody spends: {missing}"
    shared = []
    for key, members in classes.items():
        members.sort(key=lambda e: (e.on, e.purpose))
        left = budgets[key] - sum(yuan(e.amount) for e in members if e.amount)
        weighted = [e for e in members if not e.amount]
        weights = [e.weight * (1 + e.jitter * (2 * chance.random() - 1)) for e in weighted]
        amounts = [round(left * w / sum(weights) / e.grain) * e.grain
                   for e, w in zip(weighted, weights)]
        if weighted:
            amounts[-1] += left - sum(amounts)
        given = iter(amounts)
        for entry in members:
            fen = yuan(entry.amount) if entry.amount else next(given)
            assert fen > 0, (entry, fen)
            shared.append((replace(entry), fen))
        assert sum(fen for e, fen in shared if (e.line, e.item) == key) == budgets[key], key
    shared.sort(key=lambda pair: pair[0].on)
    return shared
