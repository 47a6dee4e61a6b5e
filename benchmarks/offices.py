"""Sample offices of the sizes that benchmarks need, made once and kept where PETIDESK_BENCH names a folder."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from pathlib import Path

from petidesk.practice.office import make_sample
from petidesk.storage.file.upgrade import NEWEST

TINY = bool(os.environ.get("PETIDESK_BENCH_TINY"))


def sized(usual: int, tiny: int) -> int:
    """How many rows or rounds a benchmark takes; with PETIDESK_BENCH_TINY so few that it only shows that it runs."""
    return tiny if TINY else usual


SMALL = sized(1_000, 40)
MIDDLE = int(os.environ.get("PETIDESK_BENCH_MIDDLE", sized(100_000, 40)))
LARGE = int(os.environ.get("PETIDESK_BENCH_LARGE", sized(1_000_000, 40)))


def kept_in() -> Path:
    """Where the offices lie. Without PETIDESK_BENCH a folder of the computer's temporary files, kept between runs."""
    named = os.environ.get("PETIDESK_BENCH")
    folder = Path(named) if named else Path(tempfile.gettempdir()) / "petidesk-bench"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def office(visits: int) -> tuple[Path, float | None]:
    """The folder of an office with so many visits, and the seconds it took when it was made just now."""
    # An office kept from before a migration would be refused; it is made anew under another name.
    folder = kept_in() / f"visits-{visits}-{NEWEST}"
    if folder.is_dir():
        return folder, None
    unfinished = kept_in() / f"{folder.name}.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    start = time.perf_counter()
    make_sample(unfinished, visits=visits, disputes=sized(60, 10))
    unfinished.rename(folder)
    return folder, time.perf_counter() - start
