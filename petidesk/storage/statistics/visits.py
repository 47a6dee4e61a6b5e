"""How visits and their matters are counted (rules/counting.md, 1 and 2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, text

from petidesk.domain.codes import ACCUSATION, GROUP_FROM
from petidesk.storage.statistics.counting import Counted, columns_of
from petidesk.storage.statistics.known import Known, Rewound, Since

_REPEAT = "CASE WHEN NOT m.repeat THEN 'first' WHEN m.why_again IN ('', 'raises_again') THEN 'repeat' ELSE 'visit' END"
_COLUMNS = {
    "id": "v.id",
    "no": "v.visit_no",
    "at": "v.at",
    "channel": "v.channel",
    "people": "v.people",
    "signatories": "v.signatories",
    "voided": "v.voided",
    "title": "v.heading",
    # of the first matter; the purposes of a visit are kept in its own row, in the order of its matters
    "purpose": "substr(v.purposes, 1, instr(v.purposes || ',', ',') - 1)",
    "route": "m.route",
    "category": "m.category",
    "village": "CASE WHEN m.village <> '' THEN m.village ELSE v.village END",
    "again": _REPEAT,
    "closed": f"(v.purposes = '{ACCUSATION}' OR v.purposes LIKE '{ACCUSATION},%')",
}
_DIMENSIONS = {
    "month": "",
    "quarter": "",
    "weekday": "",
    "channel": "s.channel",
    "purpose": "s.purpose",
    "route": "CAST(s.route AS TEXT)",
    "category": "substr(s.category, 1, instr(s.category || '/', '/') - 1)",
    "category2": "CASE WHEN instr(s.category, '/') THEN s.category END",
    "village": "s.village",
    "group": f"CASE WHEN s.people >= {GROUP_FROM} THEN 'group' ELSE 'individual' END",
    "first_or_repeat": "s.again",
    "source": "CASE s.channel WHEN 'handed_down' THEN 'handed_down' ELSE 'own' END",
}
_JOINT = "s.channel = 'letter' AND s.signatories >= :joint_from"
_TABLES = "visit v"
_MATTER = "JOIN matter m ON m.visit_id = v.id AND m.place = 0"


def _named(said: Mapping[str, Any]) -> tuple[str, str]:
    return said["no"], said["title"]


def _rewound(connection: Connection, known: Known) -> Rewound:
    """The visits that changed since, as they were."""
    changed = known.of("visit")
    now = text(f"SELECT {columns_of(_COLUMNS)} FROM {_TABLES} {_MATTER} WHERE v.visit_no = :visit_no")
    before = [
        {**_then(dict(row), since), "voided": bool(row["voided"]) if since.standing is None else not since.standing}
        for visit_no, since in changed.items()
        if not since.made
        for row in connection.execute(now, {"visit_no": visit_no}).mappings()
    ]
    return list(changed), before


def _then(row: dict[str, Any], since: Since) -> dict[str, Any]:
    """The columns with what the visit said before it was amended. One that accuses now accuses in every figure."""
    if since.before is None:
        return row
    content = since.before
    first = content["matters"][0]
    again = "repeat" if first["why_again"] in ("", "raises_again") else "visit"
    return row | {
        "at": content["at"].replace("T", " "),
        "channel": content["channel"],
        "people": content["people"],
        "signatories": content["signatories"] or 0,
        "purpose": first["purpose"],
        "route": first["route"],
        "category": first["category"],
        "village": first["village"] or _home(content),
        "again": "first" if row["again"] == "first" else again,
        "closed": row["closed"] or first["purpose"] == ACCUSATION,
    }


def _home(content: Mapping[str, Any]) -> str:
    """The village that the list shows: where who came lives, unless somebody is accused; else what is spoken of."""
    spoken_of = [item["village"] for item in content["matters"] if item["purpose"] != ACCUSATION]
    accuses = len(spoken_of) < len(content["matters"])
    homes = [] if accuses else [person["village"] for person in content["petitioners"]]
    return next((name for name in homes + spoken_of if name), "")


VISITS = Counted(
    kind="visit",
    columns=_COLUMNS,
    tables=_TABLES,
    number="v.visit_no",
    joined=("m", _MATTER),
    day="s.at",
    standing="NOT s.voided AND s.channel <> 'hotline'",
    closed="s.closed",
    measures={
        "items": "1",
        "batches": "(s.channel = 'visit')",
        "people": "CASE s.channel WHEN 'visit' THEN s.people ELSE 0 END",
        "joint_letters": f"({_JOINT})",
        "joint": f"CASE WHEN {_JOINT} THEN s.signatories ELSE 0 END",
    },
    dimensions=_DIMENSIONS,
    told=("no", "title"),
    named=_named,
    rewound=_rewound,
)
