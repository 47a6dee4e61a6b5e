"""The catalogue of figures: every subject with its measures and the dimensions it can be divided by, each named once.

Tables, the command line, papers, charts and the window are made from it; how each is counted in rows stands under the
same name in storage/statistics. What the words mean: rules/counting.md.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from petidesk.domain.calendar import WEEKDAYS
from petidesk.domain.codes import CHANNELS, GROUP_FROM, PURPOSES, ROUTES
from petidesk.domain.ledger.disputes import SOURCES, STATES
from petidesk.domain.ledger.events import MANNERS
from petidesk.domain.reception.days import KINDS
from petidesk.domain.reception.rules import WEEKDAY_CODES
from petidesk.domain.sittings.guests import OUTCOMES
from petidesk.domain.sittings.sittings import DAY_OUTCOMES
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
    """What is counted of each record. `basis`: the article or page of the rules that the way of counting goes by."""

    name: str
    label: str
    unit: str
    definition: str
    basis: str = ""


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


def subject(name: str) -> Subject:
    """The subject of that name. Refused bad_value."""
    if name not in SUBJECTS:
        raise Refused("bad_value", f"没有“{name}”这一类统计，可以用的有：{'、'.join(SUBJECTS)}。", field="subject")
    return SUBJECTS[name]


_MONTH = Dimension("month", "月份")
_QUARTER = Dimension("quarter", "季度")
_VILLAGE = Dimension("village", "村（社区）", listed="villages")
_VISIT_DIMENSIONS = (
    _MONTH,
    _QUARTER,
    Dimension("weekday", "星期", dict(zip(WEEKDAY_CODES, WEEKDAYS, strict=True))),
    Dimension("channel", "渠道", CHANNELS),
    Dimension("purpose", "信访目的", PURPOSES),
    Dimension("route", "办理路径", {str(route): f"{route}．{words}" for route, words in ROUTES.items()}),
    Dimension("category", "问题类别", listed="categories"),
    Dimension("category2", "问题类别（二级）", listed="categories2"),
    _VILLAGE,
    Dimension("group", "个访集体访", {"individual": "个访", "group": f"集体访（{GROUP_FROM}人以上）"}),
    Dimension("first_or_repeat", "初次重复", {"first": "初次", "repeat": "重复", "visit": "其他来意"}),
    Dimension("source", "来源", {"own": "本级登记", "handed_down": "上级转交办"}),
)
_NO_HOTLINE = "作废的不计，12345工单不计"

SUBJECTS: Mapping[str, Subject] = {
    item.name: item
    for item in (
        Subject(
            "visits",
            "信访登记",
            (
                Measure("items", "件次", "件", "登记一次计一件，各渠道合计，12345工单除外"),
                Measure("batches", "批次", "批次", "来访一次计一批，不论来了几人"),
                Measure("people", "人次", "人次", "各批来访的人数之和，同一人来两次计两次"),
                Measure("joint_letters", "联名信", "件", "来信中署名达到规定人数的"),
                Measure("joint", "联名人数", "人", "联名信的署名人数之和"),
            ),
            _VISIT_DIMENSIONS,
            f"按来访（来信、来电）时间计，{_NO_HOTLINE}；一次登记多个事项的，归入第一个事项",
        ),
        Subject(
            "matters",
            "信访事项",
            (Measure("items", "事项", "件", "每次登记反映的每一个事项计一件"),),
            _VISIT_DIMENSIONS,
            f"按来访（来信、来电）时间计，{_NO_HOTLINE}",
        ),
        Subject(
            "disputes",
            "矛盾纠纷",
            (
                Measure("items", "纠纷", "件", "台账上的每一条计一件"),
                Measure("people", "涉及人数", "人", "各件涉及人数之和"),
                Measure("amount_yuan", "涉及金额", "元", "各件涉及金额之和，未填的不计"),
                Measure("resolved", "已化解", "件", "到统计截止时间已化解（含销号）的；上报的不算化解"),
            ),
            (
                _MONTH,
                _QUARTER,
                Dimension("type", "纠纷类型", listed="types"),
                _VILLAGE,
                Dimension("source", "来源", {source: source for source in SOURCES}),
                Dimension("risk_level", "风险等级", listed="risk_levels"),
                Dimension("state", "状态", STATES),
                Dimension("manner", "化解方式", {manner: manner for manner in MANNERS}),
            ),
            "按排查日期计，作废的不计",
        ),
        Subject(
            "receptions",
            "领导接访",
            (
                Measure("sittings", "场次", "场", "已结束或者接待过来访人的接待，一场计一次"),
                Measure("batches", "接待批次", "批次", "接待日接谈登记的来访"),
                Measure("people", "接待人次", "人次", "各批来访的人数之和"),
                Measure("on_the_spot", "当场答复", "批次", "领导意见都是当场答复的"),
                Measure("assigned", "交办", "批次", "领导意见有交办或者包案的"),
                Measure("escalated", "上报", "批次", "领导意见有上报的"),
            ),
            (
                _MONTH,
                _QUARTER,
                Dimension("leader", "接访领导", listed="leaders"),
                Dimension("kind", "方式", KINDS),
                Dimension("place", "地点"),
                Dimension("outcome", "领导意见", OUTCOMES),
                Dimension("mode", "接访情况", DAY_OUTCOMES),
            ),
            "按接待日期计，取消的不计；两人一起接待的，归入实到的第一人",
        ),
        Subject(
            "letters",
            "制发文书",
            (
                Measure("items", "文书", "件", "签发的文书，每件计一件"),
                Measure("served", "已送达", "件", "到统计截止时间已送达的"),
            ),
            (_MONTH, _QUARTER, Dimension("form", "文种", listed="forms")),
            "按签发日期计，作废的不计",
        ),
    )
}
