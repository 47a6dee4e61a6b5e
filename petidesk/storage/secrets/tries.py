"""Wrong tries in a row, kept beside the keyring: from the fourth on each one waits, none is ever refused.

A try is counted before it is made and forgotten when it was right: whoever ends the program in the middle has not
gained a try. Where nothing can be written nothing is counted; a folder that is read-only must open.
"""

from __future__ import annotations

import contextlib
import json
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import filelock

from petidesk.storage.file import private

FILE = "tries.json"
_LOCK = "tries.lock"
FREE = 3
LONGEST = 60


def seconds_for(wrong: int) -> int:
    """How long the next try waits after so many wrong ones in a row: 1, 2, 4 ... 60 from the fourth on."""
    return 0 if wrong < FREE else min(1 << min(wrong - FREE, 6), LONGEST)


def wait_of(folder: Path, entry_id: str) -> int:
    """How many seconds the next try of this secret will wait."""
    return seconds_for(_read(folder).get(entry_id, 0))


@contextlib.contextmanager
def counted(folder: Path, entry_id: str, wait: Callable[[float], object] | None = None) -> Iterator[None]:
    """One try: waits as long as it must; counted as wrong unless the block ends without an error.

    Tries of one folder come one after the other. `wait` lets the seconds pass (tests).
    """
    with _alone(folder):
        wrong = _read(folder).get(entry_id, 0)
        _write(folder, entry_id, wrong + 1)
        seconds = seconds_for(wrong)
        if seconds:
            (wait or threading.Event().wait)(seconds)
        yield
        _write(folder, entry_id, 0)


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with contextlib.ExitStack() as held:
        if folder.is_dir():
            with contextlib.suppress(OSError):
                held.enter_context(filelock.FileLock(folder / _LOCK, thread_local=False))
        yield


def _read(folder: Path) -> dict[str, int]:
    with contextlib.suppress(OSError, ValueError, AttributeError):
        said = json.loads((folder / FILE).read_text(encoding="ascii"))
        return {str(key): int(value) for key, value in said.items()}
    return {}


def _write(folder: Path, entry_id: str, wrong: int) -> None:
    said = _read(folder)
    if said.get(entry_id, 0) == wrong:
        return
    said = {key: value for key, value in {**said, entry_id: wrong}.items() if value}
    unfinished = folder / (FILE + ".part")
    with contextlib.suppress(OSError):
        with open(unfinished, "w", encoding="ascii", opener=private.opener) as stream:
            json.dump(said, stream)
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.chmod(0o600)
        os.replace(unfinished, folder / FILE)
