"""The tab 接访: a reception day from the first booking to the record, by keyboard; refusals beside their fields."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.domain.reception.days import RotaPlan
from petidesk.domain.reception.rota import Turn
from petidesk.domain.reception.rules import parse_rule
from petidesk.ui.look import theme
from petidesk.ui.look.stops import filled_button
from petidesk.ui.reception.page import ReceptionPage
from petidesk.ui.registration.guest import form_of, register_guest
from petidesk.ui.registration.page import RegistrationPage
from petidesk.ui.seat import Seat
from petidesk.ui.shell.frame import Frame
from petidesk.ui.shell.routes import GuestVisit, NewVisit, ToPlan, ToSitting
from petidesk.ui.sittings.tab import SittingTab
from tests.ui.desks.calm import quiet
from tests.ui.desks.fit import clipped, nameless
from tests.ui.desks.typist import enter, focus, press, write
from tests.ui.desks.window import alone


def lay_down(desk: Desk, on: date, *leaders: str, kind: str = "reception", village: str = "") -> int:
    """A reception on that day; its id."""
    rule = parse_rule(f"dates:{on}")
    plan = RotaPlan((rule,), on, on, (Turn(leaders),), kind=kind, village=village, place="接访室", hours="09:00-11:30")
    return desk.schedule.make(plan).made[0].day_id


def visit_document(desk: Desk, purpose: str = "appeal", matters: int = 1) -> dict[str, object]:
    told = [
        {"purpose": purpose, "title": f"第{place}件事", "statement": f"反映第{place}件事。", "requests": ["答复"]}
        for place in range(1, matters + 1)
    ]
    person = {"name": "桑玉兰", "phone": "13800001234", "village": "东村"}
    return {"at": desk.now().isoformat(), "channel": "visit", "petitioners": [person], "matters": told}


@pytest.fixture
def tab(qtbot: QtBot, desk: Desk, seat: Seat) -> SittingTab:
    made = SittingTab(desk, seat)
    alone(qtbot, made, size=(1180, 660))
    return made


def _open(qtbot: QtBot, tab: SittingTab, day_id: int | None = None) -> None:
    tab.opened(ToSitting(day_id))
    qtbot.waitUntil(lambda: tab.sitting is not None and day_id in (None, tab.sitting.day.day_id))
    quiet(qtbot)


def test_without_a_reception_the_tab_says_what_to_do(qtbot: QtBot, tab: SittingTab) -> None:
    tab.opened()
    qtbot.waitUntil(lambda: tab.front.currentWidget() is tab.empty)
    with qtbot.waitSignal(tab.go) as went:
        enter()
    assert went.args == [ToPlan()]
    assert tab.bar.isHidden() and nameless(tab) == [] and clipped(tab) == []


def test_a_walk_in_is_entered_and_goes_to_the_registration(qtbot: QtBot, tab: SittingTab, desk: Desk) -> None:
    day_id = lay_down(desk, desk.today(), "覃晓东")
    _open(qtbot, tab)
    assert tab.queue.table.hasFocus() and not tab.queue.nobody.isHidden()
    press(Qt.Key.Key_N)
    assert tab.side.typing is tab.side.booking and tab.side.booking.answers["name"].field.editor.hasFocus()
    write("桑玉兰")
    for _ in range(2):
        enter()
    press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    write("3")
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: tab.side.typing is None)
    (guest,) = desk.sittings.of_day(day_id).guests
    assert (guest.name, guest.people, guest.state, guest.booked) == ("桑玉兰", 3, "waiting", False)
    assert tab.queue.table.hasFocus()
    with qtbot.waitSignal(tab.go) as went:
        enter()
    (route,) = went.args
    assert isinstance(route, GuestVisit) and route.guest.number == 1
    form = form_of(desk, route)
    assert (form.petitioners[0].name, form.people) == ("桑玉兰", "3")
    visit, _added = register_guest(desk, route, visit_document(desk), None)
    assert desk.sittings.of_day(day_id).guests[0].visit.visit_no == visit.visit_no  # type: ignore[union-attr]


def test_from_the_queue_to_the_registration_and_back(qtbot: QtBot, window: Frame, desk: Desk) -> None:
    day_id = lay_down(desk, desk.today(), "覃晓东")
    desk.sittings.arrive(desk.today(), {"name": "桑玉兰", "phone": "13800001234", "village": "东村"})
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.follow(ToSitting(day_id))
    tab = cast(SittingTab, cast(ReceptionPage, window.page("reception")).tab("sitting"))
    qtbot.waitUntil(lambda: tab.sitting is not None and tab.queue.table.hasFocus())
    enter()
    assert window.current == "registration"
    page = cast(RegistrationPage, window.page("registration"))
    quiet(qtbot)
    assert page.form.people.name.editor.text() == "桑玉兰" and "第 1 号" in page.guest_notice.text()
    assert focus() is page.form.people.id_number.editor  # the first that the queue does not know
    page.form.form.matters[0].statement = "村道拓宽占用菜地没有补偿。"
    page.save()
    qtbot.waitUntil(lambda: page.stack.currentWidget() is page.after)
    quiet(qtbot)
    assert page.after.done.next.text() == "回到接访  F7"
    page.after.done.next.click()
    assert window.current == "reception"
    qtbot.waitUntil(lambda: tab.sitting is not None and len(tab.sitting.received) == 1)
    quiet(qtbot)
    # The next registration is of nobody's queue.
    window.follow(NewVisit())
    quiet(qtbot)
    assert page.guest_notice.isHidden() and page.form.form.empty


def test_the_opinion_becomes_the_instruction_of_the_case(qtbot: QtBot, tab: SittingTab, desk: Desk) -> None:
    day_id = lay_down(desk, desk.today(), "覃晓东")
    desk.sittings.arrive(desk.today(), {"name": "桑玉兰"})
    desk.sittings.receive(desk.today(), 1, visit_document(desk))
    _open(qtbot, tab)
    enter()
    form = tab.side.opinion
    assert tab.side.typing is form and form.answers["due_on"].field.isHidden() and tab.bar.isHidden()
    assert focus() is form.answers["text"].field.editor, "what is empty first"
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    press(Qt.Key.Key_2)
    assert form.answers["outcome"].raw() == "assigned" and not form.answers["due_on"].field.isHidden()
    form.answers["text"].field.editor.setFocus()
    write("请自然资源所复核面积。")
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(form.answers["owner"].field.said()))
    assert "由谁承办" in form.answers["owner"].field.said() and form.answers["owner"].field.editor.hasFocus()
    write("自然资源所")
    form.answers["due_on"].field.editor.setFocus()
    due = desk.today() + timedelta(days=20)
    write(f"{due.year}-{due.month}-{due.day}")
    tab.side.save()
    qtbot.waitUntil(lambda: tab.side.typing is None)
    (guest,) = desk.sittings.of_day(day_id).guests
    (told,) = guest.opinions
    assert (told.leader, told.owner, told.due_on, told.outcome) == ("覃晓东", "自然资源所", due, "assigned")
    event = desk.cases.get(told.case_no).last("instructed")
    assert event is not None and event.content["text"] == "请自然资源所复核面积。"
    # It is taken back from its card, with a reason of those offered.
    tab.side.sheet.withdraw_wanted.emit(told.case_no)
    tab.side.reason.offers.parts()[0].click()  # type: ignore[attr-defined]
    enter()
    qtbot.waitUntil(lambda: not desk.sittings.of_day(day_id).guests[0].opinions)
    quiet(qtbot)


def test_of_several_matters_and_leaders_one_of_each_is_chosen(qtbot: QtBot, tab: SittingTab, desk: Desk) -> None:
    day_id = lay_down(desk, desk.today(), "覃晓东", "盖世平")
    desk.sittings.arrive(desk.today(), {"name": "桑玉兰"})
    desk.sittings.receive(desk.today(), 1, visit_document(desk, matters=2))
    _open(qtbot, tab)
    first, second = desk.sittings.of_day(day_id).guests[0].open_cases
    press(Qt.Key.Key_O)
    form = tab.side.opinion
    assert {"case_no", "leader"} <= form.answers.keys() and clipped(tab) == []
    assert form.document()["leader"] == "覃晓东" and form.document()["case_no"] in (first, second)
    form.put({"text": "今年的名额已经公示，当场讲清。"})
    tab.side.save()
    qtbot.waitUntil(lambda: tab.side.typing is None)
    press(Qt.Key.Key_O)
    assert "case_no" not in form.answers and "leader" in form.answers
    tab.side.leave_form()
    quiet(qtbot)


def test_who_booked_comes_first_and_signs_in_with_one_key(qtbot: QtBot, tab: SittingTab, desk: Desk) -> None:
    today = desk.today()
    day_id = lay_down(desk, today + timedelta(days=3), "覃晓东")
    _open(qtbot, tab, day_id)
    assert tab.arrive_button.isHidden() and not tab.book_button.isHidden()
    # Before the day booking is the one thing to do: its button is filled, and nothing else is spoken of.
    assert filled_button(tab) is tab.book_button
    assert "按 B" in tab.queue.nobody.text() and "按 N" not in tab.queue.nobody.text()
    # An empty queue leaves no hole where its guest would stand.
    assert not tab.side.isVisible() and tab.queue.width() > tab.width() * 0.9
    press(Qt.Key.Key_B)
    write("麦春生")
    tab.side.booking.answers["people"].field.editor.setFocus()
    press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    write("8")
    tab.side.save()
    qtbot.waitUntil(lambda: bool(tab.side.booking.answers["people"].field.said()))
    assert "第二十条" in tab.side.booking.answers["people"].field.said()
    tab.side.booking.put({"people": "2"})
    tab.side.save()
    qtbot.waitUntil(lambda: tab.side.typing is None)
    assert [guest.state for guest in desk.sittings.of_day(day_id).guests] == ["booked"]
    # Nobody can sign in before the day: the trouble stands above the queue.
    press(Qt.Key.Key_S)
    qtbot.waitUntil(lambda: not tab.trouble.isHidden())
    assert "还没有到" in tab.trouble.text()
    press(Qt.Key.Key_X)
    assert tab.side.typing is tab.side.reason
    write("来电取消")
    tab.side.save()
    qtbot.waitUntil(lambda: desk.sittings.of_day(day_id).guests[0].state == "cancelled")
    quiet(qtbot)


def test_a_day_in_a_village_without_visitors_ends_with_what_was_done(qtbot: QtBot, tab: SittingTab, desk: Desk) -> None:
    day_id = lay_down(desk, desk.today(), "覃晓东", kind="village", village="东村")
    _open(qtbot, tab)
    tab.close_button.click()
    form = tab.side.close_form
    assert not form.answers["outcome"].field.isHidden()
    form.put({"outcome": "screening"})
    tab.side.save()
    qtbot.waitUntil(lambda: bool(form.answers["summary"].field.said()))
    form.put({"summary": "入户走访十二户，没有发现新的纠纷。"})
    tab.side.save()
    qtbot.waitUntil(lambda: desk.sittings.of_day(day_id).closed_at is not None)
    quiet(qtbot)
    assert tab.head.badge.text() == "无事排查" and not tab.reopen_button.isHidden()
    with qtbot.waitSignal(tab.print_wanted) as wanted:
        assert tab.print_page()
    assert wanted.args[0].show("a4").pdf.startswith(b"%PDF")
    tab.reopen_button.click()
    qtbot.waitUntil(lambda: desk.sittings.of_day(day_id).closed_at is None)
    quiet(qtbot)


def test_a_visit_that_is_registered_already_is_linked(qtbot: QtBot, tab: SittingTab, desk: Desk) -> None:
    day_id = lay_down(desk, desk.today(), "覃晓东")
    desk.sittings.arrive(desk.today(), {"name": "桑玉兰"})
    visit, _added = desk.visits.add(visit_document(desk))
    _open(qtbot, tab)
    tab.side.do("link")
    qtbot.waitUntil(lambda: tab.side.typing is tab.side.link)
    press(Qt.Key.Key_Down)
    enter()
    assert visit.visit_no in tab.side.link.document()["visit_no"]
    tab.side.save()
    qtbot.waitUntil(lambda: desk.sittings.of_day(day_id).guests[0].state == "received")
    quiet(qtbot)


def test_who_sounds_accusing_is_warned_of_and_registered_as_accusing(qtbot: QtBot, tab: SittingTab, desk: Desk) -> None:
    lay_down(desk, desk.today(), "覃晓东")
    _open(qtbot, tab)
    press(Qt.Key.Key_N)
    write("桑玉兰")
    tab.side.booking.answers["about"].field.editor.setFocus()
    write("举报账目")
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: tab.side.typing is None)
    assert tab.trouble.isVisible() and "像是检举控告" in tab.trouble.text()
    assert "桑玉兰" not in tab.trouble.text() and "账目" not in tab.trouble.text()
    with qtbot.waitSignal(tab.go) as went:
        enter()
    (route,) = went.args
    assert form_of(desk, route).matters[0].purpose == "accusation"
    desk.sittings.arrive(desk.today(), {"name": "张桂花", "about": "问路"})
    tab.ask()
    quiet(qtbot)
    plain = GuestVisit(route.day, desk.sittings.of_day(route.day.day_id).guest(2))
    assert form_of(desk, plain).matters[0].purpose == "appeal"


def test_an_accusation_shows_nothing_in_the_queue(qtbot: QtBot, tab: SittingTab, desk: Desk) -> None:
    lay_down(desk, desk.today(), "覃晓东")
    desk.sittings.arrive(desk.today(), {"name": "桑玉兰", "phone": "13800001234", "about": "某干部收礼"})
    desk.sittings.receive(desk.today(), 1, visit_document(desk, purpose="accusation"))
    _open(qtbot, tab)
    shown = [tab.queue.model.index(0, column).data() for column in range(tab.queue.model.columnCount())]
    told = " ".join([*map(str, shown), tab.side.sheet.title.text(), tab.side.sheet.facts.text()])
    assert "检举控告" in told and not any(word in told for word in ("桑玉兰", "1380000", "收礼", "第1件事"))


def test_what_is_typed_stands_in_the_way_and_comes_back(qtbot: QtBot, tab: SittingTab, desk: Desk) -> None:
    lay_down(desk, desk.today(), "覃晓东")
    other = lay_down(desk, desk.today() + timedelta(days=2), "盖世平")
    _open(qtbot, tab)
    press(Qt.Key.Key_N)
    quiet(qtbot)
    write("麦春生")
    with qtbot.waitSignal(tab.denied):
        tab.turn(1)
    assert tab.side.typing is tab.side.booking
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: bool(desk.drafts.whole()))
    quiet(qtbot)
    tab.turn(1)
    qtbot.waitUntil(lambda: tab.sitting is not None and tab.sitting.day.day_id == other)
    tab.turn(-1)
    qtbot.waitUntil(lambda: tab.sitting is not None and tab.sitting.day.day_id != other)
    tab.arrive()
    qtbot.waitUntil(lambda: tab.side.booking.document()["name"] == "麦春生")
    quiet(qtbot)


@pytest.mark.parametrize("step", [0, 3])
def test_it_fits(qtbot: QtBot, tab: SittingTab, desk: Desk, step: int, tmp_path: Path) -> None:
    lay_down(desk, desk.today(), "覃晓东", "盖世平")
    desk.sittings.arrive(desk.today(), {"name": "桑玉兰", "people": 12, "about": "村道拓宽占用菜地没有补偿"})
    theme.theme.apply(step, False)
    _open(qtbot, tab)
    for act in (lambda: None, tab.arrive, lambda: tab.side.do("cancel"), tab.side.end):
        tab.side.leave_form()
        act()
        quiet(qtbot)
        assert clipped(tab) == [] and nameless(tab) == []
