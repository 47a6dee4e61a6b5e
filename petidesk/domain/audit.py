"""The audit chain: hashes over hashes, so that a payload can be removed by law and the chain still verifies.

An event's hash covers the hash before it, the event's own fields and the hash of its payload. The payload's hash is
salted, so that a removed payload cannot be guessed back from it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from petidesk.domain.listing import Problem
from petidesk.domain.periods import ALL, CUSTOM, period_days
from petidesk.domain.trouble import Refused

FIRST_HASH = "0" * 64
# The kind of record under which it stands what was said of two people.
PERSON = "person"
# More than a changed time zone, less than a clock that began anew because its battery is empty.
CLOCK_MAY_LAG = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Act:
    """Who acts and when: every change carries one. `salt` is random hex, one for each act."""

    at: datetime
    staff_id: int
    salt: str


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One event of the audit chain, without its payload; `hash` is what holds it in the chain."""

    event_id: int
    at: datetime
    staff: str
    action: str
    subject_kind: str
    subject: str
    hash: str = ""


@dataclass(frozen=True, slots=True)
class AuditQuery:
    """Which events, in which order. `text`: words of the act, the record or the member of staff; nothing recorded.

    `no` is the number of one record, `staff` a name, `act` one of `audit_words.GROUPS`, `kind` one of its `KINDS`;
    both days are included.
    """

    text: str = ""
    no: str = ""
    staff: str = ""
    act: str = ""
    kind: str = ""
    since: date | None = None
    until: date | None = None
    sort: str = "at"
    descending: bool = True

    def refuse_by_person(self, names_somebody: Callable[[Sequence[str]], bool]) -> None:
        """Refuse (forbidden) to print or export what was filtered by a petitioner (rules/people.md, 1).

        `names_somebody`: whether one of these words is the name or the number of somebody who came.
        """
        asked = [word for word in (*self.text.split(), self.no.strip(), self.text.strip()) if word]
        if self.kind == PERSON or (asked and names_somebody(asked)):
            raise Refused(
                "forbidden", "按来访人筛出来的记录不打印、不导出。请去掉这个条件，再打印或导出。", field="text"
            )


@dataclass(frozen=True, slots=True)
class AuditView:
    """What is chosen in the window: `since` and `until` count only for the period CUSTOM."""

    period: str = ALL
    since: date | None = None
    until: date | None = None
    text: str = ""
    no: str = ""
    staff: str = ""
    act: str = ""
    kind: str = ""

    def query(self, today: date, sort: str, descending: bool) -> AuditQuery:
        """The question to the desk."""
        since, until = (self.since, self.until) if self.period == CUSTOM else period_days(self.period, today)
        return AuditQuery(self.text, self.no, self.staff, self.act, self.kind, since, until, sort, descending)


@dataclass(frozen=True, slots=True)
class Verified:
    """What came of walking the whole chain: how many events, the hash of the last, where the first fault is.

    `behind`: so many events came after the note outside of the file was written; the computer failed in between.
    """

    entries: int
    head: str
    broken_at: int | None
    problems: tuple[Problem, ...]
    behind: int = 0

    @property
    def ok(self) -> bool:
        """Whether every link holds and nothing is missing at the end."""
        return not self.problems


@dataclass(frozen=True, slots=True)
class AuditChange:
    """An audit event with what was before and after; both None when nothing was kept or the payload was purged."""

    event: AuditLine
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    restricted: bool

    @property
    def opens(self) -> bool:
        """Whether this is a look at an accusation: who took it and why is told to everyone, to keep looks few."""
        return self.event.action.endswith(".unmasked")


@dataclass(frozen=True, slots=True)
class ClosedChange:
    """What was done to an accusation, when and by whom; not what was said (《信访工作条例》第三十条第三款)."""

    event: AuditLine

    @property
    def opens(self) -> bool:
        """A look is never closed."""
        return False


HistoryLine = AuditChange | ClosedChange


def close(change: AuditChange) -> HistoryLine:
    """What anybody may know of a change: all of it, but nothing that an accusation says."""
    return ClosedChange(change.event) if change.restricted and not change.opens else change


_SPELLING = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def canonical(value: Mapping[str, Any] | Sequence[Any] | None) -> str:
    """The one spelling of a payload that is hashed and stored."""
    return _SPELLING.encode(value)


def payload_hash(salt: str, before: str, after: str) -> str:
    """Hash of a payload: `before` and `after` in their canonical spelling."""
    return hashlib.sha256(f"{salt}\n{before}\n{after}".encode()).hexdigest()


RESTATED = "secrets.resealed"
"""The action by which the chain says that payloads were sealed or opened: ``payloads`` gives each its hash from then
on, by the number of its event."""
PURGED = "retention.purged"
"""The action by which a purge says whose payloads went: ``events`` are runs of ids, ``left`` sums up what is left."""


def left_line(event_id: int, before: str | None, after: str | None) -> bytes:
    """What is left of a payload after a purge, as the sum in the purge's own payload counts it in."""
    return f"{event_id}\n{before or 'null'}\n{after or 'null'}\n".encode()


def event_hash(
    previous: str, *, at: datetime, staff_id: int, action: str, subject_kind: str, subject: str, payload: str
) -> str:
    """Hash of an event: chained to `previous`, over its own fields and its payload's hash."""
    line = "\n".join((previous, at.isoformat(), str(staff_id), action, subject_kind, subject, payload))
    return hashlib.sha256(line.encode()).hexdigest()


def refuse_clock_behind(now: datetime, newest: datetime | None) -> None:
    """Refuse (forbidden) to record when the clock is more than a day before the `newest` event.

    Numbers carry the year and limits begin with the day: a computer that wakes up in an earlier year would spoil both.
    """
    if newest is None or newest - now <= CLOCK_MAY_LAG:
        return
    raise Refused(
        "forbidden",
        f"电脑的日期是{now.date()}，可是最近一次保存是在{newest.date()}。请先把电脑的日期和时间改对，再保存。"
        "如果现在的日期是对的，先在“设置”的“修改记录”里确认一次。",
        hint="在命令行用 petidesk audit clock-right 确认。",
    )
