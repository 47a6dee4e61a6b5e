"""Which records may go on a day, and why each of the others stays (rules/law.md, 16).

A record goes when its own period is over, nothing of it is open, and everything that it stands together with goes too
or went before: a visit with its cases, a case with its letters, visits and disputes, a meeting with the cases on its
agenda. What only rests on another (a reception day on its visits) does not hold that one back.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from petidesk.domain.retention.periods import BY_CODE, CATEGORIES, PERMANENT, goes_from

Key = tuple[str, int]
"""A record: its kind and its row."""


@dataclass(frozen=True, slots=True)
class Record:
    """A record that is still whole. `open_because`: what of it is not over, each a sentence without its full stop.

    `ended_on`: the day of the last thing that happened to it. `accuses`: its number is all that lists show of it.
    """

    kind: str
    row_id: int
    number: str
    category: str
    ended_on: date
    open_because: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        """What it is known by here."""
        return self.kind, self.row_id


@dataclass(frozen=True, slots=True)
class Link:
    """`this` does not go before `other`; with `both` neither goes without the other."""

    this: Key
    other: Key
    both: bool = True


@dataclass(frozen=True, slots=True)
class Judged:
    """A record on a day: from when its own period lets it go (None: 永久), and why it stays."""

    record: Record
    from_day: date | None
    why: tuple[str, ...] = ()

    @property
    def may_go(self) -> bool:
        """Whether it may go on that day."""
        return not self.why


def judge(
    records: Iterable[Record], links: Iterable[Link], periods: Mapping[str, int], on: date, gone: frozenset[Key]
) -> list[Judged]:
    """Each record with why it stays on that day: those that may go first, by category, day and number.

    `gone`: records that went before; a link to one holds nobody back.
    """
    known = {record.key: record for record in records}
    because = {key: _own_reasons(record, periods, on) for key, record in known.items()}
    holds: dict[Key, list[Key]] = defaultdict(list)
    for link in links:
        holds[link.other].append(link.this)
        if link.both:
            holds[link.this].append(link.other)
    # What stays for a reason of its own holds back what stands together with it, and so on.
    waiting = deque(key for key, why in because.items() if why)
    staying = set(waiting)
    while waiting:
        held_by = waiting.popleft()
        for key in holds[held_by]:
            if key in known and key not in staying and key not in gone:
                because[key].append(f"和它连在一起的{known[held_by].number}还要保管")
                staying.add(key)
                waiting.append(key)
    order = {category.code: place for place, category in enumerate(CATEGORIES)}
    judged = [Judged(record, _from_day(record, periods), tuple(because[key])) for key, record in known.items()]
    return sorted(
        judged, key=lambda one: (not one.may_go, order[one.record.category], one.record.ended_on, one.record.number)
    )


def _from_day(record: Record, periods: Mapping[str, int]) -> date | None:
    years = periods[record.category]
    return None if years == PERMANENT else goes_from(record.ended_on, years)


def _own_reasons(record: Record, periods: Mapping[str, int], on: date) -> list[str]:
    found = list(record.open_because)
    from_day = _from_day(record, periods)
    if from_day is None:
        found.append("永久保管")
    elif from_day > on:
        found.append(f"保管到{from_day.year - 1}年底")
    return found


@dataclass(frozen=True, slots=True)
class Sum:
    """How many of one category and one year may go or stay, with the first and last number."""

    category: str
    year: int
    going: int
    staying: int
    first: str = ""
    last: str = ""


def sums_of(judged: Sequence[Judged]) -> list[Sum]:
    """By category and the year in which the records ended; numbers are those of what may go."""
    groups: dict[tuple[str, int], list[Judged]] = defaultdict(list)
    for one in judged:
        groups[one.record.category, one.record.ended_on.year].append(one)
    order = {category.code: place for place, category in enumerate(CATEGORIES)}
    found = []
    for (category, year), each in sorted(groups.items(), key=lambda item: (order[item[0][0]], item[0][1])):
        numbers = sorted((one.record.number for one in each if one.may_go), key=lambda no: (len(no), no))
        going = len(numbers)
        ends = (numbers[0], numbers[-1]) if numbers else ("", "")
        found.append(Sum(category, year, going, len(each) - going, *ends))
    return found


@dataclass(frozen=True, slots=True)
class Listed:
    """The list of a day: every whole record judged, their sums, and the periods by which they were."""

    on: date
    periods: Mapping[str, int]
    judged: Sequence[Judged]
    sums: Sequence[Sum] = field(default_factory=tuple)

    @property
    def going(self) -> list[Judged]:
        """What may go."""
        return [one for one in self.judged if one.may_go]


def judged_document(one: Judged) -> dict[str, Any]:
    """A row of `retention list --json`: numbers and days, no name."""
    record = one.record
    return {
        "kind": record.kind,
        "no": record.number,
        "category": record.category,
        "label": BY_CODE[record.category].label,
        "ended_on": record.ended_on.isoformat(),
        "year": record.ended_on.year,
        "goes_from": one.from_day.isoformat() if one.from_day else None,
        "may_go": one.may_go,
        "why": list(one.why),
    }


def sum_document(one: Sum) -> dict[str, Any]:
    """A line of the sums as JSON."""
    return {
        "category": one.category,
        "label": BY_CODE[one.category].label,
        "year": one.year,
        "may_go": one.going,
        "stay": one.staying,
        "first": one.first,
        "last": one.last,
    }
