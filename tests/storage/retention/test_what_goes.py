"""No column of people, words or papers is out of a purge's reach, and whatever goes, no figure and no check moves."""

from __future__ import annotations

import os
import secrets
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.desk.safety.settling import settle
from petidesk.domain.audit import PURGED
from petidesk.domain.opened import Opened
from petidesk.domain.retention.purges import Purge
from petidesk.domain.statistics import catalogue
from petidesk.domain.statistics.figures import Asked
from petidesk.domain.statistics.spans import Span
from petidesk.storage.retention import emptying, purges, records
from petidesk.storage.retention.kinds import TABLES, belonging
from petidesk.storage.safety import audit
from petidesk.storage.schema import metadata
from petidesk.storage.schema.holding import Holds, columns_holding
from tests.desk.statistics.played import Clock, Office
from tests.examples import examples
from tests.offices import new_office

SPAN = Span(date(2025, 1, 1), date(2026, 12, 31))
GOES = (Holds.PERSON, Holds.WORDS, Holds.PAPER)
# What no key of the schema leads to, with what a purge does about it (storage/retention/emptying.py).
APART = {
    "person": "gone with the last visit that speaks of him",
    "person_initials": "follows the person",
    "person_phone": "follows the person",
    "draft": "forms that name a record that went",
    "ledger_month": "line by line, by the number of the dispute",
    "audit_payload": "by the subject of its event",
    "undo_step": "by its number and its events",
    # a village's line with what it returned of a month: no record of anybody's matter
    "round_return": "stays with its round",
}


def test_every_column_of_words_is_within_reach() -> None:
    reached = {table.name for table in TABLES.values()}
    for kind, table in TABLES.items():
        reached |= {part.name for part, _ in belonging(kind, select(table.c.id))}
    holding = {name for name in metadata.tables if columns_holding(name, *GOES)}
    assert holding - reached == set(APART)


@pytest.fixture(params=range(examples(8) // 4))
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Office:
    seed = os.environ.get("PETIDESK_SEED") or secrets.token_hex(4)
    print(f"PETIDESK_SEED={seed} plays the same office again")
    new_office(tmp_path / "data", villages=["东村", "西村"], organ_code="清信访", practice=True)
    clock = Clock()
    made = Office(open_desk(tmp_path / "data", clock=clock), clock, Random(f"{request.param} {seed}"), tmp_path)
    request.addfinalizer(made.desk.close)
    return made


def _figures(desk: Desk, days: list[date | None], chosen: Random) -> dict[Any, Any]:
    """The totals, and tables by some of the dimensions: by the same ones for the same state of chance."""
    found: dict[Any, Any] = {}
    for name, subject in catalogue.SUBJECTS.items():
        dimensions = [one.name for one in subject.dimensions]
        for as_of in days:
            for by in ((), *((one,) for one in chosen.sample(dimensions, min(3, len(dimensions))))):
                table = desk.statistics.table(Asked(name, SPAN, by, "none", as_of))
                rows = [(tuple(row.keys.values()), _values(row.figures)) for row in table.rows]
                found[name, by, as_of] = (rows, _values(table.total))
    for as_of in days:
        rates = desk.statistics.rates(SPAN, as_of)
        found["rates", as_of] = [(one.name, one.numerator.value, one.denominator.value) for one in rates]
    return found


def _values(figures: Any) -> dict[str, int]:
    return {name: figure.value for name, figure in figures.items()}


def test_whatever_goes_every_figure_stays_as_it_is_and_as_it_was_known(office: Office) -> None:
    days: list[date | None] = [None]
    for number in range(70):
        office.wait()
        office.act()
        if number == 45:
            days.append(office.clock.now.date())
    office.clock.now = office.clock.now.replace(year=office.clock.now.year + 1)
    desk = office.desk
    chosen = office.chance.random()
    before = _figures(desk, days, Random(chosen))
    with desk.writing() as connection:
        keys = [one.key for one in records.whole(connection)]
        emptied = emptying.empty(connection, 1, keys, Opened())
        act = desk.act()
        told = {"on": act.at.date().isoformat(), "why": "", "second": "", "sums": []}
        told |= {"events": emptied.events, "left": emptied.left}
        audit.append(connection, act, PURGED, "retention", "1", after=told)
        place, head = audit.last_id(connection), audit.last_hash(connection)
        done = Purge("1", act.at.date(), act.at, "", "", "", (), place, head)
        purges.add(connection, act, 1, done, b"")
    assert settle(desk.session)
    after = _figures(desk, days, Random(chosen))
    assert [(asked, told, after[asked]) for asked, told in before.items() if after[asked] != told] == []
    assert desk.checks.run(deep=True) == []
    file = (office.folder / "data" / "petidesk.db").read_bytes()
    assert "反映路面".encode() not in file
