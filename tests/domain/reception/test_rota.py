"""Fair turns: as often as the weight says, nobody on leave, what is fixed stays, the same every time."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petidesk.domain.reception.rota import Leave, Rota, Seat, Turn, make_rota, parse_turns
from petidesk.domain.trouble import Refused

FIRST = date(2026, 1, 1)
NAMES = ("覃晓东", "盖世平", "任秀兰", "周小河", "杨柳青", "仇大林")
_DATES = st.sets(st.integers(0, 364), min_size=1, max_size=60).map(
    lambda days: sorted(FIRST + timedelta(days=day) for day in days)
)
_TURNS = st.lists(st.integers(1, 4), min_size=1, max_size=len(NAMES)).map(
    lambda weights: [Turn((name,), weight) for name, weight in zip(NAMES, weights, strict=False)]
)
_LEAVES = st.lists(
    st.tuples(st.sampled_from(NAMES), st.integers(0, 364), st.integers(0, 120)).map(
        lambda made: Leave(made[0], FIRST + timedelta(days=made[1]), FIRST + timedelta(days=made[1] + made[2]))
    ),
    max_size=4,
)


def sittings(rota: Rota) -> Counter[str]:
    return Counter(name for seat in rota.seats for name in seat.leaders)


@given(dates=_DATES, turns=_TURNS)
def test_two_turns_never_differ_by_more_than_one_for_each_unit_of_weight(dates: list[date], turns: list[Turn]) -> None:
    rota = make_rota(dates, turns)
    assert [seat.on for seat in rota.seats] == dates and not rota.gaps
    # At every point of the year, not only at its end.
    for length in range(1, len(dates) + 1):
        count = Counter(seat.leaders[0] for seat in rota.seats[:length])
        shares = [Fraction(count[turn.leaders[0]], turn.weight) for turn in turns]
        assert max(shares) - min(shares) <= 1


@given(dates=_DATES, turns=_TURNS, leaves=_LEAVES)
def test_nobody_receives_while_on_leave_and_a_day_without_anybody_is_a_gap(
    dates: list[date], turns: list[Turn], leaves: list[Leave]
) -> None:
    rota = make_rota(dates, turns, leaves=leaves)
    for seat in rota.seats:
        assert not any(leave.covers(seat.on) and leave.leader in seat.leaders for leave in leaves)
    assert sorted([*rota.gaps, *(seat.on for seat in rota.seats)]) == dates
    for gap in rota.gaps:
        assert all(any(leave.leader == turn.leaders[0] and leave.covers(gap) for leave in leaves) for turn in turns)


@given(dates=_DATES, turns=_TURNS, leaves=_LEAVES, data=st.data())
def test_fixed_days_stay_and_the_same_input_gives_the_same_rota(
    dates: list[date], turns: list[Turn], leaves: list[Leave], data: st.DataObject
) -> None:
    fixed = {
        day: Seat(day, (data.draw(st.sampled_from(NAMES)),), "司法所")
        for day in data.draw(st.sets(st.sampled_from(dates)))
    }
    rota = make_rota(dates, turns, leaves=leaves, fixed=fixed)
    assert {seat.on: seat for seat in rota.seats if seat.on in fixed} == fixed
    assert make_rota(list(reversed(dates)), turns, leaves=list(reversed(leaves)), fixed=fixed) == rota


@given(dates=_DATES, turns=_TURNS)
def test_making_the_second_half_anew_with_the_first_as_history_is_as_fair(dates: list[date], turns: list[Turn]) -> None:
    whole = make_rota(dates, turns)
    half = len(dates) // 2
    history = [(seat.on, name) for seat in whole.seats[:half] for name in seat.leaders]
    # Everybody has sat by then, or nobody is known yet: otherwise newcomers begin level with the least.
    if len({name for _, name in history}) in (0, len(turns)):
        assert make_rota(dates[half:], turns, history=history).seats == whole.seats[half:]


def days(count: int, since: date = FIRST) -> list[date]:
    return [since + timedelta(days=number) for number in range(count)]


def test_a_pair_goes_on_with_whoever_is_there() -> None:
    pair = Turn(("覃晓东", "盖世平"))
    rota = make_rota(days(2), [pair], leaves=[Leave("盖世平", FIRST, FIRST)])
    assert rota.seats[0] == Seat(FIRST, ("覃晓东",), "", ("盖世平",))
    assert rota.seats[1].leaders == ("覃晓东", "盖世平")
    # Without its first member the pair does not receive.
    assert make_rota(days(1), [pair], leaves=[Leave("覃晓东", FIRST, FIRST)]).gaps == (FIRST,)


def test_a_leader_on_leave_all_year_is_named() -> None:
    turns = [Turn(("覃晓东",)), Turn(("盖世平",))]
    rota = make_rota(days(10), turns, leaves=[Leave("盖世平", FIRST, date(2026, 12, 31))])
    assert rota.never == ("盖世平",) and sittings(rota) == {"覃晓东": 10}


def test_units_accompany_in_turn() -> None:
    rota = make_rota(days(5), [Turn(("覃晓东",))], units=["司法所", "派出所"])
    assert [seat.unit for seat in rota.seats] == ["司法所", "派出所", "司法所", "派出所", "司法所"]


def test_a_newcomer_does_not_sit_for_the_months_before() -> None:
    turns = [Turn((name,)) for name in NAMES[:3]]
    history = [(FIRST + timedelta(days=number), NAMES[number % 2]) for number in range(20)]
    later = make_rota(days(6, date(2026, 7, 1)), turns, history=history)
    assert sittings(later) == dict.fromkeys(NAMES[:3], 2)


def test_turns_as_they_are_typed() -> None:
    assert parse_turns("覃晓东，盖世平+任秀兰, 周小河:2") == (
        Turn(("覃晓东",)),
        Turn(("盖世平", "任秀兰")),
        Turn(("周小河",), 2),
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("覃晓东,", "missing"),
        ("覃晓东+", "missing"),
        ("覃晓东,覃晓东", "bad_value"),
        ("覃晓东+盖世平,盖世平", "bad_value"),
        ("覃晓东:0", "bad_value"),
        ("覃晓东:13", "bad_value"),
        ("覃晓东:", "bad_value"),
        ("覃晓东:两", "bad_value"),
        ("甲+乙+丙+丁", "too_many"),
    ],
)
def test_turns_that_are_refused(text: str, code: str) -> None:
    with pytest.raises(Refused) as raised:
        parse_turns(text)
    assert (raised.value.code, raised.value.field) == (code, "leaders")
