"""How a reception day ends, and what the year and the board count of it."""

from __future__ import annotations

from datetime import datetime

from petidesk.desk.desk import Desk
from petidesk.domain.home import board_document
from tests.desk.sittings.thursday import (
    DUE,
    HERE,
    MORNING,
    NEXT,
    THURSDAY,
    VILLAGE,
    Clock,
    came,
    opine,
    receive,
    refusal,
    visit,
    words,
)

# ---- the end of the day


def test_who_booked_and_did_not_come_is_absent_and_may_come_after_all(desk: Desk, clock: Clock) -> None:
    desk.sittings.book(THURSDAY, {"name": "张桂花"}, HERE)
    came(desk, clock, "李敏")
    receive(desk, 2)
    sitting = desk.sittings.close(THURSDAY, {"company": "司法所"}, HERE)
    assert (sitting.guest(1).state, sitting.outcome, sitting.closed_at) == ("absent", "received", MORNING)
    refused = refusal(desk.sittings.arrive, THURSDAY, {"name": "王贵"}, HERE)
    assert (refused.code, refused.field) == ("already_closed", "date")
    open_again = desk.sittings.reopen(THURSDAY, HERE)
    assert (open_again.closed_at, open_again.company, open_again.guest(1).state) == (None, "司法所", "absent")
    assert refusal(desk.sittings.reopen, THURSDAY, HERE).code == "forbidden"
    desk.sittings.came(THURSDAY, 1, HERE)
    assert refusal(desk.sittings.close, THURSDAY, {}, HERE).code == "forbidden"
    receive(desk, 1)
    closed = desk.sittings.close(THURSDAY, {}, HERE)
    assert closed.company == "司法所" and len(closed.received) == 2 and closed.outcome == "received"


def test_without_visitors_a_village_says_what_it_came_to_each_time(desk: Desk, clock: Clock) -> None:
    clock.now = MORNING
    for outcome in ("cases", "talk", "screening"):
        assert refusal(desk.sittings.close, THURSDAY, {}, VILLAGE).field == "outcome"
        assert refusal(desk.sittings.close, THURSDAY, {"outcome": outcome, "summary": ""}, VILLAGE).field == "summary"
        document = {"outcome": outcome, "summary": "说了灌溉。"}
        assert desk.sittings.close(THURSDAY, document, VILLAGE).outcome == outcome
        kinds = desk.sittings.counts(2026)[1]
        assert (kinds["village"]["held"], kinds["village"][f"day_{outcome}"]) == (1, 1)
        desk.sittings.reopen(THURSDAY, VILLAGE)
    assert refusal(desk.sittings.close, THURSDAY, {"outcome": "received"}, VILLAGE).field == "outcome"
    desk.sittings.arrive(THURSDAY, {"name": "张桂花"}, VILLAGE)
    desk.sittings.receive(THURSDAY, 1, visit(), VILLAGE)
    assert refusal(desk.sittings.close, THURSDAY, {"outcome": "talk"}, VILLAGE).field == "outcome"
    assert desk.sittings.close(THURSDAY, {}, VILLAGE).outcome == "received"


def test_at_the_office_a_day_without_visitors_just_ends(desk: Desk, clock: Clock) -> None:
    clock.now = MORNING
    assert desk.sittings.close(THURSDAY, {}, HERE).outcome == ""
    assert "没有人来访" in words(desk.sitting_papers.day_record(THURSDAY, HERE).pdf)


def test_a_visit_voided_after_the_end_is_not_counted_any_more(desk: Desk, clock: Clock) -> None:
    came(desk, clock, "张桂花")
    guest = receive(desk, 1)
    desk.sittings.close(THURSDAY, {}, HERE)
    assert guest.visit is not None
    desk.visits.void(guest.visit.visit_no, "登错了")
    kinds = desk.sittings.counts(2026)[1]["reception"]
    assert (kinds["held"], kinds["batches"], kinds["day_received"]) == (1, 0, 0)
    assert "没有人来访" in words(desk.sitting_papers.day_record(THURSDAY, HERE).pdf)


def test_what_is_noted_beforehand_gives_way_to_who_came(desk: Desk, clock: Clock) -> None:
    desk.sittings.note(THURSDAY, {"outcome": "talk", "summary": "说了灌溉。"}, VILLAGE)
    clock.now = MORNING
    desk.sittings.arrive(THURSDAY, {"name": "张桂花"}, VILLAGE)
    desk.sittings.receive(THURSDAY, 1, visit(), VILLAGE)
    assert "有访接访：接待1批1人次" in words(desk.sitting_papers.day_record(THURSDAY, VILLAGE).pdf)


# ---- counts


def test_the_year_is_counted_by_leader_and_by_kind(desk: Desk, clock: Clock) -> None:
    came(desk, clock, "张桂花", "李敏", "王贵")
    receive(desk, 1, visit("张桂花", "水渠渗水", "老屋漏雨", people=4))
    opine(desk, 1, "assigned", case_no="清信2026-0001")
    opine(desk, 1, "in_charge", case_no="清信2026-0002")
    voided = receive(desk, 2)
    assert voided.visit is not None
    desk.visits.void(voided.visit.visit_no, "登错了")
    clock.now = datetime(2026, 12, 10, 10, 0)
    desk.sittings.arrive(NEXT, {"name": "张桂花"})
    desk.sittings.receive(NEXT, 1, visit(at="2026-12-10T09:30", people=2))
    told = {"outcome": "reported", "text": "报县里", "leader": "任秀兰", **DUE}
    desk.sittings.opinion(NEXT, 1, told)
    leaders, kinds = desk.sittings.counts(2026)
    none = dict.fromkeys(("held", "batches", "people", "answered", "assigned", "in_charge", "reported"), 0)
    # A pair that sits together: the sitting is each one's, and the kind's once.
    pair = none | {"held": 1, "batches": 1, "people": 2, "reported": 1}
    first = none | {"held": 1, "batches": 1, "people": 4, "assigned": 1, "in_charge": 1}
    assert leaders == {"覃晓东": first, "盖世平": pair, "任秀兰": pair}
    days = {"day_received": 2, "day_cases": 0, "day_talk": 0, "day_screening": 0}
    total = {"held": 2, "batches": 2, "people": 6, "answered": 0, "assigned": 1, "in_charge": 1, "reported": 1}
    assert kinds["reception"] == total | days
    assert set(kinds["village"].values()) == {0} and desk.sittings.counts(2025)[0] == {}


def test_coming_receptions_stand_on_the_board_until_they_are_called_off(desk: Desk, clock: Clock) -> None:
    clock.now = datetime(2026, 11, 28, 9, 0)
    for name in ("张桂花", "李敏"):
        desk.sittings.book(THURSDAY, {"name": name, "phone": "13800001234"}, HERE)
    desk.sittings.cancel(THURSDAY, 2, "改天", HERE)
    board = board_document(desk.home.board())
    assert board["coming_receptions"] == [
        {
            "date": "2026-12-03",
            "days_left": 5,
            "kind": "reception",
            "leaders": ["覃晓东"],
            "village": "",
            "place": "接访室",
            "time": "09:00-11:30",
            "booked": 1,
        },
        {
            "date": "2026-12-03",
            "days_left": 5,
            "kind": "village",
            "leaders": ["任秀兰"],
            "village": "东村",
            "place": "",
            "time": "14:00-16:00",
            "booked": 0,
        },
    ]
    assert "张桂花" not in repr(board) and "13800001234" not in repr(board)
    desk.schedule.call_off(THURSDAY, "停电", VILLAGE)
    assert [due.kind for due in desk.home.board().coming] == ["reception"]
    clock.now = datetime(2026, 11, 27, 9, 0)
    assert desk.home.board().coming == ()
