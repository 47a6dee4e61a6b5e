"""The window: pages, keys, search, help, curtain, lights, troubles and bugs."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.domain.listing import Found, Lights
from petidesk.domain.periods import ALL
from petidesk.domain.trouble import KnownTrouble, Refused
from petidesk.domain.visits.listing import VisitView
from petidesk.ui import work
from petidesk.ui.home.page import HomePage
from petidesk.ui.look import theme
from petidesk.ui.search.page import SearchPage, route_of
from petidesk.ui.seat import Seat
from petidesk.ui.shell import dialogs, help
from petidesk.ui.shell import status_bar as statusbar
from petidesk.ui.shell.frame import Frame
from petidesk.ui.shell.pages import pages
from petidesk.ui.shell.palette import Palette, matching
from petidesk.ui.shell.routes import ToCase, ToDispute, ToLetter, ToSearch, ToSettings, ToVisit, ToVisits
from tests.clock import pause
from tests.ui.conftest import register
from tests.ui.desks.calm import quiet
from tests.ui.desks.fit import clipped


def _commit(editor: QLineEdit, text: str) -> None:
    """What an input method sends when a word was chosen."""
    event = QInputMethodEvent("", [])
    event.setCommitString(text)
    QApplication.sendEvent(editor, event)


def test_every_page_opens_and_has_its_own_help(qtbot: QtBot, window: Frame) -> None:
    overview = help.help_text("")
    for entry in pages():
        window.open_page(entry.key)
        quiet(qtbot)
        assert window.heading.text() == entry.title
        assert [made.key for made in window.navigation.buttons() if made.isChecked()] == [entry.key]
        name = window.page(entry.key).help_name
        assert help.help_text(name) != overview, f"{entry.key} has no help page of its own"


def test_the_keys_of_the_window(qtbot: QtBot, window: Frame) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.open_page("settings")
    qtbot.keyClick(window, Qt.Key.Key_F2)
    assert window.current == "registration"
    qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert window.search.hasFocus()
    qtbot.keyClick(window, Qt.Key.Key_Equal, Qt.KeyboardModifier.ControlModifier)
    assert (theme.theme.step, window.seat.step) == (1, 1)
    qtbot.keyClick(window, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(window, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert theme.theme.step == 0
    for _press in range(5):
        theme.theme.bigger()
    assert theme.theme.step == 3
    qtbot.keyClick(window, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert theme.theme.step == 0


def test_a_slash_typed_into_a_field_is_a_slash(qtbot: QtBot, window: Frame) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.follow(ToSettings("office"))
    quiet(qtbot)
    editor = window.page("settings").findChildren(QLineEdit)[0]
    editor.setFocus()
    qtbot.keyClick(editor, "/")
    assert "/" in editor.text()
    assert not window.search.hasFocus()


def test_the_search_box_finds_and_escape_goes_back(qtbot: QtBot, window: Frame) -> None:
    window.open_page("settings")
    window.search.setFocus()
    qtbot.keyClicks(window.search, "zgh")
    assert window.current == "search"
    page = window.page("search")
    assert isinstance(page, SearchPage)
    qtbot.waitUntil(lambda: page.tree.topLevelItemCount() > 0, timeout=5000)
    rows = [
        group.child(0).text(0) for n in range(page.tree.topLevelItemCount()) if (group := page.tree.topLevelItem(n))
    ]
    assert any("张桂花" in row for row in rows)
    qtbot.keyClick(window.search, Qt.Key.Key_Escape)
    assert window.current == "settings"
    assert window.search.text() == ""


def test_enter_in_the_results_opens_the_visit(qtbot: QtBot, window: Frame) -> None:
    window.search.setFocus()
    _commit(window.search, f"清访{window.desk.today().year}" if window.desk else "")
    page = window.page("search")
    assert isinstance(page, SearchPage)
    qtbot.waitUntil(lambda: page.tree.topLevelItemCount() > 0, timeout=5000)
    qtbot.keyClick(window.search, Qt.Key.Key_Return)
    with qtbot.waitSignal(page.go) as gone:
        qtbot.keyClick(page.tree, Qt.Key.Key_Return)
    assert isinstance(gone.args[0], ToVisit)
    assert window.current == "visits"
    quiet(qtbot)


def test_symbols_alone_get_a_sentence(qtbot: QtBot, window: Frame) -> None:
    window.follow(ToSearch("，。！"))
    page = window.page("search")
    assert isinstance(page, SearchPage)
    qtbot.waitUntil(lambda: page.stack.currentWidget() is page.nothing, timeout=5000)
    assert "没有找到" not in page.nothing.text()
    assert page.nothing.text()


def test_the_curtain_hides_everything_and_keeps_the_keys_away(qtbot: QtBot, window: Frame) -> None:
    window.open_page("settings")
    window.toggle_curtain()
    assert not window.stack.isVisible()
    assert not window.status.isVisible()
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_F2)
    assert window.current == "settings"
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    assert window.stack.isVisible()


def test_help_in_place_of_the_page_gives_way_to_the_next_page(qtbot: QtBot, window: Frame) -> None:
    theme.theme.apply(3, False)
    window.toggle_help()
    assert window.stack.isHidden()
    window.open_page("home")
    quiet(qtbot)
    assert window.stack.isVisible()


def test_the_title_follows_the_page(qtbot: QtBot, window: Frame) -> None:
    for entry in pages():
        window.open_page(entry.key)
        quiet(qtbot)
        assert window.windowTitle() == f"{entry.title} · 清溪镇"


def test_the_due_light_opens_the_home_page(qtbot: QtBot, window: Frame, desk: Desk) -> None:
    late = register(desk, "赵国辉", days_ago=40)
    window.open_page("settings")
    window.refresh_lights()
    quiet(qtbot)
    assert window.status.light("due").accessibleName() == "到期 1 件"
    window.status.pressed.emit("due")
    assert window.current == "home"
    page = window.page("home")
    assert isinstance(page, HomePage)
    case_no = desk.visits.get(late).matters[0].case_no
    qtbot.waitUntil(lambda: (errand := page.list.chosen()) is not None and errand.number == case_no)
    quiet(qtbot)


def test_each_page_with_a_key_opens_with_it(qtbot: QtBot, window: Frame) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    keys = {f"F{number}": getattr(Qt.Key, f"Key_F{number}") for number in (2, 4, 5, 6, 7, 8, 10)}
    assert {entry.shortcut for entry in pages() if entry.shortcut} == set(keys)
    for entry in pages():
        if entry.shortcut:
            window.open_page("settings")
            qtbot.keyClick(window, keys[entry.shortcut])
            assert window.current == entry.key
            quiet(qtbot)


def test_results_open_the_page_of_their_kind(qtbot: QtBot, window: Frame, desk: Desk) -> None:
    number = register(desk, "赵国辉")
    case_no = desk.visits.get(number).matters[0].case_no
    for typed, kind, place in ((number, "visit", ToVisit), (str(case_no), "case", ToCase)):
        found = [hit for hit in desk.search.find(typed) if hit.kind == kind]
        assert found
        assert route_of(found[0]) == place(typed)
    assert route_of(Found("letter", 7, "清信访告〔2026〕1号", "受理告知书", None)) == ToLetter(7)
    assert route_of(Found("dispute", 5, "清纠2026-0005", "水渠纠纷", None)) == ToDispute("清纠2026-0005")
    assert route_of(Found("person", 3, "3", "张桂花", None)) == ToVisits(VisitView(period=ALL, text="张桂花"))


def test_the_palette_finds_by_words_and_initials(qtbot: QtBot, window: Frame) -> None:
    offered = window.offered()
    assert [each.words for each in matching(offered, "ljbf")] == ["立即备份"]
    assert "打印这一页" in [each.words for each in matching(offered, "打印")]
    assert matching(offered, "没有这种事") == []
    palette = Palette(offered, window.do, window)
    qtbot.addWidget(palette)
    palette.show()
    qtbot.keyClicks(palette.typed, "xgjl")
    qtbot.keyClick(palette.typed, Qt.Key.Key_Return)
    assert window.current == "settings"
    quiet(qtbot)


def test_a_trouble_is_said_calmly_and_a_bug_without_personal_data(qtbot: QtBot, window: Frame) -> None:
    work.board().trouble.emit(Refused("too_many", "代表不能超过5人。", basis="《信访工作条例》第二十条第三款"))
    assert "第二十条" in window.banner.text()
    assert window.banner.isVisible()

    def mistake() -> None:
        raise ValueError("张桂花 11010519491231002X")

    work.run(window, mistake)
    qtbot.waitUntil(lambda: bool(window.findChildren(dialogs.BugDialog)), timeout=10_000)
    dialog = window.findChildren(dialogs.BugDialog)[0]
    assert "ValueError" in dialog.details
    assert "mistake" in dialog.details
    assert "张桂花" not in dialog.details
    assert "1101" not in dialog.details
    dialog.copy.click()
    assert QGuiApplication.clipboard().text() == dialog.details
    dialog.close()


def test_a_practice_office_is_marked(qtbot: QtBot, tmp_path: Path, seat: Seat) -> None:
    from petidesk.desk.opening import create_office, open_desk

    create_office(tmp_path / "p", office="清溪镇", county="安平县", practice=True)
    desk = open_desk(tmp_path / "p")
    frame = Frame(seat)
    qtbot.addWidget(frame)
    frame.show()
    frame.take(desk)
    quiet(qtbot)
    assert "演练" in frame.windowTitle()
    assert frame.navigation._practice.isVisible()
    frame.close()
    desk.close()


@pytest.mark.parametrize(
    ("days", "level"), [(0, "good"), (1, "good"), (2, "soon"), (7, "soon"), (8, "bad"), (None, "bad")]
)
def test_the_light_of_the_second_copy(days: int | None, level: str) -> None:
    now = datetime(2026, 11, 19, 9, 20)
    made = None if days is None else now - timedelta(days=days)
    assert statusbar.read_off_disk(now, made).level == level


def test_the_lights_say_it_with_words_and_shorten_the_calm_ones_first(qtbot: QtBot) -> None:
    bar = statusbar.StatusBar()
    qtbot.addWidget(bar)
    now = datetime(2026, 11, 19, 9, 20)
    bar.show_seat("李敏", False)
    bar.show_lights(now, Lights(now, now, now - timedelta(days=8), 2, 50 << 30))
    bar.resize(1366, 30)
    bar.show()
    assert bar.light("off_disk").accessibleName() == "U盘副本 8天"
    assert bar.light("due").accessibleName() == "到期 2 件"
    assert not any(bar.light(name).brief for name in bar.NAMES)
    bar.resize(480, 30)
    assert bar.light("saved").brief
    assert not bar.light("off_disk").brief


def test_the_seat_keeps_its_look_in_one_file_and_survives_nonsense(tmp_path: Path) -> None:
    file = tmp_path / "seat.ini"
    seat = Seat(file)
    seat.step = 2
    seat.paper = "80mm"
    assert (Seat(file).step, Seat(file).paper) == (2, "80mm")
    file.write_text("[look]\nstep=viele\ncontrast=ja\n", encoding="utf-8")
    assert (Seat(file).step, Seat(file).contrast) == (0, False)


def test_slow_work_shows_its_title_and_can_be_cancelled(qtbot: QtBot, window: Frame) -> None:
    ticket = work.Ticket("正在导入")

    def patient() -> None:
        while not ticket.cancelled():
            pause(0.005)

    ended: list[str] = []
    work.run(window, patient, ticket=ticket, cancellable=True, on_cancel=lambda: ended.append("yes"))
    qtbot.waitUntil(lambda: "正在导入" in window.floats.shown(), timeout=10_000)
    ticket.cancel()
    qtbot.waitUntil(lambda: ended == ["yes"])
    assert window.floats.shown() == []


def test_the_floating_cards_fit(qtbot: QtBot, window: Frame) -> None:
    for step in range(len(theme.STEPS)):
        theme.theme.apply(step, False)
        window.floats.say("已作废 清访2026-0003，编号仍然看得见。", "撤销", lambda: None)
        quiet(qtbot)
        assert window.floats.isVisible()
        assert clipped(window.floats) == []


def test_full_disk_goes_to_the_banner(qtbot: QtBot, window: Frame, desk: Desk) -> None:
    def full() -> None:
        raise KnownTrouble("full", "磁盘已满。请先清理磁盘。")

    work.run(window, full)
    qtbot.waitUntil(window.banner.isVisible, timeout=10_000)
    assert "磁盘已满" in window.banner.text()
