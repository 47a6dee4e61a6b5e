"""The list of visits at 1,000 and at 1,000,000: ``python -m benchmarks.listing SMALL LARGE``.

SMALL and LARGE are data folders made by ``petidesk sample --visits N``; without them a small and a larger one are made.
Each is measured in a process of its own, in the real page 今日来访 without a screen: the time until the first rows are
painted, the longest time that a timer of one millisecond was held up while the list is asked, jumped to its end and
back, sorted and narrowed, and the memory. Reading only; the folders stay as they are.
"""

from __future__ import annotations

import gc
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.offices import sized

ROUNDS = sized(15, 1)
FIRST_ROWS_LIMIT = 3.0
HOLD_LIMIT_MS = 50.0
MEMORY_LIMIT_MB = 300.0


def memory_mb() -> float:
    """Resident memory of this process."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("no VmRSS")


class Heartbeat:
    """How long the window was held up: the longest gap between two beats of a timer on the main thread.

    `longest` is by the clock and grows when other programs take the processor; `own` counts only the processor time
    that this process (window and workers) used within a gap, which is what the program itself can be blamed for.
    """

    def __init__(self) -> None:
        from PySide6.QtCore import Qt, QTimer

        self.reset()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(1)

    def _beat(self) -> None:
        now, used = time.perf_counter(), time.process_time()
        self.longest = max(self.longest, now - self._last)
        self.own = max(self.own, min(used - self._used, now - self._last))
        self._last, self._used = now, used

    def reset(self) -> None:
        """Begin anew."""
        self._last, self._used = time.perf_counter(), time.process_time()
        self.longest = self.own = 0.0


def measure(folder: Path) -> dict[str, float]:
    """All figures of one data folder, in this process."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from petidesk.desk.opening import open_desk
    from petidesk.domain.visits.listing import ALL, VisitQuery, VisitView
    from petidesk.ui import work
    from petidesk.ui.lists.row_model import WAITING
    from petidesk.ui.look import start as look
    from petidesk.ui.look import style_sheet
    from petidesk.ui.seat import Seat
    from petidesk.ui.visits.page import VisitsPage

    app = QApplication([])
    look.start(app, 0, False)
    desk = open_desk(folder, purpose="read")
    with tempfile.TemporaryDirectory() as seat_folder:
        page = VisitsPage(desk, Seat(Path(seat_folder) / "seat.ini"))
        style_sheet.dress(page)
        page.resize(1366, 700)
        page.show()
        heart = Heartbeat()

        def until(reached: Callable[[], bool], limit: float = 120.0) -> float:
            """Milliseconds until `reached`, with the event loop running."""
            begun = time.perf_counter()
            while not reached():
                app.processEvents()
                if time.perf_counter() - begun > limit:
                    raise TimeoutError
            return (time.perf_counter() - begun) * 1000

        def calm() -> None:
            until(lambda: work.busy() == 0)
            app.processEvents()

        figures: dict[str, float] = {}
        # Ask once so that libraries and pages of the file are read; then time.
        page.filter.set_query(VisitView(period=ALL), desk.today())
        calm()
        page.model.show_query(VisitQuery())
        calm()
        # As the window does when it has made a page.
        work.keep_for_good()

        firsts, wholes, holds = [], [], []
        for _ in range(ROUNDS):
            stood: list[float] = []
            page.model.shown.connect(lambda stood=stood: stood.append(1.0))
            heart.reset()
            page.table.ask(VisitQuery())
            first = until(lambda stood=stood: bool(stood))
            painted = time.perf_counter()
            page.table.viewport().repaint()
            firsts.append(first + (time.perf_counter() - painted) * 1000)
            wholes.append(firsts[-1] + until(lambda: page.model.total is not None))
            page.model.shown.disconnect()
            page.model.shown.connect(page.side._shown)
            calm()
            holds.append((heart.longest * 1000, heart.own * 1000))
        total = page.model.total or 0
        figures["rows"] = total
        figures["first rows painted ms"] = statistics.median(firsts)
        figures["whole list ms"] = statistics.median(wholes)
        figures["hold asking ms"] = max(wall for wall, _ in holds)
        figures["hold asking, own ms"] = max(own for _, own in holds)

        jumps, holds = [], []
        for _ in range(ROUNDS):
            page.table.ask(VisitQuery())
            calm()
            heart.reset()
            page.table.scrollToBottom()
            last = page.model.index(total - 1, 0)
            page.table.setCurrentIndex(last)
            jumps.append(until(lambda last=last: page.model.data(last) != WAITING))
            holds.append((heart.longest * 1000, heart.own * 1000))
            page.table.scrollToTop()
            page.table.setCurrentIndex(page.model.index(0, 0))
            until(lambda: page.model.data(page.model.index(0, 0)) != WAITING)
            for step in range(40):
                page.table.verticalScrollBar().setValue(page.table.verticalScrollBar().maximum() * step // 40)
                app.processEvents()
            calm()
            holds.append((heart.longest * 1000, heart.own * 1000))
        figures["jump to end ms"] = statistics.median(jumps)
        figures["hold jumping ms"] = max(wall for wall, _ in holds)
        figures["hold jumping, own ms"] = max(own for _, own in holds)

        for name, query in (
            ("sort by name", VisitQuery(sort="names", descending=False)),
            ("one village", VisitQuery(village=desk.office.villages()[0].name)),
            ("typed word", VisitQuery(text="补偿")),
        ):
            stood = []
            page.model.shown.connect(lambda stood=stood: stood.append(1.0))
            heart.reset()
            page.table.ask(query)
            figures[f"{name}: first rows ms"] = until(lambda stood=stood: bool(stood))
            until(lambda: page.model.total is not None)
            calm()
            figures[f"{name}: hold ms"] = heart.longest * 1000
            figures[f"{name}: hold, own ms"] = heart.own * 1000
            page.model.shown.disconnect()
            page.model.shown.connect(page.side._shown)
        gc.collect()
        figures["memory MB"] = memory_mb()
        desk.close()
    return figures


def in_own_process(folder: Path) -> dict[str, float]:
    """`measure` in a fresh process."""
    command = [sys.executable, "-m", "benchmarks.listing", "--measure", str(folder)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found: dict[str, float] = json.loads(answer.splitlines()[-1])
    return found


def made(folder: Path, visits: int) -> Path:
    """A sample office with so many visits."""
    from petidesk.practice.office import make_sample

    make_sample(folder, visits=visits)
    return folder


def table(small: dict[str, float], large: dict[str, float]) -> str:
    """Both beside each other with their ratio, and what the limits say."""
    lines = [f"{'':32}{'small':>12}{'large':>12}{'ratio':>8}"]
    for name, value in small.items():
        ratio = large[name] / value if value else 0.0
        lines.append(f"{name:32}{value:12,.1f}{large[name]:12,.1f}{ratio:8.2f}")
    first = large["first rows painted ms"] / small["first rows painted ms"]
    hold = max(value for name, value in large.items() if "own" in name)
    for words, kept in (
        (f"first rows within {FIRST_ROWS_LIMIT:g}x of the small office: {first:.2f}x", first <= FIRST_ROWS_LIMIT),
        (f"never held over {HOLD_LIMIT_MS:g} ms: {hold:.1f} ms", hold <= HOLD_LIMIT_MS),
        (
            f"memory under {MEMORY_LIMIT_MB:g} MB: {large['memory MB']:.0f} MB",
            large["memory MB"] < MEMORY_LIMIT_MB,
        ),
    ):
        lines.append(f"{'kept ' if kept else 'MISSED'} {words}")
    return "\n".join(lines)


def main(arguments: list[str]) -> None:
    """Measure two folders and print the table."""
    if arguments[:1] == ["--measure"]:
        print(json.dumps(measure(Path(arguments[1]))))
        return
    with tempfile.TemporaryDirectory() as folder:
        if len(arguments) == 2:
            small, large = Path(arguments[0]), Path(arguments[1])
        else:
            small, large = made(Path(folder) / "small", 1000), made(Path(folder) / "large", 100_000)
        print(table(in_own_process(small), in_own_process(large)))


if __name__ == "__main__":
    main(sys.argv[1:])
