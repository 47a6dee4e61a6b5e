"""What a visit brings to its case."""

from __future__ import annotations

from typing import Any

from petidesk.domain.codes import ORDERS
from petidesk.domain.visits.visits import NewVisit


def visit_event(content: NewVisit, *, owed: bool) -> dict[str, Any]:
    """What the event that a visit brings to its case says.

    `owed`: something is asked for today; old records that were taken in owe nothing. In the document `notice_owed`:
    the written notice is owed; `order`: which order it is, whose clock begins; `handed_down`: an objection is
    possible; `national_owed`: the visit has no number of the national system yet.
    """
    notice_owed = owed and content.notice_clock_runs
    document: dict[str, Any] = {"notice_owed": notice_owed, "by": content.received_by}
    if owed and content.channel in ORDERS:
        document["order"] = content.channel
    if content.channel == "handed_down":
        document["handed_down"] = True
    if content.national_no or notice_owed:
        document["national_owed"] = not content.national_no
    if content.national_no:
        document["national_no"] = content.national_no
    if content.query_code:
        document["query_code"] = content.query_code
    return document
