"""What the one search box shows of a hit: number, title and day, read from the records themselves."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, func, select

from petidesk.domain.listing import Found
from petidesk.storage.file.search_index import Hit
from petidesk.storage.lists import NAME_SEPARATOR
from petidesk.storage.schema import dispute, letter, meeting, person, petition_case, visit

_SQL_VARIABLES = 500


def describe(connection: Connection, hits: Sequence[Hit]) -> list[Found]:
    """The lines for these hits, in their order. An accusation shows its number alone."""
    titles: dict[tuple[str, int], tuple[str, str]] = {}
    for start in range(0, len(hits), _SQL_VARIABLES):
        _read_titles(connection, hits[start : start + _SQL_VARIABLES], titles)
    found = []
    for hit in hits:
        no, title = titles.get((hit.kind, hit.ref), ("", ""))
        found.append(Found(hit.kind, hit.ref, no, title, hit.on))
    return found


def _read_titles(connection: Connection, hits: Sequence[Hit], titles: dict[tuple[str, int], tuple[str, str]]) -> None:
    wanted: dict[str, list[int]] = {}
    for hit in hits:
        wanted.setdefault(hit.kind, []).append(hit.ref)
    visits = select(visit.c.id, visit.c.visit_no, visit.c.names, visit.c.heading, visit.c.voided)
    for row in connection.execute(visits.where(visit.c.id.in_(wanted.get("visit", [])))):
        names = row.names.replace(NAME_SEPARATOR, "、")
        title = "　".join(part for part in (names, row.heading, "（已作废）" if row.voided else "") if part)
        titles["visit", row.id] = (row.visit_no, title)
    cases = select(petition_case.c.id, petition_case.c.case_no, petition_case.c.title)
    for case in connection.execute(cases.where(petition_case.c.id.in_(wanted.get("case", [])))):
        titles["case", case.id] = (case.case_no, case.title)
    people = select(person.c.id, person.c.name, person.c.village)
    for met in connection.execute(people.where(person.c.id.in_(wanted.get("person", [])))):
        titles["person", met.id] = (str(met.id), "　".join(part for part in (met.name, met.village) if part))
    lines = select(dispute.c.id, dispute.c.dispute_no, dispute.c.names, dispute.c.heading)
    for line in connection.execute(lines.where(dispute.c.id.in_(wanted.get("dispute", [])))):
        names = line.names.replace(NAME_SEPARATOR, "、")
        titles["dispute", line.id] = (line.dispute_no, "　".join(part for part in (names, line.heading) if part))
    papers = (
        select(
            letter.c.id,
            letter.c.document_no,
            letter.c.title,
            letter.c.state,
            func.coalesce(petition_case.c.case_no, meeting.c.meeting_no, "").label("subject"),
        )
        .outerjoin(petition_case, petition_case.c.id == letter.c.case_id)
        .outerjoin(meeting, meeting.c.id == letter.c.meeting_id)
    )
    for paper in connection.execute(papers.where(letter.c.id.in_(wanted.get("letter", [])))):
        title = "　".join(
            part for part in (paper.title, paper.subject, "（已作废）" if paper.state == "voided" else "") if part
        )
        titles["letter", paper.id] = (paper.document_no or "", title)
