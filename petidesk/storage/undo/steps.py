"""The stack of saved actions in rows: each written in its own action's transaction, bounded, closed with its record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, exists, insert, or_, select, update

from petidesk.domain.listing import Problem
from petidesk.domain.opened import Opened
from petidesk.domain.undo.actions import BECAME_CLOSED, TRACES
from petidesk.domain.undo.steps import MOST_STEPS, ClosedStep, NewStep, Step
from petidesk.domain.undo.ways import RowsBack, Way, inverse_text, parse_ways
from petidesk.storage import closing
from petidesk.storage.file.json_text import loads
from petidesk.storage.file.prepared import Prepared
from petidesk.storage.schema import audit_event, audit_payload, staff, undo_step

_STEP = undo_step.c
_ADD = Prepared(insert(undo_step))
_BOUND = (
    select(_STEP.id)
    .where(_STEP.staff_id == bindparam("who"), _STEP.undone_last.is_(None))
    .order_by(_STEP.id.desc())
    .limit(1)
    .offset(MOST_STEPS - 1)
)
_TRIM = Prepared(delete(undo_step).where(_STEP.staff_id == bindparam("who"), _STEP.id < _BOUND.scalar_subquery()))
_LOAD = Prepared(select(undo_step).where(_STEP.id == bindparam("step_id")))
# How often the stack is cut to its bound; between two cuts it is a little longer than what is shown.
_TRIM_EVERY = 8


def add(connection: Connection, staff_id: int, at: datetime, step: NewStep, events: tuple[int, int]) -> int:
    """Put a step on the stack of whoever acts; its id."""
    row = {
        "staff_id": staff_id,
        "at": at,
        "action": step.action,
        "record_kind": step.kind,
        "number": step.number,
        "name": step.name,
        "first_event_id": events[0],
        "audit_event_id": events[1],
        "inverse": inverse_text(step.ways),
        "why": step.why,
        "restricted": step.restricted,
    }
    step_id = _ADD.insert(connection, closing.row(connection, undo_step, row, closed=step.restricted))
    if step_id % _TRIM_EVERY == 0:
        _TRIM.change(connection, {"who": staff_id})
    return step_id


def undone(connection: Connection, step_id: int, events: tuple[int, int]) -> None:
    """The step was taken back by these audit events; what its way back was is kept no longer."""
    connection.execute(
        update(undo_step)
        .where(_STEP.id == step_id)
        .values(undone_first=events[0], undone_last=events[1], inverse="[]", name="")
    )


def gone_by_hand(connection: Connection, gone: Sequence[Way], events: tuple[int, int]) -> None:
    """Somebody took back by hand, with these events, what these ways would have: a step without others is past.

    Plain rows that it changed beside follow the records they speak of.
    """
    kinds = {f'%"way":"{type(way).__name__}"%' for way in gone}
    same = select(_STEP.id, _STEP.inverse).where(
        _STEP.undone_last.is_(None), or_(*(_STEP.inverse.like(kind) for kind in kinds))
    )
    for step_id, inverse in connection.execute(same).all():
        asked = [way for way in parse_ways(loads(inverse)) if not isinstance(way, RowsBack)]
        if all(way in gone for way in asked):
            undone(connection, step_id, events)


def close_about(connection: Connection, kind: str, subject: str) -> None:
    """A record turned out to accuse somebody: no step that touched it is gone back, and nothing of it is kept."""
    touched = exists().where(
        audit_event.c.id.between(_STEP.first_event_id, _STEP.audit_event_id),
        audit_event.c.subject_kind == kind,
        audit_event.c.subject == subject,
    )
    connection.execute(
        update(undo_step).where(touched).values(restricted=True, inverse="[]", why=BECAME_CLOSED, name="")
    )


def bar_all(connection: Connection, why: str) -> None:
    """Nothing that was done up to now can be taken back."""
    connection.execute(update(undo_step).where(_STEP.undone_last.is_(None)).values(inverse="[]", why=why))


def forget_words(connection: Connection, subject: str) -> None:
    """What guests of a sitting had noted of themselves is kept no longer: one of them turned out to accuse somebody."""
    noted = (_STEP.action == "sitting.amended", _STEP.number == subject)
    connection.execute(update(undo_step).where(*noted).values(inverse="[]", why=BECAME_CLOSED))


# ---- reading


def standing(connection: Connection, staff_id: int, most: int = MOST_STEPS) -> list[int]:
    """The ids of the steps of this member of staff that were not taken back, the newest first."""
    chosen = (
        select(_STEP.id)
        .where(_STEP.staff_id == staff_id, _STEP.undone_last.is_(None))
        .order_by(_STEP.id.desc())
        .limit(most)
    )
    return list(connection.execute(chosen).scalars())


def load(connection: Connection, step_id: int, opened: Opened | None = None) -> Step | ClosedStep:
    """A step; that of an accusation closed, unless `opened`."""
    (row,) = _LOAD.named(connection, {"step_id": step_id})
    events = (row.first_event_id, row.audit_event_id)
    if row.restricted and opened is None:
        return ClosedStep(row.id, row.at, row.record_kind, row.number, events, bool(row.why))
    return _step(row, events)


def _step(row: Any, events: tuple[int, int]) -> Step:
    return Step(
        row.id,
        row.at,
        row.action,
        row.record_kind,
        row.number,
        row.name,
        events,
        row.why,
        bool(row.restricted),
        parse_ways(loads(row.inverse)),
    )


def verify(connection: Connection) -> list[Problem]:
    """Every step has its audit events, that of an accusation is closed as they are, and every way back reads.

    The step of an old table says the file's name and the batch: whatever came in with it, nothing of that is in it.
    """
    told = exists().where(
        audit_payload.c.event_id.between(_STEP.first_event_id, _STEP.audit_event_id), audit_payload.c.restricted
    )
    single = _STEP.action != "import.taken"
    open_ones = connection.execute(select(_STEP.id).where(~_STEP.restricted, single, told)).scalars()
    lost = connection.execute(
        select(_STEP.id).where(~exists().where(audit_event.c.id == _STEP.audit_event_id))
    ).scalars()
    problems = [Problem("撤销步骤没有审计记录", f"undo_step {step_id}") for step_id in lost]
    problems += [Problem("撤销步骤没有随检举控告封存", f"undo_step {step_id}") for step_id in open_ones]
    for step_id, inverse in connection.execute(select(_STEP.id, _STEP.inverse)):
        try:
            parse_ways(loads(inverse))
        except (ValueError, LookupError, TypeError):
            problems.append(Problem("撤销步骤读不出来", f"undo_step {step_id}"))
    return problems


# Records that are compared by their rows: one line of the chain tells of many of them.
_BY_ROWS = ("schedule", "sitting", "meeting", "plan", "leader")
_MINE, _LATER = audit_event.alias("mine"), audit_event.alias("later")
_MADE = _LATER.c.id.between(_STEP.first_event_id, _STEP.audit_event_id)
_SETTLED = exists().where(
    or_(
        _STEP.undone_last.is_not(None) & (_MADE | _LATER.c.id.between(_STEP.undone_first, _STEP.undone_last)),
        (_STEP.staff_id == bindparam("who")) & (_STEP.id > bindparam("step_id")) & _MADE,
    )
)
_CHANGED = Prepared(
    select(_LATER.c.subject, staff.c.name, _LATER.c.at)
    .select_from(_MINE)
    .join(_LATER, (_LATER.c.subject_kind == _MINE.c.subject_kind) & (_LATER.c.subject == _MINE.c.subject))
    .join(staff, staff.c.id == _LATER.c.staff_id)
    .where(
        _MINE.c.id.between(bindparam("first"), bindparam("last")),
        *(_MINE.c.subject_kind != kind for kind in _BY_ROWS),
        _LATER.c.id > bindparam("last"),
        *(_LATER.c.action != trace for trace in sorted(TRACES)),
        ~_LATER.c.action.like("%.unmasked"),
        ~_SETTLED,
    )
    .order_by(_LATER.c.id)
    .limit(1)
)


def changed_since(connection: Connection, staff_id: int, step: Step) -> tuple[str, str, datetime] | None:
    """The first change of what the step touched that came after it and still counts: record, who and when.

    Looks and prints do not count, nor do steps that were taken back with what took them back, nor the later steps of
    the same member of staff, which go first. Records of which one line tells of many are compared by their rows.
    """
    first, last = step.events
    row = _CHANGED.first(connection, {"who": staff_id, "step_id": step.step_id, "first": first, "last": last})
    return None if row is None else (row[0], row[1], row[2])
