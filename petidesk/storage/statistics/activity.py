"""How the work of leaders, villages and meetings is counted (rules/counting.md, 9).

Rounds and meetings are few: they are put together here one by one, from the tables or from what the audit chain said
of them then.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, select

from petidesk.storage.file.json_text import loads
from petidesk.storage.ledger import rounds
from petidesk.storage.schema import audit_event, audit_payload, dispute, meeting, screening_round
from petidesk.storage.statistics.cases import CASES, COURSE, OF_CASE, SHARED_DIMENSIONS, parts_then
from petidesk.storage.statistics.counting import Counted, Question
from petidesk.storage.statistics.known import Known, Rewound, Since

CHARGES = replace(CASES, standing="s.leader <> ''", dimensions={"leader": "s.leader", "unit": "s.unit"})
INSTRUCTIONS = Counted(
    kind="case",
    columns={**OF_CASE, "on_day": "x.on_day", "who": "x.leader"},
    tables="case_instruction x JOIN petition_case c ON c.id = x.case_id",
    joined=COURSE,
    number="c.case_no",
    day="s.on_day",
    closed="s.closed",
    measures={"items": "1"},
    dimensions={
        "leader": "s.who",
        **{name: SHARED_DIMENSIONS[name] for name in ("purpose", "category", "village")},
    },
    rewound=parts_then("instructions", {"on": "on_day", "leader": "who"}),
)


def _said_then(connection: Connection, known: Known, kind: str, number: str) -> list[tuple[str, Mapping[str, Any]]]:
    """What the audit chain had said by then of a record, in order: action and what was so after it."""
    event = audit_event.c
    rows = connection.execute(
        select(event.action, audit_payload.c.after)
        .join(audit_payload, audit_payload.c.event_id == event.id)
        .where(event.subject_kind == kind, event.subject == number, ~known.later())
        .order_by(event.id)
    )
    return [(action.rpartition(".")[2], loads(after) or {}) for action, after in rows]


# ---- rounds of screening


def _returns(connection: Connection, asked: Question) -> Rewound:
    """What each village that was asked in a round due in the span had returned; entering a dispute is returning."""
    since, until = asked.span.since.isoformat(), asked.span.until.isoformat()
    found: list[dict[str, Any]] = []
    for number, due_on, kind, answers in _rounds(connection, asked):
        if since <= due_on <= until:
            shared = {"no": number, "day": due_on, "kind": kind}
            found += [
                {**shared, "title": village, "village": village, "answer": answer}
                for village, answer in answers.items()
            ]
    return [], [{**row, "id": place} for place, row in enumerate(found)]


def _rounds(connection: Connection, asked: Question) -> Iterator[tuple[str, str, str, dict[str, str]]]:
    """Number, due day, kind and answers of the rounds that stood then."""
    changed = asked.known.of("round")
    wanted = select(screening_round.c.id).where(screening_round.c.due_on.between(asked.span.since, asked.span.until))
    for round_id in connection.execute(wanted.order_by(screening_round.c.due_on, screening_round.c.id)).scalars().all():
        one = rounds.load(connection, round_id)
        assert one is not None
        if one.round_no not in changed:
            answers = {told.village: told.answer for told in one.returns}
            voided = one.voided
        else:
            answers, voided = _answers_then(connection, asked.known, one.round_no)
        if not asked.known.newest:
            answers |= _entered_then(connection, asked.known, round_id)
        if answers and not voided:
            yield one.round_no, one.due_on.isoformat(), one.kind, answers


def _answers_then(connection: Connection, known: Known, number: str) -> tuple[dict[str, str], bool]:
    answers: dict[str, str] = {}
    voided = False
    for what, said in _said_then(connection, known, "round", number):
        if what == "opened":
            answers = {one["village"]: one["answer"] for one in said["returns"]}
        elif what == "returned":
            answers |= dict.fromkeys(said["villages"], said["answer"])
        voided |= what == "voided"
    return answers, voided


def _entered_then(connection: Connection, known: Known, round_id: int) -> dict[str, str]:
    """The villages that had entered a dispute in the round; whose only one came later had not."""
    now = dispute.c.dispute_no, dispute.c.village, dispute.c.voided
    then: dict[str, bool] = {}
    for number, village, voided in connection.execute(select(*now).where(dispute.c.round_id == round_id)):
        since = known.of("dispute").get(number, Since())
        spoken = village if since.before is None else since.before["village"]
        stood = not since.made and not (voided if since.standing is None else not since.standing)
        then[spoken] = then.get(spoken, False) or stood
    return {village: "reported" for village, stood in then.items() if stood and village}


RETURNS = Counted(
    kind="round",
    day="s.day",
    measures={"asked": "1", **{answer: f"(s.answer = '{answer}')" for answer in ("reported", "zero", "missing")}},
    dimensions={"village": "s.village", "kind": "s.kind", "round": "s.no"},
    rewound=_returns,
)


# ---- meetings


def _meetings(connection: Connection, asked: Question) -> Rewound:
    """The meetings of the span that were held."""
    since, until = asked.span.since.isoformat(), asked.span.until.isoformat()
    changed = asked.known.of("meeting")
    of_span = select(meeting).where(meeting.c.on_day.between(asked.span.since, asked.span.until))
    held = {
        row.meeting_no: {
            "on": row.on_day.isoformat(),
            "kind": row.kind,
            "state": row.state,
            "agenda": loads(row.agenda),
            "decisions": loads(row.decisions),
        }
        for row in connection.execute(of_span)
        if row.meeting_no not in changed
    }
    for number in changed:
        for _, said in _said_then(connection, asked.known, "meeting", number):
            held[number] = dict(said)
    found = [
        {
            "id": place,
            "no": number,
            "title": "",
            "day": said["on"],
            "kind": said["kind"],
            "agenda": len(said["agenda"]),
            "decisions": len(said["decisions"]),
        }
        for place, (number, said) in enumerate(held.items())
        if said["state"] == "held" and since <= said["on"] <= until
    ]
    return [], found


MEETINGS = Counted(
    kind="meeting",
    day="s.day",
    measures={"items": "1", "agenda": "s.agenda", "decisions": "s.decisions"},
    dimensions={"kind": "s.kind"},
    rewound=_meetings,
)
