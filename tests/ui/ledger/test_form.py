"""台账: the form of a dispute by keyboard alone, its refusals, its drafts, amending."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.domain.ledger.listing import DisputeQuery
from petidesk.ui.ledger.disputes import LedgerList
from petidesk.ui.ledger.page import LedgerPage
from petidesk.ui.seat import Seat
from petidesk.ui.shell.routes import NewDispute, ToDispute
from tests.ui.desks.calm import quiet
from tests.ui.desks.ledger_office import stories
from tests.ui.desks.ledger_window import form_of, open_window
from tests.ui.desks.typist import enter, focus, press, write

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


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


def test_a_dispute_is_entered_by_keyboard_alone(qtbot: QtBot, page: LedgerPage, desk: Desk) -> None:
    lines = page.lines
    lines.table.setFocus()
    press(Qt.Key.Key_N, ALT)
    qtbot.waitUntil(lambda: lines.form is not None)  # a button's key presses it visibly first
    quiet(qtbot)
    form = form_of(lines)
    assert focus() is form.answers["village"].field.editor
    write("dc")
    enter()
    assert form.answers["village"].raw() == "东村"
    enter()  # the group
    write("群众反映")
    enter()
    write("邻里")
    enter()
    press(Qt.Key.Key_2)
    enter()
    write("两家因滴水发生争执")
    enter()
    enter()  # no name of its own
    enter()  # 甲方 stands
    write("张桂花")
    enter()
    write("13800001234")
    enter()
    enter()  # no identity number: another party
    assert focus() is form.parties.rows()[1].name
    write("李国强")
    enter(3)
    assert len(form.parties.rows()) == 3
    enter()  # an empty name leaves the list
    assert focus() is form.answers["people_involved"].field.editor
    write("6")
    enter()
    write("12000.5")
    enter()
    assert form.answers["amount_yuan"].raw() == "12,000.50"
    assert (
        "1.2001 万元" in form.answers["amount_yuan"].field.said() or "万元" in form.answers["amount_yuan"].field.said()
    )
    press(Qt.Key.Key_Return, CTRL)
    quiet(qtbot)
    assert lines.form is None and lines.detail.dispute is not None
    content = lines.detail.dispute.content
    assert (content.village, content.source, content.type) == ("东村", "群众反映", "邻里纠纷")
    assert [(party.name, party.side) for party in content.parties] == [("张桂花", "a"), ("李国强", "b")]
    assert (content.people_involved, str(content.amount_yuan), content.risk_level) == (6, "12000.5", "raised")
    assert desk.drafts.whole() == []


def test_tab_goes_through_a_party_that_came_later(qtbot: QtBot, lines: LedgerList) -> None:
    lines.new_dispute()
    quiet(qtbot)
    form = form_of(lines)
    form.parties.put([{"name": "张桂花", "side": "a"}])
    form.parties.add()
    quiet(qtbot)
    first, second = form.parties.rows()
    first.id_number.setFocus()
    for stop in second.stops():
        press(Qt.Key.Key_Tab)
        assert focus() is stop
    press(Qt.Key.Key_Tab)
    assert focus() in (form.parties.more, form.answers["people_involved"].field.editor)


def test_a_refusal_stands_beside_its_field(qtbot: QtBot, lines: LedgerList) -> None:
    lines.new_dispute()
    form = form_of(lines)
    form.answers["village"].put("东村")
    form.answers["found_on"].put("2月30日")
    form.save()
    assert form.answers["found_on"].field.said()
    form.answers["found_on"].put("昨天")
    form.save()
    quiet(qtbot)
    assert "纠纷简况" in form.answers["summary"].field.said()
    form.answers["summary"].put("两家争执")
    form.parties.put([{"name": "张桂花", "side": "a", "id_number": "522201197013010018"}])
    form.save()
    quiet(qtbot)
    assert "身份证号不对" in form.parties.rows()[0].said()
    form.parties.put([])
    form.answers["amount_yuan"].put("很多")
    form.save()
    assert "涉及金额" in form.answers["amount_yuan"].field.said()


def test_a_form_that_was_closed_comes_back_and_another_may_follow(qtbot: QtBot, lines: LedgerList, desk: Desk) -> None:
    lines.new_dispute()
    quiet(qtbot)
    form_of(lines).answers["summary"].put("没有写完的纠纷")
    press(Qt.Key.Key_Escape)
    quiet(qtbot)
    assert lines.form is None
    lines.new_dispute()
    quiet(qtbot)
    form = form_of(lines)
    assert form.answers["summary"].raw() == "没有写完的纠纷"
    form.answers["village"].put("西村")
    before = len(desk.ledger.ids(DisputeQuery()))
    press(Qt.Key.Key_Return, CTRL | SHIFT)
    quiet(qtbot)
    assert len(desk.ledger.ids(DisputeQuery())) == before + 1
    after = form_of(lines)
    assert after.answers["village"].raw() == "西村" and after.answers["summary"].raw() == ""


def test_a_visit_begins_the_form_and_an_amendment_changes_one_field(
    qtbot: QtBot, page: LedgerPage, numbers: dict[str, str], desk: Desk
) -> None:
    from tests.ui.conftest import register

    visit_no = register(desk)
    page.opened(NewDispute(desk.ledger.from_visit(visit_no)))
    quiet(qtbot)
    form = form_of(page.lines)
    assert form.answers["visit_no"].raw() == visit_no
    assert form.parties.raw()[0]["name"] == "张桂花"
    form.save()
    quiet(qtbot)
    entered = page.lines.detail.dispute
    assert entered is not None and entered.content.visit_no == visit_no
    page.opened(ToDispute(numbers["late"], "responsible_person"))
    quiet(qtbot)
    amended = form_of(page.lines)
    assert focus() is amended.answers["responsible_person"].field.editor
    write("周敏")
    press(Qt.Key.Key_Return, CTRL)
    quiet(qtbot)
    assert desk.ledger.get(numbers["late"]).content.responsible_person == "周敏"
    assert desk.ledger.get(numbers["late"]).content.title == "承包地界线纠纷"


def test_an_unfinished_form_is_not_lost_to_another(qtbot: QtBot, page: LedgerPage, desk: Desk) -> None:
    from tests.ui.conftest import register

    page.lines.new_dispute()
    quiet(qtbot)
    form_of(page.lines).answers["summary"].put("没有写完的纠纷")
    press(Qt.Key.Key_Escape)
    quiet(qtbot)
    page.opened(NewDispute(desk.ledger.from_visit(register(desk))))
    quiet(qtbot)
    form_of(page.lines).answers["note"].put("来访转来")
    press(Qt.Key.Key_Escape)
    quiet(qtbot)
    kept = {draft.content["fields"]["summary"] for draft in desk.drafts.whole() if draft.kind == "dispute_form"}
    assert kept == {"没有写完的纠纷", "反映征地补偿款没有到账。"}
