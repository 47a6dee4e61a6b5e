"""The one search box against the bare SQL of the same answer, and flat from the middle to the large office.

Queries are cut from records of the office: words of one to four characters, initials, parts of telephones, numbers.
"""

from __future__ import annotations

import random
import time
from pathlib import Path

from sqlalchemy import Connection

from benchmarks.offices import LARGE, MIDDLE, office, sized
from benchmarks.table import Line, percentile, show
from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.domain.search import initials, match_expression, normalise, parse_query
from petidesk.domain.trouble import Refused
from petidesk.domain.visits.closed import ClosedVisit
from petidesk.domain.visits.listing import VisitQuery
from petidesk.storage.file.search_index import KINDS

QUERIES = sized(400, 20)
SHOWN = 50
_FIND = "SELECT rowid FROM search_text WHERE search_text MATCH ? ORDER BY rowid DESC LIMIT ?"
# By the kind of a hit; a new kind of the index must be told here what its line is read from.
_READ = {
    "visit": "SELECT id, visit_no, names, heading, voided FROM visit WHERE id IN ({})",
    "case": "SELECT id, case_no, title FROM petition_case WHERE id IN ({})",
    "dispute": "SELECT id, dispute_no, names, heading FROM dispute WHERE id IN ({})",
    "person": "SELECT id, name, village FROM person WHERE id IN ({})",
    "letter": "SELECT l.id, l.document_no, l.title, l.state, coalesce(c.case_no, m.meeting_no, '') FROM letter l "
    "LEFT JOIN petition_case c ON c.id = l.case_id LEFT JOIN meeting m ON m.id = l.meeting_id WHERE l.id IN ({})",
}


def queries(desk: Desk, count: int) -> list[str]:
    """Random queries that somebody could type, each with its answer in the office."""
    rng = random.Random(7)
    total = desk.visits.count(VisitQuery())
    found: list[str] = []
    while len(found) < count:
        row = desk.visits.rows(VisitQuery(sort="visit_no"), 1, rng.randrange(min(total, 20_000)))[0]
        visit = desk.visits.get(row.visit_no)
        if isinstance(visit, ClosedVisit):
            continue
        person, matter = visit.content.petitioners[0], visit.content.matters[0]
        kind = rng.randrange(5)
        if kind == 0 and person.name and initials(person.name):
            query = rng.choice(sorted(initials(person.name)))
        elif kind == 1 and person.phone:
            start = rng.randrange(0, 7)
            query = person.phone[start : start + rng.randint(4, 11)]
        elif kind == 2:
            query = person.name or row.visit_no
        else:
            text = matter.statement
            start = rng.randrange(len(text))
            query = text[start : start + rng.randint(1, 4)]
        if normalise(query):
            found.append(query)
    return found


def bare(connection: Connection, query: str) -> None:
    """The same fifty rows with nothing around the SQL."""
    driver = connection.connection.driver_connection
    assert driver is not None
    hits = driver.execute(_FIND, (match_expression(parse_query(query)), SHOWN)).fetchall()
    wanted: dict[str, list[int]] = {}
    for (row_id,) in hits:
        wanted.setdefault(KINDS[row_id & 7], []).append((row_id >> 3) & ((1 << 34) - 1))
    for kind, ids in wanted.items():
        driver.execute(_READ[kind].format(",".join("?" * len(ids))), ids).fetchall()


def measure(folder: Path) -> tuple[float, float]:
    """p95 in milliseconds of the search box and of the bare SQL."""
    desk = open_desk(folder, purpose="read")
    try:
        asked = queries(desk, QUERIES)
        ours, theirs = [], []
        with desk.reading() as connection:
            for query in asked:
                try:
                    desk.search.find(query, SHOWN)
                except Refused:
                    continue
                start = time.perf_counter()
                bare(connection, query)
                middle = time.perf_counter()
                desk.search.find(query, SHOWN)
                theirs.append(middle - start)
                ours.append(time.perf_counter() - middle)
    finally:
        desk.close()
    return percentile(ours) * 1000, percentile(theirs) * 1000


def lines() -> list[Line]:
    """Search at both offices, and how flat it stays."""
    return compared("search", measure, 1.3)


def compared(name: str, measured: object, within: float = 5.0) -> list[Line]:
    """p95 at the middle and the large office against bare SQL, and the two against each other."""
    assert callable(measured)
    found, ours = [], {}
    for size in (MIDDLE, LARGE):
        ours[size], theirs = measured(office(size)[0])
        limit = max(within * theirs, 5.0)
        found.append(
            Line(
                f"{name} p95, {size:,}",
                f"within {within:g}x bare SQL or 5 ms",
                f"{ours[size]:.2f} ms, bare {theirs:.2f} ms, {ours[size] / theirs:.2f}x",
                ours[size] <= limit,
            )
        )
    flat = ours[LARGE] / ours[MIDDLE]
    kept = flat <= 3 or ours[LARGE] <= 100
    found.append(Line(f"{name} at {LARGE:,} to {MIDDLE:,}", "within 3x or under 100 ms", f"{flat:.2f}x", kept))
    return found


if __name__ == "__main__":
    print(show(lines()))
