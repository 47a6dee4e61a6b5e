"""What the columns of the visit list say. An accusation shows neither names nor heading; a void visit says so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from petidesk.domain.codes import ACCUSATION, CHANNELS, GROUP_FROM, PURPOSES
from petidesk.domain.visits.listing import VisitQuery, VisitRow
from petidesk.ui.lists.row_model import Column
from petidesk.ui.look.dates import moment_words, short_day
from petidesk.ui.look.lights import SOON_DAYS, Tone, light_tone
from petidesk.ui.translate import translate

if TYPE_CHECKING:
    from array import array

    from petidesk.desk.desk import Desk

NAMES_SHOWN = 3


class VisitSource:
    """Rows of the visit list from the desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def first_rows(self, query: VisitQuery, limit: int) -> Sequence[VisitRow]:
        """The first rows in order."""
        return self._desk.visits.rows(query, limit)

    def ids(self, query: VisitQuery) -> array[int]:
        """All ids in order."""
        return self._desk.visits.ids(query)

    def rows(self, ids: Sequence[int]) -> Sequence[VisitRow]:
        """The rows of these ids."""
        return self._desk.visits.rows_by_id(list(ids))

    def row_id(self, row: VisitRow) -> int:
        """The visit's id."""
        return row.visit_id


def restricted(row: VisitRow) -> bool:
    """Whether the visit holds nothing but accusations (《信访工作条例》第三十条第三款)."""
    return bool(row.purposes) and all(purpose == ACCUSATION for purpose in row.purposes)


def closed_words() -> str:
    """What stands in place of an accusation."""
    return translate("VisitList", "检举控告（限制查阅）")


def names_words(row: VisitRow) -> str:
    """The first names; 匿名 where there is none; nobody where one of the purposes is an accusation."""
    if ACCUSATION in row.purposes:
        return translate("VisitList", "限制查阅")
    named = [name for name in row.names if name]
    if not named:
        return translate("VisitList", "匿名")
    shown = "、".join(named[:NAMES_SHOWN])
    if row.people > min(len(named), NAMES_SHOWN):
        return translate("VisitList", "{0} 等").format(shown)
    return shown


def state_words(row: VisitRow) -> str:
    """作废, 集体访 and 更正, whatever applies."""
    words = []
    if row.voided:
        words.append(translate("VisitList", "作废"))
    if row.people >= GROUP_FROM:
        words.append(translate("VisitList", "集体访"))
    if row.version > 1 and not row.voided:
        words.append(translate("VisitList", "更正"))
    return " · ".join(words)


def due_words(due: date | None, today: date) -> str:
    """A date with the word of its light: 超期 11-04, 今天到期, 还有3天 11-25, 12-07."""
    if due is None:
        return ""
    shown = short_day(due, today)
    days = (due - today).days
    if days < 0:
        return translate("VisitList", "超期 {0}").format(shown)
    if days == 0:
        return translate("VisitList", "今天到期")
    if days <= SOON_DAYS:
        return translate("VisitList", "还有{0}天 {1}").format(days, shown)
    return translate("VisitList", "{0} 前").format(shown)


def row_tone(row: VisitRow) -> Tone:
    """A void visit is struck through."""
    return Tone.VOID if row.voided else Tone.PLAIN


def visit_columns(today: Callable[[], date]) -> tuple[Column[VisitRow], ...]:
    """The columns as they are built. `today` is asked anew for each cell: the window stays open over night."""

    def words(text: str) -> str:
        return translate("VisitList", text)

    return (
        Column("visit_no", words("编号"), lambda row: row.visit_no, 8.5, "visit_no", fixed=True),
        Column("at", words("时间"), lambda row: moment_words(row.at, today()), 7.5, "at"),
        Column("names", words("来访人"), names_words, 7.5, "names", tone=_closed_tone),
        Column("people", words("人数"), lambda row: str(row.people), 3.5, "people", right=True),
        Column("village", words("村（社区）"), lambda row: row.village, 6, "village"),
        Column("heading", words("事由"), _heading_words, 11, "heading", tone=_closed_tone, grows=True),
        Column(
            "due",
            words("期限"),
            lambda row: due_words(row.due, today()),
            10,
            tone=lambda row: light_tone(row.due, today()),
        ),
        Column("state", words("状态"), state_words, 7.5, tone=_state_tone, keeps=True),
        Column("purposes", words("目的"), purposes_words, 5.5, "purposes"),
        Column("channel", words("渠道"), lambda row: CHANNELS.get(row.channel, row.channel), 6, "channel"),
        Column("received_by", words("接待人"), lambda row: row.received_by, 5, "received_by"),
    )


def purposes_words(row: VisitRow) -> str:
    """The purposes of all matters."""
    return "、".join(PURPOSES.get(purpose, purpose) for purpose in row.purposes)


def _heading_words(row: VisitRow) -> str:
    return closed_words() if restricted(row) else row.heading


def _closed_tone(row: VisitRow) -> Tone:
    return Tone.SOFT if restricted(row) else row_tone(row)


def _state_tone(row: VisitRow) -> Tone:
    return Tone.MARKED if row.voided else Tone.PLAIN
