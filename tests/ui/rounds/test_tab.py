"""排查轮次: opening a round, one key for 零报告, what is carried over, in the real window."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.domain.ledger.listing import DisputeQuery
from petidesk.ui.ledger.page import LedgerPage
from petidesk.ui.look.theme import theme
from petidesk.ui.rounds.form import half_month
from petidesk.ui.rounds.tab import RoundTab
from petidesk.ui.seat import Seat
from petidesk.ui.shell.routes import ToRound
from tests.ui.desks.calm import quiet
from tests.ui.desks.fit import clipped
from tests.ui.desks.ledger_office import dispute, late
from tests.ui.desks.ledger_window import open_window
from tests.ui.desks.typist import enter, focus, press, write

CTRL = Qt.KeyboardModifier.ControlModifier


def rounds(page: LedgerPage) -> RoundTab:
    tab = page.tab("rounds")
    assert isinstance(tab, RoundTab)
    return tab


def said(tab: RoundTab, key: str) -> list[str]:
    """One column of the villages."""
    place = [each.key for each in tab.round.model.columns].index(key)
    model = tab.round.model
    return [str(model.data(model.index(row, place))) for row in range(model.rowCount())]


def opened_round(desk: Desk, since: int = 10) -> str:
    """A round that began so many days ago, of all villages, due yesterday."""
    first = desk.today() - timedelta(days=since)
    until = desk.today() - timedelta(days=1)
    return desk.rounds.open({"since": first.isoformat(), "until": until.isoformat()}).round_no


def test_the_halves_of_a_month() -> None:
    assert half_month(date(2026, 2, 15)) == (date(2026, 2, 1), date(2026, 2, 15))
    assert half_month(date(2026, 2, 16)) == (date(2026, 2, 16), date(2026, 2, 28))
    assert half_month(date(2026, 12, 31)) == (date(2026, 12, 16), date(2026, 12, 31))


def test_a_round_is_opened_by_keyboard_with_its_defaults(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    page = open_window(qtbot, desk, seat, ToRound())
    tab = rounds(page)
    assert focus() is tab.empty_button
    enter()
    quiet(qtbot)
    assert tab.form is not None
    since, until = half_month(desk.today())
    assert [tab.form.answers[key].raw() for key in ("since", "until", "due_on")] == [
        since.isoformat(),
        until.isoformat(),
        until.isoformat(),
    ]
    assert focus() is tab.form.answers["title"].field.editor, "what is empty"
    write("节前专项排查")
    tab.form.answers["kind"].put("special")
    press(Qt.Key.Key_Return, CTRL)
    quiet(qtbot)
    assert tab.form is None
    found = desk.rounds.all()[0]
    assert (found.kind, found.title, len(found.returns)) == ("special", "节前专项排查", 3)
    assert focus() is tab.round.table


def test_a_round_without_villages_or_with_a_bad_day_is_refused_in_place(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    tab = rounds(open_window(qtbot, desk, seat, ToRound()))
    tab.new_round()
    quiet(qtbot)
    assert tab.form is not None
    tab.form.answers["until"].put("2月30日")
    tab.form.save()
    assert tab.form.answers["until"].field.said()
    tab.form.answers["until"].put("2026-01-01")
    tab.form.save()
    quiet(qtbot)
    assert "结束日期在开始日期之前" in tab.form.answers["until"].field.said()
    tab.form.answers["villages"].put([])
    tab.form.answers["until"].put(half_month(desk.today())[1].isoformat())
    tab.form.save()
    assert tab.form.answers["villages"].field.said()
    assert desk.rounds.all() == []


def test_one_key_for_zero_one_for_reported_and_a_way_back(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    late(desk)
    number = opened_round(desk)
    page = open_window(qtbot, desk, seat, ToRound(number))
    tab = rounds(page)
    assert said(tab, "answer") == ["未报", "未报", "未报"]
    carried = dict(zip(said(tab, "village"), said(tab, "carried"), strict=True))
    assert carried == {"东村": "", "西村": "1", "河湾社区": ""}
    first = said(tab, "village")[0]
    press(Qt.Key.Key_0)
    quiet(qtbot)
    assert said(tab, "answer")[0] == "零报告"
    assert tab.round.table.currentIndex().row() == 1
    press(Qt.Key.Key_R)
    quiet(qtbot)
    assert said(tab, "answer")[:2] == ["零报告", "已报送"]
    assert "未报 1" in tab.round.counts.text()
    desk.undo.back()
    desk.undo.back()
    tab.round.show_round(number)
    quiet(qtbot)
    assert said(tab, "answer") == ["未报", "未报", "未报"]
    assert first in desk.rounds.get(number).missing


def test_a_village_that_reported_a_dispute_cannot_report_zero(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    number = opened_round(desk)
    page = open_window(qtbot, desk, seat, ToRound(number))
    tab = rounds(page)
    village = said(tab, "village")[0]
    press(Qt.Key.Key_N)
    quiet(qtbot)
    form = page.lines.form
    assert form is not None and form.answers["village"].raw() == village
    form.answers["summary"].put("两家因水渠争执")
    form.save()
    quiet(qtbot)
    entered = page.lines.detail.dispute
    assert entered is not None and entered.round_no == number
    page.opened(ToRound(number))
    quiet(qtbot)
    assert said(tab, "entered")[0] == "1"
    press(Qt.Key.Key_0)
    quiet(qtbot)
    assert "不能再作零报告" in tab.round.notice.text()
    press(Qt.Key.Key_Home)
    enter()
    quiet(qtbot)
    assert page.current == "list"
    assert page.lines.filter.query == DisputeQuery(village=village, round_no=number)
    assert page.lines.model.rowCount() == 1


def test_the_return_sheet_is_previewed(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    dispute(desk, 40)
    page = open_window(qtbot, desk, seat, ToRound(opened_round(desk)))
    page.property("frame").print_page()
    quiet(qtbot)
    assert page.front.currentWidget() is page.preview
    press(Qt.Key.Key_Escape)
    assert page.front.currentWidget() is not page.preview


@pytest.mark.parametrize("step", range(4))
def test_nothing_is_cut_off(qtbot: QtBot, desk: Desk, seat: Seat, step: int) -> None:
    page = open_window(qtbot, desk, seat, ToRound())
    theme.apply(step, step % 2 == 1)
    frame, tab = page.property("frame"), rounds(page)
    wrong = []

    def look(what: str) -> None:
        quiet(qtbot)
        frame.resize(1366, 768)
        quiet(qtbot)
        wrong.extend(f"{what}: {complaint}" for complaint in clipped(page))

    look("empty")
    tab.new_round()
    look("form")
    assert tab.form is not None
    tab.form.save()
    look("round")
    opened_round(desk)
    tab._back()
    page.opened(ToRound())
    look("list")
    assert wrong == []


def test_sheets_go_out_and_come_back_filled(qtbot: QtBot, desk: Desk, seat: Seat, tmp_path: Path) -> None:
    number = opened_round(desk)
    tab = rounds(open_window(qtbot, desk, seat, ToRound(number)))
    quiet(qtbot)
    tab.round.hand_out(tmp_path)
    quiet(qtbot)
    paths = sorted(tmp_path.glob("*.xlsx"))
    assert len(paths) == 3 and "3 个报送表" in tab.round.notice.text()
    for place, path in enumerate(paths):
        book = openpyxl.load_workbook(path)
        if place == 0:
            book.active["F3"] = "零报告"
        elif place == 1:
            book.active["B6"], book.active["D6"] = desk.today() - timedelta(days=3), "张桂花"
            book.active["G6"] = "两家争院墙。"
        book.save(path)
    tab.round.collect(paths)
    quiet(qtbot)
    assert sorted(said(tab, "answer")) == ["已报送", "未报", "零报告"]
    assert paths[2].name in tab.round.notice.text() and "没有选零报告" in tab.round.notice.text()
    assert sum(desk.rounds.get(number).entered.values()) == 1
