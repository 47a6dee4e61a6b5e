"""Saving a visit against bare SQLAlchemy Core inserts of the same rows with the same durability.

Two copies of one office: in the first the desk registers a visit, in the second the very rows that came of it are
inserted by Core in one transaction (BEGIN IMMEDIATE, WAL, synchronous=FULL). The two take turns.
"""

from __future__ import annotations

import shutil
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, insert, select

from benchmarks.offices import LARGE, SMALL, kept_in, office, sized
from benchmarks.table import Line, show
from petidesk.desk.opening import open_desk
from petidesk.storage import schema
from petidesk.storage.file.database import FILE_NAME, Database

ROUNDS = sized(120, 3)
LIMIT = 1.5
WARM = sized(15, 1)
_TABLES: tuple[Table, ...] = (
    schema.person,
    schema.person_phone,
    schema.person_initials,
    schema.visit,
    schema.petition_case,
    schema.petitioner,
    schema.matter,
    schema.material,
    schema.case_event,
    schema.case_course,
    schema.case_limit,
    schema.audit_event,
    schema.audit_payload,
)


def _document(turn: int) -> dict[str, Any]:
    surname, given = "王李张刘陈单曾仇"[turn % 8], "国辉建军桂花秀英海燕"[turn % 10]
    return {
        "at": "2026-10-30T10:00",
        "channel": "visit",
        "received_by": "李敏",
        "petitioners": [
            {"name": surname + given, "phone": f"12100{turn:06d}", "village": "东村", "address": "东村三组"}
        ],
        "matters": [
            {
                "purpose": "appeal",
                "route": 6,
                "category": "自然资源/土地征收",
                "title": "征地补偿款未到账",
                "statement": f"修路时征收我家承包地，协议已签，补偿款{turn * 100}元说好年底到账，到现在没有收到。",
                "requests": ["补发征地补偿款", "书面说明补偿标准"],
                "village": "东村",
            }
        ],
        "materials": [{"name": "土地承包合同复印件", "copies": 1}],
    }


def _rows_of(connection: Connection, visit_id: int, last_event: int) -> list[tuple[Table, list[dict[str, Any]]]]:
    """Every row that registering this visit wrote."""
    person = select(schema.petitioner.c.person_id).where(schema.petitioner.c.visit_id == visit_id)
    case = select(schema.matter.c.case_id).where(schema.matter.c.visit_id == visit_id)
    by_table = {
        schema.person: schema.person.c.id.in_(person),
        schema.person_phone: schema.person_phone.c.person_id.in_(person),
        schema.person_initials: schema.person_initials.c.person_id.in_(person),
        schema.visit: schema.visit.c.id == visit_id,
        schema.petition_case: schema.petition_case.c.id.in_(case),
        schema.case_course: schema.case_course.c.case_id.in_(case),
        schema.case_limit: schema.case_limit.c.case_id.in_(case),
        schema.audit_event: schema.audit_event.c.id > last_event,
        schema.audit_payload: schema.audit_payload.c.event_id > last_event,
    }
    found = []
    for table in _TABLES:
        where = by_table.get(table)
        statement = select(table).where(table.c.visit_id == visit_id if where is None else where)
        found.append((table, [dict(row) for row in connection.execute(statement).mappings()]))
    return found


def _insert(database: Database, rows: list[tuple[Table, list[dict[str, Any]]]]) -> float:
    start = time.perf_counter()
    with database.write() as connection:
        for table, values in rows:
            connection.execute(insert(table), values)
    return time.perf_counter() - start


def _last_event(database: Database) -> int:
    with database.read() as connection:
        last = select(schema.audit_event.c.id).order_by(schema.audit_event.c.id.desc()).limit(1)
        return int(connection.execute(last).scalar_one())


def measure(source: Path) -> tuple[float, float]:
    """Median milliseconds of our save and of the bare inserts, on copies of `source`."""
    with tempfile.TemporaryDirectory(dir=kept_in()) as name:
        ours_in, bare_in = Path(name) / "ours", Path(name) / "bare"
        for copy in (ours_in, bare_in):
            copy.mkdir()
            shutil.copyfile(source / FILE_NAME, copy / FILE_NAME)
        desk = open_desk(ours_in, purpose="window")
        bare_file = Database(bare_in / FILE_NAME)
        ours, bare = [], []
        for turn in range(ROUNDS + WARM):
            last = _last_event(desk.database)
            document = _document(turn)
            start = time.perf_counter()
            visit, _ = desk.visits.add(document)
            ours.append(time.perf_counter() - start)
            with desk.database.read() as connection:
                rows = _rows_of(connection, visit.visit_id, last)
            bare.append(_insert(bare_file, rows))
        desk.close()
        bare_file.close()
    return statistics.median(ours[WARM:]) * 1000, statistics.median(bare[WARM:]) * 1000


def lines() -> list[Line]:
    """Saving at the small and at the large office."""
    found, ours = [], {}
    for size in (SMALL, LARGE):
        ours[size], bare = measure(office(size)[0])
        ratio = ours[size] / bare
        found.append(
            Line(
                f"save a visit, {size:,}",
                f"within {LIMIT:g}x bare inserts",
                f"{ours[size]:.2f} ms, bare {bare:.2f} ms, {ratio:.2f}x",
                ratio <= LIMIT,
            )
        )
    flat = ours[LARGE] / ours[SMALL]
    found.append(Line(f"save at {LARGE:,} to {SMALL:,}", "within 1.5x", f"{flat:.2f}x", flat <= 1.5))
    return found


if __name__ == "__main__":
    print(show(lines()))
