"""When an event may happen to a case: what the rules forbid is refused with the article, what is unwise only warns.

An event is tried against the case as it stood on its day (`case_gates`: does the kind fit; `case_terms`: do its keys);
what happened later is tried again after it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from petidesk.domain.cases.cases import NOTICE, CaseEvent, Standing, apply, effective, stand
from petidesk.domain.cases.events import KINDS
from petidesk.domain.cases.facts import CaseFacts
from petidesk.domain.cases.gates import refuse_misfit
from petidesk.domain.cases.terms import TERMS, refuse_accused, settled
from petidesk.domain.trouble import Refused


@dataclass(frozen=True, slots=True)
class Checked:
    """An event that may happen, with what had to be filled in, and the warnings to show."""

    content: Mapping[str, Any]
    warnings: tuple[str, ...] = ()


def check(events: Sequence[CaseEvent], new: CaseEvent, facts: CaseFacts) -> Checked:
    """Whether `new` may join the events of a case (all of them, in the order of days, undone ones included).

    Refused: forbidden with the article, already_closed, missing, bad_value, not_found.
    """
    known = effective(events)
    if new.kind == "undone":
        return _undo(known, new, facts)
    new = dataclasses.replace(new, content=settled(new, facts))
    # Who came twice on one day is told twice.
    owed = new.kind == "told" and _stand(known, facts).running(NOTICE) is not None
    if not owed and any(event.kind == new.kind and event.on == new.on and _same(event, new) for event in known):
        raise Refused("forbidden", f"{_named(new)}已经记过，内容完全一样，没有再记一遍。", field="on")
    before = [event for event in known if event.on <= new.on]
    after = [event for event in known if event.on > new.on]
    standing = _stand(before, facts)
    warnings = _try(standing, new, facts)
    apply(standing, new)
    for event in after:
        was_fine = _fits(_stand(_until(known, event), facts), event, facts)
        if was_fine and not _fits(standing, event, facts):
            raise Refused(
                "forbidden", f"日期不对：{_named(new)}以后，{_named(event)}就不能成立。请核对日期先后。", field="on"
            )
        apply(standing, event)
    return Checked(new.content, tuple(warnings))


def why_not(standing: Standing, kind: str, on: date, facts: CaseFacts) -> Refused | None:
    """None when an event of this kind may be recorded on that day as far as its kind alone decides; else why not."""
    try:
        refuse_misfit(standing, CaseEvent(kind, on), facts)
    except Refused as refusal:
        return refusal
    return None


def allow(standing: Standing, new: CaseEvent, facts: CaseFacts) -> list[str]:
    """The warnings for an event that follows everything that happened so far. Refused as `check` refuses."""
    return _try(standing, new, facts)


def misfit(events: Sequence[CaseEvent], facts: CaseFacts) -> CaseEvent | None:
    """The first of these effective events that these facts do not allow, None when all fit: for corrections."""
    standing = Standing(route=facts.route, restricted=facts.restricted)
    for event in events:
        if not _fits(standing, event, facts):
            return event
        apply(standing, event)
    return None


def _until(events: Sequence[CaseEvent], last: CaseEvent) -> list[CaseEvent]:
    return list(events[: next(place for place, event in enumerate(events) if event is last)])


def _stand(events: Sequence[CaseEvent], facts: CaseFacts) -> Standing:
    return stand(events, route=facts.route, restricted=facts.restricted)


def _same(event: CaseEvent, new: CaseEvent) -> bool:
    keys = {ask.key for ask in KINDS[new.kind].asks}
    return {key: event.content[key] for key in keys if key in event.content} == {
        key: new.content[key] for key in keys if key in new.content
    }


def _named(event: CaseEvent) -> str:
    return f"{event.on.isoformat()}的“{KINDS[event.kind].label}”"


def _fits(standing: Standing, event: CaseEvent, facts: CaseFacts) -> bool:
    if not KINDS[event.kind].by_hand:
        return True
    try:
        _try(dataclasses.replace(standing), event, facts, again=True)
    except Refused:
        return False
    return True


def _undo(known: Sequence[CaseEvent], new: CaseEvent, facts: CaseFacts) -> Checked:
    gone = next((event for event in known if event.event_id == new.content["event_id"]), None)
    if gone is None:
        raise Refused("not_found", "要撤销的这一项不存在，或者已经撤销。", field="event_id")
    if not KINDS[gone.kind].by_hand:
        raise Refused(
            "forbidden", "登记是来访本身带来的，不能在这里撤销；登记错了请更正或作废那次来访。", field="event_id"
        )
    if new.on < gone.on:
        raise Refused("forbidden", f"撤销的日期不能早于{_named(gone)}。", field="on")
    standing, without = (
        Standing(route=facts.route, restricted=facts.restricted),
        Standing(route=facts.route, restricted=facts.restricted),
    )
    for event in known:
        if event is not gone:
            if _fits(standing, event, facts) and not _fits(without, event, facts):
                raise Refused("forbidden", f"后面的{_named(event)}建立在它上面，请先撤销后面的。", field="event_id")
            apply(without, event)
        apply(standing, event)
    return Checked(new.content)


LIMITS = ("due_on", "reply_by")  # keys with the day until which something is to be done or answered

# Which keys of an event name who gets to see the case, or saw it.
_GIVES = {
    "receipted": ("to", "by_whom"),
    "transferred": ("to",),
    "assigned": ("to",),
    "submitted": ("to",),
    "instructed": ("leader", "owner"),
    "supervised": ("to",),
    "in_charge": ("unit", "handler", "leader"),
    "recused": ("instead",),
    "met": ("owner",),
    "promised": ("owner",),
    "reported": ("to",),
    "proxied": ("agent",),
    "served": ("recipient",),
}


def _refuse_limit_before(event: CaseEvent) -> None:
    """What is to be done or answered cannot be due before it was said."""
    for ask in KINDS[event.kind].asks:
        limit = event.day(ask.key) if ask.key in LIMITS else None
        if limit is not None and limit < event.on:
            raise Refused("bad_value", f"{ask.label}早于{KINDS[event.kind].label}的日期，请核对。", field=ask.key)


def _try(standing: Standing, event: CaseEvent, facts: CaseFacts, *, again: bool = False) -> list[str]:
    """Refuse what may not happen; else the warnings. `again`: a recorded event is only tried against the others."""
    refuse_misfit(standing, event, facts)
    warnings: list[str] = []
    if facts.restricted and not again:  # to whom it was given stays true, whatever is known of them later
        for key in _GIVES.get(event.kind, ()):
            warnings += refuse_accused(event.content.get(key, ""), facts, key)
    if again and event.kind in ("served", "split"):
        return []
    if not again:
        _refuse_limit_before(event)
    rule = TERMS.get(event.kind)
    return [*((rule(standing, event, facts) if rule else None) or []), *warnings]
