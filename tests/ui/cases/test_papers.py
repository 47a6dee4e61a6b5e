"""Papers of a case on its page: opened from the timeline, served, entered in the national system, printed as a file."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.ui.cases.page import CasesPage
from petidesk.ui.seat import Seat
from petidesk.ui.shell.routes import ToLetter
from tests.ui.desks.cases_office import in_hand, overdue
from tests.ui.desks.cases_window import entry, open_window, quiet, show, words
from tests.ui.desks.typist import focus, press


@pytest.fixture
def told(desk: Desk) -> str:
    """A case that was accepted by a notice: signed, and not served yet."""
    number = overdue(desk)
    letter = desk.letters.draft("acceptance_notice", number)
    desk.letters.issue(letter.letter_id, "王建国", desk.today())
    return number


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, seat: Seat, told: str) -> CasesPage:
    """The page in the window."""
    in_hand(desk)
    return open_window(qtbot, desk, seat)


def link(page: CasesPage, name: str) -> QPushButton:
    """The link of the open case that a screen reader would call so."""
    buttons = page.detail.findChildren(QPushButton)
    return next(each for each in buttons if each.isVisibleTo(page.detail) and each.accessibleName().startswith(name))


def test_what_a_paper_recorded_leads_to_the_paper(qtbot: QtBot, page: CasesPage, told: str, desk: Desk) -> None:
    asked = []
    page.go.connect(asked.append)
    show(qtbot, page, told)
    letter = desk.cases.get(told).letters[0]
    link(page, f"看文书 {letter.document_no}").click()
    link(page, f"打开、打印 {letter.title}").click()
    assert asked == [ToLetter(letter.letter_id)] * 2
    names = [button.accessibleName() for button in page.detail.findChildren(QPushButton)]
    assert not [name for name in names if name.startswith("撤销") and "受理" in name]


def test_serving_is_filled_in_with_what_is_known(qtbot: QtBot, page: CasesPage, told: str, desk: Desk) -> None:
    page.filter.views.choose("service")
    quiet(qtbot)
    assert page.model.rowCount() == 1
    show(qtbot, page, told)
    letter = desk.cases.get(told).letters[0]
    link(page, "记送达").click()
    panel = page.detail.panel
    assert panel is not None
    assert panel.answers["document_no"].value() == letter.document_no
    assert panel.answers["recipient"].value() == "张桂花"
    panel.answers["method"].put("left")
    panel.save()
    quiet(qtbot)
    assert "见证人" in panel.answers["witness"].field.said()
    panel.answers["method"].put("direct")
    panel.save()
    quiet(qtbot)
    assert desk.cases.get(told).letters[0].served_on == desk.today()
    assert "送达" in words(page)


def test_each_paper_of_the_national_system_is_entered_at_its_line(
    qtbot: QtBot, page: CasesPage, told: str, desk: Desk
) -> None:
    assert "acceptance_notice" in desk.cases.get(told).not_entered
    show(qtbot, page, told)
    link(page, "记已录入：受理").click()
    panel = page.detail.panel
    assert panel is not None
    panel.answers["national_no"].put("GX20261122001")
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    quiet(qtbot)
    case = desk.cases.get(told)
    assert "acceptance_notice" not in case.not_entered and case.national_no == "GX20261122001"
    panel = entry(qtbot, page, "entered")
    panel.answers["paper"].put("acceptance_notice")
    panel.answers["state"].put("sent_back")
    panel.save()
    quiet(qtbot)
    assert "acceptance_notice" in desk.cases.get(told).not_entered
    assert "受理（告知）书退回重办" in words(page)


def test_a_draft_is_continued_from_its_line(qtbot: QtBot, page: CasesPage, told: str, desk: Desk) -> None:
    draft = desk.letters.draft("handling_opinion", told)
    asked = []
    page.go.connect(asked.append)
    show(qtbot, page, told)
    link(page, "接着写").click()
    assert asked == [ToLetter(draft.letter_id)]


def test_the_whole_file_is_printed(qtbot: QtBot, page: CasesPage, told: str) -> None:
    assert not page.print_page()
    show(qtbot, page, told)
    assert page.print_page()
    qtbot.waitUntil(lambda: page.preview.paper() is not None, timeout=30_000)
    paper = page.preview.paper()
    assert paper is not None and paper.pdf.startswith(b"%PDF")
    page.escape()
    assert page.detail.isVisible() and page.detail.hasFocus()


def test_tab_reaches_what_is_done_before_the_links_of_the_timeline(qtbot: QtBot, page: CasesPage, told: str) -> None:
    detail = show(qtbot, page, told)
    assert detail.hasFocus()
    press(Qt.Key.Key_Tab)
    assert focus() is detail.main
    press(Qt.Key.Key_Tab)
    assert focus() is detail.note_button
    press(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert detail.menu.typed.hasFocus()
