"""Papers of the window itself, from the pages where they belong: ready to be printed, refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.domain.office.papers import BOARD, HANDOVER, MAILING
from petidesk.ui.letters.page import LettersPage
from petidesk.ui.seat import Seat
from petidesk.ui.shell.frame import Frame
from petidesk.ui.shell.routes import Route, ToWindowPaper
from petidesk.ui.visits.page import VisitsPage
from tests.ui.desks.letters_office import issue_notice, letters_page, open_case, quiet

BOARD_SETTINGS = {
    "web_address": "http://xf.qingxi.example",
    "address": "安平县清溪镇人民路1号",
    "phone": "0571-00000000",
    "hours": "工作日8:30至12:00",
}


def fill(desk: Desk) -> None:
    """A notice that waits for its service."""
    issue_notice(desk, open_case(desk, "村道路灯不亮", ("修好路灯",), days_ago=3, name="曾庆兰"), days_ago=0)


@pytest.fixture
def page(qtbot: QtBot, filled: None, desk: Desk, seat: Seat) -> LettersPage:
    """The page of letters on that notice."""
    return letters_page(qtbot, desk, seat)


def button(page: QWidget, words: str) -> QPushButton:
    return next(one for one in page.findChildren(QPushButton) if one.text() == words)


@pytest.mark.parametrize("form", [HANDOVER, MAILING])
def test_a_route_shows_the_paper_of_today(qtbot: QtBot, page: LettersPage, form: str) -> None:
    page.opened(ToWindowPaper(form))
    qtbot.waitUntil(lambda: page.preview.paper() is not None, timeout=20_000)
    paper = page.preview.paper()
    assert paper is not None and (paper.form, paper.size) == (form, "a4")


def test_a_board_says_which_setting_it_lacks_and_stands_once_it_is_there(
    qtbot: QtBot, page: LettersPage, desk: Desk
) -> None:
    desk.office.change({**BOARD_SETTINGS, "web_address": ""})
    page.opened(ToWindowPaper(BOARD))
    qtbot.waitUntil(lambda: page.preview.notice.isVisible(), timeout=20_000)
    assert "网上信访网址" in page.preview.notice.text() and page.preview.paper() is None
    desk.office.change(BOARD_SETTINGS)
    page.opened(ToWindowPaper(BOARD))
    qtbot.waitUntil(lambda: page.preview.paper() is not None, timeout=20_000)
    paper = page.preview.paper()
    assert paper is not None and (paper.form, paper.size) == (BOARD, page.preview.chosen_size())


def test_a_letter_that_waits_has_its_envelope_beside_it(qtbot: QtBot, page: LettersPage, tmp_path: Path) -> None:
    page.open_id(page.model.id_at(0))
    quiet(qtbot)
    wanted = button(page.detail, "信封")
    assert wanted.isVisible()
    wanted.click()
    qtbot.waitUntil(lambda: page.preview.paper() is not None, timeout=20_000)
    paper = page.preview.paper()
    assert paper is not None and (paper.form, paper.size) == ("envelope", "dl")
    with qtbot.waitSignal(page.preview.printed, timeout=20_000):
        page.preview.write_pdf(tmp_path / "信封.pdf")


def test_the_actions_and_the_first_page_lead_to_them(qtbot: QtBot, window: Frame) -> None:
    gone: list[Route] = []
    offered = {made.id: made for made in window.offered()}
    for name in (HANDOVER, MAILING, BOARD):  # an action is called like its form
        call = offered[name].call
        assert call is not None
        call(window)
        quiet(qtbot)
        found = window.page("letters")
        assert isinstance(found, LettersPage)
        assert found.front.currentWidget() is found.preview, name
    window.open_page("home")
    home = window.page("home")
    home.go.connect(gone.append)
    button(home, "交接班单").click()
    quiet(qtbot)
    assert gone == [ToWindowPaper(HANDOVER)]


def test_what_a_visitor_left_goes_back_from_the_visit(qtbot: QtBot, desk: Desk, seat: Seat, filled: None) -> None:
    document = {
        "at": f"{desk.today().isoformat()}T00:00",
        "channel": "visit",
        "petitioners": [{"name": "单桂花", "village": "东村"}],
        "materials": [{"name": "土地承包合同", "copies": 1}],
        "matters": [{"purpose": "appeal", "route": 6, "statement": "补偿款没有到账。"}],
    }
    with_papers = desk.visits.add(document)[0].visit_no
    without = desk.visits.add({**document, "materials": []})[0].visit_no
    page = VisitsPage(desk, seat)
    qtbot.addWidget(page)
    page.resize(1366, 768)
    page.show()
    page.opened()
    quiet(qtbot)
    page.open_no(without)
    quiet(qtbot)
    assert button(page.detail, "退还材料清单").isHidden()
    page.open_no(with_papers)
    quiet(qtbot)
    button(page.detail, "退还材料清单").click()
    qtbot.waitUntil(lambda: page.preview.paper() is not None, timeout=20_000)
    paper = page.preview.paper()
    assert paper is not None and paper.form == "materials_return"
