"""What the disk can do and what it says: room left, flushing, another disk or the same, troubles in plain words."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

from petidesk.domain.trouble import KnownTrouble

_FLUSHED_EVERY = 0.05  # seconds
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextlib.contextmanager
def told_of_disk(where: Path) -> Iterator[None]:
    """Turn what the system says about `where` into known trouble (full, read_only); troubles and bugs pass through."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise KnownTrouble("full", f"“{where}”所在的磁盘已满，没有写成。请清理磁盘或换一个位置再试。") from error
        if isinstance(error, PermissionError) or error.errno == errno.EROFS:
            raise KnownTrouble("read_only", f"“{where}”不能写入，请检查文件夹权限或换一个位置。") from error
        raise KnownTrouble("read_only", f"“{where}”读写失败，请检查磁盘或U盘是否插好。") from error


def free_bytes(folder: Path) -> int:
    """Room left for this user on the disk of `folder`, or of the nearest folder above it that exists; in bytes."""
    return shutil.disk_usage(existing(folder)).free


def existing(folder: Path) -> Path:
    """`folder`, or the nearest folder above it that exists."""
    folder = folder.absolute()
    while not folder.exists() and folder.parent != folder:
        folder = folder.parent
    return folder


def other_disk(folder: Path, other: Path) -> bool:
    """Whether `other` lies on another disk (volume, partition, stick) than `folder`."""
    return existing(folder).stat().st_dev != existing(other).stat().st_dev


def sync_file(file: Path) -> None:
    """Have the file's bytes on the disk before going on."""
    descriptor = os.open(file, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def flushed_while_it_grows(file: Path) -> Iterator[None]:
    """Have a large file go to the disk bit by bit while it is written, so that no save waits behind all of it at once.

    It is no promise: whoever relies on the file flushes it when it is whole.
    """
    done = threading.Event()

    def flush() -> None:
        while not done.wait(_FLUSHED_EVERY):
            with contextlib.suppress(OSError):
                sync_file(file)

    thread = threading.Thread(target=flush, name="flushing")
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def sync_folder(folder: Path) -> None:
    """Have the folder's names on the disk. Windows has no such call and needs none."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        # Some file systems of sticks cannot flush a folder; the file itself is flushed already.
        with contextlib.suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)
