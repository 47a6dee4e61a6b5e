"""The page 统计分析 in the real window, for its tests: its tabs, what a table says, keys with a rest after each."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from petidesk.domain.statistics.figures import Asked
from petidesk.domain.statistics.spans import Span, around
from petidesk.ui.lists.few_rows import FewTable
from petidesk.ui.shell.frame import Frame
from petidesk.ui.shell.routes import ToFigures
from petidesk.ui.statistics.figure_page import FigurePage
from petidesk.ui.statistics.page import StatisticsPage
from petidesk.ui.statistics.tab import FiguresTab
from tests.ui.desks.calm import quiet
from tests.ui.desks.typist import press

T = TypeVar("T", bound=FigurePage)
DAY = date(2026, 10, 31)
YEAR = around("year", DAY)


def tab_of(frame: Frame, key: str, kind: type[T]) -> T:
    """A tab of the page."""
    page = frame.page("statistics")
    assert isinstance(page, StatisticsPage)
    tab = page.tab(key)
    assert isinstance(tab, kind)
    return tab


def opened(qtbot: QtBot, frame: Frame, *by: str, span: Span = YEAR) -> FiguresTab:
    """The tab 统计表 with the visits of a span divided so."""
    frame.follow(ToFigures(Asked("visits", span, by)))
    quiet(qtbot)
    return tab_of(frame, "figures", FiguresTab)


def cells(table: FewTable) -> list[list[str]]:
    """A table as it is shown."""
    model = table.few
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def typed(qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """One key, and what follows from it."""
    press(key, modifier)
    quiet(qtbot)
