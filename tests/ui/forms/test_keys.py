"""Enter walks through the fields, and never while an input method is composing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from petidesk.ui.forms.inputs import StatementEdit, TextField
from petidesk.ui.forms.keys import FieldKeys
from tests.ui.desks.typist import ENTER, commit, compose, press


class Two(QWidget):
    """A line, a statement, and a record of what Enter asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.line, self.statement = TextField(), StatementEdit(2)
        column = QVBoxLayout(self)
        column.addWidget(self.line)
        column.addWidget(self.statement)
        self.asked: list[str] = []
        self.keys = FieldKeys(self)
        for widget in (self.line, self.statement):
            self.keys.watch(widget)
        self.keys.forward.connect(lambda _: self.asked.append("forward"))
        self.keys.back.connect(lambda _: self.asked.append("back"))


@pytest.fixture
def two(qtbot: QtBot) -> Two:
    widget = Two()
    qtbot.addWidget(widget)
    with qtbot.waitExposed(widget):
        widget.show()
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)
    widget.line.setFocus()
    return widget


def test_enter_and_shift_enter(two: Two) -> None:
    press(ENTER)
    press(Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    press(ENTER, Qt.KeyboardModifier.ShiftModifier)
    assert two.asked == ["forward", "forward", "back"]


@pytest.mark.parametrize("field", ["line", "statement"])
def test_enter_that_commits_does_not_jump(two: Two, field: str) -> None:
    editor = getattr(two, field)
    editor.setFocus()
    compose(editor, "zhang'gui'hua")
    press(ENTER)
    assert two.asked == []
    commit(editor, "张桂花")
    assert editor.text() == "张桂花"
    press(ENTER)
    assert two.asked == ["forward"]


def test_enter_passed_on_just_after_its_commit_does_not_jump(two: Two) -> None:
    compose(two.line, "zhang")
    commit(two.line, "张")
    press(ENTER)
    assert two.asked == []
    QTest.qWait(60)
    press(ENTER)
    assert two.asked == ["forward"]


def test_a_composition_that_is_given_up_frees_the_enter(two: Two) -> None:
    compose(two.line, "zh")
    compose(two.line, "")
    press(ENTER)
    assert two.asked == ["forward"]
    assert two.line.text() == ""


def test_leaving_while_composing_frees_the_next_field(two: Two) -> None:
    compose(two.line, "zh")
    two.statement.setFocus()
    press(ENTER)
    assert two.asked == ["forward"]


def test_alt_enter_is_a_new_line_in_a_statement_only(two: Two) -> None:
    two.statement.setFocus()
    QTest.keyClicks(two.statement, "a")
    press(ENTER, Qt.KeyboardModifier.AltModifier)
    QTest.keyClicks(two.statement, "b")
    assert two.statement.text() == "a\nb"
    assert two.asked == []
