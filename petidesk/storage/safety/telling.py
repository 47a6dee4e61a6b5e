"""What a payload tells of rows beside its words: the rows that its event left, as they stand in the transaction.

The words of an event are made for people; they leave out what a table keeps besides. Of each kind of record `_ROWS`
says which rows its events stand for, so that no writer has to remember it, and `check --deep` compares them
(`retold.py`).
Only what may stand in the payload of that record is told: a purge takes it with the record's own payloads.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, Select, Table, Text, cast, select

from petidesk.domain.audit import Act
from petidesk.storage.safety.told import key_columns, told_columns
from petidesk.storage.schema import (
    attachment,
    calendar_year,
    case_event,
    county_heading,
    county_template,
    dispute,
    dispute_event,
    import_batch,
    ledger_month,
    letter,
    letter_print,
    meeting,
    metadata,
    office_setting,
    paper,
    paper_print,
    person_decision,
    petition_case,
    reception_change,
    reception_day,
    reception_guest,
    reception_leave,
    reception_notice,
    reception_plan,
    reception_sitting,
    round_return,
    screening_round,
    staff,
    village,
    visit,
)

ROWS = "_rows"
"""The key of a payload under which rows stand: table, key of the row, column."""

BESIDE = "_beside"
"""The key of a visit's payload for what its words leave out (`beside_visit`)."""
BESIDES = frozenset((ROWS, BESIDE))
"""What no history shows: it is for the check alone."""

# Tables with a column by which everybody knows the row.
NUMBERS = {
    "letter": "document_no",
    "meeting": "meeting_no",
    "screening_round": "round_no",
    "staff": "name",
    "county_template": "name",
}

# Columns that are told by their sum: long, or lines that a closed record may have to leave (then they are told anew).
SUMMED = frozenset(
    (("ledger_month", "rows"), ("ledger_month", "sent"), ("county_template", "workbook"), ("reception_notice", "rows"))
)
# What of a case the lines about its links say; the rest follows from its visits and events.
_LINKS = ("case.split_off", "case.absorbed", "case.parted", "case.taken_in")
_LINKING = ("merged", "split", "undone")


class _Event:
    """The event that is being written, as the queries below ask for it."""

    def __init__(self, act: Act, action: str, subject: str, after: Mapping[str, Any]) -> None:
        self.at = act.at
        self.action = action
        self.subject = subject
        self.after = after

    @property
    def number(self) -> int:
        """The subject as a number; -1 where it is none."""
        return int(self.subject) if self.subject.isascii() and self.subject.isdigit() else -1

    @property
    def day(self) -> date | None:
        """The subject as a day."""
        try:
            return date.fromisoformat(self.subject)
        except ValueError:
            return None

    @property
    def month(self) -> int:
        """The subject as a month (year * 12 + month - 1); -1 where it is none."""
        year, _, month = self.subject.partition("-")
        return int(year) * 12 + int(month) - 1 if year.isdigit() and month.isdigit() else -1


_Where = Callable[[_Event], ColumnElement[bool]]
_Told = Sequence[tuple[Table, _Where]]


def _of_case(number: str) -> Select[tuple[int]]:
    return select(petition_case.c.id).where(petition_case.c.case_no == number)


def _of_letter(number: str) -> Select[tuple[int]]:
    return select(letter.c.id).where(letter.c.document_no == number)


def _papers(event: _Event) -> Select[tuple[int]]:
    return (
        select(paper.c.id)
        .join(visit, visit.c.id == paper.c.visit_id)
        .where(visit.c.visit_no == event.subject, paper.c.sha256 == event.after.get("sha256", ""))
    )


_LEAVES: _Told = (
    (reception_leave, lambda event: reception_leave.c.leader == event.subject),
    (reception_plan, lambda event: reception_plan.c.name == event.subject),
)
_DAYS: _Told = (
    (reception_day, lambda event: reception_day.c.changed_at == event.at),
    (reception_change, lambda event: reception_change.c.at == event.at),
    (reception_sitting, lambda event: reception_sitting.c.changed_at == event.at),
)
_OFFICE: _Told = ((office_setting, lambda event: office_setting.c.entered_at == event.at),)
_FIRST: _Told = (*_OFFICE, (staff, lambda _: staff.c.id > 0), (village, lambda _: village.c.id > 0))

# The rows of each kind of record.
_ROWS: dict[str, _Told] = {
    "letter": ((letter, lambda event: letter.c.document_no == event.subject),),
    "meeting": ((meeting, lambda event: meeting.c.meeting_no == event.subject),),
    "round": (
        (screening_round, lambda event: screening_round.c.round_no == event.subject),
        (round_return, lambda event: round_return.c.recorded_at == event.at),
    ),
    "schedule": (
        *_DAYS,
        (reception_guest, lambda event: reception_guest.c.changed_at == event.at),
        (reception_notice, lambda event: reception_notice.c.issued_on == event.at.date()),
    ),
    "sitting": (
        *_DAYS,
        (
            reception_guest,
            lambda event: (
                reception_guest.c.day_id.in_(select(reception_day.c.id).where(_on(event)))
                & (reception_guest.c.changed_at == event.at)
            ),
        ),
    ),
    "plan": _LEAVES,
    "leader": _LEAVES,
    "staff": ((staff, lambda event: staff.c.name == event.subject),),
    "calendar": ((calendar_year, lambda event: calendar_year.c.year == event.number),),
    "import": ((import_batch, lambda event: import_batch.c.id == event.number),),
    "county_template": (
        (county_template, lambda event: county_template.c.name == event.subject),
        (county_heading, lambda _: county_heading.c.heading != ""),
    ),
    "person": (
        (
            person_decision,
            lambda event: (person_decision.c.low_id == event.number) | (person_decision.c.high_id == event.number),
        ),
    ),
}
# Of these actions others.
_ROWS_OF_ACTION: dict[str, _Told] = {
    "office.created": _FIRST,
    "office.changed": (*_OFFICE, (village, lambda _: village.c.id > 0)),
    "ledger.closed": ((ledger_month, lambda event: ledger_month.c.month == event.month),),
    "ledger.reopened": ((ledger_month, lambda event: ledger_month.c.month == event.month),),
    # what leaves the ledger leaves the closed months, too
    "dispute.parted": (
        (dispute, lambda event: dispute.c.dispute_no == event.subject),
        (ledger_month, lambda _: ledger_month.c.month > 0),
    ),
    "paper.printed": (
        (paper, lambda event: paper.c.id.in_(_papers(event))),
        (paper_print, lambda event: paper_print.c.paper_id.in_(_papers(event)) & (paper_print.c.at == event.at)),
    ),
    "letter.printed": (
        (letter, lambda event: letter.c.document_no == event.subject),
        (
            letter_print,
            lambda event: letter_print.c.letter_id.in_(_of_letter(event.subject)) & (letter_print.c.at == event.at),
        ),
    ),
}
_ATTACHED: _Told = ((attachment, lambda event: attachment.c.id == event.after.get("attachment_id", -1)),)
_LINKED: _Told = ((petition_case, lambda event: petition_case.c.case_no == event.subject),)
_CARRIED: _Told = (
    *_LINKED,
    (
        case_event,
        lambda event: case_event.c.case_id.in_(_of_case(event.subject)) & (case_event.c.recorded_at == event.at),
    ),
)
_ENTERED: _Told = ((dispute, lambda event: dispute.c.dispute_no == event.subject),)
_TAKEN_IN: _Told = (
    *_ENTERED,
    (
        dispute_event,
        lambda event: dispute_event.c.dispute_id.in_(select(dispute.c.id).where(dispute.c.dispute_no == event.subject)),
    ),
)


def _on(event: _Event) -> ColumnElement[bool]:
    return reception_day.c.on_day == event.day


def _asked(kind: str, event: _Event) -> _Told:
    action = event.action
    if action in _ROWS_OF_ACTION:
        return _ROWS_OF_ACTION[action]
    if action.startswith("attachment."):
        return _ATTACHED
    if action in _LINKS:
        return _CARRIED
    if action == "case.recorded":
        return _LINKED if event.after.get("kind") in _LINKING else ()
    if action in ("dispute.added", "dispute.amended"):
        return _ENTERED
    if action == "dispute.imported":
        return _TAKEN_IN
    return _ROWS.get(kind, ())


def rows(
    connection: Connection, act: Act, action: str, kind: str, subject: str, after: Mapping[str, Any] | None
) -> dict[str, dict[str, dict[str, Any]]]:
    """What the rows that this event stands for say now: by table, by key, by column. Nothing of most events."""
    event = _Event(act, action, subject, after or {})
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for table, where in _asked(kind, event):
        columns = columns_of(table.name)
        for row in connection.execute(_select(table.name).where(where(event))):
            told = {name: plain(table.name, name, value) for name, value in zip(columns, row[1:], strict=True)}
            found.setdefault(table.name, {})[str(row[0])] = told
    return found


def beside_visit(
    warnings: Sequence[str],
    foreign_no: str,
    batch: int | None,
    person_ids: Sequence[int | None],
    matters: Sequence[tuple[str, bool, str]],
) -> dict[str, Any]:
    """What the words of a visit leave out: who its petitioners are, of which case each matter is, and why again.

    `matters`: the number of the case, whether it was there before, the reason. What is empty is left out.
    """
    told: dict[str, Any] = {"people": list(person_ids), "matters": [list(one) for one in matters]}
    if warnings:
        told["warnings"] = list(warnings)
    if foreign_no:
        told["foreign_no"] = foreign_no
    if batch is not None:
        told["import_batch_id"] = batch
    return told


TABLES = tuple(name for name in metadata.tables if told_columns(name) and name not in ("petition_case",))
"""The tables of which payloads tell rows; of cases only those that were split or went together."""


def columns_of(table: str) -> tuple[str, ...]:
    """The columns of `table` that a payload tells; all of an event of a case or a dispute that came with its record."""
    return told_columns(table) or _WHOLE.get(table, ())


_WHOLE = {
    "case_event": ("case_id", "kind", "on_day", "document", "recorded_at", "staff_id"),
    "dispute_event": ("dispute_id", "kind", "on_day", "document", "recorded_at", "staff_id"),
}


def _select(table: str) -> Select[Any]:
    """The key of each row as text, then the columns that are told."""
    columns = metadata.tables[table].c
    first, *others = (columns[name] for name in key_columns(table))
    key: Any = cast(first, Text)
    for other in others:
        key = key.concat("|").concat(cast(other, Text))
    return select(key, *(columns[name] for name in columns_of(table)))


def rows_of(connection: Connection, table: str, keys: Sequence[str]) -> list[dict[str, Any]]:
    """The rows of these keys by column, ``_key`` among them."""
    asked = _select(table)
    columns = metadata.tables[table].c
    names = ["_key", *columns_of(table)]
    first, *others = (columns[name] for name in key_columns(table))
    values = {key.split("|")[0] for key in keys}
    these = first.in_([int(one) if isinstance(first.type, Integer) else one for one in values])
    found = [dict(zip(names, row, strict=True)) for row in connection.execute(asked.where(these))]
    return [row for row in found if not others or str(row["_key"]) in keys]


def plain(table: str, column: str, value: Any) -> Any:
    """A value of a row as JSON tells it; of some columns their sum."""
    if (table, column) in SUMMED and value is not None:
        return hashlib.sha256(value if isinstance(value, bytes) else str(value).encode()).hexdigest()
    return value.isoformat() if isinstance(value, date | datetime) else value
