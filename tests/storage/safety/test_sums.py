"""Any bit that flipped in a copy keeps it from being restored; a copy of which no sum is known is looked through."""

from __future__ import annotations

import random
import shutil
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from petidesk.desk.opening import open_desk
from petidesk.desk.safety import backups
from petidesk.domain.trouble import KnownTrouble
from petidesk.storage.file.database import Database
from petidesk.storage.safety import backup, backup_log, sums

Document = Callable[..., dict[str, Any]]


@pytest.fixture
def saved(office: Path, visit: Document, tmp_path: Path) -> tuple[Path, Path, Path]:
    """A folder with two visits, a copy in its own folder of backups and one on a stick."""
    desk = open_desk(office, purpose="window")
    for number in range(2):
        desk.visits.add(visit(number))
    own, stick = desk.backups.make(), desk.backups.make(tmp_path / "stick")
    desk.close()
    return office, Path(own.file), Path(stick.file)


def _flip(file: Path, bit: int) -> None:
    with file.open("r+b") as stream:
        stream.seek(bit // 8)
        byte = stream.read(1)[0]
        stream.seek(bit // 8)
        stream.write(bytes([byte ^ 1 << bit % 8]))


def test_the_sum_of_a_copy_stands_in_the_log_and_beside_it_off_the_own_folder(saved: tuple[Path, Path, Path]) -> None:
    office, own, stick = saved
    assert [entry.sha256 for entry in backup_log.entries(office)] == [sums.of(own), sums.of(stick)]
    assert not sums.beside(own).exists()
    assert sums.beside(stick).name == stick.name + ".sha256"
    told = subprocess.run(
        ["sha256sum", "-c", sums.beside(stick).name], cwd=stick.parent, capture_output=True, check=True
    )
    assert told.stdout.decode().strip() == f"{stick.name}: OK"


@pytest.mark.parametrize("place", ["own", "stick", "stick elsewhere"])
def test_no_copy_with_a_flipped_bit_is_restored(saved: tuple[Path, Path, Path], tmp_path: Path, place: str) -> None:
    office, own, stick = saved
    copy = own if place == "own" else stick
    if place == "stick elsewhere":
        copy = Path(shutil.copytree(stick.parent, tmp_path / "other")) / stick.name
        shutil.rmtree(office / "backups")
    before = (office / "petidesk.db").read_bytes()
    chance = random.Random(7)
    for _ in range(20):
        bit = chance.randrange(copy.stat().st_size * 8)
        _flip(copy, bit)
        with pytest.raises(KnownTrouble, match="校验和"):
            backups.restore(office, copy)
        _flip(copy, bit)
    assert (office / "petidesk.db").read_bytes() == before
    done = backups.restore(office, copy)
    assert done.sum_known and done.visits == 2


def test_a_copy_without_a_sum_is_looked_through_and_that_is_said(
    saved: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    office, _, stick = saved
    alone = Path(shutil.copy(stick, tmp_path / "alone.db"))
    done = backups.restore(office, alone)
    assert not done.sum_known and done.visits == 2
    database = Database(alone)
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE visit SET heading = heading || '改' WHERE id = 1")
    database.close()
    with pytest.raises(KnownTrouble, match="已损坏"):
        backups.restore(office, alone)


def test_flipped_bits_of_a_copy_without_a_sum_are_a_sentence_or_a_restore(
    saved: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    office, _, stick = saved
    alone = Path(shutil.copy(stick, tmp_path / "alone.db"))
    chance = random.Random(11)
    for number in range(12):
        bit = chance.randrange(alone.stat().st_size * 8)
        _flip(alone, bit)
        try:
            assert not backups.restore(office, alone, tmp_path / f"new{number}").sum_known
        except KnownTrouble as trouble:
            assert trouble.code in ("damaged", "newer")
        _flip(alone, bit)


def test_a_foreign_journal_beside_a_copy_is_not_taken_for_its_own(saved: tuple[Path, Path, Path]) -> None:
    office, own, _ = saved
    own.with_name(own.name + "-wal").write_bytes(b"of another file" * 100)
    assert backups.restore(office, own).visits == 2


def test_a_copy_goes_only_while_the_one_that_stands_for_it_is_sound(office: Path, visit: Document) -> None:
    desk = open_desk(office, purpose="window")
    made = [Path(desk.backups.make(reason="close").file) for _ in range(3)]
    entries = backup_log.entries(office)
    desk.close()
    now = entries[-1].made_at + timedelta(days=400)
    _flip(made[-1], 80_000)
    assert backup.thin_out(office, now) == [made[0]], "the second stands for it; the third is not what it was"
    assert made[1].exists() and made[2].exists()


def test_a_copy_that_is_written_anew_is_known_by_either_sum_until_it_is_there(saved: tuple[Path, Path, Path]) -> None:
    office, own, _ = saved
    before = sums.of(own)
    backup_log.expect(office, own, 12, "0" * 64)
    assert sums.known(office, own) == {before, "0" * 64}
    backup_log.replaced(office, own, "0" * 64)
    assert sums.known(office, own) == {"0" * 64}
    assert len(backup_log.entries(office)) == 2
