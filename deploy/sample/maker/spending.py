"""The year's payments with all that befell them: contracts, refunds, red reversals, corrections."""

from dataclasses import dataclass, field, replace

from maker import plan_basic, plan_projects
from maker.budget import PROCUREMENT_LINES, full_year_amounts
from maker.common import (ACCOUNTING, CONTRACTS, UNIT, YEAR, command, print_day, print_yuan,
                          working_day, yuan)
from maker.schedule import share_out

# key: (line, class, amount in yuan, month, day, counterparty, purpose)
CONTRACTS_SIGNED = {
    "property": ("GY01", "30209", "216000", 1, 9, "某某物业服务有限公司", "2024年度办公楼物业服务"),
    "probation": ("ZX09", "30227", "93700", 3, 15, "某某社会工作服务中心", "社区矫正社会工作服务"),
    "legal-aid-a": ("ZX01-2", "30227", "600000", 3, 28, "某甲律师事务所", "法律援助服务采购（一包）"),
    "legal-aid-b": ("ZX01-2", "30227", "466300", 3, 28, "某乙律师事务所", "法律援助服务采购（二包）"),
    "video": ("ZX02", "30227", "180000", 4, 8, "某某文化传媒有限公司", "普法短视频制作服务"),
    "exam-venue": ("ZX03", "30214", "120000", 8, 20, "某某职业技术学院", "法考机考考场租赁"),
    "legal-aid-c": ("ZX01-2", "30227", "18000", 11, 25, "某丙律师事务所", "法律援助热线律师值班服务"),
}
# (contract, amount in yuan, month, day): what was settled below the contract's price
RELEASES = [("legal-aid-a", "18000", 11, 22), ("video", "6000", 12, 2)]

# Sent back in whole (amount empty) or in part, and paid again:
# (tag, amount, kind, back on, reason, again on)
PAID_AGAIN = [
    ("paper-january", "", "REFUNDED", (1, 19), "收款账号有误，银行退回", (1, 24)),
    ("leaflets-may", "", "REVERSED", (5, 30), "发票抬头有误，凭证红冲重开", (6, 4)),
    ("mediators-october", "3600", "REFUNDED", (10, 24), "3名调解员账号有误，银行退回", (11, 4)),
    ("paper-november", "", "REFUNDED", (12, 2), "收款账号有误，银行退回", (12, 6)),
]
# Paid too much at first and sent back: (tag, amount, back on, reason)
OVERPAID = [
    ("payroll-april", "3806", (4, 25), "调出人员多发4月基本工资退回"),
    ("trip-GY01-15", "312.50", (6, 27), "差旅费超标准部分退回"),
    ("gearbox", "860", (9, 9), "维修工时费多计，修理厂退回"),
]
# Booked at the wrong place: (tag, line, class it was booked at, corrected on, reason)
MISCODED = [
    ("toner-march", "GY01", "30213", (3, 28), "耗材误列维修费，更正为办公费"),
    ("trip-GY02-4", "GY01", "30211", (8, 28), "法律援助中心差旅费误列机关公用经费"),
    ("trip-ZX08-2", "ZX07", "30203", (9, 18), "立法调研差旅费误列法律顾问项目咨询费"),
    ("print-september", "GY01", "30201", (9, 29), "印刷费误列办公费"),
]
# Two bills paid as one under the second's class, the first moved out later: (tag, into tag, on, reason)
MERGED = [("textbooks", "print-may", (6, 14), "印刷款中含培训教材费，更正为培训费")]


@dataclass
class Payment:
    entry: object
    on: int
    line: str
    item: str
    fen: int
    external_id: str = ""
    voucher: str = ""
    refunds: list = field(default_factory=list)      # (day, fen, kind, reason)
    corrections: list = field(default_factory=list)  # (day, fen, line, class, reason)


def _tag_extra(entry):
    if entry.line == "RY01" and entry.item == "30101" and entry.month == 4:
        return "payroll-april"
    if entry.line == "GY01" and entry.item == "30202" and entry.month == 5:
        return "print-may"
    return entry.tag


def make_payments():
    """All payments of the year by day, numbered; net of their follow-ups each class meets its budget."""
    planned = [*plan_basic.entries(), *plan_projects.entries()]
    payments = []
    for entry, fen in share_out(planned, full_year_amounts()):
        entry = replace(entry, tag=_tag_extra(entry))
        payments.append(Payment(entry, entry.on, entry.line, entry.item, fen))
    tagged = {p.entry.tag: p for p in payments if p.entry.tag}
    for tag, amount, kind, back, reason, again in PAID_AGAIN:
        first = tagged[tag]
        fen = yuan(amount) if amount else first.fen
        first.refunds.append((working_day(*back), fen, kind, reason))
        entry = replace(first.entry, tag="", purpose=first.entry.purpose + "（重新支付）")
        payments.append(Payment(entry, working_day(*again), first.line, first.item, fen))
    for tag, amount, back, reason in OVERPAID:
        tagged[tag].fen += yuan(amount)
        tagged[tag].refunds.append((working_day(*back), yuan(amount), "REFUNDED", reason))
    for tag, line, item, on, reason in MISCODED:
        payment = tagged[tag]
        payment.corrections.append((working_day(*on), payment.fen, payment.line, payment.item,
                                    reason))
        payment.line, payment.item = line, item
    for tag, into, on, reason in MERGED:
        part, whole = tagged[tag], tagged[into]
        whole.fen += part.fen
        whole.corrections.append((working_day(*on), part.fen, part.line, part.item, reason))
        payments.remove(part)
    _number(payments)
    return payments


def _number(payments):
    payments.sort(key=lambda p: p.on)
    in_month = {}
    for payment in payments:
        month = payment.on // 100
        n = in_month[month] = in_month.get(month, 0) + 1
        payment.external_id = f"ZF{month}{n:04d}"
        payment.voucher = f"{month // 100}-{month % 100:02d}-记-{n:04d}"


def movements(payments):
    """(day, line, fen) of everything paid, sent back and moved."""
    for p in payments:
        yield p.on, p.line, p.fen
        for on, fen, _, _ in p.refunds:
            yield on, p.line, -fen
        for on, fen, line, _, _ in p.corrections:
            yield on, p.line, -fen
            yield on, line, fen


def contract_ids():
    return {key: f"HT{YEAR}-{n:04d}" for n, key in enumerate(CONTRACTS_SIGNED, 1)}


def contract_commands(numbers):
    ids = contract_ids()
    for key, (line, item, amount, month, day, counterparty, purpose) in CONTRACTS_SIGNED.items():
        body = {"line": line, "economic_class": item, "amount_fen": str(yuan(amount)),
                "counterparty": counterparty, "contract_number": f"怀司合〔{YEAR}〕{ids[key][-2:]}号",
                "purpose": purpose}
        if line in PROCUREMENT_LINES:
            body["procurement"] = True
        yield command(CONTRACTS, ids[key], working_day(month, day), "commitment", body)
    for key, amount, month, day in RELEASES:
        yield command(CONTRACTS, numbers.next("JD"), working_day(month, day), "commitment_release",
                      {"commitment": {"external_id": ids[key]}, "amount_fen": str(yuan(amount))})


def contract_payment_command(payment):
    body = {"line": payment.line, "economic_class": payment.item, "amount_fen": str(payment.fen),
            "payee": payment.entry.payee, "purpose": payment.entry.purpose,
            "voucher": payment.voucher, "method": "TREASURY"}
    if payment.line in PROCUREMENT_LINES:
        body["procurement"] = True
    body["commitment"] = {"source": CONTRACTS[0],
                          "external_id": contract_ids()[payment.entry.contract]}
    return command(ACCOUNTING, payment.external_id, payment.on, "payment", body)


def follow_up_commands(payments, numbers):
    for p in payments:
        for on, fen, kind, reason in p.refunds:
            yield command(ACCOUNTING, numbers.next("TH"), on, "reversal", {
                "payment": {"external_id": p.external_id}, "amount_fen": str(fen), "kind": kind,
                "reason": reason})
        for on, fen, line, item, reason in p.corrections:
            yield command(ACCOUNTING, numbers.next("GZ"), on, "correction", {
                "payment": {"external_id": p.external_id}, "amount_fen": str(fen),
                "to_line": line, "to_economic_class": item, "reason": reason})


# The columns as accounting systems export them.
COLUMNS = ["业务流水号", "来源系统", "年度", "预算单位代码", "支付日期", "凭证号", "预算指标编码", "部门经济分类",
           "支付金额", "收款人", "用途", "支付方式", "是否政府采购", "经办人"]


def csv_row(payment):
    return [payment.external_id, ACCOUNTING[0], str(YEAR), UNIT, print_day(payment.on),
            payment.voucher, payment.line, payment.item, print_yuan(payment.fen),
            payment.entry.payee, payment.entry.purpose, "国库集中支付",
            "是" if payment.line in PROCUREMENT_LINES else "否", ACCOUNTING[1]]
