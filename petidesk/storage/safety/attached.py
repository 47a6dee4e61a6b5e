"""Attachments beside a copy of the database: each content once, and beside the copy a list of those it needs.

`petidesk-20261119-173000-close-v0005.needs` lies beside the `.db` of that name and tells, without opening it, whether
all that it speaks of is there. The list is written before the files are brought, so that thinning out, which goes by
the lists, never removes what a copy in the making is about to use.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from petidesk.domain.backups import read_name
from petidesk.domain.trouble import KnownTrouble
from petidesk.storage import attachments
from petidesk.storage.attachments import File
from petidesk.storage.file import private, sealed
from petidesk.storage.file.database import Database
from petidesk.storage.file.disk import free_bytes, sync_file, told_of_disk
from petidesk.storage.file.key import Key
from petidesk.storage.safety import backup_log

LIST = ".needs"
# What lay in the data folder when a restore set its database aside.
ASIDE = ".files"
_STALE_AFTER = timedelta(days=1)
_SPARE = 1 << 20


@dataclass(frozen=True, slots=True, repr=False)
class Needs:
    """The files that a database speaks of, and the keys of their names (None where it speaks of none)."""

    files: tuple[File, ...]
    keys: sealed.Keys | None

    def sound(self, place: Path, file: File) -> bool:
        """Whether the file lies whole in a place."""
        return self.keys is not None and sealed.sound(place, file.name, self.keys, closed=file.closed)


def needs_of(file: Path, key: Key | None = None) -> Needs:
    """What a database file, whole and not in use, speaks of; `key` opens an encrypted one."""
    database = Database(file, key, read_only=True)
    try:
        with database.read() as connection:
            found = tuple(attachments.wanted(connection))
            return Needs(found, attachments.keys(connection) if found else None)
    finally:
        database.close()


def bring(needs: Needs, sources: Sequence[Path], target: Path, *, thorough: bool) -> list[File]:
    """Bring every needed file that does not lie in `target` from the first of `sources` that has it whole.

    What is brought is read back and compared with its name; `thorough` reads those that lie there already, too. The
    files that no source has whole come back. KnownTrouble full, read_only.
    """
    lacking = [file for file in needs.files if not _lies(needs, target, file, thorough=thorough)]
    _refuse_no_room(target, lacking)
    return [file for file in lacking if not any(_taken(needs, source, target, file) for source in sources)]


def _lies(needs: Needs, place: Path, file: File, *, thorough: bool) -> bool:
    if thorough:
        return needs.sound(place, file)
    return sealed.lies(place, file.name, sealed.size_of(file.bytes, needs.keys))


def _taken(needs: Needs, source: Path, target: Path, file: File) -> bool:
    with contextlib.suppress(FileNotFoundError):
        if source != target and needs.sound(source, file):
            sealed.copy(source, target, file.name)
            return needs.sound(target, file)
    return False


def _refuse_no_room(target: Path, lacking: Iterable[File]) -> None:
    needed = sum(file.bytes for file in lacking)
    free = free_bytes(target)
    if needed and free < needed + _SPARE:
        raise KnownTrouble(
            "full",
            f"“{target}”所在的磁盘只剩{free >> 20} MB，附件还需要{(needed >> 20) + 1} MB，没有完成。请清理磁盘后再试。",
        )


# ---- the list beside a backup


def list_of(backup: Path) -> Path:
    """Where the list of a backup lies."""
    return backup.with_suffix(LIST)


def write_list(data: Path, backup: Path, needs: Needs) -> None:
    """Say beside a backup, before it is there, what it needs; nothing is written when it needs nothing."""
    if needs.files:
        own = backup.parent.resolve() == (data / backup_log.FOLDER).resolve()
        # Only there is anything thinned out; a stick takes its copy also from a folder that cannot be written any more.
        with backup_log.alone(data) if own else contextlib.nullcontext(), told_of_disk(backup.parent):
            lines = "".join(f"{file.name} {sealed.size_of(file.bytes, needs.keys)}\n" for file in needs.files)
            private.write_text(list_of(backup), lines)
            sync_file(list_of(backup))


def _listed(file: Path) -> Iterator[tuple[str, int]]:
    try:
        lines = file.read_text(encoding="ascii", errors="replace").splitlines()
    except FileNotFoundError:
        return
    for line in lines:
        name, _, size = line.partition(" ")
        yield name, int(size) if size.isascii() and size.isdigit() else -1


def listed_names(backup: Path) -> set[str]:
    """The names of the files that a backup needs, by its list (or by the list itself)."""
    with contextlib.suppress(OSError):
        return {name for name, _ in _listed(list_of(backup))}
    return set()


def complete(backup: Path) -> bool:
    """Whether everything that a backup needs lies beside it, with its size."""
    with contextlib.suppress(OSError):
        return all(sealed.lies(backup.parent, name, size) for name, size in _listed(list_of(backup)))
    return False


def thin_out(data: Path, now: datetime) -> None:
    """Remove from the own folder of backups the lists without a backup and the files that no list names."""
    folder = data / backup_log.FOLDER
    if not (folder / sealed.FOLDER).is_dir():
        return
    with contextlib.suppress(OSError), backup_log.alone(data):
        named: set[str] = set()
        for file in folder.glob("*" + LIST):
            known = read_name(file.with_suffix(".db").name)
            if known is not None and not file.with_suffix(".db").exists() and known.at < now - _STALE_AFTER:
                file.unlink()
            else:
                named.update(name for name, _ in _listed(file))
        for name in list(sealed.names(folder)):
            if name not in named:
                sealed.remove(folder, name)
        for part in sealed.leftovers(folder):
            if part.stat().st_mtime < (now - _STALE_AFTER).timestamp():
                sealed.drop(part)
