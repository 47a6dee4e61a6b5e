"""What a clerk does with letters: draft, preview, issue, print, void.

Issuing is one transaction: the number of the series, the bytes with the form's version and their hash, the event that
the letter records, what waits for service, the words of the index, the audit line. Nothing of it happens alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from petidesk.desk import unmasking
from petidesk.desk.letters import drafting, issuing, printing
from petidesk.desk.letters.issuing import Signing
from petidesk.desk.letters.printing import requests_of
from petidesk.desk.letters.unset import parts_from_settings
from petidesk.desk.listed import Listed
from petidesk.documents.dossiers import struck
from petidesk.domain.letters.case_values import Sheet
from petidesk.domain.letters.closed import ClosedLetter, Issued, close, content_of
from petidesk.domain.letters.content import event_without_paper, parse_content, unfit
from petidesk.domain.letters.letters import (
    UNMASKED,
    Batch,
    Gap,
    Letter,
    LetterKind,
    LetterQuery,
    LetterRow,
    OutlinePart,
)
from petidesk.domain.papers import Paper
from petidesk.domain.permissions import Permission
from petidesk.domain.trouble import Refused
from petidesk.storage import office as office_rows
from petidesk.storage.file.database import Transaction
from petidesk.storage.letters import letters as rows
from petidesk.storage.letters import listing as letter_list
from petidesk.storage.safety import audit as audit_rows

if TYPE_CHECKING:
    from petidesk.desk.letters.printing import LetterGround


class Letters(Listed[LetterQuery, LetterRow]):
    """The desk's letters. Every method is one transaction."""

    _listing = letter_list.LISTING

    def __init__(self, ground: LetterGround) -> None:
        self._ground = ground
        self._session = ground.session
        self._cases = ground.cases

    # ---- kinds

    def kinds(self) -> tuple[LetterKind, ...]:
        """Every form that is a letter, by the name of its folder."""
        return tuple(letter.kind for letter in printing.all_letters(self._ground))

    def kinds_for(self, case_no: str) -> tuple[tuple[LetterKind, str], ...]:
        """The kinds that are made for a case, each with why it cannot be now ("" when it can)."""
        with self._session.reading() as connection:
            case = drafting.case_of(self._ground, connection, case_no)
        offers = {offer.kind: offer for offer in case.offers}
        found = []
        for kind in self.kinds():
            if kind.of != "case":
                continue
            refused = unfit(kind, case)
            offer = offers.get(kind.event)
            barred = (
                offer.why_not if offer and not offer.allowed and event_without_paper(kind, case, {}) is None else ""
            )
            found.append((kind, refused[0].message if refused else barred))
        return tuple(found)

    # ---- drafts

    def draft(self, kind: str, number: str, document: object = None) -> Letter:
        """Begin a letter of a kind (folder or title) for a case, its parts filled with their defaults.

        `number` is that of the case, or of the meeting for a paper of a meeting. Refused: not_found, unknown_key,
        bad_value; forbidden for a case that this kind is not made for.
        """
        letter = printing.named(self._ground, kind)
        with self._session.writing() as connection:
            letter_id = drafting.begin(self._ground, connection, self._session.act(), letter, number, document)
            return drafting.load(connection, letter_id)

    def save(self, letter_id: int, document: object) -> Letter:
        """Put a draft's content in place of the one before. Refused as `draft`, already_closed once it was issued."""
        with self._session.writing() as connection:
            found = drafting.load_draft(connection, letter_id)
            letter = printing.named(self._ground, found.form)
            subject = drafting.subject_of_letter(self._ground, connection, found)
            content = parse_content(letter.kind, document, requests_of(subject))
            content = drafting.kept(letter, subject, content)
            drafting.to_be_served(connection, letter, found.case_no, content)
            rows.save(connection, self._session.act(), letter_id, content, printing.title_of(letter, content))
            return drafting.load(connection, letter_id)

    def discard(self, letter_id: int) -> None:
        """Throw a draft away. Refused already_closed once it was issued: void it instead."""
        with self._session.writing() as connection:
            found = drafting.load_draft(connection, letter_id)
            act = self._session.act()
            kept = rows.kept_draft(connection, letter_id)
            rows.discard(connection, letter_id)
            after = {"letter_id": letter_id, "kind": found.form}
            kind, number = ("meeting", found.meeting_no) if found.meeting_no else ("case", found.case_no)
            audit_rows.append(
                connection, act, "letter.discarded", kind, number, after=after, restricted=found.restricted, kept=kept
            )

    # ---- looking

    def get(self, letter_id: int, unmask: str = "") -> Letter | ClosedLetter:
        """One letter or draft. Refused not_found.

        What was written in a letter of an accusation stays closed, except for a reason given in `unmask`: that needs
        permission and leaves an audit line, as `Cases.get` does.
        """
        with self._session.reading() as connection:
            found = rows.load(connection, letter_id)
        if found is None:
            raise drafting.no_draft(letter_id)
        return self._shown(found, unmask)

    def by_no(self, document_no: str, unmask: str = "") -> Letter | ClosedLetter:
        """The letter with this document number. Refused not_found. `unmask`: see `get`."""
        with self._session.reading() as connection:
            found = rows.find_no(connection, document_no)
        if found is None:
            raise drafting.no_letter(document_no)
        return self._shown(found, unmask)

    def _shown(self, found: Letter | ClosedLetter, unmask: str) -> Letter | ClosedLetter:
        if isinstance(found, Letter) or not unmask:
            return found
        with self._session.writing() as connection:
            opened = unmasking.look_at_letter(self._session, connection, self._session.act(), found, unmask)
            whole = rows.load(connection, found.letter_id, opened)
        assert whole is not None  # it was just read
        return whole

    def gaps(self, letter_id: int) -> tuple[Gap, ...]:
        """What keeps a draft from being issued, the weightiest first, then what is only said.

        Signer and day of signing are asked for when it is issued.
        """
        today = self._session.today()
        with self._session.reading() as connection:
            found = drafting.load_draft(connection, letter_id)
            letter = printing.named(self._ground, found.form)
            subject = drafting.subject_of_letter(self._ground, connection, found)
            known = drafting.open_gaps(self._ground, connection, letter, found.content, subject, today)
            printed = drafting.set_draft(self._ground, connection, letter, found, Sheet(today, draft=True))
        if missing := " ".join(printed.missing_characters):
            words = f"字体里没有这些字，会印成□：{missing}。请换一种写法，或者打印后手写。"
            known.append(Gap("bad_value", "", words, warning=True))
        return tuple(known)

    def parts_from_settings(self, letter_id: int) -> dict[str, str]:
        """The parts of a draft whose default is a setting of the office, by their path, as they would be filled today.

        A draft that was begun before the setting was given has them empty.
        """
        with self._session.reading() as connection:
            found = drafting.load_draft(connection, letter_id)
            letter = printing.named(self._ground, found.form)
            subject = drafting.subject_of_letter(self._ground, connection, found)
            return parts_from_settings(self._ground, connection, letter, found.content, subject)

    # ---- paper

    def preview(self, letter_id: int, *, signed_by: str = "", signed_on: date | None = None, unmask: str = "") -> Paper:
        """A draft as it stands, marked as 送审稿; an issued letter as its very bytes, a voided one under 作废.

        Nothing is kept or logged.

        `unmask`: a reason for what an accusation keeps closed, which needs permission and leaves an audit line: the
        people and what was typed. Without it a draft shows its form alone, and bytes that were frozen are refused
        (no_permission): nothing can be taken out of them.
        """
        found = self.get(letter_id, unmask)
        with self._session.reading() as connection:
            if found.state != "draft":
                if isinstance(found, ClosedLetter):
                    raise issuing.closed(found)
                return self._frozen(connection, found)
            letter = printing.named(self._ground, found.form)
            sheet = Sheet(self._session.today(), signed_by=signed_by, signed_on=signed_on, draft=True)
            printed = drafting.set_draft(self._ground, connection, letter, found, sheet, unmask=bool(unmask))
        return printing.as_paper(letter, printed, found.version)

    def preview_content(
        self,
        kind: str,
        case_no: str,
        document: object,
        *,
        signed_by: str = "",
        signed_on: date | None = None,
        marked: bool = True,
    ) -> Paper:
        """A letter with exactly this content, for the eye while typing; nothing is stored.

        `marked`: 送审稿 stands under the text, as it must on paper; beside the inputs it would only be in the way.
        """
        letter = printing.named(self._ground, kind)
        sheet = Sheet(self._session.today(), signed_by=signed_by, signed_on=signed_on, draft=True)
        with self._session.reading() as connection:
            return self._unkept(connection, letter, case_no, document, sheet, marked=marked)

    def outline(self, letter: Letter | ClosedLetter) -> tuple[OutlinePart, ...]:
        """A draft's fixed text in order, with the places where something is typed; of a closed one nothing of it."""
        return drafting.outline_of(self._ground, letter)

    def print_named(self, kind: str, number: str, size: str | None = None, unmask: str = "") -> Paper:
        """`print FORM NO` for a letter: NO is a case, a document or a meeting. Refused not_found.

        A document number prints that very paper; of a 送达回证 it is the letter to be served. `unmask`: as of
        `print_letter`, and the reason for printing what was typed in a draft of an accusation.
        """
        letter = printing.named(self._ground, kind, "form")
        with self._session.reading() as connection:
            found = rows.find_no(connection, number)
            if found is not None and letter.kind.of == "letter" and found.form != letter.form.name:
                sheet = Sheet(self._session.today(), draft=False)
                return self._unkept(connection, letter, found.case_no, {"document_no": number}, sheet, size)
        if found is None:
            return self.paper_of(kind, number, size, unmask)
        if found.form != letter.form.name:
            raise Refused("bad_value", f"{number}是“{found.title}”，不是“{letter.form.title}”。", field="form")
        return self.print_letter(number, unmask)

    def paper_of(self, kind: str, number: str, size: str | None = None, unmask: str = "") -> Paper:
        """The newest issued letter of this kind for a case or meeting, else the newest draft, else one from the facts.

        Only an issued one is kept and its print logged. Of the others nothing is kept; where a signature is needed
        they are marked as 送审稿. What was typed in a draft of an accusation takes a reason, as in `preview`.
        """
        letter = printing.named(self._ground, kind, "form")
        with self._session.reading() as connection:
            issued = rows.newest(connection, number, letter.form.name, "issued")
            draft = rows.newest(connection, number, letter.form.name, "draft")
        if issued is not None:
            return self.print_letter(issued.document_no, unmask)
        if draft is not None:
            draft = self._shown(draft, unmask)
        with self._session.reading() as connection:
            # What needs no signature is no draft: it goes into the file as it is printed.
            sheet = Sheet(self._session.today(), draft=letter.kind.signed)
            content = dict(content_of(draft)) if draft else None
            return self._unkept(connection, letter, number, content, sheet, size)

    def note_draft_print(self, letter_id: int) -> None:
        """Put it into the audit chain that a draft of an accusation was printed."""
        with self._session.writing() as connection:
            found = drafting.load(connection, letter_id)
            audit_rows.append(
                connection,
                self._session.act(),
                "letter.draft_printed",
                "case",
                found.case_no,
                after={"letter_id": letter_id, "kind": found.form},
                restricted=found.restricted,
            )

    def _unkept(
        self,
        connection: Transaction,
        letter: printing.LetterForm,
        number: str,
        document: object,
        sheet: Sheet,
        size: str | None = None,
        *,
        marked: bool = True,
    ) -> Paper:
        """A letter of this content, of the form's defaults where there is none; an accusation's people stay closed."""
        whole = drafting.subject_of(self._ground, connection, letter.kind, number)
        content = parse_content(letter.kind, document, requests_of(whole))
        subject = drafting.closed_subject(whole)
        if document is None:
            office = office_rows.current(connection, self._session.today())
            content = printing.first_content(letter, subject, office, self._ground, content)
        content = drafting.settled(letter, subject, content)
        values = drafting.content_values(self._ground, connection, letter, subject, content, sheet)
        marked = marked and sheet.draft
        printed = printing.press(
            letter, values, practice=self._session.practice, draft=marked, at=self._session.now(), size=size
        )
        return printing.as_paper(letter, printed, 1, size)

    def print_letter(self, document_no: str, unmask: str = "") -> Paper:
        """An issued letter: the same bytes each time, each print logged; a voided one, for the file, under 作废.

        Refused not_found.

        `unmask`: the reason for printing an accusation paper that names people; no_permission without it. One that
        names nobody was signed to go out, and whoever seals and posts it is seldom who may open the accusation: its
        print is an act of office, and the line of the print is the trace.
        """
        with self._session.writing() as connection:
            found = drafting.numbered(connection, document_no)
            issuing.refuse_closed(found, unmask)
            act = self._session.act()
            if found.content.get(UNMASKED):
                unmasking.look_at_letter(self._session, connection, act, found, unmask)
            paper = self._frozen(connection, found)
            rows.log_print(connection, act, found.letter_id)
            issuing.trace(connection, act, "letter.printed", found, {})
            return paper

    def _frozen(self, connection: Transaction, found: Letter) -> Paper:
        pdf, sha256 = rows.pdf(connection, found.letter_id), found.sha256
        if found.state == "voided":
            pdf = struck(pdf, found.changed_at)
            sha256 = hashlib.sha256(pdf).hexdigest()
        return Paper(found.form, "a4", found.version, pdf, sha256, found.missing, found.prints == 0)

    # ---- issuing

    def issue(
        self,
        letter_id: int,
        signed_by: str = "",
        signed_on: date | None = None,
        anyway: str = "",
        *,
        on: date | None = None,
        unmask: str = "",
    ) -> Issued:
        """Give a draft its number, freeze its bytes and record its event, all in one transaction.

        `signed_by`, `signed_on`: who signed and when (成文日期 is the day of signing); a working paper needs neither.
        `anyway`: the reason, which is kept, for issuing although a request has no answer; `on`: the day of the event
        where it is not that of signing; `unmask`: see `preview`. Refused with the first gap; already_closed.
        """
        signing = Signing(signed_by, signed_on, anyway, on, unmask)
        with self._session.writing() as connection:
            self._session.require(connection, Permission.ISSUE_LETTER)
            return issuing.issue(self._ground, connection, self._session.act(), letter_id, signing)

    def void(self, document_no: str, why: str) -> Letter | ClosedLetter:
        """Void an issued letter. Its number stays and is never used again; the event that it recorded is undone.

        Refused: missing without a reason, not_found, already_closed; forbidden when it was served, or when later
        events stand on the one it recorded. A letter of an accusation comes back closed.
        """
        with self._session.writing() as connection:
            self._session.require(connection, Permission.VOID_LETTER)
            voided = issuing.void(self._ground, connection, self._session.act(), document_no, why)
            return close(voided) if voided.restricted else voided

    # ---- many

    def due_cases(self, kind: str, until: date | None = None) -> tuple[str, ...]:
        """Numbers of the cases that owe what a letter of this kind does; accusations never.

        First those whose event was recorded by hand and has no paper yet, then the earliest due; `until` keeps of the
        latter those due by that day.
        """
        letter = printing.named(self._ground, kind)
        clock = "handling" if letter.kind.event in ("concluded", "extended") else "written_notice"
        with self._session.reading() as connection:
            found = letter_list.cases_owed(
                connection,
                letter.form.name,
                clock,
                purposes=letter.kind.purposes,
                routes=letter.kind.routes,
                until=until,
            )
        return tuple(found)

    def batch(
        self,
        kind: str,
        case_nos: Sequence[str],
        *,
        signed_by: str,
        signed_on: date,
        progress: Callable[[int, int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Batch:
        """Draft and issue one letter a case, each in its own transaction, and bind them into one PDF.

        `progress` hears how many of how many cases are done; `cancelled` is asked between two letters. A case that may
        not have its letter is listed with the reason and keeps no draft.
        """
        from petidesk.desk.letters.batch import issue_many

        signing = Signing(signed_by, signed_on)
        with self._session.reading() as connection:
            self._session.require(connection, Permission.ISSUE_LETTER)
        return issue_many(self._ground, kind, case_nos, signing, progress=progress, cancelled=cancelled)
