"""The papers of the figures: 总结用数 and the bulletins, as PDF, Word or workbook, and charts as pictures.

A paper counts what its form names and nothing else, all of it by one 统计截止时间. A bulletin of a span that has ended
keeps the one that it was first printed with: printed again it says the same, until somebody gives another.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from petidesk.documents.forms.forms import Form
from petidesk.documents.forms.mentions import printed
from petidesk.documents.preview import chart_picture
from petidesk.documents.printing import render
from petidesk.domain.statistics import papers
from petidesk.domain.statistics.catalogue import SUBJECTS
from petidesk.domain.statistics.charts import Chart, ChartPicture
from petidesk.domain.statistics.figures import Asked, AsOf, Rate, Table
from petidesk.domain.statistics.ids import as_of_text, parse_as_of
from petidesk.domain.statistics.papers import BULLETINS, SUMMARY, FigurePaper
from petidesk.domain.statistics.parts import PARTS, Manner, Part, RatePart, Tabled, without_closed, without_gaps
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

    def bulletin(self, kind: Whole, name: str, file: Kind = "pdf", as_of: AsOf | None = None) -> FigurePaper:
        """The bulletin of the week, month, quarter, half year or year that `name` means (2026-W42 ... 2026).

        Without `as_of` it has the 统计截止时间 that it was printed with before, else now. Refused (bad_value) for what
        is no such span, or for one that has not begun.
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
        paper = self._begun(bulletin.form, office, counted, bulletin.compare, as_of)
        words = papers.named_words(kind, span, counted, office.first_day)
        made = replace(paper.made(file, words, without_closed, papers.CLOSED_LEFT_OUT), kept=kept)
        if not kept and span.until < _day(made.as_of):
            self._keep(kind, name, made)
        return made

    def summary(
        self, span: Span, file: Literal["docx", "pdf", "xlsx"] = "docx", as_of: AsOf | None = None
    ) -> FigurePaper:
        """总结用数 of a span: the usual sentences of a summary with their tables; the workbook goes on counting."""
        paper = self._begun(SUMMARY, self._settings(as_of), span, "year", as_of)
        words = papers.days_words(span)
        if file == "xlsx":
            return paper.workbook(words, papers.CLOSED_APART)
        return paper.made(file, words, lambda table: table, papers.CLOSED_APART)

    def picture(self, chart: Chart, width: float, dpi: float = 192.0) -> ChartPicture:
        """A chart as a picture `width` pt wide, with the places of its bars."""
        return chart_picture(chart, width, dpi)

    def _begun(self, form: str, office: Office, span: Span, compare: Compare, as_of: AsOf | None) -> _Paper:
        loaded, practice = self._shelf.load(form), self._session.practice
        return _Paper(self._statistics, loaded, office, span, compare, as_of, practice=practice)

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
    """One paper in the making: its tables are counted once each, by one deadline."""

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
    ) -> None:
        self.statistics, self.form, self.office, self.practice = statistics, form, office, practice
        self.span, self.compare, self.as_of = span, compare, as_of
        self.tables: dict[tuple[Span, str, tuple[str, ...], Compare], Table] = {}
        self.rates: dict[Span, Sequence[Rate]] = {}

    def made(self, file: Kind, words: str, seen: Callable[[Table], Table], closed: str) -> FigurePaper:
        """The paper as a file; `seen`: what of a table it shows."""
        values = self.parts(seen)
        values |= self.texts(words, closed)
        as_of = self.deadline()
        size, practice, at = next(iter(self.form.papers)), self.practice, papers.made_at(as_of)
        if file == "docx":
            from petidesk.documents.word.papers import write

            written = write(self.form, values, paper=size, practice=practice, at=at)
            data, missing = written.docx, written.missing_characters
        else:
            sheets = render(self.form, values, paper=size, practice=practice, at=at)
            data, missing = sheets.pdf, sheets.missing_characters
        return self.finished(data, missing)

    def workbook(self, words: str, closed: str) -> FigurePaper:
        """The tables that the form prints as sheets, its sentences and notes before them."""
        from petidesk.documents.workbooks.figures import workbook

        values, sheets = self.parts(lambda table: table), []
        for name in (name for name in PARTS if name in values):
            part = PARTS[name]
            if isinstance(part, Part) and isinstance(part.make, Tabled):
                table = self.table_of(part)
                sheets.append(FigureSheet(part.make.title, part.make.of(table), table, part.make.columns(table)))
        said = self.texts(words, closed)
        heads = (said["机关名称"], f"统计期间：{said['起止']}", f"统计截止时间：{said['统计截止时间']}", said["口径"])
        sentences = [values[name] for name in PARTS if PARTS[name].kind == "text" and name in values]
        book = FigureBook(
            f"{said['机关简称']}{self.form.title}",
            [*heads, *sentences],
            sheets,
            self.rated(self.span),
            self.before(),
            self.compare,
            self.office.places,
        )
        return self.finished(workbook(book, made_at=papers.made_at(self.deadline()), practice=self.practice), ())

    def texts(self, words: str, closed: str) -> dict[str, str]:
        other = compared(self.span, self.compare, self.office.first_day)
        subjects = {subject for _, subject, _, _ in self.tables}
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

    def parts(self, seen: Callable[[Table], Table]) -> dict[str, Any]:
        """The parts that the form prints, by name; what is empty is left out."""
        self.deadline()
        year = f"{around('month', self.span.until, self.office.first_day).until.year}年"
        found: dict[str, Any] = {}
        for name in sorted(printed(self.form, {}, frozenset(PARTS))):
            part = PARTS[name]
            if isinstance(part, Part) and part.subject not in SUBJECTS:
                continue
            if isinstance(part, RatePart):
                value = part.make(self.rated(self.span), self.before(), self.manner(self.compare, year))
            else:
                value = part.make(seen(self.table_of(part)), self.manner(part.compare or self.compare, year))
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
            self.tables[key] = without_gaps(counted, self.office.first_day)
        return self.tables[key]

    def since_new_year(self) -> Span:
        """From the first month of the year on, for a trend."""
        first = around("year", self.span.until, self.office.first_day).since
        return Span(min(first, self.span.since), self.span.until)

    def rated(self, span: Span) -> Sequence[Rate]:
        if span not in self.rates:
            counted = getattr(self.statistics, "rates", None)
            self.rates[span] = counted(span, self.deadline()) if counted else ()
        return self.rates[span]

    def before(self) -> Mapping[str, Rate]:
        """The rates of the span compared with, by name."""
        other = compared(self.span, self.compare, self.office.first_day)
        return {} if other is None else {rate.name: rate for rate in self.rated(other)}


def _kept(kind: Whole, name: str) -> str:
    return f"bulletin {kind} {name}"


def _day(as_of: AsOf) -> date:
    return papers.made_at(as_of).date()
