"""Words in the cells of old tables: states, levels, channels, limits, amounts, places as people write them.

Each reader answers None for what it does not understand; nothing is guessed (rules/ledger.md, 6).
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from petidesk.domain.cells import chinese_number, squeezed

_ASIDE = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")
_YES = frozenset(["是", "√", "✓", "✔", "☑", "y", "yes", "true"])
_NO = frozenset(["否", "×", "✗", "✘", "x", "n", "no", "false"])
_STATES = {
    "open": frozenset(["待化解", "待处理", "未处理", "未办理", "待办理", "未受理", "新增"]),
    "resolved": frozenset(["办结", "化解", "成功", "完成", "结案", "息止", "和解"]),
    "escalated": frozenset(["已上报", "上报", "转上级", "已移交", "已移送", "上报乡镇", "上报县", "已转办"]),
    "closed_out": frozenset(("销号", "归档")),
}
_DOING = re.compile(
    "中$|^正在|推进|跟进|持续|部分|基本|引导|诉讼|司法|法院|仲裁|立案|不成|失败|未果|无法|未达成|未成功|盯办|督办|不成功"
)
_NOT_YET = re.compile("^(?:未(?!成|果|达成|能)|尚未|没有|没|暂未|待|等待|还未)")
_UPWARDS = re.compile("上报|移交|移送|转上级|转县|转市|转镇|转乡")
_DONE = re.compile(
    "^(?:(?:已|已经|圆满|全部|当场|现场|成功|均|双方|达成|自行|经调解)*)"
    "(?:化解|调解|解决|办结|结案|处理|调处|完成|处置|办理|和解|达成协议|成功|息诉|撤回|了结)"
    "(?:完毕|成功|完成|到位|结案|办结|归档|协议|了)*$"
)


@lru_cache(maxsize=2048)
def state_of(written: str) -> str | None:
    """Where a dispute stands by a word of its column 状态 or 是否化解: a state of the ledger, or closed_out.

    基本化解 and 调解不成功 are still in progress, and so is what was led to a court.
    """
    whole = squeezed(written)
    text = re.sub(r"[,，。.;；!！]+$", "", _ASIDE.sub("", whole)) or whole
    if text in _YES:
        return "resolved"
    if text in _NO:
        return "open"
    for state, known in _STATES.items():
        if text in known:
            return state
    if "销号" in whole and not re.search("未销号|待销号|不予销号|拟销号", whole):
        return "closed_out"
    if len(text) > _MOST_OF_A_WORD:
        return None
    for state, pattern in (("open", _NOT_YET), ("escalated", _UPWARDS), ("in_progress", _DOING), ("resolved", _DONE)):
        if pattern.search(text):
            return state
    return None


# A state is a word, not a story.
_MOST_OF_A_WORD = 12

_RISKS = {
    "major": re.compile("特别?重大|^重大|^特大|^高|^红|^(?:一|1|i|甲)级?$|^突出|^极高|^严重"),
    "raised": re.compile("^较大|^较高|^中|^橙|^黄|^(?:二|2|ii|乙)级?$|^较重"),
    "ordinary": re.compile("^一般|^低|^普通|^小|^轻微|^蓝|^绿|^(?:三|四|3|4|iii|iv|丙|丁)级?$|^较小|^常规"),
}


@lru_cache(maxsize=2048)
def risk_of(written: str) -> str | None:
    """The level of a dispute: Ⅰ级, 蓝色预警, 一般纠纷, 低风险（蓝）."""
    text = squeezed(_ASIDE.sub("", written)) or squeezed(written).strip("()（）[]【】")
    return next((level for level, pattern in _RISKS.items() if len(text) <= 8 and pattern.search(text)), None)


_CHANNELS = (
    ("hotline", "热线|12345|工单"),
    ("instruction", "领导|批示|书记|县长|镇长"),
    ("handed_down", "转送|转办|交办|县转|上级|转来|督办"),
    ("online", "网|微信|app|邮箱|邮件|手机信访|手机端|短信|小程序|平台|公众号|客户端|线上|掌上"),
    ("phone", "电话|来电|电访|手机"),
    ("letter", "来信|信件|书信|信函|邮寄|写信|联名信"),
    ("visit", "访|窗口|当面|来人|现场"),
)


@lru_cache(maxsize=2048)
def channel_of(written: str) -> str | None:
    """How somebody came, by a word such as 手机信访, 网上建议, 电话信访, 走访, APP."""
    text = squeezed(written)
    return next((channel for channel, words in _CHANNELS if re.search(words, text)), None)


_AMOUNT = re.compile(
    r"(?P<about>约|大约|近|约计|共|共计|合计|总计|预计)*(?P<number>[0-9]+(?:\.[0-9]+)?)(?P<more>[余多几])?(?P<unit>亿|千万|百万|万|千|百)?"
    r"(?P<rest>[0-9])?(?P<more2>[余多])?(?:元|块|圆|rmb)?(?:人民币)?整?(?P<about2>左右|上下|以上|许)?"
)
_UNITS = {"亿": 100_000_000, "千万": 10_000_000, "百万": 1_000_000, "万": 10_000, "千": 1000, "百": 100}
_CAPITALS = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟两", "一二三四五六七八九十百千二")


def amount_of(written: str, times: int = 1) -> tuple[Decimal, bool] | None:
    """Yuan of 约3.5万元, 1.2亿, 3万5, 叁万元, ￥3,500.00, and whether it was only about that much.

    `times`: what one of a bare number is worth (a column 万元: 10,000). None for a range, a price, other words.
    """
    text = squeezed(written).replace(",", "").removeprefix("人民币").lstrip("¥￥$")
    match = _AMOUNT.fullmatch(text)
    if match is None:
        return _capital_amount(text)
    unit = _UNITS.get(match["unit"] or "", 0)
    amount = Decimal(match["number"])
    if match["rest"]:
        if not unit or "." in match["number"]:
            return None
        amount += Decimal(match["rest"]) / 10
    # 元 after a bare number says yuan even in a column of 万元
    told = unit or (1 if re.search("元|块|圆", text) else times)
    about = bool(match["about"] or match["more"] or match["more2"] or match["about2"])
    return (amount * told).normalize(), about and match["about"] not in ("共", "共计", "合计", "总计")


_WRITTEN_OUT = re.compile(r"(?:([一二三四五六七八九十百]+)万)?(?:([一二三四五六七八九])千)?([一二三四五六七八九十百]*)")


def _capital_amount(text: str) -> tuple[Decimal, bool] | None:
    """叁万元整, 五千元."""
    plain = re.sub(r"[元圆块整]+$", "", text.translate(_CAPITALS))
    match = re.fullmatch(
        r"(?:([一二三四五六七八九十百]+)万)?(?:([一二三四五六七八九])千)?([一二三四五六七八九十百]*)", plain
    )
    if not plain or match is None:
        return None
    tens, thousands, rest = match.groups()
    parts = [chinese_number(part) if part else 0 for part in (tens, thousands, rest)]
    if None in parts:
        return None
    return Decimal((parts[0] or 0) * 10_000 + (parts[1] or 0) * 1000 + (parts[2] or 0)), False


_END = r"(?:底|末|月底|月末)"
_WITHIN = re.compile(
    r"(?P<number>\d{1,3}|[一二两三四五六七八九十]{1,3}|半)(?:个)?(?P<unit>工作日|日|天|周|星期|月|年)(?:之内|以内|内)?"
)
_UNTIL = r"(?:前|之前|以前)?(?:完成|化解|办结)?"
_END_OF_MONTH = re.compile(
    rf"(?:(?P<year>\d{{4}})年?|今年|本年|(?P<next>明年))?(?P<month>\d{{1,2}})月(?:份)?{_END}{_UNTIL}"
)
_END_OF_YEAR = re.compile(rf"(?:(?P<year>\d{{4}})年?|今年|本年|(?P<next>明年))?年?{_END}{_UNTIL}")
_THIS_MONTH = re.compile(rf"(?:本月|当月)(?:份)?{_END}{_UNTIL}|月{_END}{_UNTIL}")


def due_of(written: str, found_on: date, year: int | None) -> date | None:
    """The day of a limit in words: 3月底前, 一个月内, 15日内, 年底前; counted from the day of finding.

    None for 长期 and 立即, and for working days, which a calendar would have to count: they stay words.
    """
    text = squeezed(written)
    within = _WITHIN.fullmatch(text)
    if within is not None:
        return _within(within["number"], within["unit"], found_on)
    for pattern in (_END_OF_MONTH, _THIS_MONTH, _END_OF_YEAR):
        match = pattern.fullmatch(text)
        if match is None:
            continue
        told = match.groupdict()
        month = int(told.get("month") or (found_on.month if pattern is _THIS_MONTH else 12))
        if not 1 <= month <= 12:
            return None
        whole = int(told.get("year") or year or found_on.year) + bool(told.get("next"))
        day = date(whole, month, calendar.monthrange(whole, month)[1])
        return day if told.get("year") or day >= found_on else day.replace(year=whole + 1, day=min(day.day, 28))
    return None


def _within(number: str, unit: str, found_on: date) -> date | None:
    half = number == "半"
    count = 0 if half else chinese_number(number)
    if count is None or unit == "工作日" or (half and unit not in ("月", "年")):
        return None
    if unit in ("日", "天", "周", "星期"):
        return found_on + timedelta(days=count * (7 if unit in ("周", "星期") else 1))
    if half and unit == "月":
        return found_on + timedelta(days=15)
    months = 6 if half else count * (12 if unit == "年" else 1)
    years, month = divmod(found_on.month - 1 + months, 12)
    last = calendar.monthrange(found_on.year + years, month + 1)[1]
    return date(found_on.year + years, month + 1, min(found_on.day, last))


_NO_VILLAGE = re.compile(
    r"(?:本|外|跨|各|全|多|其他|其它|镇|县|市|乡|两|相邻|邻)(?:省|市|县|镇|乡|村|地|区|直|城|辖区|机关|单位|社区)?|"
    r".*(?:机关|单位|企业|公司|学校|集镇|场镇|辖区外|外来|不详|未知)|.|外(?:省|市|县|镇|乡|地).{1,2}"
)


def names_no_village(written: str) -> bool:
    """Whether words in a column of villages name none: 本村, 外省, 机关, 镇区, one character."""
    return _NO_VILLAGE.fullmatch(squeezed(written)) is not None


_GROUP = re.compile(
    r"(?P<village>.{1,20}?(?:村民委员会|村委会|居委会|社区|村))"
    r"(?P<group>第?[\d一二三四五六七八九十]{1,3}(?:村民小组|小组|组|社|队|屯).*)"
)


def village_and_group(written: str) -> tuple[str, str]:
    """东村一组 as 东村 and 一组; a village alone has no group."""
    match = _GROUP.fullmatch("".join(written.split()))
    return (match["village"], match["group"]) if match else (written, "")
