"""How the numbers behind the rates are counted (rules/counting.md, 7): limits, answers, ratings, letters, disputes.

Each is counted as any subject is, so that both numbers of a rate open their records.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Connection, text

from petidesk.domain.cases.cases import HANDLING, NOTICE
from petidesk.domain.cases.course import REPLY
from petidesk.storage.file.json_text import dumps
from petidesk.storage.statistics.cases import (
    CASES,
    COURSE,
    OF_CASE,
    SHARED_DIMENSIONS,
    courses_then,
    parts_then,
)
from petidesk.storage.statistics.counting import Counted, Question
from petidesk.storage.statistics.disputes import DISPUTES
from petidesk.storage.statistics.known import Rewound
from petidesk.storage.statistics.lives import lives
from petidesk.storage.statistics.visits import VISITS, visits_then

# Met, ended in another way, or late: what may still be done in time is in neither number.
_DECIDED = "(s.met_on IS NOT NULL OR s.ended_on IS NOT NULL OR s.last_on < :passed)"
_KEPT = "COALESCE(s.met_on <= s.last_on, 0)"
_OWED = "(s.met_on IS NULL AND s.ended_on IS NULL AND s.last_on < :passed)"
_LIMIT_COLUMNS = {
    **OF_CASE,
    **{name: f"x.{name}" for name in ("kind", "due_on", "last_on", "forwarded_on", "met_on", "ended_on")},
    "asked": "x.unit",
}


def _limits(kind: str, measures: Mapping[str, str], dimensions: Mapping[str, str]) -> Counted:
    return Counted(
        kind="case",
        columns=_LIMIT_COLUMNS,
        tables="case_limit x JOIN petition_case c ON c.id = x.case_id",
        joined=COURSE,
        number="c.case_no",
        day="s.due_on",
        standing=f"s.kind = '{kind}'",
        closed="s.closed",
        measures=measures,
        dimensions=dimensions,
        rewound=parts_then("limits", {"unit": "asked"}),
    )


NOTICES = _limits(
    NOTICE,
    {
        "due": _DECIDED,
        "forwarded": f"({_DECIDED} AND COALESCE(s.forwarded_on <= s.last_on, 0))",
        "told": _KEPT,
        "untold": _OWED,
    },
    SHARED_DIMENSIONS,
)
ANSWERS = _limits(HANDLING, {"due": _DECIDED, "answered": _KEPT, "overdue": _OWED}, SHARED_DIMENSIONS)
REPLIES = _limits(REPLY, {"due": _DECIDED, "returned": _KEPT, "unreturned": _OWED}, {"unit": "s.asked"})
ACCEPTANCES = Counted(
    kind="case",
    columns=CASES.columns,
    tables=CASES.tables,
    joined=COURSE,
    number="c.case_no",
    day="s.came",
    closed="s.closed",
    measures={"accepted": "1", "concluded": "COALESCE(s.gone < :until, 0)"},
    dimensions=SHARED_DIMENSIONS,
    rewound=CASES.rewound,
)


def _courses(day: str, measures: Mapping[str, str], standing: str = "1", dimensions: Mapping[str, str] = {}) -> Counted:
    own = ("rateable", "answered_on", "served_on", "again_on", "rating", "called", "called_on")
    return Counted(
        kind="case",
        columns={**OF_CASE, **{name: f"r.{name}" for name in own}},
        tables="case_course r JOIN petition_case c ON c.id = r.case_id",
        number="c.case_no",
        day=day,
        standing=standing,
        closed="s.closed",
        measures=measures,
        dimensions=dimensions,
        rewound=courses_then,
    )


# The last day on which the answer is observed.
_OBSERVED = "date(s.served_on, :observed)"
FIRST_ANSWERS = _courses(
    _OBSERVED,
    {"observed": "1", "once": f"COALESCE(s.again_on > {_OBSERVED}, 1)"},
    f"{_OBSERVED} < :passed",
    SHARED_DIMENSIONS,
)


def _rated(column: str) -> dict[str, str]:
    return {
        "satisfied": f"({column} IN ('satisfied', 'fairly'))",
        "fully_satisfied": f"({column} = 'satisfied')",
    }


_SAID = "IN ('satisfied', 'fairly', 'dissatisfied')"
_RATED = f"(s.rating {_SAID})"
RATINGS = _courses(
    "s.answered_on",
    {"opened": "1", "rated": _RATED, **_rated("s.rating"), "unrated": f"(1 - {_RATED})"},
    "s.rateable",
)
CALLS = _courses("s.called_on", {"called": "1", **_rated("s.called")}, f"s.called {_SAID}")

REPEATS = replace(
    VISITS,
    measures={
        "raised": "(s.channel = 'visit' AND s.again IN ('first', 'repeat'))",
        "repeat": "(s.channel = 'visit' AND s.again = 'repeat')",
    },
)

_BY_INSTRUCTION = "(SELECT MAX(i.on_day) FROM case_instruction i WHERE i.case_id = m.case_id)"
_BY_PRESENTING = "(SELECT r.presented_on FROM case_course r WHERE r.case_id = m.case_id)"
_LETTERS_OF = text(
    """SELECT v.visit_no FROM visit v JOIN matter m ON m.visit_id = v.id AND m.place = 0
    JOIN petition_case c ON c.id = m.case_id
    WHERE v.channel = 'letter' AND c.case_no IN (SELECT value FROM json_each(:cases))"""
)


def _letters_then(connection: Connection, asked: Question) -> Rewound:
    """The letters that were amended since, or whose case was put before a leader since, as they were."""
    changed, cases = lives(connection, asked.known)
    of_cases = connection.execute(_LETTERS_OF, {"cases": dumps(list(changed))}).scalars().all()
    numbers, rows = visits_then(connection, asked, RECEIVED_LETTERS.columns, also=of_cases)
    then = {row["id"]: row for row in cases}
    found = []
    for row in rows:
        case = then.get(row["case_id"])
        if case is not None:
            days = [one["on"] for one in case["instructions"]]
            row = {**row, "instructed_on": max(days, default=None), "presented_on": case["presented_on"]}
        found.append(row)
    return numbers, found


_INSTRUCTED = "COALESCE(s.instructed_on >= substr(s.at, 1, 10), 0)"
_PRESENTED = f"MAX({_INSTRUCTED}, COALESCE(s.presented_on >= substr(s.at, 1, 10), 0))"
RECEIVED_LETTERS = replace(
    VISITS,
    columns={
        **VISITS.columns,
        "case_id": "m.case_id",
        "instructed_on": _BY_INSTRUCTION,
        "presented_on": _BY_PRESENTING,
    },
    standing="NOT s.voided AND s.channel = 'letter'",
    measures={"received": "1", "presented": _PRESENTED, "instructed": _INSTRUCTED},
    rewound=_letters_then,
)

_RESOLVED = "COALESCE(s.resolved_on >= :since AND s.resolved_on < :until, 0)"
RESOLUTIONS = replace(DISPUTES, measures={"found": "1", "resolved": "COALESCE(s.resolved_on < :until, 0)"}, money=())
BOOKS = replace(
    DISPUTES,
    within="s.found_on < :until AND (s.resolved_on IS NULL OR s.resolved_on >= :since)",
    measures={"on_books": "1", "resolved": _RESOLVED},
    money=(),
)

PROOFS: Mapping[str, Counted] = {
    "notices": NOTICES,
    "answers": ANSWERS,
    "replies": REPLIES,
    "acceptances": ACCEPTANCES,
    "first_answers": FIRST_ANSWERS,
    "repeats": REPEATS,
    "ratings": RATINGS,
    "calls": CALLS,
    "received_letters": RECEIVED_LETTERS,
    "resolutions": RESOLUTIONS,
    "books": BOOKS,
}
