"""The SHA-256 of a copy, in the log of backups and, off the own folder, in a file beside it that sha256sum -c reads.

SQLite's own check passes over most flipped bits: a letter of a name, a day, a whole cell. The sum shows each of them.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

from petidesk.domain.trouble import KnownTrouble
from petidesk.storage.file import private
from petidesk.storage.file.disk import sync_file, told_of_disk
from petidesk.storage.safety import backup_log

ENDING = ".sha256"
_LINE = re.compile(r"([0-9a-f]{64}) [ *](.+)")
_HEAD = re.compile(r"# audit ([0-9]{1,12}) ([0-9a-f]{64})")


def of(file: Path) -> str:
    """The sum of a file as it is read now."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def beside(copy: Path) -> Path:
    """Where the sums of a copy lie."""
    return copy.with_name(copy.name + ENDING)


def leave_beside(copy: Path, sums: Iterable[tuple[str, str]], head: tuple[int, str] | None = None) -> None:
    """Write pairs of file name and sum beside a copy, flushed. KnownTrouble full, read_only.

    `head`: how many events the audit chain in it has, and the hash of the last; sha256sum passes over that line.
    """
    said = "" if head is None else f"# audit {head[0]} {head[1]}\n"
    with told_of_disk(copy.parent):
        private.write_text(beside(copy), said + "".join(f"{sum_}  {name}\n" for name, sum_ in sums))
        sync_file(beside(copy))


def remove_beside(copy: Path) -> None:
    """The copy is about to be another one, or none."""
    beside(copy).unlink(missing_ok=True)


def read_beside(copy: Path) -> dict[str, str]:
    """The sums beside a copy by file name; none where there are none, or nothing that can be read as such."""
    with contextlib.suppress(OSError):
        lines = beside(copy).read_text(encoding="utf-8", errors="replace").splitlines()
        return {found[2]: found[1] for line in lines if (found := _LINE.fullmatch(line)) is not None}
    return {}


def head_beside(copy: Path) -> tuple[int, str] | None:
    """Where the audit chain of a copy ends by what lies beside it: how many events, the hash of the last."""
    with contextlib.suppress(OSError):
        for line in beside(copy).read_text(encoding="utf-8", errors="replace").splitlines():
            if (found := _HEAD.fullmatch(line)) is not None:
                return int(found[1]), found[2]
    return None


def known(data: Path, copy: Path) -> set[str]:
    """The sums that the logs of `data`, and of the folder in which the copy lies, and the file beside it have of it.

    The path may be another one today (a stick under another letter): then what the log has under the same name.
    """
    logs = [data, *([copy.parent.parent] if copy.parent.name == backup_log.FOLDER else [])]
    entries = [(entry.path(log).absolute(), entry.sha256) for log in logs for entry in backup_log.entries(log)]
    found = {sum_ for path, sum_ in entries if sum_ and path == copy.absolute()}
    if (sum_ := read_beside(copy).get(copy.name)) is not None:
        found.add(sum_)
    return found or {sum_ for path, sum_ in entries if sum_ and path.name == copy.name}


def sound(data: Path, copy: Path) -> bool:
    """Whether a copy, read whole, is what it was when it was checked; true where nothing is known of it."""
    with contextlib.suppress(OSError):
        sums = known(data, copy)
        return not sums or of(copy) in sums
    return False


def refuse_other(sum_: str, sums: set[str]) -> None:
    """Refuse (damaged) bytes that are not those of any of the known `sums`."""
    if sum_ not in sums:
        raise KnownTrouble(
            "damaged",
            "这份备份和做好时的校验和不一样，文件在盘上变了，没有恢复，现有数据没有改动。请换一份备份。",
            hint="确实只有这一份时，只把备份文件拷到别的文件夹再恢复，会逐项深查。",
        )
