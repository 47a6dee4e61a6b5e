"""What the start finds of an office before anything reads it: its folder, and copies that this seat knows of."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from petidesk.ui.seat import Seat


def was_used(asked_for: Path, folder: Path, seat: Seat) -> bool:
    """Whether this seat knows of an office in a folder that holds nothing now: moved there, or copied elsewhere."""
    return folder != asked_for or any(_has_copies(place) for place in places(asked_for, folder, seat))


def places(asked_for: Path, folder: Path, seat: Seat) -> tuple[Path, ...]:
    """Where copies of the office's records go besides its own folder."""
    place = seat.backup_place
    return (Path(place),) if place and not is_practice(asked_for, folder) else ()


def is_practice(asked_for: Path, folder: Path) -> bool:
    """Whether a folder is that of the practice office."""
    from petidesk.ui.start.practice import practice_folder

    return folder == practice_folder(asked_for)


def has_data(folder: Path) -> bool:
    """Whether there is anything to open; without importing what reads it."""

    with contextlib.suppress(OSError):
        return any(folder.glob("*.db*")) or any((folder / "backups").glob("*"))
    return True


def _has_copies(place: Path) -> bool:
    """Whether backups lie in a folder."""
    with contextlib.suppress(OSError):
        return any(place.glob("petidesk-*.db"))
    return False
