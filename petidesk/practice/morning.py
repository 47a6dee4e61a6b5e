"""The last morning of the sample: what lies on the desk when the practice office is opened.

Letters begun and not signed, dates of today and of this week, a case that was split and two that became one.
"""

from __future__ import annotations

import contextlib
from datetime import date, timedelta
from typing import Any

from petidesk.desk.desk import Desk
from petidesk.domain.cases.closed import file_of
from petidesk.domain.cases.files import CaseQuery, CaseRow
from petidesk.domain.trouble import Refused
from petidesk.practice.town_lives import Lives

_LOOKED_AT = 60
_FEW = 3
# How many days from the last day on a leader's instruction is due: overdue, today, this week.
_DUE = (-2, 0, 3, 5)
_SITTING = {"chair": "任秀兰", "place": "镇政府三楼会议室", "attendees": "任秀兰、盖世平、各站所负责人"}
_DECIDED = "由承办单位一周内拿出方案，包案领导带队见面。"


def leave_work(desk: Desk, lives: Lives, until: date) -> None:
    """Do a clerk's first things of that morning on the newest open cases; what the rules refuse is left out."""
    query = CaseQuery(open_only=True, opened_until=until - timedelta(days=1))
    _split_and_merge(desk, _open_cases(desk, query), until)
    rows = _open_cases(desk, query)  # without those that went into another
    _instructions(desk, lives, rows, until)
    _drafts(desk, rows)
    _meetings(desk, [row for row in rows if row.purpose == "appeal"], until)


def _open_cases(desk: Desk, query: CaseQuery) -> list[CaseRow]:
    return [row for row in desk.cases.rows(query, _LOOKED_AT) if not row.restricted]


def _meetings(desk: Desk, rows: list[CaseRow], until: date) -> None:
    """A joint meeting that was held the week before, and the next one with its agenda."""
    last, coming = until - timedelta(days=2), until + timedelta(days=5)
    held = [row for row in rows if row.opened_on <= last][:1]
    planned = [row for row in rows if row not in held][:_FEW]
    with contextlib.suppress(Refused):
        agenda = [row.case_no for row in held]
        meeting = desk.meetings.plan({"on": last.isoformat(), "agenda": agenda, **_SITTING})
        due = (until + timedelta(days=10)).isoformat()
        decided = [{"case_no": number, "decision": _DECIDED, "owner": "盖世平", "due_on": due} for number in agenda]
        desk.meetings.hold(meeting.meeting_no, {"decisions": decided})
    agenda = [row.case_no for row in planned]
    desk.meetings.plan({"on": coming.isoformat(), "agenda": agenda, **_SITTING})


def _record(desk: Desk, case_no: str, kind: str, document: dict[str, Any]) -> bool:
    try:
        desk.cases.record(case_no, kind, document)
    except Refused:
        return False
    return True


def _split_and_merge(desk: Desk, rows: list[CaseRow], until: date) -> None:
    on = until.isoformat()
    by_title: dict[str, str] = {}
    done = 0
    for row in rows:
        earlier = by_title.setdefault(row.title, row.case_no)
        note = "同一件事，并为一件答复。"
        if done < _FEW and earlier != row.case_no:
            done += _record(desk, row.case_no, "merged", {"on": on, "into": earlier, "note": note})
    done = 0
    for row in rows:
        requests = file_of(desk.cases.get(row.case_no)).open_requests
        if done < _FEW and len(requests) > 1:
            wanted = [requests[-1].number]
            note = "另一项由别的单位办理，单独立件。"
            done += _record(desk, row.case_no, "split", {"on": on, "requests": wanted, "note": note})


def _instructions(desk: Desk, lives: Lives, rows: list[CaseRow], until: date) -> None:
    said = (until - timedelta(days=4)).isoformat()
    free = [row for row in rows if row.task_on is None]  # an earlier date of its own would hide the new one
    asked = [row for row in free if row.purpose == "appeal" and row.opened_on.isoformat() <= said]
    coming = list(_DUE)
    for row in asked:
        due = (until + timedelta(coming[0])).isoformat()
        if _record(desk, row.case_no, "instructed", {"on": said, "due_on": due, **lives.instruction(row.unit)}):
            coming.pop(0)
        if not coming:
            return


def _drafts(desk: Desk, rows: list[CaseRow]) -> None:
    done = 0
    for row in rows:
        if row.purpose != "appeal" or row.route != 6 or done == _FEW:
            continue
        form = "handling_opinion" if row.state in ("accepted", "extended") else "acceptance_notice"
        try:
            desk.letters.draft(form, row.case_no)
        except Refused:
            continue
        done += 1
