"""The window on a real office, and what every test of a page asks of it: the page, its words, a column of its list."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.ui.lists.row_model import RowModel
from petidesk.ui.seat import Seat
from petidesk.ui.shell.focus import FocusOwner
from petidesk.ui.shell.frame import Frame
from petidesk.ui.shell.page import Page
from petidesk.ui.shell.routes import Route
from petidesk.ui.shell.walk import EnterWalk
from tests.ui.desks.calm import quiet

P = TypeVar("P", bound=Page)


def open_page(
    qtbot: QtBot,
    desk: Desk,
    seat: Seat,
    kind: type[P],
    route: Route | None = None,
    *,
    size: tuple[int, int] = (1366, 768),
) -> P:
    """A page in an active window of its own, at rest. The window is kept as the page's property ``frame``."""
    frame = Frame(seat)
    qtbot.addWidget(frame)
    frame.showNormal()  # a small screen would have it maximised
    frame.resize(*size)
    frame.activateWindow()
    qtbot.waitUntil(frame.isActiveWindow)
    frame.take(desk)
    frame.open_page(kind.key, route)  # at once: the first page of the window is not made for it
    quiet(qtbot)
    page = frame.page(kind.key)
    assert isinstance(page, kind)
    page.setProperty("frame", frame)
    return page


def alone(qtbot: QtBot, page: Page, route: Route | None = None, *, size: tuple[int, int] = (1200, 690)) -> None:
    """A page shown as a window of its own, with the keys owned as in the real one; it may still be reading."""
    qtbot.addWidget(page)
    page.resize(*size)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    EnterWalk(page)
    owner = FocusOwner(page)
    page.focusNextPrevChild = owner.next  # type: ignore[method-assign]
    owner.enter(page, lambda: page.opened(route))


def words(widget: QWidget) -> str:
    """Everything that its labels say in sight of the reader."""
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def column(model: RowModel, key: str) -> list[str]:
    """What one column of a list says, top to bottom."""
    place = [each.key for each in model.columns].index(key)
    return [str(model.data(model.index(row, place))) for row in range(model.rowCount())]
