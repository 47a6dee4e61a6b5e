"""The one place that knows where forms/ and resources/ lie: source tree, installed wheel or frozen program.

It also reads the tables that ship with the program. They are the same on every computer, a part of the program as
its code is, so that `domain` may ask for one and still does no input or output of its own.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path
from typing import Any

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


@cache
def table(name: str) -> dict[str, Any]:
    """The table `name`.toml of the resources, read once; nobody changes what comes back."""
    import tomllib  # a start of the window needs no table

    return tomllib.loads((resources() / f"{name}.toml").read_text(encoding="utf-8"))


def forms() -> Path:
    """Folder of the built-in papers, one folder each."""
    return _root() / "forms"


def default_data() -> Path:
    """The data folder when neither --data nor PETIDESK_DATA names one."""
    named = os.environ.get("PETIDESK_DATA")
    return Path(named) if named else Path(platformdirs.user_data_dir("petidesk", appauthor=False))
