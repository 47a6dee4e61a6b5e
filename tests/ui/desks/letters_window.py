"""The page 文书, and what its tests do with it again and again."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from petidesk.ui.letters.page import LettersPage
from tests.ui.desks.calm import quiet


def open_row(qtbot: QtBot, page: LettersPage, row: int) -> None:
    page.table.setFocus()
    page.table.setCurrentIndex(page.model.index(row, 0))
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    quiet(qtbot)
