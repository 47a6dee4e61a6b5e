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

from petidesk.domain.cells import Cell, Row, cell_text, optional_text, read_moment, reject_broken, squeezed
from petidesk.domain.fields import Field
from petidesk.domain.headings import MappedHeading
from petidesk.domain.imports.imports import Refusal, cell_at
from petidesk.domain.trouble import Refused

_SPLIT = re.compile(r"[、,，;；/\n]")
# Nine digits and more are a telephone or identity number.
_MAY_BE_DAY = re.compile(r"\s*\d(?!\d{8})")
# The place in a list: next month's list counts anew, the records are the same.
_PLACE_IN_LIST = frozenset(("序号", "顺序号", "no", "no."))


def code_of(cell: Cell, words: Mapping[str, Sequence[str]], labels: Mapping[Any, str], what: str) -> str | None:
    """The code that a cell means by its words or its label; None when it is empty. Refused (bad_value) when unknown."""
    text = squeezed(optional_text(cell))
    if not text:
        return None
    for code, known in words.items():
        if text == code or text in known:
            return code
    for code, label in labels.items():
        if text == squeezed(label):
            return str(code)
    raise Refused("bad_value", f"{what}“{cell_text(cell)[:20]}”不认识，可以写：{'、'.join(labels.values())}。")


@dataclass(slots=True)
class Record:
    """One row being read: its cells by field, what was refused and warned so far."""

    row: Row
    cells: dict[str, Cell]
    headings: dict[str, str]
    labels: Mapping[str, str]
    refusals: list[Refusal] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def refuse(self, key: str, refused: Refused) -> None:
        """Note that the field's cell refuses the row."""
        value = cell_text(self.cells.get(key))
        column = self.headings.get(key) or self.labels[key]
        self.refusals.append(Refusal(self.row.number, column, value[:200], refused.code, refused.message))

    def take(self, key: str, read: Callable[[Cell], Any], default: Any = None) -> Any:
        """What `read` makes of the field's cell; a Refused is noted and gives the default."""
        try:
            cell = self.cells.get(key)
            reject_broken(cell)
            return read(cell)
        except Refused as refused:
            self.refuse(key, refused)
            return default

    def warn(self, key: str, sentence: str) -> None:
        """Note a sentence about the field's cell; the row is taken all the same."""
        self.warnings.append(f"第{self.row.number}行 {self.headings.get(key) or self.labels[key]}：{sentence}")


class Columns:
    """Where each field stands in the table, and the fingerprint of a row: the same whenever the row is read again."""

    def __init__(
        self,
        mapping: Sequence[MappedHeading],
        columns: Sequence[tuple[int, str]],
        catalogue: Sequence[Field],
        year: int | None,
    ) -> None:
        self._year = year
        self.places = {
            one.field: place for one, (place, _) in zip(mapping, columns, strict=True) if one.field is not None
        }
        self.headings = {one.field: one.heading for one in mapping if one.field is not None}
        self.labels = {one.key: one.label for one in catalogue}
        self._telling = tuple(
            (place, heading)
            for one, (place, heading) in zip(mapping, columns, strict=True)
            if one.field is not None or squeezed(heading) not in _PLACE_IN_LIST
        )
        self._seen: Counter[str] = Counter()

    def record(self, row: Row) -> Record:
        """The row with its cells by field."""
        cells = {key: cell_at(row, place) for key, place in self.places.items()}
        return Record(row, cells, self.headings, self.labels)

    def fingerprint(self, row: Row) -> str:
        """What the row says, as a hash, whatever its place in the list; the second of two equal rows has its own."""
        cells = {heading: _normal(cell_at(row, place), self._year) for place, heading in self._telling}
        facts = json.dumps({key: value for key, value in cells.items() if value}, ensure_ascii=False, sort_keys=True)
        self._seen[facts] += 1
        return hashlib.sha256(f"{facts}#{self._seen[facts]}".encode("utf-8", "surrogatepass")).hexdigest()[:32]


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
