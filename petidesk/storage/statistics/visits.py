"""How visits and their matters are counted (rules/counting.md, 1 and 2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, text

from petidesk.domain.codes import ACCUSATION, GROUP_FROM
from petidesk.domain.visits.topics import offered
from petidesk.storage.file.json_text import loads
from petidesk.storage.statistics.counting import Counted, Question, columns_of
from petidesk.storage.statistics.known import Rewound, Since

_TABLES = "visit v"
_MATTER = "JOIN matter m ON m.visit_id = v.id"
_FIRST = f"{_MATTER} AND m.place = 0"
_OF_VISIT = {
    "no": "v.visit_no",
    "at": "v.at",
    "channel": "v.channel",
    "people": "v.people",
    "signatories": "v.signatories",
    "voided": "v.voided",
}
_OF_MATTER = {
    "place": "m.place",
    "route": "m.route",
    "category": "m.category",
    "village": "CASE WHEN m.village <> '' THEN m.village ELSE v.village END",
    "again": (
        "CASE WHEN NOT m.repeat THEN 'first' WHEN m.why_again IN ('', 'raises_again') THEN 'repeat' ELSE 'visit' END"
    ),
}
_VISIT_COLUMNS = {
    "id": "v.id",
    "title": "v.heading",
    # of the first matter; a visit keeps its purposes in its own row, in the order of its matters
    "purpose": "substr(v.purposes, 1, instr(v.purposes || ',', ',') - 1)",
    "closed": f"(v.purposes = '{ACCUSATION}' OR v.purposes LIKE '{ACCUSATION},%')",
    **_OF_VISIT,
    **_OF_MATTER,
}
_MATTER_COLUMNS = {
    "id": "m.id",
    "title": "m.title",
    "statement": "m.statement",
    "requests": "m.requests",
    "purpose": "m.purpose",
    "closed": f"(m.purpose = '{ACCUSATION}')",
    **_OF_VISIT,
    **_OF_MATTER,
}
_DIMENSIONS = {
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


def _matter_named(said: Mapping[str, Any]) -> tuple[str, str]:
    return said["no"], said["title"] or offered(loads(said["requests"]), said["statement"])


def _of_visits(connection: Connection, asked: Question) -> Rewound:
    return visits_then(connection, asked, _VISIT_COLUMNS)


def _of_matters(connection: Connection, asked: Question) -> Rewound:
    return visits_then(connection, asked, _MATTER_COLUMNS, _MATTER)


def visits_then(
    connection: Connection, asked: Question, columns: Mapping[str, str], join: str = _FIRST, also: Sequence[str] = ()
) -> Rewound:
    """The visits that changed since, and those `also`, as they were: one row each, or with another join each matter."""
    changed = {**dict.fromkeys(also, Since()), **asked.known.of("visit")}
    accuses = f"instr(',' || v.purposes || ',', ',{ACCUSATION},') AS accuses"
    now = text(f"SELECT {columns_of(columns)}, {accuses} FROM {_TABLES} {join} WHERE v.visit_no = :visit_no")
    before = []
    for visit_no, since in changed.items():
        for row in () if since.made else connection.execute(now, {"visit_no": visit_no}).mappings():
            found = _row_then(dict(row), since.before)
            if found is not None:
                before.append(found | ({} if since.standing is None else {"voided": not since.standing}))
    return list(changed), before


def _row_then(row: dict[str, Any], content: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """The columns with what the visit said before it was amended; None for a matter that it did not have.

    What accuses now accuses in every figure, and hides who came in every figure.
    """
    if content is None:
        return row
    if row["place"] >= len(content["matters"]):
        return None
    spoken = content["matters"][row["place"]]
    again = "repeat" if spoken["why_again"] in ("", "raises_again") else "visit"
    return row | {
        "at": content["at"].replace("T", " "),
        "channel": content["channel"],
        "people": content["people"],
        "signatories": content["signatories"] or 0,
        "purpose": spoken["purpose"],
        "route": spoken["route"],
        "category": spoken["category"],
        "village": spoken["village"] or home_of(content, closed=bool(row["accuses"])),
        "again": "first" if row["again"] == "first" else again,
        "closed": row["closed"] or spoken["purpose"] == ACCUSATION,
    }


def home_of(content: Mapping[str, Any], *, closed: bool) -> str:
    """The village that the list shows: where who came lives, unless somebody is accused; else what is spoken of."""
    spoken_of = [item["village"] for item in content["matters"] if item["purpose"] != ACCUSATION]
    closed = closed or len(spoken_of) < len(content["matters"])
    homes = [] if closed else [person["village"] for person in content["petitioners"]]
    return next((name for name in homes + spoken_of if name), "")


_STANDING = "NOT s.voided AND s.channel <> 'hotline'"

VISITS = Counted(
    kind="visit",
    columns=_VISIT_COLUMNS,
    tables=_TABLES,
    number="v.visit_no",
    joined=("m", _FIRST),
    day="s.at",
    standing=_STANDING,
    closed="s.closed",
    measures={
        "items": "1",
        "batches": "(s.channel = 'visit')",
        "people": "CASE s.channel WHEN 'visit' THEN s.people ELSE 0 END",
        "joint_letters": f"({_JOINT})",
        "joint": f"CASE WHEN {_JOINT} THEN s.signatories ELSE 0 END",
    },
    dimensions=_DIMENSIONS,
    rewound=_of_visits,
)
MATTERS = Counted(
    kind="matter",
    columns=_MATTER_COLUMNS,
    tables=f"{_TABLES} {_MATTER}",
    number="v.visit_no",
    day="s.at",
    standing=_STANDING,
    closed="s.closed",
    measures={"items": "1"},
    dimensions=_DIMENSIONS,
    told=("no", "title", "statement", "requests"),
    named=_matter_named,
    rewound=_of_matters,
)
