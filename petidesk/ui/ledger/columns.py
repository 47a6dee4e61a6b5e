"""What the columns of the ledger say; the columns that this county asks for on top stand at the end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from petidesk.domain.ledger.listing import DisputeQuery, DisputeRow
from petidesk.domain.office.ledger_columns import LedgerColumn
from petidesk.domain.office.office import Office
from petidesk.ui.ledger.words import (
    RISK_TONES,
    due_tone,
    due_words,
    follow_words,
    risk_words,
    state_tone,
    state_words,
)
from petidesk.ui.lists.row_model import Column
from petidesk.ui.look.lights import Tone, light_tone
from petidesk.ui.look.money import money_words, yuan_words
from petidesk.ui.translate import translate
from petidesk.ui.visits.columns import NAMES_SHOWN

if TYPE_CHECKING:
    from array import array

    from petidesk.desk.desk import Desk

# Extra columns shown without asking: a county's own columns are seldom more.
EXTRA_SHOWN = 2
_EXTRA_WIDTHS = {"text": 8.0, "long_text": 14.0, "count": 5.0, "money": 7.0, "day": 7.0, "choice": 7.0}


class LedgerSource:
    """Rows of the ledger from the desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def first_rows(self, query: DisputeQuery, limit: int) -> Sequence[DisputeRow]:
        """The first rows in order."""
        return self._desk.ledger.rows(query, limit)

    def ids(self, query: DisputeQuery) -> array[int]:
        """All ids in order."""
        return self._desk.ledger.ids(query)

    def rows(self, ids: Sequence[int]) -> Sequence[DisputeRow]:
        """The rows of these ids."""
        return self._desk.ledger.rows_by_id(list(ids))

    def row_id(self, row: DisputeRow) -> int:
        """The dispute's id."""
        return row.dispute_id


def names_words(row: DisputeRow) -> str:
    """The first names of the parties."""
    named = [name for name in row.names if name]
    shown = "、".join(named[:NAMES_SHOWN])
    return translate("LedgerList", "{0} 等").format(shown) if len(named) > NAMES_SHOWN else shown


def row_tone(row: DisputeRow) -> Tone:
    """A void line is struck through."""
    return Tone.VOID if row.voided else Tone.PLAIN


def extra_words(row: DisputeRow, column: LedgerColumn) -> str:
    """What one of the county's own columns says of a line."""
    value = row.extra.get(column.key)
    if value in (None, ""):
        return ""
    if column.kind == "money":
        try:
            return yuan_words(Decimal(str(value)))
        except InvalidOperation:
            return str(value)
    return str(value)


def ledger_columns(today: Callable[[], date], office: Office) -> tuple[Column[DisputeRow], ...]:
    """The columns as they are built. `today` is asked anew for each cell: the window stays open over night."""
    labels = office.risk_labels
    made: list[Column[DisputeRow]] = [
        Column(
            "dispute_no",
            translate("LedgerList", "编号"),
            lambda row: row.dispute_no,
            8.5,
            "dispute_no",
            fixed=True,
            keeps=True,
        ),
        Column("found_on", translate("LedgerList", "排查日期"), lambda row: row.found_on.isoformat(), 7, "found_on"),
        Column("village", translate("LedgerList", "村（社区）"), lambda row: row.village, 6, "village"),
        Column("heading", translate("LedgerList", "纠纷"), lambda row: row.heading, 13, "heading", grows=True),
        Column(
            "state",
            translate("LedgerList", "状态"),
            lambda row: translate("LedgerList", "作废") if row.voided else state_words(row.state),
            5,
            "state",
            tone=lambda row: Tone.MARKED if row.voided else state_tone(row.state),
            keeps=True,
        ),
        Column(
            "risk_level",
            translate("LedgerList", "风险"),
            lambda row: risk_words(row.risk_level, labels),
            5,
            "risk_level",
            tone=lambda row: RISK_TONES.get(row.risk_level, Tone.SOFT),
        ),
        Column(
            "due_on",
            translate("LedgerList", "化解时限"),
            lambda row: due_words(row.due_on, row.state, today()),
            10.5,
            "due_on",
            tone=lambda row: due_tone(row.due_on, row.state, today()),
        ),
        Column("type", translate("LedgerList", "类型"), lambda row: row.type, 8, "type"),
        Column("names", translate("LedgerList", "当事人"), names_words, 8),
        Column(
            "people_involved",
            translate("LedgerList", "人数"),
            lambda row: f"{row.people_involved:,}",
            4,
            "people_involved",
            right=True,
            shown=False,
        ),
        Column(
            "amount",
            translate("LedgerList", "金额（元）"),
            lambda row: money_words(row.amount_fen),
            7,
            "amount_fen",
            right=True,
            shown=False,
        ),
        Column(
            "unit",
            translate("LedgerList", "责任单位"),
            lambda row: row.responsible_unit,
            8,
            "responsible_unit",
            shown=False,
        ),
        Column(
            "person", translate("LedgerList", "责任人"), lambda row: row.responsible_person, 5, "responsible_person"
        ),
        Column(
            "leader", translate("LedgerList", "包案领导"), lambda row: row.case_leader, 6, "case_leader", shown=False
        ),
        Column(
            "resolved_on",
            translate("LedgerList", "化解日期"),
            lambda row: row.resolved_on.isoformat() if row.resolved_on else "",
            7,
            "resolved_on",
            shown=False,
        ),
        Column(
            "follow_up",
            translate("LedgerList", "回访"),
            lambda row: follow_words(row.follow_up_due, today()),
            10.5,
            "follow_up_due",
            tone=lambda row: light_tone(row.follow_up_due, today()),
            shown=False,
        ),
        Column("village_group", translate("LedgerList", "组"), lambda row: row.village_group, 5, shown=False),
        Column("source", translate("LedgerList", "来源"), lambda row: row.source, 7, shown=False),
    ]
    made += [
        Column(
            f"extra/{column.key}",
            column.label,
            lambda row, column=column: extra_words(row, column),  # type: ignore[misc]
            max(_EXTRA_WIDTHS.get(column.kind, 8.0), len(column.label) + 1.5),
            right=column.kind in ("count", "money"),
            shown=place < EXTRA_SHOWN,
        )
        for place, column in enumerate(office.ledger_columns)
    ]
    return tuple(made)
