"""kill -9 at the named points of everything that takes more than one step: nothing lost, nothing half, done again.

PETIDESK_POINTS=1 plays every point that a deed passes; the suite plays one of some deeds, another in each.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from petidesk.storage.file import points
from tests.reliability.deeds import DEEDS, EVERYTHING, Deed, Places, backups_are_whole, in_source, played, some, whole

USUAL = ("backup to a stick", "restore of an earlier version", "import", "batch of letters", "encrypt", "another key")


def _killed_at(number: int, deed: Deed, place: Path) -> None:
    """Do a deed in a process of its own that dies when it passes its point of this number, counted from 0."""
    child = os.fork()
    if not child:
        left = number

        def die(_name: str) -> None:
            nonlocal left
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)
            left -= 1

        with points.heard(die):
            deed.do(place)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


@pytest.mark.parametrize("deed", played(*USUAL), ids=lambda deed: deed.name)
def test_killed_at_its_points_a_deed_loses_nothing_and_can_be_done_again(
    places: Places, tmp_path: Path, deed: Deed, record_property: Callable[[str, object], None]
) -> None:
    passed = places.points(deed)
    tried = some(deed, passed)
    for number in tried:
        place = places.fresh(deed)
        _killed_at(number, deed, place)
        whole(place, deed, passed[: number + 1])
        deed.do(place)
        whole(place, deed)
        backups_are_whole(place, tmp_path)
    print(f"{deed.name}: killed at {len(tried)} of {len(passed)} points")
    record_property("points", len(tried))


if EVERYTHING:  # it takes every deed once: `make reliability` holds it

    def test_every_point_is_passed_by_a_deed(places: Places) -> None:
        passed = {name for deed in DEEDS for name in places.points(deed)}
        assert passed == in_source()
