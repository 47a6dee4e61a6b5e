"""Cases: opening one however long its life was, the first rows of the list, recording an event.

An event is compared with the rows that came of it, inserted by SQLAlchemy Core in one transaction of the same
durability, as `saving` does for visits.
"""

from __future__ import annotations

import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select, update

from benchmarks.offices import MIDDLE, SMALL, kept_in, office, sized
from benchmarks.table import Line, percentile, show
from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.domain.cases.files import CaseQuery
from petidesk.storage import schema
from petidesk.storage.file.database import FILE_NAME, Database

SHORT, LONG = 5, sized(200, 8)
ROUNDS = sized(60, 3)
WARM = sized(10, 0)
_BARE_LIST = (
    "SELECT c.id, c.case_no, c.title, c.state, c.next_due, c.unit, c.leader, v.names FROM petition_case c "
    "LEFT JOIN visit v ON v.id = (SELECT min(m.visit_id) FROM matter m WHERE m.case_id = coalesce(c.split_from, c.id)) "
    "{} LIMIT 50"
)
_LISTS = {
    "newest first": (CaseQuery(), "ORDER BY c.id DESC"),
    "by next date": (
        CaseQuery(sort="next_due", descending=False, open_only=True),
        "WHERE c.state NOT IN ('not_accepted', 'concluded', 'served', 'under_review', 'closed') "
        "ORDER BY c.next_due IS NULL, c.next_due, c.id",
    ),
    "of one unit": (CaseQuery(unit="自然资源所"), "WHERE c.unit = '自然资源所' ORDER BY c.id DESC"),
}


def _timed(work: Callable[[], object]) -> list[float]:
    found = []
    for _ in range(ROUNDS + WARM):
        start = time.perf_counter()
        work()
        found.append((time.perf_counter() - start) * 1000)
    return found[WARM:]


def _fetched(driver: Any, sql: str) -> object:
    return driver.execute(sql).fetchall()


def _copy(source: Path, place: Path) -> Path:
    place.mkdir()
    shutil.copyfile(source / FILE_NAME, place / FILE_NAME)
    return place


def _open_case(desk: Desk, title: str) -> str:
    visit, _ = desk.visits.add(
        {
            "at": "2026-10-30T10:00",
            "channel": "visit",
            "petitioners": [{"name": "张桂花", "village": "东村"}],
            "matters": [{"purpose": "appeal", "title": title, "statement": "水渠渗水。", "requests": ["修渠"]}],
        }
    )
    return visit.matters[0].case_no


def _contact(desk: Desk, case_no: str, turn: int) -> None:
    desk.cases.record(case_no, "contacted", {"on": "2026-10-31", "content": f"第{turn}次联系，核对了诉求和联系方式。"})


def opening(source: Path) -> tuple[float, float]:
    """Median milliseconds to open a case of five events and one of two hundred, taking turns."""
    with tempfile.TemporaryDirectory(dir=kept_in()) as name:
        desk = open_desk(_copy(source, Path(name) / "office"))
        cases = {}
        for events in (SHORT, LONG):
            cases[events] = _open_case(desk, f"{events}次联系")
            for turn in range(1, events):
                _contact(desk, cases[events], turn)
        took: dict[int, list[float]] = {events: [] for events in cases}
        for _ in range(ROUNDS + WARM):
            for events, case_no in cases.items():
                start = time.perf_counter()
                desk.cases.get(case_no)
                took[events].append((time.perf_counter() - start) * 1000)
        short, long = (statistics.median(took[events][WARM:]) for events in cases)
        desk.close()
    return short, long


def listing(folder: Path) -> dict[str, tuple[float, float]]:
    """95th percentile milliseconds of the first fifty rows of each list, ours and bare SQL."""
    desk = open_desk(folder, purpose="read")
    found = {}
    for name, (query, bare) in _LISTS.items():
        ours = percentile(_timed(partial(desk.cases.rows, query, 50)))
        with desk.reading() as connection:
            driver = connection.connection.driver_connection
            assert driver is not None
            sql = _BARE_LIST.format(bare)
            found[name] = ours, percentile(_timed(partial(_fetched, driver, sql)))
    desk.close()
    return found


def recording(source: Path) -> tuple[float, float]:
    """Median milliseconds of recording an event and of inserting the same rows bare, taking turns."""
    with tempfile.TemporaryDirectory(dir=kept_in()) as name:
        desk = open_desk(_copy(source, Path(name) / "ours"), purpose="window")
        bare_file = Database(_copy(source, Path(name) / "bare") / FILE_NAME)
        rows = [row for row in desk.cases.rows(CaseQuery(open_only=True), ROUNDS + WARM) if not row.restricted]
        ours, bare = [], []
        for turn, row in enumerate(rows):
            start = time.perf_counter()
            _contact(desk, row.case_no, turn)
            ours.append((time.perf_counter() - start) * 1000)
            bare.append(_bare(desk, bare_file, row.case_id))
        desk.close()
        bare_file.close()
    return statistics.median(ours[WARM:]), statistics.median(bare[WARM:])


def _bare(desk: Desk, bare_file: Database, case_id: int) -> float:
    """The newest event, its two audit rows and the case's row once more in the other file."""
    with desk.database.read() as connection:
        written = []
        for table in (schema.case_event, schema.audit_event, schema.audit_payload):
            key = table.c.id if "id" in table.c else table.c.event_id
            row = connection.execute(select(table).order_by(key.desc()).limit(1)).mappings().one()
            written.append((table, dict(row)))
        case = select(schema.petition_case).where(schema.petition_case.c.id == case_id)
        kept = dict(connection.execute(case).mappings().one())
    values = {key: value for key, value in kept.items() if key not in ("id", "search_id")}
    start = time.perf_counter()
    with bare_file.write() as connection:
        for table, inserted in written:
            connection.execute(insert(table), inserted)
        connection.execute(update(schema.petition_case).where(schema.petition_case.c.id == case_id).values(**values))
    return (time.perf_counter() - start) * 1000


def lines() -> list[Line]:
    """All three."""
    small = office(SMALL)[0]
    short, long = opening(small)
    found = [
        Line(
            f"open a case of {LONG} events",
            f"within 2x of one of {SHORT}",
            f"{long:.2f} ms to {short:.2f} ms, {long / short:.2f}x",
            long <= 2 * short,
        )
    ]
    few = listing(small)
    for name, (ours, bare) in listing(office(MIDDLE)[0]).items():
        first = few[name][0]
        told = f"{ours:.2f} ms to {first:.2f} ms, {ours / first:.2f}x (bare SQL {bare:.2f} ms)"
        what = f"case list, {name}, first 50 of {MIDDLE:,}"
        found.append(Line(what, f"within 2x of {SMALL:,} visits", told, ours <= 2 * first))
    ours, bare = recording(small)
    told = f"{ours:.2f} ms, bare {bare:.2f} ms, {ours / bare:.2f}x"
    found.append(Line("record an event", "within 3x bare inserts", told, ours <= 3 * bare))
    return found


if __name__ == "__main__":
    print(show(lines()))
