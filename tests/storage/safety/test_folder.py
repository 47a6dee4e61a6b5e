"""The data folder itself: nobody else's, nothing half made in it, and nothing acknowledged once it is gone."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2

from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.domain.trouble import KnownTrouble
from petidesk.domain.visits.listing import VisitQuery
from petidesk.storage.file.database import FILE_NAME
from tests.scans import picture

Document = Callable[..., dict[str, Any]]


@pytest.fixture
def wide_open() -> Iterator[None]:
    """A process whose new files anybody may read, unless they are made otherwise."""
    before = os.umask(0o000)
    yield
    os.umask(before)


def _modes(folder: Path) -> dict[str, int]:
    return {str(path.relative_to(folder)): stat.S_IMODE(path.lstat().st_mode) for path in folder.rglob("*")}


def _too_open(folder: Path) -> dict[str, str]:
    return {name: oct(mode) for name, mode in _modes(folder).items() if mode & 0o077}


@pytest.mark.usefixtures("wide_open")
def test_what_a_day_leaves_is_private_from_birth(office: Path, visit: Document, tmp_path: Path) -> None:
    desk = open_desk(office, purpose="window")
    number = desk.visits.add(visit(1))[0].visit_no
    desk.attachments.add("visit", number, picture(), file="scan.png")
    desk.backups.make()
    assert _too_open(office) == {}, "beside an open desk"
    desk.backups.move(tmp_path / "other")
    desk.close()
    assert _too_open(office) == {}
    assert _too_open(tmp_path / "other") == {}
    assert stat.S_IMODE((tmp_path / "other").stat().st_mode) == 0o700


@pytest.mark.usefixtures("wide_open")
def test_an_older_folder_is_made_private_and_what_was_half_made_goes(office: Path) -> None:
    (office / FILE_NAME).chmod(0o644)
    office.chmod(0o755)
    half_made = [office / f"{FILE_NAME}{ending}" for ending in (".new", ".restoring", ".restoring-wal", ".moving")]
    for file in half_made:
        file.write_bytes(b"x")
    open_desk(office, purpose="write").close()
    assert [file for file in half_made if file.exists()] == []
    assert _too_open(office) == {} and stat.S_IMODE(office.stat().st_mode) == 0o700


def _delete(folder: Path, _other: Path) -> None:
    shutil.rmtree(folder)


def _replace(folder: Path, other: Path) -> None:
    shutil.copyfile(folder / FILE_NAME, other)
    os.replace(other, folder / FILE_NAME)


def _rename(folder: Path, other: Path) -> None:
    folder.rename(other)


@pytest.mark.parametrize("happens", [_delete, _replace, _rename])
def test_nothing_is_acknowledged_for_a_file_that_has_lost_its_name(
    office: Path, visit: Document, tmp_path: Path, happens: Callable[[Path, Path], None]
) -> None:
    desk = open_desk(office, purpose="window")
    desk.visits.add(visit(1))
    happens(office, tmp_path / "elsewhere")
    with pytest.raises(KnownTrouble) as trouble:
        desk.visits.add(visit(2))
    assert trouble.value.code == "damaged" and "不在原来的位置" in trouble.value.message
    desk.close()


def test_a_moved_folder_is_read_after_a_kill(office: Path, visit: Document, tmp_path: Path) -> None:
    moved = tmp_path / "moved"
    with _opened(office) as desk:
        desk.backups.move(moved)
    _write_and_be_killed(moved, journal="WAL")
    with _opened(moved) as desk:
        assert desk.checks.run() == []
        desk.backups.make()


def test_a_journal_that_a_killed_writer_left_is_rolled_back_by_who_reads(office: Path, visit: Document) -> None:
    with _opened(office, "write") as desk:
        desk.visits.add(visit(1))
    _write_and_be_killed(office, journal="DELETE")
    assert (office / f"{FILE_NAME}-journal").exists()
    with _opened(office) as desk:
        assert len(desk.visits.rows(VisitQuery(), 5)) == 1
        assert desk.checks.run() == []
    assert not (office / f"{FILE_NAME}-journal").exists()


class _opened:
    def __init__(self, folder: Path, purpose: Any = "read") -> None:
        self._folder, self._purpose = folder, purpose

    def __enter__(self) -> Desk:
        self._desk = open_desk(self._folder, purpose=self._purpose)
        return self._desk

    def __exit__(self, *_raised: object) -> None:
        self._desk.close()


# Changes more than the cache holds, so that half of it is in the file already.
_WRITER = """
import os, signal, sys, sqlcipher3.dbapi2
file = sqlcipher3.dbapi2.connect(sys.argv[1], isolation_level=None)
if sys.argv[2] == "DELETE":
    assert file.execute("PRAGMA journal_mode=DELETE").fetchone()[0] == "delete"
assert file.execute("PRAGMA journal_mode").fetchone()[0] == sys.argv[2].lower()
file.execute("PRAGMA cache_size=2")
file.execute("BEGIN IMMEDIATE")
file.execute("UPDATE audit_payload SET after = 'cut off'")
file.executemany("INSERT INTO category (name) VALUES (?)", [("x" * 900 + str(n),) for n in range(300)])
os.kill(os.getpid(), signal.SIGKILL)
"""


def _write_and_be_killed(folder: Path, journal: str) -> None:
    done = subprocess.run([sys.executable, "-c", _WRITER, str(folder / FILE_NAME), journal], check=False)
    assert done.returncode == -signal.SIGKILL


@pytest.mark.parametrize("label", ["", "abc", "0007x", "00\x0007", "9" * 400])
def test_a_label_that_is_no_version_is_no_file_of_ours(office: Path, label: str) -> None:
    _damage(office, "UPDATE alembic_version SET version_num = ?", label)
    with pytest.raises(KnownTrouble) as trouble:
        open_desk(office, purpose="read")
    assert trouble.value.code == "damaged"


@pytest.mark.parametrize("value", ["garbage", "2026-13-45", 5, b"\xff\x00"])
def test_a_date_that_cannot_be_read_is_told_as_damage(office: Path, visit: Document, value: object) -> None:
    with _opened(office, "write") as desk:
        desk.visits.add(visit(1))
    _damage(office, "UPDATE visit SET at = ?", value)
    with _opened(office) as desk, pytest.raises(KnownTrouble) as trouble:
        desk.visits.rows(VisitQuery(), 5)
    assert trouble.value.code == "damaged" and "读不出来" in trouble.value.message


def _damage(folder: Path, statement: str, *values: object) -> None:
    file = sqlcipher3.dbapi2.connect(str(folder / FILE_NAME))
    file.execute(statement, values)
    file.commit()
    file.close()
