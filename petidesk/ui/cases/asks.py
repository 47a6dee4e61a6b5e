"""The fields that only a case has: what it holds itself is offered (its requests, open tasks, papers to be served)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from petidesk.domain.cases.events import ENDINGS, MANNERS, SUGGESTION_ENDINGS
from petidesk.domain.cases.files import CaseFile
from petidesk.domain.fields import Field
from petidesk.ui.cases.words import event_sentence, route_words, task_label
from petidesk.ui.forms import fields
from petidesk.ui.forms.fields import FieldAnswer, Now
from petidesk.ui.forms.typeahead_field import Match
from petidesk.ui.translate import translate

# Not required by their kind alone, but by what else was chosen: saying 可不填 would be wrong.
_DEPENDS = ("where_to_go", "witness", "ending", "unit")
_UNITS = ("unit", "to")
_NAMES = ("leader", "handler", "owner", "instead", "person", "approved_by", "by")
_ROUTES = range(1, 7)


def case_answer(ask: Field, case: CaseFile, now: Now, units: Match, names: Match) -> FieldAnswer:
    """The field of one key of an event, but for the results of a case and the case to merge into."""
    if ask.key == "route":
        return _route(ask)
    if ask.key == "document_no" and ask.required:
        return _served_paper(ask, case)
    if ask.kind == "event":
        return _task(ask, case)
    if ask.kind == "requests":
        return fields.requests(ask.key, ask.label, [(each.number, each.text) for each in case.open_requests])
    if ask.choices is ENDINGS:
        ask = replace(ask, choices=_endings(case))
    match = units if ask.key in _UNITS else names if ask.key in _NAMES else None
    made = fields.answer_of(ask, now, match, plain=ask.key in _DEPENDS)
    if ask.choices is MANNERS:
        made.put("written")  # 《信访工作条例》第二十三条第二款 asks for a written notice
    return made


def _route(ask: Field) -> FieldAnswer:
    made = fields.choice(ask.key, ask.label, [(str(route), route_words(route)) for route in _ROUTES])
    return replace(made, value=lambda: int(made.raw()) if made.raw() else None)


def _endings(case: CaseFile) -> Mapping[str, str]:
    """The endings that this case can have: they differ by purpose (《信访工作条例》第二十九条、第三十条)."""
    if case.restricted:
        return {"other_procedure": ENDINGS["other_procedure"]}
    if case.purpose == "suggestion":
        return {code: ENDINGS[code] for code in (*SUGGESTION_ENDINGS, "withdrawn")}
    passed = SUGGESTION_ENDINGS if case.purpose != "appeal" or case.order else (*SUGGESTION_ENDINGS, "replied")
    return {code: words for code, words in ENDINGS.items() if code not in passed}


def _task(ask: Field, case: CaseFile) -> FieldAnswer:
    """An instruction, an assignment, a decision that is still open."""
    events = {event.event_id: event for event in case.events}
    held = [
        (task.event_id, f"{task_label(task.kind)} {task.due.isoformat()} {event_sentence(events[task.event_id], case)}")
        for task in case.tasks
        if task.event_id in events
    ]
    return fields.one_of(ask.key, ask.label, held, translate("CaseAsks", "没有待落实的事项"))


def _served_paper(ask: Field, case: CaseFile) -> FieldAnswer:
    """Of `served`: the papers that wait to be served."""
    waiting = [
        (letter.document_no, f"{letter.document_no} {letter.title}")
        for letter in case.letters
        if letter.waits_for_service and letter.document_no
    ]
    label, none = translate("CaseAsks", "送达哪一件"), translate("CaseAsks", "没有待送达的文书")
    return fields.one_of(ask.key, label, waiting, none)
