"""The rows of each record of an old table: 同上 filled in, words put right, further people gathered to the first.

Where one dispute takes several rows (merged downwards, or blank but for the people), the rows are one record.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from petidesk.domain.cells import BrokenCell, Cell, Row, Table, cell_text, squeezed
from petidesk.domain.fields import Field, words
from petidesk.domain.headings import Headings, MappedHeading, record_rows
from petidesk.domain.trouble import Refused

# The place in a list: next month's list counts anew, the records are the same.
PLACE_IN_LIST = frozenset(("序号", "顺序号", "no", "no."))
_DITTO = frozenset(("同上", "同前", "〃", "″", '"', "''", "“", "”", "〞", "仝", "々", "同上行", "上同"))
# What a record cannot be without, and what may stand of a further person in a row below.
_MAIN = frozenset(("summary", "statement"))
_NAMING = frozenset(words("parties party_a party_b phone phone_b id_number name"))
_OF_PEOPLE = _NAMING | frozenset(words("sex birth id_type address village"))
# Between the day 0 of a workbook that counts from 1904 and that of all others.
_DAYS_TO_1904 = 1462


def cell_at(row: Row, place: int) -> Cell:
    """The cell at a place of a row, None beyond its end."""
    return row.cells[place] if place < len(row.cells) else None


def gathered(
    table: Table,
    headings: Headings,
    mapping: Sequence[MappedHeading],
    catalogue: Sequence[Field],
    said: Mapping[str, Mapping[str, str | None]],
    *,
    apart: bool = False,
) -> Iterator[tuple[Row, ...]]:
    """The rows of each record in the order of the sheet; `said`: heading to word to what is read instead of it.

    `apart`: every row is a record of its own.
    """
    columns = _Columns.of(headings, mapping)
    put_right = _put_right(headings, said)
    days = _days(table, headings, mapping, catalogue)
    above: dict[int, Cell] = {}
    waiting: list[Row] = []
    for own, whole in record_rows(table, headings):
        row = _filled_in(whole, above, put_right, days)
        if not apart and waiting and own.number == waiting[-1].number + 1 and columns.goes_on(own):
            waiting.append(row)
            continue
        if waiting:
            yield tuple(waiting)
        waiting = [row]
    if waiting:
        yield tuple(waiting)


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where the people of a record stand, and all else that a row of its own would have."""

    people: frozenset[int]
    naming: frozenset[int]
    others: frozenset[int]
    main: int | None

    @classmethod
    def of(cls, headings: Headings, mapping: Sequence[MappedHeading]) -> _Columns:
        placed = [(place, one) for (place, _), one in zip(headings.columns, mapping, strict=True)]
        return cls(
            people=frozenset(place for place, one in placed if one.field in _OF_PEOPLE),
            naming=frozenset(place for place, one in placed if one.field in _NAMING),
            others=frozenset(
                place
                for place, one in placed
                if (one.field and one.field not in _OF_PEOPLE) or squeezed(one.heading) in PLACE_IN_LIST
            ),
            main=next((place for place, one in placed if one.field in _MAIN), None),
        )

    def goes_on(self, row: Row) -> bool:
        """Whether a row tells of nothing but one more person of the record above."""
        if self.main is None:
            return False
        filled = {place for place, cell in enumerate(row.cells) if cell is not None and cell_text(cell)}
        return not filled & self.others and bool(filled & self.naming)


def _filled_in(
    row: Row, above: dict[int, Cell], put_right: Mapping[int, Mapping[str, str | None]], days: frozenset[int]
) -> Row:
    """The row with 同上 as what stands above; `above` is brought up to this row."""
    cells: list[Cell] | None = None
    for place, cell in enumerate(row.cells):
        if cell is None:
            continue
        read: Cell = cell
        if type(cell) is str and len(cell) <= 4 and squeezed(cell) in _DITTO:
            read = above.get(place, BrokenCell(cell))
        elif place in put_right:
            read = put_right[place].get(squeezed(cell_text(cell)), cell)
        elif place in days and isinstance(cell, int | float) and not isinstance(cell, bool):
            read = cell + _DAYS_TO_1904
        above[place] = read
        if read is not cell:
            cells = cells or list(row.cells)
            cells[place] = read
    return row if cells is None else Row(row.number, tuple(cells))


def _days(
    table: Table, headings: Headings, mapping: Sequence[MappedHeading], catalogue: Sequence[Field]
) -> frozenset[int]:
    """The columns whose plain numbers are days counted from 1904."""
    kinds = {one.key: one.kind for one in catalogue} if table.days_from_1904 else {}
    return frozenset(
        place
        for (place, _), one in zip(headings.columns, mapping, strict=True)
        if kinds.get(one.field or "") in ("day", "moment")
    )


def _put_right(headings: Headings, said: Mapping[str, Mapping[str, str | None]]) -> dict[int, dict[str, str | None]]:
    found: dict[int, dict[str, str | None]] = {}
    for heading, of_heading in said.items():
        for (place, text), name in zip(headings.columns, headings.names or headings.texts, strict=True):
            if squeezed(heading) in (squeezed(name), squeezed(text)):
                found.setdefault(place, {}).update({squeezed(word): value for word, value in of_heading.items()})
    return found


def check_words(said: Mapping[str, Mapping[str, str | None]], headings: Headings) -> None:
    """Refuse (unknown_key) words for a heading that the table does not have."""
    known = {squeezed(text) for text in (*headings.names, *headings.texts)}
    for heading in said:
        if squeezed(heading) not in known:
            raise Refused("unknown_key", f"表里没有“{heading}”这一栏，请核对栏目名称。", field=heading)
