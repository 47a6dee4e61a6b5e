"""One case with everything that belongs to it, in a fixed number of questions whatever the number of its events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, or_, select

from petidesk.domain.case_files import CaseLetter, CasePerson, CaseVisit, TimelineEvent
from petidesk.domain.visits import Matter
from petidesk.storage.json_text import loads
from petidesk.storage.schema import case_event, letter, matter, petition_case, petitioner, staff, visit
from petidesk.storage.visits import NAME_SEPARATOR


@dataclass(frozen=True, slots=True)
class CaseHead:
    """The case's own row, and the numbers of the cases that it went into or came from."""

    case_id: int
    case_no: str
    title: str
    purpose: str
    opened_on: date
    restricted: bool
    merged_into: str
    split_from: str
    root_id: int


@dataclass(frozen=True, slots=True)
class SpokenMatter:
    """What a visit said about a case: which event brought it, the matter, whether the visit stands."""

    visit_id: int
    case_id: int
    matter: Matter


def head(connection: Connection, case_id: int) -> CaseHead | None:
    """The case's own row; None when there is none."""
    into, source = petition_case.alias("into_case"), petition_case.alias("source_case")
    row = connection.execute(
        select(
            petition_case,
            func.coalesce(into.c.case_no, "").label("into_no"),
            func.coalesce(source.c.case_no, "").label("source_no"),
        )
        .outerjoin(into, into.c.id == petition_case.c.merged_into)
        .outerjoin(source, source.c.id == petition_case.c.split_from)
        .where(petition_case.c.id == case_id)
    ).one_or_none()
    if row is None:
        return None
    return CaseHead(
        case_id=row.id,
        case_no=row.case_no,
        title=row.title,
        purpose=row.purpose,
        opened_on=row.opened_on,
        restricted=row.restricted,
        merged_into=row.into_no,
        split_from=row.source_no,
        root_id=row.split_from or row.id,
    )


def family(connection: Connection, case_id: int, root_id: int) -> list[int]:
    """The case, the one it was split from, and those merged into it: whose visits speak of it."""
    merged = connection.execute(select(petition_case.c.id).where(petition_case.c.merged_into == case_id)).scalars()
    return list(dict.fromkeys([case_id, root_id, *merged]))


def timeline(connection: Connection, case_id: int) -> list[TimelineEvent]:
    """Every event of the case in the order of its days; those of voided visits are left out."""
    rows = connection.execute(
        select(
            case_event.c.id,
            case_event.c.kind,
            case_event.c.on_day,
            case_event.c.document,
            case_event.c.recorded_at,
            staff.c.name.label("staff_name"),
            func.coalesce(visit.c.visit_no, "").label("visit_no"),
            func.coalesce(letter.c.document_no, "").label("document_no"),
        )
        .join(staff, staff.c.id == case_event.c.staff_id)
        .outerjoin(visit, visit.c.id == case_event.c.visit_id)
        .outerjoin(letter, letter.c.event_id == case_event.c.id)
        .where(case_event.c.case_id == case_id, func.coalesce(visit.c.voided, 0) == 0)
        .order_by(case_event.c.on_day, case_event.c.id)
    ).all()
    contents = {row.id: loads(row.document) for row in rows}
    gone = {contents[row.id].get("event_id") for row in rows if row.kind == "undone"}
    return [_event(row, contents[row.id], row.id in gone) for row in rows]


def _event(row: Any, content: dict[str, Any], undone: bool) -> TimelineEvent:
    return TimelineEvent(
        event_id=row.id,
        kind=row.kind,
        on=row.on_day,
        by=content.pop("by", ""),
        note=content.pop("note", ""),
        content=content,
        recorded_at=row.recorded_at,
        staff=row.staff_name,
        visit_no=row.visit_no,
        document_no=row.document_no,
        undone=undone,
    )


def matters(connection: Connection, case_ids: Sequence[int]) -> list[SpokenMatter]:
    """What the standing visits said about these cases, in the order it was said."""
    rows = connection.execute(
        select(matter)
        .join(visit, visit.c.id == matter.c.visit_id)
        .where(matter.c.case_id.in_(case_ids), visit.c.voided.is_(False))
        .order_by(matter.c.visit_id, matter.c.place)
    )
    return [
        SpokenMatter(
            row.visit_id,
            row.case_id,
            Matter(
                purpose=row.purpose,
                statement=row.statement,
                title=row.title,
                route=row.route,
                category=row.category,
                requests=tuple(loads(row.requests)),
                concerned_unit=row.concerned_unit,
                village=row.village,
                urgent=row.urgent,
            ),
        )
        for row in rows
    ]


def visits(connection: Connection, case_ids: Sequence[int], spoken: Sequence[SpokenMatter]) -> list[CaseVisit]:
    """The visits that spoke of these cases, oldest first; voided ones too."""
    said = {item.visit_id: item.matter for item in reversed(spoken)}
    wanted = select(matter.c.visit_id).where(matter.c.case_id.in_(case_ids))
    rows = connection.execute(select(visit).where(visit.c.id.in_(wanted)).order_by(visit.c.at, visit.c.id))
    return [
        CaseVisit(
            visit_id=row.id,
            visit_no=row.visit_no,
            at=row.at,
            channel=row.channel,
            names=tuple(row.names.split(NAME_SEPARATOR)) if row.names else (),
            people=row.people,
            heading=said[row.id].heading if row.id in said else row.heading,
            statement=said[row.id].statement if row.id in said else "",
            voided=row.voided,
        )
        for row in rows
    ]


def people(connection: Connection, visit_ids: Sequence[int]) -> list[CasePerson]:
    """Who came, each person once with the facts given last; the anonymous are left out."""
    rows = connection.execute(
        select(petitioner)
        .where(petitioner.c.visit_id.in_(visit_ids), or_(petitioner.c.name != "", petitioner.c.person_id.is_not(None)))
        .order_by(petitioner.c.visit_id, petitioner.c.place)
    )
    found: dict[object, CasePerson] = {}
    for row in rows:
        found[row.person_id or row.name] = CasePerson(
            name=row.name,
            sex=row.sex or "",
            id_type=row.id_type,
            id_number=row.id_number,
            phone=row.phone,
            village=row.village,
            address=row.address,
            representative=row.representative,
            reachable=not row.anonymous and not row.address_unknown,
        )
    return list(found.values())


def letters(connection: Connection, case_id: int) -> list[CaseLetter]:
    """The papers of the case, drafts last."""
    rows = connection.execute(
        select(
            letter.c.id,
            letter.c.form,
            letter.c.title,
            letter.c.document_no,
            letter.c.state,
            letter.c.signed_on,
            letter.c.served_on,
            letter.c.to_serve,
            case_event.c.kind,
        )
        .outerjoin(case_event, case_event.c.id == letter.c.event_id)
        .where(letter.c.case_id == case_id)
        .order_by(letter.c.document_no.is_(None), letter.c.id)
    )
    return [
        CaseLetter(
            letter_id=row.id,
            form=row.form,
            title=row.title,
            document_no=row.document_no or "",
            state=row.state,
            signed_on=row.signed_on,
            served_on=row.served_on,
            waits_for_service=bool(row.to_serve and row.state == "issued" and row.served_on is None),
            event=row.kind or "",
        )
        for row in rows
    ]
