"""What is typed in 来访登记 is on disk by itself, is kept, comes back and can be thrown away."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.ui.registration.page import RegistrationPage
from petidesk.ui.shell.routes import NewVisit
from tests.ui.desks.calm import settle
from tests.ui.desks.registration_window import Opener, saved
from tests.ui.desks.typist import focus, press, write


def test_the_draft_is_on_disk_by_itself_and_comes_back(
    qtbot: QtBot, desk: Desk, page: RegistrationPage, open_page: Opener
) -> None:
    write("李大山")
    page.form.matters.statement_input.setText("房屋漏水。")
    qtbot.waitUntil(lambda: len(desk.drafts.whole()) == 1, timeout=10_000)
    qtbot.waitUntil(lambda: page.keeper.journal.draft_id is not None)
    settle(qtbot)
    assert "草稿已存" in page._state.text()
    page.hide()
    second = open_page()
    assert second.stack.currentWidget() is second.drafts
    qtbot.waitUntil(lambda: "继续登记" in focus().accessibleName(), timeout=10_000)
    press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: second.stack.currentWidget() is second.writing, timeout=10_000)
    assert second.form.people.name_input.text() == "李大山"
    assert second.form.matters.statement_input.text() == "房屋漏水。"
    settle(qtbot)
    saved(qtbot, second)
    assert desk.drafts.whole() == []


def test_f2_keeps_what_stood_in_the_form(qtbot: QtBot, desk: Desk, page: RegistrationPage) -> None:
    write("李大山")
    page.opened(NewVisit())
    assert page.form.form.empty
    settle(qtbot)
    qtbot.waitUntil(lambda: [draft.content["summary"] for draft in desk.drafts.whole()] == ["李大山"], timeout=10_000)
    qtbot.waitUntil(lambda: page.tray.isVisible(), timeout=10_000)


def test_a_thrown_away_draft_can_be_taken_back(qtbot: QtBot, desk: Desk, page: RegistrationPage) -> None:
    draft = desk.drafts.save(None, "visit", {"petitioners": [{"name": "甲"}], "summary": "甲"}, False)
    page.drafts.discard.emit(draft)
    settle(qtbot)
    assert desk.drafts.whole() == []
    assert desk.undo.back().line.name == "扔掉草稿"
    assert [kept.summary for kept in desk.drafts.whole()] == ["甲"]
