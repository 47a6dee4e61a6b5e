"""Papers that a case should have and has not: one SQL condition a paper, for 工作台 and for the list of cases.

Where an event was recorded by hand its paper may still be missing: accepted without 受理告知书, extended without
延期告知书, refused without a notice, answered on route 6 without an opinion.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, func, select

from petidesk.storage.schema import case_event, letter, petition_case

_CASE = petition_case.c


def _issued(*forms: str) -> ColumnElement[bool]:
    """Whether one of these papers was issued for the case and not voided."""
    found = select(letter.c.id).where(
        letter.c.case_id == _CASE.id, letter.c.state == "issued", letter.c.form.in_(forms)
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

OWED: dict[str, ColumnElement[bool]] = {
    "acceptance_notice": and_(_CASE.state.in_(("accepted", "extended")), ~_issued("acceptance_notice")),
    "non_acceptance_notice": and_(
        _CASE.state == "not_accepted", ~_issued("non_acceptance_notice", "no_further_acceptance_notice")
    ),
    "extension_notice": and_(_CASE.state == "extended", ~_issued("extension_notice")),
    "handling_opinion": and_(
        _CASE.state == "concluded", _CASE.route == 6, ~_issued("handling_opinion", "simplified_record"), _ANSWERED
    ),
}
"""The condition of each paper by the name of its form, in the order of a case's life."""
