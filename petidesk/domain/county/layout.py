"""The layout of a county's own workbook: where the headings stand, what each asks for, which rows are to be written.

Rows count from 1 and columns from 0, as in `cells`. A sheet is somebody else's work: nothing is assumed but that a
table has one to three heading rows of which at least two are understood.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from petidesk.domain.cells import Cell, Merge, cell_text, squeezed
from petidesk.domain.county.fields import (
    Placed,
    check_field,
    heading_names,
    heading_places,
    known_headings,
    propose,
    remembered_keys,
)
from petidesk.domain.fields import Field, bare_heading, fit
from petidesk.domain.trouble import Refused
from petidesk.domain.watched import NOT_KEPT, watches_people

MOST_HEADING_ROWS = 3
_SEARCHED_ROWS = 40
_TRIED_ROWS = 6
_FEWEST_KNOWN = 2.0
_MOST_COLUMNS = 256
# A cell that is further below belongs to no table above it.
_WIDEST_GAP = 50


@dataclass(frozen=True)
class Sheet:
    """A sheet as it stands. `cells` holds what is not empty, by row and column; `boxed`: the rows that have borders."""

    name: str
    cells: Mapping[tuple[int, int], Cell]
    merges: tuple[Merge, ...] = ()
    boxed: frozenset[int] = frozenset()
    hidden: bool = False

    @cached_property
    def last_row(self) -> int:
        """The last row that holds a text or a border."""
        return max((*(row for row, _ in self.cells), *self.boxed), default=0)

    @cached_property
    def numbers(self) -> tuple[int, ...]:
        """The rows that hold a text or a border, or begin a merged area; a stray cell far below costs nothing."""
        return tuple(sorted({row for row, _ in self.cells} | self.boxed | {merge.top for merge in self.merges}))

    @cached_property
    def _texts(self) -> dict[int, dict[int, str]]:
        rows: dict[int, dict[int, str]] = {}
        for row, column in sorted(self.cells):
            if text := cell_text(self.cells[row, column]):
                rows.setdefault(row, {})[column] = text
        return rows

    def row(self, number: int) -> Mapping[int, str]:
        """The texts of a row by column, from left to right; blank cells are left out."""
        return self._texts.get(number, {})


@dataclass(frozen=True, slots=True)
class CountyColumn:
    """A column of the table: its place from 0, its heading, all its heading texts from above, what it asks for.

    One that watches people asks for nothing, whatever was placed there (rules/people.md, 2).
    """

    place: int
    heading: str
    path: tuple[str, ...]
    field: str | None
    sure: bool
    unit: int = 1

    def __post_init__(self) -> None:
        if self.field is not None and self.watched:
            object.__setattr__(self, "field", None)

    @property
    def watched(self) -> bool:
        """Whether it is never filled."""
        return watches_people(self.path or (self.heading,))

    @property
    def letter(self) -> str:
        """The column as spreadsheet programs name it: A, B ... AA."""
        return column_letter(self.place)


@dataclass(frozen=True, slots=True)
class CountyTable:
    """The table that is to be filled. Rows first to last are written over; `first` > `last` when there are none yet."""

    sheet: str
    title: str
    heading_rows: tuple[int, ...]
    columns: tuple[CountyColumn, ...]
    first: int
    last: int
    total_rows: tuple[int, ...] = ()
    notes: tuple[str, ...] = field(default=())

    @property
    def unplaced(self) -> tuple[str, ...]:
        """The headings that no field answers."""
        return tuple(column.heading for column in self.columns if column.field is None)


def column_letter(place: int) -> str:
    """0 is A, 25 is Z, 26 is AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


# ---- headings


@dataclass(frozen=True, slots=True)
class _Block:
    rows: tuple[int, ...]
    places: tuple[int, ...]
    paths: tuple[tuple[str, ...], ...]
    placed: tuple[Placed, ...]
    known: float


Proposal = Callable[[Sequence[tuple[str, ...]]], tuple[Placed, ...]]


def find_table(sheet: Sheet, fields: Sequence[Field], remembered: Mapping[str, str | None]) -> CountyTable | None:
    """The first table of the sheet whose headings name at least two fields of the ledger; None when there is none.

    Refused (bad_value) when its headings stand over more than three rows.
    """
    unit_line = _unit_line(sheet)

    def proposal(paths: Sequence[tuple[str, ...]]) -> tuple[Placed, ...]:
        return propose(paths, fields, remembered, unit_line=unit_line)

    block = find_block(sheet, proposal)
    if block is None:
        return None
    if len(block.rows) > MOST_HEADING_ROWS:
        raise Refused(
            "bad_value",
            f"工作表“{sheet.name}”的表头占了{len(block.rows)}行（第{block.rows[0]}到第{block.rows[-1]}行），"
            f"最多只能有{MOST_HEADING_ROWS}行。请把表头合并成{MOST_HEADING_ROWS}行以内再添加。",
        )
    block, aside = _first_of_several(block, proposal)
    names = heading_names(block.paths)
    columns = tuple(
        CountyColumn(place, name, path, one.field, one.sure, one.unit)
        for place, name, path, one in zip(block.places, names, block.paths, block.placed, strict=True)
    )
    first, last, totals, below = data_rows(sheet, block.rows[-1], [column.place for column in columns], fields)
    notes = [f"工作表“{sheet.name}”里还有一张表（{one}），没有填。" for one in (*aside, *below)]
    return CountyTable(
        sheet=sheet.name,
        title=sheet_title(sheet, block.rows[0]),
        heading_rows=block.rows,
        columns=columns,
        first=first,
        last=last,
        total_rows=totals,
        notes=tuple(notes),
    )


def find_block(sheet: Sheet, proposal: Proposal, fewest: float = _FEWEST_KNOWN) -> _Block | None:
    """The rows of headings that are understood best; of equals the ones with fewer rows, then the upper ones.

    Only the first table of a sheet is looked for: a block further down wins only when it is understood far better.
    """
    best: _Block | None = None
    last = min(sheet.last_row, _SEARCHED_ROWS)
    for start in range(1, last + 1):
        if best is not None and start > best.rows[-1] + 1:
            break
        if len(sheet.row(start)) < 2:
            continue
        lowest = _merged_bottom(sheet, start, start)
        for bottom in range(lowest, min(lowest + _TRIED_ROWS, max(sheet.last_row, lowest) + 1)):
            if _holds_data(sheet, start, bottom) or _merged_bottom(sheet, start, bottom) > bottom:
                if _holds_data(sheet, start, bottom):
                    break
                continue
            places, paths = _paths(sheet, start, bottom)
            if len(places) < 2:
                continue
            placed = proposal(paths)
            known = known_headings(paths, placed) - 0.3 * (bottom - start) - _captions(sheet, start)
            if known >= fewest and (best is None or known > best.known):
                best = _Block(tuple(range(start, bottom + 1)), places, paths, placed, known)
    return best


def _captions(sheet: Sheet, row: int) -> float:
    """A line such as 填报单位： ... 填报时间： stands above the headings and is none."""
    return sum(1.5 for text in sheet.row(row).values() if re.search(r"[:：]", text))


def _merged_bottom(sheet: Sheet, top: int, bottom: int) -> int:
    """How far down the merged cells of these rows reach."""
    reach = [merge.bottom for merge in sheet.merges if top <= merge.top <= bottom and merge.bottom < top + 12]
    lowest = max((bottom, *reach))
    return lowest if lowest == bottom else _merged_bottom(sheet, top, lowest)


def _holds_data(sheet: Sheet, top: int, bottom: int) -> bool:
    return any(
        _is_data(sheet.cells[row, column])
        for row in range(top, bottom + 1)
        for column in sheet.row(row)
        if (row, column) in sheet.cells
    )


def _is_data(cell: Cell) -> bool:
    if cell is None:
        return False
    if not isinstance(cell, str):
        return True
    bare = cell.strip()
    return len(bare) > 60 or bare.startswith("=") or re.search(r"\d{5,}|^\W*\d+([.\-/年月]\d+)*\W*$", bare) is not None


def _paths(sheet: Sheet, top: int, bottom: int) -> tuple[tuple[int, ...], tuple[tuple[str, ...], ...]]:
    """The columns that have a heading, and its texts from above to below; merged cells count for all they cover."""
    covering = {
        (row, column): merge
        for merge in sheet.merges
        if merge.bottom >= top and merge.top <= bottom
        for row in range(max(merge.top, top), min(merge.bottom, bottom) + 1)
        for column in range(merge.left, min(merge.right, _MOST_COLUMNS) + 1)
    }
    width = min(max((column for row in range(top, bottom + 1) for column in sheet.row(row)), default=-1), _MOST_COLUMNS)
    places, paths = [], []
    for column in range(width + 1):
        texts: list[str] = []
        own = False
        for row in range(top, bottom + 1):
            merge = covering.get((row, column))
            text = cell_text(sheet.cells.get((merge.top, merge.left) if merge else (row, column)))
            own = own or (bool(text) and (merge is None or merge.left == column))
            if not text and merge is None:
                text = _carried(sheet, row, column, bottom, covering)
            if text and (not texts or texts[-1] != text):
                texts.append(text)
        if own and texts:
            places.append(column)
            paths.append(tuple(texts))
    return tuple(places), tuple(paths)


def _carried(sheet: Sheet, row: int, column: int, bottom: int, covering: Mapping[tuple[int, int], Merge]) -> str:
    """A heading that stands over several columns without being merged: the nearest on the left, while each column
    between has a text of its own below."""

    def below(place: int) -> bool:
        return any(cell_text(sheet.cells.get((lower, place))) for lower in range(row + 1, bottom + 1))

    while column > 0 and below(column):
        column -= 1
        if (row, column) in covering:
            return ""
        if text := cell_text(sheet.cells.get((row, column))):
            return text if below(column) else ""
    return ""


def _first_of_several(block: _Block, proposal: Proposal) -> tuple[_Block, tuple[str, ...]]:
    """Of tables side by side, parted by a column without heading, the first that is understood; the others' names."""
    groups: list[list[int]] = []
    for index, place in enumerate(block.places):
        if index and place - block.places[index - 1] == 1:
            groups[-1].append(index)
        else:
            groups.append([index])
    if len(groups) == 1:
        return block, ()
    lowest = [{bare_heading(block.paths[index][-1]) for index in group} for group in groups]
    if not any(lowest[0] & other for other in lowest[1:]):
        return block, ()
    read = []
    for group in groups:
        paths = tuple(block.paths[index] for index in group)
        placed = proposal(paths)
        read.append((group, paths, placed, known_headings(paths, placed)))
    chosen = next((one for one in read if one[3] >= _FEWEST_KNOWN), read[0])
    group, paths, placed, known = chosen
    names = tuple(
        f"{column_letter(block.places[one[0][0]])}列到{column_letter(block.places[one[0][-1]])}列"
        for one in read
        if one is not chosen
    )
    return _Block(block.rows, tuple(block.places[index] for index in group), paths, placed, known), names


def sheet_title(sheet: Sheet, before: int) -> str:
    """The title above the headings: the first text that is no line such as 填报单位：."""
    for number in range(1, before):
        for text in sheet.row(number).values():
            if (
                not re.search(r"[:：]", text)
                and len(squeezed(text)) >= 4
                and not re.fullmatch(r"附件\d*", squeezed(text))
            ):
                return " ".join(text.split())
    return ""


_UNIT_LINE = re.compile(r"单位\s*[:：][^:：]{0,12}元")


def _unit_line(sheet: Sheet) -> str:
    for cell in sheet.cells.values():
        if isinstance(cell, str) and (match := _UNIT_LINE.search(cell)):
            return match[0]
    return ""


# ---- rows

_TOTAL = re.compile(r"(?:本?[页月季年]?度?)?(?:合计|小计|总计|共计|累计)[:：]?.{0,6}")
_FOOT = re.compile(
    r"[（(【]?(?:填报|填表|制表|审核|审批|审签|签发|报送|经办|复核|单位负责人|单位领导|负责人|分管领导|主要领导|联系人|联系电话|"
    r"单位（?\(?盖章|盖章|注|说明|备注|填写说明|填报说明|备注说明)[^:：]{0,10}[:：]"
)
_NOTE = re.compile(r"[（(]?(?:注|说明|备注|填表说明|填报说明)\s*[:：\d一二]")


def data_rows(
    sheet: Sheet, heading_end: int, places: Sequence[int], fields: Sequence[Field]
) -> tuple[int, int, tuple[int, ...], tuple[str, ...]]:
    """First and last row to be written over, the total rows right below, and the names of further tables below."""
    first = heading_end + 1
    while _numbers_columns(sheet, first, places):
        first += 1
    end, totals, below = sheet.last_row, [], []
    numbers = [number for number in sheet.numbers if number >= first]
    for number in numbers:
        if is_total(sheet, number, places):
            totals.append(number)
        elif not _stops(sheet, number, places, fields):
            continue
        end = number - 1
        break
    for number in (one for one in numbers if one > end):
        if number > end + 1 and totals and number == totals[-1] + 1 and is_total(sheet, number, places):
            totals.append(number)
        if _heads_a_table(sheet, number, places, fields):
            below.append(sheet_title_above(sheet, number) or f"第{number}行起")
    return first, _last_row(sheet, first, end, places), tuple(totals), tuple(below)


def _last_row(sheet: Sheet, first: int, end: int, places: Sequence[int]) -> int:
    """The last row of the table: blank rows without borders before what stands below are no rows of it."""
    wanted = set(places)
    boxed = first in sheet.boxed
    last = first - 1
    for number in (one for one in sheet.numbers if first <= one <= end):
        if number - last > _WIDEST_GAP:
            break
        filled = bool(wanted & sheet.row(number).keys())
        if filled or (boxed and number in sheet.boxed):
            last = number
    return first if last < first <= end else last


def _numbers_columns(sheet: Sheet, number: int, places: Sequence[int]) -> bool:
    """A row 1 2 3 ... or 甲 乙 1 2 ... below the headings counts the columns and stays."""
    texts = [text for column, text in sorted(sheet.row(number).items()) if column in set(places)]
    if len(texts) < max(3, len(places) * 2 // 3):
        return False
    digits = [int(bare) for text in texts if (bare := text.strip("()（）栏 ")).isascii() and bare.isdigit()]
    rest = [text for text in texts if not text.strip("()（）栏 ").isdigit()]
    return (
        len(digits) >= 2
        and all(text in "甲乙丙丁戊" for text in rest)
        and digits == list(range(digits[0], digits[0] + len(digits)))
    )


def is_total(sheet: Sheet, number: int, places: Sequence[int]) -> bool:
    """Whether a row is a total: 合计, 总计 ... in one of its first three texts."""
    texts = [squeezed(text) for column, text in sorted(sheet.row(number).items()) if column <= max(places, default=0)]
    return any(_TOTAL.fullmatch(text) for text in texts[:2])


def _stops(sheet: Sheet, number: int, places: Sequence[int], fields: Sequence[Field]) -> bool:
    """Whether the table ends before this row: a signature line, a note, a wide merged cell, another table."""
    texts = sheet.row(number)
    wide = any(
        merge.top <= number <= merge.bottom
        and sum(1 for place in places if merge.left <= place <= merge.right) * 5 >= len(places) * 3
        and merge.top == number
        for merge in sheet.merges
    )
    if wide:
        return True
    if not texts:
        return False
    first = texts[min(texts)]
    lines = sum(1 for text in texts.values() if _FOOT.match(text) or re.search(r"[:：]\s*$", text))
    if _NOTE.match(first) or (lines and lines * 2 >= len(texts)) or (_FOOT.match(first) and len(texts) <= 3):
        return True
    if _heads_a_table(sheet, number, places, fields):
        return True
    titled = len(texts) == 1 and number not in sheet.boxed and 4 <= len(squeezed(first)) <= 40
    return titled and any(
        _heads_a_table(sheet, later, places, fields) for later in (number + 1, number + 2, number + 3)
    )


def _heads_a_table(sheet: Sheet, number: int, places: Sequence[int], fields: Sequence[Field]) -> bool:
    texts = sheet.row(number)
    known = sum(1 for text in texts.values() if len(text) <= 20 and any(fit(text, one) >= 1.5 for one in fields))
    return known >= 3 and known * 2 >= len(texts)


def sheet_title_above(sheet: Sheet, number: int) -> str:
    """The title of a table further down: a row with one text right above its headings."""
    for above in (number - 1, number - 2):
        texts = sheet.row(above)
        if len(texts) == 1 and not re.search(r"[:：]", next(iter(texts.values()))):
            return " ".join(next(iter(texts.values())).split())
    return ""


# ---- what a person puts right


def remap(
    columns: Sequence[CountyColumn], change: Mapping[str, str | None], fields: Sequence[Field]
) -> tuple[tuple[CountyColumn, ...], dict[str, str | None]]:
    """The columns with headings placed as a person says, and what is to be remembered for later workbooks.

    Refused: unknown_key for a heading that the table has not or a field that there is not; bad_value for a heading
    that stands over several columns. The Refused's `field` is the heading.
    """
    placed = list(columns)
    kept: dict[str, str | None] = {}
    names = [column.heading for column in columns]
    paths = [column.path for column in columns]
    for heading, wanted in change.items():
        found = heading_places(heading, names, paths)
        if not found:
            raise Refused("unknown_key", f"表里没有“{heading}”这一栏。有的是：{'、'.join(names)}。", field=heading)
        if len(found) > 1:
            which = "、".join(names[place] for place in found)
            raise Refused("bad_value", f"“{heading}”有{len(found)}栏，请写明是哪一栏：{which}。", field=heading)
        key = None if wanted is None else check_field(wanted, fields, heading)
        old = placed[found[0]]
        if key is not None and old.watched:
            raise Refused("bad_value", f"“{heading}”{NOT_KEPT}，这一栏空着，不能指定。", field=heading)
        unit = old.unit
        if key is not None and "amount_yuan" in key and old.field is None and "万元" in "".join(old.path):
            unit = 10_000
        placed[found[0]] = dataclasses.replace(old, field=key, sure=True, unit=unit)
        for words in remembered_keys(old.path):
            kept[words] = key
    return tuple(placed), kept


# ---- as documents


def column_document(column: CountyColumn) -> dict[str, Any]:
    """A column as the command line prints it."""
    return {"column": column.letter, "heading": column.heading, "field": column.field, "sure": column.sure}


def no_table(sheets: Sequence[Sheet]) -> Refused:
    """The refusal of a workbook without any heading that is understood, with what was looked for."""
    names = "、".join(f"“{sheet.name}”" for sheet in sheets[:5])
    return Refused(
        "bad_value",
        f"在{names}里没有找到能认出的表头。要找的是一到三行栏目名称，至少有两栏是台账里有的，"
        "例如：序号、排查日期、村（社区）、当事人、纠纷类型、简要情况、责任人、化解时限、化解情况；"
        "或者一张以村（社区）、纠纷类型为行、以排查数、化解数为列的统计表。",
    )
