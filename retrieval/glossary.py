"""What meetings are told with, in Chinese and English: terms that a general dictionary lacks or hardly favours."""

from __future__ import annotations

from functools import cache

from retrieval.words import words

_PAIRS = """
主持 presided chaired chairing chair
召开 举行 held convened
出席 attended attending present
参加 与会 参会 attended participated joined took_part
列席 attended present
到场 present
请假 excused
缺席 absent
主席 chair chairman chairwoman president
副主席 deputy_chair vice_chair
议事会 理事会 市议会 区议会 council
议员 成员 委员 council_member councilmember member members
委员会 committee commission board
会议 meeting session sitting
例会 常会 regular_meeting ordinary_sitting
全会 plenary
座谈会 座谈 discussion symposium
现场会 推进会 site_meeting progress_meeting
部署会 工作部署 deployment preparation arrangement
评议会 评议 review
述职 debriefing
复盘 回顾 检讨 review
调度会 dispatch coordination
听证会 公听会 hearing
听取 heard
议程 agenda
议题 事项 item agenda_item
会议纪要 纪要 minutes
发言 spoke speech remarks
讲话 speech address spoke remarks
点评 comments comment commented
提问 asked question questions
答复 回复 回应 reply replied answer response
说明 explained explanation
汇报 报告 通报 reported report
宣读 read_out
宣布 announced
公布 发布 published publish announced
公示 posted notice published
强调 emphasized emphasised stressed
指出 pointed noted
要求 requested required demanded asked instructed ordered
责成 instructed ordered
提议 动议 提案 议案 motion moved proposed proposal
附议 seconded
提出 proposed raised asked moved suggested
建议 suggested proposed proposal suggestion suggestions recommended
修正案 amendment
条例 法规 ordinance bylaw regulation
一读 first_reading
二读 second_reading
决议 resolution
决定 decided decision resolved
商定 同意 agreed
明确 确定 敲定 set fixed decided confirmed
调整 adjusted moved changed
批准 核准 approved
通过 adopted approved passed carried
否决 rejected failed
推迟 延期 暂缓 搁置 postponed deferred tabled delayed
撤回 withdrawn
投票 表决 票决 vote voted voting votes
当选 选出 elected selected
落选 not_selected
一致 unanimously unanimous
赞成 赞成票 favour favor for supported
反对 反对票 against opposed
弃权 弃权票 abstained abstention abstain
票 votes vote
任命 appointed
辞职 resigned resignation
书记 secretary
市长 mayor
区长 mayor governor district_governor
副区长 vice_governor deputy
局长 director
主任 director head
副局长 deputy_director
负责人 head person_in_charge
代表 representative representatives delegates
单位 unit units entities
部门 department departments
居民 群众 residents
村民 villagers
老人 elderly residents
独居 living_alone
家长 parents
业主 住户 households owners
预算 budget
决算 final_account
财政 finance
收入 revenue income
支出 expenditure spending
资金 经费 款项 funds money funding
拨款 earmark allocated grant
补贴 补助 subsidy subsidies allowance grant aid
救助金 慰问金 aid relief
储备金 预备费 reserve contingency
缺口 gap shortfall
债券 bonds
总额 total
投资 investment invested
费用 成本 造价 花费 cost costs
罚款 罚 违约金 fine penalty pay
上限 ceiling limit cap
税 tax taxes
收费 fee fees charge
工程 项目 project projects works construction
施工 construction works
施工单位 承包商 承建单位 contractor
监理 supervision supervisor
招标 tender tendered bidding
中标 awarded won_the_tender
合同 contract
设计 design
可行性研究 可研 feasibility_study
竣工 完工 completed completion finished
开工 动工 begin start starts
验收 acceptance
更换 换 replace replaced replacement
维修 修缮 修理 repair repairs
加固 strengthened reinforced reinforcement
停工 stopped suspended halted
工期 schedule deadline
期限 截止 deadline
逾期 延误 delay delayed late overdue
进度 进展 progress
一期 first_stage first_phase
二期 second_stage second_phase
通车 reopened reopening reopen open_to_traffic
恢复 restored resume reopening
封闭 closed closure
绕行 改道 detour
桥 大桥 桥梁 bridge
桥墩 pier
栏杆 railing
桥面 deck
铺装 铺设 paving
荷载试验 load_tests load_test
人行道 sidewalk pavement
道路 road roads street
路口 intersection
自行车 骑车 bicycle bike
步行 foot walk
渡船 轮渡 ferry
交通 transport traffic
公交 公交车 bus buses
候车亭 bus_shelter bus_shelters
末班车 last_bus last_departure
线路 line route
电动 electric
停车 停车位 车位 parking parking_spaces
车道 lane
救护车 ambulance ambulances
学前教育 pre_school kindergarten
学校 中小学 school schools
幼儿园 kindergarten kindergartens
教师 老师 teachers teacher
招聘 招录 recruit recruited recruitment
签约 signed contract
学位 places
报名 登记 registration register
抽签 摇号 draw lottery
图书馆 library
医院 hospital
食堂 canteen canteens
养老 elderly_care
电梯 lift lifts elevator elevators
一楼 ground_floor first_floor
民生 livelihood
实事 projects
住房 housing
公寓 apartments apartment
租 let rent
规划 planning plan
分区 zoning
拆迁 搬迁 搬 move relocate relocated resettlement
征地 land_acquisition
防汛 防洪 flood flood_control
汛期 flood_season
洪水 洪涝 flood floods
暴雨 storm rainstorm
雨量 降雨 rain rainfall
水位 water_level level
最高水位 洪峰 peak
警戒 警戒水位 warning_level alert
堤 堤防 embankment dyke levee
闸 闸门 防洪闸 gate gates barrier flood_barrier
传动设备 传动 drive drives
水泵 泵站 排涝 pump pumps pumping
沙袋 编织袋 sandbags
抢险 rescue emergency
队伍 抢险队伍 team teams crew
物资 supplies stock
转移 撤离 疏散 moved evacuated evacuation
安置点 避难所 shelter shelters
受灾 被淹 flooded
损失 loss losses damage
值班 duty
演练 演习 drill exercise
预警 warning alarm
隐患 hazard hazards risks
检查 inspection inspected
空气 air
噪声 噪音 noise
夜间 night
环境 environment
垃圾 waste garbage
供水 water_supply
党建 party building
人才 talent talents
支部 branch branches
整改 rectification
考核 assessment evaluation
空缺 vacant vacancy
岗位 编制 posts positions
办公 office
培训 training
接待 receptions
车辆 公车 vehicles
家具 furniture
大厅 hall
地点 会址 place venue
时间 time date
名单 list
"""

# Said for the same thing in one language; only what may be exchanged in nearly every sentence about a meeting.
_ALIKE = """
presided chaired
attended participated
decided resolved
approved adopted passed
postponed deferred
参加 出席 与会
召开 举行
决定 议定
推迟 延期 暂缓
完工 竣工
开工 动工
费用 造价 花费
公布 发布
"""


def pairs() -> list[tuple[str, str]]:
    """Each Chinese word with each of its English ones; what ``_`` joins is said together."""
    lines = [line.split() for line in _PAIRS.strip().splitlines()]
    return [
        (chinese, english.replace("_", " "))
        for line in lines
        for chinese in line
        if not chinese.isascii()
        for english in line
        if english.isascii()
    ]


def alike(word: str) -> frozenset[str]:
    """The other words of the full-text index that are said for the same thing as ``word`` is."""
    return _groups().get(word, frozenset()) - {word}


@cache
def _groups() -> dict[str, frozenset[str]]:
    lines = (frozenset(words(line)) for line in _ALIKE.strip().splitlines())
    return {word: group for group in lines for word in group}
