"""The backup when the window closes: a process of its own, which nobody waits for."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from petidesk.desk.unlocking import Unlocked


def backup_on_close(folder: Path, unlocked: Unlocked | None = None) -> None:
    """What the process of the backup does: open for reading, back up when something changed, end."""
    from petidesk.desk.opening import open_desk

    desk = open_desk(folder, purpose="read", unlocked=unlocked)
    try:
        desk.backups.on_close()
    finally:
        desk.close()


def backup_in_own_process(folder: Path) -> None:
    """The same as a process of its own; the key of an encrypted folder is the first line of its standard input."""
    from petidesk.desk import unlocking

    backup_on_close(folder, unlocking.taken_over(folder, sys.stdin.buffer.readline()))


def start_backup(folder: Path, unlocked: Unlocked | None) -> subprocess.Popen[bytes] | None:
    """Start that process; None where it could not be started. The key goes to it by a pipe."""
    frozen = getattr(sys, "frozen", False)
    command = [sys.executable, "--data", str(folder), "backup", "--key-stdin"]
    if not frozen:
        code = "import sys; from pathlib import Path; from petidesk.closing import backup_in_own_process; "
        command = [sys.executable, "-c", code + "backup_in_own_process(Path(sys.argv[1]))", str(folder)]
    try:
        started = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        assert started.stdin is not None  # it is a pipe
        with started.stdin as pipe:
            if unlocked is not None:
                from petidesk.desk import unlocking

                pipe.write(unlocking.handed_over(unlocked))
        return started
    except OSError:
        logging.getLogger("petidesk").error("backup process could not start")
        return None
