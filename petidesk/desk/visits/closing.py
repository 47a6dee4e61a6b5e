"""What turned out to be an accusation closes everything that was written around it, in the transaction that says so.

Its letters, printed or not, the forms that were begun for it, the meetings that spoke of it with their papers, the
queue of its reception, the disputes that were entered from it, the history of all of them, and what the type-ahead
learnt from it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from petidesk.desk import unmasking
from petidesk.domain.audit import Act
from petidesk.domain.ledger.disputes import NewDispute
from petidesk.domain.visits.visits import NewVisit, Visit
from petidesk.storage import attachments, drafts, meetings, office, sittings
from petidesk.storage.file.database import Transaction
from petidesk.storage.ledger import disputes as ledger
from petidesk.storage.ledger import months
from petidesk.storage.letters import letters
from petidesk.storage.safety import audit
from petidesk.storage.visits.visits import LinkedMatter


def follow(
    connection: Transaction, act: Act, before: Visit, content: NewVisit, matters: Sequence[LinkedMatter]
) -> None:
    """Close what lies around the accusations of an amended visit; open the letters of what is none any more.

    `matters` are those that the visit had before, with their cases.
    """
    if content.accuses:
        sittings.forget_words(connection, act, before.visit_id)
    if content.accuses and not before.accuses:
        _forget_choices(connection, before)
        audit.restrict(connection, "visit", before.visit_no)
        drafts.restrict(connection, "visit_no", before.visit_no)
    turned = {
        linked.case_id: was.case_no
        for was, linked in zip(before.matters, matters, strict=False)
        if linked.matter.restricted and not was.matter.restricted
    }
    if turned or (content.accuses and not before.accuses):
        _part_disputes(connection, act, before, turned)
    for was, linked in zip(before.matters, matters, strict=False):
        if linked.matter.restricted == was.matter.restricted or linked.repeat:
            continue
        for document_no in letters.restrict(connection, linked.case_id, restricted=linked.matter.restricted):
            if linked.matter.restricted:
                audit.restrict(connection, "letter", document_no)
        if linked.matter.restricted:
            _close_case(connection, was.case_no)


def _close_case(connection: Transaction, case_no: str) -> None:
    audit.restrict(connection, "case", case_no)
    drafts.restrict(connection, "case_no", case_no)
    for meeting_id, meeting_no in meetings.of_case(connection, case_no):
        audit.restrict(connection, "meeting", meeting_no)
        for document_no in letters.restrict_meeting(connection, meeting_id):
            audit.restrict(connection, "letter", document_no)


# Why a dispute that was an accusation is none any more: the words tell nobody what it became.
_NO_DISPUTE = "不属于矛盾纠纷，从台账中撤出"


def _part_disputes(connection: Transaction, act: Act, before: Visit, turned: Mapping[int, str]) -> None:
    """A dispute keeps neither number of a visit that accuses: its parties would stand beside it.

    `turned`: the cases that became accusations, by id. What was entered of one leaves the ledger, words and parties,
    also those of its events and of the months that were closed with it; its scans go over to the case.
    """
    for dispute_id in ledger.of_visit(connection, before.visit_id, list(turned)):
        found = ledger.load(connection, dispute_id)
        assert found is not None
        content = dataclasses.replace(found.content, visit_no=None, case_no=None)
        audit.restrict(connection, "dispute", found.dispute_no)
        case_id = next((one for one, case_no in turned.items() if case_no == found.content.case_no), None)
        gone = case_id is not None
        if gone:
            content = NewDispute(content.found_on, "", "")
        version = found.version + 1
        ledger.rewrite(connection, act, dispute_id, version, content, case_id=None, visit_id=None)
        if gone and not found.voided:
            ledger.void(connection, act, dispute_id, version, _NO_DISPUTE)
        if case_id is not None:
            ledger.unindex(connection, dispute_id)
            ledger.forget_events(connection, dispute_id)
            months.forget(connection, found.dispute_no)
            attachments.hand_over(connection, dispute_id, case_id)
        else:
            ledger.reindex(connection, dispute_id, found.dispute_no, found.foreign_no, content)
        audit.append(connection, act, "dispute.parted", "dispute", found.dispute_no, restricted=True)


def _forget_choices(connection: Transaction, before: Visit) -> None:
    """Take back the villages and categories that came in with this visit and that no other record speaks of."""
    for change in audit.for_subject(connection, "visit", before.visit_no, unmasking.inside()):
        added = (change.after or {}).get("added", {})
        office.forget_villages(connection, added.get("villages", ()), besides=before.visit_id)
        office.forget_categories(connection, added.get("categories", ()), besides=before.visit_id)
