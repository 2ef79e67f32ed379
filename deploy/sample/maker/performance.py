"""Goals, indicators and results. The thirteen indicators, their targets, results, weights and the one
deviation are the document's (附件2); the project indicators and everything before December are made up."""

from maker.budget import PROJECTS
from maker.common import PERFORMANCE, command, day_number, wan

APPROVAL = "怀财绩〔2024〕3号"
SET_ON = day_number(1, 2)
YEAR_END = day_number(12, 31)

GOAL = """1、保障机关正常办公秩序。
2、切实做好普法工作，组织好宣传活动，提升公民的整体法治意识和法律素养。
3、做好为民办实事工作，法律援助做到应援尽援，维护弱势群体的合法权益。
4、确保社区矫正人员无脱管、漏管现象发生。
5、依法依规及时进行人民调解，将矛盾化解在基层，充分发挥第一道防线的作用。
6、指导、监督好全市行政复议和行政应诉工作，承担好行政复议应诉案件统计分析工作、行政复议宣传工作。
7、指导、监督全市各部门（单位）行政执法工作，推进严格规范公正文明执法。
8、完成全面依法治市相关工作。"""

# code: (level 1, level 2, level 3, kind, target, target as printed, unit, points)
DEPARTMENT = {
    "A01": ("成本指标", "经济成本指标", "成本控制数", "AT_MOST", "1971.59", "1971.59", "万元", 20),
    "A02": ("产出指标", "数量指标", "法律援助案件", "AT_LEAST", "300", "300", "件", 5),
    "A03": ("产出指标", "数量指标", "完成行政复议案件", "AT_LEAST", "200", "200", "件", 5),
    "A04": ("产出指标", "数量指标", "全市行政执行人员培训", "AT_LEAST", "1000", "1000", "人", 5),
    "A05": ("产出指标", "数量指标", "免费发放宣传资料", "AT_LEAST", "5", "5", "", 5),
    "A06": ("产出指标", "质量指标", "高标准推动各行政执法单位进一步严格规范行政执法行为",
            "QUALITATIVE", "", "良好", "", 5),
    "A07": ("产出指标", "质量指标", "助力优化法治化营商环境", "QUALITATIVE", "", "良好", "", 5),
    "A08": ("产出指标", "质量指标", "矛盾纠纷调解成功率", "AT_LEAST", "95", "95%", "%", 5),
    "A09": ("产出指标", "时效指标", "完成及时率", "TIMELINESS", "", "2024年12月之前完成", "", 5),
    "A10": ("效益指标", "经济效益指标", "为经济发展提供良好环境", "QUALITATIVE", "", "良好", "", 5),
    "A11": ("效益指标", "社会效益指标", "法律援助应援尽援、确保社会和谐稳定、营造良好的法治环境",
            "QUALITATIVE", "", "效果明显", "", 5),
    "A12": ("效益指标", "可持续影响指标", "持续发挥法治引领作用、推进依法治市", "QUALITATIVE", "",
            "效果显著", "", 10),
    "A13": ("满意度指标", "服务对象满意度指标", "服务对象满意度", "AT_LEAST", "90", "90%", "%", 10),
}
CORE = ("A02", "A03", "A08")

# project: (level 2, level 3, target, unit, result at 30 June, at year-end); all AT_LEAST, level 1 产出指标
PROJECT_INDICATORS = {
    "ZX01": ("数量指标", "办理法律援助案件数", "300", "件", "256", "581"),
    "ZX02": ("数量指标", "开展普法宣传活动场次", "300", "场次", "168", "397"),
    "ZX03": ("质量指标", "考试组织无差错率", "100", "%", "", "100"),
    "ZX04": ("数量指标", "办理行政复议案件数", "200", "件", "109", "230"),
    "ZX05": ("质量指标", "矛盾纠纷调解成功率", "95", "%", "94.8", "95"),
    "ZX06": ("数量指标", "人民监督员参与监督办案活动次数", "40", "次", "18", "43"),
    "ZX07": ("数量指标", "审查涉法事务件数", "100", "件", "57", "120"),
    "ZX08": ("数量指标", "参与制定地方性法规和规章件数", "3", "件", "1", "3"),
    "ZX09": ("质量指标", "社区矫正对象教育帮扶覆盖率", "100", "%", "100", "100"),
    "QT01": ("质量指标", "任务完成率", "100", "%", "45", "100"),
    "QT02": ("质量指标", "任务完成率", "100", "%", "50", "100"),
    "QT03": ("质量指标", "任务完成率", "100", "%", "40", "100"),
}

# (month, day, indicator, mode, value, text, evidence): what was reported through the year
LEGAL_AID = [(1, 31, 38), (2, 29, 25), (3, 31, 44), (4, 30, 47), (5, 31, 52), (6, 30, 50),
             (7, 31, 49), (8, 31, 53), (9, 30, 58), (10, 31, 51), (11, 30, 60)]
RESULTS = [
    *[(m, d, "A02", "INCREMENTAL", str(n), "", f"法律援助案件台账（{m}月）") for m, d, n in LEGAL_AID],
    (3, 31, "A03", "CUMULATIVE", "46", "", "行政复议案件统计季报"),
    (6, 30, "A03", "INCREMENTAL", "63", "", "行政复议案件统计季报"),
    (9, 30, "A03", "CUMULATIVE", "171", "", "行政复议案件统计季报"),
    (4, 30, "A04", "INCREMENTAL", "240", "", "培训签到表"),
    (6, 30, "A04", "INCREMENTAL", "260", "", "培训签到表"),
    (9, 30, "A04", "INCREMENTAL", "280", "", "培训签到表"),
    (3, 31, "A05", "INCREMENTAL", "4", "", "宣传资料发放登记"),
    (6, 30, "A05", "INCREMENTAL", "8", "", "宣传资料发放登记"),
    (9, 30, "A05", "CUMULATIVE", "17", "", "宣传资料发放登记"),
    (6, 30, "A06", "CUMULATIVE", "", "良好", "行政执法监督半年通报"),
    (6, 30, "A07", "CUMULATIVE", "", "良好", "法治体检台账"),
    (3, 31, "A08", "CUMULATIVE", "94.2", "", "人民调解统计季报"),
    (6, 30, "A08", "CUMULATIVE", "94.8", "", "人民调解统计季报"),
    (9, 30, "A08", "CUMULATIVE", "95.1", "", "人民调解统计季报"),
    (6, 30, "A10", "CUMULATIVE", "", "良好", "产业链法律服务台账"),
    (6, 30, "A11", "CUMULATIVE", "", "效果明显", "法律援助回访记录"),
    (6, 30, "A12", "CUMULATIVE", "", "效果良好", "法治督察反馈"),
    (7, 15, "A13", "CUMULATIVE", "89", "", "半年满意度测评"),
]
# What 附件2 prints as 实际完成值; value and text as of 31 December. A01 is derived from payments.
FINAL = [
    ("A02", "581", "581", "法律援助案件台账"),
    ("A03", "230", "230", "行政复议案件统计年报"),
    ("A04", "1000", "1000", "培训签到表"),
    ("A05", "30", "30", "宣传资料发放登记"),
    ("A06", "", "良好", "行政执法监督年度通报"),
    ("A07", "", "良好", "营商环境评价反馈"),
    ("A08", "95", "95%", "人民调解统计年报"),
    ("A10", "", "良好", "产业链法律服务台账"),
    ("A11", "", "效果显著", "民调反馈"),
    ("A12", "", "效果良好", "法治督察反馈"),
    ("A13", "90", "90%", "年度满意度测评"),
]
TIMELY = ("A09", day_number(12, 27), "2024年12月之前完成", "年度工作总结")

# Percent of the weight, all in the highest band
RATINGS = {"A06": 100, "A07": 100, "A10": 100, "A11": 100, "A12": 90}
DEVIATION = ("A12", "OTHER_CAUSE", "持续发挥法治引领作用有待进一步提高。")

# 绩效运行监控, made up: what was expected at the year's end on 31 July, and what was decided about warnings.
MONITORED_ON = day_number(7, 31)
# (figure, 万元, likelihood, remark)
MONEY_FORECASTS = [
    ("", "1880", "CERTAIN", "法考等项目支出集中在下半年"),
    ("paid(category=project)", "499.50", "CERTAIN", ""),
    ("paid(project=ZX02)", "50", "CERTAIN", "宪法宣传周集中支付"),
    ("paid(project=ZX03)", "33.30", "CERTAIN", "考试在9月和10月，考务费用考后结算"),
    ("paid(project=ZX05)", "20", "POSSIBLE", "按季考核后拨付"),
    ("paid(project=ZX09)", "9.37", "CERTAIN", "按合同分三期支付"),
    ("paid(three_public=total)", "21", "CERTAIN", "不超过年初预算"),
]
# (indicator, value, text, likelihood, remark)
FORECASTS = [
    ("A01", "1880", "", "CERTAIN", ""), ("A02", "520", "", "CERTAIN", ""),
    ("A03", "215", "", "CERTAIN", ""), ("A04", "950", "", "POSSIBLE", "两期培训因防汛推迟"),
    ("A05", "24", "", "CERTAIN", ""), ("A06", "", "良好", "CERTAIN", ""),
    ("A07", "", "良好", "CERTAIN", ""), ("A08", "95", "", "POSSIBLE", ""),
    ("A09", "", "2024年12月之前完成", "CERTAIN", ""), ("A10", "", "良好", "CERTAIN", ""),
    ("A11", "", "效果明显", "CERTAIN", ""), ("A12", "", "效果良好", "POSSIBLE", ""),
    ("A13", "90", "", "POSSIBLE", "窗口服务整改中"),
    ("ZX03-1", "100", "", "CERTAIN", "考试尚未举行"), ("ZX06-1", "40", "", "CERTAIN", ""),
    ("ZX08-1", "3", "", "CERTAIN", "两件已列入下半年审议"),
]
# (rule, subject, handling, reason, attachment)
HANDLINGS = [
    ("project-behind-50", "project=ZX03", "LET_PASS", "法考安排在9月和10月，支出时间与工作计划一致",
     "2024年法考考务工作方案"),
    ("target-unlikely", "indicator=A04", "RECTIFY", "9月补办一期行政执法人员培训，10月底前报完成情况",
     "行政执法人员培训补充计划"),
    ("indicator-silent", "indicator=ZX03-1", "LET_PASS", "考试尚未举行，考后上报", ""),
]
EXECUTION_DEVIATION = ("OTHER_CAUSE", "法考、以奖代补等项目按工作安排在下半年支付。", "按月调度项目支出，10月底前完成招标项目付款。")

TEXTS = [
    ("annex1", "building", "无"),
    ("annex1", "thrift_measures", "科学精准编制预算，严格执行预算、严禁超预算、无预算支出。"),
    ("annex2", "goals_actual", "见附件5：2024年度怀化市司法局整体支出绩效自评报告。"),
    ("annex2", "social_cost", "不适应"),
    ("annex2", "ecological_cost", "不适应"),
    ("annex2", "ecological_benefit", "不适用"),
]


def target_commands(numbers):
    yield command(PERFORMANCE, numbers.next("MB"), SET_ON, "goal_stated", {"expected": GOAL}, APPROVAL)
    for order, (code, facts) in enumerate(DEPARTMENT.items(), 1):
        level1, level2, level3, kind, target, printed, unit, points = facts
        body = {"indicator": code, "level1": level1, "level2": level2, "level3": level3,
                "kind": kind, "target": target, "target_text": printed, "unit": unit,
                "weight": points * 100, "core": code in CORE, "order": order}
        if kind == "TIMELINESS":
            body["due"] = YEAR_END
        if code == "A01":
            body["derived_from"] = "paid"
        body["approval"] = APPROVAL
        yield command(PERFORMANCE, numbers.next("ZBJX"), SET_ON, "indicator_set", _filled(body),
                      APPROVAL)
    for order, (project, facts) in enumerate(PROJECT_INDICATORS.items(), 1):
        level2, level3, target, unit, _, _ = facts
        body = {"indicator": f"{project}-1", "project": project, "level1": "产出指标",
                "level2": level2, "level3": level3, "kind": "AT_LEAST", "target": target,
                "unit": unit, "weight": 9000, "order": order, "approval": APPROVAL}
        yield command(PERFORMANCE, numbers.next("ZBJX"), SET_ON, "indicator_set", body, APPROVAL)
    assert set(PROJECT_INDICATORS) == set(PROJECTS)


def progress_commands(numbers):
    for month, day, code, mode, value, text, evidence in RESULTS:
        yield _result(numbers, code, mode, value, text, evidence, day_number(month, day))
    for project, (_, _, _, _, half, _) in PROJECT_INDICATORS.items():
        if half:
            yield _result(numbers, f"{project}-1", "CUMULATIVE", half, "", "项目半年进度表",
                          day_number(6, 30))


def monitoring_commands(numbers):
    """Forecasts, the reason of the execution rate, and handled warnings: all of 31 July."""
    for figure, amount, likelihood, remark in MONEY_FORECASTS:
        yield command(PERFORMANCE, numbers.next("YJ"), MONITORED_ON, "forecast_reported", _filled({
            "figure": figure, "amount_fen": str(wan(amount)), "likelihood": likelihood,
            "remark": remark}))
    for code, value, text, likelihood, remark in FORECASTS:
        yield command(PERFORMANCE, numbers.next("YJ"), MONITORED_ON, "forecast_reported", _filled({
            "indicator": code, "value": value, "text": text, "likelihood": likelihood,
            "remark": remark}))
    cause, reason, improvement = EXECUTION_DEVIATION
    yield command(PERFORMANCE, numbers.next("JK"), MONITORED_ON, "deviation_explained",
                  {"cause": cause, "reason": reason, "improvement": improvement})
    for rule, subject, handling, reason, attachment in HANDLINGS:
        yield command(PERFORMANCE, numbers.next("CL"), MONITORED_ON, "warning_handled", _filled({
            "rule": rule, "subject": subject, "handling": handling, "reason": reason,
            "attachment": attachment}))


def year_end_commands(numbers):
    """Results and ratings of the self-evaluation."""
    for code, value, text, evidence in FINAL:
        yield _result(numbers, code, "CUMULATIVE", value, text, evidence, YEAR_END)
    code, done, text, evidence = TIMELY
    yield command(PERFORMANCE, numbers.next("WC"), YEAR_END, "result_reported", {
        "indicator": code, "mode": "CUMULATIVE", "text": text, "completed_on": done,
        "evidence": evidence})
    for project, (_, _, _, _, _, last) in PROJECT_INDICATORS.items():
        yield _result(numbers, f"{project}-1", "CUMULATIVE", last, "", "项目年度总结", YEAR_END)
    for code, percent in RATINGS.items():
        yield command(PERFORMANCE, numbers.next("PJ"), YEAR_END, "indicator_rated",
                      {"indicator": code, "band": "achieved", "percent": percent})


def self_evaluation_commands(numbers):
    code, cause, reason = DEVIATION
    yield command(PERFORMANCE, numbers.next("PC"), YEAR_END, "deviation_explained",
                  {"indicator": code, "cause": cause, "reason": reason})
    for form, cell, text in TEXTS:
        yield command(PERFORMANCE, numbers.next("WZ"), YEAR_END, "text_recorded",
                      {"form": form, "cell": cell, "text": text})


def _result(numbers, code, mode, value, text, evidence, day):
    body = {"indicator": code, "mode": mode, "value": value, "text": text, "evidence": evidence}
    return command(PERFORMANCE, numbers.next("WC"), day, "result_reported", _filled(body))


def _filled(body):
    return {key: value for key, value in body.items() if value not in ("", False)}
