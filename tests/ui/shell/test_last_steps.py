"""Ctrl+Z of the window: named in menu, palette and card, from any page; typing first; the list of the last fifty."""

from __future__ import annotations

from pathlib import Path
from threading import Thread

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.desk.safety.backups import restore
from petidesk.ui import work
from petidesk.ui.shell.frame import Frame
from petidesk.ui.shell.routes import ToVisit
from petidesk.ui.shell.steps_list import StepsList, route_of
from tests.ui.conftest import register

CONTROL = Qt.KeyboardModifier.ControlModifier


def quiet(qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: work.busy() == 0)


def saved(qtbot: QtBot, window: Frame, desk: Desk) -> str:
    """A visit more; its number, once the window knows of it."""
    number = register(desk)
    qtbot.waitUntil(lambda: window.last.line is not None and window.last.line.number == number)
    return number


def test_the_last_action_is_named_wherever_it_can_be_taken_back(window: Frame, desk: Desk, qtbot: QtBot) -> None:
    number = saved(qtbot, window, desk)
    words = f"撤销“登记 {number}”"
    assert window.last.back.text() == f"{words}  Ctrl+Z" == window.last.button.toolTip()
    assert words in [made.words for made in window.offered()]
    assert window.floats.shown() == [f"已保存：登记 {number}"]
    button = next(one for one in window.floats.findChildren(QPushButton) if one.text() == "撤销  Ctrl+Z")
    button.click()
    qtbot.waitUntil(lambda: desk.visits.get(number).voided)
    qtbot.waitUntil(lambda: window.floats.shown() == [f"已撤销：登记 {number}"])


def test_from_any_page_it_is_taken_back_and_its_record_shown(window: Frame, desk: Desk, qtbot: QtBot) -> None:
    number = saved(qtbot, window, desk)
    window.open_page("meetings")
    quiet(qtbot)
    window.stack.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: desk.visits.get(number).voided)
    quiet(qtbot)
    assert window.current == "visits"
    assert window.last.line is None or window.last.line.number != number


def test_where_one_types_only_typing_goes_back(window: Frame, desk: Desk, qtbot: QtBot) -> None:
    number = saved(qtbot, window, desk)
    window.focus_search()
    qtbot.keyClicks(window.search, "abc")
    qtbot.keyClick(window.search, Qt.Key.Key_Z, CONTROL)
    assert window.search.text() == ""
    qtbot.keyClick(window.search, Qt.Key.Key_Z, CONTROL)
    quiet(qtbot)
    assert not desk.visits.get(number).voided


def test_what_cannot_be_taken_back_says_why_in_the_banner(window: Frame, desk: Desk, qtbot: QtBot) -> None:
    number = saved(qtbot, window, desk)
    case_no = desk.visits.get(number).matters[0].case_no
    desk.session.remembers = False  # somebody else records something on its case
    desk.cases.record(case_no, "told", {"on": desk.today().isoformat(), "manner": "written"})
    window.last.take_back()
    qtbot.waitUntil(lambda: not window.banner.isHidden())
    assert case_no in window.banner.text() and not desk.visits.get(number).voided


def test_the_list_of_the_last_steps_says_what_is_possible(window: Frame, desk: Desk, qtbot: QtBot) -> None:
    first, second = saved(qtbot, window, desk), saved(qtbot, window, desk)
    window.show_steps()
    shown = QApplication.activeModalWidget() or window.findChild(StepsList)
    assert isinstance(shown, StepsList)
    qtbot.waitUntil(lambda: shown.list.count() >= 2)
    assert [shown.list.item(row).text()[-len(one) :] for row, one in ((0, second), (1, first))] == [second, first]
    assert shown.button.text() == f"撤销“登记 {second}”  Ctrl+Enter" and shown.button.isEnabled()
    qtbot.keyClick(shown.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.visits.get(second).voided)
    quiet(qtbot)
    assert not desk.visits.get(first).voided


def test_a_step_that_came_between_is_not_taken_back_for_the_one_that_was_named(
    window: Frame, desk: Desk, qtbot: QtBot
) -> None:
    named = saved(qtbot, window, desk)
    window.show_steps()
    shown = QApplication.activeModalWidget() or window.findChild(StepsList)
    assert isinstance(shown, StepsList)
    qtbot.waitUntil(shown.button.isEnabled)
    for press in (shown.button.click, window.last.take_back):
        between = []
        late = Thread(target=lambda found=between: found.append(register(desk)))
        late.start()
        late.join()  # the window has yet to hear of it
        press()
        qtbot.waitUntil(lambda: not window.banner.isHidden())
        quiet(qtbot)
        assert not desk.visits.get(between[0]).voided and not desk.visits.get(named).voided
        assert window.last.line is not None and window.last.line.number == between[0]
        window.banner.hide()


def test_another_office_knows_nothing_of_the_steps_of_the_one_before(
    window: Frame, desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    """After a restore, and between the office and its practice: the steps of both files bear the same ids."""
    saved(qtbot, window, desk)
    quiet(qtbot)
    backup = desk.backups.make()
    number = saved(qtbot, window, desk)
    button = [one for one in window.floats.findChildren(QPushButton) if one.text() == "撤销  Ctrl+Z"][-1]
    late = Thread(target=register, args=(desk,))
    late.start()
    late.join()  # the window has yet to hear of it when it leaves
    window.leave()
    restore(tmp_path / "other", Path(backup.file))
    other = open_desk(tmp_path / "other", purpose="write")
    again = register(other)
    assert again == number and window.last.line is None
    window.take(other)
    button.click()  # the card has gone; pressed all the same it names nothing here
    quiet(qtbot)
    assert window.floats.shown() == []
    assert window.last.line is not None and window.last.line.number == again
    assert not other.visits.get(again).voided
    window.leave()
    quiet(qtbot)
    other.close()


def test_a_step_leads_to_its_record(window: Frame, desk: Desk, qtbot: QtBot) -> None:
    number = saved(qtbot, window, desk)
    line = desk.undo.next()
    assert line is not None and route_of(line) == ToVisit(number)
