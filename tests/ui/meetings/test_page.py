"""联席会议 in the window: an agenda chosen by keyboard, minutes that reach the cases, the way back."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.domain.meetings import MEETING_STATES
from petidesk.ui.forms.inputs import TextField
from petidesk.ui.look import theme
from petidesk.ui.meetings.page import MeetingsPage
from petidesk.ui.shell.frame import Frame
from tests.ui.conftest import register
from tests.ui.desks.calm import quiet
from tests.ui.desks.fit import clipped, nameless
from tests.ui.desks.typist import enter, press, write


def _case_of(desk: Desk, visit_no: str) -> str:
    return desk.visits.get(visit_no).matters[0].case_no or ""


def _open(qtbot: QtBot, window: Frame) -> MeetingsPage:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.open_page("meetings")
    page = cast(MeetingsPage, window.page("meetings"))
    if window.desk is not None and window.desk.meetings.count() > 0:
        qtbot.waitUntil(lambda: page.view.meeting is not None)
    quiet(qtbot)
    return page


def test_a_meeting_by_keyboard_from_the_agenda_to_the_minutes(qtbot: QtBot, window: Frame, desk: Desk) -> None:
    late = _case_of(desk, register(desk, "赵国辉", days_ago=40))
    page = _open(qtbot, window)
    assert page.right.currentWidget() is page.parts[page.empty]
    page.main_button.click()
    qtbot.waitUntil(lambda: page.plan.agenda.list.count() == 1)
    page.plan.answers["place"].field.editor.setFocus()
    write("三楼会议室")
    enter()
    assert page.plan.answers["chair"].field.editor.hasFocus()
    write("周明")
    page.plan.agenda.list.setFocus()
    press(Qt.Key.Key_Space)
    page.main_button.click()
    qtbot.waitUntil(lambda: page.typing is None)
    quiet(qtbot)
    (row,) = desk.meetings.rows()
    meeting = desk.meetings.get(row.meeting_no)
    assert (meeting.plan.place, meeting.plan.chair) == ("三楼会议室", "周明")
    assert [(item.case_no, item.why) for item in meeting.plan.agenda] == [(late, "法定期限已超期")]
    head = page.view
    assert row.meeting_no in head.title.text() and MEETING_STATES["planned"] == head.badge.text()
    assert "三楼会议室" in head.facts.text() and "周明" in head.facts.text()
    assert all(part.isVisibleTo(page) and head.isAncestorOf(part) for part in (head.title, head.badge, head.facts))
    # The words of the badge do not touch its frame.
    assert head.badge.width() > head.badge.fontMetrics().horizontalAdvance(head.badge.text()) + theme.theme.em(0.5)

    page.main_button.click()
    assert page.typing is page.minutes
    page.minutes.answers["decisions[0].decision"].field.editor.setFocus()
    write("核对账目，补发。")
    enter()
    write("赵建国")
    enter()
    write((desk.today() + timedelta(days=3)).isoformat())
    page.main_button.click()
    qtbot.waitUntil(lambda: page.typing is None)
    quiet(qtbot)
    event = desk.cases.get(late).last("met")
    assert event is not None
    assert event.content["decision"] == "核对账目，补发。"
    assert event.content["owner"] == "赵建国"
    assert [draft.kind for draft in desk.drafts.whole()] == []

    page.void.click()
    page.view.why.setFocus()
    write("记错了")
    enter(2)
    qtbot.waitUntil(lambda: desk.meetings.get(row.meeting_no).state == "voided")
    quiet(qtbot)
    assert desk.cases.get(late).last("met") is None


def test_a_refusal_stands_beside_the_decision_that_it_means(qtbot: QtBot, window: Frame, desk: Desk) -> None:
    one, other = (_case_of(desk, register(desk, name, days_ago=40)) for name in ("赵国辉", "王贵"))
    number = desk.meetings.plan({"on": desk.today().isoformat(), "agenda": [one, other]}).meeting_no
    page = _open(qtbot, window)
    page._begin_minutes()
    for key, text in (("decision", "补发。"), ("due_on", (desk.today() - timedelta(days=2)).isoformat())):
        editor = page.minutes.answers[f"decisions[1].{key}"].field.editor
        editor.setText(text)  # type: ignore[attr-defined]
    page.save()
    field = page.minutes.answers["decisions[1].due_on"].field
    qtbot.waitUntil(lambda: "早于会议日期" in field.said())
    assert page.minutes.answers["decisions[0].due_on"].field.said() == ""
    assert desk.meetings.get(number).state == "planned"


def test_minutes_leave_aside_what_became_an_accusation(qtbot: QtBot, window: Frame, desk: Desk) -> None:
    visit_no, other = register(desk, "赵国辉", days_ago=40), _case_of(desk, register(desk, "王贵", days_ago=40))
    closed = _case_of(desk, visit_no)
    number = desk.meetings.plan({"on": desk.today().isoformat(), "agenda": [closed, other]}).meeting_no
    accusing = {"purpose": "accusation", "statement": "举报某人。", "title": "举报", "case_no": closed}
    desk.visits.amend(visit_no, {"matters": [accusing]})
    page = _open(qtbot, window)
    page._begin_minutes()
    quiet(qtbot)
    assert "decisions[1].decision" not in page.minutes.answers
    page.minutes.answers["decisions[0].decision"].field.editor.setText("补发。")  # type: ignore[attr-defined]
    page.save()
    qtbot.waitUntil(lambda: desk.meetings.get(number).state == "held")
    quiet(qtbot)
    assert [each.case_no for each in desk.meetings.get(number).decisions] == [other]


def test_what_was_typed_is_there_again_after_leaving(qtbot: QtBot, window: Frame, desk: Desk) -> None:
    case_no = _case_of(desk, register(desk, "赵国辉", days_ago=40))
    desk.meetings.plan({"on": desk.today().isoformat(), "agenda": [case_no]})
    page = _open(qtbot, window)
    page._begin_minutes()
    quiet(qtbot)
    page.minutes.answers["decisions[0].decision"].field.editor.setFocus()
    write("补发。")
    page._back()
    qtbot.waitUntil(lambda: len(desk.drafts.whole()) == 1)
    quiet(qtbot)
    page._begin_minutes()
    editor = page.minutes.answers["decisions[0].decision"].field.editor
    qtbot.waitUntil(lambda: editor.text() == "补发。")  # type: ignore[attr-defined]


def test_a_case_can_be_looked_up_and_an_accusation_is_not_offered(qtbot: QtBot, window: Frame, desk: Desk) -> None:
    page = _open(qtbot, window)
    page.new_meeting()
    quiet(qtbot)
    choice = page.plan.agenda
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
    assert page.plan.answers["note"].field.editor.hasFocus(), "asked in vain, Enter goes on"
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
    page = _open(qtbot, window)
    assert page.print_page()
    assert page.front.currentWidget() is page.preview
    quiet(qtbot)
    assert clipped(window) == []
    page._back()
    assert page.front.currentWidget() is not page.preview
    page.agenda_paper.click()
    assert page.front.currentWidget() is page.preview
    quiet(qtbot)


def test_every_part_fits_at_every_step(qtbot: QtBot, window: Frame, desk: Desk) -> None:
    case_no = _case_of(desk, register(desk, "赵国辉", days_ago=40))
    desk.meetings.plan({"on": desk.today().isoformat(), "place": "三楼会议室", "agenda": [case_no]})
    page = _open(qtbot, window)
    wrong = []
    for step in range(len(theme.STEPS)):
        theme.theme.apply(step, False)
        for part in (lambda: None, page._enter, page.view.ask_void, page._begin_minutes, page.new_meeting):
            part()
            quiet(qtbot)
            wrong += [f"{step} {complaint}" for complaint in clipped(window)]
        page._back()
        page._back()
    assert wrong == []
    assert nameless(page) == []
    assert isinstance(page.plan.answers["place"].field.editor, TextField)
