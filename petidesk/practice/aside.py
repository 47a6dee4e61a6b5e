"""A sample office is made aside and comes into its folder whole: one that was killed leaves the folder as it was."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from petidesk.desk.clock import computer_now
from petidesk.desk.opening import FIRST_STAFF, open_desk
from petidesk.desk.safety import losing
from petidesk.domain.trouble import Refused
from petidesk.storage.file import private, sealed
from petidesk.storage.file.database import FILE_NAME
from petidesk.storage.file.disk import sync_folder, told_of_disk
from petidesk.storage.file.lock import WriterLock
from petidesk.storage.visits import visits as visit_rows

_ASIDE = ".sample"


@contextlib.contextmanager
def made_aside(folder: Path) -> Iterator[Path]:
    """A place in which the sample is made; what lies there at the end becomes the office of `folder`.

    A freshly made office of the folder lies in the place already. Refused forbidden when the folder holds visits, or
    what is left of an office whose data file is gone; KnownTrouble locked while another program has it, full or
    read_only.
    """
    losing.refuse_lost(folder, "forbidden")
    place, fresh, whole = folder / _ASIDE, not folder.exists(), False
    with told_of_disk(folder):
        private.make_folder(folder)
    lock = WriterLock(folder, staff=FIRST_STAFF, window=False, since=computer_now())
    lock.acquire()
    try:
        shutil.rmtree(place, ignore_errors=True)
        if (folder / FILE_NAME).exists():
            _take_along(folder, place)
        yield place
        with told_of_disk(folder):
            _bring(place, folder)
        whole = True
    finally:
        lock.release()
        shutil.rmtree(place if whole or not fresh else folder, ignore_errors=True)


def _take_along(folder: Path, place: Path) -> None:
    with contextlib.closing(open_desk(folder, purpose="read")) as desk:
        with desk.reading() as connection:
            found = visit_rows.any_visit(connection)
        if found:
            raise Refused("forbidden", f"“{folder}”里已经有来访，示例数据只能放进新的文件夹。")
        desk.backups.move(place)


def _bring(place: Path, folder: Path) -> None:
    """The data file last: before it has its name the folder is what it was."""
    sealed.link_all(place, folder)
    for ending in ("-wal", "-shm", "-journal"):
        (folder / (FILE_NAME + ending)).unlink(missing_ok=True)
    os.replace(place / FILE_NAME, folder / FILE_NAME)
    sync_folder(folder)
