"""The figures of 工作台, each from an index: quick in an office of a hundred thousand cases as in a new one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import BindParameter, Column, ColumnElement, Connection, and_, bindparam, case, func, or_, select

from petidesk.domain.cases.events import NATIONAL_PAPERS
from petidesk.domain.codes import CHANNELS
from petidesk.domain.home import NEXT, DueCount, Errand, Pressing, Recent, Reception, Waiting
from petidesk.storage.cases.owed import OWED
from petidesk.storage.file.prepared import Prepared
from petidesk.storage.schema import dispute, letter, petition_case, visit

_CASE = petition_case.c


_TODAY: BindParameter[date] = bindparam("today")
_UNTIL: BindParameter[date] = bindparam("until")
_MOST: BindParameter[int] = bindparam("most")


def _by_day(key: Column[date]) -> list[ColumnElement[int]]:
    """How many dates lie before today, on it, after it."""
    return [
        func.coalesce(func.sum(case((when, 1), else_=0)), 0) for when in (key < _TODAY, key == _TODAY, key > _TODAY)
    ]


# Built and compiled once: they are asked each time the page is shown, and each is a glance at an index.
_DUE = Prepared(select(*_by_day(_CASE.next_due)).where(_CASE.next_due <= _UNTIL))
_TASKS = Prepared(
    select(_CASE.next_task_kind, *_by_day(_CASE.next_task))
    .where(_CASE.next_task <= _UNTIL)
    .group_by(_CASE.next_task_kind)
)
_WAITING = Prepared(
    select(func.count(), func.min(letter.c.signed_on)).where(
        letter.c.to_serve, letter.c.served_on.is_(None), letter.c.state == "issued"
    )
)
_DRAFT_LETTERS = Prepared(select(func.count()).where(letter.c.state == "draft"))
_NAMED = {
    column: Prepared(select(column, func.count()).where(column != "").group_by(column))
    for column in (_CASE.papers_owed, _CASE.national_owed)
}
_RECEPTION = Prepared(
    select(visit.c.channel, func.count(), func.sum(visit.c.people))
    .where(visit.c.at >= bindparam("since"), visit.c.at < bindparam("end"), visit.c.voided.is_(False))
    .group_by(visit.c.channel)
)


def due(connection: Connection, today: date, until: date) -> DueCount:
    """Cases by the next date that the law sets, up to `until`."""
    (row,) = _DUE.all(connection, {"today": today, "until": until})
    return DueCount(row[0], row[1], row[2])


def tasks(connection: Connection, today: date, until: date) -> tuple[DueCount, dict[str, int]]:
    """Cases by the next date of the office's own making, up to `until`; and how many of each kind."""
    found = _TASKS.all(connection, {"today": today, "until": until})
    before, on, after = (sum(row[place] for row in found) for place in (1, 2, 3))
    return DueCount(before, on, after), {row[0]: row[1] + row[2] + row[3] for row in found}


def waiting(connection: Connection) -> Waiting:
    """Papers that are signed and not served."""
    ((count, since),) = _WAITING.all(connection, {})
    return Waiting(count, since)


def draft_letters(connection: Connection) -> int:
    """How many letters are drafted and not issued."""
    return int(_DRAFT_LETTERS.scalar(connection, {}))


def owed(connection: Connection) -> dict[str, int]:
    """How many cases lack which paper (storage/cases/owed.py); what nobody lacks is left out."""
    return _listed(connection, _CASE.papers_owed, OWED)


def not_entered(connection: Connection) -> dict[str, int]:
    """How many cases owe which paper to the national system; what none owes is left out."""
    return _listed(connection, _CASE.national_owed, NATIONAL_PAPERS)


def _listed(connection: Connection, column: Column[str], names: Iterable[str]) -> dict[str, int]:
    """How many cases name each of these in a column of names between commas, in this order."""
    found = dict.fromkeys(names, 0)
    for papers, count in _NAMED[column].all(connection, {}):
        for paper in papers.strip(",").split(","):
            found[paper] += count
    return {paper: count for paper, count in found.items() if count}


def reception(connection: Connection, day: date) -> tuple[Reception, ...]:
    """The visits of a day by channel, in the order of the channels; voided ones are left out."""
    start = datetime.combine(day, time.min)
    rows = _RECEPTION.all(connection, {"since": start, "end": start + timedelta(days=1)})
    order = list(CHANNELS)
    return tuple(
        Reception(channel, batches, people)
        for channel, batches, people in sorted(rows, key=lambda row: order.index(row[0]))
    )


_PRESSING = tuple(
    (
        Prepared(
            select(_CASE.id, _CASE.case_no, _CASE.title, kind, key, _CASE.unit, _CASE.restricted)
            .where(key <= _UNTIL)
            .order_by(key, _CASE.id)
            .limit(_MOST)
        ),
        by_law,
    )
    for key, kind, by_law in (
        (_CASE.next_due, _CASE.next_clock, True),
        (_CASE.next_task, _CASE.next_task_kind, False),
    )
)


def pressing(connection: Connection, until: date, most: int) -> list[Pressing]:
    """The cases with the earliest dates, by law and of the office's own making; each of the two up to `most`."""
    return [
        _line(row, by_law=by_law)
        for statement, by_law in _PRESSING
        for row in statement.all(connection, {"until": until, "most": most})
    ]


def _line(row: Any, *, by_law: bool) -> Pressing:
    case_id, case_no, title, kind, on, unit, restricted = row
    return Pressing(case_id, case_no, "" if restricted else title, kind, by_law, on, unit, bool(restricted))


_DISPUTE = dispute.c
_STILL_OPEN = and_(or_(_DISPUTE.state == "open", _DISPUTE.state == "in_progress"), _DISPUTE.voided.is_(False))
_PRESSING_DISPUTES = tuple(
    (
        Prepared(
            select(_DISPUTE.dispute_no, _DISPUTE.title, _DISPUTE.summary, day, _DISPUTE.responsible_unit)
            .where(condition, day <= _UNTIL)
            .order_by(day, _DISPUTE.id)
            .limit(_MOST)
        ),
        what,
        event,
    )
    for day, condition, what, event in (
        (_DISPUTE.due_on, _STILL_OPEN, "化解纠纷", NEXT),
        (_DISPUTE.follow_up_due, _DISPUTE.follow_up_due.is_not(None), "回访当事人", "followed_up"),
    )
)


def pressing_disputes(connection: Connection, until: date, most: int) -> list[Errand]:
    """The disputes with the earliest dates: to be resolved, or to be followed up; each of the two up to `most`."""
    return [
        Errand("dispute", number, title or summary, what, on, unit, event)
        for statement, what, event in _PRESSING_DISPUTES
        for number, title, summary, on, unit in statement.all(connection, {"until": until, "most": most})
    ]


_RECENT = {
    "case": (
        petition_case.c.case_no,
        select(petition_case.c.case_no, petition_case.c.case_no, petition_case.c.title).where(
            petition_case.c.restricted.is_(False)
        ),
    ),
    "visit": (
        visit.c.visit_no,
        select(visit.c.visit_no, visit.c.visit_no, visit.c.heading).where(visit.c.restricted.is_(False)),
    ),
    "dispute": (dispute.c.dispute_no, select(dispute.c.dispute_no, dispute.c.dispute_no, dispute.c.title)),
    "letter": (
        letter.c.id,
        select(letter.c.id, letter.c.document_no, letter.c.title).where(letter.c.restricted.is_(False)),
    ),
}


def recent(connection: Connection, shown: Sequence[tuple[str, str]]) -> tuple[Recent, ...]:
    """These records in their order; accusations and what is no longer there are left out."""
    found: dict[tuple[str, str], Recent] = {}
    for subject, (key, asked) in _RECENT.items():
        keys = [name for each, name in shown if each == subject]
        for name, number, title in connection.execute(asked.where(key.in_(keys))) if keys else ():
            found[subject, str(name)] = Recent(subject, str(name), number or "", title)
    return tuple(found[each] for each in shown if each in found)
