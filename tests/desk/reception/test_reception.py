"""The kept rota on real files: made, made anew, swapped, stood in, locked; leave, conflicts, counts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.desk.reception.reception import DayQuery, Which
from petidesk.domain.reception.days import RotaPlan, parse_hours
from petidesk.domain.reception.rota import parse_turns
from petidesk.domain.reception.rules import parse_rule
from petidesk.domain.trouble import Refused
from tests.offices import new_office

TODAY = datetime(2026, 11, 19, 9, 0)
LEADERS = "覃晓东,盖世平,任秀兰"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A practice office with three leaders, on a day of its own."""
    new_office(tmp_path / "data", office="清溪镇", county="安平县", villages=["东村"], practice=True)
    opened = open_desk(tmp_path / "data", clock=lambda: TODAY)
    opened.office.change({"leaders": [{"name": name, "post": "副镇长"} for name in LEADERS.split(",")]})
    yield opened
    opened.close()


def plan(rule: str = "weekly:thu", leaders: str = LEADERS, **more: Any) -> RotaPlan:
    values: dict[str, Any] = {"since": date(2026, 12, 1), "until": date(2026, 12, 31), "place": "一楼接访室", **more}
    return RotaPlan(rules=tuple(parse_rule(text) for text in rule.split()), turns=parse_turns(leaders), **values)


def rota(desk: Desk, **query: Any) -> dict[str, str]:
    """Day of December to leaders."""
    days = desk.schedule.days(DayQuery(date(2026, 12, 1), date(2026, 12, 31), **query))
    return {f"{day.on:%d}": "、".join(day.leaders) for day in days}


def refusal(call: Any, *words: Any, **named: Any) -> Refused:
    with pytest.raises(Refused) as raised:
        call(*words, **named)
    return raised.value


def test_a_month_in_turns(desk: Desk) -> None:
    made = desk.schedule.make(plan(hours="09:00-11:30", units=("司法所", "派出所")))
    assert rota(desk) == {"03": "覃晓东", "10": "盖世平", "17": "任秀兰", "24": "覃晓东", "31": "盖世平"}
    first = made.made[0]
    assert (first.slot.hours, first.unit, first.rule, first.version) == ("09:00-11:30", "司法所", "weekly:thu", 1)
    assert [change.kind for change in first.changes] == ["made"] and first.changes[0].staff == "值班员"
    assert made.findings == () and desk.checks.run(deep=True) == []


def test_the_next_month_goes_on_where_this_one_ended(desk: Desk) -> None:
    desk.schedule.make(plan(since=date(2026, 11, 20), until=date(2026, 11, 30)))
    desk.schedule.make(plan())
    assert list(rota(desk).values()) == ["盖世平", "任秀兰", "覃晓东", "盖世平", "任秀兰"]
    counts = desk.schedule.counts(2026)
    assert {name: line["total"] for name, line in counts.items()} == {"覃晓东": 2, "盖世平": 2, "任秀兰": 2}


def test_made_twice_is_refused_and_changes_nothing(desk: Desk) -> None:
    desk.schedule.make(plan())
    before = rota(desk)
    refused = refusal(desk.schedule.make, plan(leaders="任秀兰"))
    assert refused.code == "forbidden" and "已经排了5天接访" in refused.message
    assert rota(desk) == before
    # Another kind or another place is another rota.
    desk.schedule.make(plan("monthday:8", kind="outreach"))
    desk.schedule.make(plan("monthday:9", place="二楼"))
    assert len(rota(desk)) == len(before) + 2


def test_made_anew_keeps_what_is_locked_or_changed_by_hand(desk: Desk) -> None:
    desk.schedule.make(plan())
    desk.schedule.lock(date(2026, 12, 3))
    desk.schedule.swap(date(2026, 12, 10), date(2026, 12, 17), "出差")
    done = desk.schedule.make(plan("weekly:thu monthday:28", leaders="任秀兰,盖世平,覃晓东", again=True))
    assert [day.on.day for day in done.kept] == [3, 10, 17]
    found = rota(desk)
    assert (found["03"], found["10"], found["17"]) == ("覃晓东", "任秀兰", "盖世平")
    assert [day.on.day for day in done.made] == [24, 28, 31] and done.cancelled == ()
    # What the rules no longer name falls away, but is kept as cancelled.
    gone = desk.schedule.make(plan("monthday:28", again=True)).cancelled
    assert [day.on.day for day in gone] == [24, 31]
    assert list(rota(desk)) == ["03", "10", "17", "28"]
    assert list(rota(desk, cancelled=True)) == ["03", "10", "17", "24", "28", "31"]
    # And stands again when it is named again.
    again = desk.schedule.make(plan(again=True)).made
    assert [change.kind for change in again[0].changes] == ["made", "remade", "cancelled", "remade"]
    assert desk.checks.run(deep=True) == []


def test_days_that_have_passed_are_left_alone(desk: Desk) -> None:
    november = {"since": date(2026, 11, 1), "until": date(2026, 11, 30)}
    desk.schedule.make(plan(**november))
    done = desk.schedule.make(plan(leaders="任秀兰", again=True, **november))
    assert [day.on.day for day in done.kept] == [5, 12]
    assert [day.on.day for day in done.made] == [19, 26] and {day.leaders for day in done.made} == {("任秀兰",)}


def test_a_swap_keeps_what_was_planned_with_the_reason(desk: Desk) -> None:
    desk.schedule.make(plan())
    first, second = desk.schedule.swap(date(2026, 12, 3), date(2026, 12, 10), " 县里开会 ")
    assert (first.planned, first.leaders, first.reason) == (("覃晓东",), ("盖世平",), "县里开会")
    assert (second.planned, second.leaders, second.version) == (("盖世平",), ("覃晓东",), 2)
    line = desk.schedule.counts(2026)["覃晓东"]
    assert (line["total"], line["planned"]) == (2, 2)
    back, _ = desk.schedule.swap(date(2026, 12, 3), date(2026, 12, 10), "会议取消")
    assert back.planned == back.leaders and back.reason == "" and len(back.changes) == 3


def test_a_substitute_is_counted_and_the_planned_leader_stays(desk: Desk) -> None:
    desk.schedule.make(plan(leaders="覃晓东+盖世平,任秀兰"))
    assert refusal(desk.schedule.substitute, date(2026, 12, 3), "任秀兰", "生病").field == "for"
    day = desk.schedule.substitute(date(2026, 12, 3), "任秀兰", "生病", instead_of="盖世平")
    assert (day.planned, day.leaders, day.reason) == (("覃晓东", "盖世平"), ("覃晓东", "任秀兰"), "生病")
    assert desk.schedule.counts(2026)["任秀兰"] == {
        "reception": 3,
        "outreach": 0,
        "invited": 0,
        "village": 0,
        "total": 3,
        "planned": 2,
    }


@pytest.mark.parametrize(
    ("call", "code", "field"),
    [
        (lambda s: s.swap(date(2026, 12, 3), date(2026, 12, 10), " "), "missing", "why"),
        (lambda s: s.swap(date(2026, 12, 3), date(2026, 12, 4), "出差"), "not_found", "date"),
        (lambda s: s.swap(date(2026, 12, 3), date(2026, 12, 24), "出差"), "forbidden", "other"),
        (lambda s: s.swap(date(2026, 12, 3), date(2026, 12, 17), "出差"), "forbidden", "date"),
        (lambda s: s.substitute(date(2026, 12, 3), "覃晓东", "出差"), "forbidden", "name"),
        (lambda s: s.substitute(date(2026, 12, 3), "任秀兰", "出差"), "forbidden", "date"),
        (lambda s: s.substitute(date(2026, 12, 3), "盖世平", "出差", instead_of="周小河"), "not_found", "for"),
        (lambda s: s.substitute(date(2026, 12, 3), "", "出差"), "missing", "leaders"),
        (lambda s: s.lock(date(2026, 12, 5)), "not_found", "date"),
        (lambda s: s.leave("任秀兰", date(2026, 12, 1), date(2026, 12, 5)), "forbidden", "name"),
        (lambda s: s.leave("任秀兰", date(2026, 12, 9), date(2026, 12, 5)), "bad_value", "to"),
        (lambda s: s.end_leave("覃晓东", date(2026, 12, 1), date(2026, 12, 5)), "not_found", "name"),
        (lambda s: s.make(plan("monthday:8", hours="9点")), "bad_value", "time"),
        (lambda s: s.make(plan("monthday:8", kind="walk")), "bad_value", "kind"),
    ],
)
def test_what_is_refused_changes_nothing(desk: Desk, call: Any, code: str, field: str) -> None:
    desk.schedule.make(plan())
    desk.schedule.leave("任秀兰", date(2026, 12, 1), date(2026, 12, 5), "探亲")
    before, chain = desk.schedule.days(DayQuery(cancelled=True)), desk.audit.lines(1000)
    refused = refusal(call, desk.schedule)
    assert (refused.code, refused.field) == (code, field)
    assert desk.schedule.days(DayQuery(cancelled=True)) == before and desk.audit.lines(1000) == chain


def test_leave_is_not_hidden_when_it_upsets_the_rota(desk: Desk) -> None:
    desk.schedule.make(plan())
    leave, upset = desk.schedule.leave("覃晓东", date(2026, 12, 20), date(2026, 12, 26), "年休假")
    assert [finding.on for finding in upset] == [date(2026, 12, 24)] and "覃晓东" in upset[0].words
    done = desk.schedule.make(plan(again=True))
    assert rota(desk)["24"] != "覃晓东" and done.findings == ()
    assert desk.schedule.leaves(date(2026, 12, 26)) == [leave] and desk.schedule.leaves(date(2026, 12, 27)) == []
    desk.schedule.end_leave("覃晓东", date(2026, 12, 20), date(2026, 12, 26))
    assert desk.schedule.leaves() == []


def test_a_leader_on_leave_all_the_time_and_days_for_nobody_are_told(desk: Desk) -> None:
    desk.schedule.leave("覃晓东", date(2026, 1, 1), date(2026, 12, 31), "驻外")
    done = desk.schedule.make(plan(leaders="覃晓东"))
    assert [finding.what for finding in done.findings] == ["never", *["gap"] * 5]
    assert set(rota(desk).values()) == {""}
    filled = desk.schedule.substitute(date(2026, 12, 3), "盖世平", "无人排班")
    assert filled.leaders == ("盖世平",) and filled.planned == ()


def test_two_receptions_at_one_place_and_time_are_told(desk: Desk) -> None:
    desk.schedule.make(plan(hours="09:00-11:30"))
    clash = desk.schedule.make(plan("monthday:10", kind="invited", hours="11:00-12:00"))
    assert [finding.what for finding in clash.findings] == ["same_place"]
    # Who sits downstairs at that time is not sent out as well; an hour later he may be.
    assert rota(desk, kind="invited")["10"] != rota(desk, kind="reception")["10"]
    later = desk.schedule.make(plan("monthday:17", leaders="任秀兰", kind="outreach", hours="14:00-16:00", place=""))
    assert [finding.what for finding in later.findings] == ["same_place"]
    desk.schedule.substitute(date(2026, 12, 10), "任秀兰", "换人", which=Which(kind="invited"))
    same = desk.schedule.substitute(date(2026, 12, 10), "任秀兰", "换人", which=Which(kind="reception"))
    found = desk.schedule.findings(same.on, same.on)
    assert sorted(finding.what for finding in found) == ["same_leader", "same_place"]


def test_several_receptions_of_one_day_must_be_told_apart(desk: Desk) -> None:
    desk.schedule.make(plan())
    desk.schedule.make(plan("monthday:10", kind="village", place="", village="东村"))
    refused = refusal(desk.schedule.lock, date(2026, 12, 10))
    assert refused.code == "bad_value" and "村级接访东村" in refused.message
    assert desk.schedule.lock(date(2026, 12, 10), which=Which(village="东村")).slot.kind == "village"
    assert desk.schedule.lock(date(2026, 12, 10), which=Which(kind="reception")).locked
    assert not desk.schedule.lock(date(2026, 12, 10), locked=False, which=Which("reception")).locked


def test_a_leader_outside_the_list_is_told(desk: Desk) -> None:
    (finding,) = desk.schedule.make(plan(leaders="周小河")).findings
    assert finding.what == "unknown_leader" and "周小河" in finding.words


def test_lists_by_leader_and_page(desk: Desk) -> None:
    desk.schedule.make(plan(leaders="覃晓东+盖世平,任秀兰"))
    query = DayQuery(leader="盖世平")
    assert desk.schedule.count(query) == 3
    assert [day.on.day for day in desk.schedule.days(query, 2, 1)] == [17, 31]


@pytest.mark.parametrize("text", ["9:00-11:00", "09:00", "11:00-09:00", "09:00-24:00", "25:00-26:00", "09:60-10:00"])
def test_hours_that_are_none(text: str) -> None:
    assert refusal(parse_hours, text).field == "time"


def test_a_swap_can_be_undone_after_a_calling_off_was_undone(desk: Desk) -> None:
    desk.schedule.make(plan())
    day, other = date(2026, 12, 3), date(2026, 12, 10)
    desk.schedule.swap(day, other, "出差")
    desk.schedule.call_off(other, "停电")
    desk.schedule.take_back(other)
    assert rota(desk)["10"] == "覃晓东"
    desk.schedule.take_back(other)
    assert (rota(desk)["03"], rota(desk)["10"]) == ("覃晓东", "盖世平")


def test_a_swap_names_either_reception_where_days_have_several(desk: Desk) -> None:
    desk.schedule.make(plan())
    desk.schedule.make(plan("monthday:10", leaders="周小河", kind="village", place="", village="东村"))
    first, second = desk.schedule.swap(
        date(2026, 12, 3), date(2026, 12, 10), "出差", Which("reception"), Which("village", village="东村")
    )
    assert (first.leaders, second.leaders, second.slot.kind) == (("周小河",), ("覃晓东",), "village")
    assert "盖世平" in rota(desk, kind="reception")["10"]
