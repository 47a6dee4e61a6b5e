"""Putting one case together from its rows: events, requests with their answers, clocks, people, papers, next steps."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Sequence
from datetime import date
from typing import cast, overload

from petidesk.desk.cases.following import Rules
from petidesk.domain.accused import organ
from petidesk.domain.cases.cases import CaseEvent, Standing, stand
from petidesk.domain.cases.closed import ClosedCase, close
from petidesk.domain.cases.events import KINDS
from petidesk.domain.cases.facts import CaseFacts, ServedLetter
from petidesk.domain.cases.files import CaseClock, CaseFile, CaseRequest, CaseTask, CaseVisit, Offer, TimelineEvent
from petidesk.domain.cases.projection import dated, dates_of, next_duty
from petidesk.domain.cases.rules import why_not
from petidesk.domain.opened import Opened
from petidesk.domain.trouble import Refused
from petidesk.storage.cases import file as files
from petidesk.storage.cases.file import SpokenMatter
from petidesk.storage.file.database import Transaction


@overload
def load(connection: Transaction, case_id: int, rules: Rules, today: date, opened: Opened) -> CaseFile: ...
@overload
def load(
    connection: Transaction, case_id: int, rules: Rules, today: date, opened: Opened | None = None
) -> CaseFile | ClosedCase: ...
def load(
    connection: Transaction, case_id: int, rules: Rules, today: date, opened: Opened | None = None
) -> CaseFile | ClosedCase:
    """The file of a case; that of an accusation closed, unless `opened`. Refused ``not_found``.

    Of any other case who came stays closed where the same visit accused somebody.
    """
    head = files.head(connection, case_id)
    if head is None:
        raise Refused("not_found", "这个信访事项不存在。")
    family = files.family(connection, case_id, head.root_id)
    events = files.timeline(connection, case_id)
    spoken = files.matters(connection, family)
    visits = files.visits(connection, family, spoken)
    shut = {visit.visit_id for visit in visits if visit.accuses and opened is None}
    events = _without_codes(events, {visit.visit_no for visit in visits if visit.visit_id in shut})
    visits = [dataclasses.replace(visit, names=()) if visit.visit_id in shut else visit for visit in visits]
    people = files.people(
        connection, [visit.visit_id for visit in visits if not visit.voided and visit.visit_id not in shut]
    )
    own = [item for item in spoken if item.case_id in (case_id, head.root_id)]
    concerned = tuple(dict.fromkeys(item.matter.concerned_unit for item in own if item.matter.concerned_unit))
    spoken_route = next((item.matter.route for item in reversed(own) if item.matter.route is not None), None)
    standing = _standing(events, spoken_route, restricted=head.restricted)
    due, due_kind = next_duty(standing, rules.calendar, rules.office.limits)
    case = CaseFile(
        people_closed=bool(shut),
        case_id=case_id,
        case_no=head.case_no,
        title=head.title,
        purpose=head.purpose,
        route=standing.route,
        spoken_route=spoken_route,
        state=standing.state,
        opened_on=head.opened_on,
        channel=visits[0].channel if visits else "visit",
        category=next((item.matter.category for item in own if item.matter.category), ""),
        restricted=head.restricted,
        due=due,
        due_kind=due_kind,
        unit=standing.unit,
        handler=standing.handler,
        leader=standing.leader,
        national_no=standing.national_no,
        query_code=standing.query_code,
        ending=standing.ending,
        accepted_on=standing.accepted_on,
        concluded_on=standing.concluded_on,
        extended_days=standing.extended_days,
        merged_into=head.merged_into,
        split_from=head.split_from,
        concerned_units=concerned,
        events=tuple(events),
        requests=_requests(events, spoken, visits, standing, case_id),
        clocks=_clocks(standing, rules),
        tasks=tuple(CaseTask(task.event_id, task.kind, task.owner, task.due, task.request) for task in dated(standing)),
        granted=tuple(standing.granted.values()),
        visits=tuple(visits),
        people=tuple(people),
        letters=tuple(files.letters(connection, case_id)),
        offers=(),
        not_entered=tuple(paper for paper, owed in standing.national.items() if owed),
        organ=organ(rules.office, rules.around.organ_level(concerned)) if head.restricted else "",
    )
    case = dataclasses.replace(case, offers=_offers(standing, today, case_facts(case, rules)))
    if opened is not None:
        return case
    return close(case) if case.restricted else case


def _without_codes(events: Sequence[TimelineEvent], closed: Collection[str]) -> list[TimelineEvent]:
    """The events; those of visits that accused somebody without the code by which whoever came asks for news."""
    return [
        dataclasses.replace(event, content={key: said for key, said in event.content.items() if key != "query_code"})
        if event.visit_no in closed and "query_code" in event.content
        else event
        for event in events
    ]


_BRING_REQUESTS = frozenset(("registered", "visited", "absorbed"))


def _standing(events: Sequence[TimelineEvent], route: int | None, *, restricted: bool) -> Standing:
    counted = [event for event in events if not event.undone and event.kind != "undone"]
    # A timeline's event has all that a case's event has; hundreds of copies would only take time.
    return stand(cast("list[CaseEvent]", counted), route=route, restricted=restricted)


def _requests(
    events: Sequence[TimelineEvent],
    spoken: Sequence[SpokenMatter],
    visits: Sequence[CaseVisit],
    standing: Standing,
    case_id: int,
) -> tuple[CaseRequest, ...]:
    """The requests in the order in which they came to the case: that order is their number for good.

    Who comes again and asks for the same in the same words makes no further request.
    """
    numbers = {visit.visit_no: visit.visit_id for visit in visits}
    texts: list[tuple[str, str]] = []
    told: set[int] = set()
    brought = [event for event in events if event.kind in _BRING_REQUESTS and not event.undone]
    for event in sorted(brought, key=lambda event: event.event_id):
        texts += [(text, event.visit_no) for text in event.content.get("requests", ())]
        visit_id = numbers.get(event.visit_no)
        if visit_id is None or visit_id in told:
            continue
        told.add(visit_id)
        known = {text for text, _ in texts}
        for item in spoken:
            if item.visit_id == visit_id and item.case_id == case_id:
                asked = item.matter.requests
                if not asked and not texts and item.matter.heading:
                    asked = (item.matter.heading,)  # no request was put down apart: the matter itself is what is asked
                texts += [(text, event.visit_no) for text in asked if text not in known]
    answers = {item["request"]: item for item in standing.results}
    moved = {
        number: event.content.get("into", "")
        for event in events
        if event.kind == "split" and not event.undone
        for number in event.content["requests"]
    }
    return tuple(
        CaseRequest(
            number,
            text,
            visit_no,
            result=answers.get(number, {}).get("result", ""),
            answer=answers.get(number, {}).get("answer", ""),
            moved_to=moved.get(number, ""),
        )
        for number, (text, visit_no) in enumerate(texts, start=1)
    )


def _clocks(standing: Standing, rules: Rules) -> tuple[CaseClock, ...]:
    """The clocks that run, and of each kind that ended the last one."""
    ended = {clock.kind: clock for clock in standing.clocks if clock.met_on is not None}
    shown = [clock for clock in standing.clocks if clock.met_on is None or ended.get(clock.kind) is clock]
    found = []
    for running in shown:
        try:
            dates = dates_of(running, rules.calendar, rules.office.limits)
        except Refused as refusal:
            if refusal.code != "no_calendar":
                raise
            dates = None
        found.append(CaseClock(running.kind, running.start, running.duty, running.met_on, dates))
    return tuple(found)


def _offers(standing: Standing, today: date, facts: CaseFacts) -> tuple[Offer, ...]:
    offers = []
    for kind, known in KINDS.items():
        if not known.by_hand or kind == "undone":
            continue
        refusal = why_not(standing, kind, today, facts)
        if refusal is None:
            offers.append(Offer(kind, known.label, True))
        else:
            offers.append(Offer(kind, known.label, False, refusal.message, refusal.basis or ""))
    return tuple(offers)


def case_facts(case: CaseFile, rules: Rules) -> CaseFacts:
    """What the rules ask for of a case."""
    letters = {
        letter.document_no: ServedLetter(
            letter.signed_on, letter.event, letter.served_on is not None, letter.state == "voided"
        )
        for letter in case.letters
        if letter.document_no and letter.signed_on is not None
    }
    return CaseFacts(
        purpose=case.purpose,
        opened_on=case.opened_on,
        channel=case.channel,
        order=case.order,
        county=rules.office.county,
        own_units=(*rules.office.units, *rules.office.sections),
        route=case.spoken_route,
        requests=tuple(request.text for request in case.requests),
        concerned_units=case.concerned_units,
        said=tuple(filter(None, (text for visit in case.visits for text in (visit.heading, visit.statement)))),
        around=rules.around,
        letters=letters,
        calendar=rules.calendar,
        limits=rules.office.limits,
    )
