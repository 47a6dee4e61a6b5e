"""Splitting and merging cases, and taking a step back, inside the transaction that records the event.

Nothing is moved or rewritten: both cases say what became of the other, so that undoing is one event more.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from petidesk.desk.cases.following import Rules
from petidesk.domain.audit import Act
from petidesk.domain.cases.cases import ENDED, NOTICE, effective
from petidesk.domain.cases.files import CaseFile
from petidesk.domain.cases.reading import NewEvent
from petidesk.domain.clocks import BY_OFFICE
from petidesk.domain.numbering import format_number
from petidesk.domain.trouble import Refused
from petidesk.domain.visits.topics import phrase
from petidesk.storage.cases import cases
from petidesk.storage.cases import file as files
from petidesk.storage.file import numbers
from petidesk.storage.file.database import Transaction
from petidesk.storage.safety import audit

# What a case that is split off takes along: how far the office had come with the whole.
_CARRIED = ("told", "accepted", "extended", "in_charge")


def split_off(
    connection: Transaction, act: Act, case: CaseFile, requests: Sequence[int], rules: Rules, new: NewEvent
) -> str:
    """Open a case of its own for some requests; its number. Clocks that run go on in both."""
    year = act.at.year
    serial = numbers.allot(connection, "case", year)
    office = rules.office
    case_no = format_number(office.case_pattern, year=year, serial=serial, organ=office.organ, month=act.at.month)
    texts = [request.text for request in case.requests if request.number in requests]
    case_id = cases.add(
        connection,
        case_no=case_no,
        serial_year=year,
        serial=serial,
        title="" if case.restricted else phrase(texts[0]),
        purpose=case.purpose,
        opened_on=case.opened_on,
        restricted=case.restricted,
    )
    cases.link(connection, case_id, split_from=case.case_id)
    notice = next((clock for clock in case.clocks if clock.kind == NOTICE and clock.met_on is None), None)
    first: dict[str, Any] = {
        "from_case": case.case_no,
        "requests": texts,
        "notice_owed": notice is not None,
        "national_owed": True,
        "by": new.by,
    }
    for clock in case.clocks:
        if clock.kind in BY_OFFICE and clock.met_on is None:
            first["order"] = clock.kind
    if case.route is not None:
        first["route"] = case.route
    cases.record(connection, act, case_id, "registered", case.opened_on, first)
    for event in case.events:
        if event.kind in _CARRIED and not event.undone:
            carried = {**event.content, "from_case": case.case_no, "by": event.by, "note": event.note}
            cases.record(connection, act, case_id, event.kind, event.on, carried)
    _follow(connection, case_id, rules)
    audit.append(
        connection,
        act,
        "case.split_off",
        "case",
        case_no,
        after={"from_case": case.case_no, "requests": texts},
        restricted=case.restricted,
    )
    return case_no


def joined(connection: Transaction, case: CaseFile, into: str, rules: Rules) -> int:
    """The id of the case that another may go into.

    Refused: not_found, forbidden for itself and for an accusation with anything else, already_closed once it ended.
    """
    found = cases.find_no(connection, into)
    if found is None:
        raise Refused("not_found", f"没有编号为“{into}”的信访事项。", field="into")
    other_id, restricted = found
    if other_id == case.case_id:
        raise Refused("forbidden", "不能并入自己。", field="into")
    if restricted or case.restricted:
        raise Refused(
            "forbidden", "检举控告不能与其他事项并为一件。", field="into", basis="《信访工作条例》第三十条第三款"
        )
    answer = cases.reproject(connection, other_id, rules.calendar, rules.office.limits)
    if answer.state in ENDED:
        raise Refused("already_closed", f"{into}已经办结，不能再并入；可以登记为新的事项。", field="into")
    return other_id


def merge(connection: Transaction, act: Act, case: CaseFile, into: str, rules: Rules, new: NewEvent) -> None:
    """Let a case go into another: that one answers the requests from now on.

    Refused as `joined` is.
    """
    other_id = joined(connection, case, into, rules)
    other = files.head(connection, other_id)
    assert other is not None
    if new.on < other.opened_on:
        raise Refused("bad_value", f"并案日期早于{into}的登记日期，请核对。", field="on")
    texts = [request.text for request in case.open_requests]
    document: dict[str, Any] = {"from_case": case.case_no, "requests": texts, "by": new.by}
    untold = [clock for clock in case.clocks if clock.kind == NOTICE and clock.met_on is None]
    if untold:  # who came with this case is still owed the written notice, and hears it from the other one
        document["notice_from"] = min(clock.start for clock in untold).isoformat()
    orders = {
        clock.kind: clock.start.isoformat() for clock in case.clocks if clock.kind in BY_OFFICE and not clock.met_on
    }
    if orders:
        document["orders"] = orders
    event_id = cases.record(connection, act, other_id, "absorbed", new.on, document)
    cases.link(connection, case.case_id, merged_into=other_id, split_from=_root(connection, case))
    audit.append(connection, act, "case.absorbed", "case", into, after={**document, "event": event_id})
    _follow(connection, other_id, rules)


def step_back(
    connection: Transaction, act: Act, case: CaseFile, event_id: int, rules: Rules, new: NewEvent, *, letter: str
) -> None:
    """What else must be taken back with an event: the link of a merge, the case of a split, the day of a service."""
    gone = next(event for event in case.events if event.event_id == event_id)
    if gone.document_no and gone.document_no != letter:
        words = f"这一项由文书{gone.document_no}记入，请作废那份文书。"
        raise Refused("forbidden", words, field="event_id")
    if gone.kind == "served":
        cases.mark_served(connection, case.case_id, gone.content["document_no"], None)
    elif gone.kind == "merged":
        if gone.content.get("from_case"):  # not merged by hand: the split that made this case was undone
            words = f"此件因撤销分案并回{gone.content['into']}；要再分开，请在{gone.content['into']}重新分案。"
            raise Refused("forbidden", words, field="event_id")
        _part(connection, act, case, gone.content["into"], rules, new.on)
    elif gone.kind == "split":
        _take_in(connection, act, case, gone.content["into"], rules, new.on)


def _part(connection: Transaction, act: Act, case: CaseFile, into: str, rules: Rules, on: date) -> None:
    found = cases.find_no(connection, into)
    assert found is not None
    other_id = found[0]
    events = effective(cases.events(connection, other_id))
    absorbed = next(
        event for event in reversed(events) if event.kind == "absorbed" and event.content["from_case"] == case.case_no
    )
    later = [event.kind for event in events if event.event_id > absorbed.event_id]
    if "concluded" in later or "absorbed" in later or "split" in later:
        raise Refused("forbidden", f"{into}并案以后已经办结或再次并案、分案，请先撤销那一项。", field="event_id")
    day = max(on, absorbed.on)
    event_id = cases.record(connection, act, other_id, "undone", day, {"event_id": absorbed.event_id})
    cases.link(connection, case.case_id, merged_into=None, split_from=_root(connection, case))
    audit.append(connection, act, "case.parted", "case", into, after={"from_case": case.case_no, "event": event_id})
    _follow(connection, other_id, rules)


def _take_in(connection: Transaction, act: Act, case: CaseFile, part: str, rules: Rules, on: date) -> None:
    found = cases.find_no(connection, part)
    assert found is not None
    part_id = found[0]
    own = [event for event in effective(cases.events(connection, part_id)) if not event.content.get("from_case")]
    if own or files.letters(connection, part_id):
        raise Refused("forbidden", f"分出的{part}已经单独办理，不能撤销分案；可以把它并回来。", field="event_id")
    document = {"into": case.case_no, "from_case": case.case_no, "by": "", "note": "撤销分案"}
    event_id = cases.record(connection, act, part_id, "merged", on, document)
    cases.link(connection, part_id, merged_into=case.case_id, split_from=case.case_id)
    after = {**document, "event": event_id}
    audit.append(connection, act, "case.taken_in", "case", part, after=after, restricted=case.restricted)
    _follow(connection, part_id, rules)


def _root(connection: Transaction, case: CaseFile) -> int | None:
    if not case.split_from:
        return None
    found = cases.find_no(connection, case.split_from)
    return found[0] if found else None


def _follow(connection: Transaction, case_id: int, rules: Rules) -> None:
    cases.reproject(connection, case_id, rules.calendar, rules.office.limits)
    cases.reindex(connection, case_id)
