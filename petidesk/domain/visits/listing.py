"""The list of visits: the question, its rows, and the view of a clerk who says "this week"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from petidesk.domain.periods import ALL, CUSTOM, TODAY, period_days


@dataclass(frozen=True, slots=True)
class VisitQuery:
    """Which visits, in which order. Dates include both ends and select by the visit's own day (`at`).

    `due_until` keeps the visits whose case has its next due date on or before that day.
    """

    since: date | None = None
    until: date | None = None
    village: str = ""
    channel: str = ""
    purpose: str = ""
    received_by: str = ""
    text: str = ""
    voided: bool | None = None
    due_until: date | None = None
    sort: str = "at"
    descending: bool = True


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A line of the visit list. An accusation shows neither names nor heading."""

    visit_id: int
    visit_no: str
    at: datetime
    channel: str
    names: tuple[str, ...]
    people: int
    village: str
    purposes: tuple[str, ...]
    heading: str
    received_by: str
    due: date | None
    version: int
    voided: bool
    signatories: int
    enclosures: int


@dataclass(frozen=True, slots=True)
class VisitView:
    """What is chosen. `since` and `until` count only for the period CUSTOM; `voided` None shows void visits too.

    `due` keeps what is due today or overdue.
    """

    period: str = TODAY
    since: date | None = None
    until: date | None = None
    village: str = ""
    channel: str = ""
    purpose: str = ""
    received_by: str = ""
    voided: bool | None = None
    due: bool = False
    text: str = ""

    def query(self, today: date, sort: str, descending: bool) -> VisitQuery:
        """The question to the desk."""
        since, until = (self.since, self.until) if self.period == CUSTOM else period_days(self.period, today)
        return VisitQuery(
            since=since,
            until=until,
            village=self.village,
            channel=self.channel,
            purpose=self.purpose,
            received_by=self.received_by,
            text=self.text,
            voided=self.voided,
            due_until=today if self.due else None,
            sort=sort,
            descending=descending,
        )

    @property
    def plain(self) -> VisitView:
        """The same period without anything that narrows it."""
        return VisitView(period=self.period, since=self.since, until=self.until)

    @staticmethod
    def due_now() -> VisitView:
        """What is due today or overdue, of all times."""
        return VisitView(period=ALL, due=True, voided=False)
