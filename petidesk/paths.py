"""The one place that knows where forms/ and resources/ lie: source tree, installed wheel or frozen program."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import platformdirs

_HERE = Path(__file__).resolve().parent


def _root() -> Path:
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is not None:
        return Path(frozen)
    installed = _HERE / "_data"
    return installed if installed.is_dir() else _HERE.parent


def resources() -> Path:
    """Folder of icons, fonts, calendars and code tables that ship with the program."""
    return _root() / "resources"


def forms() -> Path:
    """Folder of the built-in papers, one folder each."""
    return _root() / "forms"


def default_data() -> Path:
    """The data folder when neither --data nor PETIDESK_DATA names one."""
    named = os.environ.get("PETIDESK_DATA")
    return Path(named) if named else Path(platformdirs.user_data_dir("petidesk", appauthor=False))
