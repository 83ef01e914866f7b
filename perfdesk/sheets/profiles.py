"""What the values of a column look like, told without its header."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from perfdesk.sheets.cells import Cell, halfwidth, shown

SAMPLE = 500
"""Values looked at per column; a column of 200,000 need not be read whole to be known."""

_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁"
    "任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴"
    "莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅"
    "童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车"
    "项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛"
    "仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜"
    "海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜"
    "羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利於呼居揭干但尉冶斯元束檀衣信"
    "展阴昝智幸奉植衡富尧闭由"
)
_COMPOUND = (
    "欧阳",
    "上官",
    "司马",
    "诸葛",
    "夏侯",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "令狐",
    "宇文",
    "长孙",
    "司徒",
    "万俟",
)
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_HAN_NAME = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]{2,4}|[\u3400-\u9fff]+[·•][\u3400-\u9fff·•]+")
_LATIN_NAME = re.compile(r"[A-ZÀ-Þ][\w'’.-]*(?: [A-ZÀ-Þa-z][\w'’.-]*){1,3}")
_CODE = re.compile(r"(?=.*\d)[A-Za-z0-9][A-Za-z0-9_\-./#]{0,23}")
_PHONE = re.compile(r"(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_DATE = re.compile(
    r"(?:19|20)\d\d\s*[-./年]\s*\d{1,2}\s*(?:[-./月]\s*\d{1,2}\s*日?|月)?(?:[ T]\d.*)?"
    r"|(?:19|20)\d\d[01]\d[0-3]\d"
    r"|\d{1,2}[-./]\d{1,2}[-./](?:19|20)\d\d"
)
_NUMBER = re.compile(r"[-+]?[\d,]*\.?\d+%?")
_DEPARTMENT_END = re.compile(r"(?:部|科|室|组|中心|车间|处|院|店|办|厂|公司|仓库|仓|线|班|队)$")
_POSITION_END = re.compile(
    r"(?:员|师|经理|主管|工|长|总监|助理|代表|岗|总|顾问|主任"
    r"|会计|出纳|司机|保安|秘书|学徒|老板)$"
)
_LEVEL = re.compile(r"[A-Z]{1,2}[- ]?\d{1,2}(?:[-.]\d)?")
_BANK = re.compile(r"\d{4}(?: ?\d{4}){3}(?: ?\d{1,3})?")
_ADDRESS = re.compile(r"[省市区县镇乡村].*[路街道巷弄号室栋村组]|\b(?:Road|Street|Avenue|Rd|St|Ave)\b")
_TRIVIAL = frozenset(
    [
        "男",
        "女",
        "是",
        "否",
        "有",
        "无",
        "已婚",
        "未婚",
        "离异",
        "单身",
        "male",
        "female",
        "yes",
        "no",
        "m",
        "f",
        "y",
        "n",
        "married",
        "single",
        "true",
        "false",
    ]
)
LEFT_WORDS = frozenset(
    [
        "离职",
        "已离职",
        "辞职",
        "退休",
        "解聘",
        "开除",
        "left",
        "resigned",
        "terminated",
        "retired",
        "inactive",
    ]
)
STATUS_WORDS = LEFT_WORDS | frozenset(
    [
        "在职",
        "试用",
        "试用期",
        "正式",
        "转正",
        "实习",
        "在岗",
        "休假",
        "产假",
        "停薪留职",
        "active",
        "probation",
    ]
)
"""What stands in a column of employment states; LEFT_WORDS say that the person has gone."""
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True, slots=True)
class Profile:
    """Shares (0 to 1) of a column's filled cells that look like something."""

    filled: int
    """How many of the sampled cells hold anything."""
    blank: float
    """Share of blanks among the sampled rows."""
    distinct: float
    han_name: float = 0.0
    latin_name: float = 0.0
    code: float = 0.0
    one_shape: float = 0.0
    """Share of the most frequent shape, e.g. "A-9"."""
    date: float = 0.0
    median_year: int = 0
    number: float = 0.0
    phone: float = 0.0
    email: float = 0.0
    id_number: float = 0.0
    department: float = 0.0
    position: float = 0.0
    text: float = 0.0
    """Share of texts that are no number, date or code."""
    address: float = 0.0
    bank: float = 0.0
    level: float = 0.0
    status: float = 0.0
    trivial: float = 0.0
    """Sex, yes or no, marital state: few words that are no department."""
    length: float = 0.0
    runs_from_one: bool = False
    """1, 2, 3 …: a running number of the list rather than a number of a person."""
    distinct_count: int = 0
    values: frozenset[str] = frozenset()


def is_id_number(text: str) -> bool:
    """Return whether the text is a citizen's ID number whose check digit fits (GB 11643)."""
    if not re.fullmatch(r"\d{17}[\dXx]", text):
        return False
    rest = sum(int(digit) * weight for digit, weight in zip(text, _ID_WEIGHTS, strict=False)) % 11
    return "10X98765432"[rest] == text[17].upper()


def is_han_name(text: str) -> bool:
    text = text.replace(" ", "")
    return _HAN_NAME.fullmatch(text) is not None and (text[0] in _SURNAMES or text.startswith(_COMPOUND))


@lru_cache(16384)
def shape(text: str) -> str:
    """Return the outline of a text: runs of Chinese, letters and digits as one sign each."""
    text = _HAN.sub("中", halfwidth(text))
    text = re.sub(r"[A-Za-zÀ-ž]+", "A", text)
    text = re.sub(r"\d+(?:[.,]\d+)*", "9", text)
    return re.sub(r"中+", "中", text)[:24]


def profile(cells: Sequence[Cell]) -> Profile:
    """Look at a column's values."""
    cells = cells[:SAMPLE]
    full = [cell for cell in cells if cell is not None]
    count = len(full)
    if not count:
        return Profile(0, 1.0, 0.0)
    texts = [halfwidth(shown(cell)) for cell in full]
    counted = Counter(texts)
    totals: Counter[str] = Counter()
    years = []
    for text, times in counted.items():
        for trait in _traits(text):
            totals[trait] += times
        if _DATE.fullmatch(text):
            years.append(_year(text))
    for cell in full:
        if isinstance(cell, date):
            totals["date"] += 0 if _DATE.fullmatch(shown(cell)) else 1
    shapes = Counter(shape(text) for text in texts)
    share = {trait: times / count for trait, times in totals.items()}
    firsts = [
        cell for cell in full[:50] if isinstance(cell, int) or (isinstance(cell, str) and cell.isdigit())
    ]
    return Profile(
        count,
        1 - count / len(cells),
        len(counted) / count,
        one_shape=shapes.most_common(1)[0][1] / count,
        median_year=sorted(years)[len(years) // 2] if years else 0,
        length=sum(map(len, texts)) / count,
        runs_from_one=list(map(int, firsts)) == [*range(1, min(count, 50) + 1)],
        distinct_count=len(counted),
        values=frozenset(list(counted)[:400]),
        **share,
    )


def _traits(text: str) -> list[str]:
    traits = []
    if _DATE.fullmatch(text):
        traits.append("date")
    if _NUMBER.fullmatch(text):
        traits.append("number")
    if _CODE.fullmatch(text):
        traits.append("code")
    if _PHONE.fullmatch(text):
        traits.append("phone")
    if is_id_number(text):
        traits.append("id_number")
    if _LEVEL.fullmatch(text):
        traits.append("level")
    if _BANK.fullmatch(text):
        traits.append("bank")
    if traits:
        return traits
    traits.append("text")
    if _ADDRESS.search(text) and len(text) > 7:
        traits.append("address")
    if text.casefold() in STATUS_WORDS:
        traits.append("status")
    if text.casefold() in _TRIVIAL:
        traits.append("trivial")
    if _EMAIL.fullmatch(text):
        traits.append("email")
    if _DEPARTMENT_END.search(text):
        traits.append("department")
    if _POSITION_END.search(text):
        traits.append("position")
    if is_han_name(text):
        traits.append("han_name")
    elif _LATIN_NAME.fullmatch(text):
        traits.append("latin_name")
    return traits


def _year(text: str) -> int:
    match = re.search(r"(?:19|20)\d\d", text)
    return int(match[0]) if match else 0


def is_numeric(cell: Cell) -> bool:
    if isinstance(cell, bool):
        return False
    return isinstance(cell, int | Decimal) or (isinstance(cell, str) and _NUMBER.fullmatch(cell) is not None)
