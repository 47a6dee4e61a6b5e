"""联席会议 and 例会: an agenda from open cases, minutes with who does what until when (rules/office.md).

What a meeting decides on a case stands in that case as the event ``met``; the minutes and the cases are written
together. An accusation is on no agenda: it is closed to everyone without permission (《信访工作条例》第三十条第三款).
What turns out to be one later is read as a `ClosedItem`, a `ClosedDecision`, the whole as a `ClosedMeeting`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from petidesk.domain.json_input import LONG_TEXT, Reader
from petidesk.domain.json_output import iso
from petidesk.domain.numbering import format_number
from petidesk.domain.office.office import Office
from petidesk.domain.trouble import Refused

MEETING_KINDS = {"joint": "联席会议", "regular": "工作例会"}
MEETING_STATES = {"planned": "待召开", "held": "已召开", "voided": "已作废"}
MEETING_PATTERN = "{organ}会{year}-{serial:4}"
MOST_ITEMS = 200
CLOSED_BASIS = "《信访工作条例》第三十条第三款"


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """A case on the agenda and why it is there. What follows `why` is read from the case when it is asked for."""

    case_no: str
    why: str = ""
    case_id: int = 0
    title: str = ""
    state: str = ""
    unit: str = ""
    due: date | None = None
    due_kind: str = ""
    task_on: date | None = None
    task_kind: str = ""

    @property
    def next_on(self) -> date | None:
        """The earlier of the date by law and the office's own."""
        return min((day for day in (self.due, self.task_on) if day is not None), default=None)


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided on a case: who does it until when. `event_id` is the event in the case."""

    case_no: str
    decision: str
    owner: str = ""
    due_on: date | None = None
    event_id: int = 0


@dataclass(frozen=True, slots=True)
class MeetingPlan:
    """What staff write about a meeting before it."""

    kind: str
    on: date
    place: str = ""
    chair: str = ""
    attendees: str = ""
    agenda: tuple[AgendaItem, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Minutes:
    """What a meeting that was held decided."""

    on: date
    place: str
    chair: str
    attendees: str
    decisions: tuple[Decision, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting with its agenda and its decisions."""

    meeting_id: int
    meeting_no: str
    plan: MeetingPlan
    decisions: tuple[Decision, ...]
    state: str
    changed_at: datetime
    staff: str

    @property
    def agenda(self) -> tuple[AgendaItem, ...]:
        """The cases on the agenda."""
        return self.plan.agenda


@dataclass(frozen=True, slots=True)
class ClosedItem:
    """A case on the agenda that turned out to be an accusation: its number."""

    case_no: str


@dataclass(frozen=True, slots=True)
class ClosedDecision:
    """That something was decided on an accusation, by when, as which event. What and who is closed."""

    case_no: str
    due_on: date | None
    event_id: int


@dataclass(frozen=True, slots=True)
class ClosedMeeting:
    """A meeting that spoke of an accusation: its remarks, which may speak of it, are closed with that case's words."""

    meeting_id: int
    meeting_no: str
    kind: str
    on: date
    place: str
    chair: str
    attendees: str
    agenda: tuple[AgendaItem | ClosedItem, ...]
    decisions: tuple[Decision | ClosedDecision, ...]
    state: str
    changed_at: datetime
    staff: str


def close(meeting: Meeting, accusations: Collection[str]) -> ClosedMeeting:
    """What anybody may know of a meeting that spoke of the cases with these numbers."""
    plan = meeting.plan
    return ClosedMeeting(
        meeting.meeting_id,
        meeting.meeting_no,
        plan.kind,
        plan.on,
        plan.place,
        plan.chair,
        plan.attendees,
        tuple(ClosedItem(item.case_no) if item.case_no in accusations else item for item in plan.agenda),
        tuple(
            ClosedDecision(each.case_no, each.due_on, each.event_id) if each.case_no in accusations else each
            for each in meeting.decisions
        ),
        meeting.state,
        meeting.changed_at,
        meeting.staff,
    )


def laid_out(meeting: Meeting | ClosedMeeting) -> Meeting:
    """A meeting to lay out: of a closed one with nothing in the places of what is closed."""
    if isinstance(meeting, Meeting):
        return meeting
    agenda = tuple(AgendaItem(item.case_no) if isinstance(item, ClosedItem) else item for item in meeting.agenda)
    decisions = tuple(
        Decision(each.case_no, "", "", each.due_on, each.event_id) if isinstance(each, ClosedDecision) else each
        for each in meeting.decisions
    )
    plan = MeetingPlan(meeting.kind, meeting.on, meeting.place, meeting.chair, meeting.attendees, agenda)
    return Meeting(
        meeting.meeting_id, meeting.meeting_no, plan, decisions, meeting.state, meeting.changed_at, meeting.staff
    )


def for_paper(meeting: Meeting | ClosedMeeting) -> Meeting:
    """A meeting as its papers tell of it: what is an accusation stands on none of them, not by its number either."""
    if isinstance(meeting, Meeting):
        return meeting
    agenda = tuple(item for item in meeting.agenda if isinstance(item, AgendaItem))
    decisions = tuple(each for each in meeting.decisions if isinstance(each, Decision))
    return laid_out(replace(meeting, agenda=agenda, decisions=decisions))


@dataclass(frozen=True, slots=True)
class MeetingQuery:
    """Which meetings, in which order. `text` stands in number, place or chair; agendas are not searched."""

    state: str = ""
    text: str = ""
    sort: str = "on_day"
    descending: bool = True


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A line of the list of meetings."""

    meeting_id: int
    meeting_no: str
    kind: str
    on: date
    place: str
    chair: str
    state: str
    items: int
    decided: int


@dataclass(frozen=True, slots=True)
class AgendaOffer:
    """An open case that the next meeting may want to look at, and the reasons."""

    item: AgendaItem
    reasons: tuple[str, ...]


def meeting_number(office: Office, *, year: int, serial: int) -> str:
    """清会2026-0003."""
    return format_number(MEETING_PATTERN, year=year, serial=serial, organ=office.organ)


def parse_plan(document: object, before: MeetingPlan | None = None) -> MeetingPlan:
    """Read the JSON of `meeting plan`, or with `before` the keys that change in it.

    `agenda` is a list of case numbers, or of ``{"case_no", "why"}``. The day may lie ahead.
    Refused: missing, bad_value, unknown_key.
    """
    reader = Reader(document, label="会议")
    plan = before or MeetingPlan("joint", date.min)
    values: dict[str, Any] = {}
    if reader.has("kind"):
        values["kind"] = reader.choice("kind", "会议类别", tuple(MEETING_KINDS), required=True)
    if before is None or reader.has("on"):
        values["on"] = reader.day("on", "会议日期", required=True)
    values |= _words(reader)
    if reader.has("agenda"):
        values["agenda"] = _agenda(reader.items("agenda", "议题", most=MOST_ITEMS))
    reader.done()
    return replace(plan, **values)


def parse_minutes(document: object, plan: MeetingPlan, *, today: date) -> Minutes:
    """Read the JSON of `meeting hold`: ``decisions`` of case_no, decision, owner, due_on, beside what changed.

    Refused: a day after `today`, a decision without words, a date before the meeting.
    """
    reader = Reader(document, label="会议纪要")
    on = reader.day("on", "会议日期") or plan.on
    if on > today:
        raise Refused("bad_value", f"会议日期{on.isoformat()}在今天之后，开过会再记纪要。", field="on")
    words = {name: getattr(plan, name) for name in ("place", "chair", "attendees", "note")} | _words(reader)
    decisions = []
    for place, value in enumerate(reader.items("decisions", "决定", most=MOST_ITEMS)):
        inner = Reader(value, f"decisions[{place}]", "决定")
        decision = Decision(
            inner.text("case_no", "信访事项编号", required=True),
            inner.text("decision", "决定", required=True, limit=LONG_TEXT, multiline=True),
            inner.text("owner", "责任人"),
            inner.day("due_on", "完成期限"),
        )
        inner.done()
        if decision.due_on is not None and decision.due_on < on:
            raise Refused("bad_value", "完成期限早于会议日期，请核对。", field=inner.path("due_on"))
        decisions.append(decision)
    reader.done()
    return Minutes(on=on, decisions=tuple(decisions), **words)


def _words(reader: Reader) -> dict[str, str]:
    found = {}
    for key, label, limit in (("place", "地点", 200), ("chair", "主持人", 60), ("attendees", "参加人员", 2000)):
        if reader.has(key):
            found[key] = reader.text(key, label, limit=limit)
    if reader.has("note"):
        found["note"] = reader.text("note", "备注", limit=LONG_TEXT, multiline=True)
    return found


def _agenda(given: Sequence[object]) -> tuple[AgendaItem, ...]:
    found: dict[str, AgendaItem] = {}
    for place, value in enumerate(given):
        path = f"agenda[{place}]"
        inner = Reader({"case_no": value} if isinstance(value, str) else value, path, "议题")
        item = AgendaItem(inner.text("case_no", "信访事项编号", required=True), inner.text("why", "上会原因"))
        inner.done()
        if item.case_no in found:
            raise Refused("bad_value", f"{item.case_no}已经在议题里。", field=f"{path}.case_no")
        found[item.case_no] = item
    return tuple(found.values())


def with_decided(plan: MeetingPlan, decisions: Sequence[Decision]) -> MeetingPlan:
    """The plan with the cases that were decided without standing on the agenda."""
    known = {item.case_no for item in plan.agenda}
    more = dict.fromkeys(decision.case_no for decision in decisions if decision.case_no not in known)
    return replace(plan, agenda=(*plan.agenda, *(AgendaItem(case_no) for case_no in more)))


def with_closed(plan: MeetingPlan, before: MeetingPlan, closed: Collection[str]) -> MeetingPlan:
    """The plan as it is kept where cases of `before` are `closed` by now: nobody who typed it was shown their words.

    Why they stood on the agenda stays, and an empty remark does not take away the closed one. Where none of them stays,
    the meeting is open again, and that remark, which may speak of them, goes with them.
    """
    if not closed:
        return plan
    known = {item.case_no: item for item in before.agenda if item.case_no in closed}
    agenda = tuple(known.get(item.case_no, item) for item in plan.agenda)
    if any(item.case_no in known for item in agenda):
        return replace(plan, agenda=agenda, note=plan.note or before.note)
    return replace(plan, note="" if plan.note == before.note else plan.note)


def meeting_document(found: Meeting | ClosedMeeting) -> dict[str, Any]:
    """The meeting as `meeting show --json` prints it; what `plan` takes plus the stored keys."""
    meeting = laid_out(found)
    plan = meeting.plan
    return {
        "meeting_no": meeting.meeting_no,
        "kind": plan.kind,
        "on": iso(plan.on),
        "place": plan.place,
        "chair": plan.chair,
        "attendees": plan.attendees,
        "note": plan.note,
        "state": meeting.state,
        "agenda": [_item_document(item) for item in plan.agenda],
        "decisions": [
            {
                "case_no": decision.case_no,
                "decision": decision.decision,
                "owner": decision.owner,
                "due_on": iso(decision.due_on),
                "event_id": decision.event_id,
            }
            for decision in meeting.decisions
        ],
    }


def _item_document(item: AgendaItem) -> dict[str, Any]:
    return {
        "case_no": item.case_no,
        "why": item.why,
        "title": item.title,
        "state": item.state or None,
        "responsible_unit": item.unit,
        "due": iso(item.next_on),
    }


def offer_document(offer: AgendaOffer) -> dict[str, Any]:
    """A line of `meeting agenda --json`."""
    return {**_item_document(offer.item), "reasons": list(offer.reasons)}


def row_document(row: MeetingRow) -> dict[str, Any]:
    """A line of `meeting list --json`."""
    return {
        "meeting_no": row.meeting_no,
        "kind": row.kind,
        "on": iso(row.on),
        "chair": row.chair,
        "state": row.state,
        "items": row.items,
        "decisions": row.decided,
    }


def paper_values(meeting: Meeting) -> Mapping[str, Any]:
    """What 联席会议议题单 and 联席会议纪要 print of the meeting, by the names of case_papers."""
    return {
        "会议编号": meeting.meeting_no,
        "会议日期": _words_of(meeting.plan.on),
        "会议主持": meeting.plan.chair,
        "会议议题": [
            {
                "事项编号": item.case_no,
                "概要": item.title,
                "责任单位": item.unit,
                "期限": _words_of(item.next_on),
            }
            for item in meeting.plan.agenda
        ],
        "会议决定": [
            {
                "事项编号": decision.case_no,
                "决定": decision.decision,
                "责任人": decision.owner,
                "期限": _words_of(decision.due_on),
            }
            for decision in meeting.decisions
        ],
    }


def paper_parts(meeting: Meeting) -> dict[str, str]:
    """What the meeting says of the parts that its two papers ask for by name."""
    plan = meeting.plan
    return {"会议地点": plan.place, "参加人员": plan.attendees, "出席人员": plan.attendees, "会议内容": plan.note}


def _words_of(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""
