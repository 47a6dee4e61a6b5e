"""A guest of a reception day becomes a visit with a number of its own."""

from __future__ import annotations

import pytest

from petidesk.desk.desk import Desk
from petidesk.domain.trouble import Refused
from petidesk.domain.visits.listing import VisitQuery
from tests.desk.sittings.thursday import HERE, MORNING, THURSDAY, Clock, came, opine, receive, refusal, visit


def test_a_guest_becomes_a_visit_with_a_number_of_its_own(desk: Desk, clock: Clock) -> None:
    desk.sittings.book(THURSDAY, {"name": "张老师", "about": "水渠"}, HERE)
    came(desk, clock)
    guest = receive(desk, 1, visit("张桂花", people=3))
    assert (guest.state, guest.reception_no, guest.arrived_at) == ("received", "清接2026-0001", MORNING)
    assert (guest.name, guest.about, guest.people) == ("张桂花", "水渠渗水", 3)
    assert guest.visit is not None and guest.visit.visit_no == "清访2026-0001"
    assert guest.open_cases == ("清信2026-0001",) and desk.visits.count(VisitQuery()) == 1
    assert desk.checks.run(deep=True) == []


def test_a_visit_registered_at_the_window_is_taken_over(desk: Desk, clock: Clock) -> None:
    came(desk, clock, "张桂花", "李敏")
    registered, _ = desk.visits.add(visit())
    guest = desk.sittings.link(THURSDAY, 1, registered.visit_no, HERE).guest(1)
    assert guest.visit is not None and guest.visit.visit_no == registered.visit_no
    assert refusal(desk.sittings.link, THURSDAY, 2, registered.visit_no, HERE).code == "forbidden"


def test_a_refused_visit_leaves_neither_visit_nor_number(desk: Desk, clock: Clock) -> None:
    came(desk, clock, "张桂花")
    refused = refusal(desk.sittings.receive, THURSDAY, 1, visit(at="2026-12-02T09:00"), HERE)
    assert (refused.code, refused.field) == ("bad_value", "at")
    assert desk.visits.count(VisitQuery()) == 0
    assert receive(desk, 1).reception_no == "清接2026-0001" and desk.checks.run(deep=True) == []


def test_the_draft_it_grew_from_goes_with_it(desk: Desk, clock: Clock) -> None:
    came(desk, clock, "张桂花")
    draft = desk.drafts.save(None, "visit", {"summary": "张"}, False)
    desk.sittings.receive(THURSDAY, 1, visit(), HERE, draft_id=draft.draft_id)
    assert desk.drafts.whole() == []


def test_a_voided_visit_is_registered_again_under_the_same_number(desk: Desk, clock: Clock) -> None:
    came(desk, clock, "张桂花", "李敏")
    first = receive(desk, 1)
    assert first.visit is not None
    desk.visits.void(first.visit.visit_no, "登错了")
    sitting = desk.sittings.get(THURSDAY, HERE)
    assert sitting.received == () and sitting.guest(1).open_cases == ()
    assert refusal(opine, desk, 1).field == "number"
    assert refusal(desk.sitting_papers.record, THURSDAY, 1, HERE).field == "number"
    assert refusal(desk.sittings.link, THURSDAY, 1, first.visit.visit_no, HERE).code == "already_closed"
    again = receive(desk, 1, visit("张桂花", "老屋漏雨"))
    assert (again.reception_no, again.about) == ("清接2026-0001", "老屋漏雨")
    assert receive(desk, 2).reception_no == "清接2026-0002"
    assert desk.checks.run(deep=True) == []


def test_what_the_leader_said_outlives_a_visit_registered_anew(desk: Desk, clock: Clock) -> None:
    earlier, _ = desk.visits.add(visit(at="2026-12-01T09:00"))
    case_no = earlier.matters[0].case_no or ""
    repeated = visit()
    repeated["matters"][0]["case_no"] = case_no
    came(desk, clock, "张桂花")
    first = receive(desk, 1, repeated)
    opine(desk, 1)
    assert first.visit is not None
    desk.visits.void(first.visit.visit_no, "登错了")
    assert desk.sittings.counts(2026)[0]["覃晓东"]["answered"] == 0
    guest = receive(desk, 1, repeated)
    assert [opinion.case_no for opinion in guest.opinions] == [case_no] and guest.open_cases == ()
    assert desk.sittings.withdraw(THURSDAY, 1, case_no, "写错了", HERE).guest(1).opinions == ()


def test_a_call_is_no_reception(desk: Desk, clock: Clock) -> None:
    clock.now = MORNING
    called, _added = desk.visits.add(visit("张桂花", "水渠", channel="phone"))
    desk.sittings.arrive(THURSDAY, {"name": "张桂花"}, HERE)
    with pytest.raises(Refused) as raised:
        desk.sittings.link(THURSDAY, 1, called.visit_no, HERE)
    assert raised.value.field == "channel" and "来电" in raised.value.message
