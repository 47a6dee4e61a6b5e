"""A block of cells as spreadsheet programs put it on the clipboard, and how typed cells are written out. No widgets."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date

from petidesk.domain import typed_dates
from petidesk.domain.fields import Field
from petidesk.domain.ledger import yuan
from petidesk.domain.trouble import Refused
from petidesk.ui.ledger_words import yuan_words

# The most that one paste may bring: a mistake with a whole sheet must not freeze the window.
MOST_ROWS, MOST_COLUMNS = 5_000, 100
_AHEAD = ("due_on",)


def read_block(text: str) -> list[list[str]]:
    """Rows and cells of a clipboard text of Excel or WPS: tabs between cells, quotes around cells with line breaks."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    if not plain:
        return []
    # A field may be long; a stray quote inside of a cell is a character like any other.
    reader = csv.reader(io.StringIO(plain, newline=""), delimiter="\t", doublequote=True, strict=False)
    rows = [[cell.strip() for cell in row[:MOST_COLUMNS]] for row in reader]
    return rows[:MOST_ROWS]


def write_block(rows: Sequence[Sequence[str]]) -> str:
    """The same for the clipboard."""
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\n").writerows(rows)
    return out.getvalue()


def written_out(field: Field, text: str, today: date) -> str:
    """What was typed as it is understood: 3.8 as 2026-03-08, 12000 as 12,000; what is not understood stays as it is."""
    typed = text.strip()
    if not typed:
        return ""
    if field.kind == "day":
        try:
            return typed_dates.parse_typed_date(typed, today, field.key in _AHEAD).isoformat()
        except Refused:
            return typed
    if field.kind == "money":
        try:
            return yuan_words(yuan(typed.removesuffix("元"), None))
        except Refused:
            return typed
    return typed
