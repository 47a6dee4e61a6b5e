"""A stick that is drawn out at a named point: the deed says a sentence, and what was there is there when it is back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from petidesk.domain.trouble import KnownTrouble, Trouble
from petidesk.storage.file import points
from tests.reliability.deeds import ALL, Deed, Places, backups_are_whole, played, some, whole

WITH_A_STICK = (
    "backup to a stick",
    "backup of an encrypted office",
    "backup without the password",
    "check of a backup without the password",
    "restore from a stick",
    "restore of an earlier version",
)
PLAYED = [deed for deed in played("backup to a stick") if deed.name in WITH_A_STICK]


@pytest.mark.parametrize(
    "deed", [deed for deed in played("backup to a stick") if deed.name in WITH_A_STICK], ids=lambda deed: deed.name
)
def test_a_stick_drawn_out_in_the_middle_costs_nothing_that_was_there(
    places: Places, tmp_path: Path, deed: Deed, record_property: Callable[[str, object], None]
) -> None:
    passed = places.points(deed)
    came: Counter[str] = Counter()
    for number in some(deed, passed):
        place = places.fresh(deed)
        seen: list[str] = []

        def hear(name: str, seen: list[str] = seen, number: int = number, place: Path = place) -> None:
            seen.append(name)
            if len(seen) == number + 1:
                (place / "stick").rename(place / "pocket")

        try:
            with points.heard(hear):
                deed.do(place)
            came["done"] += 1
            seen = [*ALL]
        except Trouble as trouble:
            assert isinstance(trouble, KnownTrouble), trouble.message
            came["told"] += 1
        if (place / "stick").exists():  # it was made anew where the stick had been
            (place / "stick").rename(place / "in its place")
        (place / "pocket").rename(place / "stick")
        whole(place, deed, tuple(seen[: number + 1]))
        deed.do(place)
        whole(place, deed)
        backups_are_whole(place, tmp_path)
    print(f"{deed.name}: {came['told']} told, {came['done']} done, of {len(passed)} points")
    record_property("stick", dict(came))
