"""What was known at 统计截止时间: which records changed since, and what the audit chain says that they were before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

from sqlalchemy import Connection, func, select

from petidesk.domain.statistics.figures import AsOf, Moment
from petidesk.storage.file.json_text import loads
from petidesk.storage.schema import audit_event, audit_payload

_EVENT = audit_event.c


@dataclass(frozen=True, slots=True)
class Since:
    """The first thing that happened to a record after that time: `made` when it came into being only then.

    `before`: what it said before the first change of its content, `standing` whether it stood before the first time
    that it was voided or came back; None where that did not change.
    """

    made: bool = False
    before: Mapping[str, Any] | None = None
    standing: bool | None = None


Rewound = tuple[Sequence[str], Sequence[Mapping[str, Any]]]
"""The numbers of the records that changed since, and the columns of those that stood then, as they were."""


@dataclass(frozen=True, slots=True)
class Known:
    """A moment of the data. `newest`: nothing was changed after it, the tables are as they were."""

    as_of: AsOf
    newest: bool
    since: Mapping[str, Mapping[str, Since]] = field(default_factory=dict)
    _worked_out: dict[object, Rewound] = field(default_factory=dict)

    def of(self, kind: str) -> Mapping[str, Since]:
        """The records of that kind that changed since, by their numbers."""
        return self.since.get(kind, {})

    def rewound(self, how: Callable[[Connection, Known], Rewound], connection: Connection) -> Rewound:
        """What `how` works out for this moment, once."""
        if how not in self._worked_out:
            self._worked_out[how] = how(connection, self)
        return self._worked_out[how]


def last_moment(connection: Connection, after: int = 0) -> tuple[int, datetime | None]:
    """The newest entry of the audit chain and the latest time of those after `after`.

    The latest time may not be that of the newest entry: a practice office lives on any day.
    """
    newest = connection.execute(select(func.max(_EVENT.id))).scalar() or 0
    latest = connection.execute(select(func.max(_EVENT.at)).where(_EVENT.id > after)).scalar()
    return int(newest), latest


def ending(as_of: AsOf) -> datetime:
    """The last moment that still counts."""
    if isinstance(as_of, Moment):
        return as_of
    return datetime.combine(as_of, time.max)


def known_at(connection: Connection, as_of: AsOf, newest: int, latest: datetime | None) -> Known:
    """What was known then. `newest` and `latest`: the end of the chain, as `last_moment` found it."""
    entry = as_of.entry if isinstance(as_of, Moment) else 0
    if latest is None or (entry >= newest if entry else latest <= ending(as_of)):
        return Known(as_of, newest=True)
    later = _EVENT.id > entry if entry else _EVENT.at > ending(as_of)
    found: dict[str, dict[str, Since]] = {}
    for row in connection.execute(
        select(_EVENT.id, _EVENT.action, _EVENT.subject_kind, _EVENT.subject).where(later).order_by(_EVENT.id)
    ):
        _note(connection, found.setdefault(row.subject_kind, {}), row)
    return Known(as_of, newest=False, since=found)


def _note(connection: Connection, records: dict[str, Since], row: Any) -> None:
    what = row.action.rpartition(".")[2]
    seen = records.get(row.subject)
    if seen is None:
        seen = Since(made=what in ("added", "imported"))
    if not seen.made:
        if what == "amended" and seen.before is None:
            seen = Since(before=_before(connection, row.id), standing=seen.standing)
        elif what in ("voided", "unvoided") and seen.standing is None:
            seen = Since(before=seen.before, standing=what == "voided")
    records[row.subject] = seen


def _before(connection: Connection, event_id: int) -> Mapping[str, Any] | None:
    said = connection.execute(select(audit_payload.c.before).where(audit_payload.c.event_id == event_id)).scalar()
    found: Mapping[str, Any] | None = loads(said)
    return found
