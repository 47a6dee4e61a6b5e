"""A setting that is empty: what is refused for it leads to its very field, and back to what one was about."""

from __future__ import annotations

import ast
from pathlib import Path

from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

import petidesk.ui
from petidesk.desk.desk import Desk
from petidesk.domain.office.fields import BACKUP_PLACE, CALENDAR, SETTINGS
from petidesk.domain.office.papers import BOARD
from petidesk.ui import work
from petidesk.ui.home.page import HomePage
from petidesk.ui.ledger.page import LedgerPage
from petidesk.ui.letters.issue_bar import IssueBar
from petidesk.ui.letters.page import LettersPage
from petidesk.ui.months.export import ExportPanel
from petidesk.ui.months.tab import MonthTab
from petidesk.ui.registration.page import RegistrationPage
from petidesk.ui.seat import Seat
from petidesk.ui.settings.page import SettingsPage
from petidesk.ui.shell.frame import Frame
from petidesk.ui.shell.routes import NewVisit, ToMonth, ToSettings, ToWindowPaper, WriteLetter
from tests.ui.conftest import register
from tests.ui.desks.calm import quiet
from tests.ui.desks.letters_office import SIGNER, accepted_case, letters_page, opinion_document
from tests.ui.desks.typist import write
from tests.ui.desks.window import open_page


def has_focus(widget: QWidget) -> bool:
    """Whether the keys go into this widget or into a part of it."""
    focus = QApplication.focusWidget()
    return focus is not None and (focus is widget or widget.isAncestorOf(focus))


def settings_of(frame: Frame) -> SettingsPage:
    page = frame.page("settings")
    assert isinstance(page, SettingsPage) and frame.current == "settings"
    return page


def fill_in(qtbot: QtBot, frame: Frame, key: str, text: str) -> None:
    """Type into the field that one was led to, and save."""
    page = settings_of(frame)
    place = page.section().place_of(key)
    assert isinstance(place, QLineEdit) and has_focus(place), key
    place.selectAll()
    write(text)
    assert page.main_action is not None
    page.main_action.click()
    quiet(qtbot)


def lacking(bar: IssueBar) -> list[str]:
    """The settings that the foot of a letter names as missing."""
    return [gap.setting for gap in bar.list.gaps() if gap.setting]


def go_to(qtbot: QtBot, bar: IssueBar, key: str) -> None:
    """Enter on the line of that setting."""
    place = next(place for place, gap in enumerate(bar.list.gaps()) if gap.setting == key)
    bar.list.itemActivated.emit(bar.list.item(place))
    quiet(qtbot)


def test_every_setting_has_a_field_to_be_led_to(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    page = open_page(qtbot, desk, seat, SettingsPage)
    for key in (*SETTINGS, BACKUP_PLACE, CALENDAR):
        page.opened(ToSettings(field=key, back="letters"))
        place = page.section().place_of(key)
        assert place is not None and has_focus(place), key
        assert "文书" in page.way_back.text() and page.way_back.isVisible()
    page.opened(None)
    assert not page.way_back.isVisible()


def test_what_a_letter_lacks_is_filled_in_and_one_is_back_in_the_letter(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    case_no = accepted_case(desk)
    desk.letters.draft("handling_opinion", case_no, opinion_document())
    page = letters_page(qtbot, desk, seat)
    frame = page.property("frame")
    frame.follow(WriteLetter("handling_opinion", case_no))
    quiet(qtbot)
    bar = page.editor.bar
    bar.signer.setText(SIGNER)
    assert lacking(bar) == ["reviewing_address", "reviewing_phone"]
    for key, text in (("reviewing_address", "安平县政务服务中心"), ("reviewing_phone", "0571-00000001")):
        go_to(qtbot, bar, key)
        fill_in(qtbot, frame, key, text)
        assert frame.current == "letters" and page.front.currentWidget() is page.editor
    assert not lacking(bar) and has_focus(bar) and bar.signature()[0] == SIGNER
    assert not bar.why_not()


def test_a_letter_without_the_organs_name_is_not_signed_and_leads_to_it(
    qtbot: QtBot, unnamed: Desk, seat: Seat
) -> None:
    page = letters_page(qtbot, unnamed, seat)
    frame = page.property("frame")
    frame.follow(WriteLetter("acceptance_notice", accepted_case(unnamed)))
    quiet(qtbot)
    bar = page.editor.bar
    bar.signer.setText(SIGNER)
    assert [gap.setting for gap in bar.list.gaps() if not gap.warning] == ["name"]
    page.editor.ask_issue()
    quiet(qtbot)
    assert not bar.confirming()
    fill_in(qtbot, frame, "name", "清溪镇")
    assert lacking(bar) == ["phone"]
    go_to(qtbot, bar, "phone")
    fill_in(qtbot, frame, "phone", "0571-00000000")
    # what the letter takes from the setting stands in it now
    body = page.editor.body
    assert body is not None and "0571-00000000" in [part.text() for part in body.inputs.values()]
    qtbot.waitUntil(lambda: not lacking(bar))


def test_a_refused_board_leads_to_each_setting_and_stands_at_last(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    given = {"web_address": "http://xf.example", "phone": "0571-00000000", "hours": "8:30至12:00"}
    page = open_page(qtbot, desk, seat, LettersPage)
    frame = page.property("frame")
    page.opened(ToWindowPaper(BOARD))
    for key, text in (*given.items(), ("postal_address", "安平县清溪镇人民路1号")):
        qtbot.waitUntil(lambda: page.preview.notice.isVisible())
        quiet(qtbot)
        assert page.preview.paper() is None
        assert has_focus(page.preview.notice.action()), "Enter leads there"
        page.preview.notice.action().click()
        quiet(qtbot)
        fill_in(qtbot, frame, key, text)
        assert frame.current == "letters"
    qtbot.waitUntil(lambda: page.preview.paper() is not None)


def test_a_refused_export_goes_on_where_it_was_left(qtbot: QtBot, unnamed: Desk, seat: Seat, tmp_path: Path) -> None:
    page = open_page(qtbot, unnamed, seat, LedgerPage, ToMonth())
    frame = page.property("frame")
    month = page.tab("month")
    assert isinstance(month, MonthTab)
    month.open_export()
    quiet(qtbot)
    panel = month.panel
    assert isinstance(panel, ExportPanel)
    panel.place.setText(str(tmp_path / "out.xlsx"))
    panel.export()
    quiet(qtbot)
    assert "单位名称" in panel.notice.text()
    panel.notice.action().click()
    quiet(qtbot)
    fill_in(qtbot, frame, "name", "清溪镇")
    assert frame.current == "ledger" and page.current == "month" and month.panel is panel and panel.isVisible()
    assert panel.place.text() == str(tmp_path / "out.xlsx")


def test_the_banner_leads_there_from_whatever_nobody_shows(qtbot: QtBot, unnamed: Desk, seat: Seat) -> None:
    frame = open_page(qtbot, unnamed, seat, HomePage).property("frame")
    work.run(frame, lambda: unnamed.office.current().full_name)
    quiet(qtbot)
    assert "单位名称" in frame.banner.text()
    frame.banner.action().click()
    quiet(qtbot)
    fill_in(qtbot, frame, "name", "清溪镇")
    assert frame.current == "home"


def test_a_form_that_a_setting_holds_up_shows_its_way_out_too(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    desk.office.change({"visit_pattern": "{organ}访{year}-{serial}2"})
    register(desk)
    desk.office.change({"visit_pattern": "{organ}访{year}-1{serial}"})  # the second is the first again
    page = open_page(qtbot, desk, seat, RegistrationPage, NewVisit())
    frame = page.property("frame")
    page.form.people.name_input.setText("张桂花")
    page.form.matters.statement_input.setText("村道路灯不亮。")
    page.save()
    quiet(qtbot)
    assert "以前用过了" in page.notice.text()
    page.notice.action().click()
    quiet(qtbot)
    place = settings_of(frame).section().place_of("visit_pattern")
    assert place is not None and has_focus(place)


def test_no_page_shows_a_refusal_without_its_way_out() -> None:
    """A sentence of a trouble is shown by `Notice.show_trouble`, which knows the way to an empty setting."""
    root = Path(petidesk.ui.__file__).parent
    bare = []
    for file in root.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            said = [ast.unparse(argument) for argument in node.args]
            if node.func.attr == "show_as" and any(words == "trouble.message" for words in said):
                bare.append(f"{file.relative_to(root)}:{node.lineno}")
    assert bare == []
