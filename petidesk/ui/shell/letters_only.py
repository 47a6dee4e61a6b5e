"""Every input of the window is heard: whether what is typed in it stays letters where words belong (chinese.py).

Not only those of forms: settings, letters, the fields of a paper. What is asked with letters, or holds them, says so
with the property `letters`; a box with a use of its own for Enter looks for something, and is asked with initials.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from petidesk.ui.forms import chinese
from petidesk.ui.look.controls import Notice
from petidesk.ui.shell.page import page_around

LETTERS = "letters"


class LettersOnly(QObject):
    """Hears the input of one window that has the keys."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._moved)

    def _moved(self, old: QWidget | None, new: QWidget | None) -> None:
        if old is not None:
            old.removeEventFilter(self)
        if _is_typed_in(new) and new is not None and new.window() is self.parent() and page_around(new) is not None:
            new.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Letters as keys, and what an input method writes."""
        kind = event.type()
        if kind == QEvent.Type.InputMethod and isinstance(event, QInputMethodEvent):
            chinese.watch().wrote(event.commitString())
        elif kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.text():
            letters = bool(watched.property(LETTERS) or watched.property("own_enter"))
            chinese.watch().typed(watched, event.text(), letters=letters)
        return False


def say_letters_only(banner: Notice) -> None:
    """Chinese does not come out of the keyboard: say how to switch, and how to install it."""
    banner.show_as("amber", f"{chinese.how_to_switch()}\n{chinese.how_to_install()}")
    banner.show()


def _is_typed_in(widget: QWidget | None) -> bool:
    return isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit) and not widget.isReadOnly()
