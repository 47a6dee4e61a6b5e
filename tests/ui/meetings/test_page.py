"""联席会议 in the window: an agenda chosen by keyboard, minutes that reach the cases, the way back."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.domain.meetings import MEETING_STATES, MeetingQuery
from petidesk.ui.look import theme
from petidesk.ui.meetings.forms import MeetingForm, MinutesForm, PlanForm
from petidesk.ui.meetings.page import MeetingsPage
from petidesk.ui.shell.frame import Frame
from tests.ui.conftest import register
from tests.ui.desks.calm import quiet
from tests.ui.desks.fit import clipped, nameless
from tests.ui.desks.typist import enter, press, write


def _case_of(desk: Desk, visit_no: str) -> str:
    return desk.visits.get(visit_no).matters[0].case_no or ""


def _open(qtbot: QtBot, window: Frame, number: str = "") -> MeetingsPage:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.open_page("meetings")
    page = cast(MeetingsPage, window.page("meetings"))
    quiet(qtbot)
    if number:
        page.open_no(number)
        qtbot.waitUntil(lambda: page.detail.record_no == number)
        quiet(qtbot)
    return page


def _minutes(qtbot: QtBot, page: MeetingsPage) -> MinutesForm:
    page.detail.main.click()
    quiet(qtbot)
    assert isinstance(page.form, MinutesForm)
    return page.form


def _form(page: MeetingsPage) -> MeetingForm | None:
    return page.form


def test_a_meeting_by_keyboard_from_the_agenda_to_the_minutes(qtbot: QtBot, window: Frame, desk: Desk) -> None:
    late = _case_of(desk, register(desk, "赵国辉", days_ago=40))
    page = _open(qtbot, window)
    page.begin()
    quiet(qtbot)
    plan = page.form
    assert isinstance(plan, PlanForm)
    qtbot.waitUntil(lambda: plan.agenda.list.count() == 1)
    plan.answers["place"].field.editor.setFocus()
    write("三楼会议室")
    enter()
    assert plan.answers["chair"].field.editor.hasFocus()
    write("周明")
    plan.agenda.list.setFocus()
    press(Qt.Key.Key_Space)
    plan.save_button.click()
    qtbot.waitUntil(lambda: _form(page) is None and bool(page.detail.record_no))
    quiet(qtbot)
    (row,) = desk.meetings.rows(MeetingQuery(), 9)
    meeting = desk.meetings.get(row.meeting_no)
    assert (meeting.plan.place, meeting.plan.chair) == ("三楼会议室", "周明")
    assert [(item.case_no, item.why) for item in meeting.plan.agenda] == [(late, "法定期限已超期")]
    said = [label.text() for label in page.detail.findChildren(QLabel) if label.isVisibleTo(page)]
    for words in (row.meeting_no, MEETING_STATES["planned"], "三楼会议室", "周明"):
        assert any(words in text for text in said), words
    assert [row.state for row in page.model.first_rows(9)] == ["planned"]

    minutes = _minutes(qtbot, page)
    minutes.answers["decisions[0].decision"].field.editor.setFocus()
    write("核对账目，补发。")
    enter()
    write("赵建国")
    enter()
    write((desk.today() + timedelta(days=3)).isoformat())
    minutes.save_button.click()
    qtbot.waitUntil(lambda: _form(page) is None)
    quiet(qtbot)
    event = desk.cases.get(late).last("met")
    assert event is not None
    assert event.content["decision"] == "核对账目，补发。"
    assert event.content["owner"] == "赵建国"
    assert [draft.kind for draft in desk.drafts.whole()] == []

    page.detail.void_button.click()
    write("记错了")
    enter(2)
    qtbot.waitUntil(lambda: desk.meetings.get(row.meeting_no).state == "voided")
    quiet(qtbot)
    assert desk.cases.get(late).last("met") is None


def test_a_refusal_stands_beside_the_decision_that_it_means(qtbot: QtBot, window: Frame, desk: Desk) -> None:
    one, other = (_case_of(desk, register(desk, name, days_ago=40)) for name in ("赵国辉", "王贵"))
    number = desk.meetings.plan({"on": desk.today().isoformat(), "agenda": [one, other]}).meeting_no
    page = _open(qtbot, window, number)
    minutes = _minutes(qtbot, page)
    for key, text in (("decision", "补发。"), ("due_on", (desk.today() - timedelta(days=2)).isoformat())):
        editor = minutes.answers[f"decisions[1].{key}"].field.editor
        editor.setText(text)  # type: ignore[attr-defined]
    minutes.save()
    field = minutes.answers["decisions[1].due_on"].field
    qtbot.waitUntil(lambda: "早于会议日期" in field.said())
    assert minutes.answers["decisions[0].due_on"].field.said() == ""
    assert desk.meetings.get(number).state == "planned"


def test_minutes_leave_aside_what_became_an_accusation(qtbot: QtBot, window: Frame, desk: Desk) -> None:
    visit_no, other = register(desk, "赵国辉", days_ago=40), _case_of(desk, register(desk, "王贵", days_ago=40))
    closed = _case_of(desk, visit_no)
    number = desk.meetings.plan({"on": desk.today().isoformat(), "agenda": [closed, other]}).meeting_no
    accusing = {"purpose": "accusation", "statement": "举报某人。", "title": "举报", "case_no": closed}
    desk.visits.amend(visit_no, {"matters": [accusing]})
    minutes = _minutes(qtbot, _open(qtbot, window, number))
    assert "decisions[1].decision" not in minutes.answers
    minutes.answers["decisions[0].decision"].field.editor.setText("补发。")  # type: ignore[attr-defined]
    minutes.save()
    qtbot.waitUntil(lambda: desk.meetings.get(number).state == "held")
    quiet(qtbot)
    assert [each.case_no for each in desk.meetings.get(number).decisions] == [other]


def test_what_was_typed_is_there_again_after_leaving(qtbot: QtBot, window: Frame, desk: Desk) -> None:
    case_no = _case_of(desk, register(desk, "赵国辉", days_ago=40))
    number = desk.meetings.plan({"on": desk.today().isoformat(), "agenda": [case_no]}).meeting_no
    page = _open(qtbot, window, number)
    _minutes(qtbot, page).answers["decisions[0].decision"].field.editor.setFocus()
    write("补发。")
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(desk.drafts.whole()) == 1)
    quiet(qtbot)
    editor = _minutes(qtbot, page).answers["decisions[0].decision"].field.editor
    qtbot.waitUntil(lambda: editor.text() == "补发。")  # type: ignore[attr-defined]


def test_a_case_can_be_looked_up_and_an_accusation_is_not_offered(qtbot: QtBot, window: Frame, desk: Desk) -> None:
    page = _open(qtbot, window)
    page.begin()
    quiet(qtbot)
    plan = page.form
    assert isinstance(plan, PlanForm)
    choice = plan.agenda
    choice.finder.setFocus()
    write("征地补偿")
    enter()
    qtbot.waitUntil(lambda: choice.list.count() == 1)
    assert choice.document() == [] and choice.list.hasFocus()
    press(Qt.Key.Key_Space)
    assert len(choice.document()) == 1
    choice.finder.setFocus()
    write("绝没有的词")
    enter()
    quiet(qtbot)
    assert "没有找到" in choice.count.text() and choice.finder.hasFocus()
    enter()
    assert plan.answers["note"].field.editor.hasFocus(), "asked in vain, Enter goes on"
    choice.finder.clear()
    visit, _ = desk.visits.add(
        {
            "at": desk.now().isoformat(timespec="minutes"),
            "channel": "letter",
            "petitioners": [{"anonymous": True}],
            "matters": [{"purpose": "accusation", "statement": "举报某人。"}],
        }
    )
    choice.finder.setText(visit.matters[0].case_no or "")
    choice.finder.asked.emit()
    qtbot.waitUntil(lambda: "没有找到" in choice.count.text())
    assert choice.list.count() == 1


def test_the_papers_of_a_meeting_are_shown(qtbot: QtBot, window: Frame, desk: Desk) -> None:
    case_no = _case_of(desk, register(desk, "赵国辉", days_ago=40))
    number = desk.meetings.plan({"on": desk.today().isoformat(), "place": "三楼", "agenda": [case_no]}).meeting_no
    desk.meetings.hold(number, {"decisions": [{"case_no": case_no, "decision": "核对补发。"}]})
    page = _open(qtbot, window, number)
    assert page.print_page()
    assert page.front.currentWidget() is page.preview
    quiet(qtbot)
    assert clipped(window) == []
    page.escape()
    assert page.front.currentWidget() is page.split
    page.detail.agenda_paper.click()
    assert page.front.currentWidget() is page.preview
    quiet(qtbot)


def test_every_part_fits_at_every_step(qtbot: QtBot, window: Frame, desk: Desk) -> None:
    case_no = _case_of(desk, register(desk, "赵国辉", days_ago=40))
    plan = {"on": desk.today().isoformat(), "place": "三楼会议室", "agenda": [case_no]}
    page = _open(qtbot, window, desk.meetings.plan(plan).meeting_no)
    wrong = []
    for step in range(len(theme.STEPS)):
        theme.theme.apply(step, False)
        for part in (lambda: None, page.detail.ask_void, page.escape, page.detail.main.click, page.escape, page.begin):
            part()
            quiet(qtbot)
            wrong += [f"{step} {complaint}" for complaint in clipped(window)]
        page.escape()
    assert wrong == []
    assert nameless(page) == []


def test_a_meeting_is_found_by_its_state_and_its_words(qtbot: QtBot, window: Frame, desk: Desk) -> None:
    on = desk.today().isoformat()
    first = desk.meetings.plan({"on": on, "place": "三楼", "chair": "周明"}).meeting_no
    second = desk.meetings.plan({"on": on, "place": "村委会"}).meeting_no
    desk.meetings.hold(second, {"decisions": []})

    def found(**asked: str) -> list[str]:
        return [row.meeting_no for row in desk.meetings.rows(MeetingQuery(**asked), 9)]

    assert found() == [second, first] and found(state="planned") == [first]
    assert found(text="周明") == [first] and found(text=second) == [second] and found(text="%") == []
    page = _open(qtbot, window)
    page.filter.views.choose("held")
    quiet(qtbot)
    assert [row.meeting_no for row in page.model.first_rows(9)] == [second]
