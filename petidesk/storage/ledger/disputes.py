"""Disputes in rows: the line as told, its parties, its events, and what follows from them in the same transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, or_, select, update

from petidesk.domain.audit import Act
from petidesk.domain.ledger.disputes import Dispute, DisputeEvent, NewDispute, Party
from petidesk.domain.ledger.events import LedgerEvent, Place
from petidesk.storage.file import numbers
from petidesk.storage.file import search_index as search
from petidesk.storage.file.json_text import dumps, loads
from petidesk.storage.file.prepared import Prepared
from petidesk.storage.lists import NAME_SEPARATOR
from petidesk.storage.schema import (
    dispute,
    dispute_event,
    dispute_party,
    dispute_span,
    petition_case,
    screening_round,
    staff,
    visit,
)

_ADD = Prepared(insert(dispute))
_SET = Prepared(update(dispute).where(dispute.c.id == bindparam("key")))
_ADD_PARTY = Prepared(insert(dispute_party))
_ADD_EVENT = Prepared(insert(dispute_event))
_ADD_SPAN = Prepared(insert(dispute_span))
_DROP_SPANS = Prepared(delete(dispute_span).where(dispute_span.c.dispute_id == bindparam("dispute_id")))
_SEARCH_ID = Prepared(select(dispute.c.search_id).where(dispute.c.id == bindparam("dispute_id")))
_EVENTS = Prepared(
    select(dispute_event.c.kind, dispute_event.c.on_day, dispute_event.c.document, dispute_event.c.id)
    .where(dispute_event.c.dispute_id == bindparam("dispute_id"))
    .order_by(dispute_event.c.on_day, dispute_event.c.id)
)
_MANY = (
    select(
        dispute,
        staff.c.name.label("staff_name"),
        petition_case.c.case_no,
        visit.c.visit_no,
        screening_round.c.round_no,
    )
    .select_from(dispute)
    .join(staff, staff.c.id == dispute.c.entered_by)
    .outerjoin(petition_case, petition_case.c.id == dispute.c.case_id)
    .outerjoin(visit, visit.c.id == dispute.c.visit_id)
    .outerjoin(screening_round, screening_round.c.id == dispute.c.round_id)
    .where(dispute.c.id.in_(bindparam("ids", expanding=True)))
)
_PARTIES = (
    select(dispute_party)
    .where(dispute_party.c.dispute_id.in_(bindparam("ids", expanding=True)))
    .order_by(dispute_party.c.dispute_id, dispute_party.c.place)
)
_TIMELINES = (
    select(dispute_event, staff.c.name.label("staff_name"))
    .join(staff, staff.c.id == dispute_event.c.staff_id)
    .where(dispute_event.c.dispute_id.in_(bindparam("ids", expanding=True)))
    .order_by(dispute_event.c.dispute_id, dispute_event.c.on_day, dispute_event.c.id)
)
# What an event keeps when its words are closed: who acted, and what the place of the dispute follows from.
_NO_WORDS = ("by", "event_id", "to_level")
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """What a new dispute is given besides its content: number, links by id, and where it came from."""

    dispute_no: str
    serial_year: int
    serial: int
    case_id: int | None = None
    visit_id: int | None = None
    round_id: int | None = None
    foreign_no: str = ""
    import_batch_id: int | None = None


def fen(amount: Decimal | None) -> int | None:
    """Yuan as whole fen."""
    return None if amount is None else int(amount * 100)


def _columns(content: NewDispute) -> dict[str, Any]:
    return {
        "found_on": content.found_on,
        "village": content.village,
        "village_group": content.village_group,
        "source": content.source,
        "type": content.type,
        "title": content.title,
        "summary": content.summary,
        "people_involved": content.people_involved,
        "amount_fen": fen(content.amount_yuan),
        "risk_level": content.risk_level,
        "responsible_unit": content.responsible_unit,
        "responsible_person": content.responsible_person,
        "case_leader": content.case_leader,
        "due_on": content.due_on,
        "measures": content.measures,
        "note": content.note,
        "extra": dumps(dict(content.extra)),
        "warnings": dumps(list(content.warnings)),
        "names": NAME_SEPARATOR.join(content.names()),
        "heading": content.heading,
    }


def add(
    connection: Connection, act: Act, content: NewDispute, entry: Entry, place: Place, *, follow_up_days: int
) -> int:
    """A new dispute with its parties, where it stands, and its words in the index; its events follow."""
    row = {
        **_columns(content),
        **_standing(place, follow_up_days),
        "dispute_no": entry.dispute_no,
        "serial_year": entry.serial_year,
        "serial": entry.serial,
        "case_id": entry.case_id,
        "visit_id": entry.visit_id,
        "round_id": entry.round_id,
        "foreign_no": entry.foreign_no,
        "import_batch_id": entry.import_batch_id,
        "entered_at": act.at,
        "entered_by": act.staff_id,
        "changed_at": act.at,
    }
    with numbers.unused("dispute.dispute_no", entry.dispute_no):
        dispute_id = _ADD.insert(connection, row)
    _write_parties(connection, dispute_id, content.parties)
    _write_spans(connection, dispute_id, place)
    search_id = search.entry_id("dispute", dispute_id, content.found_on)
    search.index(connection, search_id, *searchable(entry.dispute_no, entry.foreign_no, content))
    _SET.change(connection, {"key": dispute_id, "search_id": search_id})
    return dispute_id


def _write_parties(connection: Connection, dispute_id: int, parties: Sequence[Party]) -> None:
    _ADD_PARTY.many(
        connection,
        [
            {
                "dispute_id": dispute_id,
                "place": place,
                "name": party.name,
                "side": party.side,
                "phone": party.phone,
                "id_number": party.id_number,
            }
            for place, party in enumerate(parties)
        ],
    )


def rewrite(
    connection: Connection,
    act: Act,
    dispute_id: int,
    version: int,
    content: NewDispute,
    *,
    case_id: int | None,
    visit_id: int | None,
) -> None:
    """Put an amended content in place; what was before is in the audit payload."""
    row = {"version": version, "changed_at": act.at, "case_id": case_id, "visit_id": visit_id, **_columns(content)}
    _SET.change(connection, {"key": dispute_id, **row})
    connection.execute(delete(dispute_party).where(dispute_party.c.dispute_id == dispute_id))
    _write_parties(connection, dispute_id, content.parties)


def void(connection: Connection, act: Act, dispute_id: int, version: int, why: str) -> None:
    """Mark as voided; the row and its number stay, its months and words go."""
    row = {"version": version, "changed_at": act.at, "voided": True, "void_reason": why, "follow_up_due": None}
    _SET.change(connection, {"key": dispute_id, **row})
    _DROP_SPANS.change(connection, {"dispute_id": dispute_id})


def unvoid(connection: Connection, act: Act, dispute_id: int, version: int) -> None:
    """A voided dispute stands again; its months are written by `write_place`, its words by `reindex`."""
    row = {"version": version, "changed_at": act.at, "voided": False, "void_reason": ""}
    _SET.change(connection, {"key": dispute_id, **row})


def record(connection: Connection, act: Act, dispute_id: int, kind: str, on: date, document: Mapping[str, Any]) -> int:
    """Append an event; its id."""
    row = {
        "dispute_id": dispute_id,
        "kind": kind,
        "on_day": on,
        "document": dumps(dict(document)),
        "recorded_at": act.at,
        "staff_id": act.staff_id,
    }
    return _ADD_EVENT.insert(connection, row)


def events(connection: Connection, dispute_id: int) -> list[LedgerEvent]:
    """The events of a dispute in the order of their days, undone ones too."""
    rows = _EVENTS.all(connection, {"dispute_id": dispute_id})
    return [LedgerEvent(kind, on, loads(document), event_id) for kind, on, document, event_id in rows]


def forget_events(connection: Connection, dispute_id: int) -> None:
    """Take out of the events of a dispute what was said in them: kind, day and who acted stay, and what they undo."""
    rows = connection.execute(
        select(dispute_event.c.id, dispute_event.c.document).where(dispute_event.c.dispute_id == dispute_id)
    ).all()
    for event_id, document in rows:
        told = loads(document)
        kept = {key: told[key] for key in _NO_WORDS if key in told}
        change = update(dispute_event).where(dispute_event.c.id == event_id).values(document=dumps(kept))
        connection.execute(change)


def write_place(connection: Connection, dispute_id: int, place: Place, *, follow_up_days: int) -> None:
    """Keep where the dispute stands and in which months it was on the books."""
    _SET.change(connection, {"key": dispute_id, **_standing(place, follow_up_days)})
    _DROP_SPANS.change(connection, {"dispute_id": dispute_id})
    _write_spans(connection, dispute_id, place)


def _standing(place: Place, follow_up_days: int) -> dict[str, Any]:
    """The columns that follow from the events."""
    waits = place.resolved_on is not None and place.followed_up_on is None
    due = place.resolved_on + timedelta(days=follow_up_days) if waits and place.resolved_on else None
    return {
        "state": place.state,
        "level": place.level,
        "resolved_on": place.resolved_on,
        "closed_out_on": place.closed_out_on,
        "follow_up_due": due,
        "followed_up_on": place.followed_up_on,
    }


def _write_spans(connection: Connection, dispute_id: int, place: Place) -> None:
    _ADD_SPAN.many(
        connection,
        [
            {
                "dispute_id": dispute_id,
                "came": span.came,
                "reopened": span.reopened,
                "left": span.left,
                "how": span.how,
            }
            for span in place.spans
        ],
    )


def of_visit(connection: Connection, visit_id: int, case_ids: Sequence[int]) -> list[int]:
    """The disputes that were entered from a visit, or that name one of these cases; voided ones too."""
    named = or_(dispute.c.visit_id == visit_id, dispute.c.case_id.in_(case_ids))
    return list(connection.execute(select(dispute.c.id).where(named).order_by(dispute.c.id)).scalars())


def find_no(connection: Connection, dispute_no: str) -> int | None:
    """The id of the dispute with this number."""
    return connection.execute(select(dispute.c.id).where(dispute.c.dispute_no == dispute_no)).scalar()


def load(connection: Connection, dispute_id: int) -> Dispute | None:
    """The whole dispute with its timeline, None when there is none."""
    found = load_many(connection, [dispute_id])
    return found[0] if found else None


def load_many(connection: Connection, dispute_ids: Sequence[int]) -> list[Dispute]:
    """Whole disputes in the order of their ids' list, in three questions for every five hundred of them."""
    found: list[Dispute] = []
    for start in range(0, len(dispute_ids), _CHUNK):
        chunk = dispute_ids[start : start + _CHUNK]
        parties: dict[int, list[Party]] = {}
        for part in connection.execute(_PARTIES, {"ids": chunk}):
            parties.setdefault(part.dispute_id, []).append(Party(part.name, part.side, part.phone, part.id_number))
        told: dict[int, list[Any]] = {}
        for event in connection.execute(_TIMELINES, {"ids": chunk}):
            told.setdefault(event.dispute_id, []).append(event)
        by_id = {row.id: row for row in connection.execute(_MANY, {"ids": chunk})}
        found += [
            _dispute(by_id[one], tuple(parties.get(one, ())), _timeline(told.get(one, ())))
            for one in chunk
            if one in by_id
        ]
    return found


def _dispute(row: Any, parties: tuple[Party, ...], events: tuple[DisputeEvent, ...]) -> Dispute:
    content = NewDispute(
        found_on=row.found_on,
        village=row.village,
        summary=row.summary,
        type=row.type,
        title=row.title,
        village_group=row.village_group,
        source=row.source,
        parties=parties,
        people_involved=row.people_involved,
        amount_yuan=yuan(row.amount_fen),
        risk_level=row.risk_level,
        responsible_unit=row.responsible_unit,
        responsible_person=row.responsible_person,
        case_leader=row.case_leader,
        due_on=row.due_on,
        measures=row.measures,
        case_no=row.case_no,
        visit_no=row.visit_no,
        note=row.note,
        extra=loads(row.extra),
        warnings=tuple(loads(row.warnings)),
    )
    return Dispute(
        dispute_id=row.id,
        dispute_no=row.dispute_no,
        content=content,
        state=row.state,
        level=row.level,
        resolved_on=row.resolved_on,
        closed_out_on=row.closed_out_on,
        follow_up_due=row.follow_up_due,
        followed_up_on=row.followed_up_on,
        entered_at=row.entered_at,
        entered_by=row.staff_name,
        changed_at=row.changed_at,
        version=row.version,
        voided=row.voided,
        void_reason=row.void_reason,
        foreign_no=row.foreign_no,
        imported=row.import_batch_id is not None,
        round_no=row.round_no or "",
        events=events,
    )


def yuan(amount: int | None) -> Decimal | None:
    """Fen as yuan."""
    return None if amount is None else Decimal(amount) / 100


def _timeline(rows: Sequence[Any]) -> tuple[DisputeEvent, ...]:
    contents = {row.id: loads(row.document) for row in rows}
    gone = {contents[row.id].get("event_id") for row in rows if row.kind == "undone"}
    return tuple(
        DisputeEvent(
            event_id=row.id,
            kind=row.kind,
            on=row.on_day,
            by=contents[row.id].pop("by", ""),
            note=contents[row.id].pop("note", ""),
            content=contents[row.id],
            recorded_at=row.recorded_at,
            staff=row.staff_name,
            undone=row.id in gone,
        )
        for row in rows
    )


def searchable(dispute_no: str, foreign_no: str, content: NewDispute) -> tuple[list[str], list[str]]:
    """What the search index knows of a dispute: its fields, and the names found by initials."""
    fields = [dispute_no, foreign_no, content.title, content.summary, content.type, content.village]
    fields += [content.village_group, content.responsible_unit, content.responsible_person, content.case_leader]
    for party in content.parties:
        fields += [party.name, party.phone, party.id_number]
    return [*fields, content.measures, content.note], [party.name for party in content.parties]


def reindex(connection: Connection, dispute_id: int, dispute_no: str, foreign_no: str, content: NewDispute) -> None:
    """Write the dispute's words into the search index anew."""
    old = _SEARCH_ID.scalar(connection, {"dispute_id": dispute_id})
    search.remove(connection, old)
    new = search.entry_id("dispute", dispute_id, content.found_on)
    search.index(connection, new, *searchable(dispute_no, foreign_no, content))
    if new != old:
        _SET.change(connection, {"key": dispute_id, "search_id": new})


def unindex(connection: Connection, dispute_id: int) -> None:
    """Take a voided dispute's words out of the index; it is still found by its number in the list."""
    search.remove(connection, _SEARCH_ID.scalar(connection, {"dispute_id": dispute_id}))
    _SET.change(connection, {"key": dispute_id, "search_id": None})
