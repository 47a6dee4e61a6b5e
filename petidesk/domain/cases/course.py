"""The course of a case as figures ask for it: when it was in hand, which limits bound the office, how it was answered.

Everything follows from the effective events and from what the visits said; nothing asks what day it is. A figure
decides by its own span and its own 统计截止时间 what of it counts (rules/counting.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from petidesk.domain.calendar import Calendar
from petidesk.domain.cases.cases import HANDLING, NOTICE, CaseEvent, Limits, RunningClock, Standing, apply, effective
from petidesk.domain.cases.events import ENDINGS, NOT_WRITTEN
from petidesk.domain.cases.projection import Projection, dates_of, projection_of
from petidesk.domain.codes import HOTLINE

REPLY = "reply"
ANSWERED = "answered"
"""How a case ended whose requests were answered one by one (《信访工作条例》第三十二条)."""
SENT_BACK = "sent_back"
WITHDRAWN = "withdrawn"
COURSE_ENDINGS = {ANSWERED: "作出处理意见", **ENDINGS, SENT_BACK: "异议退回"}
"""How a time in hand can end, in the order of tables."""

# What the office asked of a unit until a day.
_ASKED = ("assigned", "transferred", "supervised")
# What ends the clock of the written notice because the person was told; anything else ends it untold.
_TELLS = ("told", "accepted", "not_accepted", "served")
_LITIGATION = 1


@dataclass(frozen=True, slots=True)
class Said:
    """What the standing visits say of a case.

    `channel`, `category` and `village`: of the first of them. `named`: whoever came first can be reached by name and
    address. `again`: the days on which the case was raised again.
    """

    channel: str = ""
    category: str = ""
    village: str = ""
    named: bool = False
    again: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseSpan:
    """A time that the case was in hand: from its acceptance to its end. `left` is None while it lasts."""

    came: date
    left: date | None = None
    ending: str = ""


@dataclass(frozen=True, slots=True)
class CaseLimit:
    """A limit that bound the office, or (kind ``reply``) a unit that it asked.

    `due_on`: the day printed on papers; `last_on`: the last day that is still in time, moved off a rest day.
    `forwarded_on`: of a notice, when the matter was told, transferred or assigned. `met_on`: told, answered, returned.
    `ended_on`: it ended in another way, and nobody can meet it any more. `unit`: who was asked.
    """

    kind: str
    since: date
    due_on: date
    last_on: date
    forwarded_on: date | None = None
    met_on: date | None = None
    ended_on: date | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Instruction:
    """A dated 批示 of a leader."""

    on: date
    leader: str


@dataclass(frozen=True, slots=True)
class Course:
    """What figures ask of a case.

    `answered_on`: when it was first concluded, other than withdrawn; `served_on`: when its first answer was served;
    `again_on`: the first day after that on which it was raised again or 复查 was requested. `rating`: given by the
    petitioner himself in the national system, of the unit that handled it; `called`: given to the office on the
    telephone. `presented_on`: when it was last put before a leader. `rateable`: the national system asks for a rating
    of such a case.
    """

    category: str = ""
    village: str = ""
    rateable: bool = False
    answered_on: date | None = None
    served_on: date | None = None
    again_on: date | None = None
    rating: str = ""
    rated_on: date | None = None
    called: str = ""
    called_on: date | None = None
    presented_on: date | None = None
    spans: tuple[CaseSpan, ...] = ()
    limits: tuple[CaseLimit, ...] = ()
    instructions: tuple[Instruction, ...] = ()


@dataclass(frozen=True, slots=True)
class Spoken:
    """What the visits say of a case, and the route (《信访工作条例》第三十一条) that the latest of its own names."""

    said: Said = Said()
    route: int | None = None


@dataclass(frozen=True, slots=True)
class SaidOnce:
    """What one standing visit says of a case. `again`: it raises the case again."""

    on: date
    channel: str
    category: str
    village: str
    named: bool
    route: int | None
    again: bool


def spoken_of(own: Sequence[SaidOnce], far: Sequence[SaidOnce] = ()) -> Spoken:
    """What the visits of a case say, then those of the case that it was split off from; each in their order."""
    every = [*own, *far]
    if not every:
        return Spoken()
    said = Said(
        channel=every[0].channel,
        category=next((one.category for one in every if one.category), ""),
        village=next((one.village for one in every if one.village), ""),
        named=every[0].named,
        again=tuple(one.on for one in own if one.again),
    )
    return Spoken(said, next((one.route for one in reversed(own) if one.route is not None), None))


def followed(
    events: Iterable[CaseEvent], calendar: Calendar, limits: Limits, spoken: Spoken, *, restricted: bool = False
) -> tuple[Projection, Course]:
    """What follows from the events of a case (undone ones too): for lists and for figures, in one walk."""
    standing = Standing(route=spoken.route, restricted=restricted)
    walk = _Walk(standing, calendar, limits)
    for event in effective(events):
        apply(standing, event)
        walk.follow(event)
    return projection_of(standing, calendar, limits), walk.course(spoken.said)


@dataclass(slots=True)
class _Bound:
    """A limit on its way. `clock` without the extensions that came too late."""

    clock: RunningClock
    forwarded_on: date | None = None
    met_on: date | None = None
    ended_on: date | None = None
    answered: bool = False  # the answer is decided and not served yet
    ended_by: str = ""  # the event that ended it, or how the case ended with it

    def end(self, event: CaseEvent) -> None:
        """This event ends the clock."""
        withdrawn = event.kind == "concluded" and event.content.get("ending") == WITHDRAWN
        self.ended_by = WITHDRAWN if withdrawn else event.kind


@dataclass(slots=True)
class _Asked:
    since: date
    due: date
    unit: str
    met_on: date | None = None
    ended_on: date | None = None


class _Walk:
    """Watches a case from event to event: what changed in its standing says what happened to its course."""

    def __init__(self, standing: Standing, calendar: Calendar, limits: Limits) -> None:
        self._standing = standing
        self._calendar = calendar
        self._limits = limits
        self._came: date | None = None
        self._spans: list[CaseSpan] = []
        self._notices: list[_Bound] = []
        self._handling: list[_Bound] = []
        self._asked: dict[int, _Asked] = {}
        self._open_asked: set[int] = set()
        self._instructions: list[Instruction] = []
        self._days: dict[str, date] = {}
        self._ratings: dict[str, tuple[str, date]] = {}

    def follow(self, event: CaseEvent) -> None:
        """After `apply` of this event."""
        self._follow_hand(event)
        self._follow_notices(event)
        self._follow_handling(event)
        self._follow_asked(event)
        self._follow_days(event)

    # ---- in hand

    def _follow_hand(self, event: CaseEvent) -> None:
        in_hand = self._standing.accepted_on is not None and self._standing.open
        if in_hand and self._came is None:
            self._came = event.on
        elif not in_hand and self._came is not None:
            if event.kind != "merged":  # a merged case goes on in the one that took it in, and is counted there
                self._spans.append(CaseSpan(self._came, event.on, self._ending(event)))
            self._came = None

    def _ending(self, event: CaseEvent) -> str:
        if event.kind == "concluded":
            return self._standing.ending or (ANSWERED if self._standing.results else "")
        return {"told": "other_procedure", "objection_answered": SENT_BACK}.get(event.kind, "")

    # ---- the written notice

    def _follow_notices(self, event: CaseEvent) -> None:
        clocks = [clock for clock in self._standing.clocks if clock.kind == NOTICE]
        self._notices += [_Bound(clock) for clock in clocks[len(self._notices) :]]
        tells = _is_told(event)
        for bound, clock in zip(self._notices, clocks, strict=True):
            if bound.ended_by or clock.start > event.on:
                continue
            if bound.forwarded_on is None and (tells or event.kind in ("transferred", "assigned")):
                bound.forwarded_on = event.on
            if clock.met_on is not None:
                bound.end(event)
                if tells:
                    bound.met_on = event.on
                else:
                    bound.ended_on = event.on

    # ---- the answer

    def _follow_handling(self, event: CaseEvent) -> None:
        clocks = [clock for clock in self._standing.clocks if clock.kind == HANDLING]
        self._handling += [_Bound(clock) for clock in clocks[len(self._handling) :]]
        for bound, clock in zip(self._handling, clocks, strict=True):
            if event.kind == "extended" and not bound.ended_by:
                self._extend(bound, event)
            if clock.met_on is not None and not bound.ended_by:
                self._answer(bound, event)
            if bound.answered and event.kind == "served" and self._standing.served_on == event.on:
                bound.answered, bound.met_on = False, event.on

    def _extend(self, bound: _Bound, event: CaseEvent) -> None:
        """An extension that was approved after the old day gives no time (《信访工作条例》第三十四条)."""
        approved = event.day("approved_on") or event.on
        if approved <= dates_of(bound.clock, self._calendar, self._limits).raw:
            clock = bound.clock
            extend = clock.extend + int(event.content["days"])
            bound.clock = RunningClock(clock.kind, clock.start, extend, anew=clock.anew, set_on=clock.set_on)

    def _answer(self, bound: _Bound, event: CaseEvent) -> None:
        bound.end(event)
        if bound.ended_by == "concluded":
            bound.answered = bool(self._standing.results) and not event.content.get("on_the_spot")
            bound.met_on = None if bound.answered else event.on
        else:
            bound.ended_on = event.on

    # ---- what units were asked for

    def _follow_asked(self, event: CaseEvent) -> None:
        now = {key: task for key, task in self._standing.tasks.items() if task.kind in _ASKED}
        for key in self._open_asked - now.keys():
            asked = self._asked[key]
            if event.kind in ("returned", "carried_out"):
                asked.met_on = event.on
            else:
                asked.ended_on = event.on
        for key in now.keys() - self._open_asked:
            self._asked[key] = _Asked(event.on, now[key].due, now[key].owner)
        self._open_asked = set(now)

    # ---- single days

    def _follow_days(self, event: CaseEvent) -> None:
        standing = self._standing
        if event.kind == "concluded" and standing.ending != WITHDRAWN:
            self._days.setdefault("answered", event.on)
            if event.content.get("on_the_spot"):
                self._days.setdefault("served", event.on)
        elif event.kind == "served" and standing.results and standing.served_on == event.on:
            self._days.setdefault("served", event.on)
        elif event.kind == "review_requested":
            self._days.setdefault("again", event.on)
        elif event.kind == "submitted":
            self._days["presented"] = event.on
        elif event.kind == "instructed":
            self._instructions.append(Instruction(event.on, event.content.get("leader", "")))
        elif event.kind == "rated" and event.content.get("of", "handling_unit") == "handling_unit":
            self._ratings[event.content.get("source", "call")] = (event.content.get("rating", ""), event.on)

    # ---- the whole

    def course(self, said: Said) -> Course:
        """What it came to."""
        spans = [*self._spans, *([CaseSpan(self._came)] if self._came is not None else [])]
        limits = [
            *(limit for bound in self._notices if (limit := self._notice_limit(bound)) is not None),
            *(limit for bound in self._handling if (limit := self._handling_limit(bound)) is not None),
            *(
                CaseLimit(REPLY, it.since, it.due, it.due, None, it.met_on, it.ended_on, it.unit)
                for it in self._asked.values()
            ),
        ]
        served = self._days.get("served")
        rating, rated_on = self._ratings.get("national", ("", None))
        called, called_on = self._ratings.get("call", ("", None))
        restricted = self._standing.restricted
        return Course(
            category="" if restricted else said.category,
            village="" if restricted else said.village,
            rateable=_is_rateable(said, self._standing),
            answered_on=self._days.get("answered"),
            served_on=served,
            again_on=self._again(said, served),
            rating=rating,
            rated_on=rated_on,
            called=called,
            called_on=called_on,
            presented_on=self._days.get("presented"),
            spans=tuple(spans),
            limits=tuple(limits),
            instructions=tuple(self._instructions),
        )

    def _again(self, said: Said, served: date | None) -> date | None:
        if served is None:
            return None
        days = [day for day in said.again if day > served]
        if (asked := self._days.get("again")) is not None:
            days.append(asked)
        return min(days, default=None)

    def _limit(self, bound: _Bound) -> CaseLimit:
        dates = dates_of(bound.clock, self._calendar, self._limits)
        last = dates.legal or dates.raw
        clock = bound.clock
        return CaseLimit(clock.kind, clock.start, dates.raw, last, bound.forwarded_on, bound.met_on, bound.ended_on)

    def _notice_limit(self, bound: _Bound) -> CaseLimit | None:
        """None where the limit counts in neither number: merged, or sent back or withdrawn in time."""
        limit = self._limit(bound)
        if bound.ended_by == "merged":
            return None
        if bound.ended_by in (WITHDRAWN, "objection_answered") and _in_time(limit.ended_on, limit):
            return None
        return limit

    def _handling_limit(self, bound: _Bound) -> CaseLimit | None:
        """None where it counts in neither number: merged, withdrawn, or told another way while there was time."""
        limit = self._limit(bound)
        if bound.ended_by in ("merged", WITHDRAWN) or (bound.ended_by == "told" and _in_time(limit.ended_on, limit)):
            return None
        return limit


def _in_time(on: date | None, limit: CaseLimit) -> bool:
    return on is not None and on <= limit.last_on


def _is_rateable(said: Said, standing: Standing) -> bool:
    """First-time and named, no accusation, no litigation, no 12345 order (rules/counting.md)."""
    return said.named and said.channel != HOTLINE and not standing.restricted and standing.route != _LITIGATION


def _is_told(event: CaseEvent) -> bool:
    """Whether the person hears of the matter in writing by it."""
    content = event.content
    if event.kind == "told":
        return content.get("manner") not in NOT_WRITTEN
    if event.kind == "served":
        return content.get("of", "concluded") in (*_TELLS, "concluded")
    if event.kind == "concluded":
        return not content.get("by_paper") and not content.get("untold_reason")
    return event.kind in _TELLS
