"""The page 信访事项 in the real window, and what its tests ask of it again and again."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.ui.cases.detail import CaseDetail
from petidesk.ui.cases.entry import EntryPanel
from petidesk.ui.cases.page import CasesPage
from petidesk.ui.seat import Seat
from tests.ui.desks import window
from tests.ui.desks.calm import quiet
from tests.ui.desks.cases_office import accusation, answered, in_hand, overdue, suggestion
from tests.ui.desks.window import open_page


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
    return open_page(qtbot, desk, seat, CasesPage)


def column(page: CasesPage, key: str) -> list[str]:
    """What one column says, top to bottom."""
    return window.column(page.model, key)


def words(page: CasesPage) -> str:
    """Everything that the open case says in sight of the reader."""
    return window.words(page.detail)


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
