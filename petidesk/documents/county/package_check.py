"""A county's workbook before it is opened: refused when it is none, hostile or locked; what will not survive is said.

openpyxl keeps cells, styles, merges, validations, charts, pictures and pivot tables, and drops what it does not know:
text boxes, form controls, slicers, macros. Each of these is named in a sentence before the clerk relies on it.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable

from petidesk.documents.workbooks import xlsx_guard as xlsx_package
from petidesk.documents.workbooks.kinds import refuse_no_table
from petidesk.documents.workbooks.ods_guard import is_ods
from petidesk.domain.cells import Merge
from petidesk.domain.trouble import Refused

MOST_BYTES = 20 * 1024 * 1024
MOST_CELLS = 1_000_000
MOST_MERGED = 100_000
_NO_WORKBOOK = "这不是 Excel 或 WPS 的 .xlsx 表格。请用表格软件打开后另存为 .xlsx 再添加。"
_ODS = "这是 .ods 表格，不能原样填写。请用表格软件打开后另存为 .xlsx 再添加。"
_LOST = (
    (re.compile(r"xl/vbaProject\.bin"), None, "里面有宏，填好的表里没有宏。"),
    (re.compile(r"xl/ctrlProps/.*|xl/activeX/.*"), None, "里面有按钮等控件，填好的表里没有这些控件。"),
    (re.compile(r"xl/slicers?/.*"), None, "里面有切片器，填好的表里没有切片器。"),
    (
        re.compile(r"xl/drawings/drawing\d+\.xml"),
        rb"<xdr:(?:sp|cxnSp|grpSp)\b",
        "里面有文本框或图形，填好的表里没有这些图形。",
    ),
    (re.compile(r"xl/worksheets/sheet\d+\.xml"), rb"<x14:sparklineGroup\b", "里面有迷你图，填好的表里没有迷你图。"),
    (re.compile(r"xl/embeddings/.*"), None, "里面嵌有别的文件，填好的表里没有这些文件。"),
    (re.compile(r"xl/threadedComments/.*"), None, "里面有批注对话，填好的表里只剩第一条批注。"),
)


def checked(data: bytes) -> tuple[str, ...]:
    """Sentences on what openpyxl would drop from this workbook.

    Refused: ``too_many`` above 20 MB or 100,000 rows; ``bad_value`` for what is no .xlsx, is damaged, hostile, or
    locked with a password.
    """
    if not data:
        raise Refused("bad_value", "这个文件是空的。")
    if len(data) > MOST_BYTES:
        raise Refused("too_many", "这个表格超过20MB，请删去里面的图片和旧数据，只留空表再添加。")
    try:
        if not data.startswith(b"PK"):
            refuse_no_table(data)
            raise Refused("bad_value", _NO_WORKBOOK)
        if is_ods(data):
            raise Refused("bad_value", _ODS)
        parts = xlsx_package.safe_package(data)
        for part in xlsx_package.sheet_parts(parts).values():
            if part in parts:
                _refuse_wide_merges(xlsx_package.survey(parts[part]).merges)
                if parts[part].count(b"<c ") > MOST_CELLS:
                    raise Refused("too_many", "这个表格里画了太多空格子。请删去表格下面多余的空行，另存后再添加。")
    except Refused as refusal:
        raise Refused(refusal.code, refusal.message.replace("再导入", "再添加")) from None
    return _lost(data)


def _refuse_wide_merges(merges: Iterable[Merge]) -> None:
    """Each cell of a merged area is made when the workbook is opened: a whole sheet merged would never end."""
    covered = sum((one.bottom - one.top + 1) * (one.right - one.left + 1) for one in merges)
    if covered > MOST_MERGED:
        raise Refused("too_many", "这个表格里合并的单元格太大（整列或整张表）。请取消合并，另存后再添加。")


def _lost(data: bytes) -> tuple[str, ...]:
    found = []
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        entries = package.infolist()
        if sum(entry.file_size for entry in entries) > xlsx_package.MOST_BYTES:
            raise Refused("bad_value", "这个表格解压后太大（可能是恶意文件），没有打开。")
        for entry in entries:
            if entry.filename.endswith((".xml", ".rels", ".vml")) and b"<!DOCTYPE" in _read(package, entry):
                raise Refused("bad_value", "这个表格文件里有不正常的内容（可能是恶意文件），没有打开。")
        for name, content, sentence in _LOST:
            for entry in entries:
                if name.fullmatch(entry.filename) and (content is None or re.search(content, _read(package, entry))):
                    found.append(sentence)
                    break
    return tuple(found)


def _read(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    try:
        return package.read(entry)
    except xlsx_package.DAMAGE:
        raise Refused("bad_value", "这个表格文件已损坏，打不开。请用表格软件打开后另存为新的 .xlsx 再添加。") from None


def unreadable(data: bytes) -> str:
    """The sentence for a workbook that openpyxl cannot read: pivot tables are what it stumbles over most."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        if any(name.startswith("xl/pivot") for name in package.namelist()):
            return "里面的数据透视表读不了，填好后会丢失，所以没有添加。请删去数据透视表，另存后再添加。"
    return "这个表格文件已损坏，打不开。请用表格软件打开后另存为新的 .xlsx 再添加。"


def has_links(data: bytes) -> bool:
    """Whether formulas of this workbook may read from other files."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return any(name.startswith("xl/externalLinks/") for name in package.namelist())
