"""The page 信访事项 in the real window, and what its tests ask of it again and again."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.ui.cases.detail import CaseDetail
from petidesk.ui.cases.entry import EntryPanel
from petidesk.ui.cases.page import CasesPage
from petidesk.ui.seat import Seat
from petidesk.ui.shell.frame import Frame
from tests.ui.desks.calm import quiet
from tests.ui.desks.cases_office import accusation, answered, in_hand, overdue, suggestion


def stories(desk: Desk) -> dict[str, str]:
    """Cases in different states, their numbers by their story."""
    return {
        "overdue": overdue(desk),
        "in_hand": in_hand(desk),
        "answered": answered(desk),
        "suggestion": suggestion(desk),
        "accusation": accusation(desk),
    }


def open_window(qtbot: QtBot, desk: Desk, seat: Seat) -> CasesPage:
    frame = Frame(seat)
    qtbot.addWidget(frame)
    frame.showNormal()  # a small screen would have it maximised
    frame.resize(1366, 768)
    frame.take(desk)
    frame.activateWindow()
    qtbot.waitUntil(frame.isActiveWindow, timeout=10_000)
    frame.open_page("cases")
    quiet(qtbot)
    page = frame.page("cases")
    assert isinstance(page, CasesPage)
    page.setProperty("frame", frame)
    return page


def column(page: CasesPage, key: str) -> list[str]:
    """What one column says, top to bottom."""
    place = [each.key for each in page.model.columns].index(key)
    return [str(page.model.data(page.model.index(row, place))) for row in range(page.model.rowCount())]


def words(page: CasesPage) -> str:
    """Everything that the open case says in sight of the reader."""
    labels = page.detail.findChildren(QLabel)
    return "\n".join(label.text() for label in labels if label.isVisibleTo(page.detail))


def chips(page: CasesPage) -> dict[str, QPushButton]:
    return {part.text(): part for part in page.filter.chips.parts() if isinstance(part, QPushButton)}


def show(qtbot: QtBot, page: CasesPage, case_no: str) -> CaseDetail:
    page.open_no(case_no)
    quiet(qtbot)
    return page.detail


def entry(qtbot: QtBot, page: CasesPage, kind: str) -> EntryPanel:
    page.detail.record(kind)
    quiet(qtbot)
    assert page.detail.panel is not None
    return page.detail.panel
