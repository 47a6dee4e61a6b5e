"""Who waits for the folder gets it in turn: nobody overtakes, nobody is starved, the dead hold nobody up."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import filelock
import pytest

from petidesk.domain.trouble import KnownTrouble
from petidesk.storage.file.lock import WriterLock
from tests.clock import pause

SINCE = datetime(2026, 11, 19, 9, 0)
ROOT = Path(__file__).parents[3]
PLACES = ("writer.turn1.lock", "writer.turn2.lock", "writer.turn3.lock", "writer.turn4.lock")


def _lock(folder: Path, *, window: bool = False) -> WriterLock:
    return WriterLock(folder, staff="值班员", window=window, since=SINCE)


@contextmanager
def _writer(folder: Path, name: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process that waits for the folder, writes its name into ``turns`` when it has it, and ends."""
    program = """
        import sys
        from datetime import datetime
        from pathlib import Path
        from petidesk.storage.file.lock import WriterLock
        folder, name = Path(sys.argv[1]), sys.argv[2]
        lock = WriterLock(folder, staff=name, window=False, since=datetime(2026, 11, 19, 9, 0))
        lock.acquire(3600)
        with (folder / "turns").open("a") as turns:
            turns.write(name)
        lock.release()
    """
    process = subprocess.Popen([sys.executable, "-c", textwrap.dedent(program), str(folder), name], cwd=ROOT)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _taken(file: Path) -> bool:
    """Whether some process holds this place of the row."""
    place = filelock.FileLock(file)
    try:
        place.acquire(timeout=0)
    except filelock.Timeout:
        return True
    place.release()
    return False


def _until_waits(folder: Path, place: int) -> None:
    """Until somebody stands in this place of the row and has left those behind it: on the way he holds two."""
    for _ in range(6000):  # a minute, for a machine that is busy with other things
        taken = [_taken(folder / name) for name in PLACES[place:]]
        if taken[0] and not any(taken[1:]):
            return
        pause(0.01)
    raise AssertionError(f"nobody waits in {PLACES[place]}")


def test_whoever_came_first_comes_first_and_who_has_just_had_it_comes_last(tmp_path: Path) -> None:
    lock = _lock(tmp_path)
    lock.acquire()
    with _writer(tmp_path, "A") as first:
        _until_waits(tmp_path, 0)
        with _writer(tmp_path, "B") as second:
            _until_waits(tmp_path, 1)
            with _writer(tmp_path, "C") as third:
                _until_waits(tmp_path, 2)
                lock.release()
                lock.acquire(3600)
                assert (tmp_path / "turns").read_text() == "ABC"
                lock.release()
                assert [process.wait() for process in (first, second, third)] == [0, 0, 0]


def test_a_process_that_is_killed_in_the_row_holds_nobody_up(tmp_path: Path) -> None:
    lock = _lock(tmp_path)
    lock.acquire()
    with _writer(tmp_path, "A") as first:
        _until_waits(tmp_path, 0)
        with _writer(tmp_path, "B") as second:
            _until_waits(tmp_path, 1)
            first.kill()
            first.wait()
            lock.release()
            assert second.wait() == 0
    assert (tmp_path / "turns").read_text() == "B"


def test_who_gives_up_leaves_the_row(tmp_path: Path) -> None:
    lock, late = _lock(tmp_path), _lock(tmp_path)
    lock.acquire()
    with pytest.raises(KnownTrouble) as raised:
        late.acquire(0)
    assert raised.value.code == "locked" and "命令" in raised.value.message
    assert not any(_taken(tmp_path / place) for place in PLACES)
    lock.release()
    late.acquire(0)
    late.release()


def test_a_window_does_not_overtake_a_command_that_waits(tmp_path: Path) -> None:
    lock = _lock(tmp_path)
    lock.acquire()
    with _writer(tmp_path, "A") as waiting:
        _until_waits(tmp_path, 0)
        with pytest.raises(KnownTrouble) as raised:
            _lock(tmp_path, window=True).acquire()
        assert raised.value.code == "locked"
        lock.release()
        assert waiting.wait() == 0
    window = _lock(tmp_path, window=True)
    window.acquire()
    window.release()
