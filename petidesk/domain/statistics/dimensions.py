"""What a catalogue of figures is made of: subjects, their measures, and the dimensions that tables are divided by."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from petidesk.domain.calendar import WEEKDAYS
from petidesk.domain.codes import CHANNELS, GROUP_FROM, PURPOSES, ROUTES
from petidesk.domain.reception.rules import WEEKDAY_CODES
from petidesk.domain.statistics.figures import UNFILLED, UNLISTED
from petidesk.domain.trouble import Refused

ROW = "row"
"""What a table that is not divided calls the one row that it may have: of closed accusations."""
SPECIAL = {UNFILLED: "未填", UNLISTED: "未分列"}
MOST_DIMENSIONS = 2
Lists = Mapping[str, Mapping[str, str]]
"""Lists of the office by the names that dimensions have for them: keys in their order, each with its word."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What is counted of each record. `basis`: the article or page of the rules that the way of counting goes by.

    `stock`: what is there at a time, so that months do not add up to their year. `opens`: its records may be listed.
    """

    name: str
    label: str
    unit: str
    definition: str
    basis: str = ""
    stock: bool = False
    opens: bool = True


@dataclass(frozen=True, slots=True)
class Dimension:
    """What a table can be divided by. `words`: keys in the office's order, each with its word.

    `listed`: the list of the office that gives order and words instead (`Lists`). Without either its keys are in order
    of time or of their letters.
    """

    name: str
    label: str
    words: Mapping[str, str] = field(default_factory=dict)
    listed: str = ""

    def known(self, lists: Lists) -> Mapping[str, str]:
        """The keys in the office's order, each with its word."""
        return lists.get(self.listed, {}) if self.listed else self.words

    def word(self, key: str, lists: Lists) -> str:
        """The word for a key."""
        if key in SPECIAL:
            return SPECIAL[key]
        if self.name == "month":
            return f"{key[:4]}年{int(key[5:])}月"
        if self.name == "quarter":
            return f"{key[:4]}年第{key[5:]}季度"
        return self.known(lists).get(key, key)


@dataclass(frozen=True, slots=True)
class Subject:
    """What is counted. `basis`: by which day, and what is left out; printed under its tables."""

    name: str
    label: str
    measures: tuple[Measure, ...]
    dimensions: tuple[Dimension, ...]
    basis: str

    def measure(self, name: str) -> Measure:
        """The measure of that name. Refused bad_value."""
        for measure in self.measures:
            if measure.name == name:
                return measure
        raise Refused("bad_value", f"{self.label}没有“{name}”这个指标。", field="measure")

    def dimension(self, name: str) -> Dimension:
        """The dimension of that name. Refused bad_value, naming those there are."""
        for dimension in self.dimensions:
            if dimension.name == name:
                return dimension
        known = "、".join(dimension.name for dimension in self.dimensions)
        raise Refused("bad_value", f"{self.label}不能按“{name}”分列，可以用的有：{known}。", field="by")

    def is_stock(self, by: Sequence[Dimension]) -> bool:
        """Whether the rows of such a table do not add up to its total: parts of time, each with what is there."""
        in_time = any(dimension.name in ("month", "quarter") for dimension in by)
        return in_time and any(measure.stock for measure in self.measures)

    def divided(self, names: Sequence[str]) -> tuple[Dimension, ...]:
        """The dimensions of a table. Refused for more than two, for the same twice, for one that there is not."""
        if len(names) > MOST_DIMENSIONS:
            raise Refused("bad_value", "最多按两项交叉分列。", field="by")
        if len(set(names)) < len(names):
            raise Refused("bad_value", "同一项不能分列两次。", field="by")
        return tuple(self.dimension(name) for name in names)


def order(dimension: Dimension, keys: Collection[str], lists: Lists) -> list[str]:
    """The keys in the office's own order, never by size; 未填 and 未分列 last."""
    places = {key: place for place, key in enumerate(dimension.known(lists))}
    last = {UNFILLED: 1, UNLISTED: 2}
    return sorted(keys, key=lambda key: (last.get(key, 0), places.get(key, len(places)), key))


MONTH = Dimension("month", "月份")
QUARTER = Dimension("quarter", "季度")
VILLAGE = Dimension("village", "村（社区）", listed="villages")
LEADER = Dimension("leader", "领导", listed="leaders")
UNIT = Dimension("unit", "责任单位", listed="units")
PURPOSE = Dimension("purpose", "信访目的", PURPOSES)
ROUTE = Dimension("route", "办理路径", {str(route): f"{route}．{words}" for route, words in ROUTES.items()})
CATEGORY = Dimension("category", "问题类别", listed="categories")
OF_CASES = (MONTH, QUARTER, PURPOSE, ROUTE, CATEGORY, VILLAGE, UNIT)
VISIT_DIMENSIONS = (
    MONTH,
    QUARTER,
    Dimension("weekday", "星期", dict(zip(WEEKDAY_CODES, WEEKDAYS, strict=True))),
    Dimension("channel", "渠道", CHANNELS),
    PURPOSE,
    ROUTE,
    CATEGORY,
    Dimension("category2", "问题类别（二级）", listed="categories2"),
    VILLAGE,
    Dimension("group", "个访集体访", {"individual": "个访", "group": f"集体访（{GROUP_FROM}人以上）"}),
    Dimension("first_or_repeat", "初次重复", {"first": "初次", "repeat": "重复", "visit": "其他来意"}),
    Dimension("source", "来源", {"own": "本级登记", "handed_down": "上级转交办"}),
)
NO_HOTLINE = "作废的不计，12345工单不计"
