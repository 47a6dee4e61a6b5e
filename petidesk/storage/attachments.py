"""Attachments in rows: which record has which, under which name the bytes lie, and which files are still wanted.

Bytes are named by their content (`file/sealed.py`); a file stays as long as one standing row of its kind (open, or of
an accusation) speaks of it. Every function that touches files is called inside a writing transaction, which only one
thread of one process has at a time: nothing is removed that another is about to use.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, insert, select, text, update

from petidesk.domain.attachments import Attachment, Kept, close
from petidesk.domain.audit import Act
from petidesk.domain.listing import Problem
from petidesk.domain.opened import Opened
from petidesk.domain.trouble import KnownTrouble
from petidesk.storage import closing, office
from petidesk.storage.file import sealed
from petidesk.storage.file.database import new_id
from petidesk.storage.schema import attachment, dispute, letter, meeting, petition_case, staff, visit
from petidesk.storage.sealing import seal as seals
from petidesk.storage.sealing.seal import OVERHEAD

_KEYS = ("attachment_key_open", "attachment_key_closed")
_CONTENT_KEY = "attachment_key_content"
_TABLES: dict[str, tuple[Any, ColumnElement[str]]] = {
    "visit": (visit, visit.c.visit_no),
    "case": (petition_case, petition_case.c.case_no),
    "dispute": (dispute, dispute.c.dispute_no),
    "letter": (letter, letter.c.document_no),
}
_OF = {kind: attachment.c[f"{kind}_id"] for kind in _TABLES}
# The records that may accuse somebody; the ledger never does.
_CLOSING = ("visit", "case", "letter")
_STANDS = attachment.c.removed_at.is_(None)


@dataclass(frozen=True, slots=True)
class Record:
    """The record that an attachment is on. `look` and `look_no`: under which record a look at it is noted."""

    kind: str
    record_id: int
    number: str
    restricted: bool
    voided: bool
    look: str
    look_no: str


@dataclass(frozen=True, slots=True)
class File:
    """A file that standing rows want: its name, size as it lies inside, and whether it belongs to an accusation."""

    name: str
    bytes: int
    closed: bool


# ---- the record


def record_of(connection: Connection, kind: str, number: str) -> Record | None:
    """The record of this kind and number, None when there is none."""
    return _record(connection, kind, _TABLES[kind][1] == number)


def _record(connection: Connection, kind: str, this: ColumnElement[bool]) -> Record | None:
    if kind == "letter":
        row = connection.execute(
            select(
                letter.c.id,
                letter.c.document_no,
                letter.c.restricted,
                letter.c.state,
                petition_case.c.case_no,
                meeting.c.meeting_no,
            )
            .outerjoin(petition_case, petition_case.c.id == letter.c.case_id)
            .outerjoin(meeting, meeting.c.id == letter.c.meeting_id)
            .where(this)
        ).one_or_none()
        if row is None:
            return None
        look = ("meeting", row.meeting_no) if row.meeting_no else ("case", row.case_no)
        return Record(kind, row.id, row.document_no, row.restricted, row.state == "voided", *look)
    table, number = _TABLES[kind]
    found = connection.execute(select(table, number.label("number")).where(this)).one_or_none()
    if found is None:
        return None
    restricted = bool(found.restricted) if kind != "dispute" else False  # accusations never enter the ledger
    voided = bool(found.voided) if kind != "case" else False
    return Record(kind, found.id, found.number, restricted, voided, kind, found.number)


# ---- rows


def of_record(connection: Connection, record: Record, opened: Opened | None = None) -> list[Kept]:
    """The attachments of a record in the order they came, removed ones too; of an accusation closed ones."""
    rows = connection.execute(_shown().where(_OF[record.kind] == record.record_id).order_by(attachment.c.id))
    found = [_attachment(row, record) for row in rows]
    return [close(one) if one.restricted and opened is None else one for one in found]


def find(connection: Connection, attachment_id: int, _opened: Opened) -> tuple[Attachment, Record] | None:
    """One attachment with its record, whole, for the transactions that work on it."""
    return _find(connection, attachment_id)


def _find(connection: Connection, attachment_id: int) -> tuple[Attachment, Record] | None:
    row = connection.execute(_shown().where(attachment.c.id == attachment_id)).one_or_none()
    if row is None:
        return None
    kind = next(kind for kind in _OF if getattr(row, f"{kind}_id") is not None)
    record = _record(connection, kind, _TABLES[kind][0].c.id == getattr(row, f"{kind}_id"))
    assert record is not None  # a foreign key holds it
    return _attachment(row, record), record


def content_name(connection: Connection, attachment_id: int) -> str:
    """Under which name the bytes of an attachment lie."""
    return str(connection.execute(select(attachment.c.content).where(attachment.c.id == attachment_id)).scalar_one())


def count(connection: Connection, record: Record) -> int:
    """How many stand on a record."""
    mine = select(func.count()).select_from(attachment).where(_OF[record.kind] == record.record_id, _STANDS)
    return int(connection.execute(mine).scalar_one())


def same_content(connection: Connection, record: Record, name: str) -> int | None:
    """The id of a standing attachment of this record with this content."""
    mine = select(attachment.c.id).where(_OF[record.kind] == record.record_id, attachment.c.content == name, _STANDS)
    return connection.execute(mine.limit(1)).scalar()


def add(
    connection: Connection, act: Act, record: Record, *, name: str, media: str, pages: int, size: int, content: str
) -> int:
    """A new attachment of a record; its id. The bytes lie under `content` already."""
    row: dict[str, Any] = {
        f"{record.kind}_id": record.record_id,
        "name": name,
        "media": media,
        "bytes": size,
        "pages": pages,
        "content": content,
        "restricted": record.restricted,
        "added_at": act.at,
        "staff_id": act.staff_id,
    }
    return new_id(connection, insert(attachment), closing.row(connection, attachment, row, closed=record.restricted))


def remove(connection: Connection, act: Act, attachment_id: int, why: str) -> None:
    """Take an attachment from its record: the row stays, with the reason."""
    why = closing.text(connection, why, closed=closing.is_closed(connection, attachment, attachment_id))
    connection.execute(
        update(attachment)
        .where(attachment.c.id == attachment_id)
        .values(removed_at=act.at, removed_by=act.staff_id, why=why)
    )


def _shown() -> Select[Any]:
    remover = staff.alias("remover")
    return (
        select(attachment, staff.c.name.label("staff_name"), remover.c.name.label("remover_name"))
        .join(staff, staff.c.id == attachment.c.staff_id)
        .outerjoin(remover, remover.c.id == attachment.c.removed_by)
    )


def _attachment(row: Any, record: Record) -> Attachment:
    return Attachment(
        attachment_id=row.id,
        kind=record.kind,
        number=record.number,
        name=row.name,
        media=row.media,
        bytes=row.bytes,
        pages=row.pages,
        restricted=row.restricted,
        added_at=row.added_at,
        added_by=row.staff_name,
        removed_at=row.removed_at,
        removed_by=row.remover_name or "",
        why=row.why,
    )


# ---- keys and files


def keys(connection: Connection) -> sealed.Keys | None:
    """The keys of this database, None while nothing was ever attached."""
    facts = office.facts(connection)
    if any(key not in facts for key in _KEYS):
        return None
    return sealed.Keys(*(bytes.fromhex(facts.get(key, "")) for key in (*_KEYS, _CONTENT_KEY)))


def keys_for_writing(connection: Connection) -> sealed.Keys:
    """The keys of this database, made when they are first needed."""
    found = keys(connection)
    if found is None:
        found = sealed.new_keys()
        set_keys(connection, found)
    return found


def set_keys(connection: Connection, new: sealed.Keys) -> None:
    """Put keys in place. An encrypted database has some from its first day, so that nothing is ever written plain."""
    for key, value in zip((*_KEYS, _CONTENT_KEY), (new.open, new.closed, new.content), strict=True):
        office.set_fact(connection, key, value.hex())


def wanted(connection: Connection) -> list[File]:
    """Every file that a standing row speaks of, once, in the order of names. None in a file of an earlier version."""
    if not connection.execute(text("SELECT 1 FROM sqlite_master WHERE name = 'attachment'")).scalar():
        return []
    rows = connection.execute(
        select(attachment.c.content, attachment.c.bytes, attachment.c.restricted)
        .where(_STANDS)
        .distinct()
        .order_by(attachment.c.content)
    )
    more = OVERHEAD if office.facts(connection).get(closing.SEALED_HERE) else 0
    return [File(name, size + (more if closed else 0), bool(closed)) for name, size, closed in rows]


def drop_unwanted(connection: Connection, place: Path, name: str) -> None:
    """Remove a file that no standing row speaks of any more. Inside a writing transaction of its own."""
    spoken_of = select(exists().where(attachment.c.content == name, _STANDS))
    if not connection.execute(spoken_of).scalar():
        sealed.remove(place, name)


def tidy(connection: Connection, place: Path) -> None:
    """Remove what a process that ended in the middle left. Inside a writing transaction, while nobody prepares."""
    sealed.keep_only(place, (file.name for file in wanted(connection)))


def stored(connection: Connection, content: bytes, *, closed: bool) -> bytes:
    """The bytes as they are handed to `file/sealed.py`: those of an accusation sealed for whoever may open one."""
    seal = seals.of(connection)
    return content if seal is None or not closed else seal.paper(content)


def opened(connection: Connection, content: bytes) -> bytes:
    """The bytes as they came. Refused no_permission where whoever acts cannot open what is sealed."""
    seal = seals.of(connection)
    return seals.readable(content if seal is None else seal.opened_bytes(content))


def seal_files(connection: Connection, place: Path) -> list[str]:
    """Seal the files of accusations that are not sealed yet; the names that they lay under before."""
    before = []
    if closing.seals_here(connection):
        known = keys_for_writing(connection)
        lying = select(attachment.c.content).where(attachment.c.restricted, _STANDS).distinct()
        for name in connection.execute(lying).scalars().all():
            with contextlib.suppress(KnownTrouble):  # it is lost already, `check` says so
                content = sealed.read(place, name, known)
                if not content.startswith(seals.MAGIC):
                    _rename(connection, name, _written(connection, place, content, known, restricted=True))
                    before.append(name)
    return before


def _rename(connection: Connection, name: str, new: str) -> None:
    these = and_(attachment.c.content == name, attachment.c.restricted)
    connection.execute(update(attachment).where(these).values(content=new))


def hand_over(connection: Connection, dispute_id: int, case_id: int) -> None:
    """What was attached to a dispute that left the ledger goes over to the case that it was entered from."""
    connection.execute(
        update(attachment).where(attachment.c.dispute_id == dispute_id).values(dispute_id=None, case_id=case_id)
    )


def follow(connection: Connection, place: Path) -> list[str]:
    """Close the attachments of records that turned out to accuse somebody, and open those of what is none any more.

    Their bytes are written anew under the key of where they belong now. The names that they lay under before come
    back: what nobody wants of them goes after the commit (`drop_unwanted`). KnownTrouble full, read_only.
    """
    before = []
    for kind in _CLOSING:
        table, _ = _TABLES[kind]
        apart = (
            select(attachment.c.id, attachment.c.content, attachment.c.removed_at, table.c.restricted)
            .join(table, table.c.id == _OF[kind])
            .where(table.c.restricted != attachment.c.restricted)
        )
        for row in connection.execute(apart).all():
            values: dict[str, Any] = {"restricted": row.restricted}
            if row.removed_at is None:
                values["content"] = _moved(connection, place, row.content, restricted=row.restricted)
                before.append(row.content)
            connection.execute(update(attachment).where(attachment.c.id == row.id).values(**values))
    return before


def _moved(connection: Connection, place: Path, name: str, *, restricted: bool) -> str:
    try:
        content = sealed.read(place, name, keys(connection))
    except KnownTrouble:
        return name  # it is lost already, `check` says so; a lost picture must not keep an accusation open
    return _written(connection, place, opened(connection, content), keys_for_writing(connection), restricted=restricted)


def _written(connection: Connection, place: Path, content: bytes, known: sealed.Keys, *, restricted: bool) -> str:
    """Write the content as it belongs to an accusation or to an open record; the name that it lies under."""
    kept = stored(connection, content, closed=restricted)
    name = sealed.name_of(known, kept, closed=restricted)
    sealed.settle(place, sealed.prepare(place, kept, known), name)
    return name


# ---- is everything there


def verify(connection: Connection, place: Path, *, contents: bool = True) -> list[Problem]:
    """Files that are missing or damaged, files that nobody speaks of, attachments not closed as their record is.

    Without `contents` a file with the right size is taken for whole.
    """
    known = keys(connection)
    files = wanted(connection)
    problems = []
    for file in files:
        if not sealed.path(place, file.name).is_file():
            problems.append(_problem("附件的文件不在了，请从备份恢复", connection, file.name))
        elif known is None or not _whole(place, file, known, contents=contents):
            problems.append(_problem("附件的文件已损坏，请从备份恢复", connection, file.name))
    spoken_of = {file.name for file in files}
    for name in sealed.names(place):
        if name not in spoken_of:
            problems.append(
                Problem("附件文件夹里有没有记录的文件，下次添加附件时会清掉", f"{sealed.FOLDER}/{name[:12]}")
            )
    for part in sealed.leftovers(place):
        problems.append(Problem("附件没有写完就中断了，下次添加附件时会清掉", f"{sealed.FOLDER}/{part.name[:12]}"))
    return problems + _apart(connection)


def _whole(place: Path, file: File, known: sealed.Keys, *, contents: bool) -> bool:
    if not contents:
        return sealed.lies(place, file.name, sealed.size_of(file.bytes, known))
    return sealed.sound(place, file.name, known, closed=file.closed)


def _problem(what: str, connection: Connection, name: str) -> Problem:
    """A finding names the record by its number; a closed record's number is open to everybody."""
    found = connection.execute(select(attachment.c.id).where(attachment.c.content == name, _STANDS).limit(1)).scalar()
    assert found is not None  # the name came from a standing row
    known = _find(connection, found)
    assert known is not None
    return Problem(what, f"{known[1].number} attachment {found}")


def _apart(connection: Connection) -> list[Problem]:
    problems = []
    for kind in _CLOSING:
        table, number = _TABLES[kind]
        rows = connection.execute(
            select(number, attachment.c.id)
            .join(table, table.c.id == _OF[kind])
            .where(table.c.restricted != attachment.c.restricted)
            .order_by(attachment.c.id)
        )
        problems += [Problem("附件的限制查阅与记录不符", f"{no} attachment {ident}") for no, ident in rows]
    return problems


def missing(connection: Connection, place: Path) -> Iterator[File]:
    """The wanted files that do not lie in a place with their size."""
    known = keys(connection)
    sized = ((file, sealed.size_of(file.bytes, known)) for file in wanted(connection))
    return (file for file, size in sized if not sealed.lies(place, file.name, size))
