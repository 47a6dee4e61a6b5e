"""The queue of a reception day: who booked, who came, who goes first."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petidesk.desk.desk import Desk
from petidesk.domain.sittings.guests import Booking, Guest
from petidesk.domain.sittings.sittings import in_order
from petidesk.domain.trouble import Refused
from tests.desk.sittings.thursday import EVE, HERE, MORNING, NEXT, THURSDAY, VILLAGE, Clock, came, receive, refusal


def test_who_booked_goes_first_then_who_came_first(desk: Desk, clock: Clock) -> None:
    for name in ("甲方", "乙方", "丙方"):
        desk.sittings.book(THURSDAY, {"name": name, "phone": "1"}, HERE)
    desk.sittings.cancel(THURSDAY, 3, "改天", HERE)
    came(desk, clock, "丁方")
    clock.now += timedelta(minutes=5)
    desk.sittings.arrive(THURSDAY, {"name": "戊方", "people": 7}, HERE)
    sitting = desk.sittings.came(THURSDAY, 2, HERE)
    assert [guest.number for guest in sitting.guests] == [2, 4, 5, 1, 3]
    assert [guest.state for guest in sitting.guests] == ["waiting", "waiting", "waiting", "booked", "cancelled"]
    receive(desk, 4)
    assert [guest.number for guest in desk.sittings.get(THURSDAY, HERE).guests] == [2, 5, 1, 4, 3]
    assert desk.sittings.get(THURSDAY, VILLAGE).guests == ()


_STATES = st.sampled_from(["booked", "waiting", "received", "absent", "cancelled"])
_GUESTS = st.lists(st.tuples(_STATES, st.booleans(), st.integers(0, 90)), max_size=8).map(
    lambda drawn: [
        Guest(
            number,
            number,
            booked or state in ("booked", "absent"),
            Booking("某人"),
            state,
            EVE,
            None if state == "booked" else MORNING + timedelta(minutes=minutes),
            "",
            None,
            (),
        )
        for number, (state, booked, minutes) in enumerate(drawn, start=1)
    ]
)


@given(guests=_GUESTS, data=st.data())
def test_the_order_of_the_queue(guests: list[Guest], data: st.DataObject) -> None:
    queue = in_order(data.draw(st.permutations(guests)))
    assert sorted(guest.number for guest in queue) == [guest.number for guest in guests]
    waiting = [guest for guest in queue if guest.state == "waiting"]
    assert list(queue[: len(waiting)]) == waiting, "who waits comes before everybody else"
    walked_in = [guest for guest in waiting if not guest.booked]
    assert waiting[len(waiting) - len(walked_in) :] == walked_in, "who booked goes before who did not"
    # Among the booked the earlier booking counts, among the others who came earlier.
    assert [g.number for g in waiting if g.booked] == sorted(g.number for g in waiting if g.booked)
    assert walked_in == sorted(walked_in, key=lambda guest: (guest.arrived_at, guest.number))
    rest = [guest.state for guest in queue[len(waiting) :]]
    assert rest == sorted(rest, key=["booked", "received", "absent", "cancelled"].index)


def test_booking_closes_at_the_office_s_hour(desk: Desk, clock: Clock) -> None:
    sitting = desk.sittings.get(THURSDAY, HERE)
    assert sitting.booking_closes == datetime(2026, 12, 2, 17, 0)
    clock.now = datetime(2026, 12, 2, 17, 0)
    desk.sittings.book(THURSDAY, {"name": "甲方"}, HERE)
    clock.now += timedelta(seconds=1)
    assert refusal(desk.sittings.book, THURSDAY, {"name": "乙方"}, HERE).field == "date"
    # The same day until noon, where the office wants it so.
    desk.office.change({"booking_days": 0, "booking_time": "12:00"})
    clock.now = MORNING
    assert desk.sittings.book(THURSDAY, {"name": "乙方"}, HERE).booking_closes == datetime(2026, 12, 3, 12, 0)
    assert desk.sittings.came(THURSDAY, 2, HERE).waiting[0].number == 2
    clock.now = datetime(2026, 12, 3, 12, 1)
    assert refusal(desk.sittings.book, THURSDAY, {"name": "丙方"}, HERE).code == "forbidden"
    clock.now = datetime(2026, 12, 4, 9, 0)
    assert "已经过去" in refusal(desk.sittings.book, THURSDAY, {"name": "丙方"}, HERE).message


def test_what_was_noted_is_changed_until_the_visit(desk: Desk, clock: Clock) -> None:
    desk.sittings.book(THURSDAY, {"name": "张桂花", "phone": "1", "about": "水渠"}, HERE)
    guest = desk.sittings.amend(THURSDAY, 1, {"about": "水渠渗水", "people": 3}, HERE).guest(1)
    assert guest.booking == Booking("张桂花", "1", 3, "", "水渠渗水", "")
    assert refusal(desk.sittings.amend, THURSDAY, 1, {"people": 6}, HERE).code == "too_many"
    came(desk, clock, "李敏")
    desk.sittings.came(THURSDAY, 1, HERE)
    # Who is there is received, however many they are.
    assert desk.sittings.amend(THURSDAY, 1, {"people": 6}, HERE).guest(1).people == 6
    receive(desk, 1)
    assert refusal(desk.sittings.amend, THURSDAY, 1, {"people": 2}, HERE).code == "forbidden"


def test_of_a_day_called_off_the_bookings_can_still_be_read(desk: Desk) -> None:
    desk.sittings.book(NEXT, {"name": "桑玉兰", "phone": "13800001234"})
    desk.schedule.call_off(NEXT, "全镇防汛")
    (guest,) = desk.sittings.get(NEXT).guests
    assert (guest.name, guest.booking.phone) == ("桑玉兰", "13800001234")
    with pytest.raises(Refused) as raised:
        desk.sittings.book(NEXT, {"name": "麦春生"})
    assert raised.value.code == "not_found"
