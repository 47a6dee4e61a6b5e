"""What a visit brings to its cases, in the transaction that writes it: a new case, an event, where the case stands.

Registering, amending, an import and the sample office all go this way.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, field

from petidesk.domain.accused import Around
from petidesk.domain.audit import Act
from petidesk.domain.calendar import Calendar
from petidesk.domain.cases.brought import visit_event
from petidesk.domain.cases.cases import CaseEvent
from petidesk.domain.numbering import format_number
from petidesk.domain.office.office import Office
from petidesk.domain.visits.visits import Matter, NewVisit
from petidesk.storage.cases import cases
from petidesk.storage.file import numbers
from petidesk.storage.file.database import Transaction
from petidesk.storage.visits.visits import LinkedMatter


@dataclass(frozen=True, slots=True)
class Rules:
    """What the office and the calendar say at the time of registering; its lists of names for whoever asks for them."""

    office: Office
    calendar: Calendar
    around: Around = field(default_factory=Around)


def open_case(connection: Transaction, act: Act, item: Matter, content: NewVisit, rules: Rules) -> LinkedMatter:
    """A new case for a matter, numbered by the day of entry; the matter comes back with that number."""
    year = act.at.year
    serial = numbers.allot(connection, "case", year)
    case_no = format_number(
        rules.office.case_pattern, year=year, serial=serial, organ=rules.office.organ, month=act.at.month
    )
    case_id = cases.add(
        connection,
        case_no=case_no,
        serial_year=year,
        serial=serial,
        title=item.heading,
        purpose=item.purpose,
        opened_on=content.at.date(),
        restricted=item.restricted,
    )
    return LinkedMatter(dataclasses.replace(item, case_no=case_no), case_id, repeat=False)


def bring(
    connection: Transaction,
    act: Act,
    linked: LinkedMatter,
    content: NewVisit,
    visit_id: int,
    rules: Rules,
    *,
    owed: bool,
    follow: bool = True,
) -> None:
    """The event that the visit brings to the case, and (with `follow`) what follows from it. `owed`: `visit_event`."""
    kind = "visited" if linked.repeat else "registered"
    on = content.at.date()
    document = visit_event(content, owed=owed)
    event_id = cases.record(connection, act, linked.case_id, kind, on, document, visit_id=visit_id)
    if follow:
        new = () if linked.repeat else (CaseEvent(kind, on, document, event_id),)
        cases.reproject(connection, linked.case_id, rules.calendar, rules.office.limits, new=new)
    cases.reindex(connection, linked.case_id)


def reproject(connection: Transaction, case_ids: Sequence[int], rules: Rules) -> None:
    """Work out what follows of these cases anew, and of those split off from them, which have their words from them."""
    for case_id in (*case_ids, *cases.split_off_from(connection, case_ids)):
        cases.reproject(connection, case_id, rules.calendar, rules.office.limits)
