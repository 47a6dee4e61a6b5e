"""A folder whose data file is gone while something of its office is still there: it is restored, never begun anew.

A new office over the backups of an old one would give its numbers out a second time.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path

from petidesk.storage.file.database import FILE_NAME
from petidesk.storage.safety import backup, backup_log

SET_ASIDE = "petidesk-before-restore-"
_JOURNALS = ("-wal", "-journal")


@dataclass(frozen=True, slots=True)
class Lost:
    """What is left of an office without its data file: so many copies that can be reached, the best one to go back to.

    `best` is the newest verified copy, else the newest of all; None where no copy can be reached (the stick is out, or
    a journal is all that is left). `elsewhere` then is where the log saw the last one.
    """

    copies: int
    best: Path | None
    elsewhere: str = ""


def left_of(folder: Path) -> Lost | None:
    """What is left in a folder without a data file; None when it holds one, or never held an office."""
    if (folder / FILE_NAME).exists():
        return None
    found = backup.found(folder)
    best = next((one for one in found if one.verified), found[0] if found else None)
    if best is not None:
        return Lost(len(found), Path(best.file))
    if aside := set_aside(folder):
        return Lost(len(aside), aside[-1])
    if logged := backup_log.entries(folder):
        return Lost(0, None, str(logged[-1].path(folder)))
    return Lost(0, None) if any((folder / (FILE_NAME + ending)).exists() for ending in _JOURNALS) else None


def set_aside(folder: Path) -> list[Path]:
    """The files that a restore set aside, the oldest first."""
    with contextlib.suppress(OSError):
        return sorted(folder.glob(SET_ASIDE + "*.db"))
    return []
