"""A backup with its check and its sum against VACUUM INTO of the same file, and how long a window is held by it.

Plain and encrypted. The two take turns; each copy is removed before the next is made. While a backup is made by a
worker of this process, one thread asks for the interpreter every millisecond, as a window does, and another commits a
row now and then: the longest that either waited is told.
"""

from __future__ import annotations

import shutil
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import text

from benchmarks.offices import LARGE, kept_in, office, sized
from benchmarks.table import Line
from petidesk.desk import encrypting, unlocking
from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.desk.unlocking import Unlocked

PASSWORD, CODE = "一句只有本人知道的话", "000G8-40R4P-0M30D-E2094-185GP-R38EP-1W81W"
ROUNDS = sized(3, 1)
LIMIT, HOLD_MS = 2.0, 50.0
_ONE_ROW = text("UPDATE village SET last_used = last_used + 1 WHERE id = 1")


class Held:
    """The longest gaps, in milliseconds, between two turns of a waiting window and of one that commits."""

    def __init__(self, desk: Desk) -> None:
        self.waiting = self.committing = 0.0
        self._desk = desk
        self._done = threading.Event()
        self._threads = [threading.Thread(target=work) for work in (self._wait, self._commit)]

    def __enter__(self) -> Held:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._done.set()
        for thread in self._threads:
            thread.join()

    def _wait(self) -> None:
        before = time.perf_counter()
        while not self._done.wait(0.001):
            now = time.perf_counter()
            self.waiting, before = max(self.waiting, (now - before) * 1000), now

    def _commit(self) -> None:
        while not self._done.wait(0.2):
            start = time.perf_counter()
            with self._desk.database.write() as connection:
                connection.execute(_ONE_ROW)
            self.committing = max(self.committing, (time.perf_counter() - start) * 1000)


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _bare(desk: Desk, file: Path) -> None:
    raw = desk.database.engine.raw_connection()
    try:
        raw.cursor().execute("VACUUM INTO ?", (str(file),))
    finally:
        raw.close()


def _measure(folder: Path, unlocked: Unlocked | None) -> tuple[float, float, Held]:
    """Median seconds of a backup and of the bare copy, and how long a window was held by one backup more."""
    desk = open_desk(folder, purpose="window", unlocked=unlocked)
    try:
        ours, theirs = [], []
        for _ in range(ROUNDS):
            with tempfile.TemporaryDirectory(dir=folder.parent) as place:
                theirs.append(_seconds(lambda: _bare(desk, Path(place) / "bare.db")))
            with tempfile.TemporaryDirectory(dir=folder.parent) as place:
                ours.append(_seconds(lambda: desk.backups.make(Path(place))))
        with tempfile.TemporaryDirectory(dir=folder.parent) as place, Held(desk) as held:
            desk.backups.make(Path(place))
        return statistics.median(ours), statistics.median(theirs), held
    finally:
        desk.close()


def lines() -> list[Line]:
    """How much more a backup takes than the bare copy, and the longest that a window waited for it."""
    source, _ = office(LARGE)
    found = []
    with tempfile.TemporaryDirectory(dir=kept_in()) as name:
        folder = Path(name) / "office"
        shutil.copytree(source, folder)
        for kind in ("plain", "encrypted"):
            unlocked = None
            if kind == "encrypted":
                encrypting.encrypt(folder, None, PASSWORD, CODE)
                unlocked = unlocking.log_in(folder, None, PASSWORD)
            ours, theirs, held = _measure(folder, unlocked)
            what = f"backup of {LARGE:,}, {kind}"
            told = f"{ours / theirs:.2f}x ({ours:.1f} s, bare {theirs:.1f} s)"
            found.append(Line(what, f"within {LIMIT:g}x VACUUM INTO", told, ours <= LIMIT * theirs))
            for whom, longest in (("holds a window", held.waiting), ("holds a commit", held.committing)):
                found.append(Line(f"{what}, {whom}", f"{HOLD_MS:g} ms", f"{longest:.0f} ms", longest <= HOLD_MS))
    return found


if __name__ == "__main__":
    from benchmarks.table import show

    print(show(lines()))
