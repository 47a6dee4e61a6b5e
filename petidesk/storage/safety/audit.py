"""The audit chain in rows: append in the transaction of the change, read back, verify."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, overload

from sqlalchemy import ColumnElement, Connection, Text, bindparam, func, insert, or_, select, type_coerce, update

from petidesk.domain import audit as chain
from petidesk.domain import audit_words as words
from petidesk.domain.audit import Act, AuditChange, AuditLine, AuditQuery, HistoryLine, close
from petidesk.domain.listing import Problem
from petidesk.domain.opened import Opened
from petidesk.domain.undo.actions import Line
from petidesk.storage import closing, purged
from petidesk.storage.file.json_text import loads
from petidesk.storage.file.prepared import Prepared
from petidesk.storage.lists import Conditions, Listing, chosen
from petidesk.storage.safety import telling
from petidesk.storage.schema import audit_event, audit_payload, staff
from petidesk.storage.undo import pending, steps

_LAST_HASH = Prepared(select(audit_event.c.hash).order_by(audit_event.c.id.desc()).limit(1))
_LAST_AT = Prepared(select(audit_event.c.at).order_by(audit_event.c.id.desc()).limit(1))
_LAST_ID = Prepared(select(func.max(audit_event.c.id)))
_ADD = Prepared(insert(audit_event))
_ADD_PAYLOAD = Prepared(insert(audit_payload))
# What is hashed is what lies there, sealed or not.
_AS_STORED = tuple(type_coerce(column, Text) for column in (audit_payload.c.before, audit_payload.c.after))
_LINE = (
    audit_event.c.id,
    audit_event.c.at,
    staff.c.name,
    audit_event.c.action,
    audit_event.c.subject_kind,
    audit_event.c.subject,
    audit_event.c.hash,
)
_FOR_SUBJECT = (
    select(*_LINE, audit_payload.c.before, audit_payload.c.after, audit_payload.c.restricted)
    .join(staff, staff.c.id == audit_event.c.staff_id)
    .outerjoin(audit_payload, audit_payload.c.event_id == audit_event.c.id)
)


def append(
    connection: Connection,
    act: Act,
    action: str,
    subject_kind: str,
    subject: str,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    restricted: bool = False,
    kept: Mapping[str, Any] | None = None,
    beside: Mapping[str, Any] | None = None,
) -> None:
    """Add one event to the chain, in the caller's transaction. `restricted` follows the record it speaks of.

    What an accusation says is sealed and hashed as it is stored, so that the chain is verified by who cannot open it.
    What can be taken back of it follows from the event (domain/undo/actions.py); `kept` is what only that needs.
    The payload also tells how the rows stand that the event is about, for `check --deep` alone (`telling.py`): the rows
    are written before. `beside` is what it tells of a visit besides its words.
    Refused (already_closed) for a record that went when its period was over: nothing is done to it any more.
    """
    purged.refuse(connection, subject_kind, subject)
    previous = last_hash(connection) or chain.FIRST_HASH
    told = _with_rows(after, telling.rows(connection, act, action, subject_kind, subject, after), beside)
    was, became = chain.canonical(before), chain.canonical(told)
    if restricted and not action.endswith(".unmasked"):
        was, became = (closing.document(connection, one, closed=True) for one in (was, became))
    payload = chain.payload_hash(act.salt, was, became)
    fields: dict[str, Any] = {
        "at": act.at,
        "staff_id": act.staff_id,
        "action": action,
        "subject_kind": subject_kind,
        "subject": subject,
    }
    event_id = _ADD.insert(
        connection,
        {**fields, "payload_hash": payload, "hash": chain.event_hash(previous, payload=payload, **fields)},
    )
    _ADD_PAYLOAD.insert(
        connection,
        {
            "event_id": event_id,
            "restricted": restricted,
            "salt": act.salt,
            "before": None if before is None else was,
            "after": None if told is None else became,
        },
    )
    pending.note(
        connection, Line(event_id, act.at, action, subject_kind, subject, before, after, restricted, kept or {})
    )


def _with_rows(
    after: Mapping[str, Any] | None, rows: Mapping[str, Any], beside: Mapping[str, Any] | None
) -> Mapping[str, Any] | None:
    told = {telling.ROWS: rows, telling.BESIDE: beside}
    more = {key: value for key, value in told.items() if value}
    return {**(after or {}), **more} if more else after


def restrict(connection: Connection, subject_kind: str, subject: str) -> None:
    """Close what earlier events say of a record that turned out to accuse somebody. The chain is as it was."""
    about = select(audit_event.c.id).where(audit_event.c.subject_kind == subject_kind, audit_event.c.subject == subject)
    connection.execute(update(audit_payload).where(audit_payload.c.event_id.in_(about)).values(restricted=True))
    steps.close_about(connection, subject_kind, subject)


def settle(connection: Connection, act: Act, *, opens: bool = False) -> closing.Settled:
    """Seal what turned out to be of an accusation, in all tables (`closing.settle`), and say so in the chain."""
    done = closing.settle(connection, opens=opens)
    _restate(connection, act, done)
    return done


def open_all(connection: Connection, act: Act) -> closing.Settled:
    """Open all that is sealed (`closing.open_all`), and say so in the chain."""
    done = closing.open_all(connection)
    _restate(connection, act, done)
    return done


def _restate(connection: Connection, act: Act, done: closing.Settled) -> None:
    """Payloads that lie in another form now: the chain says which hash each has from here on."""
    if done.payloads:
        append(connection, act, chain.RESTATED, "secret", "1", after={"payloads": done.payloads})


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of many: what `append` takes of a new record."""

    act: Act
    action: str
    subject_kind: str
    subject: str
    after: Mapping[str, Any]
    restricted: bool


def append_many(connection: Connection, entries: Sequence[Entry]) -> None:
    """Add events to the chain one after another, as `append` would, in two statements."""
    previous = last_hash(connection) or chain.FIRST_HASH
    event_id = int(_LAST_ID.scalar(connection, {}) or 0)
    events, payloads = [], []
    was = chain.canonical(None)
    for entry in entries:
        event_id += 1
        became = closing.document(connection, chain.canonical(entry.after), closed=entry.restricted)
        payload = chain.payload_hash(entry.act.salt, was, became)
        fields: dict[str, Any] = {
            "at": entry.act.at,
            "staff_id": entry.act.staff_id,
            "action": entry.action,
            "subject_kind": entry.subject_kind,
            "subject": entry.subject,
        }
        previous = chain.event_hash(previous, payload=payload, **fields)
        events.append({"id": event_id, **fields, "payload_hash": payload, "hash": previous})
        payloads.append(
            {
                "event_id": event_id,
                "restricted": entry.restricted,
                "salt": entry.act.salt,
                "before": None,
                "after": became,
            }
        )
    _ADD.many(connection, events)
    _ADD_PAYLOAD.many(connection, payloads)


def _change(row: Any) -> AuditChange:
    after = loads(row[8])
    if after:
        after = {key: value for key, value in after.items() if key not in telling.BESIDES} or None
    return AuditChange(AuditLine(*row[:7]), loads(row[7]), after, bool(row[9]))


@overload
def for_subject(connection: Connection, subject_kind: str, subject: str, opened: Opened) -> list[AuditChange]: ...
@overload
def for_subject(
    connection: Connection, subject_kind: str, subject: str, opened: Opened | None = None
) -> Sequence[HistoryLine]: ...
def for_subject(
    connection: Connection, subject_kind: str, subject: str, opened: Opened | None = None
) -> Sequence[HistoryLine]:
    """What happened to one record, oldest first; what an accusation says in it is closed, but to who is `opened`."""
    rows = connection.execute(
        _FOR_SUBJECT.where(
            audit_event.c.subject_kind == bindparam("kind"), audit_event.c.subject == bindparam("subject")
        ).order_by(audit_event.c.id),
        {"kind": subject_kind, "subject": subject},
    )
    changes = [_change(row) for row in rows]
    return changes if opened is not None else [close(change) for change in changes]


def change(connection: Connection, event_id: int) -> HistoryLine | None:
    """One event with what was before and after, closed as `for_subject` closes it; None where there is none."""
    row = connection.execute(_FOR_SUBJECT.where(audit_event.c.id == event_id)).first()
    return None if row is None else close(_change(row))


def _conditions(query: AuditQuery) -> Conditions:
    """What each part of the question asks of an event; the days are those of its own time."""
    asked = chosen((audit_event.c.subject, query.no.strip()), (audit_event.c.subject_kind, query.kind))
    if query.staff:
        asked.append(_by(staff.c.name == query.staff))
    if query.act:
        asked.append(_done(words.acts_of(query.act)))
    if query.since is not None:
        asked.append(audit_event.c.at >= datetime.combine(query.since, time.min))
    if query.until is not None:
        asked.append(audit_event.c.at <= datetime.combine(query.until, time.max))
    return [*asked, *map(_says, query.text.split())]


def _says(word: str) -> ColumnElement[bool]:
    """The word stands in the number of the record, in the name of the act, of the kind, or of who did it."""
    return or_(
        audit_event.c.subject.contains(word, autoescape=True),
        _done(words.acts_named(word)),
        audit_event.c.subject_kind.in_(words.kinds_named(word)),
        _by(staff.c.name.contains(word, autoescape=True)),
    )


def _by(who: ColumnElement[bool]) -> ColumnElement[bool]:
    return audit_event.c.staff_id.in_(select(staff.c.id).where(who))


def _done(acts: words.Acts) -> ColumnElement[bool]:
    done = audit_event.c.action.in_(acts.codes)
    return or_(done, audit_event.c.action.endswith(words.UNMASKED)) if acts.looks else done


LISTING: Listing[AuditQuery, AuditLine] = Listing(
    key=audit_event.c.id,
    shown=select(*_LINE).join(staff, staff.c.id == audit_event.c.staff_id),
    conditions=_conditions,
    row=lambda row: AuditLine(*row),
    # Events are numbered as they happened.
    orders={
        "at": (),
        "staff": (audit_event.c.staff_id,),
        "act": (audit_event.c.action,),
        "no": (audit_event.c.subject_kind, audit_event.c.subject),
    },
)


def last_hash(connection: Connection) -> str:
    """The end of the chain: the same hash twice means that nothing was recorded between. Empty for no events."""
    return _LAST_HASH.scalar(connection, {}) or ""


def first_hash(connection: Connection) -> str:
    """The beginning of the chain, which stays with the records wherever they go; empty before the first event."""
    return str(connection.execute(select(audit_event.c.hash).order_by(audit_event.c.id).limit(1)).scalar() or "")


def last_after(connection: Connection, action: str) -> dict[str, Any]:
    """What the newest event of this action said; empty when there was none, or its words are gone."""
    newest = (
        select(audit_payload.c.after)
        .join(audit_event, audit_event.c.id == audit_payload.c.event_id)
        .where(audit_event.c.action == action)
        .order_by(audit_event.c.id.desc())
        .limit(1)
    )
    told = connection.execute(newest).scalar()
    return dict(loads(told)) if told else {}


def last_id(connection: Connection) -> int:
    """The id of the newest event, 0 before the first."""
    return int(_LAST_ID.scalar(connection, {}) or 0)


def place_of(connection: Connection, hash_: str) -> int:
    """The id of the event with this hash; 0 where the chain has none."""
    found = connection.execute(select(audit_event.c.id).where(audit_event.c.hash == hash_)).scalar()
    return int(found or 0)


def last_change(connection: Connection) -> datetime | None:
    """When anything was changed last."""
    found: datetime | None = _LAST_AT.scalar(connection, {})
    return found


def verify(connection: Connection) -> list[Problem]:
    """Walk the chain from its start: every link and every payload."""
    return [problem for problem, _event_id in walk(connection)]


def walk(connection: Connection) -> list[tuple[Problem, int]]:
    """What `verify` finds, each with the number of the event where it is.

    A payload that went by a purge is one that the purge's own event names, later in the chain, with the sum of what is
    left; one that was sealed or opened later is what the event that says so hashed. Any other that is missing or not
    what was hashed is a finding.
    """
    problems = []
    number = 0
    previous = chain.FIRST_HASH
    purges, restated = _purges(connection), _restated(connection)
    rows = connection.execution_options(yield_per=2000).execute(
        select(audit_event, audit_payload.c.salt, _AS_STORED[0].label("before"), _AS_STORED[1].label("after"))
        .outerjoin(audit_payload, audit_payload.c.event_id == audit_event.c.id)
        .order_by(audit_event.c.id)
    )
    for row in rows:
        number += 1
        if row.id != number:
            problems.append((Problem("审计链缺少记录", f"audit_event {number}"), number))
            number = row.id
        expected = chain.event_hash(
            previous,
            at=row.at,
            staff_id=row.staff_id,
            action=row.action,
            subject_kind=row.subject_kind,
            subject=row.subject,
            payload=row.payload_hash,
        )
        if expected != row.hash:
            problems.append((Problem("审计链断开：这一条或它前面的一条被改过", f"audit_event {row.id}"), row.id))
        by = next((one for one in purges if one.names(row.id)), None)
        if row.salt is None:
            problems.append((Problem("审计内容不见了", f"audit_event {row.id}"), row.id))
        elif by is not None:
            by.left.update(chain.left_line(row.id, row.before, row.after))
        elif chain.payload_hash(row.salt, row.before or "null", row.after or "null") != restated.get(
            row.id, row.payload_hash
        ):
            problems.append((Problem("审计内容与记录的摘要不符", f"audit_event {row.id}"), row.id))
        previous = row.hash
    for purge in purges:
        if purge.left.hexdigest() != purge.said:
            problems.append(
                (Problem("按期销毁以后留下的审计内容被改过", f"audit_event {purge.event_id}"), purge.event_id)
            )
    return problems


def _restated(connection: Connection) -> dict[int, str]:
    """The hash that each payload has since it was sealed or opened last, by its event."""
    told = connection.execute(
        select(audit_event.c.id, audit_payload.c.after)
        .join(audit_payload, audit_payload.c.event_id == audit_event.c.id)
        .where(audit_event.c.action == chain.RESTATED)
        .order_by(audit_event.c.id)
    )
    found: dict[int, str] = {}
    for event_id, after in told:
        said = (loads(after) or {}).get("payloads", {})
        found |= {int(one): hashed for one, hashed in said.items() if int(one) < event_id}
    return found


@dataclass(frozen=True, slots=True)
class _Purge:
    """A purge as its own event tells it; `left` adds up what is left of the payloads that it names."""

    event_id: int
    firsts: list[int]
    lasts: list[int]
    said: str
    left: Any

    def names(self, event_id: int) -> bool:
        """Whether this purge took that event's payload."""
        place = bisect_right(self.firsts, event_id) - 1
        return place >= 0 and event_id <= self.lasts[place] and event_id < self.event_id


def _purges(connection: Connection) -> list[_Purge]:
    found = []
    told = connection.execute(
        select(audit_event.c.id, audit_payload.c.after)
        .join(audit_payload, audit_payload.c.event_id == audit_event.c.id)
        .where(audit_event.c.action == chain.PURGED)
        .order_by(audit_event.c.id)
    )
    for event_id, after in told:
        said = loads(after) or {}
        runs = said.get("events", [])
        found.append(
            _Purge(event_id, [run[0] for run in runs], [run[1] for run in runs], said.get("left", ""), hashlib.sha256())
        )
    return found
