"""Panels that a page shows and another room makes.

The page knows what it asks of a panel, doors.py knows where its class stands: so no room imports another.
"""

from __future__ import annotations

from abc import abstractmethod

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget


class WordingPanel(QWidget):
    """The wording of the office's papers, in place of the list of letters. `message` and `offer` as in Page."""

    closed = Signal()
    message = Signal(str)
    offer = Signal(str, str, object)

    @abstractmethod
    def begin(self, form: str = "") -> None:
        """Read the papers; the one that was open stays open unless the `form` of another is given."""

    @abstractmethod
    def leave(self) -> None:
        """Esc: one step back, in the end `closed`."""

    @abstractmethod
    def keep_now(self) -> object:
        """Keep what is typed."""
