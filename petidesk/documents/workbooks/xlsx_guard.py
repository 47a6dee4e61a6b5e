"""An .xlsx file is a zip of XML that a stranger made: look before handing it to a reader.

`safe_package` unpacks within limits and gives back a plain zip of the parts that hold cells, so that a bomb, a lying
directory or a path out of the folder never reaches the reader. `survey` counts what a sheet really holds: one stray
cell in row 1,048,576 makes readers allocate the whole rectangle.
"""

from __future__ import annotations

import io
import lzma
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat

from petidesk.domain.cells import Merge
from petidesk.domain.trouble import Refused

MOST_BYTES = 200 * 1024 * 1024
MOST_ENTRIES = 5_000
MOST_RATIO = 300
MOST_ROWS = 100_000
MOST_COLUMNS = 256
_RATIO_FROM = 10 * 1024 * 1024
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_CHUNK = 1 << 16
# Everything that may hold cells; pictures, charts, pivot caches, macros and links are left out.
_NEEDED = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|xl/_rels/[^/]+\.rels"
    r"|xl/(?!(?:media|drawings|charts|theme|pivotCache|pivotTables|externalLinks|embeddings|customXml)/).*\.xml",
    re.IGNORECASE,
)

_STRING_TABLE = re.compile(rb"""<(?:[\w.-]+:)?sst\b(?:[^>"']|"[^"]*"|'[^']*')*>""")
_DECLARED = re.compile(rb"""\s(?:uniqueCount|count)\s*=\s*(?:"[^"]*"|'[^']*')""")

# Everything that zipfile raises over a zip that is damaged, or packed in a way it does not know.
DAMAGE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, RuntimeError, OSError, ValueError)
_BOMB = "这个表格解压后太大（可能是恶意文件），没有打开。请用表格软件打开后另存为新的 .xlsx 再导入。"
_DAMAGED = "这个表格文件已损坏，打不开。请用表格软件打开后另存为新的 .xlsx 再导入。"


@dataclass(slots=True)
class Survey:
    """What one sheet's XML holds. Rows count from 1, columns from 0; only cells with a value or formula count.

    `reach` is how far a reader goes: to it a cell with nothing but a space, or with an empty text, is a cell too.
    """

    rows: int = 0
    last_row: int = 0
    last_column: int = -1
    reach: tuple[int, int] = (0, -1)
    broken: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)

    @property
    def rectangle(self) -> int:
        """How many cells a reader would allocate that fills the whole area."""
        return self.reach[0] * (self.reach[1] + 1)


def safe_package(data: bytes) -> dict[str, bytes]:
    """The parts of an .xlsx that hold cells, by name. Refused (bad_value) for bombs, strange paths and damage."""
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except DAMAGE:
        raise Refused("bad_value", _DAMAGED) from None
    entries = package.infolist()
    if len(entries) > MOST_ENTRIES:
        raise Refused("bad_value", _BOMB)
    for entry in entries:
        name = entry.filename
        if name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or re.match(r"[A-Za-z]:", name):
            raise Refused("bad_value", "这个表格文件里有不正常的路径（可能是恶意文件），没有打开。")
        if entry.flag_bits & 0x1:
            raise Refused("bad_value", "这个表格设有打开密码。请先在表格软件里取消密码，另存后再导入。")
    return _unpacked(package, entries)


def _unpacked(package: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    total = 0
    for entry in entries:
        name = entry.filename.replace("\\", "/")
        if not _NEEDED.fullmatch(name):
            continue
        content = _read(package, entry, MOST_BYTES - total)
        total += len(content)
        if b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content[:4096]:
            raise Refused("bad_value", "这个表格文件里有不正常的内容（可能是恶意文件），没有打开。")
        parts[name] = content
    if "xl/workbook.xml" not in parts:
        raise Refused("bad_value", "这不是 Excel 或 WPS 的 .xlsx 表格。请用表格软件打开后另存为 .xlsx 或 .csv 再导入。")
    return parts


def _read(package: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> bytes:
    pieces = []
    size = 0
    try:
        with package.open(entry) as stream:
            while piece := stream.read(_CHUNK):
                size += len(piece)
                too_dense = size > _RATIO_FROM and size > MOST_RATIO * max(entry.compress_size, 1)
                if size > left or too_dense:
                    raise Refused("bad_value", _BOMB)
                pieces.append(piece)
    except DAMAGE:
        raise Refused("bad_value", _DAMAGED) from None
    return b"".join(pieces)


def repacked(parts: dict[str, bytes]) -> bytes:
    """The parts as a plain, uncompressed zip that readers take.

    The declared number of shared strings goes: the reader would reserve memory for whatever it claims.
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as package:
        for name, content in parts.items():
            shared = name.casefold() == "xl/sharedstrings.xml"
            package.writestr(name, _STRING_TABLE.sub(_without_counts, content) if shared else content)
    return stream.getvalue()


def _without_counts(tag: re.Match[bytes]) -> bytes:
    return _DECLARED.sub(b"", tag[0])


def sheet_parts(parts: dict[str, bytes]) -> dict[str, str]:
    """Sheet name to the name of its part, from workbook.xml and its relations; two of one name are damage."""
    targets: dict[str, str] = {}

    def relation(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            targets[attributes.get("Id", "")] = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")

    found: dict[str, str] = {}

    def sheet(name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            relation_id = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            title = attributes.get("name", "")
            if title in found:
                raise Refused("bad_value", _DAMAGED)
            found[title] = targets.get(relation_id, "")

    _parse(parts.get("xl/_rels/workbook.xml.rels", b"<Relationships/>"), relation)
    _parse(parts["xl/workbook.xml"], sheet)
    return found


def days_from_1904(parts: dict[str, bytes]) -> bool:
    """Whether plain numbers that mean days count from 1904, as workbooks of old Macintoshes do."""
    found: set[str] = set()

    def properties(name: str, attributes: dict[str, str]) -> None:
        if name == "workbookPr":
            found.add(attributes.get("date1904", "0"))

    _parse(parts["xl/workbook.xml"], properties)
    return bool(found & {"1", "true"})


def _parse(
    content: bytes,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Prefixes are cut off names; the XML may use any, and the vocabularies of a sheet do not clash."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: start(name.rpartition(":")[2], attributes)
    if end is not None:
        ended = end
        parser.EndElementHandler = lambda name: ended(name.rpartition(":")[2])
    if text is not None:
        parser.CharacterDataHandler = text
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError):
        raise Refused("bad_value", _DAMAGED) from None


class _Surveyor:
    """Follows one sheet's XML and keeps counts, never the cells."""

    def __init__(self) -> None:
        self.survey = Survey()
        self._row = 0
        self._column = -1
        self._row_counted = 0
        self._kind = ""
        self._formula = False
        self._value = ""
        self._inside = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self._row = _row_number(attributes["r"]) if "r" in attributes else self._row + 1
            self._column = -1
        elif name == "c":
            if "r" in attributes:
                self._row, self._column = _place(attributes["r"])
            else:
                self._column += 1
            self._kind, self._formula, self._value = attributes.get("t", ""), False, ""
        elif name == "f":
            self._formula = True
            self._reach()
        elif name in ("v", "t"):
            self._inside = name
            self._reach()
        elif name == "is":
            self._reach()
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self._inside = ""
        elif name == "c" and (self._value or self._formula):
            self._cell()

    def text(self, data: str) -> None:
        if self._inside and len(self._value) < 40:
            self._value += data

    def _reach(self) -> None:
        row, column = self.survey.reach
        if self._row > row or self._column > column:
            self.survey.reach = max(self._row, row), max(self._column, column)

    def _cell(self) -> None:
        survey = self.survey
        if not self._value.strip() and not self._formula:
            return
        if self._column < MOST_COLUMNS:
            if self._kind == "e":
                survey.broken[self._row, self._column] = self._value.strip()
            elif self._formula and not self._value and self._kind != "str":
                survey.broken[self._row, self._column] = "公式没有结果"
        survey.last_row = max(survey.last_row, self._row)
        survey.last_column = max(survey.last_column, self._column)
        if self._row != self._row_counted:
            self._row_counted = self._row
            survey.rows += 1
            if survey.rows > MOST_ROWS:
                raise too_many_rows()

    def _merge(self, ref: str) -> None:
        first, _, last = ref.partition(":")
        top, left = _place(first)
        bottom, right = _place(last or first)
        if len(self.survey.merges) < MOST_ROWS:
            self.survey.merges.append(Merge(top, left, bottom, right))


def too_many_rows() -> Refused:
    """The refusal of a sheet with more rows than an import takes."""
    return Refused("too_many", f"表里超过{MOST_ROWS}行，请按年份拆成几个文件再导入。")


def survey(content: bytes) -> Survey:
    """Count what a sheet holds. Refused: ``too_many`` above MOST_ROWS rows, ``bad_value`` when the XML is damaged."""
    surveyor = _Surveyor()
    _parse(content, surveyor.start, surveyor.end, surveyor.text)
    return surveyor.survey


_REF = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def _row_number(text: str) -> int:
    """A row as the sheet writes it; one that no sheet has is damage, and the reader would believe it."""
    if not (text.isascii() and text.isdigit() and len(text) <= 7 and 1 <= int(text) <= _LAST_ROW):
        raise Refused("bad_value", _DAMAGED)
    return int(text)


def _place(ref: str) -> tuple[int, int]:
    match = _REF.fullmatch(ref)
    if match is None:
        raise Refused("bad_value", _DAMAGED)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    if column > _LAST_COLUMN:
        raise Refused("bad_value", _DAMAGED)
    return _row_number(match[2]), column - 1
