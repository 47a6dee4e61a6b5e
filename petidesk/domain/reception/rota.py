"""Who receives on which day: turns in order, each as often as its weight says, nobody while on leave.

A turn is one leader or a pair. The next reception goes to the turn that has sat least for its weight, then to the one
that has waited longest, then to the order of the list: so over any stretch without leave two turns never differ by more
than one sitting for each unit of weight, and the same input always gives the same rota.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from petidesk.domain.office.fields import MOST_WEIGHT
from petidesk.domain.trouble import Refused

MOST_IN_A_TURN = 3


@dataclass(frozen=True, slots=True)
class Leave:
    """A span, both ends included, in which a leader cannot receive."""

    leader: str
    since: date
    until: date
    why: str = ""
    leave_id: int = 0

    def covers(self, day: date) -> bool:
        """Whether the leader is away on the day."""
        return self.since <= day <= self.until


@dataclass(frozen=True, slots=True)
class Turn:
    """One place in the order: a leader, or a pair whose first one leads. Weight 2 sits twice as often as weight 1."""

    leaders: tuple[str, ...]
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Seat:
    """Who receives on a day and which unit accompanies. `away` are members of the turn who cannot be there."""

    on: date
    leaders: tuple[str, ...]
    unit: str = ""
    away: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rota:
    """The seats by day, the days for which nobody was free, and the leaders whom leave keeps out altogether."""

    seats: tuple[Seat, ...]
    gaps: tuple[date, ...] = ()
    never: tuple[str, ...] = ()


@dataclass(slots=True)
class _Standing:
    """How often and when last someone sat."""

    count: Fraction = field(default_factory=Fraction)
    last: date = date.min


def parse_turns(text: str) -> tuple[Turn, ...]:
    """覃晓东,盖世平+任秀兰,周小河:2 as turns: + makes a pair, :2 doubles the weight. Refused (missing, bad_value)."""
    turns = []
    for part in text.replace("，", ",").replace("、", ",").split(","):
        names, colon, weight = part.replace("：", ":").partition(":")
        leaders = tuple(" ".join(name.split()) for name in names.replace("＋", "+").split("+"))
        if not all(leaders):
            raise Refused("missing", "领导写成 张三,李四；两人一组写成 张三+李四。", field="leaders")
        if len(leaders) > MOST_IN_A_TURN:
            raise Refused("too_many", f"一次接待最多{MOST_IN_A_TURN}名领导。", field="leaders")
        if colon and not (weight.strip().isascii() and weight.strip().isdigit()):
            raise Refused("bad_value", f"“{part}”的次数应当是1到{MOST_WEIGHT}之间的数。", field="leaders")
        turns.append(Turn(leaders, int(weight) if colon else 1))
        if not 1 <= turns[-1].weight <= MOST_WEIGHT:
            raise Refused("bad_value", f"“{part}”的次数应当是1到{MOST_WEIGHT}之间的数。", field="leaders")
    named = [name for turn in turns for name in turn.leaders]
    if twice := [name for name in named if named.count(name) > 1]:
        raise Refused("bad_value", f"“{twice[0]}”写了两次。", field="leaders")
    return tuple(turns)


def make_rota(
    dates: Iterable[date],
    turns: Sequence[Turn],
    *,
    leaves: Iterable[Leave] = (),
    busy: Iterable[tuple[date, str]] = (),
    units: Sequence[str] = (),
    fixed: Mapping[date, Seat] | None = None,
    history: Iterable[tuple[date, str]] = (),
) -> Rota:
    """Seats for the days of `dates`, each once, in their order.

    `busy` are leaders who receive elsewhere at that time. `fixed` days stay as they are and count. `history` are
    earlier sittings of the year as (day, name), of leaders and accompanying units alike. Who has none where others have
    some begins level with the least of them: a newcomer does not sit for the months before. A pair goes on with whoever
    is there; `away` names who is not.
    """
    days, held, spans = sorted(set(dates)), dict(fixed or {}), list(leaves)
    elsewhere: dict[date, set[str]] = {}
    for day, name in busy:
        elsewhere.setdefault(day, set()).add(name)
    earlier = [*history, *((seat.on, name) for seat in held.values() for name in (*seat.leaders, seat.unit))]
    waiting = _standings([turn.leaders[0] for turn in turns], {turn.leaders[0]: turn.weight for turn in turns}, earlier)
    company = _standings(units, {}, earlier)
    seats, gaps = [], []
    for day in days:
        if day in held:
            seats.append(held[day])
            continue
        gone = {leave.leader for leave in spans if leave.covers(day)} | elsewhere.get(day, set())
        free = [turn for turn in turns if turn.leaders[0] not in gone]
        if not free:
            gaps.append(day)
            continue
        turn = min(free, key=lambda each: (waiting[each.leaders[0]].count, waiting[each.leaders[0]].last))
        _sat(waiting[turn.leaders[0]], day, turn.weight)
        unit = min(units, key=lambda each: (company[each].count, company[each].last)) if units else ""
        if unit:
            _sat(company[unit], day, 1)
        there = tuple(name for name in turn.leaders if name not in gone)
        seats.append(Seat(day, there, unit, tuple(name for name in turn.leaders if name in gone)))
    open_days = [day for day in days if day not in held]
    return Rota(tuple(seats), tuple(gaps), _never(turns, spans, open_days))


def _standings(
    names: Iterable[str], weights: Mapping[str, int], earlier: Sequence[tuple[date, str]]
) -> dict[str, _Standing]:
    """Where each name stands after what was before, as sittings divided by weight."""
    found = {name: _Standing() for name in names}
    known: set[str] = set()
    for day, name in earlier:
        if name in found:
            known.add(name)
            found[name].count += Fraction(1, weights.get(name, 1))
            found[name].last = max(found[name].last, day)
    if known:
        least = min(found[name].count for name in known)
        for name in set(found) - known:
            found[name].count = least
    return found


def _sat(standing: _Standing, day: date, weight: int) -> None:
    standing.count += Fraction(1, weight)
    standing.last = day


def _never(turns: Sequence[Turn], leaves: Sequence[Leave], days: Sequence[date]) -> tuple[str, ...]:
    """Leaders who are away on every one of the days."""
    return tuple(
        name
        for turn in turns
        for name in turn.leaders
        if days and all(any(leave.leader == name and leave.covers(day) for leave in leaves) for day in days)
    )
