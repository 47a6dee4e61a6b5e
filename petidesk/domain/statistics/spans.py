"""Spans of days that figures are counted over, and the spans that they are compared with.

A whole month, quarter, half year or year is compared with the whole one; any other span by its dates, 29 February
with the 28th (rules/counting.md, 3). The reporting month of an office may begin on the 21st or 26th.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from petidesk.domain.clocks import EARLIEST_YEAR, LATEST_YEAR
from petidesk.domain.trouble import Refused

Compare = Literal["year", "before", "none"]
Whole = Literal["day", "week", "month", "quarter", "half", "year"]

COMPARES: dict[Compare, str] = {"year": "同比", "before": "环比", "none": "不比较"}
_MONTHS: dict[Whole, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `since` to `until`, both included. Made by `span_of` and `named`, which refuse what is backwards."""

    since: date
    until: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.until - self.since).days + 1

    @property
    def lists_closed(self) -> bool:
        """Whether its total may hold closed accusations: a quarter or longer (rules/counting.md, 2)."""
        return self.until >= _months_on(self.since, 3) - timedelta(days=1)

    def whole(self, first_day: int = 1) -> Whole | None:
        """The whole month, quarter, half year or year that it is; None for any other span.

        `first_day`: on which day the reporting month begins; one that begins on the 21st bears the next month's name.
        """
        for name, length in _MONTHS.items():
            year, month = _month_of(self.since, first_day)
            if (month - 1) % length == 0 and self == _months(year, month, length, first_day):
                return name
        return None


def span_of(since: date, until: date) -> Span:
    """The span of these days. Refused (bad_value) when it is backwards or lies outside the years that are known."""
    for day, field in ((since, "from"), (until, "to")):
        if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
            raise Refused("bad_value", f"日期应当在{EARLIEST_YEAR}年到{LATEST_YEAR}年之间。", field=field)
    if until < since:
        raise Refused("bad_value", "起止日期前后颠倒：止期不能早于起期。", field="to")
    return Span(since, until)


def compared(span: Span, compare: Compare, first_day: int = 1) -> Span | None:
    """The span that this one is compared with; None without a comparison."""
    if compare == "none":
        return None
    whole = span.whole(first_day)
    if whole in _MONTHS:
        year, month = _month_of(span.since, first_day)
        back = 12 if compare == "year" else _MONTHS[whole]
        return _months(*_month_back(year, month, back), _MONTHS[whole], first_day)
    if compare == "before":
        return Span(span.since - timedelta(days=span.days), span.since - timedelta(days=1))
    return Span(_year_back(span.since), _year_back(span.until))


_NAMES = re.compile(r"(?P<year>\d{4})(?:-(?:W(?P<week>\d{2})|Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<month>\d{2})))?")


def named(kind: Whole, name: str, first_day: int = 1) -> Span:
    """The span that a name means: 2026-W42, 2026-10, 2026-Q4, 2026-H2, 2026. Refused (bad_value) what is no name."""
    found = _NAMES.fullmatch(name)
    parts = {key: int(value) for key, value in found.groupdict().items() if value} if found else {}
    wanted = {"year"} if kind == "year" else {"year", kind}
    if set(parts) != wanted or not EARLIEST_YEAR <= parts["year"] <= LATEST_YEAR:
        example = {"week": "2026-W42", "month": "2026-10", "quarter": "2026-Q4", "half": "2026-H2", "year": "2026"}
        raise Refused("bad_value", f"“{name}”不是能认出的期间，应写成{example.get(kind, '')}这样。", field="of")
    year = parts["year"]
    try:
        if kind == "week":
            monday = date.fromisocalendar(year, parts["week"], 1)
            return Span(monday, monday + timedelta(days=6))
        first = {
            "month": parts.get("month", 1),
            "quarter": parts.get("quarter", 1) * 3 - 2,
            "half": parts.get("half", 1) * 6 - 5,
        }
        return _months(year, first.get(kind, 1), _MONTHS[kind], first_day)
    except ValueError:
        raise Refused("bad_value", f"没有“{name}”这个期间。", field="of") from None


def name_of(kind: Whole, span: Span, first_day: int = 1) -> str:
    """The name of a week, month, quarter, half year or year, as `named` reads it."""
    if kind == "week":
        year, week, _ = span.since.isocalendar()
        return f"{year:04}-W{week:02}"
    year, month = _month_of(span.since, first_day)
    part = {"month": f"-{month:02}", "quarter": f"-Q{(month + 2) // 3}", "half": f"-H{(month + 5) // 6}"}.get(kind, "")
    return f"{year:04}{part}"


def around(kind: Whole, day: date, first_day: int = 1) -> Span:
    """The day, week, month, quarter, half year or year that a day lies in."""
    if kind == "day":
        return Span(day, day)
    if kind == "week":
        monday = day - timedelta(days=day.weekday())
        return Span(monday, monday + timedelta(days=6))
    year, month = _month_of(day, first_day)
    length = _MONTHS[kind]
    return _months(year, month - (month - 1) % length, length, first_day)


def stepped(span: Span, by: int, first_day: int = 1) -> Span:
    """So many spans of the same kind later, or earlier where `by` is negative; a free one by its own length.

    One that would leave the years that are known stays as it is.
    """
    try:
        moved = _stepped(span, by, first_day)
    except (ValueError, OverflowError):
        return span
    return moved if EARLIEST_YEAR <= moved.since.year <= moved.until.year <= LATEST_YEAR else span


def _stepped(span: Span, by: int, first_day: int) -> Span:
    whole = span.whole(first_day)
    if whole is None:
        away = timedelta(days=span.days * by)
        return Span(span.since + away, span.until + away)
    year, month = _month_of(span.since, first_day)
    return _months(*_month_back(year, month, -_MONTHS[whole] * by), _MONTHS[whole], first_day)


def span_words(span: Span, first_day: int = 1) -> str:
    """A span as a report names it: 2026年10月, 2026年第4季度, 2026年上半年, 2026年, 2026年1月1日至6月15日."""
    whole = span.whole(first_day)
    year, month = _month_of(span.since, first_day)
    if whole == "year":
        return f"{year}年"
    if whole == "half":
        return f"{year}年{'上半年' if month == 1 else '下半年'}"
    if whole == "quarter":
        return f"{year}年第{(month + 2) // 3}季度"
    if whole == "month":
        return f"{year}年{month}月"
    first = _day_words(span.since)
    if span.since == span.until:
        return first
    same_year = span.since.year == span.until.year
    return f"{first}至{_day_words(span.until, year=not same_year)}"


def _day_words(day: date, *, year: bool = True) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if year else f"{day.month}月{day.day}日"


def month_of(day: date, first_day: int = 1) -> str:
    """The reporting month of a day: 2026-10."""
    year, month = _month_of(day, first_day)
    return f"{year:04}-{month:02}"


def quarter_of(day: date, first_day: int = 1) -> str:
    """The quarter of a day: 2026Q4."""
    year, month = _month_of(day, first_day)
    return f"{year:04}Q{(month + 2) // 3}"


def _month_of(day: date, first_day: int) -> tuple[int, int]:
    if first_day == 1 or day.day < first_day:
        return day.year, day.month
    return (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)


def _months(year: int, month: int, length: int, first_day: int) -> Span:
    """So many reporting months from this one on. ValueError for a month that no year has."""
    first = date(year, month, 1)
    if first_day != 1:
        before = _month_back(year, month, 1)
        first = date(*before, first_day)
    return Span(first, _months_on(first, length) - timedelta(days=1))


def _month_back(year: int, month: int, back: int) -> tuple[int, int]:
    year, month = divmod(year * 12 + month - 1 - back, 12)
    return year, month + 1


def _months_on(day: date, months: int) -> date:
    year, month = _month_back(day.year, day.month, -months)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _year_back(day: date) -> date:
    return _months_on(day, -12)
