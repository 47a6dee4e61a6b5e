"""What may be recorded of a dispute now, why not where it may not, and the one step that comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from petidesk.domain.ledger.disputes import Dispute
from petidesk.domain.ledger.events import ESCALATED_TO, KINDS, LedgerEvent, check_event
from petidesk.domain.trouble import Refused
from petidesk.domain.typeahead import Choice, TypeAhead
from petidesk.ui.translate import translate


@dataclass(frozen=True, slots=True)
class Step:
    """A kind of event with its label, and why it may not be recorded now (empty when it may)."""

    kind: str
    label: str
    why_not: str = ""
    basis: str = ""

    @property
    def allowed(self) -> bool:
        """Whether it may be recorded now."""
        return not self.why_not


def told(dispute: Dispute) -> list[LedgerEvent]:
    """The events of a dispute as the rules read them."""
    return [LedgerEvent(event.kind, event.on, event.content, event.event_id) for event in dispute.events]


def steps(dispute: Dispute, today: date) -> tuple[Step, ...]:
    """Everything that can be recorded by hand, in the order of a dispute's life."""
    found = []
    for kind, event_kind in KINDS.items():
        if kind == "undone":
            continue
        try:
            if dispute.voided:
                raise Refused("already_closed", translate("DisputeSteps", "此件已经作废。"))
            check_event(dispute.content.found_on, told(dispute), _sample(kind, dispute, today))
            found.append(Step(kind, event_kind.label))
        except Refused as refusal:
            found.append(Step(kind, event_kind.label, refusal.message, refusal.basis or ""))
    return tuple(found)


def _sample(kind: str, dispute: Dispute, today: date) -> LedgerEvent:
    """An event of today that differs from every one before; a dispute goes up to the next level."""
    higher = list(ESCALATED_TO)[1 if dispute.level == "town" else 0]
    content = {ask.key: object() for ask in KINDS[kind].asks} | {"to_level": higher}
    return LedgerEvent(kind, max(today, dispute.content.found_on), content)


def next_kind(dispute: Dispute) -> str:
    """The one clear next step: measures, then resolved, then closed out, then the follow-up visit."""
    if dispute.voided:
        return ""
    match dispute.state:
        case "open":
            return "measure_taken"
        case "in_progress":
            return "resolved"
        case "resolved":
            return "closed_out"
    return "followed_up" if dispute.followed_up_on is None and dispute.resolved_on is not None else ""


def may_be_undone(dispute: Dispute, event_id: int, today: date) -> bool:
    """Whether taking an event back leaves the others standing."""
    event = next((event for event in dispute.events if event.event_id == event_id), None)
    if event is None or event.undone or event.kind == "undone" or dispute.voided:
        return False
    try:
        check_event(dispute.content.found_on, told(dispute), LedgerEvent("undone", today, {"event_id": event_id}))
    except Refused:
        return False
    return True


def narrowed(offered: Sequence[Step], typed: str) -> list[Step]:
    """The steps that answer what was typed, by characters, pinyin or initials; all of them for empty text."""
    if not typed.strip():
        return list(offered)
    ahead = TypeAhead(Choice(step.label) for step in offered)
    by_label = {step.label: step for step in offered}
    return [by_label[choice.value] for choice in ahead.rank(typed, len(offered)).choices]
