"""What a spreadsheet makes of the formulas of our workbooks: SUM, IF, OR, ROUND, ABS, TEXT, and the signs between.

As LibreOffice and Excel calculate them; numbers are exact here, so that half up is seen.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

_TOKEN = re.compile(r'"[^"]*"|\$?[A-Z]{1,2}\$?\d+(?::\$?[A-Z]{1,2}\$?\d+)?|[A-Z]+(?=\()|\d+(?:\.\d+)?|<>|[-+*/&=<>(),]')


def calculated(sheet: Worksheet, cell: str) -> Any:
    """The value of a cell, calculated anew from what was entered."""
    value = sheet[cell].value
    if isinstance(value, str) and value.startswith("="):
        return _Formula(sheet, value[1:]).value()
    return Decimal(str(value)) if isinstance(value, int | float) else value


class _Formula:
    """One formula, read from left to right; a branch that is not taken may divide by zero."""

    def __init__(self, sheet: Worksheet, text: str) -> None:
        self.sheet, self.tokens, self.at = sheet, _TOKEN.findall(text), 0
        assert "".join(self.tokens) == text.replace(" ", ""), text

    def value(self) -> Any:
        made = self.compared()
        assert self.at == len(self.tokens), self.tokens[self.at :]
        return made()

    def take(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1]

    def next_is(self, *signs: str) -> bool:
        return self.at < len(self.tokens) and self.tokens[self.at] in signs

    def chain(self, part: Callable[[], Any], signs: dict[str, Callable[[Any, Any], Any]]) -> Callable[[], Any]:
        left = part()
        while self.next_is(*signs):
            sign, right, before = signs[self.take()], part(), left
            left = lambda sign=sign, before=before, right=right: sign(before(), right())  # noqa: E731
        return left

    def compared(self) -> Callable[[], Any]:
        return self.chain(self.joined, {"=": lambda a, b: a == b, ">": lambda a, b: a > b, "<": lambda a, b: a < b})

    def joined(self) -> Callable[[], Any]:
        return self.chain(self.added, {"&": lambda a, b: f"{a}{b}"})

    def added(self) -> Callable[[], Any]:
        return self.chain(self.multiplied, {"+": lambda a, b: a + b, "-": lambda a, b: a - b})

    def multiplied(self) -> Callable[[], Any]:
        return self.chain(self.one, {"*": lambda a, b: a * b, "/": lambda a, b: a / b})

    def one(self) -> Callable[[], Any]:
        token = self.take()
        if token.startswith('"'):
            return lambda: token.strip('"')
        if token[0].isdigit():
            return lambda: Decimal(token)
        if self.next_is("("):
            return self.function(token)
        cells = token.replace("$", "")
        return (lambda: self.range(cells)) if ":" in cells else (lambda: calculated(self.sheet, cells))

    def range(self, cells: str) -> list[Any]:
        left, top, right, bottom = range_boundaries(cells)
        assert left == right
        column = cells[: re.match(r"[A-Z]+", cells).end()]  # type: ignore[union-attr]
        return [calculated(self.sheet, f"{column}{row}") for row in range(top or 0, (bottom or 0) + 1)]

    def function(self, name: str) -> Callable[[], Any]:
        self.take()
        given = [self.compared()]
        while self.take() == ",":
            given.append(self.compared())
        return {
            "SUM": lambda: sum(given[0]()),
            "ABS": lambda: abs(given[0]()),
            "OR": lambda: any(one() for one in given),
            "IF": lambda: given[1]() if given[0]() else given[2](),
            "ROUND": lambda: _rounded(given[0](), int(given[1]())),
            "TEXT": lambda: _text(given[0](), given[1]()),
        }[name]


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _text(value: Decimal, form: str) -> str:
    percent = form.endswith("%")
    places = len(form.rstrip("%").partition(".")[2])
    return f"{_rounded(value * 100 if percent else value, places)}{'%' if percent else ''}"
