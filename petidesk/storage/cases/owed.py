"""Papers that a case should have and has not, kept with the case as its events and letters change.

`OWED` has one SQL condition a paper, for 工作台 and for the list of cases.

Where an event was recorded by hand its paper may still be missing: accepted without 受理告知书, extended without
延期告知书, refused without a notice, answered on route 6 without an opinion.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, and_, bindparam, case, func, literal, or_, select, update

from petidesk.storage.file.prepared import Prepared
from petidesk.storage.schema import case_event, letter, petition_case

_CASE = petition_case.c


def _issued(*forms: str) -> ColumnElement[bool]:
    """Whether one of these papers was issued for the case and not voided."""
    found = select(letter.c.id).where(
        letter.c.case_id == _CASE.id, letter.c.state == "issued", or_(*(letter.c.form == form for form in forms))
    )
    return found.correlate(petition_case).exists()


# Answered request by request: another ending (withdrawn, settled ...) needs no opinion.
_ANSWERED = (
    func.coalesce(
        select(func.instr(case_event.c.document, '"results"'))
        .where(case_event.c.case_id == _CASE.id, case_event.c.kind == "concluded")
        .order_by(case_event.c.id.desc())
        .limit(1)
        .correlate(petition_case)
        .scalar_subquery(),
        0,
    )
    > 0
)

_LACKS: dict[str, ColumnElement[bool]] = {
    "acceptance_notice": and_(or_(_CASE.state == "accepted", _CASE.state == "extended"), ~_issued("acceptance_notice")),
    "non_acceptance_notice": and_(
        _CASE.state == "not_accepted", ~_issued("non_acceptance_notice", "no_further_acceptance_notice")
    ),
    "extension_notice": and_(_CASE.state == "extended", ~_issued("extension_notice")),
    "handling_opinion": and_(
        _CASE.state == "concluded", _CASE.route == 6, ~_issued("handling_opinion", "simplified_record"), _ANSWERED
    ),
}
# "acceptance_notice,extension_notice," in the order of a case's life.
_LACKING = func.concat(*(case((lacks, f"{paper},"), else_="") for paper, lacks in _LACKS.items()))
_COUNT = Prepared(update(petition_case).where(_CASE.id == bindparam("case_id")).values(papers_owed=_LACKING))

OWED: dict[str, ColumnElement[bool]] = {
    paper: and_(_CASE.papers_owed != "", func.instr(literal(",") + _CASE.papers_owed, f",{paper},") > 0)
    for paper in _LACKS
}
"""The condition of each paper by the name of its form, in the order of a case's life."""


def count(connection: Connection, case_id: int) -> None:
    """Keep which papers the case lacks, after an event or a letter of it."""
    _COUNT.change(connection, {"case_id": case_id})


def count_all(connection: Connection) -> None:
    """The same for every case."""
    connection.execute(update(petition_case).values(papers_owed=_LACKING))


def miscounted(connection: Connection) -> list[str]:
    """The numbers of the cases where what is kept is not what the case lacks."""
    return list(connection.execute(select(_CASE.case_no).where(_CASE.papers_owed != _LACKING)).scalars())
