"""Words that stand beside the names of people, and words that only look like names."""

from __future__ import annotations

# They begin with a family name. What stands in a list of people and is none of these mostly is a name.
LIKE_CHINESE_NAMES = frozenset(
    (
        "方向 方面 方案 方式 方法 方针 任务 任何 任命 高度 高等 高新 高校 高层 金额 金融 金牌 白酒 马路 马上 江苏 "
        "江西 江南 江北 江山 黄河 黄山 石油 石化 安全 安排 安置 安保 文化 文明 文件 文旅 文体 文艺 温暖 温州 程序 "
        "程度 成员 成果 成效 成立 成功 成绩 成都 成就 常委 常务 关于 关键 关心 关注 纪委 纪律 纪检 应急 应邀 应对 "
        "应当 项目 林业 林区 车辆 车站 花园 路段 路线 连续 管理 管委 管道 解决 解放 解读 毛利 龙头 万人 万名 万元 "
        "许多 于是 于今 向上 向前 武装 武警 武汉 史料 施工 施策 包括 包村 包联 左右 司法 司令 季度 华东 华侨 华人 "
        "童年 康复 康养 洪水 洪涝 章程 支部 支持 支书 支队 支委 简报 简要 宣布 宣传 宣读 卫生 卫健 卫计 单位 单独 "
        "游客 古镇 沙场 沙龙 巴士 木材 阳光 银行 银川 周边 周末 周期 周年 周一 周二 周三 周四 周五 周六 周日 段落 "
        "任期 何人 何时 何地 余人 余名 严格 严肃 严重 严守 严厉 唐代 宋代 夏季 秦皇 海南 白天 田间 田园 石材 金华 "
        "马来 汪洋 范围 范本 贾汪 莫过 莫非 孔子 武术 高速 高铁 高效 高质 高位 高标 温度 安徽 安心 安吉 文字 文书 "
        "文联 文物 康乐 关口 关爱 申请 申报 代表 代理 代建 席位 幸福 乔木 路桥 路演 路过 管控 管辖 齐心 齐抓 齐全 "
        "辛苦 项城 包容 包装 符合 费用 费城 应用 应该 楼宇 楼道 解答 古代 成长 成熟 成本 成品 常态 常规 常州 常设 "
        "庄严 游戏 车间 桂林 燕山 古人 简单 支撑 支付 井然 蓝天 童话 章节 水利 廉政 廉洁 杭州 宗教 宗旨 景区 景观 "
        "景点 薄弱 池州 浦东 尚未 易地 巩固 晋升 晋级 惠民 惠州 惠农 曲艺 储备 湛江 索要 冀望"
    ).split()
)
# Before a name, or in place of one.
OFFICES = frozenset(
    (
        "accountant administrator alder alderman alderperson alderwoman analyst attorney auditor chair "
        "chairman chairperson chairwoman chancellor chief clerk commissioner consultant coordinator "
        "councillor councilman councilmember councilor councilwoman deputy director engineer executive "
        "foreman governor head inspector judge leader librarian manager mayor member minister officer "
        "ombudsman planner president principal professor recorder representative secretary selectman senator "
        "sheriff solicitor specialist superintendent supervisor technician treasurer trustee warden worker"
    ).split()
)
HONORIFICS = frozenset(
    "alder cllr cm comrade dr justice lieutenant messrs miss mr mrs ms prof rep rev sen sir".split()
)
TITLES = (
    OFFICES
    | HONORIFICS
    | frozenset(
        (
            "presiding parish north south east west central emergency management development community services "
            "zoning human resources engineering a academic acting aldermen alders also an assistant associate "
            "board both bureau cadre cadres captain ccp chairmen chairs city cllr cllrs cm co commission "
            "commissioners committee comrade comrades congress council councillors councilmen councilmembers "
            "councilors councils county cpc cppcc crs dame department directors district districts dr education "
            "father finance financial fire first former freeholder general government heads health honorary "
            "host interim justice leaders library lieutenant lord madam mayors members messrs miss moderator mr "
            "mrs ms municipal npc office operating our parks party people's peoples planning police prime pro "
            "prof provincial public rabbi reeve rep representatives resident residents responsible rev reverend "
            "school second secretaries selectmen sen senior sir speaker standing state street student "
            "subdistrict supervisors tem the third town township transport trustees vice village water works"
        ).split()
    )
)
# In the names of bodies, places and days, and at the beginning of a sentence.
NOT_OF_PEOPLE = frozenset(
    (
        "academy according act advisory after agency agenda airport all alliance although america american and "
        "april as association at attorney august authority avenue bank be because before beijing bloc board both "
        "bridge britain budget bureau but by central cents chancellor china chinese church city club coalition "
        "college commerce commission committee communist company conference congress conservative consultative "
        "corp corporation council county course court december democratic department development director "
        "district dollars downtown during each east education england estates every february federal federation "
        "finance for foundation friday from front fund gallery gazette general government governor group hall he "
        "health heights herald hills hong hospital hotel however hundred if in inc industry institute ireland it "
        "january july june kingdom labour lake las league less liberal llc los ltd many maps march may mayor "
        "meeting million minister monday more moreover most museum national network new news no none north not "
        "november october of office on or ordinance organisation organization other park parks partners plan "
        "plaza police political post president press prime program programme project properties public record "
        "recreation relevant report resolution review river road safety san saturday school schools scotland "
        "secretary section september service services several shanghai she since so society some south sports "
        "square states station steering sunday supermarket support that thence there these they this those though "
        "thousand thursday times today together tomorrow town transport trust tuesday twelve under union united "
        "university valley village wales water we wednesday west when whereas whether while with work yesterday"
    ).split()
)
