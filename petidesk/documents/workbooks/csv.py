"""Reading .csv files in GB18030, UTF-8 (with or without a mark) and UTF-16, separated by comma, semicolon or tab."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator

from petidesk.domain.cells import Row, Table
from petidesk.domain.trouble import Refused

_SEPARATORS = (",", "\t", ";", "，", "|")
_MOST_ROWS = 100_000
_MOST_COLUMNS = 256


def decoded(data: bytes) -> str:
    """The text of a file, its encoding sniffed. Refused (bad_value) when it is no text."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    elif data.startswith(codecs.BOM_UTF8):
        encodings = ["utf-8-sig"]
    else:
        encodings = ["utf-8", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeError:
            continue
        if "\0" not in text:
            return text
    raise Refused("bad_value", "这个文件不是文本表格，文字编码也认不出来。请用表格软件打开后另存为 .xlsx 再导入。")


def read_csv(data: bytes) -> Table:
    """The rows of a CSV file; a row's number is the line it begins on. All values are text, formulas included.

    Refused: ``bad_value`` when it is no text table, ``too_many`` above 100,000 rows.
    """
    text = decoded(data)
    return Table(sheet="", rows=tuple(_rows(text, _separator(text))))


def _separator(text: str) -> str:
    head = text[:20_000].splitlines()[:30]
    return max(
        _SEPARATORS, key=lambda mark: sum(1 for line in head if mark in line) * 1000 + min(_count(head, mark), 999)
    )


def _count(lines: list[str], mark: str) -> int:
    return sum(line.count(mark) for line in lines)


def _rows(text: str, separator: str) -> Iterator[Row]:
    # newline="" keeps line breaks inside quotes as they are
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    line = 1
    read = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise Refused(
                "bad_value", f"第{line}行的引号没有成对，读不下去。请用表格软件打开后另存为 .xlsx 再导入。"
            ) from None
        values = tuple(cell.strip() or None for cell in cells[:_MOST_COLUMNS])
        if any(value is not None for value in values):
            read += 1
            if read > _MOST_ROWS:
                raise Refused("too_many", f"表里超过{_MOST_ROWS}行，请按年份拆成几个文件再导入。")
            yield Row(line, values)
        line = reader.line_num + 1
