"""Reception days changed by hand: moved, called off, taken back; what stays when the rest is made anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import icalendar
import pytest

from petidesk.desk.desk import Desk
from petidesk.desk.reception.reception import DayQuery, Which
from tests.desk.reception.december import Clock, on, plan, refusal, rota


def remade(desk: Desk, **more: Any) -> list[int]:
    """The days that stay when the rota is made anew."""
    return [day.on.day for day in desk.schedule.make(plan(again=True, **more)).kept]


def events(desk: Desk) -> list[tuple[str, int, str, date]]:
    """What a calendar program reads: uid, sequence, status, day."""
    calendar = icalendar.Calendar.from_ical(desk.schedule_papers.calendar())
    return [
        (str(event["uid"]), int(event["sequence"]), str(event["status"]), event.start)
        for event in calendar.walk("VEVENT")
    ]


# ---- moved


def test_a_moved_day_keeps_its_leaders_its_rule_and_its_uid(desk: Desk) -> None:
    desk.schedule.make(plan())
    before = events(desk)
    day = desk.schedule.move(on(3), " 会场占用 ", to=on(4), place="二楼", hours="14:00—16:00")
    assert (day.on, day.slot.place, day.slot.hours) == (on(4), "二楼", "14:00-16:00")
    assert (day.rule_date, day.planned, day.leaders, day.version) == (on(3), ("覃晓东",), ("覃晓东",), 2)
    change = day.changes[-1]
    assert (change.kind, change.why, change.before, change.after) == (
        "moved",
        "会场占用",
        ("12月3日（星期四） 一楼接访室",),
        ("12月4日（星期五） 14:00-16:00 二楼",),
    )
    after = events(desk)
    assert after[0][:3] == (before[0][0], 1, "CONFIRMED") and after[0][3].date() == on(4)
    assert desk.checks.run(deep=True) == []


def test_a_moved_day_is_not_laid_down_a_second_time(desk: Desk) -> None:
    desk.schedule.make(plan())
    desk.schedule.move(on(3), "会场占用", to=on(4))
    desk.schedule.move(on(10), "会场占用", place="二楼")
    assert remade(desk) == [4, 10] and list(rota(desk)) == [4, 10, 17, 24, 31]
    # Also not when the rule that named it is gone, or when only days after it are made.
    assert remade(desk, since=on(5), until=on(31)) == [10] and list(rota(desk)) == [4, 10, 17, 24, 31]
    done = desk.schedule.make(replace(plan("monthday:28", again=True)))
    assert [day.on.day for day in done.kept] == [4, 10] and list(rota(desk)) == [4, 10, 28]


def test_a_day_moved_into_the_next_month_stays_there(desk: Desk) -> None:
    desk.schedule.make(plan())
    january = {"since": date(2027, 1, 1), "until": date(2027, 1, 31), "policy": "keep"}
    desk.schedule.move(on(31), "年底", to=date(2027, 1, 7))
    made = desk.schedule.make(plan(**january))
    assert [day.on.day for day in made.made] == [14, 21, 28] and [day.on.day for day in made.kept] == [7]
    assert remade(desk) == [date(2027, 1, 7).day] and 31 not in rota(desk)


def test_where_a_day_was_moved_to_nothing_else_is_laid_down(desk: Desk) -> None:
    """A rota of that other room finds the room taken, and says so, instead of falling over it."""
    desk.schedule.make(plan())
    desk.schedule.move(on(3), "会场占用", to=on(10), place="二楼")
    upstairs = plan(place="二楼", leaders="周小河")
    proposed = desk.schedule.propose(upstairs)
    made = desk.schedule.make(upstairs)
    assert [day.on.day for day in made.kept] == [day.on.day for day in proposed.kept] == [10]
    # Its own rule day in that room is another day, and is laid down.
    assert rota(desk, place="二楼") == {3: "周小河", 10: "覃晓东", 17: "周小河", 24: "周小河", 31: "周小河"}
    # And downstairs that day has its own reception still.
    assert remade(desk) == [10] and sorted(rota(desk, place="一楼接访室")) == [10, 17, 24, 31]
    desk.schedule.call_off(on(10), "停电", Which(place="二楼"))
    remade(desk, place="二楼")
    assert sorted(rota(desk, place="二楼")) == [3, 17, 24, 31]


def test_moved_back_it_may_be_moved_again(desk: Desk) -> None:
    desk.schedule.make(plan())
    desk.schedule.move(on(3), "会场占用", to=on(4))
    day = desk.schedule.move(on(4), "会场空了", to=on(3))
    assert (day.on, day.version) == (on(3), 3) and remade(desk) == [3]


# ---- called off


def test_a_day_called_off_is_told_to_calendars_and_not_laid_down_again(desk: Desk) -> None:
    desk.schedule.make(plan())
    before = events(desk)
    day = desk.schedule.call_off(on(10), " 停电 ")
    assert (day.cancelled, day.called_off, day.version) == (True, "停电", 2)
    assert events(desk)[1][:3] == (before[1][0], 1, "CANCELLED")
    remade(desk)
    assert list(rota(desk)) == [3, 17, 24, 31] and desk.schedule.counts(2026)["盖世平"]["total"] == 1
    (back,) = desk.schedule.take_back(on(10))
    assert (back.cancelled, back.called_off, back.leaders) == (False, "", ("盖世平",))
    assert events(desk)[1][:3] == (before[1][0], 2, "CONFIRMED")
    assert refusal(desk.schedule.take_back, on(10)).code == "not_found"


def test_nothing_is_moved_onto_a_day_that_was_called_off(desk: Desk) -> None:
    desk.schedule.make(plan())
    desk.schedule.call_off(on(10), "停电")
    refused = refusal(desk.schedule.move, on(3), "出差", to=on(10))
    assert (refused.code, refused.field) == ("forbidden", "to")
    assert desk.schedule.move(on(3), "出差", to=on(10), place="二楼").on == on(10)
    # Two receptions lie on that day now: which one is meant has to be said.
    assert refusal(desk.schedule.take_back, on(10)).code == "bad_value"
    assert desk.schedule.take_back(on(10), Which(place="一楼接访室"))[0].slot.place == "一楼接访室"


# ---- taken back


def test_a_swap_is_taken_back_on_both_days(desk: Desk) -> None:
    desk.schedule.make(plan())
    before = rota(desk)
    desk.schedule.swap(on(3), on(10), "出差")
    both = desk.schedule.take_back(on(10))
    assert rota(desk) == before and [day.on.day for day in both] == [10, 3]
    assert all((day.reason, day.planned) == ("", day.leaders) for day in both)
    assert [change.kind for change in both[0].changes] == ["made", "swapped", "undone"]
    assert remade(desk) == []


def test_what_came_last_is_taken_back_first(desk: Desk) -> None:
    desk.schedule.make(plan())
    desk.schedule.swap(on(3), on(10), "出差")
    desk.schedule.substitute(on(10), "任秀兰", "生病")
    assert refusal(desk.schedule.take_back, on(3)).code == "forbidden"
    assert desk.schedule.take_back(on(10))[0].leaders == ("覃晓东",)
    assert desk.schedule.days(DayQuery(on(10), on(10)))[0].reason == "出差"
    desk.schedule.take_back(on(3))
    assert rota(desk)[3] == "覃晓东" and refusal(desk.schedule.take_back, on(10)).code == "not_found"


@pytest.mark.parametrize("first", [3, 10, 17, 24])
def test_two_swaps_of_one_moment_are_told_apart(desk: Desk, first: int) -> None:
    """Both give the same names the same way; the clock stands still, as it does for two lines of a script."""
    desk.schedule.make(plan(leaders="覃晓东,盖世平"))
    before = rota(desk)
    desk.schedule.swap(on(3), on(24), "出差")
    desk.schedule.swap(on(17), on(10), "开会")
    partner = {3: 24, 24: 3, 17: 10, 10: 17}[first]
    assert {day.on.day for day in desk.schedule.take_back(on(first))} == {first, partner}
    now = rota(desk)
    assert (now[first], now[partner]) == (before[first], before[partner])
    other = next(day for day in (3, 10, 17, 24) if day not in (first, partner))
    desk.schedule.take_back(on(other))
    assert rota(desk) == before


def test_a_day_called_off_and_back_still_knows_its_swap(desk: Desk) -> None:
    desk.schedule.make(plan())
    before = rota(desk)
    desk.schedule.swap(on(3), on(10), "出差")
    desk.schedule.call_off(on(3), "停电")
    # While the other day is off, the swap is not half undone.
    assert refusal(desk.schedule.take_back, on(10)).code == "forbidden"
    (back,) = desk.schedule.take_back(on(3))
    assert (back.leaders, back.reason) == (("盖世平",), "出差")
    desk.schedule.take_back(on(3))
    assert rota(desk) == before


def test_a_swap_that_a_new_rota_laid_over_is_not_taken_back(desk: Desk, clock: Clock) -> None:
    desk.schedule.make(plan())
    desk.schedule.swap(on(3), on(10), "出差")
    clock.now += timedelta(minutes=1)
    desk.schedule.swap(on(3), on(10), "又换回来")
    assert remade(desk, leaders="任秀兰") == []
    assert refusal(desk.schedule.take_back, on(3)).code == "not_found"
    # Nor of a day that no rule names any more.
    desk.schedule.make(plan("monthday:28", again=True))
    assert refusal(desk.schedule.take_back, on(10)).code == "not_found" and list(rota(desk)) == [28]


def test_a_substitute_stays_when_the_rest_is_made_anew_until_taken_back(desk: Desk) -> None:
    desk.schedule.make(plan(leaders="覃晓东,盖世平"))
    desk.schedule.substitute(on(3), "任秀兰", "生病")
    assert remade(desk) == [3] and rota(desk)[3] == "任秀兰"
    desk.schedule.take_back(on(3))
    assert remade(desk, leaders="盖世平") == [] and rota(desk)[3] == "盖世平"


@pytest.mark.parametrize(
    ("call", "code", "field"),
    [
        (lambda s: s.move(on(3), " ", to=on(4)), "missing", "why"),
        (lambda s: s.move(on(3), "出差"), "forbidden", "to"),
        (lambda s: s.move(on(3), "出差", to=on(3), place="一楼接访室"), "forbidden", "to"),
        (lambda s: s.move(on(3), "出差", to=on(10)), "forbidden", "to"),
        (lambda s: s.move(on(3), "出差", to=on(17)), "forbidden", "to"),
        (lambda s: s.move(on(3), "出差", to=date(2026, 11, 18)), "forbidden", "to"),
        (lambda s: s.move(on(3), "出差", to=on(7)), "forbidden", "date"),
        (lambda s: s.move(on(3), "出差", hours="9点"), "bad_value", "time"),
        (lambda s: s.move(on(3), "出差", place="室" * 201), "bad_value", "place"),
        (lambda s: s.move(on(5), "出差", to=on(6)), "not_found", "date"),
        (lambda s: s.move(on(17), "出差", to=on(18)), "not_found", "date"),
        (lambda s: s.call_off(on(3), ""), "missing", "why"),
        (lambda s: s.call_off(on(17), "又取消"), "not_found", "date"),
        (lambda s: s.take_back(on(3)), "not_found", "date"),
        (lambda s: s.take_back(on(5)), "not_found", "date"),
        (lambda s: s.swap(on(3), on(17), "出差"), "not_found", "date"),
        (lambda s: s.drop_plan("没有的"), "not_found", "name"),
    ],
)
def test_what_is_refused_changes_nothing(desk: Desk, call: Any, code: str, field: str) -> None:
    desk.schedule.make(plan())
    desk.schedule.leave("覃晓东", on(7), on(8), "开会")
    desk.schedule.call_off(on(17), "停电")
    before, chain = desk.schedule.days(DayQuery(cancelled=True)), desk.audit.lines(1000)
    refused = refusal(call, desk.schedule)
    assert (refused.code, refused.field) == (code, field)
    assert desk.schedule.days(DayQuery(cancelled=True)) == before and desk.audit.lines(1000) == chain


# ---- somebody booked


def test_a_day_for_which_somebody_booked_stays_when_the_rest_is_made_anew(desk: Desk) -> None:
    desk.schedule.make(plan())
    desk.sittings.book(on(10), {"name": "张桂花"})
    desk.sittings.book(on(17), {"name": "张桂花"})
    desk.sittings.cancel(on(17), 1, "不来了")
    done = desk.schedule.make(plan("monthday:28", again=True))
    assert [day.on.day for day in done.kept] == [10] and list(rota(desk)) == [10, 28]
    assert desk.sittings.get(on(10)).guests[0].state == "booked"


def test_what_began_is_neither_moved_called_off_nor_made_anew(desk: Desk, clock: Clock) -> None:
    desk.schedule.make(plan())
    clock.now = datetime(2026, 12, 3, 10, 0)
    desk.sittings.arrive(on(3), {"name": "张桂花"})
    matters = [{"purpose": "help", "statement": "问低保。"}]
    visit = {"at": "2026-12-03T09:30", "channel": "visit", "petitioners": [{"name": "张桂花"}], "matters": matters}
    desk.sittings.receive(on(3), 1, visit)
    assert desk.schedule.make(plan("monthday:28", again=True)).cancelled[0].on == on(10)
    assert list(rota(desk)) == [3, 28]
    assert refusal(desk.schedule.move, on(3), "出差", to=on(4)).field == "date"
    assert refusal(desk.schedule.call_off, on(3), "出差").field == "date"
    # Only the hour may still be put right.
    assert desk.schedule.move(on(3), "晚了", hours="09:30-11:30").slot.hours == "09:30-11:30"
