"""A clerk at the keyboard: letters and digits as keys, Chinese through an input method, as it comes in real life."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

ENTER = Qt.Key.Key_Return


def focus() -> QWidget:
    """The widget that has the keys."""
    widget = QApplication.focusWidget()
    assert widget is not None, "nothing has the focus"
    return widget


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """One key."""
    QTest.keyClick(focus(), key, modifier)


def enter(times: int = 1) -> None:
    """Enter."""
    for _ in range(times):
        press(ENTER)


def compose(widget: QWidget, letters: str) -> None:
    """The input method shows letters that are not text yet."""
    QApplication.sendEvent(widget, QInputMethodEvent(letters, []))


def commit(widget: QWidget, text: str) -> None:
    """The input method hands over its text."""
    event = QInputMethodEvent("", [])
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def write(text: str) -> None:
    """Type a text into what has the focus."""
    for character in text:
        if character.isascii():
            QTest.keyClicks(focus(), character)
        else:
            commit(focus(), character)
