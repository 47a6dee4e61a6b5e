"""The single-writer lock of a data folder: who writes, since when, from which window or command.

The lock itself is the operating system's (it vanishes with the process); the file beside it says whose it is. Commands
that wait stand in a row of locks, each of which one takes before leaving the one behind it: nobody overtakes, whoever
has just had the folder comes last again, and a process that dies in the row holds nobody up. A second start asks the
first window to come to the front by leaving a small file, which the window looks for: no socket is opened for it.
"""

from __future__ import annotations

import contextlib
import dataclasses
import getpass
import json
import os
import platform
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import filelock

from petidesk.domain.trouble import KnownTrouble
from petidesk.storage.file import private

WAIT_SECONDS = 10.0
_LOCK = "writer.lock"
# The row before it, the place at the front first. Beyond so many waiting commands chance says who joins the row.
_ROW = ("writer.turn1.lock", "writer.turn2.lock", "writer.turn3.lock", "writer.turn4.lock")
_POLL_SECONDS = 0.02
_HOLDER = "writer.json"
_FRONT = "front.request"


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has the folder: the member of staff, the computer's user and name, since when, window or command."""

    staff: str
    user: str
    computer: str
    since: datetime
    window: bool

    @property
    def sentence(self) -> str:
        """Said to whoever comes second."""
        where = "窗口" if self.window else "命令"
        since = self.since.strftime("%Y-%m-%d %H:%M")
        return f"数据正由{self.staff}（{self.user}@{self.computer}）的{where}使用，从{since}开始。"


class WriterLock:
    """Held by the one who may write. `release()` or the end of the process gives it back.

    `died`: a window had it before and never gave it back, as when the power failed.
    """

    def __init__(self, folder: Path, *, staff: str, window: bool, since: datetime) -> None:
        self._folder = folder
        self._lock = filelock.FileLock(folder / _LOCK, mode=private.FILE_MODE, thread_local=False)
        self._row = [filelock.FileLock(folder / name, mode=private.FILE_MODE, thread_local=False) for name in _ROW]
        self._holder = Holder(staff, _user(), platform.node() or "本机", since, window)
        self.died = False

    def acquire(self, wait: float = WAIT_SECONDS) -> None:
        """Take the lock. Beside an open window it fails at once, beside other commands after `wait` seconds in turn."""
        until = time.monotonic() + wait
        with contextlib.ExitStack() as left_behind:
            for place in (*reversed(self._row), self._lock):
                self._enter(place, until)
                left_behind.close()
                if place is not self._lock:
                    left_behind.callback(place.release)
        left = holder(self._folder)
        self.died = left is not None and left.window
        self.name_holder(self._holder.staff)

    def _enter(self, place: filelock.BaseFileLock, until: float) -> None:
        try:
            place.acquire(timeout=0)
        except filelock.Timeout:
            self._wait(place, until)
        except OSError as error:
            raise KnownTrouble("read_only", "数据文件夹是只读的，不能保存。请检查文件夹权限或换一个位置。") from error

    def name_holder(self, staff: str) -> None:
        """Write down who holds the lock, for whoever comes second."""
        self._holder = dataclasses.replace(self._holder, staff=staff)
        written = dataclasses.asdict(self._holder) | {"since": self._holder.since.isoformat(timespec="seconds")}
        with contextlib.suppress(OSError):
            private.write_text(self._folder / _HOLDER, json.dumps(written, ensure_ascii=False))

    def _wait(self, place: filelock.BaseFileLock, until: float) -> None:
        other = holder(self._folder)
        if not self._holder.window and not (other and other.window):
            with contextlib.suppress(filelock.Timeout):
                place.acquire(timeout=max(until - time.monotonic(), 0), poll_interval=_POLL_SECONDS)
                return
        other = holder(self._folder)
        said = other.sentence if other else "数据正由另一个程序使用。"
        raise KnownTrouble("locked", said + "请先关闭它再试。")

    def release(self) -> None:
        """Give the lock back."""
        with contextlib.suppress(OSError):
            (self._folder / _HOLDER).unlink()
        self._lock.release()


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return str(os.getpid())


def holder(folder: Path) -> Holder | None:
    """Who wrote the holder's file last; None when nobody did or it can't be read."""
    try:
        said = json.loads((folder / _HOLDER).read_text(encoding="utf-8"))
        return Holder(
            said["staff"], said["user"], said["computer"], datetime.fromisoformat(said["since"]), said["window"]
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def request_front(folder: Path) -> None:
    """Ask the window that has this folder to come to the front."""
    with contextlib.suppress(OSError):
        (folder / _FRONT).touch()


def front_requested(folder: Path) -> bool:
    """Whether someone asked since the last look; the request is taken away."""
    try:
        (folder / _FRONT).unlink()
    except OSError:
        return False
    return True
