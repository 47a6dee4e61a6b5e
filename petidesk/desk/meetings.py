"""What a clerk does with meetings: plan one with cases on its agenda, write its minutes, take it back.

The decision on a case is the event ``met`` of that case, written in the transaction of the minutes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from petidesk.desk import unmasking
from petidesk.desk.listed import Listed
from petidesk.domain.audit import Act
from petidesk.domain.home import soon_until, task_words
from petidesk.domain.meetings import (
    CLOSED_BASIS,
    AgendaItem,
    AgendaOffer,
    ClosedItem,
    ClosedMeeting,
    Decision,
    Meeting,
    MeetingPlan,
    MeetingQuery,
    MeetingRow,
    Minutes,
    meeting_document,
    meeting_number,
    parse_minutes,
    parse_plan,
    with_closed,
    with_decided,
)
from petidesk.domain.trouble import Refused
from petidesk.storage import meetings as rows
from petidesk.storage import office as office_rows
from petidesk.storage import purged
from petidesk.storage.cases import cases as case_rows
from petidesk.storage.file import numbers
from petidesk.storage.file.database import Transaction
from petidesk.storage.safety import audit as audit_rows

if TYPE_CHECKING:
    from petidesk.desk.cases.cases import Cases
    from petidesk.desk.session import Session


class Meetings(Listed[MeetingQuery, MeetingRow]):
    """`desk.meetings`. Every method is one transaction; those ending in `_within` join the caller's."""

    _listing = rows.LISTING

    def __init__(self, session: Session, cases: Cases) -> None:
        self._session = session
        self._cases = cases

    # ---- reading

    def get(self, meeting_no: str = "", *, meeting_id: int | None = None) -> Meeting | ClosedMeeting:
        """One meeting by its number or id; closed where it spoke of what accuses now. Refused ``not_found``."""
        with self._session.reading() as connection:
            return rows.load(connection, self._id(connection, meeting_no) if meeting_id is None else meeting_id)

    def offers(self, limit: int = 60) -> tuple[AgendaOffer, ...]:
        """Open cases for the next agenda with the reasons: a date, urgent, a group. No accusation."""
        today = self._session.today()
        with self._session.reading() as connection:
            dated = rows.dated(connection, soon_until(today), limit)
            urgent, groups = rows.urgent(connection, limit), rows.of_groups(connection, limit)
        found = {item.case_id: AgendaOffer(item, _date_reasons(item, today)) for item in dated}
        for items, reason in ((urgent, "紧急"), (groups, "集体访")):
            for item in items:
                known = found.get(item.case_id) or AgendaOffer(item, _date_reasons(item, today))
                found[item.case_id] = replace(known, reasons=(*known.reasons, reason))
        return tuple(found.values())[:limit]

    def id_of(self, connection: Transaction, meeting_no: str) -> int:
        """The id of a meeting that may have papers. Refused ``not_found``, ``already_closed`` for a voided one."""
        meeting_id = self._id(connection, meeting_no)
        self._refuse_voided(rows.load(connection, meeting_id))
        return meeting_id

    # ---- writing

    def plan(self, document: object) -> Meeting | ClosedMeeting:
        """Plan a meeting: it gets its number at once. Refused for an unknown case or an accusation on the agenda."""
        plan = parse_plan(document)
        with self._session.writing() as connection:
            act = self._session.act()
            self._refuse_accusations(connection, _agenda_paths(plan))
            year = act.at.year
            serial = numbers.allot(connection, "meeting", year)
            office = office_rows.current(connection, self._session.today())
            number = meeting_number(office, year=year, serial=serial)
            meeting_id = rows.add(connection, act, plan, meeting_no=number, serial_year=year, serial=serial)
            return self._written(connection, act, "meeting.planned", meeting_id, None)

    def change(self, meeting_no: str, document: object) -> Meeting | ClosedMeeting:
        """Put the keys of `document` in place, as long as the meeting was not held.

        What stood on the agenda before it became an accusation may stay there, as it stood.
        """
        with self._session.writing() as connection:
            before = rows.load(connection, self._id(connection, meeting_no), unmasking.inside())
            self._refuse_voided(before)
            if before.state == "held":
                raise Refused("already_closed", f"{meeting_no}已经开过，议题不能再改。")
            closed = self._closed_items(connection, before)
            plan = with_closed(parse_plan(document, before.plan), before.plan, closed)
            self._refuse_accusations(connection, _agenda_paths(plan), but=closed)
            act = self._session.act()
            rows.change(connection, act, before.meeting_id, plan)
            return self._written(connection, act, "meeting.changed", before.meeting_id, before)

    def hold(self, meeting_no: str, document: object) -> Meeting | ClosedMeeting:
        """Write the minutes. Each decision becomes the event ``met`` of its case, or nothing is written at all.

        What became an accusation since it was put on the agenda is left aside: it stays there closed, and nothing is
        decided on it.
        """
        with self._session.writing() as connection:
            before = rows.load(connection, self._id(connection, meeting_no), unmasking.inside())
            self._refuse_voided(before)
            if before.state == "held":
                raise Refused("already_closed", f"{meeting_no}的纪要已经记过。")
            minutes = parse_minutes(document, before.plan, today=self._session.latest().date())
            decided = {f"decisions[{place}].case_no": each.case_no for place, each in enumerate(minutes.decisions)}
            self._refuse_accusations(connection, decided)
            act = self._session.act()
            decisions = tuple(
                self._decide(connection, act, meeting_no, minutes, decision, place)
                for place, decision in enumerate(minutes.decisions)
            )
            words = {name: getattr(minutes, name) for name in ("on", "place", "chair", "attendees", "note")}
            plan = with_decided(replace(before.plan, **words), decisions)
            plan = with_closed(plan, before.plan, self._closed_items(connection, before))
            rows.change(connection, act, before.meeting_id, plan, state="held", decisions=decisions)
            return self._written(connection, act, "meeting.held", before.meeting_id, before)

    def void(self, meeting_no: str, why: str) -> Meeting | ClosedMeeting:
        """Take a meeting back with a reason. Its number stays; what it decided is undone in the cases."""
        if not why.strip():
            raise Refused("missing", "请写明作废的原因。", field="why")
        with self._session.writing() as connection:
            before = rows.load(connection, self._id(connection, meeting_no), unmasking.inside())
            self._refuse_voided(before)
            act = self._session.act()
            for decision in reversed(before.decisions):
                self._undo(connection, act, meeting_no, decision, why.strip())
            note = "\n".join(part for part in (before.plan.note, f"作废原因：{why.strip()}") if part)
            plan = replace(before.plan, note=note)
            rows.change(connection, act, before.meeting_id, plan, state="voided", decisions=before.decisions)
            return self._written(connection, act, "meeting.voided", before.meeting_id, before)

    # ---- parts

    def _decide(
        self, connection: Transaction, act: Act, meeting_no: str, minutes: Minutes, decision: Decision, place: int
    ) -> Decision:
        """Record one decision in its case; a refusal names the decision."""
        event: dict[str, Any] = {
            "on": minutes.on.isoformat(),
            "by": minutes.chair or self._session.actor.name,
            "meeting_no": meeting_no,
            "decision": decision.decision,
            "owner": decision.owner,
        }
        if decision.due_on is not None:
            event["due_on"] = decision.due_on.isoformat()
        try:
            case_id = self._cases.id_of(connection, decision.case_no)
            event_id, _ = self._cases.record_within(connection, act, case_id, "met", event)
        except Refused as refusal:
            raise Refused(
                refusal.code,
                refusal.message,
                field=f"decisions[{place}].{refusal.field or 'case_no'}",
                basis=refusal.basis,
            ) from None
        return replace(decision, event_id=event_id)

    def _undo(self, connection: Transaction, act: Act, meeting_no: str, decision: Decision, why: str) -> None:
        case_id = self._cases.id_of(connection, decision.case_no)
        undone = {
            event.content.get("event_id") for event in case_rows.events(connection, case_id) if event.kind == "undone"
        }
        if decision.event_id in undone:
            return
        event = {
            "on": self._session.latest().date().isoformat(),
            "event_id": decision.event_id,
            "note": f"{meeting_no}作废：{why}",
        }
        self._cases.record_within(connection, act, case_id, "undone", event)

    @staticmethod
    def _refuse_accusations(connection: Transaction, given: Mapping[str, str], but: Collection[str] = ()) -> None:
        """Refuse an unknown case (not_found) and an accusation (forbidden) among the numbers `given`, by their path."""
        for path, case_no in given.items():
            found = case_rows.find_no(connection, case_no)
            if found is None:
                raise Refused("not_found", f"没有编号为“{case_no}”的信访事项。", field=path)
            purged.refuse(connection, "case", case_no)
            if found[1] and case_no not in but:
                raise Refused("forbidden", f"{case_no}是检举控告，不列入会议议题。", field=path, basis=CLOSED_BASIS)

    @staticmethod
    def _closed_items(connection: Transaction, meeting: Meeting) -> set[str]:
        """The cases on its agenda that are accusations by now."""
        known = rows.items(connection, [item.case_no for item in meeting.agenda])
        return {case_no for case_no, item in known.items() if isinstance(item, ClosedItem)}

    def _written(
        self, connection: Transaction, act: Act, action: str, meeting_id: int, before: Meeting | None
    ) -> Meeting | ClosedMeeting:
        now = rows.load(connection, meeting_id)
        audit_rows.append(
            connection,
            act,
            action,
            "meeting",
            now.meeting_no,
            before=meeting_document(before) if before else None,
            after=meeting_document(now),
            # what was taken off the agenda stands in the words of before
            restricted=isinstance(now, ClosedMeeting) or bool(before and self._closed_items(connection, before)),
        )
        return now

    def _id(self, connection: Transaction, meeting_no: str) -> int:
        found = rows.find_no(connection, meeting_no)
        if found is None:
            raise Refused("not_found", f"没有编号为“{meeting_no}”的会议。", field="meeting_no")
        return found

    def _refuse_voided(self, meeting: Meeting | ClosedMeeting) -> None:
        if meeting.state == "voided":
            raise Refused("already_closed", f"{meeting.meeting_no}已经作废。")


def _agenda_paths(plan: MeetingPlan) -> dict[str, str]:
    """The numbers on an agenda by the path at which they were given."""
    return {f"agenda[{place}].case_no": item.case_no for place, item in enumerate(plan.agenda)}


def _date_reasons(item: AgendaItem, today: date) -> tuple[str, ...]:
    """Why the dates of a case bring it to a meeting."""
    reasons = []
    until = soon_until(today)
    if item.due is not None and item.due <= until:
        reasons.append("法定期限已超期" if item.due < today else "法定期限将到")
    if item.task_on is not None and item.task_on <= until:
        reasons.append(task_words(item.task_kind))
    return tuple(reasons)
