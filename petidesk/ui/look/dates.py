"""Days and moments as the window says them, on every page alike."""

from __future__ import annotations

from datetime import date, datetime

from petidesk.domain.calendar import WEEKDAYS
from petidesk.ui.translate import translate


def day_words(day: date, *, weekday: bool = True) -> str:
    """2026年3月8日 星期日."""
    words = translate("Dates", "{0}年{1}月{2}日").format(day.year, day.month, day.day)
    return f"{words} {WEEKDAYS[day.weekday()]}" if weekday else words


def short_weekday(weekday: int) -> str:
    """周一 for 0 ... 周日 for 6."""
    return (
        translate("Dates", "周一"),
        translate("Dates", "周二"),
        translate("Dates", "周三"),
        translate("Dates", "周四"),
        translate("Dates", "周五"),
        translate("Dates", "周六"),
        translate("Dates", "周日"),
    )[weekday]


def month_day(day: date) -> str:
    """3月8日."""
    return translate("Dates", "{0}月{1}日").format(day.month, day.day)


def short_day(day: date | None, today: date) -> str:
    """11-24 of this year, 2025-11-24 of another, empty for none."""
    if day is None:
        return ""
    return f"{day.month:02}-{day.day:02}" if day.year == today.year else day.isoformat()


def moment_words(at: datetime, today: date) -> str:
    """今天 09:20, 11-19 09:20, and of another year the day alone."""
    # Written out: strftime imports a module at every call, and this is asked for every row that is painted.
    clock = f"{at.hour:02}:{at.minute:02}"
    if at.date() == today:
        return translate("Dates", "今天 {0}").format(clock)
    return f"{at.month:02}-{at.day:02} {clock}" if at.year == today.year else at.date().isoformat()
