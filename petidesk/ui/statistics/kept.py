"""常用统计: a table that somebody named, kept as the views of lists are (ui/lists/saved_views.py).

A span is kept as what it means (last month), not by its days; only one of free days is kept as these.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from petidesk.domain.statistics.spans import Span
from petidesk.ui.lists.filter_spec import WIDE, FilterSpec, Room
from petidesk.ui.statistics.chosen import FREE, KINDS, Chosen

KEY = "statistics"
# No span lies further back than the records of an office do.
FURTHEST = 4000
_ALL = "all"


@dataclass(frozen=True, slots=True)
class Wanted:
    """`back`: how many spans of its kind before the current one; `shown`: names of measures with blanks between."""

    kind: str = "month"
    back: int = 0
    since: date | None = None
    until: date | None = None
    compare: str = "year"
    subject: str = "visits"
    first: str = ""
    second: str = ""
    shown: str = ""
    # Every question of a list has one; a table is searched for nothing.
    text: str = ""


SPEC: FilterSpec[Wanted] = FilterSpec(
    views={_ALL: ""},
    first=_ALL,
    whole=_ALL,
    view_query=lambda _view, _today: Wanted(),
    of_view=(),
    chips=lambda _wanted: {},
    rooms=(Room(WIDE, 0, ""),),
    views_name="",
    text_name="",
)


def kept_of(chosen: Chosen, subject: str, by: Sequence[str], shown: Sequence[str]) -> Wanted:
    """What is chosen, to be kept; a span that is none of those up to now is kept by its days."""
    first, second = (*by, "", "")[:2]
    made = Wanted(compare=chosen.compare, subject=subject, first=first, second=second, shown=" ".join(shown))
    back = _back(chosen)
    if back is None:
        return replace(made, kind=FREE, since=chosen.span.since, until=chosen.span.until)
    return replace(made, kind=chosen.kind, back=back)


def _back(chosen: Chosen) -> int | None:
    """How many spans of its kind lie between the chosen one and the current one."""
    for back in range(FURTHEST if chosen.kind in KINDS else 0):
        span = chosen.before(chosen.kind, back)
        if span.since <= chosen.span.since:
            return back if span == chosen.span else None
    return None


def meant(wanted: Wanted, chosen: Chosen) -> tuple[str, Span] | None:
    """The span that a kept table means today; None where what was kept is none."""
    if wanted.since is not None and wanted.until is not None and wanted.since <= wanted.until:
        return FREE, Span(wanted.since, wanted.until)
    if wanted.kind in KINDS and isinstance(wanted.back, int) and 0 <= wanted.back <= FURTHEST:
        return wanted.kind, chosen.before(wanted.kind, wanted.back)
    return None
