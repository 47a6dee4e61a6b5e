"""A case that lives event by event, for the tests of what may happen to it and when."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from petidesk.desk.office.calendars import built_in_calendar
from petidesk.domain.cases.cases import CaseEvent
from petidesk.domain.cases.course import Course, Said, Spoken, followed
from petidesk.domain.cases.facts import CaseFacts, ServedLetter
from petidesk.domain.cases.projection import Projection
from petidesk.domain.cases.reading import parse_event
from petidesk.domain.cases.rules import check
from petidesk.domain.trouble import Refused

CALENDAR = built_in_calendar()
OPENED = date(2026, 3, 2)  # a Monday
TODAY = date(2026, 12, 31)
NUMBER = "清信访告〔2026〕1号"


def day(number: int) -> date:
    """The day so many days after the registration."""
    return OPENED + timedelta(number)


EXTENSION = {"days": 30, "approved_by": "覃晓东", "approved_on": day(50).isoformat(), "reason": "需要鉴定"}
ANSWER: dict[str, Any] = {"results": [{"request": 1, "result": "supported", "answer": "已经补发。"}]}
SERVICE = {"document_no": NUMBER, "method": "direct", "recipient": "张桂花"}


class Life:
    """A case that lives event by event, each read and checked as the desk does."""

    def __init__(self, purpose: str = "appeal", **more: Any) -> None:
        more.setdefault("requests", ("补发补偿款",))
        first: dict[str, Any] = {"notice_owed": more.pop("notice_owed", True)}
        if more.get("channel") == "handed_down":
            first["handed_down"] = True
        letters = {NUMBER: ServedLetter(day(1), "concluded")}
        self.facts = CaseFacts(purpose, OPENED, calendar=CALENDAR, **{"letters": letters, **more})
        self._ids = itertools.count(1)
        self.events = [CaseEvent("registered", OPENED, first, next(self._ids))]
        self.warnings: tuple[str, ...] = ()

    def __call__(self, kind: str, number: int, content: Mapping[str, Any] | None = None, **more: Any) -> int:
        """Record an event on the so-manieth day; its id. `warnings` are those of this event."""
        new = parse_event(kind, {"on": day(number).isoformat(), **(content or {}), **more}, today=TODAY)
        checked = check(self.events, CaseEvent(kind, new.on, new.content), self.facts)
        event = CaseEvent(kind, new.on, checked.content, next(self._ids))
        self.events = sorted([*self.events, event], key=lambda one: (one.on, one.event_id))
        self.warnings = checked.warnings
        return event.event_id

    def refused(self, kind: str, number: int, content: Mapping[str, Any] | None = None, **more: Any) -> Refused:
        """The refusal of an event; nothing is recorded."""
        before = list(self.events)
        with pytest.raises(Refused) as refusal:
            self(kind, number, content, **more)
        assert self.events == before
        return refusal.value

    @property
    def now(self) -> Projection:
        """What lists show of it."""
        return self._followed(Said())[0]

    def course(self, **said: Any) -> Course:
        """What figures ask of it; `said`: what its visits say."""
        return self._followed(Said(**said))[1]

    def _followed(self, said: Said) -> tuple[Projection, Course]:
        spoken, closed = Spoken(said, self.facts.route), self.facts.restricted
        return followed(self.events, CALENDAR, self.facts.limits, spoken, restricted=closed)


def answered(**more: Any) -> Life:
    """An appeal of the sixth route with its answer served on the fortieth day."""
    life = Life(route=6, **more)
    life("accepted", 5)
    life("concluded", 30, ANSWER)
    life("served", 40, SERVICE)
    return life
