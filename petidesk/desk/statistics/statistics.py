"""Figures as the desk gives them: a table over a span, and the rows that prove each of its figures.

Every figure says by when it was known (统计截止时间); asked for again by its id it is the same, whatever was entered,
amended or voided since.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from petidesk.desk.office.calendars import calendar_of
from petidesk.desk.statistics.lists import lists_of
from petidesk.domain.office.office import Office
from petidesk.domain.statistics import catalogue, dimensions
from petidesk.domain.statistics.dimensions import ROW, Dimension, Lists, Subject
from petidesk.domain.statistics.figures import (
    LISTED,
    UNLISTED,
    Asked,
    AsOf,
    CountedRows,
    Figure,
    FigureId,
    Moment,
    Number,
    Rate,
    Table,
    TableRow,
)
from petidesk.domain.statistics.ids import as_of_text
from petidesk.domain.statistics.rates import MISSING, Counts, rate_kinds
from petidesk.domain.statistics.spans import Span, compared, month_of
from petidesk.domain.trouble import Refused
from petidesk.storage import office as office_rows
from petidesk.storage.file.database import Transaction
from petidesk.storage.safety import audit as audit_rows
from petidesk.storage.statistics.counting import Question
from petidesk.storage.statistics.known import Known, ending, known_at
from petidesk.storage.statistics.subjects import SUBJECTS

if TYPE_CHECKING:
    from petidesk.desk.form_shelf import FormShelf
    from petidesk.desk.session import Session

Keys = tuple[str, ...]
Values = tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class _View:
    """The data as it was known at one moment, counted by the settings of then."""

    connection: Transaction
    known: Known
    office: Office

    def question(self, span: Span, by: Sequence[str] = (), *, days: int = 0, months: int = 0) -> Question:
        """What is counted over that span."""
        office = self.office
        return Question(
            span,
            tuple(by),
            self.known,
            first_day=office.first_day,
            joint_from=office.joint_from,
            observation_days=office.observation_days,
            days=days,
            months=months,
        )

    def values(
        self, subject: str, span: Span, by: Sequence[Dimension] = (), *, days: int = 0, months: int = 0
    ) -> Mapping[Keys, Values]:
        """The values of a subject over a span by the keys of its rows."""
        asked = self.question(span, [dimension.name for dimension in by], days=days, months=months)
        return SUBJECTS[subject].figures(self.connection, asked)


class Statistics:
    """The desk's figures. Every method reads one consistent view of the data."""

    def __init__(self, session: Session, shelf: FormShelf) -> None:
        self._session = session
        self._shelf = shelf
        # the last deadline that was asked for, with what had changed since
        self._kept: dict[tuple[str, int], tuple[Known, Office]] = {}

    def table(self, asked: Asked) -> Table:
        """The table. Refused (bad_value) for what the catalogue lacks, for a deadline that has not come."""
        subject = catalogue.subject(asked.subject)
        by = subject.divided(asked.by)
        with self._viewing(asked.as_of) as view:
            first_day = view.office.first_day
            values = view.values(subject.name, asked.span, by)
            other = compared(asked.span, asked.compare, first_day)
            moved = {} if other is None else _moved(other, asked, first_day)
            base = None if other is None else view.values(subject.name, other, by, **moved)
            whole: Mapping[Keys, Values] = values
            whole_base = base
            if subject.is_stock(by):
                whole = view.values(subject.name, asked.span)
                whole_base = None if other is None else view.values(subject.name, other)
            keys = {key for row in (*values, *(base or {})) for key in row}
            wanted = {dimension.listed for dimension in by}
            lists = lists_of(view.connection, view.office, self._shelf, wanted, keys)
        return _Made(asked, subject, by, view.known.as_of, values, base, lists).table(other, whole, whole_base)

    def rows(self, figure: FigureId, limit: int = 50, offset: int = 0) -> CountedRows:
        """The rows that a figure counts, in the order of their days.

        Refused for an id that counts nothing known (bad_value), and for what is a number only (forbidden).
        """
        subject = catalogue.subject(figure.subject)
        measure = subject.measure(figure.measure)
        if not measure.opens:
            words = f"“{measure.label}”只是一个数，不列名单：评价由信访人自愿作出。"
            raise Refused("forbidden", words, field="id")
        with self._viewing(figure.as_of) as view:
            asked = view.question(figure.span, [name for name, _ in figure.keys])
            total, summed, found = SUBJECTS[subject.name].rows(
                view.connection, asked, figure.measure, [key for _, key in figure.keys], limit, offset
            )
        return CountedRows(figure, total, summed, tuple(found))

    def rates(self, span: Span, as_of: AsOf | None = None) -> tuple[Rate, ...]:
        """Every rate over a span (rules/counting.md, 7). Refused (bad_value) for a deadline that has not come."""
        with self._viewing(as_of) as view:
            kinds = rate_kinds(view.office)
            figures = self._counted(view, span, [one for kind in kinds for one in (kind.numerator, kind.denominator)])
        return tuple(
            Rate(
                kind.name,
                kind.label,
                figures[kind.numerator],
                figures[kind.denominator],
                kind.definition,
                kind.basis,
            )
            for kind in kinds
        )

    def missing(self, span: Span, as_of: AsOf | None = None) -> tuple[tuple[str, Figure], ...]:
        """What is missing behind the rates, with the words for it: overdue, untold, unreturned, unrated.

        The rows of a figure are the list to work off; `rows` refuses those of the unrated.
        """
        with self._viewing(as_of) as view:
            figures = self._counted(view, span, [counts for _, _, counts in MISSING])
        return tuple((label, figures[counts]) for _, label, counts in MISSING)

    @staticmethod
    def _counted(view: _View, span: Span, wanted: Sequence[Counts]) -> dict[Counts, Figure]:
        """The figures of these measures over a span; over less than a quarter without closed accusations."""
        found: dict[Counts, Figure] = {}
        keys = () if span.lists_closed else ((ROW, LISTED),)
        for name in dict.fromkeys(name for name, _ in wanted):
            subject = catalogue.subject(name)
            counted = view.values(name, span)
            values = _sum(subject, {row: one for row, one in counted.items() if span.lists_closed or not row})
            for measure, value in zip(subject.measures, values, strict=True):
                found[name, measure.name] = Figure(FigureId(name, measure.name, span, view.known.as_of, keys), value)
        return found

    @contextmanager
    def _viewing(self, as_of: AsOf | None) -> Iterator[_View]:
        """The data as it was known then; None for now. Refused (bad_value) for a deadline that has not come."""
        if as_of is not None and _day(as_of) > self._session.today():
            raise Refused("bad_value", "统计截止时间还没有到。", field="as_of")
        with self._session.reading() as connection:
            yield self._view(connection, as_of)

    def _view(self, connection: Transaction, as_of: AsOf | None) -> _View:
        """What was known is worked out once for all the figures of a paper, as long as nothing new is recorded."""
        newest = audit_rows.last_id(connection)
        if as_of is None:
            as_of = Moment.of(self._session.now(), newest)
        name = as_of_text(as_of), newest
        kept = self._kept.get(name)
        if kept is None:
            known = known_at(connection, as_of, newest)
            office = _settings(connection, known)
            if not known.newest:
                limits = office.limits
                other = limits != office_rows.current(connection, self._session.today()).limits
                known = replace(known, calendar=calendar_of(connection), limits=limits, other_limits=other)
            if not isinstance(as_of, Moment) or as_of.entry < newest:
                self._kept = {name: (known, office)}
        else:
            known, office = kept
        return _View(connection, known, office)


def _day(as_of: AsOf) -> date:
    return as_of.date() if isinstance(as_of, datetime) else as_of


def _settings(connection: Transaction, known: Known) -> Office:
    """The settings that say how is counted, as they were then; those entered within its second since left out."""
    since = timedelta(seconds=1 if isinstance(known.as_of, Moment) and known.of("office") else 0)
    return office_rows.then(connection, ending(known.as_of) - since)


def _moved(other: Span, asked: Asked, first_day: int) -> dict[str, int]:
    """How far the keys of time of the other span lie from those of the table's own."""
    if asked.compare == "before" and asked.span.whole(first_day) is None:
        return {"days": asked.span.days}
    year, month = map(int, month_of(asked.span.since, first_day).split("-"))
    other_year, other_month = map(int, month_of(other.since, first_day).split("-"))
    return {"months": (year - other_year) * 12 + month - other_month}


@dataclass(frozen=True, slots=True)
class _Made:
    """Values put together as a table."""

    asked: Asked
    subject: Subject
    by: tuple[Dimension, ...]
    as_of: AsOf
    values: Mapping[Keys, Values]
    base: Mapping[Keys, Values] | None
    lists: Lists

    def table(
        self, other: Span | None, whole: Mapping[Keys, Values], whole_base: Mapping[Keys, Values] | None
    ) -> Table:
        """The table with its rows in the office's own order; `whole` adds up to its total."""
        base = None if whole_base is None else _sum(self.subject, whole_base)
        total = self._figures((), _sum(self.subject, whole), base)
        measures = tuple(measure.name for measure in self.subject.measures)
        rows = tuple(self._row(keys) for keys in self._order())
        return Table(self.asked, self.as_of, other, measures, rows, total)

    def _order(self) -> list[Keys]:
        """The keys of the rows that say something, now or in the span compared with."""
        known = {keys for values in (self.values, self.base or {}) for keys, row in values.items() if any(row)}
        if not self.by:
            return [(UNLISTED,)] if (UNLISTED,) in known and not self.asked.span.lists_closed else []
        places = []
        for place, dimension in enumerate(self.by):
            ordered = dimensions.order(dimension, {keys[place] for keys in known}, self.lists)
            places.append({key: number for number, key in enumerate(ordered)})
        return sorted(known, key=lambda keys: tuple(place[key] for place, key in zip(places, keys, strict=True)))

    def _row(self, keys: Keys) -> TableRow:
        names = tuple(dimension.name for dimension in self.by) or (ROW,)
        labels = tuple(dimension.word(key, self.lists) for dimension, key in zip(self.by, keys, strict=False))
        named = dict(zip(names, keys, strict=True))
        none = (0,) * len(self.subject.measures)
        base = None if self.base is None else self.base.get(keys, none)
        figures = self._figures(tuple(named.items()), self.values.get(keys, none), base)
        return TableRow(named, labels or (dimensions.SPECIAL[UNLISTED],), figures)

    def _figures(self, keys: tuple[tuple[str, str], ...], values: Values, base: Values | None) -> dict[str, Figure]:
        return {
            measure.name: Figure(
                FigureId(self.subject.name, measure.name, self.asked.span, self.as_of, keys),
                values[place],
                None if base is None else base[place],
            )
            for place, measure in enumerate(self.subject.measures)
        }


def _sum(subject: Subject, values: Mapping[Keys, Values]) -> Values:
    return tuple(sum(row[place] for row in values.values()) for place in range(len(subject.measures)))
