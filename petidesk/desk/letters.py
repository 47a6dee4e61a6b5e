"""What a clerk does with letters: draft, preview, issue, print, void.

Issuing is one transaction: the number of the series, the bytes with the form's version and their hash, the event that
the letter records, what waits for service, the words of the index, the audit line. Nothing of it happens alone.
"""

from __future__ import annotations

import dataclasses
from array import array
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from petidesk.desk import letter_printing as printing
from petidesk.desk.case_loading import case_facts
from petidesk.desk.letter_printing import LetterForm
from petidesk.domain.audit import Act
from petidesk.domain.case_events import parse_event
from petidesk.domain.case_files import CaseFile, event_document
from petidesk.domain.case_papers import Sheet
from petidesk.domain.case_rules import check, refuse_accused
from petidesk.domain.cases import CaseEvent
from petidesk.domain.letter_content import checked_reason, parse_content, unfit
from petidesk.domain.letter_content import event_document as event_of
from petidesk.domain.letter_content import gaps as content_gaps
from petidesk.domain.letter_outline import OutlinePart
from petidesk.domain.letters import Batch, Gap, Issued, Letter, LetterKind, LetterQuery, LetterRow
from petidesk.domain.listing import Paper
from petidesk.domain.trouble import Refused
from petidesk.storage import audit as audit_rows
from petidesk.storage import cases as case_rows
from petidesk.storage import letters as rows
from petidesk.storage import office as office_rows
from petidesk.storage.database import Transaction
from petidesk.storage.letters import Frozen

if TYPE_CHECKING:
    from petidesk.desk.opening import Desk

ANYWAY = "确需签发的，写明理由（--anyway），理由会留存。"


class Letters:
    """The desk's letters. Every method is one transaction."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    # ---- kinds

    def kinds(self) -> tuple[LetterKind, ...]:
        """Every form that is a letter, by the name of its folder."""
        return tuple(letter.kind for letter in printing.all_letters(self._desk))

    def kinds_for(self, case_no: str) -> tuple[tuple[LetterKind, str], ...]:
        """The kinds that are made for a case, each with why it cannot be now ("" when it can)."""
        with self._desk.reading() as connection:
            case = self._case(connection, case_no)
        offers = {offer.kind: offer for offer in case.offers}
        found = []
        for kind in self.kinds():
            if kind.of != "case":
                continue
            refused = unfit(kind, case)
            offer = offers.get(kind.event)
            why = refused[0].message if refused else offer.why_not if offer and not offer.allowed else ""
            found.append((kind, why))
        return tuple(found)

    # ---- drafts

    def draft(self, kind: str, case_no: str, document: object = None) -> Letter:
        """Begin a letter of a kind (folder or title) for a case, its parts filled with their defaults.

        Refused: not_found, unknown_key, bad_value; forbidden for a case that this kind is not made for.
        """
        letter = printing.named(self._desk, kind)
        with self._desk.writing() as connection:
            return self._load(connection, self._draft(connection, self._desk.act(), letter, case_no, document))

    def _draft(self, connection: Transaction, act: Act, letter: LetterForm, case_no: str, document: object) -> int:
        case = self._case(connection, case_no)
        for gap in unfit(letter.kind, case):
            raise Refused(gap.code, gap.message, field=gap.field or None, basis=gap.basis or None)
        office = office_rows.current(connection, self._desk.today())
        given = parse_content(letter.kind, document, case.requests)
        content = printing.first_content(letter, case, office, self._desk, given)
        of = self._served(connection, letter, case, content)
        letter_id = rows.add(
            connection,
            act,
            form=letter.form.name,
            title=printing.title_of(letter, content),
            content=content,
            restricted=case.restricted,
            case_id=case.case_id,
            of_letter_id=of.letter_id if of else None,
        )
        audit_rows.append(
            connection,
            act,
            "letter.drafted",
            "case",
            case.case_no,
            after={"letter_id": letter_id, "kind": letter.form.name},
        )
        return letter_id

    def _served(
        self, connection: Transaction, letter: LetterForm, case: CaseFile, content: Mapping[str, Any]
    ) -> Letter | None:
        """The issued letter that a 送达回证 is made for; None for any other kind. Refused missing, not_found."""
        if letter.kind.of != "letter":
            return None
        number = content.get("document_no", "")
        if not number:
            raise Refused("missing", "请写明送达的是哪一份文书（文号）。", field="document_no")
        found = rows.find_no(connection, number)
        if found is None or found.case_no != case.case_no:
            raise Refused("not_found", f"此件没有文号为“{number}”的文书。", field="document_no")
        if found.state != "issued":
            raise Refused("forbidden", f"{number}已经作废，不用送达。", field="document_no")
        return found

    def save(self, letter_id: int, document: object) -> Letter:
        """Put a draft's content in place of the one before. Refused as `draft`, already_closed once it was issued."""
        with self._desk.writing() as connection:
            letter, found = self._open(connection, letter_id)
            case = self._case(connection, found.case_no)
            content = parse_content(letter.kind, document, case.requests)
            self._served(connection, letter, case, content)
            rows.save(connection, self._desk.act(), letter_id, content, printing.title_of(letter, content))
            return self._load(connection, letter_id)

    def discard(self, letter_id: int) -> None:
        """Throw a draft away. Refused already_closed once it was issued: void it instead."""
        with self._desk.writing() as connection:
            found = self._draft_row(connection, letter_id)
            act = self._desk.act()
            rows.discard(connection, letter_id)
            after = {"letter_id": letter_id, "kind": found.form}
            audit_rows.append(connection, act, "letter.discarded", "case", found.case_no, after=after)

    # ---- looking

    def get(self, letter_id: int) -> Letter:
        """One letter or draft. Refused not_found."""
        with self._desk.reading() as connection:
            return self._load(connection, letter_id)

    def by_no(self, document_no: str) -> Letter:
        """The letter with this document number. Refused not_found."""
        with self._desk.reading() as connection:
            return self._numbered(connection, document_no)

    def ids(self, query: LetterQuery) -> array[int]:
        """All ids in the list's order."""
        with self._desk.reading() as connection:
            return rows.ids(connection, query)

    def rows(self, query: LetterQuery, limit: int, offset: int = 0) -> list[LetterRow]:
        """A page of the list."""
        with self._desk.reading() as connection:
            return rows.rows(connection, query, limit, offset)

    def rows_by_id(self, letter_ids: Sequence[int]) -> list[LetterRow]:
        """The rows of these ids, in their order; an id that is gone is left out."""
        with self._desk.reading() as connection:
            return rows.rows_by_id(connection, letter_ids)

    def count(self, query: LetterQuery) -> int:
        """How many letters the query finds."""
        with self._desk.reading() as connection:
            return rows.count(connection, query)

    def gaps(self, letter_id: int) -> tuple[Gap, ...]:
        """What keeps a draft from being issued, the weightiest first, then what is only said.

        Signer and day of signing are asked for when it is issued.
        """
        with self._desk.reading() as connection:
            letter, found = self._open(connection, letter_id)
            case = self._case(connection, found.case_no)
            known = self._gaps(connection, letter, found.content, case, self._desk.today())
            printed = self._printed(connection, letter, found, Sheet(self._desk.today(), draft=True))
        if printed.missing_characters:
            known.append(
                Gap(
                    "bad_value",
                    "",
                    f"字体里没有这些字，会印成□：{' '.join(printed.missing_characters)}，请改用别的写法或打印后手写。",
                    warning=True,
                )
            )
        return tuple(known)

    def _gaps(
        self, connection: Transaction, letter: LetterForm, content: Mapping[str, Any], case: CaseFile, signed_on: date
    ) -> list[Gap]:
        """Gaps of the content; where there are none, what the rules say of the event that would be recorded."""
        known = content_gaps(letter.kind, content, case)
        self._refuse_accused(connection, letter, content, case)
        if letter.kind.event and not any(not gap.overridable and not gap.warning for gap in known):
            on = date.fromisoformat(content["on"]) if content.get("on") else signed_on
            anyway = "有未答复的请求" if any(gap.overridable for gap in known) else ""
            document = event_of(letter.kind, content, on, anyway)
            try:
                self._try_event(connection, case, letter.kind.event, document)
            except Refused as refusal:
                known.insert(0, Gap(refusal.code, refusal.field or "", refusal.message, refusal.basis or ""))
        return known

    def _try_event(self, connection: Transaction, case: CaseFile, kind: str, document: Mapping[str, Any]) -> None:
        """Refused when the rules forbid the event; nothing is written."""
        new = parse_event(kind, dict(document), today=self._desk.latest().date(), by=self._desk.actor.name)
        facts = case_facts(case, self._desk.cases.rules_within(connection))
        check(case_rows.events(connection, case.case_id), CaseEvent(kind, new.on, new.content), facts)

    def _refuse_accused(
        self, connection: Transaction, letter: LetterForm, content: Mapping[str, Any], case: CaseFile
    ) -> None:
        """An accusation never goes to the unit that it accuses (《信访工作条例》第三十条第三款)."""
        if not case.restricted or letter.kind.to != "unit":
            return
        facts = case_facts(case, self._desk.cases.rules_within(connection))
        for ask in letter.kind.asks:
            value = content.get(ask.key) if ask.key else content.get("fields", {}).get(ask.name)
            if ask.kind == "text" and ask.lines == 1 and isinstance(value, str) and len(value) > 1:
                refuse_accused(value, facts, ask.path)

    # ---- paper

    def preview(self, letter_id: int, *, signed_by: str = "", signed_on: date | None = None, unmask: str = "") -> Paper:
        """A draft as it stands, marked as 送审稿; an issued letter as its very bytes. Nothing is kept or logged.

        `unmask`: a reason for printing the people of an accusation, which needs permission and leaves an audit line.
        """
        if unmask:
            self._desk.cases.leave_trace(self.get(letter_id).case_no, unmask)
        with self._desk.reading() as connection:
            found = self._load(connection, letter_id)
            if found.state != "draft":
                return self._frozen(connection, found)
            letter = printing.named(self._desk, found.form)
            sheet = Sheet(self._desk.today(), signed_by=signed_by, signed_on=signed_on, draft=True)
            printed = self._printed(connection, letter, found, sheet, unmask=bool(unmask))
        return printing.as_paper(letter, printed, found.version)

    def preview_content(
        self, kind: str, case_no: str, document: object, *, signed_by: str = "", signed_on: date | None = None
    ) -> Paper:
        """A letter with exactly this content, for the eye while typing; nothing is stored."""
        letter = printing.named(self._desk, kind)
        sheet = Sheet(self._desk.today(), signed_by=signed_by, signed_on=signed_on, draft=True)
        with self._desk.reading() as connection:
            return self._blank(connection, letter, case_no, document, sheet=sheet)

    def outline(self, letter_id: int) -> tuple[OutlinePart, ...]:
        """A draft's fixed text in order, with the places where something is typed."""
        from petidesk.desk.letter_outlines import outline_of

        return outline_of(self._desk, self.get(letter_id))

    def paper_of_case(self, kind: str, case_no: str, size: str | None = None) -> Paper:
        """`print FORM NO`: the newest issued letter of this kind, else the newest draft, else one from the facts."""
        letter = printing.named(self._desk, kind)
        with self._desk.reading() as connection:
            case_id = self._desk.cases.id_of(connection, case_no)
            issued = rows.newest(connection, case_id, letter.form.name, "issued")
            draft = rows.newest(connection, case_id, letter.form.name, "draft")
            if issued is None:
                return self._blank(connection, letter, case_no, dict(draft.content) if draft else None, size, draft)
        return self.print_letter(issued.document_no)

    def _blank(
        self,
        connection: Transaction,
        letter: LetterForm,
        case_no: str,
        document: object,
        size: str | None = None,
        draft: Letter | None = None,
        sheet: Sheet | None = None,
    ) -> Paper:
        case = self._case(connection, case_no)
        given = parse_content(letter.kind, document, case.requests)
        office = office_rows.current(connection, self._desk.today())
        if document is None:
            given = printing.first_content(letter, case, office, self._desk, given)
        content = given
        if case.restricted:
            case = self._case(connection, case_no, unmask=False)
        served = rows.find_no(connection, content["document_no"]) if content.get("document_no") else None
        sheet = sheet or Sheet(self._desk.today(), draft=True)
        sheet = dataclasses.replace(sheet, drafted_by=self._desk.actor.name, served=served)
        values = printing.values_of(letter, case, office, self._desk, content, sheet)
        printed = printing.press(letter, values, practice=self._desk.practice, at=self._desk.now(), size=size)
        return printing.as_paper(letter, printed, draft.version if draft else 1, size)

    def print_letter(self, document_no: str) -> Paper:
        """An issued letter: the same bytes each time, each print logged. Refused not_found; already_closed if void."""
        with self._desk.writing() as connection:
            found = self._numbered(connection, document_no)
            if found.state == "voided":
                raise Refused("already_closed", f"{document_no}已经作废，不能再打印。")
            act = self._desk.act()
            rows.log_print(connection, act, found.letter_id)
            after = {"form": found.form, "sha256": found.sha256}
            audit_rows.append(
                connection, act, "letter.printed", "letter", document_no, after=after, restricted=found.restricted
            )
            return self._frozen(connection, found)

    def _frozen(self, connection: Transaction, found: Letter) -> Paper:
        pdf = rows.pdf(connection, found.letter_id)
        return Paper(found.form, "a4", found.version, pdf, found.sha256, found.missing, found.prints == 0)

    def _printed(
        self, connection: Transaction, letter: LetterForm, found: Letter, sheet: Sheet, *, unmask: bool = False
    ) -> Any:
        """The draft set as `sheet` says, with the settings that rule on its day of signing."""
        case = self._case(connection, found.case_no, unmask=unmask or not found.restricted)
        office = office_rows.current(connection, sheet.signed_on or self._desk.today())
        content = found.content
        on = date.fromisoformat(content["on"]) if content.get("on") else sheet.signed_on
        served = rows.find_no(connection, content["document_no"]) if content.get("document_no") else None
        sheet = dataclasses.replace(sheet, on=sheet.on or on, drafted_by=found.staff, served=served)
        values = printing.values_of(letter, case, office, self._desk, content, sheet)
        return printing.press(letter, values, practice=self._desk.practice, at=self._desk.now())

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
        with self._desk.writing() as connection:
            return self.issue_within(
                connection, self._desk.act(), letter_id, signed_by, signed_on, anyway, on=on, unmask=unmask
            )

    def issue_within(
        self,
        connection: Transaction,
        act: Act,
        letter_id: int,
        signed_by: str,
        signed_on: date | None,
        anyway: str = "",
        *,
        on: date | None = None,
        unmask: str = "",
    ) -> Issued:
        """`issue` in the caller's transaction."""
        letter, found = self._open(connection, letter_id)
        case = self._case(connection, found.case_no)
        reason = checked_reason(anyway)
        signed_by, signed = self._signing(letter.kind, case, signed_by, signed_on, on)
        if on is not None:
            found = dataclasses.replace(found, content={**found.content, "on": on.isoformat()})
        happened = date.fromisoformat(found.content["on"]) if found.content.get("on") else signed
        open_gaps = self._refuse_gaps(connection, letter, found, case, signed, reason)
        self._served(connection, letter, case, found.content)
        if unmask and case.restricted:
            self._desk.cases.leave_trace_within(connection, act, case.case_no, unmask)
        series, year, serial, number = self._allot(connection, letter.kind, case, signed)
        sheet = Sheet(
            act.at.date(),
            number=number,
            signed_by=signed_by,
            signed_on=signed if letter.kind.signed else None,
            on=happened,
            anyway=open_gaps,
        )
        printed = self._printed(connection, letter, found, sheet, unmask=bool(unmask))
        newer = rows.newer_signed(connection, series, year, signed)
        frozen = Frozen(
            series=series,
            year=year,
            serial=serial,
            number=number,
            signed_by=signed_by,
            signed_on=signed,
            anyway=reason if open_gaps else "",
            form_version=printed.form_version,
            missing=printed.missing_characters,
            pages=printed.pages,
            pdf=printed.pdf,
            to_serve=letter.kind.served,
        )
        rows.freeze(connection, act, letter_id, frozen)
        event_id, warnings = self._record(connection, act, letter.kind, found, case, happened, number, frozen.anyway)
        issued = self._load(connection, letter_id)
        self._audit(connection, act, "letter.issued", issued, {"anyway": frozen.anyway, "event_id": event_id})
        said = [*warnings]
        if newer:
            said.append(f"{newer}的签发日期比这一份晚，号码和日期的先后不一致。")
        if printed.missing_characters:
            said.append(f"字体里没有这些字，印成了□：{' '.join(printed.missing_characters)}")
        return Issued(issued, event_id, self._event(connection, case, event_id, unmask), tuple(said))

    def _signing(
        self, kind: LetterKind, case: CaseFile, signed_by: str, signed_on: date | None, on: date | None
    ) -> tuple[str, date]:
        """Who signed and on which day; of a working paper the day it was made."""
        today = self._desk.latest().date()
        signed_by = " ".join(signed_by.split())
        if kind.signed and not signed_by:
            raise Refused("missing", "请填写签发人：没有签发的文书不能编号。", field="signed_by")
        if kind.signed and signed_on is None:
            raise Refused("missing", "请填写签发日期：成文日期以负责人签发的日期为准。", field="signed_on")
        day = signed_on or on or today
        if day > today:
            raise Refused("bad_value", f"签发日期{day.isoformat()}在今天之后，请核对。", field="signed_on")
        if day < case.opened_on:
            words = f"签发日期早于登记日期{case.opened_on.isoformat()}，请核对。"
            raise Refused("bad_value", words, field="signed_on")
        return signed_by, day

    def _refuse_gaps(
        self, connection: Transaction, letter: LetterForm, found: Letter, case: CaseFile, signed: date, reason: str
    ) -> bool:
        """Refused with the first gap, an overridable one only without a reason; True when one was overridden."""
        known = [gap for gap in self._gaps(connection, letter, found.content, case, signed) if not gap.warning]
        known.sort(key=lambda gap: gap.overridable)
        for gap in known:
            if gap.overridable and reason:
                return True
            words = gap.message + (ANYWAY if gap.overridable else "")
            raise Refused(gap.code, words, field=gap.field or None, basis=gap.basis or None)
        return False

    def _allot(
        self, connection: Transaction, kind: LetterKind, case: CaseFile, signed: date
    ) -> tuple[str, int, int, str]:
        """Series, year, serial and number: 清信访处〔2026〕12号, or the place in the case's own file."""
        if not kind.series:
            series = f"卷 {case.case_no}"
            serial = rows.next_number(connection, series, 0)
            return series, 0, serial, f"{case.case_no}-卷{serial}"
        office = office_rows.current(connection, signed)
        serial = rows.next_number(connection, kind.series, signed.year)
        return kind.series, signed.year, serial, f"{office.letter_code}{kind.series}〔{signed.year}〕{serial}号"

    def _record(
        self,
        connection: Transaction,
        act: Act,
        kind: LetterKind,
        found: Letter,
        case: CaseFile,
        on: date,
        number: str,
        anyway: str,
    ) -> tuple[int | None, tuple[str, ...]]:
        if not kind.event:
            return None, ()
        document = event_of(kind, found.content, on, anyway)
        event_id, warnings = self._desk.cases.record_within(
            connection, act, case.case_id, kind.event, document, letter=number
        )
        rows.link_event(connection, found.letter_id, event_id)
        return event_id, warnings

    def _event(
        self, connection: Transaction, case: CaseFile, event_id: int | None, unmask: str
    ) -> dict[str, Any] | None:
        if event_id is None:
            return None
        after = self._case(connection, case.case_no, unmask=bool(unmask) or not case.restricted)
        return next(event_document(event) for event in after.events if event.event_id == event_id)

    def void(self, document_no: str, why: str) -> Letter:
        """Void an issued letter. Its number stays and is never used again; the event that it recorded is undone.

        Refused: missing without a reason, not_found, already_closed; forbidden when it was served, or when later
        events stand on the one it recorded.
        """
        if not why.strip():
            raise Refused("missing", "请写明作废的原因。", field="why")
        with self._desk.writing() as connection:
            found = self._numbered(connection, document_no)
            if found.state == "voided":
                raise Refused("already_closed", f"{document_no}已经作废。")
            if found.served_on is not None:
                raise Refused("forbidden", f"{document_no}已于{found.served_on.isoformat()}送达，请先撤销“送达”。")
            act = self._desk.act()
            event_id = rows.event_stands(connection, found.letter_id)
            if event_id is not None:
                today = self._desk.latest().date().isoformat()
                document = {"on": today, "event_id": event_id, "note": f"{document_no}作废：{why.strip()}"[:2000]}
                case_id = self._desk.cases.id_of(connection, found.case_no)
                self._desk.cases.record_within(connection, act, case_id, "undone", document, letter=document_no)
            rows.void(connection, act, found.letter_id, why.strip())
            voided = self._load(connection, found.letter_id)
            self._audit(connection, act, "letter.voided", voided, {"why": why.strip()})
            return voided

    # ---- many

    def due_cases(self, kind: str, until: date | None = None) -> tuple[str, ...]:
        """Numbers of the cases that owe what a letter of this kind does, the earliest due first; accusations never.

        `until` keeps those due by that day.
        """
        letter = printing.named(self._desk, kind)
        clock = "handling" if letter.kind.event in ("concluded", "extended") else "written_notice"
        with self._desk.reading() as connection:
            found = rows.cases_owed(
                connection, clock, purposes=letter.kind.purposes, routes=letter.kind.routes, until=until
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
        """Draft and issue one letter a case, each in its own transaction, and bind them into one PDF."""
        from petidesk.desk.letter_batch import issue_many

        return issue_many(
            self._desk, kind, case_nos, signed_by=signed_by, signed_on=signed_on, progress=progress, cancelled=cancelled
        )

    def dossier(self, case_no: str) -> Paper:
        """一案一档: cover, contents with page numbers, and every kept paper of the case (`dossiers`)."""
        from petidesk.desk.dossiers import bind_case

        return bind_case(self._desk, case_no)

    # ---- within

    def _case(self, connection: Transaction, case_no: str, *, unmask: bool = True) -> CaseFile:
        cases = self._desk.cases
        return cases.load_within(connection, cases.id_of(connection, case_no), unmask=unmask)

    def _load(self, connection: Transaction, letter_id: int) -> Letter:
        found = rows.load(connection, letter_id)
        if found is None:
            raise Refused("not_found", f"没有第{letter_id}号文书草稿。", field="letter_id")
        return found

    def _numbered(self, connection: Transaction, document_no: str) -> Letter:
        found = rows.find_no(connection, document_no)
        if found is None:
            raise Refused("not_found", f"没有文号为“{document_no}”的文书。", field="document_no")
        return found

    def _draft_row(self, connection: Transaction, letter_id: int) -> Letter:
        found = self._load(connection, letter_id)
        if found.state != "draft":
            raise Refused("already_closed", f"这份文书已经签发（{found.document_no}），不能再改；写错了请作废后重做。")
        return found

    def _open(self, connection: Transaction, letter_id: int) -> tuple[LetterForm, Letter]:
        found = self._draft_row(connection, letter_id)
        return printing.named(self._desk, found.form), found

    def _audit(self, connection: Transaction, act: Act, action: str, letter: Letter, more: Mapping[str, Any]) -> None:
        after = {
            "form": letter.form,
            "form_version": letter.form_version,
            "case_no": letter.case_no,
            "sha256": letter.sha256,
            "signed_by": letter.signed_by,
            "signed_on": letter.signed_on.isoformat() if letter.signed_on else "",
            **more,
        }
        audit_rows.append(
            connection, act, action, "letter", letter.document_no, after=after, restricted=letter.restricted
        )
