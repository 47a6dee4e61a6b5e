"""Nobody at the window for a while: it is covered by itself, after as many minutes as this seat says."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QWindow

# The minutes one may choose; 0 never.
CHOICES = (0, 5, 10, 20, 30, 60)
# Of an encrypted office, where nothing was chosen; a plain one is not covered by itself.
USUAL = 10

_HANDS = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseMove,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


def minutes_of(kept: str, *, encrypted: bool) -> int:
    """After how many minutes, by what the seat keeps; 0: never."""
    if kept.isdecimal() and int(kept) in CHOICES:
        return int(kept)
    return USUAL if encrypted else 0


class Idle(QObject):
    """Hears the keys and the mouse of the one window only, not every event of the program. `rested` once it is due."""

    rested = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.rested)

    def watch(self, window: QWindow) -> None:
        """Begin to listen."""
        window.installEventFilter(self)

    def wait(self, milliseconds: int) -> None:
        """How long until `rested`; 0: never."""
        self._timer.setInterval(milliseconds)
        if milliseconds:
            self._timer.start()
        else:
            self._timer.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A hand is there: the time begins anew."""
        if event.type() in _HANDS and self._timer.interval():
            self._timer.start()
        return False
