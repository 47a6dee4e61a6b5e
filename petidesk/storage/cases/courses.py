"""The courses of cases in rows, for figures: written with the events they follow from, never without them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from sqlalchemy import Connection, Table, and_, bindparam, case, delete, insert, or_, select, union_all

from petidesk.domain.cases.course import CaseLimit, CaseSpan, Course, Instruction, SaidOnce, Spoken, spoken_of
from petidesk.storage import closing
from petidesk.storage.file.prepared import Prepared
from petidesk.storage.schema import (
    case_course,
    case_instruction,
    case_limit,
    case_span,
    matter,
    petition_case,
    petitioner,
    visit,
)
from petidesk.storage.schema.closing import SEALED

_PARTS: tuple[tuple[str, Table, type, Mapping[str, str]], ...] = (
    ("spans", case_span, CaseSpan, {}),
    ("limits", case_limit, CaseLimit, {}),
    ("instructions", case_instruction, Instruction, {"on": "on_day"}),
)
_OWN = tuple(one.name for one in fields(Course) if one.name not in {name for name, *_ in _PARTS})
# Each part with its table, and which of its fields is which column.
_COLUMNS = tuple(
    (name, table, tuple((one.name, renamed.get(one.name, one.name)) for one in fields(made)))
    for name, table, made, renamed in _PARTS
)
_TABLES = (case_course, *(table for _, table, *_ in _PARTS))
_ADD = {table: Prepared(insert(table)) for table in _TABLES}
_DROP = {table: Prepared(delete(table).where(table.c.case_id == bindparam("case_id"))) for table in _TABLES}


def _spoken() -> Prepared:
    """What the standing visits said of cases; of one that was split off, what its root's said after its own."""
    named = (
        select(petitioner.c.id)
        .where(petitioner.c.visit_id == visit.c.id, ~petitioner.c.anonymous, ~petitioner.c.address_unknown)
        .exists()
    )

    def of(own: bool) -> Any:
        joined = matter.c.case_id == (petition_case.c.id if own else petition_case.c.split_from)
        return (
            select(
                petition_case.c.id.label("asked"),
                bindparam(None, 0 if own else 1, unique=True).label("far"),
                visit.c.at,
                matter.c.id.label("matter_id"),
                visit.c.channel,
                case((matter.c.village != "", matter.c.village), else_=visit.c.village).label("village"),
                matter.c.category,
                matter.c.route,
                and_(matter.c.repeat, or_(matter.c.why_again == "", matter.c.why_again == "raises_again")).label(
                    "again"
                ),
                named.label("named"),
            )
            .join(matter, joined)
            .join(visit, visit.c.id == matter.c.visit_id)
            .where(petition_case.c.id.between(bindparam("first"), bindparam("last")), visit.c.voided.is_(False))
        )

    said = union_all(of(True), of(False)).subquery()
    return Prepared(select(said).order_by(said.c.asked, said.c.far, said.c.at, said.c.matter_id))


_SAID = _spoken()


def spoken(connection: Connection, first: int, last: int) -> dict[int, Spoken]:
    """What the standing visits say of the cases from the id `first` to `last`; absent is whom nobody speaks of."""
    own: dict[int, list[SaidOnce]] = {}
    far: dict[int, list[SaidOnce]] = {}
    for row in _SAID.named(connection, {"first": first, "last": last}):
        said = SaidOnce(
            row.at.date(), row.channel, row.category, row.village, bool(row.named), row.route, bool(row.again)
        )
        (far if row.far else own).setdefault(row.asked, []).append(said)
    return {case_id: spoken_of(own.get(case_id, ()), far.get(case_id, ())) for case_id in own.keys() | far.keys()}


def write(connection: Connection, case_id: int, course: Course, *, fresh: bool = False) -> None:
    """Keep a case's course. `fresh`: nothing of it was kept before."""
    if not fresh:
        for drop in _DROP.values():
            drop.change(connection, {"case_id": case_id})
    add(connection, [(case_id, course)])


def add(connection: Connection, courses: Iterable[tuple[int, Course]]) -> None:
    """Keep the courses of cases of which nothing is kept."""
    rows: dict[Table, list[dict[str, Any]]] = {}
    for case_id, course in courses:
        own = {name: getattr(course, name) for name in _OWN}
        rows.setdefault(case_course, []).append({"case_id": case_id, **own})
        for name, table, columns in _COLUMNS:
            for place, part in enumerate(getattr(course, name)):
                row = {column: getattr(part, key) for key, column in columns}
                if table in SEALED:
                    closed = closing.is_closed(connection, petition_case, case_id)
                    row = closing.row(connection, table, row, closed=closed)
                rows.setdefault(table, []).append({"case_id": case_id, "place": place, **row})
    for table, found in rows.items():
        _ADD[table].many(connection, found)


def drop(connection: Connection, case_ids: Iterable[int]) -> None:
    """Forget what is kept of these cases."""
    keys = [{"case_id": case_id} for case_id in case_ids]
    for statement in _DROP.values():
        statement.many(connection, keys)


def kept(connection: Connection, first: int, last: int) -> dict[int, Course]:
    """The courses that are kept of the cases from the id `first` to `last`."""
    parts: dict[str, dict[int, list[Any]]] = {}
    for (name, table, made, _), (_, _, columns) in zip(_PARTS, _COLUMNS, strict=True):
        found: dict[int, list[Any]] = {}
        names = [column for _, column in columns]
        rows = connection.execute(
            select(table.c.case_id, *(table.c[column] for column in names))
            .where(table.c.case_id.between(first, last))
            .order_by(table.c.case_id, table.c.place)
        )
        for case_id, *values in rows:
            found.setdefault(case_id, []).append(made(*values))
        parts[name] = found
    own = select(case_course.c.case_id, *(case_course.c[name] for name in _OWN)).where(
        case_course.c.case_id.between(first, last)
    )
    courses: dict[int, Course] = {}
    for case_id, *values in connection.execute(own):
        given: dict[str, Any] = dict(zip(_OWN, values, strict=True))
        given |= {name: tuple(found.get(case_id, ())) for name, found in parts.items()}
        courses[case_id] = Course(**given)
    return courses
