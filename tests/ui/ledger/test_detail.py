"""台账: one dispute on one screen: its timeline, the next step, taking back, voiding, becoming a visit."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.ui.ledger.disputes import LedgerList
from petidesk.ui.ledger.page import LedgerPage
from petidesk.ui.seat import Seat
from petidesk.ui.shell.routes import ToDispute
from tests.ui.desks.calm import quiet, settle
from tests.ui.desks.ledger_office import day, of, stories
from tests.ui.desks.ledger_window import column, open_window, show
from tests.ui.desks.typist import enter, press, write
from tests.ui.desks.window import words

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


fill = stories


@pytest.fixture
def numbers(filled: dict[str, str]) -> dict[str, str]:
    """Disputes in different states, by their story."""
    return filled


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, seat: Seat, numbers: dict[str, str]) -> LedgerPage:
    """The page in the window."""
    return open_window(qtbot, desk, seat)


@pytest.fixture
def lines(page: LedgerPage) -> LedgerList:
    """Its first tab."""
    return page.lines


def test_enter_opens_f3_steps_and_escape_closes(qtbot: QtBot, lines: LedgerList, numbers: dict[str, str]) -> None:
    lines.table.setFocus()
    press(Qt.Key.Key_Home)
    enter()
    quiet(qtbot)
    assert lines.detail.dispute is not None and lines.detail.dispute.dispute_no == numbers["fresh"]
    press(Qt.Key.Key_F3)
    assert lines.table.hasFocus()
    press(Qt.Key.Key_End)
    settle(qtbot)
    assert lines.detail.dispute.dispute_no == numbers["late"]
    press(Qt.Key.Key_F3)
    assert lines.detail.hasFocus()
    press(Qt.Key.Key_Escape)
    assert not lines.detail.isVisible() and lines.table.hasFocus()


def test_one_screen_tells_the_whole_dispute(qtbot: QtBot, lines: LedgerList, numbers: dict[str, str]) -> None:
    detail = show(qtbot, lines, numbers["resolved"])
    said = words(detail)
    for part in (
        "已化解",
        "风险 较大",
        "排查发现",
        "上门了解情况，约双方到村委会。",
        "调解协议：分两次付清；协议金额12,000元",
        "化解方式：人民调解；已付清，双方签字。",
        "12,000.50 元",
        "甲方",
        "张桂花 · 138****1234",
        "王建国",
    ):
        assert part in said, part
    assert "522201197001010018" not in said and "13800001234" not in said
    reveal = next(button for button in detail.findChildren(QPushButton) if button.text() == "显示完整号码")
    reveal.click()
    qtbot.waitUntil(lambda: "522201197001010018" in words(detail))


def test_the_next_step_is_recorded_and_taken_back(
    qtbot: QtBot, lines: LedgerList, desk: Desk, numbers: dict[str, str]
) -> None:
    detail = show(qtbot, lines, numbers["fresh"])
    assert detail.main.text() == "记采取措施  Ctrl+Enter"
    said = []
    detail.message.connect(said.append)
    enter()
    detail.panel.start_typing("on")  # type: ignore[union-attr]
    write(day(desk, 1))
    enter()
    write("到现场丈量")
    press(Qt.Key.Key_Return, CTRL)
    quiet(qtbot)
    assert detail.dispute is not None and detail.dispute.state == "in_progress"
    assert "到现场丈量" in words(detail)
    assert said[0] == f"{numbers['fresh']} 已记下：采取措施"
    desk.undo.back()
    detail.show_no(numbers["fresh"])
    quiet(qtbot)
    assert detail.dispute.state == "open"
    assert "已撤销" in words(detail)


def test_the_menu_says_why_not_and_finds_by_initials(
    qtbot: QtBot, lines: LedgerList, numbers: dict[str, str], desk: Desk
) -> None:
    detail = show(qtbot, lines, numbers["fresh"])
    press(Qt.Key.Key_Down, ALT)
    write("xh")
    assert "化解或者上报以后才能销号" in detail.menu.why.text()
    enter()
    assert detail.panel is None
    for _ in range(2):
        press(Qt.Key.Key_Backspace)
    write("hj")
    enter()
    quiet(qtbot)
    assert detail.panel is not None and detail.panel.kind == "resolved"
    detail.panel.start_typing("on")
    write(of(desk, -3).isoformat())
    press(Qt.Key.Key_Return, CTRL)
    quiet(qtbot)
    assert detail.panel is not None
    assert "今天" in detail.panel.answers["on"].field.said()
    press(Qt.Key.Key_Escape)
    assert detail.panel is None


def test_what_is_typed_of_an_event_comes_back(
    qtbot: QtBot, lines: LedgerList, numbers: dict[str, str], desk: Desk
) -> None:
    detail = show(qtbot, lines, numbers["late"])
    detail.record("measure_taken")
    quiet(qtbot)
    write("约了双方周五见面")
    press(Qt.Key.Key_Escape)
    quiet(qtbot)
    assert [draft.content["about"] for draft in desk.drafts.whole()] == [f"{numbers['late']}/measure_taken"]
    detail.record("measure_taken")
    quiet(qtbot)
    assert detail.panel is not None and detail.panel.answers["text"].raw() == "约了双方周五见面"
    detail.panel.save()
    quiet(qtbot)
    assert desk.drafts.whole() == []


def test_voiding_asks_why_and_strikes_the_line(
    qtbot: QtBot, lines: LedgerList, numbers: dict[str, str], desk: Desk
) -> None:
    detail = show(qtbot, lines, numbers["fresh"])
    detail.void_button.click()
    assert detail.panel is not None
    detail.panel.save()
    quiet(qtbot)
    assert detail.panel is not None and "原因" in detail.panel.answers["why"].field.said()
    write("重复登记")
    press(Qt.Key.Key_Return, CTRL)
    quiet(qtbot)
    assert desk.ledger.get(numbers["fresh"]).void_reason == "重复登记"
    assert not detail.main.isVisible() and not detail.amend_button.isVisible()
    assert numbers["fresh"] not in column(lines, "dispute_no")


def test_a_dispute_becomes_the_draft_of_a_visit(
    qtbot: QtBot, page: LedgerPage, numbers: dict[str, str], desk: Desk
) -> None:
    frame = page.property("frame")
    frame.open_page("registration")
    quiet(qtbot)
    frame.follow(ToDispute(numbers["fresh"]))
    quiet(qtbot)
    page.lines.detail.visit_button.click()
    quiet(qtbot)
    assert frame.current == "registration"
    draft = next(draft for draft in desk.drafts.whole() if draft.kind == "visit")
    assert draft.content["petitioners"][0]["name"] == "张桂花"
    tray = frame.page("registration").findChildren(QLabel)
    assert any("张桂花" in label.text() for label in tray if label.isVisible())


def test_changes_are_told_field_by_field(qtbot: QtBot, lines: LedgerList, numbers: dict[str, str], desk: Desk) -> None:
    desk.ledger.amend(numbers["fresh"], {"risk_level": "major", "amount_yuan": 300})
    said = words(show(qtbot, lines, numbers["fresh"]))
    assert "风险等级：较大 → 重大" in said
    assert "涉及金额（元）：12,000.50 → 300" in said
