"""Questions to the ledger and their answers: rows for the eye, and the balance of a month."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from petidesk.domain.json_output import iso

# What a question asks for when a field must be empty (a dispute without a type).
EMPTY = "—"

# The figures of a month that a list can be opened from.
FIGURES = {
    "carried_over": "上月结转",
    "found": "新排查",
    "reopened": "重新化解",
    "resolved": "化解",
    "escalated": "上报",
    "outstanding": "未化解",
}


@dataclass(frozen=True, slots=True)
class DisputeQuery:
    """Which disputes, in which order. Days include both ends and select by the day it was found.

    `month` (2026-10) keeps what was on the books in that month, with `figure` (a key of FIGURES) only what that figure
    counts, with `year` from January to the month. `overdue_on`: not resolved by its date on that day. `due_since`,
    `due_until`: open, and due within these days. `follow_up_until`: a follow-up visit is due by that day. `open_only`:
    neither resolved nor escalated.
    """

    since: date | None = None
    until: date | None = None
    village: str = ""
    type: str = ""
    state: str = ""
    source: str = ""
    risk_level: str = ""
    responsible_unit: str = ""
    case_leader: str = ""
    round_no: str = ""
    month: str = ""
    figure: str = ""
    year: bool = False
    text: str = ""
    overdue_on: date | None = None
    due_since: date | None = None
    due_until: date | None = None
    follow_up_until: date | None = None
    open_only: bool = False
    voided: bool | None = False
    sort: str = "found_on"
    descending: bool = True


@dataclass(frozen=True, slots=True)
class DisputeRow:
    """A line of the ledger as the table shows it."""

    dispute_id: int
    dispute_no: str
    found_on: date
    village: str
    village_group: str
    source: str
    type: str
    heading: str
    names: tuple[str, ...]
    people_involved: int
    amount_fen: int | None
    risk_level: str
    responsible_unit: str
    responsible_person: str
    case_leader: str
    due_on: date | None
    state: str
    level: str
    resolved_on: date | None
    follow_up_due: date | None
    followed_up_on: date | None
    version: int
    voided: bool
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Counts:
    """The balance of a month, for all disputes or for one type or village.

    carried_over + found = resolved + escalated + outstanding, always. `reopened` is part of `found`, shown apart;
    `resolved_found` the part of `resolved` that came in during the same month. People and money are those of the
    disputes on the books in the month (carried over and found); money in fen.
    """

    carried_over: int = 0
    found: int = 0
    reopened: int = 0
    resolved: int = 0
    resolved_found: int = 0
    escalated: int = 0
    outstanding: int = 0
    people: int = 0
    amount_fen: int = 0
    major: int = 0
    major_resolved: int = 0

    @property
    def balanced(self) -> bool:
        """Whether the two sides are the same."""
        return self.carried_over + self.found == self.resolved + self.escalated + self.outstanding

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))


@dataclass(frozen=True, slots=True)
class Balance:
    """The balance of a month with its breakdowns by type, village, and both. `closed`: as it was sent.

    `bands`: how many of those found involve 1-49, 50-99, 100-499, and 500 people or more.
    """

    month: str
    total: Counts
    by_type: tuple[tuple[str, Counts], ...] = ()
    by_village: tuple[tuple[str, Counts], ...] = ()
    by_cross: tuple[tuple[str, str, Counts], ...] = ()
    bands: tuple[int, int, int, int] = (0, 0, 0, 0)
    closed: bool = False


def counts_document(counts: Counts) -> dict[str, Any]:
    """The figures of one line as JSON (rules/command-line.md, `ledger month`)."""
    return {
        "carried_over": counts.carried_over,
        "found": counts.found,
        "reopened": counts.reopened,
        "resolved": counts.resolved,
        "escalated": counts.escalated,
        "outstanding": counts.outstanding,
        "people": counts.people,
        "amount_yuan": money(counts.amount_fen),
    }


def balance_document(balance: Balance) -> dict[str, Any]:
    """The month as `petidesk ledger month --json` prints it."""
    return {
        "month": balance.month,
        **counts_document(balance.total),
        "by_type": [{"type": name, **counts_document(counts)} for name, counts in balance.by_type],
        "by_village": [{"village": name, **counts_document(counts)} for name, counts in balance.by_village],
        "closed": balance.closed,
    }


def money(fen: int) -> int | float:
    """Fen as a number of yuan for JSON and workbooks."""
    return fen // 100 if fen % 100 == 0 else fen / 100


def row_document(row: DisputeRow) -> dict[str, Any]:
    """A line of `petidesk dispute list --json`."""
    return {
        "dispute_no": row.dispute_no,
        "found_on": iso(row.found_on),
        "village": row.village,
        "type": row.type,
        "title": row.heading,
        "parties": list(row.names),
        "people_involved": row.people_involved,
        "amount_yuan": None if row.amount_fen is None else money(row.amount_fen),
        "risk_level": row.risk_level,
        "responsible_unit": row.responsible_unit,
        "responsible_person": row.responsible_person,
        "case_leader": row.case_leader,
        "due_on": iso(row.due_on),
        "state": row.state,
        "resolved_on": iso(row.resolved_on),
        "voided": row.voided,
    }
