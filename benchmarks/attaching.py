"""Attaching a 5 MB photo against a bare copy, hash and insert: ``python -m benchmarks.attaching``.

The bare side does what keeping a file cannot do without: write it and flush it, hash it, name it by its hash, insert a
row in a transaction that is flushed. It does not look whether the file is a picture, nor leave a line in a chain.
"""

from __future__ import annotations

import hashlib
import io
import os
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from benchmarks.offices import sized
from benchmarks.table import Line
from petidesk.desk.opening import create_office, open_desk

BYTES = sized(5 << 20, 50 << 10)
ROUNDS = sized(15, 2)
LIMIT = 5.0
VISIT = {
    "at": "2026-11-19T09:20",
    "channel": "visit",
    "petitioners": [{"anonymous": True}],
    "matters": [{"purpose": "suggestion", "statement": "修路灯"}],
}


def photo() -> bytes:
    """A JPEG of some 5 MB, as a telephone takes one."""
    side = int((BYTES * 1.65) ** 0.5)
    noise = random.Random(1).randbytes(side * side * 3)
    target = io.BytesIO()
    Image.frombytes("RGB", (side, side), noise).save(target, "JPEG", quality=75)
    return target.getvalue()


def bare(folder: Path, connection: sqlite3.Connection, data: bytes) -> None:
    """Copy, hash and insert."""
    name = hashlib.sha256(data).hexdigest()
    part = folder / "part"
    with part.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(part, folder / name)
    with connection:
        connection.execute("INSERT INTO attachment (name, bytes) VALUES (?, ?)", (name, len(data)))


def timed(work: Callable[[], object]) -> float:
    """Seconds that one call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def measure() -> tuple[float, float, int]:
    """Median seconds of ours and of the bare side, interleaved, and the size of the photo."""
    data = photo()
    with tempfile.TemporaryDirectory() as place:
        create_office(Path(place) / "office", office="清溪镇", county="安平县")
        desk = open_desk(Path(place) / "office", purpose="window")
        number = desk.visits.add(VISIT)[0].visit_no
        connection = sqlite3.connect(Path(place) / "bare.db")
        connection.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
            "CREATE TABLE attachment (id INTEGER PRIMARY KEY, name TEXT, bytes INTEGER)"
        )
        ours, theirs = [], []
        for turn in range(ROUNDS):
            unlike = data + str(turn).encode()  # what stands after a picture makes it another file
            ours.append(timed(lambda: desk.attachments.add("visit", number, unlike)))  # noqa: B023
            theirs.append(timed(lambda: bare(Path(place), connection, unlike)))  # noqa: B023
        connection.close()
        desk.close()
    return statistics.median(ours), statistics.median(theirs), len(data)


def lines() -> list[Line]:
    """What it takes and how much more than the bare side."""
    ours, theirs, size = measure()
    ratio = ours / theirs
    told = f"{ratio:.2f}x ({ours * 1000:.0f} ms, bare {theirs * 1000:.0f} ms)"
    return [Line(f"attach a photo of {size / (1 << 20):.1f} MB", f"within {LIMIT:g}x", told, ratio <= LIMIT)]


if __name__ == "__main__":
    for line in lines():
        print(line)
