"""总结用数 as a workbook: numbers are entered, every total, share and comparison is a formula that goes on counting.

Each formula is stored with its result, so that a program that does not calculate shows the same.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from petidesk.domain.statistics.figures import Figure, Rate, percent_of
from petidesk.domain.statistics.printed import TOTAL
from petidesk.domain.statistics.spans import COMPARES
from petidesk.domain.statistics.words import (
    BASES,
    DOWN,
    LEVEL,
    MISSING,
    NOW,
    POINTS,
    UP,
    change_words,
    rate_change_words,
)
from petidesk.domain.statistics.workbook import FigureBook, FigureSheet

RATES = "各项比率"
SAID = "说明"
CHANGE, SHARE = "增减", "占比"
_TITLE_ROW, _NAMES, _NUMBERS, _WORDS, _LINE, _DEFINITION = 30, 24, 10, 14, 100, 60
_LONGEST, _POINTS = 50, 20
_FIRST = 3  # the first row of numbers, below title, groups and headings
_BAD_IN_NAMES = str.maketrans("", "", "[]:*?/\\")


def workbook(book: FigureBook, *, made_at: datetime, practice: bool = False) -> bytes:
    """The .xlsx file; equal arguments give equal bytes. `practice`: 演练 in the head of every page and every title."""
    return _Book(book, made_at, practice=practice).made()


def _height(text: str, width: int) -> float:
    """The height in pt of a text that is wrapped in a column of so many figures."""
    return 16.0 * max(-(-len(text) * 2 // (width - 2)), 1)


class _Book:
    def __init__(self, book: FigureBook, made_at: datetime, *, practice: bool) -> None:
        self.book, self.mark = book, "（演练）" if practice else ""
        self.target = io.BytesIO()
        options = {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False}
        self.file = xlsxwriter.Workbook(self.target, options)
        self.file.set_properties({"title": book.title, "created": made_at})
        middle = {"align": "center", "valign": "vcenter"}
        ruled = {"border": 1, "valign": "vcenter"}
        decimals = "0." + "0" * book.places
        self.title = self.file.add_format({"bold": True, "font_size": 16, **middle, "align": "center_across"})
        self.across = self.file.add_format({"align": "center_across"})
        self.line = self.file.add_format({"text_wrap": True, "valign": "top"})
        self.heading = self.file.add_format({"bold": True, "text_wrap": True, **ruled, **middle})
        self.name = self.file.add_format({"num_format": "@", "text_wrap": True, **ruled})
        self.number = self.file.add_format({"num_format": "#,##0.##;-#,##0.##;0", **ruled})
        self.whole = self.file.add_format({"num_format": "#,##0", **ruled})
        # 增14, 减3: a number to go on counting with, and no sign on paper.
        self.change = self.file.add_format({"num_format": '"增"#,##0.##;"减"#,##0.##;0', "align": "right", **ruled})
        self.whole_change = self.file.add_format({"num_format": '"增"#,##0;"减"#,##0;0', "align": "right", **ruled})
        self.percent = self.file.add_format({"num_format": f"{decimals}%", "align": "right", **ruled})
        self.words = self.file.add_format({"align": "right", **ruled})
        self.decimals = decimals

    def made(self) -> bytes:
        self.said()
        for sheet in self.book.sheets:
            _Sheet(self, sheet).write()
        if self.book.rates:
            self.rates()
        self.file.close()
        return self.target.getvalue()

    def page(self, title: str, width: int) -> Any:
        """A sheet of its own with its title over `width` columns, ready to be printed."""
        page = self.file.add_worksheet(title.translate(_BAD_IN_NAMES)[:31])
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.set_footer("&C第 &P 页 共 &N 页")
        if self.mark:
            page.set_header("&C演练")
        page.set_row(0, _TITLE_ROW)
        page.write_string(0, 0, f"{title}{self.mark}", self.title)
        for column in range(1, width):
            page.write_blank(0, column, None, self.across)
        return page

    def said(self) -> None:
        """What the figures are and the usual sentences, to be copied."""
        page = self.page(SAID, 1)
        page.set_column(0, 0, _LINE)
        for row, line in enumerate(self.book.lines, start=1):
            page.set_row(row, _height(line, _LINE))
            page.write_string(row, 0, line, self.line)

    def value(self, page: Any, row: int, column: int, value: int | Decimal) -> None:
        """A number that is entered: people and records are whole, yuan may have fen."""
        page.write_number(row, column, value, self.whole if value == int(value) else self.number)

    def moved(self, now: str, before: str, more: str) -> str:
        """The formula of 上升, 下降 or 持平 with how much: `more` says that from the difference."""
        return f'IF({now}={before},"{LEVEL}",IF({now}>{before},"{UP}","{DOWN}")&{more})'

    def rates(self) -> None:
        """The rates, both numbers of each; a rate is its quotient, a difference that of the printed rates."""
        compare = self.book.compare if self.book.before else "none"
        headings = ["指标", "分子", "分母", "比率"]
        if compare != "none":
            headings += [f"{BASES[compare]}{words}" for words in headings[1:]] + [COMPARES[compare]]
        page = self.page(RATES, len(headings) + 1)
        page.set_column(0, 0, _NAMES)
        page.set_column(1, len(headings) - 1, _WORDS)
        page.set_column(len(headings) - 1, len(headings) - 1, _POINTS)
        page.set_column(len(headings), len(headings), _DEFINITION)
        page.repeat_rows(_FIRST - 1)
        for column, words in enumerate([*headings, "口径"]):
            page.write_string(_FIRST - 1, column, words, self.heading)
        for row, rate in enumerate(self.book.rates, start=_FIRST):
            page.write_string(row, 0, rate.label, self.name)
            self.rate(page, row, 1, rate)
            if compare != "none":
                self.rate_beside(page, row, rate, self.book.before.get(rate.name))
            page.set_row(row, _height(rate.definition, _DEFINITION))
            page.write_string(row, len(headings), rate.definition, self.name)

    def rate(self, page: Any, row: int, column: int, rate: Rate) -> None:
        """Numerator, denominator and quotient in three cells."""
        part, whole = rate.numerator.value, rate.denominator.value
        self.value(page, row, column, part)
        self.value(page, row, column + 1, whole)
        self.quotient(
            page, row, column + 2, (row, column), (row, column + 1), percent_of(part, whole, self.book.places)
        )

    def quotient(
        self, page: Any, row: int, column: int, part: tuple[int, int], whole: tuple[int, int], percent: Decimal | None
    ) -> None:
        """A share as a formula, rounded as it is printed; — of nothing."""
        top, below = xl_rowcol_to_cell(*part), xl_rowcol_to_cell(*whole, row_abs=True)
        formula = f'=IF({below}=0,"{MISSING}",ROUND({top}/{below},{self.book.places + 2}))'
        result: Any = MISSING if percent is None else float(percent / 100)
        page.write_formula(row, column, formula, self.percent, result)

    def rate_beside(self, page: Any, row: int, rate: Rate, then: Rate | None) -> None:
        """The rate of the span before and how many percentage points lie between."""
        if then is None:
            for column in range(4, 8):
                page.write_string(row, column, MISSING, self.words)
            return
        self.rate(page, row, 4, then)
        now, before = xl_rowcol_to_cell(row, 3), xl_rowcol_to_cell(row, 6)
        points = f'TEXT(ABS({now}-{before})*100,"{self.decimals}")&"{POINTS}"'
        formula = f'=IF(OR({now}="{MISSING}",{before}="{MISSING}"),"{MISSING}",{self.moved(now, before, points)})'
        page.write_formula(row, 7, formula, self.words, rate_change_words(rate, then, self.book.places))


class _Sheet:
    """One table of figures: a row for each of its rows, and the total below."""

    def __init__(self, book: _Book, sheet: FigureSheet) -> None:
        self.book, self.sheet, self.table = book, sheet, sheet.table
        self.compares = self.table.compare is not None
        self.last = _FIRST + len(self.table.rows)  # the row of the total

    def under(self, share: bool) -> list[str]:
        """The headings under a measure."""
        compare = self.table.asked.compare
        beside = [BASES[compare], CHANGE, COMPARES[compare]] if self.compares else []
        return [NOW, *beside, *([SHARE] if share else [])]

    def write(self) -> None:
        groups = [(column, self.under(column.share)) for column in self.sheet.columns]
        width = 1 + sum(len(under) for _, under in groups)
        page = self.book.page(self.sheet.title, width)
        longest = max((2 * len("，".join(row.labels)) + 2 for row in self.table.rows), default=0)
        page.set_column(0, 0, min(max(longest, _NAMES), _LONGEST))
        page.repeat_rows(_FIRST - 2, _FIRST - 1)
        page.freeze_panes(_FIRST, 1)
        page.merge_range(_FIRST - 2, 0, _FIRST - 1, 0, self.sheet.of, self.book.heading)
        for row, line in enumerate(self.table.rows, start=_FIRST):
            page.write_string(row, 0, "，".join(line.labels), self.book.name)
        page.write_string(self.last, 0, TOTAL, self.book.heading)
        at = 1
        for column, under in groups:
            if len(under) > 1:
                page.merge_range(_FIRST - 2, at, _FIRST - 2, at + len(under) - 1, column.heading, self.book.heading)
            else:
                page.write_string(_FIRST - 2, at, column.heading, self.book.heading)
            for place, words in enumerate(under):
                page.write_string(_FIRST - 1, at + place, words, self.book.heading)
                page.set_column(at + place, at + place, _WORDS if words in COMPARES.values() else _NUMBERS)
            self.measure(page, at, column.measure, share=column.share)
            at += len(under)

    def measure(self, page: Any, at: int, measure: str, *, share: bool) -> None:
        """The columns of one measure, from column `at` on."""
        rows: Sequence[Mapping[str, Figure]] = [row.figures for row in self.table.rows]
        for row, figures in enumerate(rows, start=_FIRST):
            figure = figures[measure]
            self.book.value(page, row, at, figure.value)
            if self.compares:
                self.book.value(page, row, at + 1, figure.base or 0)
        total = self.table.total[measure]
        self.total(page, at, total.value, sum(figures[measure].value for figures in rows))
        if self.compares:
            self.total(page, at + 1, total.base or 0, sum(figures[measure].base or 0 for figures in rows))
        for row, figures in enumerate([*rows, self.table.total], start=_FIRST):
            if self.compares:
                self.change(page, row, at, figures[measure])
            if share:
                percent = percent_of(figures[measure].value, total.value, self.book.book.places)
                column = at + (4 if self.compares else 1)
                self.book.quotient(page, row, column, (row, at), (self.last, at), percent)

    def total(self, page: Any, column: int, value: int | Decimal, summed: int | Decimal) -> None:
        """The sum of the rows; what is a stock and does not add up is entered as it was counted."""
        if not self.table.rows or value != summed:
            self.book.value(page, self.last, column, value)
            return
        first, last = xl_rowcol_to_cell(_FIRST, column), xl_rowcol_to_cell(self.last - 1, column)
        form = self.book.whole if value == int(value) else self.book.number
        page.write_formula(self.last, column, f"=SUM({first}:{last})", form, value)

    def change(self, page: Any, row: int, at: int, figure: Figure) -> None:
        """The change of one row as a number and in words."""
        now, before = xl_rowcol_to_cell(row, at), xl_rowcol_to_cell(row, at + 1)
        change = figure.change or 0
        form = self.book.whole_change if change == int(change) else self.book.change
        page.write_formula(row, at + 2, f"={now}-{before}", form, change)
        more = f'TEXT(ABS({now}-{before})/{before},"{self.book.decimals}%")'
        formula = f'=IF({before}=0,"{MISSING}",{self.book.moved(now, before, more)})'
        page.write_formula(row, at + 3, formula, self.book.words, change_words(figure, self.book.book.places))
