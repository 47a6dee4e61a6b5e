"""Periods by category: when each begins, how long it lasts, and the day from which a record may go (rules/law.md, 16).

An organ sets its own periods (《档案法实施条例》第十九条); those here are what a township usually has, and settings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

PERMANENT = 0
"""The number of years that means 永久."""

GONE = "（已按期销毁）"
"""What stands where a record that went had a title."""

BASIS = "《档案法实施条例》第十九条、第二十四条；《个人信息保护法》第四十七条"


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of record with one period: `code` and `label`; the setting with its years is ``retention_CODE``."""

    code: str
    kind: str
    label: str

    @property
    def setting(self) -> str:
        """The key of the setting that says its years."""
        return f"retention_{self.code}"


CATEGORIES = tuple(
    Category(*one)
    for one in (
        ("visit", "visit", "来访登记"),
        ("instructed", "case", "信访事项（有领导批示）"),
        ("answered", "case", "信访事项（有处理结果）"),
        ("case", "case", "信访事项（没有处理结果）"),
        ("letter", "letter", "文书"),
        ("dispute", "dispute", "矛盾纠纷"),
        ("meeting", "meeting", "联席会议"),
        ("reception", "reception", "领导接访"),
    )
)
"""In the order in which lists and the certificate name them."""

BY_CODE = {category.code: category for category in CATEGORIES}
KINDS = {
    "visit": "来访",
    "case": "信访事项",
    "letter": "文书",
    "dispute": "纠纷",
    "meeting": "会议",
    "reception": "接访",
}


def periods_of(office: Any) -> dict[str, int]:
    """The years of each category by its code, out of the office's settings."""
    return {category.code: int(getattr(office, category.setting)) for category in CATEGORIES}


def goes_from(ended_on: date, years: int) -> date:
    """The first day on which a record may go: the period begins with the year after it ended, and lasts whole years."""
    return date(ended_on.year + years + 1, 1, 1)


def years_words(years: int) -> str:
    """A period in words."""
    return "永久" if years == PERMANENT else f"{years}年"


def periods_document(periods: Mapping[str, int]) -> list[dict[str, Any]]:
    """The periods as JSON; null years are 永久."""
    return [
        {"category": one.code, "label": one.label, "years": periods[one.code] or None, "setting": one.setting}
        for one in CATEGORIES
    ]
