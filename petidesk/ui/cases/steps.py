"""The next step that the law asks of a case, and everything else that may be recorded, grouped for the menu 记一笔."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP

from petidesk.domain.cases.cases import NOTICE
from petidesk.domain.cases.events import KINDS
from petidesk.domain.cases.files import CaseFile, Offer, TimelineEvent
from petidesk.domain.search import initials
from petidesk.ui.translate import translate

# Taking back is done at the event itself in the timeline, with one click.
NOT_IN_MENU = ("undone",)

_GROUPS: tuple[tuple[object, tuple[str, ...]], ...] = (
    (QT_TRANSLATE_NOOP("CaseSteps", "告知和受理"), ("told", "accepted", "not_accepted", "routed")),
    (
        QT_TRANSLATE_NOOP("CaseSteps", "转送和交办"),
        ("transferred", "assigned", "receipted", "returned", "supervised", "objected", "objection_answered"),
    ),
    (
        QT_TRANSLATE_NOOP("CaseSteps", "批示和会议"),
        ("submitted", "instructed", "met", "carried_out", "in_charge", "recused"),
    ),
    (
        QT_TRANSLATE_NOOP("CaseSteps", "调查和答复"),
        ("contacted", "promised", "proxied", "extended", "concluded", "served", "in_place", "reported"),
    ),
    (QT_TRANSLATE_NOOP("CaseSteps", "回访和录入"), ("followed_up", "rated", "entered")),
    (QT_TRANSLATE_NOOP("CaseSteps", "复查和复核"), ("review_requested", "reviewed", "recheck_requested", "rechecked")),
    (QT_TRANSLATE_NOOP("CaseSteps", "分并和归档"), ("titled", "split", "merged", "closed", "reopened")),
)


def _wished(case: CaseFile) -> tuple[str, ...]:
    """The kinds that come next, the most pressing first (《信访工作条例》第二十三条、第三十一条至第三十五条)."""
    answers = case.purpose == "appeal" and case.route in (None, 6)
    notice = any(clock.kind == NOTICE and clock.met_on is None for clock in case.clocks)
    if case.restricted:
        first: tuple[str, ...] = ("transferred", "concluded")
    elif answers:
        first = ("accepted", "told", "concluded") if case.accepted_on is None else ("concluded",)
    else:
        first = ("told", "concluded") if notice else ("concluded",)
    stage = case.last("recheck_requested") or case.last("reviewed") or case.last("review_requested")
    under_review = {"review_requested": ("reviewed",), "recheck_requested": ("rechecked",)}
    waiting = any(letter.waits_for_service for letter in case.letters)
    serve = ("served",) if waiting else ()
    return {
        "registered": first,
        "told": first if answers and case.accepted_on is None else ("concluded",),
        "routed": ("told", "concluded") if notice and not case.restricted else ("concluded",),
        "objected": ("objection_answered",),
        "accepted": ("concluded",),
        "extended": ("concluded",),
        "not_accepted": (*serve, "closed"),
        # An opinion has to reach the person before the case can rest (《信访工作条例》第三十二条、第三十五条).
        "concluded": serve or (() if any(request.result for request in case.requests) else ("closed",)),
        "served": ("closed",),
        "under_review": under_review.get(stage.kind, ("closed",)) if stage else (),
    }.get(case.state, ())


def offer_of(case: CaseFile, kind: str) -> Offer | None:
    """What the rules say of a kind now."""
    return next((offer for offer in case.offers if offer.kind == kind), None)


def next_step(case: CaseFile) -> Offer | None:
    """The one main action of a case; None when the office owes no step."""
    found = (offer_of(case, kind) for kind in _wished(case))
    return next((offer for offer in found if offer is not None and offer.allowed), None)


def step_words(kind: str) -> str:
    """The step on its button."""
    return translate("CaseSteps", "下一步：{0}").format(KINDS[kind].label)


def known_already(case: CaseFile, kind: str) -> dict[str, Any]:
    """What the entry of a kind is filled with beforehand, from the case itself."""
    if kind == "served" and len(case.people) == 1:
        return {"recipient": case.people[0].name}
    if kind == "transferred" and case.organ:
        return {"to": case.organ}
    if kind == "entered":
        return {"paper": case.not_entered[0] if case.not_entered else "", "state": "entered"}
    if kind == "routed" and case.route:
        return {"route": str(case.route)}
    if kind == "in_charge":
        known = {"unit": case.unit, "handler": case.handler, "leader": case.leader}
        return {key: name for key, name in known.items() if name}
    return {}


def first_due(case: CaseFile, kind: str) -> dict[str, Any]:
    """The task with the earliest date that an event of this kind ends, as the fields of its entry."""
    asked = ("assigned", "transferred", "supervised")
    open_ones = [task for task in case.tasks if (task.kind in asked) == (kind == "returned")]
    if kind not in ("carried_out", "returned") or not open_ones:
        return {}
    task = min(open_ones, key=lambda each: each.due)
    if kind == "returned":
        return {"to": task.owner}
    return {"request": task.request} if task.request else {"event_id": task.event_id}


def may_be_undone(event: TimelineEvent) -> bool:
    """Whether the event has a link to take it back: recorded by hand, by no paper, and still in force.

    What comes with a visit goes with the visit, what a paper recorded goes when the paper is voided.
    """
    return KINDS[event.kind].by_hand and event.kind != "undone" and not event.undone and not event.document_no


def grouped(offers: Sequence[Offer], typed: str) -> list[tuple[str, list[Offer]]]:
    """The offers under short headings, narrowed by words or pinyin initials; what may not be recorded comes last."""
    wanted = typed.strip().lower()
    known = {offer.kind: offer for offer in offers if offer.kind not in NOT_IN_MENU and _answers(offer, wanted)}
    groups = [
        (translate("CaseSteps", str(heading)), [known[kind] for kind in kinds if kind in known and known[kind].allowed])
        for heading, kinds in _GROUPS
    ]
    closed = [known[kind] for _, kinds in _GROUPS for kind in kinds if kind in known and not known[kind].allowed]
    groups.append((translate("CaseSteps", "现在还不能记的"), closed))
    return [(heading, found) for heading, found in groups if found]


def _answers(offer: Offer, wanted: str) -> bool:
    if not wanted or wanted in offer.label.lower():
        return True
    return any(reading.startswith(wanted) or wanted in reading for reading in initials(offer.label))
