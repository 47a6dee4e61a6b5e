"""The figures of a month as rows of a table, each figure with the question that opens its list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from petidesk.domain.ledger.listing import EMPTY, FIGURES, Counts, DisputeQuery
from petidesk.domain.ledger.months import CHANGE_WORDS, Change, Finding, MonthFigures
from petidesk.ui.lists.row_model import Column
from petidesk.ui.look.lights import Tone
from petidesk.ui.look.money import money_words
from petidesk.ui.translate import translate

TYPES, VILLAGES, YEAR, COUNTY, CHECK, CHANGES = "types", "villages", "year", "county", "check", "changes"
# The columns of a balance in their order; people and money belong to all disputes on the books.
ORDER = ("carried_over", "found", "reopened", "resolved", "escalated", "outstanding")


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One line of the balance: of a type, of a village, or of all."""

    name: str
    counts: Counts
    kind: str = ""
    village: str = ""
    total: bool = False


@dataclass(frozen=True, slots=True)
class CountyRow:
    """One line of the county's list of types: found and handled in the month and in the year so far."""

    name: str
    found: int
    handled: int
    year_found: int
    year_handled: int
    total: bool = False


def table_rows(figures: MonthFigures, view: str) -> list[FigureRow]:
    """The lines of a view of the balance, the total first."""
    balance = figures.balance
    if view == VILLAGES:
        lines = [FigureRow(name, counts, village=name) for name, counts in balance.by_village]
        return [FigureRow(translate("MonthFigures", "合计"), balance.total, total=True), *lines]
    of_types = figures.year_by_type if view == YEAR else balance.by_type
    total = figures.year if view == YEAR else balance.total
    lines = [
        FigureRow(name or translate("MonthFigures", "（没有类型）"), counts, kind=name or EMPTY)
        for name, counts in of_types
    ]
    return [FigureRow(translate("MonthFigures", "合计"), total, total=True), *lines]


def county_rows(figures: MonthFigures) -> list[CountyRow]:
    """The county's nineteen types, the total first."""
    lines = [
        CountyRow(name, found, handled, year_found, year_handled)
        for (name, found, handled), (_, year_found, year_handled) in zip(
            figures.monthly_types, figures.year_monthly_types, strict=True
        )
    ]
    total = CountyRow(
        translate("MonthFigures", "合计"),
        sum(line.found for line in lines),
        sum(line.handled for line in lines),
        sum(line.year_found for line in lines),
        sum(line.year_handled for line in lines),
        total=True,
    )
    return [total, *lines]


def figure_query(row: FigureRow, key: str, month: str, *, year: bool) -> DisputeQuery:
    """The list behind a figure; an empty key gives all that were on the books."""
    figure = key if key in FIGURES else ""
    return DisputeQuery(month=month, figure=figure, year=year, type=row.kind, village=row.village)


def figure_keys() -> tuple[str, ...]:
    """What each column of the balance opens, column by column; empty for all on the books."""
    return ("", *ORDER, "", "")


def figure_columns(view: str) -> tuple[Column[FigureRow], ...]:
    """The columns of the balance."""
    first = translate("MonthFigures", "村（社区）") if view == VILLAGES else translate("MonthFigures", "类型")
    names = {
        "carried_over": translate("MonthFigures", "上年结转")
        if view == YEAR
        else translate("MonthFigures", "上月结转"),
        "found": translate("MonthFigures", "新排查"),
        "reopened": translate("MonthFigures", "其中重新"),
        "resolved": translate("MonthFigures", "化解"),
        "escalated": translate("MonthFigures", "上报"),
        "outstanding": translate("MonthFigures", "未化解"),
    }
    columns: list[Column[FigureRow]] = [Column("name", first, lambda row: row.name, 6, grows=True)]
    for key in ORDER:
        columns.append(Column(key, names[key], _counted(key), 5.05, right=True, tone=_zero_soft(key)))
    columns.append(
        Column("people", translate("MonthFigures", "涉及人数"), lambda row: f"{row.counts.people:,}", 5.05, right=True)
    )
    columns.append(
        Column(
            "amount",
            translate("MonthFigures", "金额（元）"),
            lambda row: money_words(row.counts.amount_fen),
            7,
            right=True,
        )
    )
    return tuple(columns)


def _counted(key: str) -> Callable[[FigureRow], str]:
    return lambda row: f"{getattr(row.counts, key):,}"


def _zero_soft(key: str) -> Callable[[FigureRow], Tone]:
    return lambda row: Tone.PLAIN if getattr(row.counts, key) else Tone.SOFT


def county_columns() -> tuple[Column[CountyRow], ...]:
    """The columns of the county's list."""
    return (
        Column("name", translate("MonthFigures", "月报类型"), lambda row: row.name, 12, grows=True),
        Column("found", translate("MonthFigures", "本月排查"), lambda row: f"{row.found:,}", 6, right=True),
        Column("handled", translate("MonthFigures", "本月调处"), lambda row: f"{row.handled:,}", 6, right=True),
        Column("year_found", translate("MonthFigures", "今年排查"), lambda row: f"{row.year_found:,}", 6, right=True),
        Column(
            "year_handled", translate("MonthFigures", "今年调处"), lambda row: f"{row.year_handled:,}", 6, right=True
        ),
    )


def finding_columns() -> tuple[Column[Finding], ...]:
    """The columns of what is wrong or missing."""
    return (
        Column(
            "kind",
            translate("MonthFigures", "种类"),
            lambda row: translate("MonthFigures", "错误") if row.error else translate("MonthFigures", "缺项"),
            5,
            tone=lambda row: Tone.LATE if row.error else Tone.SOON,
        ),
        Column("no", translate("MonthFigures", "编号"), lambda row: row.dispute_no, 8.5),
        Column("message", translate("MonthFigures", "要改的"), lambda row: row.message, 16, grows=True),
    )


def change_columns() -> tuple[Column[Change], ...]:
    """The columns of what changed in closed months."""
    return (
        Column("kind", translate("MonthFigures", "种类"), lambda row: CHANGE_WORDS.get(row.kind, row.kind), 4.5),
        Column("no", translate("MonthFigures", "编号"), lambda row: row.dispute_no, 8.5),
        Column("field", translate("MonthFigures", "项目"), lambda row: row.field, 7),
        Column("before", translate("MonthFigures", "原来"), lambda row: row.before, 10),
        Column("after", translate("MonthFigures", "现在"), lambda row: row.after, 10, grows=True),
    )


def identity_parts(figures: MonthFigures) -> Sequence[tuple[str, str, str]]:
    """上月结转 ＋ 新排查 ＝ 化解 ＋ 上报 ＋ 未化解: sign before, words with the figure, key."""
    total = figures.balance.total
    signs = {"carried_over": "", "found": "＋", "resolved": "＝", "escalated": "＋", "outstanding": "＋"}
    return [(sign, f"{FIGURES[key]} {getattr(total, key):,}", key) for key, sign in signs.items()]
