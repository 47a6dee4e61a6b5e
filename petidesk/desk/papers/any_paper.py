"""`print FORM NO`: which subject makes the paper of that name; and the bound file of a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from petidesk.desk.papers import dossier
from petidesk.desk.papers.visit_papers import REGISTER, REGISTER_TITLE
from petidesk.domain.papers import Paper
from petidesk.domain.trouble import Refused
from petidesk.storage import purged

if TYPE_CHECKING:
    from petidesk.desk.ledger.papers import LedgerPapers
    from petidesk.desk.letters.letters import Letters
    from petidesk.desk.letters.printing import LetterGround
    from petidesk.desk.papers.office_papers import OfficePapers
    from petidesk.desk.papers.visit_papers import VisitPapers
    from petidesk.desk.visits.visits import Visits


class AnyPaper:
    """`desk.any_paper`."""

    def __init__(
        self,
        ground: LetterGround,
        visits: Visits,
        papers: VisitPapers,
        ledger_papers: LedgerPapers,
        letters: Letters,
        office_papers: OfficePapers,
    ) -> None:
        self._ground = ground
        self._visits = visits
        self._papers = papers
        self._ledger_papers = ledger_papers
        self._letters = letters
        self._office_papers = office_papers

    def keeps(self, form: str) -> bool:
        """Whether printing this form keeps its bytes or a line of it; the others are made anew and change nothing."""
        made_anew = self._ledger_papers.folder_of(form) or self._office_papers.folder_of(form)
        return form not in (dossier.NAME, dossier.TITLE) and not made_anew

    def print(
        self, form: str, number: str, paper: str | None = None, unmask: str = "", *, attachments: bool = False
    ) -> Paper:
        """A form of a visit, a letter of a case, document or meeting number, a bound file, a paper of the window.

        Refused ``not_found`` for an unknown form or number, ``bad_value`` for a size the form does not have.
        `unmask`: the reason for what an accusation keeps closed; nothing else asks for one. `attachments`: the
        bound file with its scans and photos; ``bad_value`` for any other form.
        """
        self._refuse_gone(number)
        if form in (dossier.NAME, dossier.TITLE):
            return self.dossier(number, attachments=attachments)
        if attachments:
            raise Refused("bad_value", f"只有{dossier.TITLE}能带附件，“{form}”不能。", field="attachments")
        if form in (REGISTER, REGISTER_TITLE):
            raise Refused(
                "bad_value",
                "来访登记簿按日期打印，请写明从哪天到哪天。",
                field="form",
                hint="用 print register --from 起 --to 止。",
            )
        if ledger_form := self._ledger_papers.folder_of(form):
            return self._ledger_papers.named(ledger_form, number, paper)
        if office_form := self._office_papers.folder_of(form):
            return self._office_papers.named(office_form, number, paper)
        if self._papers.folder_of(form):
            return self._papers.print_form(form, number, paper, unmask)
        return self._letters.print_named(form, number, paper, unmask)

    def _refuse_gone(self, number: str) -> None:
        """Refused already_closed: of a record that went when its period was over no paper is made any more."""
        with self._ground.session.reading() as connection:
            for kind in purged.NUMBERED:
                purged.refuse(connection, kind, number)

    def dossier(self, case_no: str, *, attachments: bool = False) -> Paper:
        """一案一档: cover, contents with page numbers, every kept paper of the case in the order of days; when asked
        with its scans and photos, too.
        """
        return dossier.bind_case(self._ground, self._visits, self._papers.forms(), case_no, attachments=attachments)
