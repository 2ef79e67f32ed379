"""What the unit was given: its lines, their appropriations and every change of the year.

Amounts are 万元. The document gives the totals (basic 1391.79 → 1369.58, projects 505.50 → 553.17), the
nine special funds and the three-public budgets; the split by line and class and all dates are made up.
"""

from maker.common import (ACCOUNTING, BUDGET, PERSONNEL, DIVISION, YEAR, command, day_number,
                          wan, working_day)

INITIAL_DOCUMENT = "怀财预〔2024〕5号"
OPENED = day_number(1, 1)
APPROPRIATED = day_number(1, 5)

# line: (name, category, functional class, {economic class: 年初预算})
BASIC = {
    "RY01": ("行政人员工资", "PERSONNEL", "2040601",
             {"30101": "304.80", "30102": "322.56", "30103": "98.00"}),
    "RY02": ("事业人员工资", "PERSONNEL", "2040650", {"30101": "35.64", "30107": "37.80"}),
    "RY03": ("基本养老保险缴费", "PERSONNEL", "2080505", {"30108": "112.40"}),
    "RY04": ("职业年金缴费", "PERSONNEL", "2080506", {"30109": "56.20"}),
    "RY05": ("职工基本医疗保险缴费", "PERSONNEL", "2101101", {"30110": "52.80"}),
    "RY06": ("公务员医疗补助缴费", "PERSONNEL", "2101103", {"30111": "23.60"}),
    "RY07": ("住房公积金", "PERSONNEL", "2210201", {"30113": "84.00"}),
    "RY08": ("离退休及遗属补助", "PERSONNEL", "2080501",
             {"30302": "12.00", "30305": "5.64", "30309": "0.36"}),
    "RY09": ("工伤失业保险缴费", "PERSONNEL", "2089999", {"30112": "4.20"}),
    "GY01": ("机关公用经费", "PUBLIC", "2040601",
             {"30201": "18.00", "30202": "6.00", "30205": "1.80", "30206": "11.20",
              "30207": "6.80", "30209": "21.60", "30211": "22.00", "30213": "9.00",
              "30215": "6.00", "30216": "5.50", "30226": "9.60", "30227": "8.00",
              "30228": "13.20", "30229": "9.90", "30239": "46.80", "30299": "5.59",
              "31002": "4.00"}),
    "GY02": ("法律援助中心公用经费", "PUBLIC", "2040650",
             {"30201": "2.40", "30202": "1.20", "30207": "1.00", "30211": "3.00",
              "30226": "1.60", "30228": "0.90", "30229": "0.70", "30299": "1.20"}),
    "GY03": ("公务用车运行维护", "PUBLIC", "2040601", {"30231": "20.00"}),
    "GY04": ("公务接待", "PUBLIC", "2040601", {"30217": "4.80"}),
}
THREE_PUBLIC_LINES = ("GY03", "GY04")

# project: (name, classified)
PROJECTS = {
    "ZX01": ("法律援助经费", False),
    "ZX02": ("普法宣传经费", False),
    "ZX03": ("国家统一法律职业资格考试经费", False),
    "ZX04": ("行政复议与应诉及依法行政经费", False),
    "ZX05": ("人民调解以奖代补经费", False),
    "ZX06": ("人民监督员经费", False),
    "ZX07": ("法律顾问工作经费", False),
    "ZX08": ("立法工作经费", False),
    "ZX09": ("社区矫正政府购买服务经费", False),
    "QT01": ("涉密项目甲", True),
    "QT02": ("涉密项目乙", True),
    "QT03": ("涉密项目丙", True),
}

# line: (name, project, functional class, {economic class: 年初预算})
PROJECT_LINES = {
    "ZX01-1": ("法律援助办案补贴", "ZX01", "2040607",
               {"30202": "1.37", "30211": "3.00", "30226": "9.00"}),
    "ZX01-2": ("法律援助服务采购", "ZX01", "2040607", {"30227": "106.63"}),
    "ZX02": ("普法宣传经费", "ZX02", "2040605",
             {"30202": "9.00", "30226": "6.00", "30227": "28.00", "30299": "7.00"}),
    "ZX03": ("国家统一法律职业资格考试经费", "ZX03", "2040608",
             {"30202": "1.00", "30211": "2.00", "30214": "12.00", "30226": "14.30",
              "30299": "4.00"}),
    "ZX04": ("行政复议与应诉及依法行政经费", "ZX04", "2040612",
             {"30201": "3.00", "30202": "2.00", "30211": "6.00", "30226": "5.00",
              "30227": "9.00"}),
    "ZX05": ("人民调解以奖代补经费", "ZX05", "2040604", {"30226": "14.00", "30299": "6.00"}),
    "ZX06": ("人民监督员经费", "ZX06", "2040699",
             {"30211": "1.80", "30216": "3.00", "30226": "5.20"}),
    "ZX07": ("法律顾问工作经费", "ZX07", "2040607", {"30203": "10.00", "30211": "2.50"}),
    "ZX08": ("立法工作经费", "ZX08", "2040612",
             {"30202": "1.00", "30203": "4.00", "30211": "2.50", "30227": "2.50"}),
    "ZX09": ("社区矫正政府购买服务经费", "ZX09", "2040610", {"30227": "9.37"}),
    "QT01": ("涉密项目甲", "QT01", "2040602",
             {"30214": "12.00", "30226": "20.00", "30227": "60.00"}),
    "QT02": ("涉密项目乙", "QT02", "2040699",
             {"30227": "40.00", "30299": "20.00", "31003": "18.33"}),
    "QT03": ("涉密项目丙", "QT03", "2040602", {"30226": "15.00", "30227": "30.00"}),
}
PROCUREMENT_LINES = ("ZX01-2", "ZX09")

# (kind, month, day, document, cause, line, {class: amount})
CHANGES = [
    ("supplement", 5, 20, "怀财预〔2024〕37号", "STATE_POLICY", "RY01",
     {"30101": "5.00", "30102": "7.60"}),
    ("cut", 7, 15, "怀财预〔2024〕58号", "SUPERIOR_TASK", "GY01",
     {"30201": "2.00", "30202": "0.50", "30211": "5.00", "30213": "1.50", "30215": "3.00",
      "30216": "2.00", "30227": "2.50", "30299": "1.50"}),
    ("cut", 7, 15, "怀财预〔2024〕58号", "SUPERIOR_TASK", "QT02", {"30299": "5.00"}),
    ("supplement", 8, 16, "怀财预〔2024〕66号", "SUPERIOR_TASK", "QT01",
     {"30227": "20.00", "31003": "10.00"}),
    ("supplement", 10, 15, "怀财预〔2024〕83号", "SUPERIOR_TASK", "QT03", {"30227": "22.67"}),
    ("cut", 10, 25, "怀财预〔2024〕87号", "OWN_DECISION", "RY01",
     {"30101": "6.00", "30102": "6.6097"}),
    ("cut", 12, 18, "怀财预〔2024〕118号", "OWN_DECISION", "GY03", {"30231": "1.2051"}),
    ("cut", 12, 18, "怀财预〔2024〕118号", "OWN_DECISION", "GY04", {"30217": "2.9952"}),
]

# (month, day, document, cause, [(line, class, direction, amount)])
VIREMENTS = [
    (11, 6, "怀财预〔2024〕92号", "SUPERIOR_TASK",
     [("QT02", "30299", "OUT", "4.20"), ("QT03", "30226", "OUT", "1.80"),
      ("QT01", "30227", "IN", "6.00")]),
    (11, 15, "怀财预〔2024〕96号", "OWN_DECISION",
     [("RY04", "30109", "OUT", "1.80"), ("RY02", "30107", "OUT", "0.90"),
      ("RY05", "30110", "IN", "1.50"), ("RY07", "30113", "IN", "1.20")]),
    (11, 18, "怀财预〔2024〕97号", "OWN_DECISION",
     [("GY01", "30227", "OUT", "1.50"), ("GY01", "30239", "OUT", "0.80"),
      ("GY01", "31002", "IN", "1.20"), ("GY02", "30201", "IN", "1.10")]),
]

QUOTAS = [("政法专项", 69), ("事业", 9)]
HEADCOUNTS = [  # (month, day, kind, persons)
    (1, 1, "政法专项", 64), (1, 1, "事业", 8), (4, 1, "政法专项", 65), (7, 1, "政法专项", 67),
    (7, 1, "事业", 9), (9, 1, "政法专项", 66), (12, 31, "政法专项", 66), (12, 31, "事业", 9),
]

# 2023年决算数, 万元, by figure
PRIOR_YEAR = {
    "paid(three_public=vehicle_purchase)": "0",
    "paid(three_public=vehicle_operation)": "17.39",
    "paid(three_public=abroad)": "0",
    "paid(three_public=reception)": "3.21",
    "paid(project=ZX01)": "115.53",
    "paid(project=ZX02)": "61.05",
    "paid(project=ZX03)": "37",
    "paid(project=ZX04)": "25",
    "paid(project=ZX05)": "20",
    "paid(project=ZX06)": "10",
    "paid(project=ZX07)": "12.5",
    "paid(project=ZX08)": "10",
    "paid(project=ZX09)": "20",
}


def initial_amounts():
    """{line: {class: fen}} of the initial appropriation."""
    lines = {line: facts[3] for line, facts in {**BASIC, **PROJECT_LINES}.items()}
    return {line: {c: wan(a) for c, a in classes.items()} for line, classes in lines.items()}


def full_year_amounts():
    """{(line, class): fen} after every change: what the year's payments must come to."""
    total = {(line, c): a for line, classes in initial_amounts().items()
             for c, a in classes.items()}
    for kind, _, _, _, _, line, amounts in CHANGES:
        for c, amount in amounts.items():
            sign = 1 if kind == "supplement" else -1
            total[line, c] = total.get((line, c), 0) + sign * wan(amount)
    for _, _, _, _, legs in VIREMENTS:
        for line, c, direction, amount in legs:
            sign = 1 if direction == "IN" else -1
            total[line, c] = total.get((line, c), 0) + sign * wan(amount)
    return total


def budget_on(day):
    """{line: fen} of the budget in force on a day."""
    total = {line: sum(classes.values()) for line, classes in initial_amounts().items()}
    for kind, month, d, _, _, line, amounts in CHANGES:
        if day_number(month, d) <= day:
            sign = 1 if kind == "supplement" else -1
            total[line] += sign * sum(wan(a) for a in amounts.values())
    for month, d, _, _, legs in VIREMENTS:
        if day_number(month, d) <= day:
            for line, _, direction, amount in legs:
                total[line] += (1 if direction == "IN" else -1) * wan(amount)
    return total


def class_amounts(amounts):
    return [{"economic_class": c, "amount_fen": str(wan(a))} for c, a in amounts.items()]


def ledger_commands(numbers, policy_ref):
    """The ledger, its lines, and the facts about the unit that stand on 1 January."""
    yield command(BUDGET, numbers.next("ZT"), OPENED, "ledger_opened", {
        "unit_name": "怀化市司法局", "division": DIVISION, "policy": policy_ref,
        "code_tables": "2024", "currency": "CNY"})
    for line, (name, category, function, _) in BASIC.items():
        body = {"line": line, "name": name, "category": category, "functional_class": function,
                "fund_type": "111", "disclosure": "DISCLOSED"}
        if line in THREE_PUBLIC_LINES:
            body["three_public"] = True
        yield command(BUDGET, numbers.next("ZB"), OPENED, "line_opened", body)
    for line, (name, project, function, _) in PROJECT_LINES.items():
        project_name, classified = PROJECTS[project]
        body = {"line": line, "name": name, "category": "PROJECT", "project": project,
                "project_name": project_name, "project_kind": "SPECIAL_FUND",
                "functional_class": function, "fund_type": "111",
                "disclosure": "CLASSIFIED" if classified else "DISCLOSED"}
        if line in PROCUREMENT_LINES:
            body["procurement"] = True
        yield command(BUDGET, numbers.next("ZB"), OPENED, "line_opened", body)
    for kind, persons in QUOTAS:
        yield command(PERSONNEL, numbers.next("BZ"), OPENED, "quota_set",
                      {"staff_kind": kind, "persons": persons})
    yield from headcount_commands(numbers, 101, 101)
    figures = [{"figure": f, "amount_fen": str(wan(a))} for f, a in PRIOR_YEAR.items()]
    yield command(ACCOUNTING, f"SN{YEAR - 1}-0001", OPENED, "prior_year_figures",
                  {"figures": figures})


def headcount_commands(numbers, first, last):
    for month, day, kind, persons in HEADCOUNTS:
        if first <= month * 100 + day <= last:
            yield command(PERSONNEL, numbers.next("RS"), day_number(month, day),
                          "headcount_reported", {"staff_kind": kind, "persons": persons})


def initial_commands(numbers):
    lines = {line: facts[3] for line, facts in {**BASIC, **PROJECT_LINES}.items()}
    for line, amounts in lines.items():
        yield command(BUDGET, numbers.next("NC"), APPROPRIATED, "initial_appropriation",
                      {"line": line, "amounts": class_amounts(amounts)}, INITIAL_DOCUMENT)


def change_commands(numbers):
    for kind, month, day, document, cause, line, amounts in CHANGES:
        yield command(BUDGET, numbers.next("ZJ"), day_number(month, day), kind,
                      {"line": line, "amounts": class_amounts(amounts), "cause": cause}, document)
    for month, day, document, cause, legs in VIREMENTS:
        rows = [{"line": line, "economic_class": c, "direction": direction,
                 "amount_fen": str(wan(a))} for line, c, direction, a in legs]
        yield command(BUDGET, numbers.next("TJ"), day_number(month, day), "virement",
                      {"legs": rows, "cause": cause}, document)


def _peak(movements, line, last_day):
    """The most that a line had spent on any day so far."""
    spent = {}
    for day, at, fen in movements:
        if at == line and day <= last_day:
            spent[day] = spent.get(day, 0) + fen
    total = peak = 0
    for day in sorted(spent):
        total += spent[day]
        peak = max(peak, total)
    return peak


def funds_commands(numbers, movements):
    """Monthly quota of each line: what the month needs, rounded up to 1,000 yuan; the year's sum is the
    full-year budget. `movements` are (day, line, fen) of everything paid, refunded and moved."""
    received = dict.fromkeys(initial_amounts(), 0)
    last_budget = budget_on(day_number(12, 31))
    for month in range(1, 13):
        on = working_day(month, 8 if month == 1 else 1)
        budget = budget_on(on)
        for line, so_far in received.items():
            wanted = -(-_peak(movements, line, day_number(month, 31)) // 100_000) * 100_000
            wanted = min(wanted, budget[line], last_budget[line])
            if month == 12:
                wanted = last_budget[line]
            if wanted > so_far:
                received[line] = wanted
                yield command(BUDGET, numbers.next("YK"), on, "funds_received",
                              {"line": line, "amount_fen": str(wanted - so_far)})
