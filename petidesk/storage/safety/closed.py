"""Whether all that lies around an accusation is as closed as its case and its visit: what `check` compares.

Attachments are compared in `storage/attachments.py`, the search index in `checks.py`. Findings name records by number.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, Select, and_, func, literal, or_, select

from petidesk.domain.codes import ACCUSATION
from petidesk.domain.listing import Problem
from petidesk.storage.schema import (
    audit_event,
    audit_payload,
    dispute,
    draft,
    letter,
    matter,
    meeting,
    petition_case,
    reception_day,
    reception_guest,
    visit,
)

_MOST_FINDINGS = 100
_ACCUSED_IN = select(matter.c.visit_id).where(matter.c.purpose == ACCUSATION)
_CLOSED_CASE = petition_case.c.restricted
_ACCUSING = visit.c.id.in_(_ACCUSED_IN)


def verify(connection: Connection) -> list[Problem]:
    """Letters, drafts, bookings, disputes and the history of closed records; nothing when all agree."""
    problems = []
    for what, found in _ASKED:
        rows = connection.execute(found.limit(_MOST_FINDINGS)).all()
        problems += [Problem(what, " ".join(str(part) for part in row)) for row in rows]
    return problems


def _letters() -> Select[tuple[str, int]]:
    return (
        select(literal("letter"), letter.c.id)
        .join(petition_case, petition_case.c.id == letter.c.case_id)
        .where(letter.c.restricted != _CLOSED_CASE)
        .order_by(letter.c.id)
    )


def _papers_of_meetings() -> Select[tuple[str, int]]:
    """A paper of a meeting that speaks of an accusation, of those that were written before it was one."""
    spoken_of = (
        select(petition_case.c.id)
        .where(_CLOSED_CASE, func.instr(meeting.c.agenda, func.json_quote(petition_case.c.case_no)) > 0)
        .correlate(meeting)
    )
    return (
        select(literal("letter"), letter.c.id)
        .join(meeting, meeting.c.id == letter.c.meeting_id)
        .where(letter.c.pdf.is_not(None), letter.c.restricted.is_(False), spoken_of.exists())
        .order_by(letter.c.id)
    )


def _drafts() -> Select[tuple[str, int]]:
    about_case = select(petition_case.c.case_no).where(_CLOSED_CASE)
    about_visit = select(visit.c.visit_no).where(_ACCUSING)
    about = or_(
        func.json_extract(draft.c.content, "$.case_no").in_(about_case),
        func.json_extract(draft.c.content, "$.visit_no").in_(about_visit),
    )
    return select(literal("draft"), draft.c.id).where(draft.c.restricted.is_(False), about).order_by(draft.c.id)


def _bookings() -> Select[tuple[str, int]]:
    table = reception_guest.c
    words = table.name + table.phone + table.village + table.about + table.case_no + table.why
    return (
        select(func.strftime("%Y-%m-%d", reception_day.c.on_day), table.number)
        .join(reception_day, reception_day.c.id == table.day_id)
        .where(table.visit_id.in_(_ACCUSED_IN), words != "")
        .order_by(table.id)
    )


def _disputes() -> Select[tuple[str]]:
    names = or_(
        dispute.c.visit_id.in_(_ACCUSED_IN),
        dispute.c.case_id.in_(select(petition_case.c.id).where(_CLOSED_CASE)),
    )
    return select(dispute.c.dispute_no).where(names).order_by(dispute.c.id)


def _history(kind: str, numbers: Select[tuple[str]]) -> ColumnElement[bool]:
    return and_(audit_event.c.subject_kind == kind, audit_event.c.subject.in_(numbers))


def _histories() -> Select[tuple[str, int]]:
    """Changes of a closed record that everybody may read."""
    about = or_(
        _history("visit", select(visit.c.visit_no).where(_ACCUSING)),
        _history("case", select(petition_case.c.case_no).where(_CLOSED_CASE)),
        _history("letter", select(letter.c.document_no).where(letter.c.restricted, letter.c.document_no.is_not(None))),
    )
    return (
        select(audit_event.c.subject, audit_event.c.id)
        .join(audit_payload, audit_payload.c.event_id == audit_event.c.id)
        .where(audit_payload.c.restricted.is_(False), about)
        .order_by(audit_event.c.id)
    )


_ASKED: tuple[tuple[str, Select[tuple[str, int]] | Select[tuple[str]]], ...] = (
    ("文书的限制查阅与信访事项不符", _letters()),
    ("会议文书的限制查阅与议题不符", _papers_of_meetings()),
    ("没登记完的表单没有限制查阅", _drafts()),
    ("检举控告在接访排队里还有内容", _bookings()),
    ("台账里的纠纷写着检举控告的编号", _disputes()),
    ("检举控告的修改记录没有限制查阅", _histories()),
)
