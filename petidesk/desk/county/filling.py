"""A county's workbook filled with a month: its rows, its statistical tables, its lines; in the words of its lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from petidesk.desk.ledger.month_reading import CountyMonth
from petidesk.desk.ledger.types import built_in_types
from petidesk.documents.county.workbook import CountyBook
from petidesk.domain.county.choices import Choices, ListColumn, Speaker, list_columns, words_document
from petidesk.domain.county.fields import catalogue, field_kind
from petidesk.domain.county.figures import FigureSheet, Reader
from petidesk.domain.county.layout import CountyTable
from petidesk.domain.county.lines import LineFacts, line_writes
from petidesk.domain.county.numbers import RATES, figure_rows, left_out, listed_meaning
from petidesk.domain.county.survey import Layout
from petidesk.domain.county.values import MASKED_FIELDS, Circumstances, Value, value
from petidesk.domain.ledger.disputes import SOURCES, STATES
from petidesk.domain.ledger.months import Finding
from petidesk.domain.office.office import Office
from petidesk.domain.watched import NOT_KEPT
from petidesk.storage import office as office_rows
from petidesk.storage.file.database import Transaction
from petidesk.storage.ledger import listing as ledger_list

if TYPE_CHECKING:
    from petidesk.desk.session import Session
    from petidesk.storage.county import StoredTemplate

Progress = Callable[[int, int], object]
PRACTICE = "演练"  # what every sheet and file of a practice folder says
Words = Mapping[str, Mapping[str, str | None]]
_WRITTEN = ("type", "source", "responsible_unit", "responsible_person", "case_leader")


class Filling:
    """One county workbook opened for one month. `notes` say what could not be filled, once it is filled."""

    def __init__(
        self,
        session: Session,
        found: CountyMonth,
        book: CountyBook,
        layout: Layout,
        name: str,
        words: Words,
        *,
        full: bool,
    ) -> None:
        self._session = session
        self._found = found
        self._book = book
        self._layout = layout
        self.name = name
        self.notes = [*book.notes, *layout.notes]
        keys = [column.field for column in layout.ledger.columns] if layout.ledger else []
        self._seen = Circumstances.for_fields(found.office, found.words, keys, full=full)
        self._choices: Choices | None = None
        if layout.ledger is not None:
            self._choices = choices_of(found.reader, found.office, book, layout.ledger, words)

    @cached_property
    def _unsaid(self) -> list[Finding]:
        return self._choices.findings(self._found.disputes, self._seen) if self._choices else []

    def findings(self) -> list[Finding]:
        """What the workbook's lists have no word for, dispute by dispute."""
        return self._unsaid

    def data(self, progress: Progress | None, cancelled: Callable[[], bool] | None) -> bytes:
        """The filled workbook. Raises Stopped when `cancelled`."""
        facts = facts_of(self._session, self._found)
        sheets = {sheet.name: sheet for sheet in self._book.sheets()}
        layout = self._layout
        tables: list[CountyTable | FigureSheet] = [*([layout.ledger] if layout.ledger else []), *layout.figures]
        for table in tables:
            first, last = _reach(table)
            for row, column, text in line_writes(sheets[table.sheet], first, last, facts):
                self._book.write(table.sheet, row, column, text)
        for figure in layout.figures:
            self.notes += self._figures(figure)
        if layout.ledger is not None:
            self._rows(layout.ledger, progress, cancelled)
            watched = [column.heading for column in layout.ledger.columns if column.watched]
            if unplaced := [heading for heading in layout.ledger.unplaced if heading not in watched]:
                self.notes.append(f"没有填的栏目：{'、'.join(unplaced)}。")
            if watched:
                self.notes.append(f"这些栏{NOT_KEPT}，空着：{'、'.join(watched)}。")
        self.notes += self._left_empty()
        if self._session.practice:
            self._book.mark(PRACTICE)
        count = len(self._found.disputes)
        return self._book.save(self._session.now(), rows=count, progress=progress, cancelled=cancelled)

    def _left_empty(self) -> list[str]:
        """What stands empty because a list has no word for it, once a column."""
        counted: dict[str, int] = {}
        for finding in self.findings():
            counted[finding.message] = counted.get(finding.message, 0) + 1
        return [f"{message}，空着{count}格。" for message, count in counted.items()]

    def _rows(self, table: CountyTable, progress: Progress | None, cancelled: Callable[[], bool] | None) -> None:
        found, seen, choices = self._found, self._seen, self._choices
        assert choices is not None
        fields = catalogue(found.office.ledger_columns)
        keys = [column.field for column in table.columns]
        kinds = [field_kind(key, fields) if key else "" for key in keys]
        units = [column.unit for column in table.columns]

        def lines() -> Iterator[list[Value]]:
            if not found.disputes:
                yield _zero_row(keys)
            for serial, dispute in enumerate(found.disputes, start=1):
                told = [
                    None if key is None else value(dispute, key, seen, serial=serial, unit=unit)
                    for key, unit in zip(keys, units, strict=True)
                ]
                for place in choices.columns:
                    told[place] = choices.put(place, told[place])
                yield told

        count = max(1, len(found.disputes))
        items = len(found.disputes)
        self._book.fill(table, kinds, lines(), count, items=items, progress=progress, cancelled=cancelled)

    def _figures(self, figure: FigureSheet) -> list[str]:
        """Fill a statistical table; sentences on what has no row or column in it."""
        found, book = self._found, self._book
        numbers = found.numbers
        if figure.table is not None:
            by_village = figure.listed == "village"
            names = found.villages if by_village else found.kinds
            assigned = {name: name for name in numbers.types}
            lines = figure_rows(figure, numbers, names, assigned)
            kinds = ["count" if listed_meaning(column) else "text" for column in figure.columns]
            book.fill(figure.table, kinds, lines or [[None] * len(kinds)], max(1, len(lines)))
            return []
        assigned = found.reader.assigned(figure.labels, numbers.types)
        for spot in figure.spots:
            said = numbers.figure(spot.meaning, assigned)
            if said is not None:
                share = spot.meaning.measure in RATES and isinstance(said, float) and not spot.meaning.percent
                book.write(figure.sheet, spot.row, spot.column, said, share=share)
        return left_out(figure, numbers, assigned)


def facts_of(session: Session, found: CountyMonth) -> LineFacts:
    """What the lines above and below a table are filled with."""
    return LineFacts(
        office=found.office.full_name,
        place=found.office.short_name,
        month=found.number,
        today=session.today(),
        reporter=session.actor.name,
        phone=found.office.phone,
    )


@dataclass(frozen=True, slots=True)
class ListWords:
    """A column with a drop-down list, the words of ours that may stand in it, and what is written for each."""

    column: ListColumn
    ours: tuple[str, ...]
    choices: Choices

    def document(self) -> dict[str, Any]:
        """As JSON (rules/command-line.md, `ledger template words`)."""
        return words_document(self.column, self.ours, self.choices)


def our_words(connection: Transaction, field: str, office: Office) -> tuple[str, ...]:
    """What our records say, or may say, in a column."""
    first: tuple[str, ...] = ()
    if field == "type":
        first = tuple(kind.name for kind in built_in_types())
    elif field == "risk_level":
        return office.risk_labels
    elif field == "state":
        return tuple(STATES.values())
    elif field == "closing":
        return ("未销号", "已化解，未销号", "已销号")
    elif field == "source":
        first = SOURCES
    elif field == "village":
        return tuple(village.name for village, _ in office_rows.villages(connection) if not village.retired)
    written = ledger_list.spoken(connection, field) if field in _WRITTEN else []
    return tuple(word for word in dict.fromkeys((*first, *written)) if word)


def choices_of(reader: Reader, office: Office, book: CountyBook, table: CountyTable, words: Words) -> Choices:
    """The lists of the table, in the office's words."""
    speaker = Speaker(reader.types, reader.finder, office.risk_labels)
    return Choices(list_columns(table, book.lists(table), words), speaker)


def said_words(templates: Sequence[StoredTemplate], own: StoredTemplate | None) -> Words:
    """What the office has said of lists, by field: what it said of this workbook goes before what it said of others."""
    said: dict[str, dict[str, str | None]] = {}
    for stored in templates:
        for kept in stored.mapping.values():
            if own is None or stored.name != own.name:
                # a cell left empty there says nothing about here
                told = {ours: theirs for ours, theirs in kept.get("words", {}).items() if theirs is not None}
                said.setdefault(kept["field"] or "", {}).update(told)
    for kept in own.mapping.values() if own else ():
        said.setdefault(kept["field"] or "", {}).update(kept.get("words", {}))
    return said


def keeping_words(mapping: dict[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """The columns as they are kept, with the words of lists that were said while they asked for the same."""
    for letter, column in mapping.items():
        old = before.get(letter, {})
        if old.get("words") and old["field"] == column["field"]:
            column["words"] = old["words"]
    return mapping


def _reach(table: CountyTable | FigureSheet) -> tuple[int, int]:
    """The rows from the headings to the last of the table: what stands outside are lines."""
    if isinstance(table, CountyTable):
        return table.heading_rows[0], max([table.last, *table.total_rows, table.heading_rows[-1]])
    if table.table is not None:
        return _reach(table.table)
    return table.heading_rows[0], max(spot.row for spot in table.spots)


def _zero_row(keys: Sequence[str | None]) -> list[Value]:
    """A month without disputes still makes a report, and says so in its one row (零报告)."""
    place = next((keys.index(key) for key in ("summary", "title", "note", "result") if key in keys), None)
    if place is None:
        place = next((place for place, key in enumerate(keys) if key and key not in MASKED_FIELDS), 0)
    return ["本月无在册矛盾纠纷（零报告）" if column == place else None for column in range(len(keys))]
