"""The locked Qt binding keeps True and None alive: 6.12.0 does not under Python 3.11 (docs/decisions/0006)."""

from __future__ import annotations

import subprocess
import sys

_MANY_SIGNALS = """
from PySide6.QtCore import QCoreApplication, QObject, Signal, QTimer

class Sender(QObject):
    sent = Signal(str, bool)

app = QCoreApplication([])
sender, timer = Sender(), QTimer()
for number in range(20_000):
    sender.sent.emit("", number % 2 == 0)
    timer.setSingleShot(True)
print("alive")
"""


def test_twenty_thousand_signals_do_not_end_the_program() -> None:
    done = subprocess.run([sys.executable, "-c", _MANY_SIGNALS], capture_output=True, text=True)
    assert (done.returncode, done.stdout.strip()) == (0, "alive"), done.stderr
