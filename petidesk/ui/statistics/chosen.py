"""Which span the page is about, against which other one, as known when: chosen once, for all of its tabs."""

from __future__ import annotations

from datetime import date
from typing import cast

from PySide6.QtCore import QObject, Signal

from petidesk.domain.statistics.figures import AsOf
from petidesk.domain.statistics.spans import Compare, Span, Whole, around, span_words, stepped

# A span of any two days, among the kinds of spans.
FREE = "free"
KINDS: tuple[Whole, ...] = ("day", "week", "month", "quarter", "half", "year")


class Chosen(QObject):
    """`changed` says that something else is chosen.

    `first_day`: on which day the reporting month begins; `places`: the decimals that are printed, as the office set.
    """

    changed = Signal()

    def __init__(self, today: date, parent: QObject, first_day: int = 1, places: int = 2) -> None:
        super().__init__(parent)
        self.today = today
        self.first_day = first_day
        self.places = places
        self.kind: str = "month"
        self.span = around("month", today, first_day)
        self.compare: Compare = "year"
        self.as_of: AsOf | None = None

    @property
    def words(self) -> str:
        """The span as a report names it."""
        return span_words(self.span, self.first_day)

    def words_of(self, span: Span) -> str:
        """Any span as a report names it."""
        return span_words(span, self.first_day)

    def look(self, today: date, first_day: int = 1, places: int = 2) -> None:
        """Another day, or another setting: a span that was the current one is the current one still."""
        was = self.recent(1)
        current = bool(was) and was[0] == self.span
        self.today, self.first_day, self.places = today, first_day, places
        if current and (now := self.recent(1)) and now[0] != self.span:
            self.span = now[0]
            self.changed.emit()

    def put(self, kind: str, span: Span) -> None:
        """This span, of this kind."""
        if (kind, span) != (self.kind, self.span):
            self.kind, self.span = kind, span
            self.changed.emit()

    def take(self, span: Span, compare: Compare, as_of: AsOf | None, kind: str = "") -> None:
        """All of it at once; without a kind that which the span is of."""
        whole = kind or self.kind_of(span)
        if (whole, span, compare, as_of) != (self.kind, self.span, self.compare, self.as_of):
            self.kind, self.span, self.compare, self.as_of = whole, span, compare, as_of
            self.changed.emit()

    def kind_of(self, span: Span) -> str:
        """The kind that a span is of; FREE for any days."""
        return next((kind for kind in KINDS if around(kind, span.since, self.first_day) == span), FREE)

    def turn(self, kind: str) -> None:
        """Spans of this kind: the one that holds the end of what is chosen, as far as it has come."""
        end = min(self.span.until, max(self.today, self.span.since))
        whole = around(kind, end, self.first_day) if kind in KINDS else Span(self.span.since, end)
        self.put(kind, whole)

    def step(self, by: int) -> None:
        """So many spans later, or earlier where it is negative."""
        self.put(self.kind, stepped(self.span, by, self.first_day))

    def recent(self, count: int) -> list[Span]:
        """The current span of this kind and those before it, so many; none of free spans."""
        return [self.before(self.kind, back) for back in range(count)] if self.kind in KINDS else []

    def before(self, kind: str, back: int) -> Span:
        """The span of that kind that lies so many before the current one."""
        return stepped(around(cast(Whole, kind), self.today, self.first_day), -back, self.first_day)

    def set_compare(self, compare: Compare) -> None:
        """Against which other span."""
        if compare != self.compare:
            self.compare = compare
            self.changed.emit()

    def set_as_of(self, as_of: AsOf | None) -> None:
        """统计截止时间; None for now."""
        if as_of != self.as_of:
            self.as_of = as_of
            self.changed.emit()
