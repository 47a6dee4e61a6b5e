"""The real program under a real X server (make story): its front door on a folder that is not there yet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from petidesk.app import Door
from petidesk.ui import work
from petidesk.ui.look import start
from petidesk.ui.seat import Seat
from tests.story.clerk import PATIENCE_MS, Clerk, until


@pytest.fixture
def clerk(request: pytest.FixtureRequest, qapp: QApplication, tmp_path: Path) -> Iterator[Clerk]:
    """A clerk before a program that was just started for the first time, at a step of the letters."""
    assert qapp.platformName() == "xcb", "the story is played on an X server: make story"
    seat = Seat(tmp_path / "seat.ini")
    seat.step = request.param
    start.start(qapp, seat.step, False)
    door = Door(tmp_path / "data", None, seat)
    door.start()
    door.frame.activateWindow()
    assert until(door.frame.isActiveWindow)
    yield Clerk(door.frame, tmp_path)
    work.wait(PATIENCE_MS)
    door.frame.leave()
    door.end()
    door.frame.deleteLater()
