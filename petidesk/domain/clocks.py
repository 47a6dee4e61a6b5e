"""The clocks of a petition: which limits there are, and how a day is counted and may be proved.

The regulation counts calendar days and working days but has no rule of counting of its own; the counting follows the
Civil Code by analogy (参照): the first day is not counted (201), months end on the same-numbered day (202), a last day
that is a rest day moves to the next working day (203). The raw day, without that move, is what papers print.
"""

from __future__ import annotations

import calendar as months_of
import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from petidesk.domain.calendar import Calendar
from petidesk.domain.json_output import iso
from petidesk.domain.trouble import Refused

Unit = Literal["calendar", "working", "months"]

UNIT_LABELS: dict[Unit, str] = {"calendar": "日", "working": "个工作日", "months": "个月"}

_COUNTING = "期间计算参照《中华人民共和国民法典》第二百零一条、第二百零三条"
_COUNTING_MONTHS = "期间计算参照《中华人民共和国民法典》第二百零一条、第二百零二条、第二百零三条"

EARLIEST_YEAR = 1900
LATEST_YEAR = 2100


@dataclass(frozen=True, slots=True)
class Clock:
    """One limit. `amount` counts `unit`; `max_extension` is in the same unit, 0 when none exists.

    `start_event` says which day is the one not counted. `by_office`: no law sets it, the office does (`of_office`).
    """

    kind: str
    label: str
    amount: int
    unit: Unit
    basis: str
    start_event: str
    max_extension: int = 0
    by_office: bool = False

    @property
    def length(self) -> str:
        """The limit in words: 15日, 5个工作日, 2个月."""
        return self.of(self.amount)

    def of(self, amount: int) -> str:
        """An amount of this clock's unit in words."""
        return f"{amount}{UNIT_LABELS[self.unit]}"


_REGULATION = "《信访工作条例》"
_ALL = (
    Clock("written_notice", "书面告知", 15, "calendar", f"{_REGULATION}第二十三条第二款", "收到信访事项之日"),
    Clock("objection", "提出异议", 5, "working", f"{_REGULATION}第二十三条第三款", "收到转送、交办之日"),
    Clock("handling", "办理", 60, "calendar", f"{_REGULATION}第三十四条", "受理之日", max_extension=30),
    Clock(
        "duty_performance", "履行职责", 2, "months", "《中华人民共和国行政诉讼法》第四十七条", "收到履行职责请求之日"
    ),
    Clock("review_request", "请求复查", 30, "calendar", f"{_REGULATION}第三十五条", "收到书面处理意见之日"),
    Clock("review", "复查", 30, "calendar", f"{_REGULATION}第三十五条", "收到复查请求之日"),
    Clock("recheck_request", "请求复核", 30, "calendar", f"{_REGULATION}第三十六条", "收到书面复查意见之日"),
    Clock("recheck", "复核", 30, "calendar", f"{_REGULATION}第三十六条", "收到复核请求之日"),
    Clock(
        "judicial_confirmation",
        "申请司法确认",
        30,
        "calendar",
        "《中华人民共和国民事诉讼法》第二百零五条",
        "调解协议生效之日",
    ),
    Clock(
        "simplified",
        "简易办理",
        10,
        "working",
        "《信访事项简易办理办法（试行）》",
        "受理之日",
    ),
    Clock("hotline", "12345工单", 5, "working", "本单位设置的12345工单办理期限", "登记之日", by_office=True),
    Clock("instruction", "领导批示件", 15, "calendar", "本单位设置的领导批示件办理期限", "登记之日", by_office=True),
)

CLOCKS: dict[str, Clock] = {clock.kind: clock for clock in _ALL}
"""Every clock by its kind, in the order in which a case meets them."""

LAWFUL = tuple(clock.kind for clock in _ALL if not clock.by_office)
"""The clocks that the law sets."""

BY_OFFICE = tuple(clock.kind for clock in _ALL if clock.by_office)
"""The clocks of orders (12345工单, 领导批示件): the office says how long they run."""


@dataclass(frozen=True, slots=True)
class Due:
    """The days a clock ends on. `legal` and `safe` are None when `calendar_missing` names a year.

    `raw`: without any move. `legal`: moved off a rest day. `safe`: the last working day on or before `raw`.
    """

    raw: date
    legal: date | None
    safe: date | None
    calendar_missing: int | None


@dataclass(frozen=True, slots=True)
class CountedDay:
    """One day on the way: whether it counts towards the limit, and why or why not, in Chinese."""

    date: date
    counted: bool
    why: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """The answer of `deadline`: the days of `Due`, the basis, and every day counted or passed over."""

    kind: str
    start: date
    extended: int
    raw: date
    legal: date | None
    safe: date | None
    calendar_missing: int | None
    basis: str
    days: tuple[CountedDay, ...]


@dataclass(frozen=True, slots=True)
class LocalLimit:
    """A shorter limit of a local regulation, with its basis as the office typed it."""

    kind: str
    amount: int
    unit: Unit
    basis: str


def clock_of(kind: str) -> Clock:
    """The clock of a kind. Refused (bad_value) when there is none."""
    try:
        return CLOCKS[kind]
    except KeyError:
        raise Refused(
            "bad_value", f"没有“{kind}”这种期限。", field="kind", hint=f"可选：{'、'.join(CLOCKS)}。"
        ) from None


def due(kind: str, start: date, calendar: Calendar, extend: int = 0) -> Due:
    """Only the days on which a clock that starts at `start` ends, without the proof; for lists and many cases.

    Refused (bad_value, field extend) for an extension that the clock does not know, and (no_calendar) when a
    working-day clock meets a year whose arrangement is not known.
    """
    clock = clock_of(kind)
    _check(clock, start, extend)
    return _due(clock, start, calendar, extend)


def deadline(kind: str, start: date, calendar: Calendar, extend: int = 0) -> Deadline:
    """The deadline with its proof, day by day, from `start` to the later of raw and legal. Refused as `due` is."""
    clock = clock_of(kind)
    _check(clock, start, extend)
    return _deadline(clock, start, calendar, extend)


def with_local_limit(statutory: Deadline, local: LocalLimit, calendar: Calendar) -> Deadline:
    """The earlier of two deadlines of one kind, compared by date; the statutory one when they are the same day.

    The days by which the statutory one was extended are added to the local limit too.

    Where the local limit counts working days of a year that is not known, the statutory raw day stays, and legal and
    safe are None: nobody can say whether an earlier day binds.
    """
    clock = dataclasses.replace(
        clock_of(local.kind), amount=local.amount, unit=local.unit, basis=local.basis, max_extension=0
    )
    extended = statutory.extended
    missing = _unknown_on_the_way(clock, statutory.start, calendar, extended) if local.unit == "working" else None
    if missing is not None:
        return dataclasses.replace(statutory, legal=None, safe=None, calendar_missing=missing)
    shorter = _deadline(clock, statutory.start, calendar, extended)
    return shorter if shorter.raw < statutory.raw else statutory


def of_office(limit: LocalLimit, start: date, calendar: Calendar) -> Deadline:
    """A clock that the office sets (`BY_OFFICE`), with the office's own time and basis.

    Where it counts working days of a year that is not known, raw counts every day, which is never too late, and legal
    and safe are None.
    """
    clock = dataclasses.replace(clock_of(limit.kind), amount=limit.amount, unit=limit.unit, basis=limit.basis)
    missing = _unknown_on_the_way(clock, start, calendar, 0) if limit.unit == "working" else None
    if missing is None:
        return _deadline(clock, start, calendar, 0)
    every_day = _deadline(dataclasses.replace(clock, unit="calendar"), start, calendar, 0)
    return dataclasses.replace(every_day, legal=None, safe=None, calendar_missing=missing)


def set_for(kind: str, start: date, on: date | None, calendar: Calendar, extend: int = 0) -> Deadline:
    """A clock that begins anew after a review (撤销重办): until the day that the review opinion sets.

    Without one it runs for the statutory time, and its basis says that the regulation has no words for it.
    """
    clock = clock_of(kind)
    if on is None:
        clock = dataclasses.replace(clock, basis=f"撤销重办的期限无明文，参照{clock.basis}")
    else:
        clock = dataclasses.replace(clock, amount=(on - start).days, basis="复查意见确定的重新办理期限")
    return _deadline(clock, start, calendar, extend)


def deadline_document(found: Deadline) -> dict[str, Any]:
    """The deadline as `petidesk deadline --json` prints it."""
    return {
        "kind": found.kind,
        "from": iso(found.start),
        "extended": found.extended,
        "raw": iso(found.raw),
        "legal": iso(found.legal),
        "safe": iso(found.safe),
        "calendar_missing": found.calendar_missing,
        "basis": found.basis,
        "days": [{"date": iso(day.date), "counted": day.counted, "why": day.why} for day in found.days],
    }


def _check(clock: Clock, start: date, extend: int) -> None:
    if not EARLIEST_YEAR <= start.year <= LATEST_YEAR:
        raise Refused(
            "bad_value", f"起算日应当在{EARLIEST_YEAR}年到{LATEST_YEAR}年之间。", field="from", basis=clock.basis
        )
    if extend == 0:
        return
    if clock.max_extension == 0:
        raise Refused("bad_value", f"{clock.label}期限不能延长。", field="extend", basis=clock.basis)
    if not 1 <= extend <= clock.max_extension:
        raise Refused(
            "bad_value",
            f"延长天数应当在1到{clock.max_extension}{UNIT_LABELS[clock.unit]}之间。",
            field="extend",
            basis=clock.basis,
        )


def _due(clock: Clock, start: date, calendar: Calendar, extend: int) -> Due:
    if clock.unit == "working":
        last = calendar.add_working_days(start, clock.amount + extend)
        return Due(last, last, last, None)
    raw = _months_later(start, clock.amount) if clock.unit == "months" else start + timedelta(clock.amount + extend)
    legal, safe = _off_rest_days(raw, 1, calendar), _off_rest_days(raw, -1, calendar)
    if isinstance(legal, int):
        return Due(raw, None, None, legal)
    if isinstance(safe, int):
        return Due(raw, None, None, safe)
    return Due(raw, legal, safe, None)


def _months_later(start: date, amount: int) -> date:
    """The same-numbered day, or the last day of a month that lacks it (民法典 202)."""
    index = start.year * 12 + start.month - 1 + amount
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(start.day, months_of.monthrange(year, month)[1]))


def _off_rest_days(day: date, step: int, calendar: Calendar) -> date | int:
    """`day`, or the nearest working day in the direction of `step`; the year when its arrangement is not known."""
    while calendar.knows(day.year):
        if calendar.is_working_day(day):
            return day
        day += timedelta(days=step)
    return day.year


def _unknown_on_the_way(clock: Clock, start: date, calendar: Calendar, extend: int) -> int | None:
    """The first year a working-day clock needs and the calendar does not know; None when it knows all."""
    day, left = start, clock.amount + extend
    while left:
        day += timedelta(days=1)
        if not calendar.knows(day.year):
            return day.year
        left -= calendar.is_working_day(day)
    return None


def _deadline(clock: Clock, start: date, calendar: Calendar, extend: int) -> Deadline:
    found = _due(clock, start, calendar, extend)
    counting = _COUNTING_MONTHS if clock.unit == "months" else _COUNTING
    walk = (
        _working_days(start, found.raw, calendar) if clock.unit == "working" else _days(clock, start, found, calendar)
    )
    return Deadline(
        kind=clock.kind,
        start=start,
        extended=extend,
        raw=found.raw,
        legal=found.legal,
        safe=found.safe,
        calendar_missing=found.calendar_missing,
        basis=f"{clock.basis}；{counting}" if clock.basis else counting,
        days=(CountedDay(start, False, "起算日不计"), *walk),
    )


def _working_days(start: date, last: date, calendar: Calendar) -> Iterator[CountedDay]:
    number = 0
    for distance in range(1, (last - start).days + 1):
        day = start + timedelta(days=distance)
        reason = calendar.reason(day)
        if calendar.is_rest_day(day):
            yield CountedDay(day, False, f"{reason}，不计")
            continue
        number += 1
        why = f"第{number}个工作日" + (f"（{reason}）" if reason else "")
        yield CountedDay(day, True, why + ("，末日" if day == last else ""))


def _days(clock: Clock, start: date, found: Due, calendar: Calendar) -> Iterator[CountedDay]:
    length = (found.raw - start).days
    for number in range(1, length):
        beyond = number - clock.amount
        more = f"（延长第{beyond}日）" if clock.unit == "calendar" and beyond > 0 else ""
        yield CountedDay(start + timedelta(days=number), True, f"第{number}日{more}")
    last = f"第{length}日，" + (f"{clock.length}届满，" if clock.unit == "months" else "")
    if found.legal is None or found.legal == found.raw:
        yield CountedDay(found.raw, True, f"{last}末日")
        return
    yield CountedDay(found.raw, True, f"{last}末日逢{calendar.reason(found.raw)}，应当顺延")
    for distance in range(1, (found.legal - found.raw).days):
        day = found.raw + timedelta(days=distance)
        yield CountedDay(day, False, f"顺延：{calendar.reason(day)}")
    reason = calendar.reason(found.legal)
    yield CountedDay(found.legal, False, "顺延后的末日" + (f"（{reason}）" if reason else ""))
