"""Tables and rows of figures as the command line prints them (rules/command-line.md, Figures)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from petidesk.domain.json_output import iso
from petidesk.domain.statistics.figures import CountedRows, Figure, Number, Rate, Table
from petidesk.domain.statistics.ids import id_text


def plain(number: Number | None) -> int | float | None:
    """A number for JSON: whole where it is whole."""
    if isinstance(number, Decimal):
        return int(number) if number == int(number) else float(number)
    return number


def figure_document(figure: Figure) -> dict[str, Any]:
    """A figure with its id, and what it is compared with."""
    return {
        "id": id_text(figure.id),
        "value": plain(figure.value),
        "base": plain(figure.base),
        "change": plain(figure.change),
        "percent": plain(figure.percent),
    }


def _figures(figures: Mapping[str, Figure]) -> dict[str, Any]:
    return {name: figure_document(figure) for name, figure in figures.items()}


def table_document(table: Table) -> dict[str, Any]:
    """A table as `stats table --json` prints it."""
    asked, other = table.asked, table.compare
    return {
        "subject": asked.subject,
        "from": iso(asked.span.since),
        "to": iso(asked.span.until),
        "as_of": iso(table.as_of),
        "compare": other and {"kind": asked.compare, "from": iso(other.since), "to": iso(other.until)},
        "measures": list(table.measures),
        "rows": [{"keys": dict(row.keys), "figures": _figures(row.figures)} for row in table.rows],
        "total": _figures(table.total),
    }


def rate_document(rate: Rate) -> dict[str, Any]:
    """A rate as `stats rates --json` prints it."""
    numbers = {"numerator": rate.numerator, "denominator": rate.denominator}
    return {
        "name": rate.name,
        "label": rate.label,
        **{name: {"id": id_text(figure.id), "value": plain(figure.value)} for name, figure in numbers.items()},
        "percent": plain(rate.percent),
        "definition": rate.definition,
        "basis": rate.basis,
    }


def counted_document(found: CountedRows) -> dict[str, Any]:
    """The rows of a figure as `stats rows --json` prints them."""
    return {
        "id": id_text(found.id),
        "total": found.total,
        "sum": plain(found.sum),
        "rows": [
            {"kind": row.kind, "no": row.no, "title": row.title, "on": iso(row.on), "counts": plain(row.counts)}
            for row in found.rows
        ],
    }
