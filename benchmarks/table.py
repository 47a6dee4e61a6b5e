"""The one table that every benchmark prints into: what was promised, what was measured, whether it was kept."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One promise of the product and what this run measured of it."""

    what: str
    target: str
    measured: str
    kept: bool


def percentile(values: Sequence[float], share: float = 0.95) -> float:
    """The value below which `share` of the values lie (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def show(lines: Sequence[Line]) -> str:
    """The table as text, columns aligned."""
    head = ("what", "target", "measured", "")
    rows = [head, *((line.what, line.target, line.measured, "kept" if line.kept else "MISSED") for line in lines)]
    widths = [max(_width(row[column]) for row in rows) for column in range(4)]
    return "\n".join(
        "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
