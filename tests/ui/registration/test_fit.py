"""来访登记 fits into every window at every font step."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.ui.forms.inputs import Field
from petidesk.ui.look.theme import theme
from petidesk.ui.registration.page import RegistrationPage
from petidesk.ui.shell.frame import Frame
from tests.ui.conftest import register
from tests.ui.desks.calm import settle
from tests.ui.desks.fit import clipped, nameless
from tests.ui.desks.registration_window import Opener, saved
from tests.ui.desks.typist import enter, focus, press, write


def test_at_most_thirteen_fields_in_sight(qtbot: QtBot, page: RegistrationPage) -> None:
    assert len(page.form.in_sight()) <= 13
    press(Qt.Key.Key_M, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: focus() is page.form.matters.unit_input, timeout=10_000)
    assert len(page.form.in_sight()) > 13


@pytest.mark.parametrize("step", range(4))
@pytest.mark.parametrize("size", [(1216, 640), (1000, 640)])
def test_nothing_is_cut_off_at_any_font_step(
    qtbot: QtBot, desk: Desk, open_page: Opener, step: int, size: tuple[int, int]
) -> None:
    register(desk)
    theme.apply(step, False)
    page = open_page(*size)
    assert (page.width(), page.height()) == size
    assert clipped(page) == []
    write("张桂花")
    enter()
    write("11010519491231002x")
    page.form.people.people_input.setText("6")
    page.form.matters.purpose_input.choose("accusation")
    page.form.toggle_more()
    settle(qtbot)
    QApplication.processEvents()
    assert clipped(page) == []
    assert nameless(page) == []


def test_a_small_window_shows_the_whole_form_and_a_warning_brings_no_scroll_bar(
    qtbot: QtBot, desk: Desk, open_page: Opener
) -> None:
    """The page as wide and high as it stands in a window of 1366x768; the statement gives the line of the warning."""
    page = open_page(1211, 691)
    settle(qtbot)
    bar = page.sheet.verticalScrollBar()
    assert bar.maximum() == 0
    before = page.form.matters.statement_input.height()
    page.form.people.id_input.setFocus()
    write("110105194912310021")
    enter()
    settle(qtbot)
    assert "校验码" in page.form.people.id_number.said()
    assert bar.maximum() == 0
    assert page.form.matters.statement_input.height() < before
    page.form.people.id_input.clear()
    shown = [field for field in page.form.findChildren(Field) if field.isVisible()]
    assert len(shown) > 10
    for field in shown:
        field.say("两行的话" * (field.width() * 3 // 2 // field.fontMetrics().horizontalAdvance("两行的话")), "warn")
        qtbot.wait(5)
        assert bar.maximum() == 0, field.label_text()
        field.say("")


def test_the_confirmation_fits_at_any_font_step(qtbot: QtBot, page: RegistrationPage) -> None:
    write("甲")
    page.form.matters.statement_input.setText("反映一件事。")
    saved(qtbot, page)
    for step in range(4):
        theme.apply(step, False)
        settle(qtbot)
        assert clipped(page.after) == []


def test_what_floats_leaves_the_buttons_free_in_the_largest_letters(qtbot: QtBot, window: Frame) -> None:
    theme.apply(3, False)
    window.open_page("registration")
    settle(qtbot)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    page = window.page("registration")
    assert isinstance(page, RegistrationPage)
    page.form.people.name_input.setFocus()
    write("甲")
    page.form.matters.statement_input.setText("反映一件事。")
    visit = saved(qtbot, page)
    qtbot.waitUntil(lambda: window.floats.shown() == [f"已保存：登记 {visit.visit_no}"])
    settle(qtbot)
    button = page.after.done.print_slip

    def free() -> bool:
        place = QRect(button.mapTo(window, QPoint(0, 0)), button.size())
        return not place.intersects(QRect(window.floats.mapTo(window, QPoint(0, 0)), window.floats.size()))

    # a card gives way within moments to what comes up below it (ui/shell/floats.py)
    qtbot.waitUntil(free)
