"""Records in a folder of a netdisk: said at every start, moved at one press, and found there at the next start."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from petidesk.app import Door
from petidesk.desk.opening import open_desk
from petidesk.domain.visits.listing import VisitQuery
from petidesk.ui import work
from petidesk.ui.seat import Seat
from petidesk.ui.start import moving
from tests.ui.conftest import register


@pytest.fixture
def synced(tmp_path: Path, built_office: Path) -> Path:
    """An office in a folder that is synchronised."""
    folder = Path(shutil.copytree(built_office, tmp_path / "坚果云" / "data"))
    desk = open_desk(folder)
    register(desk)
    desk.close()
    return folder


@pytest.fixture
def door(qtbot: QtBot, synced: Path, seat: Seat) -> Iterator[Door]:
    """The front door on it, open."""
    made = Door(synced, None, seat)
    qtbot.addWidget(made.frame)
    _open(qtbot, made)
    yield made
    made._front.stop()
    made._half_hour.stop()
    made.frame.leave()
    made.end()


def _open(qtbot: QtBot, door: Door) -> None:
    door.start()
    qtbot.waitUntil(lambda: door.desk is not None)
    qtbot.waitUntil(lambda: work.busy() == 0)


def test_it_is_said_at_the_start_and_the_records_move(
    qtbot: QtBot, door: Door, synced: Path, seat: Seat, tmp_path: Path
) -> None:
    banner = door.frame.banner
    assert "同步文件夹" in banner.text() and str(synced) in banner.text()
    assert banner.action().text() == "移到别处…"
    target = tmp_path / "本机"
    target.mkdir()
    moving.take(door.frame, target, door._move)
    qtbot.waitUntil(lambda: door.desk is not None and door.desk.session.folder == target)
    qtbot.waitUntil(lambda: work.busy() == 0)
    assert door.desk is not None and door.desk.visits.count(VisitQuery()) == 1
    assert "核对过" in banner.text() and str(synced) in banner.text(), "the old folder is left to whoever deletes it"
    assert seat.moved_folder(synced) == target
    assert (synced / "petidesk.db").is_file()


def test_no_place_that_is_no_better_and_none_with_records(
    qtbot: QtBot, door: Door, synced: Path, seat: Seat, tmp_path: Path
) -> None:
    other = tmp_path / "坚果云" / "别处"
    other.mkdir()
    moving.take(door.frame, other, door._move)
    assert "同步文件夹" in door.frame.floats.shown()[-1] and not list(other.iterdir())
    full = tmp_path / "有记录"
    shutil.copytree(synced, full / "petidesk")
    moving.take(door.frame, full, door._move)
    qtbot.waitUntil(lambda: door.desk is not None and work.busy() == 0)
    assert door.folder == synced and seat.moved_folder(synced) is None, "the window goes on where it was"


def test_a_local_folder_is_not_spoken_of(qtbot: QtBot, built_office: Path, seat: Seat, tmp_path: Path) -> None:
    door = Door(Path(shutil.copytree(built_office, tmp_path / "data")), None, seat)
    qtbot.addWidget(door.frame)
    _open(qtbot, door)
    assert not door.frame.banner.isVisibleTo(door.frame)
    door._front.stop()
    door._half_hour.stop()
    door.frame.leave()
    door.end()
