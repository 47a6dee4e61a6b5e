"""领导接待日, the month: it shows what the desk has, and changes it by mouse and by keys alone, with a way back."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.desk.reception.reception import DayQuery
from petidesk.domain.reception.days import ReceptionDay
from petidesk.ui.look import theme
from petidesk.ui.reception.month_cells import chip_rects
from petidesk.ui.reception.month_grid import mime_of
from petidesk.ui.reception.page import ReceptionPage
from petidesk.ui.seat import Seat
from petidesk.ui.shell.routes import ToReception, ToSettings
from tests.ui.desks.fit import clipped, nameless
from tests.ui.desks.reception_office import LEADERS, fill, lead, open_page, quiet, rota
from tests.ui.desks.typist import enter, press, write

__all__ = ["fill"]


def _now(desk: Desk, day: ReceptionDay) -> ReceptionDay:
    return next(each for each in desk.schedule.days(DayQuery(cancelled=True)) if each.day_id == day.day_id)


def _point(page: ReceptionPage, day: ReceptionDay) -> QPoint:
    """The middle of a reception's chip in the viewport."""
    grid = page.month.grid
    place = grid.days.place_of(day.on)
    shown = grid.day_of(place)
    rects = chip_rects(grid.visualRect(place), len(shown.receptions), grid.painter_of_days.chip_height)
    return rects[[each.day_id for each in shown.receptions].index(day.day_id)].center()


def _drag(page: ReceptionPage, one: ReceptionDay, other: ReceptionDay) -> bool:
    """Drag and drop as the window system sends it; whether the drop was taken."""
    viewport, place, data = page.month.grid.viewport(), _point(page, other), mime_of(one)
    buttons, no = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    action = Qt.DropAction.MoveAction
    QApplication.sendEvent(viewport, QDragEnterEvent(_point(page, one), action, data, buttons, no))
    QApplication.sendEvent(viewport, QDragMoveEvent(place, action, data, buttons, no))
    drop = QDropEvent(QPointF(place), action, data, buttons, no)
    QApplication.sendEvent(viewport, drop)
    return drop.isAccepted()


def _two(desk: Desk) -> tuple[ReceptionDay, ReceptionDay]:
    """Two receptions of one month with different leaders."""
    days = desk.schedule.days(DayQuery())
    return next(
        (one, other) for one, other in pairwise(days) if one.on.month == other.on.month and one.leaders != other.leaders
    )


def test_the_month_shows_what_the_desk_has(qtbot: QtBot, desk: Desk, seat: Seat, filled: list[ReceptionDay]) -> None:
    page = open_page(qtbot, desk, seat, ToReception(filled[0].on))
    month = page.month
    assert month.shown is not None
    shown = {day.day_id: day.leaders for day in month.shown.receptions}
    assert shown == {day.day_id: day.leaders for day in filled if day.on.month == filled[0].on.month}
    words = str(month.grid.days.data(month.grid.currentIndex(), Qt.ItemDataRole.AccessibleTextRole))
    assert filled[0].leaders[0] in words
    assert "09:00-11:30" in words
    assert "农历" in words
    assert nameless(page) == []


def test_arrows_move_the_day_and_pages_the_month(
    qtbot: QtBot, desk: Desk, seat: Seat, filled: list[ReceptionDay]
) -> None:
    page = open_page(qtbot, desk, seat)
    grid = page.month.grid
    assert grid.hasFocus()
    today = desk.today()
    for key, day in (
        (Qt.Key.Key_Right, today + timedelta(days=1)),
        (Qt.Key.Key_Down, today + timedelta(days=8)),
        (Qt.Key.Key_Left, today + timedelta(days=7)),
        (Qt.Key.Key_Up, today),
    ):
        press(key)
        quiet(qtbot)
        assert page.month.on == day
        shown = grid.current_day()
        assert shown is not None
        assert shown.on == day
    press(Qt.Key.Key_PageDown)
    quiet(qtbot)
    assert (page.month.on.year * 12 + page.month.on.month) - (today.year * 12 + today.month) == 1
    press(Qt.Key.Key_Home)
    quiet(qtbot)
    assert page.month.on == today


def test_dragging_one_leader_onto_another_swaps_them(
    qtbot: QtBot, desk: Desk, seat: Seat, filled: list[ReceptionDay]
) -> None:
    one, other = _two(desk)
    page = open_page(qtbot, desk, seat, ToReception(one.on))
    assert not _drag(page, one, one)
    assert _drag(page, one, other)
    form = page.month.swap
    assert form is not None
    form.save_button.click()
    qtbot.waitUntil(lambda: "请写明原因" in form.answers["why"].field.said())
    write("出差")
    with qtbot.waitSignal(page.message) as told:
        enter(2)
    quiet(qtbot)
    assert _now(desk, one).leaders == other.leaders
    assert (_now(desk, other).leaders, _now(desk, other).reason) == (one.leaders, "出差")
    assert page.month.swap is None
    assert "对调" in told.args[0]
    desk.undo.back()
    page.opened(ToReception(one.on))
    quiet(qtbot)
    assert _now(desk, one).leaders == one.leaders
    shown = page.month.shown
    assert shown is not None
    assert {day.day_id: day.leaders for day in shown.receptions}[one.day_id] == one.leaders


def test_swapping_and_undoing_by_keyboard_alone(
    qtbot: QtBot, desk: Desk, seat: Seat, filled: list[ReceptionDay]
) -> None:
    one, other = _two(desk)
    page = open_page(qtbot, desk, seat, ToReception(one.on))
    press(Qt.Key.Key_X)
    assert page.month.grid.taken == _now(desk, one)
    press(Qt.Key.Key_Escape)
    assert page.month.grid.taken is None
    press(Qt.Key.Key_X, Qt.KeyboardModifier.ControlModifier)
    press(Qt.Key.Key_Right)
    quiet(qtbot)
    enter()
    quiet(qtbot)
    assert page.month.swap is not None
    write("开会")
    enter(2)
    quiet(qtbot)
    assert _now(desk, one).leaders == other.leaders

    # A second change, then both taken back in turn.
    page.month.open_panel(other.on)
    quiet(qtbot)
    page.month.panel.open_form("call_off")
    write("停电")
    enter(2)
    quiet(qtbot)
    assert _now(desk, other).cancelled
    for cancelled, leaders in ((False, one.leaders), (False, other.leaders)):
        desk.undo.back()
        assert (_now(desk, other).cancelled, _now(desk, other).leaders) == (cancelled, leaders)


def test_one_of_two_receptions_of_a_day_is_swapped(
    qtbot: QtBot, desk: Desk, seat: Seat, filled: list[ReceptionDay]
) -> None:
    one, other = _two(desk)
    visiting = rota(desk, [other.on], "outreach", ("解文静",))[0]
    open_page(qtbot, desk, seat, ToReception(one.on))
    press(Qt.Key.Key_X)
    press(Qt.Key.Key_Right)
    quiet(qtbot)
    press(Qt.Key.Key_Space)
    enter()
    quiet(qtbot)
    write("开会")
    enter(2)
    quiet(qtbot)
    assert _now(desk, one).leaders == ("解文静",)
    assert _now(desk, visiting).leaders == one.leaders
    assert _now(desk, other).leaders == other.leaders


def test_somebody_stands_in_and_refusals_stand_beside_their_field(
    qtbot: QtBot, desk: Desk, seat: Seat, filled: list[ReceptionDay]
) -> None:
    day = filled[0]
    away = next(name for name in LEADERS if name not in day.leaders)
    free = next(name for name in LEADERS if name not in (*day.leaders, away))
    desk.schedule.leave(away, day.on, day.on)
    page = open_page(qtbot, desk, seat, ToReception(day.on))
    enter()
    quiet(qtbot)
    panel = page.month.panel
    panel.open_form("substitute")
    form = panel.form
    assert form is not None
    form.save_button.click()
    quiet(qtbot)
    assert "原因" in form.answers["why"].field.said()
    form.answers["why"].put("请假")
    form.answers["name"].put(away)
    form.save_button.click()
    qtbot.waitUntil(lambda: "不能接待" in form.answers["name"].field.said())
    assert form.answers["why"].field.said() == ""
    form.answers["name"].put(free)
    form.save_button.click()
    quiet(qtbot)
    assert _now(desk, day).leaders == (free,)
    assert _now(desk, day).planned == day.leaders
    words = "\n".join(label.text() for label in panel.findChildren(QLabel) if label.isVisibleTo(panel))
    assert f"原定 {day.leaders[0]}，实到 {free}" in words


def test_moving_says_what_is_wrong_beside_the_field_and_can_be_undone(
    qtbot: QtBot, desk: Desk, seat: Seat, filled: list[ReceptionDay]
) -> None:
    day = filled[0]
    page = open_page(qtbot, desk, seat, ToReception(day.on))
    enter()
    quiet(qtbot)
    panel = page.month.panel
    panel.open_form("move")
    form = panel.form
    assert form is not None
    for key, text in (("why", "修房子"), ("time", "11:30-09:00")):
        form.answers[key].put(text)
    form.save_button.click()
    qtbot.waitUntil(lambda: "不对" in form.answers["time"].field.said())
    form.answers["time"].put("14:30-17:00")
    form.answers["to"].put(filled[1].on.isoformat())
    form.save_button.click()
    qtbot.waitUntil(lambda: "已经有接访" in form.answers["to"].field.said())
    form.answers["to"].put(day.on.isoformat())
    form.save_button.click()
    quiet(qtbot)
    assert _now(desk, day).slot.hours == "14:30-17:00"
    desk.undo.back()
    assert _now(desk, day).slot == day.slot


def test_what_does_not_go_together_is_listed_and_marked(
    qtbot: QtBot, desk: Desk, seat: Seat, filled: list[ReceptionDay]
) -> None:
    day = filled[0]
    desk.schedule.leave(day.leaders[0], day.on, day.on)
    page = open_page(qtbot, desk, seat, ToReception(day.on))
    findings = page.month.findings
    assert findings.isVisible()
    assert [each.on for each in findings.findings] == [day.on]
    shown = page.month.grid.current_day()
    assert shown is not None
    assert "有人请假" in str(
        page.month.grid.days.data(page.month.grid.currentIndex(), Qt.ItemDataRole.AccessibleTextRole)
    )


def test_locking_and_taking_back_from_the_panel(
    qtbot: QtBot, desk: Desk, seat: Seat, filled: list[ReceptionDay]
) -> None:
    one, other = _two(desk)
    desk.schedule.swap(one.on, other.on, "出差")
    page = open_page(qtbot, desk, seat, ToReception(one.on))
    panel = page.month.panel
    panel.buttons["lock"].click()
    quiet(qtbot)
    assert _now(desk, one).locked
    assert panel.buttons["lock"].text() == "解锁"
    panel.buttons["back"].click()
    quiet(qtbot)
    assert _now(desk, one).leaders == one.leaders
    assert "back" not in panel.buttons


def test_an_empty_month_leads_to_the_first_action(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    page = open_page(qtbot, desk, seat)
    month = page.month
    assert "还没有领导名单" in month.empty.text()
    with qtbot.waitSignal(page.go) as gone:
        month.empty.action().click()
    assert gone.args == [ToSettings("people")]
    lead(desk)
    page.opened()
    quiet(qtbot)
    assert "还没有排接待日" in month.empty.text()
    assert page.plan_button.property("role") == "primary"
    rota(desk, [desk.today()])
    page.opened()
    quiet(qtbot)
    assert month.empty.isHidden()
    assert page.plan_button.property("role") == ""


@pytest.mark.parametrize("step", [0, 3])
def test_nothing_is_cut_off(qtbot: QtBot, desk: Desk, seat: Seat, filled: list[ReceptionDay], step: int) -> None:
    theme.theme.apply(step, False)
    page = open_page(qtbot, desk, seat, ToReception(filled[0].on))
    page.resize(1164 if step else 1212, 597 if step else 691)
    quiet(qtbot)
    for key in ("month", "year", "list"):
        page.turn(key)
        quiet(qtbot)
        assert clipped(page) == [], key
    page.turn("month", filled[0].on)
    quiet(qtbot)
    page.month.open_panel(filled[0].on)
    quiet(qtbot)
    page.month.panel.open_form("substitute")
    quiet(qtbot)
    assert clipped(page) == []
    assert nameless(page) == []
