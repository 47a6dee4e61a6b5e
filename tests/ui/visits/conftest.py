"""The page of visits that these tests work with."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.ui.seat import Seat
from petidesk.ui.visits.page import VisitsPage
from tests.ui.desks.window import open_page


@pytest.fixture
def page(qtbot: QtBot, filled: list[str], desk: Desk, seat: Seat) -> VisitsPage:
    """The page in the window, with fourteen visits: one today, then one a day."""
    return open_page(qtbot, desk, seat, VisitsPage)
