"""Dates and times as clerks type them: 3.8, 0308, 昨天, 上周三, 2024-3-8, 下午3点.

A date without a year is the nearest one that fits: on or before today, or with `future` on or after today.
A date that does not exist is never bent into one that does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from petidesk.domain.trouble import Refused

EARLIEST_YEAR = 1900
LATEST_YEAR = 2100

_DAY_WORDS = {
    "大前天": -3,
    "前天": -2,
    "前日": -2,
    "昨天": -1,
    "昨日": -1,
    "今天": 0,
    "今日": 0,
    "明天": 1,
    "明日": 1,
    "后天": 2,
    "大后天": 3,
}
_WEEK = re.compile(r"(?P<which>上上|上个?|本|这个?|下个?)?(?:周|星期|礼拜)(?P<day>[一二三四五六日天1-7])")
_WEEK_SHIFT = {"上上": -2, "上": -1, "上个": -1, "本": 0, "这": 0, "这个": 0, "下": 1, "下个": 1}
_SEPARATED = re.compile(r"(?:(?P<year>\d{4}|\d{2})[-/.年])?(?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})[日号]?", re.ASCII)
_DIGITS = re.compile(r"(?P<year>\d{4}|\d{2})?(?P<month>\d{2})(?P<day>\d{2})|(?P<month1>\d)(?P<day2>\d{2})", re.ASCII)
_DAY_ONLY = re.compile(r"(?P<day>\d{1,2})[日号]", re.ASCII)
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．－／：—–〜。、，", "0123456789.-/:--~...")

_HOW = "可以写 3.8、0308、昨天、上周三 或 2024-3-8。"


def parse_typed_date(text: str, today: date, future: bool = False) -> date:
    """The day that `text` names, seen from `today`.

    Refused (bad_value) when it is no date, does not exist, lies outside 1900 to 2100, or, unless `future`, after today.
    """
    typed = _plain(text)
    if not typed:
        raise Refused("bad_value", f"请输入日期，{_HOW}")
    found = _by_words(typed, today, future)
    if found is None:
        found = _by_numbers(typed, today, future)
    if found > today and not future:
        raise Refused("bad_value", f"{_chinese(found)}还没有到，日期不能晚于今天（{_chinese(today)}）。")
    return found


def parse_typed_time(text: str) -> time:
    """The time of day that `text` names: 9:20, 0920, 9点20, 9点半, 下午3点. Refused (bad_value) when it is none."""
    typed = _plain(text)
    match = _TIME.fullmatch(typed)
    if match is None:
        raise Refused("bad_value", f"看不懂时间“{_short(text)}”，可以写 9:20、0920、9点20 或 下午3点。")
    hour = int(match["hour"] or match["hour4"])
    minute = 30 if match["half"] else int(match["minute"] or match["minute1"] or match["minute4"] or 0)
    part = match["part"] or ""
    afternoon = part in ("下午", "晚上", "傍晚") and 1 <= hour < 12
    if afternoon or (part == "中午" and 1 <= hour <= 3):
        hour += 12
    elif part == "凌晨" and hour == 12:
        hour = 0
    if hour > 23 or minute > 59:
        raise Refused("bad_value", f"没有“{_short(text)}”这个时间，请核对。")
    return time(hour, minute)


def parse_typed_datetime(text: str, now: datetime, future: bool = False) -> datetime:
    """A day with a time of day: 昨天 9:20, 3.8 下午3点, 2024-3-8T09:20, or a time alone, which means today.

    A day alone is `now` when it is today, else midnight of that day. Refused as the parts are, and (bad_value)
    when the moment lies after `now` unless `future`.
    """
    plain = _plain(text, keep_blank=True)
    today = now.date()
    for day_text, time_text in _splits(plain):
        if not _TIME.fullmatch(time_text):
            continue
        day = parse_typed_date(day_text, today, future) if day_text else today
        moment = datetime.combine(day, parse_typed_time(time_text))
        if moment > now and not future:
            raise Refused("bad_value", f"{moment:%H:%M}还没有到，时间不能晚于现在（{now:%H:%M}）。")
        return moment
    day = parse_typed_date(text, today, future)
    return now.replace(second=0, microsecond=0) if day == today else datetime.combine(day, time())


_TIME = re.compile(
    r"(?P<part>凌晨|早上|上午|中午|下午|傍晚|晚上)?"
    r"(?:(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2})(?::\d{2})?|[点时](?:(?P<half>半)|(?P<minute1>\d{1,2})分?)?)"
    r"|(?P<hour4>\d{1,2})(?P<minute4>\d{2}))",
    re.ASCII,
)


def _plain(text: str, *, keep_blank: bool = False) -> str:
    return (" " if keep_blank else "").join(text.translate(_FULL_WIDTH).split())


def _splits(typed: str) -> Iterator[tuple[str, str]]:
    """Where a text may part into day and time: before 上午 and the like, at a blank or T, or nowhere (time alone)."""
    match = re.search(r"凌晨|早上|上午|中午|下午|傍晚|晚上", typed)
    if match:
        yield typed[: match.start()].strip(), typed[match.start() :].replace(" ", "")
    for mark in (" ", "T"):
        if mark in typed:
            day, _, rest = typed.rpartition(mark)
            yield day.strip(), rest.strip()
    match = re.search(r"(?<=[天日号])(?=[0-9])", typed)
    if match:
        yield typed[: match.start()].strip(), typed[match.start() :].replace(" ", "")
    if re.fullmatch(r"[0-9]{1,2}(:[0-9]{2}){1,2}|[0-9]{1,2}[点时].*", typed):
        yield "", typed


def _by_words(typed: str, today: date, future: bool) -> date | None:
    if typed in _DAY_WORDS:
        return today + timedelta(days=_DAY_WORDS[typed])
    match = _WEEK.fullmatch(typed)
    if match is None:
        return None
    day = "一二三四五六日".find(match["day"])
    weekday = day if day >= 0 else 6 if match["day"] == "天" else int(match["day"]) - 1
    this_week = today - timedelta(days=today.weekday() - weekday)
    if match["which"] is not None:
        return this_week + timedelta(weeks=_WEEK_SHIFT[match["which"]])
    if future:
        return this_week if this_week >= today else this_week + timedelta(weeks=1)
    return this_week if this_week <= today else this_week - timedelta(weeks=1)


def _by_numbers(typed: str, today: date, future: bool) -> date:
    match = _DAY_ONLY.fullmatch(typed)
    if match:
        return _in_some_month(int(match["day"]), today, future)
    match = _SEPARATED.fullmatch(typed)
    if match:
        year, month, day = match["year"], match["month"], match["day"]
    else:
        match = _DIGITS.fullmatch(typed)
        if match is None:
            raise Refused("bad_value", f"看不懂日期“{_short(typed)}”，{_HOW}")
        year, month, day = match["year"], match["month"] or match["month1"], match["day"] or match["day2"]
    whole = _year(year, (int(month), int(day)), today, future)
    if not EARLIEST_YEAR <= whole <= LATEST_YEAR:
        raise Refused("bad_value", f"年份{whole}不对，应当在{EARLIEST_YEAR}年到{LATEST_YEAR}年之间。")
    try:
        return date(whole, int(month), int(day))
    except ValueError:
        raise Refused("bad_value", f"没有{whole}年{int(month)}月{int(day)}日这一天，请核对。") from None


def _year(typed: str | None, month_day: tuple[int, int], today: date, future: bool) -> int:
    """The four-digit year; two digits mean the century that lies before today (with `future`, ten years on at most)."""
    if typed is None:
        here = (today.month, today.day)
        if future:
            return today.year if month_day >= here else today.year + 1
        return today.year if month_day <= here else today.year - 1
    if len(typed) == 4:
        return int(typed)
    century = today.year - today.year % 100
    near = century + int(typed)
    return near if near <= today.year + (10 if future else 0) else near - 100


def _in_some_month(day: int, today: date, future: bool) -> date:
    """The nearest month whose `day` fits: this one or the last (with `future` this one or the next)."""
    months = today.year * 12 + today.month - 1
    fits = day >= today.day if future else day <= today.day
    if not fits:
        months += 1 if future else -1
    try:
        return date(months // 12, months % 12 + 1, day)
    except ValueError:
        raise Refused(
            "bad_value", f"没有{months // 12}年{months % 12 + 1}月{day}日这一天，请写上月份，如 3月{day}日。"
        ) from None


def _short(text: str) -> str:
    typed = " ".join(text.split())
    return typed if len(typed) <= 20 else typed[:20] + "…"


def _chinese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
