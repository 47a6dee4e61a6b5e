"""The papers of the figures: 总结用数 and the bulletins: the form of each, how it compares, what all of them say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from petidesk.domain.office.office import Office
from petidesk.domain.statistics.catalogue import SUBJECTS
from petidesk.domain.statistics.figures import AsOf
from petidesk.domain.statistics.spans import COMPARES, Compare, Span, Whole, span_words
from petidesk.domain.statistics.words import moment_words
from petidesk.domain.visits.papers import chinese_day

SUMMARY, SHEET = "figures_summary", "figures_sheet"
CLOSED_LEFT_OUT = "依法限制查阅的检举控告不列入。"
CLOSED_APART = "依法限制查阅的检举控告只列入一个季度以上的合计，其余列在“未分列”一行。"


@dataclass(frozen=True, slots=True)
class Bulletin:
    """A bulletin of one kind: the folder of its form, its title, what it compares with."""

    form: str
    title: str
    compare: Compare


BULLETINS: dict[Whole, Bulletin] = {
    "week": Bulletin("bulletin_week", "周快报", "before"),
    "month": Bulletin("bulletin_month", "月通报", "year"),
    "quarter": Bulletin("bulletin_quarter", "季分析", "year"),
    "half": Bulletin("bulletin_half", "半年情况", "year"),
    "year": Bulletin("bulletin_year", "年度报告", "year"),
}


@dataclass(frozen=True, slots=True)
class FigurePaper:
    """A finished paper of figures: its file, by when its figures were known, what no font can draw.

    `kept`: that deadline is the one of an earlier print, not of today.
    """

    form: str
    title: str
    data: bytes
    as_of: AsOf
    sha256: str
    missing_characters: tuple[str, ...]
    kept: bool = False


def made_at(as_of: AsOf) -> datetime:
    """When a paper says to be made: the moment by which its figures were known, so that it comes out alike again."""
    return (
        datetime.combine(as_of.date(), as_of.time()) if isinstance(as_of, datetime) else datetime.combine(as_of, time())
    )


def texts(
    office: Office,
    span: Span,
    named: str,
    other: tuple[Compare, Span] | None,
    as_of: AsOf,
    subjects: Iterable[str],
    closed: str,
) -> dict[str, str]:
    """What every paper of figures says beside its parts. `named`: the span as the paper calls it."""
    notes = []
    if other is not None:
        notes.append(f"{COMPARES[other[0]]}：与{days_words(other[1])}相比。")
    notes += [f"{SUBJECTS[name].label}：{SUBJECTS[name].basis}。" for name in SUBJECTS if name in set(subjects)]
    return {
        "机关名称": office.full_name,
        "机关简称": office.short_name,
        "信访机构": office.petition_office,
        "期间": named,
        "起止": days_words(span),
        "统计截止时间": moment_words(as_of),
        "制发日期": chinese_day(made_at(as_of).date()),
        "口径": "".join([*notes, closed]),
    }


def days_words(span: Span) -> str:
    """A span by its days: 2026年6月1日至6月30日."""
    first = chinese_day(span.since)
    if span.since == span.until:
        return first
    last = chinese_day(span.until)
    return f"{first}至{last.partition('年')[2] if span.since.year == span.until.year else last}"


def week_words(monday: date) -> str:
    """A week by its number in the year: 2026年第42周."""
    year, week, _ = monday.isocalendar()
    return f"{year}年第{week}周"


def named_words(kind: Whole, span: Span, counted: Span, first_day: int = 1) -> str:
    """The span as its bulletin calls it, and up to which day it is counted if it is not over: 2026年，截至11月2日."""
    words = week_words(span.since) if kind == "week" else span_words(span, first_day)
    return words if counted == span else f"{words}，截至{counted.until.month}月{counted.until.day}日"
