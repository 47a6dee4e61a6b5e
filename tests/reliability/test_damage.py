"""Flipped bits, zeroed, swapped and cut pages, foreign journals: told with a sentence, or without any effect.

Each trial damages a copy of one office and asks of it what a clerk would. PETIDESK_DAMAGES says how many trials
(`make reliability`: 1,000); docs/reliability.md tells what came of them.
"""

from __future__ import annotations

import os
import random
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from petidesk.desk.desk import Desk
from petidesk.desk.opening import create_office, open_desk
from petidesk.desk.safety import backups
from petidesk.domain.cases.files import CaseQuery
from petidesk.domain.trouble import Trouble
from petidesk.domain.visits.listing import VisitQuery
from petidesk.storage.file.database import FILE_NAME

TRIALS = int(os.environ.get("PETIDESK_DAMAGES", "24"))
PAGE = 4096
TOLD, HARMLESS = "told", "without effect"
Damage = Callable[[bytearray, random.Random], None]


def _flip(data: bytearray, chance: random.Random) -> None:
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _zero(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data) // PAGE) * PAGE
    data[at : at + PAGE] = bytes(PAGE)


def _noise(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data) // PAGE) * PAGE
    data[at : at + PAGE] = chance.randbytes(PAGE)


def _swap(data: bytearray, chance: random.Random) -> None:
    one, other = (chance.randrange(len(data) // PAGE) * PAGE for _ in range(2))
    data[one : one + PAGE], data[other : other + PAGE] = data[other : other + PAGE], data[one : one + PAGE]


def _cut(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(len(data)) :]


DAMAGES: tuple[Damage, ...] = (_flip, _zero, _noise, _swap, _cut)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with visits, matters in hand and a verified backup beside it."""
    folder = tmp_path_factory.mktemp("damage") / "office"
    create_office(folder, office="清溪镇", county="安平县", villages=["东村", "西村"])
    desk = open_desk(folder, purpose="write")
    for number in range(12):
        people = [{"name": f"杨柳{number}", "village": "东村", "phone": f"1380000{number:04d}"}]
        matter = {"purpose": "appeal", "title": f"水渠{number}", "statement": "水渠渗水。", "requests": ["修好"]}
        content: dict[str, Any] = {"at": "2026-11-19T09:20", "channel": "visit", "petitioners": people}
        desk.visits.add(content | {"matters": [matter]})
    desk.backups.make(folder.parent / "stick")
    desk.close()
    return folder


def _says(desk: Desk) -> list[object]:
    """What a clerk sees: the lists, every record, a search."""
    rows = desk.visits.rows(VisitQuery(), 100)
    whole: list[object] = [(row.visit_no, row.names, row.voided) for row in rows]
    whole += [desk.visits.get(row.visit_no) for row in rows]
    cases = desk.cases.rows(CaseQuery(), 100)
    whole += [(row.case_no, row.title) for row in cases]
    whole += [desk.cases.get(row.case_no) for row in cases]
    return [*whole, desk.search.total("杨柳")]


def _seen(folder: Path) -> tuple[list[object], int]:
    desk = open_desk(folder, purpose="read")
    try:
        return _says(desk), len(desk.checks.run(deep=True))
    finally:
        desk.close()


def _outcome(folder: Path, known: list[object]) -> str:
    """Told, or without effect; whatever else is a fault of ours."""
    try:
        said, problems = _seen(folder)
    except Trouble as trouble:
        assert trouble.message
        return TOLD
    assert problems or said == known, "other words, and the check says nothing"
    return TOLD if problems else HARMLESS


def _copied(whole: Path, place: Path) -> Path:
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(whole, place)
    return place


def test_damage_of_the_data_file_is_told_or_without_effect(
    whole: Path, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    known, problems = _seen(whole)
    assert problems == 0
    came: Counter[str] = Counter()
    for trial in range(TRIALS):
        chance = random.Random(trial)
        damage = DAMAGES[trial % len(DAMAGES)]
        folder = _copied(whole, tmp_path / "office")
        data = bytearray((folder / FILE_NAME).read_bytes())
        damage(data, chance)
        (folder / FILE_NAME).write_bytes(data)
        came[f"{damage.__name__.strip('_')}: {_outcome(folder, known)}"] += 1
    print("\n".join(f"{what}: {count}" for what, count in sorted(came.items())))
    record_property("damage", dict(came))


def test_a_damaged_copy_is_never_restored_with_other_words(whole: Path, tmp_path: Path) -> None:
    known, _problems = _seen(whole)
    (copy,) = (whole.parent / "stick").glob("*.db")
    refused = 0
    for trial in range(TRIALS):
        stick = _copied(whole.parent / "stick", tmp_path / "stick")
        data = bytearray((stick / copy.name).read_bytes())
        DAMAGES[trial % len(DAMAGES)](data, random.Random(trial))
        if bytes(data) == copy.read_bytes():  # two pages of one content
            continue
        (stick / copy.name).write_bytes(data)
        target = tmp_path / "restored"
        shutil.rmtree(target, ignore_errors=True)
        try:
            backups.restore(target, stick / copy.name)
        except Trouble as trouble:
            assert trouble.message and not (target / FILE_NAME).exists()
            refused += 1
            continue
        assert _outcome(target, known)
    print(f"damaged copies refused: {refused} of {TRIALS}")
    assert refused


@pytest.mark.parametrize("ending", ["-wal", "-shm", "-journal"])
def test_a_foreign_journal_changes_nothing(whole: Path, tmp_path: Path, ending: str) -> None:
    known, _problems = _seen(whole)
    other = tmp_path / "other"
    create_office(other, office="石桥镇", county="安平县", villages=["南村"])
    desk = open_desk(other, purpose="write")
    desk.office.change({"window": "另一个窗口"})
    foreign = [(other / f"{FILE_NAME}-wal").read_bytes(), random.Random(1).randbytes(40_000), b""]
    desk.close()
    for journal in foreign:
        folder = _copied(whole, tmp_path / "office")
        (folder / f"{FILE_NAME}{ending}").write_bytes(journal)
        assert _outcome(folder, known)
