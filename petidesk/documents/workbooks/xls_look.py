"""How the sheets of an old .xls file look: widths, heights, and of each cell its font, place and lines.

The reader of values tells nothing of these; they lie in plain records of the same stream ([MS-XLS], BIFF 8). Whoever
asks has had the file checked (`xls_guard.check_xls`).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from petidesk.documents.workbooks.xls_guard import workbook_stream

_BOUNDSHEET, _FONT, _XF, _COLINFO, _ROW, _FORMULA = 0x0085, 0x0031, 0x00E0, 0x007D, 0x0208, 0x0006
_BLANK, _MULBLANK, _MULRK, _EOF, _LISTS = 0x0201, 0x00BE, 0x00BD, 0x000A, 0x01BE
_CELLS = frozenset((_FORMULA, _BLANK, 0x00FD, 0x00D6, 0x0203, 0x0204, 0x0205, 0x027E))
_ACROSS = (None, "left", "center", "right", "fill", "justify", "centerContinuous", "distributed")
_DOWN = ("top", "center", "bottom", "justify", "distributed")
_LEFT_OUT = 4  # fonts are counted without the number four
_BOLD = 600


@dataclass(frozen=True, slots=True)
class CellLook:
    """A cell's font (size in points), place in the cell, and on which sides it has a line: left, right, top, bottom."""

    font: str = ""
    size: float = 11.0
    bold: bool = False
    across: str | None = None
    down: str | None = None
    wrapped: bool = False
    lines: tuple[bool, bool, bool, bool] = (False, False, False, False)


@dataclass(slots=True)
class SheetLook:
    """A sheet: looks of its cells by row from 1 and column from 0, widths of columns in characters, heights of rows in
    points, the cells that are calculated, and how many drop-down lists it has."""

    cells: dict[tuple[int, int], CellLook] = field(default_factory=dict)
    widths: dict[int, float] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    formulas: set[tuple[int, int]] = field(default_factory=set)
    lists: int = 0


def sheet_looks(data: bytes) -> list[SheetLook]:
    """The looks of all sheets in the order of the workbook; what is damaged is left out."""
    stream = workbook_stream(data)
    fonts: list[tuple[str, float, bool]] = []
    formats: list[CellLook] = []
    starts: list[int] = []
    for kind, record in _records(stream, 0):
        if kind == _FONT:
            fonts.append(_font(record))
        elif kind == _XF:
            formats.append(_format(record, fonts))
        elif kind == _BOUNDSHEET:
            starts.append(struct.unpack_from("<I", record)[0])
    return [_sheet(stream, start, formats) for start in starts]


def _records(stream: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """The records of one part of the stream, to its end mark."""
    while place + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, place)
        if kind == _EOF:
            return
        yield kind, stream[place + 4 : place + 4 + size]
        place += 4 + size


def _font(record: bytes) -> tuple[str, float, bool]:
    height, _, _, weight = struct.unpack_from("<4H", record)
    length, wide = record[14], record[15] & 1
    name = record[16 : 16 + length * (2 if wide else 1)].decode("utf-16-le" if wide else "latin-1", "replace")
    return name, height / 20, weight >= _BOLD


def _format(record: bytes, fonts: list[tuple[str, float, bool]]) -> CellLook:
    (number,) = struct.unpack_from("<H", record)
    place = number - 1 if number > _LEFT_OUT else number
    name, size, bold = fonts[place] if place < len(fonts) else ("", 11.0, False)
    aligned = record[6]
    (borders,) = struct.unpack_from("<H", record, 10)
    across, down = _ACROSS[aligned & 7], _DOWN[min(aligned >> 4 & 7, len(_DOWN) - 1)]
    left, right, top, bottom = (bool(borders >> shift & 15) for shift in (0, 4, 8, 12))
    return CellLook(name, size, bold, across, down, bool(aligned & 8), (left, right, top, bottom))


def _sheet(stream: bytes, start: int, formats: list[CellLook]) -> SheetLook:
    look = SheetLook()

    def put(row: int, column: int, number: int) -> None:
        if number < len(formats):
            look.cells[row + 1, column] = formats[number]

    for kind, record in _records(stream, start):
        if kind == _COLINFO:
            first, last, width = struct.unpack_from("<3H", record)
            look.widths.update(dict.fromkeys(range(first, min(last, 255) + 1), width / 256))
        elif kind == _ROW:
            row, _, _, height = struct.unpack_from("<4H", record)
            if not height & 0x8000:
                look.heights[row + 1] = height / 20
        elif kind in _CELLS:
            row, column, number = struct.unpack_from("<3H", record)
            put(row, column, number)
            if kind == _FORMULA:
                look.formulas.add((row + 1, column))
        elif kind in (_MULBLANK, _MULRK):
            row, column = struct.unpack_from("<2H", record)
            step = 2 if kind == _MULBLANK else 6
            for beside, at in enumerate(range(4, len(record) - 2, step)):
                put(row, column + beside, struct.unpack_from("<H", record, at)[0])
        elif kind == _LISTS:
            look.lists += 1
    return look
