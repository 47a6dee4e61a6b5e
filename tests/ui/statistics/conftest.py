"""One office with two years of records for all that is asked of the page 统计分析; nothing is recorded in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.practice.letters import SampleClock
from petidesk.ui import work
from petidesk.ui.seat import Seat
from petidesk.ui.shell.frame import Frame
from tests.samples import lived_office
from tests.ui.desks.calm import quiet
from tests.ui.desks.statistics_window import DAY


@pytest.fixture(scope="session")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Its desk, on a morning of its own."""
    folder = tmp_path_factory.mktemp("figures") / "office"
    lived_office(folder)
    desk = open_desk(folder, purpose="write", clock=SampleClock(datetime(DAY.year, DAY.month, DAY.day, 9, 30)))
    yield desk
    work.wait(20_000)
    desk.close()


@pytest.fixture
def frame(qtbot: QtBot, lived: Desk, seat: Seat) -> Frame:
    """The window on it, active."""
    made = Frame(seat)
    qtbot.addWidget(made)
    made.showNormal()
    made.resize(1366, 768)
    made.take(lived)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    quiet(qtbot)
    return made
