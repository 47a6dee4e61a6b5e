"""A keyboard that gives letters only is noticed in a form, once, with what to do about it."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.ui.registration.page import RegistrationPage
from petidesk.ui.seat import Seat
from petidesk.ui.shell.frame import Frame
from petidesk.ui.shell.routes import NewVisit
from tests.ui.desks.calm import quiet
from tests.ui.desks.typist import commit, focus, write
from tests.ui.desks.window import open_page


def form(qtbot: QtBot, desk: Desk, seat: Seat) -> tuple[RegistrationPage, Frame]:
    page = open_page(qtbot, desk, seat, RegistrationPage, NewVisit())
    frame: Frame = page.property("frame")
    page.form.people.name_input.setFocus()
    return page, frame


def test_letters_where_words_belong_say_how_to_switch_and_how_to_install(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    _page, frame = form(qtbot, desk, seat)
    write("zhang")
    assert not frame.banner.isVisible()
    write("guihua")
    assert frame.banner.isVisible()
    assert "切换到中文输入法" in frame.banner.text() and "没有装中文输入法" in frame.banner.text()
    frame.banner.hide()
    write("tongzhi")
    assert not frame.banner.isVisible(), "it is said once"


def test_nothing_is_said_where_chinese_came_out_or_letters_belong(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    page, frame = form(qtbot, desk, seat)
    page.form.people.village_input.setFocus()
    write("dongcunshequ")  # its initials and pinyin find a village
    page.form.people.name_input.setFocus()
    commit(focus(), "张桂花")
    write("zhangguihua")
    quiet(qtbot)
    assert not frame.banner.isVisible()
