"""What every test stands on: no screen, a clock of its own, no system fonts but DejaVu, no folder of who runs them."""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pytest
from hypothesis import HealthCheck, settings

from tests import clock, workers
from tests.examples import examples

# A comparison that fails outside of a test says what it compared, too.
pytest.register_assert_rewrite("tests.offices", "tests.ui.desks")

# `make story` plays what needs an X server; no other command collects it.
STORY = bool(os.environ.get("PETIDESK_STORY"))
collect_ignore = [] if STORY else ["story"]

# A CJK font of the system would hide a bundled font that is missing or not loaded.
_FONTCONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts/truetype/dejavu</dir>
  <cachedir>{cache}</cachedir>
</fontconfig>
"""


def _enclose(home: Path) -> None:
    """Point Qt, fontconfig and the user folders into `home`. Must run before Qt is imported."""
    fonts = home / "fonts.conf"
    fonts.write_text(_FONTCONFIG.format(cache=home / "fontcache"), encoding="utf-8")
    os.environ["QT_QPA_PLATFORM"] = "xcb" if STORY else "offscreen"
    os.environ["LC_ALL"] = "C.UTF-8"  # Qt warns about a locale that is not UTF-8, and a warning fails the test
    os.environ["FONTCONFIG_FILE"] = str(fonts)
    os.environ["PETIDESK_SHOW_BUGS"] = "1"
    os.environ["PETIDESK_DATA"] = str(home / "data")
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        os.environ[name] = str(home / name.lower())
    for name in ("PETIDESK_TODAY", "LANGUAGE"):
        os.environ.pop(name, None)


# Before anything else is made: workers find the folder of the run by it.
_RUN, _ours = workers.shared()
if _ours:
    atexit.register(shutil.rmtree, _RUN, ignore_errors=True)
_HOME = Path(tempfile.mkdtemp(prefix="petidesk-tests-"))
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)
_enclose(_HOME)
clock.set_going()

settings.register_profile(
    "house", deadline=None, max_examples=examples(60), database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("house")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long modules first; within that, the random order stays."""
    workers.in_order(items)


@pytest.fixture(scope="module", autouse=True)
def one_worker(request: pytest.FixtureRequest) -> None:
    """A module is played by one worker: what it makes for its tests is made once."""
    here = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    there = workers.alone(request.node.nodeid, here)
    assert there == here, f"{request.node.nodeid} was begun by {there}: run with --dist loadscope"


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty, not yet existing data folder of this test alone, also named by PETIDESK_DATA."""
    folder = tmp_path / "data"
    monkeypatch.setenv("PETIDESK_DATA", str(folder))
    return folder


def _calls(work: Callable[[], object]) -> int:
    """How many calls of functions some work takes: the same on a busy machine as on an idle one, unlike seconds."""
    count = 0

    def note(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


@pytest.fixture
def calls() -> Callable[[Callable[[], object]], int]:
    """Counts the calls that a piece of work makes, to show that twice as much takes no more than twice as many."""
    return _calls
