"""After a restore every series goes on above the highest number that was given out; the gap is recorded once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from petidesk.desk.opening import open_desk
from petidesk.desk.safety import backups
from petidesk.storage.file import highest
from petidesk.storage.file.database import Database

Document = Callable[..., dict[str, Any]]


def _add(folder: Path, visit: Document, *numbers: int) -> list[str]:
    desk = open_desk(folder, purpose="window")
    try:
        return [desk.visits.add(visit(number))[0].visit_no for number in numbers]
    finally:
        desk.close()


@pytest.fixture
def saved(office: Path, visit: Document, tmp_path: Path) -> tuple[Path, Path, Path, list[str]]:
    """A folder with a copy of two visits, here and on a stick, and two later visits."""
    first = _add(office, visit, 0, 1)
    desk = open_desk(office, purpose="read")
    own, stick = desk.backups.make(), desk.backups.make(tmp_path / "stick")
    desk.close()
    return office, Path(own.file), Path(stick.file), first + _add(office, visit, 2, 3)


def _recorded(folder: Path) -> list[Any]:
    desk = open_desk(folder)
    try:
        assert desk.checks.run(deep=True) == []
        lines = [line for line in desk.audit.for_subject("office", "1") if line.event.action == "numbers.continued"]
        return [line.after for line in lines]
    finally:
        desk.close()


def test_no_number_is_given_out_twice_after_a_restore(
    saved: tuple[Path, Path, Path, list[str]], visit: Document
) -> None:
    office, own, _, before = saved
    backups.restore(office, own)
    (new,) = _add(office, visit, 7)
    assert new not in before and new[-4:] == "0005"
    (after,) = _recorded(office)
    assert {(gap["kind"], gap["from"], gap["to"]) for gap in after["series"]} == {("visit", 3, 4), ("case", 3, 4)}
    _add(office, visit, 8)
    assert len(_recorded(office)) == 1, "the gap is recorded once"


def test_the_note_holds_also_where_the_data_file_is_gone_and_twice(
    saved: tuple[Path, Path, Path, list[str]], visit: Document
) -> None:
    office, own, _, _ = saved
    for time in (5, 6):
        for file in office.glob("petidesk.db*"):
            file.unlink()
        backups.restore(office, own)
        (new,) = _add(office, visit, time)
        assert new[-4:] == f"{time:04d}"
    _recorded(office)


def test_the_note_goes_into_a_new_folder_and_along_with_a_copy(
    saved: tuple[Path, Path, Path, list[str]], visit: Document, tmp_path: Path
) -> None:
    office, own, stick, _ = saved
    backups.restore(office, own, tmp_path / "new")
    assert _add(tmp_path / "new", visit, 7)[0][-4:] == "0005"
    assert (stick.parent / highest.NAME).is_file()
    backups.restore(tmp_path / "other", stick)
    assert _add(tmp_path / "other", visit, 7)[0][-4:] == "0003", "the stick knows what was given out until the copy"


@pytest.mark.parametrize("opened", [False, True])
def test_a_folder_of_a_program_that_kept_no_note_repeats_no_number(
    saved: tuple[Path, Path, Path, list[str]], visit: Document, tmp_path: Path, opened: bool
) -> None:
    """Not opened: what is about to be replaced is asked. Opened once: what it noted holds where the file is gone."""
    office, own, stick, _ = saved
    (office / highest.NAME).unlink()
    if opened:
        open_desk(office, purpose="window").close()
        for file in office.glob("petidesk.db*"):
            file.unlink()
    backups.restore(office, stick, tmp_path / "new")
    assert _add(tmp_path / "new", visit, 7)[0][-4:] == "0005"
    backups.restore(office, own)
    assert _add(office, visit, 7)[0][-4:] == "0005"


def test_a_damaged_counter_is_not_taken_for_a_number_that_was_given_out(
    saved: tuple[Path, Path, Path, list[str]], visit: Document
) -> None:
    office, own, _, _ = saved
    database = Database(office / "petidesk.db")
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE number_series SET last = 1000000007")
    database.close()
    open_desk(office, purpose="window").close()
    backups.restore(office, own)
    assert _add(office, visit, 7)[0][-4:] == "0005"


def test_an_older_file_put_there_by_hand_goes_on_above_as_well(
    saved: tuple[Path, Path, Path, list[str]], visit: Document
) -> None:
    office, own, _, _ = saved
    for file in office.glob("petidesk.db*"):
        file.unlink()
    (office / "petidesk.db").write_bytes(own.read_bytes())
    assert _add(office, visit, 7)[0][-4:] == "0005"


def test_the_note_of_another_office_moves_nothing_and_a_torn_line_is_passed_over(tmp_path: Path) -> None:
    highest.note(tmp_path, "one", {("visit", 2026): 7})
    with (tmp_path / highest.NAME).open("ab") as stream:
        stream.write(b'["one", "visit", 2026, 9')
    highest.note(tmp_path, "one", {("letter 清信访", 2026): 3})
    assert highest.known(tmp_path, "one") == {("visit", 2026): 7, ("letter 清信访", 2026): 3}
    assert highest.known(tmp_path, "two") == {}


def test_the_note_stays_short(tmp_path: Path) -> None:
    for serial in range(1, 3000):
        highest.note(tmp_path, "0" * 64, {("visit", 2026): serial})
    assert (tmp_path / highest.NAME).stat().st_size < 70_000
    assert highest.known(tmp_path, "0" * 64) == {("visit", 2026): 2999}


def test_a_gap_that_nobody_recorded_is_a_finding(saved: tuple[Path, Path, Path, list[str]]) -> None:
    office, _, _, _ = saved
    database = Database(office / "petidesk.db")
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE number_series SET last = last + 2 WHERE kind = 'visit'")
    database.close()
    desk = open_desk(office, purpose="read")
    try:
        assert any("编号计数" in problem.what for problem in desk.checks.run())
    finally:
        desk.close()
