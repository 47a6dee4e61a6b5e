"""From the start of the process to the first painted window, against a bare PySide6 window with the same fonts."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.offices import SMALL, office, sized
from benchmarks.table import Line, show

ROUNDS = sized(9, 1)
LIMIT = 1.08


def _paint_and_leave(application: object, window: object) -> None:
    """Run the event loop until `window` has painted once, and say when that was."""
    from PySide6.QtCore import QEvent, QObject
    from PySide6.QtWidgets import QApplication, QWidget

    assert isinstance(application, QApplication) and isinstance(window, QWidget)

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.UpdateRequest and watched is window:
                # The request paints the whole window at once; when it is handled, the window is on the screen.
                window.removeEventFilter(self)
                window.event(event)
                print(time.time(), flush=True)
                os._exit(0)
            return False

    watch = Watch()
    window.installEventFilter(watch)
    application.exec()


def _bare() -> None:
    from PySide6.QtGui import QFontDatabase
    from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

    from petidesk import paths
    from petidesk.ui.look.theme import FONT_FILES

    application = QApplication([])
    for name in FONT_FILES:
        QFontDatabase.addApplicationFont(str(paths.resources() / "fonts" / name))
    window = QMainWindow()
    window.setCentralWidget(QLabel("清溪镇群众来访接待窗口"))
    window.resize(1366, 768)
    window.show()
    _paint_and_leave(application, window)


def _ours(folder: Path) -> None:
    from PySide6.QtWidgets import QApplication

    from petidesk.app import Door
    from petidesk.ui.look import start as look
    from petidesk.ui.seat import Seat

    application = QApplication([])
    seat = Seat()
    look.start(application, seat.step, seat.contrast)
    door = Door(folder, None, seat)
    door.start()
    _paint_and_leave(application, door.frame)


def _timed(*words: str) -> float:
    start = time.time()
    environment = {"QT_QPA_PLATFORM": "offscreen"} | dict(os.environ)
    command = [sys.executable, "-m", "benchmarks.starting", *words]
    answer = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    return float(answer.stdout.split()[-1]) - start


def lines() -> list[Line]:
    """The first paint, the two taking turns."""
    folder = str(office(SMALL)[0])
    ours, bare = [], []
    for _ in range(ROUNDS):
        bare.append(_timed("bare"))
        ours.append(_timed("ours", folder))
    us, them = statistics.median(ours) * 1000, statistics.median(bare) * 1000
    measured = f"{us:.0f} ms, bare {them:.0f} ms, {us / them:.2f}x"
    return [Line("first painted window", f"within {LIMIT:g}x a bare window", measured, us <= LIMIT * them)]


if __name__ == "__main__":
    if sys.argv[1:2] == ["bare"]:
        _bare()
    elif sys.argv[1:2] == ["ours"]:
        _ours(Path(sys.argv[2]))
    else:
        print(show(lines()))
