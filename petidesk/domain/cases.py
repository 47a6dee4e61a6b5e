"""The office's file on the thing asked for, across visits. It lives by events; state and clocks follow from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from petidesk.domain.calendar import Calendar
from petidesk.domain.clocks import CLOCKS, LocalLimit, deadline, due, with_local_limit
from petidesk.domain.clocks import Deadline as Clock
from petidesk.domain.visits import Deadline

NOTICE = "written_notice"


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """Something that happened to a case. `notice_owed`: the 15-day notice runs from `on` until it is given."""

    kind: str
    on: date
    notice_owed: bool = False


@dataclass(frozen=True, slots=True)
class Projection:
    """What follows from the events: what lists show and sort by."""

    state: str
    next_due: date | None
    next_clock: str


def notice_clock(start: date, calendar: Calendar, local: LocalLimit | None) -> Clock:
    """The written notice owed after a registration (《信访工作条例》第二十三条第二款), or the shorter `local` limit.

    The two are compared by date; the earlier wins (practice.md 1 item 6).
    """
    clock = deadline(NOTICE, start, calendar)
    return clock if local is None else with_local_limit(clock, local, calendar)


def brief(clock: Clock) -> Deadline:
    """The clock's dates without the list of its days."""
    return Deadline(clock.kind, clock.start, clock.raw, clock.legal, clock.safe, clock.calendar_missing, clock.basis)


def notice_due(start: date, calendar: Calendar, local: LocalLimit | None) -> Deadline:
    """The dates of `notice_clock` without its days; quick, for registering and for lists."""
    if local is not None:
        return brief(notice_clock(start, calendar, local))
    found = due(NOTICE, start, calendar)
    return Deadline(NOTICE, start, found.raw, found.legal, found.safe, found.calendar_missing, CLOCKS[NOTICE].basis)


def project(events: Sequence[CaseEvent], calendar: Calendar, local: LocalLimit | None) -> Projection:
    """State and next due date (raw) of a case, from its events alone."""
    owed = [notice_due(event.on, calendar, local).raw for event in events if event.notice_owed]
    first = min(owed, default=None)
    return Projection("registered", first, NOTICE if first else "")
