"""The page 来访登记, and what its tests do with it again and again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from petidesk.domain.visits.visits import Visit
from petidesk.ui.registration.page import RegistrationPage
from tests.ui.desks.typist import press

CONTROL = Qt.KeyboardModifier.ControlModifier
Opener = Callable[..., RegistrationPage]


def saved(qtbot: QtBot, page: RegistrationPage) -> Visit:
    """Ctrl+Enter, and the visit it made."""
    press(Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: page.stack.currentWidget() is page.after, timeout=10_000)
    return page.desk.visits.get(page.after.done.visit_no)
