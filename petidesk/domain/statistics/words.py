"""Figures in the words of a report: 共接待来访2901批5974人次，同比分别上升52.44%、48.68%.

上升, 下降 and 持平 instead of a sign; with a base of 0 no rate but 上年同期为0, in tables —; rates differ in 百分点
(rules/counting.md, 3). `places`: the decimals that the office prints, one or two.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from petidesk.domain.statistics.figures import AsOf, Figure, Number, Rate, percent_of
from petidesk.domain.statistics.spans import COMPARES, Compare

UP, DOWN, LEVEL = "上升", "下降", "持平"
NOW = "本期"
BASES: dict[Compare, str] = {"year": "上年同期", "before": "上期", "none": ""}
"""What the span is called that is compared with."""
POINTS = "个百分点"
MISSING = "—"
"""What stands in a table where there is no number."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure with the word that follows its number: 批, 人次, 件."""

    figure: Figure
    unit: str

    def __str__(self) -> str:
        return f"{self.figure.value}{self.unit}"


def moved(value: Number, base: Number) -> str:
    """上升, 下降 or 持平."""
    return LEVEL if value == base else UP if value > base else DOWN


def change_words(figure: Figure, places: int = 2) -> str:
    """A change as it stands in a table: 上升52.44%, 下降3.10%, 持平; — without a comparison, and on a base of 0."""
    return MISSING if not figure.base else _changed(figure.value, figure.base, places)


def _changed(value: Number, base: Number, places: int) -> str:
    """上升52.44%; `base` is not 0."""
    return LEVEL if value == base else f"{moved(value, base)}{percent_of(abs(Decimal(value) - base), base, places)}%"


def compared_words(counted: Sequence[Counted], compare: Compare = "year", places: int = 2) -> str:
    """What became of these figures: 同比分别上升52.44%、48.68%; 同比上升3.00%，批次上年同期为0; empty with no base."""
    with_base = [item for item in counted if item.figure.base is not None]
    told = [_changed(item.figure.value, item.figure.base, places) for item in with_base if item.figure.base]
    zero = [item for item in with_base if not item.figure.base]
    parts = []
    if told:
        parts.append(COMPARES[compare] + _together(told))
    if zero:
        # Where some can be compared, those that cannot are named by their unit.
        units = "、".join(item.unit for item in zero) if told else ""
        parts.append(f"{units}{BASES[compare]}{'均' if len(zero) > 1 else ''}为0")
    return "，".join(parts)


def _together(told: Sequence[str]) -> str:
    """上升1.00%; 分别上升1.00%、2.00%; 分别上升1.00%、下降2.00%; 均持平."""
    if len(told) == 1:
        return told[0]
    if set(told) == {LEVEL}:
        return f"均{LEVEL}"
    words, before = [], ""
    for one in told:
        way = one[:2]
        words.append(one[2:] if way == before and one != LEVEL else one)
        before = way
    return "分别" + "、".join(words)


def sentence(lead: str, counted: Sequence[Counted], compare: Compare = "year", places: int = 2) -> str:
    """`lead`, the numbers with their units, what became of them, no stop: 共接待来访2901批5974人次，同比分别上升…."""
    numbers = "".join(map(str, counted)) if len(counted) < 3 else "、".join(map(str, counted))
    since = compared_words(counted, compare, places)
    return f"{lead}{numbers}，{since}" if since else f"{lead}{numbers}"


def listed(items: Iterable[tuple[str, Number]], unit: str) -> str:
    """Parts of a whole in the order given, those of 0 left out: 来访12件、来信3件; empty when all are 0."""
    return "、".join(f"{label}{value}{unit}" for label, value in items if value)


def share_words(part: Number, whole: Number, places: int = 2) -> str:
    """The share of a part in a whole, 占52.44%'s number and sign; — where the whole is 0."""
    percent = percent_of(part, whole, places)
    return MISSING if percent is None else f"{percent}%"


def rate_words(rate: Rate, places: int = 2) -> str:
    """A rate with both of its numbers: 及时受理率99.61%（255/256）; 无应计事项 where there was nothing to rate."""
    percent = percent_of(rate.numerator.value, rate.denominator.value, places)
    if percent is None:
        return f"{rate.label}无应计事项"
    return f"{rate.label}{percent}%（{rate.numerator.value}/{rate.denominator.value}）"


def rate_change_words(rate: Rate, before: Rate | None, places: int = 2) -> str:
    """How a rate differs from the one before, in percentage points: 上升0.28个百分点; — where one of them is missing.

    The difference is that of the two rates as they are printed, so that whoever subtracts them finds it.
    """
    if before is None:
        return MISSING
    now, then = (percent_of(one.numerator.value, one.denominator.value, places) for one in (rate, before))
    if now is None or then is None:
        return MISSING
    return LEVEL if now == then else f"{moved(now, then)}{abs(now - then)}{POINTS}"


def rate_sentence(rate: Rate, before: Rate | None, compare: Compare = "year", places: int = 2) -> str:
    """及时受理率99.61%（255/256），同比上升0.28个百分点, without 。."""
    change = rate_change_words(rate, before, places)
    words = rate_words(rate, places)
    return words if change == MISSING else f"{words}，{COMPARES[compare]}{change}"


def moment_words(as_of: AsOf) -> str:
    """统计截止时间 as it is printed: 2026年7月5日24时 for a whole day, 2026年7月5日9时05分 for a moment."""
    day = f"{as_of.year}年{as_of.month}月{as_of.day}日"
    return f"{day}{as_of.hour}时{as_of.minute:02d}分" if isinstance(as_of, datetime) else f"{day}24时"
