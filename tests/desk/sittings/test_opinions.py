"""The leader's opinion is an instruction of the case and is followed there."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from petidesk.desk.desk import Desk
from tests.desk.sittings.thursday import HERE, THURSDAY, Clock, came, opine, receive, refusal, visit, words


@pytest.mark.parametrize("outcome", ["answered", "assigned", "reported"])
def test_an_opinion_is_an_instruction_of_the_case(desk: Desk, clock: Clock, outcome: str) -> None:
    came(desk, clock, "张桂花")
    receive(desk, 1)
    (opinion,) = opine(desk, 1, outcome).opinions
    case = desk.cases.get("清信2026-0001")
    (event,) = (event for event in case.events if event.event_id in opinion.events)
    assert (event.kind, event.on, event.content["leader"], event.content["text"]) == (
        "instructed",
        THURSDAY,
        "覃晓东",
        "尽快修好。",
    )
    due = None if outcome == "answered" else date(2026, 12, 20)
    assert (opinion.due_on, opinion.outcome, opinion.leader) == (due, outcome, "覃晓东")
    assert [(task.owner, task.due) for task in case.tasks] == ([("水务站", due)] if due else [])


def test_taking_charge_gives_the_case_its_leader_and_one_date(desk: Desk, clock: Clock) -> None:
    came(desk, clock, "张桂花")
    receive(desk, 1)
    (opinion,) = opine(desk, 1, "in_charge").opinions
    case = desk.cases.get("清信2026-0001")
    kinds = {event.event_id: event.kind for event in case.events}
    assert [kinds[event] for event in opinion.events] == ["instructed", "in_charge"]
    assert case.leader == "覃晓东" and opinion.due_on == date(2026, 12, 20)
    assert [(task.kind, task.due) for task in case.tasks] == [("in_charge", date(2026, 12, 20))]
    desk.sittings.withdraw(THURSDAY, 1, case.case_no, "不包了", HERE)
    after = desk.cases.get("清信2026-0001")
    assert after.leader == "" and after.tasks == ()
    assert all(event.undone for event in after.events if event.event_id in opinion.events)
    # And may be given anew.
    assert opine(desk, 1, "assigned").opinions[0].outcome == "assigned" and desk.checks.run(deep=True) == []


def test_an_opinion_undone_in_the_case_is_none_here(desk: Desk, clock: Clock) -> None:
    came(desk, clock, "张桂花")
    receive(desk, 1)
    (opinion,) = opine(desk, 1, "assigned").opinions
    desk.cases.undo("清信2026-0001", opinion.events[0], "写错了")
    guest = desk.sittings.get(THURSDAY, HERE).guest(1)
    assert guest.opinions == () and guest.open_cases == ("清信2026-0001",)
    assert refusal(desk.sittings.withdraw, THURSDAY, 1, "清信2026-0001", "写错了", HERE).code == "not_found"
    assert desk.sittings.counts(2026)[0]["覃晓东"]["assigned"] == 0


@pytest.mark.parametrize("outcome", ["assigned", "in_charge"])
def test_how_it_was_carried_out_is_seen_here(desk: Desk, clock: Clock, outcome: str) -> None:
    came(desk, clock, "张桂花")
    receive(desk, 1)
    (opinion,) = opine(desk, 1, outcome).opinions
    clock.now = datetime(2026, 12, 9, 9, 0)
    # Of a charge the second event bears the date, and is what is carried out.
    done = {"on": "2026-12-08", "event_id": opinion.events[-1], "text": "水渠已修好"}
    desk.cases.record("清信2026-0001", "carried_out", done)
    (opinion,) = desk.sittings.get(THURSDAY, HERE).guest(1).opinions
    assert (opinion.carried_on, opinion.result) == (date(2026, 12, 8), "水渠已修好")
    assert refusal(desk.sittings.withdraw, THURSDAY, 1, opinion.case_no, "写错了", HERE).code == "forbidden"
    page = words(desk.sitting_papers.record(THURSDAY, 1, HERE).pdf)
    assert "水渠已修好" in page and "2026年12月8日" in page


def test_each_of_several_matters_has_its_own(desk: Desk, clock: Clock) -> None:
    came(desk, clock, "张桂花")
    guest = receive(desk, 1, visit("张桂花", "水渠渗水", "老屋漏雨"))
    water, house = guest.open_cases
    assert refusal(opine, desk, 1).field == "case_no"
    assert opine(desk, 1, case_no=house).open_cases == (water,)
    assert refusal(opine, desk, 1, case_no=house).code == "forbidden"
    # With one left it needs no name.
    assert [opinion.case_no for opinion in opine(desk, 1, "assigned").opinions] == [house, water]
