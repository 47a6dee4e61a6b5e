"""Drafts: beginning one, setting it as it stands, and what still keeps it from being issued.

All functions join the caller's transaction. The rules see an accusation open; paper sees it only where the caller has
permission (`unmask`).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date
from typing import Any

from petidesk.desk import unmasking
from petidesk.desk.cases.loading import case_facts
from petidesk.desk.letters import printing
from petidesk.desk.letters.printing import LetterForm, LetterGround, Shown, Subject, requests_of
from petidesk.desk.letters.unset import office_on, unset_gaps
from petidesk.documents.forms.outline import outline, unfilled
from petidesk.documents.printing import Printed
from petidesk.domain.accused import is_town_discipline
from petidesk.domain.audit import Act
from petidesk.domain.cases.cases import CaseEvent
from petidesk.domain.cases.closed import close
from petidesk.domain.cases.facts import ACCUSED_BASIS, BOOK
from petidesk.domain.cases.files import CaseFile, TimelineEvent
from petidesk.domain.cases.reading import parse_event
from petidesk.domain.cases.rules import check
from petidesk.domain.cases.terms import not_below, of_the_county, refuse_accused
from petidesk.domain.letters.case_values import Sheet
from petidesk.domain.letters.closed import ClosedLetter, content_of
from petidesk.domain.letters.content import (
    TO_A_UNIT,
    as_recorded,
    event_document,
    event_without_paper,
    gaps,
    parse_content,
    typed_values,
    unfit,
)
from petidesk.domain.letters.letters import Gap, Letter, LetterKind, OutlinePart
from petidesk.domain.meetings import ClosedMeeting, Meeting, for_paper
from petidesk.domain.office.unset import Unset
from petidesk.domain.trouble import Refused
from petidesk.storage import meetings as meeting_rows
from petidesk.storage import office as office_rows
from petidesk.storage.cases import cases as case_rows
from petidesk.storage.file.database import Transaction
from petidesk.storage.letters import letters as rows
from petidesk.storage.safety import audit as audit_rows

# The part of a handover that says whose business the accused is, and its two answers.
LEVEL, COUNTY_LEVEL, TOWN_LEVEL = "移送级别", "县级纪委监委", "乡镇（街道）纪委"
TOLD_ORGAN = "有权机关"  # of a notice: where the accuser is sent


def case_of(ground: LetterGround, connection: Transaction, case_no: str) -> CaseFile:
    """The case of a letter, whole, for the transactions of this room. Refused not_found."""
    return ground.cases.load_within(connection, ground.cases.id_of(connection, case_no), unmasking.inside())


def subject_of(ground: LetterGround, connection: Transaction, kind: LetterKind, number: str) -> Subject:
    """The case or the meeting of this number, as the kind of letter asks for. Refused not_found."""
    if kind.of == "meeting":
        return for_paper(meeting_rows.load(connection, ground.meetings.id_of(connection, number)))
    return case_of(ground, connection, number)


def closed_subject(subject: Subject) -> Shown:
    """The subject as paper sees it: an accusation says nothing, so that no default of a form carries its words."""
    return close(subject) if isinstance(subject, CaseFile) and subject.restricted else subject


def subject_of_letter(ground: LetterGround, connection: Transaction, found: Letter | ClosedLetter) -> Subject:
    """What a letter or draft is made for."""
    if found.meeting_no:
        return for_paper(meeting_rows.load(connection, ground.meetings.id_of(connection, found.meeting_no)))
    return case_of(ground, connection, found.case_no)


def load(connection: Transaction, letter_id: int) -> Letter:
    """A letter or draft, whole, for the transactions of this room. Refused not_found."""
    found = rows.load(connection, letter_id, unmasking.inside())
    if found is None:
        raise no_draft(letter_id)
    return found


def no_draft(letter_id: int) -> Refused:
    """That there is no letter of this id."""
    return Refused("not_found", f"没有第{letter_id}号文书草稿。", field="letter_id")


def load_draft(connection: Transaction, letter_id: int) -> Letter:
    """A draft. Refused not_found, already_closed once it was issued."""
    found = load(connection, letter_id)
    if found.state != "draft":
        raise Refused("already_closed", f"这份文书已经签发（{found.document_no}），不能再改；写错了请作废后重做。")
    return found


def numbered(connection: Transaction, document_no: str) -> Letter:
    """The letter with this number, whole, for the transactions of this room. Refused not_found."""
    found = rows.find_no(connection, document_no, unmasking.inside())
    if found is None:
        raise no_letter(document_no)
    return found


def no_letter(document_no: str) -> Refused:
    """That there is no letter with this number."""
    return Refused("not_found", f"没有文号为“{document_no}”的文书。", field="document_no")


def begin(
    ground: LetterGround, connection: Transaction, act: Act, letter: LetterForm, number: str, document: object
) -> int:
    """A new draft with the defaults of its form; its id. Refused when this kind is not made for the case."""
    subject = subject_of(ground, connection, letter.kind, number)
    case = subject if isinstance(subject, CaseFile) else None
    if case is not None:
        if case.restricted:
            unmasking.refuse_shut_out(ground.session, connection, "case", number)
        for gap in unfit(letter.kind, case):
            raise refusal(gap)
    office = office_rows.current(connection, ground.session.today())
    given = parse_content(letter.kind, document, requests_of(subject))
    if case is not None and case.organ:
        given = _to_organ(letter.kind, given, case.organ)
    content = printing.first_content(letter, closed_subject(subject), office, ground, given)
    content = kept(letter, subject, content)
    of = to_be_served(connection, letter, number, content)
    restricted = _closed(connection, subject)
    letter_id = rows.add(
        connection,
        act,
        form=letter.form.name,
        title=printing.title_of(letter, content),
        content=content,
        restricted=restricted,
        case_id=case.case_id if case else None,
        meeting_id=subject.meeting_id if isinstance(subject, Meeting) else None,
        of_letter_id=of.letter_id if of else None,
    )
    after = {"letter_id": letter_id, "kind": letter.form.name}
    kind = "case" if case else "meeting"
    audit_rows.append(connection, act, "letter.drafted", kind, number, after=after, restricted=restricted)
    return letter_id


def _closed(connection: Transaction, subject: Subject) -> bool:
    """Whether a letter for this is closed: of an accusation, and of a meeting that has one on its agenda."""
    if isinstance(subject, CaseFile):
        return subject.restricted
    return isinstance(meeting_rows.load(connection, subject.meeting_id), ClosedMeeting)


def kept(letter: LetterForm, subject: Shown, content: Mapping[str, Any]) -> dict[str, Any]:
    """What a draft keeps: settled, unless another unit in it would make it the paper of another event."""
    return dict(content) if letter.kind.event in TO_A_UNIT else settled(letter, subject, content)


def settled(letter: LetterForm, subject: Shown, content: Mapping[str, Any]) -> dict[str, Any]:
    """The content; of a letter whose event stands already as it was recorded."""
    stands = standing_event(letter, subject, content)
    return dict(content) if stands is None else as_recorded(letter.kind, content, stands)


def standing_event(letter: LetterForm, subject: Shown, content: Mapping[str, Any]) -> TimelineEvent | None:
    """The event by hand that this letter becomes the paper of; None where it records one of its own."""
    return event_without_paper(letter.kind, subject, content) if isinstance(subject, CaseFile) else None


def _to_organ(kind: LetterKind, given: Mapping[str, Any], organ: str) -> dict[str, Any]:
    """A handover, or the notice of it, with the organ that takes such an accusation, where none was typed.

    See rules/people.md, 4.
    """
    fields = dict(given.get("fields", {}))
    if kind.event == "told" and any(ask.name == TOLD_ORGAN for ask in kind.asks):
        return {**given, "fields": {TOLD_ORGAN: organ, **fields}}
    if kind.event != "transferred" or given.get("to"):
        return dict(given)
    level = TOWN_LEVEL if is_town_discipline(organ) else COUNTY_LEVEL
    if any(level in ask.choices for ask in kind.asks if ask.name == LEVEL):
        fields.setdefault(LEVEL, level)
    return {**given, "to": organ, **({"fields": fields} if fields else {})}


def refusal(gap: Gap, more: str = "") -> Refused:
    """The gap as a refusal; of an empty setting one that leads there."""
    if gap.setting:
        return Unset([gap.setting], "签发", basis=gap.basis or None)
    return Refused(gap.code, gap.message + more, field=gap.field or None, basis=gap.basis or None)


def to_be_served(
    connection: Transaction, letter: LetterForm, case_no: str, content: Mapping[str, Any]
) -> Letter | ClosedLetter | None:
    """The issued letter that a 送达回证 is made for; None for any other kind. Refused missing, not_found, forbidden."""
    if letter.kind.of != "letter":
        return None
    number = content.get("document_no", "")
    if not number:
        raise Refused("missing", "请写明送达的是哪一份文书（文号）。", field="document_no")
    found = rows.find_no(connection, number)
    if found is None or found.case_no != case_no:
        raise Refused("not_found", f"此件没有文号为“{number}”的文书。", field="document_no")
    if found.state != "issued":
        raise Refused("forbidden", f"{number}已经作废，不用送达。", field="document_no")
    return found


# ---- what is missing


def open_gaps(
    ground: LetterGround,
    connection: Transaction,
    letter: LetterForm,
    content: Mapping[str, Any],
    subject: Subject,
    signed_on: date,
    *,
    said: bool = True,
) -> list[Gap]:
    """Gaps of the settings and the content; without any, what the rules say of the event that would be recorded.

    `said`: with the settings that are empty and keep nothing from being issued.
    """
    unset = unset_gaps(ground, connection, letter, content, subject, signed_on, said=said)
    hard, soft = ([gap for gap in unset if gap.warning is said] for said in (False, True))
    return [*hard, *_content_gaps(ground, connection, letter, content, subject, signed_on), *soft]


def _content_gaps(
    ground: LetterGround,
    connection: Transaction,
    letter: LetterForm,
    content: Mapping[str, Any],
    subject: Subject,
    signed_on: date,
) -> list[Gap]:
    if isinstance(subject, Meeting):
        return gaps(letter.kind, content, None)
    case = subject
    known = [*gaps(letter.kind, content, case), *_unfilled(letter, content)]
    known += _unlawful_days(letter.kind, content, signed_on)
    stands = standing_event(letter, case, content)
    try:
        known += _accused_gaps(ground, connection, letter, content, case)
        if stands is not None:
            words = f"补出{stands.on.isoformat()}已经记录的“{stands.label}”的文书：日期和内容以记录为准，不再记一次。"
            return [*known, Gap("forbidden", "", words, warning=True)]
        if letter.kind.event and all(gap.overridable or gap.warning for gap in known):
            on = date.fromisoformat(content["on"]) if content.get("on") else signed_on
            anyway = "有请求未答复" if any(gap.overridable for gap in known) else ""
            document = event_document(letter.kind, content, on, anyway)
            _try_event(ground, connection, case, letter.kind, document)
        known += _orders_to_the_county(ground, connection, letter.kind, content, case)
    except Refused as refused:
        known.insert(0, Gap(refused.code, refused.field or "", refused.message, refused.basis or ""))
    return known


def _unfilled(letter: LetterForm, content: Mapping[str, Any]) -> list[Gap]:
    """The parts that the text of this letter leaves a blank for, though nobody could write into it later."""
    names = unfilled(letter.form, typed_values(letter.kind, content))
    asks = [ask for ask in letter.kind.asks if ask.name in names and not ask.required]
    return [Gap("missing", ask.path, f"请填写{ask.label}：正文里空着。") for ask in asks]


def _unlawful_days(kind: LetterKind, content: Mapping[str, Any], signed_on: date) -> list[Gap]:
    """A limit that the letter sets itself cannot lie before the day on which it is signed."""
    typed = [(ask, content.get("fields", {}).get(ask.name)) for ask in kind.asks if ask.ahead and not ask.key]
    return [
        Gap("bad_value", ask.path, f"{ask.label}早于签发日期，请核对。")
        for ask, value in typed
        if value and value < signed_on.isoformat()
    ]


def _orders_to_the_county(
    ground: LetterGround, connection: Transaction, kind: LetterKind, content: Mapping[str, Any], case: CaseFile
) -> list[Gap]:
    """A township neither transfers nor assigns to a body of the county, nor supervises it: 商请函 is offered."""
    facts = case_facts(case, ground.cases.rules_within(connection))
    if kind.event not in ("transferred", "assigned", "supervised") or facts.restricted:
        return []
    unit = str(content.get("to", ""))
    if not of_the_county(unit, facts.county, facts.own_units):
        return []
    return [Gap("forbidden", "to", not_below(unit), f"{BOOK}第二十三条第一款", warning=True)]


def _try_event(
    ground: LetterGround, connection: Transaction, case: CaseFile, kind: LetterKind, document: Mapping[str, Any]
) -> None:
    """Refused when the rules forbid the event; nothing is written."""
    today, by = ground.session.latest().date(), ground.session.actor.name
    new = parse_event(kind.event, dict(document), today=today, by=by, by_paper=kind.tells)
    facts = case_facts(case, ground.cases.rules_within(connection))
    check(case_rows.events(connection, case.case_id), CaseEvent(kind.event, new.on, new.content), facts)


def _accused_gaps(
    ground: LetterGround, connection: Transaction, letter: LetterForm, content: Mapping[str, Any], case: CaseFile
) -> list[Gap]:
    """An accusation never goes to whom it accuses, nor tells its accuser to go there; warned of whom its words name.

    Refused forbidden (《信访工作条例》第三十条第三款).
    """
    if not case.restricted or letter.kind.to == "file":  # who was asked may be the accused
        return []
    facts = case_facts(case, ground.cases.rules_within(connection))
    found = []
    for ask in letter.kind.asks:
        value = content.get(ask.key) if ask.key else content.get("fields", {}).get(ask.name)
        if ask.kind == "text" and ask.lines == 1 and isinstance(value, str):
            said = refuse_accused(value, facts, ask.path)
            found += [Gap("forbidden", ask.path, words, ACCUSED_BASIS, warning=True) for words in said]
    return found


def refuse_signer(
    ground: LetterGround, connection: Transaction, case: CaseFile, kind: LetterKind, signing_by: str
) -> None:
    """A letter of an accusation is not signed by whom it accuses. Refused forbidden."""
    if case.restricted and signing_by and kind.signed:
        refuse_accused(signing_by, case_facts(case, ground.cases.rules_within(connection)), "signed_by")


# ---- paper


def set_draft(
    ground: LetterGround,
    connection: Transaction,
    letter: LetterForm,
    found: Letter | ClosedLetter,
    sheet: Sheet,
    *,
    unmask: bool = False,
) -> Printed:
    """The draft set as `sheet` says, with the settings that rule on its day of signing."""
    values = draft_values(ground, connection, letter, found, sheet, unmask=unmask)
    return printing.press(letter, values, practice=ground.session.practice, draft=sheet.draft, at=ground.session.now())


def draft_values(
    ground: LetterGround,
    connection: Transaction,
    letter: LetterForm,
    found: Letter | ClosedLetter,
    sheet: Sheet,
    *,
    unmask: bool = False,
    known: Subject | None = None,
) -> dict[str, Any]:
    """What the form is filled with for this draft. `known`: its subject where it was just read."""
    subject: Shown = known or subject_of_letter(ground, connection, found)
    if isinstance(subject, CaseFile) and found.restricted and not unmask:
        subject = close(subject)
    sheet = dataclasses.replace(sheet, drafted_by=found.staff)
    return content_values(ground, connection, letter, subject, content_of(found), sheet)


def content_values(
    ground: LetterGround,
    connection: Transaction,
    letter: LetterForm,
    subject: Shown,
    content: Mapping[str, Any],
    sheet: Sheet,
) -> dict[str, Any]:
    """What the form is filled with for this content. Its event is of the day in the content, else of signing."""
    content = settled(letter, subject, content)
    office = office_on(ground.session, connection, sheet.signed_on or ground.session.today())
    on = date.fromisoformat(content["on"]) if content.get("on") else sheet.signed_on
    served = rows.find_no(connection, content["document_no"]) if content.get("document_no") else None
    stands = standing_event(letter, subject, content)
    drafted_by = sheet.drafted_by or ground.session.actor.name
    sheet = dataclasses.replace(
        sheet, drafted_by=drafted_by, on=sheet.on or on, served=served, stands=stands.event_id if stands else 0
    )
    return printing.values_of(letter, subject, office, ground, content, sheet)


def outline_of(ground: LetterGround, letter: Letter | ClosedLetter) -> tuple[OutlinePart, ...]:
    """Fixed text and places to type of a draft; of an accusation with its people closed, as on its preview."""
    form = printing.named(ground, letter.form)
    content = content_of(letter)
    number = content.get("document_no", "")
    with ground.session.reading() as connection:
        subject = closed_subject(subject_of_letter(ground, connection, letter))
        office = office_rows.current(connection, ground.session.today())
        served = rows.find_no(connection, number) if number else None
    sheet = Sheet(ground.session.today(), drafted_by=letter.staff, draft=True, served=served)
    return outline(form.form, printing.values_of(form, subject, office, ground, content, sheet))
