"""An .ods file (WPS and LibreOffice write them) before it is read: what its sheets really hold, within limits.

A cell may say that it stands for a million others. Only what holds something counts; where that reaches too far, the
reader is not asked.
"""

from __future__ import annotations

import io
import zipfile
from xml.parsers import expat

from petidesk.documents.workbooks.xlsx_guard import DAMAGE, MOST_BYTES, MOST_RATIO, MOST_ROWS, too_many_rows
from petidesk.domain.cells import Merge
from petidesk.domain.trouble import Refused

MIME = b"application/vnd.oasis.opendocument.spreadsheet"
_DAMAGED = "这个表格文件已损坏，打不开。请用表格软件打开后另存为新的 .xlsx 再导入。"
_PASSWORD = "这个表格设有打开密码。请先在表格软件里取消密码，另存后再导入。"
_BOMB = "这个表格解压后太大（可能是恶意文件），没有打开。请用表格软件打开后另存为新的 .xlsx 再导入。"
_LARGE_RECTANGLE = 4_000_000
_RATIO_FROM = 10 * 1024 * 1024
_MOST_MERGES = 100_000


def is_ods(data: bytes) -> bool:
    """Whether a zip is an OpenDocument spreadsheet: its first entry says so, plain."""
    return MIME in data[:200]


def check_ods(data: bytes) -> dict[str, tuple[Merge, ...]]:
    """The merged areas of each sheet by its name. Refused: ``bad_value`` when damaged, locked or hostile; ``too_many``
    above 100,000 rows."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if b"encryption-data" in _part(package, "META-INF/manifest.xml"):
                raise Refused("bad_value", _PASSWORD)
            content = _part(package, "content.xml")
    except DAMAGE:
        raise Refused("bad_value", _DAMAGED) from None
    if b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content[:4096]:
        raise Refused("bad_value", "这个表格文件里有不正常的内容（可能是恶意文件），没有打开。")
    return _Surveyor().read(content)


def _part(package: zipfile.ZipFile, name: str) -> bytes:
    try:
        entry = package.getinfo(name)
    except KeyError:
        raise Refused("bad_value", _DAMAGED) from None
    dense = entry.file_size > _RATIO_FROM and entry.file_size > MOST_RATIO * max(entry.compress_size, 1)
    if entry.file_size > MOST_BYTES or dense:
        raise Refused("bad_value", _BOMB)
    with package.open(entry) as stream:
        content = stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Refused("bad_value", _BOMB)
    return content


class _Surveyor:
    """Follows content.xml and keeps the place of what holds something, never the cells."""

    def __init__(self) -> None:
        self.merges: dict[str, list[Merge]] = {}
        self._name = ""
        self._row = self._column = 0
        self._rows = self._cells = 1
        self._filled_row = self._filled = False
        self._reach = (0, 0)
        self._read = 0

    def read(self, content: bytes) -> dict[str, tuple[Merge, ...]]:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = lambda name, said: self._start(name.rpartition(":")[2], said)
        parser.EndElementHandler = lambda name: self._end(name.rpartition(":")[2])
        parser.CharacterDataHandler = self._text
        try:
            parser.Parse(content, True)
        except (expat.ExpatError, ValueError):
            raise Refused("bad_value", _DAMAGED) from None
        return {name: tuple(merges) for name, merges in self.merges.items()}

    def _start(self, name: str, said: dict[str, str]) -> None:
        if name == "table":
            self._name = said.get("table:name", "")
            self.merges[self._name] = []
            self._row, self._reach, self._read = 0, (0, 0), 0
        elif name == "table-row":
            self._rows, self._column, self._filled_row = int(said.get("table:number-rows-repeated", 1)), 0, False
        elif name in ("table-cell", "covered-table-cell"):
            self._cells = int(said.get("table:number-columns-repeated", 1))
            self._filled = bool({"office:value", "office:date-value", "office:time-value"} & said.keys())
            down = int(said.get("table:number-rows-spanned", 1))
            right = int(said.get("table:number-columns-spanned", 1))
            if (down > 1 or right > 1) and len(self.merges.get(self._name, ())) < _MOST_MERGES:
                area = Merge(self._row + 1, self._column, self._row + down, self._column + right - 1)
                self.merges.setdefault(self._name, []).append(area)

    def _text(self, text: str) -> None:
        self._filled = self._filled or bool(text.strip())

    def _end(self, name: str) -> None:
        if name in ("table-cell", "covered-table-cell"):
            self._column += self._cells
            if self._filled:
                self._filled_row = True
                self._reach = (self._reach[0], max(self._reach[1], self._column))
            self._filled = False
        elif name == "table-row":
            self._row += self._rows
            if self._filled_row:
                self._read += self._rows
                self._reach = (self._row, self._reach[1])
                self._within_limits()

    def _within_limits(self) -> None:
        if self._read > MOST_ROWS:
            raise too_many_rows()
        if self._reach[0] * self._reach[1] > _LARGE_RECTANGLE:
            raise Refused(
                "bad_value", f"表里有内容离得太远（到第{self._reach[0]}行），请删去多余的空行空列，另存后再导入。"
            )
