"""The ledger against the bare work beneath it: ``python -m benchmarks.ledger``.

Import: a workbook of 50,000 rows, against reading it with openpyxl (read-only) and inserting the very rows that came of
it, those of the audit chain and of the search index too, by Core in one transaction. Balance: any month of a ledger of
100,000 disputes, against its bare SQL on the same file. PETIDESK_BENCH_IMPORT and PETIDESK_BENCH_DISPUTES: the sizes.
"""

from __future__ import annotations

import os
import random
import shutil
import statistics
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
from sqlalchemy import Table, insert, select, text

from benchmarks.offices import kept_in, sized
from benchmarks.table import Line, show
from petidesk.desk.desk import Desk
from petidesk.desk.opening import create_office, open_desk
from petidesk.domain.ledger.events import month_days, month_number
from petidesk.domain.ledger.listing import DisputeQuery
from petidesk.domain.search import body_fts_text, initials_fts_text
from petidesk.practice.office import make_sample
from petidesk.storage import schema
from petidesk.storage.file.database import FILE_NAME, Database
from petidesk.storage.ledger import disputes as ledger_rows

ROWS = int(os.environ.get("PETIDESK_BENCH_IMPORT", sized(50_000, 40)))
DISPUTES = int(os.environ.get("PETIDESK_BENCH_DISPUTES", sized(100_000, 60)))
IMPORT_LIMIT, BALANCE_LIMIT, FIRST_LIMIT = 3.0, 5.0, 2.0
ROUNDS = sized(15, 2)
NOW = datetime(2026, 11, 1, 10)
_HEADINGS = (
    "序号 排查日期 村（社区） 甲方 乙方 联系电话 纠纷类型 纠纷简况 涉及人数 涉及金额（元） 责任人 包案领导 "
    "化解情况 化解日期"
)
_TABLES: tuple[Table, ...] = (
    schema.dispute,
    schema.dispute_party,
    schema.dispute_event,
    schema.dispute_span,
    schema.import_dispute,
    schema.audit_event,
    schema.audit_payload,
)
_INDEX = text("INSERT INTO search_text(rowid, body, initials) VALUES (:rowid, :body, :initials)")
_BARE_BALANCE = (
    "SELECT d.type, d.village, sum(s.came < :m), sum(s.came = :m), sum(s.came = :m AND s.reopened), "
    "sum(s.left = :m AND s.how = 'resolved'), sum(s.left = :m AND s.how = 'escalated'), "
    "sum(s.left IS NULL OR s.left > :m), sum(d.people_involved), sum(d.amount_fen) "
    "FROM dispute_span s JOIN dispute d ON d.id = s.dispute_id "
    "WHERE s.came <= :m AND (s.left IS NULL OR s.left >= :m) GROUP BY d.type, d.village"
)
_BARE_IDS = "SELECT id FROM dispute WHERE voided = 0 ORDER BY found_on DESC, id DESC"


# ---- import


def _workbook(rows: int) -> Path:
    """An invented ledger of a year, as a clerk keeps it."""
    path = kept_in() / f"ledger-{rows}.xlsx"
    if path.exists():
        return path
    rng = random.Random(rows)

    def name() -> str:
        return rng.choice("赵钱孙李周吴郑王") + rng.choice(("国辉", "建军", "桂花", "秀英", "海燕"))

    workbook = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = workbook.add_worksheet("台账")
    sheet.write_row(0, 0, ["清溪镇2025年矛盾纠纷排查化解台账"])
    sheet.write_row(1, 0, _HEADINGS.split())
    for number in range(1, rows + 1):
        found = date(2025, 1, 1) + timedelta(rng.randrange(330))
        first, second, done = name(), name(), rng.random() < 0.7
        summary = f"因{first}家翻修院墙，占用与{second}家共用通道约{rng.randrange(60)}厘米，雨水倒灌，双方多次争吵。"
        cells: list[Any] = [number, found.isoformat(), rng.choice(("东村", "西村")), first, second]
        cells += [f"121{rng.randrange(10**8):08d}", rng.choice(("邻里纠纷", "山林土地纠纷", "合同纠纷")), summary]
        cells += [f"{rng.randrange(1, 9)}人", rng.choice((None, "12,000.00", 800)), name(), name()]
        cells += ["已化解", (found + timedelta(rng.randrange(30))).isoformat()] if done else ["正在调处", None]
        sheet.write_row(number + 1, 0, cells)
    workbook.close()
    return path


def _office(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    create_office(folder, office="清溪镇", county="安平县", villages=["东村", "西村"], practice=True)
    return folder


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.process_time()
    found = work()
    return time.process_time() - start, found


def _rows_written(desk: Desk) -> tuple[list[tuple[Table, list[dict[str, Any]]]], list[dict[str, Any]]]:
    """Every row of the import, and its entries in the search index."""
    with desk.reading() as connection:
        tables = [(table, [dict(row) for row in connection.execute(select(table)).mappings()]) for table in _TABLES]
        entries = []
        ids = list(connection.execute(select(schema.dispute.c.id)).scalars())
        asked = connection.execute(select(schema.dispute.c.id, schema.dispute.c.search_id))
        search_ids = {row.id: row.search_id for row in asked}
        for dispute in ledger_rows.load_many(connection, ids):
            fields, names = ledger_rows.searchable(dispute.dispute_no, dispute.foreign_no, dispute.content)
            words = {"body": body_fts_text(fields), "initials": initials_fts_text(names)}
            entries.append({"rowid": search_ids[dispute.dispute_id], **words})
    return tables, sorted(entries, key=lambda entry: int(entry["rowid"]))


def _bare_insert(folder: Path, tables: list[tuple[Table, list[dict[str, Any]]]], entries: list[dict[str, Any]]) -> None:
    database = Database(folder / FILE_NAME)
    try:
        with database.write() as connection:
            connection.execute(text("PRAGMA defer_foreign_keys = ON"))
            for table, rows in tables:
                if table in (schema.audit_event, schema.audit_payload):
                    key = "id" if table is schema.audit_event else "event_id"
                    rows = [row | {key: row[key] + 10**9} for row in rows]
                connection.execute(insert(table), rows)
            connection.execute(_INDEX, entries)
    finally:
        database.close()


def measure_import(rows: int) -> tuple[float, float, float]:
    """Seconds of processor time: the import, bare reading, bare inserting."""
    path = _workbook(rows)
    ours = _office(kept_in() / "ledger-import")
    desk = open_desk(ours, clock=lambda: NOW)
    try:
        seconds, report = _timed(lambda: desk.imports.of("dispute").run(path))
        if report.taken != rows:
            raise RuntimeError(f"{report.taken} of {rows} rows were taken: {report.refusals[:3]}")
        tables, entries = _rows_written(desk)
    finally:
        desk.close()
    reading, _ = _timed(
        lambda: sum(1 for _ in openpyxl.load_workbook(path, read_only=True).active.iter_rows(values_only=True))
    )
    bare = _office(kept_in() / "ledger-bare")
    with_batch = [
        (schema.import_batch, [{"id": 1, "kind": "dispute", "source": "x", "at": NOW, "staff_id": 1, "taken": rows}])
    ]
    inserting, _ = _timed(lambda: _bare_insert(bare, [*with_batch, *tables], entries))
    return seconds, reading, inserting


# ---- the balance of any month, the first rows


def _large() -> Path:
    folder = kept_in() / f"disputes-{DISPUTES}"
    if not folder.is_dir():
        unfinished = folder.with_suffix(".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        make_sample(unfinished, visits=0, disputes=DISPUTES, years=10)
        unfinished.rename(folder)
    return folder


def _balance_times(desk: Desk, month: str) -> tuple[float, float]:
    number = month_number(month)
    if month_days(number)[1] >= NOW.date():
        raise RuntimeError(f"{month} is not over")

    def bare() -> list[Any]:
        with desk.reading() as connection:
            driver: Any = connection.connection.driver_connection
            found: list[Any] = driver.execute(_BARE_BALANCE, {"m": number}).fetchall()
            return found

    counted = desk.months.balance(month).total
    if sum(row[7] for row in bare()) != counted.outstanding:
        raise RuntimeError("the balance and the bare SQL do not count the same")
    ours, theirs = [], []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        bare()
        middle = time.perf_counter()
        desk.months.balance(month)
        theirs.append(middle - start)
        ours.append(time.perf_counter() - middle)
    return statistics.median(ours) * 1000, statistics.median(theirs) * 1000


def _first_rows(desk: Desk) -> tuple[float, float]:
    """All ids in the list's order with the rows of the first screens, against the bare SQL of the ids."""
    ours, theirs = [], []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        with desk.reading() as connection:
            driver: Any = connection.connection.driver_connection
            driver.execute(_BARE_IDS).fetchall()
        middle = time.perf_counter()
        ids = desk.ledger.ids(DisputeQuery())
        desk.ledger.rows_by_id(list(ids[:200]))
        theirs.append(middle - start)
        ours.append(time.perf_counter() - middle)
    return statistics.median(ours) * 1000, statistics.median(theirs) * 1000


def lines() -> list[Line]:
    """The promises of the ledger."""
    seconds, reading, inserting = measure_import(ROWS)
    ratio = seconds / (reading + inserting)
    said = f"{seconds:.1f} s, bare {reading:.1f} s + {inserting:.1f} s: {ratio:.2f}x"
    found = [Line(f"import of {ROWS:,} disputes", f"within {IMPORT_LIMIT:g}x bare", said, ratio <= IMPORT_LIMIT)]
    desk = open_desk(_large(), clock=lambda: NOW)
    try:
        for month in ("2018-03", "2022-06", "2026-10"):
            ours, theirs = _balance_times(desk, month)
            ratio = ours / theirs
            said = f"{ours:.1f} ms, {theirs:.1f} ms bare: {ratio:.2f}x"
            what = f"balance of {month}, {DISPUTES:,} disputes"
            found.append(Line(what, f"within {BALANCE_LIMIT:g}x bare SQL", said, ratio <= BALANCE_LIMIT))
        ours, theirs = _first_rows(desk)
    finally:
        desk.close()
    said = f"{ours:.0f} ms, {theirs:.0f} ms bare: {ours / theirs:.2f}x"
    what = f"first rows of the ledger, {DISPUTES:,}"
    found.append(Line(what, f"within {FIRST_LIMIT:g}x bare SQL of the ids", said, ours <= FIRST_LIMIT * theirs))
    return found


if __name__ == "__main__":
    print(show(lines()))
