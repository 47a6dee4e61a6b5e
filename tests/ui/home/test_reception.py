"""领导接待日 elsewhere in the window: the group on 工作台, its key, the words of 修改记录."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import cast

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

import petidesk.desk
from petidesk.desk.desk import Desk
from petidesk.ui.home.page import HomePage
from petidesk.ui.look.lights import Tone
from petidesk.ui.reception.page import ReceptionPage
from petidesk.ui.settings.audit_words import action_words
from petidesk.ui.shell.frame import Frame
from tests.ui.conftest import register
from tests.ui.desks.reception_office import lead, quiet, rota
from tests.ui.desks.typist import press


def test_the_receptions_of_the_next_days_stand_on_the_first_page(qtbot: QtBot, window: Frame, desk: Desk) -> None:
    lead(desk)
    today = desk.today()
    days = [today + timedelta(days=number) for number in (0, 1, 3, 6)]
    rota(desk, days)
    desk.sittings.arrive(today, {"name": "张桂花"})
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.open_page("home")
    page = cast(HomePage, window.page("home"))
    qtbot.waitUntil(lambda: page.board is not None and len(page.board.coming) == 3, timeout=10_000)
    quiet(qtbot)
    figures = list(page.leaders.figures.values())
    assert [figure.tone for figure in figures] == [Tone.SOON, Tone.SOON, Tone.CALM]
    for figure, words in zip(figures, ("今天", "明天", "还有 3 天"), strict=True):
        assert words in figure.words()
        assert "一楼" in figure.words()
    assert "覃晓东" in figures[0].words()
    assert "09:00-11:30" in figures[0].words()
    figures[2].click()
    quiet(qtbot)
    assert window.current == "reception"
    shown = cast(ReceptionPage, window.page("reception"))
    assert shown.month.on == days[2]


def test_f7_opens_the_page_and_the_palette_knows_it(qtbot: QtBot, window: Frame, desk: Desk) -> None:
    from petidesk.ui.shell.palette import matching

    register(desk)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    press(Qt.Key.Key_F7)
    assert window.current == "reception"
    quiet(qtbot)
    assert any("领导接待日" in command.words for command in matching(window.offered(), "ldjdr"))
    (plan,) = matching(window.offered(), "pldjdr")
    window.do(plan)
    quiet(qtbot)
    assert cast(ReceptionPage, window.page("reception")).form is not None


def test_every_action_of_the_desk_has_words_in_the_audit_list() -> None:
    """Found in the sources: what stands before a subject kind in a call that writes a line of the audit chain."""
    found = set()
    for source in Path(petidesk.desk.__path__[0]).rglob("*.py"):
        found |= set(re.findall(r'"((?:schedule|sitting|dispute|round|county|ledger)\.[a-z_]+)"', source.read_text()))
    found -= {"dispute.dispute_no", "dispute.id"}
    assert {"schedule.moved", "sitting.opinion", "ledger.exported", "county.template_added"} <= found
    assert [action for action in sorted(found) if action_words(action) == action] == []
