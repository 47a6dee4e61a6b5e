"""A keyboard that gives letters only is noticed in a form, once, with what to do about it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTextEdit
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.ui import work
from petidesk.ui.forms import chinese
from petidesk.ui.look.stops import stops
from petidesk.ui.registration.page import RegistrationPage
from petidesk.ui.seat import Seat
from petidesk.ui.shell.frame import Frame
from petidesk.ui.shell.routes import NewVisit
from tests.clock import START
from tests.samples import small_office
from tests.ui.desks.calm import quiet
from tests.ui.desks.places import WAYS, Places, go
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


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A small office in which every page has something to show."""
    folder = tmp_path_factory.mktemp("letters") / "data"
    small_office(folder, START.date())
    made = open_desk(folder, purpose="write")
    yield made
    work.wait(20_000)
    made.close()


def test_every_input_of_every_page_is_heard(qtbot: QtBot, sample: Desk, seat: Seat) -> None:
    """But those that are asked with letters or hold them."""
    frame = Frame(seat)
    qtbot.addWidget(frame)
    frame.showNormal()
    frame.resize(1366, 768)
    frame.take(sample)
    frame.activateWindow()
    qtbot.waitUntil(frame.isActiveWindow)
    places, tried, deaf = Places(sample), 0, []
    for way in WAYS:
        page = go(qtbot, frame, places, way)
        for stop in stops(page):
            words = isinstance(stop, QLineEdit | QPlainTextEdit | QTextEdit) and not stop.isReadOnly()
            if not words or stop.property("letters") or stop.property("own_enter"):
                continue
            heard = list[bool]()
            chinese.begin().letters_only.connect(lambda heard=heard: heard.append(True))
            stop.setFocus()
            QTest.keyClicks(stop, "zhangguihua")
            tried += 1
            if not heard:
                deaf.append(f"{way}: {type(stop).__name__} {stop.accessibleName()}")
    frame.close()
    assert deaf == [] and tried > 60
