"""A line of a table in the words of a report: 2026年，共接待来访2901批5974人次，同比分别上升52.44%、48.68%。"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from petidesk.domain.statistics.catalogue import subject
from petidesk.domain.statistics.figures import Figure
from petidesk.domain.statistics.spans import Compare
from petidesk.domain.statistics.words import Counted, sentence

# What a report says before the numbers of these measures, subject by subject; measures of one clause stand together.
CLAUSES: Mapping[str, Sequence[tuple[str, Sequence[str]]]] = {
    "visits": (
        ("共登记信访", ("items",)),
        ("共接待来访", ("batches", "people")),
        ("收到联名信", ("joint_letters", "joint")),
    ),
    "matters": (("共反映事项", ("items",)),),
    "cases": (
        ("上期结转", ("carried_over",)),
        ("受理信访事项", ("accepted",)),
        ("办结", ("concluded",)),
        ("期末在办", ("outstanding",)),
    ),
    "disputes": (
        ("共排查矛盾纠纷", ("items",)),
        ("涉及", ("people",)),
        ("涉及金额", ("amount_yuan",)),
        ("化解", ("resolved",)),
    ),
    "receptions": (
        ("共开展领导接访", ("sittings",)),
        ("接待群众", ("batches", "people")),
        ("当场答复", ("on_the_spot",)),
        ("交办", ("assigned",)),
        ("上报", ("escalated",)),
    ),
    "letters": (("共签发文书", ("items",)), ("送达", ("served",))),
    "charges": (
        ("领导包案上期结转", ("carried_over",)),
        ("本期包案", ("accepted",)),
        ("办结", ("concluded",)),
        ("期末在办", ("outstanding",)),
    ),
    "instructions": (("共收到领导批示", ("items",)),),
    "returns": (("应报", ("asked",)), ("已报", ("reported",)), ("零报告", ("zero",)), ("未报", ("missing",))),
    "meetings": (("共召开会议", ("items",)), ("研究议题", ("agenda",)), ("议定", ("decisions",))),
}
_YEAR = len("2026年")
# What follows a number in a sentence, where that is not the unit of its measure: 2901批5974人次.
_SPOKEN = {"批次": "批"}


def answer(
    about: str,
    figures: Mapping[str, Figure],
    shown: Collection[str],
    when: str,
    *,
    row: str = "",
    compare: Compare = "year",
    places: int = 2,
) -> str:
    """What these figures of a subject say of the span that is called `when`; only of the measures `shown`.

    `row`: what the line of the table is called, empty for the total.
    """
    clauses = [
        sentence(_lead(lead, row), counted, compare, places)
        for lead, counted in _clauses(about, figures, shown)
        if counted
    ]
    head = f"{when}，{row}：" if row else f"{when}，"
    if row and row[:_YEAR] == when[:_YEAR]:
        head = f"{row}："  # a month or quarter of that year says when by itself
    return f"{head}{'；'.join(clauses)}。" if clauses else ""


def _lead(lead: str, row: str) -> str:
    """共 is said of the total alone."""
    return lead.removeprefix("共") if row else lead


def _clauses(about: str, figures: Mapping[str, Figure], shown: Collection[str]) -> Iterator[tuple[str, list[Counted]]]:
    """The clauses of a subject with their numbers; a measure that none of them names speaks for itself."""
    named = subject(about)
    left = [measure.name for measure in named.measures if measure.name in shown and measure.name in figures]
    for lead, measures in CLAUSES.get(about, ()):
        counted = [_counted(about, figures, name) for name in measures if name in left]
        left = [name for name in left if name not in measures]
        yield lead, counted
    for name in left:
        yield named.measure(name).label, [_counted(about, figures, name)]


def _counted(about: str, figures: Mapping[str, Figure], name: str) -> Counted:
    unit = subject(about).measure(name).unit
    return Counted(figures[name], _SPOKEN.get(unit, unit))
