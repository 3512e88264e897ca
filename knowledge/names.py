"""Finds names of people in English and Chinese text, each as the slice in which it stands, without titles."""

from __future__ import annotations

import re
from collections.abc import Iterator

Span = tuple[int, int]

FAMILY_NAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑谢罗梁宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方"
    "白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤骆俞裴邬卞翁"
)
# Rarer ones: enough for a name where a title or a list says that it is one.
_RARER = (
    "修尤蒋干甘兰宴晏宿牛鲍滕柳倪施舒柯梅盛童颜祝庞葛乔赖温章柴康文洪安岳谷凌米左阮欧管翟焦甄路邢温房屈项聂辛齐樊伍殷耿关包蓝穆冉涂符占费牟应楼解古成纪寇季华常庄游车苗霍单桂褚岑"
    "瞿鄢娄窦卓木冷阳仇靳燕支敖巫巴苟麻沙臧井邸饶丛宣傅简阎佟蒲银闵卜楚卫邝冼佘祁"
    "申代滕漆鞠臧郁淳戚卞席麦植练仲竺荆幸"
)
_DOUBLE = "欧阳|上官|司马|诸葛|皇甫|尉迟|公孙|慕容|令狐|司徒|夏侯|端木"
_NEVER_GIVEN = "的了在是和与及以对从把被将会说讲有没当去到给请让投做能可要该等名位个们部局各镇街项次级届余多个，、。"
_GIVEN = rf"[^\W\d_a-zA-Z{_NEVER_GIVEN}]"
CHINESE_NAME = rf"(?:(?:{_DOUBLE}){_GIVEN}{{1,2}}|[{FAMILY_NAMES}{_RARER}]{_GIVEN}{{1,2}})"
CHINESE_TITLE = (
    r"(?:书记|[省市区县镇乡村校局会院处科社州部厅司组队站所班行]长|秘书长|检察长|董事长|首席|主席|主任|经理|主委|同志|委员|常委|代表|领导|专员"
    r"|组织员|调研员|巡视员|指导员|督导员|研究员|联络员|工程师|会计师|律师|教授|博士|校监|政委|司令员?|总裁|总监|秘书|支书|理事|董事|先生|女士|负责人)"
)
_AFTER = r"(?:书记|[省市区县镇乡村校局院处科社部]长|主席|主任|同志|委员|代表|教授|先生|女士|一行)?"
_CHINESE_PART = re.compile(rf"^\s*(?:.*?{CHINESE_TITLE}[：: ]*)??(?P<name>{CHINESE_NAME})\s*{_AFTER}\s*(?:等.*)?$")
_TITLED = re.compile(rf"{CHINESE_TITLE}[：: ]*$")
# Words that begin like a name. What stands in a list of people and is none of these mostly is one.
_CHINESE_WORDS = frozenset(
    "方向 方面 方案 方式 方法 方针 任务 任何 任命 高度 高等 高新 高校 高层 金额 金融 金牌 白酒 马路 马上 江苏 江西 江南 江北 江山 黄河 黄山 石油 石化 "
    "安全 安排 安置 安保 文化 文明 文件 文旅 文体 文艺 温暖 温州 程序 程度 成员 成果 成效 成立 成功 成绩 成都 成就 常委 常务 关于 关键 关心 关注 纪委 纪律 纪检 应急 应邀 "
    "应对 应当 项目 林业 林区 车辆 车站 花园 路段 路线 连续 管理 管委 管道 解决 解放 解读 毛利 龙头 万人 万名 万元 许多 于是 于今 向上 向前 武装 武警 武汉 史料 施工 施策 "
    "包括 包村 包联 左右 司法 司令 季度 华东 华侨 华人 童年 康复 康养 洪水 洪涝 章程 支部 支持 支书 支队 支委 简报 简要 宣布 宣传 宣读 卫生 卫健 卫计 单位 单独 游客 古镇 "
    "沙场 沙龙 巴士 木材 阳光 银行 银川 周边 周末 周期 周年 周一 周二 周三 周四 周五 周六 周日 段落 任期 何人 何时 何地 余人 余名 严格 严肃 严重 严守 严厉 唐代 宋代 夏季 "
    "秦皇 海南 白天 田间 田园 石材 金华 马来 汪洋 范围 范本 贾汪 莫过 莫非 孔子 武术 高速 高铁 高效 高质 高位 高标 温度 安徽 安心 安吉 文字 文书 文联 文物 康乐 关口 关爱 "
    "申请 申报 代表 代理 代建 席位 幸福 乔木 路桥 路演 路过 管控 管辖 齐心 齐抓 齐全 辛苦 项城 包容 包装 符合 费用 费城 应用 应该 楼宇 楼道 解答 古代 成长 成熟 成本 成品 常态 常规 常州 常设 庄严 游戏 车间 "
    "桂林 燕山 古人 简单 支撑 支付 井然 蓝天 童话 章节 水利".split()
)

# What stands before or in place of a name, so that a name neither begins with it nor holds it.
_TITLE_WORDS = frozenset(
    "district districts party secretary secretaries deputy vice executive governor mayor mayors council councils "
    "councilmember councilmembers councilman councilwoman councilor councilors councillor councillors cllr cllrs crs "
    "alderman alderwoman aldermen alderperson member members chair chairs chairman chairwoman chairperson president "
    "director directors head heads leader leaders minister commissioner commissioners committee standing municipal "
    "town county city state provincial township village street subdistrict bureau office department general chief "
    "senior mr mrs ms miss dr prof professor comrade comrades judge justice sir dame lord madam cm pro tem "
    "administrator attorney clerk manager superintendent treasurer trustee trustees planning commission board senator "
    "representative representatives rep sen speaker officer captain sheriff principal reverend rev father rabbi "
    "government people's peoples cppcc cpc ccp npc congress acting interim assistant associate former first second "
    "third honorary co school parks finance police fire library water education health transport public works village "
    "resident residents engineer consultant cadre cadres host moderator reeve warden supervisor supervisors selectman "
    "selectmen freeholder alder alders ombudsman coordinator the both also a an our responsible prime lieutenant chancellor".split()
)
_GROUP_WORDS = frozenset(
    "january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday yesterday today tomorrow meeting congress national communist organization "
    "organisation bridge school schools hall river road avenue university college academy company federation industry "
    "commerce resolution ordinance finance education water transport budget central government agenda political "
    "consultative conference group steering front work times post herald press news association club league trust "
    "foundation institute hospital church police union plan act project program programme fund review report services "
    "public safety health parks recreation downtown authority agency society network alliance coalition partners inc "
    "llc ltd corp bank hotel museum park station airport valley lake hills heights new san los las hong north south "
    "east west united states kingdom china beijing shanghai america american chinese federal twelve several many some "
    "most this that these those there he she they it we at in on of for from with after before during under according "
    "together each every none no not more less all other relevant committee commission council board department bureau "
    "as be if but and so or by whereas thence section when while since though although because however moreover under whether "
    "hundred thousand million dollars cents gallery course supermarket properties corporation development gazette sports "
    "attorney general minister president chancellor prime director service advisory court support wales scotland england "
    "ireland britain record maps estates plaza square bloc liberal conservative democratic labour both "
    "office district county city town village secretary mayor governor".split()
)
_TOKEN = r"(?:(?:Mc|Mac|O['’]|D['’])?[A-ZÀ-Þ][a-zà-ÿ]+(?:[-'’](?!s\b)[A-Za-zÀ-ÿ][a-zà-ÿ]*)*)"
_LINK = r"(?:van|von|der|den|de|da|di|del|la|le|bin|al|el|ter|ten|y)"
_ENGLISH = re.compile(rf"(?:{_TOKEN}|[A-Z]\.)(?:\s(?:{_TOKEN}|[A-Z]\.|{_LINK}(?=\s)))*")
_ENGLISH_BETWEEN = re.compile(r",|;|:|\band\b|\bas well as\b|\balong with\b|\btogether with\b|\(|\)|\n|\s-\s|–|—")
_LEADING = re.compile(
    r"\s*(?:(?:yesterday|today|then|later|finally|meanwhile|however|first|next|also|both|including|while|but|with|among them)\b\s*,?\s*)*",
    re.IGNORECASE,
)
_AFTER_ENGLISH = re.compile(r"\s*(?:$|[a-z]|['’]s\b\s*$)")


def english_names(text: str, start: int, end: int) -> Iterator[Span]:
    """Names of two to five words that head the parts of ``text[start:end]``, in order; titles are left out.

    Parts are parted by commas and "and". A name inside of one ("in the absence of Mayor Jane Doe") does not count.
    """
    at = start
    for between in [*_ENGLISH_BETWEEN.finditer(text, start, end), None]:
        found = _english_name(text, at, between.start() if between else end)
        if found:
            yield found
        at = between.end() if between else end


def chinese_names(text: str, start: int, end: int) -> Iterator[Span]:
    """Names in a list parted by 、 or ， in ``text[start:end]``, each with or without a title.

    A name of two characters without a title counts only beside another name.
    """
    found: list[tuple[int, int, bool]] = []
    for part in re.finditer(r"(?:(?!以及)[^、，,和及与])+", text[start:end]):
        at = start + part.start()
        match = _CHINESE_PART.match(part.group())
        if match and not _is_word(match["name"]):
            left, right = match.span("name")
            found.append((at + left, at + right, _is_sure(part.group()[:left], match["name"])))
    if len(found) > 1 or any(sure for _, _, sure in found):
        yield from ((left, right) for left, right, _ in found)


def is_chinese_name(name: str) -> bool:
    """Whether it may be a name: not a common word, not a family name with a title."""
    return re.fullmatch(CHINESE_NAME, name) is not None and not _is_word(name)


def _english_name(text: str, start: int, end: int) -> Span | None:
    leading = _LEADING.match(text, start, end)
    at = leading.end() if leading else start
    for word in re.finditer(r"\S+", text[at:end]):
        if word.group().lower().rstrip(".,") not in _TITLE_WORDS:
            break
        if re.match(rf"{_TOKEN}\s+[A-Z]\.", text[at + word.start() : end]):
            break  # "Judge B. Smith" begins with a title, "May J. Smith" does not
    else:
        return None
    at += word.start()
    match = _ENGLISH.match(text, at, end)
    if match is None or not _AFTER_ENGLISH.match(text, match.end(), end):
        return None
    words = match.group().split()
    said = {word.lower() for word in words}
    if not 2 <= len(words) <= 5 or words[-1].endswith(".") or said & _GROUP_WORDS:
        return None
    return match.start(), match.end()


def _is_sure(before: str, name: str) -> bool:
    return len(name) > 2 or _TITLED.search(before) is not None


def _is_word(name: str) -> bool:
    return name[:2] in _CHINESE_WORDS or re.fullmatch(CHINESE_TITLE, name[1:]) is not None or name[-2:] == "书记"
