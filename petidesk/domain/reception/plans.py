"""A stored way to make the rota (排班方案): rules, leaders, kind, place, hours. The range is said each time anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from petidesk.domain.json_input import Reader
from petidesk.domain.office.office import Leader
from petidesk.domain.reception.days import KINDS, RotaPlan, parse_hours
from petidesk.domain.reception.rota import Turn, parse_turns
from petidesk.domain.reception.rules import POLICIES, Policy, parse_rule, parse_span
from petidesk.domain.trouble import Refused

OUTSIDE = ("village", "outreach")
"""Kinds of reception for which leaders may go to their own contact villages."""


@dataclass(frozen=True, slots=True)
class StoredPlan:
    """A plan as it is kept; `leaders` is the line of `schedule make --leaders`, empty for all leaders of the office."""

    name: str
    rules: tuple[str, ...]
    holiday: Policy | None = None
    exceptions: tuple[str, ...] = ()
    leaders: str = ""
    kind: str = "reception"
    place: str = ""
    village: str = ""
    hours: str = ""
    units: tuple[str, ...] = ()
    own_villages: bool = False

    def plan(self, since: date, until: date, leaders: Sequence[Leader], *, again: bool = False) -> RotaPlan:
        """The plan for these days. `leaders` are the office's, taken where the plan names nobody."""
        return RotaPlan(
            rules=tuple(parse_rule(text) for text in self.rules),
            since=since,
            until=until,
            turns=parse_turns(self.leaders) if self.leaders else office_turns(leaders),
            policy=self.holiday,
            exceptions=tuple(parse_span(text, "except") for text in self.exceptions),
            kind=self.kind,
            place=self.place,
            village=self.village,
            hours=self.hours,
            units=self.units,
            again=again,
            own_villages=self.own_villages,
        )


def office_turns(leaders: Sequence[Leader]) -> tuple[Turn, ...]:
    """The office's leaders in their order with their weights; weight 0 takes no turn."""
    return tuple(Turn((leader.name,), leader.weight) for leader in leaders if leader.weight)


def parse_plan(document: object) -> StoredPlan:
    """Read the JSON of `schedule plan save`. Refused: missing, bad_value, unknown_key, with the field's path."""
    reader = Reader(document, label="排班方案")
    name = reader.text("name", "方案名称", required=True, limit=40)
    rules = reader.texts("rules", "规则", limit=2000, most=50)
    if not rules:
        raise Refused("missing", "请写明哪几天接待。", field="rules")
    holiday = reader.choice("holiday", "遇休息日", tuple(POLICIES))
    exceptions = reader.texts("except", "不接待的日期", limit=30, most=100)
    leaders = reader.text("leaders", "领导", limit=2000)
    plan = StoredPlan(
        name=name,
        rules=rules,
        holiday=_policy(holiday),
        exceptions=exceptions,
        leaders=leaders,
        kind=reader.choice("kind", "接待种类", tuple(KINDS)) or "reception",
        place=reader.text("place", "地点"),
        village=reader.text("village", "村（社区）"),
        hours=parse_hours(reader.text("time", "时间")),
        units=reader.texts("units", "陪同单位", limit=200, most=200),
        own_villages=reader.flag("own_villages", "到各自联系的村"),
    )
    reader.done()
    # What only shows when the plan is used is refused now.
    plan.plan(date(2000, 1, 1), date(2000, 1, 1), ())
    if plan.own_villages and (plan.kind not in OUTSIDE or plan.village):
        kinds = "、".join(KINDS[kind] for kind in OUTSIDE)
        raise Refused("bad_value", f"到各自联系的村，种类应当是{kinds}，也不再写哪个村。", field="own_villages")
    return plan


def _policy(text: str | None) -> Policy | None:
    policies: dict[str, Policy] = {"next": "next", "skip": "skip", "keep": "keep"}
    return policies[text] if text else None


def plan_document(plan: StoredPlan) -> dict[str, Any]:
    """The plan as `schedule plan list --json` prints it and `parse_plan` reads it."""
    return {
        "name": plan.name,
        "rules": list(plan.rules),
        "holiday": plan.holiday,
        "except": list(plan.exceptions),
        "leaders": plan.leaders,
        "kind": plan.kind,
        "place": plan.place,
        "village": plan.village,
        "time": plan.hours,
        "units": list(plan.units),
        "own_villages": plan.own_villages,
    }
