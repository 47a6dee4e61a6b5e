"""Taking an old register of visits in: the mapping is proposed, each row becomes a visit or says why not.

Nothing here reads files or writes records. `desk.imports` gives the table in (documents/workbooks/read.py) and hands
the visits on to the same registration as the form's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from petidesk.domain.cells import Cell, Row, Table, cell_text, squeezed
from petidesk.domain.fields import Field
from petidesk.domain.headings import (
    Chosen,
    Headings,
    MappedHeading,
    choose_table,
    map_headings,
    merged_records,
    named_in,
    record_rows,
    table_year,
)
from petidesk.domain.visits.fields import VISIT_CATALOGUE

# How many rows are looked at for what a heading leaves open.
_SAMPLED = 20
# Without a column for these no row can become a visit.
# Channel and purpose are chosen for the whole register where no column tells them.
REQUIRED = tuple(field.key for field in VISIT_CATALOGUE if field.required and field.kind != "choice")


@dataclass(frozen=True, slots=True)
class Refusal:
    """One bad cell. `row` is the row on the sheet from 1, `column` its lowest heading, `value` the cell as text."""

    row: int
    column: str
    value: str
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the program understood of a file, before anything is taken in: the first page of the import wizard.

    `missing` names the required fields (identifiers) that no heading gave; `sample` holds the first records as text,
    one tuple a row in the order of `mapping`; `fields` are the identifiers that a heading may be given, `labels` their
    words; without those in `required` no row can be taken.
    """

    sheet: str
    title: tuple[str, ...]
    heading_rows: tuple[int, ...]
    mapping: tuple[MappedHeading, ...]
    year: int | None
    missing: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...]
    records: int
    fields: tuple[str, ...]
    warnings: tuple[str, ...]
    labels: tuple[str, ...] = ()
    required: tuple[str, ...] = ()

    def label(self, key: str) -> str:
        """What a field is called."""
        return dict(zip(self.fields, self.labels, strict=True))[key]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The outcome of one import as rules/command-line.md words it. `import_id` is None when nothing was written.

    read = taken + already + refused, except that taken is 0 when refusals stopped the whole file. `refused` counts
    rows, `refusals` lists every bad cell of them.
    """

    import_id: int | None
    read: int
    taken: int
    already: int
    refused: int
    refusals: tuple[Refusal, ...]
    warnings: tuple[str, ...]
    added_villages: tuple[str, ...]
    added_types: tuple[str, ...]
    mapping: tuple[MappedHeading, ...]

    def document(self) -> dict[str, Any]:
        """The report as the command line prints it."""
        return {
            "import_id": self.import_id,
            "read": self.read,
            "taken": self.taken,
            "already": self.already,
            "refused": self.refused,
            "refusals": [
                {"row": one.row, "column": one.column, "value": one.value, "code": one.code, "reason": one.reason}
                for one in self.refusals
            ],
            "warnings": list(self.warnings),
            "added": {"villages": list(self.added_villages), "types": list(self.added_types)},
            "mapping": [{"heading": one.heading, "field": one.field} for one in self.mapping],
        }


@dataclass(frozen=True, slots=True)
class ImportBatch:
    """Rows that came in together and can go out together."""

    import_id: int
    source: str
    at: datetime
    staff: str
    taken: int
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One record: either its `content` (a visit, a dispute with its story) or `refusals`.

    `fingerprint` is the same whenever the same row is read again.
    """

    number: int
    fingerprint: str
    foreign_no: str = ""
    content: Any = None
    refusals: tuple[Refusal, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What an import needs to know of the office and the day."""

    now: datetime
    file_name: str
    year: int | None = None
    villages: tuple[str, ...] = ()
    office_names: tuple[str, ...] = ()
    most_representatives: int = 5


@dataclass(frozen=True, slots=True)
class Register:
    """An old table understood: its sheet, its headings, the field of each column, and the catalogue they are from."""

    catalogue: tuple[Field, ...]
    table: Table
    headings: Headings
    mapping: tuple[MappedHeading, ...]
    year: int | None
    others: tuple[str, ...]

    def rows(self) -> Iterator[Row]:
        """The rows that are records."""
        return record_rows(self.table, self.headings)


def understand(
    tables: Sequence[Table],
    circumstances: Circumstances,
    chosen: Chosen | None = None,
    catalogue: tuple[Field, ...] = VISIT_CATALOGUE,
) -> Register:
    """Find the sheet, its headings and their fields. Refused as `choose_table` and `map_headings` say."""
    table, headings, others = choose_table(tables, catalogue, named_in(chosen))
    return Register(
        catalogue=catalogue,
        table=table,
        headings=headings,
        mapping=map_headings(headings, catalogue, chosen, samples=_samples(table, headings)),
        year=table_year(table, headings, circumstances.file_name, circumstances.year),
        others=others,
    )


def _samples(table: Table, headings: Headings) -> list[list[Cell]]:
    """The first filled cells of each column: what stands there tells what a heading leaves open."""
    rows = list(islice(record_rows(table, headings), _SAMPLED))
    return [[cell for row in rows if cell_text(cell := cell_at(row, place))] for place, _ in headings.columns]


def proposal(
    register: Register, *, samples: int = 5, required: tuple[str, ...] = REQUIRED, warnings: tuple[str, ...] = ()
) -> Proposal:
    """The table as the wizard shows it before anything is taken in. `warnings` come after the general ones."""
    mapped = {one.field for one in register.mapping}
    sample: list[tuple[str, ...]] = []
    records = 0
    for row in register.rows():
        records += 1
        if records <= samples:
            sample.append(tuple(cell_text(cell_at(row, place)) for place, _ in register.headings.columns))
    return Proposal(
        sheet=register.table.sheet,
        title=register.headings.title,
        heading_rows=register.headings.rows,
        mapping=register.mapping,
        year=register.year,
        missing=tuple(key for key in required if key not in mapped),
        sample=tuple(sample),
        records=records,
        fields=tuple(one.key for one in register.catalogue),
        warnings=(*general_warnings(register), *warnings),
        labels=tuple(one.label for one in register.catalogue),
        required=required,
    )


def general_warnings(register: Register) -> tuple[str, ...]:
    """What is said once about the whole file: sheets and columns left out, merged cells."""
    warnings = []
    if next(register.rows(), None) is None:
        warnings.append("表头下面没有记录，没有什么可导入的。")
    if register.others:
        warnings.append(
            f"只读了工作表“{register.table.sheet}”，没有读：{'、'.join(register.others)}。如需要请另存成单独的文件再导入。"
        )
    left_out = [one.heading for one in register.mapping if one.field is None and squeezed(one.heading) != "序号"]
    if left_out:
        warnings.append(f"这些栏没有对应的项目，不导入：{'、'.join(left_out)}。")
    merges = merged_records(register.table, register.headings)
    if merges:
        warnings.append(f"第{merges[0].top}行起有合并单元格，合并的内容按每行各一份读取，请核对。")
    return tuple(warnings)


def visit_warnings(register: Register) -> tuple[str, ...]:
    """What is assumed of every row of a register of visits."""
    if any(one.field == "purpose" for one in register.mapping):
        return ()
    return ("表里没有“信访目的”一栏，各行按“申诉求决”登记，办理路径留空；不对的可以逐件更正。",)


def cell_at(row: Row, place: int) -> Cell:
    """The cell at a place of a row, None beyond its end."""
    return row.cells[place] if place < len(row.cells) else None
