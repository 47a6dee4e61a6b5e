"""A purge in rows: what records hold of people, words and papers becomes empty, what figures count by stays.

Which column is which says `schema/holding.py`, which rows belong to a record the keys of the schema (`kinds.py`): what
is added later goes without being named here. All of it is one transaction of the caller.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, Table, case, delete, select, update

from petidesk.domain.audit import canonical, left_line
from petidesk.domain.opened import Opened
from petidesk.domain.retention.periods import GONE
from petidesk.domain.retention.records import Key
from petidesk.storage.cases import cases
from petidesk.storage.file.json_text import dumps, loads
from petidesk.storage.ledger import disputes
from petidesk.storage.letters import letters
from petidesk.storage.purged import NUMBERED
from petidesk.storage.retention.figures import REDUCED, of_document
from petidesk.storage.retention.kinds import TABLES, belonging
from petidesk.storage.schema import (
    attachment,
    audit_event,
    audit_payload,
    draft,
    ledger_month,
    petitioner,
    undo_step,
)
from petidesk.storage.schema.holding import Holds, columns_holding
from petidesk.storage.visits import people, visits

_GOES = (Holds.PERSON, Holds.WORDS, Holds.PAPER)
# What a record is called, and whoever is named in it: where it was not empty stands that the record went.
_CALLED = frozenset(("title", "heading", "name"))
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Emptied:
    """What the audit chain has to say: the events whose payloads went, as runs of ids, and the sum of what is left."""

    events: list[list[int]]
    left: str


def empty(connection: Connection, purge_id: int, keys: Iterable[Key], opened: Opened) -> Emptied:
    """Let these records go. What cannot be read any more afterwards is nowhere in the file but in its free pages."""
    ids: dict[str, list[int]] = {}
    for kind, row_id in keys:
        ids.setdefault(kind, []).append(row_id)
    numbers = _numbers(connection, ids)
    met = _people(connection, ids.get("visit", []))
    for kind, rows in ids.items():
        for start in range(0, len(rows), _AT_ONCE):
            _empty_records(connection, purge_id, kind, rows[start : start + _AT_ONCE])
    _forget_people(connection, met)
    _forget_months(connection, set(numbers.get("dispute", ())))
    _forget_drafts(connection, [number for each in numbers.values() for number in each])
    _reindex(connection, ids, opened)
    events = _events_of(connection, numbers)
    _forget_steps(connection, numbers, events)
    return Emptied(_runs(events), _reduce_payloads(connection, events))


def _numbers(connection: Connection, ids: Mapping[str, Sequence[int]]) -> dict[str, list[str]]:
    """The numbers of the records that the audit chain speaks of, by kind."""
    found: dict[str, list[str]] = {}
    for kind, rows in ids.items():
        if kind in NUMBERED:
            table, number = NUMBERED[kind]
            wanted = set(rows)
            named = connection.execute(select(table.c.id, table.c[number]))
            found[kind] = [said for row_id, said in named if row_id in wanted and said is not None]
    return found


# ---- the records and all that belongs to them


def _empty_records(connection: Connection, purge_id: int, kind: str, rows: Sequence[int]) -> None:
    table = TABLES[kind]
    these = select(table.c.id).where(table.c.id.in_(rows))
    for part, belongs in belonging(kind, these):
        _empty_rows(connection, part, belongs)
    _empty_rows(connection, table, table.c.id.in_(rows))
    connection.execute(update(table).where(table.c.id.in_(rows)).values(purge_id=purge_id))
    if kind == "visit":
        connection.execute(update(petitioner).where(petitioner.c.visit_id.in_(rows)).values(person_id=None))


def _empty_rows(connection: Connection, table: Table, rows: Any) -> None:
    columns = columns_holding(table.name, *_GOES)
    if not columns:
        return
    if any(column.primary_key for column in columns):
        connection.execute(delete(table).where(rows))
        return
    reduced = [column for column in columns if (table.name, column.name) in REDUCED]
    if reduced:
        for row in connection.execute(select(table).where(rows)).all():
            left = {column.name: REDUCED[table.name, column.name](row) for column in reduced}
            connection.execute(update(table).where(table.c.id == row.id).values(left))
    values = {column.name: _nothing(column) for column in columns if column not in reduced}
    if table is attachment:
        # the file goes with the last row that stands; the day is kept of one that was removed before
        values["removed_at"] = case(
            (attachment.c.removed_at.is_(None), attachment.c.added_at), else_=attachment.c.removed_at
        )
    if values:
        connection.execute(update(table).where(rows).values(values))


def _nothing(column: Column[Any]) -> Any:
    """What stands in a column when its words are gone."""
    if column.name in _CALLED and not column.nullable:
        return case((column != "", GONE), else_="")
    if column.type.python_type is bytes:
        return case((column.is_not(None), b""), else_=None)
    if column.nullable:
        return None
    return "" if column.server_default is None else column.server_default.arg  # type: ignore[attr-defined]


# ---- people


def _people(connection: Connection, rows: Sequence[int]) -> set[int]:
    """The people whom these visits speak of."""
    wanted = set(rows)
    met = connection.execute(
        select(petitioner.c.visit_id, petitioner.c.person_id).where(petitioner.c.person_id.is_not(None))
    )
    return {person_id for visit_id, person_id in met if visit_id in wanted}


def _forget_people(connection: Connection, met: set[int]) -> None:
    """Who came only with what went is known no longer; of others nothing that those visits alone had said."""
    people.refresh(connection, [who for who in sorted(met) if not people.forget_new(connection, who)])


# ---- what stands apart from the records


def _forget_months(connection: Connection, numbers: set[str]) -> None:
    """Take the words of these disputes out of the months that were closed with them; figures stay as they were sent."""
    if not numbers:
        return
    for month in connection.execute(select(ledger_month)).all():
        kept = {name: _unspoken(getattr(month, name), numbers) for name in ("rows", "sent")}
        connection.execute(update(ledger_month).where(ledger_month.c.month == month.month).values(kept))


def _unspoken(text: str, numbers: set[str]) -> str:
    return dumps([of_document("dispute", line) if line.get("dispute_no") in numbers else line for line in loads(text)])


def _forget_drafts(connection: Connection, numbers: Sequence[str]) -> None:
    """Forms that were begun for a record that went, and never finished."""
    quoted = [dumps(number) for number in numbers]
    for draft_id, content in connection.execute(select(draft.c.id, draft.c.content)).all():
        if any(number in content for number in quoted):
            connection.execute(delete(draft).where(draft.c.id == draft_id))


def _reindex(connection: Connection, ids: Mapping[str, Sequence[int]], opened: Opened) -> None:
    for visit_id in ids.get("visit", ()):
        found = visits.load(connection, visit_id, opened)
        assert found is not None
        visits.reindex(connection, visit_id, found.visit_no, found.foreign_no, found.content)
    for case_id in ids.get("case", ()):
        cases.reindex(connection, case_id)
    for letter_id in ids.get("letter", ()):
        letters.reindex(connection, letter_id)
    for dispute_id in ids.get("dispute", ()):
        told = disputes.load(connection, dispute_id)
        assert told is not None
        if not told.voided:
            disputes.reindex(connection, dispute_id, told.dispute_no, told.foreign_no, told.content)


# ---- the audit chain and the steps that go back


def _events_of(connection: Connection, numbers: Mapping[str, Sequence[str]]) -> list[int]:
    """The events that speak of these records, in their order."""
    found: list[int] = []
    for kind, each in numbers.items():
        for start in range(0, len(each), _AT_ONCE):
            about = audit_event.c.subject.in_(each[start : start + _AT_ONCE])
            asked = select(audit_event.c.id).where(audit_event.c.subject_kind == kind, about)
            found += connection.execute(asked).scalars()
    return sorted(found)


def _reduce_payloads(connection: Connection, events: Sequence[int]) -> str:
    """Leave of each payload what figures of an earlier day are counted from; the sum of all that is left.

    The salt goes too: with it what was said could be guessed back from the hash.
    """
    left = hashlib.sha256()
    for start in range(0, len(events), _AT_ONCE):
        rows = connection.execute(
            select(
                audit_event.c.id,
                audit_event.c.action,
                audit_event.c.subject_kind,
                audit_payload.c.before,
                audit_payload.c.after,
            )
            .join(audit_payload, audit_payload.c.event_id == audit_event.c.id)
            .where(audit_event.c.id.in_(events[start : start + _AT_ONCE]))
            .order_by(audit_event.c.id)
        ).all()
        for row in rows:
            before, after = _left_of(row.action, row.subject_kind, loads(row.before), loads(row.after))
            values = {"salt": "", "before": before, "after": after}
            connection.execute(update(audit_payload).where(audit_payload.c.event_id == row.id).values(values))
            left.update(left_line(row.id, before, after))
    return left.hexdigest()


def _left_of(action: str, kind: str, before: Any, after: Any) -> tuple[str | None, str | None]:
    """What stays of a payload: what a record said before it was amended, which event was given; of a meeting all
    that is counted.
    """
    was = of_document(kind, before) if action.endswith(".amended") and before is not None else None
    if kind == "meeting" and after is not None:
        became = of_document(kind, after)
    else:
        became = {key: value for key, value in (after or {}).items() if isinstance(value, int)} or None
    return (None if was is None else canonical(was)), (None if became is None else canonical(became))


def _forget_steps(connection: Connection, numbers: Mapping[str, Sequence[str]], events: Sequence[int]) -> None:
    """Steps of Ctrl+Z that would bring words back."""
    spoken, named = set(events), {number for each in numbers.values() for number in each}
    step = undo_step.c
    rows = connection.execute(select(step.id, step.number, step.first_event_id, step.audit_event_id)).all()
    gone = [
        row.id
        for row in rows
        if row.number in named or any(one in spoken for one in range(row.first_event_id, row.audit_event_id + 1))
    ]
    for start in range(0, len(gone), _AT_ONCE):
        connection.execute(delete(undo_step).where(step.id.in_(gone[start : start + _AT_ONCE])))


def _runs(events: Sequence[int]) -> list[list[int]]:
    """Ascending ids as [first, last] of each run."""
    found: list[list[int]] = []
    for one in events:
        if found and found[-1][1] == one - 1:
            found[-1][1] = one
        else:
            found.append([one, one])
    return found
