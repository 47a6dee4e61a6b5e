"""The papers of the figures: 总结用数 and the bulletins, as PDF, Word or workbook, and charts as pictures.

A paper counts what its form names and nothing else, all of it by one 统计截止时间. A bulletin of a span that has ended
keeps the one that it was first printed with: printed again it says the same, until somebody gives another.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from petidesk.documents.forms.forms import Form
from petidesk.documents.forms.mentions import printed
from petidesk.documents.preview import chart_picture
from petidesk.documents.printing import render
from petidesk.domain.statistics import papers
from petidesk.domain.statistics.adapted import without_closed, without_gaps
from petidesk.domain.statistics.catalogue import subject
from petidesk.domain.statistics.charts import Chart, ChartPicture, shares
from petidesk.domain.statistics.figures import Asked, AsOf, Figure, Rate, Table
from petidesk.domain.statistics.ids import as_of_text, parse_as_of
from petidesk.domain.statistics.papers import BULLETINS, SHEET, SUMMARY, FigurePaper
from petidesk.domain.statistics.parts import (
    BASES_OF_RATES,
    PARTS,
    Manner,
    MissingPart,
    Part,
    RatePart,
    Tabled,
)
from petidesk.domain.statistics.printed import PrintedTable
from petidesk.domain.statistics.printed import counted as printed_table
from petidesk.domain.statistics.printed import rated as printed_rates
from petidesk.domain.statistics.spans import Compare, Span, Whole, around, compared, named, span_of
from petidesk.domain.statistics.workbook import FigureBook, FigureSheet
from petidesk.domain.trouble import KnownTrouble, Refused
from petidesk.storage import office as office_rows
from petidesk.storage.safety import audit as audit_rows
from petidesk.storage.statistics.known import ending

if TYPE_CHECKING:
    from petidesk.desk.form_shelf import FormShelf
    from petidesk.desk.office.office import OfficeDesk
    from petidesk.desk.session import Session
    from petidesk.desk.statistics.statistics import Statistics
    from petidesk.domain.office.office import Office

Kind = Literal["pdf", "docx"]


class StatisticsPapers:
    """`desk.statistics_papers`."""

    def __init__(self, session: Session, shelf: FormShelf, office: OfficeDesk, statistics: Statistics) -> None:
        self._session, self._shelf, self._office = session, shelf, office
        self._statistics = statistics

    def bulletin(
        self, kind: Whole, name: str, file: Kind = "pdf", as_of: AsOf | None = None, *, keep: bool = True
    ) -> FigurePaper:
        """The bulletin of the week, month, quarter, half year or year that `name` means (2026-W42 ... 2026).

        Without `as_of` it has the 统计截止时间 that it was printed with before, else now. Refused (bad_value) for what
        is no such span, or for one that has not begun. `keep`: not for one that is only looked at.
        """
        bulletin = BULLETINS[kind]
        with self._session.reading() as connection:
            known = office_rows.facts(connection).get(_kept(kind, name))
        kept = as_of is None and known is not None
        as_of = parse_as_of(known) if kept and known else as_of
        office = self._settings(as_of)
        span = named(kind, name, office.first_day)
        last = self._session.today() if as_of is None else _day(as_of)
        if span.since > last:
            raise Refused("bad_value", "这个期间还没有开始，没有可以统计的。", field="of")
        # What is not over yet is compared with as many days of the year before, not with the whole.
        counted = span if span.until <= last else span_of(span.since, last)
        paper = self._begun(bulletin.form, office, counted, bulletin.compare, as_of, closed=False)
        words = papers.named_words(kind, span, counted, office.first_day)
        made = replace(paper.made(file, words), kept=kept)
        if keep and not kept and span.until < _day(made.as_of):
            self._keep(kind, name, made)
        return made

    def summary(
        self, span: Span, file: Literal["docx", "pdf", "xlsx"] = "docx", as_of: AsOf | None = None
    ) -> FigurePaper:
        """总结用数 of a span: the usual sentences of a summary with their tables; the workbook goes on counting."""
        paper = self._begun(SUMMARY, self._settings(as_of), span, "year", as_of)
        words = papers.days_words(span)
        if file == "xlsx":
            return paper.workbook(words)
        return paper.made(file, words)

    def sheet(
        self,
        title: str,
        table: Table,
        measures: Sequence[str],
        chart: Chart | None = None,
        file: Literal["pdf", "docx", "xlsx"] = "pdf",
        drawn: PrintedTable | None = None,
    ) -> FigurePaper:
        """A table as somebody looks at it, with its chart, on paper, in Word or as a workbook that goes on counting.

        `measures`: those that it shows; `title`: what it is called, without the office; `drawn`: the same figures in
        another arrangement than line by line.
        """
        asked, tabled = table.asked, Tabled(title, tuple(measures), share=False)
        paper = self._begun(SHEET, self._settings(table.as_of), asked.span, asked.compare, table.as_of)
        paper.tables[asked.span, asked.subject, asked.by, asked.compare] = table
        words = papers.days_words(asked.span)
        if file == "xlsx":
            one = FigureSheet(title, tabled.of(table), table, tabled.columns(table))
            return paper.book(title, [one], (), words)
        whole = drawn or printed_table("", tabled.of(table), table, tabled.columns(table), paper.office.places)
        return paper.filled({"表名": title, "图": chart, "表": whole}, file, words)

    def rates_sheet(self, span: Span, compare: Compare, as_of: AsOf | None = None, file: Kind = "pdf") -> FigurePaper:
        """The rates of a span with both of their numbers and their chart, on paper or in Word."""
        paper = self._begun(SHEET, self._settings(as_of), span, compare, as_of)
        paper.deadline()
        rates, places = paper.rated(span), paper.office.places
        values: dict[str, Any] = {
            "表名": "各项比率",
            "表": printed_rates("", rates, paper.before(), compare, places),
            "图": shares("", [rate for rate in rates if rate.denominator.value], places),
        }
        if values["图"].empty:
            del values["图"]
        return paper.filled(values, file, papers.days_words(span))

    def picture(self, chart: Chart, width: float, dpi: float = 192.0) -> ChartPicture:
        """A chart as a picture `width` pt wide, with the places of its bars."""
        return chart_picture(chart, width, dpi)

    def _begun(
        self, form: str, office: Office, span: Span, compare: Compare, as_of: AsOf | None, *, closed: bool = True
    ) -> _Paper:
        loaded, practice = self._shelf.load(form), self._session.practice
        return _Paper(self._statistics, loaded, office, span, compare, as_of, practice=practice, closed=closed)

    def _settings(self, as_of: AsOf | None) -> Office:
        """The settings by which is counted and signed: those of the deadline, once the office had a name."""
        office = self._office.current()
        if as_of is None:
            return office
        with self._session.reading() as connection:
            then = office_rows.then(connection, ending(as_of))
        return then if then.name else office

    def _keep(self, kind: Whole, name: str, made: FigurePaper) -> None:
        """Remember the deadline of a bulletin that was printed; beside an open window it is printed all the same."""
        as_of = as_of_text(made.as_of)
        with contextlib.suppress(KnownTrouble), self._session.writing() as connection:
            office_rows.set_fact(connection, _kept(kind, name), as_of)
            after = {"title": made.title, "as_of": as_of, "sha256": made.sha256}
            audit_rows.append(connection, self._session.act(), "bulletin.printed", "bulletin", name, after=after)


class _Paper:
    """One paper in the making: its tables are counted once each, by one deadline.

    `closed`: whether closed accusations stand in it as they do in tables; a bulletin leaves them out.
    """

    def __init__(
        self,
        statistics: Statistics,
        form: Form,
        office: Office,
        span: Span,
        compare: Compare,
        as_of: AsOf | None,
        *,
        practice: bool,
        closed: bool,
    ) -> None:
        self.closed = closed
        self.statistics, self.form, self.office, self.practice = statistics, form, office, practice
        self.span, self.compare, self.as_of = span, compare, as_of
        self.tables: dict[tuple[Span, str, tuple[str, ...], Compare], Table] = {}
        self.rates: dict[Span, Sequence[Rate]] = {}
        self.listing: dict[tuple[Span, str], Table] = {}

    def made(self, file: Kind, words: str) -> FigurePaper:
        """The paper as a file; `words`: what its span is called."""
        return self.filled(self.parts(), file, words)

    def filled(self, values: Mapping[str, Any], file: Kind, words: str) -> FigurePaper:
        """The form with these values and what every paper of figures says."""
        values = {**values, **self.texts(words)}
        size, practice, at = next(iter(self.form.papers)), self.practice, papers.made_at(self.deadline())
        if file == "docx":
            from petidesk.documents.word.papers import write

            written = write(self.form, values, paper=size, practice=practice, at=at)
            data, missing = written.docx, written.missing_characters
        else:
            sheets = render(self.form, values, paper=size, practice=practice, at=at)
            data, missing = sheets.pdf, sheets.missing_characters
        return self.finished(data, missing)

    def workbook(self, words: str) -> FigurePaper:
        """The tables that the form prints as sheets, its sentences and notes before them."""
        values, sheets = self.parts(), []
        for name in (name for name in PARTS if name in values):
            part = PARTS[name]
            if isinstance(part, Part) and isinstance(part.make, Tabled):
                table = part.make.shown(self.table_of(part))
                sheets.append(FigureSheet(part.make.title, part.make.of(table), table, part.make.columns(table)))
        said = (name for name, part in PARTS.items() if part.kind == "text" and name != BASES_OF_RATES)
        sentences = [values[name] for name in said if name in values]  # the sheet of the rates has their definitions
        return self.book(self.form.title, sheets, self.rated(self.span), words, sentences)

    def book(
        self,
        title: str,
        sheets: Sequence[FigureSheet],
        rates: Sequence[Rate],
        words: str,
        sentences: Sequence[str] = (),
    ) -> FigurePaper:
        """The workbook of these sheets and rates, with what every paper of figures says."""
        from petidesk.documents.workbooks.figures import workbook

        said = self.texts(words)
        heads = (said["机关名称"], f"统计期间：{said['起止']}", f"统计截止时间：{said['统计截止时间']}", said["口径"])
        before = self.before() if rates else {}
        name, places = f"{said['机关简称']}{title}", self.office.places
        book = FigureBook(name, [*heads, *sentences], sheets, rates, before, self.compare, places)
        return self.finished(workbook(book, made_at=papers.made_at(self.deadline()), practice=self.practice), ())

    def texts(self, words: str) -> dict[str, str]:
        closed = papers.CLOSED_APART if self.closed else papers.CLOSED_LEFT_OUT
        other = compared(self.span, self.compare, self.office.first_day)
        subjects = {name for _, name, _, _ in self.tables}
        beside = None if other is None else (self.compare, other)
        return papers.texts(self.office, self.span, words, beside, self.deadline(), subjects, closed)

    def finished(self, data: bytes, missing: tuple[str, ...]) -> FigurePaper:
        digest = hashlib.sha256(data).hexdigest()
        return FigurePaper(self.form.name, self.form.title, data, self.deadline(), digest, missing)

    def deadline(self) -> AsOf:
        """By when all of it was known: what was asked for, else the moment of the first table."""
        if self.as_of is None:
            self.as_of = self.statistics.table(Asked("visits", self.span, (), "none")).as_of
        return self.as_of

    def parts(self) -> dict[str, Any]:
        """The parts that the form prints, by name; what is empty is left out."""
        self.deadline()
        year = f"{around('month', self.span.until, self.office.first_day).until.year}年"
        found: dict[str, Any] = {}
        for name in sorted(printed(self.form, {}, frozenset(PARTS))):
            part = PARTS[name]
            if isinstance(part, MissingPart):
                value = part.make(self.missing())
            elif isinstance(part, RatePart):
                value = part.make(self.rated(self.span), self.before(), self.manner(self.compare, year))
            else:
                value = part.make(self.table_of(part), self.manner(part.compare or self.compare, year))
            if value and not getattr(value, "empty", False):
                found[name] = value
        return found

    def manner(self, compare: Compare, year: str) -> Manner:
        return Manner(compare, self.office.places, year, self.office.first_day)

    def table_of(self, part: Part) -> Table:
        """The table of a part, counted once."""
        span = self.since_new_year() if part.since_new_year else self.span
        key = (span, part.subject, part.by, part.compare or self.compare)
        if key not in self.tables:
            counted = self.statistics.table(Asked(part.subject, span, part.by, key[3], self.deadline()))
            shown = counted if self.closed else without_closed(counted)
            self.tables[key] = without_gaps(shown, self.office.first_day)
        return self.tables[key]

    def since_new_year(self) -> Span:
        """From the first month of the year on, for a trend."""
        first = around("year", self.span.until, self.office.first_day).since
        return Span(min(first, self.span.since), self.span.until)

    def rated(self, span: Span) -> Sequence[Rate]:
        if span not in self.rates:
            rates = self.statistics.rates(span, self.deadline())
            # Over less than a quarter no number may hold closed accusations, a rate's neither.
            whole = self.closed and span.lists_closed
            self.rates[span] = rates if whole else [self.without_closed(rate) for rate in rates]
        return self.rates[span]

    def missing(self) -> Sequence[tuple[str, Figure]]:
        """What is missing behind the rates; how somebody rates is nobody's debt (rules/counting.md, 7)."""
        found = self.statistics.missing(self.span, self.deadline())
        owed = [(label, figure) for label, figure in found if figure.id.subject != "ratings"]
        whole = self.closed and self.span.lists_closed
        return owed if whole else [(label, self.listed(figure)) for label, figure in owed]

    def without_closed(self, rate: Rate) -> Rate:
        """The rate of what may be listed."""
        return replace(rate, numerator=self.listed(rate.numerator), denominator=self.listed(rate.denominator))

    def listed(self, figure: Figure) -> Figure:
        """The figure without closed accusations: the total of a table that sets them apart in a row of their own."""
        asked = figure.id
        key = (asked.span, asked.subject)
        if key not in self.listing:
            dimensions = [one.name for one in subject(asked.subject).dimensions]
            by = next((name for name in dimensions if name not in ("month", "quarter")), dimensions[0])
            table = self.statistics.table(Asked(asked.subject, asked.span, (by,), "none", self.deadline()))
            self.listing[key] = without_closed(table)
        return self.listing[key].total[asked.measure]

    def before(self) -> Mapping[str, Rate]:
        """The rates of the span compared with, by name."""
        other = compared(self.span, self.compare, self.office.first_day)
        return {} if other is None else {rate.name: rate for rate in self.rated(other)}


def _kept(kind: Whole, name: str) -> str:
    return f"bulletin {kind} {name}"


def _day(as_of: AsOf) -> date:
    return papers.made_at(as_of).date()
