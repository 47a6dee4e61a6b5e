"""Letters in rows: drafts that change, and issued papers whose number, bytes and hash never do.

A number is allotted in the transaction that freezes the bytes (`numbers.allot`), so that a full disk or a crash takes
both back together. A voided letter keeps its number, its bytes and its place in the series.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, overload

from sqlalchemy import ColumnElement, Connection, Date, bindparam, delete, func, insert, or_, select, update

from petidesk.domain.audit import Act
from petidesk.domain.letters.closed import ClosedLetter, close
from petidesk.domain.letters.letters import UNMASKED, Letter
from petidesk.domain.opened import Opened
from petidesk.storage import closing
from petidesk.storage.cases import cases
from petidesk.storage.file import numbers
from petidesk.storage.file import search_index as search
from petidesk.storage.file.database import new_id
from petidesk.storage.file.json_text import dumps, loads
from petidesk.storage.file.prepared import Prepared
from petidesk.storage.schema import case_event, letter, letter_print, meeting, petition_case, staff
from petidesk.storage.sealing.seal import readable


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
    return new_id(connection, insert(letter), closing.row(connection, letter, row, closed=restricted))


def _closed(connection: Connection, letter_id: int) -> bool:
    """Whether what is written of this letter is sealed."""
    return closing.is_closed(connection, letter, letter_id)


def save(connection: Connection, act: Act, letter_id: int, content: Mapping[str, Any], title: str) -> None:
    """Put a draft's content in place."""
    said = closing.document(connection, dumps(content), closed=_closed(connection, letter_id))
    connection.execute(
        update(letter)
        .where(letter.c.id == letter_id, letter.c.state == "draft")
        .values(content=said, title=title, changed_at=act.at, version=letter.c.version + 1)
    )


def kept_draft(connection: Connection, letter_id: int) -> dict[str, Any]:
    """The row of a draft as the file has it, to be laid there again by `lay_back`."""
    columns = ", ".join(_OF_DRAFT)
    row = connection.exec_driver_sql(f"SELECT {columns} FROM letter WHERE id = ? AND state = 'draft'", (letter_id,))
    return dict(row.mappings().one())


def lay_back(connection: Connection, row: Mapping[str, Any]) -> None:
    """A draft that was thrown away is there again, as it was."""
    columns, marks = ", ".join(_OF_DRAFT), ", ".join("?" * len(_OF_DRAFT))
    values = tuple(row[name] for name in _OF_DRAFT)
    connection.exec_driver_sql(f"INSERT INTO letter ({columns}) VALUES ({marks})", values)


def discard(connection: Connection, letter_id: int) -> None:
    """Throw a draft away; it never had a number."""
    connection.execute(delete(letter).where(letter.c.id == letter_id, letter.c.state == "draft"))


# What a row of a draft holds; all else comes with the number.
_OF_DRAFT = (
    "id",
    "form",
    "title",
    "case_id",
    "meeting_id",
    "of_letter_id",
    "content",
    "restricted",
    "version",
    "drafted_at",
    "changed_at",
    "staff_id",
)


# ---- issuing and voiding


def next_number(connection: Connection, series: str, year: int) -> int:
    """The next serial of a series, given back when the transaction fails."""
    return numbers.allot(connection, numbers.letter_series(series), year)


def freeze(connection: Connection, act: Act, letter_id: int, frozen: Frozen) -> None:
    """Give a draft its number and its bytes, which never change again. The event is linked by `link_event`."""
    row = {
        "state": "issued",
        "document_no": frozen.number,
        "series": frozen.series,
        "serial_year": frozen.year,
        "serial": frozen.serial,
        "signed_by": frozen.signed_by,
        "signed_on": frozen.signed_on,
        "issued_at": act.at,
        "issued_by": act.staff_id,
        "changed_at": act.at,
        "anyway": frozen.anyway,
        "form_version": frozen.form_version,
        "sha256": hashlib.sha256(frozen.pdf).hexdigest(),
        "missing": dumps(list(frozen.missing)),
        "pages": frozen.pages,
        "pdf": frozen.pdf,
        "to_serve": frozen.to_serve,
        "content": dumps(frozen.content),
    }
    row = closing.row(connection, letter, row, closed=_closed(connection, letter_id))
    with numbers.unused("letter.document_no", frozen.number):
        connection.execute(update(letter).where(letter.c.id == letter_id, letter.c.state == "draft").values(**row))
    _after_change(connection, letter_id)


def link_event(connection: Connection, letter_id: int, event_id: int) -> None:
    """Keep which event the letter recorded."""
    connection.execute(update(letter).where(letter.c.id == letter_id).values(event_id=event_id))


def unvoid(connection: Connection, act: Act, letter_id: int) -> None:
    """A voided letter stands again, under its number."""
    connection.execute(
        update(letter).where(letter.c.id == letter_id).values(state="issued", void_reason="", changed_at=act.at)
    )
    _after_change(connection, letter_id)


def void(connection: Connection, act: Act, letter_id: int, why: str) -> None:
    """Void an issued letter: number and bytes stay, it waits for service no more."""
    why = closing.text(connection, why, closed=_closed(connection, letter_id))
    connection.execute(
        update(letter).where(letter.c.id == letter_id).values(state="voided", void_reason=why, changed_at=act.at)
    )
    _after_change(connection, letter_id)


_NEWER = Prepared(
    select(letter.c.document_no)
    .where(
        letter.c.series == bindparam("series"),
        letter.c.serial_year == bindparam("year"),
        letter.c.signed_on > bindparam("signed_on", type_=Date),
    )
    .order_by(letter.c.serial.desc())
    .limit(1)
)


def newer_signed(connection: Connection, series: str, year: int, signed_on: date) -> str:
    """The number of a letter of this series and year that was signed after that day, "" when there is none."""
    found = _NEWER.scalar(connection, {"series": series, "year": year, "signed_on": signed_on})
    return str(found or "")


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


_STANDS = Prepared(
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
    .where(letter.c.id == bindparam("letter_id"))
)


def _after_change(connection: Connection, letter_id: int) -> None:
    """What follows from a letter's state: how many papers of its case wait for service, its words in the index."""
    (row,) = _STANDS.named(connection, {"letter_id": letter_id})
    if row.case_id is not None:
        cases.count_service(connection, row.case_id)
    search.remove(connection, row.search_id)
    entry = search.entry_id("letter", letter_id, row.signed_on)
    # Number, title of the form, number of the case: nothing of what the letter says, so nothing of an accusation.
    search.index(connection, entry, (row.document_no, row.title, row.case_no or row.meeting_no or ""), ())
    if entry != row.search_id:
        connection.execute(update(letter).where(letter.c.id == letter_id).values(search_id=entry))


def reindex(connection: Connection, letter_id: int) -> None:
    """Write a letter's words into the search index anew; a draft has none there."""
    (row,) = _STANDS.named(connection, {"letter_id": letter_id})
    if row.document_no is not None:
        _after_change(connection, letter_id)


def restrict(connection: Connection, case_id: int, *, restricted: bool) -> list[str]:
    """The letters of a case follow it when it turns out to accuse somebody, or not to; the numbers of the issued ones.

    What was signed before anybody knew names who accused: from now on it asks for a reason as such a paper does.
    """
    return _restrict(connection, letter.c.case_id == case_id, restricted=restricted)


def restrict_meeting(connection: Connection, meeting_id: int) -> list[str]:
    """The letters of a meeting that spoke of what is an accusation now are closed; the numbers of the issued ones."""
    return _restrict(connection, letter.c.meeting_id == meeting_id, restricted=True)


def _restrict(connection: Connection, these: ColumnElement[bool], *, restricted: bool) -> list[str]:
    connection.execute(update(letter).where(these).values(restricted=restricted))
    if restricted:
        named = func.json_set(letter.c.content, f"$.{UNMASKED}", func.json("true"))
        connection.execute(update(letter).where(these, letter.c.state != "draft").values(content=named))
    numbered = select(letter.c.document_no).where(these, letter.c.document_no.is_not(None))
    return list(connection.execute(numbered).scalars())


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
_BY_ID = Prepared(_LETTER.where(letter.c.id == bindparam("letter_id")))


@overload
def load(connection: Connection, letter_id: int, opened: Opened) -> Letter | None: ...
@overload
def load(connection: Connection, letter_id: int, opened: Opened | None = None) -> Letter | ClosedLetter | None: ...
def load(connection: Connection, letter_id: int, opened: Opened | None = None) -> Letter | ClosedLetter | None:
    """A letter, None when there is none of this id."""
    row = next(iter(_BY_ID.named(connection, {"letter_id": letter_id})), None)
    return None if row is None else _shown(_letter(row), opened)


@overload
def find_no(connection: Connection, document_no: str, opened: Opened) -> Letter | None: ...
@overload
def find_no(connection: Connection, document_no: str, opened: Opened | None = None) -> Letter | ClosedLetter | None: ...
def find_no(connection: Connection, document_no: str, opened: Opened | None = None) -> Letter | ClosedLetter | None:
    """The letter with this number, None when there is none."""
    row = connection.execute(_LETTER.where(letter.c.document_no == document_no)).one_or_none()
    return None if row is None else _shown(_letter(row), opened)


@overload
def newest(connection: Connection, number: str, form: str, state: str, opened: Opened) -> Letter | None: ...
@overload
def newest(
    connection: Connection, number: str, form: str, state: str, opened: Opened | None = None
) -> Letter | ClosedLetter | None: ...
def newest(
    connection: Connection, number: str, form: str, state: str, opened: Opened | None = None
) -> Letter | ClosedLetter | None:
    """The letter of this form and state that the case or meeting of this number got last."""
    made_for = or_(petition_case.c.case_no == number, meeting.c.meeting_no == number)
    found = _LETTER.where(made_for, letter.c.form == form, letter.c.state == state)
    row = connection.execute(found.order_by(letter.c.id.desc()).limit(1)).one_or_none()
    return None if row is None else _shown(_letter(row), opened)


def of_case(connection: Connection, case_id: int, state: str) -> list[Letter | ClosedLetter]:
    """The letters of a case in one state, in the order of their days."""
    found = _LETTER.where(letter.c.case_id == case_id, letter.c.state == state)
    return [_shown(_letter(row), None) for row in connection.execute(found.order_by(letter.c.signed_on, letter.c.id))]


def pdf(connection: Connection, letter_id: int) -> bytes:
    """The frozen bytes of an issued letter. Refused no_permission where whoever acts cannot open what is sealed."""
    kept = bytes(connection.execute(select(letter.c.pdf).where(letter.c.id == letter_id)).scalar_one())
    return readable(kept)


def log_print(connection: Connection, act: Act, letter_id: int) -> None:
    """One print more."""
    connection.execute(insert(letter_print), {"letter_id": letter_id, "at": act.at, "staff_id": act.staff_id})


def _shown(found: Letter, opened: Opened | None) -> Letter | ClosedLetter:
    """A letter of an accusation comes closed, except to who is `opened`."""
    return close(found) if found.restricted and opened is None else found


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
