"""Plain workbooks: one sheet, a title, headings, rows. Numbers that must stay text are written as text."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import datetime

import xlsxwriter


def sheet(title: str, headings: Sequence[str], rows: Sequence[Sequence[str | int]], *, made_at: datetime) -> bytes:
    """An .xlsx file with `title` in its first row, `headings` in the second and `rows` below.

    Texts become text cells, so that an identity number keeps all its digits. `made_at` is the time in the file's
    properties: the same input gives the same bytes.
    """
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False})
    book.set_properties({"title": title, "created": made_at})
    page = book.add_worksheet()
    # Somebody will print it: across the page, all columns on one sheet of A4, the headings on each.
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(1)
    page.set_footer("&C第 &P 页 共 &N 页")
    middle = {"align": "center", "valign": "vcenter"}
    ruled = {"border": 1, "valign": "vcenter"}
    bold = book.add_format({"bold": True, "text_wrap": True, **ruled, **middle})
    text = book.add_format({"num_format": "@", "text_wrap": True, **ruled})
    number = book.add_format(ruled)
    page.set_row(0, _TITLE_ROW)
    page.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 16, **middle, "align": "center_across"}))
    for column in range(1, len(headings)):
        page.write_blank(0, column, None, book.add_format({"align": "center_across"}))
    for column, heading in enumerate(headings):
        page.write_string(1, column, heading, bold)
        page.set_column(column, column, _width(heading, *(row[column] for row in rows if column < len(row))))
    for line, row in enumerate(rows, start=2):
        for column, value in enumerate(row):
            if isinstance(value, str):
                page.write_string(line, column, value, text)
            else:
                page.write_number(line, column, value, number)
    book.close()
    return target.getvalue()


_NARROW, _WIDE = 6, 40
_WIDEST = 255  # what a column of a workbook may have
_TITLE_ROW = 30  # pt
# What cannot be broken into two lines: a hash, a number. Chinese can be, after every character.
_UNBROKEN = re.compile(r"[!-~]+")


def _width(*cells: str | int) -> int:
    """The width of a column in figures, by its longest cell; a Chinese character takes the room of two.

    A long text is broken into lines; a word that cannot be is not cut off.
    """
    texts = [str(cell) for cell in cells]
    longest = max(sum(1 if character.isascii() else 2 for character in text) for text in texts)
    unbroken = max((len(word) for text in texts for word in _UNBROKEN.findall(text)), default=0)
    return min(max(min(longest + 2, _WIDE), unbroken + 2, _NARROW), _WIDEST)
