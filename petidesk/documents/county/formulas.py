"""Formulas and ranges of a sheet into which rows are put: what lies below moves, what spans the place stretches."""

from __future__ import annotations

import re
from dataclasses import dataclass

from openpyxl.formula.tokenizer import Token, Tokenizer, TokenizerError

from petidesk.domain.trouble import Refused

_REFERENCE = re.compile(
    r"(?P<sheet>(?:'(?:[^']|'')*'|[^'!\[\]]+)!)?"
    r"(?P<one>\$?[A-Z]{1,3})(?P<top>\$?\d{1,7})(?::(?P<two>\$?[A-Z]{1,3})(?P<bottom>\$?\d{1,7}))?"
)
_ROWS = re.compile(r"(?P<sheet>(?:'(?:[^']|'')*'|[^'!\[\]]+)!)?(?P<top>\$?\d{1,7}):(?P<bottom>\$?\d{1,7})")


_SUM_OF_ONE = re.compile(r"\b(SUM|COUNTA?)\((\$?[A-Z]{1,3}\$?(?P<row>\d+))\)")


def read_formula(text: str, where: str = "") -> Tokenizer:
    """A formula in its parts. Refused bad_value for what is none, such as a call of another program (=cmd|…!A0)."""
    try:
        return Tokenizer(text)
    except (TokenizerError, IndexError, RecursionError):
        place = f"{where}里" if where else "表格里"
        raise Refused(
            "bad_value", f"{place}有读不懂的公式（可能会启动别的程序），没有用这张表。请删掉它，另存后再添加。"
        ) from None


@dataclass(frozen=True, slots=True)
class Push:
    """`by` rows put in on `sheet` below row `after`. `stretches`: a range that ends in that row takes them in.

    `alone`: that row is all there was, so that SUM(J5) means the sum of the column.
    """

    sheet: str
    after: int
    by: int
    stretches: bool = True
    alone: bool = False

    def row(self, row: int) -> int:
        """Where a row is after it."""
        return row + self.by if row > self.after else row

    def span(self, top: int, bottom: int) -> tuple[int, int]:
        """Where the rows from top to bottom are after it."""
        if bottom == self.after and self.stretches:
            return self.row(top), bottom + self.by
        return self.row(top), self.row(bottom)

    def formula(self, text: str, on: str) -> str:
        """A formula that stands on sheet `on`, with every reference to the pushed rows put right."""
        if not self.by or not text.startswith("="):
            return text
        if self.alone and on == self.sheet:
            text = _SUM_OF_ONE.sub(self._column, text)
        tokenizer = read_formula(text)
        for token in tokenizer.items:
            if token.type == Token.OPERAND and token.subtype == Token.RANGE:
                token.value = self.reference(token.value, on)
        return str(tokenizer.render())

    def _column(self, match: re.Match[str]) -> str:
        same = int(match["row"]) == self.after
        return f"{match[1]}({match[2]}:{match[2]})" if same else match[0]

    def reference(self, text: str, on: str) -> str:
        """One reference such as 台账!$I$5:$I$24; what is none (names, other sheets) stays as it is."""
        match = _REFERENCE.fullmatch(text) or _ROWS.fullmatch(text)
        if match is None or _sheet_name(match["sheet"], on) != self.sheet:
            return text
        parts = match.groupdict()
        one, two = parts.get("one") or "", parts.get("two") or ""
        if parts["bottom"] is None:
            return f"{parts['sheet'] or ''}{one}{_moved(parts['top'], self.row(_number(parts['top'])))}"
        top, bottom = self.span(_number(parts["top"]), _number(parts["bottom"]))
        return f"{parts['sheet'] or ''}{one}{_moved(parts['top'], top)}:{two}{_moved(parts['bottom'], bottom)}"

    def ranges(self, text: str) -> str:
        """Areas of the sheet itself, parted by blanks or commas: A5:B9 D5 or A1:Q20."""
        return re.sub(r"[^\s,]+", lambda match: self._area(match[0]), text)

    def _area(self, text: str) -> str:
        match = _REFERENCE.fullmatch(text)
        if match is None:
            return text
        top = _number(match["top"])
        if match["bottom"] is not None or top != self.after or not self.stretches:
            return self.reference(text, self.sheet)
        return f"{match['sheet'] or ''}{match['one']}{match['top']}:{match['one']}{_moved(match['top'], top + self.by)}"


def _sheet_name(written: str | None, on: str) -> str:
    if not written:
        return on
    name = written[:-1]
    return name[1:-1].replace("''", "'") if name.startswith("'") else name


def _number(row: str) -> int:
    return int(row.lstrip("$"))


def _moved(written: str, row: int) -> str:
    return f"${row}" if written.startswith("$") else str(row)
