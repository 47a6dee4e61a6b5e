"""Notices for many cases at once: one letter a transaction, one PDF of all of them.

Stopped or broken off at any moment, what was issued is issued with its number and what was not has left nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from petidesk.desk import letter_drafting as drafting
from petidesk.desk import letter_issuing as issuing
from petidesk.desk import letter_printing as printing
from petidesk.desk.letter_issuing import Signing
from petidesk.documents.dossiers import bind
from petidesk.domain.letters import Batch, BatchRefusal
from petidesk.domain.trouble import Refused
from petidesk.storage import letters as rows

if TYPE_CHECKING:
    from petidesk.desk.opening import Desk


def issue_many(
    desk: Desk,
    kind: str,
    case_nos: Sequence[str],
    signing: Signing,
    *,
    progress: Callable[[int, int], None] | None,
    cancelled: Callable[[], bool] | None,
) -> Batch:
    """`Letters.batch`. A refusal concerns one case; known trouble (a full disk) ends the run after what was issued."""
    letter = printing.named(desk, kind)
    issued: list[str] = []
    refused: list[BatchRefusal] = []
    missing: dict[str, None] = {}
    stopped = False
    wanted = list(dict.fromkeys(case_nos))
    for done, case_no in enumerate(wanted, start=1):
        if cancelled is not None and cancelled():
            stopped = True
            break
        try:
            with desk.writing() as connection:
                act = desk.act()
                letter_id = drafting.begin(desk, connection, act, letter, case_no, None)
                made = issuing.issue(desk, connection, act, letter_id, signing).letter
                rows.log_print(connection, act, letter_id)
                issuing.trace(connection, act, "letter.printed", made, {})
        except Refused as refusal:
            refused.append(BatchRefusal(case_no, refusal.code, refusal.message))
        else:
            issued.append(made.document_no)
            missing.update(dict.fromkeys(made.missing))
        if progress is not None:
            progress(done, len(wanted))
    return Batch(_bound(desk, issued), tuple(issued), tuple(refused), stopped, tuple(missing))


def _bound(desk: Desk, issued: Sequence[str]) -> bytes:
    """The frozen papers one after the other, without page numbers of the pile."""
    if not issued:
        return b""
    with desk.reading() as connection:
        parts = [rows.pdf(connection, drafting.numbered(connection, number).letter_id) for number in issued]
    return bind(parts, first_page_numbers=[None] * len(parts), at=desk.now())
