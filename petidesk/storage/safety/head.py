"""The head of the audit chain, noted outside of the data file: how many events there were, and the hash of the last.

The chain in the file shows an event that was changed, taken out or put elsewhere. It cannot show that its tail was cut
off: a shorter chain is whole, too. The note can. It is written and flushed after each commit; a chain that is longer
than its note is that of a computer which failed between the two, a shorter or another one was broken.

Whoever may write in the folder may write the note as well: against him only the note that went along with a backup or
a package, on a stick or on paper, proves anything (rules/desk.md, Traces).
"""

from __future__ import annotations

import contextlib
import json
import os
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Connection, bindparam, func, select

from petidesk.domain.listing import Problem
from petidesk.storage.file import private
from petidesk.storage.file.disk import sync_folder, told_of_disk
from petidesk.storage.file.prepared import Prepared
from petidesk.storage.safety import backup_log, sums
from petidesk.storage.schema import audit_event

NAME = "chain.head"
_RESTORED = "chain.restored"
_RESTORE = "backup.restored"
# Copies made in one second are named by the seconds after it.
_APART = timedelta(minutes=1)
# So many hashes are asked for in one statement.
_AT_ONCE = 500
# Two notes of one length that take turns: one that was cut off in the middle leaves the one before it.
_SLOT = 96
_SLOTS = 2
_END = Prepared(select(audit_event.c.id, audit_event.c.hash).order_by(audit_event.c.id.desc()).limit(1))
_HASH_OF = select(audit_event.c.hash)
_WHERE_IS = select(audit_event.c.hash, audit_event.c.id)
_END_AT = Prepared(_HASH_OF.where(audit_event.c.id == bindparam("number")))


@dataclass(frozen=True, slots=True)
class Head:
    """How many events a chain has, and the hash of its last one."""

    entries: int
    hash: str


NOTHING = Head(0, "")


def of(connection: Connection) -> Head:
    """Where the chain of the open file ends. Its events are numbered from 1 without gaps."""
    found = _END.first(connection, {})
    return NOTHING if found is None else Head(*found)


def first(connection: Connection) -> str:
    """The hash of the first event: what tells the chain of one office from that of another."""
    return connection.execute(_HASH_OF.where(audit_event.c.id == 1)).scalar() or ""


def to_note(connection: Connection, folder: Path) -> Head:
    """What is to be noted when this transaction is committed: where its chain ends.

    Nothing while the chain is not the one that was noted: a tail that was cut off stays told, however much is written
    after it.
    """
    head = noted(folder)
    lost = head is not None and head.entries and _END_AT.scalar(connection, {"number": head.entries}) != head.hash
    return NOTHING if lost else of(connection)


def noted(folder: Path) -> Head | None:
    """The newest note that can be read; None where there is none."""
    found = [head for _slot, head in _slots(folder) if head is not None]
    return max(found, key=lambda head: head.entries, default=None)


def note(folder: Path, head: Head, *, anew: bool = False) -> None:
    """Write where the chain ends and flush it; a note of a longer chain stays, but `anew`: after a restore.

    Where it cannot be written (a full disk, a stick drawn out) the older note stays: what was saved is saved, and the
    next save writes it.
    """
    with contextlib.suppress(OSError):
        slots = [] if anew else _slots(folder)
        known = [found.entries for _slot, found in slots if found is not None]
        if known and head.entries <= max(known):
            return
        oldest = min(slots, key=lambda each: each[1].entries if each[1] else -1)[0] if slots else 0
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)
        fresh = not (folder / NAME).exists()
        descriptor = os.open(folder / NAME, flags, private.FILE_MODE)
        try:
            if anew:
                os.ftruncate(descriptor, 0)
            os.lseek(descriptor, oldest * _SLOT, os.SEEK_SET)
            os.write(descriptor, _line(head))
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        if fresh:
            sync_folder(folder)


def begin_anew(folder: Path, head: Head) -> None:
    """After a restore the chain is another one. KnownTrouble full, read_only when the old note stays."""
    note(folder, head, anew=True)
    if noted(folder) != head:
        with told_of_disk(folder):
            (folder / NAME).unlink(missing_ok=True)


def leave_restored(folder: Path, before: Head | None, after: Head) -> None:
    """Keep both heads until whoever opens the folder next writes them into the chain. KnownTrouble full, read_only."""
    said = {"before": None if before is None else asdict(before), "after": asdict(after)}
    with told_of_disk(folder):
        private.put_text(folder / _RESTORED, json.dumps(said))


def restored(folder: Path) -> tuple[Head | None, Head] | None:
    """The heads of a restore that is in no chain yet: of what was there, if that was noted, and of the backup."""
    try:
        said = json.loads((folder / _RESTORED).read_text(encoding="utf-8"))
        return Head(**said["before"]) if said["before"] else None, Head(**said["after"])
    except (OSError, ValueError, TypeError, KeyError):
        return None


def told_restored(folder: Path) -> None:
    """They are in the chain now."""
    with contextlib.suppress(OSError):
        (folder / _RESTORED).unlink(missing_ok=True)


def verify(connection: Connection, folder: Path) -> tuple[list[Problem], int | None]:
    """What the note says against the chain, and the number of the first event that is not there or another one."""
    head = noted(folder)
    if head is None or not head.entries:
        return [], None
    found = connection.execute(_HASH_OF.where(audit_event.c.id == head.entries)).scalar()
    if found == head.hash:
        return [], None
    end = of(connection)
    if found is None:
        words = f"审计链的末尾少了{head.entries - end.entries}条：记下的是{head.entries}条，现在只有{end.entries}条"
        return [Problem(words, NAME)], end.entries + 1
    return [Problem("审计链的末尾和记下的不是同一条，记录被换过", NAME)], head.entries


def verify_copies(connection: Connection, folder: Path) -> list[Problem]:
    """What the log of backups, and the notes beside copies that are at hand, say against the chain: each copy once.

    The chain in a copy is the beginning of this one. Copies from before a restore may be of the chain that it replaced.
    """
    if restored(folder) is not None:
        return []
    since = connection.execute(select(func.max(audit_event.c.at)).where(audit_event.c.action == _RESTORE)).scalar()
    heads: dict[tuple[int, str], str] = {}
    for entry in backup_log.entries(folder):
        if entry.last_hash and (since is None or entry.made_at > since + _APART):
            for head in ((entry.entries, entry.last_hash), sums.head_beside(entry.path(folder))):
                if head is not None:
                    heads.setdefault(head, entry.file)
    asked = {hash_ for _entries, hash_ in heads}
    there = {
        found.hash: found.id
        for some in _parts(sorted(asked))
        for found in connection.execute(
            select(audit_event.c.hash, audit_event.c.id).where(audit_event.c.hash.in_(some))
        )
    }
    wrong = {
        file: entries
        for (entries, hash_), file in heads.items()
        if hash_ not in there or entries not in (0, there[hash_])
    }
    words = "审计链和这份备份不一致：备份里有{}条，它的末尾现在的记录里没有，记录少了一截或者被换过"
    return [Problem(words.format(entries or "若干"), file) for file, entries in wrong.items()]


def behind(connection: Connection, folder: Path) -> int:
    """By how many events the note is behind: the computer failed right after they were saved, and nothing is wrong."""
    head = noted(folder)
    return 0 if head is None else max(of(connection).entries - head.entries, 0)


def _parts(hashes: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(hashes), _AT_ONCE):
        yield hashes[start : start + _AT_ONCE]


def _slots(folder: Path) -> list[tuple[int, Head | None]]:
    try:
        data = (folder / NAME).read_bytes()
    except OSError:
        data = b""
    return [(slot, _read(data[slot * _SLOT : (slot + 1) * _SLOT])) for slot in range(_SLOTS)]


def _line(head: Head) -> bytes:
    said = f"{head.entries:012d} {head.hash}"
    return f"{said} {zlib.crc32(said.encode()):08x}".ljust(_SLOT - 1).encode() + b"\n"


def _read(line: bytes) -> Head | None:
    said, _, sum_ = line.decode("ascii", "replace").strip().rpartition(" ")
    entries, _, end = said.partition(" ")
    if not entries.isdigit() or f"{zlib.crc32(said.encode()):08x}" != sum_:
        return None
    return Head(int(entries), end)
