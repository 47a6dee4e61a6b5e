"""The figures of 工作台, each from an index: quick in an office of a hundred thousand cases as in a new one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, and_, case, func, select

from petidesk.domain.cases.events import NATIONAL_PAPERS
from petidesk.domain.codes import CHANNELS
from petidesk.domain.home import NEXT, DueCount, Errand, Pressing, Recent, Reception, Waiting
from petidesk.storage.cases.owed import OWED
from petidesk.storage.schema import dispute, letter, petition_case, visit

_CASE = petition_case.c


def _by_day(key: Column[date], today: date) -> list[ColumnElement[int]]:
    """How many dates lie before today, on it, after it."""
    return [func.coalesce(func.sum(case((when, 1), else_=0)), 0) for when in (key < today, key == today, key > today)]


def due(connection: Connection, today: date, until: date) -> DueCount:
    """Cases by the next date that the law sets, up to `until`."""
    key = _CASE.next_due
    row = connection.execute(select(*_by_day(key, today)).where(key <= until)).one()
    return DueCount(row[0], row[1], row[2])


def tasks(connection: Connection, today: date, until: date) -> tuple[DueCount, dict[str, int]]:
    """Cases by the next date of the office's own making, up to `until`; and how many of each kind."""
    key = _CASE.next_task
    found = connection.execute(
        select(_CASE.next_task_kind, *_by_day(key, today)).where(key <= until).group_by(_CASE.next_task_kind)
    ).all()
    before, on, after = (sum(row[place] for row in found) for place in (1, 2, 3))
    return DueCount(before, on, after), {row[0]: row[1] + row[2] + row[3] for row in found}


def waiting(connection: Connection) -> Waiting:
    """Papers that are signed and not served."""
    unserved = and_(letter.c.to_serve, letter.c.served_on.is_(None), letter.c.state == "issued")
    count, since = connection.execute(select(func.count(), func.min(letter.c.signed_on)).where(unserved)).one()
    return Waiting(count, since)


def draft_letters(connection: Connection) -> int:
    """How many letters are drafted and not issued."""
    return int(connection.execute(select(func.count()).where(letter.c.state == "draft")).scalar_one())


def owed(connection: Connection) -> dict[str, int]:
    """How many cases lack which paper (storage/cases/owed.py); what nobody lacks is left out."""
    return _listed(connection, _CASE.papers_owed, OWED)


def not_entered(connection: Connection) -> dict[str, int]:
    """How many cases owe which paper to the national system; what none owes is left out."""
    return _listed(connection, _CASE.national_owed, NATIONAL_PAPERS)


def _listed(connection: Connection, column: Column[str], names: Iterable[str]) -> dict[str, int]:
    """How many cases name each of these in a column of names between commas, in this order."""
    found = dict.fromkeys(names, 0)
    for papers, count in connection.execute(select(column, func.count()).where(column != "").group_by(column)):
        for paper in papers.strip(",").split(","):
            found[paper] += count
    return {paper: count for paper, count in found.items() if count}


def reception(connection: Connection, day: date) -> tuple[Reception, ...]:
    """The visits of a day by channel, in the order of the channels; voided ones are left out."""
    start = datetime.combine(day, time.min)
    rows = connection.execute(
        select(visit.c.channel, func.count(), func.sum(visit.c.people))
        .where(visit.c.at >= start, visit.c.at < start + timedelta(days=1), visit.c.voided.is_(False))
        .group_by(visit.c.channel)
    ).all()
    order = list(CHANNELS)
    return tuple(
        Reception(channel, batches, people)
        for channel, batches, people in sorted(rows, key=lambda row: order.index(row[0]))
    )


def pressing(connection: Connection, until: date, most: int) -> list[Pressing]:
    """The cases with the earliest dates, by law and of the office's own making; each of the two up to `most`."""
    found: list[Pressing] = []
    for key, kind, by_law in ((_CASE.next_due, _CASE.next_clock, True), (_CASE.next_task, _CASE.next_task_kind, False)):
        rows = connection.execute(
            select(_CASE.id, _CASE.case_no, _CASE.title, kind, key, _CASE.unit, _CASE.restricted)
            .where(key <= until)
            .order_by(key, _CASE.id)
            .limit(most)
        )
        found += [_line(row, by_law=by_law) for row in rows]
    return found


def _line(row: Any, *, by_law: bool) -> Pressing:
    case_id, case_no, title, kind, on, unit, restricted = row
    return Pressing(case_id, case_no, "" if restricted else title, kind, by_law, on, unit, bool(restricted))


_OPEN = ("open", "in_progress")


def pressing_disputes(connection: Connection, until: date, most: int) -> list[Errand]:
    """The disputes with the earliest dates: to be resolved, or to be followed up; each of the two up to `most`."""
    key = dispute.c
    still_open = and_(key.state.in_(_OPEN), key.voided.is_(False))
    found: list[Errand] = []
    for day, condition, what, event in (
        (key.due_on, still_open, "化解纠纷", NEXT),
        (key.follow_up_due, key.follow_up_due.is_not(None), "回访当事人", "followed_up"),
    ):
        rows = connection.execute(
            select(key.dispute_no, key.title, key.summary, day, key.responsible_unit)
            .where(condition, day <= until)
            .order_by(day, key.id)
            .limit(most)
        )
        found += [
            Errand("dispute", number, title or summary, what, on, unit, event)
            for number, title, summary, on, unit in rows
        ]
    return found


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
