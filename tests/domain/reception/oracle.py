"""The reception days of 2024 to 2026 worked out day by day in another way than the program does.

Everything stands on printed tables: the first days of the lunar months and the day branches as almanacs print them, the
weekday holidays and make-up days as the State Council announced them. Nothing here asks the program for a day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

DAY = timedelta(days=1)
FIRST, LAST = date(2024, 1, 1), date(2026, 12, 31)

# First day of each lunar month; 2025 has a leap sixth month.
_MONTH_STARTS = """
2023-12-13 冬月  2024-01-11 腊月
2024-02-10 正月  2024-03-10 二月  2024-04-09 三月  2024-05-08 四月  2024-06-06 五月  2024-07-06 六月
2024-08-04 七月  2024-09-03 八月  2024-10-03 九月  2024-11-01 十月  2024-12-01 冬月  2024-12-31 腊月
2025-01-29 正月  2025-02-28 二月  2025-03-29 三月  2025-04-28 四月  2025-05-27 五月  2025-06-25 六月
2025-07-25 闰六月  2025-08-23 七月  2025-09-22 八月  2025-10-21 九月  2025-11-20 十月  2025-12-20 冬月  2026-01-19 腊月
2026-02-17 正月  2026-03-19 二月  2026-04-17 三月  2026-05-17 四月  2026-06-15 五月  2026-07-14 六月
2026-08-13 七月  2026-09-11 八月  2026-10-10 九月  2026-11-09 十月  2026-12-09 冬月  2027-01-08 腊月
"""
_DAY_WORDS = (
    "初一 初二 初三 初四 初五 初六 初七 初八 初九 初十 十一 十二 十三 十四 十五 "
    "十六 十七 十八 十九 二十 廿一 廿二 廿三 廿四 廿五 廿六 廿七 廿八 廿九 三十"
)
# 2024-01-01 is printed as 甲子.
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"

HOLIDAYS = {
    "元旦": "2024-01-01 2025-01-01 2026-01-01 2026-01-02",
    "春节": "2024-02-12 2024-02-13 2024-02-14 2024-02-15 2024-02-16 "
    "2025-01-28 2025-01-29 2025-01-30 2025-01-31 2025-02-03 2025-02-04 "
    "2026-02-16 2026-02-17 2026-02-18 2026-02-19 2026-02-20 2026-02-23",
    "清明节": "2024-04-04 2024-04-05 2025-04-04 2026-04-06",
    "劳动节": "2024-05-01 2024-05-02 2024-05-03 2025-05-01 2025-05-02 2025-05-05 2026-05-01 2026-05-04 2026-05-05",
    "端午节": "2024-06-10 2025-06-02 2026-06-19",
    "中秋节": "2024-09-16 2024-09-17 2026-09-25",
    "国庆节": "2024-10-01 2024-10-02 2024-10-03 2024-10-04 2024-10-07 "
    "2025-10-01 2025-10-02 2025-10-03 2025-10-06 2025-10-07 2025-10-08 "
    "2026-10-01 2026-10-02 2026-10-05 2026-10-06 2026-10-07",
}
MAKEUP = (
    "2024-02-04 2024-02-18 2024-04-07 2024-04-28 2024-05-11 2024-09-14 2024-09-29 2024-10-12 "
    "2025-01-26 2025-02-08 2025-04-27 2025-09-28 2025-10-11 "
    "2026-01-04 2026-02-14 2026-02-28 2026-05-09 2026-09-20 2026-10-10"
)
HOLIDAY_OF = {day: name for name, days in HOLIDAYS.items() for day in days.split()}


@dataclass(frozen=True)
class Almanac:
    """One day as an almanac prints it."""

    day: date
    weekday: str
    lunar_day: int
    lunar: str
    branch: str
    week: int
    rests: bool
    why: str


def _almanac() -> list[Almanac]:
    printed, words = _MONTH_STARTS.split(), _DAY_WORDS.split()
    starts = [(date.fromisoformat(day), name) for day, name in zip(printed[::2], printed[1::2], strict=True)]
    pages, day, number = [], FIRST, 0
    while day <= LAST:
        first, month = max((start, name) for start, name in starts if start <= day)
        index = (day - first).days
        weekday = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[number % 7]  # 2024-01-01 was a Monday
        weekend = number % 7 > 4
        made_up = day.isoformat() in MAKEUP.split()
        holiday = HOLIDAY_OF.get(day.isoformat(), "")
        why = holiday or (f"星期{'六日'[number % 7 - 5]}" if weekend else "")
        thursday = day + (3 - number % 7) * DAY  # an ISO week belongs to the year of its Thursday
        week = (thursday - date(thursday.year, 1, 1)).days // 7 + 1
        branch = BRANCHES[number % 12]
        lunar = month + words[index]
        rests = bool(holiday) or (weekend and not made_up)
        pages.append(Almanac(day, weekday, index + 1, lunar, branch, week, rests, why))
        day, number = day + DAY, number + 1
    return pages


ALMANAC = _almanac()
PAGE = {page.day: page for page in ALMANAC}
MONTHS: dict[tuple[int, int], list[Almanac]] = {}
for _page in ALMANAC:
    MONTHS.setdefault((_page.day.year, _page.day.month), []).append(_page)


@lru_cache
def _steps(anchor: date, count: int) -> frozenset[date]:
    """The anchor and every count-th day before and after it, walked one by one."""
    found, day = {anchor}, anchor
    while (day := day + count * DAY) <= LAST:
        found.add(day)
    day = anchor
    while (day := day - count * DAY) >= FIRST:
        found.add(day)
    return frozenset(found)


def names(text: str, page: Almanac) -> bool:
    """Whether the rule names the day."""
    kind, _, rest = text.partition(":")
    words = rest.split(",")
    month = MONTHS[page.day.year, page.day.month]
    if kind == "weekly":
        parity, colon, days = rest.partition(":")
        if not colon:
            return page.weekday in words
        return page.weekday in days.split(",") and (page.week % 2 == 1) == (parity == "odd")
    if kind == "monthday":
        return str(page.day.day) in words
    if kind == "nth":
        number, _, days = rest.partition(":")
        same = [other for other in month if other.weekday == page.weekday]
        place = int(number) - 1 if int(number) > 0 else int(number)
        return page.weekday in days.split(",") and -len(same) <= place < len(same) and same[place] is page
    if kind == "lunar":
        return str(page.lunar_day)[-1] in [word[-1] for word in words]
    if kind == "solar":
        return page.day.isoformat()[-1] in [word[-1] for word in words]
    if kind == "branch":
        return page.branch in words
    if kind == "every":
        count, _, anchor = rest.partition(":")
        return page.day in _steps(date.fromisoformat(anchor), int(count))
    if kind == "workday":
        return not page.rests
    if kind == "lastworkday":
        return [other for other in month if not other.rests][-1] is page
    return page.day.isoformat() in words


def expected(
    rules: Sequence[str],
    since: date,
    until: date,
    policy: str | None,
    exceptions: Sequence[tuple[date, date]] = (),
) -> list[tuple[str, str, str, str, str | None]]:
    """date, weekday, lunar, rule_date, moved_because as `schedule days` must give them."""
    closed = {page.day for page in ALMANAC for first, last in exceptions if first <= page.day <= last}
    candidates: dict[date, list[tuple[bool, date, str | None]]] = {}
    for text in rules:
        kept = text.split(":")[0] in ("lunar", "solar", "branch", "every", "dates")
        how = policy or ("keep" if kept else "next")
        for page in ALMANAC:
            if not since <= page.day <= until or page.day in closed or not names(text, page):
                continue
            landing = page
            if how == "skip" and page.rests:
                continue
            while how == "next" and landing.rests:
                landing = PAGE[landing.day + DAY]
            if landing.day not in closed:
                moved = landing is not page
                candidates.setdefault(landing.day, []).append((moved, page.day, page.why if moved else None))
    found = []
    for day in sorted(candidates):
        _, rule_date, why = min(candidates[day], key=lambda each: each[:2])
        found.append((day.isoformat(), PAGE[day].weekday, PAGE[day].lunar, rule_date.isoformat(), why))
    return found
