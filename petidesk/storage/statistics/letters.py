"""How letters are counted (rules/counting.md, 1): those issued, by the day they were signed; whether served since."""

from __future__ import annotations

from sqlalchemy import Connection, text

from petidesk.storage.file.json_text import dumps
from petidesk.storage.statistics.counting import Counted, Question, columns_of
from petidesk.storage.statistics.known import Rewound

_TABLES = "letter l"
_COLUMNS = {
    "id": "l.id",
    "no": "l.document_no",
    "title": "l.title",
    "form": "l.form",
    "signed_on": "l.signed_on",
    "served": "l.served_on IS NOT NULL",
    "voided": "l.state <> 'issued'",
    "closed": "l.restricted",
}
_CHANGED = text(
    f"""SELECT {columns_of(_COLUMNS)}, l.case_id AS case_id
    FROM {_TABLES} LEFT JOIN petition_case c ON c.id = l.case_id
    WHERE l.document_no IN (SELECT value FROM json_each(:letters))
        OR (l.document_no IS NOT NULL AND c.case_no IN (SELECT value FROM json_each(:cases)))"""
)
_SERVED = text(
    """SELECT 1 FROM case_event e
    WHERE e.case_id = :case_id AND e.kind = 'served' AND json_extract(e.document, '$.document_no') = :no
        AND e.id NOT IN (SELECT value FROM json_each(:later))
        AND NOT EXISTS (
            SELECT 1 FROM case_event u
            WHERE u.case_id = e.case_id AND u.kind = 'undone' AND json_extract(u.document, '$.event_id') = e.id
                AND u.id NOT IN (SELECT value FROM json_each(:later))
        ) LIMIT 1"""
)


def _rewound(connection: Connection, asked: Question) -> Rewound:
    """The letters that were voided, came back, were served or not served after all since, as they were."""
    since, cases = asked.known.of("letter"), asked.known.of("case")
    later = dumps(sorted(asked.known.recorded("case")))
    changed, before = [], []
    for found in connection.execute(_CHANGED, {"letters": dumps(list(since)), "cases": dumps(list(cases))}).mappings():
        row = dict(found)
        changed.append(row["no"])
        own = since.get(row["no"])
        if own is not None and own.made:
            continue
        if own is not None and own.standing is not None:
            row["voided"] = not own.standing
        served = {"case_id": row["case_id"], "no": row["no"], "later": later}
        row["served"] = connection.execute(_SERVED, served).first() is not None
        before.append(row)
    return changed, before


LETTERS = Counted(
    kind="letter",
    columns=_COLUMNS,
    tables=_TABLES,
    number="l.document_no",
    day="s.signed_on",
    standing="NOT s.voided",
    closed="s.closed",
    measures={"items": "1", "served": "s.served"},
    dimensions={"form": "s.form"},
    rewound=_rewound,
)
