"""Plans of receptions: to one's own villages, stored plans, and what a proposal tells."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from petidesk.desk.desk import Desk
from petidesk.desk.reception.reception import DayQuery, Which
from petidesk.domain.reception.days import RotaPlan
from petidesk.domain.reception.rota import parse_turns
from petidesk.domain.trouble import Refused
from tests.desk.reception.december import LEADERS, Clock, copied, on, plan, refusal, rota
from tests.examples import examples

# ---- to one's own villages


def test_every_leader_goes_to_his_own_villages(desk: Desk) -> None:
    villages: dict[str, list[str]] = {"覃晓东": ["东村", "西村"], "盖世平": ["南村"], "任秀兰": []}
    desk.office.change({"leaders": [{"name": name, "villages": villages[name]} for name in LEADERS]})
    own = plan(kind="village", place="", own_villages=True)

    def found() -> dict[int, list[tuple[str, str]]]:
        days: dict[int, list[tuple[str, str]]] = {}
        for day in desk.schedule.days(DayQuery(on(1), on(31))):
            days.setdefault(day.on.day, []).append((day.slot.village, "、".join(day.leaders)))
        return {day: sorted(told) for day, told in days.items()}

    assert desk.schedule.make(own).findings == ()
    east, west, south = ("东村", "覃晓东"), ("西村", "覃晓东"), ("南村", "盖世平")
    both = [sorted([east, south]), sorted([south, west])]
    assert found() == {3: both[0], 10: both[1], 17: both[0], 24: both[1], 31: both[0]}
    # Made anew from the tenth on, the villages change places; nobody is in two of them.
    done = desk.schedule.make(replace(own, since=on(4), again=True))
    assert done.findings == () and found() == {3: both[0], 10: both[0], 17: both[1], 24: both[0], 31: both[1]}
    assert desk.checks.run(deep=True) == []


def test_leaders_who_share_a_village_take_turns_there(desk: Desk) -> None:
    leaders = [{"name": "覃晓东", "villages": ["东村", "西村"]}, {"name": "盖世平", "villages": ["东村"]}]
    desk.office.change({"leaders": leaders})
    own = plan(kind="outreach", place="", own_villages=True)
    done = desk.schedule.make(own)
    assert done.findings == () and rota(desk, village="西村") == {10: "覃晓东", 24: "覃晓东"}
    turns = rota(desk, village="东村")
    assert list(turns) == [3, 10, 17, 24, 31] and (turns[10], turns[24]) == ("盖世平", "盖世平")


def test_own_villages_need_a_leader_who_has_some(desk: Desk) -> None:
    refused = refusal(desk.schedule.make, plan(kind="village", place="", own_villages=True))
    assert (refused.code, refused.field) == ("missing", "own_villages")
    refused = refusal(desk.schedule.propose, plan(own_villages=True))
    assert (refused.code, refused.field) == ("bad_value", "kind")


# ---- stored plans


PLAN = {
    "name": "每周四",
    "rules": ["weekly:thu", "monthday:8"],
    "holiday": "next",
    "except": ["2026-12-20..2026-12-25"],
    "place": "一楼接访室",
    "time": "09:00-11:30",
    "units": ["司法所", "派出所"],
}


def test_a_stored_plan_is_used_month_after_month(desk: Desk) -> None:
    kept = desk.schedule.keep_plan(PLAN)
    leaders = desk.office.current().leaders
    made = desk.schedule.make(kept.plan(on(1), on(31), leaders)).made
    assert [(day.on.day, day.leaders, day.unit) for day in made] == [
        (3, ("覃晓东",), "司法所"),
        (8, ("盖世平",), "派出所"),
        (10, ("任秀兰",), "司法所"),
        (17, ("覃晓东",), "派出所"),
        (31, ("盖世平",), "司法所"),
    ]
    # Kept under the same name it takes the other's place; what is read back is what was kept.
    again = desk.schedule.keep_plan({**PLAN, "rules": ["weekly:mon"], "leaders": "盖世平+任秀兰:2"})
    assert desk.schedule.plans() == [again] and again.rules == ("weekly:mon",)
    assert again.plan(on(1), on(31), leaders).turns == parse_turns("盖世平+任秀兰:2")
    desk.schedule.drop_plan("每周四")
    assert desk.schedule.plans() == [] and len(rota(desk)) == 5
    actions = [line.action for line in desk.audit.lines(5)]
    assert actions.count("schedule.plan_kept") == 2 and actions.count("schedule.plan_dropped") == 1


def test_a_plan_of_a_leader_who_is_gone_says_so(desk: Desk) -> None:
    kept = desk.schedule.keep_plan({**PLAN, "leaders": "覃晓东,周小河"})
    made = desk.schedule.make(kept.plan(on(1), on(31), ()))
    assert [finding.what for finding in made.findings] == ["unknown_leader"] and "周小河" in made.findings[0].words


def test_weight_says_how_often_and_nought_not_at_all(desk: Desk) -> None:
    kept = desk.schedule.keep_plan(PLAN)

    def weigh(*weights: int) -> None:
        leaders = [{"name": name, "weight": weight} for name, weight in zip(LEADERS, weights, strict=True)]
        desk.office.change({"leaders": leaders})

    weigh(3, 0, 1)
    desk.schedule.make(kept.plan(on(1), on(31), desk.office.current().leaders))
    assert list(rota(desk).values()) == ["覃晓东", "任秀兰", "覃晓东", "覃晓东", "任秀兰"]
    weigh(0, 0, 0)
    refused = refusal(desk.schedule.make, kept.plan(date(2027, 1, 1), date(2027, 1, 9), desk.office.current().leaders))
    assert (refused.code, refused.field) == ("missing", "leaders")


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"name": ""}, "missing", "name"),
        ({"rules": []}, "missing", "rules"),
        ({"rules": ["weekly:x"]}, "bad_value", "rule"),
        ({"holiday": "later"}, "bad_value", "holiday"),
        ({"except": ["x"]}, "bad_value", "except"),
        ({"leaders": "覃晓东,覃晓东"}, "bad_value", "leaders"),
        ({"kind": "walk"}, "bad_value", "kind"),
        ({"time": "9点"}, "bad_value", "time"),
        ({"units": [1]}, "bad_value", "units[0]"),
        ({"own_villages": True}, "bad_value", "own_villages"),
        ({"own_villages": True, "kind": "village", "village": "东村"}, "bad_value", "own_villages"),
        ({"own_villages": "yes"}, "bad_value", "own_villages"),
        ({"weekday": "thu"}, "unknown_key", "weekday"),
    ],
)
def test_plans_that_are_refused(desk: Desk, change: dict[str, Any], code: str, field: str) -> None:
    refused = refusal(desk.schedule.keep_plan, PLAN | change)
    assert (refused.code, refused.field) == (code, field) and desk.schedule.plans() == []


# ---- a proposal


_RULES = st.sampled_from(["weekly:thu", "weekly:tue,thu", "monthday:3,10,28", "dates:2026-12-10,2026-12-17"])
_PLANS = st.builds(
    plan,
    _RULES,
    leaders=st.sampled_from(["覃晓东,盖世平,任秀兰", "任秀兰+盖世平,覃晓东:2", "盖世平"]),
    since=st.sampled_from([on(1), on(9)]),
    place=st.sampled_from(["一楼", "二楼"]),
    hours=st.sampled_from(["", "09:00-11:30", "14:00-16:00"]),
    units=st.sampled_from([(), ("司法所", "派出所")]),
)


_OWN = st.builds(
    plan,
    _RULES,
    leaders=st.sampled_from(["覃晓东,盖世平,任秀兰", "盖世平"]),
    since=st.sampled_from([on(1), on(9)]),
    kind=st.just("village"),
    place=st.just(""),
    units=st.sampled_from([(), ("司法所", "派出所")]),
    own_villages=st.just(True),
)


def _by_hand(desk: Desk, deed: int) -> None:
    """Something done by hand to the first day that it can be done to."""
    deeds = (
        lambda day, which: desk.schedule.move(day.on, "改期", to=day.on + timedelta(days=1), which=which),
        lambda day, which: desk.schedule.move(day.on, "改地点", place="二楼", which=which),
        lambda day, which: desk.schedule.call_off(day.on, "停电", which),
        lambda day, which: desk.schedule.substitute(day.on, "周小河", "顶替", which=which),
        lambda day, which: desk.sittings.book(day.on, {"name": "张桂花"}, which),
    )
    for day in desk.schedule.days(DayQuery()):
        with contextlib.suppress(Refused):
            deeds[deed](day, Which(day.slot.kind, day.slot.place, day.slot.village))
            return


@settings(max_examples=examples(10), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(plans=st.lists(st.tuples(_PLANS | _OWN, st.integers(0, 4)), min_size=1, max_size=3))
def test_a_proposal_writes_nothing_and_says_what_making_then_does(
    model: Path, tmp_path: Path, plans: list[tuple[RotaPlan, int]]
) -> None:
    villages = (["东村", "西村"], ["南村", "东村"], [])
    with copied(model, tmp_path / "data", Clock()) as desk:
        leaders = [{"name": name, "villages": own} for name, own in zip(LEADERS, villages, strict=True)]
        desk.office.change({"leaders": leaders})
        desk.schedule.leave("任秀兰", on(8), on(20), "驻外")
        for wanted, deed in plans:
            before = desk.schedule.days(DayQuery(cancelled=True)), desk.audit.lines(5000)
            proposed = desk.schedule.propose(wanted)
            assert (desk.schedule.days(DayQuery(cancelled=True)), desk.audit.lines(5000)) == before
            made = desk.schedule.make(replace(wanted, again=True))
            told = {(day.slot, day.leaders, day.unit, day.rule_date) for day in proposed.days}
            assert {(day.slot, day.leaders, day.unit, day.rule_date) for day in made.made} == told
            assert (len(made.made), made.kept) == (len(proposed.days), proposed.kept)
            assert [each.words[:3] for each in made.findings if each.what == "never"] == list(proposed.never)
            _by_hand(desk, deed)
        assert desk.checks.run() == []
