"""A letter as JSON (rules/command-line.md, Letters)."""

from __future__ import annotations

from typing import Any

from petidesk.domain.json_output import iso
from petidesk.domain.letters.closed import ClosedLetter, content_of
from petidesk.domain.letters.letters import Letter


def letter_document(letter: Letter | ClosedLetter) -> dict[str, Any]:
    """The letter as `letter show --json` prints it: its content beside what is kept of it."""
    return {
        "letter_id": letter.letter_id,
        "kind": letter.form,
        "title": letter.title,
        "state": letter.state,
        "case_no": letter.case_no or None,
        "meeting_no": letter.meeting_no or None,
        "of_document_no": letter.of_document_no or None,
        "document_no": letter.document_no or None,
        "content": dict(content_of(letter)),
        "signed_by": letter.signed_by,
        "signed_on": iso(letter.signed_on),
        "issued_at": iso(letter.issued_at),
        "issued_by": letter.issued_by,
        "anyway": "" if isinstance(letter, ClosedLetter) else letter.anyway,
        "event_id": letter.event_id,
        "form_version": letter.form_version,
        "sha256": letter.sha256,
        "pages": letter.pages,
        "missing_characters": [] if isinstance(letter, ClosedLetter) else list(letter.missing),
        "to_serve": letter.to_serve,
        "served_on": iso(letter.served_on),
        "void_reason": "" if isinstance(letter, ClosedLetter) else letter.void_reason,
        "restricted": letter.restricted,
        "drafted_at": iso(letter.drafted_at),
        "changed_at": iso(letter.changed_at),
        "staff": letter.staff,
        "prints": letter.prints,
    }
