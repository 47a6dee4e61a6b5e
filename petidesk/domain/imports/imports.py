"""Taking an old register of visits in: the mapping is proposed, each row becomes a visit or says why not.

Nothing here reads files or writes records. `desk.imports` gives the table in (documents/workbooks/read.py) and hands
the visits on to the same registration as the form's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from typing import Any

from petidesk.domain.cells import Cell, Row, Table, cell_text, squeezed
from petidesk.domain.fields import Field
from petidesk.domain.headings import (
    Chosen,
    Headings,
    MappedHeading,
    choose_tables,
    map_headings,
    merged_records,
    named_in,
    record_rows,
    table_year,
)
from petidesk.domain.imports.gathering import PLACE_IN_LIST, cell_at, check_words, gathered
from petidesk.domain.visits.fields import VISIT_CATALOGUE
from petidesk.domain.watched import NOT_KEPT

# How many rows are looked at for what a heading leaves open.
_SAMPLED = 20
# Without a column for these no row can become a visit.
# Channel and purpose are chosen for the whole register where no column tells them.
REQUIRED = tuple(field.key for field in VISIT_CATALOGUE if field.required and field.kind != "choice")


@dataclass(frozen=True, slots=True)
class Refusal:
    """One bad cell. `row` is the row on the sheet from 1, `column` its lowest heading, `value` the cell as text.

    `name` tells the column from others of the same heading, `field` is what it fills; both empty where there is none.
    """

    row: int
    column: str
    value: str
    code: str
    reason: str
    name: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class UnknownWord:
    """A word of a column that was not understood, in how many rows, and what it may be read as where that is a list."""

    name: str
    word: str
    rows: int
    choices: tuple[str, ...] = ()


# Longer than this it is no word but a sentence, which one mends in the table.
_LONGEST_WORD = 40


def unknown_words(
    refusals: Sequence[Refusal], catalogue: Sequence[Field], choices: Mapping[str, Mapping[str, str]]
) -> tuple[UnknownWord, ...]:
    """The words that refused rows, the most frequent first; none of a column that a record cannot be without.

    `choices`: what fields may hold where the catalogue does not say it.
    """
    known = {one.key: one for one in catalogue if not one.required or one.kind == "choice"}
    counts: Counter[tuple[str, str, str]] = Counter()
    for one in refusals:
        if one.code == "bad_value" and one.name and one.field in known and 0 < len(one.value) <= _LONGEST_WORD:
            counts[one.name, one.field, one.value] += 1
    return tuple(
        UnknownWord(name, word, rows, tuple((known[key].choices or choices.get(key, {})).values()))
        for (name, key, word), rows in counts.most_common()
    )


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the program understood of a file, before anything is taken in: the first page of the import wizard.

    `missing` names the required fields (identifiers) that no heading gave; `sample` holds the first records as text,
    one tuple a row in the order of `mapping`; `fields` are the identifiers that a heading may be given, `labels` their
    words; without those in `required` no row can be taken. `sheets` are read as one, `others` are left out.
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
    sheets: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    def label(self, key: str) -> str:
        """What a field is called."""
        return dict(zip(self.fields, self.labels, strict=True))[key]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The outcome of one import as rules/command-line.md words it. `import_id` is None when nothing was written.

    read = taken + already + refused, except that taken is 0 when refusals stopped the whole file. All four count rows,
    `records` what became of the taken ones; `refusals` lists every bad cell,
    `unknown` the words among them that a person may explain.
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
    records: int = 0
    unknown: tuple[UnknownWord, ...] = ()

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

    `fingerprint` is the same whenever the same row is read again; `rows` are how many rows of the sheet it takes.
    """

    number: int
    fingerprint: str
    foreign_no: str = ""
    content: Any = None
    refusals: tuple[Refusal, ...] = ()
    warnings: tuple[str, ...] = ()
    rows: int = 1

    def of_sheet(self, sheet: str) -> ReadRow:
        """The same, saying on which sheet, where several are read as one."""
        return replace(
            self,
            refusals=tuple(replace(one, reason=f"工作表“{sheet}”：{one.reason}") for one in self.refusals),
            warnings=tuple(f"工作表“{sheet}”{sentence}" for sentence in self.warnings),
        )


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What an import needs to know of the office and the day."""

    now: datetime
    file_name: str
    year: int | None = None
    villages: tuple[str, ...] = ()
    office_names: tuple[str, ...] = ()
    most_representatives: int = 5


# What a person said of words in a column, for one file: heading to word to what is read instead (None: nothing).
Words = Mapping[str, Mapping[str, str | None]]


@dataclass(frozen=True, slots=True)
class Register:
    """An old table understood: its sheet, its headings, the field of each column, and the catalogue they are from.

    `more` are the other sheets of the same head, read as one with it; `others` sheets of another head, left out.
    `apart`: every row is a record of its own, whatever it lacks. `by_headings`: the fields as nobody had chosen any.
    """

    catalogue: tuple[Field, ...]
    table: Table
    headings: Headings
    mapping: tuple[MappedHeading, ...]
    year: int | None
    others: tuple[str, ...]
    words: Words = field(default_factory=dict)
    more: tuple[Register, ...] = ()
    apart: bool = False
    by_headings: tuple[str | None, ...] = ()

    @property
    def sheets(self) -> tuple[Register, ...]:
        """This sheet and those read with it, in the order of the file."""
        return (self, *self.more)

    def records(self) -> Iterator[tuple[Row, ...]]:
        """The rows of each record of this sheet: one, or more where further people stand below the first."""
        return gathered(self.table, self.headings, self.mapping, self.catalogue, self.words, apart=self.apart)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person said of a file before it is read: the columns, words in them, the sheet, an earlier such head."""

    chosen: Chosen | None = None
    words: Words = field(default_factory=dict)
    sheet: str | None = None


Remembered = Callable[[Headings], Sequence[str | None]]


def understand(
    tables: Sequence[Table],
    circumstances: Circumstances,
    wish: Wish | None = None,
    catalogue: tuple[Field, ...] = VISIT_CATALOGUE,
    remembered: Remembered = lambda _: (),
) -> Register:
    """Find the sheets of one head, their headings and fields. Refused as `choose_tables` and `map_headings` say.

    `remembered` gives the fields that a person chose for such a head before. Words for a column that there is not
    are refused (unknown_key).
    """
    wish = wish or Wish()
    found = choose_tables(tables, catalogue, named_in(wish.chosen), wish.sheet)
    table, headings = found.sheets[0]
    mapping = map_headings(
        headings,
        catalogue,
        wish.chosen,
        samples=_samples(table, headings),
        remembered=remembered(headings),
    )
    check_words(wish.words, headings)
    parts = [
        Register(
            catalogue=catalogue,
            table=sheet,
            headings=own,
            mapping=mapping,
            year=table_year(sheet, own, circumstances.file_name, circumstances.year),
            others=found.others,
            words=wish.words,
        )
        for sheet, own in found.sheets
    ]
    alone = map_headings(headings, catalogue, samples=_samples(table, headings))
    return replace(parts[0], more=tuple(parts[1:]), by_headings=tuple(one.field for one in alone))


def _samples(table: Table, headings: Headings) -> list[list[Cell]]:
    """The first filled cells of each column: what stands there tells what a heading leaves open."""
    rows = [row for _, row in islice(record_rows(table, headings), _SAMPLED)]
    return [[cell for row in rows if cell_text(cell := cell_at(row, place))] for place, _ in headings.columns]


def proposal(
    register: Register, *, samples: int = 5, required: tuple[str, ...] = REQUIRED, warnings: tuple[str, ...] = ()
) -> Proposal:
    """The table as the wizard shows it before anything is taken in. `warnings` come after the general ones."""
    mapped = {one.field for one in register.mapping}
    sample: list[tuple[str, ...]] = []
    records = 0
    for part in register.sheets:
        for rows in part.records():
            records += len(rows)
            if len(sample) < samples:
                sample.append(tuple(cell_text(cell_at(rows[0], place)) for place, _ in part.headings.columns))
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
        sheets=tuple(part.table.sheet for part in register.sheets),
        others=register.others,
    )


def general_warnings(register: Register) -> tuple[str, ...]:
    """What is said once about the whole file: sheets and columns left out, columns not sure, merged cells."""
    warnings = []
    if all(next(part.records(), None) is None for part in register.sheets):
        warnings.append("表头下面没有记录，没有什么可导入的。")
    if register.more:
        names = "、".join(part.table.sheet for part in register.sheets)
        warnings.append(f"这几张工作表的表头一样，一起读：{names}。")
    if register.others:
        warnings.append(f"没有读这些工作表：{'、'.join(register.others)}。如需要，请选那张工作表再导入一次。")
    warnings += _of_columns(register)
    for part in register.sheets:
        merges = merged_records(part.table, part.headings)
        if merges:
            place = f"工作表“{part.table.sheet}”" if register.more else ""
            warnings.append(
                f"{place}第{merges[0].top}行起有合并单元格：人以外的内容都合并的几行算一件，其余按每行各一份读取，请核对。"
            )
    return tuple(warnings)


def _of_columns(register: Register) -> list[str]:
    labels = {one.key: one.label for one in register.catalogue}
    found = []
    if watched := [one.name or one.heading for one in register.mapping if one.watched]:
        found.append(f"这些栏{NOT_KEPT}，不读：{'、'.join(watched)}。")
    if guesses := [one for one in register.mapping if one.guess]:
        told = "、".join(f"{one.name or one.heading}（可能是{labels[one.guess or '']}）" for one in guesses)
        found.append(f"这些栏拿不准，没有导入，请指明：{told}。")
    left_out = [
        one.name or one.heading
        for one in register.mapping
        if one.field is None and not one.guess and not one.watched and squeezed(one.heading) not in PLACE_IN_LIST
    ]
    if left_out:
        found.append(f"这些栏没有对应的项目，不导入：{'、'.join(left_out)}。")
    return found


def visit_warnings(register: Register) -> tuple[str, ...]:
    """What is assumed of every row of a register of visits."""
    if any(one.field == "purpose" for one in register.mapping):
        return ()
    return ("表里没有“信访目的”一栏，各行按“申诉求决”登记，办理路径留空；不对的可以逐件更正。",)
