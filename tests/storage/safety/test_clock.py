"""A computer whose clock fell back: numbers and limits must not be reckoned from a day that is over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from petidesk.cli import run
from petidesk.desk.desk import Desk
from petidesk.desk.opening import create_office, open_desk
from petidesk.domain.audit import Act
from petidesk.domain.trouble import Refused
from tests import clock

TODAY = clock.START


def _made_at(folder: Path, at: datetime, *, practice: bool = False) -> Path:
    """An office whose last record was made at that time."""
    create_office(folder, office="清溪镇", county="安平县", practice=practice, act=Act(at, 1, "5" * 32))
    return folder


@pytest.mark.parametrize(("ahead", "behind"), [(timedelta(hours=23), False), (timedelta(days=2), True)])
def test_nothing_is_recorded_before_the_last_record(
    tmp_path: Path, visit: Callable[..., dict[str, Any]], ahead: timedelta, behind: bool
) -> None:
    desk = open_desk(_made_at(tmp_path / "data", TODAY + ahead))
    if not behind:
        desk.visits.add(visit())
    else:
        with pytest.raises(Refused) as refusal:
            desk.visits.add(visit())
        for day in (TODAY, TODAY + ahead):
            assert day.date().isoformat() in refusal.value.message
        assert desk.drafts.save(None, "visit", {"summary": "杨柳"}, False).draft_id, "what was typed is kept"
        assert desk.visits.rows_by_id([1]) == []
    desk.close()


def test_staff_may_say_that_the_clock_is_right(tmp_path: Path, visit: Callable[..., dict[str, Any]]) -> None:
    folder = _made_at(tmp_path / "data", TODAY + timedelta(days=3650))
    assert run(["--data", str(folder), "audit", "clock-right"]) == 0
    desk = open_desk(folder)
    assert desk.visits.add(visit())[0].visit_no.endswith(f"{TODAY.year}-0001")
    assert desk.audit.verify().ok
    desk.close()


def test_a_practice_folder_lives_on_any_day(tmp_path: Path, visit: Callable[..., dict[str, Any]]) -> None:
    desk: Desk = open_desk(_made_at(tmp_path / "data", TODAY + timedelta(days=3650), practice=True))
    assert desk.visits.add(visit())[0].visit_id == 1
    desk.close()
