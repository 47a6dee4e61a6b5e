"""A database under another key: from plain to encrypted, from one key to the next, and back to plain.

SQLCipher's own export copies every table into a new file. What lies beside the database is taken along: attachments get
new keys and new names, so that a file is always wholly of one folder's key and both may lie side by side until the old
database goes. The copy is compared record by record before it is trusted.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import select, text, update

from petidesk.domain.trouble import KnownTrouble
from petidesk.storage import attachments, closing
from petidesk.storage.file import private, sealed
from petidesk.storage.file.database import Database, Transaction, key_words, told_plainly
from petidesk.storage.file.disk import free_bytes, sync_file, told_of_disk
from petidesk.storage.file.key import Key
from petidesk.storage.schema import attachment
from petidesk.storage.sealing.seal import Seal

_SPARE = 4 << 20
_TABLES = text("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~'")
_OBJECTS = text("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name")
# What a recast changes on purpose: the names of attachments, and the keys that names and bytes are made with.
_KEYS = "key NOT LIKE 'attachment~_key~_%' ESCAPE '~'"

Progress = Callable[[int, int], None]


def recast(
    source: Database,
    target: Path,
    key: Key | None,
    place: Path,
    progress: Progress | None = None,
    *,
    seal: Seal | None = None,
) -> None:
    """Write `source` into the new file `target` under `key` (None: plain); attachments go from beside it to `place`.

    `seal`: with which the new folder seals accusations; its files are sealed here, its rows by the caller.

    Nothing of the source is changed. KnownTrouble full, read_only (the target), damaged (an attachment that cannot be
    read stays out, as it was lost before; a copy that differs from its source is refused). The caller removes a target
    that was refused; attachments that no database speaks of are cleared by `sealed.keep_only`.
    """
    with told_of_disk(target.parent):
        private.make_folder(target.parent)
        for ending in ("", "-wal", "-shm", "-journal"):
            target.with_name(target.name + ending).unlink(missing_ok=True)
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    _refuse_no_room(source, target.parent)
    _export(source, target, key)
    made = Database(target, key, seal=seal)
    try:
        made.use_wal()
        _move_attachments(source, made, place, progress)
        if finding := made.quick_check():
            raise KnownTrouble("damaged", f"新文件读回时发现损坏（{finding}），没有改动原来的记录。请换一个磁盘再试。")
        if where := difference(source, made):
            raise KnownTrouble("damaged", f"新文件与原来的记录不一致（{where}），没有改动原来的记录。请再试一次。")
    finally:
        made.close()
    with told_of_disk(target.parent):
        sync_file(target)


def difference(one: Database, other: Database, *, besides: Sequence[str] = (), opened: bool = False) -> str | None:
    """Where two databases differ, record by record: the name of the first such table; None where they are the same.

    The names that attachments lie under, and the keys of these, are theirs alone. `besides`: tables left out.
    `opened`: what is sealed is compared as it reads when it is opened, and who an accuser is known as counts for
    nothing.
    """
    with one.read() as mine, other.read() as theirs:
        if _schema(mine) != _schema(theirs):
            return "sqlite_master"
        names = [row.name for row in mine.execute(_TABLES).all() if row.name not in besides]
        for name in names:
            if opened and name.startswith(_INDEX):
                continue
            pairs = zip(_rows(mine, name, opened=opened), _rows(theirs, name, opened=opened), strict=False)
            if any(a != b for a, b in pairs) or _counts_differ(mine, theirs, name):
                return str(name)
    return None


def _counts_differ(mine: Transaction, theirs: Transaction, name: str) -> bool:
    count = text(f'SELECT count(*) FROM "{name}"{_where(name)}')
    return bool(mine.execute(count).scalar_one() != theirs.execute(count).scalar_one())


def _schema(connection: Transaction) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in connection.execute(_OBJECTS)]


def _where(table: str) -> str:
    return f" WHERE {_KEYS}" if table == "folder_fact" else ""


_INDEX = "search_text"
_OWN = {("attachment", "content")}
# What sealing changes besides: whom a petitioner is known as, and where the words of a record stand in the index.
_POINTERS = {("petitioner", "person_id"), ("visit", "search_id"), ("petition_case", "search_id")}


def _rows(connection: Transaction, table: str, *, opened: bool = False) -> Iterator[tuple[Any, ...]]:
    """Every row of a table in the order of its key, streamed."""
    columns = [row.name for row in connection.execute(text(f"PRAGMA table_info('{table}')"))]
    apart = _OWN | _POINTERS if opened else _OWN
    wanted = [name for name in columns if (table, name) not in apart]
    names = ", ".join(f'"{name}"' for name in wanted) or "1"
    order = ", ".join(str(at + 1) for at in range(len(wanted))) or "1"
    for row in connection.execute(text(f'SELECT {names} FROM "{table}"{_where(table)} ORDER BY {order}')):
        yield closing.opened_row(connection, table, wanted, row) if opened else tuple(row)


def _of_target(source: Database, made: Database, content: bytes, *, closed: bool) -> bytes:
    """The bytes of an accusation as the new folder keeps them: sealed for good in one with a key, else open."""
    if closed and made.seal is not None:
        return made.seal.paper(content)
    if closed and source.seal is not None:
        return source.seal.opened_bytes(content)
    return content


def _refuse_no_room(source: Database, folder: Path) -> None:
    needed = source.file.stat().st_size * 2 + _SPARE
    free = free_bytes(folder)
    if free < needed:
        raise KnownTrouble(
            "full", f"磁盘只剩{free >> 20} MB，需要{(needed >> 20) + 1} MB，没有开始。请清理磁盘后再试。"
        )


def _export(source: Database, target: Path, key: Key | None) -> None:
    with told_plainly():
        raw = source.engine.raw_connection()
        try:
            cursor = raw.cursor()
            cursor.execute("ATTACH DATABASE ? AS recast KEY ?", (str(target), key_words(key) if key else ""))
            try:
                cursor.execute("SELECT sqlcipher_export('recast')").fetchall()
            finally:
                cursor.execute("DETACH DATABASE recast")
        finally:
            raw.close()


def _move_attachments(source: Database, made: Database, place: Path, progress: Progress | None) -> None:
    """Seal every attachment that stands anew, under new names, and put these names into the copy."""
    beside = source.file.parent
    with source.read() as connection:
        old = attachments.keys(connection)
        files = attachments.wanted(connection) if old is not None else []
    new = sealed.new_keys(seal=made.key is not None)
    names: dict[str, str] = {}
    for done, file in enumerate(files):
        if progress is not None:
            progress(done, len(files))
        if old is not None and sealed.sound(beside, file.name, old, closed=file.closed):
            content = _of_target(source, made, sealed.read(beside, file.name, old), closed=file.closed)
            names[file.name] = sealed.name_of(new, content, closed=file.closed)
            sealed.settle(place, sealed.prepare(place, content, new), names[file.name])
    with made.write() as connection:
        if made.key is not None or old is not None:
            attachments.set_keys(connection, new)
        if names:
            rows = connection.execute(select(attachment.c.id, attachment.c.content)).all()
            for row in rows:
                if row.content in names:
                    changed = update(attachment).where(attachment.c.id == row.id).values(content=names[row.content])
                    connection.execute(changed)
