"""What a correction of a visit may not do to the cases it speaks of: leave an event there that could not have happened.

An accepted appeal does not become an accusation by an amendment, an opinion does not lose the request it answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from petidesk.desk import unmasking
from petidesk.desk.cases.following import Rules
from petidesk.desk.cases.loading import case_facts, load
from petidesk.domain.cases.cases import CaseEvent, effective
from petidesk.domain.cases.events import KINDS
from petidesk.domain.cases.rules import misfit
from petidesk.domain.trouble import Refused
from petidesk.storage.cases import cases
from petidesk.storage.file.database import Transaction


@dataclass(frozen=True, slots=True)
class Footing:
    """What the events of a case stand on: how many requests there are, the first event that does not fit."""

    case_no: str
    requests: int
    numbered: bool
    recorded: CaseEvent | None
    misfit: CaseEvent | None


def footings(connection: Transaction, case_ids: Sequence[int], rules: Rules, today: date) -> list[Footing]:
    """How the events of these cases stand now. Cases without an event by hand are quickly looked through."""
    return [_footing(connection, case_id, rules, today) for case_id in case_ids]


def _footing(connection: Transaction, case_id: int, rules: Rules, today: date) -> Footing:
    events = effective(cases.events(connection, case_id))
    recorded = next((event for event in events if KINDS[event.kind].by_hand), None)
    if recorded is None:
        return Footing("", 0, False, None, None)
    case = load(connection, case_id, rules, today, unmasking.inside())
    numbered = any(event.kind == "split" or event.content.get("results") for event in events)
    return Footing(case.case_no, len(case.requests), numbered, recorded, misfit(events, case_facts(case, rules)))


def refuse_broken(before: Sequence[Footing], after: Sequence[Footing]) -> None:
    """Refuse (forbidden) a correction that took the ground from under an event of a case."""
    for was, now in zip(before, after, strict=True):
        if now.numbered and was.requests != now.requests:
            raise Refused("forbidden", f"{now.case_no}已经按请求的序号答复或分案，请求不能增减；请先撤销办结或分案。")
        if now.misfit is not None and was.misfit is None:
            words = f"这样改以后，{now.case_no}{now.misfit.on.isoformat()}的“{KINDS[now.misfit.kind].label}”就不能成立"
            raise Refused("forbidden", f"{words}；请先到信访事项里撤销它。")


def refuse_with_events(footings: Sequence[Footing], visit_opened: Sequence[bool]) -> None:
    """Refuse (forbidden) to void the only visit of a case on which something was recorded since."""
    for footing, only in zip(footings, visit_opened, strict=True):
        if only and footing.recorded is not None:
            label = KINDS[footing.recorded.kind].label
            raise Refused("forbidden", f"{footing.case_no}已经记过“{label}”，作废这次来访以前请先撤销它。")
