"""Restoring: from a checked copy only, with the file that was there set aside, whatever state it is in."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from petidesk.desk.desk import Desk
from petidesk.desk.opening import create_office, open_desk
from petidesk.desk.safety import backups
from petidesk.domain.trouble import KnownTrouble, Refused, Trouble
from petidesk.domain.visits.listing import VisitQuery
from petidesk.storage.file import upgrade
from petidesk.storage.file.database import Database
from petidesk.storage.safety import restore, sums

Document = Callable[..., dict[str, Any]]
Spoil = Callable[[Path], None]


def _numbers(folder: Path) -> list[str]:
    desk = open_desk(folder, purpose="window")
    try:
        assert desk.checks.run(deep=True) == []
        return sorted(row.visit_no for row in desk.visits.rows(VisitQuery(), 1000))
    finally:
        desk.close()


@pytest.fixture
def saved(office: Path, visit: Document) -> tuple[Path, Path, list[str]]:
    """A folder with three visits in a backup and a fourth that came later."""
    desk = open_desk(office, purpose="window")
    numbers = [desk.visits.add(visit(number))[0].visit_no for number in range(3)]
    made = desk.backups.make()
    desk.visits.add(visit(4))
    desk.close()
    return office, Path(made.file), numbers


def _random_pages(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[0:200] = os.urandom(200)
    file.write_bytes(data)


RELEASED = sorted((Path(__file__).parents[2] / "data").glob("petidesk-*.db"))


def _changed(copy: Path, statement: str) -> None:
    """Change a copy as nobody should, with a sum beside it that says that it was so from the beginning."""
    database = Database(copy)
    with database.write() as connection:
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        connection.exec_driver_sql(statement)
    database.close()
    sums.leave_beside(copy, [(copy.name, sums.of(copy))])


SPOILT: list[Spoil] = [
    _random_pages,
    lambda file: file.write_bytes(file.read_bytes()[:5000]),
    lambda file: file.write_bytes(b""),
    lambda file: file.write_text("这不是数据库", encoding="utf-8"),
    lambda file: file.unlink(),
]


@pytest.mark.parametrize("spoil", SPOILT, ids=["random", "cut", "empty", "text", "gone"])
def test_restores_whatever_happened_to_the_file(saved: tuple[Path, Path, list[str]], spoil: Spoil) -> None:
    office, copy, numbers = saved
    live = office / "petidesk.db"
    spoil(live)
    wreck = live.read_bytes() if live.exists() else None
    done = backups.restore(office, copy)
    assert _numbers(office) == numbers
    assert done.visits == 3 and Path(done.file) == live
    if wreck is None:
        assert done.set_aside is None
    else:
        assert done.set_aside is not None and Path(done.set_aside).read_bytes() == wreck


@pytest.mark.parametrize("spoil", SPOILT[:4], ids=["random", "cut", "empty", "text"])
def test_a_damaged_backup_changes_nothing(saved: tuple[Path, Path, list[str]], spoil: Spoil) -> None:
    office, copy, _ = saved
    spoil(copy)
    before = {file.name: file.read_bytes() for file in office.iterdir() if file.suffix == ".db"}
    with pytest.raises(KnownTrouble) as raised:
        backups.restore(office, copy)
    assert raised.value.code == "damaged"
    assert {file.name: file.read_bytes() for file in office.iterdir() if file.suffix == ".db"} == before
    assert not list(office.glob("*.restoring*"))


def test_the_set_aside_file_can_be_restored_again(saved: tuple[Path, Path, list[str]]) -> None:
    office, copy, numbers = saved
    first = backups.restore(office, copy)
    assert first.set_aside is not None
    second = backups.restore(office, Path(first.set_aside))
    assert second.visits == 4 and second.set_aside not in (None, first.set_aside)
    assert len(_numbers(office)) == len(numbers) + 1


def test_a_journal_left_by_a_crash_goes_aside_with_its_file(office: Path, visit: Document, tmp_path: Path) -> None:
    desk = open_desk(office, purpose="window")
    numbers = [desk.visits.add(visit(number))[0].visit_no for number in range(2)]
    copy = Path(desk.backups.make().file)
    desk.visits.add(visit(9))
    # The folder as a power cut leaves it: the last commit only in the journal.
    crashed = tmp_path / "crashed"
    crashed.mkdir()
    for suffix in ("", "-wal"):
        (crashed / f"petidesk.db{suffix}").write_bytes((office / f"petidesk.db{suffix}").read_bytes())
    desk.close()
    done = backups.restore(crashed, copy)
    assert _numbers(crashed) == numbers
    assert done.set_aside is not None
    again = backups.restore(tmp_path / "other", Path(done.set_aside))
    assert again.visits == 3


def test_into_a_new_folder_leaves_the_old_one_alone(saved: tuple[Path, Path, list[str]], tmp_path: Path) -> None:
    office, copy, numbers = saved
    before = (office / "petidesk.db").read_bytes()
    done = backups.restore(office, Path(copy.name), tmp_path / "new")
    assert done.set_aside is None and _numbers(tmp_path / "new") == numbers
    assert (office / "petidesk.db").read_bytes() == before
    with pytest.raises(Refused, match="已经有数据"):
        backups.restore(office, copy, tmp_path / "new")


def test_a_newer_backup_is_refused(saved: tuple[Path, Path, list[str]], tmp_path: Path) -> None:
    office, made, _ = saved
    copy = Path(shutil.copy(made, tmp_path / "newer.db"))
    database = Database(copy)
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0999'")
    database.close()
    with pytest.raises(KnownTrouble) as raised:
        backups.restore(office, copy)
    assert raised.value.code == "newer"


def test_not_beside_an_open_window(desk: Desk) -> None:
    made = desk.backups.make()
    with pytest.raises(KnownTrouble) as raised:
        backups.restore(desk.folder, Path(made.file))
    assert raised.value.code == "locked" and "值班员" in raised.value.message


def test_no_such_backup(office: Path) -> None:
    with pytest.raises(Trouble) as raised:
        backups.restore(office, office / "none.db")
    assert (raised.value.code, raised.value.exit_status) == ("usage", 2)


def test_move_makes_a_folder_that_opens(desk: Desk, visit: Document, tmp_path: Path) -> None:
    number = desk.visits.add(visit())[0].visit_no
    own_form = desk.folder / "forms" / "slip" / "form.toml"
    own_form.parent.mkdir(parents=True)
    own_form.write_text("title = '回执'", encoding="utf-8")
    moved = desk.backups.move(tmp_path / "other")
    assert (moved.visits, moved.verified) == (1, True)
    assert (tmp_path / "other" / "forms" / "slip" / "form.toml").read_bytes() == own_form.read_bytes()
    assert _numbers(tmp_path / "other") == [number]
    with pytest.raises(Refused):
        desk.backups.move(tmp_path / "other")


def test_move_refuses_what_a_crash_left(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "petidesk.db-wal").write_bytes(b"x")
    with pytest.raises(Refused):
        desk.backups.move(tmp_path)


def test_an_office_is_never_made_over_a_file(office: Path) -> None:
    with pytest.raises(Refused):
        create_office(office, office="别处", county="别县", villages=[])


@pytest.mark.parametrize("known", [True, False], ids=["with its sum", "without a sum"])
@pytest.mark.parametrize("released", RELEASED, ids=lambda file: file.stem)
def test_a_copy_of_an_earlier_version_is_of_this_one_before_it_replaces(
    office: Path, tmp_path: Path, released: Path, known: bool
) -> None:
    copy = Path(shutil.copy(released, tmp_path / "copy.db"))
    if known:
        sums.leave_beside(copy, [(copy.name, sums.of(copy))])
    before = copy.read_bytes()
    done = backups.restore(office, copy)
    assert (done.sum_known, done.problems, copy.read_bytes()) == (known, 0, before)
    database = Database(office / "petidesk.db", read_only=True)
    assert upgrade.version(database) == upgrade.NEWEST
    database.close()
    desk = open_desk(office, staff="值班员", purpose="window")
    assert desk.checks.run(deep=True) == []
    assert desk.backups.all() == [], "the copy itself is what one goes back to; no step was due any more"
    desk.close()


def test_a_copy_that_cannot_be_brought_to_this_version_replaces_nothing(office: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copy(RELEASED[0], tmp_path / "copy.db"))
    with contextlib.closing(sqlite3.connect(copy)) as connection:
        connection.execute("DROP TABLE case_event")
        connection.commit()
    sums.leave_beside(copy, [(copy.name, sums.of(copy))])
    before = (office / "petidesk.db").read_bytes()
    with pytest.raises(KnownTrouble) as raised:
        backups.restore(office, copy)
    assert raised.value.code == "damaged" and "没有恢复" in raised.value.message
    assert (office / "petidesk.db").read_bytes() == before
    assert not list(office.glob("*restor*"))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE visit SET heading = heading || '改' WHERE id = 1",
        "UPDATE case_event SET document = 'no json' WHERE id = 1",
        "UPDATE audit_event SET hash = hex(randomblob(32)) WHERE id = 3",
    ],
    ids=["column", "unreadable", "chain"],
)
def test_what_was_wrong_when_the_copy_was_made_is_restored_and_told(
    saved: tuple[Path, Path, list[str]], tmp_path: Path, statement: str
) -> None:
    office, made, numbers = saved
    copy = Path(shutil.copy(made, tmp_path / "copy.db"))
    _changed(copy, statement)
    done = backups.restore(office, copy)
    assert done.sum_known and done.problems > 0 and done.visits == len(numbers)
    sums.remove_beside(copy)
    with pytest.raises(KnownTrouble, match="已损坏"):
        backups.restore(office, copy)


def test_the_copy_is_private_while_it_is_looked_through(saved: tuple[Path, Path, list[str]]) -> None:
    office, copy, _ = saved
    modes: dict[str, int] = {}

    def look(database: Database) -> list[Any]:
        with database.write() as connection:
            connection.exec_driver_sql("UPDATE village SET last_used = 1")
        modes.update({file.name: file.stat().st_mode & 0o777 for file in office.glob("*.restoring*")})
        return []

    before = os.umask(0o022)
    try:
        restore.put_in_place(office, copy, datetime(2026, 11, 23, 10), ready=look)
    finally:
        os.umask(before)
    assert len(modes) > 1 and set(modes.values()) == {0o600}
