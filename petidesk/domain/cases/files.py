"""A case as windows and the command line see it: a line of the list, and the whole file on one screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from petidesk.domain.cases.cases import Granted
from petidesk.domain.cases.events import KINDS, RESULTS
from petidesk.domain.codes import CASE_STATES, ORDERS, PURPOSES
from petidesk.domain.json_output import iso
from petidesk.domain.visits.documents import deadline_document
from petidesk.domain.visits.visits import Deadline


@dataclass(frozen=True, slots=True)
class CaseQuery:
    """Which cases, in which order. Days include both ends.

    `due_until`: the next date by law is on or before that day; `task_until`: the next date of the office's own making.
    `not_entered`: a paper of the national system that is not entered yet, or "any". `open_only`: an answer is owed.
    `paper_owed`: the case should have this paper by now and has not (a key of home.PAPERS_OWED).
    """

    state: str = ""
    due_until: date | None = None
    due_since: date | None = None
    task_until: date | None = None
    task_since: date | None = None
    unit: str = ""
    leader: str = ""
    purpose: str = ""
    route: int | None = None
    text: str = ""
    waiting_service: bool = False
    not_entered: str = ""
    paper_owed: str = ""
    opened_since: date | None = None
    opened_until: date | None = None
    open_only: bool = False
    sort: str = "case_no"
    descending: bool = True


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A line of the list of cases. Of an accusation neither title nor names nor who has it in hand.

    `names_closed`: who came is closed, as beside an accusation, and not unnamed.
    """

    case_id: int
    case_no: str
    title: str
    names: tuple[str, ...]
    people: int
    purpose: str
    route: int | None
    state: str
    due: date | None
    due_kind: str
    task_on: date | None
    task_kind: str
    unit: str
    leader: str
    opened_on: date
    waiting_service: int
    restricted: bool
    names_closed: bool = False


@dataclass(slots=True)
class TimelineEvent:
    """An event of the case's timeline. `document_no`: the letter that recorded it; `undone`: taken back since;
    `closed`: of an accusation, so that its content is not here.

    Nobody changes one; it is not frozen because a long case makes hundreds and freezing takes three times as long.
    """

    kind: str
    on: date
    content: Mapping[str, Any]
    event_id: int
    by: str
    note: str
    recorded_at: datetime
    staff: str
    visit_no: str
    document_no: str
    undone: bool
    closed: bool = False

    def day(self, key: str) -> date | None:
        """A day of the content, None when there is none."""
        value = self.content.get(key)
        return date.fromisoformat(value) if value else None

    @property
    def label(self) -> str:
        """The kind in words."""
        return KINDS[self.kind].label


@dataclass(frozen=True, slots=True)
class CaseRequest:
    """A request of the case. `number` never changes; `moved_to` names the case it was split off to."""

    number: int
    text: str
    visit_no: str
    result: str = ""
    answer: str = ""
    moved_to: str = ""


@dataclass(frozen=True, slots=True)
class CaseClock:
    """A clock of the case. `duty`: owed by the office; `met_on`: ended on that day. `deadline` None: no calendar."""

    kind: str
    start: date
    duty: bool
    met_on: date | None
    deadline: Deadline | None


@dataclass(frozen=True, slots=True)
class CaseTask:
    """A date that the office set itself, still open: from an instruction, an assignment, a meeting.

    `request`: the request that was granted until that day; 0 for what an event asks for.
    """

    event_id: int
    kind: str
    owner: str
    due: date
    request: int = 0

    @property
    def named(self) -> dict[str, int]:
        """The key of `carried_out` that names it."""
        return {"request": self.request} if self.request else {"event_id": self.event_id}


@dataclass(frozen=True, slots=True)
class CaseVisit:
    """A visit that spoke of the case. `accuses`: another of its matters, or this one, is an accusation.

    `asking`: how many came, or signed the letter.
    """

    visit_id: int
    visit_no: str
    at: datetime
    channel: str
    names: tuple[str, ...]
    people: int
    asking: int
    heading: str
    statement: str
    voided: bool
    accuses: bool = False


@dataclass(frozen=True, slots=True)
class CasePerson:
    """Someone who came on this case, with the facts given last."""

    name: str
    sex: str
    id_type: str
    id_number: str
    phone: str
    village: str
    address: str
    representative: bool
    reachable: bool


@dataclass(frozen=True, slots=True)
class CaseLetter:
    """A paper of the case, draft or issued. `pages`: of its frozen bytes, 0 for a draft."""

    letter_id: int
    form: str
    title: str
    document_no: str
    state: str
    signed_on: date | None
    served_on: date | None
    waits_for_service: bool
    event: str
    pages: int = 0


@dataclass(frozen=True, slots=True)
class Offer:
    """What may be recorded next; of what may not be, why and the article."""

    kind: str
    label: str
    allowed: bool
    why_not: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One case on one screen. An accusation that is not opened is a `ClosedCase` (closed.py).

    `people_closed`: somebody of it came with an accusation as well, and who that was is closed here. `route` rules now;
    `spoken_route` is the one that the visits name, before any event. `organ`: which discipline commission takes an
    accusation, as far as whom it names says so.
    """

    case_id: int
    case_no: str
    title: str
    purpose: str
    route: int | None
    spoken_route: int | None
    state: str
    opened_on: date
    channel: str
    category: str
    restricted: bool
    due: date | None
    due_kind: str
    unit: str
    handler: str
    leader: str
    national_no: str
    query_code: str
    ending: str
    accepted_on: date | None
    concluded_on: date | None
    extended_days: int
    merged_into: str
    split_from: str
    concerned_units: tuple[str, ...]
    events: tuple[TimelineEvent, ...]
    requests: tuple[CaseRequest, ...]
    clocks: tuple[CaseClock, ...]
    tasks: tuple[CaseTask, ...]
    granted: tuple[Granted, ...]
    visits: tuple[CaseVisit, ...]
    people: tuple[CasePerson, ...]
    letters: tuple[CaseLetter, ...]
    offers: tuple[Offer, ...]
    not_entered: tuple[str, ...]
    organ: str = ""
    people_closed: bool = False

    @property
    def open_requests(self) -> tuple[CaseRequest, ...]:
        """The requests that this case answers: those not split off."""
        return tuple(request for request in self.requests if not request.moved_to)

    @property
    def order(self) -> str:
        """The kind of order that the case is (codes.ORDERS); none as soon as somebody brings it himself."""
        channels = [visit.channel for visit in self.visits if not visit.voided]
        return channels[0] if channels and all(channel in ORDERS for channel in channels) else ""

    def last(self, kind: str) -> TimelineEvent | None:
        """The newest event of a kind that was not undone."""
        return next((event for event in reversed(self.events) if event.kind == kind and not event.undone), None)


def case_document(case: CaseFile, *, masked: bool) -> dict[str, Any]:
    """The case as `petidesk case show --json` prints it (rules/command-line.md). `masked`: it is a closed one."""
    return {
        "case_no": case.case_no,
        "title": case.title,
        "purpose": case.purpose,
        "state": case.state,
        "route": case.route,
        "opened_on": iso(case.opened_on),
        "channel": case.channel,
        "due": iso(case.due),
        "due_kind": case.due_kind or None,
        "responsible_unit": case.unit,
        "first_handler": case.handler,
        "case_leader": case.leader,
        "national_no": case.national_no,
        "query_code": case.query_code,
        "not_entered": list(case.not_entered),
        "ending": case.ending or None,
        "merged_into": case.merged_into or None,
        "split_from": case.split_from or None,
        "restricted": case.restricted,
        "masked": masked,
        "requests": [_request_document(request) for request in case.requests],
        "events": [event_document(event) for event in case.events],
        "letters": [_letter_document(letter) for letter in case.letters],
        "deadlines": [_clock_document(clock) for clock in case.clocks],
        "tasks": [
            {"event_id": task.event_id, "kind": task.kind, "owner": task.owner, "due": iso(task.due)}
            for task in case.tasks
            if not task.request
        ],
        "granted": [{"request": item.request, "owner": item.owner, "due_on": iso(item.due)} for item in case.granted],
        "visits": [
            {
                "visit_no": visit.visit_no,
                "at": iso(visit.at, "minutes"),
                "channel": visit.channel,
                "names": list(visit.names),
                "people": visit.people,
                "voided": visit.voided,
            }
            for visit in case.visits
        ],
    }


def event_document(event: TimelineEvent) -> dict[str, Any]:
    """An event as JSON: its own keys beside `kind`, `on`, `by`, `note`."""
    return {
        "event_id": event.event_id,
        "kind": event.kind,
        "on": iso(event.on),
        "by": event.by,
        "note": event.note,
        **event.content,
        "recorded_at": iso(event.recorded_at),
        "visit_no": event.visit_no or None,
        "document_no": event.content.get("document_no") or event.document_no or None,
        "undone": event.undone,
    }


def _request_document(request: CaseRequest) -> dict[str, Any]:
    return {
        "number": request.number,
        "text": request.text,
        "visit_no": request.visit_no or None,
        "result": request.result or None,
        "answer": request.answer,
        "moved_to": request.moved_to or None,
    }


def _letter_document(letter: CaseLetter) -> dict[str, Any]:
    return {
        "letter_id": letter.letter_id,
        "kind": letter.form,
        "title": letter.title,
        "document_no": letter.document_no or None,
        "state": letter.state,
        "signed_on": iso(letter.signed_on),
        "served_on": iso(letter.served_on),
        "event": letter.event or None,
    }


def _clock_document(clock: CaseClock) -> dict[str, Any]:
    if clock.deadline is None:
        dates: dict[str, Any] = {"kind": clock.kind, "from": iso(clock.start), "raw": None}
        dates |= {"legal": None, "safe": None, "calendar_missing": None, "basis": ""}
    else:
        dates = deadline_document(clock.deadline)
    return {**dates, "duty": clock.duty, "met_on": iso(clock.met_on)}


def row_document(row: CaseRow) -> dict[str, Any]:
    """A line of `petidesk case list --json`."""
    return {
        "case_no": row.case_no,
        "title": row.title,
        "names": list(row.names),
        "purpose": row.purpose,
        "route": row.route,
        "state": row.state,
        "due": iso(row.due),
        "due_kind": row.due_kind or None,
        "responsible_unit": row.unit,
        "case_leader": row.leader,
        "opened_on": iso(row.opened_on),
    }


def state_words(row: CaseRow | CaseFile) -> str:
    """The state for lists and papers."""
    return CASE_STATES[row.state]


def purpose_words(row: CaseRow | CaseFile) -> str:
    """The purpose with the route of an appeal: 申诉求决（第六项）."""
    words = PURPOSES[row.purpose]
    return f"{words}（第{'一二三四五六'[row.route - 1]}项）" if row.purpose == "appeal" and row.route else words


def result_words(code: str) -> str:
    """支持, 部分支持 ...; empty for no result."""
    return RESULTS.get(code, "")
