"""工作台 against the bare SQL of the same figures on the same file: ``python -m benchmarks.home``.

The promise: within twice its bare SQL in an office of 100,000 visits and their cases.
"""

from __future__ import annotations

import statistics
import time
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from benchmarks.offices import MIDDLE, SMALL, office, sized
from benchmarks.table import Line, show
from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.domain.home import PRESSING, Board, soon_until

ROUNDS = sized(40, 2)
# The last day of the sample office: visits were received on it.
DAY = datetime(2026, 10, 31, 10, 0)
LIMIT = 2.0
_DUE = (
    "SELECT sum(next_due < :today), sum(next_due = :today), sum(next_due > :today) "
    "FROM petition_case WHERE next_due <= :until"
)
_TASKS = (
    "SELECT next_task_kind, sum(next_task < :today), sum(next_task = :today), sum(next_task > :today) "
    "FROM petition_case WHERE next_task <= :until GROUP BY next_task_kind"
)
_WAITING = "SELECT count(*), min(signed_on) FROM letter WHERE to_serve AND served_on IS NULL AND state = 'issued'"
_OWED = "SELECT papers_owed, count(*) FROM petition_case WHERE papers_owed <> '' GROUP BY papers_owed"
_NOT_ENTERED = "SELECT national_owed, count(*) FROM petition_case WHERE national_owed <> '' GROUP BY national_owed"
_RECEPTION = (
    "SELECT channel, count(*), sum(people) FROM visit WHERE at >= :today AND at < :tomorrow AND voided = 0 "
    "GROUP BY channel"
)
_PRESSING = (
    "SELECT id, case_no, title, {1}, {0}, unit, restricted FROM petition_case WHERE {0} <= :until ORDER BY {0}, id "
    "LIMIT :most"
)
_OPEN = "state IN ('open', 'in_progress') AND voided = 0"
_LEDGER = f"SELECT sum(due_on < :today), sum(due_on >= :today) FROM dispute WHERE {_OPEN} AND due_on <= :until"
_FOLLOW_UPS = "SELECT count(*) FROM dispute WHERE follow_up_due <= :until"
_DISPUTES = (
    "SELECT dispute_no, title, summary, {0}, responsible_unit FROM dispute WHERE {1} AND {0} <= :until "
    "ORDER BY {0}, id LIMIT :most"
)
_COMING = (
    "SELECT on_day, kind, leaders, village, place, hours, (SELECT count(*) FROM reception_guest g "
    "WHERE g.day_id = reception_day.id AND g.state = 'booked') FROM reception_day "
    "WHERE on_day BETWEEN :today AND :until AND cancelled = 0 ORDER BY on_day, hours, id"
)
_MONTHS = "SELECT month FROM ledger_month WHERE reopened_at IS NULL ORDER BY month"
_BEGAN = "SELECT min(found_on) FROM dispute WHERE voided = 0"
_CALENDARS = "SELECT document FROM calendar_year ORDER BY year"
_OFFICE = "SELECT document FROM office_setting WHERE valid_from <= :today ORDER BY valid_from DESC, id DESC LIMIT 1"


def bare(connection: Connection, today: date) -> dict[str, Any]:
    """The same figures with nothing around the SQL."""
    driver = connection.connection.driver_connection
    assert driver is not None
    days = {
        "today": today.isoformat(),
        "tomorrow": (today + timedelta(days=1)).isoformat(),
        "until": soon_until(today).isoformat(),
        "most": PRESSING,
    }

    def ask(sql: str) -> list[Any]:
        return list(driver.execute(sql, {name: value for name, value in days.items() if f":{name}" in sql}).fetchall())

    found: dict[str, Any] = {
        "due": ask(_DUE)[0],
        "tasks": ask(_TASKS),
        "waiting": ask(_WAITING)[0],
        "drafts": ask("SELECT count(*) FROM draft WHERE kind = 'visit'")[0],
        "letters": ask("SELECT count(*) FROM letter WHERE state = 'draft'")[0],
        "owed": ask(_OWED),
        "not_entered": ask(_NOT_ENTERED),
        "reception": ask(_RECEPTION),
        "by_law": ask(_PRESSING.format("next_due", "next_clock")),
        "own": ask(_PRESSING.format("next_task", "next_task_kind")),
        "ledger": ask(_LEDGER)[0],
        "follow_ups": ask(_FOLLOW_UPS)[0],
        "disputes": ask(_DISPUTES.format("due_on", _OPEN)),
        "to_follow_up": ask(_DISPUTES.format("follow_up_due", "follow_up_due IS NOT NULL")),
        "coming": ask(_COMING),
        "months": ask(_MONTHS),
        "began": ask(_BEGAN)[0],
        "calendars": ask(_CALENDARS),
        "office": ask(_OFFICE)[0],
    }
    return found


def agree(board: Board, found: dict[str, Any]) -> bool:
    """Whether both say the same, so that a ratio compares the same work."""
    due = board.due
    return (
        tuple(value or 0 for value in found["due"]) == (due.overdue, due.today, due.soon)
        and found["waiting"][0] == board.waiting.count
        and sum(papers.count(",") * count for papers, count in found["owed"]) == sum(board.owed.values())
        and tuple(value or 0 for value in (*found["ledger"], *found["follow_ups"]))
        == (board.ledger.overdue, board.ledger.soon, board.ledger.follow_ups)
        and sum(row[1] for row in found["reception"]) == sum(line.batches for line in board.reception)
    )


def measure(folder: Path) -> tuple[float, float]:
    """Medians in milliseconds of the board and of the bare SQL, on the last day of the sample."""
    desk = open_desk(folder, purpose="read", clock=lambda: DAY)
    try:
        today = desk.today()
        desk.home.board()
        if not agree(desk.home.board(), _bare_of(desk, today)):
            raise RuntimeError("the board and the bare SQL do not count the same")
        ours, theirs = [], []
        for _ in range(ROUNDS):
            start = time.perf_counter()
            _bare_of(desk, today)
            middle = time.perf_counter()
            desk.home.board()
            theirs.append(middle - start)
            ours.append(time.perf_counter() - middle)
    finally:
        desk.close()
    return statistics.median(ours) * 1000, statistics.median(theirs) * 1000


def _bare_of(desk: Desk, today: date) -> dict[str, Any]:
    with desk.reading() as connection:
        return bare(connection, today)


def lines() -> list[Line]:
    """The promise at the large office; the small one shows what does not grow."""
    found = []
    for size in (SMALL, MIDDLE):
        ours, theirs = measure(office(size)[0])
        ratio = ours / theirs
        what = f"home screen, {size:,} visits"
        said = f"{ours:.1f} ms, {theirs:.1f} ms bare: {ratio:.2f}x"
        # In a small office the SQL is next to nothing: there the promise is that nobody waits.
        kept = ratio <= LIMIT if size == MIDDLE else ours <= 50
        target = f"within {LIMIT:g}x bare SQL" if size == MIDDLE else "within 50 ms"
        found.append(Line(what, target, said, kept))
    return found


if __name__ == "__main__":
    print(show(lines()))
