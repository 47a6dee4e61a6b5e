"""The page 矛盾纠纷台账 in the real window, for its tests: opening it, and reading what it says."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.ui.ledger.detail import DisputeDetail
from petidesk.ui.ledger.disputes import LedgerList
from petidesk.ui.ledger.form import DisputeForm
from petidesk.ui.ledger.page import LedgerPage
from petidesk.ui.seat import Seat
from petidesk.ui.shell.routes import Route
from tests.ui.desks import window
from tests.ui.desks.calm import quiet
from tests.ui.desks.window import open_page


def open_window(qtbot: QtBot, desk: Desk, seat: Seat, route: Route | None = None) -> LedgerPage:
    return open_page(qtbot, desk, seat, LedgerPage, route)


def column(lines: LedgerList, key: str) -> list[str]:
    """What one column says, top to bottom."""
    return window.column(lines.model, key)


def chips(lines: LedgerList) -> dict[str, QPushButton]:
    return {part.text(): part for part in lines.filter.chips.parts() if isinstance(part, QPushButton)}


def show(qtbot: QtBot, lines: LedgerList, number: str) -> DisputeDetail:
    lines.open_no(number)
    quiet(qtbot)
    return lines.detail


def form_of(lines: LedgerList) -> DisputeForm:
    assert lines.form is not None
    return lines.form
