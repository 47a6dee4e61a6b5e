"""Serials of the year go on whatever the pattern; no number is given twice, no case and visit share one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from petidesk.desk.desk import Desk
from petidesk.domain.trouble import Refused
from petidesk.domain.visits.listing import VisitQuery

Make = Callable[..., dict[str, Any]]


def test_a_new_pattern_in_the_middle_of_the_year_goes_on_counting(desk: Desk, visit: Make) -> None:
    year = desk.today().year
    first = desk.visits.add(visit(1))[0]
    desk.office.change({"visit_pattern": "信访{year}（{serial:3}）"})
    second = desk.visits.add(visit(2))[0]
    assert (first.visit_no, second.visit_no) == (f"清访{year}-0001", f"信访{year}（002）")
    assert desk.checks.run() == []
    assert [hit.no for hit in desk.search.find(first.visit_no)] == [first.visit_no]


@pytest.mark.parametrize("pattern", ["清访{serial:4}", "清访{year}", "清访{year}-{serial:4}-{serial}"])
def test_a_pattern_that_would_repeat_itself_is_refused(desk: Desk, pattern: str) -> None:
    with pytest.raises(Refused) as refusal:
        desk.office.change({"visit_pattern": pattern})
    assert (refusal.value.code, refusal.value.field) == ("bad_value", "visit_pattern")


def test_two_patterns_that_meet_in_one_text_are_told_and_nothing_is_written(desk: Desk, visit: Make) -> None:
    today = desk.today()
    desk.office.change({"visit_pattern": "{year}{month}{serial}"})
    taken = desk.visits.add(visit(1))[0].visit_no
    with desk.writing() as connection:
        # As if many visits had been registered meanwhile: the next serial is month and 1 written together.
        connection.exec_driver_sql(f"UPDATE number_series SET last = {today.month}1 - 1 WHERE kind = 'visit'")
    desk.office.change({"visit_pattern": "{year}{serial:3}"})
    with pytest.raises(Refused) as refusal:
        desk.visits.add(visit(2))
    assert refusal.value.code == "bad_value" and taken in refusal.value.message
    assert desk.visits.count(VisitQuery()) == 1
    desk.office.change({"visit_pattern": "访{year}-{serial:4}"})
    assert desk.visits.add(visit(2))[0].visit_no == f"访{today.year}-{today.month:02d}1".replace("-", "-0", 1)
