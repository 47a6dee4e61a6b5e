"""Letters in rows: drafts that change, and issued papers whose number, bytes and hash never do.

A number is allotted in the transaction that freezes the bytes (`numbers.allot`), so that a full disk or a crash takes
both back together. A voided letter keeps its number, its bytes and its place in the series.
"""

from __future__ import annotations

import hashlib
import sys
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    case,
    column,
    delete,
    func,
    insert,
    or_,
    select,
    table,
    update,
)

from petidesk.domain.audit import Act
from petidesk.domain.letters.letters import LETTER_SORTS, Letter, LetterQuery, LetterRow
from petidesk.domain.listing import Problem
from petidesk.domain.search import match_expression, parse_query
from petidesk.domain.trouble import Refused
from petidesk.storage.cases import cases
from petidesk.storage.cases import listing as case_list
from petidesk.storage.file import numbers
from petidesk.storage.file import search_index as search
from petidesk.storage.file.database import new_id
from petidesk.storage.file.json_text import dumps, loads
from petidesk.storage.schema import case_event, letter, letter_print, matter, meeting, petition_case, staff, visit
from petidesk.storage.visits.visits import NAME_SEPARATOR

_WAITS = and_(letter.c.state == "issued", letter.c.to_serve, letter.c.served_on.is_(None))
_INDEX = table("search_text", column("rowid"))


@dataclass(frozen=True, slots=True)
class Frozen:
    """What issuing gives a draft. `series` is the counter, `number` the document number made of it.

    `content` is the draft's with what was only said when it was issued.
    """

    series: str
    year: int
    serial: int
    number: str
    signed_by: str
    signed_on: date
    anyway: str
    form_version: str
    missing: tuple[str, ...]
    pages: int
    pdf: bytes
    to_serve: bool
    content: Mapping[str, Any]


# ---- drafts


def add(
    connection: Connection,
    act: Act,
    *,
    form: str,
    title: str,
    content: Mapping[str, Any],
    restricted: bool,
    case_id: int | None = None,
    meeting_id: int | None = None,
    of_letter_id: int | None = None,
) -> int:
    """A new draft; its id."""
    row = {
        "form": form,
        "title": title,
        "case_id": case_id,
        "meeting_id": meeting_id,
        "of_letter_id": of_letter_id,
        "content": dumps(content),
        "restricted": restricted,
        "drafted_at": act.at,
        "changed_at": act.at,
        "staff_id": act.staff_id,
    }
    return new_id(connection, insert(letter), row)


def save(connection: Connection, act: Act, letter_id: int, content: Mapping[str, Any], title: str) -> None:
    """Put a draft's content in place."""
    connection.execute(
        update(letter)
        .where(letter.c.id == letter_id, letter.c.state == "draft")
        .values(content=dumps(content), title=title, changed_at=act.at, version=letter.c.version + 1)
    )


def discard(connection: Connection, letter_id: int) -> None:
    """Throw a draft away; it never had a number."""
    connection.execute(delete(letter).where(letter.c.id == letter_id, letter.c.state == "draft"))


# ---- issuing and voiding


def next_number(connection: Connection, series: str, year: int) -> int:
    """The next serial of a series, given back when the transaction fails."""
    return numbers.allot(connection, numbers.letter_series(series), year)


def freeze(connection: Connection, act: Act, letter_id: int, frozen: Frozen) -> None:
    """Give a draft its number and its bytes, which never change again. The event is linked by `link_event`."""
    with numbers.unused("letter.document_no", frozen.number):
        connection.execute(
            update(letter)
            .where(letter.c.id == letter_id, letter.c.state == "draft")
            .values(
                state="issued",
                document_no=frozen.number,
                series=frozen.series,
                serial_year=frozen.year,
                serial=frozen.serial,
                signed_by=frozen.signed_by,
                signed_on=frozen.signed_on,
                issued_at=act.at,
                issued_by=act.staff_id,
                changed_at=act.at,
                anyway=frozen.anyway,
                form_version=frozen.form_version,
                sha256=hashlib.sha256(frozen.pdf).hexdigest(),
                missing=dumps(list(frozen.missing)),
                pages=frozen.pages,
                pdf=frozen.pdf,
                to_serve=frozen.to_serve,
                content=dumps(frozen.content),
            )
        )
    _after_change(connection, letter_id)


def link_event(connection: Connection, letter_id: int, event_id: int) -> None:
    """Keep which event the letter recorded."""
    connection.execute(update(letter).where(letter.c.id == letter_id).values(event_id=event_id))


def void(connection: Connection, act: Act, letter_id: int, why: str) -> None:
    """Void an issued letter: number and bytes stay, it waits for service no more."""
    connection.execute(
        update(letter).where(letter.c.id == letter_id).values(state="voided", void_reason=why, changed_at=act.at)
    )
    _after_change(connection, letter_id)


def newer_signed(connection: Connection, series: str, year: int, signed_on: date) -> str:
    """The number of a letter of this series and year that was signed after that day, "" when there is none."""
    found = connection.execute(
        select(letter.c.document_no)
        .where(letter.c.series == series, letter.c.serial_year == year, letter.c.signed_on > signed_on)
        .order_by(letter.c.serial.desc())
        .limit(1)
    ).scalar()
    return found or ""


def event_stands(connection: Connection, letter_id: int) -> int | None:
    """The id of the event that the letter recorded, None when it recorded none or the event was undone since."""
    row = connection.execute(select(letter.c.event_id, letter.c.case_id).where(letter.c.id == letter_id)).one()
    if row.event_id is None:
        return None
    undone = connection.execute(
        select(case_event.c.document).where(case_event.c.case_id == row.case_id, case_event.c.kind == "undone")
    ).scalars()
    gone = {loads(document).get("event_id") for document in undone}
    return None if row.event_id in gone else int(row.event_id)


def _after_change(connection: Connection, letter_id: int) -> None:
    """What follows from a letter's state: how many papers of its case wait for service, its words in the index."""
    row = connection.execute(
        select(
            letter.c.case_id,
            letter.c.state,
            letter.c.document_no,
            letter.c.title,
            letter.c.signed_on,
            letter.c.search_id,
            petition_case.c.case_no,
            meeting.c.meeting_no,
        )
        .outerjoin(petition_case, petition_case.c.id == letter.c.case_id)
        .outerjoin(meeting, meeting.c.id == letter.c.meeting_id)
        .where(letter.c.id == letter_id)
    ).one()
    if row.case_id is not None:
        cases.count_service(connection, row.case_id)
    search.remove(connection, row.search_id)
    entry = search.entry_id("letter", letter_id, row.signed_on)
    # Number, title of the form, number of the case: nothing of what the letter says, so nothing of an accusation.
    search.index(connection, entry, (row.document_no, row.title, row.case_no or row.meeting_no or ""), ())
    if entry != row.search_id:
        connection.execute(update(letter).where(letter.c.id == letter_id).values(search_id=entry))


# ---- reading

_ISSUER = staff.alias("issuer")
_OF = letter.alias("of_letter")
_PRINTS = select(func.count()).where(letter_print.c.letter_id == letter.c.id).scalar_subquery()
_LETTER = (
    select(
        *(item for item in letter.c if item.key != "pdf"),
        petition_case.c.case_no,
        meeting.c.meeting_no,
        _OF.c.document_no.label("of_no"),
        staff.c.name.label("staff_name"),
        _ISSUER.c.name.label("issuer_name"),
        _PRINTS.label("prints"),
    )
    .join(staff, staff.c.id == letter.c.staff_id)
    .outerjoin(_ISSUER, _ISSUER.c.id == letter.c.issued_by)
    .outerjoin(petition_case, petition_case.c.id == letter.c.case_id)
    .outerjoin(meeting, meeting.c.id == letter.c.meeting_id)
    .outerjoin(_OF, _OF.c.id == letter.c.of_letter_id)
)


def load(connection: Connection, letter_id: int) -> Letter | None:
    """A letter, None when there is none of this id."""
    row = connection.execute(_LETTER.where(letter.c.id == letter_id)).one_or_none()
    return None if row is None else _letter(row)


def find_no(connection: Connection, document_no: str) -> Letter | None:
    """The letter with this number, None when there is none."""
    row = connection.execute(_LETTER.where(letter.c.document_no == document_no)).one_or_none()
    return None if row is None else _letter(row)


def newest(connection: Connection, number: str, form: str, state: str) -> Letter | None:
    """The letter of this form and state that the case or meeting of this number got last."""
    made_for = or_(petition_case.c.case_no == number, meeting.c.meeting_no == number)
    found = _LETTER.where(made_for, letter.c.form == form, letter.c.state == state)
    row = connection.execute(found.order_by(letter.c.id.desc()).limit(1)).one_or_none()
    return None if row is None else _letter(row)


def of_case(connection: Connection, case_id: int, state: str) -> list[Letter]:
    """The letters of a case in one state, in the order of their days."""
    found = _LETTER.where(letter.c.case_id == case_id, letter.c.state == state)
    return [_letter(row) for row in connection.execute(found.order_by(letter.c.signed_on, letter.c.id))]


def pdf(connection: Connection, letter_id: int) -> bytes:
    """The frozen bytes of an issued letter."""
    return bytes(connection.execute(select(letter.c.pdf).where(letter.c.id == letter_id)).scalar_one())


def log_print(connection: Connection, act: Act, letter_id: int) -> None:
    """One print more."""
    connection.execute(insert(letter_print), {"letter_id": letter_id, "at": act.at, "staff_id": act.staff_id})


def _letter(row: Any) -> Letter:
    return Letter(
        letter_id=row.id,
        form=row.form,
        title=row.title,
        case_no=row.case_no or "",
        meeting_no=row.meeting_no or "",
        of_document_no=row.of_no or "",
        state=row.state,
        content=loads(row.content),
        restricted=row.restricted,
        version=row.version,
        drafted_at=row.drafted_at,
        changed_at=row.changed_at,
        staff=row.staff_name,
        document_no=row.document_no or "",
        signed_by=row.signed_by,
        signed_on=row.signed_on,
        issued_at=row.issued_at,
        issued_by=row.issuer_name or "",
        anyway=row.anyway,
        event_id=row.event_id,
        form_version=row.form_version,
        sha256=row.sha256,
        missing=tuple(loads(row.missing)),
        pages=row.pages,
        to_serve=row.to_serve,
        served_on=row.served_on,
        void_reason=row.void_reason,
        prints=row.prints,
    )


# ---- lists

# Who came with the visit that opened the case; of a case that was split off, the one that opened where it came from.
_NAMES = (
    select(visit.c.names)
    .where(
        visit.c.id
        == select(func.min(matter.c.visit_id))
        .where(matter.c.case_id == func.coalesce(petition_case.c.split_from, petition_case.c.id))
        .correlate(petition_case)
        .scalar_subquery()
    )
    .correlate(petition_case)
    .scalar_subquery()
)
_ROW = (
    select(
        letter.c.id,
        letter.c.document_no,
        letter.c.form,
        letter.c.title,
        letter.c.state,
        petition_case.c.case_no,
        case((letter.c.restricted, ""), else_=func.coalesce(petition_case.c.title, "")).label("case_title"),
        letter.c.signed_by,
        letter.c.signed_on,
        letter.c.served_on,
        _WAITS.label("waits"),
        letter.c.changed_at,
        staff.c.name,
        letter.c.restricted,
        case((letter.c.restricted, ""), else_=func.json_extract(letter.c.content, "$.to")).label("unit"),
        case((letter.c.restricted, ""), else_=func.coalesce(_NAMES, "")).label("names"),
    )
    .join(staff, staff.c.id == letter.c.staff_id)
    .outerjoin(petition_case, petition_case.c.id == letter.c.case_id)
)


def _conditions(query: LetterQuery) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if query.case_no:
        of = select(petition_case.c.id).where(petition_case.c.case_no == query.case_no)
        found.append(letter.c.case_id == of.scalar_subquery())
    if query.meeting_no:
        at = select(meeting.c.id).where(meeting.c.meeting_no == query.meeting_no)
        found.append(letter.c.meeting_id == at.scalar_subquery())
    if query.state:
        found.append(letter.c.state == query.state)
    if query.form:
        found.append(letter.c.form == query.form)
    if query.waiting_service:
        found.append(_WAITS)
    if query.since:
        found.append(letter.c.signed_on >= query.since)
    if query.until:
        found.append(letter.c.signed_on <= query.until)
    if query.text.strip():
        matching = column("search_text").op("MATCH")(match_expression(parse_query(query.text)))
        hits = select(_INDEX.c.rowid).where(matching)
        found.append(
            or_(
                letter.c.search_id.in_(hits),
                letter.c.title.contains(query.text.strip(), autoescape=True),
                and_(~letter.c.restricted, letter.c.case_id.in_(case_list.found_by(hits))),
            )
        )
    return found


def _ordered(statement: Select[Any], query: LetterQuery) -> Select[Any]:
    if query.sort not in LETTER_SORTS:
        raise Refused("bad_value", f"不能按“{query.sort}”排序。", field="sort")
    keys: list[ColumnElement[Any]]
    if query.sort == "document_no":
        # Numbers sort by series, year and serial, not by their letters.
        keys = [letter.c.series, letter.c.serial_year, letter.c.serial, letter.c.id]
    elif query.sort == "case_no":
        keys = [letter.c.case_id, letter.c.id]
    else:
        keys = [letter.c[query.sort], letter.c.id]
    return statement.order_by(*(key.desc() if query.descending else key.asc() for key in keys))


def _row(row: Any) -> LetterRow:
    return LetterRow(
        letter_id=row.id,
        document_no=row.document_no or "",
        form=row.form,
        title=row.title,
        state=row.state,
        case_no=row.case_no or "",
        case_title=row.case_title,
        signed_by=row.signed_by,
        signed_on=row.signed_on,
        served_on=row.served_on,
        waits_for_service=bool(row.waits),
        changed_at=row.changed_at,
        staff=row.name,
        restricted=row.restricted,
        receiver=row.unit or _first_of(row.names.split(NAME_SEPARATOR)),
    )


def _first_of(names: Sequence[str]) -> str:
    named = [name for name in names if name]
    return f"{named[0]}等" if len(named) > 1 else "".join(named)


def rows(connection: Connection, query: LetterQuery, limit: int, offset: int = 0) -> list[LetterRow]:
    """A page of the list."""
    statement = _ordered(_ROW.where(and_(True, *_conditions(query))), query)
    return [_row(row) for row in connection.execute(statement.limit(limit).offset(offset))]


def rows_by_id(connection: Connection, letter_ids: Sequence[int]) -> list[LetterRow]:
    """The rows of these ids, in their order; an id that is gone is left out."""
    found = {row.id: _row(row) for row in connection.execute(_ROW.where(letter.c.id.in_(letter_ids)))}
    return [found[letter_id] for letter_id in letter_ids if letter_id in found]


def ids(connection: Connection, query: LetterQuery) -> array[int]:
    """All ids in the list's order, packed by SQLite in one step (as `visit_list.ids`)."""
    inner = _ordered(select(letter.c.id).where(and_(True, *_conditions(query))), query).subquery()
    packed = func.unhex(func.group_concat(func.format("%016x", inner.c.id), ""))
    found = array("q")
    found.frombytes(connection.execute(select(packed)).scalar() or b"")
    if sys.byteorder == "little":
        found.byteswap()
    return found


def count(connection: Connection, query: LetterQuery) -> int:
    """How many letters the query finds."""
    found = select(func.count()).select_from(letter).where(and_(True, *_conditions(query)))
    return int(connection.execute(found).scalar_one())


def cases_owed(
    connection: Connection, clock: str, *, purposes: Sequence[str], routes: Sequence[int], until: date | None
) -> list[str]:
    """Numbers of the open cases whose next date by law is of this clock, the earliest first.

    `purposes` and `routes` empty mean all; accusations are never among them; `until` keeps those due by that day.
    """
    wanted = [petition_case.c.next_clock == clock, petition_case.c.restricted.is_(False)]
    if purposes:
        wanted.append(petition_case.c.purpose.in_(purposes))
    if routes:
        wanted.append(petition_case.c.route.in_(routes))
    if until is not None:
        wanted.append(petition_case.c.next_due <= until)
    found = select(petition_case.c.case_no).where(petition_case.c.next_due.is_not(None), *wanted)
    return list(connection.execute(found.order_by(petition_case.c.next_due, petition_case.c.id)).scalars())


# ---- proof


def verify(connection: Connection) -> list[Problem]:
    """Every issued letter still has the bytes it was frozen with, and its case the count that follows from it."""
    kept = connection.execution_options(yield_per=100).execute(
        select(letter.c.document_no, letter.c.pdf, letter.c.sha256).where(letter.c.pdf.is_not(None))
    )
    problems = [
        Problem("留存文书的内容与摘要不符", document_no)
        for document_no, bytes_kept, sha256 in kept
        if hashlib.sha256(bytes_kept).hexdigest() != sha256
    ]
    waiting = select(letter.c.case_id, func.count().label("count")).where(_WAITS).group_by(letter.c.case_id).subquery()
    wrong = connection.execute(
        select(petition_case.c.case_no)
        .outerjoin(waiting, waiting.c.case_id == petition_case.c.id)
        .where(petition_case.c.waiting_service != func.coalesce(waiting.c.count, 0))
    ).scalars()
    return problems + [Problem("等待送达的文书数与记录不符", case_no) for case_no in wrong]
