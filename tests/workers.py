"""How the suite is divided among its workers: a module is played by one of them (`--dist loadscope`), long ones first.

An office that a module makes for its tests is then made once. Grouping by a mark (`--dist loadgroup`) looks finer, but
xdist 3.8 writes the group into a part of a test's id that pytest 9.2 does not read: without a word every test went to
any worker, and offices that take seconds were made up to four times. `alone` says so if it ever happens again.
"""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from pathlib import Path

import pytest

# Begun first, because a few tests in them take long: begun last, one worker would play on and the others have nothing.
FIRST = (
    "tests/ui/shell/test_keys_everywhere.py",
    "tests/practice/test_office.py",
    "tests/ui/shell/test_what_is_meant.py",
    "tests/commands/test_nothing_leaks.py",
    "tests/ui/look/test_faces.py",
    "tests/desk/undo/test_undo.py",
    "tests/desk/secrets/test_encrypting.py",
    "tests/benchmarks/test_play.py",
    "tests/ui/letters/test_editor.py",
    "tests/crash/test_kill.py",
    "tests/commands/test_office.py",
    "tests/ui/shell/test_chinese_input.py",
    "tests/desk/papers/test_six_records.py",
)

_SHARED = "PETIDESK_TESTS_SHARED"


def shared() -> tuple[Path, bool]:
    """The folder that all workers of a run share, and whether this process made it (and removes it at its end)."""
    if found := os.environ.get(_SHARED):
        return Path(found), False
    made = tempfile.mkdtemp(prefix="petidesk-run-")
    os.environ[_SHARED] = made  # workers are started with it
    return Path(made), True


def module_of(nodeid: str) -> str:
    """The file of a test, as in ``tests/test_house.py``."""
    return nodeid.split("::", 1)[0]


def in_order(items: list[pytest.Item]) -> None:
    """Put the tests of the long modules first, then those of modules with many tests; else the order stays."""
    sizes = Counter(module_of(item.nodeid) for item in items)
    places = {module: place for place, module in enumerate(FIRST)}

    def place(item: pytest.Item) -> tuple[int, int]:
        module = module_of(item.nodeid)
        return places.get(module, len(FIRST)), -sizes[module]

    items.sort(key=place)


def alone(module: str, worker: str) -> str:
    """The worker that began this module in this run: `worker` itself, unless another was there before."""
    mark = shared()[0] / module.replace("/", ".")
    try:
        with mark.open("x", encoding="utf-8") as file:
            file.write(worker)
    except FileExistsError:
        return mark.read_text(encoding="utf-8")
    return worker
