"""The catalogue of figures: every subject with its measures and the dimensions it can be divided by, each named once.

Tables, the command line, papers, charts and the window are made from it; how each is counted in rows stands under the
same name in storage/statistics. What the words mean: rules/counting.md.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from petidesk.domain.calendar import WEEKDAYS
from petidesk.domain.cases.course import COURSE_ENDINGS
from petidesk.domain.codes import CHANNELS, GROUP_FROM, PURPOSES, ROUTES
from petidesk.domain.ledger.disputes import SOURCES, STATES
from petidesk.domain.ledger.events import MANNERS
from petidesk.domain.ledger.rounds import ROUND_KINDS
from petidesk.domain.meetings import MEETING_KINDS
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


def subject(name: str) -> Subject:
    """The subject of that name, one of those behind the rates too. Refused bad_value."""
    if name in PROOFS:
        return PROOFS[name]
    if name not in SUBJECTS:
        raise Refused("bad_value", f"没有“{name}”这一类统计，可以用的有：{'、'.join(SUBJECTS)}。", field="subject")
    return SUBJECTS[name]


_MONTH = Dimension("month", "月份")
_QUARTER = Dimension("quarter", "季度")
_VILLAGE = Dimension("village", "村（社区）", listed="villages")
_LEADER = Dimension("leader", "领导", listed="leaders")
_UNIT = Dimension("unit", "责任单位", listed="units")
_PURPOSE = Dimension("purpose", "信访目的", PURPOSES)
_ROUTE = Dimension("route", "办理路径", {str(route): f"{route}．{words}" for route, words in ROUTES.items()})
_CATEGORY = Dimension("category", "问题类别", listed="categories")
_OF_CASES = (_MONTH, _QUARTER, _PURPOSE, _ROUTE, _CATEGORY, _VILLAGE, _UNIT)
_VISIT_DIMENSIONS = (
    _MONTH,
    _QUARTER,
    Dimension("weekday", "星期", dict(zip(WEEKDAY_CODES, WEEKDAYS, strict=True))),
    Dimension("channel", "渠道", CHANNELS),
    _PURPOSE,
    _ROUTE,
    _CATEGORY,
    Dimension("category2", "问题类别（二级）", listed="categories2"),
    _VILLAGE,
    Dimension("group", "个访集体访", {"individual": "个访", "group": f"集体访（{GROUP_FROM}人以上）"}),
    Dimension("first_or_repeat", "初次重复", {"first": "初次", "repeat": "重复", "visit": "其他来意"}),
    Dimension("source", "来源", {"own": "本级登记", "handed_down": "上级转交办"}),
)
_NO_HOTLINE = "作废的不计，12345工单不计"
_BALANCE = (
    Measure("carried_over", "上期结转", "件", "期初在办的", stock=True),
    Measure(
        "accepted",
        "本期受理",
        "件",
        "本期受理的，含复查撤销后重新办理的",
        "《信访工作条例》第三十一条第六项",
    ),
    Measure("concluded", "本期办结", "件", "本期办结的，按办结日期计", "《信访工作条例》第三十四条"),
    Measure("outstanding", "期末在办", "件", "上期结转＋本期受理－本期办结", stock=True),
)

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
            "cases",
            "信访事项办理",
            _BALANCE,
            (*_OF_CASES[:-1], Dimension("ending", "办结方式", COURSE_ENDINGS), _UNIT),
            "受理后在办的信访事项；并案的不重复计，由并入的一件计",
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
        Subject(
            "charges", "领导包案", _BALANCE, (_MONTH, _QUARTER, _LEADER, _UNIT), "受理后在办、有包案领导的信访事项"
        ),
        Subject(
            "instructions",
            "领导批示",
            (Measure("items", "批示", "件次", "每次批示计一次，撤销的不计"),),
            (_MONTH, _QUARTER, _LEADER, _PURPOSE, _CATEGORY, _VILLAGE),
            "按批示日期计",
        ),
        Subject(
            "returns",
            "村级排查报送",
            (
                Measure("asked", "应报", "村次", "每轮排查向一个村（社区）布置一次"),
                Measure("reported", "报送", "村次", "报送了纠纷的"),
                Measure("zero", "零报告", "村次", "报告没有纠纷的"),
                Measure("missing", "未报", "村次", "到统计截止时间没有报的"),
            ),
            (_MONTH, _QUARTER, _VILLAGE, Dimension("kind", "排查类别", ROUND_KINDS), Dimension("round", "轮次")),
            "按报送期限计，撤销的轮次不计",
        ),
        Subject(
            "meetings",
            "会议",
            (
                Measure("items", "会议", "次", "已召开的，一次计一次"),
                Measure("agenda", "议题", "件次", "各次会议的议题之和"),
                Measure("decisions", "议定", "件次", "各次会议议定的事项之和"),
            ),
            (_MONTH, _QUARTER, Dimension("kind", "会议类别", MEETING_KINDS)),
            "按会议日期计，作废的不计",
        ),
    )
}

_IN_TIME = "期限末日逢休息日的，顺延后的第一个工作日仍算按期"
_NOTICE = "《信访工作条例》第二十三条"

PROOFS: Mapping[str, Subject] = {
    item.name: item
    for item in (
        Subject(
            "notices",
            "书面告知",
            (
                Measure("due", "应告知", "件次", "告知期限在本期届满的（期限未到而已告知的也计）", _NOTICE),
                Measure("forwarded", "按期转送交办告知", "件次", "期限内已转送、交办或者告知的", _NOTICE),
                Measure("told", "按期告知", "件次", "期限内已书面告知的", _NOTICE),
                Measure("untold", "逾期未告知", "件次", "期限已过、还没有书面告知的", _NOTICE),
            ),
            _OF_CASES,
            f"按告知期限届满之日计；匿名、姓名或者地址不清的不计，并案的不计；{_IN_TIME}",
        ),
        Subject(
            "answers",
            "答复",
            (
                Measure("due", "应答复", "件", "办理期限（含批准的延期）在本期届满的", "《信访工作条例》第三十四条"),
                Measure("answered", "按期答复", "件", "期限内处理意见已送达或者寄出的", "《信访工作条例》第三十四条"),
                Measure("overdue", "逾期未答复", "件", "期限已过、还没有答复的", "《信访工作条例》第三十四条"),
            ),
            _OF_CASES,
            f"按办理期限届满之日计；原期限届满以后批准的延期不算；并案、撤回的不计；{_IN_TIME}",
        ),
        Subject(
            "replies",
            "交办反馈",
            (
                Measure("due", "应反馈", "件次", "要求的反馈期限在本期届满的"),
                Measure("returned", "按期反馈", "件次", "期限内已反馈的"),
                Measure("unreturned", "逾期未反馈", "件次", "期限已过、还没有反馈的"),
            ),
            (_MONTH, _QUARTER, _UNIT),
            "按转送、交办、督办时要求的反馈期限计；单位是承办单位",
        ),
        Subject(
            "acceptances",
            "受理办结",
            (
                Measure("accepted", "受理", "件", "本期受理的，含复查撤销后重新办理的"),
                Measure("concluded", "其中已办结", "件", "到期末已办结的"),
            ),
            _OF_CASES,
            "按受理日期计；并案的不重复计",
        ),
        Subject(
            "first_answers",
            "初次一次办结",
            (
                Measure("observed", "观察期满", "件", "首次答复送达后观察期在本期届满的"),
                Measure("once", "一次办结", "件", "观察期内没有重复提出、没有请求复查的"),
            ),
            _OF_CASES,
            "按观察期届满之日计",
        ),
        Subject(
            "repeats",
            "重复来访",
            (
                Measure("raised", "来访批次", "批次", "初次和重复来访，不含补充材料等其他来意"),
                Measure("repeat", "重复批次", "批次", "同一人以基本相同的事实和请求再次来访"),
            ),
            _VISIT_DIMENSIONS,
            f"按来访时间计，{_NO_HOTLINE}；批次和件次分开，件次见按初次重复分列的表",
        ),
        Subject(
            "ratings",
            "群众评价",
            (
                Measure("opened", "可评价", "件", "初次、实名，已办结答复的；检举控告、诉讼途径、12345工单不计"),
                Measure("rated", "参评", "件", "信访人本人在国家信访信息系统对责任单位作出评价的"),
                Measure("satisfied", "满意和基本满意", "件", "评价为满意、基本满意的"),
                Measure("fully_satisfied", "满意", "件", "评价为满意的"),
                Measure("unrated", "未参评", "件", "没有作出评价的，只计数", opens=False),
            ),
            (_MONTH, _QUARTER),
            "按首次办结日期计",
        ),
        Subject(
            "calls",
            "电话回访",
            (
                Measure("called", "回访评价", "件", "本单位回访时表示了意见的"),
                Measure("satisfied", "满意和基本满意", "件", "表示满意、基本满意的"),
                Measure("fully_satisfied", "满意", "件", "表示满意的"),
            ),
            (_MONTH, _QUARTER),
            "按最近一次回访日期计，不计入参评和满意率",
        ),
        Subject(
            "received_letters",
            "来信阅批",
            (
                Measure("received", "来信", "件", "本期收到的来信"),
                Measure("presented", "呈批", "件", "收到后已呈领导批示的"),
                Measure("instructed", "有批示", "件", "收到后领导已批示、批示有日期的"),
            ),
            (_MONTH, _QUARTER, _PURPOSE, _CATEGORY, _VILLAGE),
            "按来信登记日期计",
        ),
        Subject(
            "resolutions",
            "纠纷化解",
            (
                Measure("found", "排查", "件", "本期排查的"),
                Measure("resolved", "已化解", "件", "到期末已化解（含销号）的；上报的不算化解"),
            ),
            (_MONTH, _QUARTER, _VILLAGE),
            "按排查日期计，作废的不计",
        ),
        Subject(
            "books",
            "在账纠纷化解",
            (
                Measure("on_books", "在账", "件", "期初未化解的和本期排查的"),
                Measure("resolved", "本期化解", "件", "本期化解（含销号）的；上报的不算化解"),
            ),
            (_VILLAGE,),
            "期初未化解的加本期排查的，作废的不计",
        ),
    )
}
"""What rates and the lists of what is missing are made from: counted and opened as any subject, offered by no list."""
