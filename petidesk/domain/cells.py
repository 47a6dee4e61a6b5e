"""Cells of somebody else's workbook: what they are, and how a clerk's date, number or name in one is understood.

Nothing is guessed silently: what cannot be understood raises Refused with one plain sentence, what a spreadsheet
program has ruined (digits of an identity number) is said to be ruined.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from petidesk.domain import identity
from petidesk.domain.trouble import Refused


@dataclass(frozen=True, slots=True)
class BrokenCell:
    """A cell without a usable value: a formula that was never calculated, or an error such as #N/A."""

    text: str


Cell = str | int | float | bool | date | datetime | time | timedelta | BrokenCell | None


@dataclass(frozen=True, slots=True)
class Row:
    """One row that holds something. `number` is its number on the sheet (line in a CSV file), from 1."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged area: rows counted from 1, columns from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet as read: its name, its rows that are not empty, its merged areas, from when it counts days."""

    sheet: str
    rows: tuple[Row, ...]
    merges: tuple[Merge, ...] = ()
    days_from_1904: bool = False


# What clerks write where there is nothing to write.
_NOTHING = frozenset(("无", "不详", "未知", "未提供", "无电话", "-", "--", "—", "——", "－", "/", "／", "空"))
_QUOTED = re.compile(r'="(.*)"', re.DOTALL)


def cell_text(cell: Cell) -> str:
    """The cell as text, trimmed: 2.0 as 2, dates as ISO, ="123" and '123 as 123. Never raises."""
    if cell is None:
        return ""
    if type(cell) is str and cell[:1] not in "='":
        return cell.strip()
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell).upper()
    if isinstance(cell, datetime):
        return cell.isoformat(" ", timespec="minutes")
    if isinstance(cell, BrokenCell):
        return cell.text
    text = str(cell).strip()
    quoted = _QUOTED.fullmatch(text)
    return quoted[1].strip() if quoted else text.removeprefix("'")


def optional_text(cell: Cell) -> str:
    """`cell_text`, but empty for 无, 不详, a dash and the like."""
    text = cell_text(cell)
    return "" if text in _NOTHING else text


def squeezed(text: str) -> str:
    """`text` for comparison: NFKC, no white space, lower case."""
    return _squeezed(text) if len(text) <= 12 else _squeeze(text)


def _squeeze(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


# Short words come again and again: states, types, levels, villages, days.
_squeezed = lru_cache(maxsize=4096)(_squeeze)


def reject_broken(cell: Cell) -> None:
    """Refuse a cell without a usable value."""
    if isinstance(cell, BrokenCell):
        raise Refused("bad_value", f"这一格没有可用的值（{cell.text}），请在表格里改成实际内容再导入。")


def read_identity(cell: Cell) -> str:
    """An identity number as text. Refused when a spreadsheet program has cut digits off; digits are checked later."""
    reject_broken(cell)
    text = "".join(unicodedata.normalize("NFKC", optional_text(cell)).split()).upper()
    number = isinstance(cell, int | float) and not isinstance(cell, bool) and identity.ruined_number(cell)
    if number or identity.ruined_number(text):
        raise Refused(
            "bad_value",
            "身份证号被表格软件当成数字，末尾几位已经丢失。请按原件补全，先把这一格设为“文本”再填。",
        )
    return text


@dataclass(frozen=True, slots=True)
class Phones:
    """The telephone numbers of a cell in order, the words that stand beside them, and what had to be left out."""

    numbers: tuple[str, ...] = ()
    words: str = ""
    left_out: tuple[str, ...] = ()


# Numbers and their parts; an extension (转8) belongs to the number before it.
_DIALLED = re.compile(r"[0-9+(][0-9+\-() ]*(?:转\s*[0-9]{1,6})?")
_SEVERAL_MOBILES = re.compile(r"(?:1[0-9]{10}\s+)+1[0-9]{10}")
_FEWEST_DIGITS = 3


def read_phones(cell: Cell) -> Phones:
    """The telephone numbers of a cell. One with stars (138****5521) cannot be told and is left out, as words alone are.

    Refused for 1.38E+10: a spreadsheet has cut digits off.
    """
    reject_broken(cell)
    written = optional_text(cell)
    text = unicodedata.normalize("NFKC", written)
    if identity.SCIENTIFIC.fullmatch("".join(text.split())):
        raise Refused("bad_value", "电话被表格软件写成了科学记数，末尾几位已经丢失，请按原件补全。")
    numbers: list[str] = []
    left_out: list[str] = []
    beside = False
    for part in re.split(r"[、,;/\n]|\s{2,}", text):
        for piece in part.split() if _SEVERAL_MOBILES.fullmatch(part.strip()) else (part.strip(),):
            found = _phone(piece)
            if found:
                numbers.append(found)
                beside = beside or _DIALLED.fullmatch(piece) is None
            elif piece:
                left_out.append(piece)
    return Phones(tuple(numbers), written if beside else "", tuple(left_out))


def _phone(text: str) -> str:
    """The number of one part; empty where it holds none, or one of which digits are hidden."""
    found = [match[0].strip() for match in _DIALLED.finditer(text)]
    number = max(found, key=len, default="")
    digits = re.sub(r"[^0-9]", "", number)
    if len(digits) < _FEWEST_DIGITS or re.search(r"[*＊xX]{2,}", text):
        return ""
    mobile = digits.removeprefix("86") if len(digits) == 13 else digits
    if len(mobile) == 11 and mobile.startswith("1"):
        return mobile
    return re.sub(r"\s*转\s*", "-", number).rstrip("( ")


_CHINESE_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}


def read_count(cell: Cell, what: str) -> int | None:
    """A count of people: 2, 2.0, 2人, 十二人. None when empty; Refused (bad_value) when it is none from 1."""
    reject_broken(cell)
    text = squeezed(optional_text(cell)).removeprefix("共").removeprefix("约")
    text = re.sub(r"(?<=.)[余多]?(人次|人|名|个|户)$", "", text)
    if not text:
        return None
    number = chinese_number(text)
    if number is None or isinstance(cell, date | datetime | time | bool) or number < 1:
        raise Refused("bad_value", f"{what}应当是1以上的整数。")
    return number


def chinese_number(text: str) -> int | None:
    """十二, 两百三十, 12 as a number below a thousand (digits: any); None for other words."""
    if re.fullmatch(r"[0-9]{1,9}", text):
        return int(text)
    match = re.fullmatch(
        r"(?:([一二两三四五六七八九])百零?)?(?:([一二两三四五六七八九])?(十))?([一二两三四五六七八九])?", text
    )
    if not text or match is None or (match[2] and not match[3]):
        return None
    hundreds, tens, ten, ones = match.groups()
    tenfold = _CHINESE_DIGITS[tens or "一"] * 10 if ten else 0
    return _CHINESE_DIGITS.get(hundreds or "", 0) * 100 + tenfold + _CHINESE_DIGITS.get(ones or "", 0)


_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=\D|$|(?:0[1-9]|1[0-2])(?:[0-3]\d)?(?!\d))")
_CHINESE_YEAR = re.compile(r"(二[〇○零Oo0]|一九)([〇○零一二三四五六七八九]{2})年")


def year_in(texts: Iterable[str]) -> int | None:
    """The year that a title, a sheet's name or a file name tells; None when none of them tells just one."""
    for text in texts:
        plain = unicodedata.normalize("NFKC", text)
        years = {int(year) for year in _YEAR.findall(plain)}
        for century, rest in _CHINESE_YEAR.findall(text):
            digits = "".join(str(_CHINESE_DIGITS.get(character, 0)) for character in rest)
            years.add((19 if century == "一九" else 20) * 100 + int(digits))
        if len(years) == 1:
            return years.pop()
    return None


_DATE = re.compile(
    r"(?:(?P<year>\d{4}|\d{2})(?P<mark>[-/.年]))?(?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})[日号]?(?P<rest>.*)",
    re.DOTALL,
)
_COMPACT = re.compile(r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?P<rest>(?:\D.*)?)", re.DOTALL)
_TIME = re.compile(
    r"(?P<part>凌晨|早上|早晨|上午|中午|下午|傍晚|晚上)?(?:(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{1,2})(?::\d{1,2}(?:\.\d+)?)?"
    r"|[点时](?:(?P<half>半)|(?P<minute1>\d{1,2})分?|整)?))?",
)
_PART_TIMES = {"上午": time(9, 0), "早上": time(8, 0), "早晨": time(8, 0), "中午": time(12, 0), "下午": time(15, 0)}
_WEEKDAY = re.compile(r"[(（]?(?:星期|周|礼拜)[一二三四五六日天][)）]?")
# Days that spreadsheet programs count from 1899-12-30; a plain number within these is such a date (1954 to 2119).
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 80_200


def read_moment(cell: Cell, year: int | None) -> tuple[datetime, bool]:
    """When a cell says something happened, and whether it names a time of day.

    Takes real dates, 2024-12-8 13:15, 2024.3.8, 20240308, 2024年3月8日下午3点, 3月8日 (with `year`), and the day
    numbers of spreadsheet programs. The number 3.1 may have been typed as 3.10 and is refused.
    Refused: ``missing`` when empty, ``bad_value`` for anything else and for days that do not exist.
    """
    reject_broken(cell)
    if isinstance(cell, datetime):
        return (cell + timedelta(milliseconds=500)).replace(second=0, microsecond=0), True
    if isinstance(cell, date):
        return datetime(cell.year, cell.month, cell.day), False
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if _FIRST_SERIAL <= cell < _LAST_SERIAL:
            return datetime(1899, 12, 30) + timedelta(minutes=round(cell * 1440)), not float(cell).is_integer()
        if re.fullmatch(r"\d{1,2}\.[123]", cell_text(cell)):
            month, _, number = cell_text(cell).partition(".")
            raise Refused(
                "bad_value",
                f"分不清是{month}月{number}日还是{month}月{number}0日，请写成 {month}月{number}日 这样的文字。",
            )
    return _written_moment(cell_text(cell), year)


@lru_cache(maxsize=4096)
def _written_moment(written: str, year: int | None) -> tuple[datetime, bool]:
    text = unicodedata.normalize("NFKC", written).strip()
    if not text:
        raise Refused("missing", "日期是空的。")
    if re.fullmatch(r"\d{4}\s+\d{1,2}\s+\d{1,2}", text):
        text = "-".join(text.split())
    text = _CHINESE_PART.sub(_arabic, text)
    match = _COMPACT.fullmatch(text) or _DATE.fullmatch(re.sub(r"\s*([-/.年月日])\s*", r"\1", text))
    if match is None or _ANOTHER_DAY.match(match["rest"]):
        raise Refused("bad_value", "看不懂这个日期，请写成 2024-3-8 或 2024年3月8日。")
    day = _day(match["year"], int(match["month"]), int(match["day"]), year)
    clock = _clock(match["rest"])
    return datetime.combine(day, clock or time(0)), clock is not None


# A second day, or a third number: 2026/3/5-3/8, 5/3/2026.
_ANOTHER_DAY = re.compile(r"[-/.、,~至到]\s*\d")
_CHINESE_PART = re.compile(r"[〇○零一二三四五六七八九十]+(?=[年月日号])")


def _arabic(part: re.Match[str]) -> str:
    """二〇二六 as 2026, 十二 as 12: one part of a date written out."""
    text = part[0]
    if len(text) == 4 and "十" not in text:
        return "".join(str(_CHINESE_DIGITS.get(character, 0)) for character in text)
    number = chinese_number(text)
    return text if number is None else str(number)


def _day(written: str | None, month: int, day: int, year: int | None) -> date:
    if written is None and year is None:
        raise Refused("bad_value", "日期没有写年份，标题和文件名里也没有，请补上年份。", hint="用 --year 指明年份。")
    whole = year if written is None else int(written) + (2000 if len(written) == 2 else 0)
    assert whole is not None
    try:
        return date(whole, month, day)
    except ValueError:
        raise Refused("bad_value", f"没有{whole}年{month}月{day}日这一天，请核对。") from None


def read_time(cell: Cell) -> time | None:
    """A time of day from a column of its own; None when empty. Refused (bad_value) when it is none."""
    reject_broken(cell)
    if isinstance(cell, datetime):
        return cell.time().replace(second=0, microsecond=0)
    if isinstance(cell, time):
        return cell.replace(second=0, microsecond=0)
    if isinstance(cell, float) and 0 <= cell < 1:
        minutes = min(round(cell * 1440), 1439)
        return time(minutes // 60, minutes % 60)
    return _clock(optional_text(cell))


def _clock(text: str) -> time | None:
    rest = _WEEKDAY.sub("", "".join(unicodedata.normalize("NFKC", text).split())).removeprefix("T")
    if not rest:
        return None
    match = _TIME.fullmatch(rest)
    if match is None:
        raise Refused("bad_value", "看不懂日期后面的时间，请写成 9:20 或 下午3点。")
    part = match["part"] or ""
    if match["hour"] is None:
        return _PART_TIMES.get(part)
    hour = int(match["hour"])
    minute = 30 if match["half"] else int(match["minute"] or match["minute1"] or 0)
    if (part in ("下午", "傍晚", "晚上") and 1 <= hour < 12) or (part == "中午" and 1 <= hour <= 3):
        hour += 12
    if hour > 23 or minute > 59:
        raise Refused("bad_value", "没有这个时间，请核对。")
    return time(hour, minute)
