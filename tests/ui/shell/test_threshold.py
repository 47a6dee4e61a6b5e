"""A page that was never open: its title stands at once, what is typed while it is made goes to it, all pages alike."""

from __future__ import annotations

import subprocess
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.ui.forms.inputs import TextField
from petidesk.ui.seat import Seat
from petidesk.ui.shell.frame import Frame
from petidesk.ui.shell.page import Page
from petidesk.ui.shell.pages import pages
from tests.ui.desks.calm import quiet

KEYS = [entry.key for entry in pages()]


class _Asks(Page):
    """A page of one field that has the focus, and a shortcut."""

    key = "visits"

    def __init__(self, desk: Desk, seat: Seat) -> None:
        super().__init__(desk, seat)
        self.field, self.more = TextField(), TextField()
        for field in (self.field, self.more):
            self.body.addWidget(field)
        self.setFocusProxy(self.field)
        self.pressed = 0
        self.add_action("保存", self._press, main=True)

    def _press(self) -> None:
        self.pressed += 1


@pytest.fixture
def frame(qtbot: QtBot, desk: Desk, seat: Seat) -> Frame:
    """A window on its first page."""
    made = Frame(seat)
    qtbot.addWidget(made)
    made.showNormal()
    made.take(desk)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    quiet(qtbot)
    return made


def test_every_title_stands_before_its_page_is_made(qtbot: QtBot, frame: Frame) -> None:
    for place, key in enumerate(KEYS[1:], 1):  # the first one is open
        made = frame.findChildren(Page)
        frame.open_page(key)
        assert frame.heading.text() == frame.entries[key].title
        assert [button.isChecked() for button in frame.navigation.buttons()].index(True) == place
        assert frame.findChildren(Page) == made
        quiet(qtbot)
        assert isinstance(frame.stack.currentWidget(), Page)
        assert frame.stack.currentWidget() is frame.page(key)


def test_what_is_typed_meanwhile_goes_to_the_page(qtbot: QtBot, frame: Frame, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("petidesk.ui.visits.page.VisitsPage", _Asks)
    frame.open_page("visits")
    there = QApplication.focusWidget()
    assert there is frame.threshold
    QTest.keyClicks(there, "abc")
    QTest.keyClick(there, Qt.Key.Key_Tab)
    QTest.keyClicks(there, "de")
    QTest.keyClick(there, Qt.Key.Key_Backspace)
    QTest.keyClick(there, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    quiet(qtbot)
    page = frame.page("visits")
    assert isinstance(page, _Asks)
    assert (page.field.text(), page.more.text()) == ("abc", "d")
    assert page.pressed == 1


def test_another_page_that_is_asked_for_meanwhile_gets_the_keys(
    qtbot: QtBot, frame: Frame, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("petidesk.ui.visits.page.VisitsPage", _Asks)
    frame.open_page("cases")
    QTest.keyClicks(frame.threshold, "xyz")
    frame.open_page("visits")
    QTest.keyClicks(frame.threshold, "abc")
    quiet(qtbot)
    page = frame.page("visits")
    assert isinstance(page, _Asks)
    assert frame.current == "visits"
    assert page.field.text() == "abc"


def test_the_keys_of_the_search_box_stay_there(qtbot: QtBot, frame: Frame) -> None:
    frame.focus_search()
    QTest.keyClicks(frame.search, "zhang")
    quiet(qtbot)
    assert frame.current == "search"
    assert frame.search.text() == "zhang"
    assert frame.search.hasFocus()


def test_the_first_window_waits_for_no_rules_no_file_and_no_paper() -> None:
    # What the tests themselves put into every process (tests/clock.py) is not counted.
    say = "import sys; before = set(sys.modules); import petidesk.app; print(*(set(sys.modules) - before))"
    told = subprocess.run([sys.executable, "-c", say], capture_output=True, check=True, text=True).stdout.split()
    floors = tuple(f"petidesk.{floor}" for floor in ("desk", "domain", "storage", "documents"))
    assert {name for name in told if name.startswith(floors)} <= {"petidesk.domain", "petidesk.domain.trouble"}
    assert not {"sqlalchemy", "reportlab", "openpyxl", "borax"} & set(told)
