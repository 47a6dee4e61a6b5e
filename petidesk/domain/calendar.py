"""Working days and rest days. A calendar is data for whole years; a year it does not hold is never guessed.

A rest day is a Saturday or Sunday that is not a make-up day (调休上班), or a weekday holiday. Which days those are is
announced for each year by the State Council, so every question about a year without an arrangement is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from petidesk.domain.json_input import Reader
from petidesk.domain.trouble import Refused

WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
MAKEUP = "调休上班"

FIRST_YEAR = 1990
LAST_YEAR = 2100

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """One year's arrangement: `rest_days` are weekday holidays, `makeup_days` weekend days that are worked, by name."""

    year: int
    rest_days: Mapping[date, str] = field(default_factory=dict)
    makeup_days: Mapping[date, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The years whose arrangement is known. Every method raises Refused (no_calendar) for a day of another year."""

    years: Mapping[int, CalendarYear] = field(default_factory=dict)

    def knows(self, year: int) -> bool:
        """Whether the arrangement of `year` is known."""
        return year in self.years

    def year(self, year: int) -> CalendarYear:
        """The arrangement of one year."""
        try:
            return self.years[year]
        except KeyError:
            raise Refused("no_calendar", f"还没有{year}年的放假和调休安排，请先导入该年的日历。") from None

    def with_year(self, arrangement: CalendarYear) -> Calendar:
        """This calendar with one year added or replaced."""
        return Calendar({**self.years, arrangement.year: arrangement})

    def is_rest_day(self, day: date) -> bool:
        """Whether nobody is at work on `day`."""
        arrangement = self.year(day.year)
        return day not in arrangement.makeup_days if day.weekday() >= 5 else day in arrangement.rest_days

    def is_working_day(self, day: date) -> bool:
        """The contrary of `is_rest_day`."""
        return not self.is_rest_day(day)

    def reason(self, day: date) -> str | None:
        """Why the day is what it is: 国庆节, 星期六, 调休上班; None for an ordinary working day."""
        arrangement = self.year(day.year)
        if day.weekday() >= 5:
            return MAKEUP if day in arrangement.makeup_days else WEEKDAYS[day.weekday()]
        return arrangement.rest_days.get(day)

    def add_working_days(self, start: date, count: int) -> date:
        """The `count`-th working day after `start`, which itself is not counted; before it when negative."""
        step = _DAY if count > 0 else -_DAY
        day, left = start, abs(count)
        while left:
            day += step
            left -= self.is_working_day(day)
        return day


def calendar_document(arrangement: CalendarYear) -> dict[str, Any]:
    """One year as `calendar show` prints it: {"year", "rest_days": [{"date", "name"}], "makeup_days": [...]}."""
    return {
        "year": arrangement.year,
        "rest_days": _entries(arrangement.rest_days),
        "makeup_days": _entries(arrangement.makeup_days),
    }


def _entries(days: Mapping[date, str]) -> list[dict[str, str]]:
    return [{"date": day.isoformat(), "name": days[day]} for day in sorted(days)]


def parse_calendar_document(document: object) -> CalendarYear:
    """One year from what `calendar_document` makes. Refused with the path of the entry that is wrong.

    Unknown and missing keys, days of other years, a day named twice, a rest day at a weekend (weekends rest by
    themselves) and a make-up day on a weekday are refused.
    """
    reader = Reader(document, label="日历")
    year = reader.whole("year", "年份", lowest=FIRST_YEAR, highest=LAST_YEAR)
    if year is None:
        raise Refused("missing", "请写明年份。", field="year", hint="键是 year。")
    found = {}
    for key, label, at_weekend in (("rest_days", "放假日", False), ("makeup_days", "调休上班日", True)):
        if not reader.has(key):
            raise Refused("missing", f"请写明{label}，没有就写空列表。", field=key, hint=f"键是 {key}。")
        found[key] = _parse_days(reader.items(key, label, most=366), key, label, year, at_weekend)
    reader.done()
    return CalendarYear(year, found["rest_days"], found["makeup_days"])


def _parse_days(items: Iterable[object], key: str, label: str, year: int, at_weekend: bool) -> dict[date, str]:
    days: dict[date, str] = {}
    for index, item in enumerate(items):
        reader = Reader(item, f"{key}[{index}]", label)
        day = reader.day("date", "日期", required=True)
        name = reader.text("name", "名称", required=True, limit=40)
        reader.done()
        if day is None:
            raise Refused("missing", "请填写日期。", field=reader.path("date"))
        problem = _problem(day, year, at_weekend)
        if problem is None and day in days:
            problem = "写了两次"
        if problem is not None:
            raise Refused("bad_value", f"{label}{day}{problem}。", field=reader.path("date"))
        days[day] = name
    return days


def _problem(day: date, year: int, at_weekend: bool) -> str | None:
    if day.year != year:
        return f"不在{year}年"
    if at_weekend and day.weekday() < 5:
        return f"是{WEEKDAYS[day.weekday()]}，只有星期六、星期日才需要调休上班"
    if not at_weekend and day.weekday() >= 5:
        return f"是{WEEKDAYS[day.weekday()]}，周末本来就休息，不必列入；若要上班请写成调休上班日"
    return None


def parse_calendar_documents(document: object) -> Calendar:
    """A calendar from one year's document, or from a list of them, each year once."""
    items = document if isinstance(document, list) else [document]
    if not items:
        raise Refused("missing", "文件里没有任何一年的日历。")
    calendar = Calendar()
    for item in items:
        arrangement = parse_calendar_document(item)
        if calendar.knows(arrangement.year):
            raise Refused("bad_value", f"{arrangement.year}年的日历写了两次。", field="year")
        calendar = calendar.with_year(arrangement)
    return calendar
