"""What the unit printed and filed on 9 June 2025, cell by cell, right or wrong: (figure, label, printed).

Everything here is the document's. An empty figure: the catalogue has none for the statement.
"""

from maker.common import ACCOUNTING, command, day_number
from maker.performance import DEPARTMENT, DEVIATION, FINAL, GOAL, TIMELY

FILED_ON = 20250609

SPECIAL_FUNDS = [  # project, label, 2023年决算数, 2024年预算数, 2024年决算数
    ("ZX01", "法律援助经费", "115.53", "120", "120"),
    ("ZX02", "普法宣传经费", "61.05", "50", "50"),
    ("ZX03", "国家统一法律职业资格考试经费", "37", "33.3", "33.3"),
    ("ZX04", "行政复议与应诉及依法行政经费", "25", "25", "25"),
    ("ZX05", "人民调解以奖代补经费", "20", "20", "20"),
    ("ZX06", "人民监督员经费", "10", "10", "10"),
    ("ZX07", "法律顾问工作经费", "12.5", "12.5", "12.5"),
    ("ZX08", "立法工作经费", "10", "10", "10"),
    ("ZX09", "社区矫正政府购买服务经费", "20", "9.37", "9.37"),
]


def money_row(label, selector, last, budget, paid):
    """One row of 附件1's expenditure part: last year's outturn, this year's budget and outturn."""
    yield f"prior_year_paid({selector})", f"{label}/2023年决算数", last
    yield f"initial_budget({selector})", f"{label}/2024年预算数", budget
    yield f"paid({selector})", f"{label}/2024年决算数", paid


def annex1():
    yield "staff_quota", "财政供养人员情况/编制数", "78"
    yield "staff_on_post", "财政供养人员情况/2024年实际在职人数", "75"
    yield "staff_control_rate", "财政供养人员情况/控制率", "96.15%"
    yield from money_row("三公经费", "three_public=total", "20.60", "24.8", "20.60")
    yield from money_row("公务用车购置和维护经费", "three_public=vehicle", "17.39", "20", "18.79")
    yield from money_row("公车购置", "three_public=vehicle_purchase", "0", "0", "0")
    yield from money_row("公车运行维护", "three_public=vehicle_operation", "17.39", "20", "18.79")
    yield from money_row("出国经费", "three_public=abroad", "0", "0", "0")
    yield from money_row("公务接待", "three_public=reception", "3.21", "4.8", "1.8")
    yield from money_row("项目支出", "category=project", "", "", "")
    yield from money_row("业务工作经费", "project_kind=business_work", "", "", "")
    yield from money_row("运行维护经费", "project_kind=operation", "", "", "")
    for project, label, last, budget, paid in SPECIAL_FUNDS:
        yield from money_row(label, f"project={project}", last, budget, paid)
    yield "", "其他项目经费涉密不公开", ""
    yield from money_row("其他事业类发展资金", "project_kind=other_development", "", "", "")
    yield "", "其他事业类发展资金/项目", "无"
    yield from money_row("公用经费", "category=public", "", "", "")
    yield from money_row("办公费", "category=public, class=30201", "", "", "")
    yield from money_row("水费、电费、差旅费", "category=public, class=30205+30206+30211", "", "", "")
    yield from money_row("会议费、培训费", "category=public, class=30215+30216", "", "", "")
    yield "", "政府采购金额/2023年决算数", "——"
    yield "procurement_budget", "政府采购金额/2024年预算数", "116"
    yield "procurement_actual", "政府采购金额/2024年决算数", "116"
    yield "", "部门基本支出预算调整/2023年决算数", "——"
    yield "", "部门基本支出预算调整/2024年预算数", ""
    yield "adjustments(category=basic)", "部门基本支出预算调整/2024年决算数", ""
    yield "", "楼堂馆所控制情况/批复规模（㎡）", "无"
    yield "", "楼堂馆所控制情况/实际规模（㎡）", "无"
    for column in ("规模控制率", "预算投资（万元）", "实际投资（万元）", "投资概算控制率"):
        yield "", f"楼堂馆所控制情况/{column}", ""
    yield ("text(annex1, thrift_measures)", "厉行节约保障措施",
           "科学精准编制预算，严格执行预算、严禁超预算、无预算支出。")
    yield "", "填报日期", "2025年06月09日"


def annex2():
    yield "unit_name", "预算部门名称", "怀化市司法局"
    yield "initial_budget", "年度资金总额/年初预算数", "1971.59"
    yield "full_year_budget", "年度资金总额/全年预算数", "1922.75"
    yield "paid", "年度资金总额/全年执行数", "1922.75"
    yield "execution_weight", "年度资金总额/分值", "10"
    yield "execution_rate", "年度资金总额/执行率", "100"
    yield "execution_score", "年度资金总额/得分", "10"
    yield "full_year_budget(fund=general)", "按收入性质分/一般公共预算", "1922.75"
    yield "full_year_budget(fund=gov_fund)", "按收入性质分/政府性基金拨款", ""
    yield "full_year_budget(fund=special_account)", "按收入性质分/纳入专户管理的非税收入拨款", ""
    yield "full_year_budget(fund=other)", "按收入性质分/其他资金", ""
    yield "full_year_budget(category=basic)", "按支出性质分/基本支出", "1369.58"
    yield "full_year_budget(category=project)", "按支出性质分/项目支出", "553.17"
    yield "goal", "年度总体目标/预期目标", GOAL
    yield ("text(annex2, goals_actual)", "年度总体目标/实际完成情况",
           "见附件5：2024年度怀化市司法局整体支出绩效自评报告。")
    yield from indicators()
    yield "total_weight", "总分/分值", "100"
    yield "total_score", "总分/得分", "99"
    yield "", "填报日期", "2025年6月9日"


def indicators():
    actual = {code: text for code, _, text, _ in FINAL}
    actual[TIMELY[0]] = TIMELY[2]
    actual["A01"] = "1922.75"
    for code, (_, level2, level3, _, _, printed, _, points) in DEPARTMENT.items():
        if level2 == "数量指标" and code == "A02":
            yield "", "社会成本指标/三级指标", "不适应"
            yield "", "生态成本指标/三级指标", "不适应"
        if code == "A12":
            yield "", "生态效益指标/三级指标", "不适用"
        yield f"indicator_target({code})", f"{level3}/年度指标值", printed
        yield f"indicator_actual({code})", f"{level3}/实际完成值", actual[code]
        yield f"indicator_weight({code})", f"{level3}/分值", str(points)
        yield f"indicator_score({code})", f"{level3}/得分", "9" if code == "A12" else str(points)
        yield (f"indicator_reason({code})", f"{level3}/偏差原因分析及改进措施",
               DEVIATION[2] if code == DEVIATION[0] else "")


def second_table():
    """A second satisfaction table stands under 附件2, with a total of its own."""
    label = "第二张满意度表/服务对象满意度指标/市政府领导"
    yield "", f"{label}/年度指标值", "95%"
    yield "", f"{label}/实际完成值", "95%"
    yield "", f"{label}/分值", "10"
    yield "", f"{label}/得分", "10"
    yield "total_weight", "第二张满意度表/总分/分值", "100"
    yield "total_score", "第二张满意度表/总分/得分", "100"


def report_text():
    yield "staff_quota", "一（一）3/编制数", "78"
    yield "staff_quota(kind=政法专项)", "一（一）3/政法专项编制数", "69"
    yield "staff_quota(kind=事业)", "一（一）3/事业编制数", "9"
    yield "staff_on_post", "一（一）3/在职人数", "75"
    yield "staff_on_post(kind=政法专项)", "一（一）3/政法专项编制人员", "66"
    yield "staff_on_post(kind=事业)", "一（一）3/事业编制人员", "9"
    yield "paid", "一（二）/整体支出", "1922.75"
    yield "initial_budget(category=basic)", "二（一）/基本支出年初预算数", "1391.79"
    yield "paid(category=basic)", "二（一）/基本支出实际支出数", "1369.58"
    yield "initial_budget(three_public=reception)", "二（一）/公务接待费预算数", "4.8"
    yield "paid(three_public=reception)", "二（一）/公务接待费实际支出数", "1.8"
    yield "initial_budget(category=project)", "二（二）1/年初预算安排项目资金", "505.5"
    yield "full_year_budget(category=project)", "二（二）1/年中调整后预算数", "553.17"
    yield "received_rate(category=project)", "二（二）1/资金到位率", "100%"
    yield "paid(category=project)", "二（二）2/项目支出决算数", "553.17"
    yield "execution_rate(category=project)", "二（二）2/资金执行率", "100%"
    yield "", "五/政府性基金预算支出", "没有"
    yield "", "六/国有资本经营预算支出", "没有"
    yield "total_score", "八（一）/整体支出绩效自评分", "99"
    yield "", "八（一）/绩效指标完成情况", "全部圆满完成"
    yield "indicator_excess(A02)", "八（二）2/法援案件数超年度任务", "17%"
    yield "", "八（二）2/评查行政执法案卷", "300本"
    yield "", "九（二）/未完成的指标", "行政执法案卷评查指标数未完成"
    yield "", "附件2/实际完成情况所见附件", "附件5"


def declaration_commands(numbers):
    forms = [("annex1", [*annex1()]), ("annex2", [*annex2(), *second_table()]),
             ("report text", [*report_text()])]
    for form, cells in forms:
        rows = [{key: text for key, text in zip(("figure", "label", "printed"), cell) if text}
                for cell in cells]
        yield command(ACCOUNTING, numbers.next("TB"), day_number(12, 31), "declaration",
                      {"form": form, "filed_on": FILED_ON, "cells": rows})
