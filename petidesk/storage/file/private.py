"""What lies in a data folder is nobody else's: modes 0700 and 0600, and nothing half made is left lying there.

The file holds identity numbers and accusations, and PCs have more than one account (《信访工作条例》 and the law on
personal information ask for operation permissions: rules/law.md). Files are made so; older folders are brought to it
by whoever opens them for writing. Windows knows no such modes: there the profile's own folder is private.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from petidesk.storage.file.disk import sync_file, sync_folder

FOLDER_MODE = 0o700
FILE_MODE = 0o600
# What a process that was killed leaves beside a data file, and beside that its journals.
_HALF_MADE = (".new", ".restoring", ".moving", ".recast")
# Where a backup is restored to be compared, while an office is encrypted (desk/encrypting.py).
SCRATCH = "recast.scratch"
_JOURNALS = ("", "-wal", "-shm", "-journal")
# Folders of ours that hold many files, each of which is born private: they are not walked at each start.
_BORN_PRIVATE = frozenset({"attachments"})


def make_folder(folder: Path) -> None:
    """The folder and those above it, flushed with their names; what is made here is private. An existing one stays as
    it is. OSError.
    """
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(mode=FOLDER_MODE, exist_ok=True)
    sync_folder(folder.parent)


def make_file(file: Path) -> None:
    """An empty private file where there is none, for whoever opens it by its name next (SQLite). OSError."""
    os.close(os.open(file, os.O_RDWR | os.O_CREAT, FILE_MODE))


def opener(path: str, flags: int) -> int:
    """For `open`: a file that it makes is private."""
    return os.open(path, flags, FILE_MODE)


def write_text(file: Path, text: str) -> None:
    """The whole of a small private file, in UTF-8. OSError."""
    with open(file, "w", encoding="utf-8", opener=opener) as stream:
        stream.write(text)


def put_text(file: Path, text: str) -> None:
    """A small private file in place of what bore its name: flushed first, then named, then the name flushed. OSError.

    A power cut leaves the one or the other, never an empty one.
    """
    unfinished = file.with_name(file.name + ".new")
    write_text(unfinished, text)
    sync_file(unfinished)
    os.replace(unfinished, file)
    sync_folder(file.parent)


def append(file: Path, data: bytes) -> int:
    """Add to the end of a private file, flushed, with its name where it is a new one; how long it is now. OSError."""
    fresh = not file.exists()
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), FILE_MODE)
    try:
        os.write(descriptor, data)
        os.fsync(descriptor)
        size = os.fstat(descriptor).st_size
    finally:
        os.close(descriptor)
    if fresh:
        sync_folder(file.parent)
    return size


def tidy(folder: Path, file_name: str) -> None:
    """Make what lies in a data folder private, and take away what was half made. Only under the writers' lock.

    What cannot be changed (another owner, a stick without modes) stays as it is.
    """
    for ending in _HALF_MADE:
        for journal in _JOURNALS:
            with contextlib.suppress(OSError):
                (folder / (file_name + ending + journal)).unlink(missing_ok=True)
    for left in folder.glob("*.new"):
        with contextlib.suppress(OSError):
            left.unlink(missing_ok=True)
    shutil.rmtree(folder / SCRATCH, ignore_errors=True)
    if os.name == "nt":
        return
    for path, mode in _ours(folder):
        with contextlib.suppress(OSError):
            if path.lstat().st_mode & 0o777 != mode:
                path.chmod(mode)


def _ours(folder: Path) -> Iterator[tuple[Path, int]]:
    """Files and folders with the mode that each should have, without what links lead to."""
    yield folder, FOLDER_MODE
    with contextlib.suppress(OSError):
        for path in sorted(folder.iterdir()):
            if path.is_symlink():
                continue
            if not path.is_dir():
                yield path, FILE_MODE
            elif path.name not in _BORN_PRIVATE:
                yield from _ours(path)
