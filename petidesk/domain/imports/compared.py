"""Two exports of the same system held against each other: what came, what went, what says something else now.

Rows are known by their number in that system. Nothing is taken in and nothing kept; columns that watch people are not
compared (rules/people.md, 2), and a query code, which opens a petitioner's own page, is never shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from petidesk.domain.cells import Table, cell_text, squeezed
from petidesk.domain.fields import Field
from petidesk.domain.headings import choose_tables
from petidesk.domain.identity import mask_numbers
from petidesk.domain.trouble import Refused
from petidesk.domain.watched import watches_people

# The number of a row, the surest first.
_KEYS = ("信访件编号", "信访事项编号", "信访编号", "办件编号", "工单编号", "事项编号", "纠纷编号", "编号", "登记编号")
_SECRET = frozenset(("查询码", "密码", "查询密码"))
_HIDDEN = "（不显示）"


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell that says something else: the row's number, the heading, what it said and says. Numbers are masked."""

    no: str
    heading: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two tables. `key`: the heading by which rows are known."""

    key: str
    first: int
    second: int
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]
    changed: tuple[Difference, ...]
    headings_only_first: tuple[str, ...]
    headings_only_second: tuple[str, ...]

    def document(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "key": self.key,
            "first": self.first,
            "second": self.second,
            "only_first": list(self.only_first),
            "only_second": list(self.only_second),
            "changed": [
                {"no": one.no, "heading": one.heading, "before": one.before, "after": one.after} for one in self.changed
            ],
            "headings_only_first": list(self.headings_only_first),
            "headings_only_second": list(self.headings_only_second),
        }


Rows = Mapping[str, Mapping[str, str]]


def compare(first: Sequence[Table], second: Sequence[Table], catalogue: tuple[Field, ...]) -> Comparison:
    """What differs. Refused (bad_value) where the tables have no number in common, or one has a number twice."""
    one, other = _columns(first, catalogue), _columns(second, catalogue)
    key = next((word for word in _KEYS if word in one and word in other), "")
    if not key:
        raise Refused("bad_value", f"两个表没有共同的编号栏（{'、'.join(_KEYS[:4])}），没法比较。")
    before, after = _rows(one, key), _rows(other, key)
    shared = [heading for heading in one if heading in other and heading != key]
    changed = [
        _difference(no, heading, before[no].get(heading, ""), after[no].get(heading, ""))
        for no in before
        if no in after
        for heading in shared
        if before[no].get(heading, "") != after[no].get(heading, "")
    ]
    return Comparison(
        key,
        len(before),
        len(after),
        tuple(no for no in before if no not in after),
        tuple(no for no in after if no not in before),
        tuple(changed),
        tuple(heading for heading in one if heading not in other),
        tuple(heading for heading in other if heading not in one),
    )


def _difference(no: str, heading: str, before: str, after: str) -> Difference:
    if heading in _SECRET:
        return Difference(no, heading, _HIDDEN, _HIDDEN)
    return Difference(no, heading, mask_numbers(before), mask_numbers(after))


def _columns(tables: Sequence[Table], catalogue: tuple[Field, ...]) -> dict[str, list[str]]:
    """The texts of each column below its heading, of all sheets of one head; watching columns are left out."""
    found: dict[str, list[str]] = {}
    for table, headings in choose_tables(tables, catalogue).sheets:
        bottom = max(headings.rows)
        rows = [row for row in table.rows if row.number > bottom]
        paths = headings.paths or tuple((text,) for _, text in headings.columns)
        for (place, text), path in zip(headings.columns, paths, strict=True):
            if watches_people(path):
                continue
            values = [cell_text(row.cells[place]) if place < len(row.cells) else "" for row in rows]
            found.setdefault(squeezed(text), []).extend(values)
    return found


def _rows(columns: Mapping[str, Sequence[str]], key: str) -> Rows:
    found: dict[str, dict[str, str]] = {}
    for place, no in enumerate(columns[key]):
        if not no:
            continue
        if no in found:
            raise Refused("bad_value", f"表里有两行的{key}都是“{no}”，没法比较。", field=key)
        found[no] = {heading: values[place] for heading, values in columns.items() if place < len(values)}
    return found
