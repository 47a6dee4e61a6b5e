"""The list of letters, and the cases that owe one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, and_, case, false, func, or_, select

from petidesk.domain.letters.letters import LetterQuery, LetterRow
from petidesk.storage import lists
from petidesk.storage.cases import listing as case_list
from petidesk.storage.cases.owed import OWED
from petidesk.storage.lists import Conditions, Listing, chosen, hits, names_of
from petidesk.storage.schema import letter, matter, meeting, petition_case, staff, visit

WAITS = and_(letter.c.state == "issued", letter.c.to_serve, letter.c.served_on.is_(None))
# Who came with the visit that opened the case; of a case that was split off, the one that opened where it came from.
_NAMES = (
    select(visit.c.names)
    .where(
        visit.c.id
        == select(func.min(matter.c.visit_id))
        .where(matter.c.case_id == func.coalesce(petition_case.c.split_from, petition_case.c.id))
        .correlate(petition_case)
        .scalar_subquery()
    )
    .correlate(petition_case)
    .scalar_subquery()
)
_SHARED = lists.shared(LetterRow, letter)
# What a row of an accusation shows (《信访工作条例》第三十条第三款).
_SHOWN_CLOSED = frozenset(
    {"document_no", "form", "title", "state", "signed_by", "signed_on", "served_on", "changed_at", "restricted"}
)
_ROW = (
    select(
        letter.c.id,
        *_SHARED,
        petition_case.c.case_no,
        case((letter.c.restricted, ""), else_=func.coalesce(petition_case.c.title, "")).label("case_title"),
        WAITS.label("waits"),
        staff.c.name,
        case((letter.c.restricted, ""), else_=func.json_extract(letter.c.content, "$.to")).label("unit"),
        case((letter.c.restricted, ""), else_=func.coalesce(_NAMES, "")).label("names"),
    )
    .join(staff, staff.c.id == letter.c.staff_id)
    .outerjoin(petition_case, petition_case.c.id == letter.c.case_id)
)


def _conditions(query: LetterQuery) -> Conditions:
    found = chosen((letter.c.state, query.state), (letter.c.form, query.form))
    if query.case_no:
        of = select(petition_case.c.id).where(petition_case.c.case_no == query.case_no)
        found.append(letter.c.case_id == of.scalar_subquery())
    if query.meeting_no:
        at = select(meeting.c.id).where(meeting.c.meeting_no == query.meeting_no)
        found.append(letter.c.meeting_id == at.scalar_subquery())
    if query.waiting_service:
        found.append(WAITS)
    found += lists.within(letter.c.signed_on, query.since, query.until)
    if query.text.strip():
        entries = hits(query.text)
        found.append(
            or_(
                letter.c.search_id.in_(entries),
                letter.c.title.contains(query.text.strip(), autoescape=True),
                and_(~letter.c.restricted, letter.c.case_id.in_(case_list.found_by(entries))),
            )
        )
    return found


def _row(row: Any) -> LetterRow:
    told = lists.taken(row, _SHARED, _SHOWN_CLOSED if row.restricted else None)
    return LetterRow(
        letter_id=row.id,
        case_no=row.case_no or "",
        case_title=row.case_title,
        waits_for_service=bool(row.waits),
        staff=row.name,
        receiver=row.unit or _first_of(names_of(row.names)),
        **(told | {"document_no": row.document_no or ""}),
    )


def _first_of(names: Sequence[str]) -> str:
    named = [name for name in names if name]
    return f"{named[0]}等" if len(named) > 1 else "".join(named)


_ORDERS = lists.orders(letter)
# Numbers sort by series, year and serial, not by their letters; cases by their order of entry.
_ORDERS["document_no"] = (letter.c.series, letter.c.serial_year, letter.c.serial)
_ORDERS["case_no"] = (letter.c.case_id,)
LISTING = Listing(letter.c.id, _ROW, _conditions, _row, _ORDERS)


def cases_owed(
    connection: Connection, form: str, clock: str, *, purposes: Sequence[str], routes: Sequence[int], until: date | None
) -> list[str]:
    """Numbers of the cases that owe this form: its event stands without a paper, or their next clock is this one.

    Those without a paper come first, then the earliest due. `purposes` and `routes` empty mean all; accusations are
    never among them; `until` keeps those due by that day, and what is owed already.
    """
    paperless = OWED.get(form, false())
    wanted = [petition_case.c.restricted.is_(False)]
    clocked = [petition_case.c.next_clock == clock, petition_case.c.next_due.is_not(None)]
    if purposes:
        wanted.append(petition_case.c.purpose.in_(purposes))
    if routes:
        wanted.append(petition_case.c.route.in_(routes))
    if until is not None:
        clocked.append(petition_case.c.next_due <= until)
    found = select(petition_case.c.case_no).where(or_(paperless, and_(*clocked)), *wanted)
    order = (case((paperless, 0), else_=1), petition_case.c.next_due, petition_case.c.id)
    return list(connection.execute(found.order_by(*order)).scalars())
