"""Scans and photos on visits, cases, disputes and letters: add, list, look, remove.

The bytes are written beside the database first, the row and the name of the file follow in one transaction: a full
disk or a dead process leaves at most a file that nobody speaks of, which `check` names and the next addition clears.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from petidesk.desk import unmasking
from petidesk.desk.files import contents, written_whole
from petidesk.documents import scans
from petidesk.domain.attachments import (
    KINDS,
    Attachment,
    Content,
    Kept,
    attachment_name,
    close,
    refuse_size,
)
from petidesk.domain.audit import Act
from petidesk.domain.json_input import LONG_TEXT, clean_text
from petidesk.domain.letters.content import ACCUSATION_BASIS
from petidesk.domain.trouble import KnownTrouble, Refused
from petidesk.domain.undo import ways
from petidesk.domain.undo.steps import WHY_UNDONE
from petidesk.storage import attachments as rows
from petidesk.storage import office as office_rows
from petidesk.storage.attachments import Record
from petidesk.storage.file import ballast, points, sealed
from petidesk.storage.file.database import Transaction
from petidesk.storage.safety import audit as audit_rows

if TYPE_CHECKING:
    from petidesk.desk.session import Session


class Attachments:
    """`desk.attachments`. All of it reads or writes files and belongs in a worker."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._tidied = False

    # ---- adding and removing

    def add_file(self, kind: str, number: str, file: Path | str, name: str = "") -> Attachment:
        """Attach a file that lies somewhere else. Trouble ``usage`` when it cannot be found or read; see `add`."""
        data = contents(file, most=(self.most_megabytes() << 20) + 1)
        return self.add(kind, number, data, name=name, file="" if str(file) == "-" else Path(file).name)

    def add(self, kind: str, number: str, data: bytes, *, name: str = "", file: str = "") -> Attachment:
        """Attach a scan or photo to a record. `name`: what it is called; else the name of its `file`.

        Anybody may add to an accusation; what was added is closed with it. Refused ``not_found``, ``already_closed``
        for a voided record, ``bad_value`` for a file that is empty, too large, not readable or of no kind that is
        kept, ``forbidden`` where the record has the same file already. KnownTrouble full, read_only: nothing is kept.
        """
        called = attachment_name(name, file)
        with self._session.reading() as connection:
            record = _record(connection, kind, number)
            _refuse_voided(record)
            keys, closed = rows.keys(connection), record.restricted
            kept = rows.stored(connection, data, closed=closed)
        refuse_size(len(data), self.most_megabytes())
        sort = scans.sort_of(data)
        folder = self._session.folder
        ballast.before_new_work(folder, len(data))
        self.tidy()
        part = sealed.prepare(folder, kept, keys)
        points.passed("attach.prepared")
        content = ""
        try:
            with self._session.writing() as connection:
                record = _record(connection, kind, number)
                _refuse_voided(record)
                if record.restricted != closed:
                    raise Refused("forbidden", f"{number}刚被改过，请再添加一次。")
                content = sealed.name_of(rows.keys_for_writing(connection), kept, closed=closed)
                _refuse_same(connection, record, content)
                sealed.settle(folder, part, content)
                points.passed("attach.settled")
                act = self._session.act()
                attachment_id = rows.add(
                    connection,
                    act,
                    record,
                    name=called,
                    media=sort.media,
                    pages=sort.pages,
                    size=len(data),
                    content=content,
                )
                trace = {"attachment": called, "bytes": len(data), "attachment_id": attachment_id}
                _note(connection, act, "attached", record, {"attachment": ""}, trace)
                found = _found(connection, attachment_id)[0]
        except BaseException:
            with contextlib.suppress(KnownTrouble):
                drop(self._session, [content] if content else [])
            raise
        finally:
            sealed.drop(part)
        return found

    def remove(self, attachment_id: int, why: str) -> Kept:
        """Take an attachment from its record. Its line stays with the reason; its bytes go with the last that has them.

        Of an accusation the reason is also that of the look, which needs permission (``no_permission``). Refused
        ``missing`` without a reason, ``not_found``, ``already_closed`` when it was removed before.
        """
        reason = clean_text(why, limit=LONG_TEXT, multiline=False, path="why", label="移除的原因")
        if not reason:
            raise Refused("missing", "请写明移除的原因。", field="why")
        with self._session.writing() as connection:
            found, record = _found(connection, attachment_id)
            if found.removed:
                raise Refused("already_closed", f"附件{attachment_id}已经移除了。")
            act = self._session.act()
            if found.restricted:
                unmasking.leave_trace(self._session, connection, act, record.look, record.look_no, reason)
            content = rows.content_name(connection, attachment_id)
            rows.remove(connection, act, attachment_id, reason)
            after = {"attachment": "", "why": reason, "attachment_id": attachment_id}
            _note(connection, act, "detached", record, {"attachment": found.name}, after)
            removed = _found(connection, attachment_id)[0]
        self._session.afterwards(lambda: drop(self._session, [content]))
        return close(removed) if removed.restricted else removed

    def take_back(self, way: ways.Way) -> None:
        """Take a file off the record again."""
        assert isinstance(way, ways.DropAttachment)
        self.remove(way.attachment_id, WHY_UNDONE)

    # ---- looking

    def listed(self, kind: str, number: str, unmask: str = "") -> list[Kept]:
        """The attachments of a record in the order they came, removed ones too. Refused ``not_found``.

        Those of an accusation are closed, except for a reason given in `unmask`: that needs permission and leaves an
        audit line, where there is anything to see.
        """
        with self._session.reading() as connection:
            record = _record(connection, kind, number)
            found = rows.of_record(connection, record)
        if not (unmask and found and record.restricted):
            return found
        with self._session.writing() as connection:
            opened = unmasking.leave_trace(
                self._session, connection, self._session.act(), record.look, record.look_no, unmask
            )
            return rows.of_record(connection, record, opened)

    def content(self, attachment_id: int, unmask: str = "") -> Content:
        """One attachment with its bytes. `unmask`: see `listed`; without it that of an accusation is refused.

        Refused ``not_found``, ``already_closed`` when it was removed; KnownTrouble ``damaged``.
        """
        with self._session.reading() as connection:
            found, record = _found(connection, attachment_id)
            content = rows.content_name(connection, attachment_id)
            keys = rows.keys(connection)
        if found.removed:
            raise Refused("already_closed", f"附件{attachment_id}已经移除了。")
        if found.restricted:
            if not unmask.strip():
                words = f"附件{attachment_id}是检举控告的材料，要写明理由才能打开；每次打开都有记录。"
                raise Refused("no_permission", words, field="unmask", basis=ACCUSATION_BASIS)
            with self._session.writing() as connection:
                act = self._session.act()
                unmasking.leave_trace(self._session, connection, act, record.look, record.look_no, unmask)
        folder = self._session.folder
        data = sealed.read(folder, content, keys)
        if keys is None or sealed.name_of(keys, data, closed=found.restricted) != content:
            raise KnownTrouble("damaged", "这份附件的文件已损坏，没有打开；请从备份恢复。")
        with self._session.reading() as connection:
            return Content(found, rows.opened(connection, data))

    def save_copy(self, attachment_id: int, out: Path, unmask: str = "") -> None:
        """Write a copy of an attachment, whole or not at all. See `content`; KnownTrouble full, read_only."""
        with written_whole(out, self.content(attachment_id, unmask).data):
            pass

    def count(self, kind: str, number: str) -> int:
        """How many stand on a record; of a letter without a number none."""
        with self._session.reading() as connection:
            record = rows.record_of(connection, kind, number) if number else None
            return 0 if record is None else rows.count(connection, record)

    def page_count(self, data: bytes) -> int:
        """How many pages an attachment has."""
        return scans.pages_of(data)

    def page_png(self, data: bytes, page: int = 0, dpi: float = 96.0) -> bytes:
        """One page as a PNG picture, counted from 0."""
        return scans.page_png(data, page, dpi)

    def most_megabytes(self) -> int:
        """How large one may be, as the office has set it."""
        with self._session.reading() as connection:
            return office_rows.current(connection, self._session.today()).attachment_megabytes

    def tidy(self) -> None:
        """Clear what an earlier process left in the middle, once, before this one prepares anything."""
        if not self._tidied:
            with self._session.writing() as connection:
                if not self._tidied:
                    rows.tidy(connection, self._session.folder)
                    self._tidied = True


def drop(session: Session, contents: Sequence[str]) -> None:
    """Remove the files that no standing row speaks of any more, in a transaction after the one that let them go."""
    if contents:
        with session.writing(any_clock=True) as connection:
            for name in contents:
                rows.drop_unwanted(connection, session.folder, name)


def _record(connection: Transaction, kind: str, number: str) -> Record:
    if kind not in KINDS:
        raise Refused("bad_value", f"附件只能放在{'、'.join(KINDS.values())}上：{'、'.join(KINDS)}。", field="kind")
    record = rows.record_of(connection, kind, number) if number else None
    if record is None:
        raise Refused("not_found", f"没有编号为“{number}”的{KINDS[kind]}。", field="number")
    return record


def _found(connection: Transaction, attachment_id: int) -> tuple[Attachment, Record]:
    found = rows.find(connection, attachment_id, unmasking.inside())
    if found is None:
        raise Refused("not_found", f"没有编号为{attachment_id}的附件。", field="id")
    return found


def _refuse_voided(record: Record) -> None:
    if record.voided:
        raise Refused("already_closed", f"{record.number}已经作废，不能再添加附件。")


def _refuse_same(connection: Transaction, record: Record, content: str) -> None:
    if (same := rows.same_content(connection, record, content)) is not None:
        raise Refused("forbidden", f"同样的文件已经附在{record.number}上了（附件{same}）。", field="file")


def _note(
    connection: Transaction,
    act: Act,
    done: str,
    record: Record,
    before: dict[str, object],
    after: dict[str, object],
) -> None:
    audit_rows.append(
        connection,
        act,
        f"attachment.{done}",
        record.kind,
        record.number,
        before=before,
        after=after,
        restricted=record.restricted,
    )
