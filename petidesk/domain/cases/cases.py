"""The office's file on the thing asked for, across visits. It lives by events; state and clocks follow from them.

`stand` folds the events of a case into where it stands; `projection` says what lists show of that. Nothing here asks
what day it is, so the answer can be kept and proved again at any time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from petidesk.domain.cases.events import GRANTED, NOT_WRITTEN
from petidesk.domain.clocks import BY_OFFICE, CLOCKS, LocalLimit

NOTICE = "written_notice"
HANDLING = "handling"
DUTY = "duty_performance"
Limits = Mapping[str, LocalLimit]

# The kind of event by which the office promised somebody something for a day.
PROMISED = "promised"

# After these the office owes no more step of its own.
ENDED = ("not_accepted", "concluded", "served", "under_review", "closed")


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """Something that happened to a case on a day. `content` holds the keys of its kind (case_events)."""

    kind: str
    on: date
    content: Mapping[str, Any] = field(default_factory=dict)
    event_id: int = 0

    def day(self, key: str) -> date | None:
        """A day of the content, None when there is none."""
        value = self.content.get(key)
        return date.fromisoformat(value) if value else None


@dataclass(frozen=True, slots=True)
class Task:
    """A date that the office set itself: an instruction, a reply asked for, a decision of a meeting."""

    event_id: int
    kind: str
    owner: str
    due: date
    request: int = 0


@dataclass(frozen=True, slots=True)
class Granted:
    """A granted request that somebody is to carry out, until it is: by whom and until when, as far as it was said."""

    request: int
    owner: str
    due: date | None


@dataclass(frozen=True, slots=True)
class RunningClock:
    """A clock that the case started. `duty`: the office owes it (a right of the visitor is none); `met_on`: ended.

    `anew`: a review quashed the answer and the matter is handled once more, until the day `set_on` that the review
    opinion names, else for the time of handling, by analogy (rules/law.md, 4).
    """

    kind: str
    start: date
    extend: int = 0
    duty: bool = True
    met_on: date | None = None
    anew: bool = False
    set_on: date | None = None


@dataclass(slots=True)
class Standing:
    """Where a case stands after some of its events. Only `stand` changes one."""

    state: str = "registered"
    opened_on: date | None = None
    restricted: bool = False
    route: int | None = None
    told_on: date | None = None
    accepted_on: date | None = None
    extended_days: int = 0
    concluded_on: date | None = None
    ending: str = ""
    results: list[dict[str, Any]] = field(default_factory=list)
    served_on: date | None = None
    stage: str = ""  # of review: review_requested, reviewed, recheck_requested, rechecked
    stage_on: date | None = None
    unit: str = ""
    assigned_to: str = ""
    handler: str = ""
    leader: str = ""
    tasks: dict[int, Task] = field(default_factory=dict)
    granted: dict[int, Granted] = field(default_factory=dict)  # request -> what is still to be carried out
    rerouted: bool = False  # accepted, then sent another way, and not yet told so: the 60 days run on
    national: dict[str, bool] = field(default_factory=dict)  # paper -> still owed to the national system
    national_no: str = ""
    query_code: str = ""
    merged_into: str = ""
    moved: set[int] = field(default_factory=set)  # requests that went to a case of their own
    before: str = ""  # the state that an objection or the closing interrupted
    clocks: list[RunningClock] = field(default_factory=list)
    on: date | None = None

    @property
    def open(self) -> bool:
        """Whether the office still owes an answer."""
        return self.state not in ENDED

    def running(self, kind: str) -> RunningClock | None:
        """The open clock of a kind that began first."""
        return next((clock for clock in self.clocks if clock.kind == kind and clock.met_on is None), None)


def effective(events: Iterable[CaseEvent]) -> list[CaseEvent]:
    """The events that count: those undone, and the undoing itself, are left out."""
    events = list(events)
    undone = {event.content.get("event_id") for event in events if event.kind == "undone"}
    return [event for event in events if event.kind != "undone" and (not undone or event.event_id not in undone)]


def stand(events: Iterable[CaseEvent], *, route: int | None = None, restricted: bool = False) -> Standing:
    """Where the case stands after these effective events, in the order of their days.

    `route` is the one that the visits name (《信访工作条例》第三十一条), until an event records another.
    """
    standing = Standing(route=route, restricted=restricted)
    for event in events:
        apply(standing, event)
    return standing


def apply(standing: Standing, event: CaseEvent) -> None:
    """One event more."""
    step = _STEPS.get(event.kind)
    if step is not None:
        step(standing, event)
    if event.kind in _TASKS:
        _open_task(standing, event)
    standing.on = event.on


# ---- what each event does


def _registered(standing: Standing, event: CaseEvent) -> None:
    if standing.opened_on is None:
        standing.opened_on = event.on
        if event.content.get("route"):  # a case that was split off takes the route along
            standing.route = event.content["route"]
        if standing.route == 5:
            standing.clocks.append(RunningClock(DUTY, event.on))
    if event.content.get("notice_owed"):
        standing.clocks.append(RunningClock(NOTICE, event.on))
    if event.content.get("order"):  # a 12345 order, an instruction: a clock of the office's own beside the others
        standing.clocks.append(RunningClock(event.content["order"], event.on))
    if event.content.get("handed_down") and event.kind == "registered":
        standing.clocks.append(RunningClock("objection", event.on, duty=False))
    if "national_owed" in event.content and event.kind == "registered":
        standing.national["registration"] = bool(event.content["national_owed"])
    standing.national_no = event.content.get("national_no") or standing.national_no
    standing.query_code = event.content.get("query_code") or standing.query_code


def _end(standing: Standing, on: date, *kinds: str) -> None:
    """The open clocks of these kinds that had begun by that day are met."""
    standing.clocks = [
        replace(clock, met_on=on) if clock.met_on is None and clock.kind in kinds and clock.start <= on else clock
        for clock in standing.clocks
    ]


def _told(standing: Standing, event: CaseEvent) -> None:
    if event.content.get("manner") in NOT_WRITTEN:
        return  # 《信访工作条例》第二十三条第二款 asks for a written notice: the clock goes on
    standing.told_on = event.on
    _end(standing, event.on, NOTICE, "objection")
    if standing.rerouted:
        standing.rerouted, standing.accepted_on, standing.state = False, None, "told"
        _end(standing, event.on, HANDLING)
    elif standing.state == "registered":
        standing.state = "told"


def _absorbed(standing: Standing, event: CaseEvent) -> None:
    """Another case came in: whoever was not told there must still be told, from the day on which he came."""
    if (since := event.day("notice_from")) is not None:
        standing.clocks.append(RunningClock(NOTICE, since))
    for order, since_day in event.content.get("orders", {}).items():
        standing.clocks.append(RunningClock(order, date.fromisoformat(since_day)))


def _routed(standing: Standing, event: CaseEvent) -> None:
    standing.route = event.content["route"]
    standing.rerouted = standing.accepted_on is not None and standing.route != 6
    standing.clocks = [clock for clock in standing.clocks if clock.kind != DUTY]
    if standing.route == 5 and standing.opened_on is not None:
        standing.clocks.append(RunningClock(DUTY, standing.opened_on))


def _accepted(standing: Standing, event: CaseEvent) -> None:
    standing.state = "accepted"
    standing.route = 6
    standing.accepted_on, standing.rerouted = event.on, False
    standing.national["acceptance_notice"] = True
    _end(standing, event.on, NOTICE, "objection")
    standing.clocks.append(RunningClock(HANDLING, event.on))


def _not_accepted(standing: Standing, event: CaseEvent) -> None:
    if standing.stage == "rechecked":  # 不再受理 answers who came again; the case stays closed
        standing.told_on = event.on
        _end(standing, event.on, NOTICE)
        return
    standing.state = "not_accepted"
    _end(standing, event.on, NOTICE, "objection", DUTY, *BY_OFFICE)


def _sent(standing: Standing, event: CaseEvent) -> None:
    if standing.state in ("registered", "told"):
        standing.state = "routed"


def _assigned(standing: Standing, event: CaseEvent) -> None:
    """The unit that the matter was assigned to answers for it as long as nobody was put in charge by name."""
    _sent(standing, event)
    if standing.unit == standing.assigned_to and not standing.restricted:
        standing.unit = standing.assigned_to = event.content["to"]


def _returned(standing: Standing, event: CaseEvent) -> None:
    if event.content["result"] == "sent_back" and standing.unit == standing.assigned_to == event.content["to"]:
        standing.unit = standing.assigned_to = ""
    for key, task in list(standing.tasks.items()):
        if task.kind in ("assigned", "transferred", "supervised") and task.owner == event.content["to"]:
            del standing.tasks[key]


def _objected(standing: Standing, event: CaseEvent) -> None:
    standing.before, standing.state = standing.state, "objected"
    _end(standing, event.on, "objection")


def _objection_answered(standing: Standing, event: CaseEvent) -> None:
    standing.state = standing.before or "registered"
    if event.content["agreed"]:
        standing.ending = "sent_back"
        _close(standing, event)


def _extended(standing: Standing, event: CaseEvent) -> None:
    standing.state = "extended"
    days = int(event.content["days"])
    standing.extended_days += days
    standing.clocks = [
        replace(clock, extend=clock.extend + days) if clock.kind == HANDLING and clock.met_on is None else clock
        for clock in standing.clocks
    ]


def _concluded(standing: Standing, event: CaseEvent) -> None:
    standing.state = "concluded"
    standing.concluded_on = event.on
    standing.ending = event.content.get("ending", "")
    standing.results = list(event.content.get("results") or ())
    standing.served_on = None
    if standing.results:
        standing.national["opinion"] = True
    _end_tasks(standing)
    standing.granted = {
        item["request"]: Granted(item["request"], item.get("owner", ""), _day_of(item, "due_on"))
        for item in standing.results
        if item["result"] in GRANTED and (item.get("owner") or item.get("due_on"))
    }
    _end(standing, event.on, "objection", HANDLING, DUTY, *BY_OFFICE)
    if not event.content.get("by_paper"):  # the paper that answers tells when it is served
        _end(standing, event.on, NOTICE)


def _end_tasks(standing: Standing) -> None:
    """The answer ends what was to be done for it; who was promised something still waits for that."""
    standing.tasks = {key: task for key, task in standing.tasks.items() if task.kind == PROMISED}


# A paper that records one of these tells its visitor, once it is served.
_TELLING = ("told", "accepted", "not_accepted", "concluded")


def _day_of(item: Mapping[str, Any], key: str) -> date | None:
    return date.fromisoformat(item[key]) if item.get(key) else None


def _served(standing: Standing, event: CaseEvent) -> None:
    if event.content.get("of", "concluded") in _TELLING:
        _end(standing, event.on, NOTICE)
    if standing.state != "concluded" or event.content.get("of", "concluded") != "concluded":
        return
    standing.state = "served"
    standing.served_on = event.on
    standing.national["service_receipt"] = True
    if standing.results:
        standing.clocks.append(RunningClock("review_request", event.on, duty=False))


def _stage(standing: Standing, event: CaseEvent) -> None:
    standing.state = "under_review"
    standing.stage, standing.stage_on = event.kind, event.on
    met, begun = {
        "review_requested": ("review_request", "review"),
        "reviewed": ("review", "recheck_request"),
        "recheck_requested": ("recheck_request", "recheck"),
        "rechecked": ("recheck", ""),
    }[event.kind]
    _end(standing, event.on, met)
    if event.kind == "rechecked":
        _close(standing, event)
    elif event.kind == "reviewed" and is_revoked(event.content.get("result", "")):
        # The county sent it back: the office handles it anew, in the time that the county names.
        standing.state, standing.concluded_on, standing.results = "accepted", None, []
        standing.stage = ""
        standing.granted.clear()
        standing.clocks.append(RunningClock(HANDLING, event.on, anew=True, set_on=event.day("redo_by")))
    else:
        standing.clocks.append(RunningClock(begun, event.on, duty=False))


def is_revoked(result: str) -> bool:
    """Whether a review sent the matter back to be handled anew (撤销、责令重新办理)."""
    return result == "revoked" or "撤销" in result or "重新" in result


def _close(standing: Standing, event: CaseEvent) -> None:
    standing.before, standing.state = standing.state, "closed"
    _end_tasks(standing)
    standing.granted.clear()
    _end(standing, event.on, *CLOCKS)


def _merged(standing: Standing, event: CaseEvent) -> None:
    standing.merged_into = event.content["into"]
    _close(standing, event)


def _reopened(standing: Standing, event: CaseEvent) -> None:
    """The case is in hand again as it was before its answer: it can be accepted, sent on, answered anew."""
    standing.state = "accepted" if standing.accepted_on else "told" if standing.told_on else "registered"
    standing.concluded_on, standing.served_on, standing.results = None, None, []
    standing.ending, standing.stage = "", ""
    standing.granted.clear()


def _in_charge(standing: Standing, event: CaseEvent) -> None:
    standing.unit = event.content.get("unit") or standing.unit
    standing.handler = event.content.get("handler") or standing.handler
    standing.leader = event.content.get("leader") or standing.leader


def _recused(standing: Standing, event: CaseEvent) -> None:
    instead = event.content.get("instead", "")
    if standing.handler == event.content["person"]:
        standing.handler = instead
    if standing.leader == event.content["person"]:
        standing.leader = instead


def _carried_out(standing: Standing, event: CaseEvent) -> None:
    standing.tasks.pop(event.content.get("event_id", 0), None)
    standing.granted.pop(event.content.get("request", 0), None)


def _split(standing: Standing, event: CaseEvent) -> None:
    standing.moved |= set(event.content["requests"])


def _entered(standing: Standing, event: CaseEvent) -> None:
    standing.national[event.content["paper"]] = event.content["state"] == "sent_back"
    standing.national_no = event.content.get("national_no") or standing.national_no
    standing.query_code = event.content.get("query_code") or standing.query_code


def _reported(standing: Standing, event: CaseEvent) -> None:
    """Whoever gave the order has heard what became of it."""
    _end(standing, event.on, *BY_OFFICE)


def _followed_up(standing: Standing, event: CaseEvent) -> None:
    standing.national["follow_up"] = True


def _rated(standing: Standing, event: CaseEvent) -> None:
    if event.content.get("source") != "national":  # what was given there needs no entry
        standing.national["rating"] = True


_STEPS = {
    "registered": _registered,
    "visited": _registered,
    "absorbed": _absorbed,
    "told": _told,
    "routed": _routed,
    "accepted": _accepted,
    "not_accepted": _not_accepted,
    "transferred": _sent,
    "assigned": _assigned,
    "returned": _returned,
    "objected": _objected,
    "objection_answered": _objection_answered,
    "extended": _extended,
    "concluded": _concluded,
    "served": _served,
    "review_requested": _stage,
    "reviewed": _stage,
    "recheck_requested": _stage,
    "rechecked": _stage,
    "closed": _close,
    "merged": _merged,
    "reopened": _reopened,
    "in_charge": _in_charge,
    "recused": _recused,
    "carried_out": _carried_out,
    "split": _split,
    "reported": _reported,
    "entered": _entered,
    "followed_up": _followed_up,
    "rated": _rated,
}

# Which key of an event is the date that the office set itself, and which names who owes it.
_TASKS = {
    "instructed": ("due_on", "owner"),
    "assigned": ("reply_by", "to"),
    "transferred": ("reply_by", "to"),
    "supervised": ("reply_by", "to"),
    "met": ("due_on", "owner"),
    PROMISED: ("due_on", "owner"),
    "in_charge": ("due_on", "leader"),
}


def _open_task(standing: Standing, event: CaseEvent) -> None:
    day_key, owner_key = _TASKS[event.kind]
    if (day := event.day(day_key)) is not None:
        if event.kind == "in_charge":
            standing.tasks = {key: task for key, task in standing.tasks.items() if task.kind != "in_charge"}
        standing.tasks[event.event_id] = Task(event.event_id, event.kind, event.content.get(owner_key, ""), day)
