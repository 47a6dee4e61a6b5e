"""The ledger of the practice office: as much as was asked for, plausible, the same for the same options."""

from __future__ import annotations

import contextlib
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

import sqlcipher3.dbapi2 as driver

from petidesk.desk.desk import Desk
from petidesk.desk.ledger.types import built_in_types
from petidesk.desk.opening import open_desk
from petidesk.domain.ledger.disputes import dispute_content_document, parse_new_dispute
from petidesk.domain.ledger.listing import DisputeQuery
from petidesk.practice.office import make_sample

UNTIL = date(2026, 10, 31)


def _open(folder: Path) -> contextlib.closing[Desk]:
    return contextlib.closing(open_desk(folder, purpose="read", clock=lambda: datetime(2026, 11, 2, 9)))


def _dump(folder: Path) -> list[str]:
    connection = driver.connect(str(folder / "petidesk.db"))
    try:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return [f"{name} {row}" for name in sorted(names) for row in connection.execute(f'SELECT * FROM "{name}"')]
    finally:
        connection.close()


def test_the_same_options_give_the_same_ledger(tmp_path: Path) -> None:
    for name, seed in (("one", 3), ("again", 3), ("other", 4)):
        make_sample(tmp_path / name, visits=0, disputes=40, seed=seed)
    assert _dump(tmp_path / "one") == _dump(tmp_path / "again") != _dump(tmp_path / "other")


def test_a_ledger_that_has_all_that_a_day_needs(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    make_sample(folder, visits=20, disputes=150, until=UNTIL)
    with _open(folder) as desk:
        assert desk.checks.run(deep=True) == []
        rows = desk.ledger.rows(DisputeQuery(), 1000)
        assert len(rows) == 150
        assert {"open", "in_progress", "resolved", "escalated", "closed_out"} >= set(Counter(row.state for row in rows))
        assert desk.ledger.totals(DisputeQuery(overdue_on=desk.today()))[0] > 0
        assert desk.ledger.totals(DisputeQuery(follow_up_until=desk.today()))[0] > 0
        due = desk.months.due()
        assert due is not None and (due.month, due.due_on) == ("2026-10", date(2026, 11, 5))
        assert desk.months.closed()[-1] == "2026-09"
        assert desk.months.balance("2026-10").total.found > 0
        assert not [finding for finding in desk.months.findings("2026-10") if finding.error]
        newest, *earlier = desk.rounds.all()
        assert newest.missing and len(earlier) == 11
        answers = Counter(one.answer for found in earlier for one in found.returns)
        assert answers["zero"] > 0 and answers["reported"] > 0 and not answers["missing"]


def test_every_dispute_would_pass_the_form(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    make_sample(folder, visits=0, disputes=80, until=UNTIL)
    types = {kind.name for kind in built_in_types()}
    with _open(folder) as desk:
        for row in desk.ledger.rows(DisputeQuery(), 1000):
            dispute = desk.ledger.get(row.dispute_no)
            content = dispute.content
            assert parse_new_dispute(dispute_content_document(content), today=UNTIL) == content
            assert content.type in types
            assert content.people_involved >= len(content.parties) == 2
            assert UNTIL - timedelta(days=2 * 366) < content.found_on <= dispute.entered_at.date()
            assert all(content.found_on <= event.on <= event.recorded_at.date() <= UNTIL for event in dispute.events)


def test_none_asked_for_none_made(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    make_sample(folder, visits=3, disputes=0, until=UNTIL)
    with _open(folder) as desk:
        assert desk.ledger.totals(DisputeQuery(voided=None))[0] == 0
        assert desk.rounds.count() == 0 and desk.months.closed() == [] and desk.months.due() is None
