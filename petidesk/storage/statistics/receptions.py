"""How receptions are counted (rules/counting.md, 1): by their date, a sitting once, each batch by what the leader said.

There are so few that they are put together here, sitting by sitting, and not in SQL: a row for the sitting itself and
one for each visit that was received in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, select, text

from petidesk.domain.codes import ACCUSATION
from petidesk.domain.reception.days import KINDS
from petidesk.domain.sittings.sittings import came_to
from petidesk.storage.file.json_text import dumps, loads
from petidesk.storage.schema import (
    audit_event,
    audit_payload,
    reception_day,
    reception_guest,
    reception_sitting,
    visit,
)
from petidesk.storage.statistics.counting import Counted, Question
from petidesk.storage.statistics.known import Known, Rewound

_DAY = reception_day.c
_DAYS = (
    select(reception_day, reception_sitting.c.closed_at, reception_sitting.c.outcome)
    .outerjoin(reception_sitting, reception_sitting.c.day_id == _DAY.id)
    .where(_DAY.on_day.between(bindparam("since"), bindparam("until")))
    .order_by(_DAY.on_day, _DAY.id)
)
_GUESTS = (
    select(reception_guest)
    .join(reception_day, _DAY.id == reception_guest.c.day_id)
    .where(_DAY.on_day.between(bindparam("since"), bindparam("until")))
    .order_by(reception_guest.c.day_id, reception_guest.c.number)
)
_UNDONE = text(
    """SELECT e.id FROM case_event e JOIN case_event u ON u.case_id = e.case_id AND u.kind = 'undone'
    WHERE e.id IN (SELECT value FROM json_each(:asked)) AND json_extract(u.document, '$.event_id') = e.id
        AND u.id NOT IN (SELECT value FROM json_each(:later))"""
)
# Rows are in order of their sittings and, within one, of their numbers; no queue is as long.
_MOST_GUESTS = 100_000
# A reception by its day, kind, place and village: of these there is one.
_Place = tuple[str, str, str, str]
# What is said of a batch on which the leader said several things: the farthest that any of it goes.
_FARTHEST = ("reported", "in_charge", "assigned", "answered")


@dataclass(frozen=True, slots=True)
class _Queue:
    """What counts of a sitting: whether it was ended, what it came to; number, visit and opinions of each guest.

    An opinion is what the leader decided and the event of the case that says so.
    """

    closed: bool
    outcome: str
    guests: Sequence[tuple[int, int, Sequence[tuple[str, int]]]]


def _rows(connection: Connection, asked: Question) -> Rewound:
    """The sittings of the span that were held, with the visits received in them, as they were known."""
    days = {"since": asked.span.since, "until": asked.span.until}
    numbers: dict[tuple[int, int], str] = {}
    guests: dict[int, list[tuple[int, int, Sequence[tuple[str, int]]]]] = {}
    for row in connection.execute(_GUESTS, days):
        numbers[row.day_id, row.number] = row.reception_no or ""  # it stays when the registration is taken back
        if row.visit_id is not None:
            told = [(item["outcome"], item["events"][0]) for item in loads(row.opinions)]
            guests.setdefault(row.day_id, []).append((row.number, row.visit_id, told))
    receptions = connection.execute(_DAYS, days).all()
    queues = {
        row.id: _Queue(row.closed_at is not None, row.outcome or "", guests.get(row.id, ())) for row in receptions
    }
    receptions_then: Mapping[_Place, Mapping[str, Any]] = {}
    if not asked.known.newest:
        queues = _queues_then(connection, asked.known, [(row.id, row.on_day.isoformat()) for row in receptions], queues)
        receptions_then = _days_then(connection, asked.known)
    visits = _visits(connection, asked.known, queues.values())
    standing = _standing(connection, asked.known, queues.values())
    found: list[dict[str, Any]] = []
    for row in receptions:
        place = (row.on_day.isoformat(), row.kind, row.place, row.village)
        day = receptions_then.get(place) or {"leaders": loads(row.leaders), "cancelled": row.cancelled}
        if not day["cancelled"]:
            shared = {
                "on_day": row.on_day.isoformat(),
                "leader": next(iter(day["leaders"]), ""),
                "leaders": "、".join(day["leaders"]),
                "kind": row.kind,
                "place": row.place or row.village,
            }
            found += _sitting(row.id, shared, queues[row.id], visits, standing, numbers)
    return [], found


def _sitting(
    day_id: int,
    shared: Mapping[str, Any],
    queue: _Queue,
    visits: Mapping[int, Mapping[str, Any]],
    standing: set[int],
    numbers: Mapping[tuple[int, int], str],
) -> list[dict[str, Any]]:
    """The row of a sitting and those of the visits received in it; nothing of one that was not held."""
    received = [(number, visits[visit_id], told) for number, visit_id, told in queue.guests if visit_id in visits]
    if not queue.closed and not received:
        return []
    shared = {**shared, "mode": came_to(queue.outcome, came=bool(received))}
    title = f"{KINDS[shared['kind']]} {shared['leaders']}".strip()
    rows = [
        {
            **shared,
            "id": day_id * _MOST_GUESTS,
            "no": shared["on_day"],
            "title": title,
            "sitting": 1,
            "people": 0,
            "outcome": "",
            "closed": 0,
        }
    ]
    for number, came, told in received:
        said = {outcome for outcome, event_id in told if event_id in standing}
        rows.append(
            {
                **shared,
                "id": day_id * _MOST_GUESTS + number,
                "no": numbers.get((day_id, number), ""),
                "title": came["heading"],
                "sitting": 0,
                "people": came["people"],
                "outcome": next((outcome for outcome in _FARTHEST if outcome in said), ""),
                "closed": came["accuses"],
            }
        )
    return rows


def _visits(connection: Connection, known: Known, queues: Iterable[_Queue]) -> dict[int, dict[str, Any]]:
    """The visits of the queues that stood then, by id, with how many came."""
    asked = [visit_id for queue in queues for _, visit_id, _ in queue.guests]
    columns = (visit.c.id, visit.c.visit_no, visit.c.people, visit.c.heading, visit.c.purposes, visit.c.voided)
    chosen = select(*columns).where(visit.c.id.in_(select(text("value")).select_from(text("json_each(:ids)"))))
    found = {}
    for row in connection.execute(chosen, {"ids": dumps(asked)}):
        since = known.of("visit").get(row.visit_no)
        people, voided = row.people, row.voided
        accuses = ACCUSATION in row.purposes.split(",")
        if since is not None and since.before is not None:
            people = since.before["people"]
            accuses |= any(item["purpose"] == ACCUSATION for item in since.before["matters"])
        if since is not None and since.standing is not None:
            voided = not since.standing
        if not voided and not (since is not None and since.made):
            found[row.id] = {"people": people, "heading": row.heading, "accuses": int(accuses)}
    return found


def _standing(connection: Connection, known: Known, queues: Iterable[_Queue]) -> set[int]:
    """The events of opinions that stood then: one that was undone is no opinion."""
    later = known.recorded("case")
    asked = {event_id for queue in queues for _, _, told in queue.guests for _, event_id in told} - later
    given = {"asked": dumps(sorted(asked)), "later": dumps(sorted(later))}
    return asked - set(connection.execute(_UNDONE, given).scalars())


def _queues_then(
    connection: Connection, known: Known, days: Sequence[tuple[int, str]], now: Mapping[int, _Queue]
) -> dict[int, _Queue]:
    """The queues as they were: where one changed since, as the last entry of the audit chain before it says."""
    changed = known.of("sitting")
    last: dict[str, list[Any] | None] = {}
    found = {}
    for day_id, on in days:
        if on not in changed:
            found[day_id] = now[day_id]
            continue
        if on not in last:
            last[on] = _last_said(connection, known, on)
        said = last[on]
        if said is None:  # from before the chain kept it
            found[day_id] = now[day_id]
            continue
        mine = next((item for item in said if item["day"] == day_id), None)
        found[day_id] = (
            _Queue(False, "", ()) if mine is None else _Queue(mine["closed"], mine["outcome"], mine["guests"])
        )
    return found


def _last_said(connection: Connection, known: Known, on: str) -> list[Any] | None:
    """What the last entry said of the queues of a day; nothing when there was none, None when it does not say."""
    event = audit_event.c
    row = connection.execute(
        select(audit_payload.c.after)
        .join(audit_event, event.id == audit_payload.c.event_id)
        .where(event.subject_kind == "sitting", event.subject == on, ~known.later())
        .order_by(event.id.desc())
        .limit(1)
    ).first()
    if row is None:
        return []
    said: list[Any] | None = (loads(row.after) or {}).get("counted")
    return said


def _days_then(connection: Connection, known: Known) -> dict[_Place, dict[str, Any]]:
    """Who received, and whether the day stood, where somebody stood in or called it off since."""
    event = audit_event.c
    found: dict[_Place, dict[str, Any]] = {}
    for said in connection.execute(
        select(audit_payload.c.before)
        .join(audit_event, event.id == audit_payload.c.event_id)
        .where(event.subject_kind == "schedule", known.later())
        .order_by(event.id)
    ).scalars():
        for day in (loads(said) or {}).get("days", ()):
            place = (day["date"], day["kind"], day["place"], day["village"])
            found.setdefault(place, {"leaders": day["leaders"], "cancelled": day["cancelled"]})
    return found


def _batches(*outcomes: str) -> str:
    return f"(s.outcome IN ({', '.join(repr(outcome) for outcome in outcomes)}))"


RECEPTIONS = Counted(
    kind="reception",
    day="s.on_day",
    closed="s.closed",
    measures={
        "sittings": "s.sitting",
        "batches": "(1 - s.sitting)",
        "people": "s.people",
        "on_the_spot": _batches("answered"),
        "assigned": _batches("assigned", "in_charge"),
        "escalated": _batches("reported"),
    },
    dimensions={
        "leader": "s.leader",
        "kind": "s.kind",
        "place": "s.place",
        "outcome": "s.outcome",
        "mode": "s.mode",
    },
    rewound=_rows,
)
