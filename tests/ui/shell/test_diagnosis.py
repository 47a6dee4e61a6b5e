"""F11: the diagnosis file from the window, from a mistake of the program and from records that do not open."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.domain.trouble import KnownTrouble
from petidesk.ui.look import files
from petidesk.ui.seat import Seat
from petidesk.ui.shell import actions, dialogs
from petidesk.ui.shell.frame import Frame
from petidesk.ui.start.trouble import StartTrouble
from tests.ui.desks.calm import quiet


@pytest.fixture
def target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where the clerk says that the file goes."""
    chosen = tmp_path / "诊断.zip"
    asked: list[QWidget] = []
    monkeypatch.setattr(files, "file_to_save", lambda owner, *_said: asked.append(owner) or chosen)
    yield chosen
    assert len(asked) == 1


def checked(file: Path) -> dict[str, object]:
    """What the file says of the records."""
    with zipfile.ZipFile(file) as archive:
        assert "孙玉兰" not in "".join(archive.read(name).decode() for name in archive.namelist())
        found: dict[str, object] = json.loads(archive.read("checks.json"))
    return found


@pytest.fixture
def window(qtbot: QtBot, desk: Desk, seat: Seat) -> Frame:
    made = Frame(seat)
    qtbot.addWidget(made)
    made.take(desk)
    made.show()
    quiet(qtbot)
    return made


def test_the_window_makes_it_at_one_key_and_says_where_it_is(qtbot: QtBot, window: Frame, target: Path) -> None:
    window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_F11)
    quiet(qtbot)
    assert checked(target)["checked"] is True
    assert str(target) in "".join(window.floats.shown())


def test_a_mistake_of_the_program_offers_it(qtbot: QtBot, window: Frame, target: Path) -> None:
    window.show_bug(ValueError("孙玉兰"))
    dialog = window.findChildren(dialogs.BugDialog)[0]
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_F11)
    quiet(qtbot)
    assert checked(target)["problems"] == [] and str(target) in dialog.says.text()
    dialog.close()


@pytest.mark.parametrize("broken", [True, False])
def test_so_do_records_that_do_not_open(
    qtbot: QtBot, office_folder: Path, seat: Seat, target: Path, *, broken: bool
) -> None:
    if broken:
        (office_folder / "petidesk.db").write_bytes(b"torn")
    frame, screen = Frame(seat), StartTrouble(office_folder, KnownTrouble("damaged", "打不开。"))
    qtbot.addWidget(frame)
    frame.show_start(screen)
    frame.show()
    frame.activateWindow()
    qtbot.waitUntil(frame.isActiveWindow)
    qtbot.keyClick(frame, Qt.Key.Key_F11)
    quiet(qtbot)
    assert checked(target)["checked"] is not broken and str(target) in screen.says.text()


def test_its_key_is_told() -> None:
    assert actions.action("diagnosis").keys == ("F11",)
