"""A reserve on the disk: given back when the disk is full, so that what was begun can be finished and backed up.

Three steps as a disk fills up. Below `limit` new work is refused with a sentence (`before_new_work`), while what was
begun can be saved. When SQLite finds no room at all, the reserve is released (`after_full`) and saving once more
succeeds. When there is room again the reserve is laid down anew (`keep_reserve`).
"""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path

from petidesk.domain.trouble import KnownTrouble
from petidesk.storage.file import private
from petidesk.storage.file.disk import existing

RESERVE_BYTES = 20 << 20
LEAST_FREE = 30 << 20
_NAME = "reserve.bin"
_CHUNK = 1 << 20


def limit(folder: Path) -> int:
    """Free bytes below which nothing new is begun: 30 MB, on a small disk a twentieth of it."""
    return min(LEAST_FREE, shutil.disk_usage(existing(folder)).total // 20)


def keep_reserve(folder: Path) -> bool:
    """Lay down the reserve where there is ample room for it; True when it lies there. Never raises for the disk."""
    file = folder / _NAME
    with contextlib.suppress(OSError):
        if file.exists() and file.stat().st_size >= RESERVE_BYTES:
            return True
        if shutil.disk_usage(folder).free < 2 * (RESERVE_BYTES + limit(folder)):
            return False
        unfinished = folder / (_NAME + ".new")
        try:
            with open(unfinished, "wb", opener=private.opener) as stream:
                # Random bytes: zeros would be left out by file systems that compress or keep holes.
                for _ in range(RESERVE_BYTES // _CHUNK):
                    stream.write(os.urandom(_CHUNK))
            os.replace(unfinished, file)
        finally:
            unfinished.unlink(missing_ok=True)
        return True
    return False


def before_new_work(folder: Path, needed: int = 0) -> None:
    """Refuse (KnownTrouble full) to begin something new, which takes `needed` bytes, when the disk is nearly full."""
    free = shutil.disk_usage(existing(folder)).free
    if free - needed < limit(folder):
        raise KnownTrouble(
            "full",
            f"磁盘快满了，只剩{free >> 20} MB，暂不开始新的登记。已保存的内容都在。请清理磁盘后再试。",
        )


def after_full(folder: Path) -> bool:
    """The disk is full: give the reserve back; True when there was one, and saving once more is worth it."""
    try:
        (folder / _NAME).unlink()
    except OSError:
        return False
    return True
