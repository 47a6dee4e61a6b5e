"""工作台: what is due, what waits, what is missing, as the desk finds it today. Figures, never a ranking of anybody."""

from __future__ import annotations

import calendar
from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from petidesk.domain.cases.events import KINDS, NATIONAL_PAPERS
from petidesk.domain.clocks import CLOCKS
from petidesk.domain.codes import CHANNELS
from petidesk.domain.json_output import iso
from petidesk.domain.ledger.months import ReportDue
from petidesk.domain.office.office import CountyDate

REMIND_DAYS = 5
"""So many days before a reception its leaders are reminded, and again on the eve (rules/reception.md)."""
SOON_DAYS = 7
"""So many days after today count as 一周内."""
PRESSING = 12
"""So many matters stand in 先办这些."""
FOR_DISPUTES = 3
"""So many lines of it disputes keep, however many duties there are."""
RECENT = 10
"""So many records that were shown last are within reach."""
CALENDAR_FROM_MONTH = 11
"""From November on the rest days of the coming year are missed: the State Council gives them out about then."""

PAPERS_OWED = {
    "acceptance_notice": "受理告知书",
    "non_acceptance_notice": "不予受理（不再受理）告知书",
    "extension_notice": "延期办理告知书",
    "handling_opinion": "处理意见书",
}
"""Papers that a case should have by now, by the form that makes them."""


@dataclass(frozen=True, slots=True)
class DueCount:
    """Cases with a date before today, on it, and within the seven days after it."""

    overdue: int = 0
    today: int = 0
    soon: int = 0

    @property
    def any(self) -> int:
        """Everything with a date up to a week from now."""
        return self.overdue + self.today + self.soon


@dataclass(frozen=True, slots=True)
class Waiting:
    """Papers that are signed and not served, and the day on which the oldest of them was signed."""

    count: int = 0
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Reception:
    """The visits of one channel on one day: batches (批次) and people (人次)."""

    channel: str
    batches: int
    people: int


@dataclass(frozen=True, slots=True)
class CountyDue:
    """The next day on which the county wants something."""

    what: str
    on: date
    days_left: int


@dataclass(frozen=True, slots=True)
class LedgerDue:
    """The ledger of disputes: past their date, due within the week, follow-ups (回访) due, and the report owed."""

    overdue: int = 0
    soon: int = 0
    follow_ups: int = 0
    report: ReportDue | None = None


@dataclass(frozen=True, slots=True)
class ReceptionDue:
    """A reception day of leaders that is near: who has to be reminded, and how many booked."""

    on: date
    days_left: int
    kind: str
    leaders: tuple[str, ...]
    village: str
    place: str
    hours: str
    booked: int


@dataclass(frozen=True, slots=True)
class Pressing:
    """A case of the short list. `kind` is a clock (`by_law`) or the kind of event that set the date."""

    case_id: int
    case_no: str
    title: str
    kind: str
    by_law: bool
    on: date
    unit: str
    restricted: bool

    @property
    def owed(self) -> str:
        """What is owed, in words."""
        return CLOCKS[self.kind].label if self.by_law else task_words(self.kind)


_DUTIES = {
    "written_notice": "书面告知信访人",
    "objection": "有异议的提出异议",
    "handling": "作出处理意见",
    "duty_performance": "履行职责并答复",
    "simplified": "简易办理并答复",
    "review": "作出复查意见",
    "recheck": "作出复核意见",
    "hotline": "办结12345工单",
    "instruction": "办结领导批示件",
}
# What a task asks for, and the kind of event that its entry opens with.
_TASKS = {
    "instructed": ("落实领导批示", "carried_out"),
    "met": ("落实会议决定", "carried_out"),
    "in_charge": ("落实包案化解", "carried_out"),
    "granted": ("落实答应的请求", "carried_out"),
    "promised": ("办约定的事", "carried_out"),
    "assigned": ("催要交办反馈", "returned"),
    "transferred": ("催要转送反馈", "returned"),
    "supervised": ("催要督办反馈", "returned"),
}
NEXT = "next"
"""As an event of `Errand`: whatever the record asks next."""


@dataclass(frozen=True, slots=True)
class Errand:
    """One line of 先办这些: what to do, by when, and the record in which it is done.

    `subject`: case, dispute, month or calendar. `event`: the kind of event whose entry opens, `NEXT` for the step that
    comes next, empty where the place itself is enough. `title`: empty for what nobody may read in a list.
    """

    subject: str
    number: str
    title: str
    what: str
    on: date
    unit: str = ""
    event: str = ""


@dataclass(frozen=True, slots=True)
class Recent:
    """A record that was shown last at this desk: `subject` is case, visit, dispute or letter; `key` names it."""

    subject: str
    key: str
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class Board:
    """Everything that 工作台 shows. `owed` and `not_entered` hold only what is not zero."""

    today: date
    due: DueCount = DueCount()
    tasks: DueCount = DueCount()
    task_kinds: dict[str, int] = field(default_factory=dict)
    waiting: Waiting = Waiting()
    unfinished_visits: int = 0
    draft_letters: int = 0
    owed: dict[str, int] = field(default_factory=dict)
    not_entered: dict[str, int] = field(default_factory=dict)
    reception: tuple[Reception, ...] = ()
    coming: tuple[ReceptionDue, ...] = ()
    ledger: LedgerDue = LedgerDue()
    county: tuple[CountyDue, ...] = ()
    pressing: tuple[Pressing, ...] = ()
    errands: tuple[Errand, ...] = ()
    calendar_missing: int | None = None

    @property
    def week(self) -> date:
        """The last day that counts as 一周内."""
        return soon_until(self.today)

    @property
    def waiting_days(self) -> int:
        """How long the oldest signed paper has waited for service."""
        return (self.today - self.waiting.since).days if self.waiting.since else 0


def soon_until(today: date) -> date:
    """The last day of 一周内."""
    return today + timedelta(days=SOON_DAYS)


def task_words(kind: str) -> str:
    """What an event of the office's own making asks for: 批示落实, 反馈, 会议决定 ..."""
    return {
        "instructed": "批示落实",
        "assigned": "交办反馈",
        "transferred": "转送反馈",
        "supervised": "督办反馈",
        "met": "会议决定",
        "in_charge": "包案化解",
        "granted": "答应的请求落实",
    }.get(kind) or KINDS[kind].label


def county_dues(dates: Sequence[CountyDate], today: date) -> tuple[CountyDue, ...]:
    """The next occurrence of every date that the county sets, the nearest first.

    A day that a month lacks (the 31st) falls on that month's last day.
    """
    found = []
    for item in dates:
        on = _in_month(today.year, today.month, item.day)
        if on < today:
            year, month = (today.year + 1, 1) if today.month == 12 else (today.year, today.month + 1)
            on = _in_month(year, month, item.day)
        found.append(CountyDue(item.what, on, (on - today).days))
    return tuple(sorted(found, key=lambda due: (due.on, due.what)))


def _in_month(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def most_pressing(found: Sequence[Pressing], most: int = PRESSING) -> tuple[Pressing, ...]:
    """Each case once with its earliest date, earliest first; a date by law goes before one of the office's own."""
    ordered = sorted(found, key=lambda item: (item.on, not item.by_law, item.case_id))
    once = {item.case_id: item for item in reversed(ordered)}
    return tuple(item for item in ordered if once[item.case_id] is item)[:most]


def errand_of(line: Pressing) -> Errand:
    """What the date of a case asks for."""
    if line.by_law:
        what, event = _DUTIES.get(line.kind, CLOCKS[line.kind].label), NEXT
    else:
        what, event = _TASKS.get(line.kind, (task_words(line.kind), NEXT))
    return Errand("case", line.case_no, line.title, what, line.on, line.unit, event)


def report_errand(report: ReportDue) -> Errand:
    """The monthly report of the ledger."""
    year, month = report.month.split("-")
    return Errand("month", report.month, f"{year}年{int(month)}月矛盾纠纷月报", "结账报县", report.due_on)


def calendar_errand(year: int, today: date) -> Errand:
    """The rest days of a year that nobody entered; working days can be counted into it from its first day on."""
    return Errand("calendar", str(year), f"{year}年放假安排", "导入放假日历", max(date(year - 1, 12, 31), today))


def missing_year(today: date, known: Container[int]) -> int | None:
    """This year when its rest days are not known; from November on the coming one; else None."""
    if today.year not in known:
        return today.year
    return today.year + 1 if today.month >= CALENDAR_FROM_MONTH and today.year + 1 not in known else None


def first_errands(duties: Sequence[Errand], disputes: Sequence[Errand], most: int = PRESSING) -> tuple[Errand, ...]:
    """The duties with the earliest dates, then the disputes with theirs, which keep a few lines of their own.

    By age alone a few old disputes would hide what the law wants today.
    """
    kept = min(len(disputes), FOR_DISPUTES)
    first = sorted(duties, key=lambda errand: errand.on)[: most - kept]
    return (*first, *sorted(disputes, key=lambda errand: errand.on)[: most - len(first)])


def board_document(board: Board) -> dict[str, Any]:
    """The board as `petidesk home --json` prints it."""
    return {
        "today": iso(board.today),
        "due": _counts(board.due),
        "tasks": {**_counts(board.tasks), "by_kind": board.task_kinds},
        "waiting_for_service": {
            "count": board.waiting.count,
            "since": iso(board.waiting.since),
            "days": board.waiting_days,
        },
        "unfinished_visits": board.unfinished_visits,
        "draft_letters": board.draft_letters,
        "papers_owed": board.owed,
        "not_entered": board.not_entered,
        "reception": [
            {"channel": line.channel, "batches": line.batches, "people": line.people} for line in board.reception
        ],
        "coming_receptions": [
            {
                "date": iso(due.on),
                "days_left": due.days_left,
                "kind": due.kind,
                "leaders": list(due.leaders),
                "village": due.village,
                "place": due.place,
                "time": due.hours,
                "booked": due.booked,
            }
            for due in board.coming
        ],
        "ledger": {
            "overdue": board.ledger.overdue,
            "soon": board.ledger.soon,
            "follow_ups": board.ledger.follow_ups,
            "report": None
            if board.ledger.report is None
            else {
                "month": board.ledger.report.month,
                "due_on": iso(board.ledger.report.due_on),
                "days_left": board.ledger.report.days_left,
            },
        },
        "county": [{"what": line.what, "on": iso(line.on), "days_left": line.days_left} for line in board.county],
        "pressing": [
            {
                "case_no": line.case_no,
                "title": line.title,
                "owed": line.owed,
                "by_law": line.by_law,
                "on": iso(line.on),
                "days_left": (line.on - board.today).days,
                "unit": line.unit,
            }
            for line in board.pressing
        ],
        "errands": [
            {
                "subject": errand.subject,
                "number": errand.number,
                "title": errand.title,
                "what": errand.what,
                "on": iso(errand.on),
                "unit": errand.unit,
            }
            for errand in board.errands
        ],
        "calendar_missing": board.calendar_missing,
    }


def _counts(count: DueCount) -> dict[str, int]:
    return {"overdue": count.overdue, "today": count.today, "soon": count.soon}


def reception_words(reception: Sequence[Reception]) -> str:
    """来访 3 批次 5 人次；来电 1 批次 1 人次."""
    return "；".join(f"{CHANNELS[line.channel]} {line.batches} 批次 {line.people} 人次" for line in reception)


def not_entered_words(not_entered: dict[str, int]) -> str:
    """来访登记 3；处理意见书 1."""
    return "；".join(f"{NATIONAL_PAPERS[paper]} {count}" for paper, count in not_entered.items())
