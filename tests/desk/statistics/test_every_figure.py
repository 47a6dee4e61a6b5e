"""Every figure of the catalogue equals a slow recount and is proven by its rows, as it is and as it was known."""

from __future__ import annotations

import os
import secrets
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from random import Random

import pytest

from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.domain.statistics import catalogue
from petidesk.domain.statistics.figures import Asked, AsOf, Figure, Table
from petidesk.domain.statistics.ids import id_text, parse_id
from petidesk.domain.statistics.spans import Compare, Span, compared
from tests.desk.statistics import recount
from tests.desk.statistics.played import Clock, Office
from tests.desk.statistics.recount import Item, Rows
from tests.examples import examples
from tests.offices import new_office

YEAR = Span(date(2026, 1, 1), date(2026, 12, 31))
SPANS = (
    YEAR,
    Span(date(2026, 7, 1), date(2026, 9, 30)),
    Span(date(2026, 9, 1), date(2026, 9, 30)),
    Span(date(2026, 8, 21), date(2026, 9, 20)),
    Span(date(2026, 8, 30), date(2026, 9, 15)),
)


@dataclass(frozen=True)
class Known:
    """What a slow recount found at some time, and how the office counted that day."""

    as_of: AsOf
    items: dict[str, list[Item]]
    first_day: int


def _known(desk: Desk, as_of: AsOf | None = None) -> Known:
    found = recount.everything(desk)
    if as_of is None:
        as_of = desk.statistics.table(Asked("visits", YEAR)).as_of
    return Known(as_of, found, desk.office.current().first_day)


def _within(items: list[Item], span: Span) -> list[Item]:
    return [item for item in items if span.since <= item.on <= span.until]


def _moved(span: Span, other: Span, compare: Compare, first_day: int) -> dict[str, int]:
    """How far the span compared with lies back: in months where whole ones are compared or the year before is."""
    if compare == "before" and span.whole(first_day) is None:
        return {"days": span.days}
    months = [recount.month(each.since, first_day) for each in (span, other)]
    return {"months": (months[0][0] - months[1][0]) * 12 + months[0][1] - months[1][1]}


def _rows(items: list[Item], by: tuple[str, ...], first_day: int, **moved: int) -> Rows:
    found = recount.counted(items, by, first_day, **moved)
    return found


def _sum(rows: Rows, width: int) -> tuple[object, ...]:
    return tuple(sum(counts[place] for counts in rows.values()) for place in range(width))


def _check(desk: Desk, known: Known, subject: str, by: tuple[str, ...], span: Span, compare: Compare) -> None:
    table = desk.statistics.table(Asked(subject, span, by, compare, known.as_of))
    items = known.items[subject]
    within = _within(items, span)
    expected = _rows(within, by, known.first_day)
    other = compared(span, compare, known.first_day)
    base: Rows = {}
    if other is not None:
        base = _rows(_within(items, other), by, known.first_day, **_moved(span, other, compare, known.first_day))
    width = len(table.measures)
    none = (0,) * width
    keys = set(expected) | set(base)
    if not by:
        keys = {key for key in keys if key and not span.lists_closed}
    assert {tuple(row.keys.values()) for row in table.rows} == keys
    for row in table.rows:
        key = tuple(row.keys.values())
        _same(table, row.figures, expected.get(key, none), base.get(key, none))
        for place, figure in enumerate(row.figures.values()):
            mine = [item for item in within if recount.key_of(item, by, known.first_day) == key]
            _proven(desk, figure, mine, place)
    _same(table, table.total, _sum(expected, width), _sum(base, width))
    for place, figure in enumerate(table.total.values()):
        _proven(desk, figure, within, place)


def _same(table: Table, figures: object, values: tuple[object, ...], base: tuple[object, ...]) -> None:
    assert isinstance(figures, dict)
    assert tuple(figure.value for figure in figures.values()) == values
    expected = base if table.compare else (None,) * len(base)
    assert tuple(figure.base for figure in figures.values()) == expected


def _proven(desk: Desk, figure: Figure, items: list[Item], place: int) -> None:
    """Its rows are those records and no others, their sum is its value, and nothing closed is called by its title."""
    assert parse_id(id_text(figure.id)) == figure.id
    found = desk.statistics.rows(figure.id, 10_000)
    assert (found.sum, found.total) == (figure.value, len(found.rows))
    expected = Counter((item.no, item.on, item.counts[place]) for item in items if item.counts[place])
    assert Counter((row.no, row.on, row.counts) for row in found.rows) == expected
    closed = Counter(item.no for item in items if item.counts[place] and item.closed)
    assert Counter(row.no for row in found.rows if not row.title) >= closed


def _tables(chance: Random, subject: str) -> list[tuple[str, ...]]:
    """The total, tables by one dimension and by two: all of the ones and many of the twos in a thorough run."""
    names = [dimension.name for dimension in catalogue.SUBJECTS[subject].dimensions]
    ones = chance.sample(names, examples(len(names)) if len(names) > 5 else 3)
    return [(), *((name,) for name in ones), *(tuple(chance.sample(names, 2)) for _ in range(examples(8) // 4))]


@pytest.fixture(params=range(examples(12) // 4))
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Office:
    seed = os.environ.get("PETIDESK_SEED") or secrets.token_hex(4)
    print(f"PETIDESK_SEED={seed} plays the same office again")
    chance = Random(f"{request.param} {seed}")
    new_office(tmp_path / "data", villages=["东村", "西村"], organ_code="清信访", practice=True)
    clock = Clock()
    made = Office(open_desk(tmp_path / "data", clock=clock), clock, chance, tmp_path)
    request.addfinalizer(made.desk.close)
    return made


def test_every_figure_is_its_rows_and_stays_what_it_was(office: Office) -> None:
    known = []
    for number in range(120):
        today = office.clock.now.date()
        office.wait()
        if number == 80:
            known.append(_known(office.desk))
        if number > 50 and office.clock.now.date() > today and office.chance.random() < 0.1:
            known.append(_known(office.desk, today))
        office.act()
    for moment in [*known[-examples(8) // 3 :], _known(office.desk)]:
        moment = replace(moment, items=recount.closed_since(office.desk, moment.items))
        for subject in recount.SUBJECTS:
            for by in _tables(office.chance, subject):
                compare: Compare = office.chance.choice(("year", "before", "none"))
                _check(office.desk, moment, subject, by, office.chance.choice(SPANS), compare)
