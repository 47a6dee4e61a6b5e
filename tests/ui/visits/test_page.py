"""今日来访: what a clerk does with the list, in the real window on a real office."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from petidesk.desk.opening import create_office, open_desk
from petidesk.domain.periods import ALL, CUSTOM, TODAY
from petidesk.domain.visits.listing import VisitView
from petidesk.ui.look.theme import theme
from petidesk.ui.seat import Seat
from petidesk.ui.shell.routes import NewVisit
from petidesk.ui.visits.page import VisitsPage
from tests.ui.desks.calm import quiet
from tests.ui.desks.fit import clipped, nameless
from tests.ui.desks.visits_office import register_many
from tests.ui.desks.visits_window import fourteen_visits, numbers, open_first

fill = fourteen_visits


def choose(qtbot: QtBot, page: VisitsPage, filters: VisitView) -> None:
    page.filter.set_query(filters, page.desk.today())
    quiet(qtbot)


def test_today_first_and_each_period_at_one_click(qtbot: QtBot, page: VisitsPage) -> None:
    assert len(numbers(page)) == 1
    chips = {chip.text(): chip for chip in page.filter.views.chips() if isinstance(chip, QPushButton)}
    qtbot.mouseClick(chips["全部"], Qt.MouseButton.LeftButton)
    quiet(qtbot)
    assert len(numbers(page)) == 14
    assert page._state.text() == "共 14 批次 19 人次"
    qtbot.mouseClick(chips["今天"], Qt.MouseButton.LeftButton)
    quiet(qtbot)
    assert len(numbers(page)) == 1


def test_chips_name_what_is_active_and_go_at_one_click(qtbot: QtBot, page: VisitsPage) -> None:
    choose(qtbot, page, VisitView(period=ALL, village="东村", channel="phone"))
    narrowed = numbers(page)
    chips = {part.text(): part for part in page.filter.chips.parts() if isinstance(part, QPushButton)}
    assert set(chips) == {"东村", "来电", "全部去掉"}
    qtbot.mouseClick(chips["来电"], Qt.MouseButton.LeftButton)
    quiet(qtbot)
    assert len(numbers(page)) == 5 > len(narrowed)
    assert page.filter.panel.combos["channel"].currentData() == ""
    page.filter.drop_all()
    quiet(qtbot)
    assert len(numbers(page)) == 14


def test_typed_text_narrows_and_down_goes_into_the_list(qtbot: QtBot, page: VisitsPage) -> None:
    choose(qtbot, page, VisitView(period=ALL))
    page.filter.text.setFocus()
    qtbot.keyClicks(page.filter.text, "zgh")
    qtbot.waitUntil(lambda: page.filter.query.text == "zgh", timeout=10_000)
    quiet(qtbot)
    # 张桂花 and 赵国辉, three visits each
    assert len(numbers(page)) == 6
    qtbot.keyClick(page.filter.text, Qt.Key.Key_Down)
    assert page.table.hasFocus()


def test_a_range_of_dates_as_clerks_type_them(qtbot: QtBot, page: VisitsPage) -> None:
    choose(qtbot, page, VisitView(period=CUSTOM))
    page.filter.since.setText("前天")
    page.filter.until.setText("今天")
    page.filter.until.editingFinished.emit()
    quiet(qtbot)
    assert len(numbers(page)) == 3
    page.filter.since.setText("2月30")
    page.filter.since.editingFinished.emit()
    assert page.filter.since.property("state") == "error"
    assert len(numbers(page)) == 3


def test_a_heading_sorts_and_the_choice_is_kept_for_this_user(qtbot: QtBot, page: VisitsPage, tmp_path: Path) -> None:
    choose(qtbot, page, VisitView(period=ALL))
    down = numbers(page)
    section = [column.key for column in page.model.columns].index("at")
    page.table.press_heading(section)
    quiet(qtbot)
    assert numbers(page) == down[::-1]
    page.side.columns.list.setCurrentRow(0)
    page.side.columns.list.move_current(1)
    later = VisitsPage(page.desk, Seat(tmp_path / "seat.ini"))
    qtbot.addWidget(later)
    assert later.table.arrangement.sort == "at"
    assert not later.table.arrangement.descending
    assert [column.key for column in later.table.arrangement.columns][:2] == ["at", "visit_no"]


def test_columns_are_hidden_by_the_space_bar(qtbot: QtBot, page: VisitsPage) -> None:
    page.filter.columns.click()
    keys = [column.key for column in page.table.arrangement.columns]
    page.side.columns.list.setCurrentRow(keys.index("village"))
    qtbot.keyClick(page.side.columns.list, Qt.Key.Key_Space)
    section = [column.key for column in page.model.columns].index("village")
    assert page.table.isColumnHidden(section)
    page.side.columns.list.setCurrentRow(keys.index("visit_no"))
    qtbot.keyClick(page.side.columns.list, Qt.Key.Key_Space)
    assert not page.table.isColumnHidden(0)


def test_the_chosen_visit_stays_chosen_when_the_list_is_read_again(qtbot: QtBot, page: VisitsPage) -> None:
    choose(qtbot, page, VisitView(period=ALL))
    page.table.setCurrentIndex(page.model.index(5, 0))
    chosen = page.table.current_id()
    register_many(page.desk, 3)
    page.opened()
    quiet(qtbot)
    assert page.model.total == 17
    assert page.table.current_id() == chosen
    assert page.table.currentIndex().row() == 8


def test_empty_states_hold_the_first_action(qtbot: QtBot, page: VisitsPage) -> None:
    choose(qtbot, page, VisitView(period=TODAY, purpose="thanks"))
    assert page.side.results.currentWidget() is page.side.results.nothing_page
    choose(qtbot, page, VisitView(period=ALL))
    assert page.side.results.currentWidget() is page.table
    page.desk.visits.void(numbers(page)[0], "重复")
    choose(qtbot, page, VisitView(period=TODAY, voided=False))
    assert page.side.results.currentWidget() is page.side.results.nothing_page
    asked = []
    page.go.connect(asked.append)
    page.side.first.click()
    assert asked == [NewVisit()]


def test_the_register_is_offered_for_the_dates_of_the_list(qtbot: QtBot, page: VisitsPage) -> None:
    today = page.desk.today()
    assert [days for _, days in page.register_choices()] == [(today, today), (today.replace(day=1), today)]
    choose(qtbot, page, VisitView(period=CUSTOM, since=today.replace(year=today.year - 1), until=today))
    assert page.register_choices()[-1][1] == (today.replace(year=today.year - 1), today)


@pytest.mark.parametrize("step", [0, 1, 2, 3])
def test_everything_fits_at_every_font_step(qtbot: QtBot, page: VisitsPage, step: int) -> None:
    frame = page.property("frame")
    theme.apply(step, False)
    quiet(qtbot)
    assert frame.size().height() == 768 and frame.size().width() == 1366
    assert clipped(page) == []
    choose(qtbot, page, VisitView(period=CUSTOM, village="河湾社区", channel="visit", text="征地"))
    page.filter.more.setChecked(True)
    quiet(qtbot)
    assert clipped(page) == []
    page.filter.more.setChecked(False)
    page.filter.columns.setChecked(True)
    quiet(qtbot)
    assert clipped(page) == []
    page.filter.columns.setChecked(False)
    choose(qtbot, page, VisitView())
    open_first(qtbot, page)
    assert clipped(page) == []
    page.detail.ask_void()
    quiet(qtbot)
    assert clipped(page) == []
    assert frame.size().height() == 768 and frame.size().width() == 1366


def test_every_input_has_a_name(page: VisitsPage) -> None:
    assert nameless(page) == []


def test_on_a_new_day_the_list_is_that_of_the_new_day(
    qtbot: QtBot, tmp_path: Path, seat: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The window stays open over night: 今天 is then another day."""
    create_office(tmp_path / "office", office="清溪镇信访办", county="安平县", practice=True)
    monkeypatch.setenv("PETIDESK_TODAY", "2026-11-19")
    desk = open_desk(tmp_path / "office", purpose="write")
    page = VisitsPage(desk, seat)
    qtbot.addWidget(page)
    page.opened()
    quiet(qtbot)
    monkeypatch.setenv("PETIDESK_TODAY", "2026-11-20")
    page.opened()
    quiet(qtbot)
    assert (page.model.query.since, page.model.query.until) == (desk.today(), desk.today())
    quiet(qtbot)
    desk.close()
