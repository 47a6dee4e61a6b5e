"""An accusation in 来访登记: whom it speaks against, and how it closes itself."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.domain.listing import ClosedDraft
from petidesk.domain.trouble import Refused
from petidesk.domain.visits.typed import VisitForm
from petidesk.ui.record.closed_card import ClosedCard
from petidesk.ui.registration.page import RegistrationPage
from petidesk.ui.shell.routes import ToDrafts
from tests.offices import whole
from tests.ui.desks.calm import settle
from tests.ui.desks.registration_window import saved
from tests.ui.desks.typist import enter, press, write


def test_an_accusation_asks_in_sight_whom_it_speaks_against(qtbot: QtBot, desk: Desk, page: RegistrationPage) -> None:
    """By the keyboard, before what is said; the folded field of other matters is the same place."""
    write("王小明")
    matters = page.form.matters
    assert matters.accused.isHidden()
    matters.purpose_input.focus_chosen()
    press(Qt.Key.Key_3)
    enter()
    assert page.form.current_field() is matters.accused
    write("石桥村支书")
    enter()
    assert page.form.current_field() is matters.statement
    write("收钱不入账。")
    matters.purpose_input.focus_chosen()
    press(Qt.Key.Key_1)
    page.form.toggle_more()
    assert matters.accused.isHidden() and matters.unit_input.text() == "石桥村支书"
    matters.purpose_input.focus_chosen()
    press(Qt.Key.Key_3)
    assert matters.accused_input.text() == "石桥村支书" and not matters.unit.isVisible()
    page.form.refuse(Refused("bad_value", "太长。", field="matters[0].concerned_unit"))
    assert page.form.current_field() is matters.accused and "太长" in matters.accused.said()
    registered = saved(qtbot, page)
    assert whole(desk, registered.visit_no).matters[0].matter.concerned_unit == "石桥村支书"


def test_an_accusation_closes_itself_from_the_first_keystroke(qtbot: QtBot, desk: Desk, page: RegistrationPage) -> None:
    write("王小明")
    page.form.matters.purpose_input.focus_chosen()
    press(Qt.Key.Key_3)
    assert page.form.form.matters[0].purpose == "accusation"
    assert page.form.matters.notice.isVisible()
    assert "第三十条" in page.form.matters.notice.text()
    page.form.matters.statement_input.setText("检举的内容。")
    qtbot.waitUntil(lambda: len(desk.drafts.whole()) == 1, timeout=10_000)
    page.keeper.journal.flush()
    settle(qtbot)
    draft = desk.drafts.whole()[0]
    assert draft.restricted
    assert draft.summary == "（检举控告）"
    saved(qtbot, page)
    assert "王小明" not in page.after.done.said()
    assert "检举的内容" not in page.after.done.said()
    assert page.previous is None
    assert page.after.done.print_record.isHidden() and not page.after.done.print_slip.isHidden()
    page.after._print_slip(page.after.done.visit_no)
    qtbot.waitUntil(lambda: page.after.preview.paper() is not None, timeout=20_000)
    assert not [line for line in desk.audit.lines(50) if line.action.endswith(".unmasked")], "its slip is handed over"


def test_a_draft_of_an_accusation_that_another_began_opens_with_a_reason(
    qtbot: QtBot, desk: Desk, page: RegistrationPage
) -> None:
    content = VisitForm.from_document({"matters": [{"purpose": "accusation", "statement": "检举的内容。"}]}).content()
    mine = desk.drafts.save(None, "visit", content, True)
    assert desk.drafts.whole()[0].content == content, "one's own words stay open"
    with desk.writing() as connection:
        connection.exec_driver_sql("INSERT INTO staff (id, name, role, active) VALUES (2, '李敏', 'registrar', 0)")
        connection.exec_driver_sql("UPDATE draft SET staff_id = 2")
    (closed,) = desk.drafts.all()
    assert isinstance(closed, ClosedDraft) and desk.drafts.whole() == []
    assert desk.home.board().unfinished_visits == 1, "whoever may open it is told of it"
    page.opened(ToDrafts())
    settle(qtbot)
    (card,) = page.drafts.findChildren(ClosedCard)
    card.why.setText("李敏请假，接着登记")
    card.ask()
    settle(qtbot)
    assert page.form.matters.statement_input.text() == "检举的内容。"
    looks = [line for line in desk.audit.lines(50) if line.action == "draft.unmasked"]
    assert [line.subject for line in looks] == [str(mine.draft_id)]
