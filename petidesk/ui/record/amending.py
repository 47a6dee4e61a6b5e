"""A form in which a record is amended in place, as the view of the record sees it; which form it is, its room knows."""

from __future__ import annotations

from abc import abstractmethod

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget


class AmendForm(QWidget):
    """`done` carries the amended record, `left` nothing."""

    done = Signal(object)
    left = Signal()
    # A conflicting change: the record shall be read again, what was typed stays in sight.
    overtaken = Signal()

    @abstractmethod
    def start_typing(self) -> None:
        """Go to the first field."""

    @abstractmethod
    def leave(self) -> None:
        """Put it away."""
