"""Workbooks that Excel opens and openpyxl does not: what it stumbles over is taken out of the XML, and nothing else.

Spreadsheet programs pass over what they do not know; openpyxl gives up the whole workbook for one attribute. Each
element is therefore handed to the class of openpyxl that will read it. Where that fails, the fewest attributes and
children are taken away with which it is read; only an element that is unreadable without any of them goes as a whole.
Places that others count on (the third fill, the twelfth style) keep their number.
"""

from __future__ import annotations

import copy
import functools
import io
import posixpath
import re
import warnings
import zipfile
from collections.abc import Callable
from typing import Any

from openpyxl.cell.rich_text import CellRichText
from openpyxl.cell.text import Text
from openpyxl.comments.comment_sheet import CommentSheet
from openpyxl.formatting.formatting import ConditionalFormatting
from openpyxl.packaging.core import DocumentProperties
from openpyxl.packaging.custom import CustomPropertyList
from openpyxl.packaging.workbook import WorkbookPackage
from openpyxl.reader.drawings import find_images
from openpyxl.styles.borders import Border
from openpyxl.styles.cell_style import CellStyle
from openpyxl.styles.colors import ColorList
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.fills import Fill
from openpyxl.styles.fonts import Font
from openpyxl.styles.named_styles import _NamedCellStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.styles.stylesheet import Stylesheet
from openpyxl.styles.table import TableStyleList
from openpyxl.utils.datetime import from_ISO8601
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.dimensions import ColumnDimension, RowDimension, SheetFormatProperties
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.formula import DataTableFormula
from openpyxl.worksheet.header_footer import HeaderFooter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.merge import MergeCell
from openpyxl.worksheet.page import PageMargins, PrintOptions, PrintPageSetup
from openpyxl.worksheet.pagebreak import ColBreak, RowBreak
from openpyxl.worksheet.properties import WorksheetProperties
from openpyxl.worksheet.protection import SheetProtection
from openpyxl.worksheet.scenario import ScenarioList
from openpyxl.worksheet.table import Table, TablePartList
from openpyxl.worksheet.views import SheetViewList
from openpyxl.xml.constants import SHEET_MAIN_NS
from openpyxl.xml.functions import fromstring, tostring

from petidesk.documents.county.repairing import elements, made_by, put, read_by, repaired
from petidesk.documents.county.repairing import name as local_name

_MAIN = f"{{{SHEET_MAIN_NS}}}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."
# The namespaces of a strict workbook, in the words that openpyxl knows.
_STRICT = (
    (rb"http://purl.oclc.org/ooxml/spreadsheetml/main", SHEET_MAIN_NS.encode()),
    (
        rb"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (rb"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
    (rb"http://purl.oclc.org/ooxml/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
)


def mended(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """The workbook without what openpyxl cannot read, and sentences on what a clerk will miss of it."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {entry.filename.replace("\\", "/").lstrip("/"): package.read(entry) for entry in package.infolist()}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        notes = _Mending(parts).all()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return target.getvalue(), notes


# ---- the parts of a workbook

_STYLES: dict[str, tuple[Any, str]] = {
    "fonts": (Font, "<font/>"),
    "fills": (Fill, '<fill><patternFill patternType="none"/></fill>'),
    "borders": (Border, "<border/>"),
    "cellStyleXfs": (CellStyle, "<xf/>"),
    "cellXfs": (CellStyle, "<xf/>"),
    "dxfs": (DifferentialStyle, "<dxf/>"),
    "numFmts": (NumberFormat, ""),
    "cellStyles": (_NamedCellStyle, ""),
}
_SHEET = {
    "printOptions": PrintOptions,
    "pageMargins": PageMargins,
    "pageSetup": PrintPageSetup,
    "headerFooter": HeaderFooter,
    "autoFilter": AutoFilter,
    "sheetPr": WorksheetProperties,
    "sheetViews": SheetViewList,
    "sheetFormatPr": SheetFormatProperties,
    "scenarios": ScenarioList,
    "tableParts": TablePartList,
    "sheetProtection": SheetProtection,
    "conditionalFormatting": ConditionalFormatting,
    "rowBreaks": RowBreak,
    "colBreaks": ColBreak,
}
_RECORDS = (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders"), ("xfId", "cellStyleXfs"))
_NO_PICTURES = "里面的图形或图表读不了，填好的表里没有。"


class _Mending:
    """Mends the parts of one workbook where they lie."""

    def __init__(self, parts: dict[str, bytes]) -> None:
        self._parts = parts
        self._notes: list[str] = []
        self._strings = 0
        self._styles = 1
        self._rules = 0

    def all(self) -> tuple[str, ...]:
        for name, content in self._parts.items():
            if name.endswith((".xml", ".rels")) and b"http://purl.oclc.org/ooxml/" in content:
                for strict, usual in _STRICT:
                    content = content.replace(strict, usual)
                self._parts[name] = content.replace(b' conformance="strict"', b"")
        self._contents()
        for name, reader in (("docProps/core.xml", DocumentProperties), ("docProps/custom.xml", CustomPropertyList)):
            self._property(name, reader)
        self._change("xl/workbook.xml", self._workbook)
        self._change(self._named("sharedStrings"), self._string_table)
        styled = self._most_styles()
        self._change("xl/styles.xml", lambda root: self._stylesheet(root, styled))
        for name in [one for one in self._parts if re.fullmatch(r"xl/worksheets/[^/]+\.xml", one)]:
            rels = self._relations(name)
            self._change(name, functools.partial(self._sheet, rels=rels))
            self._beside(name, rels)
        return tuple(self._notes)

    def _change(self, name: str, mend: Callable[[Any], None]) -> None:
        if name in self._parts:
            root = fromstring(self._parts[name])
            mend(root)
            self._parts[name] = tostring(root)

    def _named(self, kind: str) -> str:
        """The part of the workbook of this kind, as its relations name it."""
        for target, about in self._relations("xl/workbook.xml").values():
            if about.rpartition("/")[2].casefold() == kind.casefold():
                return target
        return f"xl/{kind}.xml"

    def _relations(self, name: str) -> dict[str, tuple[str, str]]:
        folder, _, file = name.rpartition("/")
        content = self._parts.get(f"{folder}/_rels/{file}.rels", b"<Relationships/>")
        found = {}
        for one in fromstring(content):
            target = posixpath.normpath(posixpath.join(f"/{folder}", one.get("Target", ""))).lstrip("/")
            found[one.get("Id", "")] = (target, one.get("Type", ""))
        return found

    def _contents(self) -> None:
        """Every part that is read by its type stands in the list of types."""
        root = fromstring(self._parts["[Content_Types].xml"])
        listed = {one.get("PartName"): one for one in root if local_name(one) == "Override"}
        for kind, name in (("sheet.main", "xl/workbook.xml"), ("sharedStrings", self._named("sharedStrings"))):
            if name in self._parts and f"/{name}" not in listed:
                attributes = {"PartName": f"/{name}", "ContentType": f"{_SHEET_TYPE}{kind}+xml"}
                root.append(root.makeelement(f"{_TYPES}Override", attributes))
        self._parts["[Content_Types].xml"] = tostring(root)

    def _property(self, name: str, reader: Any) -> None:
        if name not in self._parts:
            return
        try:
            whole = repaired(fromstring(self._parts[name]), read_by(reader))
        except Exception:
            whole = None
        if whole is None:
            del self._parts[name]
        else:
            self._parts[name] = tostring(whole)

    def _workbook(self, root: Any) -> None:
        sound = read_by(WorkbookPackage)
        for child in elements(root):
            each = local_name(child) in ("definedNames", "bookViews", "sheets")
            for one in elements(child) if each else [child]:
                shell, inner = root.makeelement(root.tag, {}), child.makeelement(child.tag, {})
                (shell if not each else inner).append(copy.deepcopy(one))
                if each:
                    shell.append(inner)
                right = repaired(shell, sound)
                kept = right[0] if right is not None and len(right) else None
                if each and kept is not None:
                    kept = kept[0] if len(kept) else None
                if right is None or not sound(shell):
                    put(child if each else root, one, kept)

    def _string_table(self, root: Any) -> None:
        def sound(element: Any) -> bool:
            return read_by(Text)(element) and _rich(element)

        for one in elements(root):
            right = repaired(one, sound)
            put(root, one, _one("<si><t/></si>") if right is None else right)
        self._strings = len(elements(root))

    def _most_styles(self) -> int:
        """How many styles the sheets count on."""
        used = [0]
        for name, content in self._parts.items():
            if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name):
                used += [int(one) for one in re.findall(rb'\s(?:s|style)="(\d{1,6})"', content)]
        return min(max(used) + 1, 65_000)

    def _stylesheet(self, root: Any, styled: int) -> None:
        for child in elements(root):
            if local_name(child) not in (*_STYLES, "tableStyles", "colors"):
                root.remove(child)
        by_name = {local_name(child): child for child in elements(root)}
        for kind, reader in (("tableStyles", TableStyleList), ("colors", ColorList)):
            if kind in by_name:
                put(root, by_name[kind], repaired(by_name[kind], read_by(reader)))
        for kind in _STYLES:
            if kind not in by_name:
                by_name[kind] = root.makeelement(f"{_MAIN}{kind}", {})
                root.append(by_name[kind])
            least = {"cellXfs": styled, "dxfs": 0, "numFmts": 0, "cellStyles": 0}.get(kind, 1)
            _records(by_name[kind], kind, least)
        counts = {kind: len(group) for kind, group in by_name.items()}
        for one in (*by_name["cellStyleXfs"], *by_name["cellXfs"], *by_name["cellStyles"]):
            for key, wanted in _RECORDS:
                if _number(one, key) >= counts[wanted]:
                    one.set(key, "0")
        self._styles, self._rules = counts["cellXfs"], counts["dxfs"]
        for kind in ("cellStyles", "dxfs", "numFmts"):
            if not read_by(Stylesheet)(root):
                by_name[kind].clear()

    # ---- a sheet

    def _sheet(self, root: Any, rels: dict[str, tuple[str, str]]) -> None:
        for child in elements(root):
            kind = local_name(child)
            if kind == "autoFilter":
                _filters(child)
            if kind in _SHEET:
                put(root, child, repaired(child, read_by(_SHEET[kind])))
            elif kind == "customSheetViews":
                root.remove(child)
            elif kind == "sheetData":
                for row in elements(child):
                    self._row(row)
            elif kind in _EACH:
                for one in elements(child):
                    put(child, one, repaired(one, _EACH[kind]))
        self._loose_ends(root, rels)

    def _loose_ends(self, root: Any, rels: dict[str, tuple[str, str]]) -> None:
        """What hangs on a part or a record that there is not."""
        for one in list(root.iter(*(f"{_MAIN}{kind}" for kind in ("hyperlink", "tablePart", "legacyDrawing")))):
            if one.get(f"{_REL}id", "") not in (*rels, ""):
                _parent(root, one).remove(one)
        for rule in root.iter(f"{_MAIN}cfRule"):
            if _number(rule, "dxfId") >= self._rules:
                rule.attrib.pop("dxfId", None)

    def _row(self, row: Any) -> None:
        right = repaired(row.makeelement(row.tag, dict(row.attrib)), made_by(_row_of))
        for key in set(row.attrib) - set(right.attrib if right is not None else ()):
            row.attrib.pop(key)
        for cell in elements(row):
            style = cell.get("s")
            if style is not None and not (style.isdigit() and int(style) < self._styles):
                cell.attrib.pop("s")
            self._cell(cell)

    def _cell(self, cell: Any) -> None:
        kind, value = cell.get("t", "n"), cell.find(f"{_MAIN}v")
        formula, inline = cell.find(f"{_MAIN}f"), cell.find(f"{_MAIN}is")
        if inline is not None and not (_rich(inline) and read_by(Text)(inline)):
            put(cell, inline, repaired(inline, _rich))
        if formula is not None and formula.get("t") == "dataTable":
            put(cell, formula, repaired(formula, made_by(_data_table)))
        if value is None or not value.text or kind in ("str", "e", "inlineStr"):
            return
        if kind == "s" and value.text.strip().isdigit() and int(value.text) < self._strings:
            return
        test = {"n": float, "b": int, "d": from_ISO8601}.get(kind)
        try:
            if test is None:
                raise ValueError
            test(value.text)
            if kind == "n" and re.search("nan|inf|_", value.text, re.IGNORECASE):
                raise ValueError
        except (ValueError, TypeError):
            cell.set("t", "str")
            if kind == "s":
                cell.remove(value)

    def _beside(self, name: str, rels: dict[str, tuple[str, str]]) -> None:
        """Tables, notes and drawings of a sheet; a drawing that cannot be read at all is named."""
        for told, (target, about) in rels.items():
            kind = about.rpartition("/")[2]
            if target not in self._parts:
                continue
            if kind == "table":
                self._property(target, Table)
                if target not in self._parts:
                    self._change(name, functools.partial(_drop_table, told=told))
            elif kind == "comments":
                self._change(target, _comments)
            elif kind == "drawing" and not self._drawn(target):
                self._cut(name, told)
                self._notes.append(_NO_PICTURES)

    def _drawn(self, target: str) -> bool:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as package:
            for name, content in self._parts.items():
                if not name.startswith("xl/worksheets/"):
                    package.writestr(name, content)
        try:
            with zipfile.ZipFile(stream) as package:
                find_images(package, target)
        except Exception:
            return False
        return True

    def _cut(self, name: str, told: str) -> None:
        folder, _, file = name.rpartition("/")

        def cut(root: Any) -> None:
            for one in elements(root):
                if one.get("Id") == told:
                    root.remove(one)

        self._change(f"{folder}/_rels/{file}.rels", cut)


def _records(group: Any, kind: str, least: int) -> None:
    """Each record is readable and keeps its place; there are at least so many."""
    reader, empty = _STYLES[kind]
    for one in elements(group):
        right = repaired(one, read_by(reader))
        put(group, one, _one(empty) if right is None and empty else right)
    while len(group) < least:
        group.append(_one(empty))
    group.attrib.pop("count", None)


def _number(element: Any, key: str) -> int:
    """An attribute that counts; far too high when it is no number."""
    said = element.get(key) or "0"
    return int(said) if said.isdigit() else 1 << 30


def _parent(root: Any, wanted: Any) -> Any:
    return next(one for one in root.iter() if wanted in list(one))


def _one(text: str) -> Any:
    return _in_main(fromstring(text))


def _in_main(element: Any) -> Any:
    made = element.makeelement(f"{_MAIN}{element.tag}", dict(element.attrib))
    for child in element:
        made.append(_in_main(child))
    return made


def _rich(element: Any) -> bool:
    try:
        CellRichText.from_tree(copy.deepcopy(element))
    except Exception:
        return False
    return True


_BLANK = Workbook().active


def _column(said: dict[str, str]) -> None:
    if not {"min", "max"} <= set(said) or int(said["min"]) < 1:
        raise ValueError("no place")
    ColumnDimension(_BLANK, index="A", **said)


_EACH = {
    "dataValidations": read_by(DataValidation),
    "hyperlinks": read_by(Hyperlink),
    "mergeCells": read_by(MergeCell),
    "cols": made_by(_column),
}


def _data_table(said: dict[str, str]) -> None:
    DataTableFormula(**said)


def _row_of(said: dict[str, str]) -> None:
    plain = {key: text for key, text in said.items() if not key.startswith("{")}
    RowDimension(_BLANK, **({"index": 1} | {key: text for key, text in plain.items() if key not in ("r", "spans")}))


def _drop_table(root: Any, told: str) -> None:
    for parent in root.iter(f"{_MAIN}tableParts"):
        for one in elements(parent):
            if one.get(f"{_REL}id") == told:
                parent.remove(one)


def _filters(filtered: Any) -> None:
    """A filter of one column that cannot be read goes as a whole: half of it would show other rows."""
    for one in elements(filtered):
        shell = filtered.makeelement(filtered.tag, {"ref": "A1:B2"})
        shell.append(copy.deepcopy(one))
        if not read_by(AutoFilter)(shell):
            filtered.remove(one)


def _comments(root: Any) -> None:
    """Each note beside the authors; one that cannot be read goes."""
    sound = read_by(CommentSheet)
    holder = next((child for child in elements(root) if local_name(child) == "commentList"), None)
    if holder is None or sound(root):
        return
    for one in elements(holder):
        shell = copy.deepcopy(root)
        inner = next(child for child in shell if local_name(child) == "commentList")
        for other in list(inner):
            inner.remove(other)
        inner.append(copy.deepcopy(one))
        if not sound(shell):
            holder.remove(one)
