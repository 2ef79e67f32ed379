"""When and to whom project money was paid: all of it made up, no company or person is real."""

from maker.plan_basic import CARD, COPIER, PRINTER, STATIONERY, trips
from maker.schedule import Entry, every_month, on_days

LAWYERS = ["某甲律师事务所", "某乙律师事务所", "某丙律师事务所"]
HIDDEN = "（涉密不公开）"


def legal_aid():
    yield from on_days("ZX01-1", "30202", [(3, 21, 7, PRINTER, "印制法律援助宣传折页"),
                                           (9, 5, 6, PRINTER, "印制法律援助便民联系卡")])
    yield from trips("ZX01-1", "30211", [(4, 16), (6, 17), (8, 19), (10, 21), (11, 26)],
                     ["法律援助案件异地调查取证差旅费", "法律援助案件质量评查差旅费"])
    for quarter, month, size in (("一", 4, 20), ("二", 7, 24), ("三", 10, 23), ("四", 12, 23)):
        for i, share in enumerate((5, 4, 3)):
            yield Entry("ZX01-1", "30226", month, 9 + i, size * share, LAWYERS[i],
                        f"第{quarter}季度法律援助案件办案补贴")
    for day, amount in (((4, 19), "174600"), ((7, 19), "174600"), ((10, 18), "174600"),
                        ((12, 17), "58200")):
        yield Entry("ZX01-2", "30227", *day, 0, LAWYERS[0], "法律援助服务采购合同（一包）进度款",
                    contract="legal-aid-a", amount=amount)
    for day, amount in (((5, 22), "139890"), ((8, 22), "139890"), ((11, 20), "139890"),
                        ((12, 17), "46630")):
        yield Entry("ZX01-2", "30227", *day, 0, LAWYERS[1], "法律援助服务采购合同（二包）进度款",
                    contract="legal-aid-b", amount=amount)
    yield Entry("ZX01-2", "30227", 12, 20, 0, LAWYERS[2], "法律援助热线值班律师服务费",
                contract="legal-aid-c", amount="18000")


def publicity():
    yield from on_days("ZX02", "30202", [
        (3, 1, 12, PRINTER, "印制普法宣传手册"), (5, 24, 16, PRINTER, "印制民法典宣传折页", "leaflets-may"),
        (9, 18, 14, PRINTER, "印制行政复议法宣传册"), (11, 19, 20, PRINTER, "印制宪法宣传周资料")], fen=True)
    yield from on_days("ZX02", "30226", [
        (4, 12, 8, "普法讲师团课酬代发户", "法治讲座讲课费"), (6, 14, 8, "普法讲师团课酬代发户", "法治讲座讲课费"),
        (9, 13, 8, "普法讲师团课酬代发户", "送法进校园讲课费"), (12, 9, 9, "普法讲师团课酬代发户", "宪法宣传周讲座讲课费")])
    for day, amount in (((6, 12), "58000"), ((9, 11), "58000"), ((12, 18), "58000")):
        yield Entry("ZX02", "30227", *day, 0, "某某文化传媒有限公司", "普法短视频制作服务费",
                    contract="video", amount=amount)
    yield from on_days("ZX02", "30227", [
        (4, 28, 20, "某某报业传媒有限公司", "法治专栏合作费（上半年）"), (8, 23, 20, "某某报业传媒有限公司", "法治专栏合作费（下半年）"),
        (7, 25, 16, "某某广播电视有限公司", "电视普法栏目合作费"), (10, 29, 18, "某某文化传媒有限公司", "法治文艺演出服务费"),
        (12, 6, 22, "某某展览展示有限公司", "12·4国家宪法日主场活动布展费")])
    yield from on_days("ZX02", "30299", [
        (3, 15, 8, "某某广告有限公司", "普法宣传品制作"), (6, 25, 10, "某某广告有限公司", "法治文化阵地标牌制作"),
        (10, 16, 9, "某某广告有限公司", "公交站台普法公益广告"), (11, 29, 12, "某某广告有限公司", "宪法宣传周宣传品制作")], fen=True)


def examination():
    yield from on_days("ZX03", "30202", [(8, 28, 5, PRINTER, "印制法考考务手册"),
                                         (10, 11, 4, PRINTER, "印制法考主观题考务手册")])
    yield from trips("ZX03", "30211", [(6, 19), (8, 16), (9, 9), (10, 28)],
                     ["赴省参加法考考务培训差旅费", "法考考点踏勘及试题押运差旅费"])
    yield from on_days("ZX03", "30214", [
        (9, 27, 64, "某某职业技术学院", "法考客观题机考考场租赁费"), (10, 25, 50, "某某职业技术学院", "法考主观题机考考场租赁费")],
        contract="exam-venue")
    yield from on_days("ZX03", "30226", [
        (7, 9, 8, "法考考务劳务代发户", "法考报名审核劳务费"), (9, 29, 70, "法考考务劳务代发户", "法考客观题监考考务劳务费"),
        (10, 30, 52, "法考考务劳务代发户", "法考主观题监考考务劳务费"), (12, 10, 9, "法考考务劳务代发户", "法律职业资格证书审核发放劳务费")])
    yield from on_days("ZX03", "30299", [
        (8, 30, 7, "某某信息技术有限公司", "考场设备检测费"), (9, 23, 14, "某某安保服务有限公司", "客观题考试安保服务费"),
        (9, 25, 6, "某某餐饮服务有限公司", "客观题考务人员工作餐"), (10, 24, 10, "某某安保服务有限公司", "主观题考试安保服务费")], fen=True)


def review():
    yield from on_days("ZX04", "30201", [(4, 2, 6, STATIONERY, "行政复议办案用品"),
                                         (7, 23, 7, COPIER, "行政复议庭审录播耗材"),
                                         (11, 11, 7, STATIONERY, "行政复议办案用品")], fen=True)
    yield from on_days("ZX04", "30202", [(2, 29, 6, PRINTER, "印制新行政复议法宣传资料"),
                                         (8, 13, 7, PRINTER, "印制行政复议文书")], fen=True)
    yield from trips("ZX04", "30211", [(1, 30), (3, 22), (4, 29), (6, 21), (7, 29), (8, 26),
                                       (9, 30), (11, 13), (12, 12)],
                     ["行政复议案件实地调查差旅费", "行政应诉出庭差旅费", "行政执法监督检查差旅费"])
    yield from on_days("ZX04", "30226", [
        (3, 29, 8, "行政复议委员会专家代发户", "行政复议案件专家论证费"), (6, 28, 9, "行政复议委员会专家代发户", "行政复议案件专家论证费"),
        (9, 27, 9, "行政复议委员会专家代发户", "行政复议案件专家论证费"), (12, 13, 9, "行政复议委员会专家代发户", "行政复议案件专家论证费")])
    yield from on_days("ZX04", "30227", [
        (5, 10, 20, LAWYERS[1], "行政应诉代理服务费"), (7, 31, 22, LAWYERS[2], "行政应诉代理服务费"),
        (10, 14, 24, "某某信息技术有限公司", "行政执法案卷评查技术服务费"), (12, 16, 20, LAWYERS[1], "行政应诉代理服务费")])


def mediation_and_supervisors():
    yield from on_days("ZX05", "30226", [
        (6, 20, 30, "人民调解员补贴代发户", "上半年人民调解案件以奖代补"),
        (10, 18, 34, "人民调解员补贴代发户", "第三季度人民调解案件以奖代补", "mediators-october"),
        (12, 11, 36, "人民调解员补贴代发户", "第四季度人民调解案件以奖代补")])
    yield from on_days("ZX05", "30299", [
        (7, 22, 28, "市人民调解员协会", "优秀调委会以奖代补（上半年）"), (12, 12, 32, "市人民调解员协会", "优秀调委会以奖代补（下半年）")])
    yield from trips("ZX06", "30211", [(3, 25), (6, 11), (9, 4), (11, 18)],
                     ["人民监督员监督办案活动差旅费"])
    yield from on_days("ZX06", "30216", [(5, 31, 16, "某某教育培训有限公司", "人民监督员业务培训费", "supervisors-training"),
                                         (10, 31, 14, "某某教育培训有限公司", "人民监督员初任培训费")])
    yield from on_days("ZX06", "30226", [
        (4, 15, 11, "人民监督员补助代发户", "第一季度人民监督员履职补助"), (7, 15, 13, "人民监督员补助代发户", "第二季度人民监督员履职补助"),
        (10, 15, 13, "人民监督员补助代发户", "第三季度人民监督员履职补助"), (12, 16, 15, "人民监督员补助代发户", "第四季度人民监督员履职补助")])


def counsel_and_legislation():
    for quarter, month in zip("一二三四", (4, 7, 10, 12)):
        for i, share in enumerate((5, 4)):
            yield Entry("ZX07", "30203", month, 23 if month == 4 else 16 + i, share, LAWYERS[i],
                        f"第{quarter}季度市政府法律顾问咨询服务费")
    yield from trips("ZX07", "30211", [(3, 19), (5, 27), (8, 7), (11, 5)],
                     ["法律顾问参与重大项目谈判差旅费", "法律顾问涉法事务调研差旅费"])
    yield from on_days("ZX08", "30202", [(5, 13, 6, PRINTER, "印制立法征求意见稿"),
                                         (11, 8, 5, PRINTER, "印制规章草案审议材料")])
    yield from on_days("ZX08", "30203", [
        (4, 30, 12, "立法专家咨询费代发户", "平安建设立法专家论证费"), (8, 9, 13, "立法专家咨询费代发户", "规章草案专家论证费"),
        (11, 22, 12, "立法专家咨询费代发户", "消防栓管理办法专家论证费")])
    yield from trips("ZX08", "30211", [(3, 27), (6, 26), (9, 3), (10, 16)], ["立法调研差旅费"])
    yield from on_days("ZX08", "30227", [(7, 30, 12, "某某大学法学院", "立法后评估委托服务费"),
                                         (12, 5, 10, "某某大学法学院", "规范性文件清理委托服务费")])
    for day, amount in (((6, 25), "28110"), ((9, 24), "28110"), ((12, 16), "37480")):
        yield Entry("ZX09", "30227", *day, 0, "某某社会工作服务中心", "社区矫正社会工作服务费",
                    contract="probation", amount=amount)


def classified():
    """Nothing but amounts: a classified project tells neither payee nor purpose."""
    months = {"QT01": {"30214": (3, 6, 9, 12), "30226": (2, 4, 6, 8, 10, 12),
                       "30227": (3, 5, 6, 8, 9, 10, 11, 12), "31003": (10,)},
              "QT02": {"30227": (2, 4, 6, 8, 10, 12), "30299": (3, 6, 9), "31003": (5, 11)},
              "QT03": {"30226": (3, 6, 9, 11), "30227": (5, 8, 11, 12)}}
    for line, items in months.items():
        for item, paid_in in items.items():
            yield from every_month(line, item, 13, HIDDEN, "涉密项目支出", months=paid_in, jitter=0.3)


def entries():
    yield from legal_aid()
    yield from publicity()
    yield from examination()
    yield from review()
    yield from mediation_and_supervisors()
    yield from counsel_and_legislation()
    yield from classified()
