"""Named points of what takes more than one step: here a test ends the process, fills the disk, draws out the stick.

A point is passed where one step is done and the next is not begun. In an office nobody listens. tests/reliability reads
the names in the source: one that no trial passes is a failure.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

_listener: Callable[[str], object] | None = None


def passed(name: str) -> None:
    """Say that a point is passed, to whoever listens."""
    if _listener is not None:
        _listener(name)


@contextlib.contextmanager
def heard(listener: Callable[[str], object]) -> Iterator[None]:
    """While it lasts, `listener` is told each point by its name, in the thread that passes it."""
    global _listener
    before, _listener = _listener, listener
    try:
        yield
    finally:
        _listener = before
