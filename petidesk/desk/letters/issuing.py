"""Issuing and voiding: number, bytes, hash, event, service and audit line, all in the caller's transaction."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from petidesk.desk import unmasking
from petidesk.desk.letters import drafting, printing
from petidesk.desk.letters.printing import LetterForm, LetterGround, Subject
from petidesk.desk.letters.unset import office_on
from petidesk.domain.audit import Act
from petidesk.domain.cases.closed import close as close_case
from petidesk.domain.cases.closed import file_of
from petidesk.domain.cases.files import CaseFile, TimelineEvent, event_document
from petidesk.domain.json_input import clean_text
from petidesk.domain.letters.case_values import Sheet
from petidesk.domain.letters.closed import ClosedLetter, Issued, close
from petidesk.domain.letters.content import ACCUSATION_BASIS, checked_reason
from petidesk.domain.letters.content import event_document as event_of
from petidesk.domain.letters.letters import STOOD, UNMASKED, Letter, LetterKind
from petidesk.domain.trouble import Refused
from petidesk.storage.file.database import Transaction
from petidesk.storage.letters import letters as rows
from petidesk.storage.letters.letters import Frozen
from petidesk.storage.safety import audit as audit_rows

ANYWAY = "确需签发的，请写明理由，理由会留存。"


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signed and when, the day of the event where it is another, and the two reasons that are kept."""

    signed_by: str = ""
    signed_on: date | None = None
    anyway: str = ""
    on: date | None = None
    unmask: str = ""


def issue(ground: LetterGround, connection: Transaction, act: Act, letter_id: int, signing: Signing) -> Issued:
    """Give a draft its number, freeze its bytes and record its event (`Letters.issue`)."""
    return issue_with_values(ground, connection, act, letter_id, signing)[0]


def issue_with_values(
    ground: LetterGround,
    connection: Transaction,
    act: Act,
    letter_id: int,
    signing: Signing,
    *,
    one_of_many: bool = False,
) -> tuple[Issued, dict[str, Any]]:
    """`issue`, and what the form was filled with: a batch sets its letters once more, into one file.

    Of `one_of_many` nobody reads the event back, so that the case is not loaded once more for it.
    """
    found = drafting.load_draft(connection, letter_id)
    letter = printing.named(ground, found.form)
    subject = drafting.subject_of_letter(ground, connection, found)
    reason = checked_reason(signing.anyway)
    if signing.on is not None:
        found = dataclasses.replace(found, content={**found.content, "on": signing.on.isoformat()})
    stands = drafting.standing_event(letter, subject, found.content)
    if stands is not None:
        found = dataclasses.replace(found, content=drafting.settled(letter, subject, found.content))
        reason = reason or str(stands.content.get("anyway", ""))
    signed = _day(ground, subject, signing)
    overridden = _refuse_gaps(ground, connection, letter, found, subject, signed, reason)
    signed_by = _signer(letter.kind, signing)
    if isinstance(subject, CaseFile):
        drafting.refuse_signer(ground, connection, subject, letter.kind, signed_by)
    _refuse_nobody(letter.kind, found, signing)
    drafting.to_be_served(connection, letter, found.case_no, found.content)
    if signing.unmask and found.restricted:
        unmasking.look_at_letter(ground.session, connection, act, found, signing.unmask)
    series, year, serial, number = _allot(ground, connection, letter.kind, found, signed)
    happened = date.fromisoformat(found.content["on"]) if found.content.get("on") else signed
    sheet = Sheet(
        act.at.date(),
        number=number,
        signed_by=signed_by,
        signed_on=signed if letter.kind.signed else None,
        on=happened,
        anyway=overridden,
    )
    values = drafting.draft_values(ground, connection, letter, found, sheet, unmask=bool(signing.unmask), known=subject)
    printed = printing.press(letter, values, practice=ground.session.practice, draft=False, at=ground.session.now())
    newer = rows.newer_signed(connection, series, year, signed)
    frozen = Frozen(
        series=series,
        year=year,
        serial=serial,
        number=number,
        signed_by=signed_by,
        signed_on=signed,
        anyway=reason if overridden else "",
        form_version=printed.form_version,
        missing=printed.missing_characters,
        pages=printed.pages,
        pdf=printed.pdf,
        to_serve=letter.kind.served,
        content=_kept_content(found, stands, unmasked=bool(signing.unmask)),
    )
    rows.freeze(connection, act, letter_id, frozen)
    if stands is None:
        event_id, said = _record(ground, connection, act, letter.kind, found, happened, frozen)
    else:
        event_id, said = stands.event_id, ()
    if event_id is not None:
        rows.link_event(connection, letter_id, event_id)
    issued = drafting.load(connection, letter_id)
    trace(connection, act, "letter.issued", issued, {"anyway": frozen.anyway, "event_id": event_id})
    event = None if one_of_many else _event(ground, connection, found, event_id, signing.unmask)
    shown = close(issued) if issued.restricted and not signing.unmask else issued
    return Issued(shown, event_id, event, (*said, *_warnings(newer, frozen))), values


def _warnings(newer: str, frozen: Frozen) -> list[str]:
    said = []
    if newer:
        said.append(f"{newer}的签发日期比这一份晚，号码和日期的先后不一致。")
    if frozen.missing:
        said.append(f"字体里没有这些字，印成了□：{' '.join(frozen.missing)}")
    return said


def _day(ground: LetterGround, subject: Subject, signing: Signing) -> date:
    """The day of signing; of a working paper without one the day it is made."""
    today = ground.session.latest().date()
    day = signing.signed_on or signing.on or today
    if day > today:
        raise Refused("bad_value", f"签发日期{day.isoformat()}在今天之后，请核对。", field="signed_on")
    if isinstance(subject, CaseFile) and day < subject.opened_on:
        words = f"签发日期早于登记日期{subject.opened_on.isoformat()}，请核对。"
        raise Refused("bad_value", words, field="signed_on")
    return day


def _signer(kind: LetterKind, signing: Signing) -> str:
    """Who signed. Refused missing where the paper needs a signer or the day of signing and has none."""
    signed_by = clean_text(signing.signed_by, limit=60, multiline=False, path="signed_by", label="签发人")
    if kind.signed and not signed_by:
        raise Refused("missing", "请填写签发人：没有签发的文书不能编号。", field="signed_by")
    if kind.signed and signing.signed_on is None:
        raise Refused("missing", "请填写签发日期：成文日期以负责人签发的日期为准。", field="signed_on")
    return signed_by


def _refuse_nobody(kind: LetterKind, found: Letter, signing: Signing) -> None:
    """A numbered letter to ××× is none: that to an accuser is issued with a reason, and then names him."""
    if kind.series and kind.to == "petitioner" and found.restricted and not signing.unmask.strip():
        words = "写给检举控告人的文书要写明姓名才能签发，不能写给×××：请写明打开的理由。"
        raise Refused("missing", words, field="unmask", basis=ACCUSATION_BASIS)


def _refuse_gaps(
    ground: LetterGround,
    connection: Transaction,
    letter: LetterForm,
    found: Letter,
    subject: Subject,
    day: date,
    reason: str,
) -> bool:
    """Refused with the first gap, an overridable one only without a reason; True when one was overridden."""
    known = drafting.open_gaps(ground, connection, letter, found.content, subject, day, said=False)
    for gap in sorted((gap for gap in known if not gap.warning), key=lambda gap: gap.overridable):
        if gap.overridable and reason:
            return True
        raise drafting.refusal(gap, ANYWAY if gap.overridable else "")
    return False


def _allot(
    ground: LetterGround, connection: Transaction, kind: LetterKind, found: Letter, signed: date
) -> tuple[str, int, int, str]:
    """Series, year, serial and number: 清信访处〔2026〕12号, or the place in the case's own file."""
    if not kind.series:
        subject = found.case_no or found.meeting_no
        series = f"卷 {subject}"
        serial = rows.next_number(connection, series, 0)
        return series, 0, serial, f"{subject}-卷{serial}"
    office = office_on(ground.session, connection, signed)
    serial = rows.next_number(connection, kind.series, signed.year)
    return kind.series, signed.year, serial, f"{office.letter_code}{kind.series}〔{signed.year}〕{serial}号"


def _record(
    ground: LetterGround,
    connection: Transaction,
    act: Act,
    kind: LetterKind,
    found: Letter,
    on: date,
    frozen: Frozen,
) -> tuple[int | None, tuple[str, ...]]:
    """Record the event that the letter brings; None where it brings none."""
    if not kind.event:
        return None, ()
    return record_event(ground, connection, act, kind, found, on, frozen.number, frozen.anyway)


def record_event(
    ground: LetterGround,
    connection: Transaction,
    act: Act,
    kind: LetterKind,
    found: Letter,
    on: date,
    number: str,
    anyway: str,
) -> tuple[int, tuple[str, ...]]:
    """Record the event of a letter that bears this number; its id, and warnings."""
    document = event_of(kind, found.content, on, anyway)
    case_id = ground.cases.id_of(connection, found.case_no)
    return ground.cases.record_within(connection, act, case_id, kind.event, document, letter=number, tells=kind.tells)


def _kept_content(found: Letter, stands: TimelineEvent | None, *, unmasked: bool) -> dict[str, Any]:
    """What is kept of the content, with what must be known of the paper later."""
    kept = dict(found.content)
    if unmasked and found.restricted:
        kept[UNMASKED] = True
    if stands is not None:
        kept[STOOD] = True
    return kept


def _event(
    ground: LetterGround, connection: Transaction, found: Letter, event_id: int | None, unmask: str
) -> dict[str, Any] | None:
    if event_id is None:
        return None
    whole = drafting.case_of(ground, connection, found.case_no)
    after = whole if unmask or not found.restricted else file_of(close_case(whole))
    return next(event_document(event) for event in after.events if event.event_id == event_id)


def refuse_closed(found: Letter, unmask: str) -> None:
    """Refuse to show a paper that names who accused, unless a reason is given (《信访工作条例》第三十条第三款)."""
    if found.content.get(UNMASKED) and not unmask.strip():
        words = f"{found.document_no}印有检举控告人的姓名，查看、打印要写明理由，并留下记录。"
        raise Refused("no_permission", words, field="unmask", basis=ACCUSATION_BASIS)


def closed(found: ClosedLetter) -> Refused:
    """The refusal to show a frozen letter of an accusation without a reason."""
    words = f"{found.document_no}是检举控告的文书，查看要写明理由，并留下记录。"
    return Refused("no_permission", words, field="unmask", basis=ACCUSATION_BASIS)


def void(ground: LetterGround, connection: Transaction, act: Act, document_no: str, why: str) -> Letter:
    """Void an issued letter and undo the event that it recorded (`Letters.void`); one recorded by hand stays."""
    why = checked_reason(why)
    if not why:
        raise Refused("missing", "请写明作废的原因。", field="why")
    found = drafting.numbered(connection, document_no)
    if found.state == "voided":
        raise Refused("already_closed", f"{document_no}已经作废。")
    if found.served_on is not None:
        raise Refused("forbidden", f"{document_no}已于{found.served_on.isoformat()}送达，请先撤销“送达”。")
    event_id = rows.event_stands(connection, found.letter_id)
    if event_id is not None and not found.content.get(STOOD):
        today = ground.session.latest().date().isoformat()
        document = {"on": today, "event_id": event_id, "note": f"{document_no}作废：{why}"}
        case_id = ground.cases.id_of(connection, found.case_no)
        ground.cases.record_within(connection, act, case_id, "undone", document, letter=document_no)
    rows.void(connection, act, found.letter_id, why)
    voided = drafting.load(connection, found.letter_id)
    trace(connection, act, "letter.voided", voided, {"why": why})
    return voided


def trace(
    connection: Transaction, act: Act, action: str, letter: Letter | ClosedLetter, more: Mapping[str, Any]
) -> None:
    """The audit line of a letter: what form, which bytes, who signed."""
    after = {
        "form": letter.form,
        "form_version": letter.form_version,
        "case_no": letter.case_no or letter.meeting_no,
        "sha256": letter.sha256,
        "signed_by": letter.signed_by,
        "signed_on": letter.signed_on.isoformat() if letter.signed_on else "",
        **more,
    }
    audit_rows.append(connection, act, action, "letter", letter.document_no, after=after, restricted=letter.restricted)
