"""What lists show of a case that stands so, and the dates of its clocks: an answer that can be proved at any time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from petidesk.domain.calendar import Calendar
from petidesk.domain.cases.cases import NOTICE, Limits, RunningClock, Standing, Task
from petidesk.domain.clocks import CLOCKS, deadline, due, of_office, set_for, with_local_limit
from petidesk.domain.clocks import Deadline as Clock
from petidesk.domain.codes import ORDERS
from petidesk.domain.trouble import Refused
from petidesk.domain.visits.closed import ClosedVisit
from petidesk.domain.visits.visits import Deadline, Visit


@dataclass(frozen=True, slots=True)
class Projection:
    """What follows from the events: what lists show and sort by. `national_owed` reads ",registration,opinion,"."""

    state: str
    next_due: date | None
    next_clock: str
    next_task: date | None = None
    next_task_kind: str = ""
    route: int | None = None
    unit: str = ""
    handler: str = ""
    leader: str = ""
    national_owed: str = ""
    national_no: str = ""
    query_code: str = ""
    reply_on: date | None = None


def clock_of(running: RunningClock, calendar: Calendar, limits: Limits) -> Clock:
    """The clock with every day counted. A shorter local limit is compared by date (rules/law.md, 6).

    An extension is added to both: it gives the office no more days than were granted.
    """
    if running.anew:
        return set_for(running.kind, running.start, running.set_on, calendar, running.extend)
    local = limits.get(running.kind)
    if local is not None and CLOCKS[running.kind].by_office:
        return of_office(local, running.start, calendar)
    clock = deadline(running.kind, running.start, calendar, running.extend)
    return clock if local is None else with_local_limit(clock, local, calendar)


def brief(clock: Clock) -> Deadline:
    """The clock's dates without the list of its days."""
    return Deadline(clock.kind, clock.start, clock.raw, clock.legal, clock.safe, clock.calendar_missing, clock.basis)


def dates_of(running: RunningClock, calendar: Calendar, limits: Limits) -> Deadline:
    """The dates of `clock_of` without its days; quick, for registering and for lists."""
    if running.kind in limits or running.anew:
        return brief(clock_of(running, calendar, limits))
    found = due(running.kind, running.start, calendar, running.extend)
    basis = CLOCKS[running.kind].basis
    return Deadline(running.kind, running.start, found.raw, found.legal, found.safe, found.calendar_missing, basis)


def begun(visit: Visit | ClosedVisit) -> list[RunningClock]:
    """The clocks that registering a visit started: the written notice, and that of an order."""
    on = visit.at.date()
    found = [RunningClock(NOTICE, on)] if visit.notice_clock_runs else []
    if visit.channel in ORDERS and not visit.imported:
        found.append(RunningClock(visit.channel, on))
    return found


def next_duty(standing: Standing, calendar: Calendar, limits: Limits) -> tuple[date | None, str]:
    """The earliest date by which the office owes something by law (raw), and its clock."""
    owed = [
        (dates_of(clock, calendar, limits).raw, clock.kind)
        for clock in standing.clocks
        if clock.duty and clock.met_on is None
    ]
    return min(owed, default=(None, ""))


def dated(standing: Standing) -> list[Task]:
    """What the office set itself a day for: its tasks, and what was granted until a day (kind ``granted``)."""
    granted = standing.granted.values()
    return [
        *standing.tasks.values(),
        *(Task(0, "granted", item.owner, item.due, item.request) for item in granted if item.due is not None),
    ]


def projection_of(standing: Standing, calendar: Calendar, limits: Limits) -> Projection:
    """What lists show of a case that stands so."""
    next_due, next_clock = next_duty(standing, calendar, limits)
    task = min(dated(standing), key=lambda task: (task.due, task.event_id), default=None)
    owed = [paper for paper, is_owed in standing.national.items() if is_owed]
    return Projection(
        state=standing.state,
        next_due=next_due,
        next_clock=next_clock,
        next_task=task.due if task else None,
        next_task_kind=task.kind if task else "",
        route=standing.route,
        unit=standing.unit,
        handler=standing.handler,
        leader=standing.leader,
        national_owed=f",{','.join(owed)}," if owed else "",
        national_no=standing.national_no,
        query_code=standing.query_code,
        reply_on=standing.served_on or standing.concluded_on,
    )


def clocks_of(standing: Standing, calendar: Calendar, limits: Limits) -> list[tuple[RunningClock, Clock | None]]:
    """Every clock of the case with its days; None where a working-day clock meets a year that is not known."""
    found: list[tuple[RunningClock, Clock | None]] = []
    for running in standing.clocks:
        try:
            found.append((running, clock_of(running, calendar, limits)))
        except Refused as refusal:
            if refusal.code != "no_calendar":
                raise
            found.append((running, None))
    return found
