"""What the columns of the case list say. An accusation shows neither title nor names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from petidesk.domain.cases.cases import ENDED
from petidesk.domain.cases.files import CaseQuery, CaseRow, purpose_words, state_words
from petidesk.ui.cases.words import task_label
from petidesk.ui.lists.row_model import Column
from petidesk.ui.look.lights import Tone, light_tone, light_words
from petidesk.ui.translate import translate
from petidesk.ui.visits.columns import NAMES_SHOWN

if TYPE_CHECKING:
    from array import array

    from petidesk.desk.desk import Desk


class CaseSource:
    """Rows of the case list from the desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def first_rows(self, query: CaseQuery, limit: int) -> Sequence[CaseRow]:
        """The first rows in order."""
        return self._desk.cases.rows(query, limit)

    def ids(self, query: CaseQuery) -> array[int]:
        """All ids in order."""
        return self._desk.cases.ids(query)

    def rows(self, ids: Sequence[int]) -> Sequence[CaseRow]:
        """The rows of these ids."""
        return self._desk.cases.rows_by_id(list(ids))

    def row_id(self, row: CaseRow) -> int:
        """The case's id."""
        return row.case_id


def title_words(row: CaseRow) -> str:
    """The title; of an accusation that it is closed (《信访工作条例》第三十条第三款)."""
    return translate("CaseList", "检举控告 · 限制查阅") if row.restricted else row.title


def names_words(row: CaseRow) -> str:
    """The first names; nobody of an accusation."""
    if row.restricted:
        return translate("CaseList", "限制查阅")
    named = [name for name in row.names if name]
    if not named:
        return translate("CaseList", "匿名")
    shown = "、".join(named[:NAMES_SHOWN])
    return translate("CaseList", "{0} 等").format(shown) if row.people > min(len(named), NAMES_SHOWN) else shown


def due_words(row: CaseRow, today: date) -> str:
    """The date by law with the word of its light: 超期3天 11-19."""
    words = light_words(row.due, today)
    return words if row.due is None else f"{words} {_day(row.due)}"


def task_words(row: CaseRow, today: date) -> str:
    """The office's own date: 交办 还有2天 11-24."""
    if row.task_on is None:
        return ""
    return f"{task_label(row.task_kind)} {light_words(row.task_on, today)} {_day(row.task_on)}"


def _day(day: date) -> str:
    """11-24; the count of days beside it tells the year."""
    return f"{day.month:02}-{day.day:02}"


def service_words(row: CaseRow) -> str:
    """How many papers wait to be served."""
    return translate("CaseList", "{0} 件").format(row.waiting_service) if row.waiting_service else ""


def state_tone(row: CaseRow) -> Tone:
    """A case that owes nothing more steps back."""
    return Tone.SOFT if row.state in ENDED else Tone.PLAIN


def case_columns(today: Callable[[], date]) -> tuple[Column[CaseRow], ...]:
    """The columns as they are built. `today` is asked anew for each cell: the window stays open over night."""

    def closed(row: CaseRow) -> Tone:
        return Tone.SOFT if row.restricted else Tone.PLAIN

    return (
        Column("case_no", translate("CaseList", "编号"), lambda row: row.case_no, 8.5, "case_no", fixed=True),
        Column("title", translate("CaseList", "标题"), title_words, 13, "title", tone=closed, grows=True),
        Column(
            "due",
            translate("CaseList", "期限"),
            lambda row: due_words(row, today()),
            10.5,
            "next_due",
            tone=lambda row: light_tone(row.due, today()),
        ),
        Column("state", translate("CaseList", "状态"), state_words, 7, "state", tone=state_tone),
        Column("names", translate("CaseList", "来访人"), names_words, 6.5, tone=closed),
        Column("purpose", translate("CaseList", "目的与途径"), purpose_words, 10.5, "purpose"),
        Column("unit", translate("CaseList", "责任单位"), lambda row: row.unit, 8, "unit"),
        Column("leader", translate("CaseList", "包案领导"), lambda row: row.leader, 5.5, "leader"),
        Column(
            "task",
            translate("CaseList", "批示、交办期限"),
            lambda row: task_words(row, today()),
            14.5,
            "next_task",
            tone=lambda row: light_tone(row.task_on, today()),
        ),
        Column("service", translate("CaseList", "待送达"), service_words, 4.5),
        Column("opened_on", translate("CaseList", "登记日期"), lambda row: row.opened_on.isoformat(), 7, "opened_on"),
    )
