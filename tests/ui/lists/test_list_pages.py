"""What holds of every list of the window: chips, columns, named views, what is open beside it, empty states."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.ui.cases.page import CasesPage
from petidesk.ui.ledger.page import LedgerPage
from petidesk.ui.letters.page import LettersPage
from petidesk.ui.look.theme import theme
from petidesk.ui.seat import Seat
from petidesk.ui.shell.list_page import ListPage
from petidesk.ui.shell.page import Page
from petidesk.ui.visits.page import VisitsPage
from tests.ui.desks.calm import quiet
from tests.ui.desks.fit import clipped, nameless
from tests.ui.desks.ledger_office import dispute
from tests.ui.desks.letters_office import issue_notice, open_case
from tests.ui.desks.typist import enter, focus, press, write
from tests.ui.desks.visits_office import register_many
from tests.ui.desks.window import open_page

PAGES: dict[str, type[Page]] = {page.key: page for page in (VisitsPage, CasesPage, LedgerPage, LettersPage)}
LISTS = tuple(PAGES)
ABSENT = "绝没有的词"

Opener = Callable[[str], ListPage]


def fill(desk: Desk) -> None:
    """Some of everything that is listed."""
    register_many(desk, 3)
    for days in (3, 2):
        issue_notice(desk, open_case(desk, f"第{days}件：排水沟堵塞", ("疏通",), days_ago=days + 3), days_ago=days)
        dispute(desk, days)


@pytest.fixture
def opened(qtbot: QtBot, desk: Desk, seat: Seat) -> Opener:
    """Opens a list in a window of its own, with everything that it has."""

    def made(key: str) -> ListPage:
        page = open_page(qtbot, desk, seat, PAGES[key], size=(1600, 900))
        shown = page.lines if isinstance(page, LedgerPage) else page
        assert isinstance(shown, ListPage)
        shown.setProperty("frame", page.property("frame"))
        return shown

    return made


@pytest.fixture(params=LISTS)
def page(request: pytest.FixtureRequest, qtbot: QtBot, filled: None, opened: Opener) -> ListPage:
    """Each list in turn, with all that it holds."""
    shown = opened(request.param)
    shown.filter.show_all()
    quiet(qtbot)
    assert shown.model.rowCount() >= 2
    return shown


def chips(page: ListPage) -> list[QPushButton]:
    return [part for part in page.filter.chips.parts() if isinstance(part, QPushButton)]


def test_a_chip_names_what_narrows_and_goes_at_one_click(qtbot: QtBot, page: ListPage) -> None:
    before = page.model.rowCount()
    page.filter.change(text=ABSENT)
    quiet(qtbot)
    assert page.model.rowCount() == 0
    assert page.side.results.currentWidget() is page.side.results.nothing_page
    (chip,) = chips(page)
    assert ABSENT in chip.text()
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    quiet(qtbot)
    assert page.model.rowCount() == before and chips(page) == []
    assert page.side.results.currentWidget() is page.table


def test_columns_and_order_are_remembered(qtbot: QtBot, page: ListPage, opened: Opener) -> None:
    last = [column for column in page.model.columns if column.sort is not None][-1]
    assert last.sort is not None
    page.table.sort_by(last.sort, False)
    page.side.columns.fill()
    page.side.columns.list.setCurrentRow(0)
    page.side.columns.list.move_current(1)
    quiet(qtbot)
    kept = page.table.arrangement
    assert opened(page.key).table.arrangement == kept


def test_a_view_is_named_taken_again_after_a_start_and_dropped(qtbot: QtBot, page: ListPage, opened: Opener) -> None:
    sorts = [column.sort for column in page.model.columns if column.sort is not None]
    page.filter.change(text="第")
    page.table.sort_by(sorts[-1], False)
    asked = page.side.query()
    page.filter.kept.setChecked(True)
    assert focus() is page.side.views.name
    write("常看的")
    enter()
    assert focus() is page.side.views.keep_button
    enter()
    quiet(qtbot)
    again = opened(page.key)
    again.filter.show_all()
    again.table.sort_by(sorts[0], True)
    quiet(qtbot)
    again.filter.kept.setChecked(True)
    enter()
    quiet(qtbot)
    assert again.side.query() == asked and not again.side.views.isVisible()
    offered: list[Callable[[], object]] = []
    again.offer.connect(lambda _said, _label, call: offered.append(call))
    again.filter.kept.setChecked(True)
    press(Qt.Key.Key_Delete)
    assert again.side.saved_views() == []
    offered[0]()
    assert [view.name for view in again.side.saved_views()] == ["常看的"]


def test_views_belong_to_one_list_and_one_person(qtbot: QtBot, filled: None, opened: Opener, tmp_path: Path) -> None:
    visits = opened("visits")
    visits.side.keep_view("本村的")
    assert opened("cases").side.saved_views() == []
    kept = Seat(tmp_path / "seat.ini")
    staff = visits.desk.actor.staff_id
    assert kept.text(f"visits/{staff}/views") and not kept.text(f"visits/{staff + 1}/views")


def test_enter_opens_f3_steps_over_and_escape_closes(qtbot: QtBot, page: ListPage) -> None:
    page.table.setFocus()
    press(Qt.Key.Key_Home)
    enter()
    quiet(qtbot)
    assert page.detail.isVisible() and page.side.isVisible()
    assert page.detail.record_id == page.table.current_id()
    press(Qt.Key.Key_F3)
    assert page.table.hasFocus()
    press(Qt.Key.Key_F3)
    assert page.detail.hasFocus()
    press(Qt.Key.Key_Escape)
    assert not page.detail.isVisible() and page.table.hasFocus()
    press(Qt.Key.Key_F3)
    quiet(qtbot)
    assert page.detail.isVisible() and page.detail.hasFocus()


def test_what_is_open_follows_the_cursor_that_the_clerk_moves(qtbot: QtBot, page: ListPage) -> None:
    page.table.setFocus()
    press(Qt.Key.Key_Home)
    enter()
    quiet(qtbot)
    first = page.detail.record_id
    press(Qt.Key.Key_F3)
    press(Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: page.detail.record_id not in (None, first), timeout=10_000)
    quiet(qtbot)
    assert page.detail.record_id == page.table.current_id()
    page.detail.setFocus()
    page.table.setCurrentIndex(page.model.index(0, 0))  # a list that was read anew puts the cursor down by itself
    quiet(qtbot, soon=300)
    assert page.detail.record_id != first


def test_in_a_narrow_window_it_opens_over_the_list(qtbot: QtBot, page: ListPage) -> None:
    page.property("frame").resize(1024, 768)
    theme.apply(2, False)
    quiet(qtbot)
    page.table.setFocus()
    press(Qt.Key.Key_Home)
    enter()
    quiet(qtbot)
    assert page.detail.isVisible() and not page.side.isVisible()
    press(Qt.Key.Key_Escape)
    quiet(qtbot)
    assert page.side.isVisible() and page.table.hasFocus()


def test_escape_puts_away_what_is_folded_out(qtbot: QtBot, page: ListPage) -> None:
    for switch, panel in ((page.filter.columns, page.side.columns), (page.filter.kept, page.side.views)):
        switch.setChecked(True)
        assert panel.isVisible()
    assert not page.side.columns.isVisible(), "one at a time"
    press(Qt.Key.Key_Escape)
    assert not page.side.views.isVisible() and page.table.hasFocus()


@pytest.mark.parametrize("key", LISTS)
def test_an_office_without_any_is_told_what_the_list_is_for(qtbot: QtBot, opened: Opener, key: str) -> None:
    page = opened(key)
    assert page.side.results.currentWidget() is page.side.results.nobody_page
    assert page.main_action is None or page.main_action.isHidden(), "one filled button at a time"
    front, gone = page.front.currentWidget(), []
    page.go.connect(gone.append)
    page.side.first.click()
    quiet(qtbot)
    assert gone or page.front.currentWidget() is not front
    page.closing()


@pytest.mark.parametrize("step", [0, 3])
def test_nothing_is_cut_off_beside_the_rows(qtbot: QtBot, page: ListPage, step: int) -> None:
    theme.apply(step, False)
    for width, height in ((1366, 768), (1920, 1080)):
        page.property("frame").resize(width, height)
        page.side.keep_view("常看的")
        for switch in (page.filter.kept, page.filter.columns, page.filter.more):
            switch.setChecked(True)
            quiet(qtbot)
            assert clipped(page) == [], (width, switch.accessibleName())
            switch.setChecked(False)
        quiet(qtbot)
        assert page.filter.line.height() < 2 * page.filter.text.height() or step == 3
    assert nameless(page) == []
