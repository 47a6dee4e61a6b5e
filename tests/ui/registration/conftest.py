"""The page of registration that these tests work with."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.ui import work
from petidesk.ui.registration.page import RegistrationPage
from petidesk.ui.seat import Seat
from tests.ui.desks.registration_window import Opener
from tests.ui.desks.window import alone


@pytest.fixture
def open_page(qtbot: QtBot, desk: Desk, seat: Seat) -> Opener:
    """Open the page as the window does; `size` in pixels."""

    def opener(width: int = 1216, height: int = 673) -> RegistrationPage:
        page = RegistrationPage(desk, seat)
        alone(qtbot, page, size=(width, height))
        qtbot.waitUntil(lambda: work.busy() == 0, timeout=10_000)
        return page

    return opener


@pytest.fixture
def page(open_page: Opener) -> RegistrationPage:
    return open_page()
