"""Every record that is still whole, with the day it ended and what of it is open; and what stands together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, and_, case, func, or_, select

from petidesk.domain.cases.cases import ENDED
from petidesk.domain.codes import CASE_STATES
from petidesk.domain.ledger.disputes import STATES
from petidesk.domain.reception.days import KINDS as RECEPTIONS
from petidesk.domain.retention.records import Key, Link, Record
from petidesk.storage.file.json_text import loads
from petidesk.storage.retention.kinds import TABLES, between
from petidesk.storage.schema import (
    case_event,
    case_instruction,
    dispute,
    dispute_event,
    letter,
    meeting,
    petition_case,
    reception_day,
    reception_guest,
    reception_sitting,
    visit,
)

# One that was escalated left the books of this office.
_OPEN_DISPUTES = ("open", "in_progress")


def whole(connection: Connection) -> list[Record]:
    """The records that did not go yet. Drafts of letters count: they keep their case."""
    found: list[Record] = []
    for read in (_visits, _cases, _letters, _disputes, _meetings, _receptions):
        found += read(connection)
    return found


def gone(connection: Connection) -> frozenset[Key]:
    """The records that went."""
    return frozenset(
        (kind, row_id)
        for kind, table in TABLES.items()
        for row_id in connection.execute(select(table.c.id).where(table.c.purge_id.is_not(None))).scalars()
    )


def _visits(connection: Connection) -> Iterator[Record]:
    # one that was voided ended when it was
    ended = case((visit.c.voided, visit.c.changed_at), else_=visit.c.at)
    rows = connection.execute(
        select(visit.c.id, visit.c.visit_no, ended.label("ended")).where(visit.c.purge_id.is_(None))
    )
    for row in rows:
        yield Record("visit", row.id, row.visit_no, "visit", row.ended.date())


def _cases(connection: Connection) -> Iterator[Record]:
    last = (
        select(case_event.c.case_id, func.max(case_event.c.on_day).label("on_day"))
        .group_by(case_event.c.case_id)
        .subquery()
    )
    instructed = select(case_instruction.c.case_id).where(case_instruction.c.case_id == petition_case.c.id).exists()
    standing = select(case_event.c.id).join(visit, visit.c.id == case_event.c.visit_id, isouter=True)
    stands = standing.where(case_event.c.case_id == petition_case.c.id, func.coalesce(visit.c.voided, 0) == 0).exists()
    columns = petition_case.c
    rows = connection.execute(
        select(
            columns.id,
            columns.case_no,
            columns.opened_on,
            columns.state,
            columns.restricted,
            columns.reply_on,
            columns.next_due,
            columns.next_task,
            columns.waiting_service,
            last.c.on_day,
            instructed.label("instructed"),
            stands.label("stands"),
        )
        .outerjoin(last, last.c.case_id == columns.id)
        .where(columns.purge_id.is_(None))
    )
    for row in rows:
        category = "instructed" if row.instructed else "answered" if row.reply_on is not None else "case"
        # of a case whose only visit was voided nothing is open
        because = _open_case(row) if row.stands else ()
        yield Record("case", row.id, row.case_no, category, row.on_day or row.opened_on, because)


def _open_case(row: Any) -> tuple[str, ...]:
    found = []
    if row.state not in ENDED:
        what = "检举控告还在办" if row.restricted else "还没有办结"
        found.append(f"{what}（{CASE_STATES[row.state]}）")
    elif row.state == "under_review":
        found.append("正在复查、复核")
    if row.next_due is not None:
        found.append(f"还有期限在算，到{row.next_due.isoformat()}")
    if row.next_task is not None:
        found.append(f"还有约定或交办的事，到{row.next_task.isoformat()}")
    if row.waiting_service:
        found.append("还有文书没有送达")
    return tuple(found)


def _letters(connection: Connection) -> Iterator[Record]:
    columns = letter.c
    waits = and_(columns.state == "issued", columns.to_serve, columns.served_on.is_(None))
    rows = connection.execute(
        select(
            columns.id,
            columns.document_no,
            columns.state,
            columns.signed_on,
            columns.served_on,
            columns.changed_at,
            waits.label("waits"),
        ).where(columns.purge_id.is_(None))
    )
    for row in rows:
        ended = max(day for day in (row.signed_on, row.served_on, row.changed_at.date()) if day is not None)
        because = ("草稿没有签发，也没有放弃",) if row.state == "draft" else ("还没有送达",) if row.waits else ()
        yield Record("letter", row.id, row.document_no or f"文书草稿{row.id}", "letter", ended, because)


def _disputes(connection: Connection) -> Iterator[Record]:
    last = (
        select(dispute_event.c.dispute_id, func.max(dispute_event.c.on_day).label("on_day"))
        .group_by(dispute_event.c.dispute_id)
        .subquery()
    )
    columns = dispute.c
    rows = connection.execute(
        select(
            columns.id,
            columns.dispute_no,
            columns.found_on,
            columns.state,
            columns.voided,
            columns.changed_at,
            columns.follow_up_due,
            last.c.on_day,
        )
        .outerjoin(last, last.c.dispute_id == columns.id)
        .where(columns.purge_id.is_(None))
    )
    for row in rows:
        because = []
        ended = max(row.found_on, row.on_day or row.found_on)
        if row.voided:
            ended = max(ended, row.changed_at.date())
        elif row.state in _OPEN_DISPUTES:
            because.append(f"还没有化解（{STATES[row.state]}）")
        elif row.follow_up_due is not None:
            because.append(f"还没有回访，约在{row.follow_up_due.isoformat()}")
        yield Record("dispute", row.id, row.dispute_no, "dispute", ended, tuple(because))


def _meetings(connection: Connection) -> Iterator[Record]:
    columns = meeting.c
    rows = connection.execute(
        select(columns.id, columns.meeting_no, columns.on_day, columns.state).where(columns.purge_id.is_(None))
    )
    for row in rows:
        because = ("会议还没有开",) if row.state == "planned" else ()
        yield Record("meeting", row.id, row.meeting_no, "meeting", row.on_day, because)


def _receptions(connection: Connection) -> Iterator[Record]:
    """Those with a queue or words of their own: a day of the rota alone names nobody."""
    columns = reception_day.c
    queue = select(reception_guest.c.id).where(reception_guest.c.day_id == columns.id).exists()
    said = select(reception_sitting.c.day_id).where(reception_sitting.c.day_id == columns.id).exists()
    rows = connection.execute(
        select(columns.id, columns.on_day, columns.kind, columns.place, columns.village).where(
            columns.purge_id.is_(None), or_(queue, said)
        )
    )
    for row in rows:
        where = row.place or row.village
        number = f"{row.on_day.isoformat()} {RECEPTIONS[row.kind]}{f' {where}' if where else ''}"
        yield Record("reception", row.id, number, "reception", row.on_day)


def links(connection: Connection) -> Iterator[Link]:
    """What stands together: by the keys of the schema, by merging and splitting, by a meeting's agenda."""
    for kind, other, pairs in between():
        for row in connection.execute(pairs):
            this, that = (kind, row[0]), (other, row[1])
            # The line of a visit in a reception's queue goes with the visit; the day itself waits for all of them.
            if other == "reception":
                this, that = that, this
            yield Link(this, that, both="reception" not in (kind, other))
    for near in (petition_case.c.merged_into, petition_case.c.split_from):
        for one, far in connection.execute(select(petition_case.c.id, near).where(near.is_not(None))):
            yield Link(("case", one), ("case", far))
    yield from _agendas(connection)


def _agendas(connection: Connection) -> Iterator[Link]:
    spoken = connection.execute(
        select(meeting.c.id, meeting.c.agenda, meeting.c.decisions).where(
            or_(meeting.c.agenda != "[]", meeting.c.decisions != "[]")
        )
    ).all()
    named = {row.id: set(_case_numbers((row.agenda, row.decisions))) for row in spoken}
    wanted = set().union(*named.values())
    ids = {
        number: row_id
        for row_id, number in connection.execute(select(petition_case.c.id, petition_case.c.case_no))
        if number in wanted
    }
    for meeting_id, numbers in named.items():
        for number in sorted(numbers & ids.keys()):
            yield Link(("meeting", meeting_id), ("case", ids[number]))


def _case_numbers(kept: Iterable[str]) -> Iterator[str]:
    for text in kept:
        for item in loads(text):
            if item.get("case_no"):
                yield item["case_no"]
