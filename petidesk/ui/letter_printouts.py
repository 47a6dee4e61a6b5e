"""Letters as papers for preview and printer: the frozen bytes, a draft for the signature, many at once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication

from petidesk.domain.letters import Batch, Letter
from petidesk.domain.listing import Paper
from petidesk.ui.letter_opening import subject_no
from petidesk.ui.printing import Printout

if TYPE_CHECKING:
    from petidesk.desk.opening import Desk

SIZE = "a4"


def letter_printout(desk: Desk, letter: Letter, why: str = "") -> Printout:
    """An issued letter: its very bytes, each print logged. A voided one can be looked at and not printed.

    `why`: the reason for looking at a letter of an accusation. Sent to the printer unseen it asks for none, as it
    names nobody and must go out (`Letters.print_letter`).
    """
    return Printout(
        f"{letter.title} {letter.document_no}",
        (SIZE,),
        lambda _size: desk.letters.preview(letter.letter_id, unmask=why),
        lambda _size: desk.letters.print_letter(letter.document_no, why),
        desk.papers.page_count,
        desk.papers.page_png,
    )


def draft_printout(desk: Desk, letter: Letter, document: Mapping[str, Any], signer: str, day: date | None) -> Printout:
    """送审稿: a draft as it stands, for the leader's signature; it has no number and is not logged.

    Only that of an accusation leaves a line when it is printed: its words then lie on paper.
    """

    def draw(_size: str) -> Paper:
        return desk.letters.preview_content(letter.form, subject_no(letter), document, signed_by=signer, signed_on=day)

    def keep(size: str) -> Paper:
        paper = draw(size)
        if letter.restricted:
            desk.letters.note_draft_print(letter.letter_id)
        return paper

    title = QCoreApplication.translate("LetterPrintouts", "送审稿 {0}").format(letter.title)
    return Printout(title, (SIZE,), draw, keep, desk.papers.page_count, desk.papers.page_png)


def batch_printout(desk: Desk, title: str, batch: Batch) -> Printout:
    """All letters of a batch in one file; the prints of its letters are logged one by one.

    No accusation is among them: none owes what a batch tells (`Letters.due_cases`).
    """
    digest = hashlib.sha256(batch.pdf).hexdigest()

    def show(_size: str) -> Paper:
        return Paper("batch", SIZE, 1, batch.pdf, digest, batch.missing_characters, True)

    def keep(size: str) -> Paper:
        for number in batch.issued:
            desk.letters.print_letter(number)
        return show(size)

    words = QCoreApplication.translate("LetterPrintouts", "{0} {1} 份").format(title, len(batch.issued))
    return Printout(words, (SIZE,), show, keep, desk.papers.page_count, desk.papers.page_png)
