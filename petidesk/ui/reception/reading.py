"""What the tabs of 领导接待日 show, read in one go off the main thread: the days of a month, of a year."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from petidesk.desk.reception.reception import DayQuery
from petidesk.domain.calendar import Calendar
from petidesk.domain.reception.days import Finding, ReceptionDay
from petidesk.domain.reception.rules import lunar_words
from petidesk.ui.reception.words import shown

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class DayShown:
    """One day of the grid. `rest` is None in a year whose calendar is not known; `mark` names the holiday."""

    on: date
    lunar: str
    rest: bool | None
    mark: str
    receptions: tuple[ReceptionDay, ...]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class MonthShown:
    """A month as whole weeks. `outdated`: a notice was put up and says something else."""

    first: date
    weeks: tuple[tuple[DayShown, ...], ...]
    findings: tuple[Finding, ...]
    outdated: bool
    leaders: bool
    today: date

    @property
    def receptions(self) -> list[ReceptionDay]:
        """The receptions of the month itself that stand."""
        return [
            day
            for week in self.weeks
            for each in week
            if in_month(each.on, self.first)
            for day in each.receptions
            if not day.cancelled
        ]

    @property
    def month(self) -> str:
        """2026-12."""
        return month_key(self.first)


@dataclass(frozen=True, slots=True)
class CountRow:
    """A leader in the counts of a year."""

    leader: str
    kinds: dict[str, int]
    total: int
    planned: int
    batches: int
    people: int


@dataclass(frozen=True, slots=True)
class KindRow:
    """What came of the receptions of one kind in a year: `tally` as domain/sittings.sitting_counts."""

    kind: str
    tally: dict[str, int]


@dataclass(frozen=True, slots=True)
class YearShown:
    """The receptions of a year by month (0 January), how often each leader receives, and what came of it by kind."""

    year: int
    months: tuple[tuple[ReceptionDay, ...], ...]
    counts: tuple[CountRow, ...]
    kinds: tuple[KindRow, ...]
    today: date


def month_key(day: date) -> str:
    """2026-12."""
    return f"{day:%Y-%m}"


def in_month(day: date, first: date) -> bool:
    """Whether the day lies in the month that begins with `first`."""
    return (day.year, day.month) == (first.year, first.month)


def month_step(first: date, months: int) -> date:
    """The first day of the month so many months later."""
    number = first.year * 12 + first.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def month_end(first: date) -> date:
    """The last day of the month."""
    return date(first.year, first.month, monthrange(first.year, first.month)[1])


def read_month(desk: Desk, first: date) -> MonthShown:
    """Everything that the month view says; slow, for a worker."""
    since = first - timedelta(days=first.weekday())
    last = month_end(first)
    until = last + timedelta(days=6 - last.weekday())
    receptions = shown(desk.schedule.days(DayQuery(since, until, cancelled=True)))
    findings = desk.schedule.findings(since, until)
    calendar = desk.calendars.load()
    weeks = []
    monday = since
    while monday <= until:
        weeks.append(tuple(_day(monday + timedelta(days=place), receptions, findings, calendar) for place in range(7)))
        monday += WEEK
    mine = [each for each in findings if each.on is None or in_month(each.on, first)]
    return MonthShown(
        first,
        tuple(weeks),
        tuple(mine),
        desk.schedule_papers.is_outdated(month_key(first)),
        bool(desk.office.current().leaders),
        desk.today(),
    )


def blank_month(first: date, today: date) -> MonthShown:
    """The days of a month of which nothing was read yet."""
    monday = first - timedelta(days=first.weekday())
    weeks = []
    while monday <= month_end(first):
        weeks.append(tuple(DayShown(monday + timedelta(days=place), "", None, "", ()) for place in range(7)))
        monday += WEEK
    return MonthShown(first, tuple(weeks), (), False, True, today)


def _day(on: date, receptions: list[ReceptionDay], findings: list[Finding], calendar: Calendar) -> DayShown:
    known = calendar.knows(on.year)
    rest = calendar.is_rest_day(on) if known else None
    reason = calendar.reason(on) if known else None
    # A weekend says of itself that it is one; a holiday and a make-up day have a name.
    named = reason or "" if rest is not None and (rest != (on.weekday() >= 5)) else ""
    return DayShown(
        on,
        lunar_words(on),
        rest,
        named,
        tuple(day for day in receptions if day.on == on),
        tuple(each for each in findings if each.on == on),
    )


def read_year(desk: Desk, year: int) -> YearShown:
    """The year with its counts; slow, for a worker."""
    found = desk.schedule.days(DayQuery(date(year, 1, 1), date(year, 12, 31)))
    by_leader, by_kind = desk.sittings.counts(year)
    counts = [
        CountRow(
            name,
            line,
            line["total"],
            line["planned"],
            by_leader.get(name, {}).get("batches", 0),
            by_leader.get(name, {}).get("people", 0),
        )
        for name, line in desk.schedule.counts(year).items()
    ]
    months = tuple(tuple(day for day in found if day.on.month == month) for month in range(1, 13))
    kinds = tuple(KindRow(kind, tally) for kind, tally in by_kind.items() if tally["held"])
    return YearShown(year, months, tuple(counts), kinds, desk.today())
