"""An old register against the bare work beneath it: ``python -m benchmarks.importing``.

10,000 visits of a workbook taken in, against reading it with calamine and inserting the very rows that came of it,
those of the audit chain and of the search index too, by Core in one transaction: processor time of one run. Rows are
written as clerks write: names with 等3人, telephones with words beside them, days in four spellings, 同上.
PETIDESK_BENCH_REGISTER: how many rows.
"""

from __future__ import annotations

import os
import random
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import python_calamine
import xlsxwriter
from sqlalchemy import Table, insert, select, text

from benchmarks.offices import kept_in, sized
from benchmarks.table import Line, show
from petidesk.desk.desk import Desk
from petidesk.desk.opening import create_office, open_desk
from petidesk.domain.search import body_fts_text, initials_fts_text
from petidesk.storage import schema
from petidesk.storage.file.database import FILE_NAME, Database

ROWS = int(os.environ.get("PETIDESK_BENCH_REGISTER", sized(10_000, 40)))
LIMIT = 3.0
NOW = datetime(2026, 11, 1, 10)
_HEADINGS = "序号 登记时间 信访日期 来访人姓名 性别 联系电话 住址 来访人数 反映的主要问题 接待人 处理意见 信访形式"
_INDEX = text("INSERT INTO search_text(rowid, body, initials) VALUES (:rowid, :body, :initials)")


def _register(rows: int) -> Path:
    """An invented register of a year."""
    path = kept_in() / f"register-{rows}.xlsx"
    rng = random.Random(rows)
    workbook = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = workbook.add_worksheet("登记")
    sheet.write_row(0, 0, ["清溪镇2025年来访登记簿"])
    sheet.write_row(1, 0, _HEADINGS.split())
    spellings = ("{0:%Y-%m-%d}", "{0:%Y%m%d}", "{0.year}年{0.month}月{0.day}日", "{0.month}月{0.day}日")
    for number in range(1, rows + 1):
        came = date(2025, 1, 1) + timedelta(rng.randrange(330))
        name = rng.choice("赵钱孙李周吴郑王") + rng.choice(("国辉", "建军", "桂花", "秀英", "海燕"))
        phone = f"138{rng.randrange(10**8):08d}"
        sheet.write_row(
            number + 1,
            0,
            [
                number,
                came.isoformat(),
                rng.choice(spellings).format(came),
                rng.choice((name, f"{name}等3人")),
                rng.choice(("男", "女", None)),
                rng.choice((phone, f"{phone}（儿子）", "138****1234")),
                rng.choice(("东村三组", "清溪镇西村12号", "同上") if number > 1 else ("东村三组",)),
                None,
                f"反映第{number}件：院墙占用共用通道约{rng.randrange(60)}厘米，雨水倒灌，双方多次争吵。",
                "李敏",
                rng.choice(("当场答复", "转村委会调解", None)),
                rng.choice(("来访", "手机信访", "来信")),
            ],
        )
    workbook.close()
    return path


def _office(name: str) -> Path:
    folder = kept_in() / name
    shutil.rmtree(folder, ignore_errors=True)
    create_office(folder, office="清溪镇", county="安平县", villages=["东村", "西村"], practice=True)
    return folder


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.process_time()
    found = work()
    return time.process_time() - start, found


def _rows_of(desk: Desk) -> tuple[list[tuple[Table, list[dict[str, Any]]]], list[dict[str, Any]]]:
    """Every row that the office has now, and what its visits have in the search index."""
    with desk.reading() as connection:
        tables = [
            (table, found)
            for table in schema.metadata.sorted_tables
            if (found := [dict(row) for row in connection.execute(select(table)).mappings()])
        ]
    found_in = {table.name: rows for table, rows in tables}
    return tables, sorted(_entries(found_in), key=lambda entry: int(entry["rowid"]))


def _entries(found: dict[str, list[dict[str, Any]]]) -> Iterator[dict[str, Any]]:
    """What people, cases and visits have in the search index."""
    matters = {row["visit_id"]: row for row in found["matter"]}
    petitioners = {row["visit_id"]: row for row in found["petitioner"]}
    for row in found["person"]:
        words = (row["name"], row["id_number"], row["phone"], row["village"], row["address"])
        yield _entry(row["search_id"], words, (row["name"],))
    for row in found["petition_case"]:
        yield _entry(row["search_id"], (row["case_no"], row["title"]), ())
    for row in found["visit"]:
        person, matter = petitioners[row["id"]], matters[row["id"]]
        words = (row["visit_no"], row["foreign_no"], matter["statement"], person["name"], person["phone"])
        more = (person["village"], person["address"], row["handling"], row["note"], row["received_by"])
        yield _entry(row["search_id"], (*words, *more), (person["name"],))


def _entry(row_id: int, words: Sequence[str], names: Sequence[str]) -> dict[str, Any]:
    return {"rowid": row_id, "body": body_fts_text(words), "initials": initials_fts_text(names)}


def _bare_insert(folder: Path, tables: list[tuple[Table, list[dict[str, Any]]]], entries: list[dict[str, Any]]) -> None:
    database = Database(folder / FILE_NAME)
    try:
        with database.write() as connection:
            connection.execute(text("PRAGMA defer_foreign_keys = ON"))
            for table, rows in tables:
                connection.execute(insert(table).prefix_with("OR IGNORE"), rows)
            connection.execute(_INDEX, entries)
    finally:
        database.close()


def measure(rows: int) -> tuple[float, float, float]:
    """Seconds of processor time: the import, bare reading, bare inserting."""
    path, few = _register(rows), _register(20)
    desk = open_desk(_office("register-import"), clock=lambda: NOW)
    try:
        desk.imports.run(few)  # what is loaded once in a process is no part of an import
        seconds, report = _timed(lambda: desk.imports.run(path))
        if report.taken != rows:
            raise RuntimeError(f"{report.taken} of {rows} rows were taken: {report.refusals[:3]}")
        tables, entries = _rows_of(desk)
    finally:
        desk.close()
    reading, _ = _timed(lambda: python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python())
    bare = _office("register-bare")
    inserting, _ = _timed(lambda: _bare_insert(bare, tables, entries))
    return seconds, reading, inserting


def lines() -> list[Line]:
    """The promise of an import."""
    seconds, reading, inserting = measure(ROWS)
    ratio = seconds / (reading + inserting)
    measured = f"{ratio:.1f}x ({seconds:.1f} s; reading {reading:.1f}, inserting {inserting:.1f})"
    return [
        Line(f"import of {ROWS:,} visits", f"within {LIMIT:g}x calamine and Core inserts", measured, ratio <= LIMIT)
    ]


if __name__ == "__main__":
    print(show(lines()))
