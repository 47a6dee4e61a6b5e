"""A mistake of ours: where in the code it happened, for whoever looks after the program, and the log that keeps it.

Never the error's own words or values, because they may hold a name or a number: not in the log, not on a screen.
"""

from __future__ import annotations

import logging
import platform
import traceback
from collections.abc import Sequence
from pathlib import Path

import platformdirs

from petidesk import __version__

LOG_BYTES = 1 << 20
LOG_NAME = "petidesk.log"


def log_folder() -> Path:
    """Where the log lies: the platform's folder for logs of this user."""
    return Path(platformdirs.user_log_dir("petidesk", appauthor=False))


def start_log() -> None:
    """Keep a small log of ids and codes; a full one begins anew. Where none can be written nothing is said."""
    log, file = logging.getLogger("petidesk"), log_folder() / LOG_NAME
    if any(isinstance(handler, logging.FileHandler) for handler in log.handlers):
        return
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if file.exists() and file.stat().st_size > LOG_BYTES:
            file.unlink()
        handler = logging.FileHandler(file, encoding="utf-8", delay=True)
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    log.addHandler(handler)


def bug_details(error: BaseException, libraries: Sequence[str] = ()) -> str:
    """Versions (those of `libraries` as given), kinds of error and places in the code, a line each."""
    versions = (f"petidesk {__version__}", f"Python {platform.python_version()}", *libraries)
    lines = [" · ".join(versions), f"{platform.system()} {platform.release()} {platform.machine()}"]
    link: BaseException | None = error
    while link is not None:
        lines.append(type(link).__name__)
        for frame in traceback.extract_tb(link.__traceback__):
            lines.append(f"  {_place(frame.filename)}:{frame.lineno} {frame.name}")
        link = link.__cause__ or link.__context__
    return "\n".join(lines)


def _place(filename: str) -> str:
    parts = Path(filename).parts
    start = len(parts) - 1 - parts[::-1].index("petidesk") if "petidesk" in parts else -1
    return "/".join(parts[start:])
