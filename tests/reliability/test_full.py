"""The disk is full from a named point on: the deed is done all the same or says a sentence, and nothing is half.

Needs a disk of its own (a tmpfs), which only root may mount; elsewhere it is left out, and that is said.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from petidesk.domain.trouble import KnownTrouble
from petidesk.storage.file import points
from tests.reliability.conftest import mount, unmount
from tests.reliability.deeds import ALL, Deed, Places, played, some, whole


@pytest.fixture(scope="module")
def small() -> Iterator[Path]:
    """A disk of 64 MB. Not below pytest's own folder: a run that is killed must leave it no mount to sweep away."""
    disk = Path(tempfile.mkdtemp(prefix="petidesk-full-"))
    assert mount(disk)
    yield disk
    unmount(disk)
    shutil.rmtree(disk)


@pytest.fixture(scope="module")
def places(small: Path) -> Places:
    """The offices lie on the small disk."""
    return Places(small)


def fill(disk: Path) -> None:
    """Leave no room on a disk."""
    with (disk / "photos.bin").open("ab", buffering=0) as stream:
        size = 1 << 20
        while size:
            try:
                stream.write(b"x" * size)
            except OSError:
                size //= 2


@pytest.mark.parametrize("deed", played("restore", "move", "upgrade"), ids=lambda deed: deed.name)
def test_on_a_disk_that_is_full_from_a_point_on_nothing_is_lost_or_half(
    places: Places, small: Path, deed: Deed, record_property: Callable[[str, object], None]
) -> None:
    passed = places.points(deed)
    came: Counter[str] = Counter()
    for number in some(deed, passed):
        place = places.fresh(deed)
        seen: list[str] = []

        def hear(name: str, seen: list[str] = seen, number: int = number) -> None:
            seen.append(name)
            if len(seen) == number + 1:
                fill(small)

        try:
            with points.heard(hear):
                deed.do(place)
            came["done"] += 1
            seen = [*ALL]
        except KnownTrouble as trouble:
            assert trouble.code == "full", (passed[number], trouble.code, trouble.message)
            came["told"] += 1
        finally:
            (small / "photos.bin").unlink(missing_ok=True)
        whole(place, deed, tuple(seen[: number + 1]))
        deed.do(place)
        whole(place, deed)
    print(f"{deed.name}: {came['told']} told, {came['done']} done, of {len(passed)} points")
    record_property("full", dict(came))
