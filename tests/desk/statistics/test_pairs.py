"""What a published summary says, from a register taken in: 2901批5974人次，同比分别上升52.44%、48.68%."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.domain.statistics.figures import Asked
from petidesk.domain.statistics.spans import Span
from petidesk.domain.statistics.words import Counted, sentence
from tests.offices import new_office


def _register(year: int, batches: int, people: int) -> Iterator[str]:
    """So many visits of a year, so many people in all: most alone, some in pairs, the last a crowd."""
    alone = batches - (people - batches) // 2
    for place in range(batches):
        count = 1 if place < alone else 3
        if place == batches - 1:
            count = people - (alone + 3 * (batches - 1 - alone))
        yield f"{date(year, 1, 1) + timedelta(place % 365)},来人{place},{count},第{place}件：道路积水"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    new_office(tmp_path / "data")
    desk = open_desk(tmp_path / "data")
    rows = [*_register(2024, 1903, 4018), *_register(2025, 2901, 5974)]
    file = tmp_path / "register.csv"
    file.write_text("\n".join(["来访时间,姓名,人数,反映问题", *rows]), encoding="utf-8")
    assert desk.imports.run(file).taken == 1903 + 2901
    yield desk
    desk.close()


def test_a_summary_comes_out_to_the_digit(desk: Desk) -> None:
    table = desk.statistics.table(Asked("visits", Span(date(2025, 1, 1), date(2025, 12, 31)), ("month",)))
    batches, people = table.total["batches"], table.total["people"]
    assert (batches.value, batches.base, batches.percent) == (2901, 1903, Decimal("52.44"))
    assert (people.value, people.base, people.percent) == (5974, 4018, Decimal("48.68"))
    said = sentence("共接待来访", [Counted(batches, "批"), Counted(people, "人次")])
    assert said == "共接待来访2901批5974人次，同比分别上升52.44%、48.68%"
    assert sum(row.figures["people"].value for row in table.rows) == 5974 and len(table.rows) == 12
    last = desk.statistics.rows(people.id, limit=1, offset=2900)
    assert (last.total, last.sum, len(last.rows)) == (2901, 5974, 1)
    assert desk.statistics.rows(people.id, limit=50, offset=2901).rows == ()
