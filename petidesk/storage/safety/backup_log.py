"""The log of backups: one JSON line for each verified copy, saying where it lies and up to which event it reaches.

It answers what the lights ask without opening a backup, and tells our own files from others: only what stands here is
ever thinned out. Copies in the data folder's own ``backups`` are named without a path, so that the folder may move.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import filelock

from petidesk.domain.trouble import KnownTrouble
from petidesk.storage.file import private
from petidesk.storage.file.disk import told_of_disk

FOLDER = "backups"
_LOG = "backups.jsonl"
_UNCHECKED = "unchecked.json"
_LOCK = "backups.lock"
_WAIT_SECONDS = 30.0
_MOST_ELSEWHERE = 50


@dataclass(frozen=True, slots=True)
class Entry:
    """A verified copy: its file (a bare name lies in the own folder), size, reason, whether it is off this disk.

    `sha256` is the sum of its bytes, empty for a copy of an earlier program. `last_hash` is the hash of the last audit
    event in it: the same hash means that nothing changed since; `entries` is how many events it holds, 0 where that was
    not noted.
    """

    file: str
    made_at: datetime
    bytes: int
    reason: str
    off_disk: bool
    last_hash: str
    sha256: str = ""
    entries: int = 0

    @property
    def own(self) -> bool:
        """Whether it lies in the data folder's own folder of backups."""
        return os.path.basename(self.file) == self.file

    def path(self, data: Path) -> Path:
        """Where the copy lies."""
        return data / FOLDER / self.file if self.own else Path(self.file)


def entries(data: Path) -> list[Entry]:
    """The copies in the order they were made. A line that cannot be read is passed over, a missing log is empty."""
    try:
        lines = (data / FOLDER / _LOG).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    return [entry for line in lines if (entry := _entry(line)) is not None]


def _entry(line: str) -> Entry | None:
    try:
        said: dict[str, Any] = json.loads(line)
        at = datetime.fromisoformat(said.pop("made_at"))
        return Entry(made_at=at, **said)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _line(entry: Entry) -> str:
    return json.dumps(asdict(entry) | {"made_at": entry.made_at.isoformat()}, ensure_ascii=False) + "\n"


@contextlib.contextmanager
def alone(data: Path) -> Iterator[Path]:
    """Nobody else writes the log, or thins out, meanwhile; the log. KnownTrouble full, read_only."""
    folder = data / FOLDER
    with told_of_disk(folder):
        private.make_folder(folder)
        with filelock.FileLock(folder / _LOCK, timeout=_WAIT_SECONDS, mode=private.FILE_MODE):
            yield folder / _LOG


def add(data: Path, entry: Entry) -> None:
    """One copy more, flushed. KnownTrouble full or read_only."""
    with alone(data) as log:
        private.append(log, _line(entry).encode())


def expect(data: Path, file: Path, size: int, sha256: str) -> None:
    """A copy is about to be replaced by one of another size and sum: until then both are known."""
    with alone(data) as log:
        lines = entries(data)
        new = [replace(one, bytes=size, sha256=sha256) for one in lines if one.path(data) == file]
        private.put_text(log, "".join(map(_line, [*new, *lines])))


def replaced(data: Path, file: Path, sha256: str) -> None:
    """The copy was replaced: what it was before is known no longer."""
    with alone(data) as log:
        left = [one for one in entries(data) if one.path(data) != file or one.sha256 == sha256]
        private.put_text(log, "".join(map(_line, left)))


def forget(data: Path, gone: Sequence[Path]) -> None:
    """Take out copies that were thinned out, and the oldest of those elsewhere beyond the last fifty."""
    with alone(data) as log:
        left = [entry for entry in entries(data) if entry.path(data) not in set(gone)]
        old = {id(entry) for entry in [entry for entry in left if not entry.own][:-_MOST_ELSEWHERE]}
        private.put_text(log, "".join(_line(entry) for entry in left if id(entry) not in old))


# ---- copies made without the password, which nobody has checked


def unchecked(data: Path) -> list[Path]:
    """The copies that were made of an encrypted folder without its password, and not opened since."""
    with contextlib.suppress(OSError, ValueError, TypeError):
        names = json.loads((data / FOLDER / _UNCHECKED).read_text(encoding="utf-8"))
        return [data / FOLDER / name if os.path.basename(name) == name else Path(name) for name in names]
    return []


def keep_unchecked(data: Path, files: Sequence[Path]) -> None:
    """Put another list in its place. Where nothing can be written it stays: a copy on a stick is made all the same."""
    own = (data / FOLDER).resolve()
    names = [file.name if file.parent.resolve() == own else str(file.absolute()) for file in files]
    with contextlib.suppress(KnownTrouble), alone(data) as log:
        private.put_text(log.with_name(_UNCHECKED), json.dumps(names, ensure_ascii=False))
