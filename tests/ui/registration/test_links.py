"""来访登记 links the person and the case that the hint shows, and takes a link back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.ui.registration.page import RegistrationPage
from tests.ui.conftest import register
from tests.ui.desks.calm import settle
from tests.ui.desks.registration_window import Opener, saved
from tests.ui.desks.typist import enter, focus, press, write


def test_the_hint_links_person_and_case_with_f3_and_enter(qtbot: QtBot, desk: Desk, page: RegistrationPage) -> None:
    register(desk, days_ago=200)
    write("张桂花")
    enter(2)
    write("13800001234")
    settle(qtbot)
    assert page.hint.count() == 1
    press(Qt.Key.Key_F3)
    press(Qt.Key.Key_Down)
    enter()
    person, matter = page.form.people.current(), page.form.matters.current()
    assert person.person_id == 1
    assert person.village == "东村"
    assert matter.case_no is not None
    assert page.form.matters.linked.isVisible()
    assert focus() in page.form.findChildren(type(focus()))
    page.form.matters.statement_input.setText("还是那笔补偿款。")
    visit = saved(qtbot, page)
    assert visit.matters[0].first_or_repeat == "repeat"
    assert "重访" in page.after.done.said()


def test_who_comes_again_says_why_and_the_matter_keeps_its_title(
    qtbot: QtBot, desk: Desk, page: RegistrationPage
) -> None:
    register(desk, days_ago=200)
    write("张桂花")
    enter(2)
    write("13800001234")
    settle(qtbot)
    press(Qt.Key.Key_F3)
    press(Qt.Key.Key_Down)
    enter()
    matters = page.form.matters
    title = desk.cases.get(matters.current().case_no).title
    assert title and matters.title_input.text() == title
    assert matters.why_again.isVisible() and matters.why_again.currentData() == "raises_again"
    matters.why_again.setCurrentIndex(matters.why_again.findData("asks_progress"))
    matters.statement_input.setText("问办到哪一步。")
    visit = saved(qtbot, page)
    assert visit.matters[0].matter.why_again == "asks_progress"


def test_a_link_taken_back_takes_what_it_had_filled_in(qtbot: QtBot, desk: Desk, page: RegistrationPage) -> None:
    register(desk, name="张桂花")
    write("张贵华")
    enter(2)
    write("13800001234")
    settle(qtbot)
    press(Qt.Key.Key_F3)
    enter()
    settle(qtbot)
    people = page.form.people
    assert "张桂花" in people.linked.text()
    assert people.current().village == "东村"
    people.village_input.setText("西村")
    people.linked.click()
    assert people.linked.isHidden()
    current = people.current()
    assert (current.person_id, current.name, current.phone) == (None, "张贵华", "13800001234")
    assert current.village == "西村"  # changed since by the clerk


def test_not_the_same_person_is_remembered_and_can_be_taken_back(
    qtbot: QtBot, desk: Desk, page: RegistrationPage
) -> None:
    register(desk)
    write("张桂花")
    settle(qtbot)
    assert page.hint.count() == 1
    press(Qt.Key.Key_F3)
    press(Qt.Key.Key_Escape)
    assert focus() is page.form.people.name_input
    assert page.hint.count() == 1 and page.form.people.current().not_same_as == [], "Esc decides nothing"
    press(Qt.Key.Key_F3)
    press(Qt.Key.Key_Delete)
    assert page.hint.count() == 0
    assert page.form.people.current().not_same_as == [1]
    page.hint.taken_back.emit(1)
    settle(qtbot)
    assert page.hint.count() == 1
    press(Qt.Key.Key_F3)
    press(Qt.Key.Key_Delete)
    page.form.matters.statement_input.setText("另一件事。")
    visit = saved(qtbot, page)
    assert visit.content.petitioners[0].person_id != 1


def test_the_hint_follows_the_petitioner_in_the_editor(qtbot: QtBot, desk: Desk, page: RegistrationPage) -> None:
    register(desk)
    write("张桂花")
    settle(qtbot)
    assert page.hint.count() == 1
    page.form.people.more_people.click()
    write("赵五")
    settle(qtbot)
    assert page.hint.count() == 0
    page.form.people.go(0)
    settle(qtbot)
    assert page.hint.count() == 1


def test_the_narrow_window_keeps_the_hint_behind_f3(qtbot: QtBot, desk: Desk, open_page: Opener) -> None:
    register(desk)
    page = open_page(600, 640)
    write("张桂花")
    settle(qtbot)
    assert not page.hint.isVisible()
    assert page.show_hint.isVisible()
    press(Qt.Key.Key_F3)
    assert page.hint.isVisible()
    assert page.hint.isAncestorOf(focus())
    enter()
    assert page.form.people.current().person_id == 1
    assert page.form.isVisible()
    assert not page.hint.isVisible()
