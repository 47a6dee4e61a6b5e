"""WINDOWS: the only Qt."""

from __future__ import annotations

import ctypes
import sys


def _hold_singletons() -> None:
    """Keep True, False and None alive under Python 3.11.

    Measured with PySide6 6.12.0: every `Signal.emit()` gives back one reference to True too many (some other calls one
    to None), so that a window dies after some thousand keystrokes with "deallocating True or False". From Python 3.12
    on these objects are immortal and nothing is lost.
    """
    if sys.version_info < (3, 12):
        for kept in (None, True, False):
            ctypes.c_ssize_t.from_address(id(kept)).value += 1 << 30


_hold_singletons()
