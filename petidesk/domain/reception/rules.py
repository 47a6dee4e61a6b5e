"""On which days leaders receive: rules of solar, lunar and branch calendar, and what a rest day does to them.

A rule names its days (`rule_date`) without asking for a calendar; the policy then keeps, drops or moves those that are
rest days (rules/reception.md). Two rule days that fall on one date are one reception, and every moved date says why.
"""

from __future__ import annotations

import calendar as months_of
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Literal

from borax.calendars.lunardate import LunarDate

from petidesk.domain.calendar import Calendar
from petidesk.domain.json_output import iso
from petidesk.domain.trouble import Refused

Policy = Literal["next", "skip", "keep"]
POLICIES: dict[str, str] = {"next": "顺延到下一个工作日", "skip": "取消", "keep": "照常"}
WEEKDAY_CODES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
# 2000-01-07 was a 甲子 day (rules/reception.md).
_FIRST_BRANCH = date(2000, 1, 7)
# What the lunar tables of the library cover.
EARLIEST, LATEST = date(1901, 1, 1), date(2100, 12, 31)
MOST_DAYS = 366 * 60
# The library has no types.
_TABLES: Any = LunarDate
_KEPT = frozenset(("lunar", "solar", "branch", "every", "dates"))
_CHINESE_MARKS = str.maketrans("，、：", ",,:")
_RULE = re.compile(r"(?P<kind>[a-z]+)(?::(?P<rest>.*))?")


@dataclass(frozen=True, slots=True)
class Rule:
    """A parsed rule. `numbers` are weekdays (0 Monday), days, day endings or branches; `dates` single days."""

    text: str
    kind: str
    numbers: tuple[int, ...] = ()
    parity: int | None = None
    nth: int = 0
    every: int = 0
    anchor: date | None = None
    dates: tuple[date, ...] = ()

    @property
    def default_policy(self) -> Policy:
        """Market days and single dates are kept on rest days, the others move to the next working day."""
        return "keep" if self.kind in _KEPT else "next"


@dataclass(frozen=True, slots=True)
class ReceptionDate:
    """A date of the rota: the day the rule names, and the rest day's name when it was moved off it."""

    on: date
    rule_date: date
    moved_because: str | None = None

    @property
    def lunar(self) -> str:
        """九月廿八, 闰六月初三."""
        return lunar_words(self.on)


@lru_cache(maxsize=4096)
def lunar_of(day: date) -> tuple[int, int, bool]:
    """Month, day and whether the month is a leap month, of the lunar calendar. Refused outside 1901 to 2100."""
    if not EARLIEST <= day <= LATEST:
        raise Refused(
            "bad_value", f"{day.year}年不在农历表的范围内（{EARLIEST.year}到{LATEST.year}年）。", field="from"
        )
    found = _TABLES.from_solar(day)
    return found.month, found.day, bool(found.leap)


_MONTHS = ("正", "二", "三", "四", "五", "六", "七", "八", "九", "十", "冬", "腊")
_UNITS = "一二三四五六七八九十"


def lunar_words(day: date) -> str:
    """The lunar date in words: 九月廿八, 闰六月初三."""
    month, number, leap = lunar_of(day)
    if number == 20:
        words = "二十"
    elif number == 30:
        words = "三十"
    else:
        words = ("初", "十", "廿")[(number - 1) // 10] + _UNITS[(number - 1) % 10]
    return f"{'闰' if leap else ''}{_MONTHS[month - 1]}月{words}"


# ---- reading a rule


def parse_rule(text: str) -> Rule:
    """A rule of rules/command-line.md: weekly:thu, weekly:odd:tue,thu, monthday:8, nth:-1:wed, lunar:3,8, solar:3,8,
    branch:丑,巳, every:5:2026-11-01, workday, lastworkday, dates:2026-12-01.

    Chinese commas and colons are taken for plain ones. Refused (bad_value) with what is wrong in it.
    """
    plain = text.strip().translate(_CHINESE_MARKS)
    found = _RULE.fullmatch(plain)
    read = _READERS.get(found["kind"]) if found else None
    if found is None or read is None:
        known = "、".join(_READERS)
        raise Refused("bad_value", f"不认识的规则“{text}”。", field="rule", hint=f"可以用：{known}。")
    return read(plain, found["rest"])


def _refuse(text: str, why: str, hint: str = "") -> Refused:
    return Refused("bad_value", f"规则不对：{why}。", field="rule", hint=f"写的是“{text}”。{hint}")


def _parts(text: str, rest: str | None, what: str) -> list[str]:
    parts = [part.strip() for part in (rest or "").split(",")]
    if not all(parts):
        raise _refuse(text, f"要写出{what}，用逗号隔开")
    if len(set(parts)) < len(parts):
        raise _refuse(text, f"{what}写重了")
    return parts


def _numbers(text: str, rest: str | None, what: str, low: int, high: int) -> tuple[int, ...]:
    numbers = []
    for part in _parts(text, rest, what):
        if not re.fullmatch(r"-?[0-9]{1,3}", part) or not low <= int(part) <= high:
            raise _refuse(text, f"{what}应当是{low}到{high}之间的数")
        numbers.append(int(part))
    if len(set(numbers)) < len(numbers):
        raise _refuse(text, f"{what}写重了")
    return tuple(numbers)


def _weekdays(text: str, rest: str | None) -> tuple[int, ...]:
    parts = _parts(text, rest, "星期几")
    if unknown := [part for part in parts if part not in WEEKDAY_CODES]:
        raise _refuse(text, f"没有星期“{unknown[0]}”", f"星期写成 {'、'.join(WEEKDAY_CODES)}。")
    return tuple(WEEKDAY_CODES.index(part) for part in parts)


def _weekly(text: str, rest: str | None) -> Rule:
    first, colon, days = (rest or "").partition(":")
    if not colon:
        return Rule(text, "weekly", _weekdays(text, rest))
    if first not in ("odd", "even"):
        raise _refuse(text, "单双周不对", hint="单周写 odd，双周写 even。")
    return Rule(text, "weekly", _weekdays(text, days), parity=int(first == "odd"))


def _nth(text: str, rest: str | None) -> Rule:
    first, _, days = (rest or "").partition(":")
    if not re.fullmatch(r"-?[1-5]", first):
        raise _refuse(text, "第几个写成 1 到 5，倒数写成 -1 到 -5")
    return Rule(text, "nth", _weekdays(text, days), nth=int(first))


def _every(text: str, rest: str | None) -> Rule:
    count, _, anchor = (rest or "").partition(":")
    if not re.fullmatch(r"[0-9]{1,3}", count) or not 1 <= int(count) <= 366:
        raise _refuse(text, "每隔几天应当是1到366之间的数")
    return Rule(text, "every", every=int(count), anchor=_iso(text, anchor))


def _iso(text: str, part: str) -> date:
    day = iso_day(part)
    if day is None:
        raise _refuse(text, f"“{part}”不是存在的日期，写成 2026-12-01")
    return day


def iso_day(text: str) -> date | None:
    """The day of 2026-12-01; None for anything else, other spellings of ISO 8601 included."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _branches(text: str, rest: str | None) -> Rule:
    parts = _parts(text, rest, "地支")
    if unknown := [part for part in parts if len(part) != 1 or part not in BRANCHES]:
        raise _refuse(text, f"地支是{BRANCHES}，没有“{unknown[0]}”")
    return Rule(text, "branch", tuple(BRANCHES.index(part) for part in parts))


def _endings(text: str, kind: str, rest: str | None) -> Rule:
    endings = {number % 10 for number in _numbers(text, rest, "尾数", 0, 10)}
    return Rule(text, kind, tuple(sorted(endings)))


def _bare(text: str, kind: str, rest: str | None) -> Rule:
    if rest is not None:
        raise _refuse(text, "后面不用再写")
    return Rule(text, kind)


_READERS: dict[str, Callable[[str, str | None], Rule]] = {
    "weekly": _weekly,
    "monthday": lambda text, rest: Rule(text, "monthday", _numbers(text, rest, "几日", 1, 31)),
    "nth": _nth,
    "lunar": lambda text, rest: _endings(text, "lunar", rest),
    "solar": lambda text, rest: _endings(text, "solar", rest),
    "branch": _branches,
    "every": _every,
    "workday": lambda text, rest: _bare(text, "workday", rest),
    "lastworkday": lambda text, rest: _bare(text, "lastworkday", rest),
    "dates": lambda text, rest: Rule(
        text, "dates", dates=tuple(_iso(text, part) for part in _parts(text, rest, "日期"))
    ),
}


# ---- the days of a rule


def rule_days(rule: Rule, since: date, until: date, calendar: Calendar) -> Iterator[date]:
    """The days that the rule names from `since` to `until`, both included, in their order.

    Only workday and lastworkday ask for the calendar (Refused no_calendar for a year that is not known).
    """
    match rule.kind:
        case "weekly":
            return (
                day
                for day in _days(since, until)
                if day.weekday() in rule.numbers and (rule.parity is None or day.isocalendar().week % 2 == rule.parity)
            )
        case "monthday":
            return (day for day in _days(since, until) if day.day in rule.numbers)
        case "nth":
            return (day for day in _days(since, until) if day.weekday() in rule.numbers and _is_nth(day, rule.nth))
        case "lunar":
            return (day for day in _days(since, until) if lunar_of(day)[1] % 10 in rule.numbers)
        case "solar":
            return (day for day in _days(since, until) if day.day % 10 in rule.numbers)
        case "branch":
            return (day for day in _days(since, until) if (day - _FIRST_BRANCH).days % 12 in rule.numbers)
        case "every":
            assert rule.anchor is not None
            anchor = rule.anchor
            return (day for day in _days(since, until) if (day - anchor).days % rule.every == 0)
        case "workday":
            return (day for day in _days(since, until) if calendar.is_working_day(day))
        case "lastworkday":
            return (day for day in _last_working_days(since, until, calendar) if since <= day <= until)
        case _:
            return (day for day in sorted(rule.dates) if since <= day <= until)


def _days(since: date, until: date) -> Iterator[date]:
    return (since + timedelta(days=number) for number in range((until - since).days + 1))


def _is_nth(day: date, nth: int) -> bool:
    """Whether the day is the nth of its weekday in its month, counted from the end when negative."""
    length = months_of.monthrange(day.year, day.month)[1]
    return (day.day - 1) // 7 + 1 == nth if nth > 0 else (length - day.day) // 7 + 1 == -nth


def _last_working_days(since: date, until: date, calendar: Calendar) -> Iterator[date]:
    for month in range(since.year * 12 + since.month - 1, until.year * 12 + until.month):
        year, number = month // 12, month % 12 + 1
        day = date(year, number, months_of.monthrange(year, number)[1])
        while not calendar.is_working_day(day):
            day -= timedelta(days=1)
        yield day


# ---- rest days


def reception_dates(
    rules: Sequence[Rule],
    since: date,
    until: date,
    calendar: Calendar,
    *,
    policy: Policy | None = None,
    exceptions: Iterable[tuple[date, date]] = (),
) -> list[ReceptionDate]:
    """The dates of the rota, sorted, no day twice; chosen by the day the rule names, so a moved one may lie outside.

    `policy` rules for all rules, else each by its kind. `exceptions` are spans without reception, both ends included.
    Where dates fall together the one that did not move counts, else the earliest. Refused: days out of order, a range
    beyond sixty years, and (no_calendar) when a day of an unknown year is needed.
    """
    if until < since:
        raise Refused("bad_value", "结束日期在开始日期之前。", field="to")
    if (until - since).days > MOST_DAYS:
        raise Refused("too_many", "一次最多排六十年。", field="to")
    if not EARLIEST <= since <= until <= LATEST:
        raise Refused("bad_value", f"日期应当在{EARLIEST.year}年到{LATEST.year}年之间。", field="from")
    spans = list(exceptions)
    found: dict[date, ReceptionDate] = {}
    for rule in rules:
        how = policy or rule.default_policy
        for day in rule_days(rule, since, until, calendar):
            if _within(day, spans):
                continue
            made = _placed(day, how, calendar)
            if made is None or _within(made.on, spans):
                continue
            kept = found.get(made.on)
            if kept is None or _before(made, kept):
                found[made.on] = made
    return [found[day] for day in sorted(found)]


def _within(day: date, spans: Iterable[tuple[date, date]]) -> bool:
    return any(first <= day <= last for first, last in spans)


def _before(made: ReceptionDate, kept: ReceptionDate) -> bool:
    """Whether `made` counts rather than `kept`: the one that did not move, else the one with the earlier rule day."""
    if (made.moved_because is None) != (kept.moved_because is None):
        return made.moved_because is None
    return made.rule_date < kept.rule_date


def _placed(day: date, policy: Policy, calendar: Calendar) -> ReceptionDate | None:
    if policy == "keep" or calendar.is_working_day(day):
        return ReceptionDate(day, day)
    if policy == "skip":
        return None
    moved = day
    while not calendar.is_working_day(moved):
        moved += timedelta(days=1)
    return ReceptionDate(moved, day, calendar.reason(day))


def rules_without_dates(
    rules: Sequence[Rule],
    since: date,
    until: date,
    calendar: Calendar,
    *,
    policy: Policy | None = None,
    exceptions: Iterable[tuple[date, date]] = (),
) -> list[Rule]:
    """Those of the rules that bring no reception at all in the range, so that nobody waits for one. Refused as
    `reception_dates`."""
    spans = list(exceptions)
    return [
        rule for rule in rules if not reception_dates([rule], since, until, calendar, policy=policy, exceptions=spans)
    ]


def parse_span(text: str, field: str = "except") -> tuple[date, date]:
    """A..B, both ends included; one day alone is a span of one day. Refused (bad_value) at `field`."""
    first, dots, last = (part.strip() for part in text.partition(".."))
    since, until = iso_day(first), iso_day(last if dots else first)
    if since is None or until is None:
        raise Refused("bad_value", f"“{text}”不对，写成 2026-02-16..2026-02-23。", field=field)
    if until < since:
        raise Refused("bad_value", f"“{text}”的结束日期在开始日期之前。", field=field)
    return since, until


def reception_document(found: ReceptionDate) -> dict[str, Any]:
    """A date as `petidesk schedule days --json` prints it."""
    return {
        "date": iso(found.on),
        "weekday": WEEKDAY_CODES[found.on.weekday()],
        "lunar": found.lunar,
        "rule_date": iso(found.rule_date),
        "moved_because": found.moved_because,
    }
