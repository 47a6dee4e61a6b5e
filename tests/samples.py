"""Sample offices for the tests: one of each kind is made in a run by whoever asks first, and copied.

Making one registers, amends, prints and closes for seconds; a copy takes milliseconds and is the same files.
"""

from __future__ import annotations

import fcntl
import shutil
from datetime import date
from pathlib import Path

from petidesk.practice.office import make_sample
from tests import workers

#: The last day of the office that has lived.
DAY = date(2026, 10, 31)


def lived_office(folder: Path) -> None:
    """Two years with something of everything and enough of it for lists and figures, up to `DAY`."""
    sample_office(folder, visits=150, disputes=16, years=2, until=DAY)


def small_office(folder: Path, until: date) -> None:
    """One year in which every page has something to show."""
    sample_office(folder, visits=24, disputes=8, years=1, until=until)


def sample_office(folder: Path, visits: int, disputes: int, years: int, until: date) -> None:
    """What `make_sample` of these numbers makes, in a folder that is not there yet."""
    name = f"sample-{visits}-{disputes}-{years}-{until:%Y%m%d}"
    place = workers.shared()[0] / name
    with place.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.exists():
            make_sample(place, visits=visits, disputes=disputes, years=years, until=until)
    shutil.copytree(place, folder)
