"""Visits in rows: the record as spoken, its petitioners, matters and materials, and the columns lists sort by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, overload

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from petidesk.domain.audit import Act
from petidesk.domain.codes import ACCUSATION
from petidesk.domain.opened import Opened
from petidesk.domain.secrets.sealed import holds_sealed
from petidesk.domain.visits.closed import ClosedVisit, close
from petidesk.domain.visits.visits import Material, Matter, NewVisit, Petitioner, StoredMatter, Visit
from petidesk.storage import closing
from petidesk.storage.file import numbers
from petidesk.storage.file import search_index as search
from petidesk.storage.file.json_text import dumps, loads
from petidesk.storage.file.prepared import Prepared
from petidesk.storage.lists import NAME_SEPARATOR
from petidesk.storage.schema import material, matter, petition_case, petitioner, staff, visit

_ADD = Prepared(insert(visit))
_SET = Prepared(update(visit).where(visit.c.id == bindparam("key")))
_ADD_PETITIONER = Prepared(insert(petitioner))
_ADD_MATTER = Prepared(insert(matter))
_ADD_MATERIAL = Prepared(insert(material))
_SEARCH_ID = Prepared(select(visit.c.search_id).where(visit.c.id == bindparam("visit_id")))
_ID = select(visit.c.id).where(visit.c.visit_no == bindparam("visit_no"))
_VISIT = select(visit, staff.c.name.label("staff_name")).join(staff, staff.c.id == visit.c.entered_by)
_ONE = _VISIT.where(visit.c.id == bindparam("visit_id"))
_PETITIONERS = select(petitioner).where(petitioner.c.visit_id == bindparam("visit_id")).order_by(petitioner.c.place)
_MATTERS = (
    select(matter, petition_case.c.case_no)
    .join(petition_case, petition_case.c.id == matter.c.case_id)
    .where(matter.c.visit_id == bindparam("visit_id"))
    .order_by(matter.c.place)
)
_MATERIALS = (
    select(material.c.name, material.c.copies)
    .where(material.c.visit_id == bindparam("visit_id"))
    .order_by(material.c.place)
)


# Fields that a row keeps under their own name; the others are written out where they are needed.
_GIVEN = tuple(field.name for field in fields(Petitioner) if field.name not in ("person_id", "not_same_as"))
_SPOKEN = tuple(field.name for field in fields(Matter) if field.name not in ("requests", "case_no"))


def _flat(value: Any, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(value, name) for name in names}


@dataclass(frozen=True, slots=True)
class Numbered:
    """The number a new visit was given, and where it came from."""

    visit_no: str
    serial_year: int
    serial: int
    foreign_no: str = ""
    import_batch_id: int | None = None


@dataclass(frozen=True, slots=True)
class LinkedMatter:
    """A matter with the case it speaks of; `repeat` when the case was there before this visit."""

    matter: Matter
    case_id: int
    repeat: bool


def list_columns(content: NewVisit) -> dict[str, Any]:
    """The columns of the list. An accusation gives neither heading nor the village it speaks of.

    One accusation among the matters is enough to keep the names out, and the village where who came lives: the
    purposes beside them would say who accused.
    """
    spoken_of = [item for item in content.matters if not item.restricted]
    closed = len(spoken_of) < len(content.matters)
    names = [] if closed else [person.name or "匿名" for person in content.petitioners]
    homes = [] if closed else [person.village for person in content.petitioners]
    villages = homes + [item.village for item in spoken_of]
    headings = [item.heading for item in spoken_of if item.heading]
    return {
        "restricted": content.restricted,
        "names": NAME_SEPARATOR.join(names),
        "village": next((name for name in villages if name), ""),
        "purposes": ",".join(dict.fromkeys(item.purpose for item in content.matters)),
        "heading": "；".join(headings),
    }


def _own_columns(content: NewVisit) -> dict[str, Any]:
    return {
        "at": content.at,
        "channel": content.channel,
        "received_by": content.received_by,
        "people": content.people,
        "handling": content.handling,
        "national_no": content.national_no,
        "query_code": content.query_code,
        "signatories": content.signatories,
        "enclosures": content.enclosures,
        "caller_no": content.caller_no,
        "note": content.note,
        "warnings": dumps(list(content.warnings)),
        **list_columns(content),
    }


def add(connection: Connection, act: Act, content: NewVisit, numbered: Numbered) -> int:
    """The visit's own row; `write_parts` and `reindex` follow in the same transaction."""
    row = {
        "visit_no": numbered.visit_no,
        "serial_year": numbered.serial_year,
        "serial": numbered.serial,
        "foreign_no": numbered.foreign_no,
        "import_batch_id": numbered.import_batch_id,
        "entered_at": act.at,
        "changed_at": act.at,
        "entered_by": act.staff_id,
        **_own_columns(content),
    }
    with numbers.unused("visit.visit_no", numbered.visit_no):
        return _ADD.insert(connection, closing.row(connection, visit, row, closed=content.accuses))


def write_parts(
    connection: Connection,
    visit_id: int,
    content: NewVisit,
    person_ids: Sequence[int | None],
    matters: Sequence[LinkedMatter],
) -> None:
    """Petitioners, matters and materials of a visit that has none yet."""
    people = zip(content.petitioners, person_ids, strict=True)
    accuses = content.accuses
    said: list[dict[str, Any]] = [
        {"visit_id": visit_id, "place": place, "person_id": person_id, **_flat(given, _GIVEN)}
        for place, (given, person_id) in enumerate(people)
    ]
    _ADD_PETITIONER.many(connection, [closing.row(connection, petitioner, row, closed=accuses) for row in said])
    _ADD_MATTER.many(
        connection,
        [_matter_row(connection, visit_id, place, linked) for place, linked in enumerate(matters)],
    )
    said = [
        {"visit_id": visit_id, "place": place, "name": item.name, "copies": item.copies}
        for place, item in enumerate(content.materials)
    ]
    _ADD_MATERIAL.many(connection, [closing.row(connection, material, row, closed=accuses) for row in said])


def _matter_row(connection: Connection, visit_id: int, place: int, linked: LinkedMatter) -> dict[str, Any]:
    row = {
        "visit_id": visit_id,
        "case_id": linked.case_id,
        "place": place,
        "repeat": linked.repeat,
        "requests": dumps(list(linked.matter.requests)),
        **_flat(linked.matter, _SPOKEN),
    }
    return closing.row(connection, matter, row, closed=linked.matter.restricted)


def rewrite(
    connection: Connection,
    act: Act,
    visit_id: int,
    version: int,
    content: NewVisit,
    person_ids: Sequence[int | None],
    matters: Sequence[LinkedMatter],
) -> None:
    """Put an amended content in place; `version` is the new one. What was before is in the audit payload."""
    own = closing.row(connection, visit, _own_columns(content), closed=content.accuses)
    _SET.change(connection, {"key": visit_id, "version": version, "changed_at": act.at, **own})
    for table in (petitioner, matter, material):
        connection.execute(delete(table).where(table.c.visit_id == visit_id))
    write_parts(connection, visit_id, content, person_ids, matters)


def void(connection: Connection, act: Act, visit_id: int, version: int, why: str) -> None:
    """Mark as voided; the row and its number stay."""
    why = closing.text(connection, why, closed=closing.is_closed(connection, visit, visit_id))
    row = {"version": version, "changed_at": act.at, "voided": True, "void_reason": why}
    _SET.change(connection, {"key": visit_id, **row})


def unvoid(connection: Connection, act: Act, visit_id: int, version: int) -> None:
    """A voided visit stands again."""
    row = {"version": version, "changed_at": act.at, "voided": False, "void_reason": ""}
    _SET.change(connection, {"key": visit_id, **row})


def find_no(connection: Connection, visit_no: str) -> int | None:
    """The id of the visit with this number."""
    return connection.execute(_ID, {"visit_no": visit_no}).scalar()


def any_visit(connection: Connection) -> bool:
    """Whether a visit was ever registered here; a voided one counts."""
    return connection.execute(select(visit.c.id).limit(1)).first() is not None


def linked_cases(connection: Connection, visit_id: int) -> list[tuple[int, bool]]:
    """Case id and repeat mark of each matter, in order."""
    return [(row.case_id, row.repeat) for row in connection.execute(_MATTERS, {"visit_id": visit_id})]


@overload
def load(connection: Connection, visit_id: int, opened: Opened) -> Visit | None: ...
@overload
def load(connection: Connection, visit_id: int, opened: Opened | None = None) -> Visit | ClosedVisit | None: ...
def load(connection: Connection, visit_id: int, opened: Opened | None = None) -> Visit | ClosedVisit | None:
    """The visit, its clocks left empty (domain works them out), None when there is none.

    One with an accusation in it comes closed, except to who is `opened`.
    """
    found = _whole(connection, visit_id)
    return close(found) if found is not None and found.accuses and opened is None else found


def _whole(connection: Connection, visit_id: int) -> Visit | None:
    row = connection.execute(_ONE, {"visit_id": visit_id}).one_or_none()
    if row is None:
        return None
    petitioners = tuple(_petitioner(part) for part in connection.execute(_PETITIONERS, {"visit_id": visit_id}))
    parts = connection.execute(_MATTERS, {"visit_id": visit_id}).all()
    stored = tuple(_stored(part) for part in parts)
    content = NewVisit(
        at=row.at,
        channel=row.channel,
        petitioners=petitioners,
        matters=tuple(item.matter for item in stored),
        received_by=row.received_by,
        people=row.people,
        materials=tuple(Material(*part) for part in connection.execute(_MATERIALS, {"visit_id": visit_id})),
        handling=row.handling,
        national_no=row.national_no,
        query_code=row.query_code,
        note=row.note,
        warnings=tuple(loads(row.warnings)),
        signatories=row.signatories,
        enclosures=row.enclosures,
        caller_no=row.caller_no,
    )
    return Visit(
        visit_id=row.id,
        visit_no=row.visit_no,
        entered_at=row.entered_at,
        entered_by=row.staff_name,
        changed_at=row.changed_at,
        version=row.version,
        voided=row.voided,
        void_reason=row.void_reason,
        foreign_no=row.foreign_no,
        imported=row.import_batch_id is not None,
        content=content,
        matters=stored,
    )


def _stored(row: Any) -> StoredMatter:
    """Only who raises the same again is a repeat; who comes for another reason is neither first nor repeat."""
    spoken = _matter(row)
    again = "repeat" if spoken.raises else "visit"
    return StoredMatter(spoken, row.case_no, again if row.repeat else "first")


def _petitioner(row: Any) -> Petitioner:
    return Petitioner(person_id=row.person_id, **_flat(row, _GIVEN))


def _matter(row: Any) -> Matter:
    return Matter(requests=tuple(loads(row.requests)), case_no=row.case_no, **_flat(row, _SPOKEN))


def searchable(
    visit_no: str, foreign_no: str, content: NewVisit, *, sealed: bool = False
) -> tuple[list[str], list[str]]:
    """What the search index may know of a visit: its fields and the names found by initials. `sealed`: where
    accusations are.

    With an accusation in it the visit is known by its numbers and the words of its other matters: a name, a telephone
    or a village that leads to it would say who accused.
    """
    fields = [visit_no, foreign_no]
    if not (content.accuses and (sealed or holds_sealed(content.national_no))):
        fields.append(content.national_no)
    for item in content.matters:
        if not item.restricted:
            fields += [item.title, item.statement, *item.requests, item.concerned_unit, item.category, item.village]
    if content.accuses:
        return fields, []
    for person in content.petitioners:
        fields += [person.name, person.id_number, person.phone, person.village, person.address]
    fields += [
        content.caller_no,
        content.handling,
        content.note,
        *(paper.name for paper in content.materials),
        content.received_by,
    ]
    return fields, [person.name for person in content.petitioners if person.name]


def close_anew(connection: Connection) -> None:
    """Write list columns and search words of every visit with an accusation anew, as this program closes them."""
    accusing = select(visit.c.id, visit.c.visit_no, visit.c.foreign_no).where(visit.c.purposes.contains(ACCUSATION))
    for row in connection.execute(accusing).all():
        found = _whole(connection, row.id)
        assert found is not None
        _SET.change(connection, {"key": row.id, **list_columns(found.content)})
        if not found.voided:
            reindex(connection, row.id, row.visit_no, row.foreign_no, found.content)


def name_anew(connection: Connection) -> dict[int, str]:
    """What matters without a 事项概要 of their own are called, in the list, as this program calls them.

    Gives back the titles of the cases that those matters opened.
    """
    unnamed = select(matter.c.visit_id).where(matter.c.title == "", matter.c.purpose != ACCUSATION).distinct()
    titles: dict[int, str] = {}
    for visit_id in connection.execute(unnamed).scalars().all():
        found = _whole(connection, visit_id)
        assert found is not None
        _SET.change(connection, {"key": visit_id, "heading": list_columns(found.content)["heading"]})
        for item, (case_id, repeat) in zip(found.matters, linked_cases(connection, visit_id), strict=True):
            if not repeat and not item.matter.title and not item.matter.restricted:
                titles[case_id] = item.matter.heading
    return titles


def reindex(connection: Connection, visit_id: int, visit_no: str, foreign_no: str, content: NewVisit) -> None:
    """Write the visit's words into the search index anew."""
    old = _SEARCH_ID.scalar(connection, {"visit_id": visit_id})
    search.remove(connection, old)
    new = search.entry_id("visit", visit_id, content.at.date())
    sealed = closing.seals_here(connection)
    search.index(connection, new, *searchable(visit_no, foreign_no, content, sealed=sealed))
    if new != old:
        _SET.change(connection, {"key": visit_id, "search_id": new})
