"""What the one search box shows of a hit: number, title and day, read from the records themselves."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection, func, select, text

from petidesk.domain.listing import Found
from petidesk.storage.file.prepared import Prepared
from petidesk.storage.file.search_index import Hit
from petidesk.storage.lists import NAME_SEPARATOR
from petidesk.storage.schema import dispute, letter, meeting, person, petition_case, visit

_GIVEN = select(text("value")).select_from(text("json_each(:ids)"))


def _title(*parts: str) -> str:
    return "　".join(part for part in parts if part)


def _voided(voided: bool) -> str:
    return "（已作废）" if voided else ""


# By the kind of a hit: what its line is read from, and the number and title made of it.
_LINES: dict[str, tuple[Prepared, Callable[[Any], tuple[str, str]]]] = {
    "visit": (
        Prepared(
            select(visit.c.id, visit.c.visit_no, visit.c.names, visit.c.heading, visit.c.voided).where(
                visit.c.id.in_(_GIVEN)
            )
        ),
        lambda row: (
            row.visit_no,
            _title(row.names.replace(NAME_SEPARATOR, "、"), row.heading, _voided(row.voided)),
        ),
    ),
    "case": (
        Prepared(
            select(petition_case.c.id, petition_case.c.case_no, petition_case.c.title).where(
                petition_case.c.id.in_(_GIVEN)
            )
        ),
        lambda row: (row.case_no, row.title),
    ),
    "person": (
        Prepared(select(person.c.id, person.c.name, person.c.village).where(person.c.id.in_(_GIVEN))),
        lambda row: (str(row.id), _title(row.name, row.village)),
    ),
    "dispute": (
        Prepared(
            select(dispute.c.id, dispute.c.dispute_no, dispute.c.names, dispute.c.heading).where(
                dispute.c.id.in_(_GIVEN)
            )
        ),
        lambda row: (row.dispute_no, _title(row.names.replace(NAME_SEPARATOR, "、"), row.heading)),
    ),
    "letter": (
        Prepared(
            select(
                letter.c.id,
                letter.c.document_no,
                letter.c.title,
                letter.c.state,
                func.coalesce(petition_case.c.case_no, meeting.c.meeting_no, "").label("subject"),
            )
            .outerjoin(petition_case, petition_case.c.id == letter.c.case_id)
            .outerjoin(meeting, meeting.c.id == letter.c.meeting_id)
            .where(letter.c.id.in_(_GIVEN))
        ),
        lambda row: (row.document_no or "", _title(row.title, row.subject, _voided(row.state == "voided"))),
    ),
}


def describe(connection: Connection, hits: Sequence[Hit]) -> list[Found]:
    """The lines for these hits, in their order. An accusation shows its number alone."""
    wanted: dict[str, list[int]] = {}
    for hit in hits:
        wanted.setdefault(hit.kind, []).append(hit.ref)
    said: dict[tuple[str, int], tuple[str, str]] = {}
    for kind, ids in wanted.items():
        read, line = _LINES[kind]
        said.update(((kind, row.id), line(row)) for row in read.named(connection, {"ids": json.dumps(ids)}))
    return [Found(hit.kind, hit.ref, *said.get((hit.kind, hit.ref), ("", "")), hit.on) for hit in hits]
