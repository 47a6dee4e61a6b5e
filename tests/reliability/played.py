"""Run as a program: does one deed in a place, and says each point that it passes with one write(2)."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from petidesk.storage.file import points
from tests.reliability.deeds import ALL, BY_NAME


def _say(name: str) -> None:
    os.write(1, f"{name}\n".encode())


if __name__ == "__main__":
    with points.heard(_say):
        BY_NAME[sys.argv[2]].do(Path(sys.argv[1]))
    _say(*ALL)
