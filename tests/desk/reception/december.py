"""A rota for December: its leaders, its plan, its days, and a clock that a test moves on."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.desk.reception.reception import DayQuery
from petidesk.domain.reception.days import RotaPlan
from petidesk.domain.reception.rota import parse_turns
from petidesk.domain.reception.rules import parse_rule
from petidesk.domain.trouble import Refused

LEADERS = ("覃晓东", "盖世平", "任秀兰")


class Clock:
    """The office's time, which a test moves on."""

    now = datetime(2026, 11, 19, 9, 0)

    def __call__(self) -> datetime:
        return self.now


@contextlib.contextmanager
def copied(model: Path, folder: Path, clock: Clock) -> Iterator[Desk]:
    """A fresh copy of the office, open, and gone afterwards."""
    shutil.copytree(model, folder)
    opened = open_desk(folder, clock=clock)
    yield opened
    opened.close()
    shutil.rmtree(folder)


def on(day: int) -> date:
    """A day of December."""
    return date(2026, 12, day)


def plan(rule: str = "weekly:thu", leaders: str = ",".join(LEADERS), **more: Any) -> RotaPlan:
    values: dict[str, Any] = {"since": on(1), "until": on(31), "place": "一楼接访室", **more}
    return RotaPlan(rules=tuple(parse_rule(text) for text in rule.split()), turns=parse_turns(leaders), **values)


def rota(desk: Desk, **query: Any) -> dict[int, str]:
    """Day of December to leaders, of those that stand."""
    return {day.on.day: "、".join(day.leaders) for day in desk.schedule.days(DayQuery(on(1), on(31), **query))}


def refusal(call: Any, *words: Any, **named: Any) -> Refused:
    with pytest.raises(Refused) as raised:
        call(*words, **named)
    return raised.value
