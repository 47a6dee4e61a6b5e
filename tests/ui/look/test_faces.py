"""Every face of the window on an office that has lived: nothing cut, nothing squeezed, no label adrift."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.practice.letters import SampleClock
from petidesk.ui.look import theme
from petidesk.ui.seat import Seat
from petidesk.ui.shell import routes
from petidesk.ui.shell.frame import Frame
from petidesk.ui.shell.pages import pages
from tests.samples import lived_office
from tests.ui.desks.calm import quiet, settle
from tests.ui.desks.faces import FROM_A_FACE, faces
from tests.ui.desks.fit import clipped, floating, holed, squeezed

DAY = date(2026, 10, 31)


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A small sample office, on a morning of its own."""
    folder = tmp_path_factory.mktemp("lived") / "data"
    lived_office(folder)
    desk = open_desk(folder, purpose="write", clock=SampleClock(datetime(DAY.year, DAY.month, DAY.day, 9, 30)))
    yield desk
    desk.close()


def _complaints(frame: Frame) -> list[str]:
    return [complaint for look in (clipped, squeezed, floating, holed) for complaint in look(frame)]


# The ends of the steps; those between are walked by the tests of the wide pages (registration, ledger, meetings).
@pytest.mark.parametrize(("size", "step"), [((1366, 768), 0), ((1366, 768), 3), ((1920, 1080), 0)])
def test_every_face_fits(qtbot: QtBot, lived: Desk, tmp_path: Path, size: tuple[int, int], step: int) -> None:
    theme.theme.apply(step, False)
    frame = Frame(Seat(tmp_path / "seat.ini"))
    qtbot.addWidget(frame)
    frame.showNormal()
    frame.resize(*size)
    frame.take(lived)
    wrong = []
    for face in faces(lived):
        frame.open_page(face.page, face.route)
        quiet(qtbot)
        assert (frame.width(), frame.height()) == size
        found = _complaints(frame)
        if found:
            settle(qtbot)  # on a busy machine the last parts of a page may be on their way still
            found = _complaints(frame)
        wrong += [f"{face.name} {complaint}" for complaint in found]
    frame.leave()
    assert wrong == []


def test_the_faces_leave_no_route_and_no_page_out(lived: Desk) -> None:
    found = faces(lived)
    named = {type(face.route) for face in found}
    every = {kind for kind in vars(routes).values() if isinstance(kind, type) and issubclass(kind, routes.Route)}
    assert every - named - {*FROM_A_FACE, routes.Route} == set()
    assert {face.page for face in found} == {entry.key for entry in pages()}
    assert len({face.name for face in found}) == len(found)
