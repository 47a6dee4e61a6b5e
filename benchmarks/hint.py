"""The hint while a visitor is typed, against the bare SQL of the same answer, and flat from one office to the next."""

from __future__ import annotations

import random
import time
from pathlib import Path

from sqlalchemy import Connection

from benchmarks.offices import sized
from benchmarks.searching import compared
from benchmarks.table import Line, percentile, show
from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.domain.visits.closed import ClosedVisit
from petidesk.domain.visits.listing import VisitQuery
from petidesk.domain.visits.people import Probe

PROBES = sized(400, 20)
_PERSON = (
    "SELECT p.id, p.name, p.sex, p.birth, p.id_type, p.id_number, p.phone, p.village, p.address FROM person p {} "
    "WHERE {} AND p.restricted = 0 AND p.last_on IS NOT NULL LIMIT 40"
)
_NUMBER = _PERSON.format("", "p.id_number <> '' AND p.id_number >= ? AND p.id_number < ?")
_PHONE = _PERSON.format("JOIN person_phone k ON k.person_id = p.id", "k.digits >= ? AND k.digits < ?")
_VILLAGE = _PERSON.format("", "p.name = ? AND p.village = ?")
_NAME = _PERSON.format("", "p.name = ?")
_CASES = (
    "SELECT c.id, c.case_no, c.title, v.at, m.requests, c.state, c.reply_on FROM petition_case c "
    "JOIN matter m ON m.case_id = c.id JOIN visit v ON v.id = m.visit_id JOIN petitioner t ON t.visit_id = v.id "
    "WHERE t.person_id = ? AND v.voided = 0 AND c.restricted = 0 AND m.purpose <> 'accusation' "
    "ORDER BY v.at DESC, v.id DESC LIMIT 18"
)


def probes(desk: Desk, count: int) -> list[Probe]:
    """What has been typed of somebody who was here before: more and more of name, village, telephone and number."""
    rng = random.Random(11)
    total = desk.visits.count(VisitQuery())
    found: list[Probe] = []
    while len(found) < count:
        row = desk.visits.rows(VisitQuery(sort="visit_no"), 1, rng.randrange(min(total, 20_000)))[0]
        visit = desk.visits.get(row.visit_no)
        if isinstance(visit, ClosedVisit) or not visit.content.petitioners[0].name:
            continue
        person = visit.content.petitioners[0]
        stage = rng.randrange(4)
        found.append(
            Probe(
                name=person.name,
                village=person.village if stage >= 1 else "",
                phone=person.phone[: rng.randint(7, 11)] if stage >= 2 else "",
                id_number=person.id_number if stage == 3 else "",
            )
        )
    return found


def bare(connection: Connection, probe: Probe) -> None:
    """The same people and their cases with nothing around the SQL."""
    driver = connection.connection.driver_connection
    assert driver is not None
    ids: dict[int, None] = {}

    def take(sql: str, *values: str) -> None:
        ids.update(dict.fromkeys(row[0] for row in driver.execute(sql, values).fetchall()))

    if probe.id_number:
        take(_NUMBER, probe.id_number, probe.id_number + "~")
    if len(probe.phone) >= 7:
        take(_PHONE, probe.phone, probe.phone + "~")
    if probe.village:
        take(_VILLAGE, probe.name, probe.village)
    take(_NAME, probe.name)
    for person_id in list(ids)[:8]:
        driver.execute(_CASES, (person_id,)).fetchall()


def measure(folder: Path) -> tuple[float, float]:
    """p95 in milliseconds of the hint and of the bare SQL."""
    desk = open_desk(folder, purpose="read")
    try:
        ours, theirs = [], []
        with desk.reading() as connection:
            for probe in probes(desk, PROBES):
                desk.visits.similar(probe)
                start = time.perf_counter()
                bare(connection, probe)
                middle = time.perf_counter()
                desk.visits.similar(probe)
                theirs.append(middle - start)
                ours.append(time.perf_counter() - middle)
    finally:
        desk.close()
    return percentile(ours) * 1000, percentile(theirs) * 1000


def lines() -> list[Line]:
    """The hint at both offices, and how flat it stays."""
    return compared("hint", measure)


if __name__ == "__main__":
    print(show(lines()))
