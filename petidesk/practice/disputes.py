"""The ledger of the practice office: screening rounds, disputes and what became of them, months that were closed.

Written in the order of their moments between the visits, by the rules that bind the form.
"""

from __future__ import annotations

import contextlib
import heapq
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from petidesk.desk.ledger.disputes import LedgerRules, ToldOf
from petidesk.domain.calendar import Calendar
from petidesk.domain.ledger.events import LedgerEvent, month_days, month_of, month_text
from petidesk.domain.trouble import Refused
from petidesk.practice.letters import Pages
from petidesk.practice.town import entry_times
from petidesk.practice.town_disputes import DisputeStep, Quarrels
from petidesk.storage.ledger import rounds as round_rows

# The last months in which villages were asked, and those that went to the county.
_ROUNDS, _CLOSED = 12, 6
# A ledger that is kept well grows: so many of the disputes are of the last months.
_RECENT, _NEWEST = timedelta(days=120), 0.4
# Records of one transaction.
_PAGE = 2000
_ROUND_ENDS = 20  # the day of the month


@dataclass(slots=True)
class _Line:
    """A dispute to which something more happens."""

    told_of: ToldOf
    steps: Iterator[DisputeStep]
    events: Sequence[LedgerEvent] = ()


class LedgerBook:
    """What is still to come in the ledger, earliest first. `record_next` writes the next."""

    def __init__(
        self,
        pages: Pages,
        rng: random.Random,
        words: Mapping[str, Any],
        town: Mapping[str, Any],
        calendar: Calendar,
        *,
        disputes: int,
        since: date,
        until: date,
    ) -> None:
        self._pages = pages
        self._since, self._end = since, datetime(until.year, until.month, until.day, 8, 40)
        desk = pages.desk
        villages = [village.name for village in desk.office.villages() if not village.retired]
        self._rules = LedgerRules(desk.office.current())
        self._quarrels = Quarrels(rng, words, town, villages)
        self._waiting: list[tuple[datetime, int, Callable[[datetime], None]]] = []
        self._count = self._written = 0
        self._round: tuple[int, date, date] | None = None
        if disputes:
            recent = max(since, until - _RECENT)
            newest = entry_times(rng, int(disputes * _NEWEST), recent, until, calendar)
            for day, minute in entry_times(rng, disputes - len(newest), since, until, calendar) + newest:
                entered_at = datetime(day.year, day.month, day.day, minute // 60, minute % 60)
                self._wait(min(entered_at, self._end), self._enter)
            self._plan_months(month_of(until))

    @property
    def next_at(self) -> datetime | None:
        """The moment of the next record; None when nothing more happens by the last day."""
        return self._waiting[0][0] if self._waiting else None

    def record_next(self) -> None:
        """Write what comes next."""
        at, _, work = heapq.heappop(self._waiting)
        self._pages.clock.at = at
        work(at)
        self._written += 1
        if self._written % _PAGE == 0:
            self._pages.turn()

    def _wait(self, at: datetime, work: Callable[[datetime], None]) -> None:
        if at <= self._end:
            self._count += 1
            heapq.heappush(self._waiting, (at, self._count, work))

    # ---- disputes

    def _enter(self, at: datetime) -> None:
        content = self._quarrels.plan(at, self._since)
        desk, round_id = self._pages.desk, None
        if self._round is not None and self._round[1] <= content.found_on <= self._round[2] >= at.date():
            round_id = self._round[0]
        done = desk.ledger.enter_within(self._pages.connection, desk.act(), content, self._rules, round_id=round_id)
        told_of = ToldOf(done.dispute_id, done.dispute_no, content.found_on)
        self._follow(_Line(told_of, self._quarrels.life(content, at)))

    def _follow(self, line: _Line) -> None:
        step = next(line.steps, None)
        if step is not None:
            self._wait(step.at, partial(self._take, line, step))

    def _take(self, line: _Line, step: DisputeStep, at: datetime) -> None:
        """Record a step; what the rules refuse is left out."""
        desk = self._pages.desk
        with contextlib.suppress(Refused):
            line.events, _ = desk.ledger.record_within(
                self._pages.connection, desk.act(), line.told_of, line.events, step.event, self._rules.office
            )
        self._follow(line)

    # ---- months

    def _plan_months(self, last: int) -> None:
        for month in range(last - _ROUNDS + 1, last + 1):
            first = month_days(month)[0]
            if first >= self._since:
                self._wait(_at(first, 8, 50), self._open_round)
                self._wait(_at(first.replace(day=_ROUND_ENDS), 16, 30), self._take_returns)
        for month in range(last - _CLOSED, last):
            self._wait(_at(month_days(month)[1] + timedelta(days=3), 10, 5), partial(self._close, month))

    def _open_round(self, at: datetime) -> None:
        first, last = at.date().replace(day=1), at.date().replace(day=_ROUND_ENDS)
        self._pages.turn()
        found = self._pages.desk.rounds.open(
            {
                "since": first.isoformat(),
                "until": last.isoformat(),
                "title": f"{first.year}年{first.month}月矛盾纠纷排查",
            }
        )
        self._round = (found.round_id, first, last)

    def _take_returns(self, at: datetime) -> None:
        """Zero reports of the villages that entered nothing; one or two are late, in the last round still missing."""
        self._pages.turn()
        rounds = self._pages.desk.rounds
        assert self._round is not None
        with self._pages.desk.reading() as connection:
            found = round_rows.load(connection, self._round[0])
        self._round = None
        assert found is not None
        quiet = list(found.missing)
        late = [quiet.pop() for _ in range(self._quarrels.rng.choice((0, 1, 1, 2))) if quiet]
        if quiet:
            rounds.zero(found.round_no, quiet)
        if late:
            self._wait(_at(at.date() + timedelta(days=2), 9, 40), partial(self._take_late, found.round_no, late))

    def _take_late(self, round_no: str, villages: list[str], at: datetime) -> None:
        if (self._end - at).days < 14:
            return
        self._pages.turn()
        for village in villages:
            document = {"village": village, "answer": "zero", "note": self._quarrels.zero_note()}
            self._pages.desk.rounds.take(round_no, document)

    def _close(self, month: int, at: datetime) -> None:
        self._pages.turn()
        self._pages.desk.months.close(month_text(month))


def _at(day: date, hour: int, minute: int) -> datetime:
    """A moment of that day, or of the Monday after it."""
    while day.weekday() >= 5:
        day += timedelta(days=1)
    return datetime(day.year, day.month, day.day, hour, minute)
