"""12345 orders and instructions run by clocks that the office sets, never by the sixty days; titles of cases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.domain.cases.files import CaseQuery
from petidesk.domain.trouble import Refused
from tests.offices import new_office

NOW = datetime(2026, 11, 30, 9)
CAME = "2026-11-19"  # a Thursday


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    new_office(tmp_path / "data", office="清溪镇", county="安平县", villages=["东村"], practice=True)
    desk = open_desk(tmp_path / "data", clock=lambda: NOW)
    yield desk
    assert desk.checks.run(deep=True) == []
    desk.close()


def _add(desk: Desk, channel: str, **more: Any) -> tuple[str, str]:
    """The numbers of a visit by this channel and of its case."""
    matter = {"purpose": "appeal", "route": 6, "title": "路灯不亮", "statement": "路灯不亮。", "requests": ["修灯"]}
    matter |= {key: more.pop(key) for key in ("case_no", "purpose") if key in more}
    document = {
        "at": f"{more.pop('on', CAME)}T09:20",
        "channel": channel,
        "petitioners": [{"name": "晏青", "village": "东村"}],
        "matters": [matter],
        **more,
    }
    visit, _ = desk.visits.add(document)
    return visit.visit_no, visit.matters[0].case_no


def test_an_order_runs_five_working_days_and_owes_no_notice(desk: Desk) -> None:
    visit_no, case_no = _add(desk, "hotline")
    case = desk.cases.get(case_no)
    assert [(clock.kind, clock.duty) for clock in case.clocks] == [("hotline", True)]
    assert (case.due, case.due_kind) == (date(2026, 11, 26), "hotline")
    assert [clock.kind for stored in desk.visits.get(visit_no).matters for clock in stored.deadlines] == ["hotline"]
    assert [(found.kind, found.raw) for found in desk.clocks.explain(visit_no)] == [("hotline", date(2026, 11, 26))]
    row = desk.cases.rows(CaseQuery(), 10)[0]
    assert (row.due, row.due_kind) == (date(2026, 11, 26), "hotline")
    assert [(item.kind, item.on) for item in desk.home.board().pressing] == [("hotline", date(2026, 11, 26))]


def test_an_instruction_adds_its_clock_to_the_notice_of_the_person_beneath(desk: Desk) -> None:
    _, case_no = _add(desk, "instruction")
    kinds = {clock.kind: clock.deadline.raw for clock in desk.cases.get(case_no).clocks if clock.deadline}
    assert kinds == {"written_notice": date(2026, 12, 4), "instruction": date(2026, 12, 4)}


@pytest.mark.parametrize("channel", ["hotline", "instruction"])
def test_an_order_is_never_accepted_for_sixty_days_but_answered(desk: Desk, channel: str) -> None:
    _, case_no = _add(desk, channel)
    with pytest.raises(Refused, match="60日") as refused:
        desk.cases.record(case_no, "accepted", {"on": "2026-11-20"})
    assert refused.value.code == "forbidden"
    if channel == "instruction":
        desk.cases.record(case_no, "told", {"on": "2026-11-20", "manner": "handed"})
    case = desk.cases.record(case_no, "concluded", {"on": "2026-11-25", "ending": "replied"}).case
    assert case.state == "concluded" and all(clock.met_on is not None for clock in case.clocks)


def test_who_comes_in_person_for_the_same_thing_is_a_petitioner(desk: Desk) -> None:
    _, case_no = _add(desk, "hotline")
    _add(desk, "visit", case_no=case_no, on="2026-11-20")
    case = desk.cases.record(case_no, "accepted", {"on": "2026-11-23"}).case
    assert {clock.kind for clock in case.clocks if clock.met_on is None} == {"hotline", "handling"}
    with pytest.raises(Refused):
        desk.cases.record(case_no, "concluded", {"on": "2026-11-24", "ending": "replied"})


def test_a_petition_is_not_ended_as_an_order_is(desk: Desk) -> None:
    _, case_no = _add(desk, "visit")
    desk.cases.record(case_no, "accepted", {"on": "2026-11-23"})
    with pytest.raises(Refused) as refused:
        desk.cases.record(case_no, "concluded", {"on": "2026-11-24", "ending": "replied"})
    assert refused.value.field == "ending"


def test_the_office_sets_how_long_orders_take_and_open_ones_follow(desk: Desk) -> None:
    _, hotline = _add(desk, "hotline")
    _, instruction = _add(desk, "instruction")
    desk.office.change({"hotline_days": 7, "hotline_basis": "安平县12345热线工单办理办法", "instruction_days": 10})
    assert desk.cases.rows(CaseQuery(text=hotline), 1)[0].due == date(2026, 11, 30)
    found = {deadline.kind: deadline for deadline in desk.cases.explain(hotline) + desk.cases.explain(instruction)}
    assert found["hotline"].basis.startswith("安平县12345热线工单办理办法")
    assert found["instruction"].raw == date(2026, 11, 29)


def test_a_year_without_a_calendar_counts_every_day_and_says_so(desk: Desk) -> None:
    _, case_no = _add(desk, "hotline")
    desk.office.change({"hotline_days": 60})
    case = desk.cases.get(case_no)
    found = case.clocks[0].deadline
    assert found is not None and found.calendar_missing == 2027
    assert (found.raw, found.legal, case.due) == (date(2027, 1, 18), None, date(2027, 1, 18))


def test_an_order_that_went_into_another_case_is_still_answered(desk: Desk) -> None:
    _, order = _add(desk, "hotline")
    _, other = _add(desk, "visit", on="2026-11-18")
    desk.cases.record(order, "merged", {"on": "2026-11-20", "into": other})
    case = desk.cases.get(other)
    assert date(2026, 11, 26) in [
        clock.deadline.raw for clock in case.clocks if clock.deadline and clock.kind == "hotline"
    ]
    after = desk.cases.record(other, "reported", {"on": "2026-11-24", "to": "安平县12345热线"}).case
    assert all(clock.met_on is not None for clock in after.clocks if clock.kind == "hotline")


def test_the_title_of_a_case_is_changed_with_history_and_taken_back(desk: Desk) -> None:
    _, case_no = _add(desk, "visit")
    recorded = desk.cases.record(case_no, "titled", {"on": "2026-11-20", "title": "村道路灯不亮"})
    assert desk.cases.get(case_no).title == "村道路灯不亮"
    assert [row.case_no for row in desk.cases.search("村道路灯")] == [case_no]
    with pytest.raises(Refused) as refused:
        desk.cases.record(case_no, "titled", {"on": "2026-11-21", "title": "村道…"})
    assert refused.value.field == "title"
    desk.cases.undo(case_no, recorded.event_id)
    assert desk.cases.get(case_no).title == "路灯不亮"
