"""An office with receptions in December, on the eve of one of them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from petidesk.desk.desk import Desk
from petidesk.desk.opening import create_office, open_desk
from petidesk.domain.reception.days import RotaPlan
from petidesk.domain.reception.rota import parse_turns
from petidesk.domain.reception.rules import parse_rule
from tests.desk.sittings.thursday import Clock


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice office: pairs of leaders on Thursdays of December, on the third in a village as well."""
    folder = tmp_path_factory.mktemp("office") / "data"
    create_office(folder, office="清溪镇", county="安平县", villages=["东村"], organ_code="清信访", practice=True)
    opened = open_desk(folder, clock=Clock())
    leaders = [{"name": "覃晓东", "post": "镇长"}, {"name": "盖世平", "post": "副镇长"}, {"name": "任秀兰"}]
    opened.office.change({"leaders": leaders})
    since, until = date(2026, 12, 1), date(2026, 12, 31)
    thursdays = RotaPlan(
        (parse_rule("weekly:thu"),),
        since,
        until,
        parse_turns("覃晓东,盖世平+任秀兰"),
        place="接访室",
        hours="09:00-11:30",
    )
    opened.schedule.make(thursdays)
    third = (parse_rule("monthday:3"),)
    out = replace(thursdays, rules=third, turns=parse_turns("任秀兰"), kind="village", place="", village="东村")
    opened.schedule.make(replace(out, hours="14:00-16:00"))
    opened.close()
    return folder


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(model: Path, tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    """A copy of that office on the eve of a reception."""
    shutil.copytree(model, tmp_path / "data")
    opened = open_desk(tmp_path / "data", clock=clock)
    yield opened
    opened.close()
