"""What a county's workbook asks for as a whole: its ledger, its statistical tables, and what could not be placed."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from petidesk.domain.county.fields import JOIN
from petidesk.domain.county.figures import FigureSheet, Reader, find_figures
from petidesk.domain.county.layout import CountyColumn, CountyTable, Sheet, column_document, find_table, no_table
from petidesk.domain.fields import Field

# Headings that a statistical table has as well; a ledger has at least two others.
_OF_BOTH = frozenset(
    ("village", "village_group", "type", "people_involved", "amount_yuan", "serial", "note", "town", "county", "month")
)


@dataclass(frozen=True, slots=True)
class Layout:
    """The table of a workbook that takes the disputes, the tables that take figures, and sentences about the rest."""

    ledger: CountyTable | None
    figures: tuple[FigureSheet, ...]
    notes: tuple[str, ...]

    @property
    def columns(self) -> tuple[CountyColumn, ...]:
        """The columns that a person places: the ledger's, else those of the first statistical table."""
        if self.ledger is not None:
            return self.ledger.columns
        return self.figures[0].columns


@dataclass(frozen=True, slots=True)
class Template:
    """A county workbook that the office keeps. `notes` say what it asks for that cannot be done, in sentences."""

    name: str
    file_name: str
    sha256: str
    sheet: str
    title: str
    heading_rows: tuple[int, ...]
    columns: tuple[CountyColumn, ...]
    notes: tuple[str, ...]
    added_at: datetime | None = None
    figure_sheets: tuple[str, ...] = ()

    @property
    def unplaced(self) -> tuple[str, ...]:
        """The headings that no field answers."""
        return tuple(column.heading for column in self.columns if column.field is None)


def survey(
    sheets: Sequence[Sheet], fields: Sequence[Field], remembered: Mapping[str, str | None], reader: Reader
) -> Layout:
    """Look at every sheet. The ledger is the sheet that is understood best, the first of equals.

    Refused (bad_value) when nothing is understood, with what was looked for.
    """
    ledgers: list[tuple[float, CountyTable]] = []
    figures: list[FigureSheet] = []
    for sheet in sheets:
        table = find_table(sheet, fields, remembered)
        if table is not None and _is_ledger(table):
            ledgers.append((sum(1.0 if one.sure else 0.5 for one in table.columns if one.field), table))
            continue
        figure = find_figures(sheet, reader)
        if figure is not None:
            figures.append(figure)
        elif table is not None:
            ledgers.append((0.0, table))
    if not ledgers and not figures:
        raise no_table(sheets)
    best = max(ledgers, key=lambda pair: pair[0])[1] if ledgers else None
    others = [table.sheet for _, table in ledgers if table is not best]
    notes = list(best.notes) if best else []
    notes += [f"工作表“{name}”也是台账，没有填；只填了“{best.sheet if best else ''}”。" for name in others]
    used = {best.sheet if best else "", *others, *(figure.sheet for figure in figures)}
    notes += [
        f"工作表“{sheet.name}”没有认出是什么表，原样保留。"
        for sheet in sheets
        if sheet.name not in used and sheet.cells
    ]
    return Layout(best, tuple(figures), tuple(notes))


def _is_ledger(table: CountyTable) -> bool:
    keys = {key for column in table.columns if column.field for key in column.field.split(JOIN)}
    return len(keys - _OF_BOTH) >= 2


def with_mapping(layout: Layout, mapping: Mapping[str, Any]) -> Layout:
    """The layout with the columns as they were kept: letter to field, sure and unit."""
    if layout.ledger is None:
        return layout
    columns = tuple(_kept(column, mapping.get(column.letter)) for column in layout.ledger.columns)
    return dataclasses.replace(layout, ledger=dataclasses.replace(layout.ledger, columns=columns))


def _kept(column: CountyColumn, kept: Mapping[str, Any] | None) -> CountyColumn:
    if kept is None:
        return column
    return dataclasses.replace(column, field=kept["field"], sure=bool(kept["sure"]), unit=int(kept["unit"]))


def mapping_document(columns: Sequence[CountyColumn]) -> dict[str, Any]:
    """The columns as they are kept."""
    return {column.letter: {"field": column.field, "sure": column.sure, "unit": column.unit} for column in columns}


def layout_document(layout: Layout, notes: Sequence[str]) -> dict[str, Any]:
    """What is kept of a layout to show it without opening the workbook."""
    main: CountyTable | FigureSheet = layout.ledger or layout.figures[0]
    return {
        "sheet": main.sheet,
        "title": main.title,
        "heading_rows": list(main.heading_rows),
        "columns": [
            {"place": column.place, "path": list(column.path), **column_document(column), "unit": column.unit}
            for column in layout.columns
        ],
        "notes": list(notes),
        "figure_sheets": [figure.sheet for figure in layout.figures],
    }


def template_of(name: str, file_name: str, sha256: str, kept: Mapping[str, Any], added_at: datetime | None) -> Template:
    """A template from what is kept of it."""
    columns = tuple(
        CountyColumn(one["place"], one["heading"], tuple(one["path"]), one["field"], one["sure"], one["unit"])
        for one in kept["columns"]
    )
    return Template(
        name=name,
        file_name=file_name,
        sha256=sha256,
        sheet=kept["sheet"],
        title=kept["title"],
        heading_rows=tuple(kept["heading_rows"]),
        columns=columns,
        notes=tuple(kept["notes"]),
        added_at=added_at,
        figure_sheets=tuple(kept["figure_sheets"]),
    )


def template_document(template: Template) -> dict[str, Any]:
    """A template as `petidesk ledger template add --json` prints it (rules/command-line.md)."""
    return {
        "name": template.name,
        "sheet": template.sheet,
        "title": template.title,
        "heading_rows": list(template.heading_rows),
        "columns": [column_document(column) for column in template.columns],
        "unplaced": list(template.unplaced),
    }
