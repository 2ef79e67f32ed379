#!/usr/bin/env python3
"""Writes the small units of maker/small_plans.py beside the sample year, after checking that each adds up.

    deploy/sample/make_small_units.py
"""

import csv
import io
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from maker.common import YEAR, Numbers, day_number, print_day, working_day  # noqa: E402
from maker.small_plans import PLANS  # noqa: E402
from maker.spending import COLUMNS  # noqa: E402

HERE = Path(__file__).resolve().parent
PACKS = HERE.parent / "packs"
BUDGET = ("budget", "市财政局预算科经办")
ACCOUNTING = ("accounting", "财务科经办")
PERFORMANCE = ("performance", "绩效经办")
YEAR_END = day_number(12, 31)


class Unit:
    def __init__(self, plan):
        self.plan = plan
        self.numbers = Numbers()
        self.policy = json.loads((PACKS / plan["pack"] / "policy.json").read_text("utf-8"))
        self.policy_ref = f"{self.policy['id']}@{self.policy['version']}"

    def command(self, who, prefix, day, kind, body, document=None):
        header = {"source": who[0],
                  "external_id": self.numbers.next(f"{self.plan['prefix']}-{prefix}"),
                  "actor": who[1]}
        if kind == "policy_adopted":
            header["external_id"] = f"ZC-{self.policy_ref}"
        else:
            header.update(unit=self.plan["unit"], year=YEAR)
        header["effective_on"] = day
        if document:
            header["document_number"] = document
        return {"header": header, kind: body}

    def opening(self):
        first = day_number(1, 1)
        plan = self.plan
        if plan["adopts"]:
            yield self.command(BUDGET, "ZC", first, "policy_adopted", {"policy": self.policy})
        opened = {"unit_name": plan["name"], "division": plan["division"]}
        if plan["parent"]:
            opened["parent_unit"] = plan["parent"]
        opened.update(policy=self.policy_ref, code_tables="2024", currency="CNY")
        yield self.command(BUDGET, "ZT", first, "ledger_opened", opened)
        for code, (name, category, project, kind, function, fund, amounts) in plan["lines"].items():
            line = {"line": code, "name": name, "category": category}
            if project:
                line.update(project=project, project_name=plan["projects"][project],
                            project_kind=kind)
            line.update(functional_class=function, fund_type=fund, disclosure="DISCLOSED")
            if set(amounts) <= {"30217", "30231"}:
                line["three_public"] = True
            yield self.command(BUDGET, "ZB", first, "line_opened", line)
        quota, on_post, kind = plan["staff"]
        staff = {"staff_kind": kind}
        yield self.command(BUDGET, "BZ", first, "quota_set", {**staff, "persons": quota})
        yield self.command(BUDGET, "RS", first, "headcount_reported", {**staff, "persons": on_post})
        figures = [{"figure": f, "amount_fen": str(y * 100)} for f, y in plan["prior"].items()]
        yield self.command(ACCOUNTING, "SN", first, "prior_year_figures", {"figures": figures})

    def targets(self):
        day, document = working_day(1, 2), self.plan["targets"]
        yield self.command(PERFORMANCE, "MB", day, "goal_stated",
                           {"expected": self.plan["goal"]}, document)
        for order, (code, indicator) in enumerate(self.plan["indicators"].items(), 1):
            project, level1, level2, level3, kind, target, unit, weight, results = indicator
            body = {"indicator": code, "project": project, "level1": level1, "level2": level2,
                    "level3": level3, "kind": kind,
                    "target_text" if kind == "QUALITATIVE" else "target": target, "unit": unit,
                    "weight": weight * 100, "order": order, "approval": document}
            if isinstance(results, str):
                body["derived_from"] = results
            yield self.command(PERFORMANCE, "ZBJX", day, "indicator_set",
                               {k: v for k, v in body.items() if v != ""}, document)

    def money(self):
        day = working_day(1, 5)
        for code, line in self.plan["lines"].items():
            amounts = [{"economic_class": c, "amount_fen": str(y * 100)}
                       for c, y in line[-1].items()]
            yield self.command(BUDGET, "NC", day, "initial_appropriation",
                               {"line": code, "amounts": amounts}, self.plan["document"])
        for code in self.plan["lines"]:  # what will be paid arrives in two halves
            paid = [p for p in self.plan["payments"] if p[1] == code]
            for month, part in ((1, [p for p in paid if p[0] <= 6]),
                                (7, [p for p in paid if p[0] > 6])):
                if part:
                    yield self.command(BUDGET, "YK", working_day(month, 8), "funds_received",
                                       {"line": code,
                                        "amount_fen": str(sum(p[3] for p in part) * 100)})
        month, line, item, yuan, cause, document = self.plan["supplement"]
        amounts = [{"economic_class": item, "amount_fen": str(yuan * 100)}]
        yield self.command(BUDGET, "ZJ", working_day(month, 12), "supplement",
                           {"line": line, "amounts": amounts, "cause": cause}, document)

    def payment_rows(self):
        """In the order of their days: the nth payment of a month is made on its nth working day after the 14th."""
        in_month = {}
        for month, line, item, yuan, payee, purpose in sorted(self.plan["payments"],
                                                              key=lambda p: p[0]):
            count = in_month[month] = in_month.get(month, 0) + 1
            day = working_day(month, min(14 + count, 28))
            number = f"{YEAR}{month:02d}{count:04d}"
            yield [f"{self.plan['prefix']}-ZF{number}", ACCOUNTING[0], str(YEAR),
                   self.plan["unit"], print_day(day), f"{YEAR}-{month:02d}-记-{count:04d}", line,
                   item, f"{yuan}.00", payee, purpose, "国库集中支付", "否", ACCOUNTING[1]]

    def monitoring(self):
        day = day_number(7, 31)
        for what, (amount, likelihood, remark) in self.plan["forecasts"].items():
            if isinstance(amount, int):
                body = {"figure": what, "amount_fen": str(amount * 100)}
            else:
                body = {"indicator": what, "value": amount}
            body.update(likelihood=likelihood, **({"remark": remark} if remark else {}))
            yield self.command(PERFORMANCE, "YJ", day, "forecast_reported", body)

    def results(self, last_months):
        ends = {3: 31, 6: 30, 7: 31, 9: 30, 12: 31}
        found = []
        for code, indicator in self.plan["indicators"].items():
            if not isinstance(indicator[-1], list):
                continue
            mode = "CUMULATIVE" if indicator[6] == "%" else "INCREMENTAL"
            found += [(month, code, mode, value) for month, value in indicator[-1]
                      if month in last_months]
        for month, code, mode, value in sorted(found, key=lambda f: f[0]):
            yield self.command(PERFORMANCE, "WC", day_number(month, ends[month]),
                               "result_reported",
                               {"indicator": code, "mode": mode, "value": str(value),
                                "evidence": "业务台账"})

    def year_end(self):
        yield from self.results((9, 12))
        for code, indicator in self.plan["indicators"].items():
            if isinstance(indicator[-1], tuple):
                band, percent = indicator[-1]
                said = next(b["zh"] for b in self.policy["bands"] if b["code"] == band)
                yield self.command(PERFORMANCE, "WC", YEAR_END, "result_reported",
                                   {"indicator": code, "mode": "CUMULATIVE", "text": said,
                                    "evidence": "问卷调查"})
                yield self.command(PERFORMANCE, "PJ", YEAR_END, "indicator_rated",
                                   {"indicator": code, "band": band, "percent": percent})
        yield self.command(BUDGET, "NJ", YEAR_END, "ledger_closed", {"note": "年度决算批复后关账"})
        for code, reason in self.plan["deviations"].items():
            yield self.command(PERFORMANCE, "PC", YEAR_END, "deviation_explained",
                               {"indicator": code, "cause": "OTHER_CAUSE", "reason": reason})
        texts = {self.plan["texts_form"]: self.plan["achieved"], **self.plan["texts"]}
        for place, text in texts.items():
            form, cell = place.split("/")
            yield self.command(PERFORMANCE, "WZ", YEAR_END, "text_recorded",
                               {"form": form, "cell": cell, "text": text})


def check(plan, policy):
    """No line and class pays more than its budget, and the weights make the policy's total."""
    budget = {(code, item): yuan for code, line in plan["lines"].items()
              for item, yuan in line[-1].items()}
    _, line, item, yuan, *_ = plan["supplement"]
    budget[line, item] += yuan
    for _, line, item, yuan, *_ in plan["payments"]:
        budget[line, item] -= yuan
        assert budget[line, item] >= 0, (line, item)
    for project in ["", *plan["projects"]]:
        weights = sum(i[7] for i in plan["indicators"].values() if i[0] == project) * 100
        assert weights + policy["execution_points"] == policy["total_points"], project


def write(plan):
    unit = Unit(plan)
    check(plan, unit.policy)
    folder = HERE / plan["folder"]
    folder.mkdir(exist_ok=True)
    for name, commands in [("01-ledger", unit.opening()), ("02-targets", unit.targets()),
                           ("03-money", unit.money()), ("05-results", unit.results((3, 6, 7))),
                           ("06-monitoring", unit.monitoring()), ("07-year-end", unit.year_end())]:
        lines = [json.dumps(c, ensure_ascii=False, separators=(",", ":")) for c in commands]
        (folder / f"{name}.ndjson").write_text("\n".join(lines) + "\n", "utf-8", newline="\n")
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows([COLUMNS, *unit.payment_rows()])
    (folder / "04-payments.csv").write_bytes(text.getvalue().encode("utf-8-sig"))


if __name__ == "__main__":
    for one in PLANS:
        write(one)
