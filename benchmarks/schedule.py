"""A year's rota against the bare lunar conversions it needs: ``python -m benchmarks.schedule``.

The promise: rules, rest days and fair turns for 12 leaders and 4 rules within three times the conversion of the year's
days by the lunar library alone.
"""

from __future__ import annotations

import statistics
import time
from datetime import date, timedelta
from typing import Any

from borax.calendars.lunardate import LunarDate

from benchmarks.table import Line, show
from petidesk.desk.calendars import built_in_calendar
from petidesk.domain.schedule_rota import Leave, Rota, Turn, make_rota
from petidesk.domain.schedule_rules import lunar_of, parse_rule, reception_dates, reception_document

ROUNDS = 60
LIMIT = 3.0
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
RULES = ("lunar:3,8", "weekly:odd:thu", "branch:丑,巳,酉", "lastworkday")
LEADERS = tuple(Turn((f"领导{number}",), 1 + number % 2) for number in range(12))
LEAVES = (Leave("领导3", date(2026, 3, 1), date(2026, 5, 31)), Leave("领导7", date(2026, 8, 1), date(2026, 8, 20)))
_TABLES: Any = LunarDate


def bare() -> int:
    """The lunar date of every day of the year, by the library alone."""
    return len([_TABLES.from_solar(FIRST + timedelta(days=day)) for day in range((LAST - FIRST).days + 1)])


def ours() -> tuple[Rota, list[dict[str, Any]]]:
    """The year's rota from the words of its rules, nothing remembered from the time before, with the lunar dates."""
    lunar_of.cache_clear()
    dates = reception_dates([parse_rule(text) for text in RULES], FIRST, LAST, built_in_calendar())
    return make_rota([each.on for each in dates], LEADERS, leaves=LEAVES), [reception_document(day) for day in dates]


def measure() -> tuple[float, float]:
    """Medians in milliseconds of the rota and of the bare conversions, taken in turns."""
    rota, documents = ours()
    if len(rota.seats) != len(documents) or rota.gaps:
        raise RuntimeError("the rota does not fill its days")
    whole, conversions = [], []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        bare()
        middle = time.perf_counter()
        ours()
        conversions.append(middle - start)
        whole.append(time.perf_counter() - middle)
    return statistics.median(whole) * 1000, statistics.median(conversions) * 1000


def lines() -> list[Line]:
    """The promise and what was measured."""
    rota, conversions = measure()
    ratio = rota / conversions
    said = f"{rota:.1f} ms, {conversions:.1f} ms bare: {ratio:.2f}x"
    what = f"a year's rota, {len(LEADERS)} leaders, {len(RULES)} rules"
    return [Line(what, f"within {LIMIT:g}x bare lunar conversions", said, ratio <= LIMIT)]


if __name__ == "__main__":
    print(show(lines()))
