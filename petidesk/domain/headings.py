"""Where the headings of somebody else's table stand, which field each names, and which rows below are records."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from petidesk.domain.cells import BrokenCell, Cell, Merge, Row, Table, cell_text, squeezed, year_in
from petidesk.domain.fields import Field, best_fits
from petidesk.domain.trouble import Refused

_SEARCHED_ROWS = 30
_MOST_HEADING_ROWS = 3
_FEWEST_KNOWN = 2
_MOST_COLUMNS = 256


@dataclass(frozen=True, slots=True)
class Headings:
    """The heading block of a table. `columns` pairs the place of a cell (from 0) with its lowest heading text."""

    title: tuple[str, ...]
    rows: tuple[int, ...]
    columns: tuple[tuple[int, str], ...]
    known: int

    @property
    def texts(self) -> tuple[str, ...]:
        """The heading of each column, left to right."""
        return tuple(heading for _, heading in self.columns)


@dataclass(frozen=True, slots=True)
class MappedHeading:
    """One column: its heading and the identifier of the field it fills, None where none fits."""

    heading: str
    field: str | None


def find_headings(table: Table, catalogue: tuple[Field, ...], named: frozenset[str] = frozenset()) -> Headings | None:
    """The block of one to three rows that names most fields of the catalogue; None when no row names two.

    `named` are headings (squeezed) that a person has named; they count as known.
    """
    best: Headings | None = None
    searched = table.rows[:_SEARCHED_ROWS]
    for start in range(len(searched)):
        for height in range(1, _MOST_HEADING_ROWS + 1):
            block = searched[start : start + height]
            if len(block) < height or _looks_like_data(block[-1]):
                break
            if _filled(block[0]) < 2 or block[-1].number - block[0].number >= _MOST_HEADING_ROWS:
                break
            if _reaches_below(block, table.merges):
                continue
            found = _headings(block, searched[:start], catalogue, named)
            if found.known >= _FEWEST_KNOWN and (best is None or found.known > best.known):
                best = found
    return best


def _filled(row: Row) -> int:
    return sum(1 for cell in row.cells if cell_text(cell))


def _looks_like_data(row: Row) -> bool:
    return any(_is_data(cell) for cell in row.cells)


def _is_data(cell: Cell) -> bool:
    if cell is None:
        return False
    if not isinstance(cell, str):
        return True
    return len(cell) > 40 or re.search(r"\d{5,}|^\W*\d+([.\-/年月]\d+)*\W*$", cell) is not None


def _reaches_below(block: Sequence[Row], merges: Sequence[Merge]) -> bool:
    top, bottom = block[0].number, block[-1].number
    return any(top <= merge.top <= bottom < merge.bottom <= top + _MOST_HEADING_ROWS - 1 for merge in merges)


def _headings(
    block: Sequence[Row], above: Sequence[Row], catalogue: tuple[Field, ...], named: frozenset[str]
) -> Headings:
    width = min(max(len(row.cells) for row in block), _MOST_COLUMNS)
    columns = []
    for place in range(width):
        texts = [cell_text(row.cells[place]) for row in block if place < len(row.cells)]
        lowest = next((text for text in reversed(texts) if text), "")
        if lowest:
            columns.append((place, " ".join(lowest.split())))
    title = tuple(cell_text(cell) for row in above for cell in row.cells if cell_text(cell))
    fits = best_fits(tuple(heading for _, heading in columns), catalogue)
    return Headings(
        title=title,
        rows=tuple(row.number for row in block),
        columns=tuple(columns),
        known=sum(
            1 for (_, heading), key in zip(columns, fits, strict=True) if key is not None or squeezed(heading) in named
        ),
    )


def choose_table(
    tables: Sequence[Table], catalogue: tuple[Field, ...], named: frozenset[str] = frozenset()
) -> tuple[Table, Headings, tuple[str, ...]]:
    """The sheet that names most fields (the first of equals), its headings, and the other sheets that have headings.

    Refused (bad_value) when there is nothing on any sheet, or no headings.
    """
    if not any(table.rows for table in tables):
        raise Refused("bad_value", "这个文件里没有内容。")
    found = [(table, headings) for table in tables if (headings := find_headings(table, catalogue, named)) is not None]
    if not found:
        raise Refused(
            "bad_value",
            "没有找到表头：应当有一行写着“来访时间、姓名、反映问题”这样的栏目名称。请补上表头后再导入。",
        )
    table, headings = max(found, key=lambda pair: pair[1].known)
    others = tuple(other.sheet for other, own in found if other is not table and own.known >= headings.known - 1)
    return table, headings, others


def map_headings(
    headings: Headings, catalogue: tuple[Field, ...], overrides: Mapping[str, str | None] | None = None
) -> tuple[MappedHeading, ...]:
    """The field of each column: as proposed from the headings, then as `overrides` (heading to field, or None) say.

    Refused: ``unknown_key`` for a heading that the sheet does not have or a field that the catalogue does not have,
    ``bad_value`` when two headings are to fill one field. The Refused's `field` is the heading.
    """
    fields = list(best_fits(headings.texts, catalogue))
    known = {field.key for field in catalogue}
    chosen: dict[str, str] = {}
    for heading, key in (overrides or {}).items():
        places = [place for place, text in enumerate(headings.texts) if squeezed(text) == squeezed(heading)]
        if not places:
            raise Refused("unknown_key", f"表里没有“{heading}”这一栏，请核对栏目名称。", field=heading)
        if key is not None and key not in known:
            raise Refused(
                "unknown_key",
                f"没有“{key}”这个项目。",
                field=heading,
                hint=f"可选：{'、'.join(field.key for field in catalogue)}。",
            )
        if key is not None and key in chosen:
            raise Refused("bad_value", f"“{chosen[key]}”和“{heading}”不能填到同一个项目里。", field=heading)
        if key is not None:
            chosen[key] = heading
            fields = [None if other == key else other for other in fields]
        fields[places[0]] = key
    return tuple(MappedHeading(text, field) for text, field in zip(headings.texts, fields, strict=True))


def table_year(table: Table, headings: Headings, file_name: str, given: int | None) -> int | None:
    """The year of dates without one: from the title, the sheet's name or the file name, else `given`."""
    told = year_in((*headings.title, table.sheet, file_name))
    return given if told is None else told


_TOTAL = re.compile(r"本?[页月季年]?(?:度)?(?:合计|小计|总计|共计|累计)[:：]?(?:\d+(?:件|人|批|次|起|批次|人次)*)*")
_FOOT = re.compile(
    r"(?:填报|填表|制表|审核|审批|单位负责人|负责人|签发|分管领导|注|说明|备注)[^:：]{0,8}[:：].*", re.DOTALL
)


def record_rows(table: Table, headings: Headings) -> Iterator[Row]:
    """The rows below the headings that are records: no total, repeated heading or title, footer, or bare number.

    A cell merged downwards counts for every row that it covers.
    """
    below = headings.rows[-1]
    places = [place for place, _ in headings.columns]
    number_place = next((place for place, text in headings.columns if squeezed(text) in ("序号", "编号", "no.")), None)
    repeated = _heading_words(table, headings)
    spread = _merged_down(table, below)
    for row in table.rows:
        if row.number <= below:
            continue
        whole = _with_merges(row, spread)
        texts = {place: cell_text(whole.cells[place]) for place in places if place < len(whole.cells)}
        filled = {place: text for place, text in texts.items() if text}
        if not filled or set(filled) == {number_place} or _is_heading(filled, repeated):
            continue
        first = filled[min(filled)]
        if _TOTAL.fullmatch(squeezed(first)):
            continue
        if len(filled) == 1 and (first in headings.title or _FOOT.fullmatch(first)):
            continue
        yield whole


def _heading_words(table: Table, headings: Headings) -> list[dict[int, str]]:
    words = []
    for row in table.rows:
        if row.number in headings.rows:
            words.append({place: squeezed(cell_text(cell)) for place, cell in enumerate(row.cells) if cell_text(cell)})
    return words


def _is_heading(filled: Mapping[int, str], repeated: Sequence[Mapping[int, str]]) -> bool:
    if len(filled) < 2:
        return False
    same = (sum(1 for place, text in filled.items() if words.get(place) == squeezed(text)) for words in repeated)
    return max(same, default=0) * 5 >= len(filled) * 3


def merged_records(table: Table, headings: Headings) -> tuple[Merge, ...]:
    """The areas below the headings that are merged downwards: one value is then read into several records."""
    return tuple(merge for merge in table.merges if merge.top > headings.rows[-1] and merge.bottom > merge.top)


def _merged_down(table: Table, below: int) -> dict[tuple[int, int], Cell]:
    merges = [merge for merge in table.merges if merge.top > below and merge.bottom > merge.top]
    tops = {merge.top for merge in merges}
    by_number = {row.number: row for row in table.rows if row.number in tops}
    numbers = {row.number for row in table.rows}
    spread: dict[tuple[int, int], Cell] = {}
    for merge in merges:
        row = by_number.get(merge.top)
        value = row.cells[merge.left] if row is not None and merge.left < len(row.cells) else None
        if value is None:
            continue
        for number in range(merge.top + 1, min(merge.bottom, merge.top + 1000) + 1):
            if number in numbers:
                spread[number, merge.left] = value
    return spread


def _with_merges(row: Row, spread: Mapping[tuple[int, int], Cell]) -> Row:
    if not spread:
        return row
    added = {place: value for (number, place), value in spread.items() if number == row.number}
    if not added:
        return row
    width = max(len(row.cells), max(added) + 1)
    cells = [row.cells[place] if place < len(row.cells) else None for place in range(width)]
    for place, value in added.items():
        if cells[place] is None and not isinstance(value, BrokenCell):
            cells[place] = value
    return Row(row.number, tuple(cells))
