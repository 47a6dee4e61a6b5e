"""An .xls file is a small file system with a stream of records: walk it before handing it to a reader.

The reader reserves memory for what the file claims: a damaged count makes it ask for gigabytes, which ends the whole
program. Every count that it believes is compared here with the size of the file.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from petidesk.domain.trouble import Refused

_LARGE_RECTANGLE = 6_000_000
_MOST_ROWS, _MOST_COLUMNS = 65_536, 256
_FREE = 0xFFFFFFFA
_HEADER_SECTORS = 109

_BOF, _DATEMODE, _FILEPASS, _SST, _DIMENSIONS, _MULRK = 0x0809, 0x0022, 0x002F, 0x00FC, 0x0200, 0x00BD
# Records that begin with row and column: FORMULA, LABELSST, RSTRING, NUMBER, LABEL, BOOLERR, RK, MULRK
_CELLS = frozenset((0x0006, 0x00FD, 0x00D6, 0x0203, 0x0204, 0x0205, 0x027E, _MULRK))

_DAMAGED = "这个表格文件已损坏，打不开。请用表格软件打开后另存为新的 .xlsx 再导入。"
_PASSWORD = "这个表格设有打开密码。请先在表格软件里取消密码，另存后再导入。"


def check_xls(data: bytes) -> bool:
    """Whether the workbook counts its days from 1904.

    Refused (bad_value) when the file is damaged, protected by a password, or holds a cell too far off to be read.
    """
    try:
        return _walk(workbook_stream(data))
    except (struct.error, IndexError):
        raise Refused("bad_value", _DAMAGED) from None


def _expect(right: bool) -> None:
    if not right:
        raise Refused("bad_value", _DAMAGED)


class _Container:
    """The sectors of the file and their chains."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        (shift,) = struct.unpack_from("<H", data, 30)
        _expect(shift in (9, 12))
        self.size = 1 << shift
        self.count = len(data) // self.size + 1
        counts = struct.unpack_from("<5I", data, 40)
        (_, fats, self.first_directory, _, self.cutoff) = counts
        self.first_mini, minis, first_difat, difats = struct.unpack_from("<4I", data, 60)
        _expect(max(fats, minis, difats) <= self.count)
        self.fat = self._table(fats, first_difat, difats)
        self.entries = list(self._entries())

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self.size
        _expect(start < len(self.data))
        return self.data[start : start + self.size].ljust(self.size, b"\0")

    def _table(self, fats: int, first_difat: int, difats: int) -> list[int]:
        numbers = list(struct.unpack_from(f"<{_HEADER_SECTORS}I", self.data, 76))
        place = first_difat
        for _ in range(difats):
            words = struct.unpack(f"<{self.size // 4}I", self._sector(place))
            numbers.extend(words[:-1])
            place = words[-1]
        table: list[int] = []
        for number in [number for number in numbers if number < _FREE][:fats]:
            table.extend(struct.unpack(f"<{self.size // 4}I", self._sector(number)))
        return table

    def chain(self, first: int) -> Iterator[int]:
        """The sectors of one stream; a ring is damage."""
        seen = 0
        while first < _FREE:
            seen += 1
            _expect(seen <= self.count)
            yield first
            first = self.fat[first]

    def content(self, first: int) -> bytes:
        """The bytes of a chain, whole sectors."""
        return b"".join(self._sector(number) for number in self.chain(first))

    def _entries(self) -> Iterator[tuple[str, int, int, int]]:
        directory = self.content(self.first_directory)
        for start in range(0, len(directory) - 127, 128):
            (name_bytes, kind) = struct.unpack_from("<HB", directory, start + 64)
            first, size = struct.unpack_from("<2I", directory, start + 116)
            _expect(name_bytes <= 64)
            if kind:
                _expect(size <= len(self.data))
                name = directory[start : start + max(name_bytes - 2, 0)].decode("utf-16-le", "replace")
                yield name, kind, first, size


def workbook_stream(data: bytes) -> bytes:
    container = _Container(data)
    found = [entry for entry in container.entries if entry[1] == 2 and entry[0].casefold() in ("workbook", "book")]
    _expect(bool(found))
    _, _, first, size = found[0]
    if size >= container.cutoff:
        return container.content(first)[:size]
    root = next((entry for entry in container.entries if entry[1] == 5), None)
    _expect(root is not None)
    assert root is not None
    small = container.content(root[2])
    links = container.content(container.first_mini)
    pieces: list[bytes] = []
    while first < _FREE:
        _expect(len(pieces) <= len(small) // 64)
        pieces.append(small[first * 64 : first * 64 + 64])
        (first,) = struct.unpack_from("<I", links, first * 4)
    return b"".join(pieces)[:size]


def _walk(stream: bytes) -> bool:
    """Check record by record; whether one of them says that days count from 1904."""
    place, last_row, last_column, from_1904 = 0, 0, 0, False
    while place + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, place)
        record = stream[place + 4 : place + 4 + size]
        if not kind and not size:
            return from_1904
        _expect(len(record) == size)
        if kind == _FILEPASS:
            raise Refused("bad_value", _PASSWORD)
        if kind == _DATEMODE:
            from_1904 = record[:2] == b"\x01\x00"
        elif kind == _BOF:
            last_row = last_column = 0
        elif kind == _SST:
            _expect(struct.unpack_from("<I", record, 4)[0] * 3 <= len(stream))
        elif kind == _DIMENSIONS:
            _check_dimensions(record)
        elif kind in _CELLS:
            row, column = struct.unpack_from("<HH", record)
            if kind == _MULRK:
                (column,) = struct.unpack_from("<H", record, size - 2)
            _expect(column < _MOST_COLUMNS)
            last_row, last_column = max(last_row, row), max(last_column, column)
            if (last_row + 1) * (last_column + 1) > _LARGE_RECTANGLE:
                raise Refused(
                    "bad_value", f"表里有内容离得太远（到第{last_row + 1}行），请删去多余的空行空列，另存后再导入。"
                )
        place += 4 + size
    return from_1904


def _check_dimensions(record: bytes) -> None:
    layout = "<IIHH" if len(record) >= 14 else "<HHHH"
    first_row, end_row, first_column, end_column = struct.unpack_from(layout, record)
    _expect(first_row <= end_row <= _MOST_ROWS and first_column <= end_column <= _MOST_COLUMNS)
