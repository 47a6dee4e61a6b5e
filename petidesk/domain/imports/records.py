"""What reading one row of an old table needs, whatever the table holds: its cells by field, what was refused and why.

Used by the register of visits (`import_rows`) and the ledger of disputes (`ledger_import_rows`).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from petidesk.domain.cells import (
    Cell,
    Phones,
    Row,
    cell_text,
    optional_text,
    read_identity,
    read_moment,
    read_phones,
    reject_broken,
    squeezed,
)
from petidesk.domain.fields import Field
from petidesk.domain.headings import MappedHeading
from petidesk.domain.imports.gathering import PLACE_IN_LIST, cell_at
from petidesk.domain.imports.imports import Refusal
from petidesk.domain.imports.words import names_no_village, village_and_group
from petidesk.domain.places import VillageFinder
from petidesk.domain.trouble import Refused

_SPLIT = re.compile(r"[、,，;；/\n]")
_VILLAGE_ENDS = ("村", "社区", "居委会", "村委会")
# Nine digits and more are a telephone or identity number.
_MAY_BE_DAY = re.compile(r"\s*\d(?!\d{8})")


def code_of(
    cell: Cell,
    words: Mapping[str, Sequence[str]],
    labels: Mapping[Any, str],
    what: str,
    guess: Callable[[str], str | None] = lambda _: None,
) -> str | None:
    """The code that a cell means by its words, its label or `guess`; None when it is empty.

    Refused (bad_value) when unknown.
    """
    text = squeezed(optional_text(cell))
    if not text:
        return None
    for code, known in words.items():
        if text == code or text in known:
            return code
    for code, label in labels.items():
        if text == squeezed(label):
            return str(code)
    if (found := guess(text)) is not None:
        return found
    raise Refused("bad_value", f"{what}“{cell_text(cell)[:20]}”不认识，可以写：{'、'.join(labels.values())}。")


@dataclass(slots=True)
class Record:
    """One record being read: its cells by field, what was refused, warned and kept for the note so far.

    `more` are the cells of further people, where the record takes several rows of the sheet.
    """

    row: Row
    cells: dict[str, Cell]
    headings: dict[str, str]
    labels: Mapping[str, str]
    names: Mapping[str, str]
    more: tuple[dict[str, Cell], ...] = ()
    refusals: list[Refusal] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)

    def refuse(self, key: str, refused: Refused) -> None:
        """Note that the field's cell refuses the row."""
        value = cell_text(self.cells.get(key))
        column = self.headings.get(key) or self.labels[key]
        name = self.names.get(key, "")
        self.refusals.append(
            Refusal(self.row.number, column, value[:200], refused.code, refused.message, name, key if name else "")
        )

    def take(self, key: str, read: Callable[[Cell], Any], default: Any = None) -> Any:
        """What `read` makes of the field's cell; a Refused is noted and gives the default."""
        return self.take_of(self.cells, key, read, default)

    def take_of(self, cells: Mapping[str, Cell], key: str, read: Callable[[Cell], Any], default: Any = None) -> Any:
        """As `take`, of the cells of one more person."""
        try:
            cell = cells.get(key)
            reject_broken(cell)
            return read(cell)
        except Refused as refused:
            self.refuse(key, refused)
            return default

    def warn(self, key: str, sentence: str) -> None:
        """Note a sentence about the field's cell; the row is taken all the same."""
        self.warnings.append(f"第{self.row.number}行 {self.headings.get(key) or self.labels[key]}：{sentence}")

    def keep(self, key: str, words: str) -> None:
        """Words that the field cannot hold: they go to the note as they are written."""
        self.kept.append(f"{self.headings.get(key) or self.labels[key]}：{words}")

    def note(self, *parts: str) -> str:
        """The note of the table, `parts`, and what was kept, each on a line."""
        told = (self.take("note", optional_text, ""), *parts, *self.kept)
        return "\n".join(part for part in told if part)

    def phones(self, cells: Mapping[str, Cell], key: str) -> tuple[str, ...]:
        """The telephone numbers of a cell; what cannot be one is left out with a warning, words beside it are kept."""
        found: Phones = self.take_of(cells, key, read_phones, Phones())
        if found.left_out:
            self.warn(key, f"“{'、'.join(found.left_out)[:40]}”不是完整的号码，没有导入，请补填。")
        if found.words:
            self.keep(key, found.words)
        return found.numbers

    def identity(self, cell: Cell) -> str:
        """An identity number; one with digits hidden cannot be told and is left out with a warning."""
        number = read_identity(cell)
        if "*" not in number:
            return number
        self.warn("id_number", f"“{number[:20]}”是遮住的号码，没有导入，请补填。")
        return ""


class Columns:
    """Where each field stands in the table, and the fingerprint of a row: the same whenever the row is read again."""

    def __init__(
        self,
        mapping: Sequence[MappedHeading],
        columns: Sequence[tuple[int, str]],
        catalogue: Sequence[Field],
        year: int | None,
        seen: Counter[str] | None = None,
    ) -> None:
        self._year = year
        self.places = {
            one.field: place for one, (place, _) in zip(mapping, columns, strict=True) if one.field is not None
        }
        self.headings = {one.field: one.heading for one in mapping if one.field is not None}
        self.names = {one.field: one.name or one.heading for one in mapping if one.field is not None}
        self.labels = {one.key: one.label for one in catalogue}
        self._telling = tuple(
            (place, one.name or heading)
            for one, (place, heading) in zip(mapping, columns, strict=True)
            if not one.watched and (one.field is not None or squeezed(heading) not in PLACE_IN_LIST)
        )
        self._seen: Counter[str] = Counter() if seen is None else seen

    def record(self, rows: Sequence[Row]) -> Record:
        """The record with its cells by field."""
        first, *more = ({key: cell_at(row, place) for key, place in self.places.items()} for row in rows)
        return Record(rows[0], first, self.headings, self.labels, self.names, tuple(more))

    def fingerprint(self, rows: Sequence[Row]) -> str:
        """What the rows say, as a hash, whatever their place in the list; the second of two equal ones has its own."""
        told = []
        for row in rows:
            cells = {heading: _normal(cell_at(row, place), self._year) for place, heading in self._telling}
            told.append({key: value for key, value in cells.items() if value})
        facts = json.dumps(told[0] if len(told) == 1 else told, ensure_ascii=False, sort_keys=True)
        self._seen[facts] += 1
        return hashlib.sha256(f"{facts}#{self._seen[facts]}".encode("utf-8", "surrogatepass")).hexdigest()[:32]


def placed_village(record: Record, finder: VillageFinder, written: str) -> tuple[str, str]:
    """The village that a column of villages names, and the group that stands after it (东村一组).

    Of two villages the first, with a warning; 本村, 外省, 机关 name none: such words go to the note.
    """
    parts = [part for part in _SPLIT.split(written) if part.strip()]
    several = len(parts) > 1 and all(part.rstrip().endswith(_VILLAGE_ENDS) for part in parts)
    if several:
        record.warn("village", f"写了{len(parts)}个村（社区），记在“{parts[0]}”，原文记在备注里，请核对。")
        record.keep("village", written)
        written = parts[0]
    elif names_no_village(written) and not finder.knows(written):
        record.warn("village", f"“{written[:20]}”不是村（社区）的名称，村（社区）留空，原文记在备注里。")
        record.keep("village", written)
        return "", ""
    village, group = village_and_group(written)
    return finder.named(village), group


def _normal(cell: Cell, year: int | None) -> str:
    """A cell for comparison: the same whether it came from .xls, .xlsx or .csv."""
    if isinstance(cell, date | time) or (isinstance(cell, str) and len(cell) < 30 and _MAY_BE_DAY.match(cell)):
        try:
            moment, _ = read_moment(cell, year)
        except Refused:
            return squeezed(cell_text(cell))
        return moment.isoformat(timespec="minutes")
    return squeezed(cell_text(cell))


def shared_out(cell: Cell, count: int, read: Callable[[Cell], Any], what: str) -> list[Any]:
    """The values of a cell for `count` people: one for each, or one for the first. Refused when the numbers differ."""
    if not isinstance(cell, str) or not _SPLIT.search(optional_text(cell)):
        return [read(cell)]
    parts = [part.strip() for part in _SPLIT.split(optional_text(cell)) if part.strip()]
    if len(parts) != count:
        raise Refused("bad_value", f"姓名有{count}个，{what}有{len(parts)}个，对不上。")
    return [read(part) for part in parts]
