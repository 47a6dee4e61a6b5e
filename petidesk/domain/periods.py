"""The periods of a list, as a clerk says them: today, this week, this month, all, or from one day to another."""

from __future__ import annotations

from datetime import date, timedelta

TODAY, WEEK, MONTH, ALL, CUSTOM = "today", "week", "month", "all", "custom"


def period_days(period: str, today: date) -> tuple[date | None, date | None]:
    """First and last day of a period, both included; weeks begin on Monday; None where it is open."""
    if period == TODAY:
        return today, today
    if period == WEEK:
        monday = today - timedelta(days=today.weekday())
        return monday, monday + timedelta(days=6)
    if period == MONTH:
        next_month = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
        return today.replace(day=1), next_month - timedelta(days=1)
    return None, None
