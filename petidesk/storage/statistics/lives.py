"""Cases as they were at 统计截止时间: those that something happened to since, folded again from what was known then.

What was recorded since is left out, a visit that was amended or voided since speaks as it did. The answer has the
columns of the tables, so that the same expressions count it. What accuses now accuses in every figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, text

from petidesk.domain.cases.brought import visit_event
from petidesk.domain.cases.cases import CaseEvent
from petidesk.domain.cases.course import Course, SaidOnce, followed, spoken_of
from petidesk.domain.cases.projection import Projection
from petidesk.domain.codes import ACCUSATION
from petidesk.domain.visits.visits import NewVisit, Petitioner
from petidesk.storage.file.json_text import dumps, loads
from petidesk.storage.statistics.known import Known, Rewound, Since
from petidesk.storage.statistics.visits import home_of

_TOUCHED = text(
    """WITH touched AS (
        SELECT id FROM petition_case WHERE case_no IN (SELECT value FROM json_each(:cases))
        UNION
        SELECT e.case_id FROM case_event e JOIN visit v ON v.id = e.visit_id
        WHERE v.visit_no IN (SELECT value FROM json_each(:visits))
    )
    SELECT c.id, c.case_no, c.title, c.purpose, c.restricted, c.split_from FROM petition_case c
    WHERE :every OR c.id IN (SELECT id FROM touched) OR c.split_from IN (SELECT id FROM touched)"""
)
_EVENTS = text(
    """SELECT e.case_id, e.id, e.kind, e.on_day, e.document, v.visit_no, v.import_batch_id IS NOT NULL AS imported
    FROM case_event e LEFT JOIN visit v ON v.id = e.visit_id
    WHERE e.case_id IN (SELECT value FROM json_each(:ids))"""
)
_MATTERS = text(
    """SELECT m.case_id, m.id, m.place, m.repeat, m.why_again, m.purpose, m.route, m.category, m.village AS place_name,
        v.visit_no, v.at, v.channel, v.village, v.purposes, v.voided,
        EXISTS (SELECT 1 FROM petitioner p WHERE p.visit_id = v.id AND NOT p.anonymous AND NOT p.address_unknown)
            AS named
    FROM matter m JOIN visit v ON v.id = m.visit_id
    WHERE m.case_id IN (SELECT value FROM json_each(:ids))"""
)


@dataclass(frozen=True, slots=True)
class _Spoken:
    """A matter of a visit as it stood then. `content`: the whole visit, where it was amended since."""

    visit_no: str
    matter_id: int
    at: str
    channel: str
    village: str
    named: bool
    purpose: str
    route: int | None
    category: str
    repeat: bool
    raises: bool
    content: Mapping[str, Any] | None


def lives(connection: Connection, known: Known) -> Rewound:
    """The numbers of the cases that something happened to since, and a row of each that there was already.

    A row has the columns of the case and, under ``spans``, ``limits`` and ``instructions``, those of its parts.
    """
    return known.once("lives", lambda: _lives(connection, known))


def _lives(connection: Connection, known: Known) -> Rewound:
    asked = {
        "cases": dumps(list(known.of("case"))),
        "visits": dumps(list(known.of("visit"))),
        "every": known.other_limits,
    }
    found = connection.execute(_TOUCHED, asked).mappings().all()
    ids = [row["id"] for row in found]
    roots = {row["split_from"] for row in found if row["split_from"] is not None}
    spoken = _spoken(connection, known, {*ids, *roots})
    events = _events(connection, known, ids, spoken)
    rows = []
    for row in found:
        since = known.of("case").get(row["case_no"])
        happened = events.get(row["id"], [])
        if happened and not (since is not None and since.made):
            own, far = spoken.get(row["id"], []), spoken.get(row["split_from"] or 0, [])
            rows.append(_row(dict(row), happened, own, far, known))
    return [row["case_no"] for row in found], rows


def _row(
    row: Mapping[str, Any], happened: list[CaseEvent], own: list[_Spoken], far: list[_Spoken], known: Known
) -> dict[str, Any]:
    first = [item for item in own if not item.repeat]
    purpose = first[0].purpose if first else row["purpose"]
    closed = bool(row["restricted"]) or purpose == ACCUSATION
    said = spoken_of([_once(one) for one in own], [_once(one) for one in far])
    answer, course = followed(happened, known.calendar, known.limits, said, restricted=closed)
    return {**_columns(row, answer, course), "purpose": purpose, "closed": int(closed)}


def _columns(row: Mapping[str, Any], answer: Projection, course: Course) -> dict[str, Any]:
    parts = asdict(course)
    listed = {name: parts.pop(name) for name in ("spans", "limits", "instructions")}
    return {
        "id": row["id"],
        "no": row["case_no"],
        "title": row["title"],
        "route": answer.route,
        "unit": answer.unit,
        "leader": answer.leader,
        **{name: _plain(value) for name, value in parts.items()},
        **{
            name: [{key: _plain(value) for key, value in part.items()} for part in values]
            for name, values in listed.items()
        },
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _once(row: _Spoken) -> SaidOnce:
    again = row.repeat and row.raises
    day = date.fromisoformat(row.at[:10])
    return SaidOnce(day, row.channel, row.category, row.village, row.named, row.route, again)


# ---- what the visits said then


def _spoken(connection: Connection, known: Known, ids: Iterable[int]) -> dict[int, list[_Spoken]]:
    found: dict[int, list[_Spoken]] = {}
    for row in connection.execute(_MATTERS, {"ids": dumps(sorted(ids))}).mappings():
        since = known.of("visit").get(row["visit_no"], Since())
        voided = bool(row["voided"]) if since.standing is None else not since.standing
        if voided or since.made:
            continue
        matters = None if since.before is None else since.before["matters"]
        if matters is None or row["place"] < len(matters):
            found.setdefault(row["case_id"], []).append(_then(dict(row), since.before))
    for rows in found.values():
        rows.sort(key=lambda row: (row.at, row.matter_id))
    return found


def _then(row: Mapping[str, Any], content: Mapping[str, Any] | None) -> _Spoken:
    told: Mapping[str, Any] = row
    matter: Mapping[str, Any] = row
    village = row["place_name"] or row["village"]
    if content is not None:
        matter, people = content["matters"][row["place"]], content["petitioners"]
        reachable = any(not one["anonymous"] and not one["address_unknown"] for one in people)
        told = {"at": content["at"].replace("T", " "), "channel": content["channel"], "named": reachable}
        village = matter["village"] or home_of(content, closed=ACCUSATION in row["purposes"].split(","))
    return _Spoken(
        visit_no=row["visit_no"],
        matter_id=row["id"],
        at=told["at"],
        channel=told["channel"],
        village=village,
        named=bool(told["named"]),
        purpose=matter["purpose"],
        route=matter["route"],
        category=matter["category"],
        repeat=bool(row["repeat"]),
        raises=matter["why_again"] in ("", "raises_again"),
        content=content,
    )


# ---- what had happened then


def _events(
    connection: Connection, known: Known, ids: Iterable[int], spoken: Mapping[int, list[_Spoken]]
) -> dict[int, list[CaseEvent]]:
    later = known.recorded("case")
    found: dict[int, list[CaseEvent]] = {}
    for row in connection.execute(_EVENTS, {"ids": dumps(list(ids))}).mappings():
        if row["id"] in later:
            continue
        on, document = row["on_day"], loads(row["document"])
        if row["visit_no"]:
            said = [one for one in spoken.get(row["case_id"], []) if one.visit_no == row["visit_no"]]
            if not said:
                continue  # the visit came later, or did not stand then
            if said[0].content is not None:
                on, document = _brought(said[0], imported=bool(row["imported"]))
        event = CaseEvent(row["kind"], date.fromisoformat(str(on)), document, row["id"])
        found.setdefault(row["case_id"], []).append(event)
    for events in found.values():
        events.sort(key=lambda event: (event.on, event.event_id))
    return found


def _brought(said: _Spoken, *, imported: bool) -> tuple[str, dict[str, Any]]:
    """What the visit brought to the case before it was amended."""
    content = said.content or {}
    visit = NewVisit(
        at=datetime.fromisoformat(content["at"]),
        channel=content["channel"],
        petitioners=tuple(
            Petitioner(anonymous=one["anonymous"], address_unknown=one["address_unknown"])
            for one in content["petitioners"]
        ),
        matters=(),
        received_by=content["received_by"],
        national_no=content["national_no"],
        query_code=content["query_code"],
    )
    return content["at"][:10], visit_event(visit, owed=said.raises and not imported)
