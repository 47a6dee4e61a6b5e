"""Reception days of leaders as the office keeps them: who was to receive (原定), who does (实到), why that changed.

`schedule_rules` says which days, `schedule_rota` who; here are the kept day, its changes, what does not go together,
and the counts of a year.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from petidesk.domain.calendar import WEEKDAYS
from petidesk.domain.json_output import iso
from petidesk.domain.reception.rota import Leave, Turn
from petidesk.domain.reception.rules import WEEKDAY_CODES, Policy, Rule, lunar_words
from petidesk.domain.trouble import Refused

KINDS = {"reception": "接访", "outreach": "下访", "invited": "约访", "village": "村级接访"}
CHANGES = {
    "made": "排定",
    "remade": "重排",
    "cancelled": "取消",
    "moved": "改时间地点",
    "swapped": "对调",
    "substituted": "顶替",
    "undone": "撤回变动",
    "taken_back": "撤销上一步",
    "locked": "锁定",
    "unlocked": "解锁",
}
# Changes made by hand: such a day stays when the rest is made anew.
BY_HAND = frozenset(("swapped", "substituted"))
_HOURS = re.compile(r"([0-2][0-9]):([0-5][0-9])-([0-2][0-9]):([0-5][0-9])")


@dataclass(frozen=True, slots=True)
class Slot:
    """What a reception is apart from who receives: day, kind, place, contact village, hours (09:00-11:30 or empty)."""

    on: date
    kind: str = "reception"
    place: str = ""
    village: str = ""
    hours: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a day's history, never altered: who it was before and after, and why."""

    kind: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    why: str
    at: datetime
    staff: str


@dataclass(frozen=True, slots=True)
class ReceptionDay:
    """A reception. `planned` is 原定, `leaders` 实到 (the same until somebody swaps or stands in); `version` counts
    changes."""

    day_id: int
    slot: Slot
    rule_date: date
    moved_because: str | None
    rule: str
    planned: tuple[str, ...]
    leaders: tuple[str, ...]
    unit: str
    locked: bool
    cancelled: bool
    version: int
    changes: tuple[Change, ...] = ()

    @property
    def on(self) -> date:
        """The day of the reception."""
        return self.slot.on

    @property
    def standing_changes(self) -> tuple[Change, ...]:
        """The changes without those that Ctrl+Z took back: each takes the one before it along, whatever it was."""
        found: list[Change] = []
        for change in self.changes:
            if change.kind != "taken_back":
                found.append(change)
            elif found:
                found.pop()
        return tuple(found)

    @property
    def stays(self) -> bool:
        """Whether the day is left alone when the rest is made anew: locked, or changed by hand."""
        return self.locked or self.planned != self.leaders or self.moved_by_hand

    @property
    def moved_by_hand(self) -> bool:
        """Whether somebody gave it another day, time or place since it was laid down."""
        kinds = [change.kind for change in self.standing_changes if change.kind in ("moved", "remade")]
        return bool(kinds) and kinds[-1] == "moved"

    @property
    def called_off(self) -> str:
        """Why somebody called the day off; empty for a day that stands or that no rule names any more."""
        told = [change.why for change in self.standing_changes if change.kind == "cancelled"]
        return told[-1] if self.cancelled and told else ""

    @property
    def reason(self) -> str:
        """Why 实到 is not 原定: the reason of the last swap or substitution, empty when nothing changed."""
        change = self.last_by_hand
        return change.why if change is not None and self.planned != self.leaders else ""

    @property
    def last_by_hand(self) -> Change | None:
        """The last swap or substitution that stands: one that was taken back, or laid over by a new rota, does not."""
        standing: list[Change] = []
        for change in self.standing_changes:
            # A calling-off is taken back like a swap, and must not take the swap before it along.
            if change.kind in BY_HAND or (change.kind == "cancelled" and change.why):
                standing.append(change)
            elif change.kind == "undone" and standing:
                standing.pop()
            elif change.kind in ("remade", "cancelled"):
                standing.clear()
        return next((change for change in reversed(standing) if change.kind in BY_HAND), None)


@dataclass(frozen=True, slots=True)
class NewDay:
    """A reception as a rota lays it down; without leaders where nobody was free."""

    slot: Slot
    rule_date: date
    moved_because: str | None
    rule: str
    leaders: tuple[str, ...]
    unit: str = ""

    def same_as(self, day: ReceptionDay) -> bool:
        """Whether the kept day already says all of this."""
        kept = NewDay(day.slot, day.rule_date, day.moved_because, day.rule, day.leaders, day.unit)
        return self == kept and day.planned == day.leaders and not day.cancelled


@dataclass(frozen=True, slots=True)
class RotaPlan:
    """What a rota is made of. `policy` None: each rule by its kind. `again` makes days anew that are not locked.

    With `own_villages` on each day every leader goes to a village that he is the contact of, to one after the other
    where they are several; only leaders who share a village take turns, there.
    """

    rules: tuple[Rule, ...]
    since: date
    until: date
    turns: tuple[Turn, ...]
    policy: Policy | None = None
    exceptions: tuple[tuple[date, date], ...] = ()
    kind: str = "reception"
    place: str = ""
    village: str = ""
    hours: str = ""
    units: tuple[str, ...] = ()
    again: bool = False
    own_villages: bool = False


@dataclass(frozen=True, slots=True)
class MadeRota:
    """What making a rota did: days laid down or made anew, days that stayed, days that fell away, what is wrong."""

    made: tuple[ReceptionDay, ...]
    kept: tuple[ReceptionDay, ...]
    cancelled: tuple[ReceptionDay, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a plan would lay down, the days that would stay, and the leaders whom leave keeps out altogether."""

    days: tuple[NewDay, ...]
    kept: tuple[ReceptionDay, ...]
    never: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """What does not go together in a rota: `what` is its code, `words` one sentence."""

    what: str
    on: date | None
    words: str


def parse_hours(text: str) -> str:
    """09:00-11:30, empty for none. Refused (bad_value) for a time that is none or that ends before it begins."""
    plain = text.strip().replace("：", ":").replace("—", "-").replace("～", "-")
    if not plain:
        return ""
    found = _HOURS.fullmatch(plain)
    if found is None or max(found[1], found[3]) > "23" or plain[:5] >= plain[6:]:
        raise Refused("bad_value", f"时间“{text}”不对，写成 09:00-11:30。", field="time")
    return plain


def day_words(day: date) -> str:
    """10月15日（星期四）."""
    return f"{day.month}月{day.day}日（{WEEKDAYS[day.weekday()]}）"


def slot_words(slot: Slot) -> str:
    """10月15日（星期四） 09:00-11:30 一楼接访室: when and where."""
    return " ".join(part for part in (day_words(slot.on), slot.hours, slot.village + slot.place) if part)


def findings(days: Sequence[ReceptionDay], leaves: Sequence[Leave], known: Iterable[str]) -> list[Finding]:
    """What is wrong with these receptions, which come in the order of their days; cancelled ones are not looked at.

    A leader on leave that day, a leader in two places at one time, two receptions at one place and time, a day without
    a leader, and leaders who are not in the office's list (papers then lack their post).
    """
    standing = [day for day in days if not day.cancelled]
    found = [finding for day in standing for finding in _of_one(day, leaves)]
    for _, together in itertools.groupby(standing, key=lambda day: day.on):
        for day, other in itertools.combinations(together, 2):
            found += _of_two(day, other)
    listed = set(known)
    strangers = dict.fromkeys(name for day in standing for name in day.leaders if name not in listed)
    if strangers:
        words = f"{'、'.join(strangers)}不在单位设置的领导名单里，公示上没有职务。"
        found.append(Finding("unknown_leader", None, words))
    return sorted(found, key=lambda finding: finding.on or date.max)


def _of_one(day: ReceptionDay, leaves: Sequence[Leave]) -> Iterator[Finding]:
    if not day.leaders:
        yield Finding("gap", day.on, f"{day_words(day.on)}没有人接待。")
    for name in day.leaders:
        if any(leave.leader == name and leave.covers(day.on) for leave in leaves):
            yield Finding("on_leave", day.on, f"{day_words(day.on)}接待的{name}这天请假，请对调或找人顶替。")


def _of_two(day: ReceptionDay, other: ReceptionDay) -> Iterator[Finding]:
    if not overlap(day.slot.hours, other.slot.hours):
        return
    where = day.slot.village + day.slot.place
    if where and where == other.slot.village + other.slot.place:
        kinds = f"{KINDS[day.slot.kind]}和{KINDS[other.slot.kind]}"
        yield Finding("same_place", day.on, f"{day_words(day.on)}{kinds}排在同一地点同一时间（{where}）。")
    for name in sorted(set(day.leaders) & set(other.leaders)):
        yield Finding("same_leader", day.on, f"{day_words(day.on)}{name}同一时间有两处接待。")


def overlap(one: str, other: str) -> bool:
    """Whether two spans of hours meet; a reception without hours takes the whole day."""
    return not one or not other or (one[:5] < other[6:] and other[:5] < one[6:])


def counts(days: Iterable[ReceptionDay]) -> dict[str, dict[str, int]]:
    """How often each leader receives as 实到, by kind and `total`; `planned` is what was laid down at first."""
    found: dict[str, dict[str, int]] = {}
    empty = dict.fromkeys((*KINDS, "total", "planned"), 0)
    for day in days:
        if day.cancelled:
            continue
        for name in day.leaders:
            line = found.setdefault(name, dict(empty))
            line[day.slot.kind] += 1
            line["total"] += 1
        for name in day.planned:
            found.setdefault(name, dict(empty))["planned"] += 1
    return found


def day_document(day: ReceptionDay) -> dict[str, Any]:
    """A reception day as JSON."""
    return {
        "date": iso(day.on),
        "weekday": WEEKDAY_CODES[day.on.weekday()],
        "lunar": lunar_words(day.on),
        "rule_date": iso(day.rule_date),
        "moved_because": day.moved_because,
        "rule": day.rule,
        "kind": day.slot.kind,
        "place": day.slot.place,
        "village": day.slot.village,
        "time": day.slot.hours,
        "planned": list(day.planned),
        "leaders": list(day.leaders),
        "unit": day.unit,
        "locked": day.locked,
        "cancelled": day.cancelled,
        "reason": day.reason,
        "changes": [
            {
                "kind": change.kind,
                "before": list(change.before),
                "after": list(change.after),
                "why": change.why,
                "at": iso(change.at, "minutes"),
                "by": change.staff,
            }
            for change in day.changes
        ],
    }


def finding_document(finding: Finding) -> dict[str, Any]:
    """A finding as JSON."""
    return {"what": finding.what, "date": iso(finding.on), "message": finding.words}


def leave_document(leave: Leave) -> dict[str, Any]:
    """A leave as JSON."""
    return {
        "leader": leave.leader,
        "from": iso(leave.since),
        "to": iso(leave.until),
        "why": leave.why,
    }
