"""When and to whom basic expenditure was paid: all of it made up, no company or person is real.

A plan is a list of Entry; entries of one line and class share that class's full-year budget by weight.
"""

from maker.schedule import Entry, every_month, on_days

PAYROLL = "工资代发专户"
TAX_BUREAU = "市税务局社会保险费专户"
CARD = "公务卡还款专户"
HEADS = [64, 64, 64, 65, 65, 65, 67, 67, 66, 66, 66, 66]  # 政法专项在职, by month
STATION = [8, 8, 8, 8, 8, 8, 9, 9, 9, 9, 9, 9]            # 事业在职


def raised(heads):
    """Pay by month: 2 % more from June on, with five months paid in arrears in June."""
    pay = [h * (1.0 if m < 6 else 1.02) for m, h in enumerate(heads, 1)]
    pay[5] += sum(h * 0.02 for h in heads[:5])
    return pay


def personnel():
    yield from every_month("RY01", "30101", 14, PAYROLL, "{m}月行政人员基本工资", raised(HEADS))
    yield from every_month("RY01", "30102", 14, PAYROLL, "{m}月行政人员津贴补贴", raised(HEADS))
    yield from on_days("RY01", "30103", [
        (2, 5, 26, PAYROLL, "2023年度年终一次性奖金"), (7, 24, 30, PAYROLL, "上半年综合考核奖"),
        (12, 19, 44, PAYROLL, "全年综合考核奖预发")])
    yield from every_month("RY02", "30101", 14, PAYROLL, "{m}月事业人员基本工资", STATION)
    yield from every_month("RY02", "30107", 14, PAYROLL, "{m}月事业人员基础性绩效工资", STATION)
    yield from on_days("RY02", "30107", [
        (m, 22, 10, PAYROLL, f"第{q}季度奖励性绩效工资")
        for q, m in zip("一二三四", (3, 6, 9, 12))])
    for line, item, payee, what in [
            ("RY03", "30108", TAX_BUREAU, "基本养老保险单位缴费"),
            ("RY04", "30109", TAX_BUREAU, "职业年金单位缴费"),
            ("RY05", "30110", TAX_BUREAU, "职工基本医疗保险单位缴费"),
            ("RY06", "30111", TAX_BUREAU, "公务员医疗补助缴费"),
            ("RY07", "30113", "市住房公积金管理中心", "住房公积金单位缴存")]:
        yield from every_month(line, item, 18, payee, "{m}月" + what, raised(HEADS), fen=True)
    yield from every_month("RY08", "30302", 16, PAYROLL, "{m}月退休人员统筹外补贴", months=(3, 6, 9, 12))
    yield from every_month("RY08", "30305", 16, PAYROLL, "{m}月遗属生活补助")
    yield from on_days("RY08", "30309", [(12, 10, 1, PAYROLL, "独生子女父母奖励金")])
    yield from every_month("RY09", "30112", 18, TAX_BUREAU, "{m}月工伤、失业保险单位缴费",
                           raised(HEADS), months=(1, 3, 5, 7, 9, 11, 12), fen=True)


STATIONERY = "某某办公用品有限公司"
COPIER = "某某办公设备有限公司"
PRINTER = "某某文印有限公司"
NEWS = "市邮政报刊发行站"

OFFICE = [  # 30201
    (1, 12, 7, STATIONERY, "采购打印纸、文件盒等办公用品", "paper-january"),
    (1, 25, 5, COPIER, "打印机硒鼓、墨盒耗材"), (2, 21, 6, STATIONERY, "采购办公用品"),
    (3, 7, 6, COPIER, "复印机耗材", "toner-march"), (3, 20, 8, STATIONERY, "采购档案盒、卷皮"),
    (4, 10, 6, COPIER, "打印机耗材"), (4, 24, 5, STATIONERY, "会议室用品"),
    (5, 9, 6, STATIONERY, "采购办公用品"), (5, 23, 5, COPIER, "复印机耗材"),
    (6, 6, 7, STATIONERY, "采购打印纸"), (6, 20, 5, COPIER, "打印机硒鼓"),
    (7, 8, 6, STATIONERY, "采购办公用品"), (8, 8, 5, COPIER, "复印机耗材"),
    (8, 27, 6, STATIONERY, "采购打印纸、文件夹"), (9, 12, 6, COPIER, "打印机耗材"),
    (10, 15, 6, STATIONERY, "采购办公用品"), (10, 30, 5, COPIER, "复印机耗材"),
    (11, 12, 17, NEWS, "2025年度党报党刊征订"), (11, 25, 5, STATIONERY, "采购打印纸",
                                             "paper-november"),
    (12, 4, 5, COPIER, "打印机硒鼓"), (12, 16, 6, STATIONERY, "采购办公用品"),
]

TRIPS = [
    "赴省司法厅参加全省司法行政工作会议差旅费", "赴洪江市督导司法所规范化建设差旅费",
    "赴通道县调研人民调解工作差旅费", "赴麻阳县督导社区矫正安置帮教工作差旅费",
    "赴沅陵县开展行政执法监督检查差旅费", "赴长沙市参加行政复议业务培训差旅费",
    "赴溆浦县开展法治督察差旅费", "赴会同县调研公共法律服务工作差旅费",
    "赴靖州县督导普法依法治理工作差旅费", "赴新晃县调研法律援助工作差旅费",
    "赴芷江县开展规范性文件备案督查差旅费", "赴辰溪县指导基层司法业务差旅费",
    "赴中方县核查立法调研点差旅费",
]


def trips(line, item, days, purposes=TRIPS):
    """One reimbursement on each (month, day): bigger and smaller trips in turn."""
    sizes = (10, 6, 14, 8, 11, 5, 9, 16, 7)
    for i, (month, day) in enumerate(days):
        yield Entry(line, item, month, day, sizes[i % len(sizes)], CARD,
                    purposes[i % len(purposes)], f"trip-{line}-{i}", fen=True)


def office():
    yield from on_days("GY01", "30201", OFFICE, fen=True)
    yield from on_days("GY01", "30202", [
        (1, 22, 6, PRINTER, "印制年度工作要点、会议材料"), (3, 13, 7, PRINTER, "印制文头纸、信封"),
        (4, 17, 6, PRINTER, "印制执法检查文书"), (5, 28, 7, PRINTER, "印制半年工作材料"),
        (7, 18, 6, PRINTER, "印制会议材料"), (9, 10, 7, PRINTER, "印制法治督察材料", "print-september"),
        (11, 7, 7, PRINTER, "印制制度汇编"), (12, 11, 7, PRINTER, "印制年度总结材料")], fen=True)
    yield from every_month("GY01", "30205", 22, "某某自来水有限公司", "{m}月办公楼水费",
                           months=(1, 3, 5, 7, 9, 11, 12), jitter=0.2, fen=True)
    yield from every_month("GY01", "30206", 22, "某某供电有限公司", "{m}月办公楼电费",
                           [12, 13, 9, 6, 6, 9, 14, 15, 12, 6, 7, 10], jitter=0.06, fen=True)
    yield from every_month("GY01", "30207", 23, "某某通信有限公司", "{m}月办公电话、专线费",
                           jitter=0.05, fen=True)
    yield from on_days("GY01", "30207", [
        (m, 26, 0.6, "市邮政营业部", f"第{q}季度邮寄文书资费")
        for q, m in zip("一二三四", (3, 6, 9, 12))], fen=True)
    yield from every_month("GY01", "30209", 24, "某某物业服务有限公司", "{m}月办公楼物业服务费",
                           contract="property")
    yield from trips("GY01", "30211", [(m, d) for m in range(1, 13) for d in (10, 17, 25)
                                       if (m, d) not in ((2, 10), (12, 25), (10, 10))])
    yield from on_days("GY01", "30213", [
        (1, 29, 6, "某某机电维修有限公司", "电梯维保费（上半年）"),
        (3, 18, 7, "某某制冷设备有限公司", "空调检修"), (4, 22, 8, "某某建筑装饰有限公司", "办公楼卫生间防水维修"),
        (5, 30, 5, COPIER, "复印机维修"), (6, 24, 9, "某某制冷设备有限公司", "空调清洗加氟"),
        (7, 26, 6, "某某机电维修有限公司", "电梯维保费（下半年）"), (9, 24, 7, "某某建筑装饰有限公司", "门窗维修"),
        (10, 22, 6, "某某消防工程有限公司", "消防设施检测维护"), (12, 9, 6, "某某制冷设备有限公司", "空调检修")],
        fen=True)
    yield from meetings_and_staff()
    yield from other_office()


def meetings_and_staff():
    yield from on_days("GY01", "30215", [
        (2, 27, 10, "某某会务服务有限公司", "全市司法行政工作会议费"), (5, 16, 7, "某某会务服务有限公司", "法治政府建设推进会会议费"),
        (8, 29, 6, "某某会务服务有限公司", "行政执法监督工作会会议费"), (12, 13, 7, "某某会务服务有限公司", "年终工作会会议费")])
    yield from on_days("GY01", "30216", [
        (4, 18, 9, "市委党校培训中心", "干部政治轮训班培训费"), (6, 18, 8, "某某教育培训有限公司", "行政执法骨干培训费（含授课专家接待用餐）"),
        (9, 19, 9, "市委党校培训中心", "政治轮训班培训费"), (11, 21, 9, "某某教育培训有限公司", "保密工作培训费")])
    yield from on_days("GY01", "30216", [
        (5, 14, 3, "某某教育培训有限公司", "司法所长培训班教材费", "textbooks")])
    yield from every_month("GY01", "30226", 21, "某某劳务派遣有限公司", "{m}月门卫、食堂人员劳务费")
    yield from on_days("GY01", "30227", [
        (3, 27, 9, "某某会计师事务所", "2023年度内部审计服务费"), (6, 26, 8, "某某档案管理有限公司", "档案整理数字化服务费"),
        (9, 26, 7, "某某信息技术有限公司", "网站安全检测服务费"), (11, 27, 6, "某某资产评估有限公司", "资产清查服务费")])
    yield from on_days("GY01", "30228", [
        (m, 19, 1, "机关工会委员会", f"拨缴第{q}季度工会经费") for q, m in zip("一二三四", (3, 6, 9, 12))])
    yield from on_days("GY01", "30229", [
        (2, 4, 3, "某某商贸有限公司", "春节职工福利慰问品"), (6, 5, 2, "某某商贸有限公司", "端午节职工福利慰问品"),
        (9, 11, 2, "某某商贸有限公司", "中秋节职工福利慰问品"), (10, 24, 3, "某某体检中心", "干部职工健康体检费")])
    yield from every_month("GY01", "30239", 15, PAYROLL, "{m}月公务交通补贴", HEADS)


def other_office():
    yield from on_days("GY01", "30299", [
        (1, 31, 5, "某某物流有限公司", "档案搬运费"), (3, 14, 6, "某某花卉有限公司", "办公区绿植租摆"),
        (5, 21, 6, "机关党委", "党组织活动经费"), (6, 28, 7, "机关党委", "七一主题党日活动经费"),
        (8, 21, 5, "某某花卉有限公司", "办公区绿植租摆"), (10, 17, 6, "机关党委", "党组织活动经费"),
        (12, 12, 5, "某某保洁服务有限公司", "年终保洁服务费")], fen=True)
    yield from on_days("GY01", "31002", [
        (4, 25, 40, "某某电脑科技有限公司", "购置台式计算机4台"), (8, 22, 24, "某某电脑科技有限公司", "购置打印机3台"),
        (12, 6, 30, "某某家具有限公司", "购置档案密集柜")])
    yield from on_days("GY02", "30201", [
        (2, 22, 5, STATIONERY, "法律援助中心办公用品"), (5, 22, 5, COPIER, "法律援助中心打印耗材"),
        (8, 20, 5, STATIONERY, "法律援助中心办公用品"), (11, 28, 9, STATIONERY, "法律援助中心接待窗口用品")], fen=True)
    yield from on_days("GY02", "30202", [
        (3, 26, 6, PRINTER, "印制法律援助卷宗封面"), (7, 30, 6, PRINTER, "印制法律援助申请表"),
        (11, 14, 5, PRINTER, "印制法律援助指南")], fen=True)
    yield from every_month("GY02", "30207", 23, "某某通信有限公司", "{m}月法律援助热线通信费",
                           months=(3, 6, 9, 12), jitter=0.1, fen=True)
    yield from trips("GY02", "30211", [(2, 28), (4, 11), (5, 29), (7, 11), (8, 15), (9, 20),
                                       (10, 31), (12, 5)],
                     ["赴县市区回访法律援助案件差旅费", "赴看守所会见法律援助当事人差旅费",
                      "赴工业园区开展农民工法律援助差旅费"])
    yield from every_month("GY02", "30226", 21, "某某劳务派遣有限公司", "{m}月法律援助窗口辅助人员劳务费",
                           months=(3, 6, 9, 12))
    yield from on_days("GY02", "30228", [(6, 19, 1, "机关工会委员会", "拨缴上半年工会经费"),
                                         (12, 19, 1, "机关工会委员会", "拨缴下半年工会经费")])
    yield from on_days("GY02", "30229", [(10, 24, 1, "某某体检中心", "事业人员健康体检费")])
    yield from on_days("GY02", "30299", [
        (4, 26, 5, "某某广告有限公司", "法律援助服务窗口标识制作"), (9, 27, 6, "某某广告有限公司", "便民服务点标牌制作")])


FUEL, REPAIR = "某某石油有限公司", "某某汽车维修服务有限公司"


def three_public():
    for month in range(1, 13):
        yield Entry("GY03", "30231", month, 11, 9, FUEL, f"{month}月公务用车加油卡充值",
                    "" if month != 12 else "fuel-december", step=50_000 if month != 12 else 1)
    yield from on_days("GY03", "30231", [
        (1, 26, 5, REPAIR, "公务用车保养（2台）"), (3, 12, 21, "某某财产保险有限公司", "公务用车交强险、商业险（5台）"),
        (3, 28, 7, REPAIR, "执法执勤用车更换轮胎"), (5, 17, 6, REPAIR, "公务用车保养（2台）"),
        (6, 27, 4, "某某高速公路通行服务有限公司", "上半年ETC通行费"), (7, 19, 8, REPAIR, "公务用车维修"),
        (8, 30, 7, REPAIR, "执法执勤用车变速箱维修", "gearbox"), (10, 18, 5, REPAIR, "公务用车保养（3台）"),
        (11, 22, 6, REPAIR, "公务用车更换蓄电池及保养"), (11, 29, 2, "某某机动车检测有限公司", "公务用车年检费（5台）")],
        fen=True)
    yield Entry("GY03", "30231", 12, 17, 4, "某某高速公路通行服务有限公司", "下半年ETC通行费", fen=True)
    guests = ["省司法厅调研组", "兄弟市州司法局考察组", "省法治督察组", "省律师协会来访人员",
              "省普法办检查组", "外市行政复议机构学习组", "省社区矫正督导组", "县市区来局对接人员",
              "省司法鉴定评估组", "涉外法律服务交流团"]
    days = [(1, 18), (3, 6), (4, 12), (5, 15), (6, 13), (7, 17), (8, 14), (9, 25), (10, 23), (11, 20)]
    sizes = (9, 12, 16, 8, 11, 10, 12, 7, 9, 10)
    for i, ((month, day), who, size) in enumerate(zip(days, guests, sizes)):
        yield Entry("GY04", "30217", month, day, size, "机关食堂（内部接待）" if i % 2 else "某某餐饮服务有限公司",
                    f"接待{who}工作餐（{size + 2}人，凭公函）", jitter=0.05)


def entries():
    yield from personnel()
    yield from office()
    yield from three_public()
