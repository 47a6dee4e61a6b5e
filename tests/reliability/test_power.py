"""The power fails: what was asked of the disk is replayed to every moment, in order and in legal disorder.

A deed runs once under strace. For each moment of its recording the folder is made three ways: all that was asked so
far, only what was flushed, and by chance something in between (`recording.py` has the law). Each is opened with the
program: what was acknowledged is there, nothing is half. PETIDESK_POWER says how many moments of a deed; 0: every one.
"""

from __future__ import annotations

import os
import random
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.reliability.deeds import BY_NAME, Places, whole
from tests.reliability.recording import Disk, Recording, record

MOMENTS = int(os.environ.get("PETIDESK_POWER", "3"))
USUAL = ("a day",)
THOROUGH = (
    *("a day", "backup", "backup to a stick", "backup without the password", "check of a backup without the password"),
    *("restore", "restore of an earlier version", "restore of an encrypted backup", "move", "import", "upgrade"),
    *("batch of letters", "attachment", "encrypt", "another key", "plain again", "a new office"),
)


def _recorded(places: Places, name: str, trace: Path) -> tuple[Path, Recording]:
    place = places.fresh(BY_NAME[name])
    command = [sys.executable, "-m", "tests.reliability.played", str(place), name]
    return place, record(command, place, trace)


def _moments(recording: Recording) -> list[int]:
    """After which steps the power fails: after each that changes what is to be seen, or so many spread over them."""
    disk, seen, found = Disk(recording), set(), [0]
    for number, step in enumerate(recording.steps, start=1):
        disk.take(step)
        version = disk.version()
        if step.what == "said" or version not in seen:
            seen.add(version)
            found.append(number)
    if not MOMENTS or len(found) <= MOMENTS:
        return found
    return [found[place * (len(found) - 1) // (MOMENTS - 1)] for place in range(MOMENTS)]


@pytest.mark.parametrize("name", USUAL if MOMENTS == 3 else THOROUGH)
def test_a_power_cut_takes_nothing_that_was_acknowledged(
    places: Places, tmp_path: Path, name: str, record_property: Callable[[str, object], None]
) -> None:
    place, recording = _recorded(places, name, tmp_path / "trace")
    assert recording.steps[-1].name == "all", "the recording does not reach the end of the deed"
    disk, came, passed, done = Disk(recording), Counter[str](), (), 0
    for moment in _moments(recording):
        for step in recording.steps[done:moment]:
            disk.take(step)
            if step.what == "said":
                passed = (*passed, step.name) if step.name != "all" else passed
        done = moment
        for way in ("all", "sure", "some"):
            chance = random.Random(moment) if way == "some" else None
            disk.write(place, chance, everything=way == "all")
            try:
                whole(place, BY_NAME[name], passed)
            except Exception as error:
                error.add_note(f"{name}: after step {moment}, {way}; said {passed[-3:]}")
                raise
            came[way] += 1
    print(f"{name}: {len(recording.steps)} steps recorded, {sum(came.values())} disks opened")
    record_property("power", sum(came.values()))
