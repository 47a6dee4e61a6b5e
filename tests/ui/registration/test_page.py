"""来访登记 by keyboard alone, on a real desk: a whole visit, its fields, a group, several matters."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.domain.visits.listing import VisitQuery
from petidesk.ui.forms.typeahead_field import TypeAheadField
from petidesk.ui.registration.page import RegistrationPage
from tests.ui.conftest import register
from tests.ui.desks.calm import settle
from tests.ui.desks.registration_window import CONTROL, Opener, saved
from tests.ui.desks.typist import commit, compose, enter, focus, press, write


def test_a_whole_visit_by_keyboard(qtbot: QtBot, page: RegistrationPage) -> None:
    assert focus() is page.form.people.name_input
    write("张桂花")
    enter()
    write("11010519491231002x")
    enter()
    write("13800001234")
    enter()
    write("dc")
    enter()
    write("东村三组12号")
    enter(3)
    write("去年修路占了我家两亩地。")
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    write("补偿款没有到账。")
    enter()
    write("补发补偿款")
    enter()
    write("说明原因")
    enter(2)
    assert focus() is page.form.matters.title_input
    assert page.form.matters.title_input.placeholderText() == "补发补偿款"
    enter()
    write("tdzs")
    enter()
    assert focus() is page.save_only
    assert page.form.people.id_number.said() == "女 · 1949年12月31日"
    visit = saved(qtbot, page)
    person, matter = visit.content.petitioners[0], visit.content.matters[0]
    assert (person.name, person.id_number, person.phone, person.village) == (
        "张桂花",
        "11010519491231002X",
        "13800001234",
        "东村",
    )
    assert (person.sex, person.address, visit.content.people) == ("female", "东村三组12号", 1)
    assert matter.statement == "去年修路占了我家两亩地。\n补偿款没有到账。"
    assert matter.requests == ("补发补偿款", "说明原因")
    assert matter.category == "自然资源/土地征收"
    assert visit.visit_no in page.after.done.said()
    raw = visit.matters[0].deadlines[0].raw
    assert f"不迟于 {raw.year}年{raw.month}月{raw.day}日" in page.after.done.said()
    settle(qtbot)
    assert page.desk.drafts.whole() == []


def test_enter_never_jumps_while_composing(page: RegistrationPage) -> None:
    name = page.form.people.name_input
    compose(name, "zhang'gui'hua")
    enter()
    assert focus() is name
    commit(name, "张桂花")
    assert focus() is name
    enter()
    assert focus() is page.form.people.id_input


def test_shift_enter_goes_back_to_the_channel(page: RegistrationPage) -> None:
    for _ in range(2):
        press(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert page.form.channel_input.isAncestorOf(focus())
    press(Qt.Key.Key_4)
    assert page.form.form.channel == "online"
    assert page.form.national in page.form.in_sight()
    assert page.form.people.people not in page.form.in_sight()


def test_a_refusal_stands_beside_its_field(qtbot: QtBot, page: RegistrationPage) -> None:
    write("张桂花")
    press(Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: page.form.matters.statement.said() != "", timeout=5000)
    assert "反映情况" in page.form.matters.statement.said()
    assert focus() is page.form.matters.statement_input
    assert page.desk.visits.count(VisitQuery()) == 0
    assert page.stack.currentWidget() is page.writing


def test_a_wrong_check_digit_warns_and_does_not_block(qtbot: QtBot, page: RegistrationPage) -> None:
    write("张桂花")
    enter()
    write("110105194912310021")
    enter()
    assert "校验码" in page.form.people.id_number.said()
    assert focus() is page.form.people.phone_input
    page.form.matters.statement_input.setText("反映一件事。")
    visit = saved(qtbot, page)
    assert visit.content.petitioners[0].id_number == "110105194912310021"
    assert visit.content.warnings


def test_an_old_number_becomes_eighteen_digits_with_the_space_bar(page: RegistrationPage) -> None:
    write("甲")
    enter()
    write("110105491231002")
    assert "11010519491231002X" in page.form.people.id_number.said()
    press(Qt.Key.Key_Space)
    assert page.form.form.petitioners[0].id_number == "11010519491231002X"
    assert page.form.form.petitioners[0].birth == "1949-12-31"


@pytest.mark.parametrize(("typed", "words"), [("昨天", "星期"), ("2024-3-8", "2024年3月8日 星期五"), ("99.99", "")])
def test_the_understood_date_stands_beside_it(page: RegistrationPage, typed: str, words: str) -> None:
    page.form.focus_field(page.form.at)
    write(typed)
    assert words in page.form.at.said()
    enter()
    assert bool(page.form.at_input.property("state")) == (typed == "99.99")


def test_a_new_village_is_offered_and_added(qtbot: QtBot, page: RegistrationPage) -> None:
    page.form.matters.statement_input.setText("反映一件事。")
    write("甲")
    enter(3)
    write("东岭村")
    popup = page.form.people.village_input.popup()
    assert popup.item(popup.count() - 1).text() == "新增“东岭村”"
    enter()
    assert page.form.people.village.said().startswith("新增")
    saved(qtbot, page)
    assert "新增村（社区）：东岭村" in page.after.done.said()


def test_letters_that_found_nothing_are_registered_nowhere(qtbot: QtBot, page: RegistrationPage) -> None:
    write("甲")
    page.form.matters.statement_input.setText("反映一件事。")
    page.form.toggle_more()
    people, matters = page.form.people, page.form.matters
    fields = {
        field.editor: field
        for field in (people.village, matters.category, matters.unit, matters.village, page.form.receiver)
    }
    sought = set(page.form.findChildren(TypeAheadField))
    assert sought == {*fields, matters.accused_input}  # whom an accusation is against is the unit of its matter
    for editor, field in fields.items():
        before = editor.text()
        editor.setFocus()
        editor.selectAll()
        write("zzqx")
        press(Qt.Key.Key_Return, CONTROL)
        assert "zzqx" in field.said() and "拼音字母" in field.said()
        assert page.desk.visits.count(VisitQuery()) == 0
        editor.setText(before)
    saved(qtbot, page)


def test_a_letter_asks_for_its_signatories_and_a_call_for_its_number(qtbot: QtBot, page: RegistrationPage) -> None:
    form = page.form
    assert not any(field.isVisible() for field in (form.signatories, form.enclosures, form.caller))
    form.channel_input.changed.emit("letter")
    assert form.signatories.isVisible() and form.enclosures.isVisible() and not form.caller.isVisible()
    form.signatories_input.setText("12")
    form.enclosures_input.setText("2")
    write("邰文")
    form.people.address_input.setText("西村")
    form.matters.statement_input.setText("水渠淤塞。")
    visit = saved(qtbot, page)
    assert (visit.content.signatories, visit.content.enclosures) == (12, 2)
    page.new_visit()
    form.channel_input.changed.emit("phone")
    assert form.caller.isVisible() and not form.signatories.isVisible()
    form.caller_input.setText("138 0000 3333")
    form.signatories_input.setText("9")  # of another channel: it stays on the screen and goes nowhere
    form.people.name_input.setText("查小河")
    form.matters.statement_input.setText("路灯不亮。")
    visit = saved(qtbot, page)
    assert (visit.content.caller_no, visit.content.signatories) == ("13800003333", 0)


def test_acceptance_goes_with_the_notice_slip_when_it_is_ticked(
    qtbot: QtBot, desk: Desk, page: RegistrationPage, tmp_path: Path
) -> None:
    write("张桂花")
    page.form.people.address_input.setText("东村三组")
    page.form.matters.statement_input.setText("补偿款没有到账。")
    page.form.matters.route_input.setCurrentIndex(page.form.matters.route_input.findData(6))
    visit = saved(qtbot, page)
    page.after.done.print_notice.click()
    preview = page.after.preview
    qtbot.waitUntil(lambda: len(preview.ticks) == 1, timeout=5000)  # nothing ended by 复核
    preview.ticks[0].click()
    with qtbot.waitSignal(preview.printed, timeout=5000):
        preview.write_pdf(tmp_path / "回执.pdf")
    assert desk.cases.get(visit.matters[0].case_no).state == "accepted"
    assert not desk.papers.notice_offer(visit.visit_no).accept  # it was handed over


def test_the_sixth_representative_is_refused_with_its_article(page: RegistrationPage) -> None:
    QGuiApplication.clipboard().setText("\n".join(f"代表{letter}" for letter in "甲乙丙丁戊己"))
    page.form.people.paste_names.click()
    assert len(page.form.form.petitioners) == 6
    for row in range(5):
        page.form.people.mark_representative(row, True)
        assert page.form.people.name.said() == ""
    page.form.people.go(5)
    page.form.people.representative.click()
    assert "第二十条" in page.form.people.name.said()
    assert not page.form.people.representative.isChecked()
    assert page.form.form.representatives == 5
    assert page.form.people.group_mark.isVisible()


def test_tab_walks_in_the_order_of_reading(page: RegistrationPage) -> None:
    page.form.toggle_more()
    page.form.focus_field(page.form.at)
    walked = [page.form.at]
    for _ in range(40):
        press(Qt.Key.Key_Tab)
        field = page.form.current_field() if page.form.isAncestorOf(focus()) else None
        if field is not None and field is not walked[-1]:
            walked.append(field)
    expected = page.form.in_sight()[1:]
    assert [field.label_text() for field in walked][: len(expected)] == [field.label_text() for field in expected]


def test_f9_saves_and_shows_the_slip_when_no_printer_is_chosen(qtbot: QtBot, page: RegistrationPage) -> None:
    write("甲")
    page.form.matters.statement_input.setText("反映一件事。")
    press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: page.stack.currentWidget() is page.after, timeout=5000)
    assert page.after.front() is page.after.preview
    qtbot.waitUntil(lambda: page.after.preview.paper() is not None, timeout=10_000)
    assert focus() is page.after.preview.save_pdf


def test_several_matters_in_one_visit(qtbot: QtBot, page: RegistrationPage) -> None:
    write("甲")
    page.form.matters.statement_input.setText("第一件。")
    page.form.matters.more_matters.click()
    page.form.matters.statement_input.setText("第二件。")
    page.form.matters.go(0)
    assert page.form.matters.statement_input.text() == "第一件。"
    visit = saved(qtbot, page)
    assert [stored.matter.statement for stored in visit.matters] == ["第一件。", "第二件。"]
    assert len({stored.case_no for stored in visit.matters}) == 2


def test_anonymous_and_address_unknown(qtbot: QtBot, page: RegistrationPage) -> None:
    page.form.people.anonymous.click()
    page.form.matters.statement_input.setText("反映一件事。")
    page.form.matters.statement_input.setFocus()
    visit = saved(qtbot, page)
    assert visit.content.petitioners[0].anonymous
    assert "不计书面告知期限" in page.after.done.said()


def test_ctrl_d_copies_the_field_of_the_previous_record(qtbot: QtBot, desk: Desk, open_page: Opener) -> None:
    register(desk)
    page = open_page()
    enter(3)
    assert focus() is page.form.people.village_input
    press(Qt.Key.Key_D, CONTROL)
    assert page.form.form.petitioners[0].village == "东村"
    assert focus() is page.form.people.village_input


def test_why_this_day_lists_every_day(qtbot: QtBot, page: RegistrationPage) -> None:
    write("甲")
    page.form.matters.statement_input.setText("反映一件事。")
    saved(qtbot, page)
    page.after.done.why.click()
    qtbot.waitUntil(lambda: page.after.front() is page.after.clocks, timeout=5000)
    lines = page.after.clocks.days_shown()
    assert "起算日不计" in lines[0]
    assert any("第15日" in line for line in lines)
    assert "第二十三条" in page.after.clocks.said()
    assert page.after.clocks.isAncestorOf(focus())
    press(Qt.Key.Key_Escape)
    assert page.after.front() is page.after.done


def test_the_names_of_a_group_and_the_matters_are_walked_with_tab_and_arrows(
    qtbot: QtBot, page: RegistrationPage
) -> None:
    people, matters = page.form.people, page.form.matters
    QGuiApplication.clipboard().setText("钱一山\n钱二山\n钱三山\n钱四山\n钱五山\n钱六山\n钱七山")
    people.paste()
    people.name_input.setFocus()
    press(Qt.Key.Key_Backtab)
    assert focus() is people.list
    press(Qt.Key.Key_Home)
    for _ in range(6):
        press(Qt.Key.Key_Space)
        press(Qt.Key.Key_Right)
    assert focus() is people.list
    assert [person.representative for person in page.form.form.petitioners] == [True] * 5 + [False] * 2
    press(Qt.Key.Key_Left)
    press(Qt.Key.Key_Space)
    assert "《信访工作条例》第二十条" in people.name.said()
    enter()
    assert focus() is people.name_input
    assert people.name_input.text() == "钱六山"
    matters.statement_input.setText("甲事")
    matters.add()
    qtbot.waitUntil(lambda: matters.tabs.parts()[-1].isVisible())
    press(Qt.Key.Key_Backtab)
    assert focus() is matters.tabs.parts()[-1]
    press(Qt.Key.Key_Backtab)
    press(Qt.Key.Key_Space)
    assert matters.statement_input.text() == "甲事"
