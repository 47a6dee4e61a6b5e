"""A village's receptions as reports say them: so many batches, settled on the spot, taken in charge, sent up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.desk.reception.reception import Which
from petidesk.domain.reception.days import RotaPlan
from petidesk.domain.reception.rota import parse_turns
from petidesk.domain.reception.rules import parse_rule
from petidesk.domain.statistics.figures import Asked
from petidesk.domain.statistics.spans import Span
from tests.offices import new_office

DAY, NEXT = date(2026, 9, 2), date(2026, 9, 9)
HERE = Which(kind="village")
SEPTEMBER = Span(date(2026, 9, 1), date(2026, 9, 30))
SAID = (("answered",), ("answered",), ("assigned",), ("in_charge",), ("answered", "reported"), ())


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Six batches on one Wednesday, talk and no visitor on the next, a third that nobody held."""
    new_office(tmp_path / "data", villages=["东村"], practice=True)
    desk = open_desk(tmp_path / "data", clock=lambda: datetime(2026, 9, 20, 9))
    desk.office.change({"leaders": [{"name": "任秀兰"}]})
    rule, until = (parse_rule("weekly:wed"),), date(2026, 9, 16)
    desk.schedule.make(RotaPlan(rule, DAY, until, parse_turns("任秀兰"), kind="village", village="东村"))
    for number, outcomes in enumerate(SAID, start=1):
        matters = [
            {"purpose": "appeal", "statement": f"第{number}家第{place}件"} for place in range(len(outcomes) or 1)
        ]
        came = {"at": f"2026-09-02T09:{number:02}", "channel": "visit", "people": number, "matters": matters}
        visit, _ = desk.visits.add(came | {"petitioners": [{"name": f"来人{number}"}]})
        desk.sittings.arrive(DAY, {"name": f"来人{number}"}, HERE)
        desk.sittings.link(DAY, number, visit.visit_no, HERE)
        for stored, outcome in zip(visit.matters, outcomes, strict=False):
            due = {} if outcome == "answered" else {"owner": "村委会", "due_on": "2026-09-20"}
            desk.sittings.opinion(
                DAY, number, {"outcome": outcome, "text": "好", "case_no": stored.case_no, **due}, HERE
            )
    desk.sittings.close(DAY, {}, HERE)
    desk.sittings.close(NEXT, {"outcome": "talk", "summary": "议了路灯"}, HERE)
    yield desk
    desk.close()


def test_each_batch_counts_by_the_farthest_that_was_said_of_it(desk: Desk) -> None:
    table = desk.statistics.table(Asked("receptions", SEPTEMBER, ("kind",), "none"))
    (row,) = table.rows
    assert dict(row.keys) == {"kind": "village"} and row.labels == ("村级接访",)
    values = {name: figure.value for name, figure in row.figures.items()}
    assert values == {"sittings": 2, "batches": 6, "people": 21, "on_the_spot": 2, "assigned": 2, "escalated": 1}
    by_mode = desk.statistics.table(Asked("receptions", SEPTEMBER, ("mode",), "none")).rows
    assert [(row.labels, row.figures["sittings"].value, row.figures["batches"].value) for row in by_mode] == [
        (("有访接访",), 1, 6),
        (("无案说事",), 1, 0),
    ]
    by_outcome = desk.statistics.table(Asked("receptions", SEPTEMBER, ("outcome",), "none")).rows
    assert [(row.keys["outcome"], row.figures["batches"].value) for row in by_outcome] == [
        ("answered", 2),
        ("assigned", 1),
        ("in_charge", 1),
        ("reported", 1),
        ("", 1),
    ]
    sittings = desk.statistics.rows(row.figures["sittings"].id)
    assert [(one.no, one.title) for one in sittings.rows] == [
        ("2026-09-02", "村级接访 任秀兰"),
        ("2026-09-09", "村级接访 任秀兰"),
    ]


def test_what_is_told_later_leaves_the_figure_of_before_as_it_was(desk: Desk) -> None:
    before = desk.statistics.table(Asked("receptions", SEPTEMBER, ("leader", "outcome"), "none"))
    spot = before.total["on_the_spot"]
    desk.sittings.reopen(DAY, HERE)
    case_no = desk.sittings.get(DAY, HERE).guest(1).opinions[0].case_no
    desk.sittings.withdraw(DAY, 1, case_no, "还要核实", HERE)
    desk.office.change({"leaders": [{"name": "任秀兰"}, {"name": "覃晓东"}]})
    desk.schedule.substitute(DAY, "覃晓东", "任秀兰开会", which=HERE)
    now = desk.statistics.table(Asked("receptions", SEPTEMBER, ("leader",), "none"))
    assert [(row.keys["leader"], row.figures["on_the_spot"].value) for row in now.rows] == [
        ("任秀兰", 0),
        ("覃晓东", 1),
    ]
    assert desk.statistics.rows(spot.id).sum == spot.value == 2
    for _ in range(2):  # the leader who stood in, then the settings
        desk.undo.back()
    again = desk.statistics.table(Asked("receptions", SEPTEMBER, ("leader", "outcome"), "none", before.as_of))
    assert [(row.keys, row.figures) for row in again.rows] == [(row.keys, row.figures) for row in before.rows]
