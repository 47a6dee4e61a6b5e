"""Where the headings of somebody else's table stand, which field each names, and which rows below are records."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from petidesk.domain.cells import BrokenCell, Cell, Merge, Row, Table, cell_text, squeezed, year_in
from petidesk.domain.fields import Field
from petidesk.domain.placing import Path, place_columns
from petidesk.domain.trouble import Refused
from petidesk.domain.watched import NOT_KEPT

_SEARCHED_ROWS = 30
_MOST_HEADING_ROWS = 3
_FEWEST_KNOWN = 2
_MOST_COLUMNS = 256


@dataclass(frozen=True, slots=True)
class Headings:
    """The heading block of a table. `columns` pairs the place of a cell (from 0) with its lowest heading text.

    `paths` holds for each column its texts from above to below: 来访人 over 姓名, 电话 says whose they are.
    """

    title: tuple[str, ...]
    rows: tuple[int, ...]
    columns: tuple[tuple[int, str], ...]
    known: int
    paths: tuple[Path, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """The heading of each column, left to right."""
        return tuple(heading for _, heading in self.columns)

    @property
    def names(self) -> tuple[str, ...]:
        """A name for each column that no other has: its heading; where two share it, with the words above or beside."""
        texts = self.texts
        paths = self.paths or tuple((text,) for text in texts)
        found = [
            "/".join(path) if texts.count(text) > 1 and len(path) > 1 else text
            for text, path in zip(texts, paths, strict=True)
        ]
        twice = [name for name in found if found.count(name) > 1]
        for place, name in enumerate(found):
            beside = next((texts[left] for left in range(place - 1, -1, -1) if texts[left] != texts[place]), "")
            if name in twice and beside:
                found[place] = f"{beside}/{name}"
        return tuple(
            name if found.index(name) == place else f"{name}（{place + 1}）" for place, name in enumerate(found)
        )


@dataclass(frozen=True, slots=True)
class MappedHeading:
    """One column: its heading and the identifier of the field it fills, None where none fits.

    `name` is the heading as a person can tell it from others of the same words; `guess` the field that it may mean, of
    which a person is asked; a `watched` column speaks of keeping people in hand and is never read.
    """

    heading: str
    field: str | None
    name: str = ""
    guess: str | None = None
    watched: bool = False


def find_headings(table: Table, catalogue: tuple[Field, ...], named: frozenset[str] = frozenset()) -> Headings | None:
    """The block of one to three rows that names most fields of the catalogue; None when no row names two.

    `named` are headings (squeezed) that a person has named; they count as known. Of two blocks that name as many the
    lower one is the block: the line with the office and the date above it is no heading.
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
            found = _headings(block, searched[:start], table.merges, catalogue, named)
            if found.known >= _FEWEST_KNOWN and (best is None or _weight(found) > _weight(best)):
                best = found
    return best


def _weight(found: Headings) -> tuple[int, int]:
    return found.known, -len(found.rows)


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
    block: Sequence[Row],
    above: Sequence[Row],
    merges: Sequence[Merge],
    catalogue: tuple[Field, ...],
    named: frozenset[str],
) -> Headings:
    width = min(max(len(row.cells) for row in block), _MOST_COLUMNS)
    lines = [_spread_right(block, index, merges, width) for index in range(len(block))]
    columns, paths = [], []
    for place in range(width):
        path = tuple(dict.fromkeys(text for line in lines if (text := line[place])))
        lowest = next((text for row in reversed(block) if (text := _text(row, place))), "")
        if lowest:
            columns.append((place, lowest))
            paths.append((*(text for text in path if text != lowest), lowest))
    title = tuple(cell_text(cell) for row in above for cell in row.cells if cell_text(cell))
    placed = place_columns(paths, catalogue)
    return Headings(
        title=title,
        rows=tuple(row.number for row in block),
        columns=tuple(columns),
        known=sum(
            1
            for (_, heading), one in zip(columns, placed, strict=True)
            if one.field is not None or one.watched or squeezed(heading) in named
        ),
        paths=tuple(paths),
    )


def _text(row: Row, place: int) -> str:
    return " ".join(cell_text(row.cells[place]).split()) if place < len(row.cells) else ""


def _spread_right(block: Sequence[Row], index: int, merges: Sequence[Merge], width: int) -> list[str]:
    """The texts of a heading row; one that is merged to the right, or stands over empty cells, counts for all below."""
    row = block[index]
    texts = [_text(row, place) for place in range(width)]
    if index == len(block) - 1:
        return texts
    wide = [merge for merge in merges if merge.top <= row.number <= merge.bottom and merge.right > merge.left]
    for merge in wide:
        for place in range(merge.left, min(merge.right + 1, width)):
            texts[place] = texts[place] or texts[merge.left]
    if not any(merge.top <= row.number <= merge.bottom for merge in merges):
        below = block[index + 1]
        for place in range(1, width):
            if not texts[place] and _text(below, place) and _text(below, place - 1):
                texts[place] = texts[place - 1]
    return texts


@dataclass(frozen=True, slots=True)
class Found:
    """The sheets that are read, all of one head, the first the one that was chosen; and others that have headings."""

    sheets: tuple[tuple[Table, Headings], ...]
    others: tuple[str, ...]


def choose_tables(
    tables: Sequence[Table], catalogue: tuple[Field, ...], named: frozenset[str] = frozenset(), sheet: str | None = None
) -> Found:
    """The sheet that names most fields (the first of equals) with all others of the same head, one for each month.

    `sheet`: only this one. Refused (bad_value) when there is nothing on any sheet, or no headings; (unknown_key) when
    there is no sheet of that name.
    """
    if not any(table.rows for table in tables):
        raise Refused("bad_value", "这个文件里没有内容。")
    asked = [table for table in tables if sheet is None or squeezed(table.sheet) == squeezed(sheet)]
    if not asked:
        names = "、".join(table.sheet for table in tables)
        raise Refused("unknown_key", f"没有工作表“{sheet}”，这个文件里有：{names}。", field="sheet")
    found = [(table, headings) for table in asked if (headings := find_headings(table, catalogue, named)) is not None]
    if not found:
        raise Refused(
            "bad_value",
            "没有找到表头：应当有一行写着“来访时间、姓名、反映问题”这样的栏目名称。请补上表头后再导入。",
        )
    best = max(found, key=lambda pair: pair[1].known)
    same = [pair for pair in found if _same_head(pair[1], best[1])]
    others = tuple(table.sheet for table, own in found if (table, own) not in same and own.known >= best[1].known - 1)
    return Found(tuple(same), others)


def _same_head(one: Headings, other: Headings) -> bool:
    return one.paths == other.paths and [place for place, _ in one.columns] == [place for place, _ in other.columns]


Chosen = Mapping[str, str | None] | Sequence[MappedHeading]


def map_headings(
    headings: Headings,
    catalogue: tuple[Field, ...],
    chosen: Chosen | None = None,
    *,
    samples: Sequence[Sequence[Cell]] = (),
    remembered: Sequence[str | None] = (),
) -> tuple[MappedHeading, ...]:
    """The field of each column: as the headings say, else as `remembered` of such a head, then as `chosen` says.

    `chosen` maps headings to fields (None: left out), or is such a mapping of all columns in their order.
    Refused: ``unknown_key`` for a heading that the sheet does not have or a field that the catalogue does not have,
    ``bad_value`` when two headings are to fill one field, or for a column that watches people
    (rules/people.md, 2). The Refused's `field` is the heading.
    """
    placed = place_columns(headings.paths, catalogue, samples)
    names = headings.names
    known = {field.key for field in catalogue}
    fields = [one.field for one in placed]
    guesses = [one.guess for one in placed]
    if len(remembered) == len(fields):
        fields = [
            key if key in known and not one.watched else None for key, one in zip(remembered, placed, strict=True)
        ]
        guesses = [None] * len(fields)
    taken: dict[str, int] = {}
    for place, key in _chosen_places(headings, chosen):
        heading = names[place]
        if key is not None and key not in known:
            raise Refused(
                "unknown_key",
                f"没有“{key}”这个项目。",
                field=heading,
                hint=f"可选：{'、'.join(field.key for field in catalogue)}。",
            )
        if key is not None and placed[place].watched:
            raise Refused("bad_value", f"“{heading}”{NOT_KEPT}，不能导入，请选“不导入”。", field=heading)
        if key is not None and taken.setdefault(key, place) != place:
            raise Refused("bad_value", f"“{names[taken[key]]}”和“{heading}”不能填到同一个项目里。", field=heading)
        if key is not None:
            fields = [None if other == key else other for other in fields]
        fields[place], guesses[place] = key, None
    used = {key for key in fields if key}
    return tuple(
        MappedHeading(text, field, name, None if field or guess in used else guess, one.watched)
        for text, field, name, guess, one in zip(headings.texts, fields, names, guesses, placed, strict=True)
    )


def named_in(chosen: Chosen | None) -> frozenset[str]:
    """The headings (squeezed) that a person has given a field."""
    if not chosen:
        return frozenset()
    if isinstance(chosen, Mapping):
        return frozenset(squeezed(heading.rpartition("/")[2]) for heading, key in chosen.items() if key is not None)
    return frozenset(squeezed(one.heading) for one in chosen if one.field is not None)


def _chosen_places(headings: Headings, chosen: Chosen | None) -> list[tuple[int, str | None]]:
    """The columns that a person has placed, by their place."""
    if not chosen:
        return []
    texts = [squeezed(text) for text in headings.texts]
    if isinstance(chosen, Mapping):
        return [(_place_of(headings, heading), key) for heading, key in chosen.items()]
    if [squeezed(one.heading) for one in chosen] == texts:
        return [(place, one.field) for place, one in enumerate(chosen)]
    return [(_place_of(headings, one.name or one.heading), one.field) for one in chosen]


def _place_of(headings: Headings, heading: str) -> int:
    wanted = squeezed(heading)
    whole = ["/".join(path) for path in headings.paths]
    for known in (headings.names, headings.texts, whole):
        for place, text in enumerate(known):
            if squeezed(text) == wanted:
                return place
    raise Refused("unknown_key", f"表里没有“{heading}”这一栏，请核对栏目名称。", field=heading)


def table_year(table: Table, headings: Headings, file_name: str, given: int | None) -> int | None:
    """The year of dates without one: from the title, the sheet's name or the file name, else `given`."""
    told = year_in((*headings.title, table.sheet, file_name))
    return given if told is None else told


_TOTAL = re.compile(r"本?[页月季年]?(?:度)?(?:合计|小计|总计|共计|累计)[:：]?(?:\d+(?:件|人|批|次|起|批次|人次)*)*")
_FOOT = re.compile(
    r"(?:填报|填表|制表|审核|审批|单位负责人|负责人|签发|分管领导|注|说明|备注)[^:：]{0,8}[:：].*", re.DOTALL
)


def record_rows(table: Table, headings: Headings) -> Iterator[tuple[Row, Row]]:
    """The rows below the headings that are records: no total, repeated heading or title, footer, or bare number.

    Each as it stands and with what is merged downwards into it: such a cell counts for every row that it covers.
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
        yield row, whole


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


def _merged_down(table: Table, below: int) -> dict[int, dict[int, Cell]]:
    """For each row the cells that are merged down into it, by their place."""
    merges = [merge for merge in table.merges if merge.top > below and merge.bottom > merge.top]
    tops = {merge.top for merge in merges}
    by_number = {row.number: row for row in table.rows if row.number in tops}
    numbers = {row.number for row in table.rows}
    spread: dict[int, dict[int, Cell]] = {}
    for merge in merges:
        row = by_number.get(merge.top)
        value = row.cells[merge.left] if row is not None and merge.left < len(row.cells) else None
        if value is None:
            continue
        for number in range(merge.top + 1, min(merge.bottom, merge.top + 1000) + 1):
            if number in numbers:
                spread.setdefault(number, {})[merge.left] = value
    return spread


def _with_merges(row: Row, spread: Mapping[int, Mapping[int, Cell]]) -> Row:
    added = spread.get(row.number)
    if not added:
        return row
    width = max(len(row.cells), max(added) + 1)
    cells = [row.cells[place] if place < len(row.cells) else None for place in range(width)]
    for place, value in added.items():
        if cells[place] is None and not isinstance(value, BrokenCell):
            cells[place] = value
    return Row(row.number, tuple(cells))
