"""Pictures of every face of the window on the sample office: python -m tests.screenshots OUT [--help].

For looking at what was made, and for the pictures of the manual. The office is invented, the day is its own: the same
source gives the same pictures. Needs no screen.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from datetime import date, datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from petidesk.desk.opening import open_desk
from petidesk.practice.letters import SampleClock
from petidesk.practice.office import make_sample
from petidesk.ui import work
from petidesk.ui.look import start
from petidesk.ui.look.theme import theme
from petidesk.ui.seat import Seat
from petidesk.ui.shell import recent
from petidesk.ui.shell.frame import Frame
from petidesk.ui.shell.routes import Route
from tests.clock import pause
from tests.ui.desks.faces import Face, faces

DAY = date(2026, 10, 31)
# A page rests so long before it looks what was typed (tests/ui/desks/calm.py).
SOON_MS = 600
# So often in a row nothing may be under way.
RESTS = 12


def main() -> None:
    """Make the pictures that were asked for."""
    asked = _parser().parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="petidesk-pictures-") as folder:
        office = asked.office or Path(folder) / "office"
        if asked.office is None:
            make_sample(office, until=DAY)
        app = QApplication([])
        for look in asked.looks.split(","):
            for step in map(int, asked.steps.split(",")):
                for size in asked.sizes.split(","):
                    _walk(app, office, Path(folder) / "seat.ini", asked, look, step, size)


def _parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("out", type=Path, help="the folder of the pictures")
    made.add_argument("--office", type=Path, help="a practice folder to show; one is made where none is named")
    made.add_argument("--sizes", default="1366x768", help="such as 1366x768,1920x1080")
    made.add_argument("--steps", default="0", help="font steps, such as 0,3")
    made.add_argument("--looks", default="light", help="light, dark, contrast")
    made.add_argument("--only", default="", help="faces whose names begin so, such as home,ledger-month")
    return made


def _walk(
    app: QApplication, office: Path, seat: Path, asked: argparse.Namespace, look: str, step: int, size: str
) -> None:
    """One window of this size in this look; a picture of each face."""
    if theme.put_on:
        theme.apply(step, look == "contrast", look == "dark")
    else:
        start.start(app, step, look == "contrast", dark=look == "dark")
    desk = open_desk(office, purpose="write", clock=SampleClock(datetime(DAY.year, DAY.month, DAY.day, 9, 30)))
    frame = Frame(Seat(seat))
    frame.showNormal()
    frame.resize(*map(int, size.split("x")))
    frame.take(desk)
    try:
        for face in reversed(faces(desk)):
            recent.note(desk, frame.seat, face.route or Route())
        for face in faces(desk):
            if face.name.startswith(tuple(asked.only.split(","))):
                _show(app, frame, face)
                frame.grab().save(str(asked.out / f"{face.name}_{look}_{step}_{size}.png"))
    finally:
        frame.close()
        work.wait(10_000)
        desk.close()
        frame.deleteLater()


def _show(app: QApplication, frame: Frame, face: Face) -> None:
    frame.open_page(face.page, face.route)
    rests = 0
    while rests < RESTS:
        pause(0.01)
        app.processEvents()
        busy = work.busy() or any(
            timer.isActive() and timer.isSingleShot() and timer.remainingTime() <= SOON_MS
            for timer in frame.findChildren(QTimer)
        )
        rests = 0 if busy else rests + 1


if __name__ == "__main__":
    main()
