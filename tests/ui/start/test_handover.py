"""Several at one desk: who it is at the start, Ctrl+L and a name by its initials, the window that covers itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from petidesk.app import Door
from petidesk.desk.opening import open_desk
from petidesk.ui import work
from petidesk.ui.registration.page import RegistrationPage
from petidesk.ui.seat import Seat
from petidesk.ui.shell.curtain import Curtain
from petidesk.ui.shell.idle import Idle, minutes_of
from petidesk.ui.shell.routes import NewVisit
from petidesk.ui.start.handover import HandoverScreen
from tests.desk.undo import deeds
from tests.offices import new_office
from tests.ui.desks.typist import press, write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "data"
    new_office(made)
    desk = open_desk(made)
    desk.staff.add("李敏", "registrar")
    desk.staff.add("李大山", "lead")
    desk.close()
    return made


@pytest.fixture
def door(qtbot: QtBot, folder: Path, seat: Seat) -> Iterator[Door]:
    made = Door(folder, "值班员", seat)
    qtbot.addWidget(made.frame)
    made.start()
    qtbot.waitUntil(lambda: made.desk is not None and work.busy() == 0, timeout=20_000)
    yield made
    qtbot.waitUntil(lambda: work.busy() == 0, timeout=20_000)
    if shiboken6.isValid(made.frame):  # waiting may have let it go already
        made.frame.leave()
    work.wait(3000)
    made.end()


def _screen(qtbot: QtBot, door: Door) -> HandoverScreen:
    qtbot.waitUntil(lambda: work.busy() == 0 and bool(door.frame.findChildren(HandoverScreen)), timeout=20_000)
    screen: HandoverScreen = door.frame.findChildren(HandoverScreen)[-1]
    qtbot.waitUntil(screen.typed.hasFocus)
    return screen


def _registering(qtbot: QtBot, door: Door) -> QLineEdit:
    door.frame.follow(NewVisit())
    qtbot.waitUntil(lambda: work.busy() == 0 and isinstance(QApplication.focusWidget(), QLineEdit), timeout=20_000)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    return field


def test_whoever_locks_comes_back_to_where_he_was(qtbot: QtBot, door: Door) -> None:
    field = _registering(qtbot, door)
    write("覃")
    door.frame.change_hands()
    screen = _screen(qtbot, door)
    assert not field.isVisible() and screen.names() == ["值班员", "李敏", "李大山"]
    assert "没有加密" in screen.findChildren(type(door.frame.heading))[2].text()
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(field.hasFocus)
    assert field.text() == "覃" and door.frame.isVisible()


def test_another_one_by_her_initials_finds_a_window_of_her_own(qtbot: QtBot, door: Door) -> None:
    _registering(qtbot, door)
    write("覃晓东")
    desk = door.desk
    assert desk is not None
    door.frame.change_hands()
    screen = _screen(qtbot, door)
    write("lm")
    assert screen.names() == ["李敏"]
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: work.busy() == 0 and desk.actor.name == "李敏", timeout=20_000)
    assert door.frame.current == "home"
    assert desk.drafts.all() == []
    page = door.frame.page("registration")
    assert isinstance(page, RegistrationPage)
    visit, _ = desk.visits.add(deeds.visit("段小满", "桥坏了", at=desk.now().isoformat()))
    assert visit.entered_by == "李敏"
    door.frame.change_hands()
    _screen(qtbot, door)
    write("zby")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: work.busy() == 0 and desk.actor.name == "值班员", timeout=20_000)
    assert [draft.content["petitioners"][0]["name"] for draft in desk.drafts.whole()] == ["覃晓东"]


def test_where_several_work_the_start_asks_who_it_is(qtbot: QtBot, folder: Path, seat: Seat) -> None:
    made = Door(folder, None, seat)
    qtbot.addWidget(made.frame)
    made.start()
    _screen(qtbot, made)
    write("lds")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: made.desk is not None and work.busy() == 0, timeout=20_000)
    assert made.desk is not None and made.desk.actor.name == "李大山"
    made.frame.leave()
    work.wait(3000)
    made.end()
    again = Door(folder, None, seat)
    qtbot.addWidget(again.frame)
    again.start()
    assert _screen(qtbot, again).names()[0] == "李大山", "who was here last stands first"
    again.end()


def test_any_key_lifts_the_curtain_and_goes_no_further(qtbot: QtBot, door: Door) -> None:
    field = _registering(qtbot, door)
    write("覃")
    for key in (Qt.Key.Key_A, Qt.Key.Key_F2, Qt.Key.Key_Escape, Qt.Key.Key_F12):
        door.frame.toggle_curtain()
        curtain = QApplication.focusWidget()
        assert isinstance(curtain, Curtain) and not field.isVisible()
        press(Qt.Key.Key_Control)
        assert curtain.isVisible()
        press(key)
        assert field.hasFocus() and field.text() == "覃"


def test_the_window_covers_itself_when_no_hand_is_there(qtbot: QtBot, door: Door) -> None:
    idle = Idle(door.frame)
    rested: list[bool] = []
    idle.rested.connect(lambda: rested.append(True))
    window = door.frame.windowHandle()
    idle.watch(window)
    idle.wait(400)
    for _ in range(6):
        qtbot.wait(100)
        QApplication.sendEvent(
            window, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Shift, Qt.KeyboardModifier.NoModifier)
        )
    assert rested == []
    qtbot.waitUntil(lambda: rested == [True])
    assert (minutes_of("", encrypted=True), minutes_of("", encrypted=False), minutes_of("0", encrypted=True)) == (
        10,
        0,
        0,
    )
    assert (minutes_of("30", encrypted=False), minutes_of("x", encrypted=False)) == (30, 0)
