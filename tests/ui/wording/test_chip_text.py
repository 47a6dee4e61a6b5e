"""A text with chips: written, deleted as one, copied and pasted safely, read aloud by name."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from petidesk.ui.wording.chip_text import ChipText
from tests.ui.desks.typist import press, write

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def field(qtbot: QtBot) -> Iterator[ChipText]:
    """A text in which two fields may stand."""
    window = QWidget()
    qtbot.addWidget(window)
    made = ChipText("正文", lambda name: name in ("你", "受理日期"))
    QVBoxLayout(window).addWidget(made)
    window.show()
    window.activateWindow()
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    yield made


@pytest.mark.parametrize("text", ["", "你好", "{你}于{受理日期}来访", "一\n二{你}\n\n三", "{{花}}{你}{你}", "{旧名}在"])
def test_what_is_put_in_comes_out(field: ChipText, text: str) -> None:
    field.set_text(text)
    assert field.text() == text
    press(Qt.Key.Key_Z, CONTROL)
    assert field.text() == text


def test_a_chip_is_one_piece_for_cursor_and_keys(field: ChipText) -> None:
    field.set_text("甲{受理日期}乙")
    assert "〔受理日期〕" in field.accessibleDescription()
    press(Qt.Key.Key_Home)
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Right)
    write("后")
    assert field.text() == "甲{受理日期}后乙"
    press(Qt.Key.Key_Left)
    press(Qt.Key.Key_Backspace)
    assert field.text() == "甲后乙"
    press(Qt.Key.Key_Z, CONTROL)
    assert field.text() == "甲{受理日期}后乙"


def test_an_input_method_writes_words_beside_a_chip_and_over_it(field: ChipText) -> None:
    field.set_text("{你}")
    press(Qt.Key.Key_End)
    composed = QInputMethodEvent()
    composed.setCommitString("今天")
    QCoreApplication.sendEvent(field, composed)
    assert field.text() == "{你}今天"
    press(Qt.Key.Key_A, CONTROL)
    QCoreApplication.sendEvent(field, composed)
    assert field.text() == "今天"
    field.set_text("甲{你}")
    press(Qt.Key.Key_A, CONTROL)
    write("x")
    assert field.text() == "x"


def test_a_name_in_braces_becomes_a_chip_where_it_is_known(field: ChipText) -> None:
    write("{你}{他}")
    assert field.text() == "{你}{{他}}"


def test_chips_are_copied_as_their_names_and_pasted_as_chips(field: ChipText) -> None:
    field.set_text("甲{你}乙")
    press(Qt.Key.Key_A, CONTROL)
    press(Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "甲{你}乙"
    press(Qt.Key.Key_End)
    press(Qt.Key.Key_V, CONTROL)
    assert field.text() == "甲{你}乙甲{你}乙"
    data = QMimeData()
    data.setHtml("<b>粗</b>")
    data.setText("粗{他}{受理日期}\r\n下")
    field.insertFromMimeData(data)
    assert field.text().endswith("粗{{他}}{受理日期}\n下")


def test_enter_goes_on_and_alt_enter_is_a_new_line(field: ChipText) -> None:
    steps: list[int] = []
    field.onward.connect(steps.append)
    field.set_text("甲")
    press(Qt.Key.Key_End)
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert steps == [1, -1] and field.text() == "甲\n"
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_Up)
    assert steps == [1, -1, -1]
