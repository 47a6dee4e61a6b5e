"""The outline of a draft: what its form prints around the parts that are typed, with the facts of its case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from petidesk.desk import letter_drafting as drafting
from petidesk.desk import letter_printing as printing
from petidesk.documents.outline import outline
from petidesk.domain.case_papers import Sheet
from petidesk.domain.letter_outline import OutlinePart
from petidesk.domain.letters import Letter
from petidesk.storage import letters as letter_rows
from petidesk.storage import office as office_rows

if TYPE_CHECKING:
    from petidesk.desk.opening import Desk


def outline_of(desk: Desk, letter: Letter) -> tuple[OutlinePart, ...]:
    """Fixed text and places to type of a draft; of an accusation with its people closed, as on its preview."""
    form = printing.named(desk, letter.form)
    number = letter.content.get("document_no", "")
    with desk.reading() as connection:
        subject = drafting.subject_of_letter(desk, connection, letter, unmask=not letter.restricted)
        office = office_rows.current(connection, desk.today())
        served = letter_rows.find_no(connection, number) if number else None
    sheet = Sheet(desk.today(), drafted_by=letter.staff, draft=True, served=served)
    return outline(form.form, printing.values_of(form, subject, office, desk, letter.content, sheet))
