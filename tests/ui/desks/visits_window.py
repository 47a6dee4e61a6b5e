"""The page 今日来访 in the real window, and what its tests ask of it again and again."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.ui.visits.page import VisitsPage
from tests.ui.desks.calm import quiet
from tests.ui.desks.visits_office import register_many


def fourteen_visits(desk: Desk) -> list[str]:
    return register_many(desk, 14)


def numbers(page: VisitsPage) -> list[str]:
    """The numbers in the list, top to bottom."""
    return [str(page.model.data(page.model.index(row, 0))) for row in range(page.model.rowCount())]


def words(page: VisitsPage) -> str:
    """Everything that the detail says in sight of the reader."""
    return "\n".join(label.text() for label in page.detail.findChildren(QLabel) if label.isVisibleTo(page.detail))


def open_first(qtbot: QtBot, page: VisitsPage) -> None:
    page.table.setFocus()
    page.table.stand_on_first()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    quiet(qtbot)
