"""What the editor of a letter needs of the desk before it can stand: read in a worker, in one go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from petidesk.domain.cases.files import CaseFile, CaseRequest
from petidesk.domain.letters.closed import ClosedLetter
from petidesk.domain.letters.letters import Letter, LetterKind, LetterQuery, OutlinePart
from petidesk.domain.typeahead import Choice, TypeAhead

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk


@dataclass(frozen=True, slots=True)
class OpenedLetter:
    """A draft with its kind, its outline, the requests it answers, and who most likely signs it.

    `fresh`: it was begun just now and leaves no trace when nothing is typed. `closed`: a letter of an accusation for
    which no reason was given yet; nothing that was written in it is here.
    """

    letter: Letter | ClosedLetter
    kind: LetterKind
    parts: tuple[OutlinePart, ...]
    requests: tuple[CaseRequest, ...]
    case_title: str
    leaders: TypeAhead
    signer: str
    fresh: bool
    closed: bool = False


def read_letter(desk: Desk, letter_id: int, *, fresh: bool = False, why: str = "") -> OpenedLetter:
    """A draft ready to be written in; slow, for a worker. `why`: the reason for opening one of an accusation."""
    letter = desk.letters.get(letter_id, why)
    kind = next(kind for kind in desk.letters.kinds() if kind.name == letter.form)
    case = desk.cases.get(letter.case_no) if letter.case_no else None
    leaders = TypeAhead(Choice(name) for name in desk.cases.leaders())
    leaders.prepare()
    parts = desk.letters.outline(letter)
    requests, title = (case.open_requests, case.title) if isinstance(case, CaseFile) else ((), "")
    return OpenedLetter(
        letter, kind, parts, requests, title, leaders, likely_signer(desk), fresh, letter.restricted and not why
    )


def begin_letter(desk: Desk, kind: str, case_no: str, document: object = None) -> OpenedLetter:
    """A new draft; without a document of its own the one of this kind that lies unfinished is gone on with."""
    query = LetterQuery(case_no=case_no, form=kind, state="draft")
    found = desk.letters.rows(query, 1) if document is None else []
    if found:
        return read_letter(desk, found[0].letter_id)
    return read_letter(desk, desk.letters.draft(kind, case_no, document).letter_id, fresh=True)


def likely_signer(desk: Desk) -> str:
    """Who signed last, else the only leader there is, else nobody."""
    last = desk.letters.rows(LetterQuery(state="issued", sort="signed_on"), 1)
    leaders = desk.cases.leaders()
    return last[0].signed_by if last else leaders[0] if len(leaders) == 1 else ""
