"""The window's tests: the real look, real desks in temporary folders, nothing left running between tests."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.desk.opening import create_office, open_desk
from petidesk.ui import work
from petidesk.ui.look import start, style_sheet, theme
from petidesk.ui.seat import Seat
from petidesk.ui.shell.frame import Frame


def _sweep(app: QApplication) -> None:
    """Delete the windows of the test before: each one left would be styled anew at every change of the look."""
    for widget in app.topLevelWidgets():
        if shiboken6.isValid(widget):
            widget.deleteLater()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete)


class Patient(QtBot):  # type: ignore[misc]
    """Waits for a state as long as a busy machine may need. Time runs out only for a test that hangs."""

    PATIENCE_MS = 120_000

    def addWidget(self, widget: QWidget, **more: Any) -> None:
        """A window of its own wears the look, as the window of the program does."""
        if widget.parentWidget() is None:
            style_sheet.dress(widget)
        super().addWidget(widget, **more)

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE_MS) -> None:
        super().waitUntil(callback, timeout=max(timeout, self.PATIENCE_MS))

    def waitSignal(self, signal: object, *, timeout: int = PATIENCE_MS, **more: Any) -> Any:
        return super().waitSignal(signal, timeout=max(timeout, self.PATIENCE_MS), **more)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """The bot of pytest-qt with patience."""
    return Patient(request)


@pytest.fixture(scope="session")
def collected_here(qapp: QApplication) -> Iterator[None]:
    """As in the program: no thread of the pool deletes a widget (`work.collect_here`).

    The clipboard of a platform without a screen frees what it holds after Python has ended, which ends badly.
    """
    work.collect_here(qapp)
    yield
    qapp.clipboard().clear()


@pytest.fixture(autouse=True)
def look(qapp: QApplication, qtbot: QtBot, collected_here: None) -> Iterator[None]:
    """The look at the smallest font step; work that a test began ends with it."""
    gc.disable()
    _sweep(qapp)
    if not theme.theme.put_on:
        start.start(qapp, 0, False)
    elif theme.theme.step or theme.theme.contrast or theme.theme.dark:
        theme.theme.apply(0, False)
    yield
    qtbot.waitUntil(lambda: work.busy() == 0)
    # Tests without a window, in the same process, have nothing that collects for them.
    gc.enable()


@pytest.fixture
def seat(tmp_path: Path) -> Seat:
    """A seat of this test alone."""
    return Seat(tmp_path / "seat.ini")


@pytest.fixture(scope="session")
def built_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office made once; every test works on a copy of its own."""
    folder = tmp_path_factory.mktemp("built") / "data"
    create_office(folder, office="清溪镇", county="安平县", villages=["东村", "西村", "河湾社区"], organ_code="清信访")
    return folder


Fill = Callable[[Desk], Any]
Filled = tuple[Path, Any]


@pytest.fixture(scope="session")
def filled_offices(built_office: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Fill], Filled]:
    """Fills a copy of that office once for each way of filling; gives its folder and what the filling gave."""
    made: dict[Fill, Filled] = {}

    def filled(fill: Fill) -> Filled:
        if fill not in made:
            folder = Path(shutil.copytree(built_office, tmp_path_factory.mktemp("filled") / "data"))
            opened = open_desk(folder, purpose="write")
            made[fill] = folder, fill(opened)
            opened.close()
        return made[fill]

    return filled


@pytest.fixture
def filled(request: pytest.FixtureRequest, filled_offices: Callable[[Fill], Filled]) -> Any:
    """Asking for it puts what the module's fill(desk) registers into the test's office; what fill gave."""
    return filled_offices(request.module.fill)[1]


@pytest.fixture
def office_folder(
    request: pytest.FixtureRequest, tmp_path: Path, built_office: Path, filled_offices: Callable[[Fill], Filled]
) -> Path:
    """A data folder with an office and its villages; with what fill registers when the test asks for `filled`."""
    source = filled_offices(request.module.fill)[0] if "filled" in request.fixturenames else built_office
    return Path(shutil.copytree(source, tmp_path / "data"))


@pytest.fixture
def desk(office_folder: Path) -> Iterator[Desk]:
    """An open desk that may write."""
    opened = open_desk(office_folder, purpose="write")
    yield opened
    work.wait(Patient.PATIENCE_MS)
    opened.close()


@pytest.fixture
def unnamed(tmp_path: Path) -> Iterator[Desk]:
    """An open desk of an office to which nobody has given name or county yet."""
    create_office(tmp_path / "unnamed", villages=["东村"])
    opened = open_desk(tmp_path / "unnamed", purpose="write")
    yield opened
    work.wait(Patient.PATIENCE_MS)
    opened.close()


def register(desk: Desk, name: str = "张桂花", statement: str = "反映征地补偿款没有到账。", days_ago: int = 0) -> str:
    """Register one visit and return its number."""
    at = desk.now() - timedelta(days=days_ago, minutes=1)
    visit, _added = desk.visits.add(
        {
            "at": at.isoformat(timespec="minutes"),
            "channel": "visit",
            "received_by": "李敏",
            "petitioners": [{"name": name, "phone": "13800001234", "village": "东村"}],
            "matters": [{"purpose": "appeal", "statement": statement, "requests": ["补发补偿款"]}],
        }
    )
    return visit.visit_no


@pytest.fixture
def window(qtbot: QtBot, desk: Desk, seat: Seat) -> Frame:
    """The window on that desk, 1366x768, with its first page open."""
    register(desk)
    frame = Frame(seat)
    qtbot.addWidget(frame)
    frame.resize(1366, 768)
    frame.show()
    frame.take(desk)
    qtbot.waitUntil(lambda: work.busy() == 0)
    return frame
