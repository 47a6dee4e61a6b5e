"""When a window has come to rest: what a test waits for after each thing it does, and no longer."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from petidesk.ui import work

# A list rests 15 ms before it reads the rows that it shows (rowmodel.py); longer timers follow typing.
SOON_MS = 30
# The longest rest that a page leaves to typing before it looks; a draft goes to disk later.
AFTER_TYPING_MS = 600
# What arrives may move things, and moved things ask for their places anew: each round lets one such step happen.
ROUNDS = 3


def quiet(qtbot: QtBot, timeout: int = 20_000, soon: int = SOON_MS) -> None:
    """Nothing is under way any more, nothing begins within a moment (`soon` ms), and the window knows it."""
    for _ in range(ROUNDS):
        qtbot.waitUntil(lambda: _at_rest(soon), timeout=timeout)
        qtbot.wait(2)
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    qtbot.waitUntil(lambda: _at_rest(soon), timeout=timeout)


def settle(qtbot: QtBot) -> None:
    """What follows typing after a rest of it has been asked and answered, too."""
    quiet(qtbot, soon=AFTER_TYPING_MS)


def _at_rest(soon: int) -> bool:
    return work.busy() == 0 and not any(
        timer.isActive() and timer.isSingleShot() and timer.remainingTime() <= soon
        for window in QApplication.topLevelWidgets()
        if window.parent() is None  # whose children are all others, pop-ups too: each timer is asked once
        for timer in window.findChildren(QTimer)
    )
