"""Opening each page of the window for the first time and again, and a font step, against a bare Qt page.

    python -m benchmarks.opening [FOLDER]

The bare page has as many inputs as ours has when it opens, a label for each, and one table; it is built and shown in a
bare window with the same look. All figures are processor time of the window's thread: what other programs take is not
counted, and what our workers do is not either, since the window does not wait for it. A hold is the longest time
between two looks at the keyboard. The parts that a page makes while the hand rests are made after it was measured, and
have a hold of their own. Each round is a process of its own, since a page is opened first only once.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.offices import SMALL, office, sized
from benchmarks.table import Line, show

ROUNDS = sized(5, 1)
COLD_LIMIT, WARM_LIMIT = 3.0, 2.0
HOLD_LIMIT_MS = 50.0
STAND_LIMIT_MS = 100.0
STEP_LIMIT_MS = 500.0
# So many turns of the event loop without work are rest.
RESTS = 15
# What is made while the hand rests is not made by itself here.
NEVER_MS = 3_600_000

Figures = dict[str, dict[str, float]]


def measure(folder: Path) -> Figures:
    """Milliseconds by page: stand, cold, hold, later, warm, and the bare page's; and of a font step with all open."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication, QWidget

    from petidesk.desk.opening import open_desk
    from petidesk.ui import work
    from petidesk.ui.look import start as look
    from petidesk.ui.look.later import waiting
    from petidesk.ui.look.theme import theme
    from petidesk.ui.seat import Seat
    from petidesk.ui.shell import page as pages
    from petidesk.ui.shell.frame import Frame
    from petidesk.ui.shell.threshold import AHEAD_MS

    app = QApplication([])
    pages.REST_MS = NEVER_MS
    look.start(app, 0, False)
    desk = open_desk(folder, purpose="read")

    def timed(call: Callable[[], object], until: Callable[[], bool] = lambda: True) -> tuple[float, float, float]:
        """How long the call, all that follows and the longest hold took, in milliseconds."""
        begun = time.thread_time()
        call()
        called = spent = hold = time.thread_time() - begun
        rests = 0
        while rests < RESTS:
            begun = time.thread_time()
            app.processEvents()
            turn = time.thread_time() - begun
            spent, hold = spent + turn, max(hold, turn)
            rests = rests + 1 if work.busy() == 0 and until() else 0
            threading.Event().wait(0.002)  # the workers go on
        return called * 1000, spent * 1000, hold * 1000

    found: Figures = {}
    with tempfile.TemporaryDirectory() as seat_folder:
        frame = Frame(Seat(Path(seat_folder) / "seat.ini"))
        frame.show()
        frame.take(desk)
        ahead = time.perf_counter() + AHEAD_MS / 1000 * 2
        timed(lambda: None, lambda: time.perf_counter() > ahead)
        for key in list(frame.entries)[1:]:
            called, cold, hold = timed(
                lambda key=key: frame.open_page(key), lambda: frame.stack.currentWidget() is not frame.threshold
            )
            # Before the parts that are made later, while the hand rests, are there.
            page = frame.page(key)
            found[key] = {"stand": called, "cold": cold, "hold": hold, "inputs": _inputs(page), "later": 0.0}
            for part in (page, *page.findChildren(pages.Page)):
                for name in waiting(part):
                    made = timed(lambda part=part, name=name: getattr(part, name))
                    found[key]["later"] = max(found[key]["later"], made[2])
        for key in found:
            found[key]["warm"] = timed(lambda key=key: frame.open_page(key))[1]
            found[key]["bare"] = min(timed(_bare(int(found[key]["inputs"])))[1] for _ in range(3))
        step = timed(lambda: theme.apply(1, False))
        found["font step"] = {"cold": step[1], "widgets": len(frame.findChildren(QWidget))}
        desk.close()
    return found


def _inputs(page: object) -> int:
    """What one can type into, choose from or press on a page."""
    from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit, QWidget

    assert isinstance(page, QWidget)
    kinds = (QLineEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox, QAbstractButton)
    return sum(len(page.findChildren(kind)) for kind in kinds)


def _bare(inputs: int) -> Callable[[], object]:
    """Builds a bare page of so many inputs and one table, and shows it in a window that stands already."""
    from PySide6.QtGui import QStandardItem, QStandardItemModel
    from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QMainWindow, QStackedWidget, QTableView, QWidget

    from petidesk.ui.look import style_sheet

    window = QMainWindow()
    style_sheet.dress(window)
    stack = QStackedWidget()
    window.setCentralWidget(stack)
    stack.addWidget(QWidget())
    window.resize(1366, 768)
    window.show()

    def build() -> QMainWindow:
        page = QWidget()
        grid = QGridLayout(page)
        for place in range(inputs):
            grid.addWidget(QLabel(f"项目{place}"), place // 4, place % 4 * 2)
            grid.addWidget(QLineEdit(), place // 4, place % 4 * 2 + 1)
        model = QStandardItemModel(50, 8, page)
        for row in range(50):
            for column in range(8):
                model.setItem(row, column, QStandardItem(f"{row}行{column}列"))
        table = QTableView()
        table.setModel(model)
        grid.addWidget(table, inputs // 4 + 1, 0, 1, 8)
        stack.addWidget(page)
        stack.setCurrentWidget(page)
        return window

    return build


def _medians(rounds: list[Figures]) -> Figures:
    return {
        key: {name: statistics.median(each[key][name] for each in rounds) for name in rounds[0][key]}
        for key in rounds[0]
    }


def in_own_process(folder: Path) -> Figures:
    """`measure` in a fresh process."""
    command = [sys.executable, "-m", "benchmarks.opening", "--measure", str(folder)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found: Figures = json.loads(answer.splitlines()[-1])
    return found


def lines(folder: Path | None = None) -> list[Line]:
    """The page that is furthest from its promise, for each promise."""
    source = office(SMALL)[0] if folder is None else folder
    found = _medians([in_own_process(source) for _ in range(ROUNDS)])
    step = found.pop("font step")
    columns = ("inputs", "stand", "cold", "hold", "later", "warm", "bare")
    print(f"{'page':14}" + "".join(f"{name:>8}" for name in columns) + "   ms")
    for key, of in found.items():
        print(f"{key:14}" + "".join(f"{of[name]:8.1f}" for name in columns))

    def furthest(what: str, name: str, limit: float, *, ratio: bool) -> Line:
        worst = max(found, key=lambda key: found[key][name] / (found[key]["bare"] if ratio else 1))
        of = found[worst]
        if ratio:
            reached = of[name] / of["bare"]
            said = f"{worst} {of[name]:.0f} ms, bare {of['bare']:.0f} ms: {reached:.2f}x"
            return Line(what, f"within {limit:g}x a bare page", said, reached <= limit)
        return Line(what, f"under {limit:g} ms", f"{worst} {of[name]:.0f} ms", of[name] <= limit)

    return [
        furthest("title of a page that was never open", "stand", STAND_LIMIT_MS, ratio=False),
        furthest("first opening of a page", "cold", COLD_LIMIT, ratio=True),
        furthest("longest hold of a first opening", "hold", HOLD_LIMIT_MS, ratio=False),
        furthest("longest hold of what is made while the hand rests", "later", HOLD_LIMIT_MS, ratio=False),
        furthest("opening a page again", "warm", WARM_LIMIT, ratio=True),
        Line(
            "a font step with all pages open",
            f"under {STEP_LIMIT_MS:g} ms",
            f"{step['cold']:.0f} ms, {step['widgets']:.0f} parts",
            step["cold"] <= STEP_LIMIT_MS,
        ),
    ]


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        print(json.dumps(measure(Path(sys.argv[2]))))
    else:
        print(show(lines(Path(sys.argv[1]) if sys.argv[1:] else None)))
