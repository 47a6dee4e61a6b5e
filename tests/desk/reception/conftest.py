"""A practice office with three leaders whose rota is changed by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from petidesk.desk.desk import Desk
from petidesk.desk.opening import create_office, open_desk
from tests.desk.reception.december import LEADERS, Clock, copied


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice office with three leaders, to be copied."""
    folder = tmp_path_factory.mktemp("office") / "data"
    create_office(folder, office="清溪镇", county="安平县", villages=["东村"], practice=True)
    opened = open_desk(folder, clock=Clock())
    opened.office.change({"leaders": [{"name": name, "post": "副镇长"} for name in LEADERS]})
    opened.close()
    return folder


@pytest.fixture
def desk(model: Path, tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    """The office on a day of its own."""
    with copied(model, tmp_path / "data", clock) as opened:
        yield opened
