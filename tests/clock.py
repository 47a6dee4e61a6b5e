"""The clock of the tests: a Monday morning in November 2026, from which time runs on, whatever the computer's day is.

`set_going` puts it into the program's one place that reads the clock. conftest.py does so for the tests, and
everywhere/sitecustomize.py for every Python that a test starts. All of them count from the same moment.
"""

from __future__ import annotations

import os
import threading
import time
from datetime import datetime, timedelta
from pathlib import Path

from petidesk.desk import clock

START = datetime(2026, 11, 23, 10)
"""When the tests begin. The office's records in tests are of the days before it; the next day is the future."""

_BEGAN = "PETIDESK_TESTS_BEGAN"
_EVERYWHERE = str(Path(__file__).parent / "everywhere")


def now() -> datetime:
    """START and what has passed since the tests began."""
    return START + timedelta(seconds=time.monotonic() - float(os.environ[_BEGAN]))


def pause(seconds: float) -> None:
    """Let real seconds pass, where a test has no state to wait for."""
    threading.Event().wait(seconds)


def set_going() -> None:
    """From here on the program's time is that of the tests, here and in every Python that is started from here."""
    os.environ.setdefault(_BEGAN, str(time.monotonic()))
    path = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    if _EVERYWHERE not in path:
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (_EVERYWHERE, *path)))
    clock.source = now
    if "libfaketime" in os.environ.get("LD_PRELOAD", ""):
        # make test-days sets the day and leaves alone what counts on; the system's own sleep then refuses its argument.
        time.sleep = pause  # noqa: TID251
