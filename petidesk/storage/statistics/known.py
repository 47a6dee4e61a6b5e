"""What was known at 统计截止时间: which records changed since, and what the audit chain says that they were before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, func, select

from petidesk.domain.calendar import Calendar
from petidesk.domain.cases.cases import Limits
from petidesk.domain.ledger.disputes import completed as completed_dispute
from petidesk.domain.statistics.figures import AsOf, Moment
from petidesk.domain.visits.documents import completed as completed_visit
from petidesk.storage.file.json_text import loads
from petidesk.storage.schema import audit_event, audit_payload

_EVENT = audit_event.c
# Actions that give a record an event, whose id they name.
_RECORD = ("case.recorded", "case.absorbed", "case.parted", "case.taken_in", "dispute.recorded")
_CHANGES = select(
    _EVENT.action,
    _EVENT.subject_kind,
    _EVENT.subject,
    case((_EVENT.action.endswith(".amended"), audit_payload.c.before)).label("before"),
    case((_EVENT.action.in_(_RECORD), func.json_extract(audit_payload.c.after, "$.event"))).label("event"),
).outerjoin(audit_payload, audit_payload.c.event_id == _EVENT.id)


@dataclass(frozen=True, slots=True)
class Since:
    """What happened to a record after that time: `made` when it came into being only then.

    `before`: what it said before the first change of its content, `standing` whether it stood before the first time
    that it was voided or came back; None where that did not change. `recorded`: the ids of its new events.
    """

    made: bool = False
    before: Mapping[str, Any] | None = None
    standing: bool | None = None
    recorded: tuple[int, ...] = ()


Rewound = tuple[Sequence[str], Sequence[Mapping[str, Any]]]
"""The numbers of the records that changed since, and the columns of those that stood then, as they were."""


@dataclass(frozen=True, slots=True)
class Known:
    """A moment of the data. `newest`: nothing was changed after it, the tables are as they were.

    `calendar` and `limits`: by which the courses of cases are worked out again where they were different then; those of
    all cases when other limits bound the office then (`other_limits`).
    """

    as_of: AsOf
    newest: bool
    calendar: Calendar = field(default_factory=Calendar)
    limits: Limits = field(default_factory=dict)
    other_limits: bool = False
    since: Mapping[str, Mapping[str, Since]] = field(default_factory=dict)
    _worked_out: dict[object, Rewound] = field(default_factory=dict)

    @property
    def passed(self) -> date:
        """The first day that was not over yet: what was due on an earlier one and not done was late."""
        if isinstance(self.as_of, Moment):
            return self.as_of.date()
        return self.as_of + timedelta(days=1)

    def of(self, kind: str) -> Mapping[str, Since]:
        """The records of that kind that changed since, by their numbers."""
        return self.since.get(kind, {})

    def later(self) -> ColumnElement[bool]:
        """Which entries of the audit chain came after."""
        entry = self.as_of.entry if isinstance(self.as_of, Moment) else 0
        return _EVENT.id > entry if entry else _EVENT.at > ending(self.as_of)

    def recorded(self, kind: str) -> set[int]:
        """The ids of the events that records of that kind were given since."""
        return {event_id for since in self.of(kind).values() for event_id in since.recorded}

    def once(self, what: object, how: Callable[[], Rewound]) -> Rewound:
        """What `how` works out of this moment, once under the name `what`."""
        if what not in self._worked_out:
            self._worked_out[what] = how()
        return self._worked_out[what]


def ending(as_of: AsOf) -> datetime:
    """The last moment that still counts."""
    if isinstance(as_of, Moment):
        return as_of
    return datetime.combine(as_of, time.max)


def known_at(connection: Connection, as_of: AsOf, newest: int) -> Known:
    """What was known then; `newest` is the newest entry of the audit chain."""
    if isinstance(as_of, Moment) and as_of.entry >= newest:
        return Known(as_of, newest=True)
    found: dict[str, dict[str, Since]] = {}
    known = Known(as_of, newest=False, since=found)
    for row in connection.execute(_CHANGES.where(known.later()).order_by(_EVENT.id)):
        records = found.setdefault(row.subject_kind, {})
        records[row.subject] = _noted(records.get(row.subject), row)
    return known if found else Known(as_of, newest=True)


# Earlier versions wrote down less of a record.
_WHOLE: Mapping[str, Callable[[Mapping[str, Any]], Mapping[str, Any]]] = {
    "visit": completed_visit,
    "dispute": completed_dispute,
}
_MADE = ("added", "imported", "issued", "split_off")


def _noted(seen: Since | None, row: Any) -> Since:
    what = row.action.rpartition(".")[2]
    if seen is None:
        seen = Since(made=what in _MADE)
    if seen.made:
        return seen
    if what == "amended" and seen.before is None:
        before = loads(row.before)
        whole = _WHOLE.get(row.subject_kind)
        return replace(seen, before=before if before is None or whole is None else whole(before))
    if what in ("voided", "unvoided") and seen.standing is None:
        return replace(seen, standing=what == "voided")
    if row.event is not None:
        return replace(seen, recorded=(*seen.recorded, int(row.event)))
    return seen
