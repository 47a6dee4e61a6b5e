"""One case with everything that belongs to it, in a fixed number of questions whatever the number of its events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, Text, bindparam, exists, func, or_, select, text, type_coerce

from petidesk.domain.cases.files import CaseLetter, CasePerson, CaseVisit, TimelineEvent
from petidesk.domain.codes import ACCUSATION
from petidesk.domain.letters.letters import STOOD
from petidesk.domain.visits.visits import Matter
from petidesk.storage.file.json_text import dumps, loads
from petidesk.storage.file.prepared import Prepared
from petidesk.storage.lists import names_of
from petidesk.storage.schema import case_event, letter, matter, petition_case, petitioner, staff, visit

_INTO, _SOURCE = petition_case.alias("into_case"), petition_case.alias("source_case")
_HEAD = Prepared(
    select(
        petition_case,
        func.coalesce(_INTO.c.case_no, "").label("into_no"),
        func.coalesce(_SOURCE.c.case_no, "").label("source_no"),
    )
    .outerjoin(_INTO, _INTO.c.id == petition_case.c.merged_into)
    .outerjoin(_SOURCE, _SOURCE.c.id == petition_case.c.split_from)
    .where(petition_case.c.id == bindparam("case_id"))
)
_MERGED = Prepared(select(petition_case.c.id).where(petition_case.c.merged_into == bindparam("case_id")))
# Days come as their text: two hundred of them are read faster at once than one by one.
_TIMELINE = Prepared(
    select(
        case_event.c.id,
        case_event.c.kind,
        type_coerce(case_event.c.on_day, Text),
        case_event.c.document,
        type_coerce(case_event.c.recorded_at, Text),
        case_event.c.staff_id,
        case_event.c.visit_id,
    )
    .where(case_event.c.case_id == bindparam("case_id"))
    .order_by(case_event.c.on_day, case_event.c.id)
)
_STAFF = Prepared(select(staff.c.id, staff.c.name))
_RECORDED_BY = Prepared(
    # A paper made later for an event that stood already is no more the event's own once it is voided.
    select(letter.c.event_id, letter.c.document_no).where(
        letter.c.case_id == bindparam("case_id"),
        letter.c.event_id.is_not(None),
        or_(letter.c.state != "voided", func.json_extract(letter.c.content, f"$.{STOOD}").is_(None)),
    )
)
# Ids come as one JSON list, so that the statement is the same for any number of them.
_GIVEN = select(text("value")).select_from(text("json_each(:ids)"))
_BROUGHT_BY = Prepared(select(visit.c.id, visit.c.visit_no, visit.c.voided).where(visit.c.id.in_(_GIVEN)))
_MATTERS = Prepared(
    select(matter)
    .join(visit, visit.c.id == matter.c.visit_id)
    .where(matter.c.case_id.in_(_GIVEN), visit.c.voided.is_(False))
    .order_by(matter.c.visit_id, matter.c.place)
)
_VISITS = Prepared(
    select(visit, exists().where(matter.c.visit_id == visit.c.id, matter.c.purpose == ACCUSATION).label("accuses"))
    .where(visit.c.id.in_(select(matter.c.visit_id).where(matter.c.case_id.in_(_GIVEN))))
    .order_by(visit.c.at, visit.c.id)
)
_PEOPLE = Prepared(
    select(petitioner)
    .where(petitioner.c.visit_id.in_(_GIVEN), or_(petitioner.c.name != "", petitioner.c.person_id.is_not(None)))
    .order_by(petitioner.c.visit_id, petitioner.c.place)
)
_LETTERS = Prepared(
    select(
        letter.c.id,
        letter.c.form,
        letter.c.title,
        letter.c.document_no,
        letter.c.state,
        letter.c.signed_on,
        letter.c.served_on,
        letter.c.to_serve,
        letter.c.pages,
        case_event.c.kind,
    )
    .outerjoin(case_event, case_event.c.id == letter.c.event_id)
    .where(letter.c.case_id == bindparam("case_id"))
    .order_by(letter.c.document_no.is_(None), letter.c.id)
)


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
    found = _HEAD.named(connection, {"case_id": case_id})
    if not found:
        return None
    row = found[0]
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
    merged = _MERGED.all(connection, {"case_id": case_id})
    return list(dict.fromkeys([case_id, root_id, *(found for (found,) in merged)]))


def timeline(connection: Connection, case_id: int) -> list[TimelineEvent]:
    """Every event of the case in the order of its days; those of voided visits are left out."""
    case = {"case_id": case_id}
    names: dict[int, str] = dict(_STAFF.all(connection, {}))
    rows = _TIMELINE.all(connection, case)
    # The rows of a long case are read once: their visits are asked for by their ids.
    visit_ids = {"ids": dumps([row[6] for row in rows if row[6] is not None])}
    brought = {visit_id: (visit_no, voided) for visit_id, visit_no, voided in _BROUGHT_BY.all(connection, visit_ids)}
    recorded_by: dict[int, str] = dict(_RECORDED_BY.all(connection, case))
    gone = {visit_id for visit_id, (_, voided) in brought.items() if voided}
    if gone:
        rows = [row for row in rows if row[6] not in gone]
    # One document of all is read much faster than two hundred small ones.
    contents = loads(f"[{','.join([row[3] for row in rows])}]")
    undone = {content.get("event_id") for row, content in zip(rows, contents, strict=True) if row[1] == "undone"}
    return [
        TimelineEvent(
            kind,
            date.fromisoformat(on),
            content,
            event_id,
            content.pop("by", ""),
            content.pop("note", ""),
            datetime.fromisoformat(recorded_at),
            names[staff_id],
            brought[visit_id][0] if visit_id is not None else "",
            recorded_by.get(event_id) or "",
            event_id in undone,
        )
        for (event_id, kind, on, _, recorded_at, staff_id, visit_id), content in zip(rows, contents, strict=True)
    ]


def matters(connection: Connection, case_ids: Sequence[int]) -> list[SpokenMatter]:
    """What the standing visits said about these cases, in the order it was said."""
    rows = _MATTERS.named(connection, {"ids": dumps(list(case_ids))})
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
    rows = _VISITS.named(connection, {"ids": dumps(list(case_ids))})
    return [
        CaseVisit(
            visit_id=row.id,
            visit_no=row.visit_no,
            at=row.at,
            channel=row.channel,
            names=names_of(row.names),
            people=row.people,
            asking=max(row.people, row.signatories),
            heading=said[row.id].heading if row.id in said else row.heading,
            statement=said[row.id].statement if row.id in said else "",
            voided=row.voided,
            accuses=bool(row.accuses),
        )
        for row in rows
    ]


def people(connection: Connection, visit_ids: Sequence[int]) -> list[CasePerson]:
    """Who came, each person once with the facts given last; the anonymous are left out."""
    rows = _PEOPLE.named(connection, {"ids": dumps(list(visit_ids))})
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
    rows = _LETTERS.named(connection, {"case_id": case_id})
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
            pages=row.pages or 0,
        )
        for row in rows
    ]
