"""A clerk before the real window: keys go to the X server as her keyboard sends them, and nothing else does.

Chinese comes as an input method hands it over. After each key the window is at rest before anything is looked at.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLabel, QTableView, QWidget

from petidesk.ui import work
from tests.ui.desks.typist import commit

PATIENCE_MS = 20_000
# What a key needs to come from the X server, and what a page leaves to typing before it looks.
ARRIVAL_MS, REST_MS = 40, 250


def pause(milliseconds: int) -> None:
    """Let the window live. QTest.qWait would keep Python's lock meanwhile, and work in the pool would starve."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def until(state: Callable[[], bool]) -> bool:
    """Wait for a state; False when it does not come."""
    for _ in range(PATIENCE_MS // ARRIVAL_MS):
        if state():
            return True
        pause(ARRIVAL_MS)
    return state()


class Clerk:
    """What she does (`press`, `write`) and what she sees (`stands_in`, `reads`, `row`)."""

    def __init__(self, window: QWidget, folder: Path) -> None:
        """`folder`: where she keeps files of her own."""
        self.window = window
        self.folder = folder

    # ---- what she does ---------------------------------------------------------------------------------------------

    def press(self, *keys: str) -> None:
        """Keys as xdotool names them: Return, ctrl+Return, F2, alt+m."""
        for key in keys:
            subprocess.run(["xdotool", "key", key], check=True)
            self.rest()

    def write(self, text: str) -> None:
        """Type a text into what has the keys."""
        for character in text:
            if character.isascii():
                subprocess.run(["xdotool", "type", "--delay", "0", character], check=True)
                pause(ARRIVAL_MS // 2)
            else:
                commit(self._focus(), character)
        self.rest()

    def choose(self, file: Path) -> None:
        """Press Enter where a dialog for files opens, and give it the file by its whole name."""
        given: list[Path] = []
        stuck: list[str] = []

        # The dialog has a loop of its own, inside of the pause in which Enter arrives: only timers go on meanwhile.
        def name_it() -> None:
            dialog = QApplication.activeModalWidget()
            if isinstance(dialog, QFileDialog) and dialog.isActiveWindow():
                coming.stop()
                given.append(file)
                self.write(str(file))
                self.press("Return")
            elif dialog is not None:
                dialog.activateWindow()  # no window manager gives it the keys

        def end_it() -> None:
            dialog = QApplication.activeModalWidget()
            if dialog is not None:
                stuck.append(dialog.windowTitle())
                dialog.close()

        coming, ending = self._timer(ARRIVAL_MS, name_it), self._timer(PATIENCE_MS, end_it)
        self.press("Return")
        came = until(lambda: bool(given or stuck) and QApplication.activeModalWidget() is None)
        coming.stop()
        ending.stop()
        assert came, "no dialog for files opens"
        assert not stuck, f"{stuck} does not take {file}"

    def tab_to(self, name: str) -> None:
        """Tab, until the keys are in what is called so."""
        for _ in range(60):
            if name in self.place():
                return
            self.press("Tab")
        raise AssertionError(f"Tab does not reach {name!r}")

    def fill(self, *texts: str) -> None:
        """Fields one after the other, each left by Enter; an empty text passes one over."""
        for text in texts:
            if text:
                self.write(text)
            self.press("Return")

    def rest(self) -> None:
        """Until nothing is under way."""
        pause(ARRIVAL_MS)
        for _ in range(3):
            assert until(lambda: work.busy() == 0), "something does not come to an end"
            pause(ARRIVAL_MS // 2)
        if QApplication.activeWindow() is None:  # no window manager gives the keys back when a dialog has closed
            self.window.activateWindow()
            assert until(self.window.isActiveWindow)

    def linger(self) -> None:
        """A moment in which nobody types: what follows typing comes."""
        pause(REST_MS)
        self.rest()

    # ---- what she sees ---------------------------------------------------------------------------------------------

    def stands_in(self, name: str) -> None:
        """The keys are in what is called so."""
        assert name in self.place(), f"the keys are in {self.place()!r}, not in {name!r}"

    def place(self) -> str:
        """What the widget that has the keys is called."""
        widget = self._focus()
        words = widget.text() if isinstance(widget, QAbstractButton) else ""
        return widget.accessibleName() or words

    def reads(self, *texts: str) -> None:
        """All of this stands somewhere in sight."""
        said = self.sight()
        for text in texts:
            assert text in said, f"{text!r} is not to be seen"

    def reads_one_of(self, *texts: str) -> None:
        """One of these stands somewhere in sight."""
        said = self.sight()
        assert any(text in said for text in texts), f"none of {texts} is to be seen"

    def sight(self) -> str:
        """What labels and buttons say."""
        parts = [*self.window.findChildren(QLabel), *self.window.findChildren(QAbstractButton)]
        return "\n".join(part.text() for part in parts if part.isVisible())

    def row(self) -> str:
        """The marked row of the list that has the keys."""
        table = self._focus()
        assert isinstance(table, QTableView), f"no list has the keys but {self.place()!r}"
        index = table.currentIndex()
        model = table.model()
        return " ".join(str(index.sibling(index.row(), column).data() or "") for column in range(model.columnCount()))

    def _timer(self, milliseconds: int, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self.window, interval=milliseconds)
        timer.timeout.connect(act)
        timer.start()
        return timer

    def _focus(self) -> QWidget:
        widget = QApplication.focusWidget()
        assert widget is not None, "nothing has the keys"
        return widget
