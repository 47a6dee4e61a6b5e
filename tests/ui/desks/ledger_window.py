"""The page 矛盾纠纷台账 in the real window, for its tests: opening it, and reading what it says."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.ui.ledger.detail import DisputeDetail
from petidesk.ui.ledger.disputes import LedgerList
from petidesk.ui.ledger.form import DisputeForm
from petidesk.ui.ledger.page import LedgerPage
from petidesk.ui.seat import Seat
from petidesk.ui.shell.frame import Frame
from petidesk.ui.shell.routes import Route
from tests.ui.desks.calm import quiet


def open_window(qtbot: QtBot, desk: Desk, seat: Seat, route: Route | None = None) -> LedgerPage:
    frame = Frame(seat)
    qtbot.addWidget(frame)
    frame.showNormal()
    frame.resize(1366, 768)
    frame.take(desk)
    frame.activateWindow()
    qtbot.waitUntil(frame.isActiveWindow, timeout=10_000)
    frame.open_page("ledger", route)
    quiet(qtbot)
    page = frame.page("ledger")
    assert isinstance(page, LedgerPage)
    page.setProperty("frame", frame)
    return page


def column(lines: LedgerList, key: str) -> list[str]:
    """What one column says, top to bottom."""
    place = [each.key for each in lines.model.columns].index(key)
    return [str(lines.model.data(lines.model.index(row, place))) for row in range(lines.model.rowCount())]


def words(detail: DisputeDetail) -> str:
    """Everything that the open dispute says."""
    return "\n".join(label.text() for label in detail.findChildren(QLabel) if label.isVisibleTo(detail))


def chips(lines: LedgerList) -> dict[str, QPushButton]:
    return {part.text(): part for part in lines.filter.chips.parts() if isinstance(part, QPushButton)}


def show(qtbot: QtBot, lines: LedgerList, number: str) -> DisputeDetail:
    lines.open_no(number)
    quiet(qtbot)
    return lines.detail


def form_of(lines: LedgerList) -> DisputeForm:
    assert lines.form is not None
    return lines.form
